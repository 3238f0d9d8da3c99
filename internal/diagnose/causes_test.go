package diagnose_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/diagnose"
)

var now = time.Date(2026, 11, 22, 14, 30, 0, 0, time.UTC)

func ago(d time.Duration) api.Time { return api.TimeOf(now.Add(-d)) }

func text(s string) api.Text { return api.NewText(s) }

func ptr[T any](v T) *T { return &v }

func ver(status string) *api.Verification { return &api.Verification{Status: text(status)} }

func email(address, status string) api.EmailAddress {
	e := api.EmailAddress{ID: "idn_1", EmailAddress: text(address), Verification: ver(status)}
	if status == "" {
		e.Verification = nil
	}
	return e
}

// sound is a user whom nothing keeps out.
func sound() *api.User {
	return &api.User{
		ID: "user_1", FirstName: text("Ada"), LastName: text("Lind"), PasswordEnabled: true, CreatedAt: ago(999 * time.Hour),
		EmailAddresses: []api.EmailAddress{email("ada@example.com", "verified")}, VerificationAttemptsRemaining: ptr(int64(100)),
	}
}

func with(change func(u *api.User)) *api.User {
	u := sound()
	change(u)
	return u
}

func list[T any](all ...T) *api.List[T] {
	return &api.List[T]{Data: all, TotalCount: int64(len(all))}
}

func session(status string, old time.Duration, tasks ...string) api.Session {
	s := api.Session{ID: "sess_1", Status: text(status), CreatedAt: ago(old), LastActiveAt: ago(old)}
	for _, t := range tasks {
		s.Tasks = append(s.Tasks, api.SessionTask{Key: text(t)})
	}
	return s
}

func blocking(entries ...string) *api.List[api.BlocklistIdentifier] {
	l := list[api.BlocklistIdentifier]()
	for _, e := range entries {
		l.Data = append(l.Data, api.BlocklistIdentifier{Identifier: text(e)})
	}
	return l
}

// cause is one row: facts, and the finding that they must give.
type cause struct {
	name      string
	user      *api.User
	more      func(f *diagnose.Facts)
	want      diagnose.Cause
	certainty diagnose.Certainty
	says      []string
	action    string
	first     bool // stands first
}

