package api

import (
	"context"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// opTest is one method of the client: what it must send for a call, and a
// success that the server may answer.
type opTest struct {
	op    operation
	call  func(context.Context, *Client) (any, error)
	path  string // with the ids filled in
	query string
	body  string // JSON; "" for none; "-" when the test looks itself
	// reply is a fixture's name, [name] for an array, {name} for an envelope,
	// or JSON after an =.
	reply  string
	id     string // of the first record of the result; "" when there is none
	errors []int  // documented statuses
}

func (o *opTest) replyBody(t *testing.T) string {
	t.Helper()
	switch r := o.reply; {
	case strings.HasPrefix(r, "="):
		return r[1:]
	case strings.HasPrefix(r, "["):
		return "[" + fixture(t, strings.Trim(r, "[]")) + "]"
	case strings.HasPrefix(r, "{"):
		return `{"data":[` + fixture(t, strings.Trim(r, "{}")) + `],"total_count":41}`
	default:
		return fixture(t, r)
	}
}

func TestEveryOperationHasATest(t *testing.T) {
	seen := map[operation]bool{}
	for _, o := range opTests() {
		seen[o.op] = true
	}
	for _, o := range operations() {
		assert.True(t, seen[o], "no test calls %s", o)
	}
	assert.Len(t, Operations(), 94)
}

func TestOperations(t *testing.T) {
	spec := loadSpec(t)
	for _, o := range opTests() {
		op := o.op.parse()
		t.Run(op.ID, func(t *testing.T) {
			s := newServer(t, always(answer{body: o.replyBody(t)}))
			got, err := o.call(t.Context(), newClient(t, s))
			require.NoError(t, err)

			req := s.only(t)
			assert.Equal(t, op.Method, req.method)
			assert.Equal(t, o.path, req.path)
			want, err := url.ParseQuery(o.query)
			require.NoError(t, err)
			have, err := url.ParseQuery(req.query)
			require.NoError(t, err)
			assert.Equal(t, want, have)
			switch o.body {
			case "-":
			case "":
				assert.Empty(t, req.body)
				assert.Empty(t, req.header.Get("Content-Type"))
			default:
				assert.JSONEq(t, o.body, string(req.body))
				assert.Equal(t, "application/json", req.header.Get("Content-Type"))
			}
			assert.Equal(t, "Bearer "+testKey, req.header.Get("Authorization"))
			assert.Equal(t, "2026-05-12", req.header.Get("Clerk-API-Version"))
			assert.Equal(t, "application/json", req.header.Get("Accept"))
			assert.Equal(t, o.id, firstID(reflect.ValueOf(got)), "id of the decoded answer")
			spec.check(t, s.URL, req, o.replyBody(t))
		})
	}
}

// firstID finds the id of a result: of a record, or the first of a list.
func firstID(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return ""
		}
		return firstID(v.Elem())
	case reflect.Slice:
		if v.Len() == 0 {
			return ""
		}
		return firstID(v.Index(0))
	case reflect.Struct:
		for _, name := range []string{"Data", "ID", "ExternalAccountID"} {
			if f := v.FieldByName(name); f.IsValid() {
				if f.Kind() == reflect.Slice {
					return firstID(f)
				}
				return f.String()
			}
		}
	}
	return ""
}

func TestDocumentedErrors(t *testing.T) {
	for _, o := range opTests() {
		op := o.op.parse()
		for _, status := range append([]int{401, 404, 500}, o.errors...) {
			s := newServer(t, always(answer{status: status, body: errorBody("some_code", "what", "name")}))
			c := newClient(t, s, WithRetry(RetryPolicy{MaxRetries: -1}))
			_, err := o.call(t.Context(), c)
			e := asError(t, err)
			assert.Equal(t, op.ID, e.Op)
			assert.Equal(t, op.Method, e.Method)
			assert.Equal(t, o.path, e.Path)
			assert.Equal(t, status, e.Status, op.ID)
			assert.Equal(t, "some_code", e.Code())
			assert.True(t, e.Names("name"))
			assert.True(t, e.Message().Is("long what"))
			assert.Equal(t, "trace123", e.TraceID)
			assert.Equal(t, 1, e.Attempts)
			want := NotExecuted
			if op.Mutates() && status >= 500 {
				want = MaybeExecuted
			}
			assert.Equal(t, want, e.Executed, "%s %d", op.ID, status)
		}
	}
}

// TestInvalidIDsNeverReachTheNetwork goes through every operation with a path
// parameter.
func TestInvalidIDsNeverReachTheNetwork(t *testing.T) {
	s := newServer(t, always(answer{body: "{}"}))
	c := newClient(t, s)
	for _, op := range operations() {
		o := op.parse()
		n := strings.Count(o.Path, "{")
		for i := range n {
			for _, bad := range []ID{"", ".", "..", "a/b", `a\b`, "a b", "a\x1b", "a?b", "a#b", "a%2fb", "é", ID(strings.Repeat("a", 300))} {
				args := make([]ID, n)
				for j := range args {
					args[j] = "ok_1"
				}
				args[i] = bad
				err := perform(t.Context(), c, newRequest(op, args...))
				var v *ValidationError
				require.ErrorAs(t, err, &v, "%s with %q", o.ID, bad)
				assert.Equal(t, o.ID, v.Op)
				assert.Contains(t, o.Path, "{"+v.Field+"}")
			}
		}
	}
	assert.Empty(t, s.requests())
}

func TestIDsAreEscaped(t *testing.T) {
	s := newServer(t, always(answer{body: fixture(t, "user.json")}))
	_, err := newClient(t, s).Users.Get(t.Context(), "user_1;a=b&c+d")
	require.NoError(t, err)
	assert.Equal(t, "/users/user_1;a=b&c+d", unescape(t, s.only(t).path))
}

func unescape(t *testing.T, s string) string {
	t.Helper()
	u, err := url.PathUnescape(s)
	require.NoError(t, err)
	return u
}
