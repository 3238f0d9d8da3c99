package prose_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"

	"usher/internal/safetext"
	"usher/ui/components/prose"
)

func TestWrap(t *testing.T) {
	tests := []struct {
		text string
		w    int
		want []string
	}{
		{"", 10, nil},
		{"text", 0, nil},
		{"fits on it", 10, []string{"fits on it"}},
		{"breaks at blanks only", 10, []string{"breaks at", "blanks", "only"}},
		{"abcdefghijkl", 5, []string{"abcde", "fghij", "kl"}},
		{"李小龍 李小龍", 6, []string{"李小龍", "李小龍"}},
	}
	for _, tt := range tests {
		for _, m := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
			assert.Equal(t, tt.want, prose.Wrap(m, tt.text, tt.w), tt.text)
		}
	}
}

func TestWrapNeverExceedsAndHidesNothing(t *testing.T) {
	text := safetext.String("e\u0301te\u0301 \u202eevil\u202c नमस्ते 👩‍👩‍👧 averyveryverylongwordwithoutablank กำลัง -dash--dash ‹x› end")
	for w := 8; w < 40; w++ {
		for _, m := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
			lines := prose.Wrap(m, text, w)
			for _, l := range lines {
				assert.LessOrEqual(t, safetext.WidthBy(m, l), w, "%d cells: %q", w, l)
			}
			want := strings.Join(strings.Fields(safetext.Plain(text)), "")
			assert.Equal(t, want, strings.Join(strings.Fields(strings.Join(lines, "")), ""))
		}
	}
}
