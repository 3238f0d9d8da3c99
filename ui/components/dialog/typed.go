package dialog

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
	"usher/keymap"
	"usher/styles"
	"usher/ui/components/input"
)

// Typed asks to type an exact text, such as the e-mail address of the person
// or the number of users; Enter counts only once it stands there letter by
// letter, and the reason too where one is required.
type Typed struct {
	base
	ask    Ask
	typed  *input.Input
	reason *input.Input
	wrong  string
}

// NewTyped makes a confirmation by typing a.Expect. An empty Expect can never
// be met: the dialog then only cancels.
func NewTyped(a Ask) *Typed {
	t := &Typed{ask: a}
	t.id = a.ID
	return t
}

// Attach implements Dialog.
func (t *Typed) Attach(st *styles.Styles, keys *keymap.Map, opener string) {
	t.base.Attach(st, keys, opener)
	if t.typed != nil {
		t.typed.SetStyles(st)
		if t.reason != nil {
			t.reason.SetStyles(st)
		}
		return
	}
	t.typed = input.New(st, input.WithLimit(500))
	t.typed.Focus()
	if t.ask.Reason != NoReason {
		t.reason = input.New(st, input.WithPlaceholder("ticket number or why"), input.WithLimit(500))
		t.reason.SetValue(t.ask.ReasonText)
	}
}

// Update implements Dialog.
func (t *Typed) Update(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case key.Matches(k, t.keys.Cancel), key.Matches(k, t.keys.Close):
			return t.answer(Result{})
		case key.Matches(k, t.keys.Reason) && t.reason != nil:
			t.swap()
			return nil
		case key.Matches(k, t.keys.Submit):
			if k.IsRepeat {
				return nil
			}
			return t.submit()
		}
	}
	if t.scrollKeys(msg, false) {
		return nil
	}
	t.wrong = ""
	return t.field().Update(msg)
}

func (t *Typed) field() *input.Input {
	if t.reason != nil && t.reason.Focused() {
		return t.reason
	}
	return t.typed
}

func (t *Typed) swap() {
	if t.typed.Focused() {
		t.typed.Blur()
		t.reason.Focus()
		return
	}
	t.reason.Blur()
	t.typed.Focus()
}

func (t *Typed) met() bool {
	return t.ask.Expect != "" && strings.TrimSpace(t.typed.Value()) == t.ask.Expect
}

func (t *Typed) submit() tea.Cmd {
	reason := ""
	if t.reason != nil {
		reason = strings.TrimSpace(t.reason.Value())
	}
	switch {
	case !t.met():
		t.wrong = "This is not " + t.what() + " yet"
		if t.reason != nil && t.reason.Focused() {
			t.swap()
		}
	case reason == "" && t.ask.Reason == RequiredReason:
		if t.reason.Focused() {
			t.wrong = "A reason is needed here"
		} else {
			t.swap()
		}
	default:
		return t.answer(Result{OK: true, Reason: reason, Input: t.ask.Expect})
	}
	return nil
}

func (t *Typed) what() string {
	if t.ask.What == "" {
		return "the text"
	}
	return t.ask.What
}

// View implements Dialog.
func (t *Typed) View(w, h int) string {
	f := t.ask.frame(t.st, t.fixed)
	box, top := t.draw(f, w, h)
	inner := innerWidth(f.want, w)
	x, ok := t.field().Cursor(inner - 2)
	t.curX, t.curY, t.curOK = x+5, top+t.labelHeight(inner), ok
	if t.field() == t.reason {
		t.curY += 3
	}
	return box
}

func (t *Typed) labelHeight(w int) int { return len(t.label(w)) }

// label tells what has to be typed, whole: it breaks rather than being cut.
func (t *Typed) label(w int) []line {
	lines := []line{text("Type "+t.what()+" to go on:", t.st.P.Muted)}
	for _, part := range breakWords(t.ask.Expect, w-2) {
		lines = append(lines, line{{"  ", styles.Paint{}}, {part, t.st.P.Strong}})
	}
	return lines
}

func (t *Typed) fixed(w int) []line {
	out := t.label(w)
	field := fieldLine(t.st, t.typed, w)
	if t.met() {
		field[0] = span{"✓ ", t.st.P.Success}
	}
	out = append(out, field)
	if t.reason != nil {
		out = append(out, nil)
		out = append(out, reasonLines(t.st, t.reason, t.ask.Reason, false, w)[:]...)
	}
	out = append(out, nil)
	if t.wrong != "" {
		return append(out, text(safetext.Truncate(t.wrong, w), t.st.P.Warning))
	}
	hints := []hint{{keyName(t.keys.Submit), t.ask.Verb, t.met()}}
	if t.reason != nil {
		hints = append(hints, hint{keyName(t.keys.Reason), "reason", false})
	}
	return append(out, t.hintLine(append(hints, hint{keyName(t.keys.Close), "cancel", false})...))
}
