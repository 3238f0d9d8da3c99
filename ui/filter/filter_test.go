package filter_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/assert"

	"usher/internal/query"
	"usher/internal/uitest"
	"usher/keymap"
	"usher/styles"
	"usher/ui/components/dialog"
	"usher/ui/components/form"
	"usher/ui/filter"
)

// host is a program around a stack of dialogs.
type host struct {
	st      *styles.Styles
	stack   *dialog.Stack
	w, h    int
	results []form.Result
}

func (h *host) Init() tea.Cmd { return nil }

func (h *host) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch m := msg.(type) {
	case tea.WindowSizeMsg:
		h.w, h.h = m.Width, m.Height
	case form.Result:
		h.results = append(h.results, m)
	case form.Msg:
		return h, m.Owner().Update(m)
	default:
		return h, h.stack.Update(msg)
	}
	return h, nil
}

func (h *host) View() tea.View {
	box, x, y := h.stack.View(h.w, h.h)
	return tea.NewView(dialog.Overlay(h.st, strings.Repeat("\n", max(h.h-1, 0)), box, x, y))
}

type rig struct {
	*uitest.Driver
	host *host
}

func (r *rig) result(t *testing.T) string {
	t.Helper()
	if len(r.host.results) != 1 || !r.host.results[0].OK {
		t.Fatalf("%d results:\n%s", len(r.host.results), r.View())
	}
	return filter.Text(r.host.results[0].Values, "")
}

func orders() []form.Entry {
	return []form.Entry{{Title: "newest first"}, {ID: "-last_sign_in_at", Title: "latest sign-in"}, {ID: "first_name", Title: "first name A–Z"}}
}

func open(t *testing.T, text string, w, h int, play func(t *testing.T, r *rig)) {
	t.Helper()
	uitest.Run(t, func(t *testing.T) {
		st := styles.New(styles.Theme{})
		m := &host{st: st, stack: dialog.NewStack(st, keymap.Default())}
		m.stack.Push(filter.New(st, filter.Options{ID: "filter", Text: text, Orders: orders()}), "f")
		play(t, &rig{Driver: uitest.New(t, m, uitest.Size(w, h)), host: m})
	})
}

func TestWithinAView(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		st := styles.New(styles.Theme{})
		m := &host{st: st, stack: dialog.NewStack(st, keymap.Default())}
		m.stack.Push(filter.New(st, filter.Options{ID: "filter", View: "Banned", Orders: orders()}), "f")
		r := uitest.New(t, m, uitest.Size(120, 50))
		r.Contains("within the view Banned", "no filter: the whole view is listed")
		r.Lacks("everyone")
	})
}

func TestItWritesTheText(t *testing.T) {
	open(t, "", 120, 50, func(t *testing.T, r *rig) {
		r.Contains("no filter: everyone is listed", "Who", "When", "State", "Where", "More")
		r.Type("alice")
		r.Contains("/ alice")
		r.Press("tab", "tab")
		r.Type("spam")
		r.Contains("/ alice email~spam")
		r.Press("tab", "tab", "tab", "tab")
		r.Type("<7d")
		r.Contains("/ alice email~spam created:<7d")
		r.Press("tab", "tab", "tab", "space")
		r.Contains("▸ any", "yes", "no")
		r.Press("down", "enter")
		r.Contains("banned:yes")
		r.Press("enter")
		assert.Equal(t, "alice email~spam created:<7d banned:yes", r.result(t))
	})
}

func TestProblemsStandAtTheirField(t *testing.T) {
	open(t, "", 80, 24, func(t *testing.T, r *rig) {
		r.Press("tab", "tab", "tab", "tab", "tab", "tab")
		r.Type("soon")
		r.Lacks("✗")
		r.Press("tab")
		r.Contains("✗", "soon")
		r.Press("enter")
		assert.Empty(t, r.host.results, "it stays open")
		r.Press("ctrl+u")
		r.Type("today")
		r.Press("enter")
		assert.Equal(t, "created:today", r.result(t))
	})
}

func TestClearAllAndCancel(t *testing.T) {
	open(t, "alice banned:yes public.plan=pro -org:acme", 80, 24, func(t *testing.T, r *rig) {
		r.Contains("alice", "/ alice banned:yes public.plan=pro -org:acme")
		r.Press("ctrl+l")
		r.Contains("no filter: everyone is listed")
		r.Press("ctrl+s")
		assert.Empty(t, r.result(t))
	})
	open(t, "alice", 80, 24, func(t *testing.T, r *rig) {
		r.Type("x")
		r.Press("esc")
		assert.False(t, r.host.results[0].OK, "esc leaves at once")
	})
}

// Whatever is searched for comes through the builder: the same terms, what is
// not understood as it was typed.
func TestNothingIsLost(t *testing.T) {
	for _, text := range []string{
		"", "alice", `"two words" bob`, "alice -bob", "email:alice@x.com", "email:a@x.com,b@x.com", "email~spam email~ham", "-email~spam", "phone:+15550100199",
		"banned:yes locked:no mfa:off verified:no has:passkey,totp", "created:<7d active:>30d signin:never", "created:2026-01-01..2026-02-01",
		"org:acme -org:other", `org:"Acme Rockets"`, "provider:google/1234", `public.plan=pro unsafe.visits>10 private.note="a b"`, "-public.plan=pro",
		"sort:-last_sign_in_at alice", "sort:email_address", "id:user_2abcdef,user_2abcdeg", "external:crm-42", "wallet:0xabc", "domain:x.com -domain:y.com",
		"username:alice username~ali", "state:locked", `name~"o neil"`, "updated:today",
	} {
		open(t, text, 120, 50, func(t *testing.T, r *rig) {
			r.Press("enter")
			want, got := query.Parse(text), query.Parse(r.result(t))
			assert.Empty(t, got.Problems(), text)
			assert.ElementsMatch(t, strings.Fields(want.String()), strings.Fields(got.String()), text)
		})
	}
	open(t, "alice emial:x has:nope,totp", 80, 24, func(t *testing.T, r *rig) {
		r.Contains("/ alice emial:x has:nope,totp")
		r.Press("enter")
		assert.Empty(t, r.host.results, "what is wrong has to be mended here")
		r.Contains("✗")
	})
}

func TestLooks(t *testing.T) {
	for _, s := range [][2]int{{60, 15}, {80, 24}, {200, 50}} {
		open(t, "alice banned:yes created:<7d public.plan=pro", s[0], s[1], func(t *testing.T, r *rig) {
			r.Press("tab", "tab")
			uitest.Golden(t, fmt.Sprintf("builder-%dx%d", s[0], s[1]), r.View())
		})
	}
}

func FuzzSplit(f *testing.F) {
	f.Add(`alice "a b" email~x emial:y public.a="b c`)
	f.Fuzz(func(t *testing.T, text string) {
		o := filter.Options{ID: "filter", Text: text, Orders: orders()}
		fm := filter.New(styles.New(styles.Theme{}), o)
		want := query.Parse(text)
		if len(want.Problems()) > 0 {
			return
		}
		got := query.Parse(filter.Text(fm.Values(), ""))
		assert.ElementsMatch(t, strings.Fields(want.String()), strings.Fields(got.String()), "%q became %q", text, got.Text())
	})
}
