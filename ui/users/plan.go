package users

// deep is how many rows an order without a cursor may be asked to leave out
// before it is asked from its other end instead.
const deep = 5_000

// nearby is how many requests' worth of rows may lie between a known user and
// the rows wanted for them still to be asked for from him.
const nearby = 3

// hole is rows of the window that are not loaded, one past the last being end.
type hole struct{ start, end int }

// missing is the first hole among the rows from first to last.
func (p *pages) missing(first, last int) (h hole, ok bool) {
	for row := first; row <= last; row++ {
		switch loaded := p.touch(row); {
		case !loaded && !ok:
			h, ok = hole{row, row + 1}, true
		case !loaded:
			h.end = row + 1
		case ok:
			return h, true
		}
	}
	return h, ok
}

// loadedBefore is one past the last loaded row before a row, at least from.
func (p *pages) loadedBefore(row, from int) int {
	for i := p.before(row-1) - 1; i >= 0 && p.kept[i].end() > from; i-- {
		if p.kept[i].rows != nil {
			return min(p.kept[i].end(), row)
		}
	}
	return max(from, 0)
}

// loadedAfter is the first loaded row from a row on, at most to.
func (p *pages) loadedAfter(row, to int) int {
	for i := max(p.before(row)-1, 0); i < len(p.kept) && p.kept[i].start < to; i++ {
		if s := p.kept[i]; s.rows != nil && s.end() > row {
			return max(s.start, row)
		}
	}
	return to
}

// plan is how the rows of a hole, and as many around them as a request gives,
// are best asked for.
func (p *pages) plan(h hole, cursors bool) ask {
	to := h.end + p.size
	if p.bounded() {
		to = min(to, max(p.length(), h.end))
	}
	lo, hi := p.loadedBefore(h.start, h.start-p.size), p.loadedAfter(h.end, to)
	a := ask{start: lo, end: hi}
	switch {
	case hi-lo <= p.size:
	case lo == h.start:
		a.end = lo + p.size
	case hi == h.end && hi < to:
		a.start = hi - p.size
	default:
		a.start = max(lo, min(h.start-max(0, p.size-(h.end-h.start))/2, hi-p.size))
		a.end = min(hi, a.start+p.size)
	}
	if cursors {
		return p.byCursor(a, h)
	}
	return p.byOffset(a, h)
}

// byCursor asks from a known user or from an end of the list where there is
// one near enough, and by offset only if there is not.
func (p *pages) byCursor(a ask, h hole) ask {
	known := p.bounded()
	switch {
	case a.start == 0:
	case p.idAt(a.start-1) != "":
		a.after = p.idAt(a.start - 1)
	case p.idAt(a.end) != "":
		a.rev, a.after = true, p.idAt(a.end)
	case known && a.end >= p.length():
		a.rev = true
	default:
		return p.fromAfar(a, h)
	}
	return p.witness(a)
}

// fromAfar widens an ask up to a known user or an end of the list.
func (p *pages) fromAfar(a ask, h hole) ask {
	reach := nearby * p.size
	up, down := a, a
	up.start = -1
	for row := h.start - 1; row >= max(0, a.start-reach); row-- {
		if id := p.idAt(row); id != "" {
			up.start, up.after = row+1, id
			break
		}
	}
	if up.start < 0 && a.start < reach {
		up.start = 0
	}
	up.end = max(h.end, min(a.end, up.start+p.size))
	down.rev, down.end = true, -1
	for row := h.end; row <= a.end+reach; row++ {
		if id := p.idAt(row); id != "" {
			down.end, down.after = row, id
			break
		}
	}
	if down.end < 0 && p.bounded() && p.length() <= a.end+reach {
		down.end = p.length()
	}
	down.start = min(h.start, max(a.start, down.end-p.size))
	fits := func(b ask) bool { return b.end > 0 && b.start >= 0 && b.end-b.start <= maxLimit }
	switch {
	case fits(up) && (!fits(down) || up.end-up.start <= down.end-down.start):
		return p.witness(up)
	case fits(down):
		return p.witness(down)
	default:
		return p.byOffset(a, h)
	}
}

// witness asks for more rows where those known to follow, or the end of the
// list, must show up among them.
func (p *pages) witness(a ask) ask {
	more := max(1, p.size-(a.end-a.start))
	switch {
	case !a.rev && p.idAt(a.end) != "", a.rev && (a.start == 0 || p.idAt(a.start-1) != ""):
		a.extra = more
	case !a.rev && p.bounded() && a.end >= p.length():
		a.extra = 1
	}
	return a
}

// byOffset asks by number of rows, from the nearer end of the list.
func (p *pages) byOffset(a ask, h hole) ask {
	a.after = ""
	joined := p.idAt(h.start-1) != "" || p.idAt(h.end) != ""
	far := p.bounded() && h.start > deep && h.start > p.length()/2
	if a.rev = far; !p.cursor && joined && len(p.kept) > 0 {
		a.rev = p.fromEnd
	}
	if a.rev {
		a.end = min(a.end, p.length())
	}
	return p.place(a, 1)
}

// place sets the offset of an ask that begins with some rows already known.
func (p *pages) place(a ask, lead int) ask {
	a.lead = 0
	switch {
	case !a.rev && a.start > 0 && p.idAt(a.start-1) != "":
		a.lead = min(lead, a.start, maxLimit-1)
	case a.rev && p.idAt(a.end) != "":
		a.lead = min(lead, max(0, p.length()-a.end), maxLimit-1)
	}
	skip := a.start
	if a.rev {
		skip = p.length() - a.end
	}
	if a.offset = skip - a.lead; a.offset != 0 {
		a.offset = max(0, a.offset+p.drift[end(a.rev)])
	}
	return p.witness(a)
}

// around asks again for the rows of a window, in the way in which they were
// asked for: by cursor they are the same rows wherever the list has grown.
func (p *pages) around(first, last int, cursors bool) ask {
	a := ask{start: first, end: min(max(last+1, first+p.size), first+maxLimit)}
	if first < p.size && last < maxLimit {
		return ask{end: max(p.size, last+1)}
	}
	if p.bounded() && a.end >= p.length() {
		a.end = p.length()
		a.start = max(0, min(first, a.end-p.size))
		if cursors {
			a.rev = true
			return a
		}
	}
	if cursors {
		for row := first - 1; row >= max(0, a.end-maxLimit); row-- {
			if id := p.idAt(row); id != "" {
				a.start, a.after = row+1, id
				return a
			}
		}
		for row := last + 1; row <= first+maxLimit; row++ {
			if id := p.idAt(row); id != "" {
				a.end, a.after, a.rev = row, id, true
				return a
			}
		}
	}
	a.rev = !p.cursor && p.fromEnd
	return p.place(a, 0)
}
