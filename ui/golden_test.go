package ui_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"usher/internal/emulator"
	"usher/internal/uitest"
	"usher/ui"
)

var traceID = regexp.MustCompile(`[0-9a-f]{32}`)

// sizes are those that the layouts are designed at.
var sizes = []setup{{width: 80, height: 24}, {width: 120, height: 40}, {width: 160, height: 50}}

// look keeps what the screen looks like at every size after play.
func look(t *testing.T, name string, base setup, play func(r *rig)) {
	t.Helper()
	for _, s := range sizes {
		base.width, base.height = s.width, s.height
		t.Run(fmt.Sprintf("%s-%dx%d", name, s.width, s.height), func(t *testing.T) {
			scenario(t, base, func(t *testing.T, r *rig) {
				play(r)
				// Trace ids number the requests, whose order is not given.
				view := traceID.ReplaceAllString(r.View(), strings.Repeat("x", 32))
				uitest.Golden(t, fmt.Sprintf("%s-%dx%d", name, s.width, s.height), view)
			})
		})
	}
}

func TestLooks(t *testing.T) {
	look(t, "list", setup{}, func(r *rig) { r.Press("j", "j") })
	look(t, "search", setup{}, func(r *rig) { r.Press("/"); r.Type("spam"); r.Advance(time.Second) })
	look(t, "nobody", setup{}, func(r *rig) { r.Press("/"); r.Type("nobody here"); r.Press("enter") })
	look(t, "production", setup{environment: ui.Production}, func(r *rig) { r.Press("B") })
	look(t, "menu", setup{}, func(r *rig) { r.Paste(alice); r.Press("a") })
	look(t, "sort", setup{}, func(r *rig) { r.Press("s") })
	look(t, "edit", setup{}, func(r *rig) { r.Press("e") })
	look(t, "command", setup{}, func(r *rig) { r.Press(":"); r.Type("nonsense"); r.Press("enter") })
}

func TestLooksOfDialogs(t *testing.T) {
	look(t, "unlock", setup{}, func(r *rig) { r.Paste(alice); r.Press("L") })
	look(t, "ban", setup{}, func(r *rig) { r.Press("B") })
	look(t, "ban-production", setup{environment: ui.Production}, func(r *rig) {
		r.Press(":")
		r.Type("write 15m")
		r.Press("enter", "B", "y")
	})
	look(t, "reset-mfa", setup{}, func(r *rig) { r.Paste(alice); r.Press("M") })
	look(t, "banned-toast", setup{}, func(r *rig) { r.Press("j", "j", "B", "y") })
	look(t, "undo", setup{}, func(r *rig) { r.Press("j", "j", "B", "y", "u") })
}

func TestLooksOfTabs(t *testing.T) {
	for i, tab := range []string{"overview", "organizations", "identities", "security", "sessions", "metadata", "json"} {
		look(t, "tab-"+tab, setup{}, func(r *rig) {
			r.Paste(alice)
			for range i {
				r.Press("tab")
			}
			r.Advance(time.Second)
		})
	}
}

func TestLooksOfTrouble(t *testing.T) {
	for name, fault := range map[string]emulator.Fault{
		"rate-limited": {Kind: emulator.FaultRateLimited, RetryAfter: "30"},
		"unauthorized": {Kind: emulator.FaultStatus, Status: 401},
		"broken":       {Kind: emulator.FaultHTML, Status: 502},
		"offline":      {Kind: emulator.FaultResetBefore},
	} {
		look(t, "trouble-"+name, setup{}, func(r *rig) {
			r.server.SetFaults(emulator.Faults{Rules: []emulator.Fault{fault}})
			r.Press("R")
			r.Advance(20 * time.Second)
		})
	}
}
