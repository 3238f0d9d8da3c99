package emulator

import (
	"sync"
)

// extras holds what belongs to the instance and to no user: tokens, lists,
// invitations, the waitlist, codes under way and credits.
type extras struct {
	mu    sync.Mutex
	store *store
	start int64 // Unix ms at New: the sample's times are relative to it

	tokens      map[string]*loginToken
	allow       []*listIdentifier // newest first, as the other lists
	block       []*listIdentifier
	invitations []*invitation
	waitlist    []*waitlistEntry
	codes       map[string]*sentCode // by identification
	devices     map[string][]trustedDevice
	credits     map[string]*creditAccount
}

func newExtras(st *store, start int64) *extras {
	x := &extras{store: st, start: start}
	x.reset()
	return x
}

// reset brings back the sample entries and drops all that was made since.
func (x *extras) reset() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.tokens = map[string]*loginToken{}
	x.codes = map[string]*sentCode{}
	x.devices = map[string][]trustedDevice{}
	x.credits = map[string]*creditAccount{}
	x.allow = sampleList(x, "alid_", []string{"*@acme.example", "partner@north.example"})
	x.block = sampleList(x, "blid_", []string{"*@spam.example", "*@blocked.example", "blocked.person@mail.example", "+15555550199"})
	x.invitations = sampleInvitations(x)
	x.waitlist = sampleWaitlist(x)
}

// ago is a time before the start, in Unix ms.
func (x *extras) ago(days, hours int64) int64 { return x.start - (days*24+hours)*msPerHour }

const (
	msPerHour = int64(3600_000)
	msPerDay  = 24 * msPerHour
)

// forget drops what is held about a user who was deleted.
func (x *extras) forget(u *userRecord) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for id, t := range x.tokens {
		if t.UserID == u.ID {
			delete(x.tokens, id)
		}
	}
	for _, e := range u.Emails {
		delete(x.codes, e.ID)
	}
	for _, p := range u.Phones {
		delete(x.codes, p.ID)
	}
	delete(x.devices, u.ID)
	delete(x.credits, u.ID)
}
