package guard_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/audit"
	"usher/internal/guard"
)

// wire counts what gets through and answers with statuses in turn, then 200.
type wire struct {
	sent     []string
	statuses []int
	err      error
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.sent = append(w.sent, r.Method+" "+r.URL.EscapedPath())
	if w.err != nil {
		return nil, w.err
	}
	status := http.StatusOK
	if len(w.statuses) > 0 {
		status, w.statuses = w.statuses[0], w.statuses[1:]
	}
	return &http.Response{StatusCode: status, Body: io.NopCloser(strings.NewReader("{}")), Request: r}, nil
}

type body struct {
	io.Reader
	closed bool
}

func (b *body) Close() error { b.closed = true; return nil }

func banPlan() audit.Plan {
	return audit.Plan{
		Action: "user.ban", User: "user_1", Level: 2,
		Allowed: []audit.Request{{Method: "POST", Path: "/users/user_1/ban"}},
	}
}

func ticket(t *testing.T, p audit.Plan) *audit.Ticket {
	t.Helper()
	out, err := audit.NewMemory(audit.Options{}).Intent(p)
	require.NoError(t, err)
	return out
}

func send(t *testing.T, rt http.RoundTripper, tk *audit.Ticket, method, url string) error {
	t.Helper()
	ctx := t.Context()
	if tk != nil {
		ctx = audit.WithTicket(ctx, tk)
	}
	req, err := http.NewRequestWithContext(ctx, method, "https://api.example"+url, nil)
	require.NoError(t, err)
	res, err := rt.RoundTrip(req)
	if err == nil {
		_ = res.Body.Close()
	}
	return err
}

func reasonOf(t *testing.T, err error) guard.Reason {
	t.Helper()
	var refused *guard.Refused
	require.ErrorAs(t, err, &refused)
	return refused.Reason
}

func TestTransportLetsReadsThrough(t *testing.T) {
	w := &wire{}
	rt := guard.NewTransport(w, guard.New(guard.Options{Forced: true, Now: time.Now}))
	require.NoError(t, send(t, rt, nil, http.MethodGet, "/v1/users"))
	require.NoError(t, send(t, rt, nil, http.MethodHead, "/v1/users"))
	assert.Len(t, w.sent, 2)
}

func TestTransportRefusesEveryWriteWhileReadOnly(t *testing.T) {
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "QUERY", "post"} {
		w := &wire{}
		rt := guard.NewTransport(w, guard.New(guard.Options{ReadOnly: true, Now: time.Now}))
		err := send(t, rt, ticket(t, banPlan()), method, "/v1/users/user_1/ban")
		assert.Equal(t, guard.ReadOnly, reasonOf(t, err), method)
		assert.Empty(t, w.sent, method)
	}
}

func TestTransportRefusesWritesWithoutATicket(t *testing.T) {
	w := &wire{}
	rt := guard.NewTransport(w, guard.New(guard.Options{Now: time.Now}))
	err := send(t, rt, nil, http.MethodPost, "/v1/users/user_1/ban")
	assert.Equal(t, guard.NoTicket, reasonOf(t, err))
	assert.ErrorIs(t, err, api.ErrNotSent)
	assert.Empty(t, w.sent)
}

func TestTransportClosesTheBodyOfWhatItRefuses(t *testing.T) {
	rt := guard.NewTransport(&wire{}, guard.New(guard.Options{Now: time.Now}))
	b := &body{Reader: strings.NewReader("{}")}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://api.example/v1/users", b)
	require.NoError(t, err)
	_, err = rt.RoundTrip(req)
	require.Error(t, err)
	assert.True(t, b.closed)
}

func TestTicketCoversNothingElse(t *testing.T) {
	for _, c := range []struct{ method, path string }{
		{"POST", "/v1/users/user_2/ban"},
		{"POST", "/v1/users/user_1/unban"},
		{"DELETE", "/v1/users/user_1"},
		{"DELETE", "/v1/users/user_1/ban"},
		{"POST", "/v1/users/ban"},
		{"POST", "/v1/users//ban"},
		{"POST", "/v1/users/user_1/ban/more"},
		{"POST", "/v1/users%2Fuser_1/ban"},
		{"POST", "/v1/users/user_1%2Fban"},
		{"POST", "/v1/users/user_1/ban%2F"},
	} {
		w := &wire{}
		rt := guard.NewTransport(w, guard.New(guard.Options{Now: time.Now}))
		err := send(t, rt, ticket(t, banPlan()), c.method, c.path)
		assert.Equal(t, guard.NotInPlan, reasonOf(t, err), c)
		assert.Empty(t, w.sent, c)
	}
}

