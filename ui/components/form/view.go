package form

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
	"usher/keymap"
	"usher/ui/components/dialog"
	"usher/ui/components/prose"
)

const (
	widest    = 80 // cells of text; longer lines are hard to read
	borders   = 4  // cells of border and blanks on both sides
	roomy     = 20 // lines of the screen from which on there are blank lines
	markCells = 2  // before the label
	gapCells  = 2  // between label and value
)

// pane is what the last view looked like.
type pane struct {
	w, h             int
	top              int  // first line of the body in view
	free             bool // the wheel has moved the body away from the field
	tall             int  // lines that the body once took: the box does not shrink
	body             []bodyLine
	room             int // lines of the body in view
	curX, curY       int
	curOK            bool
	focusTop, focusN int
	valueX           int // where the values begin
}

// bodyLine is a line of the body with what a click on it means.
type bodyLine struct {
	text  string
	field int // -1 for none
	entry int
}

func (p *pane) wheel(m tea.MouseWheelMsg) {
	p.free = true
	if m.Button == tea.MouseWheelUp {
		p.top--
	} else {
		p.top++
	}
}

// at finds what was drawn at a cell of the box.
func (p *pane) at(x, y int) (bodyLine, bool) {
	i := y - 1 + p.top
	if x < 1 || y < 1 || y > p.room || i >= len(p.body) || p.body[i].field < 0 {
		return bodyLine{}, false
	}
	return p.body[i], true
}

// span finds the lines of the body that are marked as a part of a field.
func (p *pane) span(field, entry int) (top, n int) {
	for i, l := range p.body {
		if l.field == field && l.entry == entry {
			if n == 0 {
				top = i
			}
			n++
		}
	}
	return top, n
}

// View implements dialog.Dialog.
func (f *Form) View(w, h int) string {
	inner := min(widest, w-borders)
	p := &f.pane
	p.curOK = false
	if inner < 24 || h < 8 {
		return ""
	}
	if w != p.w || h != p.h {
		p.w, p.h, p.tall = w, h, 0
	}
	foot := f.foot(inner, h)
	f.layBody(inner)
	most := h - 2 - len(foot) - 1 // borders and the line of keys
	p.tall = min(max(p.tall, len(p.body)), most)
	p.room = p.tall
	f.scroll()
	lines := make([]string, 0, h)
	for i := range p.room {
		text := ""
		if p.top+i < len(p.body) {
			text = p.body[p.top+i].text
		}
		lines = append(lines, text)
	}
	lines = append(lines, foot...)
	lines = append(lines, f.keyLine(inner))
	f.placeCursor(inner)
	return dialog.Box(f.st, f.st.P.BorderFocus, f.o.Title, f.badge(), lines, inner)
}

// badge stands in the border; it explains the asterisk.
func (f *Form) badge() string {
	parts := make([]string, 0, 2)
	if f.o.Badge != "" {
		parts = append(parts, f.o.Badge)
	}
	for i := range f.o.Fields {
		if f.o.Fields[i].Required {
			parts = append(parts, "* required")
			break
		}
	}
	return strings.Join(parts, " · ")
}

// layBody draws all of the body, in view or not.
func (f *Form) layBody(inner int) {
	p := &f.pane
	p.body = p.body[:0]
	add := func(text string, field, entry int) { p.body = append(p.body, bodyLine{text, field, entry}) }
	for _, l := range prose.Wrap(f.st.Cells, f.o.Who, inner) {
		add(f.st.P.Strong.Apply(l), -1, noEntry)
	}
	for _, s := range f.o.Intro {
		for _, l := range prose.Wrap(f.st.Cells, s, inner) {
			add(f.st.P.Muted.Apply(l), -1, noEntry)
		}
	}
	if len(p.body) > 0 {
		add("", -1, noEntry)
	}
	label := f.labelCells(inner)
	p.valueX = borders/2 + markCells + label + gapCells
	for i := range f.fields {
		f.laySection(i, add)
		start := len(p.body)
		f.layField(i, label, inner, add)
		if i == f.focus {
			p.focusTop, p.focusN = start, len(p.body)-start
		}
	}
	add("", -1, noEntry)
	on := f.focus == len(f.fields)
	if on {
		p.focusTop, p.focusN = len(p.body), 1
	}
	add(f.submitLine(on), len(f.fields), noEntry)
}

// labelCells is the width of the column of labels.
func (f *Form) labelCells(inner int) int {
	n := 0
	for i := range f.o.Fields {
		n = max(n, safetext.Width(f.label(i)))
	}
	return min(n, max(inner*2/5, 12))
}

func (f *Form) label(i int) string {
	if f.o.Fields[i].Required {
		return f.o.Fields[i].Label + " *"
	}
	return f.o.Fields[i].Label
}

// layField draws label, value and error of a field.
func (f *Form) layField(i, label, inner int, add func(string, int, int)) {
	st, on := f.st, i == f.focus
	room := inner - markCells - label - gapCells
	names := prose.Wrap(st.Cells, f.label(i), label)
	rows := f.fields[i].rows(room, on)
	p, sign := st.P.Muted, "  "
	if on {
		p, sign = st.P.Strong, st.P.Accent.Apply("▸ ")
	}
	for k := range max(len(names), len(rows)) {
		name, r := "", row{entry: noEntry}
		if k < len(names) {
			name = names[k]
		}
		if k < len(rows) {
			r = rows[k]
		}
		add(sign+p.Apply(safetext.FitBy(st.Cells, name, label))+blanks(gapCells)+r.text, i, r.entry)
		sign = "  "
	}
	f.layError(i, label, room, add)
}

