package detail

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/ui/request"
)

// restMsg says that the cursor rested on the user in front.
type restMsg struct {
	pane *Pane
	gen  request.Gen
}

// Owner is the pane that waited.
func (m restMsg) Owner() *Pane { return m.pane }

// replyMsg brings one page of a list.
type replyMsg struct {
	pane *Pane
	of   resource
	gen  request.Gen
	from int // offset of the page
	err  error
	put  func(r *record, now time.Time) // puts the page into the record
}

// Owner is the pane that asked.
func (m replyMsg) Owner() *Pane { return m.pane }

// arm waits until the cursor has rested, when the tab in front needs
// something. A wait that is cancelled ends without a message: moving fast
// costs no extra frames.
func (p *Pane) arm(d time.Duration) tea.Cmd {
	p.rest.Cancel()
	if !p.wanting() {
		return nil
	}
	ctx, gen := p.rest.Start(p.base)
	return func() tea.Msg {
		t := time.NewTimer(d)
		defer t.Stop()
		select {
		case <-t.C:
			return restMsg{p, gen}
		case <-ctx.Done():
			return nil
		}
	}
}

// wanting reports whether the tab in front needs a request.
func (p *Pane) wanting() bool {
	if p.user == nil || p.user.ID == "" || p.loader == nil {
		return false
	}
	for _, of := range p.tabs[p.front].needs() {
		if !p.slots[of].Busy() && p.rec.state(of).due(p.now()) {
			return true
		}
	}
	return false
}

// ensure asks for what the tab in front needs and does not have.
func (p *Pane) ensure() tea.Cmd {
	if !p.wanting() {
		return nil
	}
	var cmds []tea.Cmd
	for _, of := range p.tabs[p.front].needs() {
		if s := p.rec.state(of); !p.slots[of].Busy() && s.due(p.now()) {
			cmds = append(cmds, p.ask(of, api.Page{Limit: s.limit()}))
		}
	}
	return tea.Batch(cmds...)
}

// more asks for the next page of the list whose last entry the place in the
// tab in front has come to.
func (p *Pane) more() tea.Cmd {
	of := p.tabs[p.front].edge()
	s := p.rec.state(of)
	if of == none || p.slots[of].Busy() || !s.loaded() || s.end || s.err != nil || p.loader == nil {
		return nil
	}
	return p.ask(of, api.Page{Limit: pageLimit, Offset: s.next})
}

// Refresh asks again for all that was loaded for the user in front: for the
// tab in front at once, for the others when they are seen. What is shown
// stays until the answer is there. The user's own record is not the pane's:
// fetch it and give it to [Pane.SetUser].
func (p *Pane) Refresh() tea.Cmd {
	p.age()
	p.rest.Cancel()
	return p.ensure()
}

// age gives up what is under way and marks what was loaded as old.
func (p *Pane) age() {
	for of := none + 1; of < resources; of++ {
		p.slots[of].Cancel()
		s := p.rec.state(of)
		s.stale, s.err = s.loaded() || s.err != nil, nil
	}
	p.rev++
}

// ask starts the request for a page of a list.
func (p *Pane) ask(of resource, page api.Page) tea.Cmd {
	p.rev++
	switch of {
	case memberships:
		return fetch(p, of, page, p.loader.Memberships,
			func(r *record) *listing[api.Membership] { return &r.memberships },
			func(m *api.Membership) api.ID { return m.ID })
	case invitations, invPending, invAccepted, invRevoked, invExpired:
		return fetch(p, of, page, p.invitations(of),
			func(r *record) *listing[api.OrganizationInvitation] { return r.invites(of) },
			func(v *api.OrganizationInvitation) api.ID { return v.ID })
	case sessions:
		return fetch(p, of, page, p.loader.Sessions,
			func(r *record) *listing[api.Session] { return &r.sessions },
			func(v *api.Session) api.ID { return v.ID })
	case history:
		return fetch(p, of, page, p.events,
			func(r *record) *listing[Event] { return &r.history },
			func(e *Event) api.ID { return api.ID(e.ID) })
	}
	return nil
}

// fetch makes the command that calls one operation of the loader.
func fetch[T any](p *Pane, of resource, page api.Page,
	call func(context.Context, api.ID, api.Page) (*api.List[T], error),
	pick func(*record) *listing[T], id func(*T) api.ID,
) tea.Cmd {
	ctx, gen := p.slots[of].Start(p.base)
	user := p.user.ID
	return func() tea.Msg {
		list, err := call(ctx, user, page)
		m := replyMsg{pane: p, of: of, gen: gen, from: page.Offset, err: err}
		if err == nil {
			m.put = func(r *record, now time.Time) { pick(r).take(list, page.Offset, page.Limit, now, id) }
		}
		return m
	}
}

// take puts a reply in, unless something newer was asked for since.
func (p *Pane) take(m replyMsg) tea.Cmd {
	if !p.slots[m.of].Done(m.gen) {
		return nil
	}
	p.rev++
	if m.err == nil {
		m.put(p.rec, p.now())
		if m.of == invitations && m.from == 0 {
			return p.askTally()
		}
		return nil
	}
	if !errors.Is(m.err, context.Canceled) { // whoever cancelled knows it
		s := p.rec.state(m.of)
		s.err, s.further, s.stale = m.err, m.from > 0, false
	}
	return nil
}
