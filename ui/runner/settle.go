package runner

import (
	"context"
	"errors"
	"net/http"
	"time"

	"usher/api"
	"usher/internal/safetext"
	"usher/ui/actions"
	"usher/ui/errtext"
)

// settle reads again, with a context of its own: the lost answer may be lost
// because everything else is being cancelled.
func (r *Runner) settle(j job, before *api.User) (actions.Settled, actions.Outcome) {
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

// lookAgain asks the action, or compares the user with what he was.
func (r *Runner) lookAgain(ctx context.Context, j job, before *api.User) (actions.Settled, actions.Outcome) {
	switch {
	case j.action.Settle != nil:
		s, out, err := j.action.Settle(ctx, r.deps.Backend, j.user, j.input)
		if err != nil {
			return j.unread(err), actions.Outcome{Refetch: j.user != nil && !j.action.Free}
		}
		out.Refetch = out.User == nil && !out.Gone && j.user != nil && !j.action.Free
		return s, out
	case j.action.Verify == nil:
		return actions.Settled{State: actions.CannotTell, Text: "Refresh the user and look."}, actions.Outcome{Refetch: true}
	}
	now, err := r.deps.Backend.GetUser(ctx, j.user.ID)
	var failure *api.Error
	switch {
	case err == nil:
		return j.action.Verify(before, now, j.input), actions.Outcome{User: now}
	case errors.As(err, &failure) && failure.Status == http.StatusNotFound:
		return actions.Settled{State: actions.CannotTell, Text: actions.Name(j.user) + " does not exist any more."}, actions.Outcome{Refetch: true}
	default:
		return j.unread(err), actions.Outcome{Refetch: true}
	}
}

// unread says that looking again failed too.
func (j job) unread(err error) actions.Settled {
	what := errtext.Explain(err).What
	if what == "" {
		what = safetext.String(err.Error())
	}
	if j.user == nil || j.action.Free {
		return actions.Settled{State: actions.CannotTell, Text: "Looking again failed too. " + what + " Look before trying again."}
	}
	return actions.Settled{
		State: actions.CannotTell,
		Text:  "Reading " + actions.Name(j.user) + " again failed too. " + what + " Refresh the user before trying again.",
	}
}
