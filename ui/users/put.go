package users

import (
	"slices"
	"time"

	"usher/api"
)

// ask is a request for the rows from start on, one past the last being end.
type ask struct {
	start, end int
	// rev asks in reverse order: the answer begins with row end-1.
	rev bool
	// after is the user next to the rows asked for, on the side that the
	// answer begins at. Without it and without an offset the answer begins at
	// that end of the list.
	after  api.ID
	offset int
	// lead is how many rows already known the answer begins with, so that a
	// list that has moved meanwhile is noticed.
	lead int
	// extra is how many rows are asked for past the wanted ones, to see
	// whether those known to follow really do.
	extra int
	tries int
}

// limit is the number of rows the server is asked for.
func (a ask) limit() int { return min(a.lead+a.end-a.start+a.extra, maxLimit) }

// covers reports whether a row is among those asked for.
func (a ask) covers(row int) bool { return row >= a.start && row < a.end }

// maxLimit is the most users that a request can give (GetUserList).
const maxLimit = 500

// shifted tells that the rows from a row on have moved.
type shifted struct{ from, by int }

// put stores an answer where it belongs. What it contradicts is forgotten, so
// that nobody is shown twice; what it finds at another row than thought is
// moved there. lost is true when the list has moved so far that the answer
// does not touch the rows it should follow: nothing is stored then.
func (p *pages) put(a ask, users []*api.User, at time.Time) (moved shifted, lost bool) {
	if !p.cursor && a.rev != p.fromEnd {
		p.reset()
		p.fromEnd = a.rev
	}
	short := len(users) < a.limit()
	near, ok := p.follow(a, users)
	if !ok {
		return shifted{}, true
	}
	p.renew(a)
	near, seam := p.join(a, near, &moved)
	short = short || len(near) == 0 && !seam // nobody new: there are no more
	start := a.start
	switch {
	case a.rev:
		slices.Reverse(near)
		start = p.head(a, len(near), short && !seam, &moved)
	case !seam && short:
		p.endAt(start + len(near))
	case !seam:
		moved = p.beyond(a, start+len(near))
	}
	if a.rev && a.after == "" && a.offset == 0 && p.end < 0 {
		p.end, p.guessed = a.end+moved.by, !short
	}
	p.insert(start, near, at)
	if row := start - 1; a.after != "" && !a.rev && row >= 0 && p.spanAt(row) == nil {
		p.edge(row, a.after)
	}
	return moved, false
}

// follow takes the rows off that the answer begins with to show that it
// follows those that are known.
func (p *pages) follow(a ask, users []*api.User) (rest []*api.User, ok bool) {
	if a.lead == 0 {
		return users, true
	}
	for i := len(users) - 1; i >= 0; i-- {
		at, known := p.index[users[i].ID]
		if !known || users[i].ID == "" {
			continue
		}
		if row := at.span.start + at.i; !a.rev && row < a.start || a.rev && row >= a.end {
			p.drift[end(a.rev)] += i + 1 - a.lead
			return users[i+1:], true
		}
	}
	if a.tries < maxDrift && len(users) > 0 {
		return nil, false
	}
	return users[min(a.lead, len(users)):], true
}

// renew forgets the ends of spans whose rows have been asked for again.
func (p *pages) renew(a ask) {
	for _, s := range p.among(a.start, a.end) {
		switch {
		case s.rows != nil || s.end() <= a.start || s.start >= a.end:
		case s.start < a.start && s.n > 1:
			first, start := s.first, s.start
			p.drop(s)
			p.edge(start, first)
			if s.end() > a.end {
				p.edge(s.end()-1, s.last)
			}
		case s.end() > a.end && s.n > 1:
			p.drop(s)
			p.edge(s.end()-1, s.last)
		default:
			p.drop(s)
		}
	}
}

// edge keeps who stands at a row, without a record.
func (p *pages) edge(row int, id api.ID) {
	if id == "" {
		return
	}
	s := &span{start: row, n: 1, first: id, last: id}
	p.kept = slices.Insert(p.kept, p.before(row), s)
	p.index[id] = place{span: s}
}

