package runner_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/audit"
	"usher/internal/emulator"
	"usher/internal/guard"
	"usher/ui/actions"
	"usher/ui/errtext"
	"usher/ui/runner"
)

// live is a runner on a real client, through the guard, to the emulator.
type live struct {
	*runner.Runner
	client  *api.Client
	server  *emulator.Server
	log     *audit.Memory
	gate    *guard.Gate
	written []string // the requests that change something, as the server saw them
	env     actions.Env
}

func newLive(t *testing.T) *live {
	t.Helper()
	l := &live{gate: guard.New(guard.Options{Now: time.Now}), log: audit.NewMemory(audit.Options{})}
	l.server = emulator.New(emulator.Options{Users: 150, Seed: 3})
	l.client = client(t, l.gate, http.RoundTripper(roundTrip(func(r *http.Request) (*http.Response, error) {
		if r.Method != http.MethodGet {
			l.written = append(l.written, r.Method+" "+r.URL.Path)
		}
		return l.server.Transport().RoundTrip(r)
	})))
	l.Runner = runner.New(runner.Deps{
		Backend: actions.NewBackend(l.client), Gate: l.gate, Audit: l.log, Now: time.Now,
		Env:   func() actions.Env { return l.env },
		Pause: func(context.Context, time.Duration) error { return nil },
	})
	return l
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// client is a client that does not wait between its retries.
func client(t *testing.T, gate *guard.Gate, rt http.RoundTripper, opts ...api.Option) *api.Client {
	t.Helper()
	key, err := api.ParseKey(emulator.DemoKey)
	require.NoError(t, err)
	c, err := api.New(key, append([]api.Option{
		api.WithTransport(guard.NewTransport(rt, gate)),
		api.WithRetry(api.RetryPolicy{
			BaseDelay: time.Microsecond, MaxDelay: time.Microsecond, MaxRetryAfter: time.Millisecond,
			Jitter: func(time.Duration) time.Duration { return 0 },
		}),
	}, opts...)...)
	require.NoError(t, err)
	return c
}

// someone finds the first user for whom all of these actions apply.
func (l *live) someone(t *testing.T, ids ...string) *api.User {
	t.Helper()
	list, err := l.client.Users.List(t.Context(), api.ListUsersParams{Limit: 150})
	require.NoError(t, err)
	i := slices.IndexFunc(list, func(u *api.User) bool {
		for _, id := range ids {
			if ok, _ := action(t, id).Applies(u); !ok {
				return false
			}
		}
		return true
	})
	require.GreaterOrEqual(t, i, 0, "nobody for %v", ids)
	return list[i]
}

func (l *live) run(t *testing.T, id string, u *api.User, in actions.Input) runner.Done {
	t.Helper()
	return l.Handle(finish(t, l.Run(action(t, id), u, in)))
}

func (l *live) read(t *testing.T, id api.ID) *api.User {
	t.Helper()
	u, err := l.client.Users.Get(t.Context(), id)
	require.NoError(t, err)
	return u
}

// input is what a person would give for the action.
func input(t *testing.T, a actions.Action, u *api.User) actions.Input {
	t.Helper()
	in := actions.Input{Reason: "a ticket"}
	if p := ask(a, u); p.Editor != nil {
		r, err := p.Editor.Review(map[string]string{
			"public_metadata": `{"big":9007199254740993,"plan":"pro"}`, "private_metadata": `{}`,
		})
		require.NoError(t, err)
		in.Metadata = r.Input.Metadata
	}
	return in
}

func ask(a actions.Action, u *api.User) actions.Prompt {
	if a.Ask == nil {
		return actions.Prompt{}
	}
	return a.Ask(u, actions.Env{Now: time.Now()})
}

// TestEveryRowAgainstTheEmulator runs each action, its undo, and looks at what
// the server was sent and holds.
func TestEveryRowAgainstTheEmulator(t *testing.T) {
	for _, a := range actions.All() {
		t.Run(a.ID, func(t *testing.T) {
			l := newLive(t)
			before := l.someone(t, a.ID)
			in := input(t, a, before)
			d := l.run(t, a.ID, before, in)
			require.NoError(t, d.Err, d.Text)
			assert.NotEmpty(t, d.Text)
			assert.Len(t, l.written, len(a.Writes), "each write once: %v", l.written)
			if !a.Mutates {
				assert.Empty(t, l.log.Entries())
				return
			}
			entries := l.log.Entries()
			require.Len(t, entries, 2)
			assert.Equal(t, audit.Done, entries[1].Result)
			assert.Equal(t, len(a.Writes), entries[1].Requests)

			now := l.read(t, before.ID)
			assert.Equal(t, actions.Happened, a.Verify(before, now, in).State)
			require.NotNil(t, d.Outcome.User)
			assert.JSONEq(t, string(now.Raw), string(d.Outcome.User.Raw), "the answer is the user as he is")
			ok, _ := a.Applies(now)
			assert.Equal(t, a.ID == "user.metadata", ok, "what is done cannot be done again")

			if a.Undo == nil {
				assert.Nil(t, d.Undo)
				return
			}
			undo, refusal := l.AskUndo(func(api.ID) *api.User { return now })
			require.Nil(t, refusal)
			l.written = nil
			d = l.Handle(finish(t, l.RunUndo(undo, "wrong person")))
			require.NoError(t, d.Err, d.Text)
			require.Len(t, l.written, 1)
			assert.Equal(t, undo.Prompt.Sends[0], strings.Replace(l.written[0], " /v1", " ", 1), "as it said")
			back := l.read(t, before.ID)
			assert.Equal(t, before.Banned, back.Banned)
			assert.Equal(t, before.Locked, back.Locked)
			assert.JSONEq(t, orEmpty(before.PublicMetadata), orEmpty(back.PublicMetadata))
			assert.JSONEq(t, orEmpty(before.PrivateMetadata), orEmpty(back.PrivateMetadata))
		})
	}
}

func orEmpty(raw json.RawMessage) string {
	if len(raw) == 0 {
		return "{}"
	}
	return string(raw)
}

func TestLargeNumbersReachTheServerDigitForDigit(t *testing.T) {
	l := newLive(t)
	u := l.someone(t, "user.metadata")
	r, err := actions.ReviewMetadata(u, map[string]string{"unsafe_metadata": `{"n":9007199254740993,"f":0.10000000000000000000001}`})
	require.NoError(t, err)
	require.NoError(t, l.run(t, "user.metadata", u, r.Input).Err)
	now := l.read(t, u.ID)
	assert.Contains(t, string(now.UnsafeMetadata), `9007199254740993`)
	assert.Contains(t, string(now.UnsafeMetadata), `0.10000000000000000000001`)
}

func TestSomeoneElseWasFaster(t *testing.T) {
	l := newLive(t)
	u := l.someone(t, "user.metadata")
	mine, err := actions.ReviewMetadata(u, map[string]string{"public_metadata": `{"plan":"mine"}`})
	require.NoError(t, err)
	theirs, err := actions.ReviewMetadata(u, map[string]string{"public_metadata": `{"plan":"theirs"}`})
	require.NoError(t, err)
	require.NoError(t, l.run(t, "user.metadata", u, theirs.Input).Err)
	l.written = nil
	d := l.run(t, "user.metadata", u, mine.Input)
	require.Error(t, d.Err)
	assert.Equal(t, "Changed meanwhile", d.Notice.Title)
	assert.Empty(t, l.written)
	assert.Contains(t, string(l.read(t, u.ID).PublicMetadata), "theirs")
}

// TestRefusalsOfTheEmulator lets the server refuse in every documented way.
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
		{"lockout off", "user.lock", emulator.Fault{Kind: emulator.FaultLockoutOff}, errtext.Forbidden, "feature_not_enabled", 1},
		{"lockout off", "user.unlock", emulator.Fault{Kind: emulator.FaultLockoutOff}, errtext.Forbidden, "feature_not_enabled", 1},
		{
			"directory", "user.disable_mfa",
			emulator.Fault{Kind: emulator.FaultDirectory, Method: "DELETE", Path: users},
			errtext.Conflict, "user_managed_by_scim", 1,
		},
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
		{"gone", "user.ban", emulator.Fault{Kind: emulator.FaultStatus, Status: 404, Method: "POST"}, errtext.NotFound, "", 1},
		{"refused value", "user.metadata", emulator.Fault{Kind: emulator.FaultStatus, Status: 422, Method: "PATCH"}, errtext.Invalid, "", 1},
		{"a proxy's page", "user.ban", emulator.Fault{Kind: emulator.FaultHTML, Status: 403, Method: "POST"}, errtext.Forbidden, "", 1},
	} {
		t.Run(c.action+" "+c.name, func(t *testing.T) {
			l := newLive(t)
			u := l.someone(t, c.action)
			a := action(t, c.action)
			in := input(t, a, u)
			l.server.SetFaults(emulator.Faults{Rules: []emulator.Fault{c.fault}})
			d := l.run(t, c.action, u, in)
			l.server.SetFaults(emulator.Faults{})
			assert.Len(t, l.written, c.sent)
			now := l.read(t, u.ID)
			if c.kind == errtext.Unknown { // it went through at last
				require.NoError(t, d.Err)
				assert.Equal(t, actions.Happened, a.Verify(u, now, in).State)
				return
			}
			require.Error(t, d.Err)
			assert.Equal(t, c.kind, d.Notice.Kind, d.Notice)
			if c.code != "" {
				assert.Equal(t, c.code, d.Notice.Code)
			}
			assert.Equal(t, actions.NotAsked, d.Settled.State, "it is certain that nothing was done")
			assert.Equal(t, audit.Refused, l.log.Entries()[1].Result)
			assert.Equal(t, actions.DidNot, a.Verify(u, now, in).State)
		})
	}
}

