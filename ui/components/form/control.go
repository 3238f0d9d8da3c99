package form

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/styles"
)

// control is what a field is filled in with.
type control interface {
	value() string
	// set replaces the value without a trace in the history.
	set(v string)
	// enter gives the control the keyboard, leave takes it away.
	enter() tea.Cmd
	leave()
	// press takes a key, or leaves it to the form.
	press(k tea.KeyPressMsg) (cmd tea.Cmd, used bool)
	paste(s string) tea.Cmd
	undo() tea.Cmd
	// rows draws the control in at most w cells each.
	rows(w int, focused bool) []row
	// cursor is where the last rows have the text cursor.
	cursor(w int) (x, y int, ok bool)
	// trouble is what is wrong with the value, "" for nothing.
	trouble() string
	hints() []hint
	// click takes a click on one of the rows.
	click(entry int) tea.Cmd
	forget()
	restyle()
}

// row is one drawn line of a control.
type row struct {
	text  string // styled
	entry int    // what a click on it means to the control; noEntry for nothing
}

const noEntry = -1

// hint is a key and what it does now.
type hint struct {
	key  key.Binding
	what string
}

// quiet is what most controls have nothing to say about.
type quiet struct{}

func (quiet) cursor(int) (x, y int, ok bool) { return 0, 0, false }
func (quiet) trouble() string                { return "" }
func (quiet) hints() []hint                  { return nil }
func (quiet) click(int) tea.Cmd              { return nil }
func (quiet) forget()                        {}

// travels reports whether the form wants the key for itself.
func (f *Form) travels(k tea.KeyPressMsg) bool {
	m := f.keys
	return key.Matches(k, m.NextTab, m.PrevTab, m.ItemUp, m.ItemDown, m.ItemPageUp, m.ItemPageDown,
		m.Submit, m.Close, m.Cancel, m.Save, m.FieldUndo)
}

// mark is the sign before a value, stronger with the keyboard.
func (f *Form) mark(sign string, focused bool) string {
	p := f.st.P.Faint
	if focused {
		p = f.st.P.Prompt
	}
	return p.Apply(sign)
}

// tick is a yes or a no.
type tick struct {
	quiet
	f    *Form
	on   bool
	hist history
}

func (t *tick) value() string {
	if t.on {
		return "true"
	}
	return "false"
}

func (t *tick) set(v string)   { t.on = v == "true" }
func (t *tick) enter() tea.Cmd { return nil }
func (t *tick) leave()         {}
func (t *tick) restyle()       {}

func (t *tick) press(k tea.KeyPressMsg) (tea.Cmd, bool) {
	if !key.Matches(k, t.f.keys.Tick) {
		return nil, false
	}
	if !k.IsRepeat {
		t.turn()
	}
	return nil, true
}

func (t *tick) turn() {
	t.hist.note(mark{text: t.value()}, whole)
	t.on = !t.on
}

// paste does nothing: text is no answer to yes or no.
func (t *tick) paste(string) tea.Cmd { return nil }

func (t *tick) click(int) tea.Cmd {
	t.turn()
	return nil
}

func (t *tick) undo() tea.Cmd {
	if m, ok := t.hist.back(); ok {
		t.set(m.text)
	}
	return nil
}

func (t *tick) hints() []hint { return []hint{{t.f.keys.Tick, "turn"}} }

func (t *tick) rows(_ int, focused bool) []row {
	box, word, p := "[ ] ", "no", t.f.st.P.Muted
	if t.on {
		box, word, p = "[x] ", "yes", styles.Paint{}
	}
	return []row{{text: t.f.mark(box, focused) + p.Apply(word), entry: 0}}
}
