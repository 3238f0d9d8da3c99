package users

import (
	"slices"
	"time"

	"usher/api"
	"usher/ui/components/table"
)

// Signs that a row carries after the list was read again by itself.
const (
	signNew     = table.MarkNew
	signChanged = table.MarkChanged
	signGone    = table.MarkGone
)

// inserted tells that a row, and those behind it, have moved down.
type inserted struct{ at, n int }

// merge compares rows that are loaded with what the server says now. Records
// are renewed where they stand, users who are new are put between their
// neighbours, and those who are gone keep their row until the list is read
// anew: what is looked at does not move.
func (p *pages) merge(a ask, users []*api.User, at time.Time) (in []inserted) {
	if a.rev {
		users = slices.Clone(users)
		slices.Reverse(users)
	}
	row := a.start // where the next new user belongs
	if a.rev || !p.touch(row) {
		row = -1 // nowhere before somebody known was met
	}
	var fresh []*api.User
	first, met := -1, map[api.ID]bool{}
	put := func() {
		if len(fresh) > 0 && row >= 0 {
			p.open(row, fresh, at)
			in = append(in, inserted{row, len(fresh)})
			row += len(fresh)
		}
		fresh = nil
	}
	for _, u := range users {
		if _, ok := p.find(u.ID); !ok {
			if !stranger(u) {
				fresh = append(fresh, u)
			}
			continue
		}
		put()
		known, _ := p.find(u.ID) // it may have moved down just now
		p.renewRow(known, u, at)
		met[u.ID] = true
		if row = max(row, known+1); first < 0 {
			first = known
		}
	}
	p.absent(first, row, met)
	switch {
	case len(met) == 0:
		p.overrun(a, fresh, at, &in)
	case row == p.end:
		put() // the list goes on behind its last row
	}
	return in
}

// absent signs the rows, from the first to the last that were met again, whose
// users were not among them.
func (p *pages) absent(first, end int, met map[api.ID]bool) {
	for row := max(first, 0); row < end; row++ {
		if e, ok := p.at(row); ok && !met[e.user.ID] && e.sign != signNew {
			p.sign(e, signGone)
		}
	}
}

// overrun takes over a whole answer of new users at the head: there may be more
// of them before those known.
func (p *pages) overrun(a ask, users []*api.User, at time.Time, in *[]inserted) {
	if a.start != 0 || a.rev || len(users) < a.limit() {
		return
	}
	p.shift(0, len(users)+1)
	if p.total >= 0 {
		p.total += len(users)
	}
	p.insert(0, users, at)
	for row := range users {
		if e, ok := p.at(row); ok {
			p.sign(e, signNew)
		}
	}
	*in = append(*in, inserted{0, len(users) + 1})
}

// open puts new users before a row.
func (p *pages) open(row int, users []*api.User, at time.Time) {
	s := p.spanAt(row)
	if s == nil || s.rows == nil {
		s = p.spanAt(row - 1)
	}
	if s == nil || s.rows == nil {
		return
	}
	i := row - s.start
	entries := make([]entry, len(users))
	for k, u := range users {
		p.rev++
		entries[k] = entry{user: u, fetched: at, rev: p.rev, sign: signNew}
	}
	for _, other := range p.kept {
		if other != s && other.start >= row {
			other.start += len(users)
		}
	}
	s.rows = slices.Insert(s.rows, i, entries...)
	s.n += len(users)
	p.renumber(s)
	if p.end >= 0 {
		p.end += len(users)
	}
	if p.total >= 0 {
		p.total += len(users)
	}
}

// renewRow takes over a newer record and signs it when it tells something else.
func (p *pages) renewRow(row int, u *api.User, at time.Time) {
	e, _ := p.at(row)
	old := e.user
	p.rev++
	e.user, e.fetched, e.rev = u, at, p.rev
	switch {
	case old.UpdatedAt != u.UpdatedAt || old.Banned != u.Banned || old.Locked != u.Locked:
		p.sign(e, signChanged)
	case e.sign == signGone:
		p.sign(e, 0)
	}
}

// sign gives a row a sign, or takes it away.
func (p *pages) sign(e *entry, sign rune) {
	if e.sign != sign {
		p.rev++
		e.sign, e.rev = sign, p.rev
	}
}
