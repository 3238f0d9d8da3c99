package uitest

import (
	"fmt"
	"reflect"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"
)

// start runs a command in a goroutine of its own, as a program does.
func (d *Driver) start(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() { d.deliver(cmd()) }()
}

// deliver takes the message of a command. Batches and sequences are commands
// in themselves; the type of a sequence is not exported, so both are known by
// their shape.
func (d *Driver) deliver(msg tea.Msg) {
	if batch, ok := msg.(tea.BatchMsg); ok {
		for _, cmd := range batch {
			d.start(cmd)
		}
		return
	}
	if cmds, ok := commands(msg); ok {
		for _, cmd := range cmds {
			if cmd != nil {
				d.deliver(cmd())
			}
		}
		return
	}
	d.post(msg)
}

// commands are the parts of a message that is a list of commands.
func commands(msg tea.Msg) ([]tea.Cmd, bool) {
	v := reflect.ValueOf(msg)
	if !v.IsValid() || v.Kind() != reflect.Slice || v.Type().Elem() != reflect.TypeFor[tea.Cmd]() {
		return nil, false
	}
	out := make([]tea.Cmd, v.Len())
	for i := range out {
		out[i], _ = v.Index(i).Interface().(tea.Cmd)
	}
	return out, true
}

func (d *Driver) post(msg tea.Msg) {
	if msg == nil {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.queue = append(d.queue, msg)
}

func (d *Driver) take() (tea.Msg, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.queue) == 0 {
		return nil, false
	}
	msg := d.queue[0]
	d.queue = d.queue[1:]
	return msg, true
}

// settle hands messages to the model until there are none and every goroutine
// waits for the clock. A view is asked for after each message, as a program
// does: drawing in a state that never rests is tested too.
func (d *Driver) settle() {
	d.t.Helper()
	for range maxRounds {
		synctest.Wait()
		msg, ok := d.take()
		if !ok {
			return
		}
		d.handle(msg)
	}
	require.Failf(d.t, "does not settle", "still busy after %d messages", maxRounds)
}

func (d *Driver) handle(msg tea.Msg) {
	switch {
	case d.quit:
		return
	case isQuit(msg):
		d.quit = true
		return
	case reflect.TypeOf(msg).String() == "tea.setClipboardMsg":
		d.clipboard = append(d.clipboard, reflect.ValueOf(msg).String())
	}
	if raw, ok := msg.(tea.RawMsg); ok {
		d.raw = append(d.raw, fmt.Sprint(raw.Msg))
	}
	if mouse, ok := msg.(tea.MouseMsg); ok {
		if on := d.model.View().OnMouse; on != nil {
			d.start(on(mouse))
		}
	}
	next, cmd := d.model.Update(msg)
	d.model = next
	d.start(cmd)
	_ = d.model.View()
}

func isQuit(msg tea.Msg) bool {
	switch msg.(type) {
	case tea.QuitMsg, tea.InterruptMsg:
		return true
	}
	return false
}
