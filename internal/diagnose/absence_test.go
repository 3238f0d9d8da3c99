package diagnose_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/diagnose"
	"usher/internal/emulator"
)

func TestNearMissesAreFound(t *testing.T) {
	d := newDesk(t, 5000)
	for _, c := range []struct{ typed, has, how string }{
		{"erin.kirkby@gmail.example", "erin.kirkby@gmial.example", "off in the domain"},
		{"jon.smith@acme.exmaple", "jon.smith@acme.example", "off in the domain"},
		{"alcie@acme.example", "alice@acme.example", "1 letter off before the @"},
		{"alice+news@acme.example", "alice@acme.example", "another plus tag"},
		{"johnsmith@acme.example", "john.smith@acme.example", "but for dots"},
		{"matteo.vazquez@example.com", "mateo.vazquez@example.com", "1 letter off before the @"},
		{"mateo.vasquez@example.com", "mateo.vazquez@example.com", "1 letter off before the @"},
		{"jakub.woicik@example.com", "jakub.wojcik@example.com", "1 letter off before the @"},
		{"emma.lindqvist@example.com", "emma.lindqvist@example.net", "the same with another ending of the domain"},
		{"thomas.nowak@acme.example", "thomas.nowak@initech.example", "the same name at another domain"},
		{"Dana.Whitaker@Example.con", "dana.whitaker@example.com", "1 letter off in the domain"},
	} {
		t.Run(c.typed, func(t *testing.T) {
			d.wire.sent = nil
			f, errs := diagnose.NoUser(t.Context(), d.source, c.typed, time.Now())
			require.Empty(t, errs)
			d.few(t)
			all := diagnose.Explain(&f)
			assert.Equal(t, diagnose.NoSuchUser, all[0].Cause)
			var seen []string
			for _, found := range all {
				if found.Cause != diagnose.NearMiss {
					continue
				}
				seen = append(seen, found.Title)
				if found.Title == "Or is it "+c.has+"?" {
					assert.Contains(t, found.Evidence, c.how)
					require.GreaterOrEqual(t, found.Person, 0)
					assert.Equal(t, c.has, f.People[found.Person].PrimaryEmail().Unsafe())
					return
				}
			}
			assert.Fail(t, "not found", "%v", seen)
		})
	}
}

func TestNobodyIsNearAStranger(t *testing.T) {
	d := newDesk(t, 5000)
	f, errs := diagnose.NoUser(t.Context(), d.source, "zzyzx.quuxington@nowhere.invalid", time.Now())
	require.Empty(t, errs)
	all := diagnose.Explain(&f)
	assert.Equal(t, []diagnose.Cause{diagnose.NoSuchUser}, names(all))
	blind := strings.Join(diagnose.BlindSpots(&f), "\n")
	assert.Contains(t, blind, "Deleted users")
	assert.Contains(t, blind, "Hide My Email")
}

func TestWhatWaitsForAnAddress(t *testing.T) {
	d := newDesk(t, 300)
	for _, c := range []struct {
		address string
		want    diagnose.Cause
		says    string
	}{
		{"invited@acme.example", diagnose.Invited, "An invitation to the application waits"},
		{"Nora.Falk@acme.example", diagnose.Invited, "Sent 6 d ago"},
		{"omar.haddad@acme.example", diagnose.Invited, "was accepted"},
		{"early.bird@wait.example", diagnose.Waitlisted, "Waits on the waitlist"},
		{"not.now@wait.example", diagnose.Waitlisted, "turned down"},
		{"somebody@blocked.example", diagnose.Blocked, "*@blocked.example"},
		{"blocked.person@mail.example", diagnose.Blocked, "On the block list"},
	} {
		t.Run(c.address, func(t *testing.T) {
			d.wire.sent = nil
			f, errs := diagnose.NoUser(t.Context(), d.source, c.address, time.Now())
			require.Empty(t, errs)
			d.few(t)
			all := diagnose.Explain(&f)
			found, ok := find(all, c.want)
			require.True(t, ok, "found %v", names(all))
			assert.Contains(t, found.Title+found.Evidence, c.says)
		})
	}
}

