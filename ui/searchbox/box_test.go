package searchbox_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/state"
	"usher/internal/uitest"
	"usher/keymap"
	"usher/styles"
	"usher/ui/searchbox"
)

// host is a screen with a box over a list.
type host struct {
	box    *searchbox.Box
	w, h   int
	events []searchbox.Event
	failed []error
}

func (h *host) Init() tea.Cmd { return nil }

func (h *host) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		h.w, h.h = msg.Width, msg.Height
	case searchbox.Unsaved:
		h.failed = append(h.failed, msg.Err)
	case tea.KeyPressMsg, tea.PasteMsg:
		cmd, ev := h.box.Update(msg)
		if ev != searchbox.None {
			h.events = append(h.events, ev)
		}
		return h, cmd
	}
	return h, nil
}

func (h *host) View() tea.View {
	line, cursor := h.box.Line(max(h.w, 1))
	v := tea.NewView(strings.Join(append([]string{line}, h.box.Popup(h.w, h.h-1)...), "\n"))
	v.Cursor = cursor
	return v
}

type rig struct {
	*uitest.Driver
	host *host
}

func (r *rig) text() string { return r.host.box.Value() }

// events since the last call.
func (r *rig) events() []searchbox.Event {
	out := r.host.events
	r.host.events = nil
	return out
}

func seen() *searchbox.Seen {
	s := searchbox.NewSeen()
	s.Organization(api.NewText("Acme Rockets"), api.NewText("acme"))
	s.Organization(api.NewText("evil\x1b[2J"), api.NewText("evil-inc"))
	return s
}

// open runs a scenario with a box that has the keyboard.
func open(t *testing.T, h *state.History, w, height int, play func(t *testing.T, r *rig)) {
	t.Helper()
	uitest.Run(t, func(t *testing.T) {
		box := searchbox.New(searchbox.Deps{Styles: styles.New(styles.Theme{}), Keys: keymap.Default(), Sources: seen(), History: h})
		box.Focus()
		m := &host{box: box}
		play(t, &rig{Driver: uitest.New(t, m, uitest.Size(w, height)), host: m})
	})
}

func remembering(texts ...string) *state.History {
	h := state.Memory().History()
	for _, text := range texts {
		h.Add(text)
	}
	return h
}

func TestPlainWordsAreCalm(t *testing.T) {
	open(t, nil, 80, 24, func(t *testing.T, r *rig) {
		for _, c := range "alice johnson" {
			r.Type(string(c))
			assert.NotContains(t, r.View(), "╭", "nothing pops up")
		}
		assert.Len(t, r.events(), len("alice johnson"))
		r.Press("enter")
		assert.Equal(t, []searchbox.Event{searchbox.Submitted}, r.events())
		assert.False(t, r.host.box.Focused())
		assert.Equal(t, "alice johnson", r.text())
	})
}

func TestAQualifierIsHintedAt(t *testing.T) {
	open(t, nil, 80, 24, func(t *testing.T, r *rig) {
		r.Type("ban")
		r.Contains("banned:")
		r.Lacks("╭")
		assert.Equal(t, "ban", r.text())
		r.Press("tab")
		assert.Equal(t, "banned:", r.text())
		r.Contains("▸ yes", "no")
		r.Press("ctrl+n", "enter")
		assert.Equal(t, "no", strings.TrimSpace(strings.TrimPrefix(r.text(), "banned:")), "enter takes what was gone to")
		r.Lacks("╭")
		r.Press("enter")
		assert.Equal(t, searchbox.Submitted, r.events()[len("ban")+2])
	})
}

func TestTheListOfCompletions(t *testing.T) {
	open(t, nil, 80, 24, func(t *testing.T, r *rig) {
		r.Press("tab")
		r.Contains("▸ email:", "has exactly this e-mail address", "banned:")
		r.Press("down", "down", "up", "tab")
		assert.Contains(t, r.text(), "email~")
		r.Press("ctrl+u")
		r.Type("banned:")
		r.Contains("▸ yes")
		r.Press("esc")
		r.Lacks("╭")
		assert.Equal(t, "banned:", r.text(), "esc closes the popup first")
		r.Press("ctrl+n")
		r.Contains("▸ yes")
		r.Press("esc", "esc")
		assert.Empty(t, r.text(), "then it empties the box")
		assert.Contains(t, r.events(), searchbox.Cleared)
		r.Press("esc")
		assert.Equal(t, []searchbox.Event{searchbox.Left}, r.events())
	})
}

