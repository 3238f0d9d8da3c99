package ui_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"usher/ui"
)

func TestTheCommandLineCompletesRemembersAndPoints(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Press(":")
		r.Type("wri")
		r.Contains("tab: 15m")
		r.Press("tab")
		r.Contains(": write 15m")
		r.Press("enter")
		r.Contains("Writing is open already")

		r.Press(":")
		r.Type("frobnicate")
		r.Press("enter")
		r.Contains(": frobnicate", "no command “frobnicate”")
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
