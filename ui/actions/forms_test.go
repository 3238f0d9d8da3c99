package actions_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/ui/actions"
)

// form fills the form of an action over what it begins with.
func form(t *testing.T, id string, u *api.User, fill map[string]string) (actions.Prompt, actions.Review, error) {
	t.Helper()
	p := row(t, id).Ask(u, actions.Env{Now: noon})
	require.NotNil(t, p.Form)
	values := map[string]string{}
	for _, f := range p.Form.Fields {
		values[f.ID] = f.Value
	}
	for id, v := range fill {
		require.Contains(t, values, id)
		values[id] = v
	}
	r, err := p.Form.Review(values)
	return p, r, err
}

func TestRefusedFields(t *testing.T) {
	for _, c := range []struct {
		action, field, value, problem string
	}{
		{"user.create", "email_address", "alice", "not an e-mail"},
		{"user.create", "email_address", "a@b@c.example", "not an e-mail"},
		{"user.create", "email_address", "ok@acme.example\nalice@acme", "not an e-mail"},
		{"user.create", "phone_number", "0415 555 0123", "country code"},
		{"user.create", "phone_number", "+0123456789", "not a phone number"},
		{"user.create", "public_metadata", "{", "line 1, column 1"},
		{"user.create", "public_metadata", "[]", "must be a JSON object"},
		{"user.create", "private_metadata", `{"a":1,"a":2}`, "twice"},
		{"user.create", "first_name", "Alone", "a username is needed"},
		{"user.update", "create_organizations_limit", "-1", "whole number"},
		{"user.update", "create_organizations_limit", "many", "whole number"},
		{"user.set_password", "password", "", "is required"},
		{"user.set_image", "file", "", "is required"},
		{"identity.add_email", "email_address", "", "is required"},
		{"identity.add_phone", "phone_number", "12", "country code"},
		{"identity.correct_email", "email_address", "alice@acme.example", "is the one that the person has"},
		{"identity.replace_email", "email_address", "x y@acme.example", "not an e-mail"},
		{"user.verify_totp", "code", " ", "is required"},
		{"app.invite", "expires_in_days", "366", "1 to 365"},
		{"list.block", "identifier", "john*@acme.example", "only *@domain"},
		{"list.block", "identifier", "", "is required"},
		{"user.sign_in_link", "lifetime", "99h", "not one of the choices"},
	} {
		fill := map[string]string{c.field: c.value}
		switch {
		case c.action == "app.invite":
			fill["email_address"] = "new@acme.example"
		case c.action == "user.create" && strings.HasSuffix(c.field, "metadata"):
			fill["username"] = "new"
		}
		_, _, err := form(t, c.action, rich(), fill)
		var wrong *actions.FieldError
		if assert.ErrorAs(t, err, &wrong, "%s %s=%q", c.action, c.field, c.value) {
			assert.Contains(t, wrong.Problem, c.problem, "%s %s=%q", c.action, c.field, c.value)
			if c.value != "Alone" {
				assert.Equal(t, c.field, wrong.Field)
			}
		}
	}
}

func TestOnlyWhatChangedIsSaved(t *testing.T) {
	u := rich()
	u.Username, u.CreateOrgEnabled = api.NewText("alice"), true
	_, r, err := form(t, "user.update", u, nil)
	require.NoError(t, err)
	assert.True(t, r.Nothing)

	p, r, err := form(t, "user.update", u, map[string]string{"first_name": " Alicia ", "username": "", "create_organization_enabled": "false"})
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"first_name": "Alicia", "username": "", "create_organization_enabled": "false"}, r.Input.Values)
	assert.Equal(t, []string{
		"first_name: Alice", "first_name: Alicia", "username: alice", "create_organization_enabled: true", "create_organization_enabled: false",
	}, texts(r.Change))
	assert.Contains(t, strings.Join(p.Reviewed(r).DoesNot, " "), "deleted for good")
	assert.Equal(t, r.Input, p.Reviewed(r).Input)
}

