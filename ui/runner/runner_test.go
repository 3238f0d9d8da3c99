package runner_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/audit"
	"usher/internal/guard"
	"usher/ui/actions"
	"usher/ui/errtext"
	"usher/ui/runner"
)

func TestAChangeFromAskToUndo(t *testing.T) {
	r := newRig(t)
	a, u := action(t, "user.ban"), r.alice()
	p, refusal := r.Ask(a, u)
	require.Nil(t, refusal)
	assert.Equal(t, "Ban Alice Johnson?", p.Title)
	assert.Empty(t, r.server.called(), "asking sends nothing")

	cmd := r.Run(a, u, actions.Input{Reason: "  spam  "})
	assert.True(t, r.Pending("user_1"))
	assert.Equal(t, "user.ban", r.PendingAction("user_1"))
	assert.Empty(t, r.server.called(), "nothing is sent within Update")
	assert.Empty(t, r.log.Entries())
	assert.False(t, u.Banned, "never optimistic")

	d := finish(t, cmd)
	assert.True(t, r.Pending("user_1"), "until the message has arrived")
	d = r.Handle(d)
	assert.False(t, r.Pending("user_1"))
	assert.Empty(t, r.PendingAction("user_1"))
	require.NoError(t, d.Err)
	assert.Equal(t, "user.ban", d.ActionID)
	assert.Equal(t, api.ID("user_1"), d.User)
	assert.True(t, d.Outcome.User.Banned)
	assert.Same(t, u, d.Before)
	assert.Equal(t, "Banned Alice Johnson", d.Text)
	assert.Equal(t, actions.NotAsked, d.Settled.State)
	assert.Equal(t, []string{"ban"}, r.server.called())

	entries := r.log.Entries()
	require.Len(t, entries, 2)
	assert.Equal(t, audit.Intent, entries[0].Kind)
	assert.Equal(t, "spam", entries[0].Reason)
	assert.Equal(t, 2, entries[0].Level)
	assert.Equal(t, []string{"POST /users/user_1/ban"}, entries[0].Allowed)
	assert.Equal(t, audit.Done, entries[1].Result)
	assert.Equal(t, entries[0].ID, entries[1].ID)

	require.NotNil(t, d.Undo)
	top, ok := r.UndoTop()
	require.True(t, ok)
	assert.Equal(t, d.Undo.ID, top.ID)
	ask, refusal := r.AskUndo(nil)
	require.Nil(t, refusal)
	assert.Equal(t, "Undo: Unban Alice Johnson?", ask.Prompt.Title)
	assert.Equal(t, []string{"POST /users/user_1/unban"}, ask.Prompt.Sends, "it says what it will send")
	assert.Contains(t, strings.Join(ask.Prompt.DoesNot, " "), "do not come back")

	d = r.Handle(finish(t, r.RunUndo(ask, "")))
	require.NoError(t, d.Err)
	assert.Nil(t, d.Undo, "an undo is not undone by the same key")
	assert.Equal(t, top.ID, d.Undoes)
	assert.False(t, d.Outcome.User.Banned)
	_, ok = r.UndoTop()
	assert.False(t, ok)
	assert.True(t, r.log.Entries()[2].Undoes)
}

func TestRefusals(t *testing.T) {
	r := newRig(t)
	for _, c := range []struct {
		action actions.Action
		user   *api.User
		why    runner.Why
		text   string
	}{
		{actions.Action{}, r.alice(), runner.WhyUnknown, "no such action"},
		{action(t, "user.ban"), nil, runner.WhyInapplicable, "No user is selected"},
		{action(t, "user.unban"), r.alice(), runner.WhyInapplicable, "Unban: Alice Johnson — not banned."},
		{action(t, "user.ban"), &api.User{}, runner.WhyInapplicable, "no usable id"},
	} {
		_, refusal := r.Ask(c.action, c.user)
		require.NotNil(t, refusal)
		assert.Equal(t, c.why, refusal.Why)
		assert.Contains(t, refusal.Text, c.text)
		d := finish(t, r.Run(c.action, c.user, actions.Input{}))
		assert.Equal(t, refusal, d.Err)
		assert.Equal(t, refusal.Text, d.Text)
		assert.Equal(t, errtext.Refused, d.Notice.Kind)
		r.Handle(d)
	}
	assert.Empty(t, r.server.called())
	assert.Empty(t, r.log.Entries())
}

