package runner_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/audit"
	"usher/internal/emulator"
	"usher/ui/actions"
	"usher/ui/errtext"
	"usher/ui/runner"
)

// withSessions finds someone with at least n running sessions.
func (l *live) withSessions(t *testing.T, n int) (*api.User, actions.Input) {
	t.Helper()
	list, err := l.client.Users.List(t.Context(), api.ListUsersParams{Limit: 150})
	require.NoError(t, err)
	for _, u := range list {
		p, err := l.prompt(t, action(t, "session.revoke_all"), u)
		if err == nil && len(p.Input.Targets) >= n {
			return u, p.Input
		}
	}
	t.Fatal("nobody has so many sessions")
	return nil, actions.Input{}
}

func TestSomeSessionsCannotBeRevoked(t *testing.T) {
	l := newLive(t)
	u, in := l.withSessions(t, 2)
	stays := in.Targets[0]
	l.server.SetFaults(emulator.Faults{Rules: []emulator.Fault{
		{Kind: emulator.FaultStatus, Status: 403, Path: "/v1/sessions/" + string(stays.ID) + "/revoke"},
	}})
	d := l.run(t, "session.revoke_all", u, in)
	var partial *actions.PartialError
	require.ErrorAs(t, d.Err, &partial)
	assert.Equal(t, []actions.Target{stays}, partial.Failed)
	assert.Len(t, partial.Done, len(in.Targets)-1)
	assert.Contains(t, d.Text, string(stays.ID), "exactly which")
	assert.Contains(t, d.Text, "Not revoked")
	assert.Equal(t, "Partly done", d.Notice.Title)
	assert.Equal(t, []string{"sessions"}, d.Outcome.Reload)
	assert.Len(t, l.sent(), len(in.Targets), "each sent once")
	end := l.log.Entries()[1]
	assert.Equal(t, audit.Partial, end.Result)
	assert.Equal(t, 403, end.Status)
	assert.Contains(t, end.Detail, string(stays.ID))
	assert.NotContains(t, strings.Join(l.log.Entries()[0].Allowed, " "), "*", "the intent names each session")
}

func TestLostAnswersAmongManyAreSettledByTheList(t *testing.T) {
	for name, c := range map[string]struct {
		fault emulator.FaultKind
		lost  bool
	}{"done": {emulator.FaultResetAfter, false}, "not done": {emulator.FaultResetBefore, true}} {
		t.Run(name, func(t *testing.T) {
			l := newLive(t)
			u, in := l.withSessions(t, 2)
			l.server.SetFaults(emulator.Faults{Rules: []emulator.Fault{
				{Kind: c.fault, Path: "/v1/sessions/" + string(in.Targets[1].ID) + "/revoke"},
			}})
			d := l.run(t, "session.revoke_all", u, in)
			assert.Len(t, l.sent(), len(in.Targets))
			if !c.lost {
				require.NoError(t, d.Err)
				assert.Contains(t, d.Text, "Revoked ")
				return
			}
			var partial *actions.PartialError
			require.ErrorAs(t, d.Err, &partial)
			assert.Equal(t, in.Targets[1:2], partial.Unknown, "it may still be under way")
			assert.Contains(t, d.Text, "the answer was lost")
		})
	}
}

func TestProgressIsHeardToItsEnd(t *testing.T) {
	l := newLive(t)
	u, in := l.withSessions(t, 2)
	batch, ok := l.Run(action(t, "session.revoke_all"), u, in)().(tea.BatchMsg)
	require.True(t, ok)
	require.Len(t, batch, 2)
	assert.True(t, l.Pending(u.ID))
	done := make(chan runner.Done, 1)
	go func() { done <- batch[0]().(runner.Done) }()
	last := 0
	for next := batch[1]; next != nil; {
		p, ok := next().(runner.Progress)
		if !ok {
			break // it is over
		}
		assert.Equal(t, u.ID, p.User)
		assert.Equal(t, len(in.Targets), p.Total)
		assert.Greater(t, p.Done, last, "only the latest counts")
		assert.NotEmpty(t, p.What)
		last, next = p.Done, p.Next
	}
	require.NoError(t, l.Handle(<-done).Err)
	assert.False(t, l.Pending(u.ID))
}

