package ui_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/emulator"
)

func TestACodeIsSentAndCheckedInOneGo(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Paste("erin.kirkby@gmial.example")
		r.Advance(time.Second)
		r.Press("a", "s")
		r.Contains("Send Erin Kirkby a code")
		r.Press("ctrl+s", "y")
		r.Advance(time.Second)
		r.Contains("Check a code of Erin Kirkby", "▸ Code")
		assert.NotContains(t, r.View(), "Refreshed", "what was done is what is said")
		r.Type("424242")
		r.Press("ctrl+s")
		r.Advance(time.Second)
		r.Contains("is verified")
	})
}

func TestAnOrganizationIsNamedWhereItIsAsked(t *testing.T) {
	scenario(t, setup{}, func(_ *testing.T, r *rig) {
		r.Paste("mia.hoffmann@acme.example")
		r.Advance(time.Second)
		r.Press("a", "g")
		r.Advance(time.Second)
		r.Type("glob")
		r.Advance(2 * time.Second)
		r.Press("enter", "ctrl+s")
		r.Contains("Add Mia Hoffmann to an organization?", "role in Globex")
	})
}

func TestTheProgressEndsWithTheAct(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Paste("hiro@globex.example")
		r.Advance(time.Second)
		r.Press(":")
		r.Type("erase")
		r.Press("enter")
		r.Advance(time.Second)
		r.Type("hiro@globex.example")
		r.Press("enter")
		r.Advance(200 * time.Millisecond)
		r.Press("esc")
		r.Contains("✓")
		r.Lacks(" of 7")
	})
}

func TestAnActAboutNobodyNamesNobody(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Paste(alice)
		r.Advance(time.Second)
		r.Press(":")
		r.Type("invite")
		r.Press("enter")
		r.Contains("Invite a person")
		lines := strings.Split(r.View(), "\n")
		top := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, "╭─ Invite a person") })
		require.GreaterOrEqual(t, top, 0)
		assert.Contains(t, lines[top+1]+lines[top+2], "E-mail address", "the form begins with its first field")
	})
}

// The authenticator is checked right after it was set up, whichever way the
// server has: the check must see the user who has one now.
func TestAnAuthenticatorIsCheckedAfterItWasSetUp(t *testing.T) {
	for name, faults := range map[string]emulator.Faults{"made here": {}, "made by the server": {CreateTOTP: true}} {
		t.Run(name, func(t *testing.T) {
			scenario(t, setup{faults: faults}, func(t *testing.T, r *rig) {
				r.Paste("farid@example.com")
				r.Advance(time.Second)
				r.Press("a", "q", "y")
				r.Advance(time.Second)
				r.Contains("Authenticator app of Farid Haddad", "Secret", "URI")
				r.Press("esc")
				r.Contains("Check a code of Farid Haddad")
				r.Lacks("no authenticator app")
				r.Type("000000")
				r.Press("ctrl+s")
				r.Advance(time.Second)
				r.Contains("That code of Farid Haddad is not right")
			})
		})
	}
}
