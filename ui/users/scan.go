package users

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"time"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/ui/errtext"
	"usher/ui/request"
)

const (
	// scanPage is how many users a request of a scan reads; the first one is a
	// page, so that rows appear at once.
	scanPage = maxLimit
	// scanStep is how many users a scan finds before it pauses by itself, and
	// again each time it is resumed, up to scanMost.
	scanStep = 2_000
	scanMost = 10_000
	// scanRetry and scanRetryMost bound the wait before a scan tries again to
	// reach the server.
	scanRetry     = 2 * time.Second
	scanRetryMost = 30 * time.Second
)

// scanState is what a scan does.
type scanState int

const (
	scanning    scanState = iota // or about to go on
	scanWaiting                  // until the server can be asked again
	scanStopped                  // by the person
	scanPaused                   // it has found as many as it may
	scanFailed
	scanDone
)

// scan reads through what the server sends for a filter that is wider than
// the query, one request after another; the rows that match are appended to
// the listing's pages as they are found.
type scan struct {
	state scanState
	read  int    // rows that the server has sent
	after api.ID // the last one of these
	total int    // the server's count of its filter, -1 while unknown
	bound int    // how many found users make it pause
	limit int    // of a request
	seq   uint64 // of the last wait
	tries int    // requests that have failed in a row
	wait  time.Duration
	// moved says that the list has changed between two requests that counted
	// rows: some may have been passed over.
	moved bool
	// markAll marks what is found until the scan ends.
	markAll bool
}

// scanned answers a request of a scan.
type scanned struct {
	gen   request.Gen
	limit int
	// moved says that the row before those asked for is not the one it was.
	moved bool
	batch
	err error
}

// scanDue ends a wait.
type scanDue struct{ seq uint64 }

func (scanned) usersMsg() {}
func (scanDue) usersMsg() {}

func newScan() *scan { return &scan{total: -1, bound: scanStep, limit: scanPage} }

// running reports whether the scan asks the server, or will by itself.
func (s *scan) running() bool { return s.state == scanning || s.state == scanWaiting }

// putAside keeps the scan as it is; one that ran goes on when it is seen again.
func (s *scan) putAside() {
	s.markAll = false
	s.seq++
	if s.state == scanWaiting {
		s.state = scanning
	}
}

// beginScan scans anew, or goes on where a scan for a wider query stood.
func (p *Page) beginScan() tea.Cmd {
	l := p.list
	l.scan = newScan()
	if old := p.wider(); old != nil {
		l.narrow(old, p.deps.Now())
		p.table.SetCursor(l.cursor)
		if l.scan.state != scanning {
			return p.scanEnded()
		}
	}
	next := p.scanNext()
	if l.scan.total >= 0 {
		return next
	}
	return tea.Batch(next, p.count())
}

// wider is a listing whose scan has found all that this one can find, as far
// as it came; nil for none.
func (p *Page) wider() *listing {
	l := p.list
	for _, old := range p.aside {
		if old.scan != nil && old.key != l.key && old.order == l.order && !old.ignored && l.plan.Narrows(old.plan) {
			return old
		}
	}
	return nil
}

// narrow takes over what another scan has read and found.
func (l *listing) narrow(old *listing, now time.Time) {
	s := *old.scan
	s.markAll = false
	l.scan, l.offsets, l.counted, l.fetched = &s, old.offsets, old.counted, old.fetched
	var kept []*api.User
	for row := range old.pages.length() {
		if e, ok := old.pages.at(row); ok && l.plan.Match(e.user) {
			kept = append(kept, e.user)
		}
	}
	l.pages.append(kept, now)
	switch {
	case s.state == scanDone:
	case l.found() >= s.bound:
		l.scan.state = scanPaused
	default:
		l.scan.state = scanning // to look for something else is to look
	}
}

// scanNext asks for the next rows.
func (p *Page) scanNext() tea.Cmd {
	l := p.list
	s := l.scan
	s.state = scanning
	limit, priority := s.limit, api.Background
	if s.read == 0 {
		limit, priority = min(l.pages.size, s.limit), api.Interactive
	}
	params := api.ListUsersParams{UserFilter: l.filter(), Limit: limit, Order: l.order}
	lead := 0 // a row read before, to see whether the list has moved
	if l.cursors() {
		params.StartingAfter = s.after
	} else if s.read > 0 {
		lead, params.Offset = 1, s.read-1
	}
	ctx, gen := p.loads.Start(api.WithPriority(p.deps.Base, priority))
	read, room := p.reader(l), s.bound-l.found()
	before := s.after
	return func() tea.Msg {
		b, err := read(ctx, params, room)
		msg := scanned{gen: gen, limit: limit - lead, batch: b, err: err}
		if lead > 0 {
			msg.moved = err == nil && b.first != before
			msg.sent = max(0, b.sent-lead)
		}
		return msg
	}
}

