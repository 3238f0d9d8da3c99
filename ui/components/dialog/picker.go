package dialog

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"usher/keymap"
	"usher/styles"
	"usher/ui/components/input"
)

// Entry is one line to pick. All texts must be inert.
type Entry struct {
	ID    string
	Title string
	// Letter picks the entry at once in a letter menu.
	Letter string
	// Hint stands on the right, such as a key.
	Hint string
	// Off is why the entry cannot be picked now; "" when it can.
	Off string
	// Gap puts a blank line before the entry.
	Gap bool
	// Level paints the letter: 2 and 3 stand out.
	Level int
	// Words are further words that find the entry.
	Words string
}

// Picking is what a picker offers.
type Picking struct {
	ID, Title string
	// Who is a line over the entries, naming what they act on.
	Who     string
	Entries []Entry
	// Letters makes it a menu: letters pick, the search key filters. Without
	// it whatever is typed filters.
	Letters     bool
	Placeholder string
	// Select puts the cursor on this entry at first.
	Select string
}

// Picker is a list to pick from, filtered fuzzily.
type Picker struct {
	base
	p      Picking
	in     *input.Input
	shown  []int   // entries that match, best first
	marks  [][]int // matched letters of the titles
	cursor int     // in shown
	top    int     // first line in view
	rows   []int   // entry in shown at each line of the last view, -1 for none
	rowsY  int
	why    string
}

// NewPicker makes a picker.
func NewPicker(p Picking) *Picker {
	d := &Picker{p: p}
	d.id = p.ID
	return d
}

// Attach implements Dialog.
func (p *Picker) Attach(st *styles.Styles, keys *keymap.Map, opener string) {
	p.base.Attach(st, keys, opener)
	if p.in != nil {
		p.in.SetStyles(st)
		return
	}
	ph := p.p.Placeholder
	if ph == "" {
		ph = "type to find"
	}
	p.in = input.New(st, input.WithPlaceholder(ph))
	if !p.p.Letters {
		p.in.Focus()
	}
	p.filter()
	for i, e := range p.shown {
		if p.p.Entries[e].ID == p.p.Select && p.p.Select != "" {
			p.cursor = i
		}
	}
}

// Update implements Dialog.
func (p *Picker) Update(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case tea.KeyPressMsg:
		return p.key(m)
	case tea.MouseWheelMsg:
		if m.Button == tea.MouseWheelUp {
			p.move(-1)
		} else {
			p.move(1)
		}
	case tea.MouseClickMsg:
		i := m.Y - p.rowsY
		if m.Button == tea.MouseLeft && i >= 0 && i < len(p.rows) && p.rows[i] >= 0 {
			p.cursor = p.rows[i]
			return p.pick()
		}
	case tea.PasteMsg:
		p.in.Focus()
		p.in.Update(m)
		p.filter()
	}
	return nil
}

func (p *Picker) key(k tea.KeyPressMsg) tea.Cmd {
	p.why = ""
	letters := p.p.Letters && !p.in.Focused()
	switch {
	case key.Matches(k, p.keys.Cancel):
		return p.answer(Result{})
	case key.Matches(k, p.keys.Close):
		if p.in.Value() != "" || p.p.Letters && p.in.Focused() {
			p.in.SetValue("")
			if p.p.Letters {
				p.in.Blur()
			}
			p.filter()
			return nil
		}
		return p.answer(Result{})
	case key.Matches(k, p.keys.Submit):
		return p.pick()
	case key.Matches(k, p.keys.ItemUp):
		p.move(-1)
	case key.Matches(k, p.keys.ItemDown):
		p.move(1)
	case key.Matches(k, p.keys.ItemPageUp):
		p.move(-8)
	case key.Matches(k, p.keys.ItemPageDown):
		p.move(8)
	case key.Matches(k, p.keys.ItemTop):
		p.move(-len(p.shown))
	case key.Matches(k, p.keys.ItemEnd):
		p.move(len(p.shown))
	case letters:
		return p.letter(k)
	default:
		before := p.in.Value()
		cmd := p.in.Update(k)
		if p.in.Value() != before {
			p.filter()
		}
		return cmd
	}
	return nil
}

// letter handles a key in a letter menu: an entry's letter wins over moving.
func (p *Picker) letter(k tea.KeyPressMsg) tea.Cmd {
	for i, e := range p.shown {
		if l := p.p.Entries[e].Letter; l != "" && key.Matches(k, key.NewBinding(key.WithKeys(l))) && !k.IsRepeat {
			p.cursor = i
			return p.pick()
		}
	}
	switch {
	case key.Matches(k, p.keys.Up):
		p.move(-1)
	case key.Matches(k, p.keys.Down):
		p.move(1)
	case key.Matches(k, p.keys.Search):
		p.in.Focus()
	case key.Matches(k, p.keys.Quit):
		return p.answer(Result{})
	}
	return nil
}

func (p *Picker) move(d int) {
	p.cursor = min(max(p.cursor+d, 0), max(len(p.shown)-1, 0))
}

// pick answers with the entry under the cursor, or says why it is off.
func (p *Picker) pick() tea.Cmd {
	if p.cursor >= len(p.shown) {
		return nil
	}
	e := p.p.Entries[p.shown[p.cursor]]
	if e.Off != "" {
		p.why = e.Title + ": " + e.Off
		return nil
	}
	return p.answer(Result{OK: true, Choice: e.ID, Input: p.in.Value()})
}

// filter finds the entries that match what was typed.
func (p *Picker) filter() {
	p.cursor, p.top = 0, 0
	p.shown, p.marks = p.shown[:0], nil
	q := strings.TrimSpace(p.in.Value())
	if q == "" {
		for i := range p.p.Entries {
			p.shown = append(p.shown, i)
		}
		return
	}
	for _, m := range fuzzy.FindFrom(q, entries(p.p.Entries)) {
		p.shown = append(p.shown, m.Index)
		p.marks = append(p.marks, inTitle(m.MatchedIndexes, len(p.p.Entries[m.Index].Title)))
	}
}

// inTitle keeps the matched letters when all of them stand in the title: a
// match in the words behind it has nothing to show.
func inTitle(at []int, title int) []int {
	if len(at) > 0 && at[len(at)-1] >= title {
		return nil
	}
	return at
}

type entries []Entry

func (e entries) String(i int) string { return e[i].Title + " " + e[i].Words + " " + e[i].ID }
func (e entries) Len() int            { return len(e) }
