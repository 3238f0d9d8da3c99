package actions_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/ui/actions"
)

// backend is a server of one user.
type backend struct {
	actions.Backend
	user  *api.User
	calls []string
	fail  map[string]error
	patch api.Metadata
}

func (b *backend) do(name string, change func(*api.User)) (*api.User, error) {
	b.calls = append(b.calls, name)
	if err := b.fail[name]; err != nil {
		return nil, err
	}
	next := *b.user
	change(&next)
	b.user = &next
	return &next, nil
}

func (b *backend) GetUser(context.Context, api.ID) (*api.User, error) {
	return b.do("get", func(*api.User) {})
}

func (b *backend) BanUser(context.Context, api.ID) (*api.User, error) {
	return b.do("ban", func(u *api.User) { u.Banned = true })
}

func (b *backend) UnbanUser(context.Context, api.ID) (*api.User, error) {
	return b.do("unban", func(u *api.User) { u.Banned = false })
}

func (b *backend) LockUser(context.Context, api.ID) (*api.User, error) {
	return b.do("lock", func(u *api.User) { u.Locked = true })
}

func (b *backend) UnlockUser(context.Context, api.ID) (*api.User, error) {
	return b.do("unlock", func(u *api.User) { u.Locked = false })
}

func (b *backend) DisableMFA(context.Context, api.ID) error {
	_, err := b.do("mfa", func(u *api.User) { u.TwoFactorEnabled, u.TOTPEnabled, u.BackupCodeEnabled = false, false, false })
	return err
}

func (b *backend) ReplaceMetadata(_ context.Context, _ api.ID, m api.Metadata) (*api.User, error) {
	return b.do("replace", func(u *api.User) { u.PublicMetadata = m.Public })
}

func (b *backend) MergeMetadata(_ context.Context, _ api.ID, patch api.Metadata) (*api.User, error) {
	b.patch = patch
	return b.do("merge", func(u *api.User) { u.PublicMetadata = []byte(`{"plan":"pro"}`) })
}

func row(t *testing.T, id string) actions.Action {
	t.Helper()
	a, ok := actions.ByID(id)
	require.True(t, ok)
	return a
}

func TestModerationAndItsUndo(t *testing.T) {
	for _, c := range []struct {
		action   string
		before   func(*api.User)
		call     string
		message  string
		undo     string
		title    string
		sends    string
		caveat   string
		happened func(*api.User) bool
	}{
		{
			"user.ban", func(*api.User) {}, "ban", "Banned Alice Johnson", "user.unban", "Unban Alice Johnson",
			"POST /users/user_2x9kAlice/unban", "do not come back", func(u *api.User) bool { return u.Banned },
		},
		{
			"user.unban", func(u *api.User) { u.Banned = true }, "unban", "Unbanned Alice Johnson", "user.ban", "Ban Alice Johnson",
			"POST /users/user_2x9kAlice/ban", "ends the sessions", func(u *api.User) bool { return !u.Banned },
		},
		{
			"user.lock", func(*api.User) {}, "lock", "Locked Alice Johnson", "user.unlock", "Unlock Alice Johnson",
			"POST /users/user_2x9kAlice/unlock", "", func(u *api.User) bool { return u.Locked },
		},
		{
			"user.unlock", func(u *api.User) { u.Locked = true }, "unlock", "Unlocked Alice Johnson", "user.lock", "Lock Alice Johnson",
			"POST /users/user_2x9kAlice/lock", "starts anew", func(u *api.User) bool { return !u.Locked },
		},
	} {
		t.Run(c.action, func(t *testing.T) {
			u := alice()
			c.before(u)
			b := &backend{user: u}
			a := row(t, c.action)
			out, err := a.Run(t.Context(), b, u, actions.Input{})
			require.NoError(t, err)
			assert.Equal(t, []string{c.call}, b.calls, "sent once, nothing else")
			assert.Equal(t, c.message, out.Message)
			assert.True(t, c.happened(out.User))
			assert.False(t, out.Refetch)

			undo := a.Undo(u, actions.Input{}, out)
			require.NotNil(t, undo)
			assert.Equal(t, c.undo, undo.ActionID)
			assert.Equal(t, c.title, undo.Title)
			assert.Equal(t, []string{c.sends}, undo.Sends)
			assert.Contains(t, undo.Caveat, c.caveat)
			ok, why := row(t, undo.ActionID).Applies(undo.User)
			assert.True(t, ok, why)

			assert.Equal(t, actions.Happened, a.Verify(u, out.User, actions.Input{}).State)
			not := a.Verify(u, u, actions.Input{})
			assert.Equal(t, actions.DidNot, not.State)
			assert.Contains(t, not.Text, "Alice Johnson")
		})
	}
}

func TestModerationPassesErrorsOn(t *testing.T) {
	boom := errors.New("boom")
	b := &backend{user: alice(), fail: map[string]error{"ban": boom}}
	_, err := row(t, "user.ban").Run(t.Context(), b, alice(), actions.Input{})
	assert.ErrorIs(t, err, boom)
	assert.False(t, b.user.Banned)
}

