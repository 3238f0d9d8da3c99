package safetext

import (
	"strings"
	"unicode"

	"usher/api"
)

// Clipboard is the text as it goes to the clipboard: exact but for what must
// not reach the place where it is pasted. Line breaks and tabs become blanks,
// so that nothing runs when it lands in a shell; control characters and
// direction overrides are left out.
func Clipboard(t api.Text) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, t.Unsafe())
}
