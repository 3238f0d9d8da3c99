package table

import (
	"strings"

	"usher/internal/safetext"
	"usher/styles"
)

// look is how a row stands out.
type look uint8

const (
	lookPlain look = iota
	lookCursor
	lookCursorQuiet // the table has no focus
	lookPending
)

// cacheKey names one styled row. Its place is not part of it: a row that
// scrolls is the same string, which lets the renderer scroll the screen.
type cacheKey struct {
	key  string
	rev  uint64
	mark rune
	look look
}

// cacheFactor bounds the cache: so many screens of rows are kept.
const cacheFactor = 8

// View draws the head and the rows in view: exactly the height that was set,
// lines without trailing blanks.
func (t *Table) View() string {
	if t.h <= 0 || t.w <= 0 {
		return ""
	}
	t.prepare()
	t.lines = append(t.lines[:0], t.head)
	first, end := t.Window()
	if len(t.cache) > cacheFactor*(t.Visible()+1) {
		clear(t.cache)
	}
	for i := first; i < end; i++ {
		t.lines = append(t.lines, t.line(i))
	}
	if end == first {
		for _, l := range t.empty {
			if len(t.lines) < t.h {
				t.lines = append(t.lines, safetext.TruncateBy(t.st.Cells, l, t.w))
			}
		}
	}
	size := len(t.lines)
	for _, l := range t.lines {
		size += len(l)
	}
	var b strings.Builder
	b.Grow(size + t.h)
	for i, l := range t.lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(l)
	}
	for range t.h - len(t.lines) {
		b.WriteByte('\n')
	}
	return b.String()
}

func (t *Table) prepare() {
	if !t.dirty {
		return
	}
	t.dirty = false
	t.lay = Arrange(t.cols, t.w)
	t.head = t.drawHead()
}

func (t *Table) drawHead() string {
	p := t.st.P.ColumnHead
	var b strings.Builder
	b.WriteString(safetext.Fit("", markWidth))
	for k, c := range t.lay.Columns {
		if k > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.fit(c, c.Title))
	}
	return p.Apply(strings.TrimRight(b.String(), " "))
}

func (t *Table) fit(c Placed, text string) string {
	if c.Right {
		return safetext.FitLeftBy(t.st.Cells, text, c.Width)
	}
	return safetext.FitBy(t.st.Cells, text, c.Width)
}

// line returns row i styled, from the cache if it has not changed.
func (t *Table) line(i int) string {
	row := t.src.Row(i)
	k := cacheKey{key: row.Key, rev: row.Rev, mark: row.Mark, look: t.lookOf(i, row)}
	if row.Loading {
		k.rev = ^uint64(0)
	}
	if s, ok := t.cache[k]; ok && row.Key != "" {
		return s
	}
	s := t.draw(row, k.look)
	if row.Key != "" {
		t.cache[k] = s
	}
	return s
}

func (t *Table) lookOf(i int, row Row) look {
	switch {
	case i == t.cursor && t.blurred:
		return lookCursorQuiet
	case i == t.cursor:
		return lookCursor
	case row.Mark == MarkPending:
		return lookPending
	}
	return lookPlain
}

// draw styles one row. Paints close with a full reset, so the row's own paint
// is opened again behind each cell that has one.
func (t *Table) draw(row Row, lk look) string {
	var ground styles.Paint
	switch lk {
	case lookCursor:
		ground = t.st.P.Selected
	case lookCursorQuiet:
		ground = t.st.P.Strong
	case lookPending:
		ground = t.st.P.Pending
	case lookPlain:
	}
	b := &t.parts
	b.Reset()
	b.WriteString(ground.Open)
	t.drawMark(b, row.Mark, lk, ground)
	last := len(t.lay.Columns) - 1
	for k, c := range t.lay.Columns {
		if k > 0 {
			b.WriteByte(' ')
		}
		if row.Loading {
			if k == 0 {
				b.WriteString(t.st.P.Faint.Apply("·"))
			}
			break
		}
		var cell Cell
		if c.Index < len(row.Cells) {
			cell = row.Cells[c.Index]
		}
		text := t.fit(c, cell.Text)
		if k == last && lk == lookPlain {
			text = strings.TrimRight(text, " ")
		}
		t.drawCell(b, cell.Paint, text, lk, ground)
	}
	b.WriteString(ground.Close)
	s := b.String()
	if lk != lookCursor {
		s = strings.TrimRight(s, " ")
	}
	return s
}

// drawCell writes one cell; blanks around the text stay outside its paint.
func (t *Table) drawCell(b *strings.Builder, p styles.Paint, text string, lk look, ground styles.Paint) {
	if p.Open == "" || lk == lookPending {
		b.WriteString(text)
		return
	}
	body := strings.TrimRight(text, " ")
	if body == "" {
		b.WriteString(text)
		return
	}
	b.WriteString(p.Open)
	b.WriteString(body)
	b.WriteString(p.Close)
	if ground.Open != "" {
		b.WriteString(ground.Open)
	}
	b.WriteString(text[len(body):])
}

func (t *Table) drawMark(b *strings.Builder, mark rune, lk look, ground styles.Paint) {
	cursor := lk == lookCursor || lk == lookCursorQuiet
	switch {
	case mark != 0 && mark != MarkNone:
		paint := t.st.P.Accent
		switch mark {
		case MarkNew:
			paint = t.st.P.Success
		case MarkChanged:
			paint = t.st.P.Warning
		case MarkGone:
			paint = t.st.P.Danger
		}
		b.WriteString(paint.Apply(string(mark)))
		b.WriteString(ground.Open)
	case cursor:
		b.WriteString(t.st.P.Accent.Apply("▸"))
		b.WriteString(ground.Open)
	default:
		b.WriteByte(' ')
	}
	b.WriteByte(' ')
}
