package dialog

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
	"usher/keymap"
	"usher/styles"
	"usher/ui/components/input"
)

// Asking is what a text dialog asks for. All texts but Value must be inert.
type Asking struct {
	ID, Title   string
	Who         []string // names the person, if there is one
	Prompt      string   // stands over the field
	Placeholder string
	Value       string // fills the field
	Verb        string // stands behind Enter; "go on" when empty
	Secret      bool   // draws dots
	// Check refuses a value with a sentence; nil takes any that is not empty.
	Check func(string) error
}

// Text asks for one line of text.
type Text struct {
	base
	ask   Asking
	in    *input.Input
	wrong string
}

// NewText makes a text dialog.
func NewText(a Asking) *Text {
	t := &Text{ask: a}
	t.id = a.ID
	if t.ask.Verb == "" {
		t.ask.Verb = "go on"
	}
	return t
}

// Attach implements Dialog.
func (t *Text) Attach(st *styles.Styles, keys *keymap.Map, opener string) {
	t.base.Attach(st, keys, opener)
	if t.in != nil {
		t.in.SetStyles(st)
		return
	}
	opts := []input.Option{input.WithPlaceholder(t.ask.Placeholder), input.WithValue(t.ask.Value)}
	if t.ask.Secret {
		opts = append(opts, input.Secret())
	}
	t.in = input.New(st, opts...)
	t.in.Focus()
}

// Update implements Dialog.
func (t *Text) Update(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case key.Matches(k, t.keys.Close, t.keys.Cancel):
			return t.answer(Result{})
		case key.Matches(k, t.keys.Submit):
			return t.submit()
		}
	}
	if t.scrollKeys(msg, false) {
		return nil
	}
	t.wrong = ""
	return t.in.Update(msg)
}

func (t *Text) submit() tea.Cmd {
	v := t.in.Value()
	if t.ask.Check != nil {
		if err := t.ask.Check(v); err != nil {
			t.wrong = safetext.String(err.Error())
			return nil
		}
	} else if t.in.Empty() {
		return nil
	}
	return t.answer(Result{OK: true, Input: v})
}

// View implements Dialog.
func (t *Text) View(w, h int) string {
	f := frame{
		title: t.ask.Title, paint: t.st.P.BorderFocus, want: 52,
		body: func(w int) []line {
			var out []line
			for i, s := range t.ask.Who {
				p := t.st.P.Muted
				if i == 0 {
					p = t.st.P.Strong
				}
				out = append(out, wrap("", s, w, p, p)...)
			}
			return out
		},
		fixed: t.fixed,
	}
	box, top := t.draw(f, w, h)
	inner := innerWidth(f.want, w)
	x, ok := t.in.Cursor(inner - 2)
	t.curX, t.curY, t.curOK = x+5, top+len(t.prompt(inner)), ok
	return box
}

func (t *Text) prompt(w int) []line {
	if t.ask.Prompt == "" {
		return nil
	}
	return wrap("", t.ask.Prompt, w, t.st.P.Muted, t.st.P.Muted)
}

func (t *Text) fixed(w int) []line {
	out := append(t.prompt(w), fieldLine(t.st, t.in, w), nil)
	if t.wrong != "" {
		return append(out, wrap("", t.wrong, w, t.st.P.Warning, t.st.P.Warning)...)
	}
	return append(out, t.hintLine(
		hint{keyName(t.keys.Submit), t.ask.Verb, true}, hint{keyName(t.keys.Close), "cancel", false}))
}