func TestResettingMFA(t *testing.T) {
	a := row(t, "user.disable_mfa")
	b := &backend{user: alice()}
	out, err := a.Run(t.Context(), b, alice(), actions.Input{})
	require.NoError(t, err)
	assert.Equal(t, []string{"mfa", "get"}, b.calls, "the answer holds no user, so it is read")
	assert.False(t, out.User.TOTPEnabled)
	assert.Nil(t, a.Undo, "nothing brings a second factor back")
	assert.Equal(t, actions.Happened, a.Verify(alice(), out.User, actions.Input{}).State)
	assert.Equal(t, actions.DidNot, a.Verify(alice(), alice(), actions.Input{}).State)

	b = &backend{user: alice(), fail: map[string]error{"get": errors.New("lost")}}
	out, err = a.Run(t.Context(), b, alice(), actions.Input{})
	require.NoError(t, err, "a failing read does not make the reset a failure")
	assert.True(t, out.Refetch)
	assert.Nil(t, out.User)

	b = &backend{user: alice(), fail: map[string]error{"mfa": errors.New("no")}}
	_, err = a.Run(t.Context(), b, alice(), actions.Input{})
	assert.Error(t, err)
	assert.Equal(t, []string{"mfa"}, b.calls)
}

func TestDialogsSayWhatIsAndWhatIsNot(t *testing.T) {
	locked := alice()
	locked.Locked, locked.Banned = true, true
	for id, words := range map[string][]string{
		"user.ban":         {"Ends all sessions", "until someone unbans", "Deletes nothing", "do not come back"},
		"user.unban":       {"Allows sign-in", "Sessions do not come back", "The lock stays"},
		"user.lock":        {"Refuses sign-in", "Running sessions stay alive", "no ban"},
		"user.unlock":      {"Allows sign-in", "The ban stays"},
		"user.disable_mfa": {"authenticator app, SMS to 1 phone number, backup codes", "Cannot be undone", "enrol again"},
		"user.metadata":    {"only the keys that changed", "next refresh"},
	} {
		p := row(t, id).Ask(locked, actions.Env{Now: noon})
		text := strings.Join(append(append([]string{}, p.Does...), p.DoesNot...), "\n")
		for _, w := range words {
			assert.Contains(t, text, w, id)
		}
		assert.Contains(t, strings.Join(p.Who, "\n"), "BANNED · LOCKED without end · last active 2 days ago")
	}
}

func TestStateLine(t *testing.T) {
	seconds := int64(2911)
	u := alice()
	u.Locked, u.LockoutExpiresIn = true, &seconds
	p := row(t, "user.unlock").Ask(u, actions.Env{Now: noon})
	assert.Contains(t, p.Who[len(p.Who)-1], "LOCKED 48 min")
	seconds = 3 * 3600
	u.LastActiveAt = 0
	p = row(t, "user.unlock").Ask(u, actions.Env{Now: noon})
	assert.Equal(t, "LOCKED 3 h 00 min · never active", p.Who[len(p.Who)-1])
}

func TestHostileNamesStayInert(t *testing.T) {
	evil := strings.Repeat("\x1b[1;2;3;4;5;6;7;8;9m\u202e\nX", 20)
	u := alice()
	u.FirstName, u.LastName = api.NewText(evil), api.Text{}
	u.EmailAddresses[0].EmailAddress = api.NewText(evil)
	for _, a := range actions.All() {
		if a.Ask == nil {
			continue
		}
		p := a.Ask(u, actions.Env{Now: noon})
		for _, s := range append(append(append([]string{p.Title}, p.Who...), p.Does...), p.DoesNot...) {
			assert.NotContains(t, s, "\x1b", a.ID)
			assert.NotContains(t, s, "\n", a.ID)
			assert.NotContains(t, s, "\u202e", a.ID)
		}
		assert.Less(t, len(p.Title), 300, a.ID)
	}
}

func TestLooking(t *testing.T) {
	b := &backend{user: alice()}
	out, err := row(t, "user.refresh").Run(t.Context(), b, alice(), actions.Input{})
	require.NoError(t, err)
	assert.Equal(t, "Refreshed Alice Johnson", out.Message)
	assert.NotNil(t, out.User)

	out, err = row(t, "user.copy_id").Run(t.Context(), b, alice(), actions.Input{})
	require.NoError(t, err)
	assert.True(t, out.Copy.Is("user_2x9kAlice"))
	assert.Equal(t, []string{"get"}, b.calls, "copying asks nobody")

	b.fail = map[string]error{"get": errors.New("gone")}
	_, err = row(t, "user.refresh").Run(t.Context(), b, alice(), actions.Input{})
	assert.Error(t, err)
}

func TestDashboardURL(t *testing.T) {
	for _, c := range []struct {
		env  actions.Env
		want string
	}{
		{actions.Env{}, "https://dashboard.clerk.com/last-active?path=users%2Fuser_1"},
		{actions.Env{AppID: "app_1"}, "https://dashboard.clerk.com/last-active?path=users%2Fuser_1"},
		{actions.Env{AppID: "app_1", InstanceID: "ins_1"}, "https://dashboard.clerk.com/apps/app_1/instances/ins_1/users/user_1"},
		{actions.Env{AppID: "a/../b", InstanceID: "ins_1"}, "https://dashboard.clerk.com/apps/a%2F..%2Fb/instances/ins_1/users/user_1"},
	} {
		out, err := row(t, "user.open_browser").Run(t.Context(), nil, &api.User{ID: "user_1"}, actions.Input{Env: c.env})
		require.NoError(t, err)
		assert.Equal(t, c.want, out.OpenURL)
	}
}

// uploads keeps what was uploaded.
type uploads struct {
	actions.Backend
	name string
	got  []byte
}

func (b *uploads) SetProfileImage(_ context.Context, _ api.ID, name string, r io.Reader) (*api.User, error) {
	var err error
	b.name = name
	b.got, err = io.ReadAll(r)
	return &api.User{}, err
}
