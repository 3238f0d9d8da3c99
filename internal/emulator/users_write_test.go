package emulator

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCreateUser(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	a := r.call("POST", "/users", map[string]any{
		"email_address": []string{"Ann@New.example", "ann2@new.example"}, "email_address_identification_status": []string{"verified", "reserved"},
		"phone_number": []string{"+15555550177"}, "web3_wallet": []string{"0x" + strings.Repeat("ab", 20)}, "username": "Ann_New",
		"first_name": "Ann", "last_name": nil, "locale": "en-US", "external_id": "crm-77", "password": "Tr0ub4dor&3x",
		"public_metadata": map[string]any{"plan": "pro"}, "private_metadata": map[string]any{"n": 1}, "unsafe_metadata": map[string]any{},
		"totp_secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "backup_codes": []string{"aaaa1111"}, "created_at": "2012-10-20T07:15:20.902Z",
		"banned": true, "locked": true, "create_organizations_limit": 3,
	}).ok()
	assert.Equal(t, "ann@new.example", a.str("email_addresses.0.email_address"))
	assert.Equal(t, a.str("email_addresses.0.id"), a.str("primary_email_address_id"))
	assert.Equal(t, "verified", a.str("email_addresses.0.verification.status"))
	assert.Equal(t, true, a.get("email_addresses.1.reserved"))
	assert.Nil(t, a.get("email_addresses.1.verification"))
	assert.Equal(t, "ann_new", a.str("username"))
	assert.Equal(t, 1350717320902, a.get("created_at"))
	assert.Equal(t, 3600, a.get("lockout_expires_in_seconds"))
	for _, on := range []string{"banned", "locked", "password_enabled", "totp_enabled", "backup_code_enabled", "two_factor_enabled"} {
		assert.Equal(t, true, a.get(on), on)
	}
	assert.Equal(t, "pro", a.get("public_metadata.plan"))

	// What one endpoint changes, every other shows.
	id := a.str("id")
	for _, filter := range []string{
		"email_address=ann2%40new.example", "phone_number=%2B15555550177", "username=ann_new", "external_id=crm-77", "query=ann2",
		"web3_wallet=0x" + strings.Repeat("ab", 20), "user_id=" + id, "banned=true&query=ann_new",
	} {
		assert.Equal(t, id, r.call("GET", "/users?"+filter, nil).ok().str("0.id"), filter)
		assert.Equal(t, 1, r.call("GET", "/users/count?"+filter, nil).ok().get("total_count"), filter)
	}
	assert.Equal(t, 0, r.call("GET", "/users?banned=false&query=ann_new", nil).ok().len(""))
}

