package api

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sequence answers with each of as in turn, and with the last one from then on.
func sequence(as ...answer) func(int, sent) answer {
	return func(n int, _ sent) answer { return as[min(n, len(as))-1] }
}

func TestRetries(t *testing.T) {
	user := answer{body: `{"id":"user_1"}`}
	status := func(n int) answer { return answer{status: n} }
	locked := answer{status: 409, body: errorBody("resource_locked", "x", "")}
	conflict := answer{status: 409, body: errorBody("conflict", "x", "")}
	after := func(v string) answer { return answer{status: 429, header: map[string]string{"Retry-After": v}} }
	getUser := func(ctx context.Context, c *Client) error { _, err := c.Users.Get(ctx, "user_1"); return err }
	ban := func(ctx context.Context, c *Client) error { _, err := c.Users.Ban(ctx, "user_1"); return err }
	ms := func(ns ...int) []time.Duration {
		var out []time.Duration
		for _, n := range ns {
			out = append(out, time.Duration(n)*time.Millisecond)
		}
		return out
	}
	html := answer{status: 503, body: "<html>Sorry</html>"}
	for _, test := range []struct {
		name    string
		call    func(context.Context, *Client) error
		replies []answer
		slept   []time.Duration // with jitter at its bound
		reasons []Reason
		gaveUp  Reason
		status  int // of the error, 0 for success
	}{
		{"read, 503 with HTML", getUser, []answer{html, html, user}, ms(500, 1000), []Reason{ReasonUnavailable, ReasonUnavailable}, "", 0},
		{"read, 502 to the end", getUser, []answer{status(502)}, ms(500, 1000, 2000), []Reason{ReasonUnavailable, ReasonUnavailable, ReasonUnavailable}, ReasonExhausted, 502},
		{"read, 504", getUser, []answer{status(504), user}, ms(500), []Reason{ReasonUnavailable}, "", 0},
		{"read, 500 is final", getUser, []answer{status(500), user}, nil, nil, ReasonFinal, 500},
		{"read, 404 is final", getUser, []answer{status(404), user}, nil, nil, ReasonFinal, 404},
		{"read, 429 without a header", getUser, []answer{status(429), status(429), user}, ms(1000, 2000), []Reason{ReasonRateLimited, ReasonRateLimited}, "", 0},
		{"read, 429 with seconds", getUser, []answer{after("2"), user}, ms(2500), []Reason{ReasonRateLimited}, "", 0},
		{"read, 429 with a date", getUser, []answer{after("Fri, 21 Aug 2026 12:00:04 GMT"), user}, ms(4500), []Reason{ReasonRateLimited}, "", 0},
		{"read, 429 with a date gone by", getUser, []answer{after("Fri, 21 Aug 2020 12:00:04 GMT"), user}, ms(1000), []Reason{ReasonRateLimited}, "", 0},
		{"read, 429 with nonsense", getUser, []answer{after("soon"), user}, ms(1000), []Reason{ReasonRateLimited}, "", 0},
		{"read, 429 with a negative", getUser, []answer{after("-5"), user}, ms(1000), []Reason{ReasonRateLimited}, "", 0},
		{"read, 429 asks for too long", getUser, []answer{after("31"), user}, nil, nil, ReasonWaitTooLong, 429},
		{"read, 429 asks for ever", getUser, []answer{after("1e300"), user}, nil, nil, ReasonWaitTooLong, 429},
		{"write, 429", ban, []answer{after("1"), user}, ms(1250), []Reason{ReasonRateLimited}, "", 0},
		{"write, 409 resource_locked", ban, []answer{locked, user}, ms(500), []Reason{ReasonResourceLocked}, "", 0},
		{"write, 409 of another kind", ban, []answer{conflict, user}, nil, nil, ReasonFinal, 409},
		{"write, 503 is never sent again", ban, []answer{status(503), user}, nil, nil, ReasonMutation, 503},
		{"write, 502 is never sent again", ban, []answer{status(502), user}, nil, nil, ReasonMutation, 502},
		{"write, 500", ban, []answer{status(500), user}, nil, nil, ReasonFinal, 500},
		{"write, 429 to the end", ban, []answer{status(429)}, ms(1000, 2000, 4000), []Reason{ReasonRateLimited, ReasonRateLimited, ReasonRateLimited}, ReasonExhausted, 429},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newServer(t, sequence(test.replies...))
			clock, seen := newFakeClock(), &events{}
			c := newClient(t, s, WithClock(clock), WithObserver(seen.add))
			err := test.call(t.Context(), c)

			assert.Equal(t, test.slept, clock.slept)
			var reasons []Reason
			for i, ev := range seen.of(EventRetry) {
				reasons = append(reasons, ev.Reason)
				assert.Equal(t, clock.slept[i], ev.Wait)
				assert.Equal(t, i+1, ev.Attempt)
				assert.NotZero(t, ev.Status)
			}
			assert.Equal(t, test.reasons, reasons)
			assert.Len(t, seen.of(EventStart), len(test.slept)+1)
			assert.Len(t, s.requests(), len(test.slept)+1)
			done := seen.of(EventDone)
			require.Len(t, done, 1)
			assert.Equal(t, test.gaveUp, done[0].Reason)
			assert.Equal(t, len(test.slept)+1, done[0].Attempt)
			if test.status == 0 {
				require.NoError(t, err)
				assert.NoError(t, done[0].Err)
				return
			}
			e := asError(t, err)
			assert.Equal(t, test.status, e.Status)
			assert.Equal(t, len(test.slept)+1, e.Attempts)
			assert.Equal(t, err, done[0].Err)
		})
	}
}