func texts(lines []actions.DiffLine) []string {
	var out []string
	for _, l := range lines {
		out = append(out, l.Text)
	}
	return out
}

func TestSecretsStayOutOfSight(t *testing.T) {
	for id, field := range map[string]string{"user.create": "password", "user.set_password": "password", "user.verify_password": "password", "user.verify_totp": "code"} {
		p, r, err := form(t, id, rich(), map[string]string{field: "violet-tractor-9"})
		if id == "user.create" {
			p, r, err = form(t, id, nil, map[string]string{field: "violet-tractor-9", "username": "new"})
		}
		require.NoError(t, err)
		assert.True(t, r.Input.Secrets[field].Reveal().Is("violet-tractor-9"))
		assert.NotContains(t, r.Input.Values, field)
		q := p.Reviewed(r)
		seen := strings.Join(append(append(append(texts(q.Change), q.Does...), q.DoesNot...), q.Sends...), " ")
		a := row(t, id)
		if a.Note != nil {
			seen += strings.Join(a.Note(rich(), r.Input), " ")
		}
		assert.NotContains(t, seen, "violet", id)
	}
}

func TestBlockingADomain(t *testing.T) {
	for _, c := range []struct{ identifier, scope, want string }{
		{"Bad@Evil.example", "identifier", "Bad@Evil.example"},
		{"Bad@Evil.example", "domain", "*@evil.example"},
		{"Bad@Evil.example", "subdomains", "*@*.evil.example"},
		{"*@evil.example", "identifier", "*@evil.example"},
		{"+1 (415) 555-0123", "identifier", "+14155550123"},
	} {
		_, r, err := form(t, "list.block", nil, map[string]string{"identifier": c.identifier, "scope": c.scope})
		require.NoError(t, err, c)
		assert.Equal(t, c.want, r.Input.Values["identifier"])
		assert.Equal(t, "Block "+c.want+"?", r.Title)
		assert.Equal(t, strings.HasPrefix(c.want, "*"), len(r.Does) > 0, "a domain is everybody at it")
	}
	_, r, err := form(t, "list.block", nil, map[string]string{"identifier": "x@gmail.com", "scope": "domain"})
	require.NoError(t, err)
	assert.Contains(t, strings.Join(r.Warnings, " "), "public mail provider")
	_, _, err = form(t, "list.block", nil, map[string]string{"identifier": "+14155550123", "scope": "domain"})
	assert.ErrorContains(t, err, "only an e-mail address has a domain")

	p := row(t, "list.block").Ask(alice(), actions.Env{})
	assert.Equal(t, "alice@acme.example", p.Form.Fields[0].Value, "the one in front")
}

func TestAddingAnIdentifier(t *testing.T) {
	_, _, err := form(t, "identity.add_email", rich(), map[string]string{"email_address": "a@b.example", "primary": "true"})
	assert.ErrorContains(t, err, "only a verified one")
	p, r, err := form(t, "identity.add_email", rich(), map[string]string{"email_address": " a@b.example ", "verified": "true", "primary": "true"})
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"email_address": "a@b.example", "verified": "true", "primary": "true"}, r.Input.Values)
	assert.Contains(t, strings.Join(p.Reviewed(r).Does, " "), "verified at once")
}

