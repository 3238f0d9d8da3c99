package summary_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/summary"
	"usher/internal/uitest"
)

var (
	now = time.Date(2026, 11, 22, 14, 30, 20, 0, time.UTC)
	cet = time.FixedZone("CET", 3600)
)

func ago(d time.Duration) api.Time { return api.TimeOf(now.Add(-d)) }

func text(s string) api.Text { return api.NewText(s) }

func ptr(n int64) *int64 { return &n }

const day = 24 * time.Hour

func alice() *api.User {
	verified := &api.Verification{Status: text("verified"), Strategy: text("email_code")}
	return &api.User{
		ID: "user_2NNEqL2nrIRdJ194ndJqAHwEfxC", ExternalID: text("crm-42"), Username: text("alice"), FirstName: text("Alice"), LastName: text("Johnson"),
		PrimaryEmailID: "idn_1", PasswordEnabled: true, TwoFactorEnabled: true, TOTPEnabled: true, Locked: true,
		LockoutExpiresIn: ptr(2550), VerificationAttemptsRemaining: ptr(0), RequiresPasswordReset: true,
		CreatedAt: ago(264 * day), LastSignInAt: ago(2 * time.Hour), LastActiveAt: api.TimeOf(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)),
		MFAEnabledAt: ago(90 * day), UpdatedAt: ago(time.Hour),
		EmailAddresses: []api.EmailAddress{
			{ID: "idn_1", EmailAddress: text("alice@acme.example"), Verification: verified},
			{ID: "idn_2", EmailAddress: text("alice_private@x.example"), Reserved: true},
		},
		PhoneNumbers: []api.PhoneNumber{{ID: "idn_3", PhoneNumber: text("+436601234567"), Verification: verified, ReservedForSecondFactor: true}},
		ExternalAccounts: []api.ExternalAccount{
			{Provider: text("oauth_google"), EmailAddress: text("alice@acme.example"), Verification: verified},
			{Provider: text("oauth_custom_acme"), Verification: &api.Verification{Status: text("failed")}},
			{Object: text("facebook_account")},
		},
		EnterpriseAccounts: []api.EnterpriseAccount{{EmailAddress: text("alice@corp.example")}},
		Passkeys:           []api.Passkey{{}, {}},
		PublicMetadata:     json.RawMessage(`{"plan":"PUBLICPLAN"}`), PrivateMetadata: json.RawMessage(`{"crm":"TOPSECRET"}`), UnsafeMetadata: json.RawMessage(`{"x":"UNSAFEVALUE"}`),
		Raw: json.RawMessage(`{"private_metadata":{"crm":"TOPSECRET"}}`),
	}
}

func facts() summary.Facts {
	return summary.Facts{
		Now: now, Fetched: now.Add(-time.Minute), Zone: cet, Instance: "production · acme", URL: "https://dashboard.clerk.com/~/users/user_2NNEqL2nrIRdJ194ndJqAHwEfxC",
		Memberships: []api.Membership{
			{RoleName: text("Admin"), Role: text("org:admin"), Organization: api.Organization{ID: "org_1", Name: text("Acme")}, CreatedAt: ago(day)},
			{Role: text("org:member"), Organization: api.Organization{ID: "org_2", Slug: text("globex")}},
		},
	}
}

func TestGolden(t *testing.T) {
	uitest.Golden(t, "alice", summary.Markdown(alice(), facts()))
	uitest.Golden(t, "bare", summary.Markdown(&api.User{ID: "user_1"}, summary.Facts{Now: now}))
}

func TestNoMetadata(t *testing.T) {
	md := summary.Markdown(alice(), facts())
	for _, s := range []string{"TOPSECRET", "PUBLICPLAN", "UNSAFEVALUE", "metadata"} {
		assert.NotContains(t, md, s)
	}
}

func TestStates(t *testing.T) {
	for want, u := range map[string]*api.User{
		"- State: active, neither banned nor locked":                     {},
		"- State: **banned**":                                            {Banned: true},
		"- State: **locked** until unlocked":                             {Locked: true},
		"- State: **locked** until 22 Nov 2026 16:11:50 CET":             {Locked: true, LockoutExpiresIn: ptr(2550)},
		"- State: **deprovisioned** by the directory, **banned**":        {Banned: true, Deprovisioned: true},
		"- State: **banned**, **locked** until 22 Nov 2026 15:29:20 CET": {Banned: true, Locked: true, LockoutExpiresIn: ptr(-5)},
	} {
		assert.Contains(t, summary.Markdown(u, facts()), want+"\n")
	}
}

