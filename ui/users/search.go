package users

import (
	tea "charm.land/bubbletea/v2"

	"usher/internal/query"
	"usher/internal/safetext"
	"usher/ui/searchbox"
)

// typed tells that typing in the box paused.
type typed struct{ seq int }

// searchBox is the line the person types a search into.
type searchBox struct {
	*searchbox.Box
	seq int // of the last edit, so that only the last pause counts
}

// Unclear tells that a part of what was searched for was not understood, in
// sentences; none where all of it was. What quotes it: draw it through safetext.
type Unclear struct{ What string }

// Explain asks for what the search becomes; the list shows it already. Waited
// counts how often it was put off, while organizations are looked up.
type Explain struct{ Waited int }

func newSearchBox(d Deps) searchBox {
	return searchBox{Box: searchbox.New(searchbox.Deps{
		Styles: d.Styles, Keys: d.Keys, Sources: d.Sources, History: d.History, Region: d.Region,
	})}
}

func (b *searchBox) value() string { return b.Value() }

func (b *searchBox) set(text string) {
	b.seq++
	b.SetValue(text)
}

// parse reads a text of the search box.
func (p *Page) parse(text string) *query.Query { return query.ParseIn(text, p.deps.Region) }

// Problems are the parts of the text in the search box that cannot be
// understood; the rest of it is what the list shows.
func (p *Page) Problems() []query.Problem { return p.parse(p.box.value()).Problems() }

// Misread are the parts that were not understood of the view and the search
// together: without them the list is wider than what was meant.
func (p *Page) Misread() []query.Problem {
	return append(p.parse(p.views[p.view].Query).Problems(), p.Problems()...)
}

// Plan is how the list is read at present; nil while the organizations that
// it names are looked up.
func (p *Page) Plan() *query.Plan { return p.list.plan }

// Searching reports whether the search box has the keyboard.
func (p *Page) Searching() bool { return p.box.Focused() }

// OpenSearch gives the keyboard to the search box.
func (p *Page) OpenSearch() { p.box.Focus() }

// SearchText is what stands in the search box; it is not fit for drawing.
func (p *Page) SearchText() string { return p.box.value() }

// Narrowing is the name of the view that the search narrows further; "" when
// it looks among all users. It is inert.
func (p *Page) Narrowing() string {
	if p.list.view.everyone() {
		return ""
	}
	return p.list.view.title()
}

// Popup is what the search box has to say, drawn over the top of the list in at
// most w×h cells; nil for nothing.
func (p *Page) Popup(w, h int) []string { return p.box.Popup(w, h) }

// ClickPopup takes a click on line y of a popup that was drawn for h lines.
func (p *Page) ClickPopup(y, h int) tea.Cmd {
	if ev, ok := p.box.Click(y, h); ok {
		return p.boxDid(ev)
	}
	return nil
}

// SearchKey takes a key or a paste while the search box has the keyboard.
func (p *Page) SearchKey(msg tea.Msg) tea.Cmd {
	cmd, ev := p.box.Update(msg)
	return tea.Batch(cmd, p.boxDid(ev))
}

func (p *Page) boxDid(ev searchbox.Event) tea.Cmd {
	switch ev {
	case searchbox.Edited:
		return p.edited()
	case searchbox.Submitted:
		return tea.Batch(p.searchNow(), p.unclear())
	case searchbox.Cleared:
		return tea.Batch(p.searchNow(), p.unclear())
	case searchbox.Explain:
		return tea.Batch(p.searchNow(), func() tea.Msg { return Explain{} })
	case searchbox.None, searchbox.Left:
	}
	return nil
}

// searchNow shows what stands in the box.
func (p *Page) searchNow() tea.Cmd {
	p.box.seq++
	return p.apply(p.parse(p.box.value()), false)
}

// SearchFor puts a text into the box, remembers it and shows what it finds.
func (p *Page) SearchFor(text string) tea.Cmd {
	p.box.set(text)
	return tea.Batch(p.box.Submit(), p.searchNow())
}

// unclear tells what was left out of a search.
func (p *Page) unclear() tea.Cmd {
	what := p.box.Problem()
	return func() tea.Msg { return Unclear{What: what} }
}

// edited looks for what is typed once the typing pauses; where more is likely to
// follow, so that half a word would start a scan of all users, it waits longer.
func (p *Page) edited() tea.Cmd {
	p.box.seq++
	p.lookup = false
	p.stopLoading()
	pause := debounce
	if p.box.Midway() {
		pause = midway
	}
	return p.deps.After(pause, typed{seq: p.box.seq})
}

// Searched says in words what the list shows.
func (p *Page) Searched() string {
	what := "All users"
	if text := p.list.box.Text(); text != "" {
		what = "“" + safetext.String(text) + "”"
	}
	if view := p.Narrowing(); view != "" && p.list.box.Exact() == query.NotExact {
		what += " in the view " + view
	}
	return what
}
