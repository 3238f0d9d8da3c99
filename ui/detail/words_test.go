package detail

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
)

func TestVerificationWords(t *testing.T) {
	for _, tc := range []struct {
		name string
		v    *api.Verification
		mark mark
		want string
	}{
		{"never started", nil, warn, "unverified (never started)"},
		{"code", ver("verified", "email_code"), good, "verified by e-mail code"},
		{"reset code", ver("verified", "reset_password_email_code"), good, "verified by e-mail code"},
		{"link", ver("unverified", "email_link"), warn, "unverified by e-mail link"},
		{"failed", ver("failed", "phone_code"), bad, "failed by SMS code"},
		{"expired", ver("expired", "ticket"), bad, "verification expired by invitation or sign-in link"},
		{"social", ver("verified", "oauth_github"), good, "verified through GitHub"},
		{"from social", ver("verified", "from_oauth_token_google"), good, "verified through Google"},
		{"custom social", ver("verified", "oauth_custom_acme"), good, "verified through acme (custom)"},
		{"wallet", ver("verified", "web3_metamask_signature"), good, "verified by metamask signature"},
		{"tomorrow", ver("quantum", "telepathy"), unknown, "quantum by telepathy"},
		{"empty", ver("", ""), unknown, "no status given"},
		{"hostile", ver("\x1b[31m", ""), unknown, "␛[31m"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m, words := verificationWords(tc.v)
			assert.Equal(t, tc.mark, m)
			assert.Equal(t, tc.want, words)
		})
	}
}

func TestProviderName(t *testing.T) {
	for provider, want := range map[string]string{
		"oauth_google": "Google", "google": "Google", "google_account": "Google", "oauth_token_github": "GitHub",
		"oauth_custom_acme": "acme (custom)", "oauth_somethingnew": "somethingnew", "": "",
	} {
		assert.Equal(t, want, providerName(text(provider)), provider)
	}
	assert.Equal(t, "Facebook", accountProvider(&api.ExternalAccount{Object: text("facebook_account")}))
}

func TestLock(t *testing.T) {
	u := alice()
	for _, tc := range []struct {
		name string
		secs *int64
		age  time.Duration
		want lock
	}{
		{"endless", nil, 0, lock{locked: true, endless: true}},
		{"fresh", ptr(int64(600)), 0, lock{locked: true, left: 10 * time.Minute, until: ago(-10 * time.Minute)}},
		{"counted down", ptr(int64(600)), 4 * time.Minute, lock{locked: true, left: 6 * time.Minute, until: ago(-6 * time.Minute)}},
		{"over", ptr(int64(60)), time.Hour, lock{locked: true, over: true, until: ago(59 * time.Minute)}},
		{"negative", ptr(int64(-9)), 0, lock{locked: true, over: true, until: ago(0)}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			u.LockoutExpiresIn = tc.secs
			assert.Equal(t, tc.want, lockOf(u, at.Add(-tc.age), at))
		})
	}
	u.LockoutExpiresIn = ptr(int64(1 << 62))
	assert.Positive(t, lockOf(u, at, at).left, "an absurd lock does not overflow")
	u.Locked = false
	assert.Equal(t, lock{}, lockOf(u, at, at))
}

func TestSpan2(t *testing.T) {
	for want, d := range map[string]time.Duration{
		"under 1 min": 59 * time.Second, "42 min": 42*time.Minute + 59*time.Second, "3 h": 3*time.Hour + 20*time.Second,
		"3 h 10 min": 3*time.Hour + 10*time.Minute, "2 d 4 h": 52 * time.Hour, "5 d": 5 * day,
	} {
		assert.Equal(t, want, span2(d))
	}
}

