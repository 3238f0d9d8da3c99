package ui_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/emulator"
	"usher/internal/state"
	"usher/styles"
	"usher/ui"
)

// lists are the requests for users after the first n requests.
func (r *rig) lists(n int) []string {
	var out []string
	for _, s := range r.wire.since(n) {
		if strings.HasPrefix(s, "GET /v1/users?") {
			out = append(out, s)
		}
	}
	return out
}

func TestCompletionWritesTheSearch(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		n := r.wire.count()
		r.Press("/")
		r.Type("banne")
		r.Contains("/ banned:") // faintly behind what was typed
		r.Press("tab")
		r.Contains("▸ yes")
		r.Press("tab", "enter")
		r.Advance(time.Second)
		r.Contains("/ banned:yes")
		r.Lacks("▸ yes")
		got := r.lists(n)
		require.NotEmpty(t, got)
		assert.Contains(t, got[len(got)-1], "banned=true")
	})
}

// What is not understood is marked and said; the rest runs.
func TestAProblemIsMarkedAndTheRestRuns(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		n := r.wire.count()
		r.Press("/")
		r.Type("banned:yes emial:spam")
		r.Advance(time.Second)
		r.Contains("✗", "“emial:”", "tab writes email:")
		wrong := styles.New(styles.Theme{}).P.Wrong
		assert.Contains(t, r.Styled(), wrong.Open+"emial:")
		got := r.lists(n)
		assert.Contains(t, got[len(got)-1], "banned=true", "the rest is searched for")
		r.Press("tab", "tab", "enter") // email: and then email~, which is for a part
		r.Advance(time.Second)
		r.Contains("/ banned:yes email~spam")
		got = r.lists(n)
		assert.Contains(t, got[len(got)-1], "email_address_query=spam")
	})
	scenario(t, setup{}, func(_ *testing.T, r *rig) {
		r.Press("/")
		r.Type("banned:maybe")
		r.Lacks("✗")
		r.Press("enter")
		r.Contains("maybe", "It was left out.")
	})
}

func keeping(dir string, private bool) func(*ui.Options) {
	return func(o *ui.Options) {
		store, err := state.Open(dir, state.Demo, state.Private(private))
		o.State = store
		if err != nil {
			o.Problem = err.Error()
		}
	}
}

// What was wrong with one search is not said of the next.
func TestTheNextSearchIsAnotherMatter(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Press("/")
		r.Type("banned:maybe")
		r.Press("enter")
		r.Contains("It was left out")
		r.Press("/", "ctrl+u")
		r.Type("banned:yes")
		r.Press("enter")
		r.Lacks("It was left out")
	})
}

func TestHistoryOutlivesTheDashboard(t *testing.T) {
	dir := t.TempDir()
	scenario(t, setup{options: keeping(dir, false)}, func(_ *testing.T, r *rig) {
		for _, text := range []string{"banned:yes", "alice@acme.example", "created:<7d"} {
			r.Press("/", "ctrl+u")
			r.Type(text)
			r.Press("enter")
		}
	})
	scenario(t, setup{options: keeping(dir, false)}, func(_ *testing.T, r *rig) {
		r.Press("/", "up")
		r.Contains("/ created:<7d")
		r.Press("up", "up")
		r.Contains("/ banned:yes")
		r.Press("down", "down", "down")
		r.Contains("/ name, e-mail") // what was typed before: nothing
		r.Press("ctrl+r")
		r.Type("ban")
		r.Contains("Searched before", "▸ banned:yes")
		r.Press("enter")
		r.Advance(time.Second)
		r.Contains("/ banned:yes")
		r.Lacks("Searched before")
	})
}

func TestPrivateHistory(t *testing.T) {
	dir := t.TempDir()
	scenario(t, setup{options: keeping(dir, true)}, func(t *testing.T, r *rig) {
		for _, text := range []string{"alice@acme.example", "phone:+15550100199", "id:user_2abcdefghij", "banned:yes", "sk_live_abcdefgh"} {
			r.Press("/", "ctrl+u")
			r.Type(text)
			r.Press("enter")
			r.Advance(time.Second)
		}
		r.Press("/", "ctrl+u", "up")
		r.Contains("/ banned:yes")
		r.Press("up")
		r.Contains("/ banned:yes")
		b, err := os.ReadFile(filepath.Join(dir, state.Demo, "history.json"))
		require.NoError(t, err)
		for _, text := range []string{"alice", "1555", "user_2", "sk_live"} {
			assert.NotContains(t, string(b), text)
		}
	})
}

func TestADamagedHistoryIsTold(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, state.Demo), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, state.Demo, "history.json"), []byte("{"), 0o600))
	scenario(t, setup{options: keeping(dir, false)}, func(_ *testing.T, r *rig) {
		r.Contains("damaged", "put aside")
	})
}

