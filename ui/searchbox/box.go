// Package searchbox is the line that a search is typed into: it marks what
// cannot be understood and says so, completes, and remembers what was searched
// for. It knows the language of the search and nothing of the list below it.
package searchbox

import (
	"regexp"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/internal/query"
	"usher/internal/state"
	"usher/keymap"
	"usher/styles"
	"usher/ui/components/input"
)

// Deps is what the box needs from outside.
type Deps struct {
	Styles *styles.Styles
	Keys   *keymap.Map
	// Sources are what has been seen of the instance, for completing values; nil
	// for nothing.
	Sources query.Sources
	// History is what was searched for; nil for none.
	History *state.History
	// Region is the country whose phone numbers may be typed without their
	// calling code, such as "AT"; "" for none.
	Region string
}

// Event is what a key came to, for whoever shows the list.
type Event int

// The events.
const (
	// None means that the text is as it was.
	None Event = iota
	// Edited means that the text has changed; more may follow at once.
	Edited
	// Submitted means that the search is wanted now and the box was left.
	Submitted
	// Cleared means that the text was thrown away.
	Cleared
	// Left means that the box was left and its text is as it was.
	Left
	// Explain asks for what the text becomes.
	Explain
)

// Unsaved tells that the history could not be written.
type Unsaved struct{ Err error }

const (
	// maxText bounds the text, in runes.
	maxText = 8192 // a hundred ids have room
	hint    = "name, e-mail, phone, id, or filters such as banned:yes"
)

// Box is the component; call [New].
type Box struct {
	d  Deps
	in *input.Input

	problems []query.Problem
	nothing  bool // beside the problems there is nothing to search for
	offers   offers
	past     past
	lookBack lookBack
	quiet    bool // the popup was closed and stays so until the text changes
}

// New makes an empty box without the keyboard.
func New(d Deps) *Box {
	if d.Sources == nil {
		d.Sources = nothing{}
	}
	b := &Box{d: d, in: input.New(d.Styles, input.WithPlaceholder(hint), input.WithLimit(maxText))}
	b.in.UseTerminalCursor(true)
	b.lookBack.in = input.New(d.Styles, input.WithPlaceholder("part of an earlier search"), input.WithLimit(maxText))
	b.lookBack.in.UseTerminalCursor(true)
	return b
}

// Value is the text as typed; it is not fit for drawing.
func (b *Box) Value() string { return b.in.Value() }

// SetValue replaces the text; nothing pops up for it.
func (b *Box) SetValue(text string) {
	b.in.SetValue(oneLine(text))
	b.lookBack.open = false
	b.past = past{}
	b.read()
	b.quiet = true
}

// Empty reports whether nothing but blanks is in the box.
func (b *Box) Empty() bool { return b.in.Empty() }

// Focus gives the keyboard to the box.
func (b *Box) Focus() {
	b.in.Focus()
	b.past, b.quiet = past{}, false
	b.read()
}

// Blur takes the keyboard away and closes what is open.
func (b *Box) Blur() {
	b.in.Blur()
	b.closeLookBack()
	b.offers.open = false
	b.quiet = true
}

// Focused reports whether the box has the keyboard.
func (b *Box) Focused() bool { return b.in.Focused() || b.lookBack.open }

// SetStyles takes over another look.
func (b *Box) SetStyles(st *styles.Styles) {
	b.d.Styles = st
	b.in.SetStyles(st)
	b.lookBack.in.SetStyles(st)
}

// Problem is what is wrong with the text and what that means for the search, in
// two sentences; "" when all of it was understood. It quotes the text, so draw
// it through safetext.
func (b *Box) Problem() string {
	switch {
	case len(b.problems) == 0:
		return ""
	case b.nothing:
		return b.problems[0].What + " It was left out."
	}
	return b.problems[0].What + " The rest was searched for."
}

