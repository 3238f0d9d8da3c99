package emulator

import (
	"encoding/json"
	"fmt"
	"slices"
)

// memberships derives a user's memberships, newest first.
func (m *sample) memberships(u *userRecord) []membership {
	if u.slot >= castSlot {
		return m.castMemberships[u.slot]
	}
	hash := mix(m.seed, uint64(u.slot))
	var orgs [maxOrgs]int
	n := m.orgsOf(hash, &orgs)
	out := make([]membership, 0, n)
	for i, org := range orgs[:n] {
		at := u.CreatedAt + (m.start-u.CreatedAt)*int64(i)/4
		out = append(out, m.member(u, org, memberRole(hash, i), i, at))
	}
	slices.Reverse(out)
	return out
}

// member is a user's n-th membership, in the organization with that index.
func (m *sample) member(u *userRecord, org int, role string, n int, at int64) membership {
	meta := json.RawMessage("{}")
	if n == 0 && u.slot%5 == 0 {
		meta = json.RawMessage(`{"department":"Support"}`)
	}
	return membership{
		ID:             makeID("orgmem_", m.seed, u.slot, kindMembership, n, at),
		OrganizationID: m.orgs[org].ID, UserID: u.ID, Role: role,
		PublicMetadata: meta, PrivateMetadata: json.RawMessage("{}"), CreatedAt: at, UpdatedAt: at,
	}
}

// invitations derives the organization invitations of a user's first address, newest first.
func (m *sample) invitations(u *userRecord) []orgInvitation {
	if u.slot >= castSlot {
		return m.castInvitations[u.slot]
	}
	hash := mix(m.seed, uint64(u.slot))
	if len(u.Emails) == 0 || !m.invited(hash) {
		return nil
	}
	n := 1 + int(roll(hash, traitInvitation+1<<8, 3))
	out := make([]orgInvitation, n)
	for i := range out {
		h := mix(hash, traitInvitation+uint64(i+2)<<8)
		status := [...]string{"pending", "expired", "accepted", "revoked"}[h%4]
		at := m.start - int64(i)*4*day - int64(h>>8%uint64(15*day)) - hour
		out[i] = m.invite(u.slot, u.Emails[0].EmailAddress, int(h>>40%uint64(len(m.orgs))), status, i, at)
		out[i].UserID = u.ID
	}
	return out
}

// invited reports whether the derived user with a hash was invited, if he has an address.
func (m *sample) invited(hash uint64) bool { return roll(hash, traitInvitation, 1000) < 70 }

// invite is the n-th invitation made for an owner, of an address into the organization with that
// index. An expired one is older than its 30 days.
func (m *sample) invite(owner slot, address string, org int, status string, n int, at int64) orgInvitation {
	if status == "expired" {
		at -= 30 * day
	}
	updated := at
	if status != "pending" {
		updated = min(at+3*hour, m.start)
	}
	return orgInvitation{
		ID:             makeID("orginv_", m.seed, owner, kindInvitation, n, at),
		OrganizationID: m.orgs[org].ID, EmailAddress: address, Role: roles[1-n%2].key, InviterID: m.castID(0), Status: status,
		PublicMetadata: json.RawMessage("{}"), PrivateMetadata: json.RawMessage("{}"),
		ExpiresAt: at + 30*day, CreatedAt: at, UpdatedAt: updated,
	}
}

