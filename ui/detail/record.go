package detail

import (
	"slices"
	"time"

	"usher/api"
)

// resource is one list that a tab may need from the network.
type resource int

const (
	none resource = iota
	memberships
	invitations
	invPending // invitations of one status each
	invAccepted
	invRevoked
	invExpired
	tally // how many invitations there are of each status
	sessions
	history   // what was done here, from the audit log
	resources // how many there are
)

// maxRecords is the number of users whose lists are kept.
const maxRecords = 64

// freshFor is how long a list is shown again without asking anew.
const freshFor = 2 * time.Minute

// pageLimit is the number of entries asked for at once; a reload asks for as
// many as are shown, up to the API's limit.
const (
	pageLimit = 50
	maxLimit  = 500
)

// record is what was loaded for one user.
type record struct {
	memberships listing[api.Membership]
	invitations listing[api.OrganizationInvitation]
	invPending  listing[api.OrganizationInvitation]
	invAccepted listing[api.OrganizationInvitation]
	invRevoked  listing[api.OrganizationInvitation]
	invExpired  listing[api.OrganizationInvitation]
	tally       listing[statusCount]
	sessions    listing[api.Session]
	history     listing[Event]
}

// state is the part of a listing that does not depend on its type.
func (r *record) state(of resource) *loadState {
	switch of {
	case memberships:
		return &r.memberships.loadState
	case invitations, invPending, invAccepted, invRevoked, invExpired:
		return &r.invites(of).loadState
	case tally:
		return &r.tally.loadState
	case sessions:
		return &r.sessions.loadState
	case history:
		return &r.history.loadState
	}
	return &loadState{}
}

// loadState tells how far a list has come.
type loadState struct {
	fetched time.Time // of the first page; zero before it came
	total   int64
	count   int   // entries held
	next    int   // offset of the next page
	end     bool  // nothing follows
	err     error // of the newest request; what was held before it stays
	further bool  // err is of a page after the first
	stale   bool  // a reload was asked for
}

// loaded reports whether something came, even an empty list.
func (s *loadState) loaded() bool { return !s.fetched.IsZero() }

// due reports whether the list must be asked for.
func (s *loadState) due(now time.Time) bool {
	if s.err != nil {
		return s.stale
	}
	return s.stale || !s.loaded() || now.Sub(s.fetched) > freshFor
}

// limit is the page size of a reload.
func (s *loadState) limit() int { return min(max(s.count, pageLimit), maxLimit) }

// listing is a paged list with its entries.
type listing[T any] struct {
	loadState
	items []T
}

// take puts in a page that was asked for at an offset; an entry that is
// already held, because the list shifted between two pages, is not held twice.
func (l *listing[T]) take(page *api.List[T], offset, limit int, now time.Time, id func(*T) api.ID) {
	l.err, l.stale, l.total = nil, false, page.TotalCount
	if offset == 0 {
		l.items, l.fetched = nil, now
	}
	known := make(map[api.ID]bool, len(l.items))
	for i := range l.items {
		known[id(&l.items[i])] = true
	}
	for i := range page.Data {
		key := id(&page.Data[i])
		if key != "" && known[key] {
			continue
		}
		known[key] = true
		l.items = append(l.items, page.Data[i])
	}
	l.count, l.next = len(l.items), offset+len(page.Data)
	if l.total > 0 {
		l.end = len(page.Data) == 0 || int64(l.next) >= l.total
	} else {
		l.end = len(page.Data) < limit
	}
	l.total = max(l.total, int64(l.count))
}

// records keeps the lists of the users seen last.
type records struct {
	byID  map[api.ID]*record
	order []api.ID // oldest first
}

// of is the record of a user, made when there is none.
func (c *records) of(id api.ID) *record {
	if c.byID == nil {
		c.byID = make(map[api.ID]*record, maxRecords)
	}
	r, ok := c.byID[id]
	if !ok {
		r = &record{}
		c.byID[id] = r
		if len(c.order) == maxRecords {
			delete(c.byID, c.order[0])
			c.order = slices.Delete(c.order, 0, 1)
		}
		c.order = append(c.order, id)
		return r
	}
	if i := slices.Index(c.order, id); i >= 0 && i != len(c.order)-1 {
		c.order = append(slices.Delete(c.order, i, i+1), id)
	}
	return r
}

// forgive forgets errors, so that a user who is shown again is asked for
// again.
func (r *record) forgive() {
	for of := none + 1; of < resources; of++ {
		r.state(of).err = nil
	}
}
