package form

import (
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"usher/internal/safetext"
	"usher/ui/components/input"
)

const (
	listRows = 6 // of the list under an open choice
	// searchRest is how long typing rests before a search is asked for.
	searchRest = 250 * time.Millisecond
)

// choice is one of a list. It opens under the field, and what is typed finds.
type choice struct {
	quiet
	f       *Form
	field   *Field
	entries []Entry
	picked  string
	title   string // of the picked entry
	hist    history

	open  bool
	query *input.Input
	shown []Entry // what the query leaves
	at    int     // place of the cursor in shown
	top   int
	why   string // why the entry cannot be chosen

	turn      int // counts changes of the query
	searching bool
	loaded    bool   // a search has answered
	failed    string // why the search did not
}

func newChoice(f *Form, field *Field) *choice {
	c := &choice{f: f, field: field, entries: field.Choices}
	c.fresh()
	return c
}

func (c *choice) fresh() {
	c.query = input.New(c.f.st, input.WithPlaceholder("type to find"), input.WithLimit(200))
}

func (c *choice) value() string { return c.picked }

func (c *choice) set(v string) {
	c.picked, c.title = v, ""
	for _, e := range c.entries {
		if e.ID == v {
			c.title = e.Title
		}
	}
}

func (c *choice) enter() tea.Cmd { return nil }
func (c *choice) restyle()       { c.query.SetStyles(c.f.st) }
func (c *choice) leave()         { c.close() }

func (c *choice) close() {
	c.open, c.why = false, ""
	c.query.Blur()
	c.query.SetValue("")
	c.turn++
	c.searching = false
}

// unfold opens the list with the cursor on what is chosen.
func (c *choice) unfold() tea.Cmd {
	if c.open {
		return nil
	}
	c.open = true
	c.query.Focus()
	c.filter()
	for i, e := range c.shown {
		if e.ID == c.picked {
			c.at = i
		}
	}
	if c.field.Search && !c.loaded {
		return c.ask("")
	}
	return nil
}

func (c *choice) press(k tea.KeyPressMsg) (tea.Cmd, bool) {
	m := c.f.keys
	if !c.open {
		switch {
		case key.Matches(k, m.Submit, m.Tick) && !k.IsRepeat:
			return c.unfold(), true
		case c.f.travels(k) || k.Text == "":
			return nil, false
		}
		return tea.Batch(c.unfold(), c.find(k)), true
	}
	c.why = ""
	switch {
	case key.Matches(k, m.Close):
		c.close()
	case key.Matches(k, m.Submit):
		if c.pick() {
			return c.f.move(1), true
		}
	case key.Matches(k, m.NextTab):
		if strings.TrimSpace(c.query.Value()) == "" || c.pick() {
			return nil, false
		}
	case key.Matches(k, m.PrevTab), key.Matches(k, m.Save), key.Matches(k, m.Cancel):
		return nil, false
	case key.Matches(k, m.ItemUp):
		c.step(-1)
	case key.Matches(k, m.ItemDown):
		c.step(1)
	case key.Matches(k, m.ItemPageUp):
		c.step(-listRows)
	case key.Matches(k, m.ItemPageDown):
		c.step(listRows)
	default:
		return c.find(k), true
	}
	return nil, true
}

func (c *choice) step(d int) { c.at = min(max(c.at+d, 0), max(len(c.shown)-1, 0)) }

// find changes the query.
func (c *choice) find(msg tea.Msg) tea.Cmd {
	before := c.query.Value()
	c.query.Update(msg)
	text := c.query.Value()
	if text == before {
		return nil
	}
	c.turn++
	if !c.field.Search {
		c.filter()
		return nil
	}
	c.searching, c.failed = true, ""
	return c.f.o.After(searchRest, restedMsg{c.f, c.field.ID, c.turn})
}

// rested asks for the choices, if nothing was typed since.
func (c *choice) rested(turn int) tea.Cmd {
	if turn != c.turn || !c.open {
		return nil
	}
	return c.ask(c.query.Value())
}

func (c *choice) ask(text string) tea.Cmd {
	c.searching, c.failed = true, ""
	m := SearchMsg{Form: c.f, Field: c.field.ID, Text: text}
	return func() tea.Msg { return m }
}

// found takes the answer of a search, unless the text has changed.
func (c *choice) found(m ChoicesMsg) {
	if !c.open || m.Text != c.query.Value() {
		return
	}
	c.searching, c.failed = false, m.Problem
	if m.Problem != "" {
		return
	}
	c.entries, c.loaded = m.Choices, true
	c.filter()
}

// filter finds the entries that match. Where they come from a search they
// match already.
func (c *choice) filter() {
	c.at, c.top = 0, 0
	q := strings.TrimSpace(c.query.Value())
	if q == "" || c.field.Search {
		c.shown = c.all(q)
		return
	}
	c.shown = nil
	for _, m := range fuzzy.FindFrom(q, entries(c.entries)) {
		c.shown = append(c.shown, c.entries[m.Index])
	}
}

// all are the entries, before them one that empties a field that may be empty.
func (c *choice) all(query string) []Entry {
	if c.field.Required || query != "" || c.has("") {
		return c.entries
	}
	return append([]Entry{{Title: "none"}}, c.entries...)
}

func (c *choice) has(id string) bool {
	for _, e := range c.entries {
		if e.ID == id {
			return true
		}
	}
	return false
}

// pick takes the entry under the cursor, or says why it cannot be.
func (c *choice) pick() bool {
	if c.at >= len(c.shown) {
		return false
	}
	e := c.shown[c.at]
	if e.Off != "" {
		c.why = e.Title + ": " + e.Off
		return false
	}
	if e.ID != c.picked {
		c.hist.note(mark{text: c.picked, label: c.title}, whole)
	}
	c.picked, c.title = e.ID, e.Title
	if e.ID == "" {
		c.title = ""
	}
	c.close()
	return true
}

func (c *choice) paste(s string) tea.Cmd {
	return tea.Batch(c.unfold(), c.find(tea.PasteMsg{Content: strings.TrimSpace(s)}))
}

func (c *choice) undo() tea.Cmd {
	if m, ok := c.hist.back(); ok {
		c.close()
		c.picked, c.title = m.text, m.label
	}
	return nil
}

func (c *choice) click(entry int) tea.Cmd {
	if !c.open {
		return c.unfold()
	}
	if entry >= 0 && entry < len(c.shown) {
		c.at = entry
		if c.pick() {
			return c.f.move(1)
		}
	}
	return nil
}

func (c *choice) trouble() string {
	for _, e := range c.entries {
		if e.ID == c.picked && e.Off != "" {
			return e.Off
		}
	}
	return ""
}

func (c *choice) hints() []hint {
	if c.open {
		return []hint{{c.f.keys.Submit, "choose"}, {c.f.keys.Close, "as it was"}}
	}
	return []hint{{c.f.keys.Submit, "choose"}}
}

// shownTitle is what stands in the closed field.
func (c *choice) shownTitle() string {
	if c.title != "" {
		return c.title
	}
	return safetext.String(c.picked)
}

type entries []Entry

func (e entries) String(i int) string { return e[i].Title + " " + e[i].Hint + " " + e[i].ID }
func (e entries) Len() int            { return len(e) }
