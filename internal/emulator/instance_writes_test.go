package emulator

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestAllowAndBlocklist(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	for _, list := range []string{"/allowlist_identifiers", "/blocklist_identifiers"} {
		a := r.call("POST", list, `{"identifier":"Bad.Person@Evil.example"}`).ok()
		assert.Equal(t, "bad.person@evil.example", a.str("identifier"))
		assert.Equal(t, "email_address", a.str("identifier_type"))
		r.call("POST", list, `{"identifier":"BAD.person@evil.example"}`).refused(400, "duplicate_record", "")
		assert.Equal(t, "phone_number", r.call("POST", list, `{"identifier":"+15555550188"}`).ok().str("identifier_type"))
		assert.Equal(t, "email_address", r.call("POST", list, `{"identifier":"*@*.evil.example"}`).ok().str("identifier_type"))
		assert.Equal(t, "web3_wallet", r.call("POST", list, `{"identifier":"0x`+strings.Repeat("aB", 20)+`"}`).ok().str("identifier_type"))
		r.call("POST", list, `{"identifier":"not an identifier"}`).refused(422, "form_param_format_invalid", "identifier")
		r.call("POST", list, `{}`).refused(422, "form_param_missing", "identifier")
		assert.Equal(t, true, r.call("DELETE", list+"/"+a.str("id"), nil).ok().get("deleted"))
		r.call("DELETE", list+"/"+a.str("id"), nil).refused(404, "resource_not_found", "")
	}
	assert.Equal(t, 5, r.call("GET", "/allowlist_identifiers", nil).ok().len(""))
	paged := r.loose("GET", "/allowlist_identifiers?paginated=true&limit=2", "").ok()
	assert.Equal(t, 2, paged.len("data"))
	assert.Equal(t, 5, paged.get("total_count"))
	block := r.call("GET", "/blocklist_identifiers", nil).ok()
	assert.Equal(t, block.get("total_count"), block.len("data"))

	// The lists act on sign-ups, and the allowlist wins.
	r.call("POST", "/blocklist_identifiers", `{"identifier":"*@*.worse.example"}`).ok()
	r.call("POST", "/users", `{"email_address":["x@deep.worse.example"]}`).refused(403, "not_allowed_access", "")
	r.call("POST", "/allowlist_identifiers", `{"identifier":"x@deep.worse.example"}`).ok()
	r.call("POST", "/users", `{"email_address":["x@deep.worse.example"]}`).ok()
}

func TestRestrictionsActOnSignUps(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	n := 0
	try := func(local, domain string) reply {
		n++
		return r.call("POST", "/users", map[string]any{"email_address": []string{local + strconv.Itoa(n) + "@" + domain}})
	}
	try("any", "spam.example").refused(403, "not_allowed_access", "")
	r.call("PATCH", "/instance/restrictions", `{"blocklist":false}`).ok()
	try("any", "spam.example").ok()
	r.call("PATCH", "/instance/restrictions", `{"block_email_subaddresses":true,"block_disposable_email_domains":true}`).ok()
	try("a+tag", "good.example").refused(403, "not_allowed_access", "")
	try("any", "mailinator.com").refused(403, "not_allowed_access", "")
	try("any", "good.example").ok()
	r.call("PATCH", "/instance/restrictions", `{"allowlist":true}`).ok()
	try("any", "good.example").refused(403, "not_allowed_access", "")
	try("any", "acme.example").ok()
	r.call("POST", "/users", `{"username":"no_address"}`).ok()
}

