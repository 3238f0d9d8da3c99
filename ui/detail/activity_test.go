package detail

import (
	"context"
	"errors"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/audit"
	"usher/internal/uitest"
	"usher/keymap"
	"usher/styles"
)

// inOrder asserts that the texts stand below each other.
func inOrder(t *testing.T, view string, texts ...string) {
	t.Helper()
	at := 0
	for _, s := range texts {
		i := strings.Index(view[at:], s)
		require.GreaterOrEqual(t, i, 0, "%q after the one before it in\n%s", s, view)
		at += i + len(s)
	}
}

func TestActivityIsOneTimeline(t *testing.T) {
	l := small()
	drive(t, l, 78, 100, func(t *testing.T, d *uitest.Driver, p *Pane) {
		tabTo(d, Activity)
		show(d, alice())
		d.Contains("Loading sessions…", "Loading memberships…", "Loading audit log…", "Signed in")
		assert.Empty(t, l.asked(), "nothing before the cursor rested")
		d.Advance(time.Second)
		d.Lacks("Loading")
		assert.Len(t, l.asked(), 3)
		inOrder(t, d.View(), "25 known", "22 Nov 2026 · today", "Unban", "Signed in", "21 Nov 2026 · yesterday",
			"Joined Acme 001", "Session started", "Invited to Globex", "Two-factor turned on", "Two-factor turned off",
			"Password changed", "Phone number added", "E-mail address added", "Google connected", "Account created", "What cannot be known")
		tabTo(d, Sessions)
		tabTo(d, Organizations)
		d.Advance(time.Second)
		assert.Len(t, l.asked(), 3, "the lists are those of the other tabs")

		tabTo(d, Activity)
		d.Press("g", "j", "j", "j", "j", "j", "j", "j")
		d.Contains("▸ 15:30 CET  ✓ Joined Acme 001")
		what, value, ok := p.Copy()
		assert.True(t, ok)
		assert.Equal(t, "organization id org_001", what+" "+value.Unsafe())
	})
}

func TestActivityTellsWhatIsMissing(t *testing.T) {
	l := small()
	for i := range 60 {
		l.sessions = append(l.sessions, session(i+10, "ended"))
	}
	l.fail = map[string]error{
		"memberships": &api.Error{Op: "x", Status: 500, Items: []api.ErrorItem{{Code: "internal_clerk_error"}}},
		"invitations": &api.Error{Op: "x", Status: 403, Items: []api.ErrorItem{{Code: codeOrganizationsOff}}},
	}
	uitest.Run(t, func(t *testing.T) {
		broken := errors.New("the audit log cannot be read")
		p := New(Deps{
			Loader: l, Styles: styles.New(styles.Theme{}), Keys: keymap.Default(), Now: offset(), Zone: cet,
			Audit: func(context.Context, api.ID) ([]Event, error) { return nil, broken },
		})
		d := uitest.New(t, model{p}, uitest.Size(78, 400))
		tabTo(d, Activity)
		show(d, alice())
		d.Advance(time.Second)
		d.Contains("Could not load memberships", "Could not load audit log", "The newest 50 of 62 sessions are below", "Account created")
		d.Lacks("Could not load invitations")
	})
}

func TestActivityWithoutAnAuditLog(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		p := New(Deps{Loader: small(), Styles: styles.New(styles.Theme{}), Keys: keymap.Default(), Now: offset(), Zone: cet})
		d := uitest.New(t, model{p}, uitest.Size(78, 100))
		tabTo(d, Activity)
		show(d, alice())
		d.Advance(time.Second)
		d.Contains("no audit log to tell")
		d.Lacks("audit log…", "with usher · ")
	})
}

