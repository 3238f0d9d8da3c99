// Package why is the dialog that answers "why can't they sign in": ranked
// causes with their evidence and the key that fixes each, and plainly what
// cannot be seen from here. It draws at once what the record tells and fills
// in as the answers come.
package why

import (
	"context"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/internal/diagnose"
	"usher/keymap"
	"usher/styles"
	"usher/ui/actions"
	"usher/ui/components/dialog"
	"usher/ui/components/spinner"
	"usher/ui/request"
)

// DialogID is the dialog's in its result.
const DialogID = "why"

// Options is what a diagnosis is about and works with.
type Options struct {
	// User is the person, as read at Fetched; nil to ask about Address, which
	// nobody has.
	User    *api.User
	Fetched time.Time
	Address string

	Source diagnose.Source
	// Now is the clock.
	Now func() time.Time
	// Zone is the zone of absolute times; nil means local.
	Zone *time.Location
	// Base is the context that requests are made under; nil means none.
	Base context.Context
	// Instance is said where another instance may be meant, such as
	// "acme-dev (development)"; "" for nothing. It must be inert.
	Instance string
	// Action finds a row of the action table; nil means actions.ByID. A
	// finding whose row is not found or does not apply has no key.
	Action func(id string) (actions.Action, bool)
}

// Choose is the answer when a finding was picked. Without an ActionID it
// means: show User.
type Choose struct {
	// ActionID is the row of the action table to ask for.
	ActionID string
	// Target is the identification or list entry that the act is about; ""
	// for none.
	Target api.ID
	// User is whom it is about, as read last; nil for an address.
	User *api.User
	// Address is what was looked for when there is no user.
	Address string
}

// Msg is a message that a Why sent to itself: whoever routes messages gives
// it back to Update of the one that Owner names, open or not.
type Msg interface{ Owner() *Why }

// Why is the dialog. It belongs to the goroutine of Update.
type Why struct {
	st     *styles.Styles
	keys   *keymap.Map
	o      Options
	opener string

	facts    diagnose.Facts
	findings []diagnose.Finding
	blind    []string
	slot     request.Slot
	spin     spinner.Spinner

	cursor int
	moved  bool // a person chose the place
	offset int  // first body line in view
	room   int  // body lines of the last view
	lines  int  // body lines in all
	tops   []int
	ends   []int
	done   bool
}

// New makes the dialog; run Init's command when it is pushed.
func New(st *styles.Styles, keys *keymap.Map, o Options) *Why {
	if o.Now == nil {
		o.Now = time.Now //nolint:forbidigo // the default of the clock that comes in
	}
	if o.Action == nil {
		o.Action = actions.ByID
	}
	if o.Base == nil {
		o.Base = context.Background()
	}
	w := &Why{st: st, keys: keys, o: o}
	w.facts, _ = w.begin()
	w.facts.Waiting = 1 // Init asks: nothing is ruled out before
	w.explain()
	return w
}

// begin are the first facts and what is to be asked.
func (w *Why) begin() (diagnose.Facts, []diagnose.Probe) {
	var f diagnose.Facts
	var probes []diagnose.Probe
	if w.o.User != nil {
		f, probes = diagnose.About(w.o.Source, w.o.User, w.o.Fetched, w.o.Now())
	} else {
		f, probes = diagnose.AboutAddress(w.o.Source, w.o.Address, w.o.Now())
	}
	f.Zone = w.o.Zone
	return f, probes
}

// Init asks for what the record does not tell.
func (w *Why) Init() tea.Cmd {
	var probes []diagnose.Probe
	w.facts, probes = w.begin()
	w.explain()
	if len(probes) == 0 {
		return nil
	}
	ctx, gen := w.slot.Start(w.o.Base)
	cmds := make([]tea.Cmd, 0, len(probes)+1)
	for _, p := range probes {
		cmds = append(cmds, func() tea.Msg { return replyMsg{w, gen, p.Run(ctx)} })
	}
	w.spin.Set(false)
	return tea.Batch(append(cmds, w.tick(w.spin.Start()))...)
}

// replyMsg is the answer to one probe.
type replyMsg struct {
	why   *Why
	gen   request.Gen
	reply diagnose.Reply
}

// Owner implements Msg.
func (m replyMsg) Owner() *Why { return m.why }

// tickMsg is a step of the spinner.
type tickMsg struct {
	why  *Why
	step tea.Msg
}

// Owner implements Msg.
func (m tickMsg) Owner() *Why { return m.why }

func (w *Why) tick(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() tea.Msg { return tickMsg{w, cmd()} }
}

// explain judges the facts anew; the cursor stays on its cause.
func (w *Why) explain() {
	var at diagnose.Cause
	if w.cursor < len(w.findings) {
		at = w.findings[w.cursor].Cause
	}
	w.findings, w.blind = diagnose.Explain(&w.facts), diagnose.BlindSpots(&w.facts)
	moved := min(w.cursor, max(len(w.findings)-1, 0))
	for i := range w.findings {
		if at != "" && w.findings[i].Cause == at {
			moved = i
			break
		}
	}
	w.cursor = moved
	if !w.moved && w.facts.User == nil {
		w.cursor = w.firstAct()
	}
}

