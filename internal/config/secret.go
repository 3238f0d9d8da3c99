package config

import (
	"fmt"
	"io"
	"log/slog"
)

// SecretKeyVariable is the environment variable that holds the secret key. No
// flag does: the arguments of a process can be read by everyone on a machine.
const SecretKeyVariable = "CLERK_SECRET_KEY"

// Secret is a text that shows itself nowhere but through Reveal.
type Secret struct{ raw string }

const hidden = "[secret]"

// Reveal is the secret itself, for the one place that needs it.
func (s Secret) Reveal() string { return s.raw }

// Set reports whether there is a secret.
func (s Secret) Set() bool { return s.raw != "" }

// String hides the secret.
func (s Secret) String() string {
	if !s.Set() {
		return ""
	}
	return hidden
}

// Format hides the secret from every verb of fmt, %#v and %x included.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// MarshalText hides the secret from JSON and YAML.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue hides the secret from slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }
