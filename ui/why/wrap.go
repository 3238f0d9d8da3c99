package why

import (
	"strings"

	"usher/internal/safetext"
	"usher/styles"
)

func (w *Why) width(s string) int { return safetext.WidthBy(w.st.Cells, s) }

func (w *Why) cut(s string, cells int) string {
	return safetext.TruncateBy(w.st.Cells, safetext.Plain(s), cells)
}

// hanging fills lines behind a prefix; the lines after the first stand under
// the first one's text.
func (w *Why) hanging(prefix, s string, cells int, prefixPaint, paint styles.Paint) []string {
	var out []string
	lead := prefixPaint.Apply(prefix)
	for _, part := range w.fill(s, cells-w.width(prefix)) {
		out = append(out, lead+paint.Apply(part))
		lead = strings.Repeat(" ", w.width(prefix))
	}
	return out
}

// fill breaks a text at blanks into lines of at most so many cells; a word
// that is longer than a line is cut into pieces, for nothing may be hidden.
func (w *Why) fill(s string, cells int) []string {
	cells = max(cells, 4)
	var out []string
	line, used := "", 0
	flush := func() {
		if used > 0 {
			out = append(out, line)
		}
		line, used = "", 0
	}
	for _, word := range strings.Fields(safetext.Plain(s)) {
		n := w.width(word)
		if used > 0 && used+1+n > cells {
			flush()
		}
		for n > cells {
			head := strings.TrimSuffix(safetext.TruncateBy(w.st.Cells, word, cells), "…")
			if head == "" || len(head) >= len(word) {
				break
			}
			out, word = append(out, head), word[len(head):]
			n = w.width(word)
		}
		if used > 0 {
			line, used = line+" ", used+1
		}
		line, used = line+word, used+n
	}
	flush()
	return out
}
