package actions

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"

	"usher/api"
)

// revokers is how many sessions are revoked at a time.
const revokers = 4

func revokeAllRow() Action {
	w := writeRevoke()
	w.Each = true
	return Action{
		ID: "session.revoke_all", Title: "Revoke all sessions", Operations: []string{"RevokeSession", "GetSessionList"},
		Level: Sensitive, Mutates: true, Writes: []Write{w}, Letter: "X", Section: Sessions, Applies: writable, Reports: true,
		Prepare: prepareRevokeAll, Run: runRevokeAll,
		Settle: noAnswer("Read the sessions again to see which are left."),
		Note:   func(_ *api.User, in Input) []string { return []string{count(len(in.Targets), "session")} },
	}
}

func prepareRevokeAll(ctx context.Context, b Backend, u *api.User, env Env) (Prompt, error) {
	all, err := runningSessions(ctx, b, u.ID)
	if err != nil {
		return Prompt{}, err
	}
	if len(all) == 0 {
		return Prompt{}, &NothingError{Name(u) + " has no running session."}
	}
	in := Input{}
	var lines []string
	for i := range all {
		name := sessionName(&all[i])
		in.Targets = append(in.Targets, Target{ID: all[i].ID, Name: name})
		lines = append(lines, name+" ("+sessionHint(&all[i], env.Now)+")")
	}
	w := writeRevoke()
	w.Each = true
	return question{
		title: "Sign " + Name(u) + " out everywhere?", verb: "Revoke " + count(len(all), "session"), level: Sensitive, writes: []Write{w}, in: in,
		does: []string{
			"Revokes " + count(len(all), "session") + ": " + listed(lines, 4) + ".",
			"Tokens that are out already work for about a minute more.",
		},
		not: []string{"The person can sign in again at once: force a new password, lock or ban to prevent it."},
	}.prompt(u, env), nil
}

// revocation is what became of one session.
type revocation struct {
	target Target
	err    error
}

// runRevokeAll sends one request a session, a few at a time, each once, and
// reads the list again: that settles the answers that were lost.
func runRevokeAll(ctx context.Context, b Backend, u *api.User, in Input) (Outcome, error) {
	if len(in.Targets) == 0 {
		return Outcome{}, errNothing
	}
	results := revokeEach(ctx, b, in)
	left, listErr := runningSessions(ctx, b, u.ID)
	still := map[api.ID]bool{}
	for i := range left {
		still[left[i].ID] = true
	}
	partial := &PartialError{What: "revoked", Thing: "session"}
	for _, r := range results {
		delete(still, r.target.ID)
		switch ended := listErr == nil && !containsSession(left, r.target.ID); {
		case r.err == nil, gone(r.err), uncertain(r.err) && ended:
			partial.Done = append(partial.Done, r.target)
			continue
		case uncertain(r.err): // it may still be under way
			partial.Unknown = append(partial.Unknown, r.target)
		default:
			partial.Failed = append(partial.Failed, r.target)
		}
		if partial.Err == nil {
			partial.Err = r.err
		}
	}
	out := Outcome{Reload: []string{"sessions"}, Message: fmt.Sprintf("Revoked %s of %s", count(len(partial.Done), "session"), Name(u))}
	if n := len(still); n > 0 {
		out.Message += fmt.Sprintf("; %s began meanwhile and goes on", count(n, "session"))
	}
	switch {
	case partial.Err == nil:
		return out, nil
	case len(partial.Done)+len(partial.Unknown) == 0:
		return Outcome{}, &NotSentError{partial.Err} // none was, and the list shows it
	default:
		return out, partial
	}
}

func containsSession(list []api.Session, id api.ID) bool {
	for i := range list {
		if list[i].ID == id {
			return true
		}
	}
	return false
}

func revokeEach(ctx context.Context, b Backend, in Input) []revocation {
	results := make([]revocation, len(in.Targets))
	next := make(chan int)
	var mu sync.Mutex
	done := 0
	var wg sync.WaitGroup
	for range min(revokers, len(in.Targets)) {
		wg.Go(func() {
			for i := range next {
				t := in.Targets[i]
				_, err := b.RevokeSession(ctx, t.ID)
				results[i] = revocation{t, err}
				mu.Lock()
				done++
				in.Report(done, len(in.Targets), t.Name)
				mu.Unlock()
			}
		})
	}
	for i := range in.Targets {
		next <- i
	}
	close(next)
	wg.Wait()
	return results
}

// gone reports whether the server does not know the thing (any more).
func gone(err error) bool {
	var failure *api.Error
	return errors.As(err, &failure) && (failure.Status == http.StatusNotFound || failure.Status == http.StatusGone)
}

// uncertain reports whether a request may have been executed although it
// failed.
func uncertain(err error) bool {
	if errors.Is(err, api.ErrNotSent) {
		return false
	}
	var failure *api.Error
	if errors.As(err, &failure) {
		return failure.Executed == api.MaybeExecuted
	}
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
