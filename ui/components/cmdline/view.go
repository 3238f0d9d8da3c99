package cmdline

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
	"usher/styles"
	"usher/ui/components/prose"
)

const (
	promptCells = 3 // a blank, the colon, a blank
	maxShown    = 8 // offers
	maxWidth    = 78
)

// View draws the line in at most w cells.
func (l *Line) View(w int) (string, *tea.Cursor) {
	room := max(w-promptCells-1, 1)
	line := " " + l.st.P.Accent.Apply(":") + " " + l.in.View(room)
	if l.wrong != nil {
		l.caret = promptCells + l.in.CellOf(len([]rune(l.in.Value()[:l.wrong.At])), room)
	}
	if x, ok := l.in.Cursor(room); ok {
		return line, tea.NewCursor(x+promptCells, 0)
	}
	return line, nil
}

// Popup is what stands below the line, at most w×h cells: the caret under the
// wrong word, or what may come next; nil for nothing. Call it after View.
func (l *Line) Popup(w, h int) []string {
	switch {
	case l.wrong != nil:
		return l.pointed(w, h)
	case len(l.offers) == 0 || h < 3:
		return nil
	}
	return l.list(min(w-1, maxWidth), min(h-2, maxShown))
}

// pointed draws the caret and says what is wrong, beside it where there is
// room, else below.
func (l *Line) pointed(w, h int) []string {
	p := &l.st.P
	word := safetext.String(l.in.Value()[l.wrong.At : l.wrong.At+l.wrong.Len])
	carets := strings.Repeat("^", min(max(safetext.WidthBy(l.st.Cells, word), 1), max(w-l.caret, 1)))
	text := safetext.String(l.wrong.Problem)
	if l.wrong.Instead != "" {
		text += fmt.Sprintf("; %s puts “%s” in", l.deps.Keys.Complete.Help().Key, safetext.String(l.wrong.Instead))
	}
	at := min(l.caret, max(w-1, 0))
	out := []string{strings.Repeat(" ", at) + p.Danger.Apply(carets)}
	room := w - at - len(carets) - 2
	if safetext.WidthBy(l.st.Cells, text) <= room {
		out[0] += " " + p.Danger.Apply(text)
		return l.padded(out, w)
	}
	for _, part := range prose.Wrap(l.st.Cells, text, w-promptCells-1) {
		out = append(out, strings.Repeat(" ", promptCells)+p.Danger.Apply(part))
	}
	return l.padded(out[:min(len(out), max(h, 1))], w)
}

// padded makes every line w cells wide, so that nothing shows through.
func (l *Line) padded(lines []string, w int) []string {
	for i, s := range lines {
		lines[i] = s + strings.Repeat(" ", max(w-l.st.Cells.StringWidth(s), 0))
	}
	return lines
}

// list draws the offers in a box, the one that Tab put in in view.
func (l *Line) list(w, h int) []string {
	p := &l.st.P
	top := min(max(l.chosen-h+1, 0), max(len(l.offers)-h, 0))
	shown := l.offers[top:min(top+h, len(l.offers))]
	words := 0
	for _, o := range l.offers {
		words = max(words, l.width(label(o)))
	}
	inner := w - 4
	words = min(words, inner*3/5)
	out := make([]string, 0, len(shown)+2)
	out = append(out, p.Border.Apply("╭"+strings.Repeat("─", inner+2)+"╮"))
	side := p.Border.Apply("│")
	for i, o := range shown {
		out = append(out, side+" "+l.row(o, top+i == l.chosen, words, inner)+" "+side)
	}
	foot := ""
	if more := len(l.offers) - len(shown); more > 0 {
		foot = fmt.Sprintf(" %d more ", more)
	}
	return append(out, p.Border.Apply("╰"+strings.Repeat("─", max(inner+1-l.width(foot), 0)))+
		p.Muted.Apply(foot)+p.Border.Apply("─╯"))
}

func (l *Line) row(o Offer, on bool, words, w int) string {
	p := &l.st.P
	mark, paint := "  ", p.Text
	if on {
		mark, paint = p.Accent.Apply("▸ "), p.Strong
	}
	help, faint := o.Help, p.Muted
	if o.Off != "" {
		paint, help, faint = p.Faint, o.Off, p.Faint
	}
	name := safetext.TruncateBy(l.st.Cells, safetext.String(o.Text), words)
	usage := ""
	if o.Usage != "" {
		usage = " " + o.Usage
	}
	usage = safetext.TruncateBy(l.st.Cells, usage, max(words-l.width(name), 0))
	gap := strings.Repeat(" ", max(words-l.width(name)-l.width(usage), 0))
	rest := max(w-2-words-2, 0)
	return mark + highlight(name, l.typedWord(), paint, p.Match) + p.Faint.Apply(usage) + gap + "  " +
		faint.Apply(safetext.FitBy(l.st.Cells, help, rest))
}

// typedWord is the part of the text that the offers would replace.
func (l *Line) typedWord() string { return l.typed[l.from:] }

// highlight paints the letters that were typed.
func highlight(name, typed string, p, match styles.Paint) string {
	i := strings.Index(strings.ToLower(name), strings.ToLower(typed))
	if typed == "" || i < 0 || i+len(typed) > len(name) {
		return p.Apply(name)
	}
	return p.Apply(name[:i]) + match.Apply(name[i:i+len(typed)]) + p.Apply(name[i+len(typed):])
}

func label(o Offer) string {
	if o.Usage == "" {
		return safetext.String(o.Text)
	}
	return safetext.String(o.Text) + " " + o.Usage
}

func (l *Line) width(s string) int { return safetext.WidthBy(l.st.Cells, s) }
