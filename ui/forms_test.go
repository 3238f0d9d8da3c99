package ui_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/emulator"
)

// A refused form comes back with what was typed and the error at its field.
func TestARefusedFormLosesNothing(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Press(":")
		r.Type("create")
		r.Press("enter")
		r.Advance(time.Second)
		r.Contains("Create a user")
		r.Lacks("Create a user · Mia")
		r.Type(alice) // taken
		r.Press("ctrl+s")
		r.Advance(time.Second)
		before := r.wire.count()
		r.Press("y")
		r.Advance(2 * time.Second)
		require.Len(t, r.writes(before), 1)
		r.Contains("Create a user", alice, "taken")

		r.Press("backspace", "backspace", "backspace", "backspace", "backspace", "backspace", "backspace")
		r.Type("newplace.example")
		r.Press("ctrl+s")
		r.Advance(time.Second)
		r.Press("y")
		r.Advance(2 * time.Second)
		r.Contains("alice@acme.newplace.example", "1 of 30")
	})
}

func TestAFormWhoseRequestFailsIsThereAgain(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.server.SetFaults(emulator.Faults{Rules: []emulator.Fault{{Kind: emulator.FaultPlan, Method: "POST", Path: "/v1/users"}}})
		r.Press(":")
		r.Type("create")
		r.Press("enter")
		r.Type("new@place.example")
		r.Press("ctrl+s")
		r.Advance(time.Second)
		r.Press("y")
		r.Advance(2 * time.Second)
		r.Contains("Create a user", "new@place.example", "plan")
	})
}

// The whole of a form is kept when Ctrl-C is pressed by mistake.
func TestCtrlCAsksBeforeATypedFormGoes(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Press(":")
		r.Type("create")
		r.Press("enter")
		r.Type("half@typed.example")
		r.Press("ctrl+c")
		r.Contains("half@typed.example")
		assert.False(t, r.Quit())
	})
}

// A session is revoked from the sessions, and all of them with progress.
func TestSessionsAreOneKeyAway(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Press("X")
		r.Advance(time.Second)
		r.Contains("Session")
		r.Press("X")
		r.Advance(2 * time.Second)
		r.Contains("evoke")
	})
}

// Escape and the key behind it may arrive as one key with Alt.
func TestEscapeAndTheNextKeyAreTakenApart(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Press("B")
		r.Contains("Ban Mia Hoffmann?")
		r.Press("alt+ctrl+c")
		r.Lacks("Ban Mia Hoffmann?")
		r.Contains("Ctrl-C again quits")
		r.Press("ctrl+c")
		assert.True(t, r.Quit())
	})
}
