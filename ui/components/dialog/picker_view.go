package dialog

import (
	"slices"
	"strings"

	"usher/internal/safetext"
	"usher/styles"
)

// View implements Dialog.
func (p *Picker) View(w, h int) string {
	want := p.wanted()
	inner := innerWidth(want, w)
	head := p.head(inner)
	lines, at := p.list(inner)
	room := max(h-2-len(head)-2, 1) // borders, head, a blank and the footer
	spare := h-2-len(head)-2-len(lines) > 1
	// The list keeps its height while it is filtered, so that the box stays
	// where it is.
	full := min(p.fullHeight(), room)
	p.top = min(p.top, max(len(lines)-full, 0))
	if p.cursor < len(p.shown) {
		y := slices.Index(at, p.cursor)
		if y < p.top {
			p.top = y
		}
		if y >= p.top+full {
			p.top = y - full + 1
		}
	}
	end := min(p.top+full, len(lines))
	view, rows := lines[p.top:end], at[p.top:end]
	for len(view) < full {
		view, rows = append(slices.Clip(view), nil), append(slices.Clip(rows), -1)
	}
	_ = spare
	box, _ := p.draw(frame{
		title: p.p.Title, paint: p.st.P.BorderFocus, want: want,
		body:  func(int) []line { return append(slices.Clip(head), view...) },
		fixed: func(w int) []line { return p.footer(w, end < len(lines)) },
	}, w, h)
	p.rows = rows
	p.rowsY = p.bodyY(h, len(head)+full) + len(head)
	x, ok := p.in.Cursor(inner - 2)
	p.curX, p.curY, p.curOK = x+5, p.rowsY-len(head)+p.whoHeight(), ok
	return box
}

// bodyY is the line of the box on which the body begins.
func (p *Picker) bodyY(h, body int) int {
	if body+1+4 > h {
		return 1
	}
	return 2
}

// wanted is the inner width that shows all entries whole.
func (p *Picker) wanted() int {
	want := 48
	for _, e := range p.p.Entries {
		tail := e.Hint
		if e.Off != "" {
			tail = e.Off
		}
		want = max(want, p.indent()+safetext.Width(e.Title)+2+safetext.Width(tail))
	}
	return want
}

// indent is the room of cursor mark and letter.
func (p *Picker) indent() int {
	if p.p.Letters {
		return 5
	}
	return 2
}

func (p *Picker) fullHeight() int {
	n := len(p.p.Entries)
	for _, e := range p.p.Entries {
		if e.Gap {
			n++
		}
	}
	return max(n, 1)
}

func (p *Picker) whoHeight() int {
	if p.p.Who == "" {
		return 0
	}
	return 2
}

func (p *Picker) head(w int) []line {
	var out []line
	if p.p.Who != "" {
		out = append(out, text(safetext.Truncate(p.p.Who, w), p.st.P.Muted), nil)
	}
	if !p.p.Letters || p.in.Focused() {
		out = append(out, fieldLine(p.st, p.in, w), nil)
	}
	return out
}

// list lays out the entries; at tells for each line which entry of shown it is.
func (p *Picker) list(w int) (lines []line, at []int) {
	if len(p.shown) == 0 {
		return []line{text("Nothing matches", p.st.P.Faint)}, []int{-1}
	}
	filtered := p.in.Value() != ""
	for i, n := range p.shown {
		e := p.p.Entries[n]
		if e.Gap && !filtered && i > 0 {
			lines, at = append(lines, nil), append(at, -1)
		}
		var marks []int
		if i < len(p.marks) {
			marks = p.marks[i]
		}
		lines, at = append(lines, p.entry(e, marks, i == p.cursor, w)), append(at, i)
	}
	return lines, at
}

func (p *Picker) entry(e Entry, marks []int, on bool, w int) line {
	title, tail, tailPaint := p.st.P.Text, e.Hint, p.st.P.Faint
	if e.Off != "" {
		title, tail = p.st.P.Faint, e.Off
	}
	mark := span{"  ", styles.Paint{}}
	if on {
		mark = span{"▸ ", p.st.P.Accent}
		if e.Off == "" {
			title = p.st.P.Strong
		}
	}
	l := line{mark}
	if p.p.Letters {
		lp := p.st.P.Key
		switch {
		case e.Off != "":
			lp = p.st.P.Faint
		case e.Level >= 3:
			lp = p.st.P.Danger
		case e.Level == 2:
			lp = p.st.P.Warning
		}
		l = append(l, span{safetext.Fit(e.Letter, 1) + "  ", lp})
	}
	room := w - p.indent()
	tail = safetext.TruncateBy(p.st.Cells, tail, max(room-8, 0))
	name := safetext.FitBy(p.st.Cells, e.Title, max(room-p.width(tail)-1, 1))
	l = append(l, highlight(name, marks, title, p.st.P.Match)...)
	return append(l, span{" " + tail, tailPaint})
}

// highlight paints the matched bytes of s.
func highlight(s string, marks []int, p, match styles.Paint) []span {
	var out []span
	start := 0
	for _, m := range marks {
		if m < start || m >= len(s) || s[m] >= 0x80 {
			continue
		}
		if m > start {
			out = append(out, span{s[start:m], p})
		}
		out = append(out, span{s[m : m+1], match})
		start = m + 1
	}
	if rest := s[start:]; rest != "" {
		out = append(out, span{rest, p})
	}
	return out
}

func (p *Picker) footer(w int, more bool) []line {
	if p.why != "" {
		return []line{text(safetext.Truncate(p.why, w), p.st.P.Warning)}
	}
	hints := []hint{{keyName(p.keys.Submit), "pick", true}}
	if p.p.Letters && !p.in.Focused() {
		hints = append(hints, hint{keyName(p.keys.Search), "find", false})
	}
	hints = append(hints, hint{keyName(p.keys.Close), "cancel", false})
	if more {
		hints = append(hints, hint{strings.TrimSpace("↓"), "more", false})
	}
	return []line{p.hintLine(hints...)}
}
