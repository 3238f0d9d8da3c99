package terminal

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestEmulator(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"lines", "a\r\nb", "a|b"},
		{"wraps after the last column only", "0123456789\rx", "x123456789|"},
		{"wraps", "0123456789ab", "0123456789|ab"},
		{"scrolls", "1\r\n2\r\n3\r\n4\r\n5", "2|3|4|5"},
		{"moves", "\x1b[2;3Hx\x1b[Ay\x1b[4Gz\x1b[2Dw", "  wz|  x"},
		{"erases lines", "abcdef\x1b[3D\x1b[K\r\nabc\x1b[1K\r\nabc\x1b[2K", "abc||"},
		{"erases the screen", "abc\r\ndef\x1b[H\x1b[J", "|"},
		{"erases characters", "abcdef\r\x1b[2X", "  cdef"},
		{"inserts and deletes characters", "abcdef\r\x1b[2@\r\nabcdef\r\x1b[2P", "  abcdef|cdef"},
		{"inserts and deletes lines", "1\r\n2\r\n3\x1b[1;1H\x1b[L\x1b[3;1H\x1b[M", "|1|3"},
		{"scrolls a region", "1\r\n2\r\n3\r\n4\x1b[2;3r\x1b[S", "1|3||4"},
		{"scrolls back at the top", "1\r\n2\x1b[H\x1bM", "|1|2"},
		{"repeats", "a\x1b[3b", "aaaa"},
		{"wide glyphs", "李x\x1b[2Gy", " yx"},
		{"marks", "e\u0301x", "e\u0301x"},
		{"alternate screen comes and goes", "main\x1b[?1049hALT\x1b[?1049l", "main"},
		{"saves the cursor", "a\x1b7bc\x1b8d", "adc"},
		{"strings are not shown", "\x1b]0;title\x07a\x1bP1$r\x1b\\b", "ab"},
		{"tabs", "a\tb\x1b[Zc", "a       c"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			whole := newEmulator(10, 4, func(string) {})
			whole.write([]byte(tt.in))
			got := strings.TrimRight(strings.ReplaceAll(whole.text(), "\n", "|"), "|")
			assert.Equal(t, strings.TrimRight(tt.want, "|"), got)

			// However the output is cut, the screen is the same.
			pieces := newEmulator(10, 4, func(string) {})
			for _, b := range []byte(tt.in) {
				pieces.write([]byte{b})
			}
			assert.Equal(t, whole.text(), pieces.text(), "byte by byte")
		})
	}
}

func TestEmulatorAnswers(t *testing.T) {
	var got []string
	e := newEmulator(10, 4, func(s string) { got = append(got, s) })
	e.write([]byte("\x1b[?2026$p\x1b[?9999$p\x1b]11;?\x07\x1b[c"))
	assert.Equal(t, []string{"\x1b[?2026;2$y", "\x1b[?9999;0$y", "\x1b]11;rgb:1111/1111/1b1b\x1b\\", "\x1b[?62;22c"}, got)
}
