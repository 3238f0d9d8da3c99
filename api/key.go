package api

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// Environment of an instance, as the key's prefix tells it.
type Environment string

// The environments.
const (
	Development Environment = "development"
	Production  Environment = "production"
)

// Key is the secret key of one instance. It redacts itself in every format
// verb, in JSON, as text and in log/slog; the secret itself leaves the package
// only in the Authorization header. The zero Key is not usable.
type Key struct {
	// A function hides the secret from printers that walk through unexported
	// fields and pointers.
	reveal func() string
	env    Environment
}

const (
	keyTest = "sk_test_"
	keyLive = "sk_live_"
	// minKeySecret is the shortest part after the prefix that is believed;
	// the server's own have about 42 characters.
	minKeySecret = 8
	maxKeyLen    = 512
)

// ParseKey trims s and checks that it has the form of a secret key. The error
// says what is wrong in a sentence for a person and never repeats s.
func ParseKey(s string) (Key, error) {
	s = strings.TrimSpace(s)
	env := Production
	rest, live := strings.CutPrefix(s, keyLive)
	if !live {
		env = Development
		var test bool
		if rest, test = strings.CutPrefix(s, keyTest); !test {
			return Key{}, keyPrefixProblem(s)
		}
	}
	switch {
	case len(s) > maxKeyLen:
		return Key{}, errors.New("the secret key is too long: it looks as if more than the key was pasted")
	case strings.ContainsAny(rest, "…*•") || strings.Contains(rest, "..."):
		return Key{}, errors.New("the secret key is masked: copy the whole key, not its shortened display")
	case len(rest) < minKeySecret:
		return Key{}, errors.New("the secret key is truncated: copy it again, whole")
	}
	for i := range len(rest) {
		if !isKeyByte(rest[i]) {
			return Key{}, errors.New("the secret key is malformed: it holds a character that no key has (a space, a quote or a line break?)")
		}
	}
	return Key{reveal: func() string { return s }, env: env}, nil
}

func keyPrefixProblem(s string) error {
	switch {
	case s == "":
		return errors.New("the secret key is empty")
	case strings.HasPrefix(s, "pk_"):
		return errors.New("this is a publishable key (pk_…): the Backend API needs the secret key (sk_test_… or sk_live_…)")
	case strings.HasPrefix(s, "ak_"):
		return errors.New("this is an API or machine key (ak_…): the Backend API needs the secret key (sk_test_… or sk_live_…)")
	case strings.HasPrefix(keyTest, s), strings.HasPrefix(keyLive, s):
		return errors.New("the secret key is truncated: copy it again, whole")
	default:
		return errors.New("the secret key is malformed: it starts with sk_test_ or sk_live_")
	}
}

func isKeyByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		strings.IndexByte("_-=+/.~$", c) >= 0
}

// Environment tells the kind of instance the key belongs to.
func (k Key) Environment() Environment { return k.env }

// IsZero reports whether the key was never parsed.
func (k Key) IsZero() bool { return k.reveal == nil }

func (k Key) secret() string {
	if k.reveal == nil {
		return ""
	}
	return k.reveal()
}

// String returns the redacted form, such as sk_live_[redacted].
func (k Key) String() string {
	switch k.env {
	case Production:
		return keyLive + redacted
	case Development:
		return keyTest + redacted
	default:
		return redacted
	}
}

// Format writes the redacted form for every verb.
func (k Key) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, k.String()) }

// MarshalText returns the redacted form.
func (k Key) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// LogValue returns the redacted form.
func (k Key) LogValue() slog.Value { return slog.StringValue(k.String()) }