func causes() []cause {
	social := api.ExternalAccount{Provider: text("oauth_github"), Verification: ver("unverified")}
	return []cause{
		{name: "banned", user: with(func(u *api.User) { u.Banned = true }), want: diagnose.Banned, certainty: diagnose.Certain, action: "user.unban", first: true},
		{name: "deprovisioned", user: with(func(u *api.User) { u.Deprovisioned, u.Banned = true, true }), want: diagnose.Deprovisioned, certainty: diagnose.Certain, first: true, says: []string{"directory"}},
		{
			name: "locked", user: with(func(u *api.User) {
				u.Locked, u.LockoutExpiresIn, u.VerificationAttemptsRemaining = true, ptr(int64(42*60+5)), ptr(int64(0))
			}),
			want: diagnose.Locked, certainty: diagnose.Certain, action: "user.unlock", first: true,
			says: []string{"42 min", "22 Nov 2026 15:12:05 UTC", "No failed attempt is left"},
		},
		{name: "locked without end", user: with(func(u *api.User) { u.Locked = true }), want: diagnose.Locked, certainty: diagnose.Certain, action: "user.unlock", first: true, says: []string{"without end"}},
		{
			name: "lock ran out since", user: with(func(u *api.User) { u.Locked, u.LockoutExpiresIn = true, ptr(int64(60)) }),
			more: func(f *diagnose.Facts) { f.UserAt = now.Add(-2 * time.Minute) },
			want: diagnose.Locked, certainty: diagnose.Possible, says: []string{"ran out at 22 Nov 2026 14:29:00 UTC"},
		},
		{name: "few attempts", user: with(func(u *api.User) { u.VerificationAttemptsRemaining = ptr(int64(1)) }), want: diagnose.FewAttempts, certainty: diagnose.Likely, says: []string{"1 failed attempt left"}},
		{
			name: "no verified identifier", user: with(func(u *api.User) { u.EmailAddresses[0].Verification = ver("unverified") }),
			want: diagnose.NoVerified, certainty: diagnose.Likely, says: []string{"ada@example.com (unverified)"}, first: true,
		},
		{
			name: "no verified identifier, but a username", user: with(func(u *api.User) {
				u.EmailAddresses[0].Verification, u.Username = nil, text("ada")
			}),
			want: diagnose.NoVerified, certainty: diagnose.Possible, says: []string{"verification never started", "Another way in exists"},
		},
		{name: "no way in", user: with(func(u *api.User) { u.PasswordEnabled, u.EmailAddresses = false, nil }), want: diagnose.NoWayIn, certainty: diagnose.Certain, first: true},
		{name: "no password, no social", user: with(func(u *api.User) { u.PasswordEnabled = false }), want: diagnose.NoPasswordSocial, certainty: diagnose.Likely, first: true},
		{
			name: "social only", user: with(func(u *api.User) {
				u.PasswordEnabled = false
				u.ExternalAccounts = []api.ExternalAccount{{Provider: text("google"), Verification: ver("verified")}}
			}),
			want: diagnose.SocialOnly, certainty: diagnose.Possible, says: []string{"through Google"}, first: true,
		},
		{
			name: "only unverified social", user: with(func(u *api.User) {
				u.PasswordEnabled, u.ExternalAccounts = false, []api.ExternalAccount{social}
				u.EmailAddresses[0].Verification = ver("expired")
			}),
			want: diagnose.UnverifiedSocial, certainty: diagnose.Certain, says: []string{"GitHub"}, first: true,
		},
		{
			name: "unverified social beside a verified address", user: with(func(u *api.User) {
				u.PasswordEnabled, u.ExternalAccounts = false, []api.ExternalAccount{social}
			}),
			want: diagnose.UnverifiedSocial, certainty: diagnose.Likely, first: true,
		},
		{
			name: "sso, never came through it", user: with(func(u *api.User) { u.EmailAddresses[0].MatchesSSOConnection = true }),
			want: diagnose.SSO, certainty: diagnose.Likely, says: []string{"ada@example.com", "never come through"}, first: true,
		},
		{
			name: "sso, connected", user: with(func(u *api.User) {
				u.EnterpriseAccounts = []api.EnterpriseAccount{{Active: true, EnterpriseConnection: &api.EnterpriseConnection{Name: text("Corp Okta"), Active: true}}}
			}),
			want: diagnose.SSO, certainty: diagnose.Possible, says: []string{"Corp Okta"}, first: true,
		},
		{
			name: "sso, connection off", user: with(func(u *api.User) {
				u.EnterpriseAccounts = []api.EnterpriseAccount{{Active: true, EnterpriseConnection: &api.EnterpriseConnection{Name: text("Corp Okta")}}}
			}),
			want: diagnose.SSO, certainty: diagnose.Likely, says: []string{"not active"}, first: true,
		},
		{
			name: "mfa without backup codes", user: with(func(u *api.User) {
				u.TwoFactorEnabled, u.TOTPEnabled = true, true
				u.PhoneNumbers = []api.PhoneNumber{{PhoneNumber: text("+4366012345"), ReservedForSecondFactor: true}}
			}),
			want: diagnose.NoBackupCodes, certainty: diagnose.Possible, action: "user.disable_mfa", says: []string{"authenticator app, SMS to +4366012345"}, first: true,
		},
		{name: "password reset", user: with(func(u *api.User) { u.RequiresPasswordReset = true }), want: diagnose.PasswordReset, certainty: diagnose.Likely, first: true},
		{
			name: "pending task", user: sound(), more: func(f *diagnose.Facts) {
				f.Sessions = list(session("pending", time.Hour, "choose-organization"), session("active", 9*time.Hour))
				f.Memberships = list[api.Membership]()
				f.Invitations = list(api.OrganizationInvitation{PublicOrganizationData: &api.PublicOrganizationData{Name: text("Acme")}})
			},
			want: diagnose.PendingTask, certainty: diagnose.Likely, says: []string{"choose-organization", "Member of no organization", "Invited to Acme", "1 h ago"}, first: true,
		},
		{
			name: "pending task, but in since", user: sound(), more: func(f *diagnose.Facts) {
				f.Sessions = list(session("active", time.Hour), session("pending", 9*time.Hour, "reset-password"))
			},
			want: diagnose.PendingTask, certainty: diagnose.Possible, says: []string{"reset-password"},
		},
		{
			name: "block list", user: sound(), more: func(f *diagnose.Facts) { f.Block = blocking("x@y.z", "ADA@Example.com") },
			want: diagnose.Blocked, certainty: diagnose.Likely, says: []string{"ADA@Example.com"}, first: true,
		},
		{
			name: "block list, domain", user: sound(), more: func(f *diagnose.Facts) { f.Block = blocking("*@example.com") },
			want: diagnose.Blocked, certainty: diagnose.Likely, says: []string{"*@example.com"}, first: true,
		},
		{
			name: "block list, but allowed", user: sound(), more: func(f *diagnose.Facts) {
				f.Block = blocking("*@example.com")
				f.Allow = list(api.AllowlistIdentifier{Identifier: text("ada@example.com")})
			},
			want: diagnose.Blocked, certainty: diagnose.Possible, says: []string{"allow list covers it"}, first: true,
		},
		{
			name: "all sessions revoked", user: sound(), more: func(f *diagnose.Facts) {
				f.Sessions = list(session("revoked", time.Hour), session("revoked", 5*time.Hour))
			},
			want: diagnose.SessionsRevoked, certainty: diagnose.Possible, says: []string{"All of the last 2 sessions", "1 h ago"}, first: true,
		},
		{
			name: "mistyped at sign-up", user: with(func(u *api.User) {
				u.EmailAddresses = []api.EmailAddress{email("erin@gmial.com", "unverified")}
			}),
			want: diagnose.TypoInAddress, certainty: diagnose.Possible, says: []string{"gmail.com may be meant"},
		},
		{name: "deleted", user: with(func(u *api.User) { u.Banned = true }), more: func(f *diagnose.Facts) { f.Removed = true }, want: diagnose.Gone, certainty: diagnose.Certain, first: true},
		{name: "unreadable", user: &api.User{ID: "user_1", Broken: errors.New("x")}, want: diagnose.Unreadable, certainty: diagnose.Possible, first: true},
		{
			name: "nothing", user: sound(), more: func(f *diagnose.Facts) {
				f.Sessions = list(api.Session{Status: text("active"), LastActiveAt: ago(5 * time.Minute), LatestActivity: &api.SessionActivity{BrowserName: text("Firefox"), City: text("Oslo")}})
			},
			want: diagnose.NothingFound, says: []string{"last used 5 min ago, Firefox in Oslo"}, first: true,
		},
	}
}

