package users

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/internal/query"
	"usher/styles"
	"usher/ui/components/input"
)

const (
	// maxSearch bounds the search text, in characters.
	maxSearch  = 512
	searchHint = "name, e-mail, phone, username or user_… id"
)

// typed tells that typing in the box paused.
type typed struct{ seq int }

// searchBox is the line the person types a search into.
type searchBox struct {
	input *input.Input
	seq   int // of the last edit, so that only the last pause counts
}

func newSearchBox(st *styles.Styles) searchBox {
	in := input.New(st, input.WithPlaceholder(searchHint), input.WithLimit(maxSearch))
	in.UseTerminalCursor(true)
	return searchBox{input: in}
}

func (b *searchBox) value() string { return b.input.Value() }

func (b *searchBox) set(text string) {
	b.seq++
	b.input.SetValue(text)
}

// parse reads a text of the search box.
func (p *Page) parse(text string) *query.Query { return query.ParseIn(text, p.deps.Region) }

// Problems are the parts of the text in the search box that cannot be
// understood; the rest of it is what the list shows.
func (p *Page) Problems() []query.Problem { return p.parse(p.box.value()).Problems() }

// Plan is how the list is read at present; nil while the organizations that
// it names are looked up.
func (p *Page) Plan() *query.Plan { return p.list.plan }

// Searching reports whether the search box has the keyboard.
func (p *Page) Searching() bool { return p.box.input.Focused() }

// OpenSearch gives the keyboard to the search box.
func (p *Page) OpenSearch() { p.box.input.Focus() }

// SearchKey takes a key or a paste while the search box has the keyboard.
// Enter keeps the text and leaves the box; Escape empties it, then leaves it.
func (p *Page) SearchKey(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		m := p.deps.Keys
		switch {
		case key.Matches(k, m.Submit), key.Matches(k, m.ItemDown):
			p.box.seq++
			p.box.input.Blur()
			return p.apply(p.parse(p.box.value()), false)
		case key.Matches(k, m.Close) && p.box.input.Empty():
			p.box.input.Blur()
			return nil
		case key.Matches(k, m.Close):
			p.box.set("")
			return p.apply(query.Parse(""), false)
		}
	}
	before := p.box.value()
	cmd := p.box.input.Update(msg)
	if p.box.value() == before {
		return cmd
	}
	return tea.Batch(cmd, p.edited())
}

// edited looks for what is typed once the typing pauses.
func (p *Page) edited() tea.Cmd {
	p.box.seq++
	p.lookup = false
	p.stopLoading()
	return p.deps.After(debounce, typed{seq: p.box.seq})
}
