package ui_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/emulator"
	"usher/ui"
)

// replaced asks to replace alice's public metadata, which someone else changes
// meanwhile.
func replaced(t *testing.T, r *rig) (before int, person func() *api.User) {
	t.Helper()
	client, person := r.other(t)
	r.Paste(alice)
	r.Press("a", "M")
	r.Contains("Replace metadata as a whole", `"plan": "team"`)
	r.typed(`{"plan": "mine", "seats": null}`)
	_, err := client.Users.MergeMetadata(t.Context(), person().ID, api.Metadata{Public: json.RawMessage(`{"plan":"theirs","note":"new"}`)})
	require.NoError(t, err)
	r.Press("ctrl+s")
	r.Contains("Replace metadata of Alice Johnson?", `"team" → "mine"`)
	before = r.wire.count()
	r.Type(alice)
	r.Press("enter")
	r.Advance(time.Second)
	r.Contains("Changed by someone else", "public_metadata.plan", `base    "team"`, `theirs  "theirs"`, `yours   "mine"`,
		"public_metadata.note", `theirs  "new"`, "yours   (none)")
	assert.Empty(t, r.writes(before))
	return before, person
}

func TestAnOvertakenReplacementGoesOverTheirs(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		before, person := replaced(t, r)
		r.Press("y")
		r.Contains("Replace metadata of Alice Johnson?", `"theirs" → "mine"`)
		r.Lacks("public_metadata.note")
		assert.Empty(t, r.writes(before), "it is typed again, with its diff in sight")
		r.Type(alice)
		r.Press("enter")
		r.Advance(time.Second)
		r.Contains("✓ Replaced")
		require.Len(t, r.writes(before), 1)
		assert.Regexp(t, `^PUT /v1/users/user_\w+/metadata$`, r.writes(before)[0])
		assert.JSONEq(t, `{"plan":"mine","seats":null,"note":"new"}`, string(person().PublicMetadata))
		r.Press("e")
		r.Contains(`"note": "new"`, `"plan": "mine"`)
		r.Lacks("Public ●")
	})
}

func TestAnOvertakenReplacementGoesBackToItsEditor(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		before, person := replaced(t, r)
		r.Press("enter")
		r.Contains("Replace metadata as a whole", "Public ●", `"plan": "mine"`, `"seats": null`, `"note": "new"`)
		r.Press("esc")
		r.Contains("what you typed is kept", ":drafts opens it again")
		r.Press(":")
		r.Type("drafts")
		r.Press("enter")
		r.Contains("Typed and not sent", "Alice Johnson", "public · 1 Jan")
		r.Press("enter")
		r.Contains("Replace metadata as a whole", "Public ●", `"seats": null`)
		assert.Empty(t, r.writes(before))
		assert.JSONEq(t, `{"plan":"theirs","note":"new","seats":25,`+flags+`}`, string(person().PublicMetadata))
	})
}

// What someone else changed must not open by itself over what is being done.
func TestAConflictWaitsWhileSomethingElseIsOpen(t *testing.T) {
	for _, at := range []struct {
		name, opens string
		leaves      []string
	}{{"a dialog", "?", []string{"esc"}}, {"the search box", "/", []string{"esc", "esc"}}, {"the command line", ":", []string{"esc"}}} {
		t.Run(at.name, func(t *testing.T) {
			scenario(t, setup{}, func(t *testing.T, r *rig) {
				client, person := r.other(t)
				r.Paste(alice)
				r.Press("e")
				r.typed(`{"plan": "mine", "seats": 25, ` + flags + `}`)
				_, err := client.Users.MergeMetadata(t.Context(), person().ID, api.Metadata{Public: json.RawMessage(`{"plan":"theirs"}`)})
				require.NoError(t, err)
				r.server.SetFaults(emulator.Faults{Latency: 300 * time.Millisecond})
				r.Press("ctrl+s")
				before := r.wire.count()
				r.Press("y")
				r.Press(at.opens)
				r.Advance(2 * time.Second)
				r.Lacks("Changed by someone else")
				r.Press(at.leaves...)
				r.Contains("Metadata of Alice Johnson was not saved: someone else changed", "What you typed is", ":drafts")
				r.Press("x")
				r.Lacks("was not saved")
				r.Paste("mia.hoffmann@acme.example")
				r.Advance(time.Second)
				r.Contains("Mia Hoffmann")
				r.Press(":")
				r.Type("drafts")
				r.Press("enter")
				r.Contains("Alice Johnson", "changed by someone else meanwhile")
				r.Press("enter")
				r.Advance(2 * time.Second)
				r.Contains("Changed by someone else", `theirs  "theirs"`, `yours   "mine"`)
				assert.Empty(t, r.writes(before))
				r.Press("y", "y")
				r.Advance(3 * time.Second)
				require.Len(t, r.writes(before), 1)
				assert.JSONEq(t, `{"plan":"mine","seats":25,`+flags+`}`, string(person().PublicMetadata))
			})
		})
	}
}

