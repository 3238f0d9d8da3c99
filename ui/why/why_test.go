package why_test

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/diagnose"
	"usher/internal/emulator"
	"usher/internal/safetext"
	"usher/internal/uitest"
	"usher/keymap"
	"usher/styles"
	"usher/ui/actions"
	"usher/ui/components/dialog"
	"usher/ui/why"
)

// root is a program with one dialog, as the real root would hold it.
type root struct {
	stack  *dialog.Stack
	dialog *why.Why
	w, h   int
	chosen []why.Choose
	closed int
	first  tea.Cmd
}

func (r *root) Init() tea.Cmd { return r.first }

func (r *root) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch m := msg.(type) {
	case why.Msg:
		return r, m.Owner().Update(m)
	case why.Choose:
		r.chosen = append(r.chosen, m)
	case dialog.Result:
		r.closed++
	case tea.WindowSizeMsg:
		r.w, r.h = m.Width, m.Height
	case tea.KeyPressMsg, tea.MouseMsg:
		return r, r.stack.Update(msg)
	}
	return r, nil
}

func (r *root) View() tea.View {
	box, x, y := r.stack.View(r.w, r.h)
	if box == "" {
		return tea.NewView("")
	}
	lines := make([]string, r.h)
	pad := strings.Repeat(" ", x)
	for i, l := range strings.Split(box, "\n") {
		lines[y+i] = pad + l
	}
	return tea.NewView(strings.Join(lines, "\n"))
}

// wire counts what goes to the emulator.
type wire struct {
	next http.RoundTripper
	mu   sync.Mutex
	sent []string
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	w.sent = append(w.sent, r.Method+" "+r.URL.Path)
	w.mu.Unlock()
	return w.next.RoundTrip(r)
}

func (w *wire) count() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.sent)
}

// rig is the dialog on an emulator.
type rig struct {
	*uitest.Driver
	root   *root
	server *emulator.Server
	client *api.Client
	wire   *wire
}

type setup struct {
	email, address string
	w, h           int
	faults         emulator.Faults
	change         func(u *api.User)
	action         func(id string) (actions.Action, bool)
}

func open(t *testing.T, s setup) *rig {
	t.Helper()
	r := &rig{server: emulator.New(emulator.Options{Users: 300, Seed: 1})}
	r.wire = &wire{next: r.server.Transport()}
	key, err := api.ParseKey(emulator.DemoKey)
	require.NoError(t, err)
	r.client, err = api.New(key, api.WithTransport(r.wire), api.WithRateLimit(api.Unlimited()), api.WithRetry(api.RetryPolicy{MaxRetries: -1}))
	require.NoError(t, err)
	o := why.Options{Address: s.address, Source: diagnose.NewSource(r.client), Now: time.Now, Zone: time.UTC, Base: t.Context(), Instance: "acme-dev (development)", Action: table}
	if s.email != "" {
		us, err := r.client.Users.List(t.Context(), api.ListUsersParams{UserFilter: api.UserFilter{EmailAddress: []string{s.email}}})
		require.NoError(t, err)
		require.Len(t, us, 1)
		o.User, o.Fetched = us[0], time.Now()
		if s.change != nil {
			s.change(o.User)
		}
	}
	if s.action != nil {
		o.Action = s.action
	}
	r.wire.sent = nil
	r.server.SetFaults(s.faults)
	st, keys := styles.New(styles.Theme{}), keymap.Default()
	d := why.New(st, keys, o)
	r.root = &root{stack: dialog.NewStack(st, keys), dialog: d, first: d.Init()}
	r.root.stack.Push(d, "w")
	if s.w == 0 {
		s.w, s.h = 80, 24
	}
	r.Driver = uitest.New(t, r.root, uitest.Size(s.w, s.h))
	return r
}

func scenario(t *testing.T, s setup, play func(t *testing.T, r *rig)) {
	t.Helper()
	uitest.Run(t, func(t *testing.T) { play(t, open(t, s)) })
}

// table is an action table that does not grow with the real one.
func table(id string) (actions.Action, bool) {
	titles := map[string]string{
		"user.unban": "Unban", "user.unlock": "Unlock", "user.disable_mfa": "Reset MFA", "user.password_uncompromised": "Accept the password again",
		"identity.send_code": "Send a verification code", "identity.correct_email": "Correct the e-mail address",
	}
	free := map[string]string{"app.invite": "Invite a person", "list.remove": "Take off a list"}
	title, ok := titles[id]
	if t, found := free[id]; found {
		return actions.Action{ID: id, Title: t, Free: true}, true
	}
	return actions.Action{ID: id, Title: title, Applies: func(*api.User) (bool, string) { return true, "" }}, ok
}

