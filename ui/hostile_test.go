package ui_test

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sgr is the only escape sequence that a view may hold: how letters look.
var sgr = regexp.MustCompile(`\x1b\[[0-9;:]*m`)

// inert fails the test when the view holds anything that moves the cursor,
// changes a mode, reorders or hides text.
func (r *rig) inert(t *testing.T) {
	t.Helper()
	text := sgr.ReplaceAllString(r.Styled(), "")
	for _, c := range text {
		if c != '\n' && (unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) || c == '\u200b' || c == '\ufeff') {
			require.Failf(t, "not inert", "%U is on the screen:\n%s", c, r.View())
		}
	}
}

// straight fails the test when the rule between list and detail is not in one
// column, whatever the rows hold.
func (r *rig) straight(t *testing.T) {
	t.Helper()
	at := -1
	for _, line := range strings.Split(r.View(), "\n")[1:39] {
		left, _, cut := strings.Cut(line, "│")
		require.True(t, cut, line)
		w := ansi.StringWidthWc(left)
		if at < 0 {
			at = w
		}
		require.Equal(t, at, w, "the row is out of line: %q", line)
	}
}

// Everybody of the sample data passes over the screen, among them people
// whose names are terminal sequences, a CSI with 33 parameters included.
func TestNothingHostileReachesTheScreen(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		seen, marked := map[string]bool{}, 0
		for range 300/34 + 1 {
			r.straight(t)
			for range 34 {
				r.inert(t)
				line := r.Line("▸")
				if strings.Contains(line, "␛") && !seen[line] {
					marked++
				}
				seen[line] = true
				r.Press("j")
				r.Advance(150 * time.Millisecond)
			}
		}
		assert.Greater(t, len(seen), 290, "the cursor went over all rows")
		assert.GreaterOrEqual(t, marked, 4, "names with escape sequences were among them, shown with a visible marker")
	})
}

func TestHostileRecordsStayInertInEveryTab(t *testing.T) {
	scenario(t, setup{users: 300}, func(t *testing.T, r *rig) {
		r.Press("/")
		r.Type("hostile.example")
		r.Press("enter")
		r.Contains("csi33@hostile")
		for range 16 {
			for range 7 {
				r.Press("tab")
				r.Advance(200 * time.Millisecond)
				r.inert(t)
				r.straight(t)
			}
			r.Press("esc", "j")
		}
	})
}
