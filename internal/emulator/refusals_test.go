package emulator

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestUnknownIDsAreNotFoundEverywhere asks every operation on a resource for one that is not
// there; the bodies are those that pass until the resource is looked up.
func TestUnknownIDsAreNotFoundEverywhere(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	org := r.roomyOrg().ID
	mail := r.newUser("present@new.example")
	phone := r.call("POST", "/phone_numbers", map[string]any{"user_id": mail, "phone_number": "+15555550166"}).ok().str("id")
	const code = `{"verification_id":"ver_x","code":"424242"}`
	for _, call := range []string{
		"GET /users/{}", "DELETE /users/{}", "PATCH /users/{} {}", "POST /users/{}/ban", "POST /users/{}/unban", "POST /users/{}/lock",
		"POST /users/{}/unlock", "DELETE /users/{}/profile_image", "PATCH /users/{}/metadata {}", "PUT /users/{}/metadata {}",
		"GET /users/{}/oauth_access_tokens/oauth_google", "GET /users/{}/organization_memberships", "GET /users/{}/organization_invitations",
		`POST /users/{}/verify_password {"password":"x"}`, `POST /users/{}/verify_totp {"code":"123456"}`, "DELETE /users/{}/mfa",
		"DELETE /users/{}/backup_code", "DELETE /users/{}/totp", "POST /users/{}/totp", "DELETE /users/{}/passkeys/idn_x",
		"DELETE /users/{}/web3_wallets/idn_x", "DELETE /users/{}/external_accounts/eac_x", "POST /users/{}/password/set_compromised",
		"POST /users/{}/password/unset_compromised", "POST /users/{}/remove_password", "GET /users/{}/trusted_devices",
		"DELETE /users/{}/trusted_devices/td_x", `PUT /users/{}/email_address {"email_address":"a@b.io"}`,
		`PUT /users/{}/phone_number {"phone_number":"+15555550167"}`, "GET /users/{}/billing/subscription", "GET /users/{}/billing/credits",
		`POST /users/{}/billing/credits {"amount":1,"action":"increase","idempotency_key":"k"}`,
		"GET /sessions/{}", "POST /sessions/{}/revoke", "GET /clients/{}",
		"GET /email_addresses/{}", "PATCH /email_addresses/{} {}", "DELETE /email_addresses/{}", "POST /email_addresses/{}/prepare_verification",
		"POST /email_addresses/{}/attempt_verification " + code, "GET /phone_numbers/{}", "PATCH /phone_numbers/{} {}", "DELETE /phone_numbers/{}",
		"POST /phone_numbers/{}/prepare_verification", "POST /phone_numbers/{}/attempt_verification " + code,
		"POST /phone_numbers/" + phone + "/attempt_verification " + code,
		`POST /phone_numbers {"user_id":"user_x","phone_number":"+15555550168"}`,
		"POST /actor_tokens/{}/revoke", "POST /sign_in_tokens/{}/revoke", "DELETE /allowlist_identifiers/{}", "DELETE /blocklist_identifiers/{}",
		"POST /invitations/{}/revoke", "POST /waitlist_entries/{}/invite", "POST /waitlist_entries/{}/reject", "DELETE /waitlist_entries/{}",
		"GET /organizations/{}", "GET /organizations/{}/billing/subscription", "GET /organizations/{}/memberships",
		`POST /organizations/{}/memberships {"user_id":"` + mail + `","role":"org:member"}`, "DELETE /organizations/{}/memberships/" + mail,
		`PATCH /organizations/{}/memberships/` + mail + ` {"role":"org:member"}`, "DELETE /organizations/" + org + "/memberships/{}",
		`PATCH /organizations/` + org + `/memberships/` + mail + `/metadata {}`, "PATCH /organizations/" + org + "/memberships/{}/metadata {}",
		"GET /organizations/{}/invitations", `POST /organizations/{}/invitations {"email_address":"a@b.io","role":"org:member"}`,
		"GET /organizations/{}/invitations/orginv_x", "GET /organizations/" + org + "/invitations/{}",
		"POST /organizations/" + org + "/invitations/{}/revoke", "POST /organizations/{}/invitations/orginv_x/revoke",
	} {
		method, rest, _ := strings.Cut(call, " ")
		path, body, hasBody := strings.Cut(rest, " ")
		path = strings.ReplaceAll(path, "{}", "user_doesNotExist")
		var a reply
		if hasBody {
			a = r.call(method, path, body)
		} else {
			a = r.call(method, path, nil)
		}
		assert.Equal(t, http.StatusNotFound, a.status, "%s: %s", call, a.body)
	}
}

// TestRefusalsOfTheInstance lets the knobs refuse all that they concern, so that the envelopes
// meet the document.
func TestRefusalsOfTheInstance(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	id, org := r.newUser("refused@new.example"), r.roomyOrg().ID
	for _, tt := range []struct {
		kind   FaultKind
		status int
		code   string
		calls  []string
	}{
		{FaultPlan, http.StatusPaymentRequired, "unsupported_subscription_plan_features", []string{
			"POST /users/ban", "POST /users/unban", "POST /users/" + id + "/ban", "POST /users/" + id + "/unban",
			"GET /allowlist_identifiers", "POST /allowlist_identifiers", "DELETE /allowlist_identifiers/x", "GET /blocklist_identifiers",
			"POST /blocklist_identifiers", "DELETE /blocklist_identifiers/x", "POST /actor_tokens", "PATCH /instance/restrictions",
		}},
		{FaultOrganizationsOff, http.StatusForbidden, "organization_not_enabled_in_instance", []string{
			"GET /organizations", "GET /organizations/" + org, "GET /organization_roles", "GET /organization_memberships",
			"GET /organization_invitations", "GET /organizations/" + org + "/memberships", "GET /organizations/" + org + "/invitations",
			"GET /users/" + id + "/organization_memberships", "GET /users/" + id + "/organization_invitations",
		}},
		{FaultLockoutOff, http.StatusForbidden, "feature_not_enabled", []string{"POST /users/" + id + "/lock", "POST /users/" + id + "/unlock"}},
		{FaultResourceLocked, http.StatusConflict, "resource_locked", []string{"PATCH /users/" + id, "DELETE /users/" + id, "POST /users"}},
	} {
		r.s.SetFaults(Faults{Rules: []Fault{{Kind: tt.kind}}})
		for _, call := range tt.calls {
			method, path, _ := strings.Cut(call, " ")
			r.call(method, path, nil).refused(tt.status, tt.code, "")
		}
		r.call("GET", "/users/"+id, nil).ok()
	}
}