func TestCreateUserRefusals(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	r.newUser("taken@new.example")
	r.call("POST", "/users", `{"username":"taken_name","external_id":"x-1","phone_number":["+15555550100"]}`).ok()
	for body, want := range map[string]struct {
		code, param string
	}{
		`{"email_address":["TAKEN@new.example"]}`: {"form_identifier_exists", "email_address"},
		`{"phone_number":["+15555550100"]}`:       {"form_identifier_exists", "phone_number"},
		`{"username":"Taken_Name"}`:               {"form_identifier_exists", "username"},
		`{"username":"abcd","external_id":"x-1"}`: {"form_identifier_exists", "external_id"},
		`{"username":"abcd","colour":"red"}`:      {"form_param_unknown", "colour"},
		`{"username":7}`:                          {"form_param_type_invalid", "username"},
		`{"email_address":"a@b.io"}`:              {"form_param_type_invalid", "email_address"},
		`{"email_address":["nonsense"]}`:          {"form_param_format_invalid", "email_address"},
		`{"email_address":["a@b.io","A@b.io"]}`:   {"form_param_duplicate", "email_address"},
		`{"phone_number":["555"]}`:                {"form_param_format_invalid", "phone_number"},
		`{"web3_wallet":["0x12"]}`:                {"form_param_format_invalid", "web3_wallet"},
		`{"email_address":["a@b.io"],"email_address_identification_status":["verified","reserved"]}`: {"form_param_array_length_mismatch", "email_address_identification_status"},
		`{"email_address":["a@b.io"],"email_address_identification_status":["unverified"]}`:          {"form_param_value_invalid", "email_address_identification_status"},
		`{}`:                                     {"form_data_missing", ""},
		`{"first_name":"Only"}`:                  {"form_data_missing", ""},
		`{"username":"abc"}`:                     {"form_username_invalid_length", "username"},
		`{"username":"a b c d"}`:                 {"form_username_invalid_character", "username"},
		`{"username":"12345"}`:                   {"form_username_needs_non_number_char", "username"},
		`{"username":"abcd","password":"short"}`: {"form_password_length_too_short", "password"},
		`{"username":"abcd","password":"password123"}`:                                    {"form_password_pwned", "password"},
		`{"username":"abcdefgh","password":"abcdefgh"}`:                                   {"form_password_matches_identifier", "password"},
		`{"username":"abcd","password_digest":"x"}`:                                       {"form_param_missing", "password_hasher"},
		`{"username":"abcd","password_hasher":"bcrypt"}`:                                  {"form_param_missing", "password_digest"},
		`{"username":"abcd","password_digest":"x","password_hasher":"rot13"}`:             {"form_param_value_invalid", "password_hasher"},
		`{"username":"abcd","password_digest":"x","password_hasher":"bcrypt"}`:            {"form_password_digest_invalid_code", "password_digest"},
		`{"username":"abcd","totp_secret":"1"}`:                                           {"invalid_totp_secret_code", "totp_secret"},
		`{"username":"abcd","created_at":"2031-01-01T00:00:00Z"}`:                         {"form_disallow_future_date", "created_at"},
		`{"username":"abcd","created_at":"yesterday"}`:                                    {"form_param_invalid_time", "created_at"},
		`{"username":"abcd","first_name":"` + strings.Repeat("x", 257) + `"}`:             {"form_param_max_length_exceeded", "first_name"},
		`{"username":"abcd","locale":"not a locale"}`:                                     {"form_param_format_invalid", "locale"},
		`{"username":"abcd","public_metadata":[]}`:                                        {"form_param_type_invalid", "public_metadata"},
		`{"username":"abcd","unsafe_metadata":{"x":"` + strings.Repeat("y", 8192) + `"}}`: {"form_param_exceeds_allowed_size", "unsafe_metadata"},
	} {
		r.call("POST", "/users", body).refused(http.StatusUnprocessableEntity, want.code, want.param)
	}
	r.call("POST", "/users", `{"email_address":["x@spam.example"]}`).refused(http.StatusForbidden, "not_allowed_access", "")
	r.call("POST", "/users", `{"username"`).refused(http.StatusBadRequest, "request_body_invalid", "")
	r.call("POST", "/users", `{"username":"skipped","password":"password123","skip_password_checks":true}`).ok()
	r.s.SetFaults(Faults{Rules: []Fault{{Kind: FaultPlan}}})
	r.call("POST", "/users", `{"username":"abcd","banned":true}`).refused(http.StatusPaymentRequired, "unsupported_subscription_plan_features", "")
}

func TestUpdateUser(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	id := r.newUser("upd@new.example")
	other := r.newUser("other@new.example")
	a := r.call("PATCH", "/users/"+id, `{"first_name":"U","username":"updated","external_id":"e1","create_organizations_limit":0,"delete_self_enabled":false}`).ok()
	assert.Equal(t, "updated", a.get("username"))
	assert.Equal(t, 0, a.get("create_organizations_limit"))
	assert.Equal(t, false, a.get("delete_self_enabled"))
	a = r.call("PATCH", "/users/"+id, `{"first_name":null,"username":""}`).ok()
	assert.Nil(t, a.get("first_name"))
	assert.Nil(t, a.get("username"))
	assert.Equal(t, "e1", a.get("external_id"), "left out: untouched")

	r.call("PATCH", "/users/"+other, `{"external_id":"e1"}`).refused(422, "form_identifier_exists", "external_id")
	for body, want := range map[string][2]string{
		`{"public_metadata":{}}`:                    {"form_param_unknown", "public_metadata"},
		`{"banned":true}`:                           {"form_param_unknown", "banned"},
		`{"primary_email_address_id":"idn_nobody"}`: {"form_resource_not_found", "primary_email_address_id"},
		`{"sign_out_of_other_sessions":true}`:       {"form_param_missing", "password"},
		`{"backup_codes":["",""]}`:                  {"form_param_value_invalid", "backup_codes"},
		`{"create_organizations_limit":-1}`:         {"form_param_value_invalid", "create_organizations_limit"},
		`{"password":"Tr0ub4dor&3x","password_digest":"x","password_hasher":"md5"}`: {"form_param_value_invalid", "password_digest"},
	} {
		r.clock.advance(writeWindow)
		r.call("PATCH", "/users/"+id, body).refused(422, want[0], want[1])
	}
	r.call("PATCH", "/users/user_nobody", `{}`).refused(404, "resource_not_found", "")
	r.lenient = true                        // the document wants a body
	r.call("PATCH", "/users/"+id, nil).ok() // nothing to change
	r.call("PATCH", "/users/"+id, `null`).ok()

	onlyName := r.call("POST", "/users", `{"username":"only_name"}`).ok().str("id")
	r.call("PATCH", "/users/"+onlyName, `{"username":null}`).refused(400, "last_required_identification_deletion_failed", "")
}

