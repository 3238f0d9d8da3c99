package ui_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/audit"
	"usher/internal/emulator"
	"usher/ui"
	"usher/ui/actions"
)

const alice = "alice@acme.example"

// keys counts what a person presses; a paste is one key.
func (r *rig) keys(n *int, keys ...string) {
	r.Press(keys...)
	*n += len(keys)
}

// Ticket: alice writes that she cannot sign in. Is she locked? Unlock her.
func TestTicketUnlockInThreeKeys(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		n := 1
		r.Paste("From: Alice <" + alice + ">\nI am locked out!")
		r.Contains("Alice Johnson", "LOCKED")
		r.keys(&n, "L")
		r.Contains("Unlock Alice Johnson?", alice)
		before := r.wire.count()
		r.keys(&n, "y")
		r.Contains("Unlocked Alice Johnson", "u undo")
		assert.Equal(t, 3, n)
		writes := 0
		for _, request := range r.wire.since(before) {
			if request[:3] != "GET" {
				writes++
				assert.Regexp(t, `^POST /v1/users/user_\w+/unlock$`, request)
			}
		}
		assert.Equal(t, 1, writes, "a mutation is sent once")
		entries := r.log.Entries()
		require.Len(t, entries, 2)
		assert.Equal(t, audit.Intent, entries[0].Kind)
		assert.Equal(t, audit.Outcome, entries[1].Kind)
		assert.Equal(t, "user.unlock", entries[0].Action)
	})
}

// Ticket: lost phone, reset MFA.
func TestTicketResetMFAInThreeKeysAndAReason(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		n := 1
		r.Paste(alice)
		r.keys(&n, "M")
		r.Contains("Alice Johnson", "Reason (optional)")
		r.keys(&n, "y")
		r.Contains("✓")
		assert.Equal(t, 3, n)
		r.Press("M")
		r.Contains("no second factor")
	})
}

// Ticket: which organizations, which invitations are pending.
func TestTicketOrganizationsInTwoKeys(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		n := 1
		r.Paste(alice)
		r.keys(&n, "tab")
		r.Advance(time.Second)
		r.Contains("Memberships", "Invitations")
		assert.Equal(t, 2, n)
	})
}

// An act whose key comes before the look-up's answer waits for the person; it
// never hits the row that was under the cursor.
func TestAnActPressedDuringALookUpWaits(t *testing.T) {
	scenario(t, setup{faults: emulator.Faults{Latency: 300 * time.Millisecond}}, func(t *testing.T, r *rig) {
		r.Advance(2 * time.Second)
		r.Paste(alice)
		r.Press("L")
		r.Contains("looking up…")
		r.Lacks("Alice Johnson?", "Lock Mia")
		r.Advance(2 * time.Second)
		r.Contains("Unlock Alice Johnson?")
	})
}

func TestTheOpeningKeyAndEnterNeverConfirm(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Press("B")
		r.Contains("Ban ")
		r.Press("B", "B")
		r.Contains("Ban ")
		r.Press("enter")
		r.Lacks("Ban Mia", "✓ Banned")
		assert.Empty(t, r.log.Entries())
	})
}

func TestBanAndUndo(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Paste("oliver@northwind.example")
		r.Press("B", "y")
		r.Contains("Banned Oliver Fairfax", "BANNED")
		r.Press("u")
		r.Contains("Undo: Unban Oliver Fairfax?", "sessions that the ban ended do not come back")
		r.Press("y")
		r.Contains("Unbanned Oliver Fairfax")
		r.Press("u")
		r.Contains("nothing to undo")
	})
}

// Ticket: "I cannot sign in": why?
func TestTicketWhyInTwoKeys(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		n := 1
		r.Paste(alice)
		before := r.wire.count()
		r.keys(&n, "w")
		r.Contains("Alice Johnson", "ocked")
		r.Advance(2 * time.Second)
		assert.Equal(t, 2, n)
		sent := r.wire.since(before)
		assert.LessOrEqual(t, len(sent), 8)
		for _, request := range sent {
			assert.Equal(t, "GET", request[:3], "a diagnosis only reads")
		}
		r.Press("enter")
		r.Contains("Unlock Alice Johnson?")
	})
}

func TestAPasteWithSeveralIdentifiersGivesAShortlist(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		before := r.wire.count()
		r.Paste("alice@acme.example wrote for lee@acme.example and nobody@nowhere.example")
		r.Advance(time.Second)
		r.Contains("Alice Johnson", "李小龍", "2 pasted users", "Nobody has nobody@nowhere.example")
		lists := 0
		for _, request := range r.wire.since(before) {
			if strings.Contains(request, "email_address=") {
				lists++
			}
		}
		assert.Equal(t, 1, lists, "one request for all addresses")
	})
}

func TestAnAddressThatNobodyHasIsDiagnosed(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Paste("invited@acme.example")
		r.Contains("Nobody found", "Press w")
		r.Press("w")
		r.Advance(2 * time.Second)
		r.Contains("invited@acme.example", "nvit")
	})
}

// Ticket: set plan=pro in the public metadata, keep the rest.
func TestTicketSetMetadata(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		n := 1
		r.Paste(alice)
		r.keys(&n, ":")
		r.Type("set public.plan=pro")
		r.keys(&n, "enter")
		r.Contains("public_metadata.plan", `"team" → "pro"`)
		before := r.wire.count()
		r.keys(&n, "y")
		r.Contains("✓", "u undo")
		require.Len(t, r.writes(before), 1)
		assert.Regexp(t, `^PATCH /v1/users/user_\w+/metadata$`, r.writes(before)[0])
		r.Contains("plan          pro", "seats         25")
		r.Press("u")
		r.Contains(`"pro" → "team"`)
		r.Press("y")
		r.Contains("plan          team")
	})
}

