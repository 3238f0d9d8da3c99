package crash

import (
	"context"
	"reflect"

	tea "charm.land/bubbletea/v2"
)

// Guard wraps the root model so that a panic in Init, Update, View or a
// command is caught before Bubble Tea sees it: Bubble Tea would print the
// panic's value and the stack as they are, over the terminal. Without a
// Reporter in the context the model is returned as it is.
func Guard(ctx context.Context, m tea.Model) tea.Model {
	r := From(ctx)
	if r == nil {
		return m
	}
	return &guard{model: m, report: r, provoke: provoked(ctx)}
}

type guard struct {
	model   tea.Model
	report  *Reporter
	provoke Provocation
	armed   bool
}

func (g *guard) Init() (cmd tea.Cmd) {
	defer g.report.rescue("Init", func() { cmd = tea.Quit })
	return g.wrap(g.model.Init())
}

func (g *guard) Update(msg tea.Msg) (m tea.Model, cmd tea.Cmd) {
	defer g.report.rescue("Update", func() { m, cmd = g, tea.Quit })
	if g.provoke != "" {
		if cmd := g.provokeOn(msg); cmd != nil {
			return g, cmd
		}
	}
	next, cmd := g.model.Update(msg)
	g.model = next
	return g, g.wrap(cmd)
}

func (g *guard) View() (v tea.View) {
	defer g.report.rescue("View", func() { v = tea.View{} })
	if g.armed {
		if v, ok := g.provokedView(); ok {
			return v
		}
	}
	v = g.model.View()
	if on := v.OnMouse; on != nil {
		v.OnMouse = func(msg tea.MouseMsg) (cmd tea.Cmd) {
			defer g.report.rescue("OnMouse", func() { cmd = tea.Quit })
			return g.wrap(on(msg))
		}
	}
	return v
}

// wrap catches the panic of a command and of the commands it brings.
func (g *guard) wrap(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer g.report.rescue("command", func() { msg = tea.QuitMsg{} })
		return g.wrapParts(cmd())
	}
}

// wrapParts wraps the parts of a batch or sequence. The type of a sequence is
// not exported, so both are known by their shape; anything else is returned
// untouched.
func (g *guard) wrapParts(msg tea.Msg) tea.Msg {
	if msg == nil {
		return nil
	}
	t := reflect.TypeOf(msg)
	if t.Kind() != reflect.Slice || t.Elem() != reflect.TypeFor[tea.Cmd]() {
		return msg
	}
	parts := reflect.ValueOf(msg)
	out := reflect.MakeSlice(t, parts.Len(), parts.Len())
	for i := range parts.Len() {
		cmd, _ := parts.Index(i).Interface().(tea.Cmd)
		out.Index(i).Set(reflect.ValueOf(g.wrap(cmd)))
	}
	return out.Interface()
}
