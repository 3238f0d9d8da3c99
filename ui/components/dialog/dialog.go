// Package dialog holds the boxes that ask: confirm, type to confirm, pick,
// tell, and a line of text. They stand on a stack; the top one gets the keys.
package dialog

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/keymap"
	"usher/styles"
)

// Result is what a dialog answers with, as a message.
type Result struct {
	// ID is the dialog's.
	ID string
	// OK is false when the dialog was cancelled.
	OK bool
	// Reason is the text of the reason field.
	Reason string
	// Input is what was typed in a text dialog.
	Input string
	// Choice is the picked entry's id.
	Choice string
}

// Dialog is one box. Its View is at most as large as asked.
type Dialog interface {
	// ID names the dialog in its result.
	ID() string
	// Attach hands over the look, the keys, and the key that opened the
	// dialog, which will never confirm it. The stack calls it.
	Attach(st *styles.Styles, keys *keymap.Map, opener string)
	Update(msg tea.Msg) tea.Cmd
	View(w, h int) string
	// Cursor returns where the text cursor stands in the last view.
	Cursor() (x, y int, ok bool)
	// Done reports whether the dialog has answered.
	Done() bool
}

// Stack holds the open dialogs.
type Stack struct {
	st   *styles.Styles
	keys *keymap.Map
	list []entry
	x, y int // where the top box was drawn last
}

type entry struct {
	Dialog
	opener string
}

// NewStack makes an empty stack.
func NewStack(st *styles.Styles, keys *keymap.Map) *Stack {
	return &Stack{st: st, keys: keys}
}

// SetStyles changes the look of all open dialogs.
func (s *Stack) SetStyles(st *styles.Styles) {
	s.st = st
	for _, d := range s.list {
		d.Attach(st, s.keys, d.opener)
	}
}

// Push opens d. Opener is the key press that led to it, as its String says,
// or "".
func (s *Stack) Push(d Dialog, opener string) {
	d.Attach(s.st, s.keys, opener)
	s.list = append(s.list, entry{d, opener})
}

// Pop closes the top dialog without an answer.
func (s *Stack) Pop() {
	if len(s.list) > 0 {
		forget(s.list[len(s.list)-1].Dialog)
		s.list = s.list[:len(s.list)-1]
	}
}

// Clear closes all dialogs without an answer.
func (s *Stack) Clear() {
	for _, d := range s.list {
		forget(d.Dialog)
	}
	s.list = nil
}

// forget lets a dialog that holds secrets drop them.
func forget(d Dialog) {
	if f, ok := d.(interface{ Forget() }); ok {
		f.Forget()
	}
}

// settle closes the dialogs that have answered by themselves, such as one
// whose time was over or one that waited for a message.
func (s *Stack) settle() {
	s.list = slices.DeleteFunc(s.list, func(e entry) bool { return e.Done() })
}

// Len returns the number of open dialogs.
func (s *Stack) Len() int {
	s.settle()
	return len(s.list)
}

// Top returns the dialog that gets the keys, or nil.
func (s *Stack) Top() Dialog {
	s.settle()
	if len(s.list) == 0 {
		return nil
	}
	return s.list[len(s.list)-1].Dialog
}

// Update hands msg to the top dialog and closes it once it has answered.
// Mouse positions are those of the screen on which View's box was placed.
func (s *Stack) Update(msg tea.Msg) tea.Cmd {
	d := s.Top()
	if d == nil {
		return nil
	}
	switch m := msg.(type) {
	case tea.MouseClickMsg:
		m.X, m.Y = m.X-s.x, m.Y-s.y
		msg = m
	case tea.MouseWheelMsg:
		m.X, m.Y = m.X-s.x, m.Y-s.y
		msg = m
	}
	cmd := d.Update(msg)
	s.settle()
	return cmd
}

// View draws the top box for a screen of w×h cells and tells where it goes.
func (s *Stack) View(w, h int) (box string, x, y int) {
	d := s.Top()
	if d == nil {
		return "", 0, 0
	}
	box = d.View(w, h)
	bw, bh := boxWidth(box), strings.Count(box, "\n")+1
	s.x, s.y = max((w-bw)/2, 0), max((h-bh)/3, 0)
	if low, ok := d.(interface{ Low() bool }); ok && low.Low() {
		s.y = max(h-bh-1, 0)
	}
	return box, s.x, s.y
}

// Origin is where View's box was placed.
func (s *Stack) Origin() (x, y int) { return s.x, s.y }

// Cursor returns the text cursor on the screen that View was drawn for.
func (s *Stack) Cursor() (x, y int, ok bool) {
	d := s.Top()
	if d == nil {
		return 0, 0, false
	}
	x, y, ok = d.Cursor()
	return x + s.x, y + s.y, ok
}

// base is what all dialogs have.
type base struct {
	id     string
	st     *styles.Styles
	keys   *keymap.Map
	opener key.Binding // the key that led here
	done   bool
	scroll int
	curX   int
	curY   int
	curOK  bool
}

func (b *base) ID() string { return b.id }

func (b *base) Done() bool { return b.done }

func (b *base) Attach(st *styles.Styles, keys *keymap.Map, opener string) {
	b.st, b.keys = st, keys
	b.opener = key.NewBinding()
	if opener != "" {
		b.opener = key.NewBinding(key.WithKeys(opener))
	}
}

func (b *base) Cursor() (x, y int, ok bool) { return b.curX, b.curY, b.curOK }

// answer ends the dialog with r.
func (b *base) answer(r Result) tea.Cmd {
	b.done = true
	r.ID = b.id
	return func() tea.Msg { return r }
}
