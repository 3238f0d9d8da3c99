package dialog

import (
	"strconv"
	"strings"

	"usher/internal/safetext"
	"usher/styles"
)

const lowScreen = 20 // lines; below, what only explains gives way to the list

// View implements Dialog.
func (p *Picker) View(w, h int) string {
	if w-frameX < 8 || h < 5 {
		return ""
	}
	head := len(p.head(min(maxBox-frameX, w-frameX), h))
	room := max(h-2-2-head-p.footHeight(h), 1) // borders, blanks
	want, limit := p.wanted(w, room)
	f := frame{title: p.p.Title, paint: p.st.P.BorderFocus, want: want, limit: limit}
	inner := f.inner(w)
	full := p.fullHeight(inner, room)
	p.layout(inner, room)
	p.scrollTo(full)
	p.rows = full
	body := append(p.head(inner, h), p.list(full)...)
	f.body = func(int) []line { return body }
	f.fixed = func(w int) []line { return p.footer(w, h) }
	box, top := p.draw(f, w, h)
	// draw gives both blank lines or none.
	start := 1 + (top-1-len(body))/2
	p.rowsY = start + len(body) - full
	x, ok := p.in.Cursor(inner - 2)
	p.curX, p.curY, p.curOK = x+5, start+p.fieldY(inner, h), ok
	return box
}

// fullHeight is the height of the list when nothing is typed: the box stays
// where it is while the list is filtered.
func (p *Picker) fullHeight(w, room int) int {
	all := p.whole()
	all.layout(w, room)
	high := 1
	for _, c := range all.cols {
		high = max(high, len(c))
	}
	return min(high, room)
}

// scrollTo brings the cursor's line into view, with its heading.
func (p *Picker) scrollTo(room int) {
	high := 0
	for _, c := range p.cols {
		high = max(high, len(c))
	}
	p.top = min(p.top, max(high-room, 0))
	if p.cursor >= len(p.shown) {
		return
	}
	col, y := p.find(p.cursor)
	first := y
	if first > 0 && p.cols[col][first-1].heading != "" {
		first--
	}
	if first < p.top {
		p.top = first
	}
	if y >= p.top+room {
		p.top = y - room + 1
	}
}

// indent is the room of cursor mark, letter and sign.
func (p *Picker) indent() int {
	n := 2
	if p.p.Letters {
		n += 3
	}
	if p.p.Signs {
		n += 3
	}
	return n
}

func (p *Picker) head(w, h int) []line {
	var out []line
	if p.p.Who != "" {
		out = append(out, text(safetext.TruncateBy(p.st.Cells, p.p.Who, w), p.st.P.Muted))
	}
	if p.p.Note != "" {
		out = append(out, wrap("", p.p.Note, w, p.st.P.Warning, p.st.P.Warning)...)
	}
	if len(out) > 0 && h >= lowScreen {
		out = append(out, nil)
	}
	if !p.p.Letters || p.in.Focused() {
		out = append(out, fieldLine(p.st, p.in, w))
		if h >= lowScreen {
			out = append(out, nil)
		}
	}
	return out
}

// fieldY is the line of the field below the first of the body.
func (p *Picker) fieldY(w, h int) int {
	n := len(p.head(w, h)) - 1
	if h >= lowScreen {
		n--
	}
	return max(n, 0)
}

// list draws room lines of the columns.
func (p *Picker) list(room int) []line {
	if len(p.shown) == 0 {
		return append([]line{text("Nothing matches", p.st.P.Faint)}, make([]line, max(room-1, 0))...)
	}
	out := make([]line, room)
	for i := range out {
		for c, column := range p.cols {
			cell := line{{strings.Repeat(" ", p.colW), styles.Paint{}}}
			if y := p.top + i; y < len(column) {
				cell = p.cell(column[y])
			}
			if c > 0 {
				out[i] = append(out[i], span{strings.Repeat(" ", columnGap), styles.Paint{}})
			}
			out[i] = append(out[i], cell...)
		}
	}
	return out
}

func (p *Picker) cell(at place) line {
	if at.entry < 0 {
		return text(safetext.FitBy(p.st.Cells, at.heading, p.colW), p.st.P.Title)
	}
	var marks []int
	if at.entry < len(p.marks) {
		marks = p.marks[at.entry]
	}
	return p.entry(p.p.Entries[p.shown[at.entry]], marks, at.entry == p.cursor)
}

