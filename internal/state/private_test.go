package state

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSecretsAreNeverStored(t *testing.T) {
	r := newRules()()
	for _, text := range []string{
		"sk_live_abcdefghijklmnop", "sk_test_x", "public.key=sk_test_abcdef", `"sk_live_abc def"`, "SK_LIVE_ABCDEF", "alice sk_live_1",
		"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "ghp_16C7e42F292c6912E7710c838347Ae178B4a", "xoxb-123456789012-abcdef", "AKIAIOSFODNN7EXAMPLE",
		"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc", "Bearer abcdefghij", "-----BEGIN PRIVATE KEY-----", "AIzaSyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY",
		"password=hunter2", "password: hunter2", `private.password="a b"`, "private.api_token=abc", "public.apiKey=abc", "unsafe.secret~abc", "pin:1234", "pwd=x",
		"private.accessToken=x", "otp=123456",
		"public.ref=q8Zt3LmX0vRb7Wc2Yk9D", "7f9c24e8b3a1d0657f9c24e8b3a1d065", "dGhpcyBpcyBhIHNlY3JldA-x9Zq7Lm2Vb", "external:9f86d081884c7d659a2feaa0c55ad015",
	} {
		assert.True(t, r.secret(text), text)
		assert.False(t, r.storable(text, false), text)
	}
	for _, text := range []string{
		"alice", "alice johnson", "alice@acme.example", "email:alice.elisabeth.johnson-maier1988@accounting.acme.example", "+436601234567", "created:2026-01-01..2026-02-01",
		"user_2ab3DEF4ghi5JKL6mno7PQR8stu", "id:user_2ab3DEF4ghi5JKL6mno7PQR8stu,user_2ab3DEF4ghi5JKL6mno7PQR8stv", "org:org_2ab3DEF4ghi5JKL6mno7PQR8stu",
		"sort:-last_sign_in_at", "has:passkey", "has:totp", "public.plan=pro", "public.internationalization2026=yes", "public.billingAddressCountryCode=AT", "0x71C7656EC7ab88b098defB751B7401B5f6d8976F",
		"wallet:7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV", "external:550e8400-e29b-41d4-a716-446655440000", "provider:google/1234", "task_list", "domain:a-rather-long-company-name-2026.example",
		"email~spam -org:acme banned:no", "verified:no mfa:off",
	} {
		assert.False(t, r.secret(text), text)
	}
}

func TestIdentifiersStayOutWhenAsked(t *testing.T) {
	r := newRules()()
	for _, text := range []string{
		"alice@acme.example", "email:alice@acme.example", `-email:alice@acme.example banned:yes`, "email~alice@acme.example", "ALICE@ACME.EXAMPLE", "alice%40acme.example",
		"+436601234567", "+43 660 123 4567", "(0660) 1234-567", "phone:+43660", "phone~1234567",
		"user_2ab3DEF4ghi5JKL6mno7PQR8stu", "id:user_1", "-id:user_1", "org:org_2ab3DEF4ghi5JKL6mno7PQR8stu", "external:crm-1", "banned:yes external:7",
		"wallet:abc", "0x71C7656EC7ab88b098defB751B7401B5f6d8976F", "550e8400-e29b-41d4-a716-446655440000", "provider:google/1234", "cus_NffrFeUfNV2Hib",
	} {
		assert.True(t, r.identifies(text), text)
		assert.False(t, r.storable(text, true), text)
		assert.True(t, r.storable(text, false), text)
	}
	for _, text := range []string{
		"alice", "alice johnson", "username:alice", "domain:spam.example", "email~@spam.example", "email~spam", "name~ali", "created:2026-01-01..2026-02-01", "created:<1h",
		"active:>30d", "banned:yes", "provider:google", "org:acme", "public.plan=pro", "public.company_description=abc", "sort:-last_sign_in_at", "has:passkey", "phone~1234",
	} {
		assert.False(t, r.identifies(text), text)
		assert.True(t, r.storable(text, true), text)
	}
}

func FuzzSecret(f *testing.F) {
	f.Add("before ", " after")
	f.Add("", "")
	f.Fuzz(func(t *testing.T, before, after string) {
		r := newRules()()
		assert.True(t, r.secret(before+" sk_live_abcdefghijklmnop "+after))
		assert.True(t, r.identifies(before+" alice@acme.example "+after))
	})
}
