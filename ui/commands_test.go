package ui_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/state"
	"usher/ui"
	"usher/ui/actions"
)

func TestTheCommandLineCompletesRemembersAndPoints(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Press(":")
		r.Contains("open writing for a while")
		r.Type("wri")
		r.Press("tab")
		r.Contains(": write", "15m", "2h")
		r.Press("tab", "tab")
		r.Contains(": write 15m")
		r.Press("enter")
		r.Contains("Writing is open already")

		r.Press(":")
		r.Type("frobnicate")
		r.Press("enter")
		r.Contains(": frobnicate", "   ^^^^^^^^^^ there is no command “frobnicate”")
		r.Press("esc", ":", "up")
		r.Contains(": write 15m")
		r.Press("down", "esc")
		r.Lacks(": write 15m")

		r.Press(":")
		r.Type("ban")
		r.Press("enter")
		r.Contains("Ban Mia Hoffmann?")
	})
}

func TestTheCommandLinePointsAtTheWordThatIsWrong(t *testing.T) {
	scenario(t, setup{environment: ui.Production}, func(t *testing.T, r *rig) {
		for _, c := range []struct{ typed, caret string }{
			{"bna", "   ^^^ there is no command “bna”; tab puts “ban” in"},
			{"write soon", "         ^^^^ “soon” is no duration"},
			{"  write  soon", "            ^^^^ “soon” is no duration"},
			{"ban him", "       ^^^ “ban” takes nothing more"},
			{"undo it", "        ^^ nothing more is expected here"},
			{"theme pink", "         ^^^^ a theme is dark or light"},
			{"sort oldest fir5t", "        ^^^^^^^^^^^^ there is no such order; tab puts “oldest first” in"},
			{"copy all", "        ^^^ id, email, url, json or summary"},
		} {
			r.Press(":")
			r.Type(c.typed)
			r.Press("enter")
			r.Contains(c.caret)
			r.Press("esc")
		}
		r.Press(":")
		r.Type("write 15m")
		r.Press("enter", ":")
		r.Type("set publik.plan=pro")
		r.Press("enter")
		r.Contains(": set publik.plan=pro", "       ^^^^^^ the path begins with public, private or unsafe")
		assert.Empty(t, r.log.Entries())
	})
}

func TestPathsAndOrdersAreCompleted(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Paste(alice)
		r.Press(":")
		r.Type("unset public.")
		r.Contains("public.plan", "public.seats")
		r.Lacks("private.")
		r.Press("ctrl+u")
		r.Type("sort oldest")
		r.Press("tab", "enter")
		r.Contains("oldest first")
	})
}

func TestEveryCommandAndActionIsReachedByOneWord(t *testing.T) {
	words := map[string]string{}
	for _, c := range ui.Commands() {
		assert.NotEmpty(t, c.Help)
		assert.Empty(t, words[c.Name], c.Name)
		words[c.Name] = "a command"
	}
	for _, act := range actions.All() {
		word := ui.CommandWord(act)
		assert.Empty(t, words[word], "%s of %s", word, act.ID)
		words[word] = act.ID
	}
	assert.Equal(t, "user.delete", words["delete"], "the user, not an address")
	assert.Equal(t, "user.erase", words["erase"])
}

func TestProductionStartsReadOnlyAndWriteOpensItForAWhile(t *testing.T) {
	scenario(t, setup{environment: ui.Production}, func(t *testing.T, r *rig) {
		r.Contains("PRODUCTION", "READ-ONLY")
		before := r.wire.count()
		r.Press("B")
		r.Contains("Ban was not done: this is read-only.")
		r.Press("esc", ":")
		r.Type("write soon")
		r.Press("enter")
		r.Contains("is no duration")
		r.Press("esc", ":")
		r.Type("write 5m")
		r.Press("enter")
		r.Contains("WRITING 5m")
		r.Press("B", "y", "enter")
		r.Contains("A reason is needed")
		assert.Empty(t, r.writes(before), "nothing was sent yet")
		r.Type("spam wave")
		r.Press("enter")
		r.Contains("Banned Mia Hoffmann")
		assert.Equal(t, "spam wave", r.log.Entries()[0].Reason)
		r.Advance(6 * time.Minute)
		r.Contains("READ-ONLY")
		r.Press("u")
		r.Contains("read-only")
	})
}

func TestForcedReadOnlyNeverOpens(t *testing.T) {
	scenario(t, setup{readOnly: true}, func(t *testing.T, r *rig) {
		r.Contains("READ-ONLY")
		r.Press(":")
		r.Type("write 15m")
		r.Press("enter")
		r.Contains("started read-only")
		r.Press("esc", "B")
		r.Contains("started read-only")
		assert.Empty(t, r.log.Entries())
	})
}

func TestCommandsAreRememberedAcrossRestartsWithoutValues(t *testing.T) {
	dir := t.TempDir()
	for run := range 2 {
		store, err := state.Open(dir, state.Demo)
		require.NoError(t, err)
		scenario(t, setup{options: func(o *ui.Options) { o.State = store }}, func(t *testing.T, r *rig) {
			if run == 0 {
				for _, text := range []string{"sort oldest first", "set public.note=hunter2"} {
					r.Press(":")
					r.Type(text)
					r.Press("enter", "esc")
				}
				return
			}
			r.Press(":", "up")
			r.Contains(": set public.note=")
			r.Lacks("hunter2")
			r.Press("up")
			r.Contains(": sort oldest first")
		})
	}
	b, err := os.ReadFile(filepath.Join(dir, state.Demo, "commands.json"))
	require.NoError(t, err)
	assert.NotContains(t, string(b), "hunter2")
}
