package emulator

import (
	"sync"
	"time"
)

// store holds the users. Sample users exist only as a function of the seed until a write makes a
// record of them; records live in overlay and stand before the derived ones.
type store struct {
	seed   uint64
	now    func() time.Time
	sample *sample

	mu            sync.RWMutex
	overlay       map[slot]*userRecord // changed, cast and created users
	gone          map[slot]struct{}    // deleted ones
	hidden        []uint64             // bit set of the derived users that overlay or gone replace
	hiddenCount   int
	next          slot // of the next created user
	objects       int  // numbers the ids that newID makes
	membershipsOf map[slot][]membership
	sessionsOf    map[slot][]session
	invitationsOf map[slot][]orgInvitation
	outsideOf     map[int][]orgInvitation // by organization: of addresses that nobody has
	changedOrgs   map[int]*organization
}

func newStore(users int, seed uint64, now func() time.Time) *store {
	s := &store{seed: seed, now: now, sample: newSample(users, seed, now().UnixMilli())}
	s.reset()
	return s
}

// reset forgets every change since New.
func (s *store) reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next, s.objects = newSlot, 0
	s.overlay = map[slot]*userRecord{}
	s.gone = map[slot]struct{}{}
	s.hidden, s.hiddenCount = make([]uint64, (s.sample.users+63)/64), 0
	s.membershipsOf = map[slot][]membership{}
	s.sessionsOf = map[slot][]session{}
	s.invitationsOf = map[slot][]orgInvitation{}
	s.outsideOf = map[int][]orgInvitation{}
	s.changedOrgs = map[int]*organization{}
	for _, u := range s.sample.cast {
		s.put(u)
	}
}

// find returns a snapshot of a user, which must not be changed.
func (s *store) find(id string) (*userRecord, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	u := s.lookup(id)
	return u, u != nil
}

// owner returns the user whom an idn_, eac_, sess_, orgmem_ … id was made for. Whether the object
// still exists is for the caller to see.
func (s *store) owner(id string) (*userRecord, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	at, _, _, ok := idOwner(s.seed, id)
	if !ok {
		return nil, false
	}
	u := s.at(at)
	return u, u != nil
}

// update hands a copy of a user to fn and keeps it when fn returns nil. fn must not call the
// store. UpdatedAt is set here. An unknown id is a 404.
func (s *store) update(id string, fn func(u *userRecord) *apiError) (*userRecord, *apiError) {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.lookup(id)
	if old == nil {
		return nil, notFound("user", id)
	}
	u := old.clone()
	if err := fn(u); err != nil {
		return nil, err
	}
	u.UpdatedAt = max(s.now().UnixMilli(), old.UpdatedAt)
	s.put(u)
	return u, nil
}

// insert adds a user. It gives the record its slot and, unless it has one, its id; CreatedAt must
// be set. Ids of its parts come from newID once insert has returned, or through reserve.
func (s *store) insert(u *userRecord) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u.slot == 0 {
		u.slot = s.takeSlot()
	}
	if u.ID == "" {
		u.ID = makeID("user_", s.seed, u.slot, kindUser, 0, u.CreatedAt)
	}
	s.put(u)
}

// reserve gives a new record its slot and id, so that ids of its parts can be made before insert.
func (s *store) reserve(u *userRecord) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u.slot = s.takeSlot()
	u.ID = makeID("user_", s.seed, u.slot, kindUser, 0, u.CreatedAt)
}

// remove deletes a user with all that belongs to him.
func (s *store) remove(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.lookup(id)
	if u == nil {
		return
	}
	delete(s.overlay, u.slot)
	delete(s.membershipsOf, u.slot)
	delete(s.sessionsOf, u.slot)
	delete(s.invitationsOf, u.slot)
	s.gone[u.slot] = struct{}{}
	s.hide(u.slot)
}

// newID makes an id for an object of a user, or for one of nobody when u is nil.
func (s *store) newID(prefix string, u *userRecord) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.objects++
	owner := nobody
	if u != nil {
		owner = u.slot
	}
	// Kinds of sample objects end far below; numbers of made objects count through both fields.
	k := kindMade + kind(s.objects>>16&0x7f)
	return makeID(prefix, s.seed, owner, k, s.objects&0xffff, s.now().UnixMilli())
}

func (s *store) takeSlot() slot {
	s.next++
	return s.next
}

// lookup is find for callers that hold the lock.
func (s *store) lookup(id string) *userRecord {
	at, k, _, ok := idOwner(s.seed, id)
	if !ok || k != kindUser {
		return nil
	}
	if u := s.at(at); u != nil && u.ID == id {
		return u
	}
	return nil
}

// at returns the user of a slot, or nil.
func (s *store) at(at slot) *userRecord {
	if u, ok := s.overlay[at]; ok {
		return u
	}
	if _, ok := s.gone[at]; ok || at >= slot(s.sample.users) {
		return nil
	}
	return s.sample.user(at)
}

// hide takes a derived user out of the lists; those of other slots have never been derived.
func (s *store) hide(at slot) {
	if at < slot(s.sample.users) && !s.isHidden(at) {
		s.hidden[at>>6] |= 1 << (at & 63)
		s.hiddenCount++
	}
}

func (s *store) isHidden(at slot) bool { return s.hidden[at>>6]>>(at&63)&1 == 1 }

func (s *store) put(u *userRecord) {
	s.overlay[u.slot] = u
	s.hide(u.slot)
}