func TestReadOnly(t *testing.T) {
	clock := func() time.Time { return noon }
	for name, c := range map[string]struct {
		gate *guard.Gate
		text string
	}{
		"production": {guard.New(guard.Options{ReadOnly: true, Now: clock}), ":write 15m"},
		"forced":     {guard.New(guard.Options{Forced: true, Now: clock}), "started read-only"},
	} {
		r := newRig(t, func(d *runner.Deps, _ *rig) { d.Gate = c.gate })
		for _, a := range actions.All() {
			_, refusal := r.Ask(a, r.alice())
			if !a.Mutates {
				if refusal != nil {
					assert.Equal(t, runner.WhyInapplicable, refusal.Why, "looking is allowed: %s", a.ID)
				}
				continue
			}
			require.NotNil(t, refusal, "%s: %s", name, a.ID)
			assert.Equal(t, runner.WhyReadOnly, refusal.Why, a.ID)
			assert.Contains(t, refusal.Text, c.text)
			assert.Error(t, finish(t, r.Run(a, r.alice(), actions.Input{Reason: "x"})).Err)
		}
		assert.Empty(t, r.server.called())
		assert.True(t, r.Env().ReadOnly)
	}
}

func TestTheGateCountsWhenItIsConfirmedNotWhenAsked(t *testing.T) {
	r := newRig(t)
	_, refusal := r.Ask(action(t, "user.ban"), r.alice())
	require.Nil(t, refusal)
	r.gate.Close()
	d := finish(t, r.Run(action(t, "user.ban"), r.alice(), actions.Input{}))
	var why *runner.Refusal
	require.ErrorAs(t, d.Err, &why)
	assert.Equal(t, runner.WhyReadOnly, why.Why)
	assert.Empty(t, r.server.called())
}

func TestReasonOnProduction(t *testing.T) {
	r := newRig(t)
	r.env.Production = true
	for in, ok := range map[string]bool{"": false, " \t": false, "spam": true, strings.Repeat("x", 1001): false} {
		d := r.run(t, "user.ban", actions.Input{Reason: in})
		assert.Equal(t, ok, d.Err == nil, "%.10q", in)
		r.server.set(unbanUser)
	}
	assert.NoError(t, r.run(t, "user.lock", actions.Input{}).Err, "level 1 needs none")
	r.env.Production = false
	assert.NoError(t, r.run(t, "user.ban", actions.Input{}).Err)
}

func TestOneChangeAtATime(t *testing.T) {
	r := newRig(t)
	first := r.Run(action(t, "user.ban"), r.alice(), actions.Input{})
	_, refusal := r.Ask(action(t, "user.lock"), r.alice())
	require.NotNil(t, refusal)
	assert.Equal(t, runner.WhyPending, refusal.Why)
	assert.Contains(t, refusal.Text, "still under way: Ban")

	second := r.Handle(finish(t, r.Run(action(t, "user.ban"), r.alice(), actions.Input{})))
	assert.ErrorAs(t, second.Err, &refusal)
	assert.True(t, r.Pending("user_1"), "the refused one does not end the mark of the first")

	_, refusal = r.Ask(action(t, "user.refresh"), r.alice())
	assert.Nil(t, refusal, "looking is allowed meanwhile")
	other := r.alice()
	other.ID = "user_2"
	_, refusal = r.Ask(action(t, "user.ban"), other)
	assert.Nil(t, refusal, "other users are not concerned")

	require.NoError(t, r.Handle(finish(t, first)).Err)
	assert.False(t, r.Pending("user_1"))
	assert.Equal(t, []string{"ban"}, r.server.called())
}