func TestInvitations(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	r.newUser("already@inv.example")
	all := r.call("GET", "/invitations?limit=500", nil).ok().len("")
	a := r.call("POST", "/invitations", `{"email_address":"New@inv.example","public_metadata":{"a":1},"expires_in_days":2}`).ok()
	assert.Equal(t, "pending", a.str("status"))
	assert.Equal(t, a.str("id"), r.call("GET", "/invitations", nil).ok().str("0.id"), "newest first")
	assert.Equal(t, all+1, r.loose("GET", "/invitations?paginated=true", "").ok().get("total_count"))
	assert.Equal(t, 1, r.call("GET", "/invitations?query=new%40inv", nil).ok().len(""))

	r.call("POST", "/invitations", `{"email_address":"new@inv.example"}`).refused(400, "duplicate_record", "")
	r.call("POST", "/invitations", `{"email_address":"new@inv.example","ignore_existing":true}`).ok()
	r.call("POST", "/invitations", `{"email_address":"already@inv.example"}`).refused(422, "form_identifier_exists", "email_address")
	r.call("POST", "/invitations", `{"email_address":"nonsense"}`).refused(422, "form_param_format_invalid", "email_address")
	r.call("POST", "/invitations", `{"email_address":"b@inv.example","expires_in_days":0}`).refused(422, "form_param_value_invalid", "expires_in_days")
	r.call("POST", "/invitations", `{"email_address":"b@inv.example","template_slug":"welcome"}`).refused(422, "form_param_value_invalid", "template_slug")
	r.call("POST", "/invitations", `{"email_address":"b@inv.example","redirect_url":"nowhere"}`).refused(422, "form_param_format_invalid", "redirect_url")
	r.call("POST", "/invitations", `{"email_address":"b@inv.example","role":"x"}`).refused(422, "form_param_unknown", "role")

	assert.Equal(t, true, r.call("POST", "/invitations/"+a.str("id")+"/revoke", nil).ok().get("revoked"))
	r.call("POST", "/invitations/"+a.str("id")+"/revoke", nil).refused(400, "invitation_already_revoked", "")
	accepted := r.call("GET", "/invitations?status=accepted", nil).ok().str("0.id")
	r.call("POST", "/invitations/"+accepted+"/revoke", nil).refused(400, "invitation_already_accepted", "")
	r.call("POST", "/invitations/inv_nothing/revoke", nil).refused(404, "resource_not_found", "")
	listed := r.call("GET", "/invitations?limit=500&order_by=email_address", nil).ok()
	assert.NotContains(t, string(listed.body), a.str("id"), "revoked ones are left out")
	assert.Contains(t, string(r.call("GET", "/invitations?status=revoked", nil).ok().body), a.str("id"))
	assert.LessOrEqual(t, listed.str("0.email_address"), listed.str("1.email_address"))
	r.clock.advance(40 * 24 * time.Hour)
	assert.Equal(t, 0, r.call("GET", "/invitations?status=pending", nil).ok().len(""))
	assert.Positive(t, r.call("GET", "/invitations?status=expired", nil).ok().len(""))
}

func TestBulkInvitations(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	two := []map[string]any{{"email_address": "one@bulk.example"}, {"email_address": "two@bulk.example"}}
	assert.Equal(t, 2, r.call("POST", "/invitations/bulk", two).ok().len(""))
	before := r.call("GET", "/invitations?limit=500", nil).ok().len("")
	r.call("POST", "/invitations/bulk", []map[string]any{{"email_address": "three@bulk.example"}, {"email_address": "two@bulk.example"}}).refused(400, "duplicate_record", "")
	assert.Equal(t, before, r.call("GET", "/invitations?limit=500", nil).ok().len(""), "all or none")
	r.call("POST", "/invitations/bulk", make([]map[string]any, 11)).refused(400, "bulk_size_exceeded", "")
	r.call("POST", "/invitations/bulk", `{}`).refused(400, "request_body_invalid", "")
	r.call("POST", "/invitations/bulk", `[{"email":"x@bulk.example"}]`).refused(422, "form_param_unknown", "email")
}

