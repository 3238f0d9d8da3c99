package emulator

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestEmailAddresses(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	id := r.newUser("mail@new.example")
	r.newUser("mail-taken@new.example")
	add := func(body map[string]any) reply {
		body["user_id"] = id
		return r.call("POST", "/email_addresses", body)
	}
	a := add(map[string]any{"email_address": "Second@new.example"}).ok()
	assert.Nil(t, a.get("verification"), "unverified unless told otherwise")
	second := a.str("id")
	third := add(map[string]any{"email_address": "third@new.example", "verified": true, "primary": true}).ok().str("id")
	assert.Equal(t, third, r.call("GET", "/users/"+id, nil).ok().str("primary_email_address_id"))
	assert.Equal(t, id, r.call("GET", "/users?email_address=second%40new.example", nil).ok().str("0.id"))

	add(map[string]any{"email_address": "mail-taken@new.example"}).refused(422, "form_identifier_exists", "email_address")
	add(map[string]any{"email_address": "second@new.example"}).refused(422, "form_identifier_exists", "email_address")
	add(map[string]any{"email_address": "nonsense"}).refused(422, "form_param_format_invalid", "email_address")
	add(map[string]any{}).refused(422, "form_param_missing", "email_address")
	add(map[string]any{"email_address": "x@new.example", "primary": true}).refused(422, "form_verification_needed", "primary")
	r.call("POST", "/email_addresses", `{"email_address":"x@new.example"}`).refused(422, "form_param_missing", "user_id")
	r.call("POST", "/email_addresses", `{"email_address":"x@new.example","user_id":"user_nobody"}`).refused(404, "resource_not_found", "")

	r.call("PATCH", "/email_addresses/"+second, `{"primary":true}`).refused(422, "form_verification_needed", "primary")
	a = r.call("PATCH", "/email_addresses/"+second, `{"verified":true,"primary":true}`).ok()
	assert.Equal(t, "admin", a.str("verification.strategy"))
	assert.Equal(t, second, r.call("GET", "/users/"+id, nil).ok().str("primary_email_address_id"))
	r.call("PATCH", "/users/"+id, map[string]any{"primary_email_address_id": third}).ok()
	assert.Equal(t, third, r.call("DELETE", "/email_addresses/"+third, nil).ok().str("id"))
	assert.NotEqual(t, third, r.call("GET", "/users/"+id, nil).ok().str("primary_email_address_id"), "another takes its place")
	r.call("GET", "/email_addresses/"+third, nil).refused(404, "resource_not_found", "")
	r.call("PATCH", "/email_addresses/"+third, `{}`).refused(404, "resource_not_found", "")
	r.call("DELETE", "/email_addresses/idn_nothing", nil).refused(404, "resource_not_found", "")

	alone := r.call("POST", "/users", `{"email_address":["alone@new.example"]}`).ok().str("email_addresses.0.id")
	r.call("DELETE", "/email_addresses/"+alone, nil).refused(400, "last_required_identification_deletion_failed", "")
}

func TestPhoneNumbers(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	id := r.newUser("phone@new.example")
	add := func(number string, more map[string]any) reply {
		body := map[string]any{"user_id": id, "phone_number": number}
		for k, v := range more {
			body[k] = v
		}
		return r.call("POST", "/phone_numbers", body)
	}
	add("+15555550111", map[string]any{"reserved_for_second_factor": true}).refused(400, "identification_create_second_factor_unverified", "")
	first := add("+15555550111", nil).ok().str("id")
	a := add("+15555550112", map[string]any{"verified": true, "reserved_for_second_factor": true}).ok()
	assert.Equal(t, true, a.get("default_second_factor"))
	second := a.str("id")
	assert.Equal(t, true, r.call("GET", "/users/"+id, nil).ok().get("two_factor_enabled"))
	add("+15555550112", nil).refused(422, "form_identifier_exists", "phone_number")
	add("12", nil).refused(422, "form_param_format_invalid", "phone_number")

	r.call("PATCH", "/phone_numbers/"+first, `{"reserved_for_second_factor":true}`).refused(400, "identification_update_second_factor_unverified", "")
	r.call("PATCH", "/phone_numbers/"+first, `{"primary":true}`).refused(422, "form_verification_needed", "primary")
	r.call("PATCH", "/phone_numbers/"+first, `{"verified":true,"primary":true,"reserved_for_second_factor":true}`).ok()
	assert.Equal(t, first, r.call("GET", "/users/"+id, nil).ok().str("primary_phone_number_id"))
	assert.Equal(t, "+15555550111", r.call("GET", "/phone_numbers/"+first, nil).ok().str("phone_number"))
	r.call("PATCH", "/phone_numbers/"+second, `{"reserved_for_second_factor":false}`).ok()
	r.call("DELETE", "/phone_numbers/"+first, nil).ok()
	assert.Equal(t, false, r.call("GET", "/users/"+id, nil).ok().get("two_factor_enabled"))
	r.call("GET", "/phone_numbers/"+first, nil).refused(404, "resource_not_found", "")
}

