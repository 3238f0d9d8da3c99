// Package cmdline is a command line: a line of text with what may come next
// below it, what was typed before, and errors that point at the word.
package cmdline

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/keymap"
	"usher/styles"
	"usher/ui/components/input"
)

// Offer is one thing that may come next. All texts but Text must be inert.
type Offer struct {
	// Text takes the place of what is typed from the offer's place on.
	Text string
	// Usage stands behind it, such as "NAME".
	Usage string
	Help  string
	// Off is why it cannot be done now; "" when it can.
	Off string
}

// Wrong is an error that points at a word of the line.
type Wrong struct {
	At, Len int    // in bytes of the line; a Len of 0 points between letters
	Problem string // a sentence without a full stop, safe to draw
	Instead string // what was probably meant; "" for nothing
}

// Error is the problem.
func (w *Wrong) Error() string { return w.Problem }

// History keeps what was typed, newest first. Add reports whether there is
// something to write down now, which is the owner's to do.
type History interface {
	Add(text string) bool
	Entries() []string
}

// Deps is what a line works with. Complete tells what may come next and from
// which byte of the text on it stands; it does no I/O.
type Deps struct {
	Styles      *styles.Styles
	Keys        *keymap.Map
	Complete    func(text string) (from int, offers []Offer)
	History     History // nil keeps it in memory
	Placeholder string
}

// Event tells what a key came to.
type Event int

// The events.
const (
	None      Event = iota
	Submitted       // Enter: the line is to be run
	Closed          // Esc
)

// Line is the component; call [New].
type Line struct {
	deps    Deps
	st      *styles.Styles
	in      *input.Input
	open    bool
	wrong   *Wrong
	caret   int // the cell of the wrong word in the last view
	offers  []Offer
	from    int
	chosen  int    // offer that Tab put in; -1 for none
	typed   string // the text before Tab
	history History
	past    int    // entry of the history that is shown; -1 for none
	draft   string // what was typed before going into the past
}

// limit bounds a line, in runes.
const limit = 1024

// New makes a closed line.
func New(d Deps) *Line {
	l := &Line{deps: d, st: d.Styles, history: d.History, chosen: -1, past: -1}
	if l.history == nil {
		l.history = &memory{}
	}
	l.in = input.New(d.Styles, input.WithLimit(limit), input.WithPlaceholder(d.Placeholder))
	l.in.UseTerminalCursor(true)
	return l
}

// SetStyles changes the look.
func (l *Line) SetStyles(st *styles.Styles) {
	l.st = st
	l.in.SetStyles(st)
}

// Opened reports whether the line has the keyboard.
func (l *Line) Opened() bool { return l.open }

// Value is the text as typed; it is not fit for drawing.
func (l *Line) Value() string { return l.in.Value() }

// Open shows the line with a text in it.
func (l *Line) Open(text string) {
	l.open, l.past, l.draft = true, -1, ""
	l.in.SetValue(text)
	l.in.Focus()
	l.look()
}

// Close hides the line.
func (l *Line) Close() {
	l.open = false
	l.in.Blur()
}

// Refuse keeps the text and points at what is wrong with it; the cursor stands
// behind that word.
func (l *Line) Refuse(w *Wrong) {
	l.open = true
	l.in.Focus()
	text := l.in.Value()
	wrong := *w
	wrong.At = min(max(w.At, 0), len(text))
	wrong.Len = min(max(w.Len, 0), len(text)-wrong.At)
	l.wrong, l.offers, l.chosen = &wrong, nil, -1
	l.in.SetPosition(len([]rune(text[:wrong.At+wrong.Len])))
}

// Done closes the line and remembers what was typed; it reports whether the
// history has something to write down.
func (l *Line) Done(remember string) bool {
	l.Close()
	return remember != "" && l.history.Add(remember)
}

