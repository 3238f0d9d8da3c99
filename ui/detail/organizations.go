package detail

import (
	"errors"
	"slices"
	"strings"

	"github.com/dustin/go-humanize"

	"usher/api"
)

// codeOrganizationsOff is the answer of an instance without organizations.
const codeOrganizationsOff = "organization_not_enabled_in_instance"

// organizationsOff reports whether err says that the instance has no
// organizations: a fact to show, not a failure.
func organizationsOff(err error) bool {
	var e *api.Error
	return errors.As(err, &e) && e.HasCode(codeOrganizationsOff)
}

// writeOrganizations writes the user's memberships and invitations.
func writeOrganizations(s *sheet, c *scene) {
	r := c.rec
	if organizationsOff(r.memberships.err) || organizationsOff(r.invites(statuses()[c.invited].of).err) {
		s.head("Organizations are off", "")
		s.muted("This instance does not use organizations, so there are no memberships and no invitations to show.")
		return
	}
	s.listHead(c, memberships, "Memberships", "")
	s.listed(c, memberships, "memberships", "Member of no organization.", func() {
		for i := range r.memberships.items {
			s.membership(&r.memberships.items[i], i)
		}
	})
	writeInvitations(s, c)
}

// listHead starts the section of a list with its totals.
func (s *sheet) listHead(c *scene, of resource, title, more string) {
	st := c.rec.state(of)
	if !st.loaded() {
		s.head(title, "")
		return
	}
	n := humanize.Comma(st.total)
	if int64(st.count) < st.total {
		n = humanize.Comma(int64(st.count)) + " of " + n
	}
	s.head(title, joined(" · ", n, more))
}

// listed writes a list in whichever state it is: loading, failed, empty, or
// its rows; rows stay while the list is asked for anew.
func (s *sheet) listed(c *scene, of resource, name, empty string, rows func()) {
	st := c.rec.state(of)
	if st.err != nil && !st.further {
		s.failure(c, st, name)
	}
	if !st.loaded() {
		if st.err == nil {
			s.muted(c.waiting(name))
		}
		return
	}
	if st.count == 0 {
		s.muted(empty)
		return
	}
	from := len(s.items)
	rows()
	if st.end {
		return
	}
	if k := len(s.items) - 1; k >= from {
		s.items[k].edge = of
	}
	switch {
	case st.err != nil && st.further:
		s.failure(c, st, name)
	case c.busy(of) && !st.stale:
		s.muted("Loading more " + name + "…")
	default:
		s.muted("More " + name + " follow: move on to load them.")
	}
}

// organizationName names an organization by what there is.
func organizationName(name, slug api.Text, id api.ID) string {
	for _, t := range []api.Text{name, slug} {
		if !t.Empty() {
			return txt(t)
		}
	}
	if id != "" {
		return string(id)
	}
	return "(no name)"
}

// roleName is the role in words; the key when there are none.
func roleName(name, key api.Text) string {
	if !name.Empty() {
		return txt(name)
	}
	return txt(key)
}

func (s *sheet) membership(m *api.Membership, i int) {
	o := &m.Organization
	s.begin(itemKey("membership", m.ID, i), "organization id", api.NewText(string(o.ID)))
	name := []span{{organizationName(o.Name, o.Slug, o.ID), s.ink.strong}}
	if role := roleName(m.RoleName, m.Role); role != "" {
		s.row(name, span{role, s.ink.accent})
	} else {
		s.row(name)
	}
	since := ""
	if !m.CreatedAt.IsZero() {
		since = "since " + s.absolute(m.CreatedAt)
	}
	s.aside(unusualKey(m.RoleName, m.Role), since, plural(len(m.Permissions), "permission"))
	s.aside(onlyIf(o.ID != "", string(o.ID)), memberCount(o))
	s.end()
}

// unusualKey is the key of a role that its name does not give away already:
// "" for Admin and org:admin.
func unusualKey(name, key api.Text) string {
	words, k := txt(name), txt(key)
	plain := strings.TrimPrefix(strings.ReplaceAll(k, "_", " "), "org:")
	if words == "" || strings.EqualFold(words, plain) {
		return ""
	}
	return k
}

func memberCount(o *api.Organization) string {
	if o.MembersCount == nil {
		return ""
	}
	if *o.MembersCount == 1 {
		return "1 member"
	}
	return humanize.Comma(*o.MembersCount) + " members"
}

// pendingFirst orders invitations so that those that wait for an answer lead;
// the rest keeps the order of the API.
func pendingFirst(list []api.OrganizationInvitation) []*api.OrganizationInvitation {
	out := make([]*api.OrganizationInvitation, len(list))
	for i := range list {
		out[i] = &list[i]
	}
	rank := func(v *api.OrganizationInvitation) int {
		if v.Status.Is("pending") {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(out, func(a, b *api.OrganizationInvitation) int { return rank(a) - rank(b) })
	return out
}

func (s *sheet) invitation(v *api.OrganizationInvitation, i int) {
	s.begin(itemKey("invitation", v.ID, i), "invitation id", api.NewText(string(v.ID)))
	left := []span{{invitedTo(v), s.ink.strong}}
	if role := roleName(v.RoleName, v.Role); role != "" {
		s.row(left, span{role, s.ink.accent})
	} else {
		s.row(left)
	}
	m, words := s.invitationWords(v)
	s.wrapped(2, s.marked(m, words))
	s.aside(onlyIf(!v.EmailAddress.Empty(), "to "+txt(v.EmailAddress)), inviter(v),
		onlyIf(!v.CreatedAt.IsZero(), "sent "+s.absolute(v.CreatedAt)))
	s.end()
}

// invitedTo names the organization of an invitation.
func invitedTo(v *api.OrganizationInvitation) string {
	if o := v.PublicOrganizationData; o != nil {
		return organizationName(o.Name, o.Slug, o.ID)
	}
	return organizationName(api.Text{}, api.Text{}, v.OrganizationID)
}

// invitationWords tells how an invitation stands; a pending one whose time is
// over is told so, and an unknown status is shown as it is.
func (s *sheet) invitationWords(v *api.OrganizationInvitation) (mark, string) {
	word := txt(v.Status)
	switch word {
	case "pending":
		switch {
		case v.ExpiresAt.IsZero():
			return warn, "pending"
		case v.ExpiresAt.Time().Before(s.now):
			return bad, "pending, but expired " + s.ago(v.ExpiresAt)
		}
		return warn, "pending · expires " + s.ago(v.ExpiresAt) + ", " + s.absolute(v.ExpiresAt)
	case "accepted":
		return good, word
	case "revoked":
		return bad, word
	case "expired":
		return bad, joined(" ", word, onlyIf(!v.ExpiresAt.IsZero(), s.absolute(v.ExpiresAt)))
	case "":
		return unknown, "no status given"
	}
	return unknown, word
}

// inviter names who invited.
func inviter(v *api.OrganizationInvitation) string {
	who := ""
	if d := v.PublicInviterData; d != nil {
		who = joined(" ", txt(d.FirstName), txt(d.LastName))
		if who == "" {
			who = txt(d.Identifier)
		}
		if who == "" {
			who = string(d.UserID)
		}
	}
	if who == "" {
		who = string(v.InviterID)
	}
	if who == "" {
		return ""
	}
	return "by " + who
}
