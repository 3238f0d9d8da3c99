package ui_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/emulator"
)

// flags is what nobody touches.
const flags = `"flags":{"beta":true,"legacy_billing":false}`

// other is somebody else's client on the same server, and alice as it sees her.
func (r *rig) other(t *testing.T) (client *api.Client, person func() *api.User) {
	t.Helper()
	key, err := api.ParseKey(emulator.DemoKey)
	require.NoError(t, err)
	client, err = api.New(key, api.WithTransport(r.server.Transport()), api.WithRateLimit(api.Unlimited()))
	require.NoError(t, err)
	return client, func() *api.User {
		found, err := client.Users.List(t.Context(), api.ListUsersParams{UserFilter: api.UserFilter{EmailAddress: []string{alice}}})
		require.NoError(t, err)
		require.Len(t, found, 1)
		return found[0]
	}
}

// typed replaces the document in front.
func (r *rig) typed(text string) {
	r.Press("ctrl+end")
	for range 12 {
		r.Press("ctrl+u", "backspace")
	}
	r.Paste(text)
}

// overtaken saves an edit of alice's plan that someone else was faster with.
func overtaken(t *testing.T, r *rig) (before int, person func() *api.User) {
	t.Helper()
	client, person := r.other(t)
	r.Paste(alice)
	r.Press("e")
	r.Contains("Edit metadata", `"plan": "team"`)
	r.typed(`{"plan": "mine", "seats": 25, "flags": {"beta":true,"legacy_billing":false}}`)
	_, err := client.Users.MergeMetadata(t.Context(), person().ID, api.Metadata{Public: json.RawMessage(`{"plan":"theirs","note":"new"}`)})
	require.NoError(t, err)
	r.Press("ctrl+s")
	r.Contains(`"team" → "mine"`)
	before = r.wire.count()
	r.Press("y")
	r.Advance(time.Second)
	r.Contains("Changed by someone else", "public_metadata.plan", `base    "team"`, `theirs  "theirs"`, `yours   "mine"`)
	assert.Empty(t, r.writes(before))
	return before, person
}

func TestAnOvertakenEditIsSentOverTheirs(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		before, person := overtaken(t, r)
		r.Press("y")
		r.Contains("Save metadata of", `"theirs" → "mine"`)
		r.Lacks("public_metadata.note", "public_metadata.flags")
		assert.Empty(t, r.writes(before), "it is confirmed with its diff first")
		r.Press("y")
		r.Advance(time.Second)
		r.Contains("✓", "u undo")
		require.Len(t, r.writes(before), 1)
		assert.Regexp(t, `^PATCH /v1/users/user_\w+/metadata$`, r.writes(before)[0])
		assert.JSONEq(t, `{"plan":"mine","seats":25,"note":"new",`+flags+`}`, string(person().PublicMetadata))
		r.Press("e")
		r.Contains(`"note": "new"`, `"plan": "mine"`)
		r.Lacks("Public ●")
	})
}

func TestAnOvertakenEditGoesBackToTheEditor(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		before, person := overtaken(t, r)
		r.Press("enter")
		r.Contains("Edit metadata", "Public ●", `"plan": "mine"`, `"note": "new"`)
		r.Press("ctrl+s")
		r.Contains(`"theirs" → "mine"`)
		r.Press("y")
		r.Advance(time.Second)
		require.Len(t, r.writes(before), 1)
		assert.JSONEq(t, `{"plan":"mine","seats":25,"note":"new",`+flags+`}`, string(person().PublicMetadata))
	})
}

func TestAnOvertakenEditCanBeLeft(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		before, person := overtaken(t, r)
		r.Press("esc")
		r.Contains("what you typed is kept", "theirs")
		assert.Empty(t, r.writes(before))
		r.Press("e")
		r.Contains("Public ●", `"plan": "mine"`, `"note": "new"`)
		assert.JSONEq(t, `{"plan":"theirs","seats":25,"note":"new",`+flags+`}`, string(person().PublicMetadata))
	})
}

// A third change between the choice and the sending stops it again.
func TestAnEditCanBeOvertakenTwice(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		before, person := overtaken(t, r)
		client, _ := r.other(t)
		_, err := client.Users.MergeMetadata(t.Context(), person().ID, api.Metadata{Public: json.RawMessage(`{"plan":"third"}`)})
		require.NoError(t, err)
		r.Press("y", "y")
		r.Advance(time.Second)
		r.Contains(`base    "theirs"`, `theirs  "third"`, `yours   "mine"`)
		assert.Empty(t, r.writes(before))
	})
}

// A half typed draft survives that its record changes, and one on another key
// survives a change by the command line.
func TestADraftSurvivesAnotherEdit(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Paste(alice)
		r.Press("e")
		r.typed(`{"plan": "team", "seats": 99, "flags": {"beta":true,"legacy_billing":false}}`)
		r.Press("esc", ":")
		r.Type("set public.plan=pro")
		r.Press("enter", "y")
		r.Advance(time.Second)
		r.Press("e")
		r.Contains(`"plan": "pro"`, `"seats": 99`)
	})
}
