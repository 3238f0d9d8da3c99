package runner_test

import (
	"context"
	"encoding/json"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/emulator"
	"usher/ui/actions"
)

// scene is how a person comes to run an action.
type scene struct {
	fill map[string]string           // typed into the form
	edit map[string]string           // typed into the editor
	file bool                        // a picture stands in the field "file"
	run  string                      // another action that must be run before
	who  func(*live, *api.User) bool // what the person must be like
	// untold says that no read tells whether it was done.
	untold bool
	// again says that the action still applies when it was done.
	again bool
}

func scenes() map[string]scene {
	edit := map[string]string{"public_metadata": `{"big":9007199254740993,"plan":"pro"}`, "private_metadata": `{}`}
	return map[string]scene{
		"user.metadata":         {edit: edit, again: true},
		"user.replace_metadata": {edit: edit, again: true},
		"user.create": {again: true, fill: map[string]string{
			"email_address": "new.person@example.com\nsecond@example.com", "first_name": "New", "last_name": "Person",
			"phone_number": "+1 (415) 555-0199", "username": "new_person", "external_id": "crm-new",
			"password": "violet-tractor-9", "private_metadata": `{"crm":9007199254740993}`, "banned": "true",
		}},
		"user.update":            {again: true, fill: map[string]string{"first_name": "Renamed", "last_name": "", "create_organizations_limit": "3", "locale": "eo"}},
		"user.set_primary":       {again: true},
		"user.set_image":         {file: true, again: true},
		"user.set_password":      {again: true, fill: map[string]string{"password": "violet-tractor-9"}},
		"user.verify_password":   {again: true, untold: true, fill: map[string]string{"password": emulator.SamplePassword}},
		"user.verify_totp":       {again: true, untold: true, fill: map[string]string{"code": "000000"}},
		"user.create_totp":       {again: true, who: func(_ *live, u *api.User) bool { return !u.TOTPEnabled }},
		"user.oauth_token":       {again: true, who: (*live).hasToken},
		"identity.add_email":     {again: true, fill: map[string]string{"email_address": "another@example.com", "verified": "true", "primary": "true"}},
		"identity.add_phone":     {again: true, fill: map[string]string{"phone_number": "+1 415 555 0188"}},
		"identity.send_code":     {again: true, untold: true},
		"identity.check_code":    {run: "identity.send_code", untold: true, fill: map[string]string{"code": "424 242"}},
		"identity.correct_email": {who: unlinked, again: true, fill: map[string]string{"email_address": "corrected@example.com"}},
		"identity.replace_email": {who: unlinked, again: true, fill: map[string]string{"email_address": "only@example.com"}},
		"identity.replace_phone": {again: true, fill: map[string]string{"phone_number": "+14155550177"}},
		"identity.delete":        {again: true, who: several},
		"org.add":                {again: true},
		"org.change_role":        {again: true, fill: map[string]string{"role": "org:member"}},
		"org.remove":             {again: true},
		"session.revoke":         {again: true},
		"session.revoke_all":     {again: true},
		"device.revoke":          {again: true},
		"user.sign_in_link":      {again: true, untold: true},
		"user.impersonate":       {again: true, untold: true},
		"link.revoke":            {again: true, untold: true, run: "user.sign_in_link"},
		"list.block":             {again: true, fill: map[string]string{"identifier": "bad@Evil.example", "scope": "domain"}},
		"list.allow":             {again: true, fill: map[string]string{"identifier": "good@fine.example"}},
		"list.remove":            {again: true},
		"app.invite":             {again: true, fill: map[string]string{"email_address": "invited@example.com"}},
		"app.revoke_invitation":  {again: true},
		"user.delete":            {again: true},
		"user.erase":             {again: true},
		"user.delete_wallet":     {who: several},
	}
}

func unlinked(_ *live, u *api.User) bool {
	return len(u.ExternalAccounts)+len(u.EnterpriseAccounts)+len(u.SAMLAccounts) == 0
}

func several(l *live, u *api.User) bool {
	return unlinked(l, u) && len(u.EmailAddresses)+len(u.PhoneNumbers)+len(u.Web3Wallets) > 1
}

// hasToken finds someone whose first account gives a token.
func (l *live) hasToken(u *api.User) bool {
	if len(u.ExternalAccounts) == 0 {
		return false
	}
	tokens, err := l.client.Users.OAuthAccessTokens(context.Background(), u.ID, u.ExternalAccounts[0].Provider.Unsafe(), api.Page{})
	return err == nil && len(tokens) > 0
}