// The name of an organization may hold anything.
// An organization may be seen after its name was typed.
func TestWhatWasSeenSinceTheLastKeyIsOffered(t *testing.T) {
	for _, press := range []string{"tab", "ctrl+n"} {
		s := seen()
		uitest.Run(t, func(t *testing.T) {
			box := searchbox.New(searchbox.Deps{Styles: styles.New(styles.Theme{}), Keys: keymap.Default(), Sources: s})
			box.Focus()
			r := uitest.New(t, &host{box: box}, uitest.Size(80, 24))
			r.Type("org:blu")
			r.Press(press)
			r.Lacks("Blue Orchard")
			s.Organization(api.NewText("Blue Orchard"), api.NewText("blue-orchard"))
			r.Press(press)
			r.Contains("Blue Orchard")
		})
	}
}

func TestHostileOrganizations(t *testing.T) {
	open(t, nil, 80, 24, func(t *testing.T, r *rig) {
		r.Type("org:")
		r.Contains("Acme Rockets", "evil-inc")
		assert.NotContains(t, r.Styled(), "\x1b[2J")
	})
}

func TestAProblemIsMarkedAndItsSuggestionTaken(t *testing.T) {
	open(t, nil, 80, 24, func(t *testing.T, r *rig) {
		r.Type("banned:yes emial:x")
		r.Contains("✗", "emial", "tab writes email:", "the rest is searched for")
		wrong := styles.New(styles.Theme{}).P.Wrong
		assert.Contains(t, r.Styled(), wrong.Open+"emial:")
		r.Press("tab")
		assert.Equal(t, "banned:yes email:x", r.text())
		r.Type("y")
		assert.Equal(t, "banned:yes email:xy", r.text(), "the cursor stays at its letter")
	})
}

// Who is still typing a date is not told that it is none.
func TestWhatIsBeingTypedIsNoProblemYet(t *testing.T) {
	open(t, nil, 80, 24, func(t *testing.T, r *rig) {
		r.Type("email:alice")
		r.Lacks("✗")
		r.Press("tab")
		assert.Equal(t, "email~alice", r.text(), "the key knows what to do about it")
		r.Press("ctrl+u")
		r.Type("created:2026-1")
		r.Lacks("✗")
		r.Press("space")
		r.Contains("✗", "2026-1")
		r.Press("esc")
		r.Lacks("✗")
		assert.Equal(t, "created:2026-1 ", r.text())
		r.Press("enter")
		assert.NotEmpty(t, r.host.box.Problem())
		wrong := styles.New(styles.Theme{}).P.Wrong
		assert.Contains(t, r.Styled(), wrong.Open, "it stays marked when the box was left")
	})
}

func TestHistory(t *testing.T) {
	open(t, remembering("first", "second", "third"), 80, 24, func(t *testing.T, r *rig) {
		r.Type("dra")
		r.events()
		r.Press("up")
		assert.Equal(t, "third", r.text())
		r.Press("up", "up", "up")
		assert.Equal(t, "first", r.text())
		assert.Len(t, r.events(), 3, "the last key changed nothing")
		r.Press("down")
		assert.Equal(t, "second", r.text())
		r.Press("down", "down")
		assert.Equal(t, "dra", r.text(), "what was typed comes back")
		r.events()
		r.Press("down")
		assert.Equal(t, []searchbox.Event{searchbox.Submitted}, r.events(), "and then the list")
		assert.False(t, r.host.box.Focused())
	})
}

func TestSearchingTheHistory(t *testing.T) {
	open(t, remembering("banned:yes domain:spam.example", "alice", "banned:no"), 80, 24, func(t *testing.T, r *rig) {
		r.Type("draft")
		r.events()
		r.Press("ctrl+r")
		r.Contains("history:", "▸ banned:no", "  alice", "  banned:yes domain:spam.example")
		assert.True(t, r.host.box.Focused())
		r.Type("ban SPAM")
		r.Contains("▸ banned:yes domain:spam.example")
		r.Lacks("banned:no")
		assert.Empty(t, r.events(), "nothing is searched for yet")
		r.Press("tab")
		assert.Equal(t, "banned:yes domain:spam.example", r.text())
		assert.Equal(t, []searchbox.Event{searchbox.Edited}, r.events())
		r.Press("ctrl+r", "ctrl+r", "enter")
		assert.Equal(t, "alice", r.text(), "the key again goes to an older one")
		assert.Equal(t, []searchbox.Event{searchbox.Submitted}, r.events())
	})
	open(t, remembering("alice"), 80, 24, func(t *testing.T, r *rig) {
		r.Type("draft")
		r.Press("ctrl+r")
		r.Type("nope")
		r.Contains("No earlier search holds that")
		r.Press("enter", "tab")
		r.Contains("history: nope")
		r.Press("esc")
		assert.Equal(t, "draft", r.text())
		assert.True(t, r.host.box.Focused())
	})
	open(t, nil, 80, 24, func(_ *testing.T, r *rig) {
		r.Press("ctrl+r")
		r.Contains("Nothing was searched for here before")
	})
}