// slow lets every answer take a second.
func slow() emulator.Faults { return emulator.Faults{Latency: time.Second} }

func TestGolden(t *testing.T) {
	sizes := []struct {
		name string
		w, h int
	}{{"60x15", 60, 15}, {"80x24", 80, 24}, {"120x40", 120, 40}}
	people := []struct {
		name string
		setup
	}{
		{"locked", setup{email: "alice@acme.example"}},
		{"banned", setup{email: "bob@spam.example"}},
		{"task", setup{email: "kwame@initech.example"}},
		{"nothing", setup{email: "emma.lindqvist@example.net"}},
		{"unread", setup{email: "lena@blocked.example", faults: emulator.Faults{Rules: []emulator.Fault{{Kind: emulator.FaultPlan}}}}},
		{"typo", setup{address: "erin.kirkby@gmail.example"}},
		{"invited", setup{address: "invited@acme.example"}},
	}
	for _, p := range people {
		for _, size := range sizes {
			t.Run(p.name+" "+size.name, func(t *testing.T) {
				s := p.setup
				s.w, s.h = size.w, size.h
				scenario(t, s, func(t *testing.T, r *rig) {
					r.Advance(time.Second)
					uitest.Golden(t, p.name+"-"+size.name, masked(r.View()))
				})
			})
		}
	}
}

// masked hides the ids, which change when the cast does.
func masked(s string) string {
	out := strings.Fields(s)
	for _, word := range out {
		if i := strings.Index(word, "user_"); i >= 0 && len(word) > 20 {
			s = strings.ReplaceAll(s, word[i:], "user_"+strings.Repeat("x", len(word[i:])-len("user_")))
		}
	}
	return s
}

func TestKnownAtOnceAndFilledIn(t *testing.T) {
	scenario(t, setup{email: "bob@spam.example", faults: slow()}, func(t *testing.T, r *rig) {
		r.Contains("Banned · certain")
		r.Contains("0 of 6")
		assert.NotContains(t, r.View(), "block list: *@spam.example")
		first := r.View()
		r.Advance(200 * time.Millisecond)
		assert.NotEqual(t, first, r.View(), "the spinner turns")
		r.Advance(time.Second)
		r.Contains("block list: *@spam.example")
		assert.NotContains(t, r.View(), "of 6")
		still := r.View()
		r.Advance(5 * time.Second)
		assert.Equal(t, still, r.View(), "nothing turns any more")
		assert.Equal(t, 6, r.wire.count())
		for _, sent := range r.wire.sent {
			assert.True(t, strings.HasPrefix(sent, "GET "), sent)
		}
	})
}

func TestNothingIsRuledOutWhileLoading(t *testing.T) {
	scenario(t, setup{email: "emma.lindqvist@example.net", faults: slow()}, func(t *testing.T, r *rig) {
		r.Contains("Looking further")
		assert.NotContains(t, r.View(), "Nothing found")
		r.Advance(2 * time.Second)
		r.Contains("✓ Nothing found that would keep them out")
	})
}

func TestEnterAsksForTheAct(t *testing.T) {
	scenario(t, setup{email: "bob@spam.example"}, func(t *testing.T, r *rig) {
		r.Press("enter")
		require.Len(t, r.root.chosen, 1)
		assert.Equal(t, "user.unban", r.root.chosen[0].ActionID)
		assert.Equal(t, "bob@spam.example", r.root.chosen[0].User.PrimaryEmail().Unsafe())
		assert.Zero(t, r.root.stack.Len(), "the dialog is gone")
		assert.Zero(t, r.root.closed)
	})
}

func TestTheKeyOfAFindingAsksForItsAct(t *testing.T) {
	scenario(t, setup{email: "alice@acme.example"}, func(t *testing.T, r *rig) {
		r.Press("M")
		require.Len(t, r.root.chosen, 1)
		assert.Equal(t, "user.disable_mfa", r.root.chosen[0].ActionID)
	})
	scenario(t, setup{email: "alice@acme.example"}, func(t *testing.T, r *rig) {
		r.Press("B") // no finding leads to a ban
		assert.Empty(t, r.root.chosen)
		assert.Equal(t, 1, r.root.stack.Len())
		r.Press("j", "enter")
		require.Len(t, r.root.chosen, 1)
		assert.Equal(t, "user.disable_mfa", r.root.chosen[0].ActionID)
	})
}