func TestOrganizationsUnlessTheyWereNotLoaded(t *testing.T) {
	f := facts()
	f.Memberships = nil
	assert.NotContains(t, summary.Markdown(alice(), f), "Organizations")
	f.Memberships = []api.Membership{}
	assert.Contains(t, summary.Markdown(alice(), f), "**Organizations: 0**")
	for i := range 50 {
		f.Memberships = append(f.Memberships, api.Membership{Organization: api.Organization{ID: api.ID(fmt.Sprintf("org_%d", i))}})
	}
	f.TotalMemberships = 88
	md := summary.Markdown(alice(), f)
	assert.Contains(t, md, "**Organizations: 88**")
	assert.Contains(t, md, "- and 68 more")
	assert.NotContains(t, md, "`org_20`")
}

func TestBroken(t *testing.T) {
	u := alice()
	u.Broken = errors.New("x")
	md := summary.Markdown(u, facts())
	assert.Contains(t, md, "### User `user_2NNEqL2nrIRdJ194ndJqAHwEfxC`")
	assert.Contains(t, md, "not understood")
	assert.NotContains(t, md, "alice@")
}

// hostile puts a text everywhere a stranger can write.
func hostile(s string) (*api.User, summary.Facts) {
	u, f := alice(), facts()
	x := text(s)
	u.FirstName, u.LastName, u.Username, u.ExternalID, u.Locale = x, x, x, x, x
	for i := range u.EmailAddresses {
		u.EmailAddresses[i].EmailAddress = x
		u.EmailAddresses[i].Verification = &api.Verification{Status: x}
	}
	u.PhoneNumbers[0].PhoneNumber = x
	u.Web3Wallets = []api.Web3Wallet{{Web3Wallet: x}}
	for i := range u.ExternalAccounts {
		a := &u.ExternalAccounts[i]
		a.Provider, a.Object, a.EmailAddress = x, x, x
	}
	u.EnterpriseAccounts[0].EmailAddress = x
	for i := range f.Memberships {
		m := &f.Memberships[i]
		m.Role, m.RoleName, m.Organization.Name, m.Organization.Slug = x, x, x, x
	}
	f.Instance = s
	return u, f
}

// outside is the Markdown without its code spans.
func outside(t *testing.T, md string) string {
	t.Helper()
	var b strings.Builder
	for line := range strings.SplitSeq(md, "\n") {
		for line != "" {
			i := strings.IndexByte(line, '`')
			if i < 0 {
				b.WriteString(line)
				break
			}
			b.WriteString(line[:i])
			rest := strings.TrimLeft(line[i:], "`")
			fence := line[i : len(line)-len(rest)]
			end := closing(rest, fence)
			require.GreaterOrEqual(t, end, 0, "a code span is open in %q", line)
			line = rest[end:]
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// closing is where the span behind its closing fence goes on, -1 for none.
func closing(s, fence string) int {
	for i := 0; i < len(s); {
		if s[i] != '`' {
			i++
			continue
		}
		n := len(s[i:]) - len(strings.TrimLeft(s[i:], "`"))
		if n == len(fence) {
			return i + n
		}
		i += n
	}
	return -1
}

func TestForeignValuesAreInert(t *testing.T) {
	for _, s := range []string{
		"[click](https://evil.example)", "![x](https://evil.example/p.png)", "<img src=x onerror=alert(1)>", "@everyone #1", "https://evil.example",
		"a`b", "``", "`", "` [x](y) `", "```\n# head\n```", "\n\n# GOTCHA\n", "**bold**", "\x1b]52;c;x\x07", "\u202egnp.exe", "a|b", "\\", "\\`[x](y)",
	} {
		u, f := hostile(s)
		md := summary.Markdown(u, f)
		rest := outside(t, md)
		for _, bad := range []string{"evil", "GOTCHA", "onerror", "everyone", "bold", "](", "gnp", "|", "\\"} {
			assert.NotContains(t, rest, bad, "%q in\n%s", s, md)
		}
		assert.False(t, strings.ContainsFunc(md, func(r rune) bool { return r < ' ' && r != '\n' || r == 0x7f || r == 0x202e }))
		assert.Equal(t, 4, strings.Count(md, "\n**"), "the headings are its own:\n%s", md)
	}
}

func TestABadURLIsLeftOut(t *testing.T) {
	f := facts()
	f.URL = "https://x.example/> [y](z)"
	assert.NotContains(t, summary.Markdown(alice(), f), "x.example/>")
}

func FuzzMarkdown(f *testing.F) {
	for _, s := range []string{"", "`", "``a`", " ` ", "\n", "x\u200b`", strings.Repeat("`", 300)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		u, facts := hostile(s)
		md := summary.Markdown(u, facts)
		rest := outside(t, md)
		require.NotContains(t, rest, "](")
		require.NotContains(t, rest, "<i")
		require.Equal(t, strings.Count(md, "\n"), strings.Count(rest, "\n")-1, "no value adds a line")
	})
}
