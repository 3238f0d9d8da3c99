package runner

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/internal/audit"
	"usher/internal/safetext"
	"usher/ui/actions"
	"usher/ui/errtext"
)

const (
	// settleTime bounds the reading after a lost answer.
	settleTime = 10 * time.Second
	// quitTime bounds it while usher ends.
	quitTime = 3 * time.Second
	// settleAgain is the wait before a second look: a request whose answer
	// timed out may still be under way at the server.
	settleAgain = 2 * time.Second
	// maxReason bounds a reason in bytes.
	maxReason = 1000
)

// job is one run; it holds values only.
type job struct {
	action actions.Action
	user   *api.User
	input  actions.Input
	run    uint64
}

// Run marks the user as pending and returns the command that does it. The
// command ends with a Done, also when it is refused.
func (r *Runner) Run(a actions.Action, u *api.User, in actions.Input) tea.Cmd {
	in.Env = r.Env()
	in.Reason = strings.TrimSpace(in.Reason)
	if refusal := r.refuseRun(a, u, in); refusal != nil {
		d := Done{ActionID: a.ID, Before: u, Err: refusal, Undoes: in.Undoes, Text: refusal.Text}
		if u != nil {
			d.User = u.ID
		}
		d.Notice = errtext.Explain(refusal)
		return func() tea.Msg { return d }
	}
	j := job{action: a, user: u, input: in}
	if a.Mutates {
		r.mu.Lock()
		r.lastRun++
		j.run = r.lastRun
		r.pending[u.ID] = mark{j.run, a.ID}
		r.mu.Unlock()
	}
	return func() tea.Msg { return r.start(j) }
}

func (r *Runner) refuseRun(a actions.Action, u *api.User, in actions.Input) *Refusal {
	if refusal := r.refuse(a, u); refusal != nil {
		return refusal
	}
	if a.Mutates && a.Level >= actions.Sensitive && in.Env.Production && in.Reason == "" {
		return &Refusal{Why: WhyReason, Text: a.Title + " was not done: on production it needs a reason."}
	}
	if len(in.Reason) > maxReason {
		return &Refusal{Why: WhyReason, Text: a.Title + " was not done: the reason is too long."}
	}
	return nil
}

// start counts the job in, so that Shutdown waits for it.
func (r *Runner) start(j job) Done {
	r.mu.Lock()
	if r.closing {
		r.mu.Unlock()
		refusal := &Refusal{Why: WhyClosing, Text: j.action.Title + " was not done: usher is ending."}
		return j.done(Done{Err: refusal, Notice: errtext.Explain(refusal), Text: refusal.Text})
	}
	r.flying.Add(1)
	r.mu.Unlock()
	defer r.flying.Done()
	if !j.action.Mutates {
		return r.look(j)
	}
	return r.change(j)
}

// done fills in what every Done of the job has.
func (j job) done(d Done) Done {
	d.ActionID, d.User, d.Before, d.Undoes, d.run = j.action.ID, j.user.ID, j.user, j.input.Undoes, j.run
	return d
}

// look runs an action that changes nothing.
func (r *Runner) look(j job) Done {
	out, err := j.action.Run(r.base, r.deps.Backend, j.user, j.input)
	if err != nil {
		n := errtext.Explain(err)
		return j.done(Done{Err: err, Notice: n, Text: failed(j, n)})
	}
	return j.done(Done{Outcome: out, Text: out.Message})
}

// change runs an action that changes something.
func (r *Runner) change(j job) (d Done) {
	ticket, err := r.deps.Audit.Intent(j.plan())
	if err != nil {
		err = &AuditError{err}
		n := errtext.Explain(err)
		return j.done(Done{Err: err, Notice: n, Text: failed(j, n)})
	}
	end := audit.End{Result: audit.CannotTell, Detail: "usher failed while the request was under way"}
	written := false
	defer func() {
		if !written { // a panic: it goes on, but the outcome is not lost
			_ = r.deps.Audit.Outcome(ticket, end)
		}
	}()
	out, err := j.action.Run(audit.WithTicket(r.base, ticket), r.deps.Backend, j.user, j.input)
	d, end = r.judge(j, out, err)
	written = true
	if err := r.deps.Audit.Outcome(ticket, end); err != nil {
		d.AuditErr = err
		d.Text += " The outcome could not be written to the audit log."
	}
	if d.Err == nil && j.action.Undo != nil && j.input.Undoes == 0 {
		d.Undo = j.action.Undo(j.user, j.input, d.Outcome)
	}
	return j.done(d)
}