func TestTheActGetsTheNewestRecord(t *testing.T) {
	scenario(t, setup{email: "bob@spam.example", change: func(u *api.User) { u.FirstName = api.NewText("Stale") }}, func(t *testing.T, r *rig) {
		r.Press("enter")
		require.Len(t, r.root.chosen, 1)
		assert.True(t, r.root.chosen[0].User.FirstName.Is("Bob"))
	})
}

func TestABlockListEntryIsTheTarget(t *testing.T) {
	scenario(t, setup{email: "lena@blocked.example"}, func(t *testing.T, r *rig) {
		r.Contains("On the block list: *@blocked.example · likely")
		r.Press("enter")
		require.Len(t, r.root.chosen, 1)
		assert.Equal(t, "list.remove", r.root.chosen[0].ActionID)
		assert.Contains(t, string(r.root.chosen[0].Target), "blid_")
	})
}

func TestAnAddressIsInvited(t *testing.T) {
	scenario(t, setup{address: "new.hire@acme.example"}, func(t *testing.T, r *rig) {
		r.Contains("⏎ Invite a person")
		r.Press("enter")
		require.Len(t, r.root.chosen, 1)
		assert.Equal(t, why.Choose{ActionID: "app.invite", Address: "new.hire@acme.example"}, r.root.chosen[0])
	})
}

func TestTheCursorStaysOnTheTopCause(t *testing.T) {
	change := func(u *api.User) { u.TwoFactorEnabled = true }
	scenario(t, setup{email: "nadia@umbrella.example", change: change, faults: slow()}, func(t *testing.T, r *rig) {
		r.Contains("▸ ✗ Shut off by the directory · certain", "M Reset MFA")
		r.Press("enter")
		assert.Empty(t, r.root.chosen)
	})
}

func TestAFindingWithoutAnActStays(t *testing.T) {
	scenario(t, setup{email: "mateo.vazquez@example.com"}, func(t *testing.T, r *rig) {
		r.Contains("Signed out everywhere · possible")
		r.Press("enter")
		assert.Empty(t, r.root.chosen)
		assert.Equal(t, 1, r.root.stack.Len())
	})
}

func TestANearMissIsOpened(t *testing.T) {
	scenario(t, setup{address: "erin.kirkby@gmail.example"}, func(t *testing.T, r *rig) {
		r.Contains("▸ ! Or is it erin.kirkby@gmial.example? · likely", "First see what stands below")
		r.Press("enter")
		require.Len(t, r.root.chosen, 1)
		assert.Empty(t, r.root.chosen[0].ActionID)
		assert.Equal(t, "erin.kirkby@gmial.example", r.root.chosen[0].User.PrimaryEmail().Unsafe())
		assert.LessOrEqual(t, r.wire.count(), 8)
	})
}

func TestLeaving(t *testing.T) {
	for _, k := range []string{"esc", "q", "w", "ctrl+c"} {
		scenario(t, setup{email: "bob@spam.example", faults: slow()}, func(t *testing.T, r *rig) {
			r.Press(k)
			assert.Zero(t, r.root.stack.Len(), k)
			assert.Equal(t, 1, r.root.closed, k)
			r.Advance(3 * time.Second) // late answers find nobody, and do no harm
			assert.Empty(t, r.root.chosen)
		})
	}
}

func TestAgain(t *testing.T) {
	scenario(t, setup{email: "carlos.romero@example.com"}, func(t *testing.T, r *rig) {
		r.Contains("Locked without end")
		us, err := r.client.Users.List(t.Context(), api.ListUsersParams{UserFilter: api.UserFilter{EmailAddress: []string{"carlos.romero@example.com"}}})
		require.NoError(t, err)
		_, err = r.client.Users.Unlock(t.Context(), us[0].ID)
		require.NoError(t, err)
		before := r.wire.count()
		r.server.SetFaults(slow())
		r.Press("r")
		r.Contains("Locked without end") // stays until the answer is there
		r.Contains("0 of 6")
		r.Press("r") // the first round is given up
		r.Advance(2 * time.Second)
		r.Contains("Nothing found")
		assert.LessOrEqual(t, r.wire.count()-before, 12)
	})
}

