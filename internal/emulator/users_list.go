package emulator

import (
	"slices"
)

// userRoutes are the operations that read users.
func userRoutes() []route {
	return []route{
		{"GET /users", (*Server).listUsers},
		{"GET /users/count", (*Server).countUsers},
		{"GET /users/{user_id}", (*Server).getUser},
	}
}

func (s *Server) getUser(r *request) (any, *apiError) {
	u, ok := s.store.find(r.id("user_id"))
	if !ok {
		return nil, notFound("user", r.id("user_id"))
	}
	return renderUser(u, s.nowMS()), nil
}

func (s *Server) listUsers(r *request) (any, *apiError) {
	f, filterErr := parseFilter(r.query)
	o, orderErr := parseOrder(r.query)
	var errs []*apiError
	for _, err := range []*apiError{filterErr, orderErr} {
		if err != nil {
			errs = append(errs, err)
		}
	}
	limit, offset := r.page()
	after := r.query.Get("starting_after")
	if after != "" && len(errs) == 0 {
		switch {
		case o.field != "created_at":
			errs = append(errs, cursorRefused("form_param_value_invalid", "starting_after needs an order by created_at."))
		case offset != 0:
			errs = append(errs, cursorRefused("form_param_value_invalid", "starting_after cannot be combined with an offset."))
		}
	}
	if err := joinErrors(errs); err != nil {
		return nil, err
	}
	users, err := s.store.list(f, o, listRange{after: after, offset: offset, limit: limit})
	if err != nil {
		return nil, err
	}
	now := s.nowMS()
	rows := make([]any, len(users))
	for i, u := range users {
		rows[i] = renderUser(u, now)
	}
	return rows, nil
}

// totalCount is the answer of the count operations.
type totalCount struct {
	Object     string `json:"object"`
	TotalCount int    `json:"total_count"`
}

func (s *Server) countUsers(r *request) (any, *apiError) {
	f, err := parseFilter(r.query)
	if err != nil {
		return nil, err
	}
	return totalCount{"total_count", s.store.count(f)}, nil
}

// listRange is which rows of a list are wanted.
type listRange struct {
	after  string // a user's id, or empty
	offset int
	limit  int
}

// count is how many users a filter selects.
func (s *store) count(f *userFilter) int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if f.all {
		return s.sample.users - s.hiddenCount + len(s.overlay)
	}
	return s.derived(f).count() + len(s.records(f))
}

// list returns a page of the users that a filter selects, as snapshots.
func (s *store) list(f *userFilter, o userOrder, want listRange) ([]*userRecord, *apiError) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var selected segmentedBits
	if !f.all {
		selected = s.derived(f)
	}
	keys := s.sortedRecords(f, o)
	ranking := s.sample.ranking(o)
	pos := 0
	if want.after != "" {
		u := s.lookup(want.after)
		if u == nil {
			return nil, cursorRefused("form_resource_not_found", "No user was found with id "+want.after)
		}
		cursor := keyOf(u, o.field)
		pos = ranking.before(cursor) // those equal to the cursor are counted: it is itself not shown again
		keys = keys[sortedAfter(keys, cursor, o.desc):]
	}
	return s.merge(&ranking, pos, keys, want, func(at slot) bool {
		return !s.isHidden(at) && (selected == nil || selected.has(at))
	}), nil
}

// sortedAfter is the index of the first key behind the cursor.
func sortedAfter(keys []recordKey, cursor recordKey, desc bool) int {
	i, same := slices.BinarySearchFunc(keys, cursor, func(a, b recordKey) int { return compareKeys(a, b, desc) })
	if same {
		i++
	}
	return i
}

// merge walks the derived users from a position and the records beside them, in one order.
func (s *store) merge(r *ranking, pos int, keys []recordKey, want listRange, selected func(slot) bool) []*userRecord {
	out := make([]*userRecord, 0, min(want.limit, 64))
	skip := want.offset
	next := s.sample.users // the position before which keys[0] stands
	place := func() {
		next = s.sample.users
		if len(keys) > 0 {
			next = r.before(keys[0])
		}
	}
	place()
	for len(out) < want.limit {
		switch {
		case len(keys) > 0 && next <= pos:
			if skip > 0 {
				skip--
			} else {
				out = append(out, keys[0].u)
			}
			keys = keys[1:]
			place()
		case pos < s.sample.users:
			if at := r.at(pos); selected(at) {
				if skip > 0 {
					skip--
				} else {
					out = append(out, s.sample.user(at))
				}
			}
			pos++
		default:
			return out
		}
	}
	return out
}

// derived selects among the derived users that have no record of their own.
func (s *store) derived(f *userFilter) segmentedBits {
	out := f.derived(s.sample)
	for at := range s.overlay {
		if at < slot(s.sample.users) {
			out.clear(at)
		}
	}
	for at := range s.gone {
		if at < slot(s.sample.users) {
			out.clear(at)
		}
	}
	return out
}

// records are the records that a filter selects, in no userOrder.
func (s *store) records(f *userFilter) []*userRecord {
	out := make([]*userRecord, 0, len(s.overlay))
	for at, u := range s.overlay {
		if f.all || f.matches(u, func() []membership { return s.membershipsAt(at, u) }) {
			out = append(out, u)
		}
	}
	return out
}

func (s *store) sortedRecords(f *userFilter, o userOrder) []recordKey {
	records := s.records(f)
	keys := make([]recordKey, len(records))
	for i, u := range records {
		keys[i] = keyOf(u, o.field)
	}
	slices.SortFunc(keys, func(a, b recordKey) int { return compareKeys(a, b, o.desc) })
	return keys
}
