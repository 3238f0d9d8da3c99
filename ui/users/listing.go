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
	refresh  bool // the next page replaces everything
}

func newListing(v View, s query.Search, order api.Order, d Deps) *listing {
	return &listing{key: listingKey(v, s, order), view: v, search: s, order: order, pages: newPages(d.PageSize), zone: d.Zone}
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

// request is how page n is asked for: by cursor where the order allows it and
// the page before was seen, by offset otherwise.
func (l *listing) request(n int, now time.Time) api.ListUsersParams {
	p := api.ListUsersParams{UserFilter: l.filter(now), Limit: l.pages.size, Order: l.order}
	switch end, seen := l.pages.ends[n-1]; {
	case n == 0:
	case seen && l.order.Cursor() && !l.offsets:
		p.StartingAfter = end
	default:
		p.Offset = n*l.pages.size + l.pages.drift
	}
	return p
}