func TestTwoRacingConfirmationsSendOnce(t *testing.T) {
	r := newRig(t)
	u := r.alice()
	var wg sync.WaitGroup
	results := make(chan runner.Done, 8)
	for range cap(results) {
		wg.Go(func() {
			a, _ := actions.ByID("user.ban")
			results <- r.Run(a, u, actions.Input{})().(runner.Done)
		})
	}
	wg.Wait()
	close(results)
	done := 0
	for d := range results {
		if d.Err == nil {
			done++
		}
	}
	assert.Equal(t, 1, done)
	assert.Equal(t, []string{"ban"}, r.server.called())
}

// brokenLog fails at the intent or at the outcome.
type brokenLog struct {
	*audit.Memory
	intent, outcome error
}

func (l brokenLog) Intent(p audit.Plan) (*audit.Ticket, error) {
	if l.intent != nil {
		return nil, l.intent
	}
	return l.Memory.Intent(p)
}

func (l brokenLog) Outcome(t *audit.Ticket, e audit.End) error {
	if l.outcome != nil {
		return l.outcome
	}
	return l.Memory.Outcome(t, e)
}

func TestNothingIsSentWithoutAnIntentInTheLog(t *testing.T) {
	r := newRig(t, func(d *runner.Deps, r *rig) {
		d.Audit = brokenLog{r.log, errors.New("no space left on device\x1b"), nil}
	})
	d := r.run(t, "user.ban", actions.Input{})
	var audited *runner.AuditError
	require.ErrorAs(t, d.Err, &audited)
	assert.Empty(t, r.server.called())
	assert.Equal(t, "Nothing was sent", d.Notice.Title)
	assert.Contains(t, d.Notice.What, "no space left")
	assert.NotContains(t, d.Notice.What, "\x1b")
	assert.Contains(t, d.Text, "audit log could not be written")
	assert.False(t, r.Pending("user_1"))
	_, ok := r.UndoTop()
	assert.False(t, ok)
}

func TestALostOutcomeEntryIsTold(t *testing.T) {
	r := newRig(t, func(d *runner.Deps, r *rig) { d.Audit = brokenLog{r.log, nil, errors.New("disk full")} })
	d := r.run(t, "user.ban", actions.Input{})
	assert.NoError(t, d.Err, "it was done all the same")
	assert.ErrorContains(t, d.AuditErr, "disk full")
	assert.Contains(t, d.Text, "could not be written")
	assert.NotNil(t, d.Undo)
}

func TestARefusalOfTheServer(t *testing.T) {
	r := newRig(t)
	r.server.script["ban"] = []func(context.Context, *server) error{failing(&api.Error{
		Op: "BanUser", Method: "POST", Status: 402, TraceID: "tr1",
		Items: []api.ErrorItem{{Code: "unsupported_subscription_plan_features"}},
	})}
	d := r.run(t, "user.ban", actions.Input{})
	require.Error(t, d.Err)
	assert.Equal(t, errtext.PlanLacks, d.Notice.Kind)
	assert.Contains(t, d.Text, "Ban of Alice Johnson failed: ")
	assert.Equal(t, []string{"ban"}, r.server.called(), "nothing to settle")
	assert.Nil(t, d.Outcome.User, "nothing on the screen changes")
	assert.Nil(t, d.Undo)
	assert.Equal(t, actions.NotAsked, d.Settled.State)
	assert.False(t, r.Pending("user_1"))
	end := r.log.Entries()[1]
	assert.Equal(t, audit.Refused, end.Result)
	assert.Equal(t, 402, end.Status)
	assert.Equal(t, "unsupported_subscription_plan_features", end.Code)
	assert.Equal(t, "tr1", end.TraceID)
	assert.NotEmpty(t, end.Detail)
}

