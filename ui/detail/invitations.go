package detail

import (
	"context"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/dustin/go-humanize"

	"usher/api"
)

// status is one status of an invitation with its own list: the filter is the
// server's, so that its pages and its count are of that status alone.
type status struct {
	name  string // as the API calls it
	title string
	of    resource
	empty string
}

// statuses are what the invitations can be filtered by, in the order of the
// filter; the first is no filter.
func statuses() []status {
	return []status{
		{"", "All", invitations, "Never invited to an organization."},
		{"pending", "Pending", invPending, "No invitation waits for an answer."},
		{"accepted", "Accepted", invAccepted, "No invitation was accepted."},
		{"revoked", "Revoked", invRevoked, "No invitation was taken back."},
		{"expired", "Expired", invExpired, "No invitation has expired."},
	}
}

// statusCount is how many invitations of a status there are.
type statusCount struct {
	name  string
	total int64
}

// organizationsTab is a page of lines with a filter.
type organizationsTab struct {
	*pageTab
	seek bool // the filter was turned: its section comes into view
}

func newOrganizationsTab(c *scene) *organizationsTab {
	return &organizationsTab{pageTab: newPageTab(c, Organizations, "Organizations", writeOrganizations)}
}

func (t *organizationsTab) needs() []resource {
	return []resource{memberships, statuses()[t.c.invited].of}
}

func (t *organizationsTab) reset() {
	t.c.invited, t.seek = 0, false
	t.pageTab.reset()
}

// view shows the section of the filter once it was turned, however many
// memberships stand above it.
func (t *organizationsTab) view(w, h int, focused bool) []string {
	if t.seek {
		t.build(w)
		t.top = t.section
		for i := range t.items {
			if t.items[i].first >= t.section {
				t.put(i)
				break
			}
		}
		t.seek = t.c.busy(statuses()[t.c.invited].of)
	}
	return t.pageTab.view(w, h, focused)
}

// key turns the filter to the next status; the rest is the page's.
func (t *organizationsTab) key(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	if !key.Matches(msg, t.c.keys.FilterTab) {
		return t.pageTab.key(msg)
	}
	t.c.invited = (t.c.invited + 1) % len(statuses())
	t.c.rev++
	t.at, t.seek = "", true
	return t.c.wanted(), true
}

// writeInvitations writes the invitations of the chosen status.
func writeInvitations(s *sheet, c *scene) {
	at := statuses()[c.invited]
	list := pendingFirst(c.rec.invites(at.of).items)
	s.blank()
	s.section = len(s.lines)
	s.listHead(c, at.of, "Invitations", onlyIf(at.name != "", "only "+at.name))
	s.filterLine(c)
	s.listed(c, at.of, onlyIf(at.name != "", at.name+" ")+"invitations", at.empty, func() {
		for i := range list {
			s.invitation(list[i], i)
		}
	})
}

// filterLine shows every status with its count and the key that goes on to
// the next; the chosen one stands in brackets.
func (s *sheet) filterLine(c *scene) {
	if !c.rec.invitations.loaded() || c.rec.invitations.total == 0 {
		return
	}
	var spans []span
	for i, st := range statuses() {
		words, p := st.title, s.ink.muted
		if n, known := c.rec.invited(st); known {
			words += " " + humanize.Comma(n)
		}
		if i == c.invited {
			words, p = "["+words+"]", s.ink.accent
		}
		// A status and its count stay on one line.
		spans = append(spans, span{strings.ReplaceAll(words, " ", "\u00a0") + " ", p})
	}
	spans = append(spans, span{" " + c.keys.FilterTab.Help().Key + "\u00a0filters", s.ink.faint})
	for _, l := range wrap(spans, s.room()) {
		s.add(strings.ReplaceAll(l, "\u00a0", " "))
	}
}

// invites is the list of invitations that a resource stands for.
func (r *record) invites(of resource) *listing[api.OrganizationInvitation] {
	switch of {
	case invPending:
		return &r.invPending
	case invAccepted:
		return &r.invAccepted
	case invRevoked:
		return &r.invRevoked
	case invExpired:
		return &r.invExpired
	default:
		return &r.invitations
	}
}

// invited is how many invitations of a status there are; known is false as
// long as nothing tells: neither the whole list, nor one of that status, nor
// the counts.
func (r *record) invited(st status) (n int64, known bool) {
	all := &r.invitations
	switch own := r.invites(st.of); {
	case st.name == "":
		return all.total, all.loaded()
	case all.loaded() && all.end:
		for i := range all.items {
			if all.items[i].Status.Is(st.name) {
				n++
			}
		}
		return n, true
	case own.loaded():
		return own.total, true
	}
	for _, c := range r.tally.items {
		if c.name == st.name {
			return c.total, true
		}
	}
	return 0, false
}

// askTally counts the invitations of each status when the first page does not
// hold them all.
func (p *Pane) askTally() tea.Cmd {
	if p.rec.invitations.end || p.slots[tally].Busy() {
		return nil
	}
	return fetch(p, tally, api.Page{Limit: 1}, p.counts,
		func(r *record) *listing[statusCount] { return &r.tally },
		func(c *statusCount) api.ID { return api.ID(c.name) })
}

// invitations is the call of the loader for one of the lists of invitations.
func (p *Pane) invitations(of resource) func(context.Context, api.ID, api.Page) (*api.List[api.OrganizationInvitation], error) {
	name := ""
	for _, st := range statuses() {
		if st.of == of {
			name = st.name
		}
	}
	return func(ctx context.Context, user api.ID, page api.Page) (*api.List[api.OrganizationInvitation], error) {
		return p.loader.Invitations(ctx, user, name, page)
	}
}

// counts asks for one invitation of each status, for the sake of the totals.
func (p *Pane) counts(ctx context.Context, user api.ID, page api.Page) (*api.List[statusCount], error) {
	out := &api.List[statusCount]{}
	for _, st := range statuses()[1:] {
		list, err := p.loader.Invitations(ctx, user, st.name, page)
		if err != nil {
			return nil, err
		}
		out.Data = append(out.Data, statusCount{st.name, list.TotalCount})
	}
	return out, nil
}
