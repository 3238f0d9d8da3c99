package runner

import (
	"context"
	"errors"
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
		r.pending[j.mark()] = mark{j.run, a.ID}
		r.mu.Unlock()
	}
	if a.Reports {
		return r.reporting(j)
	}
	return func() tea.Msg { return r.start(j) }
}

func (r *Runner) refuseRun(a actions.Action, u *api.User, in actions.Input) *Refusal {
	if refusal := r.refuse(a, u); refusal != nil {
		return refusal
	}
	if a.Level >= actions.Sensitive && in.Env.Production && in.Reason == "" {
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
	if !j.action.Mutates && len(j.action.Reads) == 0 {
		return r.look(j)
	}
	return r.change(j)
}

func (j job) mark() api.ID { return markOf(j.action, j.user) }

// userID is "" for a run without a user.
func (j job) userID() api.ID {
	if j.user == nil {
		return ""
	}
	return j.user.ID
}

// done fills in what every Done of the job has.
func (j job) done(d Done) Done {
	d.ActionID, d.User, d.Before, d.Undoes, d.run, d.mark = j.action.ID, j.userID(), j.user, j.input.Undoes, j.run, j.mark()
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
		Action: j.action.ID, User: j.userID(), Level: int(j.action.Level),
		Reason: j.input.Reason, Undoes: j.input.Undoes != 0,
	}
	if j.action.Note != nil {
		p.Notes = j.action.Note(j.user, j.input)
	}
	for _, w := range j.action.Requests(j.userID(), j.input) {
		p.Allowed = append(p.Allowed, audit.Request{Method: w.Method, Path: w.Path, Max: w.Max})
	}
	return p
}

// judge turns the end of Run into what the person and the log are told.
func (r *Runner) judge(j job, out actions.Outcome, err error) (Done, audit.End) {
	if err == nil {
		return Done{Outcome: out, Text: out.Message}, audit.End{Result: audit.Done, Detail: out.Detail}
	}
	n := errtext.Explain(err)
	end := audit.End{Result: audit.Refused, Code: n.Code, TraceID: n.TraceID, Detail: n.What}
	var failure *api.Error
	if errors.As(err, &failure) {
		end.Status = failure.Status
	}
	var partial *actions.PartialError
	switch {
	case errors.As(err, &partial):
		end.Result = audit.Partial
	case j.action.Mutates && lost(err):
		return r.judgeLost(j, out, err, n, end)
	}
	return Done{Err: err, Outcome: out, Notice: n, Text: failed(j, n)}, end
}

// judgeLost finds out what became of a change whose answer was lost.
func (r *Runner) judgeLost(j job, out actions.Outcome, err error, n errtext.Notice, end audit.End) (Done, audit.End) {
	before := j.user
	if out.Before != nil {
		before = out.Before
	}
	settled, now := r.settle(j, before)
	now.Before, now.Show = out.Before, out.Show
	d := Done{Outcome: now, Settled: settled, Notice: n}
	end.Detail = settled.Text
	if out.Detail != "" {
		end.Detail = out.Detail + ": " + end.Detail
	}
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

// failed is the toast of an error; silence stays silent.
func failed(j job, n errtext.Notice) string {
	if n.Silent {
		return ""
	}
	if j.user == nil || j.action.Free {
		return j.action.Title + " failed: " + n.What
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