// firstAct is where the cursor stands for an address until it is moved: on the
// first finding that Enter does something for. For a person it stays on the
// top cause, lest Enter begin the act of a lesser one.
func (w *Why) firstAct() int {
	for i, f := range w.findings {
		if _, ok := w.action(f); ok || f.Person >= 0 {
			return i
		}
	}
	return 0
}

// take puts an answer in, unless something newer was asked for since.
func (w *Why) take(m replyMsg) {
	if !w.slot.Fresh(m.gen) {
		return
	}
	w.facts.Now = w.o.Now()
	w.facts.Take(m.reply)
	if w.facts.Waiting == 0 {
		w.slot.Done(m.gen)
		w.spin.Stop()
	}
	w.explain()
}

// ID implements dialog.Dialog.
func (w *Why) ID() string { return DialogID }

// Done implements dialog.Dialog.
func (w *Why) Done() bool { return w.done }

// Attach implements dialog.Dialog.
func (w *Why) Attach(st *styles.Styles, keys *keymap.Map, opener string) {
	w.st, w.keys, w.opener = st, keys, opener
}

// Cursor implements dialog.Dialog: nothing is typed here.
func (w *Why) Cursor() (x, y int, ok bool) { return 0, 0, false }

// Update implements dialog.Dialog.
func (w *Why) Update(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case replyMsg:
		w.take(m)
	case tickMsg:
		return w.tick(w.spin.Update(m.step))
	case tea.MouseWheelMsg:
		w.moved = true
		if m.Button == tea.MouseWheelUp {
			w.scroll(-2)
		} else {
			w.scroll(2)
		}
	case tea.MouseClickMsg:
		return w.click(m.X, m.Y)
	case tea.KeyPressMsg:
		return w.key(m)
	}
	return nil
}

func (w *Why) key(k tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(k, w.keys.Close, w.keys.Cancel, w.keys.Quit), key.Matches(k, w.keys.Why) && !k.IsRepeat:
		return w.leave(dialog.Result{ID: DialogID})
	case key.Matches(k, w.keys.ItemDown, w.keys.Down):
		w.move(1)
	case key.Matches(k, w.keys.ItemUp, w.keys.Up):
		w.move(-1)
	case key.Matches(k, w.keys.ItemPageDown, w.keys.PageDown, w.keys.HalfDown):
		w.moved = true
		w.scroll(max(w.room-1, 1))
	case key.Matches(k, w.keys.ItemPageUp, w.keys.PageUp, w.keys.HalfUp):
		w.moved = true
		w.scroll(-max(w.room-1, 1))
	case key.Matches(k, w.keys.ItemTop, w.keys.Top):
		w.cursor, w.offset, w.moved = 0, 0, true
	case key.Matches(k, w.keys.ItemEnd, w.keys.Bottom):
		w.cursor, w.moved = max(len(w.findings)-1, 0), true
		w.scroll(w.lines)
	case key.Matches(k, w.keys.Refresh, w.keys.RefreshAll):
		return w.again()
	case k.IsRepeat:
	case key.Matches(k, w.keys.Submit):
		return w.choose(w.cursor)
	default:
		for i := range w.findings {
			if id := w.findings[i].ActionID; id != "" && key.Matches(k, w.keys.Action(id)) {
				return w.choose(i)
			}
		}
	}
	return nil
}

// again asks anew, from the newest record; what is shown stays until then.
func (w *Why) again() tea.Cmd {
	if w.facts.User != nil {
		w.o.User, w.o.Fetched = w.facts.User, w.facts.UserAt
	}
	return w.Init()
}

// choose answers with the act of a finding, or with the person it names.
func (w *Why) choose(i int) tea.Cmd {
	if i < 0 || i >= len(w.findings) {
		return nil
	}
	found := w.findings[i]
	if p := found.Person; p >= 0 && p < len(w.facts.People) {
		return w.leave(Choose{User: w.facts.People[p]})
	}
	act, ok := w.action(found)
	if !ok {
		return nil
	}
	return w.leave(Choose{ActionID: act.ID, Target: found.Target, User: w.facts.User, Address: w.facts.Address})
}

// action is the row that fixes a finding, if there is one and it applies.
func (w *Why) action(found diagnose.Finding) (actions.Action, bool) {
	act, ok := w.o.Action(found.ActionID)
	if !ok || found.ActionID == "" {
		return actions.Action{}, false
	}
	if w.facts.User == nil && !act.Free {
		return actions.Action{}, false
	}
	if w.facts.User != nil && act.Applies != nil {
		if fits, _ := act.Applies(w.facts.User); !fits {
			return actions.Action{}, false
		}
	}
	return act, true
}

// leave ends the dialog with an answer and gives up what is under way.
func (w *Why) leave(answer tea.Msg) tea.Cmd {
	w.done = true
	w.slot.Cancel()
	w.spin.Set(false)
	return func() tea.Msg { return answer }
}
