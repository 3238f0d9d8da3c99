package ui_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"usher/internal/emulator"
	"usher/ui"
)

func TestSwitchInstance(t *testing.T) {
	var went []string
	with := setup{options: func(o *ui.Options) {
		o.Problem = "instance \"old\x1b[31m\" could not be opened"
		o.Instances = []ui.Instance{
			{Name: "acme-dev", About: "development", Open: true}, {Name: "acme", About: "production"}, {Name: "lost", Off: "LOST_KEY is not set"},
		}
		o.SwitchTo = func(name string) { went = append(went, name) }
	}}
	scenario(t, with, func(t *testing.T, r *rig) {
		r.Contains(`instance "old`)
		r.Press("x")
		r.Press("@")
		r.Contains("Switch to another instance", "development · now", "production", "LOST_KEY is not set")
		r.Press("enter")
		r.Contains("This is acme-dev already")
		assert.Empty(t, went)
		r.Press(":")
		r.Type("instance lost")
		r.Press("enter")
		r.Contains("lost cannot be opened: LOST_KEY is not set")
		r.Press(":")
		r.Type("instance nowhere")
		r.Press("enter")
		r.Contains("no instance has this name")
		r.Press("esc")
		r.Press("@")
		r.Type("acme")
		r.Press("enter")
		assert.Equal(t, []string{"acme"}, went)
		assert.True(t, r.Quit(), "the dashboard ends for the other one")
	})
}

func TestNoSwitchBeforeAChangeHasItsAnswer(t *testing.T) {
	went := 0
	with := setup{faults: emulator.Faults{Latency: 2 * time.Second}, options: func(o *ui.Options) {
		o.Instances = []ui.Instance{{Name: "acme-dev", Open: true}, {Name: "acme"}}
		o.SwitchTo = func(string) { went++ }
	}}
	scenario(t, with, func(t *testing.T, r *rig) {
		r.Advance(10 * time.Second)
		r.Press("L", "y")
		r.command("instance acme")
		r.Contains("A change is under way; switch when it is done")
		assert.Zero(t, went)
		r.Advance(10 * time.Second)
		r.Contains("Locked")
		r.command("instance acme")
		assert.Equal(t, 1, went)
	})
}