func TestReplacingTellsWhatGoes(t *testing.T) {
	u := rich()
	u.PhoneNumbers[0].PhoneNumber = api.NewText("+14155550100")
	u.EmailAddresses = append(u.EmailAddresses, api.EmailAddress{ID: "idn_9", EmailAddress: api.NewText("old@acme.example"), LinkedTo: []api.IdentificationLink{{}}})
	p, r, err := form(t, "identity.replace_email", u, map[string]string{"email_address": "new@acme.example", "identification_status": "unverified"})
	require.NoError(t, err)
	assert.Equal(t, []string{"e-mail address: alice@acme.example", "e-mail address: old@acme.example", "e-mail address: new@acme.example"}, texts(r.Change))
	q := p.Reviewed(r)
	assert.Equal(t, actions.ConfirmTyped, q.Confirm)
	assert.Equal(t, "alice@acme.example", q.Expect)
	assert.Contains(t, strings.Join(q.Does, " "), "2 e-mail addresses now")
	assert.Contains(t, strings.Join(q.DoesNot, " "), "lock the person out")
	assert.Contains(t, strings.Join(q.DoesNot, " "), "connected account")

	_, r, err = form(t, "identity.replace_phone", u, map[string]string{"phone_number": "+1 415 555 0101"})
	require.NoError(t, err)
	assert.Contains(t, strings.Join(r.Warnings, " "), "turns the second factor off")

	ok, why := row(t, "identity.correct_email").Applies(u)
	assert.False(t, ok)
	assert.Contains(t, why, "several")
}

func TestReplacingMetadataKeepsNulls(t *testing.T) {
	u := withPublic(`{"a":null,"b":1}`)
	p := row(t, "user.replace_metadata").Ask(u, actions.Env{})
	r, err := p.Editor.Review(map[string]string{"public_metadata": `{"a":null,"c":null}`, "private_metadata": "{}"})
	require.NoError(t, err)
	assert.Equal(t, `{"a":null,"c":null}`, string(r.Input.Metadata.Public))
	assert.Nil(t, r.Input.Metadata.Private, "what was left as it was is not sent")
	assert.Equal(t, []string{"public_metadata.b: 1", "public_metadata.c: null"}, texts(r.Change))
	q := p.Reviewed(r)
	assert.Equal(t, actions.ConfirmTyped, q.Confirm, "an edit of level 3 is typed all the same")
	r, err = p.Editor.Review(map[string]string{"public_metadata": `{ "b" : 1 , "a" : null }`})
	require.NoError(t, err)
	assert.False(t, r.Nothing, "the order of keys is part of the whole")
	_, err = p.Editor.Review(map[string]string{"public_metadata": `{"a":{"b":1,"b":2}}`})
	assert.Error(t, err)
}

func TestAReplacementStopsWhenSomeoneElseWasFaster(t *testing.T) {
	a := row(t, "user.replace_metadata")
	in := actions.Input{Metadata: api.Metadata{Public: []byte(`{}`)}}
	b := &backend{user: withPublic(`{"plan":"gold"}`)}
	_, err := a.Run(t.Context(), b, alice(), in)
	var changed *actions.ChangedError
	require.ErrorAs(t, err, &changed)
	assert.Equal(t, []string{"get"}, b.calls, "nothing is sent")
}

func TestTypedConfirmation(t *testing.T) {
	u := rich()
	u.EmailAddresses[0].EmailAddress = api.NewText("a\u202eb@acme.example")
	p := row(t, "identity.replace_phone").Ask(u, actions.Env{})
	assert.Equal(t, string(u.ID), p.Expect, "what cannot be typed as it is shown is not asked for")
}

func TestRequestsAreExact(t *testing.T) {
	a := row(t, "session.revoke_all")
	in := actions.Input{Targets: []actions.Target{{ID: "sess_1"}, {ID: "sess_2"}, {ID: "../x"}}}
	assert.Equal(t, []actions.Write{
		{Method: "POST", Path: "/sessions/sess_1/revoke"}, {Method: "POST", Path: "/sessions/sess_2/revoke"},
	}, a.Requests("user_1", in))
	assert.Empty(t, row(t, "session.revoke").Requests("user_1", actions.Input{}), "without an id nothing may be sent")
	in = actions.Input{Values: map[string]string{"phone_number_id": "idn_1"}}
	assert.Equal(t, []actions.Write{{Method: "DELETE", Path: "/phone_numbers/idn_1"}}, row(t, "identity.delete").Requests("user_1", in))
	assert.Equal(t, []actions.Write{{Method: "GET", Path: "/users/user_1/oauth_access_tokens/oauth_google"}},
		row(t, "user.oauth_token").Requests("user_1", actions.Input{Values: map[string]string{"provider": "oauth_google"}}))
}

