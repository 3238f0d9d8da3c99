package form

import (
	"fmt"
	"log/slog"

	tea "charm.land/bubbletea/v2"

	"usher/ui/components/picture"
)

// Result is what a form answers with, as a message. However it is printed or
// logged, the values stay out: one of them may be a password.
type Result struct {
	// ID is the form's.
	ID string
	// OK is false when the form was cancelled.
	OK bool
	// Values are the values by field id. Of a cancelled form the secrets are
	// left out.
	Values map[string]string
}

// Format implements fmt.Formatter without the values.
func (r Result) Format(s fmt.State, _ rune) {
	_, _ = fmt.Fprintf(s, "form.Result{ID: %q, OK: %t, Values: %d hidden}", r.ID, r.OK, len(r.Values))
}

// LogValue implements slog.LogValuer without the values.
func (r Result) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(r)) }

// Msg is a message for one form, wherever that form lies: give it to the
// Update of its owner.
type Msg interface{ Owner() *Form }

// SearchMsg asks whoever runs the form to look for choices of a field and to
// answer with a [ChoicesMsg]. It comes once the typing has rested.
type SearchMsg struct {
	Form  *Form
	Field string
	Text  string // as typed; foreign
}

// Found answers the search; problem is an inert sentence when it failed.
func (m SearchMsg) Found(choices []Entry, problem string) ChoicesMsg {
	return ChoicesMsg{Form: m.Form, Field: m.Field, Text: m.Text, Choices: choices, Problem: problem}
}

// ChoicesMsg brings the choices that were searched for. The answer to a text
// that has been changed meanwhile is dropped.
type ChoicesMsg struct {
	Form    *Form
	Field   string
	Text    string
	Choices []Entry
	Problem string
}

// Owner implements Msg.
func (m ChoicesMsg) Owner() *Form { return m.Form }

// restedMsg says that nothing was typed into a search for a while.
type restedMsg struct {
	form  *Form
	field string
	turn  int
}

// Owner implements Msg.
func (m restedMsg) Owner() *Form { return m.form }

// lookedMsg brings what was found at a path.
type lookedMsg struct {
	form     *Form
	field    string
	found    found
	image    *picture.Picture // if the field wants one
	imageErr error
}

// Owner implements Msg.
func (m lookedMsg) Owner() *Form { return m.form }

// CopyMsg asks whoever runs the form to copy a secret that the form has made.
// However it is printed or logged, the secret stays out.
type CopyMsg struct {
	Form  *Form
	Label string // of the field
	Value string
}

// Format implements fmt.Formatter without the value.
func (m CopyMsg) Format(s fmt.State, _ rune) {
	_, _ = fmt.Fprintf(s, "form.CopyMsg{Label: %q, Value: hidden}", m.Label)
}

// LogValue implements slog.LogValuer without the value.
func (m CopyMsg) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(m)) }

// madeMsg brings a secret that was made.
type madeMsg struct {
	form  *Form
	field string
	value string
	err   error
}

// Owner implements Msg.
func (m madeMsg) Owner() *Form { return m.form }

// Format implements fmt.Formatter without the value.
func (m madeMsg) Format(s fmt.State, _ rune) {
	_, _ = fmt.Fprintf(s, "form.madeMsg{field: %q, value: hidden}", m.field)
}

// LogValue implements slog.LogValuer without the value.
func (m madeMsg) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(m)) }

// receive hands a message to the field that waits for it.
func (f *Form) receive(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case ChoicesMsg:
		if c, ok := f.named(m.Field).(*choice); ok {
			c.found(m)
		}
	case restedMsg:
		if c, ok := f.named(m.field).(*choice); ok {
			return c.rested(m.turn)
		}
	case madeMsg:
		if c, ok := f.named(m.field).(*secret); ok && !f.done {
			c.made(m)
		}
	case lookedMsg:
		c, ok := f.named(m.field).(*file)
		if !ok {
			return nil
		}
		cmd := c.looked(m)
		if f.waiting && !f.done {
			return tea.Batch(cmd, f.submit())
		}
		return cmd
	}
	return nil
}

func (f *Form) named(id string) control {
	if i := f.index(id); i >= 0 {
		return f.fields[i]
	}
	return nil
}