func TestVerificationCodes(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	id := r.newUser("code@new.example")
	email := r.call("POST", "/email_addresses", map[string]any{"user_id": id, "email_address": "toverify@new.example"}).ok().str("id")
	path := "/email_addresses/" + email
	a := r.call("POST", path+"/prepare_verification", nil).ok()
	assert.Equal(t, "unverified", a.str("status"))
	limited := r.call("POST", path+"/prepare_verification", nil).refused(429, "verification_code_too_many_requests", "")
	assert.Equal(t, "30", limited.header.Get("Retry-After"))
	try := func(verification, code string) reply {
		return r.call("POST", path+"/attempt_verification", map[string]string{"verification_id": verification, "code": code})
	}
	b := try(a.str("id"), "111111").ok()
	assert.Equal(t, "unverified", b.str("status"), "a wrong code is an answer")
	assert.Equal(t, 1, b.get("attempts"))
	assert.Equal(t, "verified", try(a.str("id"), sampleCode).ok().str("status"))
	assert.Equal(t, "verified", r.call("GET", path, nil).ok().str("verification.status"))
	try(a.str("id"), sampleCode).refused(400, "verification_already_verified", "")
	try("ver_nothing", sampleCode).refused(404, "resource_not_found", "")
	try("", sampleCode).refused(422, "form_param_missing", "verification_id")

	r.clock.advance(codeInterval)
	again := r.call("POST", path+"/prepare_verification", nil).ok().str("id")
	for range maxAttempts {
		b = try(again, "000000").ok()
	}
	assert.Equal(t, "failed", b.str("status"))
	r.clock.advance(time.Hour)
	late := r.call("POST", path+"/prepare_verification", nil).ok().str("id")
	r.clock.advance(time.Hour)
	assert.Equal(t, "expired", try(late, sampleCode).ok().str("status"))

	phone := r.call("POST", "/phone_numbers", map[string]any{"user_id": id, "phone_number": "+15555550144"}).ok().str("id")
	a = r.call("POST", "/phone_numbers/"+phone+"/prepare_verification", nil).ok()
	assert.Equal(t, "phone_code", a.str("strategy"))
	r.call("POST", "/phone_numbers/"+phone+"/attempt_verification", map[string]string{"verification_id": a.str("id"), "code": sampleCode}).ok()
	assert.Equal(t, "verified", r.call("GET", "/phone_numbers/"+phone, nil).ok().str("verification.status"))
	r.call("POST", "/phone_numbers/idn_nothing/prepare_verification", nil).refused(404, "resource_not_found", "")
}

func TestReplaceEmailAndPhone(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	a := r.call("POST", "/users", `{"email_address":["one@rep.example","two@rep.example"],"phone_number":["+15555550151","+15555550152"]}`).ok()
	id, kept := a.str("id"), a.str("email_addresses.1.id")
	r.newUser("taken@rep.example")
	b := r.call("PUT", "/users/"+id+"/email_address", `{"email_address":"Two@rep.example","identification_status":"reserved"}`).ok()
	assert.Equal(t, kept, b.str("id"), "an address that stays keeps its id")
	assert.Equal(t, true, b.get("reserved"))
	a = r.call("GET", "/users/"+id, nil).ok()
	assert.Equal(t, 1, a.len("email_addresses"))
	assert.Equal(t, kept, a.str("primary_email_address_id"))
	assert.Equal(t, 0, r.call("GET", "/users/count?email_address=one%40rep.example", nil).ok().get("total_count"))
	b = r.call("PUT", "/users/"+id+"/email_address", `{"email_address":"three@rep.example","identification_status":"unverified"}`).ok()
	assert.Nil(t, b.get("verification"))
	r.call("PUT", "/users/"+id+"/email_address", `{"email_address":"taken@rep.example"}`).refused(422, "form_identifier_exists", "email_address")
	r.call("PUT", "/users/"+id+"/email_address", `{"email_address":"x@rep.example","identification_status":"sure"}`).refused(422, "form_param_value_invalid", "identification_status")
	r.call("PUT", "/users/"+id+"/email_address", `{}`).refused(422, "form_param_missing", "email_address")
	r.call("PUT", "/users/user_nobody/email_address", `{"email_address":"x@rep.example"}`).refused(404, "resource_not_found", "")

	r.call("PATCH", "/phone_numbers/"+a.str("phone_numbers.0.id"), `{"reserved_for_second_factor":true}`).ok()
	b = r.call("PUT", "/users/"+id+"/phone_number", `{"phone_number":"+15555550153"}`).ok()
	assert.Equal(t, "verified", b.str("verification.status"))
	a = r.call("GET", "/users/"+id, nil).ok()
	assert.Equal(t, false, a.get("two_factor_enabled"), "its second factor went with the number")
	assert.Equal(t, 1, a.len("phone_numbers"))

	linked := r.someUser(func(u *userRecord) bool { return len(u.Emails) > 0 && len(u.Emails[0].LinkedTo) > 0 && u.SCIM == nil })
	r.call("PUT", "/users/"+linked.ID+"/email_address", `{"email_address":"x@rep.example"}`).refused(400, "delete_linked_identification_disallowed", "")
}
