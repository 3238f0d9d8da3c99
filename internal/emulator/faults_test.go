package emulator

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// wires are the two ways to the server; both must show the same faults.
func wires(t *testing.T, s *Server) map[string]func(method, path string) (*http.Response, error) {
	t.Helper()
	web := httptest.NewServer(s)
	t.Cleanup(web.Close)
	client := web.Client()
	client.Transport.(*http.Transport).DisableKeepAlives = true // a kept connection would be retried on its own
	memory := &http.Client{Transport: s.Transport()}
	ask := func(c *http.Client, base string) func(method, path string) (*http.Response, error) {
		return func(method, path string) (*http.Response, error) {
			req, err := http.NewRequestWithContext(t.Context(), method, base+path, nil)
			require.NoError(t, err)
			req.Header.Set("Authorization", "Bearer "+DemoKey)
			return c.Do(req) // the test looks at it
		}
	}
	return map[string]func(method, path string) (*http.Response, error){
		"tcp": ask(client, web.URL), "memory": ask(memory, "http://emulator.example"),
	}
}

func TestFaultsThatAnswer(t *testing.T) {
	t.Parallel()
	s := New(Options{Users: 20})
	id := New(Options{Users: 20}).store.mustFirst(t)
	for name, do := range wires(t, s) {
		for _, tt := range []struct {
			fault        Fault
			method, path string
			status       int
			code, retry  string
		}{
			{Fault{Kind: FaultRateLimited}, "GET", "/v1/users", 429, "too_many_requests", "2"},
			{Fault{Kind: FaultRateLimited, RetryAfter: "Wed, 21 Oct 2026 07:28:00 GMT"}, "GET", "/v1/users", 429, "too_many_requests", "Wed, 21 Oct 2026 07:28:00 GMT"},
			{Fault{Kind: FaultRateLimitedBare}, "GET", "/v1/users", 429, "too_many_requests", ""},
			{Fault{Kind: FaultRateLimitedEmpty}, "GET", "/v1/users", 429, "", ""},
			{Fault{Kind: FaultStatus}, "GET", "/v1/users", 500, "internal_clerk_error", ""},
			{Fault{Kind: FaultStatus, Status: 503}, "GET", "/v1/users", 503, "service_unavailable", ""},
			{Fault{Kind: FaultStatus, Status: 401}, "GET", "/v1/users", 401, "clerk_key_invalid", ""},
			{Fault{Kind: FaultHTML}, "GET", "/v1/users", 502, "<html>", ""},
			{Fault{Kind: FaultPlan}, "POST", "/v1/users/" + id + "/ban", 402, "unsupported_subscription_plan_features", ""},
			{Fault{Kind: FaultPlan}, "GET", "/v1/users", 200, "", ""},
			{Fault{Kind: FaultOrganizationsOff}, "GET", "/v1/users/" + id + "/organization_memberships", 403, "organization_not_enabled_in_instance", ""},
			{Fault{Kind: FaultOrganizationsOff}, "GET", "/v1/organization_roles", 403, "organization_not_enabled_in_instance", ""},
			{Fault{Kind: FaultDirectory}, "DELETE", "/v1/users/" + id, 409, "user_managed_by_scim", ""},
			{Fault{Kind: FaultDirectory}, "PATCH", "/v1/users/" + id, 409, "attribute_managed_by_scim", ""},
			{Fault{Kind: FaultLockoutOff}, "POST", "/v1/users/" + id + "/lock", 403, "feature_not_enabled", ""},
			{Fault{Kind: FaultResourceLocked}, "PATCH", "/v1/users/" + id, 409, "resource_locked", ""},
			{Fault{Kind: FaultStatus, Method: "post", Path: "/v1/users/*/unban"}, "POST", "/v1/users/" + id + "/unban", 500, "internal_clerk_error", ""},
			{Fault{Kind: FaultStatus, Path: "/v1/sessions/**"}, "GET", "/v1/users", 200, "", ""},
		} {
			s.SetFaults(Faults{Rules: []Fault{tt.fault}})
			res, err := do(tt.method, tt.path)
			require.NoError(t, err, "%s %v", name, tt)
			body, err := io.ReadAll(res.Body)
			require.NoError(t, err)
			require.NoError(t, res.Body.Close())
			assert.Equal(t, tt.status, res.StatusCode, "%s %v", name, tt)
			assert.Contains(t, string(body), tt.code, "%s %v", name, tt)
			assert.Equal(t, tt.retry, res.Header.Get("Retry-After"), "%s %v", name, tt)
			if tt.fault.Kind == FaultRateLimitedEmpty {
				assert.Empty(t, body)
			}
		}
	}
}

