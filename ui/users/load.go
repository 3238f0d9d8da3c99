package users

import (
	"context"
	"errors"
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
	gen    request.Gen
	n      int
	wanted int
	tries  int
	users  []*api.User
	err    error
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

// load asks for page n of the listing, in place of what is under way.
func (p *Page) load(n int) tea.Cmd { return p.loadTry(n, 0, api.Interactive) }

func (p *Page) loadTry(n, tries int, prio api.Priority) tea.Cmd {
	ctx, gen := p.loads.Start(api.WithPriority(p.deps.Base, prio))
	p.loading = n
	params, users := p.list.request(n, p.deps.Now()), p.deps.Users
	return func() tea.Msg {
		got, err := users.List(ctx, params)
		return pageLoaded{gen: gen, n: n, wanted: params.Limit, tries: tries, users: got, err: err}
	}
}

// wanted is the page that should be loaded next: the first one missing in
// view, or else the next one in the direction of travel once the cursor is
// past the middle of its page. missing tells the first kind.
func (p *Page) wanted() (n int, missing bool) {
	size, length := p.list.pages.size, p.Len()
	top := p.table.Offset()
	last := min(top+p.table.Visible(), length) - 1
	for n := top / size; n <= last/size && last >= 0; n++ {
		if !p.list.pages.touch(n) {
			return n, true
		}
	}
	cursor := p.table.Cursor()
	n = cursor / size
	switch past := cursor%size >= size/2; {
	case p.forward && past && (n+1)*size < length:
		n++
	case !p.forward && !past && n > 0:
		n--
	default:
		return -1, false
	}
	if p.list.pages.touch(n) {
		return -1, false
	}
	return n, false
}

// fill asks for the page wanted next, unless a request that is still useful
// is under way.
func (p *Page) fill() tea.Cmd {
	n, missing := p.wanted()
	switch {
	case n < 0 || p.list.err != nil:
		return nil
	case !p.loads.Busy():
	case p.loading == n || !missing || p.inView(p.loading):
		return nil
	}
	if missing {
		return p.load(n)
	}
	return p.loadTry(n, 0, api.Background)
}

// fillAtRest is fill, put off while the cursor flies: what is in view now
// will be gone by the time the answer comes.
func (p *Page) fillAtRest() tea.Cmd {
	if p.deps.Now().Sub(p.flight.last) < rest {
		return p.deps.After(rest, rested{seq: p.flight.seq})
	}
	return p.fill()
}

func (p *Page) inView(n int) bool {
	size, top := p.list.pages.size, p.table.Offset()
	return n >= top/size && n <= (top+p.table.Visible()-1)/size
}

func (p *Page) took(msg pageLoaded) tea.Cmd {
	if !p.loads.Done(msg.gen) {
		return nil
	}
	p.loading = -1
	l := p.list
	if msg.err != nil {
		return p.failed(msg)
	}
	if msg.n == 0 && len(msg.users) == 0 && l.search.Fallback != nil && !l.fellBack {
		l.fellBack = true
		return p.load(0)
	}
	under := p.underCursor()
	repeated := l.pages.put(msg.n, msg.users, msg.wanted, p.deps.Now())
	if l.refresh {
		l.refresh = false
		l.pages.forgetOthers(msg.n)
	} else if repeated > 0 && !l.order.Cursor() && msg.tries < maxDrift {
		l.pages.drift += repeated
		return p.loadTry(msg.n, msg.tries+1, api.Interactive)
	}
	l.err, l.fetched = nil, p.deps.Now()
	p.keepCursor(under)
	return tea.Batch(p.settleLookup(), p.countIfStale(), p.fillAtRest())
}

// failed keeps what is on the screen. A refused cursor is tried once more by
// offset; a told wait is kept.
func (p *Page) failed(msg pageLoaded) tea.Cmd {
	l := p.list
	if errors.Is(msg.err, context.Canceled) {
		return nil
	}
	var e *api.Error
	if errors.As(msg.err, &e) && e.Status == 422 && !l.offsets && l.request(msg.n, p.deps.Now()).StartingAfter != "" {
		l.offsets = true
		return p.load(msg.n)
	}
	l.err, l.refresh, p.lookup = msg.err, false, false
	notice := errtext.Explain(msg.err)
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

// keepCursor puts the cursor back on the user it was on, after rows moved.
func (p *Page) keepCursor(id api.ID) {
	row := p.table.Cursor()
	if at, ok := p.list.pages.rowOf[id]; ok && id != "" {
		row = at
	}
	p.table.SetCursor(min(row, max(0, p.Len()-1)))
}
