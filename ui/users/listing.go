package users

import (
	"fmt"
	"time"

	"usher/api"
	"usher/internal/query"
)

// listing is one ordered, filtered list of users and where the person stands
// in it. Listings that are put aside keep the pages around their cursor, so
// that going back to a view or out of a search asks the server for nothing.
type listing struct {
	key     string
	view    View
	search  query.Search
	order   api.Order
	pages   *pages
	zone    *time.Location
	cursor  int
	fetched time.Time // when the newest page arrived
	counted time.Time // when the server's count arrived
	err     error     // of the newest request; nil once one succeeds
	// offsets is set once the server has refused the cursor, see API 422
	// naming starting_after.
	offsets bool
	// fellBack is set when the exact search found nobody and the partial one
	// is shown.
	fellBack bool
	refresh  bool // the next answer replaces everything
	refused  bool // the cursor was, the last time
}

func newListing(v View, s query.Search, order api.Order, d Deps) *listing {
	return &listing{key: listingKey(v, s, order), view: v, search: s, order: order, pages: newPages(d.PageSize, order.Cursor()), zone: d.Zone}
}

func listingKey(v View, s query.Search, order api.Order) string {
	return fmt.Sprintf("%s\x00%s\x00%v\x00%d%t", v.Query, s.Text, s.Filter.UserID, order.Field, order.Desc)
}

// filter is what the listing asks for: the view's filter narrowed by the
// search. An exact search looks among all users whatever the view.
func (l *listing) filter(now time.Time) api.UserFilter {
	s := l.search
	if l.fellBack && s.Fallback != nil {
		s = *s.Fallback
	}
	switch s.Kind {
	case query.Everything:
		return l.view.filter(now, l.zone)
	case query.Partial:
		f := l.view.filter(now, l.zone)
		f.Query = s.Filter.Query
		return f
	default:
		return s.Filter
	}
}

// request asks for rows in the way that was planned.
func (l *listing) request(a ask, now time.Time) api.ListUsersParams {
	p := api.ListUsersParams{UserFilter: l.filter(now), Limit: a.limit(), Order: l.order, StartingAfter: a.after, Offset: a.offset}
	if a.rev {
		p.Order = reversed(l.order)
	}
	return p
}

// reversed is the order that begins where another one ends.
func reversed(o api.Order) api.Order {
	if o == (api.Order{}) {
		return api.Order{Field: api.OrderCreatedAt}
	}
	if o.Field == api.OrderCreatedAt && !o.Desc {
		return api.Order{} // newest first, under its one name
	}
	return api.Order{Field: o.Field, Desc: !o.Desc}
}

// cursors reports whether rows are asked for by the user before them.
func (l *listing) cursors() bool { return l.order.Cursor() && !l.offsets }

// head asks for the first users of the listing.
func (l *listing) head(limit int, now time.Time) api.ListUsersParams {
	return l.request(ask{end: limit}, now)
}

// recount takes over the server's count. A list whose newest users stand last
// goes on when it has grown.
func (l *listing) recount(n int, now time.Time) {
	p := l.pages
	p.total, l.counted = n, now
	if p.end >= 0 && n > p.end && l.order.Field == api.OrderCreatedAt && !l.order.Desc {
		p.end = -1
	}
}