// TestHostileThingsStayInert looks into every form.
func TestHostileThingsStayInert(t *testing.T) {
	evil := api.NewText(strings.Repeat("\x1b[1m\u202e\nX", 20))
	u := rich()
	u.FirstName, u.Username, u.EmailAddresses[0].EmailAddress = evil, evil, evil
	u.Passkeys = append(u.Passkeys, api.Passkey{ID: "idn_7", Name: evil})
	u.Web3Wallets = append(u.Web3Wallets, api.Web3Wallet{ID: "idn_8", Web3Wallet: evil})
	u.ExternalAccounts[0].Provider, u.ExternalAccounts[0].EmailAddress = evil, evil
	u.EmailAddresses[0].Verification = &api.Verification{Status: evil}
	for _, a := range actions.All() {
		if a.Ask == nil {
			continue
		}
		p := a.Ask(u, actions.Env{Now: noon, Actor: "me\x1b"})
		seen := append(append(append([]string{p.Title, p.Expect}, p.Does...), p.DoesNot...), p.Sends...)
		if p.Form != nil {
			seen = append(append(seen, p.Form.Title), p.Form.Intro...)
			for _, f := range p.Form.Fields {
				seen = append(seen, f.Label, f.Help, f.Placeholder)
				for _, c := range f.Choices {
					seen = append(seen, c.ID, c.Title, c.Hint, c.Off)
				}
			}
		}
		for _, s := range seen {
			assert.False(t, strings.ContainsAny(s, "\x1b\n\u202e"), "%s: %q", a.ID, s)
		}
	}
}

func TestWhatIsNoPictureIsNotSent(t *testing.T) {
	big := filepath.Join(t.TempDir(), "big.png")
	require.NoError(t, os.WriteFile(big, append([]byte("\x89PNG\r\n\x1a\n"), make([]byte, 10<<20)...), 0o600))
	text := filepath.Join(t.TempDir(), "text.png")
	require.NoError(t, os.WriteFile(text, []byte("<svg/>"), 0o600))
	hollow := filepath.Join(t.TempDir(), "hollow.png")
	require.NoError(t, os.WriteFile(hollow, nil, 0o600))
	for path, problem := range map[string]string{
		"/nonexistent/face.png": "does not exist", t.TempDir(): "is not a file", hollow: "is empty", text: "is not a JPEG", big: "at most 10 MB",
	} {
		b := &uploads{}
		_, err := row(t, "user.set_image").Run(t.Context(), b, alice(), actions.Input{Values: map[string]string{"file": path}})
		var notSent *actions.NotSentError
		if assert.ErrorAs(t, err, &notSent, path) {
			assert.ErrorContains(t, err, problem)
		}
		assert.Empty(t, b.name)
	}
}

func TestPictureIsSentAsItIs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "face.gif")
	want := append([]byte("GIF89a"), bytes.Repeat([]byte{7}, 100_000)...)
	require.NoError(t, os.WriteFile(path, want, 0o600))
	b := &uploads{}
	var done, total int
	in := actions.Input{Values: map[string]string{"file": path}, Progress: func(d, n int, _ string) { done, total = d, n }}
	_, err := row(t, "user.set_image").Run(t.Context(), b, alice(), in)
	require.NoError(t, err)
	assert.Equal(t, "face.gif", b.name)
	assert.Equal(t, want, b.got)
	assert.Equal(t, len(want), done)
	assert.Equal(t, len(want), total)
	require.NoError(t, os.Remove(path))
	_, err = row(t, "user.set_image").Run(t.Context(), b, alice(), in)
	var notSent *actions.NotSentError
	assert.ErrorAs(t, err, &notSent, "gone between the form and the confirmation")
}