// input is what a person would give for the action: the scene over what the
// form begins with, and the first choice where nothing is chosen.
func (l *live) input(t *testing.T, a actions.Action, u *api.User) actions.Input {
	t.Helper()
	s := scenes()[a.ID]
	p, err := l.prompt(t, a, u)
	require.NoError(t, err)
	in := p.Input
	switch {
	case p.Editor != nil:
		r, err := p.Editor.Review(s.edit)
		require.NoError(t, err)
		in = r.Input
	case p.Form != nil:
		values := map[string]string{}
		for _, f := range p.Form.Fields {
			values[f.ID] = f.Value
			if i := slices.IndexFunc(f.Choices, func(c actions.FieldChoice) bool { return c.Off == "" }); f.Value == "" && i >= 0 {
				values[f.ID] = f.Choices[i].ID
			}
		}
		for id, v := range s.fill {
			require.Contains(t, values, id)
			values[id] = v
		}
		if s.file {
			values["file"] = picture(t)
		}
		r, err := p.Form.Review(values)
		require.NoError(t, err)
		require.False(t, r.Nothing)
		in = r.Input
		if !r.Direct {
			checkReviewed(t, p, r)
		}
	}
	in.Reason = "a ticket"
	return in
}

func checkReviewed(t *testing.T, p actions.Prompt, r actions.Review) {
	t.Helper()
	q := p.Reviewed(r)
	assert.Nil(t, q.Form)
	assert.NotEqual(t, actions.ConfirmNone, q.Confirm)
	for _, s := range append(append([]string{}, q.Does...), q.DoesNot...) {
		assert.Regexp(t, `^[^a-z].*[.:…]$`, s, "a sentence")
	}
	for _, s := range q.Sends {
		assert.NotContains(t, s, "{", "the exact requests")
		assert.NotContains(t, s, "*")
	}
}

func picture(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "face.png")
	f, err := os.Create(path)
	require.NoError(t, err)
	require.NoError(t, png.Encode(f, image.NewRGBA(image.Rect(0, 0, 8, 8))))
	require.NoError(t, f.Close())
	return path
}

// stage finds someone for the action and gives its input.
func (l *live) stage(t *testing.T, id string) (actions.Action, *api.User, actions.Input) {
	t.Helper()
	a, s := action(t, id), scenes()[id]
	if s.run != "" {
		_, u, in := l.stage(t, s.run)
		require.NoError(t, l.run(t, s.run, u, in).Err)
		return a, l.read(t, u.ID), l.input(t, a, l.read(t, u.ID))
	}
	u := l.someone(t, id)
	return a, u, l.input(t, a, u)
}

// snapshot is all that an undo puts back, by meaning: ids of what was deleted
// and made again are new.
func (l *live) snapshot(t *testing.T, id api.ID) map[string]any {
	t.Helper()
	u := l.read(t, id)
	out := map[string]any{
		"flags":    []bool{u.Banned, u.Locked, u.HasImage, u.DeleteSelfEnabled, u.CreateOrgEnabled, u.RequiresPasswordReset, u.PasswordEnabled},
		"names":    []api.Text{u.FirstName, u.LastName, u.Username, u.ExternalID, u.Locale, u.PrimaryEmail(), u.PrimaryPhone()},
		"metadata": []string{orEmpty(u.PublicMetadata), orEmpty(u.PrivateMetadata), orEmpty(u.UnsafeMetadata)},
	}
	var values []string
	for i := range u.EmailAddresses {
		values = append(values, u.EmailAddresses[i].EmailAddress.String())
	}
	for i := range u.PhoneNumbers {
		values = append(values, u.PhoneNumbers[i].PhoneNumber.String())
	}
	out["identifiers"] = values
	all, err := l.client.Users.OrganizationMemberships(t.Context(), id, api.Page{Limit: 100})
	require.NoError(t, err)
	roles := map[api.ID]api.Text{}
	for i := range all.Data {
		roles[all.Data[i].Organization.ID] = all.Data[i].Role
	}
	out["roles"] = roles
	var lists []string
	blocked, err := l.client.Blocklist.List(t.Context())
	require.NoError(t, err)
	for i := range blocked.Data {
		lists = append(lists, "block "+blocked.Data[i].Identifier.String())
	}
	allowed, err := l.client.Allowlist.List(t.Context(), api.Page{Limit: 100})
	require.NoError(t, err)
	for i := range allowed.Data {
		lists = append(lists, "allow "+allowed.Data[i].Identifier.String())
	}
	slices.Sort(lists)
	out["lists"] = lists
	pending, err := l.client.Invitations.List(t.Context(), api.ListInvitationsParams{Status: []string{"pending"}})
	require.NoError(t, err)
	out["invitations"] = pending.TotalCount
	return out
}

func orEmpty(raw json.RawMessage) string {
	if len(raw) == 0 {
		return "{}"
	}
	return string(raw)
}

// settled is what the rows' own checks say about the state at the server.
func (l *live) settled(t *testing.T, a actions.Action, before *api.User, in actions.Input) actions.SettledState {
	t.Helper()
	in.Env = l.Env()
	if a.Settle != nil {
		s, _, err := a.Settle(t.Context(), actions.NewBackend(l.client), before, in)
		require.NoError(t, err)
		return s.State
	}
	return a.Verify(before, l.read(t, before.ID), in).State
}

func (l *live) sent() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.written)
}

func (l *live) forgetSent() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.written = nil
}
