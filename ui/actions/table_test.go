package actions_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"charm.land/bubbles/v2/key"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/keymap"
	"usher/ui/actions"
)

var noon = time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC)

func alice() *api.User {
	return &api.User{
		ID: "user_2x9kAlice", FirstName: api.NewText("Alice"), LastName: api.NewText("Johnson"),
		PrimaryEmailID: "idn_1", LastActiveAt: api.TimeOf(noon.Add(-50 * time.Hour)),
		EmailAddresses:   []api.EmailAddress{{ID: "idn_1", EmailAddress: api.NewText("alice@acme.example")}},
		TwoFactorEnabled: true, TOTPEnabled: true, BackupCodeEnabled: true,
		PhoneNumbers:   []api.PhoneNumber{{ID: "idn_2", ReservedForSecondFactor: true}},
		PublicMetadata: []byte(`{"plan":"free"}`),
	}
}

// rich is Alice with something of every kind.
func rich() *api.User {
	u := alice()
	u.PasswordEnabled, u.HasImage = true, true
	u.Passkeys = []api.Passkey{{ID: "idn_5", Name: api.NewText("iPhone")}}
	u.Web3Wallets = []api.Web3Wallet{{ID: "idn_6", Web3Wallet: api.NewText("0x52")}}
	u.ExternalAccounts = []api.ExternalAccount{{ID: "eac_1", Provider: api.NewText("oauth_google")}, {ID: "eac_2", Provider: api.NewText("github")}}
	return u
}

// TestEveryRow is what a row must have for the menus, the runner, the guard,
// the audit log and the README to work with it.
func TestEveryRow(t *testing.T) {
	operations := map[string]api.Operation{}
	for _, o := range api.Operations() {
		operations[o.ID] = o
	}
	ids, letters, titles := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, a := range actions.All() {
		t.Run(a.ID, func(t *testing.T) {
			assert.Regexp(t, `^[a-z]+\.[a-z_]+$`, a.ID)
			assert.False(t, ids[a.ID], "the id is taken")
			ids[a.ID] = true
			assert.NotEmpty(t, a.Title)
			assert.False(t, titles[a.Title], "the title is taken")
			titles[a.Title] = true
			assert.Regexp(t, `^[a-zA-Z0-9]$`, a.Letter)
			assert.False(t, letters[a.Letter], "the letter is taken")
			letters[a.Letter] = true
			require.NotNil(t, a.Applies)
			require.NotNil(t, a.Run)
			assert.GreaterOrEqual(t, a.Level, actions.Look)
			assert.LessOrEqual(t, a.Level, actions.Irreversible)
			checkCare(t, a)
			checkWrites(t, a, operations)
			if a.Ask != nil {
				checkPrompt(t, a)
			}
		})
	}
}

// checkCare holds a row's level against what it can do.
func checkCare(t *testing.T, a actions.Action) {
	t.Helper()
	questions := []string{"user.verify_password", "user.verify_totp"} // they change nothing, but are no GET
	if a.Level == actions.Look && a.Mutates {
		assert.Contains(t, questions, a.ID)
	}
	asks := a.Mutates || len(a.Reads) > 0
	assert.Equal(t, asks, a.Ask != nil || a.Prepare != nil, "what changes or reveals asks")
	assert.False(t, a.Ask != nil && a.Prepare != nil, "one of the two")
	assert.Equal(t, a.Mutates, (a.Verify != nil) != (a.Settle != nil), "what changes can be settled, in one way")
	assert.False(t, a.Mutates && len(a.Reads) > 0)
	if len(a.Reads) > 0 {
		assert.GreaterOrEqual(t, a.Level, actions.Sensitive)
	}
	// What harms nobody although nothing puts it back.
	harmless := []string{"user.create", "identity.send_code", "identity.check_code", "link.revoke", "app.revoke_invitation"}
	if a.Level == actions.Reversible && a.Undo == nil {
		assert.Contains(t, harmless, a.ID, "what is called reversible has an undo")
	}
}

// unnamed are paths whose names in braces do not count.
func unnamed(path string) string {
	return regexp.MustCompile(`\{[a-z0-9_]+\}`).ReplaceAllString(strings.ReplaceAll(path, "{user_id}", ":user"), "{}")
}

// checkWrites compares what the row may send with the operations it names.
func checkWrites(t *testing.T, a actions.Action, operations map[string]api.Operation) {
	t.Helper()
	allowed, reads := map[string]bool{}, map[string]bool{}
	for _, id := range a.Operations {
		o, known := operations[id]
		switch {
		case !assert.True(t, known, "no operation is called %s", id):
		case o.Mutates():
			allowed[o.Method+" "+unnamed(o.Path)] = true
		default:
			reads[o.Method+" "+unnamed(o.Path)] = true
		}
	}
	assert.Equal(t, a.Mutates, len(a.Writes) > 0)
	for _, w := range a.Writes {
		assert.NotEqual(t, http.MethodGet, w.Method)
		assert.True(t, allowed[w.Method+" "+unnamed(w.Path)], "%s %s belongs to no operation of the row", w.Method, w.Path)
	}
	assert.Len(t, a.Writes, len(allowed))
	for _, r := range a.Reads {
		assert.True(t, reads[r.Method+" "+unnamed(r.Path)], "%s %s belongs to no operation of the row", r.Method, r.Path)
	}
}