func TestLostAnswers(t *testing.T) {
	gone := &api.Error{Op: "GetUser", Method: "GET", Status: 404, Items: []api.ErrorItem{{Code: "resource_not_found"}}}
	for _, c := range []struct {
		name   string
		ban    func(context.Context, *server) error
		get    []func(context.Context, *server) error
		calls  []string
		state  actions.SettledState
		result audit.Result
		text   string
	}{
		{
			"it was done", doneButLost(banUser), nil,
			[]string{"ban", "get"},
			actions.Happened, audit.Happened, "it was done: Alice Johnson is banned",
		},
		{
			"it was not done", failing(lost(errReset)), nil,
			[]string{"ban", "get", "get"},
			actions.DidNot, audit.DidNot, "it was not done: Alice Johnson is not banned",
		},
		{
			"it was done a moment later", failing(lost(errReset)),
			[]func(context.Context, *server) error{
				failing(nil),
				func(_ context.Context, s *server) error { s.set(banUser); return nil },
			},
			[]string{"ban", "get", "get"},
			actions.Happened, audit.Happened, "it was done",
		},
		{
			"the second look fails", failing(lost(errReset)),
			[]func(context.Context, *server) error{failing(nil), failing(lost(errReset))},
			[]string{"ban", "get", "get"},
			actions.CannotTell, audit.CannotTell, "is not banned so far",
		},
		{
			"reading fails too", doneButLost(banUser),
			[]func(context.Context, *server) error{failing(&api.Error{Method: "GET", Err: context.DeadlineExceeded})},
			[]string{"ban", "get"},
			actions.CannotTell, audit.CannotTell, "Refresh the user before trying again",
		},
		{
			"the user is gone", doneButLost(banUser),
			[]func(context.Context, *server) error{failing(gone)},
			[]string{"ban", "get"},
			actions.CannotTell, audit.CannotTell, "does not exist any more",
		},
		{
			"the server failed midway", failing(&api.Error{Op: "BanUser", Method: "POST", Status: 500, Executed: api.MaybeExecuted}), nil,
			[]string{"ban", "get", "get"},
			actions.DidNot, audit.DidNot, "it was not done",
		},
		{
			"a plain deadline", failing(context.DeadlineExceeded), nil,
			[]string{"ban", "get", "get"},
			actions.DidNot, audit.DidNot, "it was not done",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			r.server.script["ban"] = []func(context.Context, *server) error{c.ban}
			r.server.script["get"] = c.get
			d := r.run(t, "user.ban", actions.Input{})
			assert.Equal(t, c.calls, r.server.called(), "the change is sent once")
			assert.Equal(t, c.state, d.Settled.State)
			assert.Contains(t, d.Text, "The answer was lost")
			assert.Contains(t, d.Text, c.text)
			assert.Equal(t, c.state != actions.Happened, d.Err != nil)
			assert.Equal(t, c.state == actions.Happened, d.Undo != nil, "what was done can be undone")
			assert.Equal(t, d.Outcome.User == nil, d.Outcome.Refetch)
			if c.state != actions.CannotTell {
				require.NotNil(t, d.Outcome.User)
				assert.Equal(t, c.state == actions.Happened, d.Outcome.User.Banned)
			}
			assert.Equal(t, []string{"intent user.ban", "outcome user.ban " + string(c.result)}, r.results())
			assert.False(t, r.Pending("user_1"))
		})
	}
}

func TestAReadThatFailsBeforeTheWriteSettlesNothing(t *testing.T) {
	r := newRig(t)
	r.server.script["get"] = []func(context.Context, *server) error{failing(lost(errReset))}
	in := actions.Input{Metadata: api.Metadata{Public: []byte(`{"plan":"pro"}`)}}
	d := r.run(t, "user.metadata", in)
	require.Error(t, d.Err)
	assert.Equal(t, []string{"get"}, r.server.called())
	assert.Equal(t, actions.NotAsked, d.Settled.State)
	assert.Equal(t, audit.Refused, r.log.Entries()[1].Result)
}