func TestHistoryIsWrittenAndPrivate(t *testing.T) {
	dir := t.TempDir()
	store, err := state.Open(dir, state.Demo, state.Private(true))
	require.NoError(t, err)
	open(t, store.History(), 80, 24, func(t *testing.T, r *rig) {
		for _, text := range []string{"banned:yes", "alice@acme.example", "sk_live_abcdef"} {
			r.host.box.SetValue("")
			r.host.box.Focus()
			r.Type(text)
			r.Press("enter")
		}
		assert.Empty(t, r.host.failed)
	})
	b, err := os.ReadFile(filepath.Join(dir, state.Demo, "history.json"))
	require.NoError(t, err)
	assert.Contains(t, string(b), "banned:yes")
	assert.NotContains(t, string(b), "alice")
	assert.NotContains(t, string(b), "sk_live")
}

func TestUnwritableHistoryIsTold(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	store, err := state.Open(file, state.Demo)
	require.Error(t, err)
	open(t, store.History(), 80, 24, func(t *testing.T, r *rig) {
		r.Type("alice")
		r.Press("enter")
		assert.Len(t, r.host.failed, 1)
	})
}

func TestPasteIsOneLine(t *testing.T) {
	open(t, nil, 80, 24, func(t *testing.T, r *rig) {
		r.Paste("alice\r\n\tbob\x1b[31m  carl\n")
		assert.Equal(t, "alice bob [31m  carl", r.text())
		assert.Equal(t, []searchbox.Event{searchbox.Edited}, r.events())
		r.Press("ctrl+x")
		assert.Equal(t, []searchbox.Event{searchbox.Explain}, r.events())
	})
}

func TestThePopupFits(t *testing.T) {
	for _, size := range [][2]int{{56, 10}, {60, 4}, {30, 10}, {200, 40}} {
		open(t, remembering(strings.Repeat("long 李 ", 60), "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"), size[0], size[1], func(t *testing.T, r *rig) {
			r.Press("tab") // Driver.View fails where a line is too wide or a view too tall
			_ = r.View()
			r.Press("esc")
			r.Type("emial:" + strings.Repeat("x", 90) + " emial:y")
			_ = r.View()
			r.Press("ctrl+r", "up", "down", "down")
			_ = r.View()
		})
	}
}

// A key costs what its text costs, whatever was seen and searched for.
func BenchmarkKey(b *testing.B) {
	h := remembering()
	s := searchbox.NewSeen()
	for i := range 500 {
		h.Add(fmt.Sprintf("banned:yes created:<%dd", i))
		s.Organization(api.NewText(fmt.Sprintf("Organization %d", i)), api.Text{})
	}
	box := searchbox.New(searchbox.Deps{Styles: styles.New(styles.Theme{}), Keys: keymap.Default(), Sources: s, History: h})
	box.SetValue(`email~spam created:<7d -org:acme public.plan=pro "two words" `)
	box.Focus()
	for b.Loop() {
		box.Update(tea.KeyPressMsg{Code: 'o', Text: "o"})
		box.Line(77)
		box.Popup(77, 20)
		box.Update(tea.KeyPressMsg{Code: tea.KeyBackspace})
		box.Line(77)
		box.Popup(77, 20)
	}
}

// Whatever is typed, the box stands and what it draws is inert.
func FuzzBox(f *testing.F) {
	f.Add("banned:yes emial:\x1b[31m \"a", 3)
	f.Add("org:\u202e李 public.a=\"", 9)
	f.Fuzz(func(t *testing.T, text string, at int) {
		box := searchbox.New(searchbox.Deps{Styles: styles.New(styles.Theme{}), Keys: keymap.Default(), Sources: seen(), History: remembering("a", text)})
		box.Focus()
		box.Update(tea.PasteMsg{Content: text})
		for range at % 50 {
			box.Update(tea.KeyPressMsg{Code: tea.KeyLeft})
		}
		for _, k := range []rune{tea.KeyTab, tea.KeyTab, tea.KeyUp, tea.KeyDown, 'x', tea.KeyTab} {
			box.Update(tea.KeyPressMsg{Code: k, Text: map[bool]string{true: "x"}[k == 'x']})
			line, _ := box.Line(60)
			assert.NotContains(t, ansi.Strip(line), "\x1b")
			assert.LessOrEqual(t, ansi.StringWidth(line), 60)
			for _, l := range box.Popup(60, 10) {
				assert.NotContains(t, ansi.Strip(l), "\x1b")
				assert.LessOrEqual(t, ansi.StringWidth(l), 60)
			}
		}
	})
}
