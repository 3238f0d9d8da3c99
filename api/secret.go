package api

import (
	"fmt"
	"io"
	"log/slog"
)

const redacted = "[redacted]"

// Secret is a password, code or token. It redacts itself in every format
// verb, in JSON, as text and in log/slog. The zero value is absent.
type Secret struct {
	reveal func() string // a function, for the reason told at [Key]
}

// NewSecret wraps s; "" gives the zero value.
func NewSecret(s string) Secret {
	if s == "" {
		return Secret{}
	}
	return Secret{reveal: func() string { return s }}
}

// Empty reports whether there is nothing inside.
func (s Secret) Empty() bool { return s.reveal == nil }

// Len returns the length in bytes.
func (s Secret) Len() int { return len(s.unwrap()) }

// Reveal returns what is inside, for a person who asked to see it. It came
// from the server or from a keyboard, so it is a [Text].
func (s Secret) Reveal() Text { return Text{s.unwrap()} }

func (s Secret) unwrap() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// String returns a fixed text that says nothing about the secret.
func (s Secret) String() string {
	if s.reveal == nil {
		return ""
	}
	return redacted
}

// Format writes the redacted form for every verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// MarshalText returns the redacted form.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue returns the redacted form.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// UnmarshalJSON takes a JSON string; anything else is absent.
func (s *Secret) UnmarshalJSON(b []byte) error {
	v, err := parse(b)
	if err != nil {
		return err
	}
	v.secret(s)
	return nil
}