func TestMetadataAndItsUndo(t *testing.T) {
	r := newRig(t)
	in := actions.Input{Metadata: api.Metadata{Public: []byte(`{"plan":"pro"}`)}}
	d := r.run(t, "user.metadata", in)
	require.NoError(t, d.Err)
	assert.Equal(t, []string{"set public_metadata.plan"}, r.log.Entries()[0].Notes)

	ask, refusal := r.AskUndo(func(api.ID) *api.User { return r.alice() })
	require.Nil(t, refusal)
	assert.Nil(t, ask.Prompt.Editor, "an undo is confirmed, not edited")
	require.Len(t, ask.Prompt.Change, 2)
	assert.Equal(t, `public_metadata.plan: "pro"`, ask.Prompt.Change[0].Text)
	assert.Equal(t, `public_metadata.plan: "free"`, ask.Prompt.Change[1].Text)
	d = r.Handle(finish(t, r.RunUndo(ask, "")))
	require.NoError(t, d.Err)
	assert.JSONEq(t, `{"plan":"free"}`, string(d.Outcome.User.PublicMetadata))
	_, ok := r.UndoTop()
	assert.False(t, ok)
}

func TestAnUndoThatFailedCanBeTriedAgain(t *testing.T) {
	r := newRig(t)
	require.NoError(t, r.run(t, "user.ban", actions.Input{}).Err)
	r.server.script["unban"] = []func(context.Context, *server) error{failing(&api.Error{Status: 429, Method: "POST"})}
	ask, _ := r.AskUndo(nil)
	require.Error(t, r.Handle(finish(t, r.RunUndo(ask, ""))).Err)
	_, ok := r.UndoTop()
	assert.True(t, ok)
}

func TestAnUndoThatNoLongerAppliesIsForgotten(t *testing.T) {
	r := newRig(t)
	_, refusal := r.AskUndo(nil)
	assert.Equal(t, runner.WhyNothing, refusal.Why)
	require.NoError(t, r.run(t, "user.ban", actions.Input{}).Err)
	r.server.set(unbanUser) // by someone else
	_, refusal = r.AskUndo(func(api.ID) *api.User { return r.alice() })
	require.NotNil(t, refusal)
	assert.Equal(t, runner.WhyInapplicable, refusal.Why)
	_, ok := r.UndoTop()
	assert.False(t, ok)
}

func TestUndosAreNewestFirstAndBounded(t *testing.T) {
	r := newRig(t)
	for range 30 {
		require.NoError(t, r.run(t, "user.ban", actions.Input{}).Err)
		require.NoError(t, r.run(t, "user.unban", actions.Input{}).Err)
	}
	top, ok := r.UndoTop()
	require.True(t, ok)
	assert.Equal(t, "user.ban", top.ActionID)
	n := 0
	for ; ok; n++ {
		ask, refusal := r.AskUndo(func(api.ID) *api.User { return r.alice() })
		require.Nil(t, refusal)
		r.Handle(finish(t, r.RunUndo(ask, "")))
		_, ok = r.UndoTop()
	}
	assert.Equal(t, 50, n)
}

func TestLookingIsNoChange(t *testing.T) {
	r := newRig(t)
	d := r.run(t, "user.refresh", actions.Input{})
	require.NoError(t, d.Err)
	assert.Equal(t, "Refreshed Alice Johnson", d.Text)
	assert.NotNil(t, d.Outcome.User)
	assert.Empty(t, r.log.Entries())

	p, refusal := r.Ask(action(t, "user.copy_id"), r.alice())
	assert.Nil(t, refusal)
	assert.Equal(t, actions.ConfirmNone, p.Confirm)

	r.server.script["get"] = []func(context.Context, *server) error{failing(lost(errReset)), failing(context.Canceled)}
	d = r.run(t, "user.refresh", actions.Input{})
	assert.Error(t, d.Err)
	assert.Contains(t, d.Text, "failed")
	d = r.run(t, "user.refresh", actions.Input{})
	assert.True(t, d.Notice.Silent)
	assert.Empty(t, d.Text, "a cancelled context is silence")
}

