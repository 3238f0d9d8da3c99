package users

import (
	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/internal/query"
)

// Found tells that a pasted identifier belongs to exactly one user.
type Found struct{ User *api.User }

// NotFound tells that a pasted identifier belongs to nobody, or that several
// users only resemble it.
type NotFound struct {
	Search query.Search
	Near   int // users that are listed instead
	// Exact says that several users have what was pasted; else the listed ones
	// only contain the text.
	Exact bool
}

// Lookup searches for a pasted identifier; Found or NotFound follows.
func (p *Page) Lookup(s query.Search) tea.Cmd {
	p.box.set(s.Text)
	p.box.input.Blur()
	return p.apply(s, true)
}

// Search is what the list is narrowed to.
func (p *Page) Search() query.Search { return p.list.search }

// FellBack reports whether an exact search found nobody.
func (p *Page) FellBack() bool { return p.list.fellBack }

// Looking reports whether a pasted identifier is being looked up.
func (p *Page) Looking() bool { return p.lookup }

// settleLookup tells what a pasted identifier turned out to be.
func (p *Page) settleLookup() tea.Cmd {
	if !p.lookup {
		return nil
	}
	p.lookup = false
	l := p.list
	e, ok := l.pages.at(0)
	if !l.fellBack && ok && e != nil && l.pages.end == 1 {
		user := e.user
		return func() tea.Msg { return Found{User: user} }
	}
	miss := NotFound{Search: l.search, Near: max(l.pages.length(), 0), Exact: !l.fellBack}
	return func() tea.Msg { return miss }
}
