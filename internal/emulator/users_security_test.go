package emulator

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestVerifyPassword(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	sample := r.someUser(func(u *userRecord) bool { return u.Password.Sample && u.SCIM == nil })
	path := "/users/" + sample.ID + "/verify_password"
	assert.Equal(t, true, r.call("POST", path, map[string]string{"password": SamplePassword}).ok().get("verified"))
	r.call("POST", path, `{"password":"wrong"}`).refused(422, "incorrect_password", "")
	r.call("POST", path, `{"password":"x","more":1}`).refused(422, "form_param_unknown", "more")
	r.call("POST", path, `{}`).refused(422, "form_param_missing", "password")
	r.call("POST", "/users/user_nobody/verify_password", `{"password":"x"}`).refused(404, "resource_not_found", "")
	without := r.call("POST", "/users", `{"username":"no_password"}`).ok().str("id")
	r.call("POST", "/users/"+without+"/verify_password", `{"password":"x"}`).refused(400, "no_password_set", "")
}

func TestVerifyTOTPAndBackupCodes(t *testing.T) {
	t.Parallel()
	const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
	r := newRig(t, Options{})
	id := r.newUser("totp@new.example")
	path := "/users/" + id + "/verify_totp"
	r.call("POST", path, `{"code":"123456"}`).refused(400, "totp_disabled", "")
	a := r.call("PATCH", "/users/"+id, map[string]any{"totp_secret": strings.ToLower(secret)}).ok()
	assert.Equal(t, int(r.clock.Now().UnixMilli()), a.get("mfa_enabled_at"))

	code, err := totp.GenerateCode(secret, r.clock.Now())
	require.NoError(t, err)
	assert.Equal(t, "totp", r.call("POST", path, map[string]string{"code": code}).ok().str("code_type"))
	r.call("POST", path, `{"code":"12345"}`).refused(422, "totp_invalid_length", "code")
	r.clock.advance(10 * time.Minute)
	r.call("POST", path, map[string]string{"code": code}).refused(422, "totp_incorrect_code", "code")

	r.call("PATCH", "/users/"+id, `{"backup_codes":["ABCD-1234","zzzz9999"]}`).ok()
	assert.Equal(t, "backup_code", r.call("POST", path, `{"code":"abcd-1234"}`).ok().str("code_type"))
	r.call("POST", path, `{"code":"abcd-1234"}`).refused(422, "totp_incorrect_code", "code")
	assert.Equal(t, true, r.call("GET", "/users/"+id, nil).ok().get("backup_code_enabled"))
	r.call("POST", path, `{"code":"zzzz9999"}`).ok()
	assert.Equal(t, false, r.call("GET", "/users/"+id, nil).ok().get("backup_code_enabled"), "all used up")
	r.call("POST", "/users/user_nobody/verify_totp", `{"code":"123456"}`).refused(404, "resource_not_found", "")
	r.call("POST", path, `{}`).refused(422, "form_param_missing", "code")
}

func TestRemoveSecondFactors(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	id := r.newUser("mfa@new.example")
	enrol := func() {
		r.clock.advance(writeWindow)
		r.call("PATCH", "/users/"+id, `{"totp_secret":"JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP","backup_codes":["a1","b2"]}`).ok()
	}
	enrol()
	r.call("POST", "/phone_numbers", map[string]any{"user_id": id, "phone_number": "+15555550123", "verified": true, "reserved_for_second_factor": true}).ok()
	assert.Equal(t, id, r.call("DELETE", "/users/"+id+"/mfa", nil).ok().str("user_id"))
	a := r.call("GET", "/users/"+id, nil).ok()
	for _, off := range []string{"two_factor_enabled", "totp_enabled", "backup_code_enabled", "phone_numbers.0.reserved_for_second_factor"} {
		assert.Equal(t, false, a.get(off), off)
	}
	assert.NotNil(t, a.get("mfa_disabled_at"))
	assert.NotNil(t, a.get("mfa_enabled_at"), "the one time does not erase the other")

	enrol()
	r.call("DELETE", "/users/"+id+"/totp", nil).ok()
	a = r.call("GET", "/users/"+id, nil).ok()
	assert.Equal(t, false, a.get("totp_enabled"))
	assert.Equal(t, true, a.get("backup_code_enabled"), "only that method")
	r.call("DELETE", "/users/"+id+"/backup_code", nil).ok()
	assert.Equal(t, false, r.call("GET", "/users/"+id, nil).ok().get("two_factor_enabled"))
	for _, what := range []string{"mfa", "totp", "backup_code"} {
		r.call("DELETE", "/users/user_nobody/"+what, nil).refused(404, "resource_not_found", "")
	}
}

