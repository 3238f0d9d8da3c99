package api

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBaseURL(t *testing.T) {
	for in, want := range map[string]string{
		"https://api.clerk.com":         "https://api.clerk.com/v1",
		"https://api.clerk.com/":        "https://api.clerk.com/v1",
		"https://api.clerk.com/v1/":     "https://api.clerk.com/v1",
		" https://proxy.example/a/b ":   "https://proxy.example/a/b",
		"http://127.0.0.1:4010":         "http://127.0.0.1:4010/v1",
		"http://[::1]:4010/v1":          "http://[::1]:4010/v1",
		"http://localhost:4010/x":       "http://localhost:4010/x",
		"http://127.8.9.1/v1":           "http://127.8.9.1/v1",
		"http://api.clerk.com/v1":       "",
		"http://localhost.evil.example": "",
		"http://0.0.0.0":                "",
		"http://10.0.0.1":               "",
		"ftp://api.clerk.com":           "",
		"api.clerk.com":                 "",
		"https://":                      "",
		"https://u:p@api.clerk.com":     "",
		"https://api.clerk.com/?a=b":    "",
		"https://api.clerk.com/#a":      "",
		"https://api.clerk.com/v1?":     "",
		"http://[::1":                   "",
		"":                              "",
	} {
		got, err := checkBaseURL(in)
		if want == "" {
			assert.Error(t, err, in)
			continue
		}
		require.NoError(t, err, in)
		assert.Equal(t, want, got)
	}
}

func TestOptionsAreChecked(t *testing.T) {
	key, err := ParseKey(testKey)
	require.NoError(t, err)
	for name, o := range map[string]Option{
		"base URL": WithBaseURL("http://example.com"), "HTTP client": WithHTTPClient(nil), "transport": WithTransport(nil),
		"user agent": WithUserAgent("a\nb"), "API version": WithAPIVersion("a b"), "clock": WithClock(nil), "random source": WithRandom(nil),
	} {
		_, err := New(key, o)
		assert.ErrorContains(t, err, name)
	}
	_, err = New(Key{})
	assert.ErrorContains(t, err, "key is missing")
	c, err := New(key)
	require.NoError(t, err)
	assert.Equal(t, DefaultBaseURL, c.BaseURL())
	assert.Equal(t, Development, c.Environment())
	tr, ok := c.http.Transport.(*http.Transport)
	require.True(t, ok)
	assert.EqualValues(t, tls.VersionTLS12, tr.TLSClientConfig.MinVersion)
}

func TestHeadersCanBeChosen(t *testing.T) {
	s := newServer(t, always(answer{body: `{"id":"ins_1"}`}))
	c := newClient(t, s, WithUserAgent("usher/1.2"), WithAPIVersion("2025-11-10"), WithHTTPClient(&http.Client{Timeout: time.Minute}))
	_, err := c.Instance.Get(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "usher/1.2", s.only(t).header.Get("User-Agent"))
	assert.Equal(t, []string{"2025-11-10"}, s.only(t).header.Values("Clerk-API-Version"))
}

func TestNoRedirectIsFollowed(t *testing.T) {
	var reached atomic.Bool
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Store(true) }))
	defer other.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		s := newServer(t, always(answer{status: status, header: map[string]string{"Location": other.URL}}))
		follow := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return nil }}
		c := newClient(t, s, WithHTTPClient(follow))
		_, err := c.Users.Get(t.Context(), "user_1")
		assert.Equal(t, status, asError(t, err).Status)
		_, err = c.Users.Ban(t.Context(), "user_1")
		assert.Equal(t, NotExecuted, asError(t, err).Executed)
	}
	assert.False(t, reached.Load())
}

func TestOldTLSIsRefused(t *testing.T) {
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.TLS = &tls.Config{MaxVersion: tls.VersionTLS11}
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	defer s.Close()
	tr := NewTransport(Timeouts{})
	tr.TLSClientConfig.InsecureSkipVerify = true
	key, err := ParseKey(testKey)
	require.NoError(t, err)
	c, err := New(key, WithBaseURL(s.URL), WithTransport(tr), WithRetry(RetryPolicy{MaxRetries: -1}))
	require.NoError(t, err)
	_, err = c.Users.Ban(t.Context(), "user_1")
	e := asError(t, err)
	assert.Zero(t, e.Status)
	assert.ErrorContains(t, err, "protocol version")
	assert.Equal(t, NotExecuted, e.Executed, "the handshake failed before anything was sent")
}

