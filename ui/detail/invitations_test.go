package detail

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"usher/internal/uitest"
)

// asksOf are the calls about invitations.
func asksOf(l *loader) []string {
	var out []string
	for _, c := range l.asked() {
		if strings.HasPrefix(c, "invitations") {
			out = append(out, strings.ReplaceAll(c, " "+string(alice().ID), ""))
		}
	}
	return out
}

func mixed(n int) *loader {
	l := small()
	l.invitations = nil
	for i := range n {
		l.invitations = append(l.invitations, invitation(i, statuses()[1+i%4].name))
	}
	return l
}

func TestInvitationsAreFilteredByTheServer(t *testing.T) {
	l := mixed(10)
	drive(t, l, 78, 60, func(t *testing.T, d *uitest.Driver, _ *Pane) {
		show(d, alice())
		tabTo(d, Organizations)
		d.Advance(time.Second)
		d.Contains("Invitations  10", "[All 10] Pending 3 Accepted 3 Revoked 2 Expired 2", "F filters")
		assert.Equal(t, []string{"invitations 0+50"}, asksOf(l), "all of them are there: nothing more is asked to count")
		for _, want := range []string{"[Pending 3]", "[Accepted 3]", "[Revoked 2]", "[Expired 2]"} {
			d.Press("F")
			d.Advance(time.Second)
			d.Contains(want)
		}
		d.Contains("Invitations  2 · only expired")
		d.Lacks("✓ accepted", "! pending", "✗ revoked")
		assert.Equal(t, []string{"invitations of pending 0+50", "invitations of accepted 0+50", "invitations of revoked 0+50", "invitations of expired 0+50"}, asksOf(l)[1:])
		d.Press("F")
		d.Contains("[All 10]", "✓ accepted", "! pending")
		assert.Len(t, asksOf(l), 5, "what was loaded is shown again")
	})
}

func TestManyInvitationsAreCountedByTheServer(t *testing.T) {
	l := mixed(303)
	drive(t, l, 78, 24, func(t *testing.T, d *uitest.Driver, _ *Pane) {
		l.memberships = nil
		show(d, alice())
		tabTo(d, Organizations)
		d.Advance(2 * time.Second)
		d.Contains("Invitations  50 of 303", "[All 303] Pending 76 Accepted 76 Revoked 76 Expired 75")
		d.Press("F")
		d.Advance(time.Second)
		d.Contains("Invitations  50 of 76 · only pending", "[Pending 76]")
		d.Press("G", "G")
		d.Advance(time.Second)
		d.Press("g")
		d.Contains("Invitations  76 · only pending")
		assert.Contains(t, asksOf(l), "invitations of pending 50+50")
		d.Press("G", "G")
		assert.NotContains(t, asksOf(l), "invitations of pending 100+50", "the end is the end")
	})
}

func TestTurningTheFilterShowsItsSection(t *testing.T) {
	l := mixed(12)
	l.memberships = nil
	for i := range 60 {
		l.memberships = append(l.memberships, membership(i))
	}
	drive(t, l, 78, 24, func(_ *testing.T, d *uitest.Driver, _ *Pane) {
		show(d, alice())
		tabTo(d, Organizations)
		d.Advance(time.Second)
		d.Lacks("Invitations")
		d.Press("F")
		d.Contains("Invitations", "[Pending 3]")
		d.Advance(time.Second)
		d.Contains("Invitations  3 · only pending")
		d.Press("j")
		d.Press("G", "F")
		d.Advance(time.Second)
		d.Contains("Invitations  3 · only accepted", "▸ Globex")
	})
}

func TestTheFilterBelongsToTheUser(t *testing.T) {
	drive(t, mixed(8), 78, 60, func(_ *testing.T, d *uitest.Driver, _ *Pane) {
		show(d, alice())
		tabTo(d, Organizations)
		d.Advance(time.Second)
		d.Press("F")
		d.Advance(time.Second)
		d.Contains("[Pending 2]")
		other := alice()
		other.ID = "user_2other"
		show(d, other)
		d.Advance(time.Second)
		d.Contains("[All 8]")
	})
}

func TestAStatusThatNobodyHasIsSaid(t *testing.T) {
	l := small()
	l.invitations = l.invitations[:1]
	drive(t, l, 50, 60, func(_ *testing.T, d *uitest.Driver, _ *Pane) {
		show(d, alice())
		tabTo(d, Organizations)
		d.Advance(time.Second)
		d.Press("F")
		d.Contains("Loading pending invitations…")
		d.Advance(time.Second)
		d.Contains("No invitation waits for an answer.", "[Pending 0]")
	})
}
