package arranger

import (
	"strings"

	"charm.land/bubbles/v2/key"

	"usher/internal/safetext"
	"usher/keymap"
	"usher/ui/components/dialog"
	"usher/ui/components/prose"
)

const (
	borders = 4  // cells of border and blanks on both sides
	widest  = 76 // cells of text
	least   = 34
	offered = 4 // completions in view
)

// View implements dialog.Dialog.
func (d *Dialog) View(w, h int) string {
	inner := min(max(d.wanted(), least), widest, w-borders)
	d.curOK = false
	if inner < 20 || h < 7 {
		return ""
	}
	most := h
	if d.o.Low {
		// The first lines of the list stay in sight.
		most = max(h-9, 10)
	}
	foot := d.foot(inner, most)
	var head []string
	if most >= 15 {
		for _, l := range prose.Wrap(d.st.Cells, d.o.Intro, inner) {
			head = append(head, d.st.P.Muted.Apply(l))
		}
	}
	if len(head) > 0 && most >= 20 {
		head = append(head, "")
	}
	room := max(min(most, h)-2-len(foot)-len(head), 1)
	n := min(max(len(d.rows), 1), room)
	d.top = min(max(d.top, d.cursor-n+1), d.cursor, max(len(d.rows)-n, 0))
	lines := append(make([]string, 0, h), head...)
	d.rowsY, d.rowsN = 1+len(head), n
	for i := d.top; i < d.top+n; i++ {
		if i < len(d.rows) {
			lines = append(lines, d.row(i, inner))
		} else {
			lines = append(lines, d.st.P.Faint.Apply("Nothing here"))
		}
	}
	if d.ask != nil {
		d.placeCursor(len(lines)+1, len(foot), inner)
	}
	lines = append(lines, foot...)
	right := ""
	if len(d.rows) > n {
		right = "↑↓ more"
	}
	return dialog.Box(d.st, d.st.P.BorderFocus, d.o.Title, right, lines, inner)
}

// wanted is the width that shows all rows whole.
func (d *Dialog) wanted() int {
	n := 0
	for _, k := range d.hints() {
		n += d.width(k) + 3
	}
	n = min(n, 60)
	for i := range d.rows {
		r := &d.rows[i]
		n = max(n, d.indent()+d.width(r.Title)+d.width(r.Detail)+d.width(r.Tail)+4)
	}
	return n
}

func (d *Dialog) width(s string) int { return safetext.WidthBy(d.st.Cells, s) }

// indent is the room of the cursor and the tick.
func (d *Dialog) indent() int {
	if d.o.Ticks {
		return 4
	}
	return 2
}

// titles is the width of the column of titles.
func (d *Dialog) titles(w int) int {
	n := 0
	for i := range d.rows {
		n = max(n, d.width(d.rows[i].Title))
	}
	return min(n, max(w*2/5, 12))
}

func (d *Dialog) row(i, w int) string {
	r, p := &d.rows[i], &d.st.P
	title, detail := p.Text, p.Muted
	if r.Quiet {
		title, detail = p.Faint, p.Faint
	}
	var b strings.Builder
	mark := "  "
	if i == d.cursor {
		mark = p.Accent.Apply("▸ ")
		if !r.Quiet {
			title = p.Strong
		}
	}
	b.WriteString(mark)
	if d.o.Ticks {
		if r.Ticked {
			b.WriteString(p.Success.Apply("✓") + " ")
		} else {
			b.WriteString(p.Faint.Apply("·") + " ")
		}
	}
	left := w - d.indent()
	name := d.titles(w)
	b.WriteString(title.Apply(safetext.FitBy(d.st.Cells, r.Title, name)))
	left -= name
	tail := safetext.TruncateBy(d.st.Cells, r.Tail, max(left-1, 0))
	left -= d.width(tail)
	if left > 3 {
		b.WriteString("  " + detail.Apply(safetext.FitBy(d.st.Cells, r.Detail, left-3)) + " ")
	} else {
		b.WriteString(strings.Repeat(" ", max(left, 0)))
	}
	b.WriteString(p.Faint.Apply(tail))
	return b.String()
}

// foot is what stands below the rows: the line that is asked for, or what the
// keys do.
func (d *Dialog) foot(w, h int) []string {
	var out []string
	if h >= 12 {
		out = append(out, "")
	}
	if d.ask != nil {
		return append(out, d.askLines(w)...)
	}
	if d.said != "" {
		for _, l := range prose.Wrap(d.st.Cells, d.said, w) {
			out = append(out, d.st.P.Warning.Apply(l))
		}
		return out
	}
	line, used := "", 0
	for _, hint := range d.hints() {
		name, desc, _ := strings.Cut(hint, " ")
		n := d.width(hint)
		if used > 0 && used+3+n > w {
			out, line, used = append(out, line), "", 0
		}
		if used > 0 {
			line, used = line+"   ", used+3
		}
		line += d.st.P.Key.Apply(name) + " " + d.st.P.KeyDesc.Apply(desc)
		used += n
	}
	return append(out, line)
}

// hints are "key what" for every key that says what it does.
func (d *Dialog) hints() []string {
	out := []string{first(d.keys.Submit) + " " + d.o.Enter.Desc}
	for _, k := range d.o.Keys {
		if name := first(k.Binding); k.Desc != "" && name != "" {
			out = append(out, name+" "+k.Desc)
		}
	}
	return append(out, first(d.keys.Close)+" "+d.closing())
}

func (d *Dialog) closing() string {
	if d.o.Ticks {
		return "put back"
	}
	return "close"
}

// first is the first key of a binding as shown.
func first(b key.Binding) string {
	if k := b.Keys(); len(k) > 0 {
		return keymap.Name(k[0])
	}
	return ""
}

func (d *Dialog) askLines(w int) []string {
	a, p := d.ask, &d.st.P
	label := safetext.TruncateBy(d.st.Cells, a.label, w/2) + " "
	out := []string{p.Muted.Apply(label) + a.in.View(max(w-d.width(label)-1, 8))}
	if a.wrong != "" {
		for _, l := range prose.Wrap(d.st.Cells, a.wrong, w) {
			out = append(out, p.Warning.Apply(l))
		}
		return out
	}
	from := max(min(a.at-offered+1, len(a.offers)-offered), 0)
	for i := from; i < min(from+offered, len(a.offers)); i++ {
		text := safetext.TruncateBy(d.st.Cells, safetext.String(a.offers[i]), w-2)
		if i == a.at {
			out = append(out, p.Accent.Apply("▸ ")+p.Strong.Apply(text))
		} else {
			out = append(out, "  "+p.Muted.Apply(text))
		}
	}
	hint := p.Key.Apply(first(d.keys.Submit)) + " " + p.KeyDesc.Apply("keep") + "   "
	if len(a.offers) > 0 {
		hint += p.Key.Apply(first(d.keys.Complete)) + " " + p.KeyDesc.Apply("complete") + "   "
	}
	return append(out, hint+p.Key.Apply(first(d.keys.Close))+" "+p.KeyDesc.Apply("cancel"))
}

// placeCursor puts the terminal's cursor into the line that is asked for,
// which is the first line of the foot that is not blank.
func (d *Dialog) placeCursor(y, foot, w int) {
	a := d.ask
	blank := foot - len(d.askLines(w))
	label := d.width(safetext.TruncateBy(d.st.Cells, a.label, w/2)) + 1
	x, ok := a.in.Cursor(max(w-label-1, 8))
	d.curX, d.curY, d.curOK = 2+label+x, y+blank, ok
}
