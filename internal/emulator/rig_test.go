package emulator

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
	"github.com/stretchr/testify/require"
)

// rig is a server on a clock that stands still, and a caller of it that holds
// every request and answer against the published document where that is there.
type rig struct {
	*testing.T
	s       *Server
	clock   *handClock
	version string
	lenient bool // the requests break the schema on purpose
	unheld  bool // the answers too
}

// handClock moves only by hand.
type handClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func newRig(t *testing.T, opts Options) *rig {
	t.Helper()
	clock := &handClock{now: time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)}
	if opts.Users == 0 {
		opts.Users = 300
	}
	opts.Now = clock.Now
	return &rig{T: t, s: New(opts), clock: clock, version: version2026}
}

// reply is a response with its body read.
type reply struct {
	*rig
	status int
	header http.Header
	body   []byte
}

// call sends a request; body is nil, a string of JSON or something to encode.
func (r *rig) call(method, path string, body any) reply {
	r.Helper()
	var in io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		in = strings.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		require.NoError(r, err)
		in = bytes.NewReader(raw)
	}
	req := httptest.NewRequest(method, "/v1"+path, in)
	if in != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return r.send(req)
}

func (r *rig) send(req *http.Request) reply {
	r.Helper()
	req.Header.Set("Authorization", "Bearer "+DemoKey)
	if r.version != "" {
		req.Header.Set(versionHeader, r.version)
	}
	var sent []byte
	if req.Body != nil {
		var err error
		sent, err = io.ReadAll(req.Body)
		require.NoError(r, err)
		req.Body = io.NopCloser(bytes.NewReader(sent))
	}
	rec := httptest.NewRecorder()
	r.s.ServeHTTP(rec, req)
	a := reply{r, rec.Code, rec.Header(), rec.Body.Bytes()}
	require.Equal(r, "application/json", a.header.Get("Content-Type"))
	require.NotEmpty(r, a.header.Get("Clerk-Trace-Id"))
	r.validate(req, sent, a)
	return a
}

// loose is call for what the document does not have, though the API does.
func (r *rig) loose(method, path, body string) reply {
	r.Helper()
	r.unheld = true
	defer func() { r.unheld = false }()
	if body == "" {
		return r.call(method, path, nil)
	}
	return r.call(method, path, body)
}

// ok requires a 200.
func (a reply) ok() reply {
	a.Helper()
	require.Equal(a, http.StatusOK, a.status, "%s", a.body)
	return a
}

// refused requires an error; param is meta.param_name, or "".
func (a reply) refused(status int, code, param string) reply {
	a.Helper()
	require.Equal(a, status, a.status, "%s", a.body)
	var body errorBody
	require.NoError(a, json.Unmarshal(a.body, &body))
	require.NotEmpty(a, body.Errors)
	require.Equal(a, code, body.Errors[0].Code, "%s", a.body)
	require.Equal(a, a.header.Get("Clerk-Trace-Id"), body.TraceID)
	if param != "" {
		require.Equal(a, param, body.Errors[0].Meta["param_name"], "%s", a.body)
	}
	return a
}

// get reads a value by a path of keys and indexes, as gjson would: "data.0.id".
func (a reply) get(path string) any {
	a.Helper()
	var v any
	dec := json.NewDecoder(bytes.NewReader(a.body))
	dec.UseNumber()
	require.NoError(a, dec.Decode(&v))
	for _, key := range strings.Split(path, ".") {
		switch in := v.(type) {
		case map[string]any:
			v = in[key]
		case []any:
			i, err := json.Number(key).Int64()
			require.NoError(a, err, path)
			require.Less(a, int(i), len(in), "%s of %s", path, a.body)
			v = in[i]
		default:
			require.Fail(a, "no "+path, "%s", a.body)
		}
	}
	if n, isNumber := v.(json.Number); isNumber {
		i, err := n.Int64()
		require.NoError(a, err)
		return int(i)
	}
	return v
}

func (a reply) str(path string) string {
	a.Helper()
	s, ok := a.get(path).(string)
	require.True(a, ok, "%s of %s", path, a.body)
	return s
}

func (a reply) len(path string) int {
	a.Helper()
	if path == "" {
		var items []json.RawMessage
		require.NoError(a, json.Unmarshal(a.body, &items), "%s", a.body)
		return len(items)
	}
	items, ok := a.get(path).([]any)
	require.True(a, ok, "%s of %s", path, a.body)
	return len(items)
}

// document is the published document; nil when it is not there.
var document = sync.OnceValue(func() routers.Router {
	const path = "../../../shared/clerk/users-openapi.json"
	if _, err := os.Stat(path); err != nil {
		return nil
	}
	doc, err := openapi3.NewLoader().LoadFromFile(path)
	if err != nil {
		panic(err)
	}
	doc.Servers = openapi3.Servers{{URL: "/v1"}}
	router, err := legacy.NewRouter(doc, openapi3.DisableExamplesValidation())
	if err != nil {
		panic(err)
	}
	return router
})

func TestDocumentIsThere(t *testing.T) {
	t.Parallel()
	if document() == nil {
		t.Skip("../shared/clerk/users-openapi.json is absent: requests and answers are not held against it")
	}
}

// validate holds a request and its answer against the document.
func (r *rig) validate(req *http.Request, sent []byte, a reply) {
	r.Helper()
	router := document()
	if router == nil || r.unheld || a.status == http.StatusMethodNotAllowed {
		return
	}
	probe := req.Clone(context.Background())
	probe.URL = &url.URL{Path: req.URL.Path, RawPath: req.URL.RawPath, RawQuery: req.URL.RawQuery}
	probe.Body = io.NopCloser(bytes.NewReader(sent))
	route, params, err := router.FindRoute(probe)
	require.NoError(r, err, "%s %s", req.Method, req.URL)
	input := &openapi3filter.RequestValidationInput{
		Request: probe, PathParams: params, Route: route,
		Options: &openapi3filter.Options{
			AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: false, MultiError: true,
		},
	}
	if !r.lenient && a.status == http.StatusOK {
		require.NoError(r, openapi3filter.ValidateRequest(context.Background(), input), "%s %s %s", req.Method, req.URL, sent)
	}
	out := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: a.status, Header: a.header, Options: input.Options,
	}
	out.SetBodyBytes(a.body)
	require.NoError(r, openapi3filter.ValidateResponse(context.Background(), out), "%s %s answered %d %s", req.Method, req.URL, a.status, a.body)
}

// someUser is the id of a sample user for whom fits is true.
func (r *rig) someUser(fits func(*userRecord) bool) *userRecord {
	r.Helper()
	users, err := r.s.store.list(&userFilter{all: true}, newestFirst(), listRange{limit: 5000})
	require.Nil(r, err)
	for _, u := range users {
		if fits(u) {
			return u
		}
	}
	require.Fail(r, "no such sample user")
	return nil
}

// newUser creates a user with an e-mail address and a password.
func (r *rig) newUser(address string) string {
	r.Helper()
	return r.call("POST", "/users", map[string]any{"email_address": []string{address}, "password": "Tr0ub4dor&3x"}).ok().str("id")
}
