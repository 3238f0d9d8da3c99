// Package table draws a virtual table: tens of thousands of rows at the cost
// of those that are shown. A row is styled once and kept until it, the width
// or the theme changes.
package table

import (
	"strings"

	"usher/styles"
)

// Column is one column. Text is cut or padded to the width that [Layout] gives.
type Column struct {
	ID    string
	Title string
	// Min is the least width in cells; a column that cannot have it is left
	// out. Max is the most, 0 for no limit. What is left over after the
	// minima is shared by Weight.
	Min, Max, Weight int
	// Want is a width that was asked for, in cells: the column has it while
	// there is room, before the others share what is left. 0 for none.
	Want int
	// Priority tells which columns go first when there is no room: the
	// highest number goes first, columns of priority 0 go last.
	Priority int
	// Right aligns on the right.
	Right bool
}

// Marks that a row can carry. The cursor's own mark is ▸; it gives way to the
// others, since the cursor row is also set off by its style.
const (
	MarkNone    = ' '
	MarkChosen  = '✓'
	MarkPending = '…'
	MarkNew     = '+'
	MarkChanged = '~'
	MarkGone    = '−'
)

// Row is one row as a source hands it out.
type Row struct {
	// Key names the row wherever it stands, such as a user's id.
	Key string
	// Rev must change when a cell's text or paint changes.
	Rev   uint64
	Cells []Cell
	// Mark is drawn before the first cell; 0 means ' '.
	Mark rune
	// Loading draws a quiet placeholder instead of the cells.
	Loading bool
}

// Cell is one cell. Text must be inert already (internal/safetext).
type Cell struct {
	Text  string
	Paint styles.Paint
}

// Source is what a table shows. Row is called for rows in view only and must
// be cheap; both are called from View.
type Source interface {
	Len() int
	Row(i int) Row
}

// Table is the component. Its zero value is not usable; call [New].
type Table struct {
	st      *styles.Styles
	cols    []Column
	src     Source
	w, h    int
	cursor  int
	offset  int
	empty   []string
	blurred bool

	lay   Layout
	dirty bool // lay has to be made again
	head  string
	cache map[cacheKey]string
	lines []string
	parts strings.Builder
}

// Option sets up a table.
type Option func(*Table)

// WithColumns sets the columns.
func WithColumns(cols ...Column) Option { return func(t *Table) { t.cols = cols } }

// WithStyles sets the styles.
func WithStyles(st *styles.Styles) Option { return func(t *Table) { t.st = st } }

// WithSource sets the source.
func WithSource(src Source) Option { return func(t *Table) { t.src = src } }

// New makes a table.
func New(opts ...Option) *Table {
	t := &Table{cache: map[cacheKey]string{}, dirty: true}
	for _, o := range opts {
		o(t)
	}
	if t.st == nil {
		t.st = styles.New(styles.Theme{})
	}
	return t
}

// SetSource replaces the source and keeps the cursor where it can stay.
func (t *Table) SetSource(src Source) {
	t.src = src
	t.clamp()
}

// SetColumns replaces the columns.
func (t *Table) SetColumns(cols ...Column) {
	t.cols = cols
	t.reset()
}

// SetSize sets width and height in cells; the head takes one line of it. The
// cursor stays on its row.
func (t *Table) SetSize(w, h int) {
	if w == t.w && h == t.h {
		return
	}
	if w != t.w {
		t.reset()
	}
	t.w, t.h = w, h
	t.clamp()
}

// SetStyles changes the look.
func (t *Table) SetStyles(st *styles.Styles) {
	if st == t.st {
		return
	}
	t.st = st
	t.reset()
}

// SetEmpty sets the lines that stand in the place of the rows when there are
// none; they may be styled.
func (t *Table) SetEmpty(lines ...string) { t.empty = lines }

// Focus tells whether keys go to the table; without focus the cursor row is
// drawn more quietly.
func (t *Table) Focus(on bool) { t.blurred = !on }

// Invalidate forgets all styled rows. It is not needed after a row's Rev has
// changed.
func (t *Table) Invalidate() { t.reset() }

func (t *Table) reset() {
	t.dirty = true
	clear(t.cache)
}

// Len returns the number of rows.
func (t *Table) Len() int {
	if t.src == nil {
		return 0
	}
	return t.src.Len()
}

// Visible returns how many rows fit.
func (t *Table) Visible() int { return max(t.h-1, 0) }

// Cursor returns the row under the cursor, 0 when there is none.
func (t *Table) Cursor() int { return t.cursor }

// SetCursor puts the cursor on row i, or the nearest there is, and scrolls as
// little as needed.
func (t *Table) SetCursor(i int) {
	t.cursor = i
	t.clamp()
}

// Offset returns the first row in view.
func (t *Table) Offset() int { return t.offset }

// SetOffset scrolls; the cursor is carried along to stay in view.
func (t *Table) SetOffset(i int) {
	t.offset = min(max(i, 0), max(t.Len()-t.Visible(), 0))
	t.cursor = min(max(t.cursor, t.offset), max(t.offset+t.Visible()-1, 0))
	t.clamp()
}

// Move moves the cursor by d rows.
func (t *Table) Move(d int) { t.SetCursor(t.cursor + d) }

// PageDown moves one screen down.
func (t *Table) PageDown() { t.Page(t.Visible()) }

// PageUp moves one screen up.
func (t *Table) PageUp() { t.Page(-t.Visible()) }

// HalfDown moves half a screen down.
func (t *Table) HalfDown() { t.Page(t.Visible() / 2) }

// HalfUp moves half a screen up.
func (t *Table) HalfUp() { t.Page(-t.Visible() / 2) }

// Top moves to the first row.
func (t *Table) Top() { t.SetCursor(0) }

// Bottom moves to the last row.
func (t *Table) Bottom() { t.SetCursor(t.Len() - 1) }

// Page moves view and cursor alike, so that the cursor stays at its height.
func (t *Table) Page(d int) {
	t.offset = min(max(t.offset+d, 0), max(t.Len()-t.Visible(), 0))
	t.SetCursor(t.cursor + d)
}

// Wheel scrolls the view by d rows, the cursor staying in view.
func (t *Table) Wheel(d int) { t.SetOffset(t.offset + d) }

// clamp brings cursor and offset back among the rows.
func (t *Table) clamp() {
	n, vis := t.Len(), t.Visible()
	t.cursor = min(max(t.cursor, 0), max(n-1, 0))
	if vis == 0 {
		return
	}
	switch {
	case t.cursor < t.offset:
		t.offset = t.cursor
	case t.cursor >= t.offset+vis:
		t.offset = t.cursor - vis + 1
	}
	t.offset = min(max(t.offset, 0), max(n-vis, 0))
}

// RowAt returns the row at line y of the view (0 is the head).
func (t *Table) RowAt(y int) (int, bool) {
	i := t.offset + y - 1
	if y < 1 || y > t.Visible() || i >= t.Len() {
		return 0, false
	}
	return i, true
}

// Window returns the rows in view: first, and one past the last.
func (t *Table) Window() (first, end int) {
	return t.offset, min(t.offset+t.Visible(), t.Len())
}
