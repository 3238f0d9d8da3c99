package dialog

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"usher/internal/safetext"
	"usher/styles"
)

// Overlay puts a box over a screen at cell x, y. It cuts both by the
// renderer's own way of counting cells, so that the box stands straight
// whatever letters are below it.
func Overlay(st *styles.Styles, screen, box string, x, y int) string {
	if box == "" {
		return screen
	}
	lines := strings.Split(screen, "\n")
	for i, b := range strings.Split(box, "\n") {
		at := y + i
		if at < 0 {
			continue
		}
		for at >= len(lines) {
			lines = append(lines, "")
		}
		lines[at] = over(st, lines[at], b, x)
	}
	return strings.Join(lines, "\n")
}

// over puts b on line l from cell x on.
func over(st *styles.Styles, l, b string, x int) string {
	m := st.Cells
	left := m.Truncate(l, x, "")
	// A wide letter that would be halved is left out.
	left += strings.Repeat(" ", max(x-safetext.WidthBy(m, left), 0))
	end := x + safetext.WidthBy(m, b)
	right := ""
	if total := safetext.WidthBy(m, l); total > end {
		// So is one on the other side.
		for from := end; right == "" || safetext.WidthBy(m, right) > total-end; from++ {
			right = m.TruncateLeft(l, from, "")
			if from >= total {
				break
			}
		}
		right = strings.Repeat(" ", max(total-end-safetext.WidthBy(m, right), 0)) + right
	}
	return left + ansi.ResetStyle + b + ansi.ResetStyle + right
}