func checkPrompt(t *testing.T, a actions.Action) {
	t.Helper()
	for _, production := range []bool{false, true} {
		p := a.Ask(rich(), actions.Env{Production: production, Now: noon, Actor: "agent@acme.example"})
		if !a.Free {
			text := strings.Join(p.Who, "\n")
			assert.Contains(t, p.Title, "Alice Johnson")
			assert.Contains(t, text, "Alice Johnson")
			assert.Contains(t, text, "alice@acme.example")
			assert.Contains(t, text, "user_2x9kAlice")
		}
		checkDialog(t, a, p, production)
		if a.Free {
			checkDialog(t, a, a.Ask(nil, actions.Env{Production: production, Now: noon}), production)
		}
	}
}

// checkDialog is what every dialog has.
func checkDialog(t *testing.T, a actions.Action, p actions.Prompt, production bool) {
	t.Helper()
	assert.Regexp(t, `\?$`, p.Title)
	assert.NotEmpty(t, p.Verb)
	assert.NotEmpty(t, p.Does)
	assert.NotEmpty(t, p.DoesNot)
	for _, s := range append(append([]string{}, p.Does...), p.DoesNot...) {
		assert.Regexp(t, `^[^a-z].*[.:…]$`, s, "a sentence")
	}
	assert.NotEmpty(t, p.Sends)
	assert.Equal(t, p.Reason == actions.ReasonRequired, p.NeedsReason)
	assert.Equal(t, a.Level >= actions.Sensitive && production, p.NeedsReason, "a reason on production from level 2 on")
	assert.Equal(t, a.Level >= actions.Sensitive, p.Reason != actions.ReasonNone)
	if a.Level == actions.Irreversible {
		assert.Equal(t, actions.ConfirmTyped, p.Confirm)
		assert.NotEmpty(t, p.Expect)
	} else {
		assert.Equal(t, actions.ConfirmYes, p.Confirm)
	}
	if p.Form != nil {
		checkForm(t, p.Form)
	}
}

func checkForm(t *testing.T, f *actions.FormPrompt) {
	t.Helper()
	assert.NotEmpty(t, f.Title)
	require.NotNil(t, f.Review)
	ids, empty := map[string]bool{}, map[string]string{}
	required := false
	for _, field := range f.Fields {
		assert.False(t, ids[field.ID], "%s is there twice", field.ID)
		ids[field.ID] = true
		assert.NotEmpty(t, field.Label)
		empty[field.ID] = ""
		required = required || field.Required
		if field.Kind == actions.FieldPick && field.Search == nil {
			assert.NotEmpty(t, field.Choices, field.ID)
		}
	}
	_, err := f.Review(empty)
	if !required {
		return
	}
	var wrong *actions.FieldError
	require.ErrorAs(t, err, &wrong, "an empty form is refused at a field")
	assert.True(t, ids[wrong.Field], wrong.Field)
}

func TestMenuIsSafestFirstInEverySectionAndRemovalIsLast(t *testing.T) {
	place, level, often := actions.Often, actions.Look, 0
	for _, a := range actions.All() {
		require.NotEqual(t, actions.Often, a.Section, "%s: Often is a list of its own", a.ID)
		require.NotEmpty(t, a.Place().String(), a.ID)
		require.GreaterOrEqual(t, a.Place(), place, a.ID)
		if a.Place() != place {
			place, level = a.Place(), actions.Look
		}
		assert.GreaterOrEqual(t, a.Level, level, a.ID)
		level = a.Level
		if place == actions.Often {
			often++
		}
	}
	assert.Equal(t, 13, often, "every id of the most used is one of a row")
	assert.Equal(t, actions.Removal, place)
}

func TestRowsCannotBeChangedByOthers(t *testing.T) {
	actions.All()[0].Title = "changed"
	for _, a := range actions.All() {
		assert.NotEqual(t, "changed", a.Title)
	}
	_, ok := actions.ByID("user.nothing")
	assert.False(t, ok)
}

func TestNoActionAppliesToABrokenRecordButReading(t *testing.T) {
	broken := &api.User{ID: "user_1", Broken: assert.AnError, Banned: true, Locked: true, TOTPEnabled: true}
	nameless := &api.User{Banned: true, Locked: true, TOTPEnabled: true}
	for _, a := range actions.All() {
		if a.Free {
			ok, _ := a.Applies(nil)
			assert.True(t, ok, a.ID)
			continue
		}
		ok, why := a.Applies(broken)
		assert.False(t, a.Mutates && ok, a.ID)
		assert.Equal(t, ok, why == "", a.ID)
		ok, why = a.Applies(nameless)
		assert.False(t, ok, a.ID)
		assert.Equal(t, "the record has no usable id", why, a.ID)
	}
}

