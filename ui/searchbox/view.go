package searchbox

import (
	"fmt"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
	"usher/keymap"
	"usher/styles"
	"usher/ui/components/dialog"
	"usher/ui/components/input"
	"usher/ui/components/prose"
)

// Line is the text in exactly w cells, what cannot be understood marked, and
// where the cursor stands while the box has the keyboard.
func (b *Box) Line(w int) (string, *tea.Cursor) {
	if b.lookBack.open {
		return b.lookBackLine(w)
	}
	line := b.in.Marked(w, b.marks(), b.ghost())
	if x, ok := b.in.Cursor(w); ok {
		return line, tea.NewCursor(x, 0)
	}
	return line, nil
}

const lookBackPrompt = "history: "

func (b *Box) lookBackLine(w int) (string, *tea.Cursor) {
	in, room := b.lookBack.in, max(w-len(lookBackPrompt), 1)
	line := b.d.Styles.P.Accent.Apply(lookBackPrompt) + in.View(room)
	if x, ok := in.Cursor(room); ok {
		return line, tea.NewCursor(len(lookBackPrompt)+x, 0)
	}
	return line, nil
}

// marks are the words with a problem.
func (b *Box) marks() []input.Mark {
	var out []input.Mark
	v := b.in.Value()
	for i := range b.problems {
		p := &b.problems[i]
		if b.unfinished(p) {
			continue
		}
		start, end := min(max(p.Start, 0), len(v)), min(max(p.End, 0), len(v))
		out = append(out, input.Mark{
			Start: utf8.RuneCountInString(v[:start]), End: utf8.RuneCountInString(v[:max(start, end)]), Paint: b.d.Styles.P.Wrong,
		})
	}
	return out
}

const (
	maxPopup   = 76 // cells of text in a line
	minPopup   = 28
	maxRows    = 8
	labelCells = 26
)

// Popup is what is drawn over the top of the list, at most w×h cells: the
// searches found in the history, the completions, or what is wrong with the
// text. It is nil while there is nothing to say, so that typing plain words
// stays calm.
func (b *Box) Popup(w, h int) []string {
	inner := min(w-4, maxPopup)
	if inner < minPopup || h < 4 {
		return nil
	}
	rows := min(h-2, maxRows)
	switch {
	case b.lookBack.open:
		return b.popup("Searched before"+placed(len(b.lookBack.found), b.lookBack.at, rows), b.keysOf("searches", b.d.Keys.Submit.Help().Key, "edits", b.d.Keys.Complete.Help().Key), b.foundLines(inner, rows), inner)
	case !b.in.Focused():
		return nil
	case b.listing():
		return b.popup(placed(len(b.offers.all), b.offers.at, rows), b.keysOf("takes", b.d.Keys.Complete.Help().Key, "move", b.d.Keys.SearchNext.Help().Key+" "+b.d.Keys.SearchPrev.Help().Key), b.offerLines(inner, rows), inner)
	case b.quiet:
		return nil
	}
	if lines := b.troubleLines(inner, rows); len(lines) > 0 {
		return b.popup("", "", lines, inner)
	}
	return nil
}

func (b *Box) popup(title, right string, lines []string, inner int) []string {
	title = strings.TrimSpace(title)
	return strings.Split(dialog.Box(b.d.Styles, b.d.Styles.P.BorderFocus, title, right, lines, inner), "\n")
}

// keysOf writes what two keys do.
func (b *Box) keysOf(one, oneKey, two, twoKey string) string {
	return fmt.Sprintf("%s %s · %s %s", oneKey, one, twoKey, two)
}

// placed tells where in a list that does not fit the cursor stands.
func placed(n, at, rows int) string {
	if n <= rows {
		return ""
	}
	return fmt.Sprintf(" %d of %d", at+1, n)
}

// window is the part of n lines around at that fits into rows.
func window(n, at, rows int) (from, to int) {
	from = min(max(at-rows+1, 0), max(n-rows, 0))
	return from, min(from+rows, n)
}

