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
	l := p.list
	if l.plan == nil {
		return p.tallyNext()
	}
	ctx, gen := p.tallies.Start(p.deps.Base)
	filter, users := l.filter(), p.deps.Users
	return func() tea.Msg {
		n, err := users.Count(ctx, filter)
		return counted{gen: gen, n: n, err: err}
	}
}

func (p *Page) tookCount(msg counted) tea.Cmd {
	if !p.tallies.Done(msg.gen) {
		return nil
	}
	switch l := p.list; {
	case msg.err != nil:
	case l.scan != nil:
		// It counts what the scan reads, not what it finds.
		l.scan.total, l.counted = int(msg.n), p.deps.Now()
	default:
		l.recount(int(msg.n), p.deps.Now())
		p.remember(msg.n)
	}
	return tea.Batch(p.reached(msg.err), p.tallyNext())
}

// remember keeps the listing's count for the tab of its view.
func (p *Page) remember(n int64) {
	if l := p.list; !l.narrowed() && !l.plan.Uncounted {
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
		filter, ok := p.countable(v)
		if !ok {
			continue
		}
		p.counts.busy = true
		ctx, users := api.WithPriority(p.deps.Base, api.Background), p.deps.Users
		return func() tea.Msg {
			n, err := users.Count(ctx, filter)
			return tallied{query: v.Query, n: n, err: err}
		}
	}
	return nil
}

// countable is the filter whose count is the number of the view's users; false
// for a view that only a scan can count, or whose organizations are not known.
func (p *Page) countable(v View) (api.UserFilter, bool) {
	q := query.Parse(v.Query)
	if len(p.orgs.missing(q.Organizations())) > 0 {
		return api.UserFilter{}, false
	}
	plan := q.Plan(p.env())
	return plan.Filter, !plan.Scan && !plan.Uncounted && plan.Nobody == ""
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
