package detail

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/uitest"
)

// Every tab of every fixture, at the widths that occur: golden files for a
// person to look at.
func TestGolden(t *testing.T) {
	for _, w := range []int{36, 50, 78} {
		for name, u := range map[string]*api.User{"alice": alice(), "dora": dora(), "eve": eve(), "sparse": sparse(), "broken": broken()} {
			t.Run(fmt.Sprintf("%s %d", name, w), func(t *testing.T) {
				drive(t, small(), w, 90, func(t *testing.T, d *uitest.Driver, p *Pane) {
					show(d, u)
					var b strings.Builder
					for _, tab := range p.tabs {
						tabTo(d, tab.id())
						d.Advance(Rest + time.Second)
						fmt.Fprintf(&b, "=== %s\n%s\n", tab.id(), strings.TrimRight(d.View(), "\n"))
					}
					uitest.Golden(t, fmt.Sprintf("golden/%s-%d", name, w), b.String())
				})
			})
		}
	}
}

// Whatever the user holds and however small the pane: as many lines as
// given, none too wide, no control character.
func TestViewFits(t *testing.T) {
	for name, u := range fixtures() {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, func(t *testing.T) {
				for _, w := range []int{1, 5, 12, 20, 36, 40, 50, 78, 120} {
					for _, h := range []int{1, 2, 3, 4, 5, 6, 7, 8, 24, 70} {
						p := newPane(small(), w, h)
						p.Focus(true)
						p.SetUser(u, at)
						for _, tab := range p.tabs {
							p.SelectTab(tab.id())
							fits(t, p.View(), w, h, tab.id())
						}
					}
				}
			})
		})
	}
}

func fits(t *testing.T, view string, w, h int, tab TabID) {
	t.Helper()
	lines := strings.Split(view, "\n")
	require.Len(t, lines, h, "%s at %d×%d", tab, w, h)
	for _, l := range lines {
		plain := ansi.Strip(l)
		require.LessOrEqual(t, ansi.StringWidth(l), w, "%s at %d×%d: %q", tab, w, h, plain)
		require.LessOrEqual(t, ansi.StringWidthWc(l), w, "%s at %d×%d: %q", tab, w, h, plain)
		require.False(t, strings.ContainsFunc(plain, func(r rune) bool {
			return r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x202e || r == 0x2066
		}), "%s: %q", tab, plain)
	}
}

// Moving fast asks for nothing; resting asks once, for the user in front.
func TestNoRequestPerRow(t *testing.T) {
	l := small()
	drive(t, l, 60, 24, func(t *testing.T, d *uitest.Driver, _ *Pane) {
		show(d, alice())
		d.Advance(time.Second)
		assert.Empty(t, l.asked(), "the overview needs nothing")

		tabTo(d, Organizations)
		d.Advance(time.Second)
		assert.Equal(t, []string{
			"invitations user_2NNEqL2nrIRdJ194ndJqAHwEfxC 0+50", "memberships user_2NNEqL2nrIRdJ194ndJqAHwEfxC 0+50",
		}, sorted(l.asked()))
		l.calls = nil

		for i := range 60 {
			u := sparse()
			u.ID = api.ID(fmt.Sprintf("user_%d", i))
			show(d, u)
			d.Advance(33 * time.Millisecond)
		}
		assert.Empty(t, l.asked(), "no request while the cursor moves")
		d.Advance(Rest)
		assert.Equal(t, []string{"invitations user_59 0+50", "memberships user_59 0+50"}, sorted(l.asked()))
	})
}

func sorted(s []string) []string {
	out := append([]string{}, s...)
	for i := range out {
		for k := i; k > 0 && out[k] < out[k-1]; k-- {
			out[k], out[k-1] = out[k-1], out[k]
		}
	}
	return out
}

func TestListsAreKeptPerUser(t *testing.T) {
	l := small()
	drive(t, l, 60, 24, func(t *testing.T, d *uitest.Driver, _ *Pane) {
		tabTo(d, Sessions)
		show(d, alice())
		d.Contains("Loading sessions…")
		d.Advance(time.Second)
		d.Contains("Firefox 145.0 on Macintosh", "203.0.113.7")
		show(d, dora())
		d.Lacks("203.0.113.7")
		d.Advance(time.Second)
		require.Len(t, l.asked(), 2)
		show(d, alice())
		d.Contains("203.0.113.7")
		d.Advance(time.Second)
		assert.Len(t, l.asked(), 2, "shown again without asking")
		show(d, dora())
		d.Advance(freshFor)
		show(d, alice())
		d.Contains("203.0.113.7")
		d.Advance(Rest)
		d.Contains("refreshing…", "203.0.113.7")
		d.Advance(time.Second)
		d.Lacks("refreshing…")
		assert.Len(t, l.asked(), 3, "old lists are shown and asked for anew")
	})
}

