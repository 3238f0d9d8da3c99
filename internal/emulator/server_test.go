package emulator

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// raw sends a request with just these headers.
func (r *rig) raw(method, target string, header http.Header) reply {
	r.Helper()
	req := httptest.NewRequest(method, target, nil)
	req.Header = header
	w := httptest.NewRecorder()
	r.s.ServeHTTP(w, req)
	return reply{r, w.Code, w.Header(), w.Body.Bytes()}
}

func TestKeyAndVersionAreChecked(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{Users: 5, Key: "sk_test_other0000000000000000000000"})
	good := "Bearer sk_test_other0000000000000000000000"
	for name, c := range map[string]struct {
		auth, version []string
		query         string
		status        int
		code          string
	}{
		"none":               {nil, nil, "", 401, "authentication_invalid"},
		"empty":              {[]string{""}, nil, "", 401, "authentication_invalid"},
		"basic":              {[]string{"Basic abc"}, nil, "", 401, "authorization_header_format_invalid"},
		"bare":               {[]string{"sk_test_other0000000000000000000000"}, nil, "", 401, "authorization_header_format_invalid"},
		"twice":              {[]string{good, good}, nil, "", 401, "authorization_header_format_invalid"},
		"other":              {[]string{"Bearer " + DemoKey}, nil, "", 401, "clerk_key_invalid"},
		"prefix":             {[]string{good[:20]}, nil, "", 401, "clerk_key_invalid"},
		"lower":              {[]string{"bearer" + good[6:]}, nil, "", 200, ""},
		"good":               {[]string{good}, nil, "", 200, ""},
		"oldest":             {[]string{good}, []string{"2021-02-05"}, "", 200, ""},
		"latest":             {[]string{good}, []string{"2026-05-12"}, "", 200, ""},
		"by query":           {[]string{good}, nil, "?__clerk_api_version=2025-04-10", 200, ""},
		"undocumented":       {[]string{good}, []string{"2025-03-12"}, "", 400, "api_version_invalid"},
		"unknown":            {[]string{good}, []string{"v1"}, "", 400, "api_version_invalid"},
		"unknown by query":   {[]string{good}, nil, "?__clerk_api_version=1999-01-01", 400, "api_version_invalid"},
		"empty by query":     {[]string{good}, nil, "?__clerk_api_version=", 400, "api_version_invalid"},
		"doubled":            {[]string{good}, []string{"2026-05-12"}, "?__clerk_api_version=2026-05-12", 400, "api_version_invalid"},
		"version before key": {nil, []string{"v1"}, "", 400, "api_version_invalid"},
	} {
		t.Run(name, func(t *testing.T) {
			header := http.Header{}
			for _, v := range c.auth {
				header.Add("Authorization", v)
			}
			for _, v := range c.version {
				header.Add(versionHeader, v)
			}
			a := r.raw("GET", "/v1/instance"+c.query, header)
			if c.code == "" {
				a.ok()
			} else {
				a.refused(c.status, c.code, "")
			}
			assert.Equal(t, "application/json", a.header.Get("Content-Type"))
			assert.NotEmpty(t, a.header.Get("Clerk-Trace-Id"))
			assert.NotEmpty(t, a.header.Get("Cf-Ray"))
		})
	}
}

func TestPathsNeverCollapse(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{Users: 5})
	header := http.Header{"Authorization": {"Bearer " + DemoKey}}
	for _, path := range []string{
		"/v1/users//ban", "/v1/users/", "/v1/users/./ban", "/v1/users/../users", "/v1//users", "/v1/users/%2e%2e/ban", "/v1/nothing",
		"/users", "/v1", "/", "/v2/users", "/v1/users/x/y/z",
	} {
		a := r.raw("POST", path, header.Clone())
		assert.Equal(t, http.StatusNotFound, a.status, path)
		a.refused(http.StatusNotFound, "resource_not_found", "")
	}
	a := r.raw("GET", "/v1/instance/restrictions", header.Clone())
	assert.Equal(t, http.StatusMethodNotAllowed, a.status)
	assert.Equal(t, "PATCH", a.header.Get("Allow"))
	assert.Equal(t, http.StatusMethodNotAllowed, r.raw("DELETE", "/v1/users", header.Clone()).status)
	for _, id := range []string{"user_nope", "a%2Fb", "%3F", strings.Repeat("x", 500)} {
		r.raw("GET", "/v1/users/"+id, header.Clone()).refused(http.StatusNotFound, "resource_not_found", "")
	}
}