// join cuts an answer where it meets rows that are known. In the created order
// those are moved to where they turned out to be: rows read from the end
// follow those read from the head. Users who are behind already are left out.
// seam tells that it met some.
func (p *pages) join(a ask, near []*api.User, moved *shifted) (rest []*api.User, seam bool) {
	rest = make([]*api.User, 0, len(near))
	for _, u := range near {
		at, known := p.index[u.ID]
		row := 0
		if known {
			row = at.span.start + at.i
		}
		switch {
		case !known || u.ID == "":
		case !a.rev && row < a.start, a.rev && row >= a.end:
			if !p.cursor {
				p.drift[end(a.rev)]++
			}
			continue
		case !a.rev && row == a.start+len(rest), a.rev && row == a.end-1-len(rest):
			return rest, true
		case !p.cursor:
			p.drop(at.span) // it has moved in the order: the new answer counts
		case a.rev:
			p.between(row+1, a.end)
			p.behead(at.span, row+1, true)
			*moved = p.shift(a.end, row-(a.end-1-len(rest)))
			return rest, true
		default:
			p.between(a.start, row)
			p.behead(at.span, row, false)
			*moved = p.shift(row, a.start+len(rest)-row)
			return rest, true
		}
		rest = append(rest, u)
	}
	return rest, false
}

// end is the index of what is counted from the list's head or from its end.
func end(rev bool) int {
	if rev {
		return 1
	}
	return 0
}

// between forgets the spans that begin and end among some rows: nobody stands
// there.
func (p *pages) between(from, to int) {
	for _, s := range p.among(from, to) {
		if s.start >= from && s.end() <= to {
			p.drop(s)
		}
	}
}

// behead forgets the rows of a span before a row, or those from it on.
func (p *pages) behead(s *span, row int, from bool) {
	keep := func(i int) bool { return (s.start+i < row) == from }
	if keep(0) && keep(s.n-1) {
		return
	}
	p.drop(s)
	if s.rows == nil {
		for _, end := range []place{{s, 0}, {s, s.n - 1}} {
			if keep(end.i) {
				p.edge(s.start+end.i, map[bool]api.ID{true: s.first, false: s.last}[end.i == 0])
			}
		}
	}
}

// shift moves the rows from a row on.
func (p *pages) shift(from, by int) shifted {
	if by == 0 {
		return shifted{}
	}
	// What stood in the gap that closes is known no better.
	for _, s := range p.among(from+by, from) {
		if s.start < from && s.end() > from+by {
			p.drop(s)
		}
	}
	for _, s := range p.kept[p.before(from-1):] {
		s.start += by
	}
	if p.end >= 0 {
		p.end += by
	}
	return shifted{from: from, by: by}
}

// head is the row of the first of n rows that were read upwards. whole says
// that the list begins with them.
func (p *pages) head(a ask, n int, whole bool, moved *shifted) int {
	start := a.end + moved.by - n
	above := 0 // one past the rows known above them
	if i := p.before(a.end + moved.by - 1); i > 0 {
		above = p.kept[i-1].end()
	}
	switch {
	case whole:
		*moved = p.shift(a.end, -start)
		return 0
	case moved.by != 0 || start > above || start == above && above > 0:
		return start
	case !p.cursor && start > 0:
		p.between(0, a.end)
		return start
	case start <= 0 && above == 0 && n < a.limit():
		*moved = p.shift(a.end, -start)
		return 0
	}
	// There are more users before them than thought.
	*moved = p.shift(a.end, above+1-start)
	return above + 1
}

// endAt notes where the list ends.
func (p *pages) endAt(row int) {
	p.end, p.guessed = row, false
	for _, s := range p.among(row, p.reach()+1) {
		if s.end() > row {
			p.drop(s)
		}
	}
}

// beyond makes room for rows, up to row end, that should have met those known
// below and have not: there are more between them than thought.
func (p *pages) beyond(a ask, last int) (moved shifted) {
	i := p.before(a.start - 1)
	if i < len(p.kept) && p.kept[i].start < last {
		if !p.cursor {
			p.between(a.start, p.reach())
		} else {
			moved = p.shift(p.kept[i].start, last+1-p.kept[i].start)
		}
	}
	if p.end >= 0 && last > p.end {
		p.end = -1
	}
	return moved
}

// insert stores rows in the place of what was known there.
func (p *pages) insert(start int, users []*api.User, at time.Time) {
	if len(p.kept) == 1 && p.kept[0].n == 0 {
		p.drop(p.kept[0]) // nobody was there
	}
	for _, s := range p.among(start, start+len(users)) {
		if s.start < start+len(users) && s.end() > start {
			p.drop(s)
		}
	}
	if len(users) == 0 && len(p.kept) > 0 {
		return
	}
	p.clock++
	s := &span{start: start, rows: make([]entry, 0, len(users)), used: p.clock}
	p.kept, p.held = slices.Insert(p.kept, p.before(start), s), append(p.held, s)
	for _, u := range users {
		p.add(s, u, at)
	}
	p.evict(s)
}
