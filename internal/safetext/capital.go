package safetext

import (
	"unicode"
	"unicode/utf8"
)

// Capital writes a text with a capital letter at its beginning.
func Capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if upper := unicode.ToUpper(r); upper != r {
		return string(upper) + s[n:]
	}
	return s
}
