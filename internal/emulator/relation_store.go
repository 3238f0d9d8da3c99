package emulator

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// holder is the user who has an identifier. field is email_address, phone_number, username,
// web3_wallet or external_id.
func (s *store) holder(field, value string) (userID string, ok bool) {
	f := &userFilter{identified: true}
	folded := map[string]struct{}{strings.ToLower(value): {}}
	switch field {
	case "email_address":
		f.emails = folded
	case "phone_number":
		f.phones = folded
	case "username":
		f.usernames = folded
	case "web3_wallet":
		f.wallets = folded
	case "external_id":
		f.external = map[string]struct{}{value: {}}
	}
	users, err := s.list(f, newestFirst(), listRange{limit: 1})
	if err != nil || len(users) == 0 {
		return "", false
	}
	return users[0].ID, true
}

// organizations are all organizations, as snapshots.
func (s *store) organizations() []*organization {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := make([]*organization, len(s.sample.orgs))
	for i := range out {
		out[i] = s.organizationAt(i)
	}
	return out
}

// organization finds a snapshot of an organization by its id or slug.
func (s *store) organization(idOrSlug string) (*organization, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	i, ok := s.organizationIndex(idOrSlug)
	if !ok {
		return nil, false
	}
	return s.organizationAt(i), true
}

func (s *store) organizationAt(i int) *organization {
	if o, ok := s.changedOrgs[i]; ok {
		return o
	}
	return &s.sample.orgs[i]
}

func (s *store) organizationIndex(idOrSlug string) (int, bool) {
	if at, k, n, ok := idOwner(s.seed, idOrSlug); ok && at == nobody && k == kindOrganization {
		return n, n < len(s.sample.orgs)
	}
	i := slices.IndexFunc(s.sample.orgs, func(o organization) bool { return o.Slug == idOrSlug })
	return i, i >= 0
}

// members are the memberships of an organization, newest first; of all when orgID is empty.
func (s *store) members(orgID string) []membership {
	var out []membership
	if orgID == "" {
		out = s.allMembers()
	} else {
		users := s.usersIn(orgID)
		s.mu.RLock()
		for _, u := range users {
			for _, m := range s.membershipsAt(u.slot, u) {
				if m.OrganizationID == orgID {
					out = append(out, m)
				}
			}
		}
		s.mu.RUnlock()
	}
	slices.SortStableFunc(out, func(a, b membership) int { return cmp.Compare(b.CreatedAt, a.CreatedAt) })
	return out
}

// allMembers are the memberships of everybody. It derives no more of a user than his memberships
// are made from: of a million, whole records would fill gigabytes.
func (s *store) allMembers() []membership {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []membership
	var orgs [maxOrgs]int
	for at := range slot(s.sample.users) {
		if s.isHidden(at) || s.sample.orgsOf(mix(s.seed, uint64(at)), &orgs) == 0 {
			continue
		}
		created := s.sample.createdAt(at)
		u := userRecord{slot: at, ID: makeID("user_", s.seed, at, kindUser, 0, created), CreatedAt: created}
		out = append(out, s.membershipsAt(at, &u)...)
	}
	for at, u := range s.overlay {
		out = append(out, s.membershipsAt(at, u)...)
	}
	slices.SortFunc(out, func(a, b membership) int { return strings.Compare(a.ID, b.ID) }) // overlay has no order
	return out
}

func (s *store) usersIn(orgID string) []*userRecord {
	f := &userFilter{inOrgs: map[string]struct{}{orgID: {}}}
	users, err := s.list(f, newestFirst(), listRange{limit: math.MaxInt})
	if err != nil {
		return nil // list fails for an unknown cursor only
	}
	return users
}

// membersCount is how many members an organization has.
func (s *store) membersCount(orgID string) int {
	return s.count(&userFilter{inOrgs: map[string]struct{}{orgID: {}}})
}

// allInvitations are the invitations into an organization, newest first; into all when orgID is
// empty. Some are of users' addresses, others of addresses that nobody has.
func (s *store) allInvitations(orgID string) []orgInvitation {
	var out []orgInvitation
	keep := func(rows []orgInvitation) {
		for _, x := range rows {
			if orgID == "" || x.OrganizationID == orgID {
				out = append(out, x)
			}
		}
	}
	s.mu.RLock()
	for at := range slot(s.sample.users) {
		// Most have none: ask before deriving the user.
		if !s.isHidden(at) && s.sample.invited(mix(s.seed, uint64(at))) {
			keep(s.invitationsAt(at, s.sample.user(at)))
		}
	}
	for at, u := range s.overlay {
		keep(s.invitationsAt(at, u))
	}
	for i := range s.sample.orgs {
		if id := s.sample.orgs[i].ID; orgID == "" || orgID == id {
			keep(s.outside(i))
		}
	}
	s.mu.RUnlock()
	slices.SortFunc(out, func(a, b orgInvitation) int {
		return cmp.Or(cmp.Compare(b.CreatedAt, a.CreatedAt), strings.Compare(a.ID, b.ID))
	})
	return out
}

// strayInvitations are those that match among the invitations of addresses that nobody had when
// they were made.
func (s *store) strayInvitations(match func(orgInvitation) bool) []orgInvitation {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []orgInvitation
	for i := range s.sample.orgs {
		for _, x := range s.outside(i) {
			if match(x) {
				out = append(out, x)
			}
		}
	}
	return out
}

// saveInvitation adds an invitation, or replaces the one with its id. UserID says whose address
// was invited; without it the invitation is kept with the organization.
func (s *store) saveInvitation(inv orgInvitation) {
	s.mu.Lock()
	defer s.mu.Unlock()
	replace := func(rows []orgInvitation) []orgInvitation {
		rows = slices.Clone(rows)
		if i := slices.IndexFunc(rows, func(x orgInvitation) bool { return x.ID == inv.ID }); i >= 0 {
			rows[i] = inv
			return rows
		}
		return append([]orgInvitation{inv}, rows...)
	}
	if u := s.lookup(inv.UserID); u != nil {
		s.invitationsOf[u.slot] = replace(s.invitationsAt(u.slot, u))
		s.put(u) // so that allInvitations finds it
		return
	}
	if i, ok := s.organizationIndex(inv.OrganizationID); ok {
		s.outsideOf[i] = replace(s.outside(i))
	}
}

func (s *store) invitationsAt(at slot, u *userRecord) []orgInvitation {
	if rows, ok := s.invitationsOf[at]; ok {
		return rows
	}
	return s.sample.invitations(u)
}

func (s *store) outside(org int) []orgInvitation {
	if rows, ok := s.outsideOf[org]; ok {
		return rows
	}
	return s.sample.outsideInvitations(org)
}