func TestErase(t *testing.T) {
	l := newLive(t)
	list, err := l.client.Users.List(t.Context(), api.ListUsersParams{Limit: 150})
	require.NoError(t, err)
	var u *api.User
	var p actions.Prompt
	for _, u = range list {
		p, err = l.prompt(t, action(t, "user.erase"), u)
		require.NoError(t, err)
		if strings.Contains(strings.Join(p.Does, " "), "loses its only") {
			break
		}
	}
	require.Contains(t, strings.Join(p.Does, " "), "loses its only", "the sole administrator is told")
	assert.Equal(t, actions.ConfirmTyped, p.Confirm)
	assert.True(t, u.PrimaryEmail().Is(p.Expect))
	require.NoError(t, l.run(t, "user.lock", u, actions.Input{}).Err) // leaves an undo

	d := l.run(t, "user.erase", u, actions.Input{Reason: "a request"})
	require.NoError(t, d.Err, d.Text)
	assert.True(t, d.Outcome.Gone)
	_, err = l.client.Users.Get(t.Context(), u.ID)
	require.Error(t, err)
	_, left := l.UndoTop()
	assert.False(t, left, "nothing can be undone of a user who is gone")

	files, err := filepath.Glob(filepath.Join(l.env.ExportDir, "*.json"))
	require.NoError(t, err)
	require.Len(t, files, 1)
	raw, err := os.ReadFile(files[0])
	require.NoError(t, err)
	sum := sha256.Sum256(raw)
	require.NotNil(t, d.Outcome.Show)
	assert.Contains(t, strings.Join(d.Outcome.Show.Lines, "\n"), hex.EncodeToString(sum[:]))
	assert.Contains(t, l.log.Entries()[len(l.log.Entries())-1].Detail, hex.EncodeToString(sum[:]), "the log holds the sum")
	for _, part := range []string{`"user"`, `"organization_memberships"`, `"organization_invitations"`, `"sessions"`, `"trusted_devices"`} {
		assert.Contains(t, string(raw), part)
	}
}

