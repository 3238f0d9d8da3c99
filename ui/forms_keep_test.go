package ui_test

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/emulator"
)

// edit opens the form of names and settings of the pasted user and types a
// first and a last name.
func (r *rig) edit(first, last string) {
	r.Press("a", "N")
	r.Contains("Edit Alice Johnson")
	r.Press("ctrl+u")
	r.Type(first)
	r.Press("tab", "ctrl+u")
	r.Type(last)
}

func TestAnEditSendsOnlyWhatChanged(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Paste(alice)
		r.Advance(time.Second)
		before := r.wire.count()
		r.edit("Alicia", "Johnson")
		r.Press("ctrl+s")
		r.Contains("first_name  Alice → Alicia")
		r.Lacks("last_name")
		r.Press("y")
		r.Advance(2 * time.Second)
		r.Contains("Alicia Johnson", "Saved first_name")
		sent := r.writes(before)
		require.Len(t, sent, 1)
		assert.Contains(t, sent[0], "PATCH /v1/users/user_")
	})
}

// Escape at the confirmation leads back to the form, not out of it.
func TestAConfirmationNotGivenLeadsBackToTheForm(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Press(":")
		r.Type("create")
		r.Press("enter")
		r.Type("back@and.forth.example")
		r.Press("pgdown", "tab")
		r.Type("kT7p-Wm4x-Qz9d")
		r.Press("ctrl+s")
		r.Contains("Create back@and.forth.example?")
		r.Press("esc")
		r.Contains("Create a user", "back@and.forth.example", "••••••••••••••", "strong")
		r.Press("ctrl+s")
		r.Contains("Create back@and.forth.example?", "(as typed)")
		r.Press("esc", "esc")
		r.Contains("again throws away")
		r.Press("esc")
		r.Lacks("Create a user")
		r.Press(":")
		r.Type("create")
		r.Press("enter")
		r.Lacks("back@and.forth.example")
	})
}

func TestAnEditOvertakenByAnother(t *testing.T) {
	overtaken := func(t *testing.T, r *rig) {
		r.Paste(alice)
		r.Advance(time.Second)
		client, person := r.other(t)
		r.edit("Alicia", "Jones")
		r.Press("ctrl+s")
		r.Contains("first_name", "last_name")
		locale := api.Set("fr-FR")
		_, err := client.Users.Update(t.Context(), person().ID, api.UpdateUserParams{FirstName: api.Set("Ally"), Locale: locale})
		require.NoError(t, err)
		before := r.wire.count()
		r.Press("y")
		r.Advance(2 * time.Second)
		assert.Empty(t, r.writes(before), "nothing is sent over theirs")
		r.Contains("Changed by someone else meanwhile", "first_name", "base    Alice", "theirs  Ally", "yours   Alicia", "back to the form")
		r.Lacks("locale")
	}
	scenario(t, setup{}, func(t *testing.T, r *rig) { // yours over theirs
		overtaken(t, r)
		before := r.wire.count()
		r.Press("y")
		r.Contains("first_name  Ally → Alicia", "last_name   Johnson → Jones")
		r.Press("y")
		r.Advance(2 * time.Second)
		require.Len(t, r.writes(before), 1)
		r.Contains("Alicia Jones")
	})
	scenario(t, setup{}, func(t *testing.T, r *rig) { // back to the form
		overtaken(t, r)
		r.Press("enter")
		r.Contains("Edit Ally Johnson", "Alicia", "Jones", "What you typed before", "fr-FR")
		r.Press("ctrl+u")
		r.Type("Ally")
		r.Press("ctrl+s")
		r.Contains("last_name  Johnson → Jones")
		r.Lacks("first_name")
	})
	scenario(t, setup{}, func(t *testing.T, r *rig) { // leave, keep yours
		overtaken(t, r)
		r.Press("esc")
		r.Contains("what you typed is kept")
		r.Advance(time.Minute)
		r.Press("a", "N")
		r.Contains("Alicia", "Jones")
		r.Press("ctrl+s", "y")
		r.Advance(2 * time.Second)
		r.Contains("Alicia Jones")
		r.Press("a", "N")
		r.Lacks("What you typed before")
	})
}

// Whether it was done is not known: the form is not thrown at the person
// again, but nothing typed is lost.
func TestAnUnknownEndKeepsWhatWasTyped(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Press(":")
		r.Type("create")
		r.Press("enter")
		r.Type("lost@place.example")
		r.Press("ctrl+s")
		r.server.SetFaults(emulator.Faults{Rules: []emulator.Fault{
			{Kind: emulator.FaultResetAfter, Method: "POST", Path: "/v1/users"},
			{Kind: emulator.FaultStatus, Method: "GET", Status: 500},
		}})
		r.Press("y")
		r.Advance(30 * time.Second)
		r.Contains("not known", "What you typed is kept")
		r.server.SetFaults(emulator.Faults{})
		r.Press("x", ":")
		r.Type("create")
		r.Press("enter")
		r.Contains("lost@place.example", "What you typed before and was not sent is here again.")
		r.Press("ctrl+s", "y")
		r.Advance(5 * time.Second)
		r.Contains("lost@place.example", "taken") // it was done, as is seen now
	})
}

