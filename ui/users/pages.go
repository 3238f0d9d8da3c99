package users

import (
	"time"

	"usher/api"
)

// maxPages bounds the pages that one listing keeps: with 50 users a page and
// about 8 KB a user this is some 5 MB, however far a person scrolls.
const maxPages = 12

// entry is a user in the listing with what was last drawn of it.
type entry struct {
	user    *api.User
	fetched time.Time // when the record was read: a lock counts down from then
	rev     uint64    // changes whenever the row has to be drawn again
}

type page struct {
	rows []entry
	used uint64
}

// pages holds the rows of one listing by row number, in pages as the server
// gave them. Old pages leave the cache; of each page seen, the id of its last
// user stays (a few bytes), so that the created order is paged by cursor.
type pages struct {
	size  int
	kept  map[int]*page
	ends  map[int]api.ID
	rowOf map[api.ID]int
	// total is the server's count, -1 while unknown; end is the exact number
	// of rows once the last page was seen, else -1.
	total, end int
	// drift is by how many rows the server's list has grown at its head
	// since the first page was read; offsets are moved by it.
	drift int
	clock uint64
	rev   uint64
}

func newPages(size int) *pages {
	return &pages{
		size: size, kept: map[int]*page{}, ends: map[int]api.ID{}, rowOf: map[api.ID]int{},
		total: -1, end: -1,
	}
}

// length is the number of rows that can be scrolled to. While neither the
// count nor the end is known, one row past the loaded ones stands for more.
func (p *pages) length() int {
	if p.end >= 0 {
		return p.end
	}
	loaded := 0
	for n, pg := range p.kept {
		if last := n*p.size + len(pg.rows); last > loaded {
			loaded = last
			if len(pg.rows) == p.size {
				loaded++
			}
		}
	}
	if p.total >= 0 {
		return max(p.total, loaded-1)
	}
	return loaded
}

// at returns the entry of a row; ok is false while its page is not loaded,
// and the entry is nil for a row whose user moved to another page.
func (p *pages) at(row int) (e *entry, ok bool) {
	pg, ok := p.kept[row/p.size]
	if !ok || row < 0 {
		return nil, false
	}
	if i := row % p.size; i < len(pg.rows) {
		return &pg.rows[i], true
	}
	return nil, true
}

// touch marks the page of a row as in use and reports whether it is loaded.
func (p *pages) touch(n int) bool {
	pg, ok := p.kept[n]
	if ok {
		p.clock++
		pg.used = p.clock
	}
	return ok
}

// put stores page n, leaving out users that another loaded page shows
// already, and reports how many were left out. wanted is the number of rows
// that was asked for: fewer mean that the list ends here.
func (p *pages) put(n int, users []*api.User, wanted int, at time.Time) (repeated int) {
	p.drop(n)
	p.clock++
	pg := &page{rows: make([]entry, 0, len(users)), used: p.clock}
	for _, u := range users {
		if row, seen := p.rowOf[u.ID]; seen && u.ID != "" && row/p.size != n {
			repeated++
			continue
		}
		if u.ID != "" {
			p.rowOf[u.ID] = n*p.size + len(pg.rows)
		}
		p.rev++
		pg.rows = append(pg.rows, entry{user: u, fetched: at, rev: p.rev})
	}
	p.kept[n] = pg
	if len(users) > 0 && users[len(users)-1].ID != "" {
		p.ends[n] = users[len(users)-1].ID
	}
	if len(users) < wanted && (len(users) > 0 || n == 0) {
		p.end = n*p.size + len(pg.rows)
	} else if len(users) == wanted && p.end >= 0 && p.end < (n+1)*p.size {
		p.end = -1
	}
	p.evict(n)
	return repeated
}

// evict drops the pages used longest ago, never page n.
func (p *pages) evict(n int) {
	for len(p.kept) > maxPages {
		oldest := -1
		for k, pg := range p.kept {
			if k != n && (oldest < 0 || pg.used < p.kept[oldest].used) {
				oldest = k
			}
		}
		p.drop(oldest)
	}
}

// shrink keeps only the pages around row, for a listing that is put aside.
func (p *pages) shrink(row int) {
	for n := range p.kept {
		if d := n - row/p.size; d < -1 || d > 1 {
			p.drop(n)
		}
	}
}

// forgetOthers drops every page but n, after a refresh has replaced it.
func (p *pages) forgetOthers(n int) {
	for k := range p.kept {
		if k != n {
			p.drop(k)
		}
	}
	clear(p.ends)
	if pg := p.kept[n]; pg != nil && len(pg.rows) > 0 {
		p.ends[n] = pg.rows[len(pg.rows)-1].user.ID
	}
	p.drift = 0
}

func (p *pages) drop(n int) {
	pg, ok := p.kept[n]
	if !ok {
		return
	}
	for _, e := range pg.rows {
		if p.rowOf[e.user.ID]/p.size == n {
			delete(p.rowOf, e.user.ID)
		}
	}
	delete(p.kept, n)
}

// replace puts a newer record in the place of the user with its id and
// reports whether the user is loaded.
func (p *pages) replace(u *api.User, at time.Time) bool {
	row, ok := p.rowOf[u.ID]
	if !ok {
		return false
	}
	e, ok := p.at(row)
	if !ok || e == nil {
		return false
	}
	p.rev++
	*e = entry{user: u, fetched: at, rev: p.rev}
	return true
}

// redraw gives the user's row a new revision, after something beside the
// record changed, such as an act under way.
func (p *pages) redraw(id api.ID) {
	if row, ok := p.rowOf[id]; ok {
		if e, ok := p.at(row); ok && e != nil {
			p.rev++
			e.rev = p.rev
		}
	}
}

// redrawAll gives every row a new revision, after the minute changed.
func (p *pages) redrawAll() {
	for _, pg := range p.kept {
		for i := range pg.rows {
			p.rev++
			pg.rows[i].rev = p.rev
		}
	}
}