// A reply for the user before never shows under another one, and its request
// is given up.
func TestStaleRepliesAreDropped(t *testing.T) {
	l := small()
	l.delay = time.Second
	drive(t, l, 60, 24, func(t *testing.T, d *uitest.Driver, p *Pane) {
		tabTo(d, Sessions)
		show(d, alice())
		d.Advance(Rest + 10*time.Millisecond)
		require.Len(t, l.asked(), 1)
		show(d, dora())
		d.Advance(50 * time.Millisecond)
		assert.Equal(t, 1, l.cancelled)
		assert.False(t, p.records.of(alice().ID).sessions.loaded())
		assert.NoError(t, p.records.of(alice().ID).sessions.err)
		d.Advance(5 * time.Second)
		d.Contains("203.0.113.7", "Dora")
	})
}

func TestOrganizationsArePaged(t *testing.T) {
	l := small()
	l.memberships = nil
	for i := range 120 {
		l.memberships = append(l.memberships, membership(i))
	}
	l.invitations = nil
	drive(t, l, 60, 24, func(t *testing.T, d *uitest.Driver, p *Pane) {
		tabTo(d, Organizations)
		show(d, alice())
		d.Advance(time.Second)
		d.Contains("Memberships  50 of 120", "▸ Acme 000")
		for range 49 {
			d.Press("j")
		}
		d.Advance(time.Second)
		d.Contains("▸ Acme 049")
		assert.Equal(t, "memberships user_2NNEqL2nrIRdJ194ndJqAHwEfxC 50+50", l.asked()[2])
		d.Press("j")
		d.Contains("▸ Acme 050")
		what, value, ok := p.Copy()
		assert.True(t, ok)
		assert.Equal(t, "organization id", what)
		assert.Equal(t, "org_050", value.Unsafe())
		for range 60 {
			d.Press("j")
			d.Advance(100 * time.Millisecond)
		}
		d.Press("g")
		d.Contains("Memberships  120", "▸ Acme 000")
		d.Press("G")
		d.Contains("▸ Acme 119", "Never invited")
		assert.Len(t, l.asked(), 4, "two first pages and two more")

		d.Send(doMsg((*Pane).Refresh))
		d.Contains("refreshing…", "▸ Acme 119")
		d.Advance(time.Second)
		d.Contains("▸ Acme 119")
		assert.Contains(t, l.asked(), "memberships user_2NNEqL2nrIRdJ194ndJqAHwEfxC 0+120", "a reload asks for as many as are shown")
	})
}

func TestLooks(t *testing.T) {
	denied := &api.Error{Op: "UsersGetOrganizationMemberships", Status: 403, Items: []api.ErrorItem{{Code: "organization_not_enabled_in_instance"}}}
	failure := &api.Error{Op: "GetSessionList", Status: 500, Items: []api.ErrorItem{{Code: "internal_clerk_error", Message: text("boom")}}, TraceID: "7f0cb5d117cb4eac"}
	t.Run("organizations off", func(t *testing.T) {
		l := small()
		l.fail = map[string]error{"memberships": fmt.Errorf("listing: %w", denied), "invitations": denied}
		drive(t, l, 60, 24, func(_ *testing.T, d *uitest.Driver, _ *Pane) {
			tabTo(d, Organizations)
			show(d, alice())
			d.Advance(time.Second)
			d.Contains("Organizations are off")
			d.Lacks("organization_not_enabled", "Could not")
		})
	})
	t.Run("empty", func(_ *testing.T) {
		drive(t, &loader{}, 60, 24, func(_ *testing.T, d *uitest.Driver, _ *Pane) {
			tabTo(d, Organizations)
			show(d, alice())
			d.Advance(time.Second)
			d.Contains("Memberships  0", "Member of no organization.", "Never invited")
			tabTo(d, Sessions)
			d.Advance(time.Second)
			d.Contains("No sessions")
		})
	})
	t.Run("error, then well", func(t *testing.T) {
		l := small()
		l.fail = map[string]error{"sessions": failure}
		drive(t, l, 60, 24, func(t *testing.T, d *uitest.Driver, _ *Pane) {
			tabTo(d, Sessions)
			show(d, alice())
			d.Advance(time.Second)
			d.Contains("Could not load sessions", "internal_clerk_error", "7f0cb5d117cb4eac", "r tries again")
			d.Advance(time.Minute)
			require.Len(t, l.asked(), 1, "nothing is asked again by itself")
			l.fail = nil
			d.Send(doMsg((*Pane).Refresh))
			d.Advance(time.Second)
			d.Contains("203.0.113.7")
			d.Lacks("Could not")

			l.fail = map[string]error{"sessions": failure}
			d.Send(doMsg((*Pane).Refresh))
			d.Advance(time.Second)
			d.Contains("Could not refresh sessions", "203.0.113.7", "was loaded now")
		})
	})
	t.Run("next page fails", func(t *testing.T) {
		l := small()
		for i := range 60 {
			l.sessions = append(l.sessions, session(i+10, "ended"))
		}
		l.fail = map[string]error{"sessions 50": failure}
		drive(t, l, 60, 200, func(t *testing.T, d *uitest.Driver, _ *Pane) {
			tabTo(d, Sessions)
			show(d, alice())
			d.Advance(time.Second)
			d.Press("G")
			d.Advance(time.Second)
			d.Contains("Could not load more sessions")
			d.Press("g")
			d.Contains("Sessions  50 of 62")
			d.Press("G", "k", "j")
			d.Advance(time.Second)
			assert.Len(t, l.asked(), 2, "a failed page is not asked for at every key")
		})
	})
}

