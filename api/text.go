package api

import (
	"encoding/json"
	"strconv"
)

// Text is a string that came from the server and may have been typed by a
// stranger. It has no method that yields something fit for a screen: only
// the package that makes foreign text inert reads it with [Text.Unsafe].
// The zero value is absent or null.
type Text struct{ s string }

// NewText wraps s, for building requests and fixtures.
func NewText(s string) Text { return Text{s: s} }

// Unsafe returns the exact bytes as received. They may hold terminal escape
// sequences; use them to build requests or to compare, never to draw.
func (t Text) Unsafe() string { return t.s }

// Empty reports whether the text is absent, null or "".
func (t Text) Empty() bool { return t.s == "" }

// Is reports whether the text equals s exactly.
func (t Text) Is(s string) bool { return t.s == s }

// String returns an ASCII-quoted form, so that a Text that reaches a log or
// a format verb by mistake stays inert.
func (t Text) String() string { return strconv.QuoteToASCII(t.s) }

// MarshalJSON writes the text as a JSON string.
func (t Text) MarshalJSON() ([]byte, error) {
	return json.Marshal(t.s) //nolint:wrapcheck // cannot fail for a string
}

// UnmarshalJSON is lenient: null becomes empty, and a value of another type
// keeps its JSON text, so that one surprising field never costs the record.
func (t *Text) UnmarshalJSON(b []byte) error {
	v, err := parse(b)
	if err != nil {
		return err
	}
	v.text(t)
	return nil
}
