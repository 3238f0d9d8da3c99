package ui_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/emulator"
	"usher/ui"
)

// Ticket: a spam wave. Search, mark all that match, ban with the count typed.
func TestTicketSpamWave(t *testing.T) {
	scenario(t, setup{users: 5000}, func(t *testing.T, r *rig) {
		n := 0
		r.keys(&n, "/")
		r.Type("@spam.example")
		r.keys(&n, "enter")
		r.Advance(time.Second)
		r.keys(&n, "A")
		r.Contains("50 marked")
		r.keys(&n, "A")
		r.Contains("121 marked")
		r.keys(&n, "B")
		r.Contains("Ban 120 users?", "Left out: 1 marked user", "POST /users/ban × 3")
		before := r.wire.count()
		r.Press("y")
		r.Press("enter")
		assert.Empty(t, r.writes(before), "the key that opened it, y and Enter do not confirm")
		r.Press("backspace")
		r.Type("120")
		r.keys(&n, "enter")
		r.Advance(2 * time.Second)
		r.Contains("Banned 120 users", "u undo", "2 Banned 159")
		assert.Equal(t, 6, n, "/ Enter A A B Enter, beside the query and the count")
		writes := r.writes(before)
		require.Len(t, writes, 3, "50 users a request")
		for _, w := range writes {
			assert.Equal(t, "POST /v1/users/ban", w)
		}
		entries := r.log.Entries()
		assert.Len(t, entries, 6, "an intent and an outcome for each request")
		assert.Len(t, entries[0].Notes, 50)
	})
}

// writes are the requests after the first n that change something.
func (r *rig) writes(n int) []string {
	var out []string
	for _, w := range r.wire.since(n) {
		if !strings.HasPrefix(w, "GET ") {
			out = append(out, w)
		}
	}
	return out
}

func TestMarksAndASmallBatchWithUndo(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Press("space", "space", "j")
		r.Contains("2 marked")
		r.Press("M")
		r.Contains("works on one user")
		r.Press("x", "B")
		r.Contains("Ban 2 users?", "Mia Hoffmann")
		r.Press("y")
		r.Advance(time.Second)
		r.Contains("Banned 2 users")
		r.Press("u")
		r.Contains("Undo: Unban 2 users?")
		r.Press("esc", "u") // a cancelled undo is still there
		r.Contains("Undo: Unban 2 users?")
		r.Press("y")
		r.Advance(time.Second)
		r.Contains("Unbanned 2 users")
		r.Press("u")
		r.Contains("nothing to undo")
	})
}

func TestARangeIsMarkedAndEscTakesMarksAway(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Press("v", "j", "j", "j", "v")
		r.Contains("4 marked")
		r.Press("esc")
		r.Lacks("marked")
		r.Press("v", "esc", "k", "B")
		r.Contains("Ban ")
		r.Lacks("users?")
	})
}

func TestProductionTypesTheCountOfTwo(t *testing.T) {
	scenario(t, setup{environment: ui.Production}, func(t *testing.T, r *rig) {
		r.Press(":")
		r.Type("write 15m")
		r.Press("enter", "space", "space", "L")
		r.Contains("Lock 2 users?")
		before := r.wire.count()
		r.Press("y", "enter")
		assert.Empty(t, r.writes(before))
	})
}

func TestABatchStopsAtARefusalAndSaysHowFarItCame(t *testing.T) {
	scenario(t, setup{users: 5000}, func(t *testing.T, r *rig) {
		r.Press("/")
		r.Type("@spam.example")
		r.Press("enter", "A", "A")
		r.Advance(time.Second)
		r.server.SetFaults(emulator.Faults{Rules: []emulator.Fault{{Kind: emulator.FaultPlan, Path: "/v1/users/ban"}}})
		r.Press("B")
		r.Type("120")
		r.Press("enter")
		r.Advance(5 * time.Second)
		r.Contains("Banned 0 users; not done to 120", "unsupported_subscription_plan_features")
	})
}
