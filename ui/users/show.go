package users

import (
	"cmp"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/internal/query"
)

// stale is how old a listing that was put aside may be to be shown again
// without asking: dates such as "in the last hour" move on.
const stale = 10 * time.Minute

// SetOrder sorts the list. Where the search box says sort: itself, its text
// is changed.
func (p *Page) SetOrder(o api.Order) tea.Cmd {
	box := p.list.box
	if _, typed := box.Order(); typed {
		box = p.parse(box.WithOrder(o).String())
		p.box.set(box.Text())
	}
	return p.show(p.list.view, box, o)
}

// Order is the list's present order; the zero order is newest first.
func (p *Page) Order() api.Order { return p.list.order }

// SelectView shows a view by index; its search box is empty.
func (p *Page) SelectView(i int) tea.Cmd {
	if i < 0 || i >= len(p.views) {
		return nil
	}
	chosen := p.list.chosen
	if _, own := query.Parse(p.views[i].Query).Order(); own {
		chosen = api.Order{}
	}
	p.view = i
	p.box.set("")
	p.lookup = false
	return p.show(p.views[i], query.Parse(""), chosen)
}

// NextView shows the view d tabs further, around the ends.
func (p *Page) NextView(d int) tea.Cmd {
	n := len(p.views)
	return p.SelectView(((p.view+d)%n + n) % n)
}

// ClearSearch empties the search box and goes back to the view; it reports
// whether there was anything to clear.
func (p *Page) ClearSearch() (tea.Cmd, bool) {
	if p.list.box.Text() == "" && p.box.value() == "" {
		return nil, false
	}
	p.box.set("")
	return p.apply(query.Parse(""), false), true
}

func (p *Page) apply(box *query.Query, lookup bool) tea.Cmd {
	p.lookup = lookup
	if !lookup && p.list.err == nil && listingKey(p.list.view, box, p.list.chosen) == p.list.key {
		p.list.box = box
		return p.resume()
	}
	return p.show(p.list.view, box, p.list.chosen)
}

// show puts the present listing aside and shows another: one put aside
// earlier as it was left, a new one from its first page.
func (p *Page) show(v View, box *query.Query, chosen api.Order) tea.Cmd {
	p.leave()
	p.list = p.takeAside(listingKey(v, box, chosen))
	if p.list == nil || p.lookup {
		p.list = newListing(v, box, chosen, p.deps)
	}
	p.list.view, p.list.box = v, box
	p.marks.lookAgain()
	clear(p.drawn) // made of other records, whose revisions may be the same
	p.table.Invalidate()
	p.table.SetSource(p)
	p.table.SetCursor(p.list.cursor)
	if len(p.list.pages.kept) == 0 {
		return p.begin()
	}
	if p.list.scan == nil && p.deps.Now().Sub(p.list.fetched) > stale {
		return p.Refresh()
	}
	return p.resume()
}

// resume goes on with a listing where it was left.
func (p *Page) resume() tea.Cmd {
	switch l := p.list; {
	case l.plan == nil && p.orgs.slot.Busy():
		return nil
	case l.plan == nil:
		return p.begin()
	case p.loads.Busy():
		return nil
	case l.scan != nil && l.scan.state == scanning:
		return p.scanNext()
	case l.plan != nil && len(l.pages.kept) == 0 && l.err == nil:
		return p.load(0)
	default:
		return p.fill()
	}
}

// takeAside takes a listing out of those that were put aside.
func (p *Page) takeAside(key string) *listing {
	for i, l := range p.aside {
		if l.key == key {
			p.aside = append(p.aside[:i], p.aside[i+1:]...)
			return l
		}
	}
	return nil
}

// keepFound bounds the rows that the scans put aside hold together.
const keepFound = 4000

func (p *Page) leave() {
	p.stopLoading()
	p.goal, p.back = goal{}, comeback{}
	p.tallies.Cancel()
	p.marks.anchor = noAnchor
	if p.marks.slot.Busy() {
		p.marks.slot.Cancel()
	}
	l := p.list
	if len(l.pages.kept) == 0 {
		return
	}
	l.cursor = p.table.Cursor()
	if l.scan == nil {
		l.pages.shrink(l.cursor)
	} else {
		l.scan.putAside()
	}
	p.takeAside(l.key)
	p.aside = append([]*listing{l}, p.aside...)
	held := 0
	for i, old := range p.aside {
		if old.scan != nil {
			held += old.pages.reach()
		}
		if i == keepListings || i > 0 && held > keepFound {
			p.aside = p.aside[:i]
			break
		}
	}
}

// begin reads a new listing: first the organizations that it names, when they
// are not known yet.
func (p *Page) begin() tea.Cmd {
	names := p.list.asked.Organizations()
	p.orgs.forgetUnknown(names)
	if missing := p.orgs.missing(names); len(missing) > 0 {
		return p.lookUp(missing)
	}
	return p.start()
}

// start decides how the listing is read, and begins with it.
func (p *Page) start() tea.Cmd {
	l := p.list
	l.plan = l.asked.Plan(p.env())
	p.marks.lookAgain()
	return tea.Batch(p.remark(), p.firstRows())
}

// remark tells that a name stands for several organizations.
func (p *Page) remark() tea.Cmd {
	remarks := p.list.plan.Remarks()
	if len(remarks) == 0 {
		return nil
	}
	return func() tea.Msg { return Remark{Text: strings.Join(remarks, " ") + " All of them are meant."} }
}

// firstRows asks for the first rows of a listing that is planned.
func (p *Page) firstRows() tea.Cmd {
	l := p.list
	switch {
	case l.plan.Nobody != "":
		p.back = comeback{}
		l.err, l.scan, l.refresh = nil, nil, false
		l.pages = newPages(l.pages.size, l.order.Cursor())
		l.pages.append(nil, p.deps.Now())
		l.fetched = p.deps.Now()
		return tea.Batch(p.settleLookup(), p.tallyNext())
	case l.plan.Scan:
		l.seek, p.back = cmp.Or(l.seek, p.back.to.Cursor), comeback{}
		return p.beginScan()
	default:
		return tea.Batch(p.first()...)
	}
}

// env is what a query is planned with.
func (p *Page) env() query.Env {
	return query.Env{Now: p.deps.Now(), Zone: p.deps.Zone, Organizations: p.orgs.known}
}

// Refresh reads the rows in view again and replaces the rest when they come;
// a scan begins anew.
func (p *Page) Refresh() tea.Cmd {
	p.forget()
	p.stopLoading()
	l := p.list
	if u := p.Current(); u != nil {
		l.seek = u.ID
	}
	l.counted, l.strangers, l.ignored = time.Time{}, false, false
	p.marks.unseen(l.key)
	if l.plan != nil && l.plan.Nobody != "" {
		p.orgs.forget(l.asked.Organizations())
	}
	if l.plan == nil || l.scan != nil || l.plan.Nobody != "" {
		l.scan, l.pages = nil, newPages(l.pages.size, l.order.Cursor())
		return p.begin()
	}
	l.refresh, l.plan = true, l.asked.Plan(p.env())
	p.marks.lookAgain()
	return p.reload()
}

func (p *Page) forget() {
	p.aside = keepScans(p.aside)
	p.counts.forget()
}

// keepScans drops the listings that the server can give again at once. What a
// scan found cost many requests; its records are kept up to date.
func keepScans(aside []*listing) []*listing {
	var out []*listing
	for _, l := range aside {
		if l.scan != nil {
			out = append(out, l)
		}
	}
	return out
}
