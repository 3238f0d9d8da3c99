// Package form is the dialog with labelled fields: lines of text, secrets,
// choices, ticks, files, lists of values and JSON. It sends nothing: what was
// typed is handed over as a result, and the same form can be opened again
// with the errors at their fields, so that a refused request costs no typing.
package form

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/keymap"
	"usher/styles"
	"usher/ui/components/dialog"
	"usher/ui/components/picture"
)

// Kind is how a field is filled in.
type Kind int

// The kinds of fields.
const (
	// Text is one line.
	Text Kind = iota
	// Secret is one line drawn as dots. It is forgotten when the form is
	// cancelled, and by [Form.Forget].
	Secret
	// Choice is one of a list; its value is the entry's id.
	Choice
	// Tick is "true" or "false".
	Tick
	// File is the path of a regular file, without ~.
	File
	// Lines is one value per line; blank lines and blanks around do not count.
	Lines
	// JSON is a JSON text as typed, or "".
	JSON
)

// Entry is one thing to choose. All texts must be inert.
type Entry struct {
	ID, Title string
	Hint      string // stands on the right
	Off       string // why it cannot be chosen now; "" when it can
}

// Field is one field. Label, Help and the choices must be inert; Value and
// Placeholder are made so.
type Field struct {
	ID, Label   string
	Section     string // a heading over the field; "" for none
	Help        string // shown while the field has the keyboard
	Value       string
	Placeholder string
	Kind        Kind
	Choices     []Entry
	Required    bool
	// Quick says of a line that it is all most people fill in: Enter goes on at
	// once, and what is typed first takes the place of Value.
	Quick bool
	// Search says that choices come from elsewhere while the person types: see
	// [SearchMsg].
	Search bool
	// Limit bounds the value: runes of a text, bytes of JSON or of a file. 0 is
	// no limit.
	Limit int
	// Extensions are the allowed ends of a file's name, such as ".png".
	Extensions []string
	// Image shows a preview of the chosen file.
	Image bool
	// Rate tells what a typed secret is worth; values are those of the other
	// fields. It must be quick. nil shows no gauge.
	Rate func(secret string, values map[string]string) Gauge
	// Generate makes a secret; it is called outside of Update. nil for a secret
	// that exists already.
	Generate func() (string, error)
}

// Gauge is what a secret is worth, in words and as a part of a bar. The texts
// must be inert.
type Gauge struct {
	Level, Of int    // 0 to Of
	Word      string // "weak"
	Why       string // what makes it so, "" for nothing
}

// Options are what a form is made of. Title, Who, Intro, Badge and Verb must
// be inert.
type Options struct {
	ID, Title string
	Who       string   // names the person, stands first and strong
	Intro     []string // sentences over the fields
	Badge     string   // stands in the border, such as PRODUCTION
	Verb      string   // what ctrl+s does, "go on" when empty
	Fields    []Field
	// Check tells what is wrong with the values and at which field ("" for the
	// form as a whole). It must not block; nil takes everything.
	Check func(values map[string]string) (field string, err error)
	// Live tells after every change what the values come to: inert lines that
	// stay in view under the fields, and what is wrong, by field. It must not
	// block; nil shows nothing.
	Live func(values map[string]string) (lines []string, errs map[string]string)
	// Light makes light of the form, where it costs nothing to fill it in again:
	// Enter submits from every field, Esc leaves at once, and a key clears all.
	Light bool
	// Draw draws the preview of a file in at most w×h cells; nil draws half
	// blocks.
	Draw func(p *picture.Picture, w, h int) []string
	// After delivers a message later, for waiting until the typing rests; nil
	// is the real clock.
	After func(d time.Duration, msg tea.Msg) tea.Cmd
}

// Form is the component for the stack of dialogs.
type Form struct {
	o       Options
	st      *styles.Styles
	keys    *keymap.Map
	opener  key.Binding
	fields  []control
	initial []string          // values at the start, to tell whether something was typed
	errs    []string          // by field
	general []string          // errors that belong to no field
	live    []string          // what the values come to
	wrongs  map[string]string // what Live finds wrong
	focus   int               // index of the field; len(fields) is the line that submits

	said    string // a sentence under the fields until it answers
	fresh   bool   // no key has come yet
	leaving bool   // Esc was pressed once
	waiting bool   // submitted, but a file is still being looked at
	done    bool
	pane    pane
}

var _ dialog.Dialog = (*Form)(nil)