func TestRetryAfterIsReported(t *testing.T) {
	s := newServer(t, always(answer{status: 429, header: map[string]string{"Retry-After": "90"}}))
	_, err := newClient(t, s).Users.Get(t.Context(), "user_1")
	e := asError(t, err)
	assert.Equal(t, 90*time.Second, e.RetryAfter)
	assert.True(t, e.IsRateLimited())
	assert.True(t, e.Temporary())
	assert.Equal(t, NotExecuted, e.Executed)
}

func TestFullJitterStaysWithinItsBound(t *testing.T) {
	p := RetryPolicy{}.withDefaults()
	e := &Error{Status: 503}
	for attempt := 1; attempt <= 10; attempt++ {
		bound := min(500*time.Millisecond<<(attempt-1), 8*time.Second)
		distinct := map[time.Duration]bool{}
		for range 200 {
			d := p.delay(e, attempt)
			assert.GreaterOrEqual(t, d, time.Duration(0))
			assert.LessOrEqual(t, d, bound)
			distinct[d] = true
		}
		assert.Greater(t, len(distinct), 100)
	}
	told := &Error{Status: 429, RetryAfter: 2 * time.Second}
	for range 200 {
		assert.GreaterOrEqual(t, p.delay(told, 1), 2*time.Second, "never sooner than the server said")
	}
}

