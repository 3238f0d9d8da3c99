package reveal_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/uitest"
	"usher/keymap"
	"usher/styles"
	"usher/ui/components/dialog"
	"usher/ui/components/reveal"
)

const (
	secret = "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU"
	uri    = "otpauth://totp/acme-dev:alice@acme.example?algorithm=SHA1&digits=6&issuer=acme-dev&period=30&secret=" + secret
)

// host is a program around a stack of dialogs, as the dashboard is.
type host struct {
	st     *styles.Styles
	stack  *dialog.Stack
	first  tea.Cmd
	w, h   int
	copies []reveal.Copy
	closed []reveal.Closed
	seen   int
}

func (h *host) Init() tea.Cmd { return h.first }

func (h *host) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	h.seen++
	switch m := msg.(type) {
	case tea.WindowSizeMsg:
		h.w, h.h = m.Width, m.Height
	case reveal.Copy:
		h.copies = append(h.copies, m)
		m.Owner.Note("Copied: " + m.Label)
	case reveal.Closed:
		h.closed = append(h.closed, m)
	case reveal.Msg:
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
	host   *host
	dialog *reveal.Dialog
}

func open(t *testing.T, o reveal.Options, opener string, w, h int, scenario func(r *rig)) {
	t.Helper()
	uitest.Run(t, func(t *testing.T) {
		st := styles.New(styles.Theme{})
		host := &host{st: st, stack: dialog.NewStack(st, keymap.Default())}
		o.Now = time.Now
		d := reveal.New(st, o)
		host.stack.Push(d, opener)
		host.first = d.Start()
		scenario(&rig{Driver: uitest.New(t, host, uitest.Size(w, h)), host: host, dialog: d})
	})
}

func totp() reveal.Options {
	return reveal.Options{
		ID: "totp", Title: "TOTP secret", Who: "Alice Johnson · alice@acme.example", For: 5 * time.Minute,
		Lines: []string{"Scan it with the authenticator, then verify a code.", "It cannot be shown again."},
		Secrets: []reveal.Secret{
			{Label: "Secret", Text: secret, Value: 1},
			{Label: "URI", Text: uri, Value: uri},
			{Label: "Backup codes", Text: "abcd-efgh ijkl-mnop qrst-uvwx", Value: 3},
		},
		QR: uri,
	}
}

func token() reveal.Options {
	return reveal.Options{
		ID: "token", Title: "OAuth access token", Who: "Alice Johnson · alice@acme.example", For: 30 * time.Second,
		Lines:   []string{"google · alice@gmail.example", "Scopes: email, profile, openid", "", "Expires in 42 minutes"},
		Secrets: []reveal.Secret{{Label: "Access token", Text: "ya29." + strings.Repeat("a0AfH6SMBx", 14), Value: "the token"}},
	}
}

func TestLooks(t *testing.T) {
	for name, o := range map[string]reveal.Options{"totp": totp(), "token": token()} {
		for _, s := range [][2]int{{60, 15}, {80, 24}, {120, 40}} {
			for state, keys := range map[string][]string{"covered": nil, "shown": {"r"}} {
				file := fmt.Sprintf("%s-%s-%dx%d", name, state, s[0], s[1])
				t.Run(file, func(t *testing.T) {
					open(t, o, "y", s[0], s[1], func(r *rig) {
						r.Press(keys...)
						uitest.Golden(t, file, r.View())
					})
				})
			}
		}
	}
}

func TestCoveredUntilAsked(t *testing.T) {
	open(t, token(), "y", 80, 24, func(r *rig) {
		r.Contains("••••••••••••", "▸ Access token")
		r.Lacks("ya29", strings.Repeat("•", 13))
		r.Press("r")
		r.Contains("ya29.a0AfH6SMBx", "c copy", "r cover")
		whole := strings.NewReplacer("│", "", " ", "", "\n", "").Replace(r.View())
		assert.Contains(t, whole, token().Secrets[0].Text, "nothing of it is cut off")
		r.Press("r")
		r.Lacks("ya29")
	})
}

func TestCopyHandsBackTheValue(t *testing.T) {
	open(t, totp(), "y", 80, 24, func(r *rig) {
		r.Press("down", "c")
		require.Len(t, r.host.copies, 1)
		assert.Equal(t, reveal.Copy{Owner: r.dialog, Index: 1, Label: "URI", Value: uri}, r.host.copies[0])
		r.Contains("Copied: URI")
		r.Lacks(secret)
		var log strings.Builder
		slog.New(slog.NewJSONHandler(&log, nil)).Info("got", "msg", r.host.copies[0])
		for _, printed := range []string{fmt.Sprintf("%v %+v %#v %s", r.host.copies[0], r.host.copies[0], r.host.copies[0], r.host.copies[0]), log.String()} {
			assert.NotContains(t, printed, secret)
			assert.Contains(t, printed, "URI")
		}
		r.Press("up")
		r.Lacks("Copied")
	})
}

// The key that led here, held too long, uncovers and copies nothing.
func TestOpenerDoesNothing(t *testing.T) {
	for _, k := range []string{"r", "c"} {
		open(t, token(), k, 80, 24, func(r *rig) {
			r.Press(k)
			r.Lacks("ya29")
			assert.Empty(t, r.host.copies)
			r.Press("enter")
			assert.Empty(t, r.host.closed, "nor does enter close what is shown once")
			r.Press("r")
			r.Contains("ya29")
		})
	}
}

