package users

import (
	"time"

	"usher/api"
	"usher/internal/safetext"
	"usher/internal/when"
	"usher/styles"
	"usher/ui/components/table"
)

// The columns, in order. When it gets narrow those with the largest priority
// number go first; name, state and e-mail stay.
func columns() []table.Column {
	return []table.Column{
		{ID: "name", Title: "NAME", Min: 10, Max: 28, Weight: 3, Priority: 0},
		{ID: "email", Title: "EMAIL", Min: 12, Max: 38, Weight: 4, Priority: 2},
		{ID: "state", Title: "STATE", Min: 11, Max: 13, Weight: 0, Priority: 1},
		{ID: "mfa", Title: "MFA", Min: 3, Max: 3, Weight: 0, Priority: 5},
		{ID: "last_active", Title: "LAST ACTIVE", Min: 11, Max: 11, Weight: 0, Priority: 3},
		{ID: "created", Title: "CREATED", Min: 8, Max: 8, Weight: 0, Priority: 4},
	}
}

func newTable(s *styles.Styles) *table.Table {
	return table.New(table.WithStyles(s), table.WithColumns(columns()...))
}

// drawnRow is a row's text, made once per revision of its entry.
type drawnRow struct {
	rev   uint64
	cells []table.Cell
}

// maxDrawn bounds the rows whose text is kept; past it they are made again.
const maxDrawn = 600

// Len is the number of rows of the list.
func (p *Page) Len() int { return p.list.pages.length() }

// Row makes the row for the table. It is called for rows in view only.
func (p *Page) Row(i int) table.Row {
	e, ok := p.list.pages.at(i)
	if !ok {
		return table.Row{Loading: true}
	}
	if e == nil {
		return table.Row{Key: "moved", Cells: []table.Cell{{Text: "· moved to another page", Paint: p.deps.Styles.P.Faint}}}
	}
	id := e.user.ID
	row := table.Row{Key: string(id), Rev: e.rev}
	if _, chosen := p.marks.users[id]; chosen {
		row.Mark = table.MarkChosen
	}
	if p.deps.Pending != nil && p.deps.Pending(id) {
		row.Mark = table.MarkPending
	}
	d, ok := p.drawn[id]
	if !ok || d.rev != e.rev || id == "" {
		if len(p.drawn) > maxDrawn {
			clear(p.drawn)
		}
		d = drawnRow{rev: e.rev, cells: p.cells(e)}
		p.drawn[id] = d
	}
	row.Cells = d.cells
	return row
}

func (p *Page) cells(e *entry) []table.Cell {
	u := e.user
	paint, now := &p.deps.Styles.P, p.deps.Now()
	if u.Broken != nil {
		return []table.Cell{
			{Text: "unreadable record", Paint: paint.Warning},
			{Text: string(u.ID), Paint: paint.Muted},
			{Text: "?", Paint: paint.Warning},
		}
	}
	mfa := table.Cell{Text: "○", Paint: paint.Faint}
	if u.TwoFactorEnabled {
		mfa = table.Cell{Text: "●", Paint: paint.Success}
	}
	identifier := u.PrimaryEmail()
	if identifier.Empty() {
		identifier = u.Identifier()
	}
	return []table.Cell{
		{Text: safetext.Line(u.DisplayName())},
		{Text: safetext.Line(identifier), Paint: paint.Muted},
		p.state(e, now),
		mfa,
		{Text: when.Ago(now, u.LastActiveAt), Paint: paint.Muted},
		{Text: when.Date(now, u.CreatedAt, p.deps.Zone), Paint: paint.Muted},
	}
}

// state is the word of the state column, with what is left of a lock.
func (p *Page) state(e *entry, now time.Time) table.Cell {
	u := e.user
	paint := &p.deps.Styles.P
	switch u.State() {
	case api.Deprovisioned:
		return table.Cell{Text: "DEPROVIS.", Paint: paint.Danger}
	case api.Banned:
		return table.Cell{Text: "BANNED", Paint: paint.Danger}
	case api.Locked:
		text := "LOCKED"
		if left, ok := LockLeft(u, e.fetched, now); ok {
			text += " " + when.Short(left)
		}
		return table.Cell{Text: text, Paint: paint.Warning}
	default:
		return table.Cell{Text: "—", Paint: paint.Faint}
	}
}

// LockLeft is what remains of a lock now: the API gives the seconds left at
// the time of the fetch. It is false for a lock without an end, and for none.
func LockLeft(u *api.User, fetched, now time.Time) (time.Duration, bool) {
	if !u.Locked || u.LockoutExpiresIn == nil {
		return 0, false
	}
	left := time.Duration(*u.LockoutExpiresIn)*time.Second - now.Sub(fetched)
	return max(left, 0), true
}