// While the list flies by, only the card of the user changes.
func TestGlide(t *testing.T) {
	drive(t, small(), 60, 20, func(t *testing.T, d *uitest.Driver, p *Pane) {
		show(d, alice())
		before := strings.Split(d.View(), "\n")
		p.Glide(true)
		show(d, dora())
		lines := strings.Split(d.View(), "\n")
		require.Len(t, lines, 20)
		assert.Contains(t, lines[nameLine], "Dora")
		assert.Equal(t, before[tabsLine], lines[tabsLine])
		for _, l := range lines[headerLines:] {
			assert.Empty(t, l)
		}
		_, _, ok := p.Copy()
		assert.False(t, ok)
		p.Glide(false)
		d.Contains("Deprovisioned")
	})
}

func TestScrollAndPosition(t *testing.T) {
	drive(t, small(), 60, 14, func(t *testing.T, d *uitest.Driver, _ *Pane) {
		show(d, crowd())
		tabTo(d, Identities)
		d.Contains("1–10 of", "▾", "▸ crowd+00@example.com")
		for range 39 {
			d.Press("j")
		}
		d.Contains("▸ crowd+39@example.com", "▴▾")
		d.Press("G")
		d.Lacks("▾")
		d.Press("g")
		d.Contains("▸ crowd+00@example.com")
		d.Press("pgdown")
		d.Lacks("crowd+00@")
		d.Contains("▸ crowd+")
		d.Press("pgup", "pgup")
		d.Contains("▸ crowd+00@example.com")

		d.Send(doMsg(func(p *Pane) tea.Cmd { return p.Scroll(3) }))
		d.Lacks("▸ crowd+00")
		show(d, dora())
		d.Contains("dora@corp.example")
		show(d, crowd())
		d.Contains("▸ crowd+00@example.com")
		assert.Contains(t, d.Line("crowd+00"), "▸", "another user starts at the top")
	})
}

func TestTabs(t *testing.T) {
	drive(t, small(), 100, 20, func(t *testing.T, d *uitest.Driver, p *Pane) {
		show(d, alice())
		assert.Equal(t, Overview, p.CurrentTab())
		want := []TabID{Organizations, Identities, Security, Sessions, Metadata, Activity, JSON, Overview}
		for _, id := range want {
			d.Press("tab")
			assert.Equal(t, id, p.CurrentTab())
		}
		d.Press("shift+tab")
		assert.Equal(t, JSON, p.CurrentTab())

		seen := map[TabID]bool{}
		for x := range 100 {
			if id, ok := p.TabAt(x, tabsLine); ok {
				seen[id] = true
			}
		}
		assert.Len(t, seen, 8)
		_, ok := p.TabAt(3, tabsLine+1)
		assert.False(t, ok)
	})
}

// A newer record of the same user keeps the place; the lock counts down by
// itself.
func TestNewerRecordKeepsThePlace(t *testing.T) {
	drive(t, small(), 60, 14, func(t *testing.T, d *uitest.Driver, _ *Pane) {
		show(d, crowd())
		tabTo(d, Identities)
		for range 20 {
			d.Press("j")
		}
		d.Contains("▸ crowd+20@example.com")
		u := crowd()
		u.EmailAddresses = u.EmailAddresses[5:]
		u.Banned = true
		show(d, u)
		d.Contains("▸ crowd+20@example.com", "BANNED")

		show(d, alice())
		assert.Contains(t, d.Line("LOCKED"), "LOCKED 42 min")
		d.Advance(2 * time.Minute)
		assert.Contains(t, d.Line("LOCKED"), "LOCKED 40 min")
		d.Advance(41 * time.Minute)
		d.Contains("LOCK RAN OUT")
	})
}

func TestNoUser(t *testing.T) {
	drive(t, small(), 60, 14, func(t *testing.T, d *uitest.Driver, p *Pane) {
		d.Contains("No user selected.")
		d.Press("j", "tab", "G")
		show(d, alice())
		show(d, nil)
		d.Contains("No user selected.")
		assert.Nil(t, p.User())
		_, ok := p.TabAt(0, tabsLine)
		assert.False(t, ok)
	})
}

// A record that has changed may have changed the lists with it.
func TestChangedRecordReloads(t *testing.T) {
	l := small()
	drive(t, l, 60, 24, func(t *testing.T, d *uitest.Driver, _ *Pane) {
		tabTo(d, Sessions)
		show(d, alice())
		d.Advance(time.Second)
		require.Len(t, l.asked(), 1)
		show(d, alice())
		d.Advance(time.Second)
		require.Len(t, l.asked(), 1, "the same record again")
		u := alice()
		u.Banned = true
		l.sessions = []api.Session{session(1, "revoked")}
		show(d, u)
		d.Contains("refreshing…", "✓ active")
		d.Advance(time.Second)
		d.Lacks("✓ active")
		d.Contains("BANNED", "✗ revoked")
		assert.Len(t, l.asked(), 2)
	})
}