func (f *Form) layError(i, label, room int, add func(string, int, int)) {
	if f.errs[i] == "" || f.errs[i] == f.fields[i].trouble() && f.shows(i) {
		return
	}
	for k, l := range prose.Wrap(f.st.Cells, f.errs[i], room-2) {
		sign := "  "
		if k == 0 {
			sign = "✗ "
		}
		add(blanks(markCells+label+gapCells)+f.st.P.Danger.Apply(sign+l), i, noEntry)
	}
}

// shows reports whether a field tells its own trouble while it is drawn.
func (f *Form) shows(i int) bool {
	switch f.o.Fields[i].Kind {
	case JSON:
		return true
	case File:
		c, ok := f.fields[i].(*file)
		return ok && (i != f.focus || len(c.last.names) == 0)
	case Text, Secret, Choice, Tick, Lines:
	}
	return false
}

func (f *Form) submitLine(on bool) string {
	if on {
		return f.st.P.Accent.Apply("▸ ") + f.st.P.Selected.Apply("[ "+f.o.Verb+" ]")
	}
	return "  " + f.st.P.Muted.Apply("[ "+f.o.Verb+" ]")
}

// scroll brings the field that has the keyboard into view, its first line
// before its last.
func (f *Form) scroll() {
	p := &f.pane
	if !p.free {
		end := p.focusTop + p.focusN
		if f.focus == len(f.fields) {
			end++
		}
		p.top = max(p.top, end-p.room)
		p.top = min(p.top, p.focusTop)
		if f.focus == 0 && end <= p.room {
			p.top = 0 // so that what stands over the fields can be read
		}
	}
	p.top = min(max(p.top, 0), max(len(p.body)-p.room, 0))
}

func (f *Form) placeCursor(inner int) {
	p := &f.pane
	c := f.current()
	if c == nil {
		return
	}
	label := f.labelCells(inner)
	x, y, ok := c.cursor(inner - markCells - label - gapCells)
	y += p.focusTop - p.top
	if !ok || y < 0 || y >= p.room {
		return
	}
	p.curX, p.curY, p.curOK = p.valueX+x, 1+y, true
}

// foot draws the help of the field and what keeps the form from going on.
func (f *Form) foot(inner, h int) []string {
	var out []string
	most := 2
	if h >= roomy {
		most = 4
		out = append(out, "")
	}
	help := f.help(f.focus, inner)
	out = append(out, help[:min(len(help), most)]...)
	if h >= roomy {
		for i := range f.fields {
			for n := min(len(f.help(i, inner)), most) + 1; len(out) < n; {
				out = append(out, "")
			}
		}
	}
	out = append(out, f.liveLines(inner)...)
	if text, bad := f.summary(); text != "" {
		p := f.st.P.Muted
		if bad {
			p = f.st.P.Danger
			text = "✗ " + text
		}
		if f.leaving {
			p = f.st.P.Warning
		}
		for _, l := range prose.Wrap(f.st.Cells, text, inner) {
			out = append(out, p.Apply(l))
		}
	}
	return out
}

// help are the lines of help of a field.
func (f *Form) help(i, inner int) []string {
	if i >= len(f.fields) {
		return nil
	}
	lines := prose.Wrap(f.st.Cells, f.o.Fields[i].Help, inner)
	for k, l := range lines {
		lines[k] = f.st.P.Muted.Apply(l)
	}
	return lines
}

// keyLine draws the keys that count now, as many as fit, and on the right
// whether there is more to see.
func (f *Form) keyLine(inner int) string {
	m, p := f.keys, &f.pane
	hints := []hint{{m.Save, f.o.Verb}}
	if c := f.current(); c != nil {
		if f.quick() {
			hints[0].key = m.Submit
		}
		hints = append(hints, c.hints()...)
	} else {
		hints = append(hints, hint{m.Submit, f.o.Verb})
	}
	hints = append(hints, hint{m.NextTab, "next"}, hint{m.Close, "cancel"}, hint{m.FieldUndo, "undo"})
	if f.o.Light {
		hints = f.lightHints()
	}
	more := ""
	switch below, above := len(p.body)-p.top-p.room, p.top; {
	case below > 0 && above > 0:
		more = "↑↓ more"
	case below > 0:
		more = "↓ more"
	case above > 0:
		more = "↑ more"
	}
	m2 := f.st.Cells
	var b strings.Builder
	used, room := 0, inner-safetext.WidthBy(m2, more)
	for _, h := range hints {
		w := safetext.WidthBy(m2, keyOf(h.key)) + 1 + safetext.WidthBy(m2, h.what)
		if used > 0 {
			w += 3
		}
		if used+w > room-2 {
			break
		}
		if used > 0 {
			b.WriteString("   ")
		}
		b.WriteString(f.st.P.Key.Apply(keyOf(h.key)) + " " + f.st.P.KeyDesc.Apply(h.what))
		used += w
	}
	b.WriteString(blanks(room - used))
	b.WriteString(f.st.P.Muted.Apply(more))
	return b.String()
}

// keyOf is the first key of a binding as a person reads it.
func keyOf(b key.Binding) string {
	if k := b.Keys(); len(k) > 0 {
		return keymap.Name(k[0])
	}
	return ""
}

func blanks(n int) string { return strings.Repeat(" ", max(n, 0)) }