func (j job) plan() audit.Plan {
	p := audit.Plan{
		Action: j.action.ID, User: j.user.ID, Level: int(j.action.Level),
		Reason: j.input.Reason, Undoes: j.input.Undoes != 0,
	}
	if j.action.Note != nil {
		p.Notes = j.action.Note(j.user, j.input)
	}
	for _, w := range j.action.Writes {
		p.Allowed = append(p.Allowed, audit.Request{Method: w.Method, Path: w.PathFor(j.user.ID), Max: w.Max})
	}
	return p
}

// judge turns the end of Run into what the person and the log are told.
func (r *Runner) judge(j job, out actions.Outcome, err error) (Done, audit.End) {
	if err == nil {
		return Done{Outcome: out, Text: out.Message}, audit.End{Result: audit.Done}
	}
	n := errtext.Explain(err)
	end := audit.End{Result: audit.Refused, Code: n.Code, TraceID: n.TraceID, Detail: n.What}
	var failure *api.Error
	if errors.As(err, &failure) {
		end.Status = failure.Status
	}
	if !lost(err) {
		return Done{Err: err, Outcome: out, Notice: n, Text: failed(j, n)}, end
	}
	before := j.user
	if out.Before != nil {
		before = out.Before
	}
	settled, now := r.settle(j, before)
	d := Done{Outcome: actions.Outcome{User: now, Before: out.Before, Refetch: now == nil}, Settled: settled, Notice: n}
	end.Detail = settled.Text
	switch settled.State {
	case actions.Happened:
		end.Result = audit.Happened
		d.Outcome.Message = settled.Text
		d.Text = "The answer was lost, but it was done: " + settled.Text
	case actions.DidNot:
		end.Result = audit.DidNot
		d.Err = err
		d.Text = "The answer was lost, and it was not done: " + settled.Text
	default:
		end.Result = audit.CannotTell
		d.Err = err
		d.Text = "The answer was lost, and whether it was done is not known: " + settled.Text
	}
	return d, end
}

// lost reports whether the change may have been executed although it failed.
func lost(err error) bool {
	var before interface{ NotSent() bool }
	if errors.As(err, &before) && before.NotSent() {
		return false
	}
	if errors.Is(err, api.ErrNotSent) {
		return false
	}
	var failure *api.Error
	if errors.As(err, &failure) {
		return failure.Executed == api.MaybeExecuted
	}
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// settle reads the user again, with a context of its own: the lost answer may
// be lost because everything else is being cancelled.
func (r *Runner) settle(j job, before *api.User) (actions.Settled, *api.User) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.base), settleTime)
	defer cancel()
	stop := context.AfterFunc(r.base, func() { time.AfterFunc(quitTime, cancel) })
	defer stop()
	s, now := r.lookAgain(ctx, j, before)
	if s.State != actions.DidNot {
		return s, now
	}
	if r.base.Err() == nil && r.deps.Pause(r.base, settleAgain) == nil {
		if again, later := r.lookAgain(ctx, j, before); again.State != actions.CannotTell {
			return again, later
		}
	}
	return actions.Settled{
		State: actions.CannotTell, Text: s.Text + " so far, and a second look was not possible.",
	}, now
}

func (r *Runner) lookAgain(ctx context.Context, j job, before *api.User) (actions.Settled, *api.User) {
	if j.action.Verify == nil {
		return actions.Settled{State: actions.CannotTell, Text: "Refresh the user and look."}, nil
	}
	now, err := r.deps.Backend.GetUser(ctx, j.user.ID)
	var failure *api.Error
	switch {
	case err == nil:
		return j.action.Verify(before, now, j.input), now
	case errors.As(err, &failure) && failure.Status == http.StatusNotFound:
		return actions.Settled{State: actions.CannotTell, Text: actions.Name(j.user) + " does not exist any more."}, nil
	default:
		what := errtext.Explain(err).What
		if what == "" {
			what = safetext.String(err.Error())
		}
		return actions.Settled{
			State: actions.CannotTell,
			Text:  "Reading " + actions.Name(j.user) + " again failed too. " + what + " Refresh the user before trying again.",
		}, nil
	}
}

// failed is the toast of an error; silence stays silent.
func failed(j job, n errtext.Notice) string {
	if n.Silent {
		return ""
	}
	return j.action.Title + " of " + actions.Name(j.user) + " failed: " + n.What
}

// AuditError says that the intent could not be written, so nothing was sent.
type AuditError struct{ Err error }

func (e *AuditError) Error() string { return "nothing was sent: " + e.Err.Error() }

// Unwrap returns the cause.
func (e *AuditError) Unwrap() error { return e.Err }

// Explanation is what errtext shows.
func (e *AuditError) Explanation() (title, what, do string) {
	return "Nothing was sent", "The audit log could not be written, and without it nothing is changed: " +
			safetext.String(e.Err.Error()) + ".",
		"Make room or fix the rights of the audit file, then try again."
}
