package detail

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/api"
)

// pageTab is a tab made of lines: facts to scroll through and items that a
// cursor walks. The lines are built once per state of the scene, width and
// minute; drawing cuts a window out of them.
type pageTab struct {
	c     *scene
	name  TabID
	label string
	wants []resource
	write func(*sheet, *scene)

	rev    uint64
	width  int
	minute int64
	lines  []line
	items  []item
	// section is the line where the part begins that a filter is about.
	section int

	top    int    // first line in view
	height int    // of the newest view
	cursor int    // selected item, -1 when there is none
	at     string // key of the item the person went to, by which it is found again; "" before
}

func newPageTab(c *scene, id TabID, label string, write func(*sheet, *scene), wants ...resource) *pageTab {
	return &pageTab{c: c, name: id, label: label, write: write, wants: wants, cursor: -1, minute: -1}
}

func (t *pageTab) id() TabID         { return t.name }
func (t *pageTab) title() string     { return t.label }
func (t *pageTab) needs() []resource { return t.wants }
func (t *pageTab) capturing() bool   { return false }

func (t *pageTab) reset() {
	t.top, t.cursor, t.at, t.minute = 0, -1, "", -1
}

// build writes the lines anew when what they show has changed.
func (t *pageTab) build(w int) {
	m := t.c.minute()
	if t.rev == t.c.rev && t.width == w && t.minute == m {
		return
	}
	before := -1
	if t.at != "" && t.cursor >= 0 {
		before = t.items[t.cursor].first
	}
	s := newSheet(w, t.c.ink, t.c.clock())
	t.write(s, t.c)
	t.lines, t.items, t.section = s.lines, s.items, s.section
	t.rev, t.width, t.minute = t.c.rev, w, m
	if t.find() && before >= 0 {
		// What stands above may have grown: the item stays where it was seen.
		t.top += t.items[t.cursor].first - before
	}
}

// find puts the cursor back on the item that the person went to, wherever it
// is now; it reports whether the item is still there.
func (t *pageTab) find() bool {
	for i := range t.items {
		if t.at != "" && t.items[i].key == t.at {
			t.cursor = i
			return true
		}
	}
	if t.at == "" {
		t.cursor = 0
	}
	t.cursor = min(t.cursor, len(t.items)-1)
	return false
}

func (t *pageTab) view(w, h int, focused bool) []string {
	t.build(w)
	t.height = h
	t.clamp()
	end := min(t.top+h, len(t.lines))
	out := make([]string, 0, max(end-t.top, 0))
	for i := t.top; i < end; i++ {
		l := &t.lines[i]
		switch {
		case l.item < 0 || l.text == "":
			out = append(out, l.text)
		case focused && l.item == t.cursor && i == t.items[l.item].first:
			out = append(out, t.c.ink.accent.Apply("▸")+" "+l.text)
		case focused && l.item == t.cursor:
			out = append(out, t.c.ink.accent.Apply("▏")+" "+l.text)
		default:
			out = append(out, strings.Repeat(" ", gutter)+l.text)
		}
	}
	return out
}

// position is "12–20 of 88", with a mark for the sides that go on.
func (t *pageTab) position() string {
	n := len(t.lines)
	if t.height <= 0 || n <= t.height {
		return ""
	}
	up, down := " ", " "
	if t.top > 0 {
		up = "▴"
	}
	if t.top+t.height < n {
		down = "▾"
	}
	return fmt.Sprintf("%s%s %d–%d of %d", up, down, t.top+1, min(t.top+t.height, n), n)
}

func (t *pageTab) clamp() { t.top = max(min(t.top, len(t.lines)-t.height), 0) }

func (t *pageTab) scroll(d int) {
	t.top += d
	t.clamp()
}

func (t *pageTab) key(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	k := t.c.keys
	page := max(t.height-1, 1)
	switch {
	case key.Matches(msg, k.Down):
		t.step(1)
	case key.Matches(msg, k.Up):
		t.step(-1)
	case key.Matches(msg, k.PageDown):
		t.leap(page)
	case key.Matches(msg, k.PageUp):
		t.leap(-page)
	case key.Matches(msg, k.HalfDown):
		t.leap(max(page/2, 1))
	case key.Matches(msg, k.HalfUp):
		t.leap(-max(page/2, 1))
	case key.Matches(msg, k.Top):
		t.leap(-len(t.lines))
	case key.Matches(msg, k.Bottom):
		t.leap(len(t.lines))
	default:
		return nil, false
	}
	return nil, true
}

// step moves the cursor by one item and keeps it in view. Where no item
// follows, or the next one is farther away than a screen, it scrolls a line:
// text between the items stays readable.
func (t *pageTab) step(d int) {
	next := t.cursor + d
	if next < 0 || next >= len(t.items) || t.far(next) {
		t.scroll(d)
		return
	}
	t.put(next)
	t.show()
}

// far reports whether an item does not come into view by scrolling less than
// a screen.
func (t *pageTab) far(i int) bool {
	first := t.items[i].first
	return first >= t.top+2*t.height || first < t.top-t.height
}

// put sets the cursor on item i.
func (t *pageTab) put(i int) {
	t.cursor, t.at = i, t.items[i].key
}

// show scrolls so that the selected item is in view, with the head of its
// section when it is the first.
func (t *pageTab) show() {
	it := t.items[t.cursor]
	first := it.first
	if t.cursor == 0 {
		first = 0
	} else if it.first > 0 && t.lines[it.first-1].item < 0 {
		first = it.first - 1
	}
	if it.last >= t.top+t.height {
		t.top = it.last - t.height + 1
	}
	if first < t.top && it.last-first < t.height {
		t.top = first
	}
	if it.first < t.top {
		t.top = it.first
	}
	t.clamp()
}

// leap scrolls by d lines and takes the cursor along to an item in view.
func (t *pageTab) leap(d int) {
	before := t.top
	t.scroll(d)
	if len(t.items) == 0 {
		return
	}
	if d < 0 && t.top == 0 && before < -d {
		t.put(0)
		return
	}
	if d > 0 && t.top+t.height >= len(t.lines) && (before == t.top || d >= len(t.lines)) {
		t.put(len(t.items) - 1)
		return
	}
	t.follow()
}

// follow moves the cursor to the nearest item that is in view.
func (t *pageTab) follow() {
	end := t.top + t.height
	i := t.cursor
	for i < len(t.items)-1 && t.items[i].first < t.top {
		i++
	}
	for i > 0 && t.items[i].first >= end {
		i--
	}
	t.put(i)
}

func (t *pageTab) click(y int) {
	i := t.top + y
	if y < 0 || i >= len(t.lines) || t.lines[i].item < 0 {
		return
	}
	t.put(t.lines[i].item)
}

// edge asks for the next page of a list once the last item that was loaded is
// selected or in view.
func (t *pageTab) edge() resource {
	for i := range t.items {
		it := &t.items[i]
		if it.edge != none && (i == t.cursor || it.first >= t.top && it.first < t.top+t.height) {
			return it.edge
		}
	}
	return none
}

func (t *pageTab) copied() (string, api.Text, bool) {
	if t.cursor < 0 || t.cursor >= len(t.items) || t.items[t.cursor].value.Empty() {
		return "", api.Text{}, false
	}
	return t.items[t.cursor].what, t.items[t.cursor].value, true
}
