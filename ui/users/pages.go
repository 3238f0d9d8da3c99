package users

import (
	"slices"
	"sort"
	"strings"
	"time"

	"usher/api"
)

// maxRows bounds the records that one listing keeps: at about 8 KB a user
// this is some 5 MB, however far a person scrolls.
const maxRows = 600

// entry is a user in the listing with what was last drawn of it.
type entry struct {
	user    *api.User
	fetched time.Time // when the record was read: a lock counts down from then
	rev     uint64    // changes whenever the row has to be drawn again
	sign    rune      // what happened to it while the list was live, 0 for nothing
}

// span is rows that follow each other, as one answer gave them. Old spans
// leave their records; the ids at both ends stay, so that the created order
// is paged by cursor in both directions.
type span struct {
	start       int // the row of its first user
	n           int
	rows        []entry // nil once they have left
	first, last api.ID
	used        uint64
}

func (s *span) end() int { return s.start + s.n }

// place is where a user stands: row i of a span.
type place struct {
	span *span
	i    int
}

// pages holds what is known of the rows of one listing, by row number.
type pages struct {
	size  int     // rows a request
	kept  []*span // by their first row, none over another
	held  []*span // those of them with records, in no order
	index map[api.ID]place
	// total is the server's count, -1 while unknown; end is the number of
	// rows once the last one was read, else -1. guessed says that the end was
	// numbered by the count: the last rows were read from there.
	total, end int
	guessed    bool
	// cursor says that the order can be paged by id; rows are then put right
	// by what is known of their neighbours. In other orders all rows come
	// counted from one end, which fromEnd tells: users without a value stand
	// last from either end, so that the two do not fit together.
	cursor, fromEnd bool
	// drift is by how many rows the server's list has moved since its first
	// rows were read, counted from the head and from the end.
	drift [2]int
	// whole keeps every record: rows are only ever appended, nobody could ask
	// for them again.
	whole bool
	clock uint64
	rev   uint64
}

func newPages(size int, cursor bool) *pages {
	return &pages{size: size, index: map[api.ID]place{}, total: -1, end: -1, cursor: cursor}
}

// reach is one past the last row that was read.
func (p *pages) reach() int {
	if len(p.kept) == 0 {
		return 0
	}
	return p.kept[len(p.kept)-1].end()
}

// bounded reports whether the number of rows is known.
func (p *pages) bounded() bool { return p.end >= 0 || p.total >= 0 || p.whole }

// length is the number of rows that can be scrolled to. While neither the
// count nor the end is known, one row past the loaded ones stands for more.
func (p *pages) length() int {
	switch {
	case p.end >= 0:
		return p.end
	case p.whole:
		return p.reach()
	case p.total >= 0:
		return max(p.total, p.reach())
	case p.reach() > 0:
		return p.reach() + 1
	default:
		return 0
	}
}

// before is the index of the first span that begins after a row.
func (p *pages) before(row int) int {
	return sort.Search(len(p.kept), func(i int) bool { return p.kept[i].start > row })
}

// spanAt is the span that holds a row, whether its records are there or not.
func (p *pages) spanAt(row int) *span {
	i := p.before(row)
	if i == 0 {
		return nil
	}
	if s := p.kept[i-1]; row < s.end() {
		return s
	}
	return nil
}

// at returns the entry of a row; ok is false while it is not loaded.
func (p *pages) at(row int) (e *entry, ok bool) {
	s := p.spanAt(row)
	if s == nil || s.rows == nil {
		return nil, false
	}
	return &s.rows[row-s.start], true
}

// idAt is the user known to stand at a row, loaded or not.
func (p *pages) idAt(row int) api.ID {
	s := p.spanAt(row)
	switch {
	case s == nil:
		return ""
	case s.rows != nil:
		return s.rows[row-s.start].user.ID
	case row == s.start:
		return s.first
	case row == s.end()-1:
		return s.last
	default:
		return ""
	}
}

// find is the row of a user who is loaded.
func (p *pages) find(id api.ID) (row int, ok bool) {
	at, ok := p.index[id]
	if !ok || at.span.rows == nil {
		return 0, false
	}
	return at.span.start + at.i, true
}

// touch marks the span of a row as in use and reports whether it is loaded.
func (p *pages) touch(row int) bool {
	s := p.spanAt(row)
	if s == nil || s.rows == nil {
		return false
	}
	p.clock++
	s.used = p.clock
	return true
}

// append adds rows at the end, for a listing whose rows are chosen here; they
// are all kept. Users it has already are left out.
func (p *pages) append(users []*api.User, at time.Time) (added int) {
	p.whole = true
	if len(p.kept) == 0 {
		p.kept = []*span{{rows: []entry{}}}
		p.held = slices.Clone(p.kept)
	}
	s := p.kept[len(p.kept)-1]
	for _, u := range users {
		if _, has := p.index[u.ID]; has && u.ID != "" {
			continue
		}
		p.add(s, u, at)
		added++
	}
	return added
}