// TestLostAnswersOfTheEmulator breaks the connection before and after the
// change was executed; the client cannot tell which.
func TestLostAnswersOfTheEmulator(t *testing.T) {
	for _, a := range actions.All() {
		if !a.Mutates {
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
			if c.name == "bomb" && a.ID != "user.ban" {
				continue // it is slow, and the same code for all
			}
			t.Run(a.ID+" "+c.name, func(t *testing.T) {
				l := newLive(t)
				u := l.someone(t, a.ID)
				in := input(t, a, u)
				c.fault.Method, c.fault.Next = a.Writes[0].Method, 1
				l.server.SetFaults(emulator.Faults{Rules: []emulator.Fault{c.fault}})
				d := l.run(t, a.ID, u, in)
				assert.Len(t, l.written, 1, "never sent twice")
				assert.Equal(t, c.state, d.Settled.State, "%s: %v", d.Text, d.Err)
				now := l.read(t, u.ID)
				assert.Equal(t, c.state, a.Verify(u, now, in).State, "as the server has it")
				assert.Equal(t, c.state.String(), string(l.log.Entries()[1].Result))
				require.NotNil(t, d.Outcome.User)
				assert.Equal(t, now.UpdatedAt, d.Outcome.User.UpdatedAt)
			})
		}
	}
}

