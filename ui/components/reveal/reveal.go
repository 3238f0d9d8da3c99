// Package reveal is the dialog that shows what was just made: lines, secrets
// that stay covered until they are asked for, and a QR code. It closes by
// itself when its time is over, and forgets everything when it closes.
package reveal

import (
	"fmt"
	"log/slog"
	"slices"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/keymap"
	"usher/styles"
	"usher/ui/components/dialog"
)

// Secret is one value that is covered at first.
type Secret struct {
	Label string // inert
	Text  string // as drawn when uncovered; inert
	// Value comes back in [Copy]; the dialog does not look at it.
	Value any
	// Shown uncovers it from the start.
	Shown bool
}

// Options are what the dialog shows. All texts but QR must be inert.
type Options struct {
	ID, Title string
	Who       string // names the person, stands first and strong
	Lines     []string
	Secrets   []Secret
	// QR is a text to encode; "" for no code.
	QR string
	// For is how long the dialog stays open; 0 is until it is closed.
	For time.Duration
	// Now is the clock; needed with For.
	Now func() time.Time
	// After delivers a message later; nil is the real clock.
	After func(d time.Duration, msg tea.Msg) tea.Cmd
}

// Copy asks whoever runs the dialog to copy a secret. However it is printed,
// the value stays out.
type Copy struct {
	Owner *Dialog
	Index int
	Label string
	Value any
}

// Format implements fmt.Formatter without the value.
func (c Copy) Format(s fmt.State, _ rune) {
	_, _ = fmt.Fprintf(s, "reveal.Copy{Index: %d, Label: %q}", c.Index, c.Label)
}

// LogValue implements slog.LogValuer without the value.
func (c Copy) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(c)) }

// Closed says that the dialog is gone; Expired that its time was over.
type Closed struct {
	ID      string
	Expired bool
}

// Msg is a message for one dialog, wherever that lies on the stack: give it to
// the Update of its owner.
type Msg interface{ Owner() *Dialog }

// tickMsg comes once a second while a countdown runs.
type tickMsg struct{ dialog *Dialog }

// Owner implements Msg.
func (m tickMsg) Owner() *Dialog { return m.dialog }

// Dialog is the component for the stack; call [New], push it, then run the
// command of [Dialog.Start].
type Dialog struct {
	id, title string
	o         Options
	st        *styles.Styles
	keys      *keymap.Map
	opener    key.Binding
	cursor    int // index of the secret that the keys act on
	note      string
	until     time.Time // when it closes; zero for never
	fresh     bool      // no key has come yet
	alone     bool      // the code has the whole screen
	done      bool
	pane      pane
	codes     [placings]codeCache
}

var _ dialog.Dialog = (*Dialog)(nil)

// New makes the dialog.
func New(st *styles.Styles, o Options) *Dialog {
	if o.After == nil {
		o.After = func(d time.Duration, msg tea.Msg) tea.Cmd {
			return tea.Tick(d, func(time.Time) tea.Msg { return msg })
		}
	}
	// Uncovering is the dialog's own business.
	o.Secrets = slices.Clone(o.Secrets)
	return &Dialog{id: o.ID, title: o.Title, o: o, st: st, keys: keymap.Default(), fresh: true}
}

// Start begins the countdown, if there is one.
func (d *Dialog) Start() tea.Cmd {
	if d.o.For <= 0 || d.o.Now == nil || d.done {
		return nil
	}
	d.until = d.o.Now().Add(d.o.For)
	return d.tick()
}

func (d *Dialog) tick() tea.Cmd { return d.o.After(time.Second, tickMsg{d}) }

// ID implements dialog.Dialog.
func (d *Dialog) ID() string { return d.id }

// Done implements dialog.Dialog.
func (d *Dialog) Done() bool { return d.done }

// Cursor implements dialog.Dialog; there is nothing to type.
func (d *Dialog) Cursor() (x, y int, ok bool) { return 0, 0, false }

// Attach implements dialog.Dialog.
func (d *Dialog) Attach(st *styles.Styles, keys *keymap.Map, opener string) {
	d.st, d.keys = st, keys
	d.opener = key.NewBinding()
	if opener != "" {
		d.opener = key.NewBinding(key.WithKeys(opener))
	}
}

// Note shows an inert sentence until the next key, such as where a secret was
// copied to.
func (d *Dialog) Note(text string) { d.note = text }

// Forget drops everything that was shown. The dialog does it itself when it
// closes; call it when the dialog is dropped without an answer.
func (d *Dialog) Forget() {
	d.o, d.codes, d.pane, d.note = Options{}, [placings]codeCache{}, pane{}, ""
	d.until = time.Time{}
}

// Update implements dialog.Dialog.
func (d *Dialog) Update(msg tea.Msg) tea.Cmd {
	if d.done {
		return nil
	}
	switch m := msg.(type) {
	case tickMsg:
		switch {
		case m.dialog != d || d.until.IsZero():
		case d.left() <= 0:
			return d.close(true)
		default:
			return d.tick()
		}
	case tea.MouseWheelMsg:
		if m.Button == tea.MouseWheelUp {
			d.pane.scroll(-1)
		} else {
			d.pane.scroll(1)
		}
	case tea.KeyPressMsg:
		return d.key(m)
	}
	return nil
}

// left is what remains of the countdown, rounded up to seconds.
func (d *Dialog) left() int {
	return int((d.until.Sub(d.o.Now()) + time.Second - 1) / time.Second)
}

func (d *Dialog) key(k tea.KeyPressMsg) tea.Cmd {
	m := d.keys
	held := k.IsRepeat || d.fresh && key.Matches(k, d.opener)
	d.fresh, d.note = false, ""
	switch {
	case d.alone && key.Matches(k, m.Close, m.ShowCode, m.Quit):
		d.alone = false
	case key.Matches(k, m.Close, m.Cancel, m.Quit):
		return d.close(false)
	case key.Matches(k, m.ItemUp, m.Up):
		d.move(-1)
	case key.Matches(k, m.ItemDown, m.Down):
		d.move(1)
	case key.Matches(k, m.ItemPageUp):
		d.pane.scroll(-8)
	case key.Matches(k, m.ItemPageDown):
		d.pane.scroll(8)
	case held:
	case key.Matches(k, m.ShowCode):
		d.alone = d.o.QR != "" && d.pane.code == elsewhere
	case d.cursor >= len(d.o.Secrets):
	case key.Matches(k, m.ShowSecret):
		s := &d.o.Secrets[d.cursor]
		s.Shown = !s.Shown
	case key.Matches(k, m.CopySecret):
		s := d.o.Secrets[d.cursor]
		c := Copy{Owner: d, Index: d.cursor, Label: s.Label, Value: s.Value}
		return func() tea.Msg { return c }
	}
	return nil
}

// move goes to another secret; where there is none to go to it scrolls.
func (d *Dialog) move(by int) {
	d.pane.free = false
	to := d.cursor + by
	if to < 0 || to >= len(d.o.Secrets) {
		d.pane.scroll(by)
		return
	}
	d.cursor = to
}

func (d *Dialog) close(expired bool) tea.Cmd {
	d.done = true
	c := Closed{ID: d.id, Expired: expired}
	d.Forget()
	return func() tea.Msg { return c }
}