// add puts a user behind the last of a span.
func (p *pages) add(s *span, u *api.User, at time.Time) {
	p.rev++
	s.rows = append(s.rows, entry{user: u, fetched: at, rev: p.rev})
	if u.ID != "" {
		p.index[u.ID] = place{span: s, i: s.n}
	}
	if s.n == 0 {
		s.first = u.ID
	}
	s.last = u.ID
	s.n++
}

// unload lets go of a span's records; the ids at its ends stay.
func (p *pages) unload(s *span) {
	for i := range s.rows {
		if id := s.rows[i].user.ID; p.index[id].span == s {
			delete(p.index, id)
		}
	}
	if i := slices.Index(p.held, s); i >= 0 {
		p.held = slices.Delete(p.held, i, i+1)
	}
	s.rows = nil
	// Cloned, since an id may be a part of the whole answer.
	s.first, s.last = api.ID(strings.Clone(string(s.first))), api.ID(strings.Clone(string(s.last)))
	if s.last != "" {
		p.index[s.last] = place{span: s, i: s.n - 1}
	}
	if s.first != "" {
		p.index[s.first] = place{span: s}
	}
}

// drop forgets a span altogether.
func (p *pages) drop(s *span) {
	p.unload(s)
	for _, id := range []api.ID{s.first, s.last} {
		if p.index[id].span == s {
			delete(p.index, id)
		}
	}
	i := p.before(s.start) - 1
	if i < 0 || p.kept[i] != s {
		i = slices.Index(p.kept, s)
	}
	if i >= 0 {
		p.kept = slices.Delete(p.kept, i, i+1)
	}
}

// among are the spans that hold any of some rows.
func (p *pages) among(from, to int) []*span {
	i := p.before(from)
	if i > 0 && p.kept[i-1].end() > from {
		i--
	}
	n := i
	for n < len(p.kept) && p.kept[n].start < to {
		n++
	}
	return slices.Clone(p.kept[i:n])
}

// reset forgets all rows, but not the count.
func (p *pages) reset() {
	p.kept, p.held, p.end, p.drift = nil, nil, -1, [2]int{}
	clear(p.index)
}

// evict lets go of the records used longest ago, never of those of keep.
func (p *pages) evict(keep *span) {
	if p.whole {
		return
	}
	for {
		loaded := 0
		var oldest *span
		for _, s := range p.held {
			loaded += len(s.rows)
			if s != keep && (oldest == nil || s.used < oldest.used) {
				oldest = s
			}
		}
		if oldest == nil || loaded <= max(maxRows, 3*p.size) {
			return
		}
		p.unload(oldest)
	}
}

// shrink keeps only the records around a row, for a listing that is put aside.
func (p *pages) shrink(row int) {
	for _, s := range slices.Clone(p.held) {
		if !p.whole && (s.end() <= row-p.size || s.start >= row+p.size) {
			p.unload(s)
		}
	}
}

// replace puts a newer record in the place of the user with its id and
// reports whether the user is loaded.
func (p *pages) replace(u *api.User, at time.Time) bool {
	pl, ok := p.index[u.ID]
	if !ok || pl.span.rows == nil {
		return false
	}
	p.rev++
	e := &pl.span.rows[pl.i]
	e.user, e.fetched, e.rev = u, at, p.rev
	return true
}

// redraw gives the user's row a new revision, after something beside the
// record changed, such as an act under way.
func (p *pages) redraw(id api.ID) {
	if pl, ok := p.index[id]; ok && pl.span.rows != nil {
		p.rev++
		pl.span.rows[pl.i].rev = p.rev
	}
}

// redrawAll gives every row a new revision, after the minute changed.
func (p *pages) redrawAll() {
	for _, s := range p.held {
		for i := range s.rows {
			p.rev++
			s.rows[i].rev = p.rev
		}
	}
}

// remove takes out a user whom the server does not know any more. The rows
// behind move up.
func (p *pages) remove(id api.ID) {
	at, ok := p.index[id]
	if !ok {
		return
	}
	s := at.span
	delete(p.index, id)
	if s.rows == nil {
		if s.first == id {
			s.first = ""
		}
		if s.last == id {
			s.last = ""
		}
		return
	}
	s.rows = slices.Delete(s.rows, at.i, at.i+1)
	s.n--
	p.renumber(s)
	if s.n == 0 {
		p.drop(s)
	}
	p.shift(s.start+at.i+1, -1)
}

// renumber notes anew where the users of a loaded span stand.
func (p *pages) renumber(s *span) {
	if s.n == 0 {
		return
	}
	s.first, s.last = s.rows[0].user.ID, s.rows[s.n-1].user.ID
	for i := range s.rows {
		if id := s.rows[i].user.ID; id != "" {
			p.index[id] = place{span: s, i: i}
		}
	}
}
