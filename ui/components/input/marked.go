package input

import (
	"strings"
	"unicode/utf8"

	"usher/internal/safetext"
	"usher/styles"
)

// Mark paints a part of the value, from rune Start up to rune End.
type Mark struct {
	Start, End int
	Paint      styles.Paint
}

// Marked draws as View does, with parts of the value painted. Hint stands
// faintly behind the text while the cursor is at its end: what a key would
// complete it to.
func (i *Input) Marked(w int, marks []Mark, hint string) string {
	if len(marks) == 0 && hint == "" || i.m.Value() == "" || w <= 0 {
		return i.View(w)
	}
	left, at, right := i.window(w)
	// Marks are counted in runes of the value, what is drawn in bytes; the left
	// part may have lost its beginning.
	v := []rune(i.m.Value())
	p := min(i.m.Position(), len(v))
	whole := safetext.String(string(v[:p]))
	shift := len(left) - len(whole)
	var before, behind []span
	for _, m := range marks {
		s, e := min(max(m.Start, 0), len(v)), min(max(m.End, 0), len(v))
		if s < p {
			before = append(before, span{len(safetext.String(string(v[:s]))) + shift, len(safetext.String(string(v[:min(e, p)]))) + shift, m.Paint})
		}
		if e > p {
			behind = append(behind, span{len(safetext.String(string(v[p:max(s, p)]))), len(safetext.String(string(v[p:e]))), m.Paint})
		}
	}
	var b strings.Builder
	in := i.st.P.Input
	b.WriteString(paint(left, before, in))
	used := safetext.WidthBy(i.cells(), left)
	switch {
	case at == "" && hint != "":
		hint = safetext.TruncateBy(i.cells(), safetext.String(hint), w-used)
		b.WriteString(i.st.P.Faint.Apply(hint))
		used += safetext.WidthBy(i.cells(), hint)
	case at == "" || i.m.Focused() && !i.realCursor:
		b.WriteString(i.cursorCell(at))
		b.WriteString(paint(right, moved(behind, len(at)), in))
		used += max(safetext.WidthBy(i.cells(), at), 1) + safetext.WidthBy(i.cells(), right)
	default:
		b.WriteString(paint(at+right, behind, in))
		used += safetext.WidthBy(i.cells(), at) + safetext.WidthBy(i.cells(), right)
	}
	b.WriteString(strings.Repeat(" ", max(w-used, 0)))
	return b.String()
}

// span is a painted part of a drawn text, in bytes.
type span struct {
	start, end int
	paint      styles.Paint
}

func moved(spans []span, by int) []span {
	for i := range spans {
		spans[i].start -= by
		spans[i].end -= by
	}
	return spans
}

// paint draws s with its spans, which are in order; what is between them is
// drawn as plain. Spans that would cut a letter grow to its end.
func paint(s string, spans []span, plain styles.Paint) string {
	var b strings.Builder
	from := 0
	whole := func(at int) int {
		at = min(max(at, from), len(s))
		for at < len(s) && !utf8.RuneStart(s[at]) {
			at++
		}
		return at
	}
	for _, sp := range spans {
		start := whole(sp.start)
		end := max(whole(sp.end), start)
		b.WriteString(plain.Apply(s[from:start]))
		b.WriteString(sp.paint.Apply(s[start:end]))
		from = end
	}
	b.WriteString(plain.Apply(s[from:]))
	return b.String()
}