func TestApplies(t *testing.T) {
	for _, c := range []struct {
		action string
		user   api.User
		why    string
	}{
		{"user.ban", api.User{}, ""},
		{"user.ban", api.User{Locked: true}, ""},
		{"user.ban", api.User{Banned: true}, "already banned"},
		{"user.ban", api.User{Deprovisioned: true}, "shut off by a directory"},
		{"user.unban", api.User{Banned: true}, ""},
		{"user.unban", api.User{Banned: true, Deprovisioned: true}, ""},
		{"user.unban", api.User{}, "not banned"},
		{"user.lock", api.User{}, ""},
		{"user.lock", api.User{Banned: true}, ""},
		{"user.lock", api.User{Locked: true}, "already locked"},
		{"user.lock", api.User{Deprovisioned: true}, "shut off by a directory"},
		{"user.unlock", api.User{Locked: true}, ""},
		{"user.unlock", api.User{}, "not locked"},
		{"user.unlock", api.User{Locked: true, Deprovisioned: true}, "shut off by a directory"},
		{"user.disable_mfa", api.User{}, "no second factor"},
		{"user.disable_mfa", api.User{TwoFactorEnabled: true}, ""},
		{"user.disable_mfa", api.User{TOTPEnabled: true}, ""},
		{"user.disable_mfa", api.User{BackupCodeEnabled: true}, ""},
		{"user.metadata", api.User{}, ""},
		{"user.metadata", api.User{PublicMetadata: []byte("null")}, ""},
		{"user.metadata", api.User{PrivateMetadata: []byte("[1]")}, "private_metadata is not an object that can be edited here"},
		{"user.refresh", api.User{}, ""},
		{"user.copy_id", api.User{}, ""},
		{"user.open_browser", api.User{}, ""},
	} {
		a, ok := actions.ByID(c.action)
		require.True(t, ok, c.action)
		c.user.ID = "user_1"
		ok, why := a.Applies(&c.user)
		assert.Equal(t, c.why, why, "%s of %+v", c.action, c.user)
		assert.Equal(t, c.why == "", ok)
	}
}

// pressed is a key as key.Matches sees it.
type pressed string

func (p pressed) String() string { return string(p) }

func TestLookupFollowsTheState(t *testing.T) {
	keys := keymap.Default().Actions
	for _, c := range []struct {
		key  string
		user *api.User
		want string
	}{
		{"L", &api.User{ID: "user_1"}, "user.lock"},
		{"L", &api.User{ID: "user_1", Locked: true}, "user.unlock"},
		{"B", &api.User{ID: "user_1"}, "user.ban"},
		{"B", &api.User{ID: "user_1", Banned: true}, "user.unban"},
		{"M", &api.User{ID: "user_1"}, "user.disable_mfa"},
		{"e", &api.User{ID: "user_1"}, "user.metadata"},
	} {
		a, ok := actions.Lookup(pressed(c.key), actions.Bound(keys), keys, c.user)
		require.True(t, ok, c.key)
		assert.Equal(t, c.want, a.ID, c.key)
	}
	_, ok := actions.Lookup(pressed("Q"), actions.Bound(keys), keys, alice())
	assert.False(t, ok)
	a, ok := actions.Lookup(pressed("B"), actions.Bound(keys), keys, nil)
	assert.True(t, ok, "without a user the key still has a meaning")
	assert.Contains(t, []string{"user.ban", "user.unban"}, a.ID)
}

func TestLookupGivesTheReasonOfTheFirstWhenNoneApplies(t *testing.T) {
	bindings := map[string]key.Binding{
		"user.ban":   key.NewBinding(key.WithKeys("B")),
		"user.unban": key.NewBinding(key.WithKeys("B")),
	}
	u := &api.User{ID: "user_1", Deprovisioned: true}
	a, ok := actions.Lookup(pressed("B"), actions.Bound(bindings), bindings, u)
	require.True(t, ok)
	_, why := a.Applies(u)
	assert.NotEmpty(t, why)
}

func TestDirectKeysAreOfActions(t *testing.T) {
	for id := range keymap.Default().Actions {
		if id == "user.sessions" { // leads to a tab, changes nothing
			continue
		}
		_, ok := actions.ByID(id)
		assert.True(t, ok, "%s is bound, and no action", id)
	}
}

// BenchmarkLookup is what each key of the list pays for.
func BenchmarkLookup(b *testing.B) {
	keys, u := keymap.Default().Actions, alice()
	bound := actions.Bound(keys)
	for b.Loop() {
		if _, ok := actions.Lookup(pressed("j"), bound, keys, u); ok {
			b.Fatal("j is no action")
		}
	}
}