func TestFailuresAreSaid(t *testing.T) {
	scenario(t, setup{email: "bob@spam.example", w: 120, h: 40, faults: emulator.Faults{Rules: []emulator.Fault{{Kind: emulator.FaultResetBefore}}}}, func(t *testing.T, r *rig) {
		r.Contains("Banned · certain") // the row knows
		r.Contains("6 not read")
		r.Contains("Not read, no connection: the newest record of the user")
	})
	scenario(t, setup{email: "bob@spam.example", w: 120, h: 40, faults: emulator.Faults{Rules: []emulator.Fault{{Kind: emulator.FaultOrganizationsOff}}}}, func(t *testing.T, r *rig) {
		assert.NotContains(t, r.View(), "ot read")
	})
}

func TestEveryLineCanBeReached(t *testing.T) {
	scenario(t, setup{email: "alice@acme.example", w: 60, h: 15}, func(t *testing.T, r *rig) {
		seen := r.View()
		for range 60 {
			r.Press("down")
			seen += r.View()
		}
		for _, s := range []string{"Two-factor is on", "What cannot be seen", "Other instances", "This is acme-dev (development)"} {
			assert.Contains(t, seen, s)
		}
		r.Press("home")
		r.Contains("▸ ✗ Locked for")
		r.Press("end")
		r.Contains("This is acme-dev")
		for range 60 {
			r.Press("up")
		}
		r.Contains("▸ ✗ Locked for")
	})
}

func TestEverySizeFits(t *testing.T) {
	evil := "\x1b[31m\u202eevil\x07\r\n" + strings.Repeat("李👩‍👩‍👧‍👦", 40)
	change := func(u *api.User) {
		u.FirstName, u.LastName = api.NewText(evil), api.NewText(evil)
		u.EmailAddresses[0].EmailAddress = api.NewText(evil + "@x.example")
		u.EmailAddresses[0].Verification = nil
	}
	offline := emulator.Faults{Rules: []emulator.Fault{{Kind: emulator.FaultStatus, Status: 500}}}
	scenario(t, setup{email: "bob@spam.example", faults: offline, change: change}, func(t *testing.T, r *rig) {
		for w := 10; w <= 130; w += 3 {
			for h := 3; h <= 45; h += 3 {
				r.Resize(w, h)
				box := r.root.dialog.View(w, h)
				if box == "" {
					continue
				}
				lines := strings.Split(box, "\n")
				assert.LessOrEqual(t, len(lines), h)
				for _, l := range lines {
					assert.Equal(t, safetext.WidthBy(ansi.WcWidth, lines[0]), safetext.WidthBy(ansi.WcWidth, l), "%d×%d: %q", w, h, l)
					assert.LessOrEqual(t, safetext.WidthBy(ansi.WcWidth, l), w)
				}
				bare := ansi.Strip(box)
				assert.NotContains(t, bare, "\x1b")
				assert.NotContains(t, bare, "\u202e")
				assert.NotContains(t, bare, "\x07")
			}
		}
	})
}

func TestMouse(t *testing.T) {
	scenario(t, setup{email: "alice@acme.example", w: 120, h: 40}, func(t *testing.T, r *rig) {
		lines := strings.Split(ansi.Strip(r.View()), "\n")
		for y, l := range lines {
			if x := strings.Index(l, "Two-factor is on"); x >= 0 {
				r.Click(x, y)
				r.Contains("▸ ? Two-factor")
				r.Click(x, y)
			}
		}
		require.Len(t, r.root.chosen, 1)
		assert.Equal(t, "user.disable_mfa", r.root.chosen[0].ActionID)
	})
}

// dead is a source that never answers well.
type dead struct{ diagnose.Source }

func TestNoColourIsNeeded(t *testing.T) {
	st, keys := styles.New(styles.Theme{Palette: styles.None}), keymap.Default()
	d := why.New(st, keys, why.Options{
		User: &api.User{ID: "user_1", Banned: true, TwoFactorEnabled: true, PasswordEnabled: true, Broken: errors.New("x")}, Source: dead{},
		Now: func() time.Time { return time.Date(2026, 11, 22, 14, 30, 0, 0, time.UTC) },
	})
	d.Attach(st, keys, "w")
	bare := ansi.Strip(d.View(80, 40))
	assert.Contains(t, bare, "▸ ✗ Banned · certain")
	assert.Contains(t, bare, "  ? Two-factor is on, without backup codes · possible")
}