// A moment that is known to the day only stands on its day, in every zone.
func TestDailyMomentsStandOnTheirDay(t *testing.T) {
	for _, hours := range []int{-11, -8, 0, 1, 13} {
		zone := time.FixedZone("Z", hours*3600)
		u := sparse()
		noon := time.Date(2026, 11, 20, 12, 0, 0, 0, zone)
		u.CreatedAt, u.LastActiveAt = api.TimeOf(noon.AddDate(0, 0, -9)), api.TimeOf(time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC))
		u.LastSignInAt, u.MFAEnabledAt = api.TimeOf(noon), api.TimeOf(noon.AddDate(0, 0, 1))
		u.MFADisabledAt = api.TimeOf(noon.AddDate(0, 0, -1))
		c := &scene{user: u, rec: &record{}, zone: zone, now: func() time.Time { return at }}
		titles := make([]string, 0, 5)
		for _, m := range moments(c) {
			titles = append(titles, m.title)
		}
		assert.Equal(t, []string{"Two-factor turned on", "Signed in", "Last active", "Two-factor turned off", "Account created"}, titles, "%d h", hours)
	}
}

func TestPasswordOfTheSignUpIsNoChange(t *testing.T) {
	u := sparse()
	u.PasswordEnabled, u.PasswordLastUpdatedAt = true, u.CreatedAt+40
	list := moments(&scene{user: u, rec: &record{}, zone: cet})
	require.Len(t, list, 2)
	assert.Equal(t, "Password set", list[0].title)
	assert.Equal(t, "Account created", list[1].title)
}

func TestImpersonationStandsOut(t *testing.T) {
	v := session(1, "active")
	v.Actor = []byte(`{"sub":"user_2support"}`)
	list := moments(&scene{user: &api.User{}, rec: &record{sessions: listing[api.Session]{items: []api.Session{v}}}, zone: cet})
	require.Len(t, list, 1)
	assert.Equal(t, "Impersonation started by user_2support", list[0].title)
	assert.Equal(t, warn, list[0].mark)
}

func TestEvents(t *testing.T) {
	entry := func(kind audit.Kind, id, action string, r audit.Result) audit.Entry {
		return audit.Entry{Time: at, Kind: kind, ID: id, Action: action, Operator: "ann", Reason: "why", Result: r, Undoes: kind == audit.Intent}
	}
	log := func(last error) iter.Seq2[audit.Entry, error] {
		return func(yield func(audit.Entry, error) bool) {
			_ = yield(entry(audit.Intent, "1", "user.ban", ""), nil) &&
				yield(audit.Entry{}, &audit.LineError{Err: errors.New("torn")}) &&
				yield(entry(audit.Intent, "2", "user.lock", ""), nil) &&
				yield(entry(audit.Outcome, "1", "user.ban", audit.Refused), nil) &&
				yield(entry(audit.Outcome, "9", "user.old", audit.Done), nil) &&
				(last == nil || yield(audit.Entry{}, last))
		}
	}
	got, err := Events(log(nil), func(action string) string { return strings.ToUpper(action) })
	require.NoError(t, err)
	assert.Equal(t, []Event{
		{ID: "1", At: at, Title: "USER.BAN", Operator: "ann", Reason: "why", Result: audit.Refused, Undoes: true},
		{ID: "2", At: at, Title: "USER.LOCK", Operator: "ann", Reason: "why", Undoes: true},
		{ID: "9", At: at, Title: "USER.OLD", Operator: "ann", Result: audit.Done},
	}, got, "an intent and its outcome are one; an outcome alone still counts")

	got, err = Events(log(errors.New("disk")), nil)
	require.EqualError(t, err, "disk")
	assert.Len(t, got, 3)
	assert.Equal(t, "user.ban", got[0].Title)
}

func TestMembershipsForASummary(t *testing.T) {
	l := small()
	drive(t, l, 60, 24, func(t *testing.T, d *uitest.Driver, p *Pane) {
		show(d, alice())
		list, _ := p.Memberships()
		assert.Nil(t, list, "not loaded is not none")
		tabTo(d, Organizations)
		d.Advance(time.Second)
		list, total := p.Memberships()
		assert.Len(t, list, 2)
		assert.Equal(t, int64(2), total)
		l.memberships = nil
		show(d, dora())
		d.Advance(time.Second)
		list, _ = p.Memberships()
		assert.NotNil(t, list)
		assert.Empty(t, list)
	})
}