func TestInvitationsIntoOrganizations(t *testing.T) {
	d := newDesk(t, 300)
	orgs, err := d.client.Organizations.List(t.Context(), api.ListOrganizationsParams{Page: api.Page{Limit: 1}})
	require.NoError(t, err)
	_, err = d.client.Organizations.CreateInvitation(t.Context(), orgs.Data[0].ID, api.CreateOrganizationInvitationParams{EmailAddress: "new.hire@acme.example", Role: "org:member"})
	require.NoError(t, err)
	f, errs := diagnose.NoUser(t.Context(), d.source, "new.hire@acme.example", time.Now())
	require.Empty(t, errs)
	found, ok := find(diagnose.Explain(&f), diagnose.OrgInvited)
	require.True(t, ok)
	assert.Equal(t, diagnose.Likely, found.Certainty)
	assert.Contains(t, found.Title, " waits")
	assert.Contains(t, found.Evidence, "it ends in ")
}

func TestAnAddressThatExistsIsSaid(t *testing.T) {
	d := newDesk(t, 300)
	f, _ := diagnose.NoUser(t.Context(), d.source, "rosa+list07@example.com", time.Now())
	all := diagnose.Explain(&f)
	require.Equal(t, []diagnose.Cause{diagnose.UserExists}, names(all))
	assert.Contains(t, all[0].Evidence, "Rosa")
}

func TestPhonesAndNames(t *testing.T) {
	d := newDesk(t, 300)
	f, errs := diagnose.NoUser(t.Context(), d.source, "(415) 555-0123", time.Now())
	require.Empty(t, errs)
	all := diagnose.Explain(&f)
	assert.Equal(t, diagnose.NoSuchUser, all[0].Cause)
	assert.Equal(t, "Or is it Alice Johnson?", all[1].Title)

	f, _ = diagnose.NoUser(t.Context(), d.source, "Whitaker", time.Now())
	found, ok := find(diagnose.Explain(&f), diagnose.NearMiss)
	require.True(t, ok)
	assert.Equal(t, "Or is it Dana Whitaker?", found.Title)

	f, probes := diagnose.AboutAddress(d.source, "  ", time.Now())
	assert.Empty(t, probes)
	assert.Equal(t, diagnose.NoSuchUser, diagnose.Explain(&f)[0].Cause)
}

func TestWhatCannotBeReadOfAnAddressIsSaid(t *testing.T) {
	d := newDesk(t, 300)
	d.server.SetFaults(emulator.Faults{Rules: []emulator.Fault{{Kind: emulator.FaultStatus, Status: 500, Path: "/v1/users"}}})
	f, errs := diagnose.NoUser(t.Context(), d.source, "invited@acme.example", time.Now())
	assert.Len(t, errs, 4)
	all := diagnose.Explain(&f)
	assert.Equal(t, diagnose.Invited, all[0].Cause, "what was read counts: %v", names(all))
	found, _ := find(all, diagnose.NoSuchUser)
	assert.Equal(t, diagnose.Possible, found.Certainty, "nobody looked")
	assert.Contains(t, diagnose.BlindSpots(&f)[0], "Not read, the server failed: who has the address, similar addresses.")
}

func TestCrowdedSearchesAreSaid(t *testing.T) {
	d := newDesk(t, 5000)
	f, _ := diagnose.NoUser(t.Context(), d.source, "anna@example.com", time.Now())
	assert.NotEmpty(t, diagnose.Explain(&f))
	f, _ = diagnose.NoUser(t.Context(), d.source, "exampl.exampl@example.com", time.Now())
	assert.Contains(t, strings.Join(diagnose.BlindSpots(&f), "\n"), "More people than were read (100 each)")
}

func TestOddAddressesCostNothing(t *testing.T) {
	d := newDesk(t, 300)
	for _, address := range []string{
		"@", "a@", "@b", "a@b", "+@x.y", "...@x.y", strings.Repeat("a", 64<<10) + "@x.y", strings.Repeat("é", 150) + "@" + strings.Repeat("b", 150) + ".example",
		"\x1b[31m@evil.example", "a@b@c.example", "a b@c.example", "\u202e@x.example",
	} {
		d.wire.sent = nil
		f, _ := diagnose.NoUser(t.Context(), d.source, address, time.Now())
		assert.LessOrEqual(t, len(d.wire.sent), 8)
		for _, found := range diagnose.Explain(&f) {
			assert.NotContains(t, found.Title+found.Evidence, "\x1b")
			assert.NotContains(t, found.Title+found.Evidence, "\u202e")
		}
	}
}