func TestTheTarget(t *testing.T) {
	scenario(t, setup{email: "erin.kirkby@gmial.example"}, func(t *testing.T, r *rig) {
		r.Contains("▸ ! No verified e-mail address or phone number · likely", "⏎ Send a verification code")
		r.Press("enter")
		require.Len(t, r.root.chosen, 1)
		assert.Equal(t, "identity.send_code", r.root.chosen[0].ActionID)
		assert.Equal(t, r.root.chosen[0].User.PrimaryEmailID, r.root.chosen[0].Target)
		assert.NotEmpty(t, r.root.chosen[0].Target)
	})
}

func TestAnActThatDoesNotApplyHasNoKey(t *testing.T) {
	st, keys := styles.New(styles.Theme{}), keymap.Default()
	o := why.Options{
		User: &api.User{ID: "user_1", Banned: true, PasswordEnabled: true}, Source: dead{},
		Action: func(id string) (actions.Action, bool) {
			return actions.Action{ID: id, Title: "Unban", Applies: func(*api.User) (bool, string) { return false, "not now" }}, true
		},
	}
	d := why.New(st, keys, o)
	d.Attach(st, keys, "w")
	assert.NotContains(t, ansi.Strip(d.View(80, 24)), "B Unban")
	assert.Nil(t, d.Update(tea.KeyPressMsg{Code: tea.KeyEnter}))
	assert.False(t, d.Done())
}

// TestDirectKeysFixTheirCauses holds every act that the diagnosis can name to
// the table: it is there, it applies to whom it is offered, its key is the one
// shown, and it begins with what the finding is about.
func TestDirectKeysFixTheirCauses(t *testing.T) {
	about := map[string]setup{
		"user.unban":                  {email: "bob@spam.example"},
		"user.unlock":                 {email: "alice@acme.example"},
		"user.disable_mfa":            {email: "ivy@acme.example"},
		"user.password_uncompromised": {email: "jakub.wojcik@example.com"},
		"user.sign_in_link":           {email: "farid@example.com"},
		"identity.send_code":          {email: "erin.kirkby@gmial.example"},
		"identity.correct_email":      {email: "erin.kirkby@gmial.example"},
		"org.add":                     {email: "kwame@initech.example"},
		"list.remove":                 {email: "lena@blocked.example"},
		"app.invite":                  {address: "new.hire@acme.example"},
	}
	below := map[string]int{"identity.correct_email": 1} // where the cause is not the first
	keys := keymap.Default()
	for _, id := range diagnose.ActionIDs() {
		t.Run(id, func(t *testing.T) {
			act, ok := actions.ByID(id)
			require.True(t, ok)
			assert.NotEmpty(t, act.Title)
			assert.True(t, act.Mutates)
			s, ok := about[id]
			require.True(t, ok, "somebody has the cause that it fixes")
			s.w, s.h, s.action = 120, 40, actions.ByID
			scenario(t, s, func(t *testing.T, r *rig) {
				direct := keys.Action(id)
				shown := "⏎ " + act.Title
				if len(direct.Keys()) > 0 {
					shown = direct.Help().Key + " " + act.Title
				}
				for range below[id] {
					r.Press("down")
				}
				r.Contains(shown)
				if len(direct.Keys()) > 0 {
					r.Press(direct.Keys()[0])
				} else {
					r.Press("enter")
				}
				require.Len(t, r.root.chosen, 1)
				chosen := r.root.chosen[0]
				assert.Equal(t, id, chosen.ActionID)
				assert.Equal(t, s.address, chosen.Address)
				fits, whyNot := act.Applies(chosen.User)
				assert.True(t, fits, whyNot)
				env := actions.Env{Now: time.Now(), Target: chosen.Target, Address: chosen.Address}
				var p actions.Prompt
				if act.Prepare != nil {
					var err error
					p, err = act.Prepare(t.Context(), actions.NewBackend(r.client), chosen.User, env)
					require.NoError(t, err)
				} else {
					p = act.Ask(chosen.User, env)
				}
				about := strings.Join(p.Does, " ")
				if p.Form != nil {
					for _, f := range p.Form.Fields {
						about += " " + f.Value
					}
				}
				switch {
				case s.address != "":
					assert.Contains(t, about, s.address, "the form begins with the address")
				case id == "list.remove":
					assert.Contains(t, about, "*@blocked.example")
				case id == "identity.correct_email":
					assert.Contains(t, about, s.email)
				case chosen.Target != "":
					assert.Contains(t, about, string(chosen.Target))
				}
			})
		})
	}
}