func find(all []diagnose.Finding, c diagnose.Cause) (diagnose.Finding, bool) {
	for _, f := range all {
		if f.Cause == c {
			return f, true
		}
	}
	return diagnose.Finding{}, false
}

func names(all []diagnose.Finding) []diagnose.Cause {
	out := make([]diagnose.Cause, len(all))
	for i := range all {
		out[i] = all[i].Cause
	}
	return out
}

func TestCauses(t *testing.T) {
	for _, c := range causes() {
		t.Run(c.name, func(t *testing.T) {
			f := diagnose.Facts{Now: now, Zone: time.UTC, User: c.user, UserAt: now}
			if c.more != nil {
				c.more(&f)
			}
			all := diagnose.Explain(&f)
			found, ok := find(all, c.want)
			require.True(t, ok, "found only %v", names(all))
			assert.Equal(t, c.certainty, found.Certainty)
			if c.action != "" {
				assert.Equal(t, c.action, found.ActionID)
			}
			if c.first {
				assert.Equal(t, c.want, all[0].Cause, "%v", names(all))
			}
			for _, s := range c.says {
				assert.Contains(t, found.Title+"\n"+found.Evidence, s)
			}
			assert.NotEmpty(t, found.Evidence)
			assert.NotEmpty(t, found.Fix)
			assert.Equal(t, -1, found.Person)
			if c.want != diagnose.NothingFound {
				assert.NotContains(t, names(all), diagnose.NothingFound)
			}
		})
	}
}