func TestUpdateUserInOlderVersionsReplacesMetadata(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	id := r.newUser("old@new.example")
	r.call("PATCH", "/users/"+id+"/metadata", `{"public_metadata":{"a":1,"b":2}}`).ok()
	r.lenient = true // the document is the newest version's
	for _, version := range []string{version202504, ""} {
		r.version = version
		a := r.call("PATCH", "/users/"+id, `{"public_metadata":{"c":null}}`).ok()
		assert.Contains(t, string(a.body), `"public_metadata":{"c":null}`)
	}
}

func TestUpdateUserPasswordAndSessions(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	id := r.newUser("pw@new.example")
	r.call("POST", "/sessions", map[string]any{"user_id": id}).ok()
	r.call("PATCH", "/users/"+id, `{"password":"An0ther-secret","sign_out_of_other_sessions":true}`).ok()
	assert.Equal(t, 0, r.call("GET", "/sessions?status=active&user_id="+id, nil).ok().len(""))
	assert.Equal(t, 1, r.call("GET", "/sessions?status=revoked&user_id="+id, nil).ok().len(""))
	r.call("POST", "/users/"+id+"/verify_password", `{"password":"An0ther-secret"}`).ok()
	r.call("POST", "/users/"+id+"/verify_password", `{"password":"Tr0ub4dor&3x"}`).refused(422, "incorrect_password", "")
	r.call("PATCH", "/users/"+id, `{"password_digest":"5F4DCC3B5AA765D61D8327DEB882CF99","password_hasher":"md5"}`).ok()
	r.call("POST", "/users/"+id+"/verify_password", `{"password":"password"}`).ok()
}

func TestUserWriteLimitIsSharedAndPerUser(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	id, other := r.newUser("lim@new.example"), r.newUser("lim2@new.example")
	for i := range writesPerUser {
		switch i % 3 {
		case 0:
			r.call("PATCH", "/users/"+id, `{"first_name":"x"}`).ok()
		case 1:
			r.call("PATCH", "/users/"+id+"/metadata", `{"public_metadata":{"x":1}}`).ok()
		default:
			r.call("PUT", "/users/"+id+"/metadata", `{"public_metadata":{"x":1}}`).ok()
		}
	}
	r.clock.advance(2500 * time.Millisecond)
	r.lenient = true // 429 is not in the document
	rec := httptest.NewRecorder()
	req := httptest.NewRequest(http.MethodPatch, "/v1/users/"+id+"/metadata", strings.NewReader(`{}`))
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+DemoKey)
	r.s.ServeHTTP(rec, req)
	assert.Equal(t, http.StatusTooManyRequests, rec.Code)
	assert.Equal(t, "8", rec.Header().Get("Retry-After"))
	r.call("PATCH", "/users/"+other+"/metadata", `{}`).ok()
	r.call("POST", "/users/"+id+"/ban", nil).ok()
	r.clock.advance(8 * time.Second)
	r.call("PATCH", "/users/"+id+"/metadata", `{}`).ok()
}

func TestMetadata(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	path := "/users/" + r.newUser("meta@new.example") + "/metadata"
	r.call("PATCH", path, `{"public_metadata":{"b":1,"big":12345678901234567890,"o":{"x":1,"y":2}},"private_metadata":{"p":1}}`).ok()
	a := r.call("PATCH", path, `{"public_metadata":{"o":{"y":null},"a":2.50}}`).ok()
	assert.Contains(t, string(a.body), `"public_metadata":{"b":1,"big":12345678901234567890,"o":{"x":1},"a":2.50}`)
	assert.Contains(t, string(a.body), `"private_metadata":{"p":1}`)
	a = r.call("PUT", path, `{"public_metadata":{"n":null}}`).ok()
	assert.Contains(t, string(a.body), `"public_metadata":{"n":null}`)
	assert.Contains(t, string(a.body), `"private_metadata":{"p":1}`, "left out: untouched")
	a = r.call("PUT", path, `{"private_metadata":{}}`).ok()
	assert.Contains(t, string(a.body), `"private_metadata":{}`)

	r.call("PATCH", path, `{"secret_metadata":{}}`).refused(422, "form_param_unknown", "secret_metadata")
	r.call("PATCH", path, `{"public_metadata":7}`).refused(422, "form_param_type_invalid", "public_metadata")
	half := strings.Repeat("z", 4100)
	r.call("PATCH", path, fmt.Sprintf(`{"unsafe_metadata":{"h":%q}}`, half)).ok()
	r.call("PATCH", path, fmt.Sprintf(`{"unsafe_metadata":{"i":%q}}`, half)).refused(422, "form_param_exceeds_allowed_size", "unsafe_metadata")
	r.clock.advance(writeWindow)
	r.call("PUT", path, fmt.Sprintf(`{"unsafe_metadata":{"i":%q}}`, half)).ok()
	r.call("PUT", path, fmt.Sprintf(`{"public_metadata":{"i":%q}}`, half+half)).refused(422, "form_param_exceeds_allowed_size", "public_metadata")
	r.call("PATCH", "/users/user_x/metadata", `{}`).refused(404, "resource_not_found", "")
}