// Update takes a key or a paste while the box has the keyboard. The command
// writes the history.
func (b *Box) Update(msg tea.Msg) (tea.Cmd, Event) {
	if p, ok := msg.(tea.PasteMsg); ok {
		msg = tea.PasteMsg{Content: oneLine(p.Content)}
	}
	if b.lookBack.open {
		return b.searchBack(msg)
	}
	if k, ok := msg.(tea.KeyPressMsg); ok {
		if cmd, ev, handled := b.press(k); handled {
			return cmd, ev
		}
	}
	return nil, b.edit(msg)
}

// press takes the keys that do not edit.
func (b *Box) press(k tea.KeyPressMsg) (cmd tea.Cmd, ev Event, handled bool) {
	m := b.d.Keys
	switch {
	case key.Matches(k, m.Submit):
		if b.offers.open && b.offers.chosen {
			return nil, b.take(b.offers.current()), true
		}
		return b.Submit(), Submitted, true
	case key.Matches(k, m.Close):
		return nil, b.escape(), true
	case key.Matches(k, m.Complete):
		return nil, b.complete(), true
	case key.Matches(k, m.Explain):
		return nil, Explain, true
	case key.Matches(k, m.SearchBack):
		b.openLookBack()
		return nil, None, true
	case key.Matches(k, m.SearchNext):
		b.list(1)
		return nil, None, true
	case key.Matches(k, m.SearchPrev):
		b.list(-1)
		return nil, None, true
	case key.Matches(k, m.SearchOlder):
		if b.listing() {
			b.offers.move(-1)
			return nil, None, true
		}
		return nil, b.older(), true
	case key.Matches(k, m.SearchNewer):
		if b.listing() {
			b.offers.move(1)
			return nil, None, true
		}
		if ev, ok := b.newer(); ok {
			return nil, ev, true
		}
		return b.Submit(), Submitted, true
	}
	return nil, None, false
}

// edit gives a key to the text.
func (b *Box) edit(msg tea.Msg) Event {
	text, at := b.in.Value(), b.in.Position()
	b.in.Update(msg)
	switch {
	case b.in.Value() != text:
		b.past = past{}
		b.changed()
		return Edited
	case b.in.Position() != at:
		b.read()
		b.offers.open = false
	}
	return None
}

// changed reads the text after a change of it by the person.
func (b *Box) changed() {
	b.quiet = false
	b.read()
	b.offers.open = b.wanted()
}

// read finds problems and completions of the text as it is.
func (b *Box) read() {
	q := query.ParseIn(b.in.Value(), b.d.Region)
	b.problems, b.nothing = q.Problems(), q.Empty()
	b.offers = offers{all: query.Complete(b.in.Value(), b.cursor(), b.d.Sources)}
}

// cursor is the cursor's place in bytes.
func (b *Box) cursor() int {
	v := []rune(b.in.Value())
	return len(string(v[:min(b.in.Position(), len(v))]))
}

// Submit leaves the box and remembers its text; the command writes it.
func (b *Box) Submit() tea.Cmd {
	text := b.in.Value()
	b.past = past{}
	b.Blur()
	h := b.d.History
	if h == nil || !h.Add(text) {
		return nil
	}
	return func() tea.Msg {
		if err := h.Flush(); err != nil {
			return Unsaved{Err: err}
		}
		return nil
	}
}

// escape steps back: out of the popup, then the text, then the box.
func (b *Box) escape() Event {
	switch {
	case b.listing() || b.trouble() != nil && !b.quiet:
		b.offers.open, b.quiet = false, true
		return None
	case b.Empty():
		b.SetValue("")
		b.Blur()
		return Left
	}
	b.SetValue("")
	return Cleared
}

var breaks = regexp.MustCompile(`[\s\p{Cc}]*[\r\n\t\p{Cc}][\s\p{Cc}]*`)

// oneLine folds the line breaks of a text that was pasted.
func oneLine(s string) string {
	if !breaks.MatchString(s) {
		return s
	}
	return strings.TrimSpace(breaks.ReplaceAllString(s, " "))
}

// nothing was seen.
type nothing struct{}

func (nothing) Organizations(string) []string  { return nil }
func (nothing) Providers() []string            { return nil }
func (nothing) MetadataPaths() []string        { return nil }
func (nothing) MetadataValues(string) []string { return nil }