func TestNothingIsDeletedThatWasNotSaved(t *testing.T) {
	for name, change := range map[string]func(*live){
		"a read fails": func(l *live) {
			l.server.SetFaults(emulator.Faults{Rules: []emulator.Fault{{Kind: emulator.FaultStatus, Status: 500, Method: "GET", Path: "/v1/sessions"}}})
		},
		"the disk": func(l *live) { l.env.ExportDir = filepath.Join(l.env.ExportDir, "file", "below") },
		"organizations off": func(l *live) {
			l.server.SetFaults(emulator.Faults{Rules: []emulator.Fault{{Kind: emulator.FaultOrganizationsOff}}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLive(t)
			require.NoError(t, os.WriteFile(filepath.Join(l.env.ExportDir, "file"), nil, 0o600))
			u := l.someone(t, "user.erase")
			change(l)
			d := l.run(t, "user.erase", u, actions.Input{})
			if name == "organizations off" {
				assert.NoError(t, d.Err, "there is nothing to save of them")
				return
			}
			require.Error(t, d.Err)
			assert.Empty(t, l.sent())
			assert.False(t, d.Outcome.Gone)
			assert.Equal(t, actions.NotAsked, d.Settled.State)
			l.server.SetFaults(emulator.Faults{})
			assert.Equal(t, u.ID, l.read(t, u.ID).ID)
		})
	}
}

func TestLinksAreKeptUntilTheyAreTakenBack(t *testing.T) {
	l := newLive(t)
	_, err := l.prompt(t, action(t, "link.revoke"), nil)
	var nothing *actions.NothingError
	require.ErrorAs(t, err, &nothing)

	_, u, in := l.stage(t, "user.impersonate")
	d := l.run(t, "user.impersonate", u, in)
	require.NoError(t, d.Err)
	require.NotNil(t, d.Outcome.Show)
	assert.Contains(t, d.Outcome.Show.Secrets[0].Value.Reveal().Unsafe(), "http")
	assert.NotContains(t, d.Text+strings.Join(d.Outcome.Show.Lines, ""), "http", "the link is a secret")
	require.Len(t, l.Env().Issued, 1)
	link := l.Env().Issued[0]
	assert.Equal(t, actions.ImpersonationLink, link.Kind)
	end := l.log.Entries()[1]
	assert.Equal(t, string(link.ID), end.Detail)
	assert.Equal(t, []string{"actor agent@acme.example"}, l.log.Entries()[0].Notes)

	p, err := l.prompt(t, action(t, "link.revoke"), nil)
	require.NoError(t, err)
	assert.Nil(t, p.Form, "there is only one")
	assert.Equal(t, []string{"POST /actor_tokens/" + string(link.ID) + "/revoke"}, p.Sends)
	require.NoError(t, l.run(t, "link.revoke", nil, p.Input).Err)
	assert.Empty(t, l.Env().Issued)
	d = l.run(t, "link.revoke", nil, p.Input)
	assert.Equal(t, errtext.Conflict, d.Notice.Kind, "it is too late")
}

func TestCodesAreCheckedAgainstTheOneThatWasSent(t *testing.T) {
	l := newLive(t)
	u := l.someone(t, "identity.send_code")
	p, err := l.prompt(t, action(t, "identity.check_code"), u)
	require.NoError(t, err)
	for _, c := range p.Form.Fields[0].Choices {
		assert.NotEmpty(t, c.Off, "nothing was sent yet")
	}
	_, u, in := l.stage(t, "identity.check_code")
	wrong := in
	wrong.Secrets = map[string]api.Secret{"code": api.NewSecret("111111")}
	d := l.run(t, "identity.check_code", u, wrong)
	require.NoError(t, d.Err, "a wrong code is an answer")
	assert.Equal(t, actions.No, d.Outcome.Answer)
	d = l.run(t, "identity.check_code", u, in)
	assert.Equal(t, actions.Yes, d.Outcome.Answer)
	assert.Contains(t, d.Text, "is verified")
}

func TestQuestionsAreAnswered(t *testing.T) {
	l := newLive(t)
	a, u, in := l.stage(t, "user.verify_password")
	assert.Equal(t, actions.Yes, l.run(t, a.ID, u, in).Outcome.Answer)
	in.Secrets = map[string]api.Secret{"password": api.NewSecret("wrong-horse")}
	d := l.run(t, a.ID, u, in)
	require.NoError(t, d.Err)
	assert.Equal(t, actions.No, d.Outcome.Answer)
	for _, e := range l.log.Entries() {
		assert.NotContains(t, e.Detail+strings.Join(e.Notes, ""), "horse", "what was typed is kept nowhere")
	}

	p, err := l.prompt(t, action(t, "user.verify_totp"), l.someone(t, "user.verify_totp"))
	require.NoError(t, err)
	for code, direct := range map[string]bool{"123 456": true, "123456": true, "abcd-efgh": false, "1234567": false} {
		r, err := p.Form.Review(map[string]string{"code": code})
		require.NoError(t, err)
		assert.Equal(t, direct, r.Direct, code)
		if !direct {
			assert.Contains(t, strings.Join(p.Reviewed(r).Does, " "), "used up")
		}
	}
}

func TestAnAuthenticatorIsSetUpInTwoWays(t *testing.T) {
	for _, endpoint := range []bool{false, true} {
		l := newLive(t)
		l.env.Application = "Acme"
		l.server.SetFaults(emulator.Faults{CreateTOTP: endpoint})
		a, u, in := l.stage(t, "user.create_totp")
		d := l.run(t, a.ID, u, in)
		require.NoError(t, d.Err)
		show := d.Outcome.Show
		require.NotNil(t, show)
		assert.Contains(t, show.QR.Reveal().Unsafe(), "otpauth://totp/")
		text := strings.Join(show.Lines, " ")
		assert.Equal(t, !endpoint, strings.Contains(text, "made here"), "it says which")
		assert.Equal(t, endpoint, strings.Contains(text, "server made the secret"))
		assert.Equal(t, "user.verify_totp", d.Outcome.Next)
		assert.True(t, l.read(t, u.ID).TOTPEnabled)
		if !endpoint {
			assert.Contains(t, show.QR.Reveal().Unsafe(), "issuer=Acme")
		}
	}
}

func TestCreatingSomeoneWhoIsThereAlready(t *testing.T) {
	l := newLive(t)
	a, _, in := l.stage(t, "user.create")
	taken := l.someone(t, "user.ban")
	in.Values["email_address"] = taken.PrimaryEmail().Unsafe()
	d := l.run(t, a.ID, nil, in)
	require.Error(t, d.Err)
	assert.Contains(t, d.Notice.Fields, "email_address", "told at the field")

	delete(in.Values, "external_id")
	l.server.SetFaults(emulator.Faults{Rules: []emulator.Fault{{Kind: emulator.FaultResetBefore, Method: http.MethodPost}}})
	d = l.run(t, a.ID, nil, in)
	require.Error(t, d.Err)
	assert.Equal(t, actions.DidNot, d.Settled.State)
	assert.Contains(t, d.Text, "who was there before", "another one is not taken for the new one")
}

func TestATokenIsReadOnlyWithAReasonAndIsLogged(t *testing.T) {
	l := newLive(t)
	_, u, in := l.stage(t, "user.oauth_token")
	l.gate.Close()
	l.env.Production = true
	in.Reason = ""
	var refusal *runner.Refusal
	require.ErrorAs(t, l.run(t, "user.oauth_token", u, in).Err, &refusal)
	assert.Equal(t, runner.WhyReason, refusal.Why)
	in.Reason = "ticket 7"
	d := l.run(t, "user.oauth_token", u, in)
	require.NoError(t, d.Err, "reading is allowed while writing is not")
	assert.Positive(t, d.Outcome.Show.For)
	require.NotEmpty(t, d.Outcome.Show.Secrets)
	assert.False(t, d.Outcome.Show.Secrets[0].Revealed)
	entries := l.log.Entries()
	require.Len(t, entries, 2)
	assert.Equal(t, "ticket 7", entries[0].Reason)
	assert.Contains(t, entries[0].Allowed[0], "GET /users/"+string(u.ID)+"/oauth_access_tokens/oauth_")
	secret := d.Outcome.Show.Secrets[0].Value.Reveal().Unsafe()
	for _, e := range entries {
		assert.NotContains(t, e.Detail+strings.Join(e.Notes, "")+strings.Join(e.Allowed, ""), secret)
	}
}

func TestPreparing(t *testing.T) {
	l := newLive(t)
	u := l.someone(t, "user.ban")
	a := action(t, "org.change_role")
	l.server.SetFaults(emulator.Faults{Rules: []emulator.Fault{{Kind: emulator.FaultOrganizationsOff}}})
	p, ok := l.Prepare(t.Context(), a, u)().(runner.Prepared)
	require.True(t, ok)
	require.Error(t, p.Err)
	assert.Equal(t, "Organizations are off", p.Notice.Title)
	assert.NotEmpty(t, p.Text)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p, ok = l.Prepare(ctx, a, u)().(runner.Prepared)
	require.True(t, ok)
	require.Error(t, p.Err)
	assert.Empty(t, p.Text, "who left needs no answer")

	l.gate.Close()
	p, ok = l.Prepare(t.Context(), a, u)().(runner.Prepared)
	require.True(t, ok)
	var refusal *runner.Refusal
	require.ErrorAs(t, p.Err, &refusal)
	assert.Equal(t, runner.WhyReadOnly, refusal.Why)
	assert.Empty(t, l.sent())
}

func TestOrganizationsAreFoundByName(t *testing.T) {
	l := newLive(t)
	u := l.someone(t, "org.change_role")
	p, err := l.prompt(t, action(t, "org.add"), u)
	require.NoError(t, err)
	field := p.Form.Fields[0]
	require.NotNil(t, field.Search)
	name := ""
	for _, c := range field.Choices {
		if c.Off == "" {
			name = c.Title
		}
	}
	require.NotEmpty(t, name)
	var found []actions.FieldChoice
	l.Search(t.Context(), field, name, func(cs []actions.FieldChoice, err error) tea.Msg {
		require.NoError(t, err)
		found = cs
		return nil
	})()
	require.NotEmpty(t, found)
	r, err := p.Form.Review(map[string]string{"organization_id": found[0].ID, "organization_id" + actions.TitleSuffix: found[0].Title, "role": "org:member"})
	require.NoError(t, err)
	assert.Contains(t, r.Change[0].Path, found[0].Title)
}

func TestTwoFreeActionsDoNotRunAtOnce(t *testing.T) {
	l := newLive(t)
	_, _, in := l.stage(t, "user.create")
	first := l.Run(action(t, "user.create"), nil, in)
	d := l.run(t, "user.create", nil, in)
	var refusal *runner.Refusal
	require.ErrorAs(t, d.Err, &refusal)
	assert.Equal(t, runner.WhyPending, refusal.Why)
	require.NoError(t, l.Handle(finish(t, first)).Err)
	assert.False(t, l.Pending(""))
}
