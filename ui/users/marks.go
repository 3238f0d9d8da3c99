package users

import (
	"fmt"
	"slices"

	"github.com/dustin/go-humanize"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/ui/request"
)

// maxMarks bounds what can be marked at once.
const maxMarks = 10_000

// noAnchor stands for no range that was begun.
const noAnchor = -1

// marks are the users chosen for an act on several, by id. They outlive a
// refresh and another search; those that the list in front would not show are
// hidden, and no act reaches them until they are shown again.
type marks struct {
	users    map[api.ID]*mark
	order    []api.ID // as they were marked
	anchor   int      // the row where a range was begun
	anchorID api.ID
	// swept is the key of the listing whose loaded rows were all marked: the
	// next time all that match are.
	swept string
	slot  request.Slot
	read  int // users read so far while all matching ones are marked
	out   int // of these, left out since they do not match what was asked
	// shown are those that the list in front shows; nil when that has to be
	// found out again.
	shown map[api.ID]bool
}

// mark is a marked user, in its newest record.
type mark struct {
	user *api.User
	in   []string // keys of listings by organization that he was seen in
}

func newMarks() marks { return marks{users: map[api.ID]*mark{}, anchor: noAnchor} }

// lookAgain makes it be found out again which marks are shown.
func (m *marks) lookAgain() { m.shown = nil }

func (m *marks) replace(u *api.User) {
	if k, ok := m.users[u.ID]; ok {
		k.user = u
		m.lookAgain()
	}
}

// unseen forgets who was seen in a listing, before it is read again.
func (m *marks) unseen(key string) {
	for _, k := range m.users {
		k.in = slices.DeleteFunc(k.in, func(in string) bool { return in == key })
	}
	m.lookAgain()
}

func (m *marks) remove(id api.ID) {
	delete(m.users, id)
	m.order = slices.DeleteFunc(m.order, func(o api.ID) bool { return o == id })
	m.lookAgain()
}

// mark marks a user whom the list in front shows; false when there is no room.
func (p *Page) mark(u *api.User) bool {
	m := &p.marks
	if u == nil || u.ID == "" || u.Broken != nil {
		return true
	}
	k, has := m.users[u.ID]
	switch {
	case !has && len(m.users) >= maxMarks:
		return false
	case !has:
		k = &mark{}
		m.users[u.ID] = k
		m.order = append(m.order, u.ID)
	}
	k.user = u
	p.sawMark(k)
	m.lookAgain()
	return true
}

// saw brings the marks of users up to date that were read anew.
func (p *Page) saw(users []*api.User) {
	if len(p.marks.users) == 0 {
		return
	}
	for _, u := range users {
		if k, ok := p.marks.users[u.ID]; ok {
			k.user = u
			p.sawMark(k)
			p.marks.lookAgain()
		}
	}
}

// sawMark remembers that a marked user is in the list in front, where his
// record alone cannot tell.
func (p *Page) sawMark(k *mark) {
	if l := p.list; l.plan != nil && l.plan.ByOrganization() && !slices.Contains(k.in, l.key) {
		k.in = append(k.in, l.key)
	}
}

// shownMarks are the marked users that the list in front shows.
func (p *Page) shownMarks() map[api.ID]bool {
	m := &p.marks
	if m.shown != nil {
		return m.shown
	}
	m.shown = make(map[api.ID]bool, len(m.users))
	l := p.list
	if l.plan == nil || l.plan.Nobody != "" {
		return m.shown
	}
	member := l.plan.ByOrganization()
	for id, k := range m.users {
		if l.plan.Match(k.user) && (!member || slices.Contains(k.in, l.key)) {
			m.shown[id] = true
		}
	}
	return m.shown
}

// Marked are the marked users that the list in front shows, in the order in
// which they were marked; others are hidden, and not to be acted upon.
func (p *Page) Marked() []*api.User {
	shown := p.shownMarks()
	out := make([]*api.User, 0, len(shown))
	for _, id := range p.marks.order {
		if shown[id] {
			out = append(out, p.marks.users[id].user)
		}
	}
	return out
}

