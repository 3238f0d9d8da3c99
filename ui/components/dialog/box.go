package dialog

import (
	"strings"

	"usher/internal/safetext"
	"usher/styles"
)

// Box draws a border with a title around lines that are styled already, each
// cut or padded to w cells. Right stands in the border on the right.
func Box(st *styles.Styles, p styles.Paint, title, right string, lines []string, w int) string {
	m := st.Cells
	if title != "" {
		title = " " + safetext.TruncateBy(m, title, w-2) + " "
	}
	if right != "" {
		right = " " + right + " "
	}
	if safetext.WidthBy(m, title)+safetext.WidthBy(m, right) > w {
		right = ""
	}
	dashes := strings.Repeat("─", max(w-safetext.WidthBy(m, title)-safetext.WidthBy(m, right), 0))
	var b strings.Builder
	b.WriteString(p.Apply("╭─") + st.P.Strong.Open + p.Apply(title) + st.P.Strong.Close)
	b.WriteString(p.Apply(dashes) + st.P.Muted.Apply(right) + p.Apply("─╮"))
	side := p.Apply("│")
	for _, l := range lines {
		l = m.Truncate(l, w, "…")
		b.WriteString("\n" + side + " " + l + strings.Repeat(" ", max(w-safetext.WidthBy(m, l), 0)) + " " + side)
	}
	b.WriteString("\n" + p.Apply("╰"+strings.Repeat("─", w+2)+"╯"))
	return b.String()
}