// scanInstead goes on with a scan after a page of which the server has
// filtered little or nothing.
func (p *Page) scanInstead(msg pageLoaded) tea.Cmd {
	l := p.list
	l.scan, l.refresh, l.pages = newScan(), false, newPages(l.pages.size, l.order.Cursor())
	l.seek, p.back = cmp.Or(l.seek, p.back.to.Cursor), comeback{}
	if msg.ask.start != 0 || msg.ask.rev {
		l.pages.append(nil, p.deps.Now())
		return tea.Batch(p.scanNext(), p.settleLookup(), p.count())
	}
	p.scanTook(msg.batch, msg.ask.limit())
	p.table.SetCursor(p.table.Cursor())
	settle := p.settleLookup()
	if l.scan.state == scanDone {
		return tea.Batch(settle, p.scanEnded())
	}
	return tea.Batch(settle, p.scanNext(), p.count())
}

// found is how many users a scan has found.
func (l *listing) found() int { return l.pages.reach() }

func (p *Page) tookScan(msg scanned) tea.Cmd {
	if !p.loads.Done(msg.gen) {
		return nil
	}
	if msg.err != nil {
		return p.scanError(msg)
	}
	p.list.scan.moved = p.list.scan.moved || msg.moved
	p.scanTook(msg.batch, msg.limit)
	if p.list.scan.state == scanning {
		return tea.Batch(p.scanNext(), p.settleLookup())
	}
	return p.scanEnded()
}

// scanTook appends what a request has found, and decides whether that was all.
func (p *Page) scanTook(b batch, limit int) {
	l, now := p.list, p.deps.Now()
	s := l.scan
	l.err, l.fetched, s.tries = nil, now, 0
	s.read += b.sent
	if b.last != "" {
		s.after = b.last
	}
	l.pages.append(b.users, now)
	p.saw(b.users)
	if s.markAll {
		p.markFound(b.users)
	}
	p.followSeek()
	switch {
	case b.sent == 0, b.sent < limit && !b.cut && s.read >= s.total:
		s.state, s.total = scanDone, s.read
	case l.found() >= s.bound:
		s.state = scanPaused
	}
}

// scanEnded settles what waited for the scan's end.
func (p *Page) scanEnded() tea.Cmd {
	l := p.list
	if l.scan.state == scanDone {
		p.remember(int64(l.found()))
	}
	return tea.Batch(p.settleLookup(), p.markedAll(), p.tallyNext())
}

// scanError keeps what was found. Where the server says when to ask again, or
// cannot be reached, the scan goes on by itself; else when the person says so.
func (p *Page) scanError(msg scanned) tea.Cmd {
	l := p.list
	s := l.scan
	if errors.Is(msg.err, context.Canceled) {
		return nil
	}
	var e *api.Error
	if errors.As(msg.err, &e) && e.Status == http.StatusUnprocessableEntity && l.cursors() && s.after != "" {
		l.offsets = true
		return p.scanNext()
	}
	notice := errtext.Explain(msg.err)
	l.err, p.lookup = msg.err, false
	s.tries++
	failed := func() tea.Msg { return Failed{Notice: notice} }
	switch notice.Kind {
	case errtext.RateLimited:
		return tea.Batch(failed, p.scanWait(max(notice.RetryAfter, time.Second)))
	case errtext.Timeout:
		s.limit = max(s.limit/2, min(l.pages.size, scanPage))
		return tea.Batch(failed, p.scanWait(s.backoff()))
	case errtext.Offline:
		return tea.Batch(failed, p.scanWait(s.backoff()))
	}
	s.state = scanFailed
	return tea.Batch(failed, p.markedAll())
}

// backoff doubles with each failure.
func (s *scan) backoff() time.Duration {
	return min(scanRetry<<min(s.tries-1, 8), scanRetryMost)
}

func (p *Page) scanWait(d time.Duration) tea.Cmd {
	s := p.list.scan
	s.seq++
	s.state, s.wait = scanWaiting, d
	return p.deps.After(d, scanDue{seq: s.seq})
}

func (p *Page) scanAgain(msg scanDue) tea.Cmd {
	if s := p.list.scan; s != nil && s.state == scanWaiting && s.seq == msg.seq && !p.loads.Busy() {
		return p.scanNext()
	}
	return nil
}

// StopScan stops a scan that runs and reports whether there was one.
func (p *Page) StopScan() bool {
	s := p.list.scan
	if s == nil || !s.running() {
		return false
	}
	p.loads.Cancel()
	s.state, s.markAll, p.lookup = scanStopped, false, false
	s.seq++
	p.list.err = nil
	return true
}

// ToggleScan stops a scan that runs and goes on with one that does not. Where
// there is nothing to do it says why.
func (p *Page) ToggleScan() (cmd tea.Cmd, why string) {
	s := p.list.scan
	switch {
	case s == nil:
		return nil, "Nothing is scanned here: the server filters this list"
	case p.StopScan():
		return nil, ""
	case s.state == scanDone:
		return nil, "All was looked through; " + p.deps.Keys.RefreshAll.Help().Key + " looks again"
	case s.state == scanPaused && s.bound >= scanMost:
		return nil, "More than are found here are not kept: narrow the search"
	case s.state == scanPaused:
		s.bound = min(s.bound+scanStep, scanMost)
	}
	return p.scanNext(), ""
}

// Scanning reports whether the list is being scanned for.
func (p *Page) Scanning() bool { return p.list.scan != nil && p.list.scan.running() }