func TestTicketIsGoodForOneRequest(t *testing.T) {
	w := &wire{}
	rt := guard.NewTransport(w, guard.New(guard.Options{Now: time.Now}))
	tk := ticket(t, banPlan())
	require.NoError(t, send(t, rt, tk, http.MethodPost, "/v1/users/user_1/ban"))
	err := send(t, rt, tk, http.MethodPost, "/v1/users/user_1/ban")
	assert.Equal(t, guard.NotInPlan, reasonOf(t, err))
	assert.Len(t, w.sent, 1)
	assert.Equal(t, 1, tk.Sent())
}

func TestTicketAllowsRetriesOfWhatWasNotExecuted(t *testing.T) {
	w := &wire{statuses: []int{429, 409, 503}}
	rt := guard.NewTransport(w, guard.New(guard.Options{Now: time.Now}))
	tk := ticket(t, banPlan())
	for range 3 {
		require.NoError(t, send(t, rt, tk, http.MethodPost, "/v1/users/user_1/ban"))
	}
	err := send(t, rt, tk, http.MethodPost, "/v1/users/user_1/ban")
	assert.Equal(t, guard.NotInPlan, reasonOf(t, err), "a 503 may have been executed")
	assert.Equal(t, 3, tk.Sent())
}

func TestTicketIsUsedUpByALostAnswer(t *testing.T) {
	w := &wire{err: errors.New("reset")}
	rt := guard.NewTransport(w, guard.New(guard.Options{Now: time.Now}))
	tk := ticket(t, banPlan())
	require.ErrorContains(t, send(t, rt, tk, http.MethodPost, "/v1/users/user_1/ban"), "reset")
	assert.Equal(t, guard.NotInPlan, reasonOf(t, send(t, rt, tk, http.MethodPost, "/v1/users/user_1/ban")))
}

func TestTicketIsDeadAfterTheOutcome(t *testing.T) {
	w := &wire{}
	rt := guard.NewTransport(w, guard.New(guard.Options{Now: time.Now}))
	log := audit.NewMemory(audit.Options{})
	tk, err := log.Intent(banPlan())
	require.NoError(t, err)
	require.NoError(t, log.Outcome(tk, audit.End{Result: audit.Refused}))
	assert.Equal(t, guard.NotInPlan, reasonOf(t, send(t, rt, tk, http.MethodPost, "/v1/users/user_1/ban")))
	assert.Empty(t, w.sent)
}

func TestTicketOfSeveralRequests(t *testing.T) {
	w := &wire{}
	rt := guard.NewTransport(w, guard.New(guard.Options{Now: time.Now}))
	tk := ticket(t, audit.Plan{
		Action: "user.sign_out", User: "user_1", Level: 2,
		Allowed: []audit.Request{
			{Method: "POST", Path: "/sessions/*/revoke", Max: 2},
			{Method: "DELETE", Path: "/users/user_1/mfa"},
		},
	})
	require.NoError(t, send(t, rt, tk, http.MethodPost, "/v1/sessions/sess_1/revoke"))
	require.NoError(t, send(t, rt, tk, http.MethodDelete, "/v1/users/user_1/mfa"))
	require.NoError(t, send(t, rt, tk, http.MethodPost, "/v1/sessions/sess_2/revoke"))
	assert.Error(t, send(t, rt, tk, http.MethodPost, "/v1/sessions/sess_3/revoke"))
	assert.Error(t, send(t, rt, tk, http.MethodPost, "/v1/sessions//revoke"))
	assert.Len(t, w.sent, 3)
}

func TestGateThatRunsOutStopsTheNextWrite(t *testing.T) {
	c := newClock()
	g := guard.New(guard.Options{ReadOnly: true, Now: c.now})
	require.NoError(t, g.OpenFor(time.Minute))
	w := &wire{statuses: []int{429}}
	rt := guard.NewTransport(w, g)
	tk := ticket(t, banPlan())
	require.NoError(t, send(t, rt, tk, http.MethodPost, "/v1/users/user_1/ban"))
	c.t = c.t.Add(2 * time.Minute)
	assert.Equal(t, guard.ReadOnly, reasonOf(t, send(t, rt, tk, http.MethodPost, "/v1/users/user_1/ban")))
	assert.Len(t, w.sent, 1)
}
