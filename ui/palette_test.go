package ui_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"usher/keymap"
	"usher/ui"
	"usher/ui/actions"
)

func TestTheMostUsedActsAreInSightAtEverySize(t *testing.T) {
	for _, s := range []setup{{width: 60, height: 15}, {width: 80, height: 24}, {width: 120, height: 40}} {
		scenario(t, s, func(t *testing.T, r *rig) {
			r.Press("a")
			r.Contains("Most used", "Edit metadata", "Ban", "Reset MFA", "Correct the e-mail address")
			if s.height >= 24 {
				for _, act := range actions.All() {
					if act.Place() == actions.Often {
						r.Contains(act.Title)
					}
				}
			}
		})
	}
}

func TestTheWholeMenuFitsAWideScreen(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Press("a")
		for _, act := range actions.All() {
			r.Contains(" " + act.Title)
		}
		view := strings.Split(r.View(), "\n")
		for i, l := range view {
			if strings.Contains(l, "Remove for good") {
				assert.NotContains(t, view[i-1], "Take an identifier", "a gap before what cannot be undone")
			}
		}
	})
}

func TestReadOnlyHidesTheActsAndSaysSoWhenOneIsAskedFor(t *testing.T) {
	scenario(t, setup{environment: ui.Production}, func(t *testing.T, r *rig) {
		r.Press("a")
		r.Contains("Read-only: changes are hidden. “:write 15m” opens writing.", "Copy id")
		r.Lacks("Delete the user", "Reset MFA")
		r.Press("b")
		r.Contains("Ban: not in read-only mode")
		r.Press("/")
		r.Type("delete the")
		r.Contains("Delete the user — not in read-only mode")
		r.Press("esc", "esc", "ctrl+p")
		r.Lacks("Delete the user")
		r.Type("mfa")
		r.Contains("Reset MFA — not in read-only mode")
		r.Press("enter")
		r.Contains("Reset MFA: not in read-only mode")
		r.Press("esc", "esc", ":")
		r.Type("ban")
		r.Contains("read-only")
		r.Press("enter")
		r.Contains("Ban was not done: this is read-only.")
	})
}

func TestThePaletteFindsWhateverHasAName(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Press("ctrl+p")
		r.Type("view ban")
		r.Press("enter")
		r.Contains("1–3 of 3")
		r.Press("1", "ctrl+p")
		r.Type("oldest")
		r.Press("enter")
		r.Contains("oldest first")
		r.Press("ctrl+p")
		r.Type("one key")
		r.Contains("Change one key of the metadata", ":set")
		r.Press("enter")
		r.Contains(": set ", "public.plan=")
		r.Press("esc", "ctrl+p")
		r.Type("ban")
		r.Press("enter")
		r.Contains("Ban ")
		r.Press("esc", "ctrl+p")
		lines := strings.Split(r.View(), "\n")
		for i, l := range lines {
			if strings.Contains(l, "type a few letters") {
				assert.NotContains(t, lines[i+2], "Lock", "what was used comes first")
			}
		}
	})
}

func TestTheHelpHoldsEveryKeyCommandAndAction(t *testing.T) {
	for _, s := range []setup{{width: 60, height: 15}, {width: 80, height: 24}, {width: 120, height: 40}} {
		scenario(t, s, func(t *testing.T, r *rig) {
			r.Press("?")
			seen := ""
			for range 60 {
				seen += r.View()
				r.Press("pgdown")
			}
			for _, scope := range []string{"Everywhere", "List", "Detail", "JSON", "Dialog", "Input", "Commands", "Actions"} {
				assert.Contains(t, seen, " "+scope)
			}
			for _, c := range ui.Commands() {
				assert.Contains(t, seen, ":"+c.Name)
			}
			for _, act := range actions.All() {
				if !slices.Contains([]string{"L", "B", "M", "X", "e"}, r.keyOf(act.ID)) {
					assert.Contains(t, seen, "a "+act.Letter)
				}
			}
			r.Type("impersonation")
			r.Contains("Make an impersonation link", "Actions")
		})
	}
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Press(":")
		r.Type("help write")
		r.Press("enter")
		r.Contains("open writing for a while", ":write [15m]")
	})
}

func TestMarkedUsersAreWhomTheMenuIsAbout(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Press("space", "space", "a")
		r.Contains("2 marked users", "Set a password — works on one user", "Create a user")
		r.Lacks("Create a user — ")
		r.Press("b")
		r.Contains("2 users")
	})
}

// keyOf is the direct key of an action.
func (r *rig) keyOf(id string) string { return keymap.Default().Action(id).Help().Key }
