// Package runner is the only way from a confirmed dialog to a change at the
// server. It refuses what is switched off, does not apply or is already under
// way; writes the intent to the audit log before and the outcome after; sends
// a change once; finds out what became of it when the answer was lost; and
// keeps what undoes it.
package runner

import (
	"context"
	"sync"
	"time"

	"usher/api"
	"usher/internal/audit"
	"usher/internal/guard"
	"usher/ui/actions"
	"usher/ui/errtext"
)

// Auditor is the audit log as the runner needs it; *audit.Log is one.
type Auditor interface {
	Intent(audit.Plan) (*audit.Ticket, error)
	Outcome(*audit.Ticket, audit.End) error
}

// Deps is what a runner works with. Backend, Gate, Audit and Now are required.
type Deps struct {
	Backend actions.Backend
	Gate    *guard.Gate
	Audit   Auditor
	Now     func() time.Time // the clock
	// Env tells the place; ReadOnly and Now of it are filled in here. It is
	// called from Update. nil means a development instance.
	Env func() actions.Env
	// Base is the context of every request; nil means the background.
	Base context.Context
	// Pause waits; nil means a timer. It returns early with the context's
	// error.
	Pause func(ctx context.Context, d time.Duration) error
}

// Runner is used from Update; the commands it returns may run on any
// goroutine.
type Runner struct {
	deps   Deps
	base   context.Context
	cancel context.CancelFunc

	mu      sync.Mutex
	pending map[api.ID]mark
	lastRun uint64
	undos   []actions.Undo
	lastID  uint64
	flying  sync.WaitGroup
	closing bool
}

// mark is a change under way.
type mark struct {
	run    uint64
	action string
}

// Done is the message that a command of Run ends with.
type Done struct {
	ActionID string
	User     api.ID
	Before   *api.User
	// Outcome is what the action brought; after a lost answer that turned
	// out to be done, its User is the user read again.
	Outcome actions.Outcome
	// Settled tells what became of a change whose answer was lost.
	Settled actions.Settled
	// Err is nil when it was done, also when only reading again showed it.
	// It is a *Refusal when nothing was tried.
	Err error
	// Notice explains Err, or the lost answer.
	Notice errtext.Notice
	// AuditErr says that the outcome is missing in the audit log.
	AuditErr error
	// Undo is nil when nothing puts it back. Undoes is the number of the
	// Undo that this run carried out.
	Undo   *actions.Undo
	Undoes uint64
	// Text is one sentence for a toast, safe to draw; "" is silence.
	Text string

	run uint64
}

// Why tells the refusals apart.
type Why int

// The kinds of refusal.
const (
	WhyReadOnly     Why = iota // writing is not open
	WhyInapplicable            // the action makes no sense for this user
	WhyPending                 // a change of this user is under way
	WhyReason                  // a reason is required
	WhyNothing                 // there is nothing to undo
	WhyClosing                 // usher is about to end
	WhyUnknown                 // no such action
)

// Refusal says why nothing was tried; Text is a sentence, safe to draw.
type Refusal struct {
	Why   Why
	Text  string
	short string
}

// Short is the reason alone, for a menu that names action and user already.
func (r *Refusal) Short() string {
	if r.short != "" {
		return r.short
	}
	return r.Text
}

// Error is the text.
func (r *Refusal) Error() string { return r.Text }

// Explanation is what errtext shows.
func (r *Refusal) Explanation() (title, what, do string) { return "Not done", r.Text, "" }

// New makes a runner.
func New(d Deps) *Runner {
	if d.Env == nil {
		d.Env = func() actions.Env { return actions.Env{} }
	}
	if d.Base == nil {
		d.Base = context.Background()
	}
	if d.Pause == nil {
		d.Pause = pause
	}
	r := &Runner{deps: d, pending: map[api.ID]mark{}}
	r.base, r.cancel = context.WithCancel(d.Base)
	return r
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err() //nolint:wrapcheck // only whether it is nil counts
	}
}