// Ticket: erase a person: save all that is held, then delete.
func TestTicketErase(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		n := 1
		r.Paste(alice)
		r.keys(&n, ":")
		r.Type("erase")
		r.keys(&n, "enter")
		r.Advance(2 * time.Second)
		r.Contains("Alice Johnson", alice)
		before := r.wire.count()
		r.Type(alice)
		r.keys(&n, "enter")
		r.Advance(5 * time.Second)
		writes := r.writes(before)
		require.Len(t, writes, 1)
		assert.Regexp(t, `^DELETE /v1/users/user_\w+$`, writes[0])
		assert.Equal(t, 4, n, "paste, :erase, Enter, e-mail, Enter")
		bundles, err := filepath.Glob(filepath.Join(r.exports, "*.json"))
		require.NoError(t, err)
		require.Len(t, bundles, 1)
		info, err := os.Stat(bundles[0])
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
		r.Contains("SHA-256")
	})
}

// Ticket: taken over: sign out everywhere, force a new password.
func TestTicketTakenOver(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		n := 1
		r.Paste("lucia.fernandez@correo.example")
		r.keys(&n, "a")
		letter := r.letter(t, "Taken over")
		r.keys(&n, letter)
		r.Advance(time.Second)
		r.keys(&n, "y")
		r.Advance(2 * time.Second)
		r.Contains("✓")
		assert.Equal(t, 4, n)
	})
}

// Ticket: signed up with a typo in the e-mail.
func TestTicketCorrectTheAddress(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		n := 1
		r.Paste("erin.kirkby@gmial.example")
		r.keys(&n, "a")
		r.keys(&n, r.letter(t, "Correct the e-mail"))
		r.Advance(time.Second)
		r.Type("erin.kirkby@gmail.example") // in the place of the present one
		r.Press("enter")                    // ends what is typed
		r.Contains("Correct the e-mail address of Erin Kirkby?")
		r.Advance(time.Second)
		r.Contains("erin.kirkby@gmail.example")
		r.keys(&n, "y")
		r.Advance(3 * time.Second)
		r.Contains("✓")
		assert.Equal(t, 4, n, "beside the new address")
	})
}

// Ticket: see what the customer sees.
func TestTicketImpersonate(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		n := 1
		r.Paste("lucia.fernandez@correo.example")
		r.keys(&n, "a")
		r.keys(&n, r.letter(t, "impersonation"))
		r.Advance(time.Second)
		r.keys(&n, "y")
		r.Advance(2 * time.Second)
		r.Contains("Impersonation of Lucía Fernández", "Link", "•••")
		r.Lacks("failed", "✗")
		assert.Equal(t, 4, n)
		r.Lacks("https://")
	})
}

// How long the link and its session last is the configuration's to say.
func TestImpersonationLastsAsConfigured(t *testing.T) {
	s := setup{options: func(o *ui.Options) {
		o.Impersonation = actions.Impersonation{Link: 2 * time.Minute, Session: 45 * time.Minute}
	}}
	scenario(t, s, func(t *testing.T, r *rig) {
		r.Paste("lucia.fernandez@correo.example")
		r.Press("a")
		r.Press(r.letter(t, "impersonation"))
		r.Advance(time.Second)
		r.Contains("valid for 2 min", "most 45 min")
		n := r.wire.count()
		r.Press("y")
		r.Advance(time.Second)
		writes := r.writes(n)
		require.Len(t, writes, 1)
		r.Contains("Valid for 2 min, the session for 45 min at most.")
	})
}

// letter is the key of an entry of the open menu, as it stands there.
func (r *rig) letter(t *testing.T, title string) string {
	t.Helper()
	for _, act := range actions.All() {
		if strings.Contains(act.Title, title) {
			require.Regexp(t, regexp.QuoteMeta(act.Letter)+`  [·!]{0,2} +`+regexp.QuoteMeta(act.Title), r.View())
			return act.Letter
		}
	}
	require.Failf(t, "no such action", "%q", title)
	return ""
}

// Ticket: a spam wave. Ban all who signed up lately from a domain.
func TestTicketSpamWaveByItsDomain(t *testing.T) {
	scenario(t, setup{users: 1500}, func(t *testing.T, r *rig) {
		n := 0
		r.keys(&n, "/")
		r.Type("domain:spam.example created:<1d banned:no")
		r.keys(&n, "enter")
		r.Advance(5 * time.Second)
		r.keys(&n, "A", "A")
		r.Advance(5 * time.Second)
		r.keys(&n, "B")
		m := regexp.MustCompile(`Ban (\d+) users\?`).FindStringSubmatch(r.View())
		require.NotNil(t, m, r.View())
		r.Contains("Type the number of users to go on:", "and ")
		before := r.wire.count()
		r.keys(&n, "enter")
		assert.Empty(t, r.writes(before), "Enter alone does nothing")
		n-- // that was no key of the ticket
		r.Type(m[1])
		r.keys(&n, "enter")
		r.Advance(2 * time.Second)
		assert.Equal(t, 6, n, "/, Enter, A A, B, Enter, beside the query and the count")
		r.Contains("Banned " + m[1])
		for _, request := range r.writes(before) {
			assert.Equal(t, "POST /v1/users/ban", request)
		}
	})
}
