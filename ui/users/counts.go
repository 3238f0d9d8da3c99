package users

import (
	"context"
	"maps"
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
	kinds   map[string]viewKind
	busy    bool
	begun   bool
}

// viewKind is what is known of a query at any time, kept because the row of
// views asks for it with every frame.
type viewKind struct {
	// scanned says that only a scan can tell the number.
	scanned bool
	// organizations are the names that must be known before it is asked for.
	organizations []string
}

func (c *counts) kindOf(text string) viewKind {
	kind, ok := c.kinds[text]
	if !ok {
		q := query.Parse(text)
		plan := q.Plan(query.Env{})
		kind = viewKind{scanned: plan.Scan || plan.Uncounted, organizations: q.Organizations()}
		if c.kinds == nil {
			c.kinds = map[string]viewKind{}
		}
		c.kinds[text] = kind
	}
	return kind
}

// keep drops the numbers of views that are no more.
func (c *counts) keep(views []View) {
	old := c.byQuery
	c.byQuery, c.kinds = make(map[string]count, len(views)), nil
	for _, v := range countedViews(views) {
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

// countedViews are the views and, before them, everybody: the header tells how
// many there are even when no view does.
func countedViews(views []View) []View { return append([]View{{}}, views...) }

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
	// found are the organizations that were looked up on the way.
	found map[string][]query.Organization
	// unknown says that a count cannot tell the number, scanned that a scan can.
	unknown, scanned bool
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
func (p *Page) count() tea.Cmd { return p.countWith(p.deps.Base) }

func (p *Page) countWith(base context.Context) tea.Cmd {
	l := p.list
	if l.plan == nil {
		return p.tallyNext()
	}
	ctx, gen := p.tallies.Start(base)
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

// grew adds users that joined the list to the number of its view, so that the
// tab and the line below the list say the same until it is counted again.
func (p *Page) grew(n int) {
	query := p.list.view.Query
	if c := p.counts.byQuery[query]; c.ok && !p.list.narrowed() {
		c.n += int64(n)
		p.counts.byQuery[query] = c
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
	for _, v := range countedViews(p.views) {
		// One that was refused a moment ago is not asked for again either.
		c := p.counts.byQuery[v.Query]
		if p.counts.kindOf(v.Query).scanned || !c.at.IsZero() && now.Sub(c.at) < p.countFresh() {
			continue
		}
		p.counts.busy = true
		return p.tally(v)
	}
	return nil
}

// countFresh is how long a number is shown without asking again: longer where
// there are many views, so that all of them stay within the budget.
func (p *Page) countFresh() time.Duration {
	return max(countTTL, time.Duration(len(p.views))*countEach)
}

const (
	// countEach is the time in which one view at most is counted.
	countEach = 10 * time.Second
	// countAtRest is how old the numbers may become while nothing is done.
	countAtRest = 5 * time.Minute
)

// tally asks for a view's number, after the organizations that it names.
func (p *Page) tally(v View) tea.Cmd {
	ctx, users, directory := api.WithPriority(p.deps.Base, api.Background), p.deps.Users, p.deps.Directory
	missing := p.orgs.missing(p.counts.kindOf(v.Query).organizations)
	env, asked := p.env(), query.Parse(v.Query)
	env.Organizations = maps.Clone(env.Organizations)
	return func() tea.Msg {
		found := map[string][]query.Organization{}
		for _, name := range missing {
			if directory == nil {
				return tallied{query: v.Query, unknown: true}
			}
			orgs, err := directory.Find(ctx, name)
			if err != nil {
				return tallied{query: v.Query, found: found, err: err}
			}
			found[name], env.Organizations[name] = orgs, orgs
		}
		plan := asked.Plan(env)
		if plan.Scan || plan.Uncounted || plan.Nobody != "" {
			return tallied{query: v.Query, found: found, unknown: true, scanned: plan.Scan || plan.Uncounted}
		}
		n, err := users.Count(ctx, plan.Filter)
		return tallied{query: v.Query, found: found, n: n, err: err}
	}
}

// RefreshCounts asks for the numbers of the views again when they have become
// old while nothing was done.
func (p *Page) RefreshCounts() tea.Cmd {
	now := p.deps.Now()
	for text, c := range p.counts.byQuery {
		if !p.counts.kindOf(text).scanned && now.Sub(c.at) >= countAtRest {
			return p.tallyNext()
		}
	}
	return nil
}

func (p *Page) tookTally(msg tallied) tea.Cmd {
	p.counts.busy = false
	old := p.counts.byQuery[msg.query]
	maps.Copy(p.orgs.known, msg.found)
	if msg.scanned {
		p.counts.kindOf(msg.query)
		p.counts.kinds[msg.query] = viewKind{scanned: true}
	}
	next := count{n: msg.n, at: p.deps.Now(), ok: !msg.unknown}
	if msg.err != nil {
		if context.Cause(p.deps.Base) != nil {
			return nil
		}
		next = count{n: old.n, at: p.deps.Now(), ok: old.ok}
	}
	p.counts.byQuery[msg.query] = next
	return p.tallyNext()
}