// browsers and places are where sessions come from.
//
//nolint:gochecknoglobals // a constant table
var (
	browsers = [...]struct {
		name, version, device string
		mobile                bool
	}{
		{"Chrome", "142.0.0.0", "Macintosh", false},
		{"Safari", "26.1", "iPhone", true},
		{"Firefox", "145.0", "Linux", false},
		{"Edge", "142.0.0.0", "Windows", false},
		{"Chrome Mobile", "142.0.0.0", "Android", true},
		{"Samsung Internet", "29.0", "Android", true},
	}
	places = [...]struct{ city, country string }{
		{"Oslo", "NO"},
		{"São Paulo", "BR"},
		{"Zürich", "CH"},
		{"東京", "JP"},
		{"Berlin", "DE"},
		{"San Francisco", "US"},
		{"London", "GB"},
		{"القاهرة", "EG"},
		{"Warszawa", "PL"},
		{"Bengaluru", "IN"},
		{"台北", "TW"},
		{"Nairobi", "KE"},
		{"Buenos Aires", "AR"},
		{"Toronto", "CA"},
		{"Київ", "UA"},
		{"서울", "KR"},
		{"Lisboa", "PT"},
		{"Paris", "FR"},
	}
)

// sessions derives a user's sessions, newest first. The newest ends where LastActiveAt says.
func (m *sample) sessions(u *userRecord) []session {
	if u.LastSignInAt == nil || u.slot >= newSlot {
		return nil
	}
	if u.slot >= castSlot {
		if out, ok := m.castSessions[u.slot]; ok {
			return out
		}
	}
	hash := mix(m.seed, uint64(u.slot))
	n := 1 + int(roll(hash, traitSession, 4))
	out := make([]session, 0, n)
	begin, active := *u.LastSignInAt, *u.LastSignInAt
	if u.LastActiveAt != nil {
		active = max(active, *u.LastActiveAt)
	}
	for i := range n {
		status := "active"
		switch {
		case u.Banned:
			status = "revoked"
		case active < m.start-7*day:
			status = "expired"
		case i > 0:
			status = [...]string{"active", "ended", "removed", "replaced", "abandoned"}[roll(hash, traitSession+uint64(i)<<8, 5)]
		}
		out = append(out, m.session(u, i, status, begin, active))
		active = begin - int64(roll(hash, traitActive+uint64(i)<<8, uint64(9*day))) - hour
		begin = active - int64(i+1)*3*hour
		if begin < u.CreatedAt {
			break
		}
	}
	return out
}

// session is a user's n-th session, newest first.
func (m *sample) session(u *userRecord, n int, status string, begin, active int64) session {
	h := mix(mix(m.seed, uint64(u.slot)), uint64(n)+0x5e55)
	b := browsers[h%uint64(len(browsers))]
	place := places[mix(m.seed, uint64(u.slot))>>9%uint64(len(places))]
	if n == 2 {
		place = places[h>>17%uint64(len(places))]
	}
	return session{
		ID:       makeID("sess_", m.seed, u.slot, kindSession, n, begin),
		UserID:   u.ID,
		ClientID: makeID("client_", m.seed, u.slot, kindClient, n/2, u.CreatedAt),
		Status:   status, LastActiveAt: active, ExpireAt: begin + 7*day, AbandonAt: begin + 30*day,
		CreatedAt: begin, UpdatedAt: active,
		Activity: &sessionActivity{
			ID: makeID("sess_activity_", m.seed, u.slot, kindActivity, n, begin), Object: "session_activity",
			IsMobile: b.mobile, DeviceType: b.device, BrowserName: b.name, BrowserVersion: b.version,
			IPAddress: fmt.Sprintf("203.0.113.%d", 1+h>>24%254), City: place.city, Country: place.country,
		},
	}
}

// outsideInvitations derives the invitations into an organization of addresses that no user has.
func (m *sample) outsideInvitations(org int) []orgInvitation {
	h := mix(m.seed, 0x0d0d+uint64(org))
	out := make([]orgInvitation, h%5)
	for i := range out {
		status := [...]string{"pending", "pending", "expired", "revoked"}[h>>(8+4*i)%4]
		at := m.start - int64(i)*9*day - int64(h>>20%uint64(2*day)) - hour
		address := fmt.Sprintf("newcomer.%d@%s", i+1, m.orgs[org].Domain)
		out[i] = m.invite(nobody, address, org, status, org*8+i, at)
	}
	return out
}
