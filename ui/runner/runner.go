// Package runner is the only way from a confirmed dialog to a change at the
// server. It refuses what is switched off, does not apply or is already under
// way; writes the intent to the audit log before and the outcome after; sends
// a change once; finds out what became of it when the answer was lost; and
// keeps what undoes it.
package runner

import (
	"context"
	"slices"
	"sync"
	"time"

	"usher/api"
	"usher/internal/audit"
	"usher/internal/crash"
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
	pending map[api.ID]mark // "" is for the actions without a user
	issued  []actions.Issued
	codes   []actions.SentCode
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

	run  uint64
	mark api.ID
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
	env.ReadOnly, env.Now, env.Clock = r.deps.Gate.ReadOnly(), r.deps.Now(), r.deps.Now
	r.mu.Lock()
	defer r.mu.Unlock()
	env.Issued, env.Codes = slices.Clone(r.issued), slices.Clone(r.codes)
	return env
}

// Ask tells why the action cannot be done for u now, or what to ask first. A
// prompt with ConfirmNone needs no dialog. Where the action has Prepare, the
// prompt is empty: it comes with the message of Runner.Prepare.
func (r *Runner) Ask(a actions.Action, u *api.User) (actions.Prompt, *Refusal) {
	if refusal := r.refuse(a, u); refusal != nil {
		return actions.Prompt{}, refusal
	}
	if a.Ask == nil {
		return actions.Prompt{Title: a.Title}, nil
	}
	return a.Ask(u, r.Env()), nil
}

// markOf is what an action marks as pending: its user, or nothing for one that
// needs none.
func markOf(a actions.Action, u *api.User) api.ID {
	if a.Free || u == nil {
		return ""
	}
	return u.ID
}

// refuse finds the first reason why not.
func (r *Runner) refuse(a actions.Action, u *api.User) *Refusal {
	switch {
	case a.Run == nil || a.Applies == nil:
		return &Refusal{Why: WhyUnknown, Text: "There is no such action."}
	case u == nil && !a.Free:
		return &Refusal{WhyInapplicable, "No user is selected.", "no user is selected"}
	}
	// Being read-only is told first: it would be odd to hear that a ban does
	// not apply where nothing can be banned.
	if a.Mutates && r.deps.Gate.ReadOnly() {
		return r.readOnly(a)
	}
	if ok, why := a.Applies(u); !ok {
		return &Refusal{WhyInapplicable, a.Title + ": " + nameOf(u) + why + ".", why}
	}
	if m, busy := r.marked(markOf(a, u)); busy && a.Mutates {
		who := ""
		if !a.Free {
			who = " of " + actions.Name(u)
		}
		return &Refusal{WhyPending, "A change" + who + " is still under way: " + titleOf(m.action) + ".", "a change is under way"}
	}
	return nil
}

func (r *Runner) readOnly(a actions.Action) *Refusal {
	if r.deps.Gate.Forced() {
		return &Refusal{WhyReadOnly, a.Title + " was not done: usher was started read-only.", "read-only"}
	}
	return &Refusal{WhyReadOnly, a.Title + " was not done: this is read-only. “:write 15m” opens writing for a while.", "read-only"}
}

func nameOf(u *api.User) string {
	if u == nil {
		return ""
	}
	return actions.Name(u) + " — "
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

// Busy tells whether a change is under way, of any user or of none.
func (r *Runner) Busy() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.pending) > 0
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
	if m, ok := r.pending[d.mark]; ok && m.run == d.run {
		delete(r.pending, d.mark)
	}
	r.keep(d)
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

// keep remembers the links and codes of this run, which no server lists, and
// forgets what belongs to a user who is gone. It wants r.mu held.
func (r *Runner) keep(d Done) {
	o := d.Outcome
	if o.Issued != nil {
		r.issued = slices.Insert(r.issued, 0, *o.Issued)
		r.issued = r.issued[:min(len(r.issued), maxKept)]
	}
	if o.Revoked != "" {
		r.issued = slices.DeleteFunc(r.issued, func(l actions.Issued) bool { return l.ID == o.Revoked })
	}
	if o.Sent != nil {
		r.codes = slices.Insert(r.codes, 0, *o.Sent)
		r.codes = r.codes[:min(len(r.codes), maxKept)]
	}
	if o.Gone {
		of := func(u *api.User) bool { return u != nil && u.ID == d.User }
		r.undos = slices.DeleteFunc(r.undos, func(u actions.Undo) bool { return of(u.User) })
		r.codes = slices.DeleteFunc(r.codes, func(c actions.SentCode) bool { return c.User == d.User })
		r.issued = slices.DeleteFunc(r.issued, func(l actions.Issued) bool { return l.User == d.User })
	}
}

// maxKept bounds the links and the codes.
const maxKept = 100

// Shutdown lets changes under way end until ctx is over, then cancels them;
// their outcomes are written in either case, at most quitTime later. Nothing
// new is begun.
func (r *Runner) Shutdown(ctx context.Context) {
	r.mu.Lock()
	r.closing = true
	r.mu.Unlock()
	idle := make(chan struct{})
	crash.Go(r.base, "shutdown", func() {
		r.flying.Wait()
		close(idle)
	})
	select {
	case <-idle:
	case <-ctx.Done():
		r.cancel()
		<-idle // ends soon: settling is bounded by quitTime
	}
	r.cancel()
}