// TestConnectionErrors sends reads again and changes never.
func TestConnectionErrors(t *testing.T) {
	dial := &net.OpError{Op: "dial", Err: errors.New("refused")}
	reset := &net.OpError{Op: "read", Err: errors.New("connection reset by peer")}
	unknown := &net.DNSError{Err: "no such host", Name: "x", IsNotFound: true}
	refused := errorsJoin("read-only", ErrNotSent)
	for _, test := range []struct {
		name     string
		err      error
		mutates  bool
		sends    int
		executed Executed
		reason   Reason
		offline  bool
	}{
		{"read, dial", dial, false, 4, NotExecuted, ReasonExhausted, true},
		{"read, reset", reset, false, 4, NotExecuted, ReasonExhausted, true},
		{"read, EOF", io.ErrUnexpectedEOF, false, 4, NotExecuted, ReasonExhausted, true},
		{"read, no such host", unknown, false, 1, NotExecuted, ReasonFinal, true},
		{"read, refused by the transport", refused, false, 1, NotExecuted, ReasonFinal, false},
		{"write, dial", dial, true, 1, NotExecuted, ReasonFinal, true},
		{"write, reset", reset, true, 1, MaybeExecuted, ReasonMutation, true},
		{"write, EOF", io.EOF, true, 1, MaybeExecuted, ReasonMutation, true},
		{"write, refused by the transport", refused, true, 1, NotExecuted, ReasonFinal, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			sends := 0
			rt := roundTrip(func(*http.Request) (*http.Response, error) { sends++; return nil, test.err })
			seen := &events{}
			c := newClient(t, newServer(t, always(answer{})), WithTransport(rt), WithObserver(seen.add))
			var err error
			if test.mutates {
				_, err = c.Users.Delete(t.Context(), "user_1")
			} else {
				_, err = c.Users.Get(t.Context(), "user_1")
			}
			e := asError(t, err)
			assert.Equal(t, test.sends, sends)
			assert.Equal(t, test.executed, e.Executed)
			assert.ErrorIs(t, err, test.err)
			assert.Equal(t, test.reason, seen.of(EventDone)[0].Reason)
			assert.Equal(t, test.offline, e.IsOffline())
			assert.Zero(t, e.Status)
			assert.NotContains(t, err.Error(), "http://", "the URL can hold people's addresses")
		})
	}
}

func errorsJoin(text string, err error) error { return &wrapped{text, err} }

type wrapped struct {
	text string
	err  error
}

func (w *wrapped) Error() string { return w.text }
func (w *wrapped) Unwrap() error { return w.err }

func TestGivingUpWhileWaiting(t *testing.T) {
	for _, test := range []struct {
		name    string
		mutates bool
	}{{"read", false}, {"write", true}} {
		t.Run(test.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			s := newServer(t, func(int, sent) answer { cancel(); return answer{status: 429} })
			c := newClient(t, s)
			var err error
			if test.mutates {
				_, err = c.Users.Lock(ctx, "user_1")
			} else {
				_, err = c.Users.Get(ctx, "user_1")
			}
			e := asError(t, err)
			assert.ErrorIs(t, err, context.Canceled)
			assert.True(t, e.IsCancelled())
			assert.False(t, e.IsOffline())
			assert.Len(t, s.requests(), 1)
		})
	}
}

func TestCancelledBeforeTheStartSendsNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s := newServer(t, always(answer{}))
	_, err := newClient(t, s).Users.Ban(ctx, "user_1")
	e := asError(t, err)
	assert.Equal(t, NotExecuted, e.Executed)
	assert.Zero(t, e.Attempts)
	assert.True(t, e.IsCancelled())
	assert.Empty(t, s.requests())
}

// TestAnswerCutShort reads again; a change that was answered with success and
// then cut off may have happened.
func TestAnswerCutShort(t *testing.T) {
	n := 0
	rt := roundTrip(func(*http.Request) (*http.Response, error) {
		n++
		return &http.Response{
			StatusCode: http.StatusOK, Header: http.Header{}, ContentLength: -1,
			Body: io.NopCloser(io.MultiReader(strings.NewReader(`{"id":"us`), errReader{io.ErrUnexpectedEOF})),
		}, nil
	})
	c := newClient(t, newServer(t, always(answer{})), WithTransport(rt))
	_, err := c.Users.Get(t.Context(), "user_1")
	e := asError(t, err)
	assert.Equal(t, 4, n)
	assert.Zero(t, e.Status)
	assert.True(t, e.IsOffline())
	n = 0
	_, err = c.Users.Ban(t.Context(), "user_1")
	e = asError(t, err)
	assert.Equal(t, 1, n)
	assert.Equal(t, MaybeExecuted, e.Executed)
}

type errReader struct{ err error }

func (e errReader) Read([]byte) (int, error) { return 0, e.err }