func TestExplainShowsTheRequest(t *testing.T) {
	scenario(t, setup{}, func(_ *testing.T, r *rig) {
		r.Press("/")
		r.Type("domain:spam.example mfa:off")
		r.Press("ctrl+x")
		r.Advance(time.Second)
		r.Contains("What the search becomes", "GET /v1/users", "email_address_query = ", "spam.example", "Checked here", "mfa:off")
		r.Press("esc")
		r.Lacks("What the search becomes")
		r.Contains("/ domain:spam.example mfa:off")
		r.Press("enter", ":")
		r.Type("explain")
		r.Press("enter")
		r.Contains("What the search becomes", "GET /v1/users")
	})
}

// The names of organizations are looked up before it can be told.
func TestExplainWaitsForOrganizations(t *testing.T) {
	scenario(t, setup{faults: emulator.Faults{Latency: 300 * time.Millisecond}}, func(_ *testing.T, r *rig) {
		r.Press("/")
		r.Type("org:acme")
		r.Press("ctrl+x")
		r.Lacks("What the search becomes")
		r.Advance(3 * time.Second)
		r.Contains("What the search becomes", "organization_id = +org_")
	})
}

func TestTheBuilderWritesTheSearch(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		n := r.wire.count()
		r.Press("f", "tab", "tab")
		r.Type("spam")
		r.Contains("/ email~spam")
		r.Press("enter")
		r.Advance(time.Second)
		r.Lacks("clear all")
		r.Contains("/ email~spam")
		got := r.lists(n)
		require.NotEmpty(t, got)
		assert.Contains(t, got[len(got)-1], "email_address_query=spam")

		r.Press("/")
		r.Type(" -org:acme emial:x")
		r.Press("enter", "f")
		r.Contains("E-mail contains    › spam", "email~spam -org:acme emial:x")
		r.Press("esc")
		r.Contains("/ email~spam -org:acme emial:x")
		r.Press("f", "ctrl+l", "enter")
		r.Advance(time.Second)
		r.Contains("/ name, e-mail")
		r.Press("/", "up")
		r.Contains("/ email~spam -org:acme emial:x")
	})
}

// Organizations are completed to once they were seen; what they are called
// changes nothing on the screen.
func TestOrganizationsSeenAreOffered(t *testing.T) {
	scenario(t, setup{}, func(_ *testing.T, r *rig) {
		r.Paste(alice)
		r.Press("tab")
		r.Advance(time.Second)
		r.Press("/", "ctrl+u")
		r.Type("org:")
		r.Contains("tab takes", "Acme")
	})
}

func TestSortMenuChangesTheText(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Press("/")
		r.Type("sort:first_name")
		r.Press("enter")
		r.Advance(time.Second)
		n := r.wire.count()
		r.Press("s")
		r.Contains("▸ First name A–Z", "now", "deep pages cost more")
		r.Type("latest sign")
		r.Press("enter")
		r.Advance(time.Second)
		r.Contains("/ sort:-last_sign_in_at", "latest sign-in")
		got := r.lists(n)
		assert.Contains(t, got[len(got)-1], "order_by=-last_sign_in_at")
	})
}

func TestClickOnTheListOfCompletions(t *testing.T) {
	scenario(t, setup{}, func(_ *testing.T, r *rig) {
		r.Press("/")
		r.Type("banned:")
		r.Click(6, 5)
		r.Contains("/ banned:no")
		r.Advance(time.Second)
		r.Contains("/ banned:no")
	})
}

func TestLooksOfTheSearchBox(t *testing.T) {
	look(t, "box-values", setup{}, func(r *rig) { r.Press("/"); r.Type("created:") })
	look(t, "box-names", setup{}, func(r *rig) { r.Press("/", "tab") })
	look(t, "box-problem", setup{}, func(r *rig) { r.Press("/"); r.Type("emial:spam banned:yes") })
	look(t, "box-history", setup{options: func(o *ui.Options) {
		o.State = state.Memory()
		for _, text := range []string{"banned:yes", "domain:spam.example created:<1d", "alice"} {
			o.State.History().Add(text)
		}
	}}, func(r *rig) { r.Press("/", "ctrl+r"); r.Type("a") })
	look(t, "box-explain", setup{}, func(r *rig) {
		r.Press("/")
		r.Type("domain:spam.example created:<7d mfa:off")
		r.Press("ctrl+x")
		r.Advance(time.Second)
	})
	look(t, "box-builder", setup{}, func(r *rig) { r.Press("f") })
}

// A search that was understood in part lists more than was meant: not to be
// marked as a whole.
func TestAllOfAMisreadSearchIsNotMarked(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Press("/")
		r.Type("created:2026-02-30")
		r.Press("enter")
		r.Advance(time.Second)
		r.Press("A", "A")
		r.Advance(time.Second)
		r.Contains("The list shows more than you asked for")
		r.Lacks("300 marked")
		r.Press("x", "space")
		r.Contains("1 marked")
	})
}
