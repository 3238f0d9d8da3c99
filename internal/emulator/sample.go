package emulator

import (
	"math"
	"sync"
)

const (
	day    = int64(24 * 60 * 60 * 1000) // in ms, as all times
	hour   = day / 24
	minute = hour / 60
	second = minute / 60

	// sampleSpan is the age of the oldest derived user.
	sampleSpan = 1200 * day
	// largeSample is from how many derived users on their search columns are made at once.
	largeSample = 50_000
	// sampleRecent is the age of the newest derived user: the cast has the minutes before.
	sampleRecent = 62 * minute
)

// sample derives the sample users from a seed. User number n, counted from the newest, is a pure
// function of seed, n and the start; nothing is kept of him.
type sample struct {
	users int // derived ones; the cast comes on top
	seed  uint64
	start int64 // Unix ms at New; all times are relative to it
	orgs  []organization
	pairs pairing

	// The cast are people made by hand, who show every case there is.
	cast            []*userRecord
	castMemberships map[slot][]membership
	castInvitations map[slot][]orgInvitation
	castSessions    map[slot][]session

	columnsOnce sync.Once
	segments    []*segment
	sorted      permutations
}

func newSample(users int, seed uint64, start int64) *sample {
	m := &sample{
		seed: seed, start: start, pairs: newPairing(seed), orgs: sampleOrganizations(seed, start, users),
		castMemberships: map[slot][]membership{}, castInvitations: map[slot][]orgInvitation{}, castSessions: map[slot][]session{},
	}
	m.hire(users)
	m.users = users - len(m.cast)
	if m.users > largeSample {
		// Many users take a while to index: begin before the first search waits for it.
		go m.columns()
	}
	return m
}

// traits that the hash of a user decides, each on its own.
const (
	traitDomain uint64 = iota + 1
	traitAddress
	traitSecondEmail
	traitContact
	traitUsername
	traitPhone
	traitWallet
	traitPassword
	traitSocial
	traitState
	traitMFA
	traitSignIn
	traitActive
	traitOrgCount
	traitOrg
	traitRole
	traitInvitation
	traitSession
	traitPlan
	traitImage
	traitPasskey
	traitExternalID
	traitNames
	traitUnverified
	traitUpdated
	traitMisc
	traitJitter
)

// profile is what decides everything about one derived user.
type profile struct {
	slot    slot
	hash    uint64
	created int64
	round   int // how often the names were dealt before: it makes addresses distinct
	pool    *namePool
	first   *name
	last    *name
	org     int // of the first membership, -1 for none
}

func (m *sample) profile(at slot) profile {
	p := profile{slot: at, hash: mix(m.seed, uint64(at)), created: m.createdAt(at), org: -1}
	p.pool, p.first, p.last, p.round = m.pairs.deal(at)
	var orgs [maxOrgs]int
	if n := m.orgsOf(p.hash, &orgs); n > 0 {
		p.org = orgs[0]
	}
	return p
}

// roll is a user's number below n for a trait.
func (p *profile) roll(trait, n uint64) uint64 { return roll(p.hash, trait, n) }

// chance reports whether a trait holds that perMille of a thousand users have.
func (p *profile) chance(trait, perMille uint64) bool { return roll(p.hash, trait, 1000) < perMille }

func roll(hash, trait, n uint64) uint64 {
	hi := mix(hash, trait) >> 32
	return hi * n >> 32
}

// part is a user's number in 0..1 for a trait.
func (p *profile) part(trait uint64) float64 { return float64(mix(p.hash, trait)>>11) / (1 << 53) }

// createdAt falls strictly with the slot: slot 0 is the newest. More users sign up every year.
func (m *sample) createdAt(at slot) int64 {
	jitter := float64(mix(mix(m.seed, uint64(at)), traitJitter)>>11) / (1 << 53)
	x := (float64(at) + jitter*0.9) / float64(max(m.users, 1))
	age := int64(float64(sampleSpan) * x * math.Sqrt(x))
	return m.start - sampleRecent - age - int64(at)
}

// pairing deals first and last names so that a pair comes back only after every other one.
type pairing struct {
	total  uint64   // pairs of all pools
	bounds []uint64 // where each pool's pairs end
	stride uint64   // coprime to total
	seed   uint64
}

func newPairing(seed uint64) pairing {
	d := pairing{seed: seed}
	for _, p := range pools() {
		d.total += uint64(len(p.first) * len(p.last))
		d.bounds = append(d.bounds, d.total)
	}
	d.stride = d.total/3 + mix(seed, 11)%(d.total/3)
	for gcd(d.stride, d.total) != 1 {
		d.stride++
	}
	return d
}

// deal is the name of a slot, and how many times all names were dealt before it.
func (d *pairing) deal(at slot) (pool *namePool, first, last *name, round int) {
	r := uint64(at) / d.total
	pair := (uint64(at)%d.total*d.stride + mix(d.seed, r)) % d.total
	i := 0
	for pair >= d.bounds[i] {
		i++
	}
	if i > 0 {
		pair -= d.bounds[i-1]
	}
	pool = &pools()[i]
	n := uint64(len(pool.first))
	return pool, &pool.first[pair%n], &pool.last[pair/n], int(r)
}

func gcd(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