func TestNothingIsSaidOnlyWhenEverythingWasRead(t *testing.T) {
	f := diagnose.Facts{Now: now, User: sound(), UserAt: now, Waiting: 1}
	assert.Empty(t, diagnose.Explain(&f), "an answer is still waited for")
	f.Waiting = 0
	assert.Equal(t, []diagnose.Cause{diagnose.NothingFound}, names(diagnose.Explain(&f)))
}

func TestABanExplainsTheRevokedSessions(t *testing.T) {
	f := diagnose.Facts{Now: now, User: with(func(u *api.User) { u.Banned = true }), Sessions: list(session("revoked", time.Hour))}
	all := diagnose.Explain(&f)
	assert.Equal(t, []diagnose.Cause{diagnose.Banned}, names(all))
	assert.Contains(t, all[0].Evidence, "1 session ended as revoked")
}

func TestSurestAndWorstComeFirst(t *testing.T) {
	u := with(func(u *api.User) {
		u.Banned, u.TwoFactorEnabled, u.RequiresPasswordReset = true, true, true
		u.EmailAddresses[0].MatchesSSOConnection = true
	})
	f := diagnose.Facts{Now: now, User: u, Sessions: list(session("pending", time.Hour))}
	all := diagnose.Explain(&f)
	assert.Equal(t, []diagnose.Cause{diagnose.Banned, diagnose.PasswordReset, diagnose.PendingTask, diagnose.SSO, diagnose.NoBackupCodes}, names(all))
	for i := 1; i < len(all); i++ {
		assert.LessOrEqual(t, all[i].Certainty, all[i-1].Certainty)
	}
}

func TestOrganizationsThatAreOffAreNoBlindSpot(t *testing.T) {
	f := diagnose.Facts{Now: now, User: sound(), OrganizationsOff: true, Sessions: list(session("pending", time.Hour, "choose-organization"))}
	all := diagnose.Explain(&f)
	assert.Contains(t, all[0].Evidence, "Organizations are off")
}

func TestHostileTextStaysInert(t *testing.T) {
	evil := "\x1b[31m\u202eevil\x07\r\nGOTCHA"
	u := with(func(u *api.User) {
		u.PasswordEnabled = false
		u.EmailAddresses = []api.EmailAddress{email(evil+"@x", evil)}
		u.PhoneNumbers = []api.PhoneNumber{{PhoneNumber: text(evil), ReservedForSecondFactor: true}}
		u.TwoFactorEnabled = true
		u.ExternalAccounts = []api.ExternalAccount{{Provider: text(evil), Verification: &api.Verification{Status: text("failed"), Error: &api.ErrorItem{LongMessage: text(evil)}}}}
		u.EnterpriseAccounts = []api.EnterpriseAccount{{Provider: text(evil)}}
		u.LockoutExpiresIn, u.Locked = ptr(int64(1<<62)), true
	})
	f := diagnose.Facts{
		Now: now, User: u, UserAt: now, Sessions: list(session("pending", time.Hour, evil)), Block: blocking(evil),
		Memberships: list(api.Membership{Organization: api.Organization{Name: text(evil)}}),
	}
	all := diagnose.Explain(&f)
	require.GreaterOrEqual(t, len(all), 5)
	for _, found := range all {
		for _, s := range []string{found.Title, found.Evidence, found.Fix} {
			assert.NotContains(t, s, "\x1b")
			assert.NotContains(t, s, "\u202e")
			assert.NotContains(t, s, "\x07")
			assert.NotContains(t, s, "\n")
		}
	}
}
