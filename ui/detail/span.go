package detail

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"usher/internal/safetext"
	"usher/styles"
)

// span is a drawable piece of a line: inert text with its paint.
type span struct {
	text  string
	paint styles.Paint
}

// width of the spans in cells.
func width(spans []span) int {
	n := 0
	for _, s := range spans {
		n += safetext.Width(s.text)
	}
	return n
}

// paint joins the spans into one string.
func paint(spans []span) string {
	var b strings.Builder
	for _, s := range spans {
		if s.text == "" {
			continue
		}
		b.WriteString(s.paint.Open)
		b.WriteString(s.text)
		b.WriteString(s.paint.Close)
	}
	return b.String()
}

// cut shortens the spans to w cells; a piece that does not fit ends in "…".
func cut(spans []span, w int) []span {
	if width(spans) <= w {
		return spans
	}
	out := make([]span, 0, len(spans))
	for _, s := range spans {
		n := safetext.Width(s.text)
		if n < w {
			out = append(out, s)
			w -= n
			continue
		}
		if w > 0 {
			out = append(out, span{safetext.Truncate(s.text+"…", w), s.paint})
		}
		break
	}
	return out
}

// word is a run without spaces.
type word struct {
	text   string
	paint  styles.Paint
	cells  int
	spaced bool // a space stands before it
	dot    bool // a middle dot that parts two facts
}

// words cuts the spans at spaces; spans that touch make words that touch.
func words(spans []span) []word {
	out := make([]word, 0, 4*len(spans))
	spaced := false
	for _, s := range spans {
		rest := s.text
		for rest != "" {
			if rest[0] == ' ' {
				spaced, rest = true, rest[1:]
				continue
			}
			i := strings.IndexByte(rest, ' ')
			if i < 0 {
				i = len(rest)
			}
			w := word{text: rest[:i], paint: s.paint, cells: safetext.Width(rest[:i]), spaced: spaced}
			w.dot = w.text == "·" && spaced && i < len(rest)
			out = append(out, w)
			spaced, rest = false, rest[i:]
		}
	}
	return out
}

// wrap breaks the spans into painted lines of at most w cells: between facts
// that a middle dot parts where that keeps a fact whole, else at spaces, and
// inside a word only when the word alone is too long.
func wrap(spans []span, w int) []string {
	l := wrapper{w: max(w, 4)}
	list := words(spans)
	for i, x := range list {
		if x.dot && l.used > 0 {
			if fact := factWidth(list[i+1:]); fact <= l.w && l.used+3+fact > l.w {
				l.flush()
				continue
			}
		}
		l.word(x)
	}
	if l.used > 0 || len(l.out) == 0 {
		l.flush()
	}
	return l.out
}

// factWidth is the width of the words up to the next middle dot.
func factWidth(list []word) int {
	n := 0
	for i, x := range list {
		if x.dot {
			break
		}
		if x.spaced && i > 0 {
			n++
		}
		n += x.cells
	}
	return n
}

// wrapper is the state of one wrap: the line being filled.
type wrapper struct {
	w, used int
	line    []span
	out     []string
}

func (l *wrapper) word(x word) {
	gap := 0
	if x.spaced && l.used > 0 {
		gap = 1
	}
	if l.used > 0 && l.used+gap+x.cells > l.w {
		l.flush()
		gap = 0
	}
	for x.cells > l.w {
		head := headOf(x.text, l.w)
		l.put(span{head, x.paint}, safetext.Width(head), 0)
		l.flush()
		x.text = x.text[len(head):]
		x.cells = safetext.Width(x.text)
	}
	l.put(span{x.text, x.paint}, x.cells, gap)
}

// put adds a span to the line; neighbours of one paint become one, which
// saves escape sequences.
func (l *wrapper) put(s span, n, gap int) {
	if gap > 0 {
		s.text = " " + s.text
	}
	l.used += gap + n
	if k := len(l.line) - 1; k >= 0 && l.line[k].paint == s.paint {
		l.line[k].text += s.text
		return
	}
	l.line = append(l.line, s)
}

func (l *wrapper) flush() {
	l.out = append(l.out, paint(l.line))
	l.line, l.used = l.line[:0], 0
}

// headOf is as much of s as fits into w cells, at least one cluster.
func headOf(s string, w int) string {
	used, i := 0, 0
	for i < len(s) {
		cluster, _ := ansi.FirstGraphemeCluster(s[i:], ansi.GraphemeWidth)
		n := safetext.Width(cluster)
		if i > 0 && used+n > w || cluster == "" {
			break
		}
		used += n
		i += len(cluster)
	}
	return s[:max(i, 1)]
}
