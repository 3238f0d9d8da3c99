package users

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/ui/request"
)

// maxMarks bounds what can be marked at once.
const maxMarks = 10_000

// marks are the users chosen for an act on several, by id. They belong to the
// listing in front: another view or search starts without any, so that an act
// never hits what is not in sight.
type marks struct {
	users  map[api.ID]*api.User
	order  []api.ID
	anchor int // the row where a range was begun; -1 for none
	slot   request.Slot
	read   int // users read so far while all matching ones are marked
}

// gathered is a part of all users that match.
type gathered struct {
	gen  request.Gen
	got  []*api.User
	next func() tea.Msg // nil when that was all
	err  error
}

func (gathered) usersMsg() {}

func newMarks() marks { return marks{users: map[api.ID]*api.User{}, anchor: -1} }

func (m *marks) set(u *api.User, on bool) {
	if u == nil || u.ID == "" || u.Broken != nil {
		return
	}
	if _, has := m.users[u.ID]; has == on {
		return
	}
	if !on {
		delete(m.users, u.ID)
		return
	}
	m.users[u.ID] = u
	m.order = append(m.order, u.ID)
}

// Marked are the marked users in the order in which they were marked.
func (p *Page) Marked() []*api.User {
	out := make([]*api.User, 0, len(p.marks.users))
	for _, id := range p.marks.order {
		if u, ok := p.marks.users[id]; ok {
			out = append(out, u)
		}
	}
	return out
}

// Mark marks the user under the cursor, or takes the mark away, and goes on to
// the next row. It ends a range that was begun.
func (p *Page) Mark() tea.Cmd {
	u := p.Current()
	if u == nil {
		return nil
	}
	_, has := p.marks.users[u.ID]
	p.marks.set(u, !has)
	p.marks.anchor = -1
	p.redrawMarks()
	return p.Move(1)
}

// MarkRange begins a range at the cursor; the second time it marks all loaded
// rows between there and the cursor.
func (p *Page) MarkRange() {
	if p.marks.anchor < 0 {
		p.marks.anchor = p.table.Cursor()
		return
	}
	from, to := min(p.marks.anchor, p.table.Cursor()), max(p.marks.anchor, p.table.Cursor())
	for row := from; row <= to; row++ {
		if e, ok := p.list.pages.at(row); ok && e != nil {
			p.marks.set(e.user, true)
		}
	}
	p.marks.anchor = -1
	p.redrawMarks()
}

// MarkAll marks all loaded rows; when they are marked already it reads and
// marks all users that match, whatever is loaded.
func (p *Page) MarkAll() tea.Cmd {
	before := len(p.marks.users)
	for n := range p.list.pages.kept {
		for i := range p.list.pages.kept[n].rows {
			p.marks.set(p.list.pages.kept[n].rows[i].user, true)
		}
	}
	p.redrawMarks()
	if len(p.marks.users) > before {
		return nil
	}
	return p.gather()
}

// gather reads all users of the listing, a request after the other.
func (p *Page) gather() tea.Cmd {
	ctx, gen := p.marks.slot.Start(p.deps.Base)
	p.marks.read = 0
	params := p.list.head(maxLimit, p.deps.Now())
	users, cursor := p.deps.Users, p.list.cursors()
	var next func() tea.Msg
	read := 0
	next = func() tea.Msg {
		got, err := users.List(ctx, params)
		msg := gathered{gen: gen, got: got, err: err}
		read += len(got)
		if err == nil && len(got) == params.Limit && read < maxMarks {
			if cursor {
				params.StartingAfter = got[len(got)-1].ID
			} else {
				params.Offset += len(got)
			}
			msg.next = next
		}
		return msg
	}
	return next
}

func (p *Page) gathered(msg gathered) tea.Cmd {
	if !p.marks.slot.Fresh(msg.gen) {
		return nil
	}
	for _, u := range msg.got {
		p.marks.set(u, true)
	}
	p.marks.read += len(msg.got)
	p.redrawMarks()
	if msg.next != nil {
		return msg.next
	}
	p.marks.slot.Done(msg.gen)
	if msg.err != nil {
		return func() tea.Msg { return GatherFailed{Read: p.marks.read, Err: msg.err} }
	}
	return nil
}

// GatherFailed tells that not all matching users could be marked.
type GatherFailed struct {
	Read int
	Err  error
}

// ClearMarks takes all marks away and reports whether there were any.
func (p *Page) ClearMarks() bool {
	had := len(p.marks.users) > 0 || p.marks.anchor >= 0
	p.marks.slot.Cancel()
	p.marks = newMarks()
	if had {
		p.redrawMarks()
	}
	return had
}

// Gathering reports whether matching users are still being read.
func (p *Page) Gathering() bool { return p.marks.slot.Busy() }

func (p *Page) redrawMarks() { p.list.pages.redrawAll() }

// markWords tell how many are marked, for the line under the list.
func (p *Page) markWords() string {
	switch n := len(p.marks.users); {
	case p.marks.slot.Busy():
		return fmt.Sprintf(" · marking all, %d so far…", n)
	case n > 0:
		return fmt.Sprintf(" · %d marked", n)
	case p.marks.anchor >= 0:
		return " · range begun, v again ends it"
	default:
		return ""
	}
}
