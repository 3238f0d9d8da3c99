package users

import (
	"context"
	"errors"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/ui/errtext"
	"usher/ui/request"
)

// maxDrift bounds how often a page is asked for again because the list has
// moved under it.
const maxDrift = 2

type pageLoaded struct {
	gen request.Gen
	ask ask
	batch
	err error
}

// backoff asks for a listing again after the server told to wait.
type backoff struct{ key string }

// rested tells that the cursor has stopped flying.
type rested struct{ seq int }

func (pageLoaded) usersMsg() {}
func (backoff) usersMsg()    {}
func (rested) usersMsg()     {}
func (typed) usersMsg()      {}
func (counted) usersMsg()    {}
func (tallied) usersMsg()    {}
func (tallyDue) usersMsg()   {}

// load asks for the rows from a row on, in place of what is under way.
func (p *Page) load(row int) tea.Cmd {
	return p.ask(p.list.pages.plan(hole{row, row + 1}, p.list.cursors()), api.Interactive)
}

// reload asks again for the rows in view.
func (p *Page) reload() tea.Cmd {
	switch {
	case p.list.plan == nil:
		return p.begin()
	case len(p.list.pages.kept) == 0:
		return tea.Batch(p.first()...)
	}
	first, end := p.table.Window()
	return p.ask(p.list.pages.around(first, end-1, p.list.cursors()), api.Interactive)
}

func (p *Page) ask(a ask, prio api.Priority) tea.Cmd {
	p.live.slot.Cancel() // it gives way: one request for the list at a time
	ctx, gen := p.loads.Start(api.WithPriority(p.deps.Base, prio))
	p.loading = a
	params, read := p.list.request(a), p.reader(p.list)
	return func() tea.Msg {
		got, err := read(ctx, params, 0)
		return pageLoaded{gen: gen, ask: a, batch: got, err: err}
	}
}

// stopLoading cancels what is asked for the list; its answer would be stale.
func (p *Page) stopLoading() {
	p.loads.Cancel()
	p.orgs.slot.Cancel()
	p.live.slot.Cancel()
	p.loading = ask{}
}

// wanted is what should be loaded next: the first rows missing in view, or
// else those next in the direction of travel once the cursor comes near them.
// missing tells the first kind.
func (p *Page) wanted() (h hole, missing, ok bool) {
	pages, length := p.list.pages, p.Len()
	top := p.table.Offset()
	last := min(top+p.table.Visible(), length) - 1
	if h, ok = pages.missing(top, last); ok {
		return h, true, true
	}
	ahead, cursor := pages.size/2, p.table.Cursor()
	if p.forward {
		// Past the number of rows that were counted there may be more.
		to := cursor + ahead
		if pages.end >= 0 {
			to = min(to, pages.end-1)
		}
		h, ok = pages.missing(last+1, min(to, length))
		return h, false, ok && len(pages.kept) > 0
	}
	for row := top - 1; row >= max(0, cursor-ahead); row-- {
		if !pages.touch(row) {
			return hole{row, row + 1}, false, true
		}
	}
	return hole{}, false, false
}

// fill asks for the rows wanted next, unless a request that is still useful
// is under way.
func (p *Page) fill() tea.Cmd {
	if p.list.scan != nil || p.list.plan == nil {
		return nil // its rows come by themselves
	}
	h, missing, ok := p.wanted()
	switch {
	case !ok || p.list.err != nil || p.list.pages.whole:
		return nil
	case !p.loads.Busy():
	case p.loading.covers(h.start) || !missing || p.inView(p.loading):
		return nil
	}
	prio := api.Interactive
	if !missing {
		prio = api.Background
	}
	return p.ask(p.list.pages.plan(h, p.list.cursors()), prio)
}

// fillAtRest is fill, put off while the cursor flies: what is in view now
// will be gone by the time the answer comes.
func (p *Page) fillAtRest() tea.Cmd {
	if p.deps.Now().Sub(p.flight.last) < rest {
		return p.deps.After(rest, rested{seq: p.flight.seq})
	}
	return p.fill()
}

