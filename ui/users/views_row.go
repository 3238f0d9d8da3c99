package users

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/dustin/go-humanize"

	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
)

const (
	shortName  = 12 // cells of a name where there is little room
	saveLong   = "+ save view"
	saveMiddle = "+ save"
	saveShort  = "+"
	// needsScan stands for a number that only a scan could tell.
	needsScan = "?"
)

// tab is one view in the row, or the end of the row, which saves one.
type tab struct {
	name, number string
	view         int // -1 for the end of the row
	from, to     int // cells, the gap behind it included
}

func (t tab) width() int {
	n := safetext.Width(t.name)
	if t.number != "" {
		n += 1 + len(t.number)
	}
	return n
}

// spelling is how much of the tabs is written, from all to little.
type spelling struct {
	end     string
	gap     int                // cells between two tabs
	number  func(int64) string // of the views that are not the present one
	unknown bool               // whether it is said that a number is not known
	name    int                // most cells of their names, 0 for all
}

func spellings() []spelling {
	none := func(int64) string { return "" }
	return []spelling{
		{saveLong, 3, humanize.Comma, true, 0},
		{saveLong, 2, humanize.Comma, true, 0},
		{saveMiddle, 2, humanize.Comma, true, 0},
		{saveShort, 2, humanize.Comma, true, 0},
		{saveShort, 2, roughly, true, 0},
		{saveShort, 2, none, false, 0},
		{saveShort, 2, none, false, shortName},
	}
}

// roughly is a number in few cells: 999, 2.9k, 12k, 1M.
func roughly(n int64) string {
	switch {
	case n < 1_000:
		return strconv.FormatInt(n, 10)
	case n < 10_000:
		return fmt.Sprintf("%d.%dk", n/1_000, n/100%10)
	case n < 1_000_000:
		return strconv.FormatInt(n/1_000, 10) + "k"
	default:
		return strconv.FormatInt(n/1_000_000, 10) + "M"
	}
}

// row is the tabs as they are laid out.
type row struct {
	tabs []tab
	gap  int
	// before and behind tell whether there are more on that side.
	before, behind bool
}

// tabs lays out the row of views in w cells: whole names and numbers, else
// shorter ones, else only as many tabs as fit around the present one.
func (p *Page) tabs(w int) row {
	var r row
	for _, s := range spellings() {
		r = row{tabs: p.allTabs(s), gap: s.gap}
		if r.place(1) <= w {
			return r
		}
	}
	end := r.tabs[len(r.tabs)-1]
	tabs := r.tabs[:len(r.tabs)-1]
	// From the first on while the present one has room, else just enough
	// further on that it has.
	room := w - 1 - end.width() - r.gap
	first := 0
	for first < p.view && r.width(tabs[first:p.view+1])+2*markRoom > room {
		first++
	}
	last := p.view + 1
	for last < len(tabs) && r.width(tabs[first:last+1])+2*markRoom <= room {
		last++
	}
	r.before, r.behind = first > 0, last < len(tabs)
	r.tabs = append(tabs[first:last:last], end)
	at := 1
	if r.before {
		at += markRoom
	}
	r.place(at)
	if r.behind {
		r.tabs[len(r.tabs)-1].from += markRoom
		r.tabs[len(r.tabs)-1].to += markRoom
	}
	return r
}

// markRoom is the room of the sign that there are more tabs, and a blank.
const markRoom = 2

// allTabs are all views and the end of the row.
func (p *Page) allTabs(s spelling) []tab {
	out := make([]tab, 0, len(p.views)+1)
	for i, v := range p.views {
		t := tab{view: i, name: v.title()}
		if i == p.view {
			t.number = p.viewNumber(v, humanize.Comma, true)
		} else {
			t.number = p.viewNumber(v, s.number, s.unknown)
			if s.name > 0 {
				t.name = safetext.Truncate(t.name, s.name)
			}
		}
		if i < len(p.deps.Keys.Views) {
			t.name = strconv.Itoa(i+1) + " " + t.name
		}
		out = append(out, t)
	}
	return append(out, tab{view: -1, name: s.end})
}

// viewNumber is a view's number of users as its tab shows it.
func (p *Page) viewNumber(v View, write func(int64) string, unknown bool) string {
	n, known := p.ViewCount(v)
	switch {
	case known:
		return write(n)
	case unknown && p.NeedsScan(v):
		return needsScan
	default:
		return ""
	}
}

func (r *row) width(tabs []tab) int {
	n := -r.gap
	for _, t := range tabs {
		n += t.width() + r.gap
	}
	return n
}

// place gives the tabs their cells and returns the width of all.
func (r *row) place(at int) int {
	end := at
	for i := range r.tabs {
		t := &r.tabs[i]
		t.from = at
		end = at + t.width()
		at = end + r.gap
		t.to = at
	}
	return end
}

// ViewsLine is the row of view tabs in w cells, the present one always among
// them.
func (p *Page) ViewsLine(w int) string {
	paint := &p.deps.Styles.P
	r := p.tabs(w)
	var b strings.Builder
	b.WriteString(" ")
	if r.before {
		b.WriteString(paint.Faint.Apply("‹") + " ")
	}
	for i, t := range r.tabs {
		if i > 0 {
			b.WriteString(strings.Repeat(" ", r.gap))
		}
		if t.view < 0 && r.behind {
			b.WriteString(paint.Faint.Apply("›") + " ")
		}
		name, number := paint.Tab, paint.Faint
		switch {
		case t.view < 0 && p.list.box.Text() != "":
			name = paint.Accent
		case t.view < 0:
			name = paint.Faint
		case t.view == p.view:
			name, number = paint.TabActive, paint.Title
		}
		b.WriteString(name.Apply(t.name))
		if t.number != "" {
			b.WriteString(number.Apply(" " + t.number))
		}
	}
	return safetext.TruncateBy(p.deps.Styles.Cells, b.String(), w)
}

// ClickView selects the view whose tab covers cell x, or asks for a new one.
func (p *Page) ClickView(x, w int) tea.Cmd {
	for _, t := range p.tabs(w).tabs {
		switch {
		case x < t.from || x >= t.to:
		case t.view < 0:
			return func() tea.Msg { return SaveWanted{} }
		default:
			return p.SelectView(t.view)
		}
	}
	return nil
}
