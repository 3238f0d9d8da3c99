package ui_test

import (
	"testing"
	"time"
)

func TestAnAddressThatNobodyHasIsInvitedFromItsDiagnosis(t *testing.T) {
	scenario(t, setup{}, func(_ *testing.T, r *rig) {
		r.Paste("new.hire@acme.example")
		r.Advance(time.Second)
		r.Press("w")
		r.Advance(time.Second)
		r.Contains("Nobody has this address", "⏎ Invite a person")
		r.Press("enter")
		r.Contains("Invite a person", "new.hire@acme.example")
		r.Press("ctrl+s")
		r.Contains("Invite new.hire@acme.example?")
		r.Press("y")
		r.Advance(time.Second)
		r.Contains("✓", "u undo")
		r.Press(":")
		r.Type("invite")
		r.Press("enter")
		r.Lacks("new.hire@acme.example  ") // the next one begins empty
	})
}

func TestANumberOrANameThatNobodyHasIsDiagnosedToo(t *testing.T) {
	scenario(t, setup{}, func(_ *testing.T, r *rig) {
		r.Paste("+43 660 9999999")
		r.Advance(time.Second)
		r.Press("w")
		r.Advance(time.Second)
		r.Contains("No user was found", "What cannot be seen")
		r.Press("esc", "esc", "esc")
		r.Press("/")
		r.Type("zzyzxqq")
		r.Press("enter")
		r.Advance(2 * time.Second)
		r.Press("w")
		r.Advance(time.Second)
		r.Contains("No user was found", "zzyzxqq")
	})
}

func TestWhyWithoutAnybodySaysSo(t *testing.T) {
	scenario(t, setup{}, func(_ *testing.T, r *rig) {
		r.Paste("user_2NNEqL2nrIRdJ194ndJqAHwEfxC")
		r.Advance(2 * time.Second)
		r.Press("w")
		r.Contains("Nobody is selected")
	})
}
