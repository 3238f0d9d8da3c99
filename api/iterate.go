package api

import (
	"context"
	"errors"
	"iter"
	"net/http"
)

// defaultScanPage is the page size of iterators that were given none.
const defaultScanPage = 100

// errRepeats ends an iteration over a server that does not page.
var errRepeats = errors.New("the server repeats the same page")

// All goes through all users that the parameters select, from Offset or
// StartingAfter on, Limit at a time (100 when 0). It pages by cursor where the
// order allows that, else by offset, and changes to offset when the server
// does not know cursors. A user that moved to the next page meanwhile comes
// once. An error ends the iteration; users with Broken set are none.
func (s *UsersService) All(ctx context.Context, p ListUsersParams) iter.Seq2[*User, error] {
	return func(yield func(*User, error) bool) {
		scan := newUserScan(p)
		for {
			page, err := s.List(ctx, scan.params)
			if scan.cursorRefused(err) {
				continue
			}
			if err != nil {
				yield(nil, err)
				return
			}
			fresh, err := scan.take(page)
			for _, u := range fresh {
				if !yield(u, nil) {
					return
				}
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if scan.done {
				return
			}
		}
	}
}

// userScan is where an iteration over users stands.
type userScan struct {
	params ListUsersParams
	cursor bool // pages by cursor from the second page on
	read   int  // rows so far, seen twice or not
	given  bool // the caller gave the cursor of the first page
	recent recentIDs
	stale  int // pages in a row that held nothing new
	done   bool
}

func newUserScan(p ListUsersParams) *userScan {
	if p.Limit == 0 {
		p.Limit = defaultScanPage
	}
	return &userScan{
		params: p, given: p.StartingAfter != "",
		// An offset at the start is followed by cursors all the same.
		cursor: p.Order.Cursor(), read: max(p.Offset, 0),
	}
}

// cursorRefused turns to offsets after a 422 that names starting_after. A
// cursor that the caller gave has no offset, so that one stays an error.
func (s *userScan) cursorRefused(err error) bool {
	var e *Error
	if !s.cursor || s.given || s.params.StartingAfter == "" || !errors.As(err, &e) {
		return false
	}
	if e.Status != http.StatusUnprocessableEntity && e.Status != http.StatusBadRequest || !e.Names("starting_after") {
		return false
	}
	s.turnToOffset()
	return true
}

func (s *userScan) turnToOffset() {
	s.cursor = false
	s.params.StartingAfter, s.params.Offset = "", s.read
}

// take drops the users of a page that came before and turns to the next page.
func (s *userScan) take(page []*User) ([]*User, error) {
	fresh := page[:0:0]
	var last ID
	for _, u := range page {
		if u.ID != "" {
			last = u.ID
		}
		if s.recent.add(u.ID) {
			fresh = append(fresh, u)
		}
	}
	s.done = len(page) < min(s.params.Limit, maxPageSize)
	if s.done {
		return fresh, nil
	}
	if len(fresh) > 0 {
		s.stale = 0
	} else if s.stale++; s.stale > 2 {
		return nil, errRepeats
	}
	switch {
	case s.cursor && s.params.StartingAfter != "" && len(fresh) == 0 && !s.given:
		// The server took no notice of the cursor.
		s.turnToOffset()
		return nil, nil
	case s.cursor && last != "":
		s.read += len(page)
		s.params.StartingAfter, s.params.Offset = last, 0
	case s.cursor && s.given:
		return fresh, errNoID
	default:
		s.read += len(page)
		s.cursor = false
		s.params.StartingAfter, s.params.Offset = "", s.read
	}
	return fresh, nil
}

// recentIDs remembers the last ids of an iteration.
type recentIDs struct {
	seen map[ID]struct{}
	ring []ID
	next int
}

// recentSize covers two of the largest pages.
const recentSize = 2 * maxPageSize

// add reports whether the id is new. Without an id nothing can be said.
func (r *recentIDs) add(id ID) bool {
	if id == "" {
		return true
	}
	if r.seen == nil {
		r.seen = make(map[ID]struct{})
	}
	if _, old := r.seen[id]; old {
		return false
	}
	r.seen[id] = struct{}{}
	if len(r.ring) < recentSize {
		r.ring = append(r.ring, id)
		return true
	}
	delete(r.seen, r.ring[r.next])
	r.ring[r.next] = id
	r.next = (r.next + 1) % recentSize
	return true
}

// pages goes through a list by offset.
func pages[T any](p Page, fetch func(Page) (*List[T], error)) iter.Seq2[*T, error] {
	if p.Limit == 0 {
		p.Limit = defaultScanPage
	}
	return func(yield func(*T, error) bool) {
		for {
			l, err := fetch(p)
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range l.Data {
				if !yield(&l.Data[i], nil) {
					return
				}
			}
			p.Offset += len(l.Data)
			if len(l.Data) < p.limit() {
				return
			}
		}
	}
}