func TestCreateTOTPOnlyWhereTheKnobSaysSo(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	id := r.newUser("older@new.example")
	r.call("POST", "/users/"+id+"/totp", nil).refused(404, "resource_not_found", "")
	r.s.SetFaults(Faults{CreateTOTP: true})
	a := r.call("POST", "/users/"+id+"/totp", nil).ok()
	assert.Contains(t, a.str("uri"), "otpauth://totp/")
	assert.Equal(t, newBackupCodes, a.len("backup_codes"))
	code, err := totp.GenerateCode(a.str("secret"), r.clock.Now())
	require.NoError(t, err)
	r.call("POST", "/users/"+id+"/verify_totp", map[string]string{"code": code}).ok()
	r.call("POST", "/users/user_nobody/totp", nil).refused(404, "resource_not_found", "")
}

func TestDeleteIdentifications(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	keyed := r.someUser(func(u *userRecord) bool { return len(u.Passkeys) > 0 })
	passkey := "/users/" + keyed.ID + "/passkeys/" + keyed.Passkeys[0].ID
	assert.Equal(t, "passkey", r.call("DELETE", passkey, nil).ok().str("object"))
	r.call("DELETE", passkey, nil).refused(404, "passkey_not_registered", "")

	id := r.call("POST", "/users", map[string]any{"web3_wallet": []string{"0x" + strings.Repeat("01", 20), "0x" + strings.Repeat("02", 20)}}).ok()
	wallets := "/users/" + id.str("id") + "/web3_wallets/"
	r.call("DELETE", wallets+id.str("web3_wallets.0.id"), nil).ok()
	assert.Equal(t, id.str("web3_wallets.1.id"), r.call("GET", "/users/"+id.str("id"), nil).ok().str("primary_web3_wallet_id"))
	r.call("DELETE", wallets+id.str("web3_wallets.1.id"), nil).refused(400, "last_required_identification_deletion_failed", "")
	r.call("DELETE", wallets+"idn_nothing", nil).refused(404, "resource_not_found", "")
}

func TestDeleteExternalAccountTakesTheEacID(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	u := r.someUser(func(u *userRecord) bool {
		return u.identifications() > 1 && len(u.ExternalAccounts) > 0 && strings.HasPrefix(u.ExternalAccounts[0].ID, "idn_") && len(u.Emails) > 0 && len(u.Emails[0].LinkedTo) > 0
	})
	a := u.ExternalAccounts[0]
	path := "/users/" + u.ID + "/external_accounts/"
	r.call("DELETE", "/email_addresses/"+u.Emails[0].ID, nil).refused(400, "delete_linked_identification_disallowed", "")
	r.call("DELETE", path+a.ID, nil).refused(404, "external_account_not_found", "")
	assert.Equal(t, a.ExternalAccountID, r.call("DELETE", path+a.ExternalAccountID, nil).ok().str("id"))
	after := r.call("GET", "/users/"+u.ID, nil).ok()
	assert.Equal(t, len(u.ExternalAccounts)-1, after.len("external_accounts"))
	assert.Equal(t, 0, after.len("email_addresses.0.linked_to"), "the address is free of the connection")

	only := r.someUser(func(u *userRecord) bool {
		return len(u.ExternalAccounts) > 0 && len(u.Emails) == 1 && u.SCIM == nil && len(u.Phones) == 0 && u.Username == nil
	})
	_, err := r.s.store.update(only.ID, func(u *userRecord) *apiError {
		u.Emails, u.Wallets, u.EnterpriseAccounts, u.ExternalAccounts = nil, nil, nil, u.ExternalAccounts[:1]
		return nil
	})
	require.Nil(t, err)
	r.call("DELETE", "/users/"+only.ID+"/external_accounts/"+only.ExternalAccounts[0].eac(), nil).refused(400, "last_required_identification_deletion_failed", "")
}

