package detail

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/uitest"
)

// plain writes something on a sheet and gives its text.
func plain(w int, write func(*sheet)) string {
	s := newSheet(w, ink{}, clock{at, cet})
	write(s)
	lines := make([]string, 0, len(s.lines))
	for _, l := range s.lines {
		lines = append(lines, strings.TrimRight(ansi.Strip(l.text), " "))
	}
	return strings.Join(lines, "\n")
}

func TestSession(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*api.Session)
		want   []string
	}{
		{"active", func(*api.Session) {}, []string{"Firefox 145.0 on Macintosh", "3 min ago", "✓ active", "Wien, Austria (AT) · 203.0.113.7", "started 19 Nov 2026 15:30 CET", "expires in 4 d"}},
		{"impersonated", func(v *api.Session) { v.Actor = json.RawMessage(`{"sub":"user_2support","iss":"dash\u001b[2J"}`) }, []string{"! Impersonation by user_2support (dash␛[2J)"}},
		{"strange actor", func(v *api.Session) { v.Actor = json.RawMessage(`["x"]`) }, []string{`! Impersonation: ["x"]`}},
		{"pending with tasks", func(v *api.Session) {
			v.Status, v.Tasks = text("pending"), []api.SessionTask{{Key: text("choose-organization")}, {Key: text("of\x07tomorrow")}}
		}, []string{"! pending: signed in, a task is open", "to do: choose-organization", "to do: of␇tomorrow"}},
		{"unknown status", func(v *api.Session) { v.Status = text("entangled") }, []string{"? entangled"}},
		{"no status", func(v *api.Session) { v.Status = text("") }, []string{"? no status given"}},
		{"no activity", func(v *api.Session) { v.LatestActivity = nil; v.LastActiveAt = 0 }, []string{"Unknown device", "✓ active"}},
		{"mobile alone", func(v *api.Session) { v.LatestActivity = &api.SessionActivity{IsMobile: true, Country: text("NO")} }, []string{"mobile", "NO"}},
		{"ended", func(v *api.Session) { v.Status = text("ended") }, []string{"○ ended: the user signed out"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			v := session(1, "active")
			tc.change(&v)
			got := plain(60, func(s *sheet) { s.session(&v, 0) })
			for _, want := range tc.want {
				assert.Contains(t, got, want)
			}
		})
	}
}

func TestEndedSessionsDoNotExpire(t *testing.T) {
	v := session(1, "revoked")
	assert.NotContains(t, plain(60, func(s *sheet) { s.session(&v, 0) }), "expires")
}

func TestInvitation(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*api.OrganizationInvitation)
		want   []string
	}{
		{"pending", func(*api.OrganizationInvitation) {}, []string{"Globex 1", "org:member", "! pending · expires in 25 d, 17 Dec 2026 15:30 CET", "to alice@acme.example · by Hank Scorpio"}},
		{"overdue", func(v *api.OrganizationInvitation) { v.ExpiresAt = ago(26 * day) }, []string{"✗ pending, but expired 26 d ago"}},
		{"without an end", func(v *api.OrganizationInvitation) { v.ExpiresAt = 0 }, []string{"! pending"}},
		{"accepted", func(v *api.OrganizationInvitation) { v.Status = text("accepted") }, []string{"✓ accepted"}},
		{"expired", func(v *api.OrganizationInvitation) { v.Status, v.ExpiresAt = text("expired"), ago(day) }, []string{"✗ expired 21 Nov 2026 15:30 CET"}},
		{"unknown", func(v *api.OrganizationInvitation) { v.Status = text("quantum") }, []string{"? quantum"}},
		{"bare", func(v *api.OrganizationInvitation) {
			*v = api.OrganizationInvitation{OrganizationID: "org_9", InviterID: "user_h"}
		}, []string{"org_9", "? no status given", "by user_h"}},
		{"inviter without a name", func(v *api.OrganizationInvitation) {
			v.PublicInviterData = &api.PublicUserData{Identifier: text("hank@globex.example")}
		}, []string{"by hank@globex.example"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			v := invitation(1, "pending")
			tc.change(&v)
			got := plain(70, func(s *sheet) { s.invitation(&v, 0) })
			for _, want := range tc.want {
				assert.Contains(t, got, want)
			}
		})
	}
}

