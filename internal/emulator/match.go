package emulator

import (
	"math/bits"
	"slices"
	"strings"
)

func (b *segmentBits) and(other *segmentBits) {
	for i := range b {
		b[i] &= other[i]
	}
}

func (b *segmentBits) andNot(other *segmentBits) {
	for i := range b {
		b[i] &^= other[i]
	}
}

// keep drops the members for which ok is false.
func (b *segmentBits) keep(ok func(i int) bool) {
	for w, word := range b {
		for ; word != 0; word &= word - 1 {
			if i := w<<6 | bits.TrailingZeros64(word); !ok(i) {
				b[w] &^= 1 << (i & 63)
			}
		}
	}
}

// derived selects among the derived users, as they were at New.
func (f *userFilter) derived(m *sample) segmentedBits {
	segments := m.columns()
	out := make(segmentedBits, len(segments))
	eachParallel(len(segments), func(i int) { f.segment(m, segments[i], &out[i]) })
	return out
}

// segmentedBits is a set of derived users.
type segmentedBits []segmentBits

func (b segmentedBits) has(at slot) bool {
	return b[at/segmentSize][at%segmentSize>>6]>>(at&63)&1 == 1
}

func (b segmentedBits) clear(at slot) { b[at/segmentSize][at%segmentSize>>6] &^= 1 << (at & 63) }

func (b segmentedBits) count() int {
	n := 0
	for i := range b {
		for _, word := range b[i] {
			n += bits.OnesCount64(word)
		}
	}
	return n
}

// segment selects among the users of one segment.
func (f *userFilter) segment(m *sample, g *segment, out *segmentBits) {
	for i := range g.n {
		out.set(i)
	}
	if f.identified {
		out.and(f.identifiers(m, g))
	}
	if f.notIDs != nil || f.notExternal != nil {
		var drop segmentBits
		m.slotsOf(g, f.notIDs, &drop)
		g.externalID.equal(f.notExternal, drop.set)
		out.andNot(&drop)
	}
	if f.banned != nil {
		out.keep(func(i int) bool { return g.banned.has(i) == *f.banned })
	}
	for _, t := range []struct {
		column []int64
		within timeRange
	}{{g.created, f.created}, {g.active, f.active}, {g.signIn, f.signIn}} {
		if t.within.set() {
			out.keep(func(i int) bool { return t.within.holds(t.column[i]) })
		}
	}
	f.texts(g, out)
	if f.providerIDs != nil {
		var hits segmentBits
		g.providerID.equal(f.providerIDs, hits.set)
		out.and(&hits)
	}
	if f.inOrgs != nil || f.notInOrgs != nil {
		var orgs [maxOrgs]int
		out.keep(func(i int) bool {
			n := m.orgsOf(mix(m.seed, uint64(g.from)+uint64(i)), &orgs)
			return f.organizations(func(yield func(string) bool) {
				for _, org := range orgs[:n] {
					if !yield(m.orgs[org].ID) {
						return
					}
				}
			})
		})
	}
}

// identifiers is the union of the exact identifier filters.
func (f *userFilter) identifiers(m *sample, g *segment) *segmentBits {
	var hits segmentBits
	g.email.equal(f.emails, hits.set)
	g.phone.equal(f.phones, hits.set)
	g.username.equal(f.usernames, hits.set)
	g.wallet.equal(f.wallets, hits.set)
	g.externalID.equal(f.external, hits.set)
	m.slotsOf(g, f.ids, &hits)
	return &hits
}

// slotsOf adds the users of a segment who have one of the ids.
func (m *sample) slotsOf(g *segment, ids map[string]struct{}, into *segmentBits) {
	for id := range ids {
		at, k, _, ok := idOwner(m.seed, id)
		if !ok || k != kindUser || at < g.from || at >= g.from+slot(g.n) {
			continue
		}
		// The prefix and the time are not part of what idOwner checks.
		if i := int(at - g.from); makeID("user_", m.seed, at, kindUser, 0, g.created[i]) == id {
			into.set(i)
		}
	}
}

// texts applies the partial matches.
func (f *userFilter) texts(g *segment, out *segmentBits) {
	for _, q := range []struct {
		needle  string
		columns []*textColumn
	}{
		{f.query, []*textColumn{&g.name, &g.email, &g.username, &g.phone, &g.wallet, &g.id}},
		{f.emailQuery, []*textColumn{&g.email}},
		{f.phoneQuery, []*textColumn{&g.phone}},
		{f.usernameQuery, []*textColumn{&g.username}},
		{f.nameQuery, []*textColumn{&g.name}},
	} {
		if q.needle == "" {
			continue
		}
		var hits segmentBits
		for _, c := range q.columns {
			c.contain([]byte(q.needle), hits.set)
		}
		out.and(&hits)
	}
}

