package users

import (
	"fmt"

	"github.com/dustin/go-humanize"

	tea "charm.land/bubbletea/v2"

	"usher/ui/request"
)

// gathered is a part of all users that match.
type gathered struct {
	gen request.Gen
	batch
	next func() tea.Msg // nil when that was all
	err  error
}

func (gathered) usersMsg() {}

// GatherFailed tells that not all matching users could be marked.
type GatherFailed struct {
	Read int
	Err  error
}

// GatherEnded tells what has to be known once all matching users are marked;
// Text is a sentence.
type GatherEnded struct{ Text string }

// complete reports whether every row of the list is loaded.
func (p *pages) complete() bool {
	row := 0
	for _, s := range p.kept {
		if s.start != row || s.rows == nil && s.n > 0 {
			return false
		}
		row = s.end()
	}
	return p.end >= 0 && row == p.end
}

// gather reads all users of the listing, a request after the other.
func (p *Page) gather() tea.Cmd {
	l := p.list
	if l.plan == nil || p.marks.slot.Busy() {
		return nil
	}
	ctx, gen := p.marks.slot.Start(p.deps.Base)
	p.marks.read, p.marks.out = 0, 0
	params := l.head(maxLimit)
	list, cursor := p.reader(l), l.cursors()
	var next func() tea.Msg
	read := 0
	next = func() tea.Msg {
		got, err := list(ctx, params, 0)
		msg := gathered{gen: gen, batch: got, err: err}
		read += got.sent
		if err == nil && got.sent == params.Limit {
			if cursor {
				params.StartingAfter = got.last
			} else {
				params.Offset += got.sent
			}
			msg.next = next
		}
		return msg
	}
	return next
}

func (p *Page) gathered(msg gathered) tea.Cmd {
	m := &p.marks
	if !m.slot.Fresh(msg.gen) {
		return nil
	}
	room := true
	for _, u := range msg.users {
		room = p.mark(u) && room
	}
	m.read += msg.sent
	m.out += msg.leftOut
	p.redrawMarks()
	if msg.next != nil && room {
		return msg.next
	}
	m.slot.Done(msg.gen)
	if msg.err != nil {
		read, err := m.read, msg.err
		return func() tea.Msg { return GatherFailed{Read: read, Err: err} }
	}
	return p.gatheredAll(!room)
}

// gatheredAll says what a person would not expect: that there were too many,
// or that the server sent users who do not match.
func (p *Page) gatheredAll(full bool) tea.Cmd {
	text := ""
	switch out := p.marks.out; {
	case full:
		text = "No more than " + humanize.Comma(maxMarks) + " users can be marked at once; there are more that match"
	case out == 1:
		text = "1 user was left out: the server sent him, and he does not match what was asked"
	case out > 1:
		text = fmt.Sprintf("%d users were left out: the server sent them, and they do not match what was asked", out)
	}
	p.marks.out = 0
	if text == "" {
		return nil
	}
	return func() tea.Msg { return GatherEnded{Text: text} }
}

// markScan marks what the scan finds up to its end, which it goes on to.
func (p *Page) markScan() tea.Cmd {
	s := p.list.scan
	if s.state == scanDone {
		return nil
	}
	s.markAll, s.bound = true, scanMost
	switch {
	case s.running():
		return nil
	case p.list.found() >= s.bound:
		return p.markedAll()
	default:
		return p.scanNext()
	}
}

// markedAll ends the marking of all that the scan finds, and says when that
// was not all.
func (p *Page) markedAll() tea.Cmd {
	l := p.list
	s := l.scan
	if !s.markAll || s.running() {
		return nil
	}
	s.markAll = false
	p.redrawMarks()
	switch s.state {
	case scanPaused:
		text := "Marked the first " + humanize.Comma(int64(l.found())) + " found; the scan pauses there"
		return func() tea.Msg { return GatherEnded{Text: text} }
	case scanFailed:
		read, err := s.read, l.err
		return func() tea.Msg { return GatherFailed{Read: read, Err: err} }
	default:
		return nil
	}
}

// Gathering reports whether matching users are still being read.
func (p *Page) Gathering() bool {
	return p.marks.slot.Busy() || p.list.scan != nil && p.list.scan.markAll
}