func TestClosesWhenTheTimeIsOver(t *testing.T) {
	open(t, token(), "y", 80, 24, func(r *rig) {
		r.Contains("closes in 30 s")
		r.Advance(1500 * time.Millisecond)
		r.Contains("closes in 29 s")
		r.Advance(28 * time.Second)
		r.Contains("closes in 1 s")
		assert.Empty(t, r.host.closed)
		r.Advance(time.Second)
		assert.Equal(t, []reveal.Closed{{ID: "token", Expired: true}}, r.host.closed)
		assert.Zero(t, r.host.stack.Len())
		seen := r.host.seen
		r.Advance(time.Minute)
		assert.Equal(t, seen, r.host.seen, "nothing ticks any more")
	})
}

func TestTicksOnlyWhileItIsOpen(t *testing.T) {
	open(t, token(), "y", 80, 24, func(r *rig) {
		seen := r.host.seen
		r.Advance(10 * time.Second)
		assert.Equal(t, 10, r.host.seen-seen, "once a second")
		r.Press("esc")
		assert.Equal(t, []reveal.Closed{{ID: "token"}}, r.host.closed)
		r.Advance(2 * time.Second)
		seen = r.host.seen
		r.Advance(time.Minute)
		assert.Equal(t, seen, r.host.seen)
	})
	o := token()
	o.For = 0
	open(t, o, "y", 80, 24, func(r *rig) {
		seen := r.host.seen
		r.Advance(time.Hour)
		assert.Equal(t, seen, r.host.seen, "without a time nothing ticks")
		r.Lacks("closes in")
		r.Press("q")
		assert.Len(t, r.host.closed, 1)
	})
}

// Under another dialog the time runs on, and nothing is left in memory.
func TestForgets(t *testing.T) {
	open(t, totp(), "y", 80, 24, func(r *rig) {
		r.Press("r")
		r.Contains(secret[:20])
		r.Press("esc")
		assert.NotContains(t, fmt.Sprintf("%+v", *r.dialog), secret[:20])
		assert.Empty(t, r.dialog.View(80, 24))
		assert.Nil(t, r.dialog.Update(tea.KeyPressMsg{Code: 'c', Text: "c"}))
		assert.Nil(t, r.dialog.Start())
	})
	open(t, token(), "y", 80, 24, func(r *rig) {
		r.host.stack.Push(dialog.NewMessage("m", "Over it", "Something else"), "")
		r.Advance(31 * time.Second)
		assert.Equal(t, []reveal.Closed{{ID: "token", Expired: true}}, r.host.closed)
		r.Contains("Over it")
		r.Press("esc")
		assert.Zero(t, r.host.stack.Len(), "it is gone from below too")
	})
	open(t, token(), "y", 80, 24, func(r *rig) {
		r.host.stack.Clear()
		assert.NotContains(t, fmt.Sprintf("%+v", *r.dialog), "ya29", "dropped without an answer")
		r.Advance(5 * time.Second)
		seen := r.host.seen
		r.Advance(time.Minute)
		assert.Equal(t, seen, r.host.seen)
		assert.Empty(t, r.host.closed)
	})
}

func TestCodeBesideTheText(t *testing.T) {
	open(t, totp(), "y", 80, 24, func(r *rig) {
		r.Contains("TOTP secret", "▀", "▄", "█", "closes in 5:00 min", "esc close")
		r.Lacks("╭")
		assert.Contains(t, r.Styled(), styles.New(styles.Theme{}).P.Code.Open)
	})
	open(t, totp(), "y", 120, 40, func(r *rig) {
		r.Contains("╭─ TOTP secret", "▀", "Backup codes")
	})
}

func TestCodeAlone(t *testing.T) {
	open(t, totp(), "y", 62, 24, func(r *rig) {
		r.Lacks("▀▄")
		r.Contains("s QR code")
		r.Press("s")
		r.Contains("▀▄", "esc back")
		r.Press("esc")
		r.Lacks("▀▄")
		assert.Empty(t, r.host.closed, "esc goes back to the text")
		r.Press("s", "s", "esc")
		assert.Len(t, r.host.closed, 1)
	})
}

func TestCodeThatDoesNotFitSaysWhatItNeeds(t *testing.T) {
	open(t, totp(), "y", 60, 15, func(r *rig) {
		r.Contains("The QR code needs 45×21 cells, this terminal has 60×15.")
		r.Press("s")
		r.Lacks("▀▄")
		r.Resize(120, 40)
		r.Contains("▀▄")
	})
	o := totp()
	o.QR = strings.Repeat("x", 5000)
	open(t, o, "y", 80, 24, func(r *rig) { r.Contains("No QR code can hold the text.") })
}

func TestScrolls(t *testing.T) {
	o := token()
	for i := range 30 {
		o.Lines = append(o.Lines, fmt.Sprintf("Line %d", i))
	}
	open(t, o, "y", 60, 15, func(r *rig) {
		r.Contains("▸ Access token")
		r.Lacks("Line 3\n")
		r.Press("pgup", "pgup", "pgup", "pgup")
		r.Contains("Alice Johnson")
		r.Wheel(tea.MouseWheelDown, 5, 5)
		r.Lacks("Alice Johnson")
		r.Press("pgdown", "pgdown", "pgdown", "pgdown", "pgdown")
		r.Contains("▸ Access token")
	})
}

func TestEverySizeFits(t *testing.T) {
	for _, s := range [][2]int{{60, 15}, {70, 20}, {77, 24}, {81, 25}, {90, 27}, {100, 30}, {45, 50}, {20, 5}} {
		open(t, totp(), "y", s[0], s[1], func(r *rig) {
			_ = r.View()
			r.Press("r", "down", "r", "down", "r", "s")
			_ = r.View()
		})
	}
}
