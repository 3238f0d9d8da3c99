package bulk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/internal/audit"
	"usher/internal/crash"
	"usher/internal/guard"
	"usher/ui/errtext"
)

// settleTime bounds the reading after a lost answer.
const settleTime = 10 * time.Second

// Auditor is the audit log as needed here; *audit.Log is one.
type Auditor interface {
	Intent(audit.Plan) (*audit.Ticket, error)
	Outcome(*audit.Ticket, audit.End) error
}

// Deps is what a Runner works with.
type Deps struct {
	Base  context.Context //nolint:containedctx // the program's life
	Users Users
	Gate  *guard.Gate
	Audit Auditor
}

// Runner does acts to many users, one batch at a time. It is used from
// Update; its commands may run on any goroutine.
type Runner struct {
	deps Deps

	mu      sync.Mutex
	pending map[api.ID]bool
	stopped bool
	busy    bool
	flying  sync.WaitGroup // the request under way, with its audit outcome
}

// New makes a runner.
func New(d Deps) *Runner { return &Runner{deps: d, pending: map[api.ID]bool{}} }

// Step tells that one request of a batch has been answered. Next goes on and
// has to be run.
type Step struct {
	Done, Total int
	Users       []*api.User // as they are now
	Next        tea.Cmd
}

// Finished tells what a batch came to.
type Finished struct {
	Act     Act
	Users   []*api.User // those it was done to, as they are now
	Left    int         // those it was not done to, or not known to
	Text    string      // a sentence, safe to draw
	Notice  errtext.Notice
	Err     error // the first failure; nil when all went well
	Stopped bool
}

// Pending reports whether the user is part of the batch under way and has not
// been answered for.
func (r *Runner) Pending(id api.ID) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.pending[id]
}

// Busy reports whether a batch is under way.
func (r *Runner) Busy() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.busy
}

// Stop lets the request under way end and sends no further one; it reports
// whether a batch was under way.
func (r *Runner) Stop() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stopped = true
	return r.busy
}

// Shutdown sends no further request and lets the one under way end, outcome
// in the audit log included, until ctx is over.
func (r *Runner) Shutdown(ctx context.Context) {
	r.Stop()
	idle := make(chan struct{})
	crash.Go(r.deps.Base, "batch shutdown", func() {
		r.flying.Wait()
		close(idle)
	})
	select {
	case <-idle:
	case <-ctx.Done():
	}
}

// Refuse tells why nothing can be begun now; "" when it can.
func (r *Runner) Refuse(a Act, users []*api.User) string {
	switch {
	case r.deps.Gate.ReadOnly():
		return a.Action.Title + " was not done: this is read-only. “:write 15m” opens writing for a while."
	case len(users) == 0:
		return a.Action.Title + " applies to none of the marked users."
	case r.Busy():
		return "Another batch is still under way; esc stops it."
	default:
		return ""
	}
}

// batch is what a run works off; it holds values only.
type batch struct {
	act    Act
	users  []*api.User
	reason string
	at     int
	done   []*api.User
	left   int
	err    error
}

// Start begins a batch that was confirmed. Its command ends with a Step or
// with Finished.
func (r *Runner) Start(a Act, users []*api.User, reason string) tea.Cmd {
	r.mu.Lock()
	r.busy, r.stopped = true, false
	for _, u := range users {
		r.pending[u.ID] = true
	}
	r.mu.Unlock()
	b := batch{act: a, users: users, reason: reason}
	return func() tea.Msg { return r.step(b) }
}

// step sends one request and tells what it brought.
func (r *Runner) step(b batch) tea.Msg {
	r.flying.Add(1)
	defer r.flying.Done()
	if r.halted() {
		return r.finish(b, true)
	}
	part := b.users[b.at:min(b.at+b.act.size, len(b.users))]
	now, err := r.send(b, part)
	b.at += len(part)
	b.done = append(b.done, now...)
	b.left += len(part) - len(now)
	r.answered(part)
	if err != nil && b.err == nil {
		b.err = err
	}
	if b.at == len(b.users) || err != nil && fatal(err) {
		return r.finish(b, false)
	}
	return Step{Done: b.at, Total: len(b.users), Users: now, Next: func() tea.Msg { return r.step(b) }}
}

func (r *Runner) halted() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.stopped || r.deps.Base.Err() != nil
}