// reason is why an entry cannot be picked, as it stands behind the title.
func reason(e Entry) string { return " — " + e.Off }

// entry draws an entry in exactly the column's width.
func (p *Picker) entry(e Entry, marks []int, on bool) line {
	title := p.st.P.Text
	mark := span{"  ", styles.Paint{}}
	if on {
		mark, title = span{"▸ ", p.st.P.Accent}, p.st.P.Strong
	}
	if e.Off != "" {
		title = p.st.P.Faint
	}
	l := line{mark}
	if p.p.Letters {
		lp := p.st.P.Key
		if e.Off != "" {
			lp = p.st.P.Faint
		}
		l = append(l, span{safetext.Fit(e.Letter, 1) + "  ", lp})
	}
	if p.p.Signs {
		sp := p.levelPaint(e.Level)
		if e.Off != "" {
			sp = p.st.P.Faint
		}
		l = append(l, span{safetext.Fit(sign(e.Level), 2) + " ", sp})
	}
	room := max(p.colW-p.indent(), 1)
	hint := safetext.TruncateBy(p.st.Cells, e.Hint, max(room-p.width(e.Title)-1, room/3))
	room -= p.width(hint)
	name := safetext.TruncateBy(p.st.Cells, e.Title, max(room-1, 1))
	l = append(l, highlight(name, marks, title, p.st.P.Match)...)
	room -= p.width(name)
	if e.Off != "" {
		why := safetext.TruncateBy(p.st.Cells, reason(e), max(room-1, 0))
		l, room = append(l, span{why, p.st.P.Faint}), room-p.width(why)
	}
	return append(l, span{strings.Repeat(" ", max(room, 0)), styles.Paint{}}, span{hint, p.st.P.Faint})
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

// footHeight is the height of the footer.
func (p *Picker) footHeight(h int) int {
	if p.p.Signs && h >= lowScreen {
		return 2
	}
	return 1
}

// footer says what the entry under the cursor asks for, or why it is off; and
// the keys, with what the signs mean where there is room.
func (p *Picker) footer(w, h int) []line {
	var out []line
	switch e, ok := p.under(); {
	case p.why != "":
		out = append(out, text(safetext.TruncateBy(p.st.Cells, p.why, w), p.st.P.Warning))
	case !p.p.Signs || h < lowScreen:
	case ok && e.Off != "":
		out = append(out, text(safetext.TruncateBy(p.st.Cells, e.Title+": "+e.Off, w), p.st.P.Muted))
	case ok:
		l := text(levelAsks(e.Level), p.st.P.Muted)
		if s := sign(e.Level); s != "" {
			l = append(text(s+" ", p.levelPaint(e.Level)), l...)
		}
		out = append(out, l)
	default:
		out = append(out, nil)
	}
	if p.why != "" && p.footHeight(h) == 1 {
		return out // the only line there is
	}
	hints := []hint{{keyName(p.keys.Submit), "pick", true}}
	if p.p.Letters && !p.in.Focused() {
		hints = append(hints, hint{keyName(p.keys.Search), "find", false})
	}
	hints = append(hints, hint{keyName(p.keys.Close), "cancel", false})
	if n := p.below(); n > 0 {
		hints = append(hints, hint{keyName(p.keys.ItemDown), strconv.Itoa(n) + " more", false})
	}
	l := p.hintLine(hints...)
	if p.p.Signs {
		l = p.withLegend(l, w)
	}
	return append(out, l)
}

// below is how many entries are below the last line in view.
func (p *Picker) below() int {
	n := 0
	for _, c := range p.cols {
		for _, at := range c[min(p.top+p.rows, len(c)):] {
			if at.entry >= 0 {
				n++
			}
		}
	}
	return n
}

// withLegend puts what the signs mean on the right, when it fits.
func (p *Picker) withLegend(l line, w int) line {
	used := 0
	for _, s := range l {
		used += p.width(s.text)
	}
	var legend line
	size := 0
	for n := 1; n <= 3; n++ {
		word := " " + levelWord(n)
		if n > 1 {
			legend, size = append(legend, span{"   ", styles.Paint{}}), size+3
		}
		legend = append(legend, span{sign(n), p.levelPaint(n)}, span{word, p.st.P.Faint})
		size += p.width(sign(n) + word)
	}
	if used+3+size > w {
		return l
	}
	return append(append(l, span{strings.Repeat(" ", w-used-size), styles.Paint{}}), legend...)
}