func TestCompromisedAndRemovedPasswords(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	id := r.newUser("comp@new.example")
	r.call("POST", "/sessions", map[string]any{"user_id": id}).ok()
	r.lenient = true // requires_password_reset is not in the document's closed User
	mark := func(verb, body string) reply {
		t.Helper()
		return r.loose("POST", "/users/"+id+"/password/"+verb, body)
	}
	assert.Equal(t, true, mark("set_compromised", "").ok().get("requires_password_reset"))
	assert.Equal(t, 1, r.call("GET", "/sessions?status=active&user_id="+id, nil).ok().len(""), "sessions stay")
	mark("set_compromised", `{"revoke_all_sessions":true}`).ok()
	assert.Equal(t, 0, r.call("GET", "/sessions?status=active&user_id="+id, nil).ok().len(""))
	unset := r.call("POST", "/users/"+id+"/password/unset_compromised", nil).ok() // within the document again
	assert.Nil(t, unset.get("requires_password_reset"))
	for _, older := range []string{version202504, version2021} {
		r.version = older
		mark("set_compromised", "").refused(404, "resource_not_found", "")
		mark("unset_compromised", "").refused(404, "resource_not_found", "")
	}
	r.version = version202511
	mark("set_compromised", "").ok()

	assert.Equal(t, false, r.call("POST", "/users/"+id+"/remove_password", nil).ok().get("password_enabled"))
	r.call("POST", "/users/"+id+"/remove_password", `{"sign_out_of_other_sessions":true}`).ok()
	mark("set_compromised", "").refused(400, "no_password_set", "")
	r.call("POST", "/users/user_nobody/remove_password", nil).refused(404, "resource_not_found", "")
}

func TestTrustedDevices(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	u := r.someUser(func(u *userRecord) bool { return len(u.Passkeys) > 0 })
	path := "/users/" + u.ID + "/trusted_devices"
	id := r.call("GET", path, nil).ok().str("data.0.id")
	a := r.call("DELETE", path+"/"+id, nil).ok()
	assert.Equal(t, "revoked", a.str("status"))
	assert.NotNil(t, a.get("revoked_at"))
	assert.Equal(t, "revoked", r.call("GET", path, nil).ok().str("data.0.status"))
	r.call("DELETE", path+"/td_nothing", nil).refused(404, "resource_not_found", "")
	r.call("GET", "/users/user_nobody/trusted_devices", nil).refused(404, "resource_not_found", "")
}

func TestOAuthTokens(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{Users: 2000})
	seen := map[int]int{}
	users, err := r.s.store.list(&userFilter{all: true}, newestFirst(), listRange{limit: 2000})
	require.Nil(t, err)
	for _, u := range users {
		if len(u.ExternalAccounts) == 0 || !slices.ContainsFunc(u.ExternalAccounts, func(a externalAccount) bool { return a.Provider == "oauth_google" }) {
			continue
		}
		a := r.call("GET", "/users/"+u.ID+"/oauth_access_tokens/google", nil)
		seen[a.status]++
		if a.status == http.StatusOK {
			assert.Equal(t, "oauth_google", a.str("0.provider"))
			assert.Equal(t, u.ExternalAccounts[0].eac(), a.str("0.external_account_id"))
			b := r.loose("GET", "/users/"+u.ID+"/oauth_access_tokens/oauth_google?paginated=true", "").ok()
			assert.Equal(t, a.len(""), b.get("total_count"))
		}
	}
	assert.Positive(t, seen[200])
	assert.Positive(t, seen[400])
	assert.Positive(t, seen[422])
	id := r.newUser("oauth@new.example")
	assert.Equal(t, 0, r.call("GET", "/users/"+id+"/oauth_access_tokens/oauth_github", nil).ok().len(""))
	assert.Equal(t, 0, r.call("GET", "/users/"+id+"/oauth_access_tokens/oauth_custom_ours", nil).ok().len(""))
	r.call("GET", "/users/"+id+"/oauth_access_tokens/oauth_myspace", nil).refused(400, "oauth_unsupported_provider", "")
	r.call("GET", "/users/"+id+"/oauth_access_tokens/oauth_line", nil).refused(404, "oauth_token_provider_not_enabled", "")
	r.call("GET", "/users/user_nobody/oauth_access_tokens/oauth_google", nil).refused(404, "resource_not_found", "")
}
