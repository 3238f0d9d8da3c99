package dialog

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/keymap"
	"usher/styles"
	"usher/ui/components/input"
)

// Confirm asks for one key. Enter never confirms. Where a reason is required
// the confirming key first leads to its field, and Enter there sends; the
// reason may also be typed before, then the confirming key sends at once.
type Confirm struct {
	base
	ask    Ask
	reason *input.Input
	armed  bool // the confirming key was pressed, only the reason is missing
	nudge  bool // the reason is missing though it was asked for
}

// NewConfirm makes a confirmation.
func NewConfirm(a Ask) *Confirm {
	c := &Confirm{ask: a}
	c.id = a.ID
	return c
}

// Attach implements Dialog.
func (c *Confirm) Attach(st *styles.Styles, keys *keymap.Map, opener string) {
	c.base.Attach(st, keys, opener)
	if c.ask.Reason == NoReason {
		return
	}
	if c.reason != nil {
		c.reason.SetStyles(st)
		return
	}
	c.reason = input.New(st, input.WithPlaceholder("ticket number or why"), input.WithLimit(500))
	c.reason.SetValue(c.ask.ReasonText)
}

// Update implements Dialog.
func (c *Confirm) Update(msg tea.Msg) tea.Cmd {
	k, isKey := msg.(tea.KeyPressMsg)
	if isKey && key.Matches(k, c.keys.Cancel) {
		return c.answer(Result{})
	}
	if c.reason != nil && c.reason.Focused() {
		return c.typing(msg, k, isKey)
	}
	if !isKey {
		if p, ok := msg.(tea.PasteMsg); ok && c.reason != nil {
			c.reason.Insert(p.Content)
			return nil
		}
		c.scrollKeys(msg, false)
		return nil
	}
	switch {
	case key.Matches(k, c.keys.Close), key.Matches(k, c.keys.Submit):
		return c.answer(Result{})
	case key.Matches(k, c.keys.Reason) && c.reason != nil:
		c.reason.Focus()
	case key.Matches(k, c.keys.Confirm) && !k.IsRepeat && !key.Matches(k, c.opener):
		return c.confirm()
	default:
		c.scrollKeys(msg, true)
	}
	return nil
}

// typing handles keys while the reason field has them.
func (c *Confirm) typing(msg tea.Msg, k tea.KeyPressMsg, isKey bool) tea.Cmd {
	switch {
	case !isKey:
	case key.Matches(k, c.keys.Close):
		c.reason.Blur()
		c.armed, c.nudge = false, false
		return nil
	case key.Matches(k, c.keys.Reason):
		c.reason.Blur()
		return nil
	case key.Matches(k, c.keys.Submit):
		if c.armed {
			return c.confirm()
		}
		c.reason.Blur()
		return nil
	}
	c.nudge = false
	return c.reason.Update(msg)
}

func (c *Confirm) confirm() tea.Cmd {
	r := Result{OK: true}
	if c.reason != nil {
		r.Reason = strings.TrimSpace(c.reason.Value())
		if r.Reason == "" && c.ask.Reason == RequiredReason {
			c.nudge = c.armed
			c.armed = true
			c.reason.Focus()
			return nil
		}
	}
	return c.answer(r)
}

// View implements Dialog.
func (c *Confirm) View(w, h int) string {
	f := c.ask.frame(c.st, c.fixed)
	box, top := c.draw(f, w, h)
	c.curOK = false
	if c.reason != nil && c.reason.Focused() {
		x, ok := c.reason.Cursor(innerWidth(f.want, w) - 2)
		c.curX, c.curY, c.curOK = x+5, top+1, ok
	}
	return box
}

func (c *Confirm) fixed(w int) []line {
	var out []line
	typing := c.reason != nil && c.reason.Focused()
	if c.reason != nil {
		out = append(out, reasonLines(c.st, c.reason, c.ask.Reason, c.nudge, w)...)
		out = append(out, nil)
	}
	switch {
	case typing && c.armed:
		return append(out, c.hintLine(hint{keyName(c.keys.Submit), c.ask.Verb, true}, hint{keyName(c.keys.Close), "back", false}))
	case typing:
		return append(out, c.hintLine(hint{keyName(c.keys.Submit), "done", true}, hint{keyName(c.keys.Close), "back", false}))
	}
	hints := []hint{{keyName(c.keys.Confirm), c.ask.Verb, true}}
	if c.reason != nil {
		hints = append(hints, hint{keyName(c.keys.Reason), "reason", false})
	}
	return append(out, c.hintLine(append(hints, hint{keyName(c.keys.Close), "cancel", false})...))
}

// reasonLines are the label and the field of a reason.
func reasonLines(st *styles.Styles, in *input.Input, mode ReasonMode, nudge bool, w int) []line {
	label, p := "Reason (optional)", st.P.Muted
	if mode == RequiredReason {
		label = "Reason"
	}
	if nudge {
		label, p = "A reason is needed here", st.P.Warning
	}
	return []line{text(label, p), fieldLine(st, in, w)}
}

// fieldLine is a prompt and a field; the field is styled already.
func fieldLine(st *styles.Styles, in *input.Input, w int) line {
	mark := "› "
	p := st.P.Faint
	if in.Focused() {
		p = st.P.Prompt
	}
	return line{{mark, p}, {in.View(w - 2), styles.Paint{}}}
}
