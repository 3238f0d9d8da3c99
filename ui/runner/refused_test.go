package runner_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/audit"
	"usher/internal/emulator"
	"usher/ui/actions"
	"usher/ui/errtext"
)

// refusal is one documented way to say that nothing was done.
type refusal struct {
	name   string
	fault  emulator.Fault
	status int
	kind   errtext.Kind
	code   string
	// again says that the client tries it again by itself, because it is
	// certain that it was not executed.
	again bool
}

func refusals() []refusal {
	status := func(s int) emulator.Fault { return emulator.Fault{Kind: emulator.FaultStatus, Status: s} }
	kind := func(k emulator.FaultKind) emulator.Fault { return emulator.Fault{Kind: k, Path: "/v1/**"} }
	return []refusal{
		{"400", status(400), 400, errtext.Bug, "bad_request", false},
		{"401", status(401), 401, errtext.Unauthorized, "clerk_key_invalid", false},
		{"402", status(402), 402, errtext.PlanLacks, "", false},
		{"402 plan", kind(emulator.FaultPlan), 402, errtext.PlanLacks, "unsupported_subscription_plan_features", false},
		{"403", status(403), 403, errtext.Forbidden, "authorization_invalid", false},
		{"403 switched off", kind(emulator.FaultLockoutOff), 403, errtext.Forbidden, "feature_not_enabled", false},
		{"403 no organizations", kind(emulator.FaultOrganizationsOff), 403, errtext.Forbidden, "organization_not_enabled_in_instance", false},
		{"403 of a proxy", emulator.Fault{Kind: emulator.FaultHTML, Status: 403}, 403, errtext.Forbidden, "", false},
		{"404", status(404), 404, errtext.NotFound, "resource_not_found", false},
		{"409", status(409), 409, errtext.Conflict, "conflict", false},
		{"409 directory", kind(emulator.FaultDirectory), 409, errtext.Conflict, "", false},
		{"409 locked", kind(emulator.FaultResourceLocked), 409, errtext.Conflict, "resource_locked", true},
		{"422", status(422), 422, errtext.Invalid, "", false},
		// Longer than anybody waits, so that it is not tried again.
		{"429", emulator.Fault{Kind: emulator.FaultRateLimited, RetryAfter: "60"}, 429, errtext.RateLimited, "too_many_requests", false},
		{"429 bare", emulator.Fault{Kind: emulator.FaultRateLimitedEmpty}, 429, errtext.RateLimited, "", true},
	}
}

// attempts is how often the client tries what was not executed.
const attempts = 4

// TestEveryRowRefused lets the server refuse every change in every documented
// way; nothing is done, nothing is sent twice, and it is said in plain words,
// with what to do.
func TestEveryRowRefused(t *testing.T) {
	for _, a := range actions.All() {
		if !a.Mutates {
			continue
		}
		t.Run(a.ID, func(t *testing.T) {
			l := newLive(t)
			_, u, in := l.stage(t, a.ID)
			for _, r := range refusals() {
				if r.status == http.StatusNotFound && a.ID == "session.revoke_all" {
					continue // a session that is gone needs no revoking
				}
				l.forgetSent()
				asked := len(l.log.Entries())
				l.server.SetFaults(emulator.Faults{Rules: onWrites(a, r.fault)})
				d := l.run(t, a.ID, u, in)
				l.server.SetFaults(emulator.Faults{})
				require.Error(t, d.Err, r.name)
				assert.NotEmpty(t, l.sent())
				most := len(a.Requests(u.ID, in))
				if r.again {
					most *= attempts
				}
				assert.LessOrEqual(t, len(l.sent()), most, r.name)
				checkRefusal(t, a, d.Text, d.Notice, r)
				assert.Equal(t, actions.NotAsked, d.Settled.State, "%s: it is certain that nothing was done", r.name)
				entries := l.log.Entries()[asked:]
				require.Len(t, entries, 2)
				assert.Equal(t, audit.Refused, entries[1].Result, r.name)
				assert.Equal(t, r.status, entries[1].Status)
				assert.False(t, l.Pending(u.ID))
				assert.False(t, l.Pending(""))
				assert.Nil(t, d.Undo)
				s := scenes()[a.ID]
				if r.status != http.StatusTooManyRequests && !s.untold && a.ID != "session.revoke_all" { // then reads wait too
					assert.Equal(t, actions.DidNot, l.settled(t, a, u, in), "and the server has it so")
				}
			}
		})
	}
}

// onWrites is the fault on each method that the action writes with.
func onWrites(a actions.Action, f emulator.Fault) []emulator.Fault {
	var out []emulator.Fault
	for _, w := range a.Writes {
		if !slices.ContainsFunc(out, func(g emulator.Fault) bool { return g.Method == w.Method }) {
			f.Method = w.Method
			out = append(out, f)
		}
	}
	return out
}

// checkRefusal holds what is said to what a person can use.
func checkRefusal(t *testing.T, a actions.Action, text string, n errtext.Notice, r refusal) {
	t.Helper()
	assert.Contains(t, text, a.Title, r.name)
	assert.Regexp(t, `^[^a-z].* failed: .*[.…]$`, text, r.name)
	assert.Regexp(t, `^[^a-z].*[.…]$`, n.What, r.name)
	assert.Regexp(t, `^[^a-z].*[.…]$`, n.Do, "%s says what to do", r.name)
	if a.ID == "session.revoke_all" {
		return // some of many: which they are comes first
	}
	assert.Equal(t, r.kind, n.Kind, "%s: %v", r.name, n)
	if r.code != "" {
		assert.Equal(t, r.code, n.Code, r.name)
	}
	if r.name != "402 plan" { // which names the feature as the plans do
		assert.NotContains(t, n.What+n.Do, "_", "%s: no code within the sentences", r.name)
	}
}

// TestEveryReadingRowRefused is the same for the actions that only read.
func TestEveryReadingRowRefused(t *testing.T) {
	for _, id := range []string{"user.refresh", "user.oauth_token"} {
		a := action(t, id)
		require.False(t, a.Mutates)
		l := newLive(t)
		_, u, in := l.stage(t, a.ID)
		all := append(refusals(), refusal{"500", emulator.Fault{Kind: emulator.FaultStatus, Status: 500}, 500, errtext.Server, "internal_clerk_error", true},
			refusal{"502 of a proxy", emulator.Fault{Kind: emulator.FaultHTML, Status: 502}, 502, errtext.Server, "", true})
		for _, r := range all {
			t.Run(a.ID+" "+r.name, func(t *testing.T) {
				r.fault.Method = http.MethodGet
				l.server.SetFaults(emulator.Faults{Rules: []emulator.Fault{r.fault}})
				d := l.run(t, a.ID, u, in)
				l.server.SetFaults(emulator.Faults{})
				require.Error(t, d.Err, r.name)
				checkRefusal(t, a, d.Text, d.Notice, r)
				assert.Nil(t, d.Outcome.Show)
			})
		}
	}
}

// TestNoRowIsLeftOut holds the two tests above to the table: whatever talks to
// the server is in one of them.
func TestNoRowIsLeftOut(t *testing.T) {
	for _, a := range actions.All() {
		silent := a.ID == "user.copy_id" || a.ID == "user.open_browser"
		reads := a.ID == "user.refresh" || a.ID == "user.oauth_token"
		assert.Equal(t, !silent && !reads, a.Mutates, a.ID)
	}
}