func TestTraceIDsDiffer(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{Users: 5})
	a, b := r.call("GET", "/instance", nil), r.call("GET", "/instance", nil)
	assert.NotEqual(t, a.header.Get("Clerk-Trace-Id"), b.header.Get("Clerk-Trace-Id"))
	refused := r.call("GET", "/users/user_nope", nil)
	assert.Equal(t, refused.header.Get("Clerk-Trace-Id"), refused.str("clerk_trace_id"))
}

func TestInstance(t *testing.T) {
	t.Parallel()
	dev, live := newRig(t, Options{Users: 5}), newRig(t, Options{Users: 5, Production: true})
	assert.Equal(t, "development", dev.call("GET", "/instance", nil).ok().str("environment_type"))
	assert.Equal(t, "production", live.call("GET", "/instance", nil).ok().str("environment_type"))
	assert.Contains(t, dev.call("GET", "/instance", nil).str("id"), "ins_")
	assert.Equal(t, 1, live.call("GET", "/domains", nil).ok().get("total_count"))
	assert.Equal(t, "acme.example", live.call("GET", "/domains", nil).ok().str("data.0.name"))
	dev.call("GET", "/instance/protect", nil).ok()
	dev.call("GET", "/instance/communication", nil).ok()
	settings := dev.call("GET", "/instance/organization_settings", nil).ok()
	assert.Equal(t, true, settings.get("enabled"))
	assert.Equal(t, "org:admin", settings.str("creator_role"))
	dev.s.SetFaults(Faults{Rules: []Fault{{Kind: FaultOrganizationsOff}}})
	assert.Equal(t, false, dev.call("GET", "/instance/organization_settings", nil).ok().get("enabled"))
}

func TestRestrictionsAreSetPartly(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{Users: 5})
	a := r.call("PATCH", "/instance/restrictions", map[string]any{"allowlist": true, "block_email_subaddresses": nil}).ok()
	assert.Equal(t, true, a.get("allowlist"))
	assert.Equal(t, true, a.get("blocklist"), "what is not sent stays")
	a = r.call("PATCH", "/instance/restrictions", nil).ok()
	assert.Equal(t, true, a.get("allowlist"))
	r.lenient = true
	r.call("PATCH", "/instance/restrictions", `{"allow":true}`).refused(http.StatusUnprocessableEntity, "form_param_unknown", "allow")
	r.call("PATCH", "/instance/restrictions", `{"allowlist":"yes"}`).refused(http.StatusUnprocessableEntity, "form_param_type_invalid", "allowlist")
	r.call("PATCH", "/instance/restrictions", `[1]`).refused(http.StatusBadRequest, "request_body_invalid", "")
	r.call("PATCH", "/instance/restrictions", `{`).refused(http.StatusBadRequest, "request_body_invalid", "")
	req := httptest.NewRequest(http.MethodPatch, "/v1/instance/restrictions", strings.NewReader(`{"allowlist":true}`))
	req.Header.Set("Content-Type", "text/plain")
	r.unheld = true
	r.send(req).refused(http.StatusUnsupportedMediaType, "unsupported_content_type", "")
	huge := `{"allowlist":` + strings.Repeat(" ", maxBody) + `true}`
	r.call("PATCH", "/instance/restrictions", huge).refused(http.StatusRequestEntityTooLarge, "request_body_too_large", "")
	r.s.reset()
	assert.Equal(t, false, r.call("PATCH", "/instance/restrictions", "null").ok().get("allowlist"))
}

// TestEveryRouteIsInTheDocument keeps invented operations out, and sees that none is missing.
func TestEveryRouteIsInTheDocument(t *testing.T) {
	t.Parallel()
	router := document()
	if router == nil {
		t.Skip("the API document is absent")
	}
	s := New(Options{Users: 1})
	for _, route := range s.routes() {
		method, path, _ := strings.Cut(route.pattern, " ")
		path = strings.NewReplacer("{", "", "}", "").Replace(path)
		req, err := http.NewRequest(method, "/v1"+path, nil)
		require.NoError(t, err)
		_, _, err = router.FindRoute(req)
		assert.NoError(t, err, route.pattern)
	}
}
