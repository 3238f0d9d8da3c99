// Package prose breaks sentences into lines for boxes and forms.
package prose

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"usher/internal/safetext"
)

// Wrap breaks inert text at blanks into lines of at most w cells, counted by
// m; a word longer than a line is cut into pieces, for nothing may be hidden.
// The empty text has no line.
func Wrap(m ansi.Method, s string, w int) []string {
	if s == "" || w <= 0 {
		return nil
	}
	s = safetext.Plain(s)
	if safetext.WidthBy(m, s) <= w {
		return []string{s}
	}
	wrap := ansi.WrapWc
	if m == ansi.GraphemeWidth {
		wrap = ansi.Wrap
	}
	lines := strings.Split(wrap(s, w, ""), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimSpace(l)
	}
	return lines
}