func TestModeration(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	id := r.newUser("mod@new.example")
	session := r.call("POST", "/sessions", map[string]any{"user_id": id}).ok().str("id")
	assert.Equal(t, true, r.call("POST", "/users/"+id+"/ban", nil).ok().get("banned"))
	assert.Equal(t, "revoked", r.call("GET", "/sessions/"+session, nil).ok().str("status"))
	assert.Equal(t, false, r.call("POST", "/users/"+id+"/unban", `null`).ok().get("banned"))
	assert.Equal(t, "revoked", r.call("GET", "/sessions/"+session, nil).ok().str("status"), "sessions do not come back")

	a := r.call("POST", "/users/"+id+"/lock", nil).ok()
	assert.Equal(t, true, a.get("locked"))
	assert.Equal(t, 3600, a.get("lockout_expires_in_seconds"))
	r.clock.advance(time.Minute)
	assert.Equal(t, 3540, r.call("GET", "/users/"+id, nil).ok().get("lockout_expires_in_seconds"))
	r.clock.advance(time.Hour)
	assert.Equal(t, false, r.call("GET", "/users/"+id, nil).ok().get("locked"), "the lock has run out")
	r.call("POST", "/users/"+id+"/lock", nil).ok()
	a = r.call("POST", "/users/"+id+"/unlock", nil).ok()
	assert.Equal(t, false, a.get("locked"))
	assert.Nil(t, a.get("lockout_expires_in_seconds"))

	for _, verb := range []string{"ban", "unban", "lock", "unlock"} {
		r.call("POST", "/users/user_nobody/"+verb, nil).refused(404, "resource_not_found", "")
	}
	gone := r.call("DELETE", "/users/"+id, nil).ok()
	assert.Equal(t, true, gone.get("deleted"))
	r.call("GET", "/users/"+id, nil).refused(404, "resource_not_found", "")
	r.call("GET", "/sessions/"+session, nil).refused(404, "resource_not_found", "")
	r.call("DELETE", "/users/"+id, nil).refused(404, "resource_not_found", "")
}

func TestChangesOfSampleUsersShowInEveryList(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	count := func(filter string) int {
		return r.call("GET", "/users/count?"+filter, nil).ok().get("total_count").(int)
	}
	u := r.someUser(func(u *userRecord) bool {
		return u.slot < castSlot && !u.Banned && u.SCIM == nil && len(u.Emails) == 1 && len(u.Emails[0].LinkedTo) == 0 && u.FirstName != nil
	})
	all, banned, address := count(""), count("banned=true"), url.QueryEscape(u.Emails[0].EmailAddress)
	require.Equal(t, 1, count("email_address="+address))
	r.call("POST", "/users/"+u.ID+"/ban", nil).ok()
	assert.Equal(t, banned+1, count("banned=true"))
	r.call("PUT", "/users/"+u.ID+"/email_address", `{"email_address":"moved@sample.example"}`).ok()
	assert.Equal(t, 0, count("email_address="+address))
	assert.Equal(t, 1, count("email_address_query=MOVED%40sample"))
	r.call("PATCH", "/users/"+u.ID, `{"first_name":"Zzyzx","username":"zzyzx_road"}`).ok()
	assert.Equal(t, u.ID, r.call("GET", "/users?name_query=zzyzx", nil).ok().str("0.id"))
	assert.Equal(t, "zzyzx_road", r.call("GET", "/users?order_by=-username&limit=1&query=zzyzx_road", nil).ok().str("0.username"))
	assert.Equal(t, u.ID, r.call("GET", "/users?order_by=-updated_at&limit=1", nil).ok().str("0.id"), "the last one touched")
	seen := map[string]bool{}
	r.unheld = true // one of the cast shows what a future API may answer
	for after := ""; ; {
		page := r.call("GET", "/users?limit=100"+after, nil).ok()
		for i := range page.len("") {
			id := page.str(strconv.Itoa(i) + ".id")
			assert.False(t, seen[id], "shown twice")
			seen[id] = true
			after = "&starting_after=" + id
		}
		if page.len("") < 100 {
			break
		}
	}
	assert.Len(t, seen, all, "the cursor walks over changed users too")
	r.call("DELETE", "/users/"+u.ID, nil).ok()
	assert.Equal(t, all-1, count(""))
	assert.Equal(t, banned, count("banned=true"))
	assert.Equal(t, 0, count("user_id="+u.ID))
}

