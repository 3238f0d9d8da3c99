package reveal

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"

	"usher/internal/safetext"
	"usher/keymap"
	"usher/styles"
	"usher/ui/components/dialog"
	"usher/ui/components/prose"
	"usher/ui/components/qrcode"
)

const (
	borders  = 4  // cells of border and blanks on both sides
	widest   = 72 // of the text
	beside   = 28 // least width of the text beside a code
	roomier  = 40 // width of the text beside a code, where there is room
	gapCells = 2
	dots     = 12 // whatever the length: that is part of the secret
)

// where the code is.
type placing int

const (
	nowhere   placing = iota // there is none, or it does not fit
	side                     // beside the text
	elsewhere                // it fits only alone
	placings
)

// pane is what the last view looked like.
type pane struct {
	top  int
	free bool // scrolled away from the secret
	code placing
}

func (p *pane) scroll(by int) {
	p.top += by
	p.free = true
}

// codeCache keeps the code that was made for a screen.
type codeCache struct {
	w, h int
	code *qrcode.Code
	ok   bool
	err  error
}

// codeFor makes the code for w×h cells; slot is where it is kept.
func (d *Dialog) codeFor(slot placing, w, h int) (*qrcode.Code, bool) {
	c := &d.codes[slot]
	if c.w != w || c.h != h || c.code == nil && c.err == nil {
		c.w, c.h = w, h
		c.code, c.ok, c.err = qrcode.For(d.o.QR, w, h)
	}
	return c.code, c.ok
}

// View implements dialog.Dialog.
func (d *Dialog) View(w, h int) string {
	if d.done || w < 24 || h < 8 {
		return ""
	}
	if d.o.QR == "" {
		return d.boxed(nil, "", w, h)
	}
	code, ok := d.codeFor(side, w-beside-gapCells, h)
	if ok {
		d.pane.code = side
		return d.withCode(code, w, h)
	}
	code, ok = d.codeFor(elsewhere, w, h)
	switch {
	case code == nil:
		d.pane.code = nowhere
		return d.boxed(nil, "No QR code can hold the text.", w, h)
	case ok && d.alone:
		return d.bare(code.Lines(d.st, h), w, h)
	case ok:
		d.pane.code = elsewhere
		return d.boxed(nil, "", w, h)
	}
	d.pane.code = nowhere
	cw, ch := code.Least()
	return d.boxed(nil, fmt.Sprintf("The QR code needs %d×%d cells, this terminal has %d×%d.", cw, ch, w, h), w, h)
}

// withCode puts the code beside the text, in a box if there is room for one.
func (d *Dialog) withCode(code *qrcode.Code, w, h int) string {
	cw, ch := code.Size()
	if h >= ch+2 && w >= cw+gapCells+beside+borders {
		return d.boxed(code.Lines(d.st, ch), "", w, h)
	}
	return d.bare(code.Lines(d.st, h), w, h)
}

// boxed draws the dialog as a box; the code, if any, on the left.
func (d *Dialog) boxed(code []string, trouble string, w, h int) string {
	inner := min(w-borders, widest)
	text, head := inner, 0
	if len(code) > 0 {
		head = safetext.WidthBy(d.st.Cells, code[0]) + gapCells
		text = min(w-borders-head, roomier)
		inner = head + text
	}
	lines := d.column(text, h-2, len(code), nil, trouble)
	for i := range lines {
		if head == 0 {
			continue
		}
		left := strings.Repeat(" ", head-gapCells)
		if i < len(code) {
			left = code[i]
		}
		lines[i] = left + strings.Repeat(" ", gapCells) + lines[i]
	}
	return dialog.Box(d.st, d.st.P.BorderFocus, d.title, d.countdown(), lines, inner)
}

// bare gives the code the whole screen, and the text what is left beside it.
func (d *Dialog) bare(code []string, w, h int) string {
	cw := safetext.WidthBy(d.st.Cells, code[0])
	text := w - cw - gapCells
	var column []string
	if text >= beside {
		head := []string{d.st.P.Strong.Apply(safetext.TruncateBy(d.st.Cells, d.title, text))}
		if c := d.countdown(); c != "" {
			head = append(head, d.st.P.Muted.Apply(c))
		}
		column = d.column(text, h, h, append(head, ""), "")
	}
	if column == nil && len(code) < h {
		code = append(code, d.st.P.Key.Apply(keyOf(d.keys.Close))+" "+d.st.P.KeyDesc.Apply("back"))
	}
	out := make([]string, h)
	for i := range out {
		left, right := strings.Repeat(" ", cw), ""
		if i < len(code) {
			left = code[i]
		}
		if i < len(column) {
			right = strings.Repeat(" ", gapCells) + column[i]
		}
		out[i] = left + right
		out[i] += strings.Repeat(" ", max(w-safetext.WidthBy(d.st.Cells, out[i]), 0))
	}
	return strings.Join(out, "\n")
}