// mustFirst is the id of the newest user.
func (s *store) mustFirst(t *testing.T) string {
	t.Helper()
	users, err := s.list(&userFilter{all: true}, newestFirst(), listRange{limit: 1})
	require.Nil(t, err)
	return users[0].ID
}

func TestResetsTellNothingOfTheOutcome(t *testing.T) {
	t.Parallel()
	s := New(Options{Users: 20})
	users, listErr := s.store.list(&userFilter{all: true, banned: ref(false)}, newestFirst(), listRange{limit: 50})
	require.Nil(t, listErr)
	next := 0
	for name, do := range wires(t, s) {
		for kind, executed := range map[FaultKind]bool{FaultResetBefore: false, FaultResetAfter: true} {
			for users[next].Banned {
				next++
			}
			id := users[next].ID
			next++
			s.SetFaults(Faults{Rules: []Fault{{Kind: kind, Next: 1}}})
			_, err := do("POST", "/v1/users/"+id+"/ban") // there is none
			require.Error(t, err, "%s %s", name, kind)
			assert.True(t, errors.Is(err, syscall.ECONNRESET) || errors.Is(err, io.EOF), "%s %s: %v", name, kind, err)
			u, _ := s.store.find(id)
			assert.Equal(t, executed, u.Banned, "%s %s", name, kind)
			assert.Empty(t, s.Faults().Rules, "the rule was for one request")
		}
	}
}

func TestSpoiledBodies(t *testing.T) {
	t.Parallel()
	s := New(Options{Users: 20})
	for name, do := range wires(t, s) {
		whole := func(f Fault) ([]byte, error) {
			s.SetFaults(Faults{Rules: []Fault{f}})
			res, err := do("GET", "/v1/users?limit=3")
			require.NoError(t, err, name)
			defer func() { assert.NoError(t, res.Body.Close()) }()
			return io.ReadAll(res.Body) // the test looks at it
		}
		clean, err := whole(Fault{Kind: FaultLatency})
		require.NoError(t, err)
		cut, err := whole(Fault{Kind: FaultTruncate})
		require.Error(t, err, name)
		assert.NotEmpty(t, cut)
		assert.True(t, bytes.HasPrefix(clean, cut))
		slow, err := whole(Fault{Kind: FaultSlowBody, Bytes: 1024, DelayMS: 1})
		require.NoError(t, err)
		assert.Equal(t, clean, slow, name)
		strange, err := whole(Fault{Kind: FaultUnknownFields})
		require.NoError(t, err)
		var users []map[string]any
		require.NoError(t, json.Unmarshal(strange, &users))
		assert.Contains(t, users[0], "field_of_the_future")
		assert.Contains(t, string(strange), "verification_of_the_future")
		bomb, err := whole(Fault{Kind: FaultGzipBomb, Bytes: 1 << 20})
		require.NoError(t, err)
		assert.Len(t, bomb, 1<<20+2, name)
	}
}

func TestGzipBombIsSmallOnTheWire(t *testing.T) {
	t.Parallel()
	s := New(Options{Users: 20, Faults: Faults{Rules: []Fault{{Kind: FaultGzipBomb}}}})
	req := httptest.NewRequest(http.MethodGet, "/v1/users", nil)
	req.Header.Set("Authorization", "Bearer "+DemoKey)
	rec := httptest.NewRecorder()
	s.ServeHTTP(rec, req)
	assert.Less(t, rec.Body.Len(), 100_000)
	zip, err := gzip.NewReader(rec.Body)
	require.NoError(t, err)
	n, err := io.Copy(io.Discard, zip)
	require.NoError(t, err)
	assert.Greater(t, n, int64(64<<20))
}

