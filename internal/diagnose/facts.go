package diagnose

import (
	"context"
	"slices"
	"time"

	"usher/api"
)

// Facts are what is known of a person, or of an address that nobody has. A
// list that was not read is nil. Facts belong to one goroutine.
type Facts struct {
	// Now is the moment that texts are written for; Zone is the zone of
	// absolute times, nil for the local one.
	Now  time.Time
	Zone *time.Location

	// User is the person, as read at UserAt; nil when there is none.
	User   *api.User
	UserAt time.Time
	// Removed says that the person was deleted since the row was read.
	Removed bool

	Sessions    *api.List[api.Session]
	Memberships *api.List[api.Membership]
	Invitations *api.List[api.OrganizationInvitation]
	Block       *api.List[api.BlocklistIdentifier]
	Allow       *api.List[api.AllowlistIdentifier]
	// OrganizationsOff says that the instance has no organizations.
	OrganizationsOff bool

	// Address is what was looked for when there is no person.
	Address    string
	People     []*api.User // those whom the searches brought, each once
	AppInvites *api.List[api.Invitation]
	OrgInvites *api.List[api.OrganizationInvitation]
	Waitlist   *api.List[api.WaitlistEntry]
	exact      bool     // the exact look-up was answered
	crowded    []string // searches that brought as many as a page holds

	// Asked and Waiting count the requests: all of them, and those without
	// an answer yet.
	Asked, Waiting int
	unread         []Unread
	order          map[string]int // where what was asked for stands
}

// Unread is something that could not be read.
type Unread struct {
	What string // such as "the block list"
	Why  string // such as "the plan does not include it"
	Err  error
}

// Probe is one request that a diagnosis makes. Run blocks and may be called
// from any goroutine.
type Probe struct {
	What string
	Run  func(ctx context.Context) Reply
}

// Reply is the answer to a probe, for [Facts.Take].
type Reply struct {
	what string
	err  error
	put  func(f *Facts)
}

// Take puts a reply in.
func (f *Facts) Take(r Reply) {
	f.Waiting--
	switch {
	case r.err == nil:
		r.put(f)
	case organizationsOff(r.err):
		f.OrganizationsOff = true
	case r.what == theRecord && notFound(r.err):
		f.Removed = true
	default:
		f.unread = append(f.unread, Unread{r.what, reason(r.err), r.err})
		// Answers come in any order; what is said about them must not.
		slices.SortStableFunc(f.unread, func(a, b Unread) int { return f.order[a.What] - f.order[b.What] })
	}
}

// expect notes what is asked for.
func (f *Facts) expect(probes []Probe) {
	f.Asked, f.Waiting = len(probes), len(probes)
	f.order = make(map[string]int, len(probes))
	for i, p := range probes {
		f.order[p.What] = i
	}
}

// Unread lists what could not be read.
func (f *Facts) Unread() []Unread { return f.unread }

// probe makes a Probe of a call and of what its answer means.
func probe[T any](what string, call func(context.Context) (T, error), put func(*Facts, T)) Probe {
	return Probe{what, func(ctx context.Context) Reply {
		got, err := call(ctx)
		return Reply{what, err, func(f *Facts) { put(f, got) }}
	}}
}

// The names of what is read, as a blind spot calls it.
const (
	theRecord      = "the newest record of the user"
	theSessions    = "the sessions"
	theMemberships = "the organizations"
	theInvitations = "the invitations into organizations"
	theBlocklist   = "the block list"
	theAllowlist   = "the allow list"
	theAddress     = "who has the address"
	theSimilar     = "similar addresses"
	theAppInvites  = "the invitations to the application"
	theWaitlist    = "the waitlist"
)

// About begins the diagnosis of a person whose record was read at fetched.
// The facts tell at once what the record tells; each answer of the probes is
// put in with [Facts.Take]. There are 6 probes.
func About(src Source, u *api.User, fetched, now time.Time) (Facts, []Probe) {
	f := Facts{Now: now, User: u, UserAt: fetched}
	id := u.ID
	by := func(call func(context.Context, api.ID) (*api.User, error)) func(context.Context) (*api.User, error) {
		return func(ctx context.Context) (*api.User, error) { return call(ctx, id) }
	}
	probes := []Probe{
		probe(theRecord, by(src.User), func(f *Facts, u *api.User) {
			if u.Broken == nil {
				f.User, f.UserAt = u, f.Now
			}
		}),
		probe(theSessions, func(ctx context.Context) (*api.List[api.Session], error) { return src.Sessions(ctx, id) },
			func(f *Facts, l *api.List[api.Session]) { f.Sessions = l }),
		probe(theMemberships, func(ctx context.Context) (*api.List[api.Membership], error) { return src.Memberships(ctx, id) },
			func(f *Facts, l *api.List[api.Membership]) { f.Memberships = l }),
		probe(theInvitations, func(ctx context.Context) (*api.List[api.OrganizationInvitation], error) {
			return src.Invitations(ctx, id)
		},
			func(f *Facts, l *api.List[api.OrganizationInvitation]) { f.Invitations = l }),
		blockProbe(src),
		probe(theAllowlist, src.Allowlist, func(f *Facts, l *api.List[api.AllowlistIdentifier]) { f.Allow = l }),
	}
	f.expect(probes)
	return f, probes
}

func blockProbe(src Source) Probe {
	return probe(theBlocklist, src.Blocklist, func(f *Facts, l *api.List[api.BlocklistIdentifier]) { f.Block = l })
}