// Hidden is how many marked users the list in front does not show.
func (p *Page) Hidden() int { return len(p.marks.users) - len(p.shownMarks()) }

// Mark marks the user under the cursor, or takes the mark away, and goes on to
// the next row. It ends a range that was begun.
func (p *Page) Mark() tea.Cmd {
	u := p.Current()
	if u == nil {
		return nil
	}
	if p.shownMarks()[u.ID] {
		p.marks.remove(u.ID)
	} else {
		p.mark(u)
	}
	p.marks.anchor, p.marks.swept = noAnchor, ""
	p.redrawMarks()
	return p.Move(1)
}

// MarkRange begins a range at the cursor; the second time it marks all loaded
// rows between there and the cursor.
func (p *Page) MarkRange() {
	m := &p.marks
	if m.anchor == noAnchor {
		m.anchor, m.anchorID = p.table.Cursor(), p.underCursor()
		return
	}
	begin := m.anchor
	if row, ok := p.list.pages.find(m.anchorID); ok && m.anchorID != "" {
		begin = row
	}
	from, to := min(begin, p.table.Cursor()), max(begin, p.table.Cursor())
	for row := from; row <= to; row++ {
		if e, ok := p.list.pages.at(row); ok {
			p.mark(e.user)
		}
	}
	m.anchor = noAnchor
	p.redrawMarks()
}

// MarkAll marks all loaded rows; the second time it marks all users that
// match, whatever is loaded: it reads them, or waits for the scan.
func (p *Page) MarkAll() tea.Cmd {
	m, l := &p.marks, p.list
	again := m.swept == l.key
	before := len(p.shownMarks())
	room := p.markLoaded()
	m.swept = l.key
	p.redrawMarks()
	switch {
	case !room:
		return p.gatheredAll(true)
	case len(p.shownMarks()) > before && !again:
		return nil
	case l.scan != nil:
		return p.markScan()
	case l.pages.complete():
		return nil // all that match are loaded, and marked
	default:
		return p.gather()
	}
}

// markLoaded marks every row that is loaded; false when there are too many.
func (p *Page) markLoaded() bool {
	for _, s := range p.list.pages.kept {
		for i := range s.rows {
			if !p.mark(s.rows[i].user) {
				return false
			}
		}
	}
	return true
}

func (p *Page) markFound(users []*api.User) {
	for _, u := range users {
		p.mark(u)
	}
	p.redrawMarks()
}

// Unmark takes the marks of users away, such as after an act on them.
func (p *Page) Unmark(users []*api.User) {
	m := &p.marks
	for _, u := range users {
		delete(m.users, u.ID)
	}
	m.order = slices.DeleteFunc(m.order, func(id api.ID) bool { return m.users[id] == nil })
	m.anchor, m.swept = noAnchor, ""
	m.lookAgain()
	p.redrawMarks()
}

// ClearMarks takes all marks away, the hidden ones too, and reports whether
// there were any.
func (p *Page) ClearMarks() bool {
	had := len(p.marks.users) > 0 || p.marks.anchor != noAnchor
	p.marks.slot.Cancel()
	slot := p.marks.slot // its numbers go on, so that no old answer is taken
	p.marks = newMarks()
	p.marks.slot = slot
	if s := p.list.scan; s != nil {
		s.markAll = false
	}
	if had {
		p.redrawMarks()
	}
	return had
}

func (p *Page) redrawMarks() { p.list.pages.redrawAll() }

// markWords tell how many are marked, for the line under the list.
func (p *Page) markWords() string {
	shown := len(p.shownMarks())
	hidden := ""
	if n := p.Hidden(); n > 0 {
		hidden = fmt.Sprintf(" · +%s hidden", humanize.Comma(int64(n)))
	}
	marked := humanize.Comma(int64(shown))
	switch {
	case p.Gathering():
		return fmt.Sprintf(" · marking all, %s so far…", marked) + hidden
	case shown > 0:
		return fmt.Sprintf(" · %s marked", marked) + hidden
	case p.marks.anchor != noAnchor:
		return " · range begun, v again ends it" + hidden
	default:
		return hidden
	}
}