// A day is never shown with hours, and is not moved into the day before by a
// zone west of Greenwich.
func TestOnDay(t *testing.T) {
	newYork := time.FixedZone("EST", -5*3600)
	c := clock{now: at, zone: newYork}
	midnightUTC := api.TimeOf(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC))
	assert.Equal(t, "22 Nov 2026 · today", c.onDay(midnightUTC, "never"))
	assert.Equal(t, "21 Nov 2026 · yesterday", c.onDay(ago(20*time.Hour), "never"))
	assert.Equal(t, "12 Nov 2026 · 10 d ago", c.onDay(ago(10*day), "never"))
	assert.Equal(t, "never", c.onDay(0, "never"))
	assert.Equal(t, "24 Nov 2026", c.onDay(ago(-2*day), "never"))
}

func TestWarnings(t *testing.T) {
	titles := func(u *api.User) []string {
		var out []string
		for _, w := range warnings(u, lockOf(u, at, at), clock{at, cet}) {
			out = append(out, w.title)
		}
		return out
	}
	verifiedMail := []api.EmailAddress{{ID: "e", EmailAddress: text("a@b.example"), Verification: ver("verified", "email_code")}}
	for _, tc := range []struct {
		name string
		u    *api.User
		want []string
	}{
		{"all well", &api.User{PasswordEnabled: true, EmailAddresses: verifiedMail}, nil},
		{"locked", alice(), []string{"Locked, 42 min left"}},
		{"trouble", dora(), []string{"Deprovisioned", "Banned", "Password reset required", "E-mail unverified", "No backup codes", "Few attempts left", "Single sign-on"}},
		{"endless", &api.User{PasswordEnabled: true, Locked: true, EmailAddresses: verifiedMail}, []string{"Locked without end"}},
		{"no way in", sparse(), []string{"No way to sign in"}},
		{"codes only", &api.User{EmailAddresses: verifiedMail}, []string{"Codes or links only"}},
		{
			"unverified social only", &api.User{ExternalAccounts: []api.ExternalAccount{{Verification: ver("unverified", "oauth_x")}}},
			[]string{"Only way in is unverified"},
		},
		{"nothing verified", &api.User{PasswordEnabled: true, Username: text("bob")}, []string{"No verified identifier"}},
		{"a verified wallet alone", &api.User{Web3Wallets: []api.Web3Wallet{{Verification: ver("verified", "web3_metamask_signature")}}}, nil},
		{"plenty of attempts", &api.User{PasswordEnabled: true, EmailAddresses: verifiedMail, VerificationAttemptsRemaining: ptr(int64(50))}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) { assert.Equal(t, tc.want, titles(tc.u)) })
	}
}

func TestEnterpriseAccountsAreNotShownTwice(t *testing.T) {
	list := enterpriseAccounts(dora())
	require.Len(t, list, 1)
	assert.Equal(t, api.ID("ent_1"), list[0].ID)
}

func TestMembersKeepOrderAndDigits(t *testing.T) {
	all := members(alice().PublicMetadata)
	require.Len(t, all, 7)
	assert.Equal(t, "seats", all[0].key)
	assert.Equal(t, "12345678901234567890", all[0].brief())

	var shown []string
	for _, m := range highlights(all) {
		shown = append(shown, m.label()+"="+m.brief())
	}
	assert.Equal(t, []string{"plan=pro", "company={ 2 keys }", "seats=12345678901234567890", "flags=[ 2 values ]", "nickname=Ali"}, shown)

	for _, raw := range []string{"", "null", "[1]", `"x"`, "{", "12"} {
		assert.Empty(t, members(json.RawMessage(raw)), raw)
	}
}

func TestMetadataSize(t *testing.T) {
	n, m := metadataSize(json.RawMessage("{ \"a\" : 1 }"))
	assert.Equal(t, 7, n)
	assert.Equal(t, neutral, m)
	big, _ := json.Marshal(map[string]string{"a": string(make([]byte, 8000))})
	_, m = metadataSize(big)
	assert.Equal(t, bad, m)
	_, m = metadataSize(json.RawMessage(nil))
	assert.Equal(t, neutral, m)
}