// organizations applies the organization filters to the ids of a user's organizations.
func (f *userFilter) organizations(ids func(yield func(string) bool)) bool {
	in := f.inOrgs == nil
	for id := range ids {
		if _, ok := f.notInOrgs[id]; ok {
			return false
		}
		if _, ok := f.inOrgs[id]; ok {
			in = true
		}
	}
	return in
}

// matches applies the filter to one record; memberships is called when organizations matter.
func (f *userFilter) matches(u *userRecord, memberships func() []membership) bool {
	if f.identified && !f.identifies(u) {
		return false
	}
	if has(f.notIDs, u.ID) || u.ExternalID != nil && has(f.notExternal, *u.ExternalID) {
		return false
	}
	if f.banned != nil && u.Banned != *f.banned ||
		!f.created.holds(u.CreatedAt) || !f.active.holds(orZero(u.LastActiveAt)) || !f.signIn.holds(orZero(u.LastSignInAt)) {
		return false
	}
	if f.providerIDs != nil && !slices.ContainsFunc(u.ExternalAccounts, func(a externalAccount) bool {
		return has(f.providerIDs, a.Provider+" "+a.ProviderUserID)
	}) {
		return false
	}
	if (f.inOrgs != nil || f.notInOrgs != nil) && !f.organizations(func(yield func(string) bool) {
		for _, m := range memberships() {
			if !yield(m.OrganizationID) {
				return
			}
		}
	}) {
		return false
	}
	return f.matchesTexts(u)
}

// identifies applies the union of the exact identifier filters to one record.
func (f *userFilter) identifies(u *userRecord) bool {
	return has(f.ids, u.ID) ||
		u.ExternalID != nil && has(f.external, *u.ExternalID) ||
		u.Username != nil && has(f.usernames, strings.ToLower(*u.Username)) ||
		slices.ContainsFunc(u.Emails, func(e emailAddress) bool { return has(f.emails, strings.ToLower(e.EmailAddress)) }) ||
		slices.ContainsFunc(u.Phones, func(p phoneNumber) bool { return has(f.phones, p.PhoneNumber) }) ||
		slices.ContainsFunc(u.Wallets, func(w web3Wallet) bool { return has(f.wallets, strings.ToLower(w.Web3Wallet)) })
}

func (f *userFilter) matchesTexts(u *userRecord) bool {
	email := func(q string) bool {
		return slices.ContainsFunc(u.Emails, func(e emailAddress) bool { return contains(e.EmailAddress, q) })
	}
	phone := func(q string) bool {
		return slices.ContainsFunc(u.Phones, func(p phoneNumber) bool { return contains(p.PhoneNumber, q) })
	}
	username := func(q string) bool { return u.Username != nil && contains(*u.Username, q) }
	names := func(q string) bool { return contains(u.fullName(), q) }
	anything := func(q string) bool {
		return names(q) || email(q) || username(q) || phone(q) || contains(u.ID, q) ||
			slices.ContainsFunc(u.Wallets, func(w web3Wallet) bool { return contains(w.Web3Wallet, q) })
	}
	return (f.query == "" || anything(f.query)) && (f.emailQuery == "" || email(f.emailQuery)) &&
		(f.phoneQuery == "" || phone(f.phoneQuery)) && (f.usernameQuery == "" || username(f.usernameQuery)) &&
		(f.nameQuery == "" || names(f.nameQuery))
}

// fullName is the first and the last name with a space between.
func (u *userRecord) fullName() string {
	switch {
	case u.FirstName == nil && u.LastName == nil:
		return ""
	case u.LastName == nil:
		return *u.FirstName
	case u.FirstName == nil:
		return *u.LastName
	}
	return *u.FirstName + " " + *u.LastName
}

// contains reports whether text holds needle, which is in lower case, in any case.
func contains(text, needle string) bool { return strings.Contains(strings.ToLower(text), needle) }

func has(set map[string]struct{}, v string) bool {
	_, ok := set[v]
	return ok
}

func orZero(ms *int64) int64 {
	if ms == nil {
		return 0
	}
	return *ms
}
