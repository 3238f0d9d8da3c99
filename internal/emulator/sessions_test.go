package emulator

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestSessions(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	id := r.newUser("sess@new.example")
	a := r.call("POST", "/sessions", map[string]any{"user_id": id}).ok()
	r.clock.advance(time.Second)
	later := r.call("POST", "/sessions", map[string]any{"user_id": id}).ok().str("id")
	first := a.str("id")
	assert.Equal(t, later, r.call("GET", "/sessions?user_id="+id, nil).ok().str("0.id"), "newest first")
	b := r.loose("GET", "/sessions?paginated=true&limit=1&user_id="+id, "").ok()
	assert.Equal(t, 2, b.get("total_count"))
	assert.Equal(t, 1, b.len("data"))
	assert.Equal(t, first, r.call("GET", "/sessions?client_id="+a.str("client_id"), nil).ok().str("0.id"))
	c := r.call("GET", "/clients/"+a.str("client_id"), nil).ok()
	assert.Equal(t, first, c.str("last_active_session_id"))
	assert.Equal(t, "revoked", r.call("POST", "/sessions/"+first+"/revoke", nil).ok().str("status"))
	assert.Equal(t, "revoked", r.call("POST", "/sessions/"+first+"/revoke", nil).ok().str("status"))
	assert.Equal(t, 1, r.call("GET", "/sessions?status=active&user_id="+id, nil).ok().len(""))
	assert.Equal(t, 0, r.call("GET", "/sessions?user_id=user_nobody", nil).ok().len(""))

	r.call("POST", "/users/"+id+"/ban", nil).ok()
	r.call("POST", "/sessions", map[string]any{"user_id": id}).refused(403, "user_banned", "")
	gone := r.someUser(func(u *userRecord) bool { return u.Deprovisioned && !u.Banned })
	r.call("POST", "/sessions", map[string]any{"user_id": gone.ID}).refused(400, "deprovisioned", "")

	r.call("GET", "/sessions", nil).refused(400, "missing_query_parameter", "")
	r.call("GET", "/sessions?status=pending&user_id="+id, nil).refused(422, "form_param_value_invalid", "status")
	r.call("GET", "/sessions/sess_nothing", nil).refused(404, "resource_not_found", "")
	r.call("POST", "/sessions/sess_nothing/revoke", nil).refused(404, "resource_not_found", "")
	r.call("GET", "/clients/client_nothing", nil).refused(404, "resource_not_found", "")
	r.call("POST", "/sessions", `{}`).refused(422, "form_param_missing", "user_id")
	r.call("POST", "/sessions", `{"user_id":"user_nobody"}`).refused(404, "resource_not_found", "")
	r.call("POST", "/sessions", map[string]any{"user_id": id, "active_organization_id": "org_nothing"}).refused(404, "resource_not_found", "")
	newRig(t, Options{Production: true}).call("POST", "/sessions", `{"user_id":"user_x"}`).refused(400, "request_invalid_for_environment", "")
}

func TestPendingSessionsInOlderVersions(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	id := r.newUser("pending@new.example")
	made := r.call("POST", "/sessions", map[string]any{"user_id": id}).ok().str("id")
	err := r.s.store.updateSessions(id, func(all []session) ([]session, *apiError) {
		all[0].Status, all[0].Tasks = sessionPending, []string{"choose-organization"}
		return all, nil
	})
	assert.Nil(t, err)
	a := r.call("GET", "/sessions/"+made, nil).ok()
	assert.Equal(t, "pending", a.str("status"))
	assert.Equal(t, "choose-organization", a.str("tasks.0.key"))
	r.version = version2024
	a = r.call("GET", "/sessions/"+made, nil).ok()
	assert.Equal(t, "active", a.str("status"))
	assert.Nil(t, a.get("tasks"))
}
