package diagnose_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/diagnose"
	"usher/internal/emulator"
)

// wire remembers what went to the emulator.
type wire struct {
	next http.RoundTripper
	mu   sync.Mutex
	sent []*http.Request
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	w.sent = append(w.sent, r)
	w.mu.Unlock()
	return w.next.RoundTrip(r)
}

// desk is an emulator with a source that reads from it.
type desk struct {
	server *emulator.Server
	client *api.Client
	source diagnose.Source
	wire   *wire
}

func newDesk(t *testing.T, users int) *desk {
	t.Helper()
	d := &desk{server: emulator.New(emulator.Options{Users: users, Seed: 1})}
	d.wire = &wire{next: d.server.Transport()}
	key, err := api.ParseKey(emulator.DemoKey)
	require.NoError(t, err)
	d.client, err = api.New(key, api.WithTransport(d.wire), api.WithRateLimit(api.Unlimited()), api.WithRetry(api.RetryPolicy{MaxRetries: -1}))
	require.NoError(t, err)
	d.source = diagnose.NewSource(d.client)
	return d
}

func (d *desk) person(t *testing.T, address string) *api.User {
	t.Helper()
	us, err := d.client.Users.List(t.Context(), api.ListUsersParams{UserFilter: api.UserFilter{EmailAddress: []string{address}}})
	require.NoError(t, err)
	require.Len(t, us, 1, address)
	d.wire.sent = nil
	return us[0]
}

// few checks what a diagnosis may cost.
func (d *desk) few(t *testing.T) {
	t.Helper()
	assert.LessOrEqual(t, len(d.wire.sent), 8)
	assert.NotEmpty(t, d.wire.sent)
	for _, r := range d.wire.sent {
		assert.Equal(t, http.MethodGet, r.Method)
	}
}

func TestTheCastShowsEachCause(t *testing.T) {
	d := newDesk(t, 300)
	for _, c := range []struct {
		address string
		want    diagnose.Cause
		first   bool
	}{
		{"bob@spam.example", diagnose.Banned, true},
		{"bob@spam.example", diagnose.Blocked, false},
		{"nadia@umbrella.example", diagnose.Deprovisioned, true},
		{"alice@acme.example", diagnose.Locked, true},
		{"alice@acme.example", diagnose.NoBackupCodes, false},
		{"carlos.romero@example.com", diagnose.Locked, true},
		{"dana.whitaker@example.com", diagnose.FewAttempts, true},
		{"erin.kirkby@gmial.example", diagnose.NoVerified, true},
		{"erin.kirkby@gmial.example", diagnose.TypoInAddress, false},
		{"farid@example.com", diagnose.NoPasswordSocial, true},
		{"greta.bauer@example.com", diagnose.UnverifiedSocial, true},
		{"hiro@globex.example", diagnose.SSO, true},
		{"priya.sharma@umbrella.example", diagnose.SSO, true},
		{"ivy@acme.example", diagnose.NoBackupCodes, true},
		{"jakub.wojcik@example.com", diagnose.PasswordReset, true},
		{"kwame@initech.example", diagnose.PendingTask, true},
		{"lena@blocked.example", diagnose.Blocked, true},
		{"mateo.vazquez@example.com", diagnose.SessionsRevoked, true},
		{"pat.key@example.com", diagnose.SocialOnly, true},
		{"emma.lindqvist@example.net", diagnose.NothingFound, true},
		{"rosa@example.com", diagnose.NothingFound, true},
	} {
		t.Run(c.address+" "+string(c.want), func(t *testing.T) {
			u := d.person(t, c.address)
			f, errs := diagnose.Gather(t.Context(), d.source, u, time.Now())
			require.Empty(t, errs)
			d.few(t)
			all := diagnose.Explain(&f)
			_, ok := find(all, c.want)
			assert.True(t, ok, "found %v", names(all))
			if c.first {
				assert.Equal(t, c.want, all[0].Cause, "%v", names(all))
			}
		})
	}
}

func TestTheUserIsReadAgain(t *testing.T) {
	d := newDesk(t, 300)
	row := d.person(t, "carlos.romero@example.com")
	require.True(t, row.Locked)
	_, err := d.client.Users.Unlock(t.Context(), row.ID)
	require.NoError(t, err)
	f, errs := diagnose.Gather(t.Context(), d.source, row, time.Now())
	require.Empty(t, errs)
	assert.NotContains(t, names(diagnose.Explain(&f)), diagnose.Locked)

	_, err = d.client.Users.Delete(t.Context(), row.ID)
	require.NoError(t, err)
	f, _ = diagnose.Gather(t.Context(), d.source, row, time.Now())
	assert.Equal(t, []diagnose.Cause{diagnose.Gone}, names(diagnose.Explain(&f)))
}

func TestFailuresBecomeBlindSpots(t *testing.T) {
	for _, c := range []struct {
		name  string
		fault emulator.Fault
		says  string
		found diagnose.Cause
		errs  int
	}{
		{"lists not in the plan", emulator.Fault{Kind: emulator.FaultPlan}, "Not read, the plan does not include it: the block list, the allow list.", diagnose.Blocked, 2},
		{"organizations off", emulator.Fault{Kind: emulator.FaultOrganizationsOff}, "", "", 0},
		{"server fails", emulator.Fault{Kind: emulator.FaultStatus, Status: 500, Path: "/v1/sessions"}, "Not read, the server failed: the sessions.", "", 1},
		{"html", emulator.Fault{Kind: emulator.FaultHTML, Path: "/v1/sessions"}, "Not read, the server failed: the sessions.", "", 1},
		{"offline", emulator.Fault{Kind: emulator.FaultResetBefore}, "Not read, no connection: the newest record of the user", "", 6},
		{"too many", emulator.Fault{Kind: emulator.FaultRateLimitedBare, Path: "/v1/blocklist_identifiers"}, "Not read, too many requests just now: the block list.", diagnose.Blocked, 1},
		{"key", emulator.Fault{Kind: emulator.FaultStatus, Status: 401}, "Not read, the key is not accepted: ", "", 6},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t, 300)
			u := d.person(t, "lena@blocked.example")
			d.server.SetFaults(emulator.Faults{Rules: []emulator.Fault{c.fault}})
			f, errs := diagnose.Gather(t.Context(), d.source, u, time.Now())
			assert.Len(t, errs, c.errs)
			d.few(t)
			all := diagnose.Explain(&f)
			require.NotEmpty(t, all)
			if c.found != "" {
				assert.NotContains(t, names(all), c.found, "it cannot be known")
			}
			blind := strings.Join(diagnose.BlindSpots(&f), "\n")
			if c.errs == 0 {
				assert.NotContains(t, blind, "Not read")
				assert.True(t, f.OrganizationsOff)
			}
			assert.Contains(t, blind, c.says)
			assert.Contains(t, blind, "Other instances")
			if all[0].Cause == diagnose.NothingFound && c.errs > 0 {
				assert.Equal(t, "Nothing found in what could be read", all[0].Title)
			}
		})
	}
}

func TestCancelledGatheringEnds(t *testing.T) {
	d := newDesk(t, 300)
	u := d.person(t, "lena@blocked.example")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, errs := diagnose.Gather(ctx, d.source, u, time.Now())
	assert.NotEmpty(t, errs)
}
