package ui_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"usher/internal/state"
	"usher/internal/uitest"
	"usher/ui"
)

// again plays a run of the dashboard and then starts another one.
func again(t *testing.T, s setup, restore bool, play func(r *rig), then func(t *testing.T, r *rig)) {
	t.Helper()
	store := state.Memory()
	s.options = func(o *ui.Options) { o.State, o.Restore = store, restore }
	uitest.Run(t, func(t *testing.T) {
		r := newRig(t, s)
		play(r)
		r.Advance(time.Minute) // it is remembered every minute, and at the end
		then(t, newRig(t, s))
	})
}

// rowUnderCursor is the row as the list shows it.
func rowUnderCursor(r *rig) string {
	row, _, _ := strings.Cut(r.Line("▸"), "│")
	return row
}

// firstList is the first request for users.
func firstList(r *rig) string {
	for _, sent := range r.wire.since(0) {
		if strings.HasPrefix(sent, "GET /v1/users?") {
			return sent
		}
	}
	return ""
}

func TestAnotherStartGoesBackToTheSameUser(t *testing.T) {
	first := ""
	again(t, setup{users: 30_000}, true,
		func(r *rig) {
			r.Press("2")
			for range 4 {
				r.Press("pgdown")
				r.Advance(time.Second)
			}
			r.Press("j")
			r.Advance(time.Second)
			first = rowUnderCursor(r)
		},
		func(t *testing.T, r *rig) {
			t.Helper()
			assert.Contains(t, firstList(r), "starting_after=user_", "the first request is the page with the cursor")
			assert.Contains(t, firstList(r), "banned=true", "in the view that was open")
			assert.Equal(t, first, rowUnderCursor(r))
		})
}

func TestAnotherStartBringsTheSameScreen(t *testing.T) {
	first := ""
	again(t, setup{users: 3_000}, true,
		func(r *rig) {
			r.Press("/")
			r.Type("spam")
			r.Press("enter", "j", "j", "j")
			r.Advance(time.Second)
			first = rowUnderCursor(r)
		},
		func(t *testing.T, r *rig) {
			t.Helper()
			r.Contains("/ spam")
			assert.Equal(t, first, rowUnderCursor(r))
		})
}

func TestWritingNeverComesBack(t *testing.T) {
	again(t, setup{environment: ui.Production}, true,
		func(r *rig) {
			r.Press(":")
			r.Type("write 15m")
			r.Press("enter", "j")
			r.Contains("WRITING")
		},
		func(t *testing.T, r *rig) {
			t.Helper()
			r.Contains("PRODUCTION │ READ-ONLY")
			assert.True(t, r.gate.ReadOnly())
		})
}

func TestRestoringCanBeTurnedOff(t *testing.T) {
	again(t, setup{}, false,
		func(r *rig) { r.Press("2", "j", "j") },
		func(t *testing.T, r *rig) {
			t.Helper()
			assert.NotContains(t, firstList(r), "banned")
		})
}