func TestBulkBan(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	a, b := r.newUser("b1@new.example"), r.newUser("b2@new.example")
	out := r.call("POST", "/users/ban", map[string]any{"user_ids": []string{a, "user_nobody", b, a}}).ok()
	assert.Equal(t, 2, out.len(""))
	assert.Equal(t, true, out.get("1.banned"))
	out = r.call("POST", "/users/unban", map[string]any{"user_ids": []string{b}}).ok()
	assert.Equal(t, false, out.get("0.banned"))
	assert.Equal(t, true, r.call("GET", "/users/"+a, nil).ok().get("banned"))
	r.lenient = true
	r.call("POST", "/users/ban", map[string]any{"user_ids": make([]string, 51)}).refused(400, "bulk_size_exceeded", "")
	r.call("POST", "/users/ban", `{"user_ids":[]}`).refused(422, "form_param_missing", "user_ids")
}

func TestDirectoryManagedUser(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	id := r.newUser("scim@new.example")
	_, err := r.s.store.update(id, func(u *userRecord) *apiError {
		u.SCIM = &scimData{DirectoryID: "dir_1", DirectoryEnabled: true}
		return nil
	})
	require.Nil(t, err)
	email := r.call("GET", "/users/"+id, nil).ok().str("primary_email_address_id")
	r.call("DELETE", "/users/"+id, nil).refused(409, "user_managed_by_scim", "")
	r.call("PATCH", "/users/"+id, `{"first_name":"x"}`).refused(409, "attribute_managed_by_scim", "first_name")
	r.call("PATCH", "/users/"+id, `{"external_id":"fine"}`).ok()
	r.call("PATCH", "/email_addresses/"+email, `{"verified":false}`).refused(409, "attribute_managed_by_scim", "")
	assert.Equal(t, "verified", r.call("GET", "/email_addresses/"+email, nil).ok().str("verification.status"))
}

// upload is a multipart request with one part.
func (r *rig) upload(id, part string, data []byte) reply {
	r.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	file, err := form.CreateFormFile(part, "me.png") // typed application/octet-stream, as by the Go SDK
	require.NoError(r, err)
	_, err = file.Write(data)
	require.NoError(r, err)
	require.NoError(r, form.Close())
	req := httptest.NewRequest(http.MethodPost, "/v1/users/"+id+"/profile_image", &body)
	req.Header.Set("Content-Type", form.FormDataContentType())
	req.ContentLength = -1
	return r.send(req)
}

func TestProfileImage(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	id := r.newUser("img@new.example")
	var picture bytes.Buffer
	require.NoError(t, png.Encode(&picture, image.NewGray(image.Rect(0, 0, 4, 4))))
	avatar := r.call("GET", "/users/"+id, nil).ok().str("image_url")

	a := r.upload(id, "file", picture.Bytes()).ok()
	assert.Equal(t, true, a.get("has_image"))
	assert.NotEqual(t, avatar, a.str("image_url"))
	a = r.call("DELETE", "/users/"+id+"/profile_image", nil).ok()
	assert.Equal(t, false, a.get("has_image"))
	assert.Equal(t, avatar, a.str("image_url"))
	r.call("DELETE", "/users/"+id+"/profile_image", nil).refused(404, "image_not_found", "")

	r.lenient = true
	r.upload(id, "picture", picture.Bytes()).refused(400, "form_param_missing", "file")
	r.upload(id, "file", []byte("no image at all")).refused(400, "request_body_invalid", "")
	r.upload(id, "file", picture.Bytes()[:20]).refused(400, "request_body_invalid", "")
	r.upload(id, "file", make([]byte, maxImageBytes+1)).refused(413, "image_too_large", "")
	r.upload("user_nobody", "file", picture.Bytes()).refused(404, "resource_not_found", "")
	r.call("POST", "/users/"+id+"/profile_image", `{}`).refused(415, "unsupported_content_type", "")
}
