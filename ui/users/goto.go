package users

import (
	"math"

	tea "charm.land/bubbletea/v2"

	"usher/ui/errtext"
)

// goal is a row to go to once the number of rows is known.
type goal struct {
	on  bool
	row int
}

// Bottom moves to the last row. It is read from the list's end, whatever lies
// between; while the number of rows is not known it is asked for first.
func (p *Page) Bottom() tea.Cmd { return p.goTo(math.MaxInt, 0) }

// GoTo moves to a row, counted from 0, or to the last one if there are fewer,
// with rows around it in view.
func (p *Page) GoTo(row int) tea.Cmd { return p.goTo(max(row, 0), p.table.Visible()/2) }

// goTo moves to a row, with as many rows as given in view below it.
func (p *Page) goTo(row, below int) tea.Cmd {
	pages := p.list.pages
	if !pages.bounded() && row >= pages.reach() {
		p.goal = goal{on: true, row: row}
		if p.tallies.Busy() {
			return nil
		}
		return p.count()
	}
	p.forward = row > p.table.Cursor() && row < pages.length()/2
	row = max(0, min(row, p.Len()-1))
	p.table.SetOffset(row + below + 1 - p.table.Visible())
	p.table.SetCursor(row)
	return p.moved()
}

// reached goes to the row that the count was asked for.
func (p *Page) reached(err error) tea.Cmd {
	if !p.goal.on {
		return nil
	}
	row := p.goal.row
	p.goal = goal{}
	if err != nil {
		notice := errtext.Explain(err)
		return func() tea.Msg { return Failed{Notice: notice} }
	}
	if row == math.MaxInt {
		return p.Bottom()
	}
	return p.GoTo(row)
}

// Rows is the number of rows of the list; known is false while it may grow.
func (p *Page) Rows() (n int, known bool) { return p.Len(), p.list.pages.bounded() }
