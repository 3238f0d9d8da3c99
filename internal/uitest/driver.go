// Package uitest drives a tea.Model in tests as Bubble Tea would, without a
// terminal and without waiting.
//
// A scenario runs inside Run, which gives it a bubble of testing/synctest: all
// timers and time.Now follow a clock that moves only when every goroutine is
// at rest, so a debounce of 150 ms or a server that answers after a second
// costs nothing and is exact. Only in-memory transports work inside a bubble;
// a real socket never counts as being at rest.
//
//	func TestBan(t *testing.T) {
//		uitest.Run(t, func(t *testing.T) {
//			d := uitest.New(t, model, uitest.Size(120, 40))
//			d.Press("j", "B")
//			d.Contains("Ban Bob Stone?")
//			d.Press("y")
//			d.Contains("Banned Bob Stone")
//		})
//	}
package uitest

import (
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/require"
)

// maxRounds bounds the messages that one step may cause: a command that
// always causes another one is reported instead of hanging the test.
const maxRounds = 10_000

// Run runs a scenario with a clock of its own, which starts at midnight UTC on
// 2000-01-01.
func Run(t *testing.T, scenario func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		// The clock stands still once the scenario has returned: commands that
		// wait for a timer must come to their end before that.
		defer time.Sleep(leftover)
		scenario(t)
	})
}

// leftover is longer than any timer that a model starts.
const leftover = time.Hour

// Driver is a model under test. Every method that sends something returns
// when nothing is left to do at the present time of the clock.
type Driver struct {
	t             *testing.T
	model         tea.Model
	width, height int
	fit           bool

	mu        sync.Mutex
	queue     []tea.Msg
	clipboard []string
	raw       []string
	quit      bool
}

// Option changes how a Driver starts.
type Option func(*Driver)

// Size sets the first size of the window; without it the window is 80×24.
func Size(width, height int) Option {
	return func(d *Driver) { d.width, d.height = width, height }
}

// AnyFit turns off the check that a view fits its window.
func AnyFit() Option { return func(d *Driver) { d.fit = false } }

// New starts the model: its Init, the colour profile and the first size, as a
// program does. It must be called inside Run.
func New(t *testing.T, m tea.Model, opts ...Option) *Driver {
	t.Helper()
	d := &Driver{t: t, model: m, width: 80, height: 24, fit: true}
	for _, o := range opts {
		o(d)
	}
	d.start(m.Init())
	d.post(tea.ColorProfileMsg{Profile: colorprofile.TrueColor})
	d.post(tea.WindowSizeMsg{Width: d.width, Height: d.height})
	d.settle()
	return d
}

// Press presses keys one after another, named as bindings name them: "j",
// "G", "enter", "ctrl+c", "shift+tab", "space".
func (d *Driver) Press(keys ...string) {
	d.t.Helper()
	for _, k := range keys {
		msg, err := key(k)
		require.NoError(d.t, err)
		d.Send(msg)
	}
}

// Type types a text, a key per rune.
func (d *Driver) Type(text string) {
	d.t.Helper()
	for _, r := range text {
		if r == ' ' {
			d.Press("space")
			continue
		}
		d.Press(string(r))
	}
}

// Paste pastes a text as a terminal with bracketed paste does.
func (d *Driver) Paste(text string) {
	d.t.Helper()
	d.post(tea.PasteStartMsg{})
	d.post(tea.PasteMsg{Content: text})
	d.post(tea.PasteEndMsg{})
	d.settle()
}

// Resize changes the size of the window.
func (d *Driver) Resize(width, height int) {
	d.t.Helper()
	d.width, d.height = width, height
	d.Send(tea.WindowSizeMsg{Width: width, Height: height})
}

// Click presses and releases the left button at a cell, counted from 0.
func (d *Driver) Click(x, y int) {
	d.t.Helper()
	d.Send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
	d.Send(tea.MouseReleaseMsg{X: x, Y: y, Button: tea.MouseLeft})
}