func (d *Dialog) countdown() string {
	if d.until.IsZero() {
		return ""
	}
	left := max(d.left(), 0)
	if left >= 60 {
		return fmt.Sprintf("closes in %d:%02d min", left/60, left%60)
	}
	return fmt.Sprintf("closes in %d s", left)
}

// column draws the text in at least least and at most h lines of w cells:
// what is shown, and the keys at the bottom.
func (d *Dialog) column(w, h, least int, head []string, trouble string) []string {
	body, from, to := d.body(w, trouble)
	body = append(head, body...)
	from, to = from+len(head), to+len(head)
	foot := d.foot(w, false)
	p := &d.pane
	rows := max(min(h, len(body)+len(foot)), least)
	room := max(rows-len(foot), 1)
	if len(body) > room {
		foot = d.foot(w, true)
		room = max(rows-len(foot), 1)
	}
	if d.cursor == 0 && to <= room {
		from = 0 // what stands above the first is read along with it
	}
	if !p.free {
		p.top = min(max(p.top, to-room), from)
	}
	p.top = min(max(p.top, 0), max(len(body)-room, 0))
	out := make([]string, 0, rows)
	out = append(out, body[p.top:min(p.top+room, len(body))]...)
	for len(out) < room {
		out = append(out, "")
	}
	return append(out, foot...)
}

// body draws everything to read; from and to are the lines of the secret that
// the keys act on.
func (d *Dialog) body(w int, trouble string) (out []string, from, to int) {
	st := d.st
	add := func(p styles.Paint, prefix, text string) {
		for _, l := range prose.Wrap(st.Cells, text, w-safetext.Width(prefix)) {
			out = append(out, prefix+p.Apply(l))
		}
	}
	add(st.P.Strong, "", d.o.Who)
	for _, l := range d.o.Lines {
		if l == "" {
			out = append(out, "")
		}
		add(st.P.Text, "", l)
	}
	add(st.P.Warning, "", trouble)
	for i, s := range d.o.Secrets {
		if len(out) > 0 && (i == 0 || w < roomier) {
			out = append(out, "")
		}
		start := len(out)
		out = append(out, d.secret(s, i == d.cursor, w)...)
		if i == d.cursor {
			from, to = start, len(out)
		}
	}
	return append(out, ""), from, to
}

// secret draws one secret: its label, below it the value or its cover.
func (d *Dialog) secret(s Secret, on bool, w int) []string {
	st := d.st
	sign, p := "  ", st.P.Muted
	if on {
		sign, p = st.P.Accent.Apply("▸ "), st.P.Strong
	}
	out := make([]string, 0, 2)
	for _, l := range prose.Wrap(st.Cells, s.Label, w-2) {
		out = append(out, sign+p.Apply(l))
		sign = "  "
	}
	if !s.Shown {
		return append(out, "  "+st.P.Muted.Apply(strings.Repeat("•", dots)))
	}
	for _, l := range prose.Wrap(st.Cells, s.Text, w-2) {
		out = append(out, "  "+st.P.Text.Apply(l))
	}
	return out
}

// foot draws the note and the keys, on as many lines as they need.
func (d *Dialog) foot(w int, scrolls bool) []string {
	st, m := d.st, d.keys
	var out []string
	for _, l := range prose.Wrap(st.Cells, d.note, w) {
		out = append(out, st.P.Success.Apply(l))
	}
	type hint struct {
		key  key.Binding
		what string
	}
	var hints []hint
	if d.cursor < len(d.o.Secrets) {
		show := "show"
		if d.o.Secrets[d.cursor].Shown {
			show = "cover"
		}
		hints = append(hints, hint{m.ShowSecret, show}, hint{m.CopySecret, "copy"})
	}
	if d.pane.code == elsewhere {
		hints = append(hints, hint{m.ShowCode, "QR code"})
	}
	if len(d.o.Secrets) > 1 || scrolls {
		hints = append(hints, hint{m.ItemUp, "up"}, hint{m.ItemDown, "down"})
	}
	hints = append(hints, hint{m.Close, "close"})
	line, used := "", 0
	for _, h := range hints {
		k := keyOf(h.key)
		n := safetext.WidthBy(st.Cells, k) + 1 + safetext.WidthBy(st.Cells, h.what)
		if used > 0 && used+3+n > w {
			out = append(out, line)
			line, used = "", 0
		}
		if used > 0 {
			line += "   "
			used += 3
		}
		line += st.P.Key.Apply(k) + " " + st.P.KeyDesc.Apply(h.what)
		used += n
	}
	return append(out, line)
}

// keyOf is the first key of a binding as a person reads it.
func keyOf(b key.Binding) string {
	if k := b.Keys(); len(k) > 0 {
		return keymap.Name(k[0])
	}
	return ""
}