func TestLatency(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := New(Options{Users: 20, Faults: Faults{Latency: 100 * time.Millisecond, Jitter: 50 * time.Millisecond, Rules: []Fault{{Kind: FaultLatency, DelayMS: 1000, Path: "/v1/instance"}}}})
		took := func(ctx context.Context, path string) (time.Duration, error) {
			req := httptest.NewRequest(http.MethodGet, path, nil).WithContext(ctx)
			req.Header.Set("Authorization", "Bearer "+DemoKey)
			start := time.Now()
			res, err := s.Transport().RoundTrip(req)
			if err == nil {
				err = res.Body.Close()
			}
			return time.Since(start), err
		}
		d, err := took(t.Context(), "/v1/users")
		require.NoError(t, err)
		assert.GreaterOrEqual(t, d, 100*time.Millisecond)
		assert.LessOrEqual(t, d, 150*time.Millisecond)
		d, err = took(t.Context(), "/v1/instance")
		require.NoError(t, err)
		assert.GreaterOrEqual(t, d, 1100*time.Millisecond)
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		d, err = took(ctx, "/v1/users")
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 10*time.Millisecond, d)
		synctest.Wait()
	})
}

func TestStallAnswersAfterTheRequestWasExecuted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := New(Options{Users: 20, Faults: Faults{Rules: []Fault{{Kind: FaultStall, Next: 1, DelayMS: 30_000}}}})
		id := s.store.mustFirst(t)
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		req := httptest.NewRequest(http.MethodPost, "/v1/users/"+id+"/lock", nil).WithContext(ctx)
		req.Header.Set("Authorization", "Bearer "+DemoKey)
		_, err := s.Transport().RoundTrip(req)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		u, _ := s.store.find(id)
		assert.True(t, u.Lock.On)
		synctest.Wait()
	})
}

func TestProbabilityIsRepeatable(t *testing.T) {
	t.Parallel()
	run := func() (hits int, pattern string) {
		var f faultState
		f.set(Faults{Rules: []Fault{{Kind: FaultStatus, Probability: 0.3}}})
		for range 1000 {
			_, instead, _ := f.draw("GET", "/v1/users")
			if instead != nil {
				hits++
				pattern += "x"
			} else {
				pattern += "."
			}
		}
		return hits, pattern
	}
	hits, first := run()
	_, second := run()
	assert.Equal(t, first, second)
	assert.InDelta(t, 300, hits, 60)
}

func TestFaultsAreValidated(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{
		`{"rules":[{"kind":"gremlins"}]}`, `{"rules":[{"kind":"html","path":"[x"}]}`, `{"rules":[{"kind":"html","probability":2}]}`,
		`{"rules":[{"kind":"html","status":200}]}`, `{"latency_ms":-1}`, `{"latency":5}`, `{"rules":[{"kind":"html","next":-1}]}`, `[]`,
	} {
		var f Faults
		assert.Error(t, json.Unmarshal([]byte(bad), &f), bad)
	}
	in := Faults{Latency: 60 * time.Millisecond, CreateTOTP: true, Rules: []Fault{{Kind: FaultHTML, Next: 3, Path: "/v1/users/**"}}}
	raw, err := json.Marshal(in)
	require.NoError(t, err)
	var out Faults
	require.NoError(t, json.Unmarshal(raw, &out))
	assert.Equal(t, in, out)
}

func TestMatchPath(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		pattern, path string
		want          bool
	}{
		{"/v1/users/*", "/v1/users/u1", true},
		{"/v1/users/*", "/v1/users/u1/ban", false},
		{"/v1/users/**", "/v1/users/u1/ban", true},
		{"/v1/users/**", "/v1/users", true},
		{"/v1/users/*/metadata", "/v1/users/u1/metadata", true},
		{"/**", "/v1", true},
		{"/v1/sessions/**", "/v1/users", false},
	} {
		assert.Equal(t, tt.want, matchPath(tt.pattern, tt.path), "%s %s", tt.pattern, tt.path)
	}
}

// admin asks the emulator's own endpoint as a process of this machine would.
func admin(s *Server, method, path, body string, change func(*http.Request)) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, path, strings.NewReader(body))
	req.RemoteAddr, req.Host = "127.0.0.1:51234", "localhost:4010"
	if change != nil {
		change(req)
	}
	rec := httptest.NewRecorder()
	s.ServeHTTP(rec, req)
	return rec
}