func (b *Box) offerLines(w, rows int) []string {
	o, st := &b.offers, b.d.Styles
	label := 0
	for _, c := range o.all {
		label = max(label, safetext.WidthBy(st.Cells, safetext.String(c.Label)))
	}
	label = min(label, labelCells)
	from, to := window(len(o.all), o.at, rows)
	out := make([]string, 0, rows)
	for i := from; i < to; i++ {
		c := o.all[i]
		help := safetext.TruncateBy(st.Cells, safetext.String(c.Help), max(w-label-4, 0))
		name := safetext.FitBy(st.Cells, safetext.String(c.Label), label)
		out = append(out, b.mark(i == o.at)+b.strong(i == o.at).Apply(name)+"  "+st.P.Muted.Apply(help))
	}
	return out
}

func (b *Box) foundLines(w, rows int) []string {
	l, st := &b.lookBack, b.d.Styles
	switch {
	case len(l.all) == 0:
		return []string{st.P.Muted.Apply("Nothing was searched for here before")}
	case len(l.found) == 0:
		return []string{st.P.Muted.Apply("No earlier search holds that")}
	}
	from, to := window(len(l.found), l.at, rows)
	out := make([]string, 0, rows)
	for i := from; i < to; i++ {
		text := safetext.TruncateBy(st.Cells, safetext.String(l.found[i]), w-2)
		out = append(out, b.mark(i == l.at)+b.strong(i == l.at).Apply(text))
	}
	return out
}

// troubleLines say what is wrong and what the key does about it.
func (b *Box) troubleLines(w, rows int) []string {
	p, st := b.trouble(), b.d.Styles
	if p == nil {
		return nil
	}
	text := safetext.String(p.What)
	lines := prose.Wrap(st.Cells, text, w-2)
	lines = lines[:min(len(lines), max(rows-1, 1))]
	for i, l := range lines {
		lead := "  "
		if i == 0 {
			lead = "✗ "
		}
		lines[i] = st.P.Danger.Apply(lead) + l
	}
	rest := 0
	for i := range b.problems {
		if !b.unfinished(&b.problems[i]) {
			rest++
		}
	}
	var does []string
	if p.Suggest != "" {
		suggest := safetext.TruncateBy(st.Cells, safetext.String(strings.TrimSpace(p.Suggest)), max(w/2, 8))
		does = append(does, st.P.Key.Apply(keyName(b.d.Keys.Complete.Help().Key))+st.P.KeyDesc.Apply(" writes ")+st.P.Strong.Apply(suggest))
	}
	if rest > 1 {
		does = append(does, st.P.Muted.Apply(fmt.Sprintf("%d more like this", rest-1)))
	} else if !b.nothing {
		does = append(does, st.P.Muted.Apply("the rest is searched for"))
	} else {
		does = append(does, st.P.Muted.Apply("it is left out"))
	}
	return append(lines, "  "+strings.Join(does, st.P.Muted.Apply(" · ")))
}

func keyName(k string) string { return keymap.Name(k) }

func (b *Box) mark(on bool) string {
	if on {
		return b.d.Styles.P.Accent.Apply("▸ ")
	}
	return "  "
}

func (b *Box) strong(on bool) styles.Paint {
	if on {
		return b.d.Styles.P.Strong
	}
	return b.d.Styles.P.Text
}

// Click takes a click on line y of the popup; it reports false outside of the
// lines that can be taken.
func (b *Box) Click(y, h int) (ev Event, taken bool) {
	row, rows := y-1, min(h-2, maxRows)
	switch {
	case row < 0 || row >= rows:
	case b.lookBack.open:
		from, to := window(len(b.lookBack.found), b.lookBack.at, rows)
		if from+row < to {
			b.lookBack.at = from + row
			return b.takeFound(), true
		}
	case b.listing():
		from, to := window(len(b.offers.all), b.offers.at, rows)
		if from+row < to {
			return b.take(b.offers.all[from+row]), true
		}
	}
	return None, false
}