func (p *Page) inView(a ask) bool {
	top := p.table.Offset()
	return a.start < top+p.table.Visible() && a.end > top
}

func (p *Page) took(msg pageLoaded) tea.Cmd {
	if !p.loads.Done(msg.gen) {
		return nil
	}
	p.loading = ask{}
	l := p.list
	if msg.err != nil {
		return p.failed(msg)
	}
	if l.sawStrangers(msg) {
		return p.scanInstead(msg)
	}
	if msg.ask.start == 0 && len(msg.users) == 0 {
		if next := p.fallBack(); next != nil {
			return next
		}
	}
	if len(msg.rows) == 0 && msg.ask.start > 0 && len(l.pages.kept) == 0 {
		p.table.SetCursor(0)
		return p.load(0) // the list ends before the rows asked for
	}
	under, offset := p.underCursor(), p.table.Cursor()-p.table.Offset()
	if l.refresh {
		l.refresh = false
		l.pages.reset()
	}
	msg.ask = p.back.numbered(msg.ask, msg.rows, l.pages.cursor)
	moved, lost := l.pages.put(msg.ask, msg.rows, p.deps.Now())
	if lost {
		again := msg.ask
		again.tries++
		return p.ask(l.pages.place(again, again.tries*l.pages.size/2), api.Interactive)
	}
	l.err, l.fetched, l.refused = nil, p.deps.Now(), false
	p.saw(msg.users)
	if p.marks.anchor != noAnchor && p.marks.anchor >= moved.from {
		p.marks.anchor += moved.by
	}
	p.keepCursor(under, offset, moved)
	p.followSeek()
	p.settleBack()
	return tea.Batch(p.settleLookup(), p.countIfStale(), p.fillAtRest())
}

// failed keeps what is on the screen. A user whom the server does not know any
// more gives way to his neighbour, and cursors that are refused altogether to
// offsets; a told wait is kept.
func (p *Page) failed(msg pageLoaded) tea.Cmd {
	l := p.list
	if errors.Is(msg.err, context.Canceled) {
		return nil
	}
	if e, ok := errors.AsType[*api.Error](msg.err); ok && msg.ask.after != "" && (e.Status == 422 || e.Status == 404) {
		if !l.refused && strings.Contains(e.Code(), "not_found") {
			l.pages.remove(msg.ask.after)
		} else {
			l.offsets = true
		}
		l.refused = true
		if l.refresh {
			return p.reload()
		}
		row := msg.ask.start
		if l.pages.bounded() {
			row = min(row, max(0, p.Len()-1))
		}
		return p.load(row)
	}
	return p.failedWith(msg.err)
}

// failedWith says why the list could not be read.
func (p *Page) failedWith(err error) tea.Cmd {
	l := p.list
	l.err, l.refresh, p.lookup = err, false, false
	notice := errtext.Explain(err)
	cmds := []tea.Cmd{func() tea.Msg { return Failed{Notice: notice} }}
	if notice.Kind == errtext.RateLimited {
		cmds = append(cmds, p.deps.After(max(notice.RetryAfter, time.Second), backoff{key: l.key}))
	}
	return tea.Batch(cmds...)
}

func (p *Page) underCursor() api.ID {
	if e, ok := p.list.pages.at(p.table.Cursor()); ok && e != nil {
		return e.user.ID
	}
	return ""
}

// keepCursor puts the cursor back on the user it was on, at the same height
// of the window, after rows moved.
func (p *Page) keepCursor(id api.ID, height int, moved shifted) {
	row := p.table.Cursor()
	if at, ok := p.list.pages.find(id); ok && id != "" {
		row = at
	} else if row >= moved.from {
		row += moved.by
	}
	row = max(0, min(row, p.Len()-1))
	p.table.SetOffset(row - height)
	p.table.SetCursor(row)
}

// followSeek puts the cursor on the user it was on before a refresh, once the
// row is there.
func (p *Page) followSeek() {
	l := p.list
	if row, ok := l.pages.find(l.seek); ok && l.seek != "" {
		l.seek = ""
		p.table.SetCursor(row)
	}
}