func TestMembership(t *testing.T) {
	m := membership(1)
	got := plain(70, func(s *sheet) { s.membership(&m, 0) })
	assert.Contains(t, got, "Acme 001")
	assert.Contains(t, got, "since 21 Nov 2026 15:30 CET · 2 permissions")
	assert.NotContains(t, got, "org:admin", "Admin says it")
	m.RoleName, m.Role, m.Organization = text("Boss"), text("org:owner_2"), api.Organization{Slug: text("acme")}
	got = plain(70, func(s *sheet) { s.membership(&m, 0) })
	assert.Contains(t, got, "org:owner_2")
	assert.Contains(t, got, "acme")
}

func TestWrap(t *testing.T) {
	lines := func(s string, w int) []string { return wrap([]span{{text: s}}, w) }
	for _, tc := range []struct {
		text string
		w    int
		want []string
	}{
		{"", 10, []string{""}},
		{"one two", 10, []string{"one two"}},
		{"one two three", 8, []string{"one two", "three"}},
		{"since today · 5 permissions", 18, []string{"since today", "5 permissions"}},
		{"a · b · c", 20, []string{"a · b · c"}},
		{"one two · three four five six", 10, []string{"one two ·", "three four", "five six"}},
		{"abcdefghijkl", 5, []string{"abcde", "fghij", "kl"}},
		{"李小龍李小龍", 5, []string{"李小", "龍李", "小龍"}},
		{"  lead", 10, []string{"lead"}},
	} {
		assert.Equal(t, tc.want, lines(tc.text, tc.w), tc.text)
	}
}

func TestPasteIntoTheSearch(t *testing.T) {
	drive(t, small(), 78, 40, func(t *testing.T, d *uitest.Driver, p *Pane) {
		show(d, alice())
		tabTo(d, JSON)
		d.Paste("ignored")
		d.Press("/")
		d.Paste("email_address")
		d.Contains("1 of 2")
		d.Press("enter")
		assert.False(t, p.Capturing())
	})
}

// The wheel alone loads further pages too.
func TestWheelLoadsMore(t *testing.T) {
	l := small()
	l.memberships = nil
	for i := range 60 {
		l.memberships = append(l.memberships, membership(i))
	}
	drive(t, l, 60, 24, func(_ *testing.T, d *uitest.Driver, _ *Pane) {
		tabTo(d, Organizations)
		show(d, alice())
		d.Advance(Rest + 50*1e6)
		d.Contains("50 of 60")
		for range 60 {
			d.Send(doMsg(func(p *Pane) tea.Cmd { return p.Scroll(3) }))
		}
		d.Advance(1e9)
		d.Press("g")
		d.Contains("Memberships  60")
	})
}

func TestLoader(t *testing.T) {
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Path+"?"+r.URL.RawQuery)
		w.Header().Set("Content-Type", "application/json")
		_, err := w.Write([]byte(`{"data":[{"id":"x_1"}],"total_count":7}`))
		assert.NoError(t, err)
	}))
	defer server.Close()
	key, err := api.ParseKey("sk_test_" + strings.Repeat("a", 40))
	require.NoError(t, err)
	c, err := api.New(key, api.WithBaseURL(server.URL+"/v1"))
	require.NoError(t, err)
	l := NewLoader(c)
	page := api.Page{Limit: 50, Offset: 100}

	m, err := l.Memberships(t.Context(), "user_1", page)
	require.NoError(t, err)
	assert.Equal(t, api.ID("x_1"), m.Data[0].ID)
	v, err := l.Invitations(t.Context(), "user_1", "", page)
	require.NoError(t, err)
	assert.Equal(t, int64(7), v.TotalCount)
	s, err := l.Sessions(t.Context(), "user_1", page)
	require.NoError(t, err)
	assert.Equal(t, int64(7), s.TotalCount)
	assert.Equal(t, []string{
		"/v1/users/user_1/organization_memberships?limit=50&offset=100",
		"/v1/users/user_1/organization_invitations?limit=50&offset=100",
		"/v1/sessions?limit=50&offset=100&paginated=true&user_id=user_1",
	}, asked, "sessions of every status: the filter knows no pending ones")
}