// An answer that is lost after the user was made: looked up before anything
// is sent again.
func TestACreationWhoseAnswerIsLost(t *testing.T) {
	for _, c := range []struct {
		fault emulator.Fault
		wait  time.Duration
	}{
		{emulator.Fault{Kind: emulator.FaultResetAfter}, 10 * time.Second},
		{emulator.Fault{Kind: emulator.FaultTruncate}, 10 * time.Second},
		{emulator.Fault{Kind: emulator.FaultStall, DelayMS: 600_000}, 2 * time.Minute},
	} {
		scenario(t, setup{}, func(t *testing.T, r *rig) {
			c.fault.Method, c.fault.Path = "POST", "/v1/users"
			r.server.SetFaults(emulator.Faults{Rules: []emulator.Fault{c.fault}})
			r.Press(":")
			r.Type("create")
			r.Press("enter")
			r.Type("lost@place.example")
			r.Press("ctrl+s")
			before := r.wire.count()
			r.Press("y")
			r.Until("it was done", c.wait)
			r.Contains("The answer was lost, but it was done")
			require.Len(t, r.writes(before), 1, "sent once")
			assert.Contains(t, strings.Join(r.wire.since(before), "\n"), "email_address=lost%40place.example")
		})
	}
}

func TestACreationThatDidNotArrive(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.server.SetFaults(emulator.Faults{Rules: []emulator.Fault{{Kind: emulator.FaultResetBefore, Method: "POST", Path: "/v1/users"}}})
		r.Press(":")
		r.Type("create")
		r.Press("enter")
		r.Type("never@place.example")
		r.Press("ctrl+s")
		before := r.wire.count()
		r.Press("y")
		r.Until("was not done", time.Minute)
		r.Contains("Create a user", "never@place.example", "no user has never@place.example")
		require.Len(t, r.writes(before), 1, "sent once")
	})
}

// Somebody makes a third address primary while the form is open.
func TestAPrimaryOvertakenByAnother(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		client, person := r.other(t)
		for _, mail := range []string{"second@acme.example", "third@acme.example"} {
			_, err := client.EmailAddresses.Create(t.Context(), api.CreateEmailAddressParams{UserID: person().ID, EmailAddress: mail, Verified: new(true)})
			require.NoError(t, err)
		}
		r.Paste(alice)
		r.Advance(time.Second)
		r.Press("a", "p")
		r.Contains("Primary identifier of Alice")
		r.Type("second")
		r.Press("enter")
		r.Press("space") // tell by mail
		r.Press("ctrl+s")
		r.Contains("alice@acme.example → second@acme.example", "Mails the person")
		now := person()
		for _, e := range now.EmailAddresses {
			if e.EmailAddress.Is("third@acme.example") {
				_, err := client.Users.Update(t.Context(), now.ID, api.UpdateUserParams{PrimaryEmailAddressID: e.ID})
				require.NoError(t, err)
			}
		}
		before := r.wire.count()
		r.Press("y")
		r.Advance(2 * time.Second)
		assert.Empty(t, r.writes(before))
		r.Contains("base    alice@acme.example", "theirs  third@acme.example", "yours   second@acme.example")
		r.Press("y")
		r.Contains("third@acme.example → second@acme.example", "Mails the person")
		r.Press("y")
		r.Advance(2 * time.Second)
		require.Len(t, r.writes(before), 1)
		r.Contains("Made second@acme.example primary")
	})
}

func TestPasswordsAreRefusedAtTheirField(t *testing.T) {
	for password, why := range map[string]string{
		"iloveyou": "leaked", "short": "too short", alice: "own names",
	} {
		scenario(t, setup{}, func(t *testing.T, r *rig) {
			r.Paste(alice)
			r.Advance(time.Second)
			r.Press("a", "P")
			r.Contains("Set the password of Alice Johnson")
			r.Paste(password)
			r.Lacks("› " + password)
			r.Contains("weak")
			r.Press("ctrl+s", "y")
			r.Advance(2 * time.Second)
			r.Contains("Set the password of Alice Johnson", why, "type it again: it was not kept")
		})
	}
}

// What the instance requires is told by its refusal, at the fields.
func TestWhatTheInstanceRequires(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.wire.next = refusing{r.wire.next, `{"errors":[
			{"code":"form_data_missing","message":"m","long_message":"username must be included.","meta":{"param_names":["username"]}},
			{"code":"form_identifier_exists","message":"m","long_message":"That one is taken.","meta":{"param_name":"email_address[1]"}},
			{"code":"form_param_exceeds_allowed_size","message":"m","long_message":"It is too large.","meta":{"param_name":"unsafe_metadata.notes"}}
		],"clerk_trace_id":"t1"}`}
		r.Press(":")
		r.Type("create")
		r.Press("enter")
		r.Type("new@place.example")
		r.Press("ctrl+s", "y")
		r.Advance(2 * time.Second)
		r.Contains("✗ username must be included.", "✗ That one is taken.", "✗ It is too large.", "look again at E-mail, Username, Unsafe metadata")
		lines := strings.Split(r.View(), "\n")
		at := func(text string) int {
			return slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, text) })
		}
		assert.Greater(t, at("username must"), at("  Username"))
		assert.Less(t, at("username must"), at("External id"))
	})
}

// refusing answers a creation with a canned refusal.
type refusing struct {
	next http.RoundTripper
	body string
}

func (f refusing) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method != http.MethodPost || r.URL.Path != "/v1/users" {
		return f.next.RoundTrip(r)
	}
	return &http.Response{
		StatusCode: http.StatusUnprocessableEntity, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(f.body)), Request: r,
	}, nil
}
