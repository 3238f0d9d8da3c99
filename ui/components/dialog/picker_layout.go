package dialog

import (
	"usher/internal/safetext"
)

// place is one line of the list: an entry of shown, a heading, or nothing.
type place struct {
	entry   int // in shown; -1 for none
	heading string
}

const columnGap = 3 // cells between two columns

// layout lays the list out for w cells and room lines: in one column when that
// fits or nothing else does, else in two, without blank lines between the
// sections when those are what does not fit.
func (p *Picker) layout(w, room int) {
	p.cols, p.colW = [][]place{p.column(p.blocks(true))}, w
	if len(p.cols[0]) <= room || p.filtered() {
		return
	}
	if tight := p.column(p.blocks(false)); len(tight) <= room {
		p.cols[0] = tight
		return
	}
	colW := (w - columnGap) / 2
	if colW < p.entryWidth() || len(p.blocks(false)) < 2 {
		return
	}
	p.colW = colW
	for _, blanks := range []bool{true, false} {
		blocks := p.blocks(blanks)
		at := level(blocks)
		p.cols = [][]place{p.column(blocks[:at]), p.column(blocks[at:])}
		if max(len(p.cols[0]), len(p.cols[1])) <= room {
			return
		}
	}
}

func (p *Picker) filtered() bool { return p.in.Value() != "" }

// blocks are the sections: blank line, heading, entries.
func (p *Picker) blocks(blanks bool) [][]place {
	var out [][]place
	section, begun := "", false
	for i, n := range p.shown {
		e := p.p.Entries[n]
		if p.filtered() {
			e.Section, e.Gap = "", false
		}
		if !begun || e.Section != section || e.Gap && e.Section == "" {
			var b []place
			if begun && (blanks && e.Section != "" || e.Gap) {
				b = append(b, place{entry: -1})
			}
			if e.Section != "" {
				b = append(b, place{-1, e.Section})
			}
			out, section, begun = append(out, b), e.Section, true
		}
		out[len(out)-1] = append(out[len(out)-1], place{entry: i})
	}
	return out
}

// column joins sections; the first has no blank line above it.
func (p *Picker) column(blocks [][]place) []place {
	var out []place
	for _, b := range blocks {
		if len(out) == 0 && b[0].entry < 0 && b[0].heading == "" {
			b = b[1:]
		}
		out = append(out, b...)
	}
	return out
}

// level is how many sections the first of two columns has, so that both are
// about equally high.
func level(blocks [][]place) int {
	total := 0
	for _, b := range blocks {
		total += len(b)
	}
	best, at, left := total, len(blocks), 0
	for i, b := range blocks {
		left += len(b)
		if high := max(left, total-left); high < best {
			best, at = high, i+1
		}
	}
	return at
}

// entryWidth is what an entry needs in a column: its title is never cut.
func (p *Picker) entryWidth() int {
	want := 0
	for _, e := range p.p.Entries {
		want = max(want, p.indent()+safetext.Width(e.Title)+1+safetext.Width(e.Hint))
	}
	return want
}

// wanted is the inner width that shows all entries whole, in two columns where
// the screen is wide enough for them and one is too high.
func (p *Picker) wanted(screen, room int) (want, limit int) {
	want, limit = max(48, safetext.Width(p.p.Note)), maxBox-frameX
	for _, e := range p.p.Entries {
		w := p.entryWidth()
		if e.Off != "" {
			w = p.indent() + safetext.Width(e.Title) + safetext.Width(reason(e)) + safetext.Width(e.Hint) + 1
		}
		want = max(want, w)
	}
	two := 2*p.entryWidth() + columnGap
	blocks := p.whole().blocks(false)
	if len(blocks) > 1 && len(p.column(blocks)) > room && two <= screen-frameX {
		limit = min(screen-frameX, 2*(maxBox-frameX))
		want = max(two, min(2*want+columnGap, limit))
	}
	return want, limit
}

// whole is the picker without what is typed: the box keeps its size while the
// list is filtered.
func (p *Picker) whole() *Picker {
	if !p.filtered() {
		return p
	}
	w := NewPicker(p.p)
	w.Attach(p.st, p.keys, "")
	return w
}

// find tells the column and the line of an entry of shown.
func (p *Picker) find(entry int) (col, y int) {
	for c, column := range p.cols {
		for i, at := range column {
			if at.entry == entry {
				return c, i
			}
		}
	}
	return 0, 0
}

// across moves the cursor to the entry beside it in the next column.
func (p *Picker) across(d int) {
	col, y := p.find(p.cursor)
	if col+d < 0 || col+d >= len(p.cols) {
		return
	}
	column := p.cols[col+d]
	for off := range len(column) + y {
		for _, at := range []int{y + off, y - off} {
			if at >= 0 && at < len(column) && column[at].entry >= 0 {
				p.cursor = column[at].entry
				return
			}
		}
	}
}

// at is the entry of shown at a cell of the box; -1 for none.
func (p *Picker) at(x, y int) int {
	line := y - p.rowsY
	if line < 0 || line >= p.rows {
		return -1
	}
	col := 0
	if len(p.cols) > 1 && x >= 3+p.colW+columnGap {
		col = 1
	}
	if line += p.top; col < len(p.cols) && line < len(p.cols[col]) {
		return p.cols[col][line].entry
	}
	return -1
}