// Update edits the line.
func (l *Line) Update(msg tea.Msg) (tea.Cmd, Event) {
	k, isKey := msg.(tea.KeyPressMsg)
	if isKey {
		keys := l.deps.Keys
		switch {
		case key.Matches(k, keys.Close):
			l.Close()
			return nil, Closed
		case key.Matches(k, keys.Submit):
			return nil, Submitted
		case key.Matches(k, keys.Complete):
			l.cycle(1)
			return nil, None
		case key.Matches(k, keys.PrevTab):
			l.cycle(-1)
			return nil, None
		case key.Matches(k, keys.ItemUp):
			l.recall(1)
			return nil, None
		case key.Matches(k, keys.ItemDown):
			l.recall(-1)
			return nil, None
		}
	}
	before := l.in.Value()
	cmd := l.in.Update(msg)
	if l.in.Value() != before {
		l.past = -1
		l.look()
	}
	return cmd, None
}

// look finds anew what may come next.
func (l *Line) look() {
	l.wrong, l.chosen, l.typed = nil, -1, l.in.Value()
	l.from, l.offers = l.deps.Complete(l.typed)
	l.from = min(max(l.from, 0), len(l.typed))
}

// cycle puts the next offer in, and after the last what was typed. A single
// one is taken at once, and what follows it is looked for.
func (l *Line) cycle(d int) {
	if l.wrong != nil {
		l.mend()
		return
	}
	switch n := len(l.offers); n {
	case 0:
	case 1:
		text := l.typed[:l.from] + l.offers[0].Text
		if l.offers[0].Usage != "" {
			text += " "
		}
		l.in.SetValue(text)
		l.look()
	default:
		// One step more than there are offers: what was typed itself.
		l.chosen = (l.chosen+1+d+n+1)%(n+1) - 1
		if l.chosen < 0 {
			l.in.SetValue(l.typed)
			return
		}
		l.in.SetValue(l.typed[:l.from] + l.offers[l.chosen].Text)
	}
}

// mend puts in what was probably meant.
func (l *Line) mend() {
	w := l.wrong
	if w.Instead == "" {
		return
	}
	text := l.in.Value()
	l.in.SetValue(text[:w.At] + w.Instead + text[w.At+w.Len:])
	l.look()
}

// recall goes d entries into the past.
func (l *Line) recall(d int) {
	entries := l.history.Entries()
	if l.past < 0 {
		l.draft = l.in.Value()
	}
	l.past = min(max(l.past+d, -1), len(entries)-1)
	if l.past < 0 {
		l.in.SetValue(l.draft)
	} else {
		l.in.SetValue(entries[l.past])
	}
	l.look()
	if l.past >= 0 {
		l.offers = nil // the list of commands would stand in the way of the past
	}
}

// memory is a history that ends with the program.
type memory struct{ newest []string }

// maxMemory bounds the lines that are remembered.
const maxMemory = 100

func (m *memory) Add(text string) bool {
	m.newest = slices.DeleteFunc(m.newest, func(h string) bool { return h == text })
	m.newest = slices.Insert(m.newest, 0, text)
	m.newest = m.newest[:min(len(m.newest), maxMemory)]
	return false
}

func (m *memory) Entries() []string { return m.newest }

// Words are offers of fixed words.
func Words(words ...string) []Offer {
	out := make([]Offer, 0, len(words))
	for _, w := range words {
		out = append(out, Offer{Text: w})
	}
	return out
}

// Begins keeps the offers that begin with what is typed, and those that hold
// it behind them. An offer that is what is typed already stays only for what it
// says.
func Begins(offers []Offer, typed string) []Offer {
	if typed == "" {
		return offers
	}
	typed = strings.ToLower(typed)
	var begins, holds []Offer
	for _, o := range offers {
		switch text := strings.ToLower(o.Text); {
		case text == typed && o.Usage+o.Help+o.Off == "":
		case strings.HasPrefix(text, typed):
			begins = append(begins, o)
		case strings.Contains(text, typed):
			holds = append(holds, o)
		}
	}
	return append(begins, holds...)
}
