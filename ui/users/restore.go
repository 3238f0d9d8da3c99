package users

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/internal/state"
)

// comeback is the place that the list goes back to with its first answer.
type comeback struct {
	on   bool
	to   state.Session
	from ask // zero when the place can only be counted to
}

// Restore begins where an earlier run ended: its view, its search, its order,
// and the user under its cursor. It comes before Init.
func (p *Page) Restore(s state.Session) {
	if s == (state.Session{}) {
		return
	}
	if i := slices.IndexFunc(p.views, func(v View) bool { return v.Name == s.View }); i >= 0 {
		p.view = i
	} else if s.View != "" {
		s.Query, s.Row, s.Cursor, s.After = "", 0, "", "" // they belong to a view that is gone
	}
	p.box.set(s.Query)
	p.list = newListing(p.views[p.view], p.parse(s.Query), orderNamed(s.Order), p.deps)
	p.layColumns()
	p.back = comeback{on: true, to: s}
	size := p.list.pages.size
	switch start := s.Row - s.Row%size; {
	case start == 0:
		p.back.from = ask{end: size}
	case s.After != "" && p.list.cursors():
		p.back.from = ask{start: start, end: start + size, after: s.After}
	}
}

// orderNamed is the order with one of the API's names; the zero order for none.
func orderNamed(name string) api.Order {
	all := Orders()
	i := slices.IndexFunc(all, func(o api.Order) bool { return o.String() == name })
	if i < 0 {
		return api.Order{}
	}
	return all[i]
}

// Session is where the person stands.
func (p *Page) Session() state.Session {
	if p.back.on {
		return p.back.to // nothing has come yet
	}
	l := p.list
	s := state.Session{View: p.views[p.view].Name, Query: l.box.Text(), Order: l.chosen.String(), Row: p.table.Cursor()}
	s.Cursor = p.underCursor()
	if l.cursors() && !l.pages.whole {
		s.After = l.pages.idBefore(s.Row)
	}
	return s
}

// idBefore is the user after whom the page with a row is asked for, or another
// who is known to be less than a page above it.
func (p *pages) idBefore(row int) api.ID {
	start := row - row%p.size
	if start == 0 {
		return ""
	}
	if id := p.idAt(start - 1); id != "" {
		return id
	}
	for r := max(0, row-p.size+1); r < row; r++ {
		if id := p.idAt(r); id != "" {
			return id
		}
	}
	return ""
}

// first asks for the first rows: those of the place to go back to, or else the
// list's head. A place that can only be counted to waits for the count, which
// tells the end it is nearer to.
func (p *Page) first() []tea.Cmd {
	b, pages := p.back, p.list.pages
	switch {
	case b.on && b.from.end > 0:
		return []tea.Cmd{p.ask(b.from, api.Interactive), p.count()}
	case b.on && pages.bounded():
		p.table.SetCursor(b.to.Row)
		return []tea.Cmd{p.load(p.table.Cursor())}
	case b.on:
		return []tea.Cmd{p.GoTo(b.to.Row)}
	case p.list.asked.Empty():
		return []tea.Cmd{p.load(0), p.count()}
	default:
		// What is searched for mostly fits a page, which tells its own number.
		return []tea.Cmd{p.load(0)}
	}
}

// numbered puts an answer's first row where the user under the cursor has the
// row that he had.
func (b *comeback) numbered(a ask, users []*api.User, cursor bool) ask {
	if !b.on || !cursor || a.start == 0 || a.after == "" || a.rev {
		return a
	}
	i := slices.IndexFunc(users, func(u *api.User) bool { return u.ID == b.to.Cursor })
	if i < 0 {
		return a
	}
	by := max(b.to.Row-i, 1) - a.start
	a.start, a.end = a.start+by, a.end+by
	return a
}

// settleBack puts the cursor where it stood, on the same user if he is there.
func (p *Page) settleBack() {
	b := p.back
	if !b.on {
		return
	}
	p.back = comeback{}
	row, ok := p.list.pages.find(b.to.Cursor)
	if !ok {
		row = max(0, min(b.to.Row, p.Len()-1))
	}
	first := row - p.table.Visible()/2
	if s := p.list.pages.spanAt(row); s != nil {
		// Only rows that have come: nothing more is asked for.
		first = max(min(first, s.end()-p.table.Visible()), s.start)
	}
	p.table.SetOffset(first)
	p.table.SetCursor(row)
}
