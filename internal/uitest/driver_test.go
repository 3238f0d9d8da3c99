package uitest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type note string

// recorder is a model that writes down what it is told.
type recorder struct {
	seen []string
	wide string
}

func (r *recorder) Init() tea.Cmd { return tell("init") }

func (r *recorder) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case note:
		r.seen = append(r.seen, string(msg))
	case tea.WindowSizeMsg:
		r.seen = append(r.seen, fmt.Sprintf("%dx%d", msg.Width, msg.Height))
	case tea.PasteMsg:
		r.seen = append(r.seen, "paste "+msg.Content)
	case tea.KeyPressMsg:
		return r, r.key(msg.String())
	}
	return r, nil
}

func (r *recorder) key(k string) tea.Cmd {
	switch k {
	case "s":
		return tea.Sequence(tell("one"), tea.Batch(tell("two")), tell("three"))
	case "t":
		return tea.Tick(time.Minute, func(time.Time) tea.Msg { return note("tick") })
	case "c":
		return tea.SetClipboard("copied")
	case "w":
		r.wide = strings.Repeat("x", 200)
	case "q":
		return tea.Quit
	default:
		r.seen = append(r.seen, "key "+k)
	}
	return nil
}

func (r *recorder) View() tea.View {
	return tea.NewView("\x1b[1m" + strings.Join(r.seen, "|") + "\x1b[m" + r.wide)
}

func tell(s string) tea.Cmd { return func() tea.Msg { return note(s) } }

func TestDriver(t *testing.T) {
	tests := []struct {
		name string
		do   func(d *Driver)
		want string
	}{
		{"starts with init and size", func(*Driver) {}, "60x20|init"},
		{"keys", func(d *Driver) { d.Press("G", "ctrl+d", "shift+tab", "space", "esc", "+") }, "60x20|init|key G|key ctrl+d|key shift+tab|key space|key esc|key +"},
		{"text", func(d *Driver) { d.Type("é A") }, "60x20|init|key é|key space|key A"},
		{"sequence keeps its order", func(d *Driver) { d.Press("s") }, "60x20|init|one|two|three"},
		{"a timer waits for the clock", func(d *Driver) { d.Press("t"); d.Advance(59 * time.Second) }, "60x20|init"},
		{"and falls due", func(d *Driver) { d.Press("t"); d.Advance(time.Minute) }, "60x20|init|tick"},
		{"until", func(d *Driver) { d.Press("t"); d.Until("tick", 2*time.Minute) }, "60x20|init|tick"},
		{"resize", func(d *Driver) { d.Resize(50, 10) }, "60x20|init|50x10"},
		{"paste", func(d *Driver) { d.Paste("a@b.example") }, "60x20|init|paste a@b.example"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			Run(t, func(t *testing.T) {
				d := New(t, &recorder{}, Size(60, 20), AnyFit())
				tt.do(d)
				want := strings.Split(tt.want, "|")
				assert.ElementsMatch(t, want[:2], d.Model().(*recorder).seen[:2], "start")
				assert.Equal(t, want[2:], d.Model().(*recorder).seen[2:])
			})
		})
	}
}

func TestDriverEnds(t *testing.T) {
	Run(t, func(t *testing.T) {
		d := New(t, &recorder{})
		d.Press("c", "q", "x")
		assert.True(t, d.Quit())
		assert.Equal(t, []string{"copied"}, d.Clipboard())
		assert.NotContains(t, d.View(), "key x", "nothing is handled after the end")
		assert.NotContains(t, d.View(), "\x1b")
		d.Contains("init")
		d.Lacks("key x")
	})
}

func TestKeyNames(t *testing.T) {
	for _, name := range []string{"", "hyperspace", "ctrl+", "ab"} {
		_, err := key(name)
		require.Errorf(t, err, "%q", name)
	}
	k, err := key("ctrl+shift+up")
	require.NoError(t, err)
	assert.Equal(t, "ctrl+shift+up", k.String())
}

func TestGolden(t *testing.T) {
	Golden(t, "sample", "a line  \nanother\n\n")
	assert.Equal(t, "   2 - b\n     + c\n", compare("a\nb", "a\nc"))
}
