package ui_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"usher/api"
	"usher/internal/emulator"
)

// listings are the requests for users after the first n, without those that
// count or act.
func (r *rig) listings(n int) []url.Values {
	var out []url.Values
	for _, sent := range r.wire.since(n) {
		if query, ok := strings.CutPrefix(sent, "GET /v1/users?"); ok {
			values, _ := url.ParseQuery(query)
			out = append(out, values)
		}
	}
	return out
}

// Ticket: ban all who signed up in the last hour from a domain. The server
// finds the addresses that contain it; which of them end so is decided here.
func TestTicketSpamWaveByDomain(t *testing.T) {
	scenario(t, setup{users: 5000}, func(t *testing.T, r *rig) {
		n := 0
		sent := r.wire.count()
		r.keys(&n, "/")
		r.Type("domain:spam.example created:<1h")
		r.keys(&n, "enter")
		r.Advance(5 * time.Second)
		r.Contains("121 found · done")
		lists := r.listings(sent)
		assert.Equal(t, "@spam.example", lists[len(lists)-1].Get("email_address_query"))
		assert.NotEmpty(t, lists[len(lists)-1].Get("created_at_after"))
		r.keys(&n, "A", "A")
		r.Contains("121 marked")
		r.keys(&n, "B")
		r.Contains("Ban 120 users?")
		r.Type("120")
		r.keys(&n, "enter")
		r.Advance(2 * time.Second)
		r.Contains("Banned 120 users")
		assert.Equal(t, 6, n, "/ Enter A A B Enter, beside the query and the count")
	})
}

func TestAScanStopsGoesOnAndSurvivesARateLimit(t *testing.T) {
	slow := emulator.Faults{Latency: 500 * time.Millisecond}
	scenario(t, setup{users: 5000, faults: slow}, func(t *testing.T, r *rig) {
		r.Advance(5 * time.Second)
		r.Press("/")
		r.Type("mfa:on")
		r.Press("enter")
		r.Until("of 5,000 · ", 3*time.Second)
		r.Contains("S stops")
		r.Press("S")
		r.Contains("stopped, S goes on")
		sent := r.wire.count()
		r.Advance(time.Minute)
		assert.Empty(t, r.listings(sent), "a stopped scan asks for nothing")

		limited := slow
		limited.Rules = []emulator.Fault{{Kind: emulator.FaultRateLimited, Path: "/v1/users", RetryAfter: "60", Next: 1}}
		r.server.SetFaults(limited)
		r.Press("S")
		r.Until("too many requests, goes on in 60 s", 5*time.Second)
		r.Contains("Too many requests")
		waiting := r.wire.count()
		r.Advance(50 * time.Second)
		assert.Empty(t, r.listings(waiting))
		r.Advance(time.Minute)
		r.Contains("scanned 5,000 of 5,000", "found · done")
		r.Lacks("Too many requests")
	})
}

func TestEscapeStopsAScanFirst(t *testing.T) {
	scenario(t, setup{users: 5000, faults: emulator.Faults{Latency: 500 * time.Millisecond}}, func(t *testing.T, r *rig) {
		r.Advance(5 * time.Second)
		r.Press("/")
		r.Type("locked:yes")
		r.Press("enter")
		r.Until("S stops", 3*time.Second)
		r.Press("esc")
		r.Contains("stopped, S goes on", "locked:yes")
		r.Press("esc")
		r.Lacks("locked:yes")
		r.Press("S")
		r.Contains("Nothing is scanned here")
	})
}

func TestNarrowingAScanAsksForNothingTwice(t *testing.T) {
	scenario(t, setup{users: 2000}, func(t *testing.T, r *rig) {
		r.Press("/")
		r.Type("locked:yes")
		r.Press("enter")
		r.Advance(time.Minute)
		r.Contains("scanned 2,000 of 2,000", "Alice Johnson")
		sent := r.wire.count()
		r.Press("/")
		r.Type(" mfa:on")
		r.Press("enter")
		r.Contains("scanned 2,000 of 2,000", "Alice Johnson")
		assert.Empty(t, r.listings(sent))
	})
}

func TestAnIgnoredFilterNeverWidensAList(t *testing.T) {
	scenario(t, setup{users: 2000}, func(t *testing.T, r *rig) {
		r.wire.ignores = []string{"banned", "email_address_query", "created_at_after", "email_address"}
		r.Press("2")
		r.Advance(time.Minute)
		r.Contains("The server did not apply the filter", "BANNED", "found · done")
		r.Lacks("Alice Johnson")
		banned := regexp.MustCompile(`([0-9]+) found`).FindStringSubmatch(r.Line("found · done"))[1]
		r.Press("A", "A", "B")
		r.Contains("Unban " + banned + " users?")
		r.Press("esc", "esc", "1")
		r.Paste("nobody@nowhere.example")
		r.Advance(time.Minute)
		r.Lacks("Alice Johnson", "Mia Hoffmann")
		assert.Empty(t, r.log.Entries())
	})
}

func TestHiddenMarksAreNotActedUpon(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Press("space", "space", "space")
		r.Contains("3 marked")
		r.Paste("oliver@northwind.example")
		r.Contains("+2 hidden", "1 marked")
		r.Paste(alice)
		r.Press("esc")
		r.Contains("Alice Johnson", "hidden")
		r.Press("B")
		r.Contains("Ban Alice Johnson?")
		r.Press("esc", "1")
		r.Contains("3 marked")
		r.Lacks("hidden")
		r.Press("esc")
		r.Lacks("marked")
	})
}

// A scan keeps to its share of the requests, and says that it stands for that.
func TestAScanSaysThatItWaitsForItsShare(t *testing.T) {
	s := setup{users: 5000, limits: &api.Limits{Interactive: 50, Background: 10}}
	scenario(t, s, func(_ *testing.T, r *rig) {
		r.Press("/")
		r.Type("mfa:on")
		r.Press("enter")
		r.Until("waits for its turn, S stops", 5*time.Second)
		r.Until("scanned 5,000 of 5,000", 30*time.Second)
		r.Lacks("waits for its turn")
	})
}
