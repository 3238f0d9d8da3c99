package api

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestErrorBodies(t *testing.T) {
	for _, test := range []struct {
		name, body   string
		header       map[string]string
		code, trace  string
		items        int
		excerpt, msg string
	}{
		{"envelope", errorBody("form_identifier_exists", "taken", "email_address"), nil, "form_identifier_exists", "trace123", 1, "", "long taken"},
		{"HTML", "<html>\x1b[31mBad gateway</html>", map[string]string{"Cf-Ray": "ray-1"}, "", "ray-1", 0, "<html>\x1b[31mBad gateway</html>", ""},
		{"empty", "", map[string]string{"Clerk-Trace-Id": "h-1", "Cf-Ray": "ray-1"}, "", "h-1", 0, "", ""},
		{"no errors", `{"errors":[]}`, nil, "", "", 0, "", ""},
		{"errors of an odd shape", `{"errors":{"code":"x"}}`, nil, "", "", 0, `{"errors":{"code":"x"}}`, ""},
		{"odd entries", `{"errors":[null,5,{"code":7,"message":null,"meta":[]},{"code":"b\u001b","message":"m"},{"code":"c"}]}`, nil, "c", "", 3, "", "m"},
		{"array", `[1]`, nil, "", "", 0, "[1]", ""},
		{"unsafe trace", `{"errors":[],"clerk_trace_id":"a\u001b[2Jb"}`, nil, "", "", 0, "", ""},
		{"long", strings.Repeat("x", 5000), nil, "", "", 0, strings.Repeat("x", 200), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newServer(t, always(answer{status: 422, body: test.body, header: test.header}))
			_, err := newClient(t, s).Users.Ban(t.Context(), "user_1")
			e := asError(t, err)
			assert.Equal(t, test.code, e.Code())
			assert.Equal(t, test.trace, e.TraceID)
			assert.Len(t, e.Items, test.items)
			assert.True(t, e.Body.Is(test.excerpt), e.Body)
			assert.True(t, e.Message().Is(test.msg), e.Message())
			assert.Equal(t, 422, e.Status)
			assert.False(t, e.HasCode("", "other"))
			assert.Equal(t, test.code != "", e.HasCode("other", test.code))
			for _, r := range err.Error() {
				assert.True(t, r >= ' ' && r < 0x7f)
			}
		})
	}
}

func TestErrorText(t *testing.T) {
	e := &Error{Op: "BanUser", Status: 402, Items: []ErrorItem{{Code: "unsupported"}}, TraceID: "t1"}
	assert.Equal(t, "BanUser: HTTP 402 unsupported (trace t1)", e.Error())
	e = &Error{Op: "GetUser", Status: 503}
	assert.Equal(t, "GetUser: HTTP 503 Service Unavailable", e.Error())
	e = &Error{Op: "GetUser", Err: errors.New("a\x1b[31m \"b\" \u202e")}
	assert.Equal(t, `GetUser: a\x1b[31m "b" \u202e`, e.Error())
	assert.True(t, (&Error{Status: 401}).IsUnauthorized())
	assert.True(t, (&Error{Status: 404}).IsNotFound())
	assert.False(t, (&Error{Status: 400}).Temporary())
	assert.True(t, (&Error{Status: 409, Items: []ErrorItem{{Code: "resource_locked"}}}).Temporary())
}
