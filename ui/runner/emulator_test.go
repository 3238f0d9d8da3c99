package runner_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
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
	mu      sync.Mutex
	written []string // the requests that change something, as the server saw them
	env     actions.Env
	wire    http.RoundTripper // in place of the server's; nil is the server's
	pause   func()            // what happens between two looks
}

func newLive(t *testing.T) *live {
	t.Helper()
	l := &live{env: actions.Env{Actor: "agent@acme.example", ExportDir: t.TempDir()}, gate: guard.New(guard.Options{Now: time.Now}), log: audit.NewMemory(audit.Options{})}
	l.server = emulator.New(emulator.Options{Users: 150, Seed: 3})
	l.client = client(t, l.gate, http.RoundTripper(roundTrip(func(r *http.Request) (*http.Response, error) {
		if r.Method != http.MethodGet {
			l.mu.Lock()
			l.written = append(l.written, r.Method+" "+r.URL.Path)
			l.mu.Unlock()
		}
		if l.wire != nil {
			return l.wire.RoundTrip(r)
		}
		return l.server.Transport().RoundTrip(r)
	})))
	l.Runner = runner.New(runner.Deps{
		Backend: actions.NewBackend(l.client), Gate: l.gate, Audit: l.log, Now: time.Now,
		Env: func() actions.Env { return l.env },
		Pause: func(context.Context, time.Duration) error {
			if l.pause != nil {
				l.pause()
			}
			return nil
		},
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
		api.WithTransport(guard.NewTransport(rt, gate)), api.WithRateLimit(api.Unlimited()),
		api.WithRetry(api.RetryPolicy{
			BaseDelay: time.Microsecond, MaxDelay: time.Microsecond, MaxRetryAfter: time.Millisecond,
			Jitter: func(time.Duration) time.Duration { return 0 },
		}),
	}, opts...)...)
	require.NoError(t, err)
	return c
}

// someone finds the first user for whom all of these actions can be asked.
func (l *live) someone(t *testing.T, ids ...string) *api.User {
	t.Helper()
	list, err := l.client.Users.List(t.Context(), api.ListUsersParams{Limit: 150})
	require.NoError(t, err)
	i := slices.IndexFunc(list, func(u *api.User) bool {
		for _, id := range ids {
			if who := scenes()[id].who; who != nil && !who(l, u) {
				return false
			}
			if _, err := l.prompt(t, action(t, id), u); err != nil {
				return false
			}
		}
		return true
	})
	require.GreaterOrEqual(t, i, 0, "nobody for %v", ids)
	return list[i]
}

// prompt asks as the page does.
func (l *live) prompt(t *testing.T, a actions.Action, u *api.User) (actions.Prompt, error) {
	t.Helper()
	p, refusal := l.Ask(a, u)
	if refusal != nil {
		return p, refusal
	}
	if a.Prepare == nil {
		return p, nil
	}
	prepared, ok := l.Prepare(t.Context(), a, u)().(runner.Prepared)
	require.True(t, ok)
	return prepared.Prompt, prepared.Err
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

// find is how the page knows its users.
func (l *live) find(t *testing.T) func(api.ID) *api.User {
	return func(id api.ID) *api.User { return l.read(t, id) }
}
