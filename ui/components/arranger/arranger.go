// Package arranger is the dialog in which a list is put in order: rows that are
// chosen, ticked, moved, renamed and removed, each by a key that stands below
// them. What a key does is the caller's; the change is seen at once.
package arranger

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
	"usher/keymap"
	"usher/styles"
	"usher/ui/components/input"
)

// Row is one line of the list. All texts must be inert.
type Row struct {
	ID    string
	Title string
	// Detail stands behind the title, Tail on the right.
	Detail, Tail string
	// Ticked is drawn when the list has ticks.
	Ticked bool
	// Quiet draws the row faintly.
	Quiet bool
}

// Key is what a key does with the row under the cursor.
type Key struct {
	Binding key.Binding
	// Desc is what stands beside the key, "" to leave the key unsaid.
	Desc string
	// Do does it; row is -1 when there is none.
	Do func(d *Dialog, row int) tea.Cmd
}

// Options is what a list is arranged with.
type Options struct {
	ID, Title string
	// Intro stands above the rows.
	Intro string
	// Low puts the dialog to the foot of the screen and keeps it small, so that
	// what it changes is in sight above it.
	Low bool
	// Ticks draws a tick before each row.
	Ticks bool
	// Enter is what Submit says and does, a click on a row too unless there are
	// ticks; Cancel is what Close does.
	Enter  Key
	Cancel func() tea.Cmd
	// Tick is what a click does where there are ticks.
	Tick func(d *Dialog, row int) tea.Cmd
	// Numbers picks rows by their number with these keys.
	Numbers []key.Binding
	Keys    []Key
}

// Dialog implements dialog.Dialog.
type Dialog struct {
	o      Options
	st     *styles.Styles
	keys   *keymap.Map
	rows   []Row
	cursor int
	top    int
	said   string // what the last key had to say
	ask    *asking
	done   bool

	rowsY, rowsN int // where the rows stand in the last view
	curX, curY   int
	curOK        bool
}

// asking is the line of text that a key asks for.
type asking struct {
	label    string
	in       *input.Input
	complete func(text string) []string
	take     func(text string) (tea.Cmd, error)
	offers   []string
	at       int    // the offer that was taken last, -1 for none
	typed    string // before an offer was taken
	wrong    string
}

// New makes the dialog; selected is the row under the cursor.
func New(o Options, rows []Row, selected int) *Dialog {
	d := &Dialog{o: o, rows: rows}
	d.SetCursor(selected)
	return d
}

// ID implements dialog.Dialog.
func (d *Dialog) ID() string { return d.o.ID }

// Attach implements dialog.Dialog.
func (d *Dialog) Attach(st *styles.Styles, keys *keymap.Map, _ string) {
	d.st, d.keys = st, keys
	if d.ask != nil {
		d.ask.in.SetStyles(st)
	}
}

// Done implements dialog.Dialog.
func (d *Dialog) Done() bool { return d.done }

// Low reports whether the dialog belongs to the foot of the screen.
func (d *Dialog) Low() bool { return d.o.Low }

// Close ends the dialog.
func (d *Dialog) Close() { d.done = true }

// Cursor implements dialog.Dialog.
func (d *Dialog) Cursor() (x, y int, ok bool) { return d.curX, d.curY, d.curOK }

// SetRows replaces the rows and puts the cursor on one.
func (d *Dialog) SetRows(rows []Row, cursor int) {
	d.rows = rows
	d.SetCursor(cursor)
}

// SetCursor puts the cursor on a row.
func (d *Dialog) SetCursor(row int) { d.cursor = min(max(row, 0), max(len(d.rows)-1, 0)) }

// Row is the index of the row under the cursor, -1 for none.
func (d *Dialog) Row() int {
	if len(d.rows) == 0 {
		return -1
	}
	return d.cursor
}

// Say shows a sentence until the next key.
func (d *Dialog) Say(text string) { d.said = text }