func TestWaitlist(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	a := r.call("GET", "/waitlist_entries?status=pending", nil).ok()
	first, second := a.str("data.0.id"), a.str("data.1.id")
	b := r.call("POST", "/waitlist_entries/"+first+"/invite", nil).ok()
	assert.Equal(t, "invited", b.str("status"))
	assert.Equal(t, b.str("invitation.id"), r.call("GET", "/invitations", nil).ok().str("0.id"))
	r.call("POST", "/waitlist_entries/"+first+"/invite", nil).refused(409, "conflict", "")
	r.call("POST", "/waitlist_entries/"+first+"/invite", `{"ignore_existing":true}`).ok()
	assert.Equal(t, "rejected", r.call("POST", "/waitlist_entries/"+second+"/reject", nil).ok().str("status"))
	r.call("POST", "/waitlist_entries/"+second+"/reject", nil).refused(409, "conflict", "")
	done := r.call("GET", "/waitlist_entries?status=completed", nil).ok().str("data.0.id")
	r.call("POST", "/waitlist_entries/"+done+"/reject", nil).refused(400, "waitlist_entry_already_completed", "")
	r.call("POST", "/waitlist_entries/"+done+"/invite", nil).refused(400, "waitlist_entry_already_completed", "")
	total := r.call("GET", "/waitlist_entries?order_by=email_address", nil).ok().get("total_count").(int)
	r.call("DELETE", "/waitlist_entries/"+first, nil).ok()
	assert.Equal(t, total-1, r.call("GET", "/waitlist_entries", nil).ok().get("total_count"))
	for _, verb := range []string{"invite", "reject"} {
		r.call("POST", "/waitlist_entries/"+first+"/"+verb, nil).refused(404, "resource_not_found", "")
	}
	r.call("GET", "/waitlist_entries?status=lost", nil).refused(422, "form_param_value_invalid", "status")
}

func TestLoginTokens(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	id := r.newUser("tok@new.example")
	a := r.call("POST", "/actor_tokens", map[string]any{"user_id": id, "actor": map[string]any{"sub": "agent", "iss": "usher"}}).ok()
	assert.Equal(t, "agent", a.str("actor.sub"))
	assert.Contains(t, a.str("url"), a.str("token"))
	b := r.call("POST", "/actor_tokens/"+a.str("id")+"/revoke", nil).ok()
	assert.Equal(t, "revoked", b.str("status"))
	assert.Nil(t, b.get("token"), "the secret is shown once")
	r.call("POST", "/actor_tokens/"+a.str("id")+"/revoke", nil).refused(400, "actor_token_cannot_be_revoked_code", "")
	r.call("POST", "/actor_tokens/act_nothing/revoke", nil).refused(404, "resource_not_found", "")
	r.call("POST", "/actor_tokens", map[string]any{"user_id": id, "actor": map[string]any{"iss": "x"}}).refused(422, "form_param_missing", "actor.sub")
	r.call("POST", "/actor_tokens", map[string]any{"user_id": id}).refused(422, "form_param_missing", "actor")
	r.call("POST", "/actor_tokens", map[string]any{"actor": map[string]any{"sub": "x"}}).refused(422, "form_param_missing", "user_id")
	r.call("POST", "/actor_tokens", map[string]any{"user_id": "user_nobody", "actor": map[string]any{"sub": "x"}}).refused(422, "form_resource_not_found", "user_id")
	r.call("POST", "/actor_tokens", map[string]any{"user_id": id, "actor": map[string]any{"sub": "x"}, "expires_in_seconds": 0}).refused(422, "form_param_value_invalid", "expires_in_seconds")

	a = r.call("POST", "/sign_in_tokens", map[string]any{"user_id": id, "expires_in_seconds": 60}).ok()
	assert.NotEmpty(t, a.str("token"))
	r.call("POST", "/actor_tokens/"+a.str("id")+"/revoke", nil).refused(404, "resource_not_found", "")
	assert.Equal(t, "revoked", r.call("POST", "/sign_in_tokens/"+a.str("id")+"/revoke", nil).ok().str("status"))
	late := r.call("POST", "/sign_in_tokens", map[string]any{"user_id": id, "expires_in_seconds": 60}).ok().str("id")
	r.clock.advance(time.Minute)
	r.call("POST", "/sign_in_tokens/"+late+"/revoke", nil).refused(400, "sign_in_token_cannot_be_revoked_code", "")
	r.call("POST", "/sign_in_tokens", `{"user_id":"user_nobody"}`).refused(404, "resource_not_found", "")
	r.call("POST", "/sign_in_tokens", map[string]any{"user_id": id, "org_id": "org_nothing"}).refused(404, "resource_not_found", "")
	r.call("POST", "/sign_in_tokens", `{}`).refused(422, "form_param_missing", "user_id")
}

