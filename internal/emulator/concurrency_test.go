package emulator

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// quick sends a request and gives the status and the body.
func quick(s *Server, method, path, body string) (int, string) {
	req := httptest.NewRequest(method, "/v1"+path, strings.NewReader(body))
	req.Header.Set("Authorization", "Bearer "+DemoKey)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set(versionHeader, version2026)
	rec := httptest.NewRecorder()
	s.ServeHTTP(rec, req)
	return rec.Code, rec.Body.String()
}

func TestEverythingAtOnce(t *testing.T) {
	t.Parallel()
	s := New(Options{Users: 200})
	users, err := s.store.list(&userFilter{all: true}, newestFirst(), listRange{limit: 8})
	require.Nil(t, err)
	org := s.store.organizations()[0].ID
	var wg sync.WaitGroup
	for worker, u := range users {
		for _, call := range [][3]string{
			{"GET", "/users?limit=20&query=a", ""},
			{"GET", "/users/count?banned=true", ""},
			{"POST", "/users/" + u.ID + "/ban", ""},
			{"POST", "/users/" + u.ID + "/unlock", ""},
			{"PATCH", "/users/" + u.ID + "/metadata", `{"public_metadata":{"w":1}}`},
			{"GET", "/sessions?user_id=" + u.ID, ""},
			{"GET", "/users/" + u.ID + "/organization_memberships", ""},
			{"POST", "/organizations/" + org + "/memberships", `{"user_id":"` + u.ID + `","role":"org:member"}`},
			{"DELETE", "/organizations/" + org + "/memberships/" + u.ID, ""},
			{"GET", "/organizations/" + org + "/memberships", ""},
			{"GET", "/organization_invitations", ""},
			{"POST", "/users", fmt.Sprintf(`{"username":"worker_%d"}`, worker)},
			{"POST", "/invitations", fmt.Sprintf(`{"email_address":"w%d@race.example"}`, worker)},
			{"POST", "/sign_in_tokens", `{"user_id":"` + u.ID + `"}`},
			{"GET", "/users/" + u.ID + "/trusted_devices", ""},
			{"POST", "/sessions", `{"user_id":"` + u.ID + `"}`},
		} {
			wg.Go(func() {
				status, body := quick(s, call[0], call[1], call[2])
				assert.Less(t, status, 500, "%v %s", call, body)
			})
		}
		wg.Go(func() { s.SetFaults(Faults{CreateTOTP: worker%2 == 0}) })
	}
	wg.Wait()
}

func TestOneOfManyTakesAnIdentifierOrABackupCode(t *testing.T) {
	t.Parallel()
	s := New(Options{Users: 50})
	race := func(method, path, body string) int32 {
		var wg sync.WaitGroup
		var won atomic.Int32
		for range 16 {
			wg.Go(func() {
				if status, _ := quick(s, method, path, body); status == http.StatusOK {
					won.Add(1)
				}
			})
		}
		wg.Wait()
		return won.Load()
	}
	assert.Equal(t, int32(1), race("POST", "/users", `{"username":"the_one","backup_codes":["only1"]}`))
	holder, ok := s.store.holder("username", "the_one")
	require.True(t, ok)
	assert.Equal(t, int32(1), race("POST", "/users/"+holder+"/verify_totp", `{"code":"only1"}`))
	assert.Equal(t, int32(1), race("POST", "/organizations/"+s.store.organizations()[1].ID+"/memberships", `{"user_id":"`+holder+`","role":"org:member"}`))
	assert.Equal(t, int32(1), race("POST", "/invitations", `{"email_address":"one@race.example"}`))
	assert.Equal(t, int32(1), race("POST", "/blocklist_identifiers", `{"identifier":"one@race.example"}`))
	assert.Equal(t, int32(1), race("DELETE", "/users/"+holder, ""))
}