func TestAdminEndpoint(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{Faults: Faults{Latency: time.Microsecond}})
	assert.JSONEq(t, `{"latency_ms":5,"jitter_ms":0,"create_totp":false,"rules":[{"kind":"html"}]}`,
		admin(r.s, "PUT", "/_emulator/faults", `{"latency_ms":5,"rules":[{"kind":"html"}]}`, nil).Body.String())
	assert.JSONEq(t, `{"latency_ms":5,"jitter_ms":0,"create_totp":true,"rules":[]}`,
		admin(r.s, "PATCH", "/_emulator/faults", `{"create_totp":true,"rules":[]}`, nil).Body.String())
	assert.Equal(t, http.StatusBadRequest, admin(r.s, "PATCH", "/_emulator/faults", `{"rules":[{"kind":"x"}]}`, nil).Code)
	assert.True(t, r.s.Faults().CreateTOTP, "a bad change changes nothing")
	assert.Contains(t, admin(r.s, "GET", "/_emulator/faults", "", nil).Body.String(), `"latency_ms":5`)
	admin(r.s, "DELETE", "/_emulator/faults", "", nil)

	id := r.newUser("admin@new.example")
	r.call("POST", "/users/"+id+"/lock", nil).ok()
	log := admin(r.s, "GET", "/_emulator/requests", "", nil).Body.String()
	assert.Contains(t, log, `"method":"POST","path":"/v1/users/`+id+`/lock","query":"","status":200`)
	email := r.call("GET", "/users/"+id, nil).ok().str("email_addresses.0.id")
	r.call("POST", "/email_addresses/"+email+"/prepare_verification", nil).ok()
	assert.Contains(t, admin(r.s, "GET", "/_emulator/codes", "", nil).Body.String(), sampleCode)

	assert.Equal(t, http.StatusOK, admin(r.s, "POST", "/_emulator/reset", "", nil).Code)
	r.call("GET", "/users/"+id, nil).refused(404, "resource_not_found", "")
	assert.Contains(t, admin(r.s, "GET", "/_emulator/requests", "", nil).Body.String(), `"total_count":1`)
	assert.Equal(t, Faults{Latency: time.Microsecond}, r.s.Faults())
	assert.Equal(t, http.StatusNotFound, admin(r.s, "GET", "/_emulator/nothing", "", nil).Code)
}

func TestAdminEndpointAnswersTheLoopbackOnly(t *testing.T) {
	t.Parallel()
	s := New(Options{Users: 20})
	for name, change := range map[string]func(*http.Request){
		"another machine":     func(r *http.Request) { r.RemoteAddr = "192.0.2.7:4242" },
		"a rebound host name": func(r *http.Request) { r.Host = "evil.example" },
		"a web page":          func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") },
	} {
		assert.Equal(t, http.StatusForbidden, admin(s, "POST", "/_emulator/reset", "", change).Code, name)
	}
	assert.Equal(t, http.StatusOK, admin(s, "GET", "/_emulator/faults", "", func(r *http.Request) { r.RemoteAddr, r.Host = "[::1]:99", "[::1]:4010" }).Code)
}

func TestInstanceRateLimit(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{RateLimit: 3})
	r.lenient = true
	for range 3 {
		r.call("GET", "/instance", nil).ok()
	}
	r.clock.advance(500 * time.Millisecond)
	a := r.call("GET", "/users", nil).refused(429, "too_many_requests", "")
	assert.Equal(t, "10", a.header.Get("Retry-After"))
	r.clock.advance(9500 * time.Millisecond)
	r.call("GET", "/instance", nil).ok()
}

func TestLimiterForgetsOldWindows(t *testing.T) {
	t.Parallel()
	var l limiter
	l.init(0)
	now := time.Unix(0, 0)
	for i := range 3000 {
		require.Nil(t, l.take(strings.Repeat("k", i%7)+time.Duration(i).String(), 1, time.Second, now.Add(time.Duration(i)*time.Millisecond)))
	}
	assert.Less(t, len(l.windows), 2500)
}

func TestABigUploadIsRefusedWithAnAnswer(t *testing.T) {
	t.Parallel()
	web := httptest.NewServer(New(Options{Users: 20}))
	t.Cleanup(web.Close)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, web.URL+"/v1/users/user_nobody/profile_image", bytes.NewReader(make([]byte, 12<<20)))
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer "+DemoKey)
	req.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	res, err := web.Client().Do(req)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	assert.Equal(t, http.StatusNotFound, res.StatusCode)
}
