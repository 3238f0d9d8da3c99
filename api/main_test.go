package api

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	testKey  = "sk_test_0123456789abcdefghijklmnopqrstuv"
	basePath = "/proxy/v1"
)

// sent is a request as it arrived.
type sent struct {
	method string
	path   string // below the base path, still escaped
	query  string
	header http.Header
	body   []byte
	url    string
}

// answer is what the server says.
type answer struct {
	status int
	body   string
	header map[string]string
}

// server records what arrives and answers by its reply function, which gets
// the number of the request, from 1.
type server struct {
	*httptest.Server
	mu    sync.Mutex
	got   []sent
	reply func(n int, s sent) answer
}

func newServer(t *testing.T, reply func(n int, s sent) answer) *server {
	t.Helper()
	s := &server{reply: reply}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func always(a answer) func(int, sent) answer { return func(int, sent) answer { return a } }

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	got := sent{
		method: r.Method, path: strings.TrimPrefix(r.URL.EscapedPath(), basePath), query: r.URL.RawQuery,
		header: r.Header.Clone(), body: body, url: r.URL.String(),
	}
	s.mu.Lock()
	s.got = append(s.got, got)
	n := len(s.got)
	s.mu.Unlock()
	if !strings.HasPrefix(r.URL.Path, basePath+"/") {
		http.Error(w, "outside the base path", http.StatusTeapot)
		return
	}
	a := s.reply(n, got)
	w.Header().Set("Content-Type", "application/json")
	for k, v := range a.header {
		w.Header().Set(k, v)
	}
	if a.status != 0 {
		w.WriteHeader(a.status)
	}
	_, _ = io.WriteString(w, a.body)
}

func (s *server) requests() []sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]sent(nil), s.got...)
}

func (s *server) only(t *testing.T) sent {
	t.Helper()
	got := s.requests()
	require.Len(t, got, 1)
	return got[0]
}

// fakeClock stands still until somebody sleeps.
type fakeClock struct {
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
}

func newFakeClock() *fakeClock {
	return &fakeClock{now: time.Date(2026, 8, 21, 12, 0, 0, 0, time.UTC)}
}

func (c *fakeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *fakeClock) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.slept = append(c.slept, d)
	return nil
}

// events collects what the observer is told.
type events struct {
	mu  sync.Mutex
	all []Event
}

func (e *events) add(ev Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.all = append(e.all, ev)
}

func (e *events) of(k EventKind) []Event {
	e.mu.Lock()
	defer e.mu.Unlock()
	var out []Event
	for _, ev := range e.all {
		if ev.Kind == k {
			out = append(out, ev)
		}
	}
	return out
}

func newClient(t *testing.T, s *server, opts ...Option) *Client {
	t.Helper()
	key, err := ParseKey(testKey)
	require.NoError(t, err)
	all := append([]Option{
		WithBaseURL(s.URL + basePath), WithClock(newFakeClock()), WithRateLimit(Unlimited()),
		WithRandom(bytes.NewReader(bytes.Repeat([]byte{7}, 1000))),
		WithRetry(RetryPolicy{Jitter: func(bound time.Duration) time.Duration { return bound }}),
	}, opts...)
	c, err := New(key, all...)
	require.NoError(t, err)
	t.Cleanup(c.CloseIdleConnections)
	return c
}

// fixture returns a document of testdata/fixtures.json, or user.json.
func fixture(t testing.TB, name string) string {
	t.Helper()
	if strings.HasSuffix(name, ".json") {
		b, err := os.ReadFile("testdata/" + name)
		require.NoError(t, err)
		return string(b)
	}
	b, err := os.ReadFile("testdata/fixtures.json")
	require.NoError(t, err)
	var all map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(b, &all))
	require.Contains(t, all, name)
	return string(all[name])
}

func errorBody(code, message, param string) string {
	b, _ := json.Marshal(map[string]any{
		"errors":         []any{map[string]any{"code": code, "message": message, "long_message": "long " + message, "meta": map[string]any{"param_name": param}}},
		"clerk_trace_id": "trace123",
	})
	return string(b)
}

func asError(t *testing.T, err error) *Error {
	t.Helper()
	var e *Error
	require.ErrorAs(t, err, &e)
	return e
}