func TestOpeningKnowsTheInstance(t *testing.T) {
	r := newRig(t)
	r.env = actions.Env{AppID: "app_1", InstanceID: "ins_1"}
	d := r.run(t, "user.open_browser", actions.Input{})
	assert.Contains(t, d.Outcome.OpenURL, "/apps/app_1/instances/ins_1/users/user_1")
}

func TestAPanicKeepsTheOutcome(t *testing.T) {
	r := newRig(t)
	r.server.script["ban"] = []func(context.Context, *server) error{func(context.Context, *server) error { panic("boom") }}
	cmd := r.Run(action(t, "user.ban"), r.alice(), actions.Input{})
	assert.PanicsWithValue(t, "boom", func() { cmd() })
	assert.Equal(t, []string{"intent user.ban", "outcome user.ban cannot_tell"}, r.results())
}

func TestShutdownWaitsForWhatIsUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.server.script["ban"] = []func(context.Context, *server) error{func(context.Context, *server) error {
			<-time.After(time.Second)
			return nil
		}}
		cmd := r.Run(action(t, "user.ban"), r.alice(), actions.Input{})
		late := r.Run(action(t, "user.refresh"), r.alice(), actions.Input{})
		go cmd()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		start := time.Now()
		r.Shutdown(ctx)
		assert.Equal(t, time.Second, time.Since(start))
		assert.Equal(t, []string{"intent user.ban", "outcome user.ban done"}, r.results())

		var refusal *runner.Refusal
		require.ErrorAs(t, finish(t, late).Err, &refusal)
		assert.Equal(t, runner.WhyClosing, refusal.Why)
	})
}

func TestShutdownCancelsWhatTakesTooLongAndWritesItsOutcome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.server.script["ban"] = []func(context.Context, *server) error{func(ctx context.Context, s *server) error {
			s.set(banUser)
			<-ctx.Done()
			return lost(ctx.Err())
		}}
		cmd := r.Run(action(t, "user.ban"), r.alice(), actions.Input{})
		results := make(chan runner.Done, 1)
		go func() { results <- cmd().(runner.Done) }()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		r.Shutdown(ctx)
		assert.Equal(t, []string{"intent user.ban", "outcome user.ban happened"}, r.results())
		d := <-results
		assert.NoError(t, d.Err)
		assert.Contains(t, d.Text, "it was done")
	})
}

func TestShutdownDoesNotWaitForAServerThatIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		hang := func(ctx context.Context, _ *server) error {
			<-ctx.Done()
			return lost(ctx.Err())
		}
		r.server.script["ban"] = []func(context.Context, *server) error{failing(lost(errReset))}
		r.server.script["get"] = []func(context.Context, *server) error{hang}
		cmd := r.Run(action(t, "user.ban"), r.alice(), actions.Input{})
		go cmd()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		r.Shutdown(ctx)
		assert.Equal(t, 4*time.Second, time.Since(start), "one second as asked for, three to settle")
		assert.Equal(t, []string{"intent user.ban", "outcome user.ban cannot_tell"}, r.results())
	})
}

func TestAQuittingContextDoesNotLoseTheOutcome(t *testing.T) {
	base, quit := context.WithCancel(t.Context())
	r := newRig(t, func(d *runner.Deps, _ *rig) { d.Base = base })
	r.server.script["ban"] = []func(context.Context, *server) error{func(ctx context.Context, _ *server) error {
		quit()
		return lost(ctx.Err())
	}}
	r.server.script["get"] = []func(context.Context, *server) error{func(ctx context.Context, _ *server) error { return ctx.Err() }}
	d := r.run(t, "user.ban", actions.Input{})
	assert.Equal(t, actions.CannotTell, d.Settled.State)
	assert.Contains(t, d.Settled.Text, "is not banned so far", "the reading has a context of its own")
	assert.Empty(t, r.pauses, "no second look while quitting")
	assert.Equal(t, []string{"intent user.ban", "outcome user.ban cannot_tell"}, r.results())
}
