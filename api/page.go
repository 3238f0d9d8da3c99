package api

import "net/url"

// Page selects part of a list. Limit is 1 to 500, above is lowered to 500,
// and 0 leaves the choice to the server (10).
type Page struct {
	Limit  int
	Offset int
}

func (p Page) encode(r *request) {
	if p.Limit < 0 {
		r.fail("limit", "must not be negative")
	}
	if p.Offset < 0 {
		r.fail("offset", "must not be negative")
	}
	if p.Limit > 0 {
		r.query.Set("limit", itoa(p.limit()))
	}
	if p.Offset > 0 {
		r.query.Set("offset", itoa(p.Offset))
	}
}

// limit is the page size the server is asked for; 0 is its default.
func (p Page) limit() int { return min(p.Limit, maxPageSize) }

// List is one page of a list. TotalCount is -1 when the server did not tell.
type List[T any] struct {
	Data       []T
	TotalCount int64
}

// statuses writes a repeated status filter.
func (r *request) statuses(vs []string, allowed ...string) {
	for _, s := range vs {
		if s == "" {
			r.fail("status", "must not be empty")
		}
		r.oneOf("status", s, allowed...)
		r.query.Add("status", s)
	}
}

// listOrder writes an order_by of the form [+-]field.
func (r *request) listOrder(v string, allowed ...string) {
	if v == "" {
		return
	}
	field := v
	if v[0] == '+' || v[0] == '-' {
		field = v[1:]
	} else {
		v = "+" + v
	}
	if field == "" {
		field = "?"
	}
	r.oneOf("order_by", field, allowed...)
	r.query.Set("order_by", v)
}

func setTexts(q url.Values, name string, vs []string) {
	for _, v := range vs {
		q.Add(name, v)
	}
}
