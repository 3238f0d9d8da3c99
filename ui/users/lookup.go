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
	Query *query.Query
	Near  int // users that are listed instead
	// Exact says that several users have what was pasted; else the listed ones
	// only contain the text.
	Exact bool
}

// Remark tells how a search was understood, where that is not plain. Text
// quotes foreign text: draw it through safetext.
type Remark struct{ Text string }

// Lookup searches for a pasted identifier; Found or NotFound follows.
func (p *Page) Lookup(q *query.Query) tea.Cmd {
	p.box.set(q.Text())
	p.box.Blur()
	return p.apply(q, true)
}

// Search is what is typed into the search box, as the list shows it.
func (p *Page) Search() *query.Query { return p.list.box }

// FellBack reports whether an exact search found nobody.
func (p *Page) FellBack() bool { return p.list.fellBack }

// Looking reports whether a pasted identifier is being looked up.
func (p *Page) Looking() bool { return p.lookup }

// fallBack looks for a part of names and identifiers after the exact search
// has found nobody; nil when there is nothing else to try.
func (p *Page) fallBack() tea.Cmd {
	l := p.list
	if l.fellBack || l.plan == nil || l.plan.Fallback == nil {
		return nil
	}
	l.fellBack, l.asked = true, l.plan.Fallback
	return p.start()
}

// settleLookup tells what a pasted identifier turned out to be. A scan that
// goes on settles it too: nobody waits for that.
func (p *Page) settleLookup() tea.Cmd {
	if !p.lookup {
		return nil
	}
	p.lookup = false
	l := p.list
	e, ok := l.pages.at(0)
	if !l.fellBack && ok && !stranger(e.user) && l.whole() == 1 {
		user := e.user
		return func() tea.Msg { return Found{User: user} }
	}
	miss := NotFound{Query: l.box, Near: max(l.pages.length(), 0), Exact: !l.fellBack}
	return func() tea.Msg { return miss }
}

// whole is the number of rows of a listing whose end was seen, else -1.
func (l *listing) whole() int {
	if l.scan == nil {
		return l.pages.end
	}
	if l.scan.state == scanDone {
		return l.pages.reach()
	}
	return -1
}
