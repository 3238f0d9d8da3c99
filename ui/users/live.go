package users

import (
	"context"
	"errors"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/dustin/go-humanize"

	"usher/api"
	"usher/ui/errtext"
	"usher/ui/request"
)

// live is the list that is read again by itself.
type live struct {
	every time.Duration // 0 is off
	wait  time.Duration // of the last failure, which the next one doubles
	rests time.Time     // until when it rests after that
	seq   int
	slot  request.Slot
	under api.ID // the user that the cursor was on
}

// liveDue is the time to read the list again.
type liveDue struct{ seq int }

// liveRead answers it.
type liveRead struct {
	gen  request.Gen
	list *listing
	ask  ask
	batch
	err error
}

func (liveDue) usersMsg()  {}
func (liveRead) usersMsg() {}

const (
	// maxBackoff is how many times the interval a list that fails is left
	// alone.
	maxBackoff = 16
	// liveCounts is how many intervals, and at least how long, lie between two
	// counts of a live list.
	liveCounts     = 5
	liveCountLeast = 2 * time.Minute
)

// SetLive reads the rows in view again every so often, 0 for never. It is
// background work that gives way to everything else.
func (p *Page) SetLive(every time.Duration) tea.Cmd {
	p.live.slot.Cancel()
	p.live = live{every: every, seq: p.live.seq + 1, slot: p.live.slot}
	if every <= 0 {
		return nil
	}
	return p.liveLater()
}

// Live is how often the rows in view are read again by themselves, 0 for never;
// resting says that this list cannot be.
func (p *Page) Live() (every time.Duration, resting bool) { return p.live.every, p.list.pages.whole }

func (p *Page) liveLater() tea.Cmd {
	return p.deps.After(p.live.every, liveDue{seq: p.live.seq})
}

// liveRound reads the rows in view again, unless somebody or something is in
// the middle of something.
func (p *Page) liveRound(msg liveDue) tea.Cmd {
	if msg.seq != p.live.seq || p.live.every <= 0 {
		return nil
	}
	l := p.list
	first, end := p.table.Window()
	_, missing := l.pages.missing(first, end-1)
	if p.deps.Now().Before(p.live.rests) || p.loads.Busy() || p.live.slot.Busy() || p.marks.slot.Busy() || l.pages.whole || missing || end == first ||
		p.lookup || p.back.on || l.plan == nil || l.err != nil || p.Searching() || p.deps.Quiet != nil && !p.deps.Quiet() {
		return p.liveLater()
	}
	a := l.pages.around(first, end-1, l.cursors())
	ctx, gen := p.live.slot.Start(api.WithPriority(p.deps.Base, api.Background))
	params, read := l.request(a), p.reader(l)
	cmds := []tea.Cmd{p.liveLater(), func() tea.Msg {
		got, err := read(ctx, params, 0)
		return liveRead{gen: gen, list: l, ask: a, batch: got, err: err}
	}}
	if p.deps.Now().Sub(l.counted) > max(liveCountLeast, liveCounts*p.live.every) && !p.tallies.Busy() {
		cmds = append(cmds, p.countWith(api.WithPriority(p.deps.Base, api.Background)))
	}
	return tea.Batch(cmds...)
}

// tookLive shows what has changed.
func (p *Page) tookLive(msg liveRead) tea.Cmd {
	if !p.live.slot.Done(msg.gen) || msg.list != p.list {
		return nil
	}
	if msg.err != nil {
		if !errors.Is(msg.err, context.Canceled) {
			p.live.wait = min(maxBackoff*p.live.every, max(2*p.live.wait, p.live.every, errtext.Explain(msg.err).RetryAfter))
			p.live.rests = p.deps.Now().Add(p.live.wait)
		}
		return nil
	}
	p.live.wait = 0
	l := p.list
	p.seen()
	top, cursor, under := p.table.Offset(), p.table.Cursor(), p.underCursor()
	came := 0
	for _, in := range l.pages.merge(msg.ask, msg.rows, p.deps.Now()) {
		came += in.n
		if in.at <= cursor {
			cursor += in.n
		}
		if in.at <= top && top > 0 {
			top += in.n
		}
		if p.marks.anchor != noAnchor && in.at <= p.marks.anchor {
			p.marks.anchor += in.n
		}
	}
	if row, ok := l.pages.find(under); ok && under != "" {
		cursor = row
	}
	if top == 0 && cursor >= p.table.Visible() {
		top = cursor - (p.table.Cursor() - p.table.Offset()) // no room for them above the cursor
	}
	l.fetched = p.deps.Now()
	p.grew(came)
	p.saw(msg.users)
	p.table.SetOffset(top)
	p.table.SetCursor(cursor)
	if came >= l.pages.size && !p.tallies.Busy() {
		// There are more than an answer holds.
		return tea.Batch(p.fillAtRest(), p.countWith(api.WithPriority(p.deps.Base, api.Background)))
	}
	return p.fillAtRest()
}

// seen takes the signs of the last time off the rows in view.
func (p *Page) seen() {
	first, end := p.table.Window()
	for row := first; row < end; row++ {
		if e, ok := p.list.pages.at(row); ok && e.sign != signGone {
			p.list.pages.sign(e, 0)
		}
	}
}

// passed takes the sign off the row that the cursor has left.
func (p *Page) passed() {
	under := p.underCursor()
	if under == p.live.under {
		return
	}
	if row, ok := p.list.pages.find(p.live.under); ok {
		if e, _ := p.list.pages.at(row); e.sign != signGone {
			p.list.pages.sign(e, 0)
		}
	}
	p.live.under = under
}

// newAbove tells how many new users stand above the rows in view.
func (p *Page) newAbove() string {
	if p.live.every <= 0 {
		return ""
	}
	n := 0
	for _, s := range p.list.pages.held {
		for i := range s.rows {
			if s.start+i < p.table.Offset() && s.rows[i].sign == signNew {
				n++
			}
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" · ↑ %s new", humanize.Comma(int64(n)))
}
