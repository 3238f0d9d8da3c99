package emulator

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The shapes of requests that the official clients were seen to send.

// TestBodylessRequestsInEveryForm: the TypeScript SDK sends no body with a JSON
// type, the Go SDK a chunked literal null, the CLI neither.
func TestBodylessRequestsInEveryForm(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	id := r.newUser("bodyless@new.example")
	device := r.someUser(func(u *userRecord) bool { return len(u.Passkeys) > 0 })
	forms := map[string]func(*http.Request){
		"no body, JSON type": func(q *http.Request) { q.Header.Set("Content-Type", "application/json") },
		"chunked null": func(q *http.Request) {
			q.Header.Set("Content-Type", "application/json")
			q.Body, q.ContentLength = io.NopCloser(strings.NewReader("null")), -1
		},
		"neither": func(*http.Request) {},
	}
	for form, shape := range forms {
		for _, call := range [][2]string{
			{"POST", "/users/" + id + "/ban"},
			{"POST", "/users/" + id + "/unban"},
			{"POST", "/users/" + id + "/lock"},
			{"POST", "/users/" + id + "/unlock"},
			{"PATCH", "/users/" + id},
			{"PATCH", "/users/" + id + "/metadata"},
			{"DELETE", "/users/" + id + "/mfa"},
			{"DELETE", "/users/" + id + "/totp"},
			{"DELETE", "/users/" + id + "/backup_code"},
			{"POST", "/users/" + id + "/remove_password"},
			{"GET", "/users/" + device.ID + "/trusted_devices"},
		} {
			r.clock.advance(writeWindow)
			r.lenient = true
			req := httptest.NewRequest(call[0], "/v1"+call[1], nil)
			shape(req)
			assert.Equal(t, http.StatusOK, r.send(req).status, "%s: %s %s", form, call[0], call[1])
		}
	}
}

// TestGoSDKRevokesASessionWithItsIDInTheBody: a body that the document does not
// have must not matter.
func TestGoSDKRevokesASessionWithItsIDInTheBody(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	made := r.call("POST", "/sessions", map[string]any{"user_id": r.newUser("gosdk@new.example")}).ok().str("id")
	r.lenient = true
	assert.Equal(t, "revoked", r.call("POST", "/sessions/"+made+"/revoke", `{"id":"`+made+`"}`).ok().str("status"))
}

// TestGoSDKListsAndCounts: it repeats statuses and sends paging to the count.
func TestGoSDKListsAndCounts(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	r.unheld = true
	a := r.call("GET", "/users/count?limit=50&offset=0&order_by=-created_at&banned=false", nil).ok().get("total_count").(int)
	b := r.call("GET", "/users/count?banned=true", nil).ok().get("total_count").(int)
	assert.Equal(t, r.call("GET", "/users/count", nil).ok().get("total_count"), a+b)
	pending := r.call("GET", "/invitations?paginated=true&status=pending", nil).ok().get("total_count").(int)
	accepted := r.call("GET", "/invitations?paginated=true&status=accepted", nil).ok().get("total_count").(int)
	both := r.call("GET", "/invitations?paginated=true&status=pending&status=accepted&limit=1", nil).ok()
	assert.Equal(t, pending+accepted, both.get("total_count"))
	assert.Equal(t, 1, both.len("data"))
}

// TestUploadsOfEitherSDK: chunked and typed application/octet-stream by the Go
// SDK, typed image/png and named "blob" by the TypeScript SDK.
func TestUploadsOfEitherSDK(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	id := r.newUser("upload@new.example")
	pixel := []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;")
	for kind, chunked := range map[string]bool{"application/octet-stream": true, "image/gif": false} {
		body := []byte("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"blob\"\r\nContent-Type: " + kind + "\r\n\r\n")
		body = append(append(body, pixel...), "\r\n--b--\r\n"...)
		req := httptest.NewRequest(http.MethodPost, "/v1/users/"+id+"/profile_image", bytes.NewReader(body))
		req.Header.Set("Content-Type", "multipart/form-data; boundary=b")
		if chunked {
			req.ContentLength = -1
		}
		assert.Equal(t, true, r.send(req).ok().get("has_image"), kind)
	}
}

// TestEveryOperationOfTheDocumentIsServed: an unknown path or method would be
// the router's 404 or 405.
func TestEveryOperationOfTheDocumentIsServed(t *testing.T) {
	t.Parallel()
	const path = "../../../shared/clerk/users-openapi.json"
	if _, err := os.Stat(path); err != nil {
		t.Skip("../shared/clerk/users-openapi.json is absent")
	}
	doc, err := openapi3.NewLoader().LoadFromFile(path)
	require.NoError(t, err)
	s := New(Options{Users: -1})
	served := 0
	for pattern, item := range doc.Paths.Map() {
		for method := range item.Operations() {
			req := httptest.NewRequest(method, basePath+strings.NewReplacer("{", "", "}", "").Replace(pattern), nil)
			_, found := s.mux.Handler(req)
			assert.Equal(t, method+" "+basePath+pattern, found)
			served++
		}
	}
	assert.Equal(t, 94, served)
}
