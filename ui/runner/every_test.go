package runner_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/audit"
	"usher/internal/emulator"
	"usher/ui/actions"
	"usher/ui/errtext"
)

// TestEveryRowAgainstTheEmulator runs each action, its undo, and looks at what
// the server was sent and holds.
func TestEveryRowAgainstTheEmulator(t *testing.T) {
	for _, a := range actions.All() {
		t.Run(a.ID, func(t *testing.T) {
			l := newLive(t)
			_, before, in := l.stage(t, a.ID)
			held := l.snapshot(t, before.ID)
			l.forgetSent()
			asked := len(l.log.Entries())
			d := l.run(t, a.ID, before, in)
			require.NoError(t, d.Err, d.Text)
			assert.NotEmpty(t, d.Text)
			want := a.Requests(before.ID, in)
			if !a.Mutates {
				assert.Empty(t, l.sent())
				assert.Len(t, l.log.Entries()[asked:], 2*min(len(a.Reads), 1), "what reveals is in the log too")
				return
			}
			assert.Len(t, l.sent(), len(want), "each write once: %v", l.sent())
			entries := l.log.Entries()[asked:]
			require.Len(t, entries, 2)
			assert.Equal(t, audit.Done, entries[1].Result)
			assert.Equal(t, len(want), entries[1].Requests)
			s := scenes()[a.ID]
			if !s.untold && a.ID != "session.revoke_all" {
				assert.Equal(t, actions.Happened, l.settled(t, a, before, in))
			}
			if d.Outcome.User != nil {
				now := l.read(t, d.Outcome.User.ID)
				assert.JSONEq(t, string(now.Raw), string(d.Outcome.User.Raw), "the answer is the user as he is")
				ok, _ := a.Applies(now)
				assert.Equal(t, s.again, ok, "whether it can be done again")
			}
			if a.Undo == nil {
				assert.Nil(t, d.Undo)
				return
			}
			require.NotNil(t, d.Undo)
			l.undo(t)
			assert.Equal(t, held, l.snapshot(t, before.ID), "all is as it was")
		})
	}
}

// undo asks for the newest undo and runs it.
func (l *live) undo(t *testing.T) {
	t.Helper()
	undo, refusal := l.AskUndo(l.find(t))
	require.Nil(t, refusal)
	assert.Nil(t, undo.Prompt.Editor)
	assert.Nil(t, undo.Prompt.Form)
	assert.NotEmpty(t, undo.Prompt.Does)
	l.forgetSent()
	d := l.Handle(finish(t, l.RunUndo(undo, "wrong person")))
	require.NoError(t, d.Err, d.Text)
	require.Len(t, l.sent(), 1)
	assert.Equal(t, undo.Prompt.Sends[0], strings.Replace(l.sent()[0], " /v1", " ", 1), "as it said")
}

// TestLostAnswersOfTheEmulator breaks the connection before and after the
// change was executed; the client cannot tell which.
func TestLostAnswersOfTheEmulator(t *testing.T) {
	for _, a := range actions.All() {
		if !a.Mutates || a.ID == "session.revoke_all" { // which has tests of its own
			continue
		}
		for _, c := range []struct {
			name  string
			fault emulator.Fault
			state actions.SettledState
		}{
			{"reset before", emulator.Fault{Kind: emulator.FaultResetBefore}, actions.DidNot},
			{"reset after", emulator.Fault{Kind: emulator.FaultResetAfter}, actions.Happened},
			{"cut off", emulator.Fault{Kind: emulator.FaultTruncate}, actions.Happened},
			{"bomb", emulator.Fault{Kind: emulator.FaultGzipBomb, Bytes: 17 << 20}, actions.Happened},
			{"500", emulator.Fault{Kind: emulator.FaultStatus, Status: 500}, actions.DidNot},
			{"503 of a proxy", emulator.Fault{Kind: emulator.FaultHTML, Status: 503}, actions.DidNot},
		} {
			switch {
			case c.name == "bomb" && a.ID != "user.ban":
				continue // it is slow, and the same code for all
			case c.name == "cut off" && a.ID == "user.verify_totp":
				continue // half of a refusal is one
			}
			t.Run(a.ID+" "+c.name, func(t *testing.T) {
				l := newLive(t)
				_, u, in := l.stage(t, a.ID)
				l.forgetSent()
				asked := len(l.log.Entries())
				l.env.Now = l.Env().Now
				knobs := emulator.Faults{CreateTOTP: true}
				c.fault.Method, c.fault.Next = a.Writes[0].Method, 1
				knobs.Rules = []emulator.Fault{c.fault}
				if i := slices.IndexFunc(a.Writes, func(w actions.Write) bool { return w.Method != a.Writes[0].Method }); i >= 0 {
					assert.Equal(t, "user.create_totp", a.ID, "the only one with two ways")
				}
				l.server.SetFaults(knobs)
				d := l.run(t, a.ID, u, in)
				l.server.SetFaults(emulator.Faults{})
				assert.Len(t, l.sent(), 1, "never sent twice")
				want := c.state
				if scenes()[a.ID].untold && (a.ID != "identity.check_code" || c.state == actions.DidNot) {
					want = actions.CannotTell
				}
				assert.Equal(t, want, d.Settled.State, "%s: %v", d.Text, d.Err)
				assert.Equal(t, want != actions.Happened, d.Err != nil)
				assert.Equal(t, want.String(), string(l.log.Entries()[asked:][1].Result))
				assert.NotEqual(t, errtext.Unknown, d.Notice.Kind)
				if a.ID == "user.erase" {
					require.NotNil(t, d.Outcome.Show, "the file is told in any case")
				}
				if d.Outcome.User != nil {
					assert.Equal(t, l.read(t, d.Outcome.User.ID).UpdatedAt, d.Outcome.User.UpdatedAt)
				}
			})
		}
	}
}