// New makes a form. The first field has the keyboard.
func New(st *styles.Styles, o Options) *Form {
	if o.Verb == "" {
		o.Verb = "go on"
	}
	if o.After == nil {
		o.After = func(d time.Duration, msg tea.Msg) tea.Cmd {
			return tea.Tick(d, func(time.Time) tea.Msg { return msg })
		}
	}
	f := &Form{o: o, st: st, keys: keymap.Default(), fresh: true}
	f.errs = make([]string, len(o.Fields))
	for i := range o.Fields {
		c := f.control(&f.o.Fields[i])
		c.set(o.Fields[i].Value)
		f.fields = append(f.fields, c)
		f.initial = append(f.initial, c.value())
	}
	return f
}

// control makes the control of a field.
func (f *Form) control(field *Field) control {
	switch field.Kind {
	case Choice:
		return newChoice(f, field)
	case Tick:
		return &tick{f: f}
	case File:
		return newFile(f, field)
	case Lines, JSON:
		return newArea(f, field)
	case Secret:
		return newSecret(f, field)
	case Text:
	}
	return newLine(f, field)
}

// ID implements dialog.Dialog.
func (f *Form) ID() string { return f.o.ID }

// Done implements dialog.Dialog.
func (f *Form) Done() bool { return f.done }

// Attach implements dialog.Dialog. A form that has answered can be pushed
// again: everything is as it was, but for secrets that were forgotten.
func (f *Form) Attach(st *styles.Styles, keys *keymap.Map, opener string) {
	f.st, f.keys = st, keys
	f.opener = key.NewBinding()
	if opener != "" {
		f.opener = key.NewBinding(key.WithKeys(opener))
	}
	f.done, f.leaving = false, false
	f.follow()
	for _, c := range f.fields {
		c.restyle()
	}
	if c := f.current(); c != nil {
		c.enter()
	}
}

// Cursor implements dialog.Dialog.
func (f *Form) Cursor() (x, y int, ok bool) { return f.pane.curX, f.pane.curY, f.pane.curOK }

// Values are the values by field id, without the secrets.
func (f *Form) Values() map[string]string { return f.values(false) }

func (f *Form) values(secrets bool) map[string]string {
	out := make(map[string]string, len(f.fields))
	for i, c := range f.fields {
		if secrets || f.o.Fields[i].Kind != Secret {
			out[f.o.Fields[i].ID] = c.value()
		}
	}
	return out
}

// TitleSuffix follows the id of a field whose choices come from a search, or
// that names a file: the result holds the title of the chosen one under it, or
// size and kind of the file, for nobody else knows them.
const TitleSuffix = ".title"

// titled adds the titles of what was found and chosen, and what files are.
func (f *Form) titled(values map[string]string) map[string]string {
	for i, field := range f.fields {
		if c, ok := field.(*choice); ok && f.o.Fields[i].Search && c.picked != "" && c.title != "" {
			values[f.o.Fields[i].ID+TitleSuffix] = c.title
		}
		if c, ok := field.(*file); ok && c.last.ok && c.known() {
			values[f.o.Fields[i].ID+TitleSuffix] = c.size()
		}
	}
	return values
}

// SetValues fills in values by field id, such as a draft kept from before.
// Secrets are left alone.
func (f *Form) SetValues(values map[string]string) {
	for i, c := range f.fields {
		if v, ok := values[f.o.Fields[i].ID]; ok && f.o.Fields[i].Kind != Secret {
			c.set(v)
		}
	}
	f.follow()
}

// Say shows an inert sentence under the fields, until the form is submitted.
func (f *Form) Say(text string) { f.said = text }

// Submit does what the key for it does.
func (f *Form) Submit() tea.Cmd { return f.submit() }

// Dirty reports whether anything differs from what the form began with.
func (f *Form) Dirty() bool {
	for i, c := range f.fields {
		if c.value() != f.initial[i] {
			return true
		}
	}
	return false
}

// Changed are the values that differ from what the form began with, without
// the secrets: what has to be kept when the record below has changed.
func (f *Form) Changed() map[string]string {
	out := map[string]string{}
	for i, c := range f.fields {
		if v := c.value(); v != f.initial[i] && f.o.Fields[i].Kind != Secret {
			out[f.o.Fields[i].ID] = v
		}
	}
	return out
}

// Forget empties the secrets. The form does it itself when it is cancelled;
// call it once the values of its answer were sent, or when the form is dropped
// without an answer.
func (f *Form) Forget() {
	for _, c := range f.fields {
		c.forget()
	}
}

// current is the control that has the keyboard, nil on the line that submits.
func (f *Form) current() control {
	if f.focus < len(f.fields) {
		return f.fields[f.focus]
	}
	return nil
}

func (f *Form) index(id string) int {
	for i := range f.o.Fields {
		if f.o.Fields[i].ID == id {
			return i
		}
	}
	return -1
}
