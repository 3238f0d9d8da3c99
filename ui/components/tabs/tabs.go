// Package tabs is a one-line tab bar.
package tabs

import (
	"strings"

	"usher/internal/safetext"
	"usher/styles"
)

// Tab is one tab. Texts must be inert.
type Tab struct {
	ID, Title string
	// Short stands for the title when there is little room; by default the
	// title's first letters.
	Short string
	// Badge is a count or sign behind the title.
	Badge string
}

// Tabs is the bar.
type Tabs struct {
	st    *styles.Styles
	tabs  []Tab
	cur   int
	focus bool
	spots []spot // of the last view
}

type spot struct{ x, w, tab int }

// New makes a bar.
func New(st *styles.Styles, tabs ...Tab) *Tabs { return &Tabs{st: st, tabs: tabs} }

// SetStyles changes the look.
func (t *Tabs) SetStyles(st *styles.Styles) { t.st = st }

// SetTabs replaces the tabs and stays on the present one if it is still there.
func (t *Tabs) SetTabs(tabs ...Tab) {
	id := t.Current()
	t.tabs = tabs
	t.cur = 0
	t.Select(id)
}

// SetBadge changes one tab's badge.
func (t *Tabs) SetBadge(id, badge string) {
	for i := range t.tabs {
		if t.tabs[i].ID == id {
			t.tabs[i].Badge = badge
		}
	}
}

// Tabs returns the tabs.
func (t *Tabs) Tabs() []Tab { return t.tabs }

// Select goes to the tab with this id; it reports whether there is one.
func (t *Tabs) Select(id string) bool {
	for i := range t.tabs {
		if t.tabs[i].ID == id {
			t.cur = i
			return true
		}
	}
	return false
}

// SelectIndex goes to tab i.
func (t *Tabs) SelectIndex(i int) { t.cur = min(max(i, 0), max(len(t.tabs)-1, 0)) }

// Index returns the present tab's place.
func (t *Tabs) Index() int { return t.cur }

// Current returns the present tab's id.
func (t *Tabs) Current() string {
	if t.cur >= len(t.tabs) {
		return ""
	}
	return t.tabs[t.cur].ID
}

// Next goes one tab on, from the last to the first.
func (t *Tabs) Next() { t.step(1) }

// Prev goes one tab back, from the first to the last.
func (t *Tabs) Prev() { t.step(-1) }

func (t *Tabs) step(d int) {
	if n := len(t.tabs); n > 0 {
		t.cur = (t.cur + d + n) % n
	}
}

// Focus tells whether the keys of the tabs' pane go to it.
func (t *Tabs) Focus(on bool) { t.focus = on }

// At returns the tab at cell x of the last view.
func (t *Tabs) At(x int) (i int, ok bool) {
	for _, s := range t.spots {
		if x >= s.x && x < s.x+s.w {
			return s.tab, true
		}
	}
	return 0, false
}

// View draws the bar in at most w cells: whole titles two blanks apart, else
// one blank, else short titles, else those around the present one.
func (t *Tabs) View(w int) string {
	t.spots = t.spots[:0]
	if len(t.tabs) == 0 || w <= 0 {
		return ""
	}
	full, short := t.labels(Tab.full), t.labels(Tab.short)
	switch {
	case total(full, 2) <= w:
		return t.draw(full, 0, len(full), 2)
	case total(full, 1) <= w:
		return t.draw(full, 0, len(full), 1)
	}
	// The present tab keeps its whole title as long as it can.
	short[t.cur] = full[t.cur]
	if total(short, 1) <= w {
		return t.draw(short, 0, len(short), 1)
	}
	return t.around(short, w)
}

// around draws the tabs next to the present one, with arrows where there are
// more.
func (t *Tabs) around(labels []string, w int) string {
	labels[t.cur] = safetext.Truncate(labels[t.cur], max(w-4, 1))
	fits := func(first, end int) bool {
		n := total(labels[first:end], 1)
		if first > 0 {
			n += 2
		}
		if end < len(labels) {
			n += 2
		}
		return n <= w
	}
	first, end := t.cur, t.cur+1
	for grown := true; grown; {
		grown = false
		if end < len(labels) && fits(first, end+1) {
			end++
			grown = true
		}
		if first > 0 && fits(first-1, end) {
			first--
			grown = true
		}
	}
	return t.draw(labels, first, end, 1)
}

func (t *Tabs) draw(labels []string, first, end, gap int) string {
	var b strings.Builder
	x := 0
	if first > 0 {
		b.WriteString(t.st.P.Faint.Apply("‹ "))
		t.spots = append(t.spots, spot{0, 2, first - 1})
		x = 2
	}
	for i := first; i < end; i++ {
		if i > first {
			b.WriteString(strings.Repeat(" ", gap))
			x += gap
		}
		p := t.st.P.Tab
		if i == t.cur {
			p = t.st.P.TabActive
		}
		b.WriteString(p.Apply(labels[i]))
		w := safetext.Width(labels[i])
		t.spots = append(t.spots, spot{x, w, i})
		x += w
	}
	if end < len(labels) {
		b.WriteString(t.st.P.Faint.Apply(" ›"))
		t.spots = append(t.spots, spot{x, 2, end})
	}
	return b.String()
}

func (t *Tabs) labels(f func(Tab) string) []string {
	out := make([]string, len(t.tabs))
	for i, tab := range t.tabs {
		out[i] = f(tab)
	}
	return out
}

func (t Tab) full() string {
	if t.Badge == "" {
		return t.Title
	}
	return t.Title + " " + t.Badge
}

func (t Tab) short() string {
	if t.Short != "" {
		return t.Short
	}
	r := []rune(t.Title)
	if len(r) <= 4 {
		return t.Title
	}
	return string(r[:3])
}

func total(labels []string, gap int) int {
	n := gap * (len(labels) - 1)
	for _, l := range labels {
		n += safetext.Width(l)
	}
	return n
}