func TestEditingAgainShowsTheVersionsThatWait(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		client, person := r.other(t)
		r.Paste(alice)
		r.Press("e")
		r.typed(`{"plan": "mine", "seats": 25, ` + flags + `}`)
		_, err := client.Users.MergeMetadata(t.Context(), person().ID, api.Metadata{Public: json.RawMessage(`{"plan":"theirs"}`)})
		require.NoError(t, err)
		r.server.SetFaults(emulator.Faults{Latency: 300 * time.Millisecond})
		r.Press("ctrl+s", "y", "?")
		r.Advance(2 * time.Second)
		r.Press("esc", "e")
		r.Contains("Changed by someone else", `theirs  "theirs"`)
	})
}

func TestDraftsOfEarlierRunsAreListedAndExpire(t *testing.T) {
	dir := crashed(t)
	scenario(t, keepingIn(dir), func(t *testing.T, r *rig) {
		r.Press(":")
		r.Type("drafts")
		r.Press("enter")
		r.Contains("Typed and not sent", "Alice Johnson", "public · 1 Jan 00:00 · kept until 31 Jan")
		r.Press("enter")
		r.Advance(time.Second)
		r.Contains("Edit metadata", `"seats": 99`, "typed and not sent on 1 Jan 00:00")
	})
	later := keepingIn(dir)
	set := later.options
	later.options = func(o *ui.Options) {
		set(o)
		o.Now = func() time.Time { return time.Now().Add(31 * 24 * time.Hour) }
	}
	scenario(t, later, func(t *testing.T, r *rig) {
		assert.Empty(t, kept(t, dir), "nobody came back to it")
		r.Press(":")
		r.Type("drafts")
		r.Press("enter")
		r.Contains("Nothing that was typed waits")
	})
}

func TestAnEditorThatOutlivedItsUsherIsFoundAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "drafts")
	both := func(o *ui.Options) {
		withEditor(o)
		o.DraftDir = dir
	}
	var left string
	scenario(t, setup{options: both}, func(t *testing.T, r *rig) {
		r.app.StandIn(func(c *exec.Cmd) error {
			left = filepath.Dir(c.Args[1])
			// A copy stands for the folder of a program that was killed.
			return os.CopyFS(filepath.Join(dir, "usher-edit-killed"), os.DirFS(left))
		})
		r.Paste(alice)
		r.Press("e", "ctrl+o")
		assert.NoDirExists(t, left)
	})
	killed := filepath.Join(dir, "usher-edit-killed")
	require.NoError(t, os.Chmod(killed, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(killed, "public_metadata.json"), []byte(`{"plan":"outlived"}`), 0o600))
	later := time.Now().Add(2 * time.Minute) // the files are of today, the clock of the scenarios is not
	next := setup{options: func(o *ui.Options) {
		both(o)
		start := time.Now()
		o.Now = func() time.Time { return later.Add(time.Since(start)) }
	}}
	scenario(t, next, func(t *testing.T, r *rig) {
		assert.NoDirExists(t, killed)
		r.Contains("What was typed in an editor when usher ended is kept: Alice Johnson", ":drafts opens it")
		r.Press(":")
		r.Type("drafts")
		r.Press("enter", "enter")
		r.Advance(time.Second)
		r.Contains("Edit metadata", `"plan":"outlived"`)
	})
}
