package users

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/internal/query"
	"usher/ui/request"
)

// count is a number from /users/count and when it was read.
type count struct {
	n  int64
	at time.Time
	ok bool
}

// counts holds the views' numbers. They are read one after another, within
// the background budget, and at most once in countTTL.
type counts struct {
	byQuery map[string]count
	busy    bool
	begun   bool
}

// keep drops the numbers of views that are no more.
func (c *counts) keep(views []View) {
	old := c.byQuery
	c.byQuery = make(map[string]count, len(views))
	for _, v := range views {
		if n, ok := old[v.Query]; ok {
			c.byQuery[v.Query] = n
		}
	}
}

// forget makes all numbers be asked for again; what is known is shown until
// then.
func (c *counts) forget() {
	for query, n := range c.byQuery {
		n.at = time.Time{}
		c.byQuery[query] = n
	}
}

// aside is how long the start has the machine for itself before the numbers
// of the other views are asked for.
const aside = 250 * time.Millisecond

// tallyDue begins with the views' numbers.
type tallyDue struct{}

// counted answers the listing's own count.
type counted struct {
	gen request.Gen
	n   int64
	err error
}

// tallied answers the count of a view's tab.
type tallied struct {
	query string
	n     int64
	err   error
}

// countIfStale counts the listing when its number is not known, then the
// views' tabs.
func (p *Page) countIfStale() tea.Cmd {
	l := p.list
	if l.pages.end >= 0 && !l.pages.guessed {
		l.pages.total = l.pages.end
		p.remember(int64(l.pages.end))
		return p.tallyNext()
	}
	now := p.deps.Now()
	if now.Sub(l.counted) < countTTL {
		return p.tallyNext()
	}
	if p.tallies.Busy() {
		return nil
	}
	return p.count()
}

// count asks for the listing's own number.
func (p *Page) count() tea.Cmd {
	l, now := p.list, p.deps.Now()
	ctx, gen := p.tallies.Start(p.deps.Base)
	filter, users := l.filter(now), p.deps.Users
	return func() tea.Msg {
		n, err := users.Count(ctx, filter)
		return counted{gen: gen, n: n, err: err}
	}
}

func (p *Page) tookCount(msg counted) tea.Cmd {
	if !p.tallies.Done(msg.gen) {
		return nil
	}
	if msg.err == nil {
		p.list.recount(int(msg.n), p.deps.Now())
		p.remember(msg.n)
	}
	return tea.Batch(p.reached(msg.err), p.tallyNext())
}

// remember keeps the listing's count for the tab of its view.
func (p *Page) remember(n int64) {
	if p.list.search.Kind == query.Everything {
		p.counts.byQuery[p.list.view.Query] = count{n: n, at: p.deps.Now(), ok: true}
	}
}

func (p *Page) tallyNext() tea.Cmd {
	switch {
	case p.counts.busy:
		return nil
	case !p.counts.begun:
		p.counts.busy, p.counts.begun = true, true
		return p.deps.After(aside, tallyDue{})
	}
	now := p.deps.Now()
	for _, v := range p.views {
		c := p.counts.byQuery[v.Query]
		if c.ok && now.Sub(c.at) < countTTL {
			continue
		}
		if !c.ok && !c.at.IsZero() && now.Sub(c.at) < countTTL {
			continue // refused a moment ago
		}
		p.counts.busy = true
		ctx, users, filter := api.WithPriority(p.deps.Base, api.Background), p.deps.Users, v.filter(now, p.deps.Zone)
		return func() tea.Msg {
			n, err := users.Count(ctx, filter)
			return tallied{query: v.Query, n: n, err: err}
		}
	}
	return nil
}

func (p *Page) tookTally(msg tallied) tea.Cmd {
	p.counts.busy = false
	old := p.counts.byQuery[msg.query]
	next := count{n: msg.n, at: p.deps.Now(), ok: true}
	if msg.err != nil {
		if context.Cause(p.deps.Base) != nil {
			return nil
		}
		next = count{n: old.n, at: p.deps.Now(), ok: old.ok}
	}
	p.counts.byQuery[msg.query] = next
	return p.tallyNext()
}
