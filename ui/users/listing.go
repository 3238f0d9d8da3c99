package users

import (
	"fmt"
	"strings"
	"time"

	"usher/api"
	"usher/internal/query"
)

// listing is one ordered, filtered list of users and where the person stands
// in it. Listings that are put aside keep the rows around their cursor, so
// that going back to a view or out of a search asks the server for nothing.
type listing struct {
	key  string
	view View
	// box is what is typed into the search box, chosen the order of the sort
	// menu; the order of a sort: that is typed wins over it.
	box    *query.Query
	chosen api.Order
	// asked is what the rows match: the view and the box. plan is how the
	// server is asked for it, nil until the organizations it names are known;
	// the bounds of its dates are those of when the listing began.
	asked *query.Query
	plan  *query.Plan
	order api.Order

	pages   *pages
	scan    *scan // reads through a wider answer of the server; nil for a list that the server filters
	cursor  int
	seek    api.ID    // the user under the cursor before a refresh, until his row comes
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
	// strangers is set once the server has sent users who do not match, ignored
	// when most of the first answer were such.
	strangers, ignored bool
}

func newListing(v View, box *query.Query, chosen api.Order, d Deps) *listing {
	l := &listing{key: listingKey(v, box, chosen), view: v, box: box, chosen: chosen}
	l.asked = box
	if box.Exact() == query.NotExact {
		l.asked = query.Parse(v.Query).And(box)
	}
	l.order = orderOf(v, box, chosen)
	l.pages = newPages(d.PageSize, l.order.Cursor())
	return l
}

func listingKey(v View, box *query.Query, chosen api.Order) string {
	return fmt.Sprintf("%s\x00%s\x00%s", v.Query, box.String(), orderOf(v, box, chosen))
}

// orderOf is the order of a list: that of a typed sort:, else that of the sort
// menu, else the view's own.
func orderOf(v View, box *query.Query, chosen api.Order) api.Order {
	if o, ok := box.Order(); ok {
		return plainOrder(o)
	}
	if chosen != (api.Order{}) {
		return plainOrder(chosen)
	}
	o, _ := query.Parse(v.Query).Order()
	return plainOrder(o)
}

// plainOrder gives the server's own order, newest first, one name.
func plainOrder(o api.Order) api.Order {
	if o.Field == api.OrderCreatedAt && o.Desc {
		return api.Order{}
	}
	return o
}

// narrowed reports whether the search box narrows the view.
func (l *listing) narrowed() bool { return !l.box.Empty() }

// exact reports whether one identifier is looked for among all users.
func (l *listing) exact() bool { return l.box.Exact() != query.NotExact }

// pasted is how many users are listed by their ids; 0 for another list.
func (l *listing) pasted() int {
	if n := strings.Count(l.box.Value("id"), ","); n > 0 {
		return n + 1
	}
	return 0
}

// among is the query of the view that the listing is a part of.
func (l *listing) among() string {
	if l.exact() {
		return ""
	}
	return l.view.Query
}

// filter is what the server is asked.
func (l *listing) filter() api.UserFilter {
	if l.plan == nil {
		return api.UserFilter{}
	}
	return l.plan.Filter
}

// request asks for rows in the way that was planned.
func (l *listing) request(a ask) api.ListUsersParams {
	p := api.ListUsersParams{UserFilter: l.filter(), Limit: a.limit(), Order: l.order, StartingAfter: a.after, Offset: a.offset}
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
func (l *listing) head(limit int) api.ListUsersParams { return l.request(ask{end: limit}) }

// recount takes over the server's count. A list whose newest users stand last
// goes on when it has grown.
func (l *listing) recount(n int, now time.Time) {
	p := l.pages
	p.total, l.counted = n, now
	if p.end >= 0 && n > p.end && l.order.Field == api.OrderCreatedAt && !l.order.Desc {
		p.end = -1
	}
}
