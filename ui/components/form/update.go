package form

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// pageFields is how far page up and page down go.
const pageFields = 5

// Update implements dialog.Dialog. Messages of type [Msg] belong here even
// while the form is not on top.
func (f *Form) Update(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case tea.KeyPressMsg:
		f.pane.free = false
		return f.key(m)
	case tea.PasteMsg:
		return f.pasted(m.Content)
	case tea.MouseWheelMsg:
		f.pane.wheel(m)
	case tea.MouseClickMsg:
		if m.Button == tea.MouseLeft {
			return f.click(m.X, m.Y)
		}
	case Msg:
		if m.Owner() == f {
			return f.receive(m)
		}
	}
	return nil
}

func (f *Form) key(k tea.KeyPressMsg) tea.Cmd {
	m := f.keys
	// The key that led here may still be held down.
	held := k.IsRepeat || f.fresh && key.Matches(k, f.opener)
	f.fresh, f.waiting = false, false
	if !key.Matches(k, m.Close, m.Cancel) {
		f.leaving = false
	}
	switch {
	case key.Matches(k, m.Cancel):
		return f.leave()
	case key.Matches(k, m.Save):
		if held {
			return nil
		}
		return f.submit()
	case f.o.Light && key.Matches(k, m.FilterClear):
		f.clear()
		return nil
	case f.o.Light && key.Matches(k, m.Submit) && !f.opens():
		if held {
			return nil
		}
		return f.submit()
	}
	cmd, used := f.give(k)
	if used {
		return cmd
	}
	return tea.Batch(cmd, f.travel(k, held))
}

// give offers a key to the field that has the keyboard.
func (f *Form) give(k tea.KeyPressMsg) (tea.Cmd, bool) {
	c, at := f.current(), f.focus
	if c == nil {
		return nil, false
	}
	before := c.value()
	var cmd tea.Cmd
	used := true
	if key.Matches(k, f.keys.FieldUndo) {
		cmd = c.undo()
	} else {
		cmd, used = c.press(k)
	}
	f.changed(at, before)
	return cmd, used
}

// changed takes back the complaint about a value that is no longer there.
func (f *Form) changed(at int, before string) {
	if f.fields[at].value() != before {
		f.errs[at] = ""
		f.follow()
	}
}

// travel goes to another field, submits or leaves.
func (f *Form) travel(k tea.KeyPressMsg, held bool) tea.Cmd {
	m := f.keys
	switch {
	case key.Matches(k, m.Close):
		return f.leave()
	case key.Matches(k, m.NextTab):
		return f.goTo((f.focus + 1) % (len(f.fields) + 1))
	case key.Matches(k, m.PrevTab):
		return f.goTo((f.focus + len(f.fields)) % (len(f.fields) + 1))
	case key.Matches(k, m.ItemDown):
		return f.move(1)
	case key.Matches(k, m.ItemUp):
		return f.move(-1)
	case key.Matches(k, m.ItemPageDown):
		return f.move(pageFields)
	case key.Matches(k, m.ItemPageUp):
		return f.move(-pageFields)
	case key.Matches(k, m.Submit):
		if f.focus < len(f.fields)-1 && !f.quick() {
			return f.move(1)
		}
		if !held {
			return f.submit()
		}
	}
	return nil
}

// quick reports whether Enter goes on at once: the field says so, and no other
// waits for a value.
func (f *Form) quick() bool {
	if f.focus >= len(f.fields) || !f.o.Fields[f.focus].Quick {
		return false
	}
	for i, c := range f.fields {
		if f.o.Fields[i].Required && strings.TrimSpace(c.value()) == "" {
			return false
		}
	}
	return true
}

// move goes d fields on; it stops at the ends.
func (f *Form) move(d int) tea.Cmd {
	return f.goTo(min(max(f.focus+d, 0), len(f.fields)))
}

// goTo gives the keyboard to a field, or to the line that submits.
func (f *Form) goTo(i int) tea.Cmd {
	if i == f.focus {
		return nil
	}
	if c := f.current(); c != nil {
		c.leave()
	}
	f.showWrong(f.focus)
	f.focus = i
	if c := f.current(); c != nil {
		return c.enter()
	}
	return nil
}

// pasted puts text into the field; it is never read as keys.
func (f *Form) pasted(s string) tea.Cmd {
	c, at := f.current(), f.focus
	if c == nil {
		return nil
	}
	f.leaving, f.fresh, f.waiting = false, false, false
	before := c.value()
	cmd := c.paste(s)
	f.changed(at, before)
	return cmd
}

func (f *Form) click(x, y int) tea.Cmd {
	t, ok := f.pane.at(x, y)
	if !ok {
		return nil
	}
	f.leaving, f.fresh, f.waiting = false, false, false
	if t.field == len(f.fields) {
		return tea.Batch(f.goTo(t.field), f.submit())
	}
	cmd := f.goTo(t.field)
	if t.entry < 0 {
		return cmd
	}
	before := f.fields[t.field].value()
	cmd = tea.Batch(cmd, f.fields[t.field].click(t.entry))
	f.changed(t.field, before)
	return cmd
}

// leave cancels; what was typed is thrown away only when asked twice.
func (f *Form) leave() tea.Cmd {
	if f.Dirty() && !f.leaving && !f.o.Light {
		f.leaving = true
		return nil
	}
	return f.answer(false)
}

func (f *Form) answer(ok bool) tea.Cmd {
	r := Result{ID: f.o.ID, OK: ok, Values: f.titled(f.values(ok))}
	f.done, f.leaving = true, false
	if !ok {
		f.Forget()
	}
	return func() tea.Msg { return r }
}