func TestBodyLimit(t *testing.T) {
	zipped := func(n int) string {
		var b bytes.Buffer
		z, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
		chunk := bytes.Repeat([]byte(" "), 1<<20)
		for range n {
			_, _ = z.Write(chunk)
		}
		_ = z.Close()
		return b.String()
	}
	bomb := zipped(64)
	assert.Less(t, len(bomb), 1<<20)
	gz := map[string]string{"Content-Encoding": "gzip"}
	for _, test := range []struct {
		name  string
		reply answer
		says  error
	}{
		{"plain", answer{body: strings.Repeat(" ", maxBodySize+1)}, errTooLarge},
		{"gzip bomb", answer{body: bomb, header: gz}, errTooLarge},
		{"unknown encoding", answer{body: "x", header: map[string]string{"Content-Encoding": "br"}}, errEncoding},
		{"broken gzip", answer{body: "this is not gzip", header: gz}, gzip.ErrHeader},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newServer(t, always(test.reply))
			c := newClient(t, s, WithRetry(RetryPolicy{MaxRetries: -1}))
			_, err := c.Users.Ban(t.Context(), "user_1")
			e := asError(t, err)
			assert.ErrorIs(t, err, test.says)
			assert.Equal(t, MaybeExecuted, e.Executed)
			assert.Equal(t, test.name != "broken gzip", e.Status == 200)
		})
	}
	t.Run("just fits", func(t *testing.T) {
		body := `{"id":"user_1"}`
		s := newServer(t, always(answer{body: body + strings.Repeat(" ", maxBodySize-len(body))}))
		u, err := newClient(t, s).Users.Get(t.Context(), "user_1")
		require.NoError(t, err)
		assert.Equal(t, body, string(u.Raw))
	})
	t.Run("gzip from a transport that leaves it", func(t *testing.T) {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write([]byte(`{"id":"user_1"}`))
		_ = z.Close()
		s := newServer(t, always(answer{body: b.String(), header: gz}))
		tr := NewTransport(Timeouts{})
		tr.DisableCompression = true
		u, err := newClient(t, s, WithTransport(tr)).Users.Get(t.Context(), "user_1")
		require.NoError(t, err)
		assert.Equal(t, ID("user_1"), u.ID)
	})
}

// TestTimeLimits runs in a bubble whose time is false: each phase has a limit
// of its own, and none of them is tried again.
func TestTimeLimits(t *testing.T) {
	limits := Timeouts{Connect: time.Second, Header: 4 * time.Second, Body: 20 * time.Second}
	slowBody := func(r *http.Request) *http.Response {
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, ContentLength: -1, Body: io.NopCloser(blocked{r.Context()})}
	}
	for _, test := range []struct {
		name string
		rt   roundTrip
		took time.Duration
		says string
	}{
		{"no answer", func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		}, 5 * time.Second, "no connection within 5s"},
		{"no end of the body", func(r *http.Request) (*http.Response, error) { return slowBody(r), nil }, 20 * time.Second, "no body within 20s"},
	} {
		for _, mutates := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				key, err := ParseKey(testKey)
				require.NoError(t, err)
				c, err := New(key, WithBaseURL("http://127.0.0.1:1"), WithTransport(test.rt), WithTimeout(limits))
				require.NoError(t, err)
				start := time.Now()
				if mutates {
					_, err = c.Users.Ban(t.Context(), "user_1")
				} else {
					_, err = c.Users.Get(t.Context(), "user_1")
				}
				e := asError(t, err)
				assert.Equal(t, test.took, time.Since(start), test.name)
				assert.ErrorContains(t, err, test.says)
				assert.True(t, e.IsTimeout())
				assert.Equal(t, 1, e.Attempts)
				assert.Equal(t, mutates, e.Executed == MaybeExecuted)
			})
		}
	}
}

type blocked struct{ ctx context.Context }

func (b blocked) Read([]byte) (int, error) { <-b.ctx.Done(); return 0, b.ctx.Err() }

// TestHeaderLimitStartsWhenTheRequestIsSent speaks to a real server that
// never answers.
func TestHeaderLimitStartsWhenTheRequestIsSent(t *testing.T) {
	release := make(chan struct{})
	s := newServer(t, func(int, sent) answer { <-release; return answer{} })
	defer close(release)
	c := newClient(t, s, WithTimeout(Timeouts{Connect: time.Minute, Header: 30 * time.Millisecond}))
	_, err := c.Users.Ban(t.Context(), "user_1")
	e := asError(t, err)
	assert.ErrorContains(t, err, "no answer within 30ms")
	assert.Equal(t, MaybeExecuted, e.Executed)
}

func TestCallersDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		key, err := ParseKey(testKey)
		require.NoError(t, err)
		c, err := New(key, WithTransport(roundTrip(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})))
		require.NoError(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = c.Users.Delete(ctx, "user_1")
		e := asError(t, err)
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.True(t, e.IsTimeout())
		assert.Equal(t, MaybeExecuted, e.Executed)
	})
}