func TestAcceptedTokensOpenSessions(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	id := r.newUser("accept@new.example")
	token := r.call("POST", "/actor_tokens", map[string]any{"user_id": id, "actor": map[string]any{"sub": "agent"}}).ok().str("id")
	assert.Contains(t, admin(r.s, "POST", "/_emulator/accept", `{"token_id":"`+token+`"}`, nil).Body.String(), `"actor":{"sub":"agent"}`)
	a := r.call("GET", "/sessions?status=active&user_id="+id, nil).ok()
	assert.Equal(t, "agent", a.str("0.actor.sub"))
	assert.Nil(t, r.call("GET", "/users/"+id, nil).ok().get("last_sign_in_at"), "an impersonation is not the user's own sign-in")
	r.call("POST", "/actor_tokens/"+token+"/revoke", nil).refused(400, "actor_token_cannot_be_revoked_code", "")
	assert.Equal(t, 404, admin(r.s, "POST", "/_emulator/accept", `{"token_id":"`+token+`"}`, nil).Code)
	assert.Equal(t, 400, admin(r.s, "POST", "/_emulator/accept", `token`, nil).Code)
}

func TestBilling(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	payer := r.someUser(func(u *userRecord) bool { return r.s.paidPlan(u.ID) != "" })
	assert.Equal(t, "active", r.call("GET", "/users/"+payer.ID+"/billing/subscription", nil).ok().str("status"))
	free := r.someUser(func(u *userRecord) bool { return r.s.paidPlan(u.ID) == "" })
	r.call("GET", "/users/"+free.ID+"/billing/subscription", nil).refused(404, "subscription_not_found", "")
	for _, o := range r.s.store.organizations() {
		r.call("GET", "/organizations/"+o.ID+"/billing/subscription", nil)
	}
	credits := "/users/" + free.ID + "/billing/credits"
	assert.Equal(t, 0, r.call("GET", credits, nil).ok().get("balance.amount"))
	a := r.call("POST", credits, `{"amount":1250,"action":"increase","idempotency_key":"k1","note":"sorry"}`).ok()
	assert.Equal(t, "12.50", a.str("amount.amount_formatted"))
	assert.Equal(t, a.str("id"), r.call("POST", credits, `{"amount":1250,"action":"increase","idempotency_key":"k1","note":"sorry"}`).ok().str("id"))
	assert.Equal(t, 1250, r.call("GET", credits, nil).ok().get("balance.amount"), "once")
	r.call("POST", credits, `{"amount":1,"action":"increase","idempotency_key":"k1"}`).refused(409, "conflict", "")
	r.call("POST", credits, `{"amount":2000,"action":"decrease","idempotency_key":"k2"}`).refused(422, "form_param_value_invalid", "amount")
	r.call("POST", credits, `{"amount":0,"action":"decrease","idempotency_key":"k2"}`).refused(422, "form_param_value_invalid", "amount")
	r.call("POST", credits, `{"amount":5,"action":"burn","idempotency_key":"k2"}`).refused(422, "form_param_value_invalid", "action")
	r.call("POST", credits, `{"amount":5,"action":"increase"}`).refused(422, "form_param_missing", "idempotency_key")
	r.call("GET", "/users/user_nobody/billing/credits", nil).refused(404, "resource_not_found", "")
	r.version = version2024
	r.call("GET", "/users/"+payer.ID+"/billing/subscription", nil).refused(404, "resource_not_found", "")
}
