package dialog

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

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
	// Hidden entries are seen only once what is typed asks for them; their
	// letter counts all the same, and says why not.
	Hidden bool
	// Section is the heading that the entry stands under. A blank line before
	// the first of a section with Gap is never given up for room.
	Section string
	Gap     bool
	// Level is 0 to 3, as hard as it is to undo the harm; see Picking.Signs.
	Level int
	// Words are further words that find the entry.
	Words string
}

// Picking is what a picker offers.
type Picking struct {
	ID, Title string
	// Who is a line over the entries, naming what they act on; Note is a
	// sentence below it, such as why entries are missing.
	Who, Note string
	Entries   []Entry
	// Letters makes it a menu: letters pick, the search key filters. Without
	// it whatever is typed filters.
	Letters bool
	// Signs shows the entries' levels, and says what the signs mean.
	Signs       bool
	Placeholder string
	// Select puts the cursor on this entry at first; else it is on the first
	// that can be picked.
	Select string
}

// Picker is a list to pick from: under headings, in two columns where that
// spares scrolling, and filtered by what is typed.
type Picker struct {
	base
	p      Picking
	in     *input.Input
	shown  []int   // entries that match, best first
	marks  [][]int // matched bytes of the titles
	cursor int     // in shown
	top    int     // first line in view
	cols   [][]place
	colW   int
	rowsY  int // line of the box on which the list begins
	rows   int // lines of the list in view
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
		if i := p.at(m.X, m.Y); m.Button == tea.MouseLeft && i >= 0 {
			p.cursor = i
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
		return p.back()
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

// back takes away what is typed, then the field of a menu, then the picker.
func (p *Picker) back() tea.Cmd {
	if p.in.Value() == "" && !(p.p.Letters && p.in.Focused()) {
		return p.answer(Result{})
	}
	p.in.SetValue("")
	if p.p.Letters {
		p.in.Blur()
	}
	p.filter()
	return nil
}

// letter handles a key in a letter menu: an entry's letter wins over moving.
func (p *Picker) letter(k tea.KeyPressMsg) tea.Cmd {
	for i, e := range p.p.Entries {
		if e.Letter != "" && key.Matches(k, key.NewBinding(key.WithKeys(e.Letter))) && !k.IsRepeat {
			return p.choose(i)
		}
	}
	switch {
	case key.Matches(k, p.keys.Up):
		p.move(-1)
	case key.Matches(k, p.keys.Down):
		p.move(1)
	case key.Matches(k, p.keys.Left):
		p.across(-1)
	case key.Matches(k, p.keys.Right):
		p.across(1)
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
	return p.choose(p.shown[p.cursor])
}

func (p *Picker) choose(i int) tea.Cmd {
	for at, n := range p.shown {
		if n == i {
			p.cursor = at
		}
	}
	e := p.p.Entries[i]
	if e.Off != "" {
		p.why = e.Title + ": " + e.Off
		return nil
	}
	return p.answer(Result{OK: true, Choice: e.ID, Input: p.in.Value()})
}

// under is the entry under the cursor, if there is one.
func (p *Picker) under() (Entry, bool) {
	if p.cursor >= len(p.shown) {
		return Entry{}, false
	}
	return p.p.Entries[p.shown[p.cursor]], true
}