func TestNothingListens(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	url := "http://" + l.Addr().String()
	require.NoError(t, l.Close())
	key, err := ParseKey(testKey)
	require.NoError(t, err)
	c, err := New(key, WithBaseURL(url), WithClock(newFakeClock()))
	require.NoError(t, err)
	_, err = c.Users.Ban(t.Context(), "user_1")
	e := asError(t, err)
	assert.Equal(t, NotExecuted, e.Executed)
	assert.True(t, e.IsOffline())
	assert.True(t, e.Temporary())
	_, err = c.Users.Get(t.Context(), "user_1")
	assert.Equal(t, 4, asError(t, err).Attempts)
}

// TestChangesAreSentOnce keeps a connection alive, then has the server close
// it without a word after it has read the next request: net/http would send
// that again by itself if it took it for harmless.
func TestChangesAreSentOnce(t *testing.T) {
	var requests, dropped atomic.Int64
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		requests.Add(1)
		if r.Method == http.MethodGet {
			_, _ = io.WriteString(w, `{"id":"ins_1"}`)
			return
		}
		dropped.Add(1)
		panic(http.ErrAbortHandler)
	})
	s := httptest.NewServer(handler)
	defer s.Close()
	key, err := ParseKey(testKey)
	require.NoError(t, err)
	c, err := New(key, WithBaseURL(s.URL), WithClock(newFakeClock()))
	require.NoError(t, err)
	ctx := t.Context()
	for name, change := range map[string]func() error{
		"POST without a body": func() error { _, err := c.Users.Ban(ctx, "user_1"); return err },
		"DELETE":              func() error { _, err := c.Users.Delete(ctx, "user_1"); return err },
		"PATCH": func() error {
			_, err := c.Users.Update(ctx, "user_1", UpdateUserParams{FirstName: Set("x")})
			return err
		},
		"PUT": func() error {
			_, err := c.Users.ReplaceMetadata(ctx, "user_1", Metadata{Public: []byte("{}")})
			return err
		},
		"POST with an idempotency key in the body": func() error {
			_, err := c.Users.AdjustBillingCredits(ctx, "user_1", AdjustCreditsParams{Amount: 1, IdempotencyKey: "k"})
			return err
		},
	} {
		_, err := c.Instance.Get(ctx) // the connection is now one that was used before
		require.NoError(t, err)
		dropped.Store(0)
		err = change()
		e := asError(t, err)
		assert.EqualValues(t, 1, dropped.Load(), name)
		assert.Equal(t, MaybeExecuted, e.Executed, name)
		assert.Equal(t, 1, e.Attempts, name)
	}
}

func TestEmptyAnswers(t *testing.T) {
	for _, status := range []int{200, 204} {
		s := newServer(t, always(answer{status: status}))
		c := newClient(t, s)
		d, err := c.Users.Delete(t.Context(), "user_1")
		require.NoError(t, err)
		assert.True(t, d.Deleted)
		require.NoError(t, c.Users.DisableMFA(t.Context(), "user_1"))
		_, err = c.Users.Ban(t.Context(), "user_1")
		assert.ErrorIs(t, err, errEmpty)
		assert.Equal(t, MaybeExecuted, asError(t, err).Executed)
		_, err = c.Users.List(t.Context(), ListUsersParams{})
		assert.ErrorIs(t, err, errEmpty)
	}
}

func TestObserverSeesNoIDs(t *testing.T) {
	s := newServer(t, always(answer{body: `{"id":"user_1"}`, header: map[string]string{"Clerk-Trace-Id": "t"}}))
	seen := &events{}
	_, err := newClient(t, s, WithObserver(seen.add)).Users.Ban(WithPriority(t.Context(), Background), "user_1")
	require.NoError(t, err)
	require.Len(t, seen.all, 2)
	start, done := seen.all[0], seen.all[1]
	assert.Equal(t, Event{Kind: EventStart, Call: 1, Op: "BanUser", Method: "POST", Path: "/users/{user_id}/ban", Priority: Background, Attempt: 1}, start)
	assert.Equal(t, EventDone, done.Kind)
	assert.Equal(t, 200, done.Status)
	assert.Equal(t, "background", done.Priority.String())
	assert.Equal(t, "done", done.Kind.String())
}

// TestAnEarlyAnswerKeepsItsTime: the end of a slow upload must not bring back
// the limit of a phase that is over.
func TestAnEarlyAnswerKeepsItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, limit := newTimeLimit(t.Context())
		defer limit.stop()
		limit.start(phaseSend, "connection", time.Second)
		limit.start(phaseBody, "body", time.Hour)
		limit.start(phaseAnswer, "answer", time.Second)
		require.NoError(t, systemClock{}.Sleep(t.Context(), time.Minute))
		assert.NoError(t, ctx.Err())
		require.NoError(t, systemClock{}.Sleep(t.Context(), time.Hour))
		assert.ErrorContains(t, limit.exceeded(), "no body within 1h")
	})
}