// Wheel turns the wheel one step at a cell.
func (d *Driver) Wheel(button tea.MouseButton, x, y int) {
	d.t.Helper()
	d.Send(tea.MouseWheelMsg{X: x, Y: y, Button: button})
}

// Send gives the model any other message.
func (d *Driver) Send(msg tea.Msg) {
	d.t.Helper()
	d.post(msg)
	d.settle()
}

// Advance lets time pass: timers that fall due run, in their order.
func (d *Driver) Advance(by time.Duration) {
	d.t.Helper()
	deadline := time.Now().Add(by)
	for {
		left := time.Until(deadline)
		if left <= 0 {
			break
		}
		// In small steps, so that a timer which a message starts on the way
		// falls due within the same call.
		time.Sleep(min(left, 5*time.Millisecond)) // the bubble's clock: takes no real time
		d.settle()
	}
}

// Until lets time pass until the view holds text; more than limit fails the
// test and shows the view.
func (d *Driver) Until(text string, limit time.Duration) {
	d.t.Helper()
	for end := time.Now().Add(limit); !strings.Contains(d.View(), text); {
		if !time.Now().Before(end) {
			require.Failf(d.t, "not seen", "%q did not appear within %s:\n%s", text, limit, d.View())
		}
		d.Advance(5 * time.Millisecond)
	}
}

// View is the screen as plain text, without styles and trailing blanks.
func (d *Driver) View() string {
	d.t.Helper()
	lines := strings.Split(ansi.Strip(d.Styled()), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n")
}

// Styled is the content of the view with its escape sequences. It fails the
// test when the content does not fit the window.
func (d *Driver) Styled() string {
	d.t.Helper()
	content := d.model.View().Content
	if !d.fit {
		return content
	}
	lines := strings.Split(content, "\n")
	if len(lines) > d.height {
		require.Failf(d.t, "view too tall", "%d lines in a window of %d:\n%s", len(lines), d.height, ansi.Strip(content))
	}
	for i, l := range lines {
		if w := ansi.StringWidth(l); w > d.width {
			require.Failf(d.t, "view too wide", "line %d takes %d cells of %d: %q", i, w, d.width, ansi.Strip(l))
		}
	}
	return content
}

// TeaView is the view as the program gets it: cursor, modes, title.
func (d *Driver) TeaView() tea.View { return d.model.View() }

// Contains fails the test unless the view holds each of the texts.
func (d *Driver) Contains(texts ...string) {
	d.t.Helper()
	view := d.View()
	for _, text := range texts {
		if !strings.Contains(view, text) {
			require.Failf(d.t, "not on the screen", "%q is not in:\n%s", text, view)
		}
	}
}

// Lacks fails the test when the view holds one of the texts.
func (d *Driver) Lacks(texts ...string) {
	d.t.Helper()
	view := d.View()
	for _, text := range texts {
		if strings.Contains(view, text) {
			require.Failf(d.t, "on the screen", "%q is in:\n%s", text, view)
		}
	}
}

// Line is the first line of the view that holds text; it fails the test when
// there is none.
func (d *Driver) Line(text string) string {
	d.t.Helper()
	for l := range strings.SplitSeq(d.View(), "\n") {
		if strings.Contains(l, text) {
			return l
		}
	}
	require.Failf(d.t, "not on the screen", "%q is not in:\n%s", text, d.View())
	return ""
}

// Quit reports whether the model has asked to end the program.
func (d *Driver) Quit() bool { return d.quit }

// Clipboard is what the model has put into the clipboard, oldest first.
func (d *Driver) Clipboard() []string { return d.clipboard }

// Raw returns what the model has sent to the terminal beside its views.
func (d *Driver) Raw() []string { return d.raw }

// Model is the model as it now is.
func (d *Driver) Model() tea.Model { return d.model }