// Ask asks for a line of text; take refuses it with a sentence. complete may be
// nil.
func (d *Dialog) Ask(label, text string, complete func(string) []string, take func(string) (tea.Cmd, error)) {
	in := input.New(d.st, input.WithValue(text), input.WithLimit(200))
	in.UseTerminalCursor(true)
	in.Focus()
	d.ask = &asking{label: label, in: in, complete: complete, take: take, at: -1}
	d.ask.look()
}

// Update implements dialog.Dialog.
func (d *Dialog) Update(msg tea.Msg) tea.Cmd {
	if d.ask != nil {
		return d.asked(msg)
	}
	switch m := msg.(type) {
	case tea.KeyPressMsg:
		d.said = ""
		return d.key(m)
	case tea.MouseWheelMsg:
		if m.Button == tea.MouseWheelUp {
			d.SetCursor(d.cursor - 1)
		} else {
			d.SetCursor(d.cursor + 1)
		}
	case tea.MouseClickMsg:
		row := m.Y - d.rowsY + d.top
		if m.Button != tea.MouseLeft || m.Y < d.rowsY || m.Y >= d.rowsY+d.rowsN || row >= len(d.rows) {
			return nil
		}
		d.SetCursor(row)
		if d.o.Ticks {
			return d.o.Tick(d, row)
		}
		return d.o.Enter.Do(d, row)
	}
	return nil
}

func (d *Dialog) key(k tea.KeyPressMsg) tea.Cmd {
	m := d.keys
	switch {
	case key.Matches(k, m.Close, m.Cancel, m.Quit):
		d.done = true
		if d.o.Cancel != nil {
			return d.o.Cancel()
		}
		return nil
	case key.Matches(k, m.Submit):
		return d.o.Enter.Do(d, d.Row())
	}
	for _, own := range d.o.Keys {
		if key.Matches(k, own.Binding) {
			return own.Do(d, d.Row())
		}
	}
	for i, b := range d.o.Numbers {
		if key.Matches(k, b) && i < len(d.rows) {
			d.SetCursor(i)
			return d.o.Enter.Do(d, i)
		}
	}
	const page = 8
	switch {
	case key.Matches(k, m.Up, m.ItemUp):
		d.SetCursor(d.cursor - 1)
	case key.Matches(k, m.Down, m.ItemDown):
		d.SetCursor(d.cursor + 1)
	case key.Matches(k, m.PageUp, m.ItemPageUp):
		d.SetCursor(d.cursor - page)
	case key.Matches(k, m.PageDown, m.ItemPageDown):
		d.SetCursor(d.cursor + page)
	case key.Matches(k, m.Top, m.ItemTop):
		d.SetCursor(0)
	case key.Matches(k, m.Bottom, m.ItemEnd):
		d.SetCursor(len(d.rows))
	}
	return nil
}

// asked takes what is typed into the line that was asked for.
func (d *Dialog) asked(msg tea.Msg) tea.Cmd {
	a := d.ask
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case key.Matches(k, d.keys.Close, d.keys.Cancel):
			d.ask = nil
			return nil
		case key.Matches(k, d.keys.Submit):
			cmd, err := a.take(a.in.Value())
			if err != nil {
				a.wrong = safetext.Capital(safetext.String(err.Error())) + "."
				return nil
			}
			if d.ask == a {
				d.ask = nil
			}
			return cmd
		case key.Matches(k, d.keys.Complete), key.Matches(k, d.keys.ItemDown):
			a.turn(1)
			return nil
		case key.Matches(k, d.keys.ItemUp):
			a.turn(-1)
			return nil
		}
	}
	before := a.in.Value()
	cmd := a.in.Update(msg)
	if a.in.Value() != before {
		a.wrong = ""
		a.look()
	}
	return cmd
}

// look finds what may complete the text.
func (a *asking) look() {
	a.typed, a.at, a.offers = a.in.Value(), -1, nil
	if a.complete != nil {
		a.offers = a.complete(a.typed)
	}
}

// turn goes through the completions and back to what was typed.
func (a *asking) turn(by int) {
	if len(a.offers) == 0 {
		return
	}
	n := len(a.offers) + 1
	a.at = (a.at+1+by+n)%n - 1
	text := a.typed
	if a.at >= 0 {
		text = a.offers[a.at]
	}
	a.in.SetValue(text)
}