func (r *Runner) answered(part []*api.User) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, u := range part {
		delete(r.pending, u.ID)
	}
}

// fatal reports whether the next request would fail the same way.
func fatal(err error) bool {
	var failure *api.Error
	if errors.As(err, &failure) {
		switch failure.Status {
		case 404, 409, 422:
			return false
		}
	}
	return true
}

// send does the act to a part of the users and returns those it was done to.
func (r *Runner) send(b batch, part []*api.User) ([]*api.User, error) {
	ids := make([]api.ID, len(part))
	notes := make([]string, len(part))
	for i, u := range part {
		ids[i], notes[i] = u.ID, string(u.ID)
	}
	plan := audit.Plan{
		Action: b.act.Action.ID, Level: 3, Reason: b.reason, Notes: notes,
		Allowed: []audit.Request{{Method: b.act.method(), Path: strings.Replace(b.act.path, "*", string(ids[0]), 1)}},
	}
	if len(part) == 1 {
		plan.User = part[0].ID
	}
	ticket, err := r.deps.Audit.Intent(plan)
	if err != nil {
		return nil, fmt.Errorf("nothing was sent, since the audit log could not be written: %w", err)
	}
	ctx := audit.WithTicket(api.WithPriority(r.deps.Base, api.Background), ticket)
	now, err := b.act.send(ctx, r.deps.Users, ids)
	end := audit.End{Result: audit.Done}
	if err != nil {
		now, end = r.judge(b, ids, err)
	} else {
		now = r.those(b, now)
		if len(now) < len(ids) {
			end.Detail = fmt.Sprintf("done to %d of %d", len(now), len(ids))
		}
	}
	if auditErr := r.deps.Audit.Outcome(ticket, end); auditErr != nil && err == nil {
		err = fmt.Errorf("done, but the outcome is missing in the audit log: %w", auditErr)
	}
	return now, err
}

// those keeps the users that the act holds for: a request for several may
// leave some out.
func (*Runner) those(b batch, users []*api.User) []*api.User {
	var out []*api.User
	for _, u := range users {
		if u.Broken == nil && b.act.holds(u) {
			out = append(out, u)
		}
	}
	return out
}

// judge finds out what a failed request did; an answer that was lost is
// settled by reading the users again.
func (r *Runner) judge(b batch, ids []api.ID, err error) ([]*api.User, audit.End) {
	n := errtext.Explain(err)
	end := audit.End{Result: audit.Refused, Code: n.Code, TraceID: n.TraceID, Detail: n.What}
	var failure *api.Error
	if !errors.As(err, &failure) {
		return nil, end
	}
	end.Status = failure.Status
	if failure.Executed != api.MaybeExecuted {
		return nil, end
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.deps.Base), settleTime)
	defer cancel()
	params := api.ListUsersParams{Limit: 100}
	for _, id := range ids {
		params.UserID = append(params.UserID, api.Inclusion{Value: string(id)})
	}
	now, readErr := r.deps.Users.List(ctx, params)
	if readErr != nil {
		end.Result = audit.CannotTell
		return nil, end
	}
	now = r.those(b, now)
	end.Result = audit.Happened
	end.Detail = fmt.Sprintf("the answer was lost; %d of %d are %s now", len(now), len(ids), b.act.past)
	if len(now) == 0 {
		end.Result = audit.DidNot
	}
	return now, end
}

func (r *Runner) finish(b batch, stopped bool) Finished {
	r.mu.Lock()
	r.busy = false
	clear(r.pending)
	r.mu.Unlock()
	f := Finished{Act: b.act, Users: b.done, Left: len(b.users) - len(b.done), Err: b.err, Stopped: stopped}
	title := b.act.past[:1]
	f.Text = fmt.Sprintf("%s%s %s", upper(title), b.act.past[1:], plural(len(b.done), "user"))
	if b.err != nil {
		f.Notice = errtext.Explain(b.err)
	}
	switch {
	case stopped:
		f.Text += fmt.Sprintf("; stopped before the other %d", f.Left)
	case f.Left > 0:
		f.Text += fmt.Sprintf("; not done to %d", f.Left)
		if f.Notice.What != "" {
			f.Text += ": " + f.Notice.What
		}
	}
	return f
}

func upper(s string) string { return string(s[0] - 'a' + 'A') }