// TestRefusalsOfTheEmulator are those with a meaning of their own.
func TestRefusalsOfTheEmulator(t *testing.T) {
	const users = "/v1/users/**"
	for _, c := range []struct {
		name   string
		action string
		fault  emulator.Fault
		kind   errtext.Kind
		code   string
		sent   int // how often the change went out: retries of what was not executed
	}{
		{"plan", "user.ban", emulator.Fault{Kind: emulator.FaultPlan}, errtext.PlanLacks, "unsupported_subscription_plan_features", 1},
		{"plan", "user.unban", emulator.Fault{Kind: emulator.FaultPlan}, errtext.PlanLacks, "unsupported_subscription_plan_features", 1},
		{"plan", "user.impersonate", emulator.Fault{Kind: emulator.FaultPlan}, errtext.PlanLacks, "unsupported_subscription_plan_features", 1},
		{"plan", "list.block", emulator.Fault{Kind: emulator.FaultPlan, Method: "POST", Path: "/v1/**"}, errtext.PlanLacks, "unsupported_subscription_plan_features", 1},
		{"lockout off", "user.lock", emulator.Fault{Kind: emulator.FaultLockoutOff}, errtext.Forbidden, "feature_not_enabled", 1},
		{"lockout off", "user.unlock", emulator.Fault{Kind: emulator.FaultLockoutOff}, errtext.Forbidden, "feature_not_enabled", 1},
		{
			"directory", "user.disable_mfa",
			emulator.Fault{Kind: emulator.FaultDirectory, Method: "DELETE", Path: users},
			errtext.Conflict, "user_managed_by_scim", 1,
		},
		{"directory", "user.delete", emulator.Fault{Kind: emulator.FaultDirectory}, errtext.Conflict, "user_managed_by_scim", 1},
		{"directory", "user.update", emulator.Fault{Kind: emulator.FaultDirectory}, errtext.Conflict, "attribute_managed_by_scim", 1},
		{"directory", "org.remove", emulator.Fault{Kind: emulator.FaultDirectory}, errtext.Conflict, "organization_membership_managed_by_scim", 1},
		{"locked by another write", "user.ban", emulator.Fault{Kind: emulator.FaultResourceLocked}, errtext.Conflict, "resource_locked", 4},
		{"one moment of it", "user.ban", emulator.Fault{Kind: emulator.FaultResourceLocked, Next: 2}, errtext.Unknown, "", 3},
		{
			"rate limited", "user.lock",
			emulator.Fault{Kind: emulator.FaultRateLimited, Method: "POST", RetryAfter: "60"},
			errtext.RateLimited, "too_many_requests", 1,
		},
		{
			"rate limited, empty body", "user.lock",
			emulator.Fault{Kind: emulator.FaultRateLimitedEmpty, Method: "POST"},
			errtext.RateLimited, "", 4,
		},
		{"rate limited once", "user.lock", emulator.Fault{Kind: emulator.FaultRateLimitedBare, Method: "POST", Next: 1}, errtext.Unknown, "", 2},
		{"key refused", "user.ban", emulator.Fault{Kind: emulator.FaultStatus, Status: 401, Method: "POST"}, errtext.Unauthorized, "clerk_key_invalid", 1},
		{"a proxy's page", "user.ban", emulator.Fault{Kind: emulator.FaultHTML, Status: 403, Method: "POST"}, errtext.Forbidden, "", 1},
	} {
		t.Run(c.action+" "+c.name, func(t *testing.T) {
			l := newLive(t)
			a, u, in := l.stage(t, c.action)
			l.server.SetFaults(emulator.Faults{Rules: []emulator.Fault{c.fault}})
			d := l.run(t, c.action, u, in)
			l.server.SetFaults(emulator.Faults{})
			assert.Len(t, l.sent(), c.sent)
			if c.kind == errtext.Unknown { // it went through at last
				require.NoError(t, d.Err)
				assert.Equal(t, actions.Happened, l.settled(t, a, u, in))
				return
			}
			require.Error(t, d.Err)
			assert.Equal(t, c.kind, d.Notice.Kind, d.Notice)
			if c.code != "" {
				assert.Equal(t, c.code, d.Notice.Code)
			}
			assert.Equal(t, actions.NotAsked, d.Settled.State, "it is certain that nothing was done")
			assert.Equal(t, audit.Refused, l.log.Entries()[1].Result)
			if !scenes()[c.action].untold {
				assert.Equal(t, actions.DidNot, l.settled(t, a, u, in))
			}
		})
	}
}