// Env is the place as it is now.
func (r *Runner) Env() actions.Env {
	env := r.deps.Env()
	env.ReadOnly, env.Now = r.deps.Gate.ReadOnly(), r.deps.Now()
	return env
}

// Ask tells why the action cannot be done for u now, or what to ask first. A
// prompt with ConfirmNone needs no dialog.
func (r *Runner) Ask(a actions.Action, u *api.User) (actions.Prompt, *Refusal) {
	if refusal := r.refuse(a, u); refusal != nil {
		return actions.Prompt{}, refusal
	}
	if a.Ask == nil {
		return actions.Prompt{Title: a.Title}, nil
	}
	return a.Ask(u, r.Env()), nil
}

// refuse finds the first reason why not.
func (r *Runner) refuse(a actions.Action, u *api.User) *Refusal {
	switch {
	case a.Run == nil || a.Applies == nil:
		return &Refusal{Why: WhyUnknown, Text: "There is no such action."}
	case u == nil:
		return &Refusal{WhyInapplicable, a.Title + ": no user is selected.", "no user is selected"}
	}
	// Being read-only is told first: it would be odd to hear that a ban does
	// not apply where nothing can be banned.
	if a.Mutates && r.deps.Gate.ReadOnly() {
		return r.readOnly(a)
	}
	if ok, why := a.Applies(u); !ok {
		return &Refusal{WhyInapplicable, a.Title + ": " + actions.Name(u) + " — " + why + ".", why}
	}
	if m, busy := r.marked(u.ID); busy && a.Mutates {
		return &Refusal{WhyPending, "A change of " + actions.Name(u) + " is still under way: " + titleOf(m.action) + ".", "a change is under way"}
	}
	return nil
}

func (r *Runner) readOnly(a actions.Action) *Refusal {
	if r.deps.Gate.Forced() {
		return &Refusal{WhyReadOnly, a.Title + " was not done: usher was started read-only.", "read-only"}
	}
	return &Refusal{WhyReadOnly, a.Title + " was not done: this is read-only. “:write 15m” opens writing for a while.", "read-only"}
}

func titleOf(id string) string {
	if a, ok := actions.ByID(id); ok {
		return a.Title
	}
	return id
}

// Pending reports whether a change of this user is under way.
func (r *Runner) Pending(id api.ID) bool {
	_, busy := r.marked(id)
	return busy
}

// PendingAction is the id of the action under way; "" when there is none.
func (r *Runner) PendingAction(id api.ID) string {
	m, _ := r.marked(id)
	return m.action
}

func (r *Runner) marked(id api.ID) (mark, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	m, ok := r.pending[id]
	return m, ok
}

// Handle takes the result of a command: it ends the pending mark and keeps the
// undo. It returns d as the page should show it, with the undo's number.
func (r *Runner) Handle(d Done) Done {
	r.mu.Lock()
	defer r.mu.Unlock()
	if m, ok := r.pending[d.User]; ok && m.run == d.run {
		delete(r.pending, d.User)
	}
	if d.Err != nil {
		return d
	}
	if d.Undoes != 0 {
		r.dropUndo(d.Undoes)
		return d
	}
	if d.Undo != nil {
		r.lastID++
		u := *d.Undo
		u.ID, u.Input.Undoes = r.lastID, r.lastID
		d.Undo = &u
		r.pushUndo(u)
	}
	return d
}

// Shutdown lets changes under way end until ctx is over, then cancels them;
// their outcomes are written in either case, at most quitTime later. Nothing
// new is begun.
func (r *Runner) Shutdown(ctx context.Context) {
	r.mu.Lock()
	r.closing = true
	r.mu.Unlock()
	idle := make(chan struct{})
	go func() {
		r.flying.Wait()
		close(idle)
	}()
	select {
	case <-idle:
	case <-ctx.Done():
		r.cancel()
		<-idle // ends soon: settling is bounded by quitTime
	}
	r.cancel()
}
