package users

import (
	"strconv"
	"strings"

	"github.com/dustin/go-humanize"

	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
)

const (
	tabGap    = 3  // cells between two tabs
	shortName = 12 // cells of a name where there is little room
	saveLong  = "+ save view"
	saveShort = "+"
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

// tabs lays out the row of views in w cells: whole names and numbers, else
// shorter ones, else only as many tabs as fit around the present one. before
// and behind tell whether there are more.
func (p *Page) tabs(w int) (tabs []tab, before, behind bool) {
	for _, short := range []bool{false, true} {
		tabs = p.allTabs(short)
		if placed(tabs, 1) <= w {
			return tabs, false, false
		}
	}
	end := tabs[len(tabs)-1]
	end.name = saveShort
	tabs = tabs[:len(tabs)-1]
	// From the first on while the present one has room, else just enough
	// further on that it has.
	room := w - 1 - end.width() - tabGap
	first := 0
	for first < p.view && widthOf(tabs[first:p.view+1])+2*markRoom > room {
		first++
	}
	last := p.view + 1
	for last < len(tabs) && widthOf(tabs[first:last+1])+2*markRoom <= room {
		last++
	}
	before, behind = first > 0, last < len(tabs)
	tabs = append(tabs[first:last:last], end)
	at := 1
	if before {
		at += markRoom
	}
	placed(tabs, at)
	if behind {
		tabs[len(tabs)-1].from += markRoom
		tabs[len(tabs)-1].to += markRoom
	}
	return tabs, before, behind
}

// markRoom is the room of the sign that there are more tabs, and a blank.
const markRoom = 2

// allTabs are all views and the end of the row.
func (p *Page) allTabs(short bool) []tab {
	out := make([]tab, 0, len(p.views)+1)
	for i, v := range p.views {
		t := tab{view: i, name: v.title(), number: p.viewNumber(v)}
		if short && i != p.view {
			t.name, t.number = safetext.Truncate(t.name, shortName), ""
		}
		if i < len(p.deps.Keys.Views) {
			t.name = strconv.Itoa(i+1) + " " + t.name
		}
		out = append(out, t)
	}
	return append(out, tab{view: -1, name: saveLong})
}

// viewNumber is a view's number of users as its tab shows it.
func (p *Page) viewNumber(v View) string {
	n, known := p.ViewCount(v)
	switch {
	case known:
		return humanize.Comma(n)
	case p.NeedsScan(v):
		return needsScan
	default:
		return ""
	}
}

func widthOf(tabs []tab) int {
	n := -tabGap
	for _, t := range tabs {
		n += t.width() + tabGap
	}
	return n
}

// placed gives the tabs their cells and returns the width of all.
func placed(tabs []tab, at int) int {
	end := at
	for i := range tabs {
		tabs[i].from = at
		end = at + tabs[i].width()
		at = end + tabGap
		tabs[i].to = at
	}
	return end
}

// ViewsLine is the row of view tabs in w cells, the present one always among
// them.
func (p *Page) ViewsLine(w int) string {
	paint := &p.deps.Styles.P
	tabs, before, behind := p.tabs(w)
	var b strings.Builder
	b.WriteString(" ")
	if before {
		b.WriteString(paint.Faint.Apply("‹") + " ")
	}
	for i, t := range tabs {
		if i > 0 {
			b.WriteString(strings.Repeat(" ", tabGap))
		}
		if t.view < 0 && behind {
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
	tabs, _, _ := p.tabs(w)
	for _, t := range tabs {
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