func TestTheServerIsSlowerThanTheClientWaits(t *testing.T) {
	// A real connection, whose request is executed after the client gave up.
	gate := guard.New(guard.Options{Now: time.Now})
	server := emulator.New(emulator.Options{Users: 50})
	release := make(chan struct{})
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			<-release
			r = r.WithContext(context.WithoutCancel(r.Context()))
		}
		server.ServeHTTP(w, r)
	}))
	defer web.Close()
	c := client(t, gate, http.DefaultTransport, api.WithBaseURL(web.URL+"/v1"),
		api.WithTimeout(api.Timeouts{Connect: 20 * time.Millisecond, Header: 20 * time.Millisecond}))
	list, err := c.Users.List(t.Context(), api.ListUsersParams{Limit: 50})
	require.NoError(t, err)
	i := slices.IndexFunc(list, func(u *api.User) bool { return !u.Banned && !u.Deprovisioned })
	log := audit.NewMemory(audit.Options{})
	executed := func() bool {
		u, err := c.Users.Get(t.Context(), list[i].ID)
		return err == nil && u.Banned
	}
	r := runner.New(runner.Deps{
		Backend: actions.NewBackend(c), Gate: gate, Audit: log, Now: time.Now,
		Pause: func(context.Context, time.Duration) error { // it arrives between the two looks
			close(release)
			require.Eventually(t, executed, 5*time.Second, time.Millisecond)
			return nil
		},
	})
	d := finish(t, r.Run(action(t, "user.ban"), list[i], actions.Input{}))
	require.NoError(t, d.Err, d.Text)
	assert.Equal(t, actions.Happened, d.Settled.State)
	assert.Equal(t, errtext.Timeout, d.Notice.Kind)
	assert.Equal(t, audit.Happened, log.Entries()[1].Result)
	assert.True(t, d.Outcome.User.Banned)
}

func TestTheClientAloneCannotChangeAnything(t *testing.T) {
	l := newLive(t)
	u := l.someone(t, "user.ban", "user.lock")
	_, err := l.client.Users.Ban(t.Context(), u.ID)
	var failure *api.Error
	require.ErrorAs(t, err, &failure)
	assert.Equal(t, api.NotExecuted, failure.Executed)
	assert.ErrorIs(t, err, api.ErrNotSent)
	assert.Equal(t, 1, failure.Attempts, "and it is not tried again")
	n := errtext.Explain(err)
	assert.Equal(t, errtext.Refused, n.Kind)
	assert.Equal(t, "Nothing was sent", n.Title)

	l.gate.Close()
	err = l.client.Users.DisableMFA(t.Context(), u.ID)
	require.ErrorAs(t, err, &failure)
	assert.Equal(t, api.NotExecuted, failure.Executed)
	assert.Equal(t, "Read-only", errtext.Explain(err).Title)
	assert.Empty(t, l.written)
	assert.False(t, l.read(t, u.ID).Banned)
}

func TestATicketOfOneChangeCarriesNoOther(t *testing.T) {
	l := newLive(t)
	u := l.someone(t, "user.ban", "user.lock")
	ticket, err := l.log.Intent(audit.Plan{
		Action: "user.lock", User: u.ID, Level: 1,
		Allowed: []audit.Request{{Method: "POST", Path: "/users/" + string(u.ID) + "/lock"}},
	})
	require.NoError(t, err)
	ctx := audit.WithTicket(t.Context(), ticket)
	_, err = l.client.Users.Ban(ctx, u.ID)
	assert.ErrorIs(t, err, api.ErrNotSent)
	_, err = l.client.Users.BulkBan(ctx, []api.ID{u.ID})
	assert.ErrorIs(t, err, api.ErrNotSent)
	_, err = l.client.Users.Lock(ctx, u.ID)
	assert.NoError(t, err)
	_, err = l.client.Users.Lock(ctx, u.ID)
	assert.ErrorIs(t, err, api.ErrNotSent)
	assert.Len(t, l.written, 1)
}
