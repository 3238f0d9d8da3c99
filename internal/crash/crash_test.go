package crash

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// quiet is a model that does nothing.
type quiet struct{}

func (q quiet) Init() tea.Cmd                       { return nil }
func (q quiet) Update(tea.Msg) (tea.Model, tea.Cmd) { return q, nil }
func (q quiet) View() tea.View                      { return tea.NewView("quiet") }

type loud struct{ quiet }

func (l loud) Init() tea.Cmd { panic("init") }

func guarded(t *testing.T, m tea.Model, p Provocation) (tea.Model, *Reporter, chan struct{}) {
	t.Helper()
	r := NewReporter(filepath.Join(t.TempDir(), "state"), "v1.2.3", "hunter2")
	stopped := make(chan struct{})
	r.OnPanic(func() { close(stopped) })
	return Guard(WithProvocation(With(t.Context(), r), p), m), r, stopped
}

// drain runs a command and its parts as Bubble Tea does, without its rescue.
func drain(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	msg := cmd()
	if batch, ok := msg.(tea.BatchMsg); ok {
		for _, c := range batch {
			drain(c)
		}
	}
}

func TestEveryPlaceIsCaught(t *testing.T) {
	for _, p := range []Provocation{ProvokeUpdate, ProvokeView, ProvokeCommand, ProvokeGoroutine} {
		t.Run(string(p), func(t *testing.T) {
			m, r, stopped := guarded(t, quiet{}, p)
			m, cmd := m.Update(tea.WindowSizeMsg{})
			require.Nil(t, cmd)
			require.NoError(t, r.Err(), "nothing happens before a key")

			m, cmd = m.Update(tea.KeyPressMsg{Code: 'j', Text: "j"})
			drain(cmd)
			_ = m.View()
			<-stopped
			var fault *Panic
			require.ErrorAs(t, r.Err(), &fault)
			assert.Equal(t, provokedText, fault.Summary)
			assert.True(t, Is(r.Err()))
			info, err := os.Stat(fault.Path)
			require.NoError(t, err)
			assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
			report, err := os.ReadFile(fault.Path)
			require.NoError(t, err)
			assert.Contains(t, string(report), "v1.2.3")
			assert.Contains(t, string(report), "provoke.go", "the stack leads to the place")
		})
	}
}

func TestInitIsCaught(t *testing.T) {
	m, r, stopped := guarded(t, loud{}, "")
	require.NotNil(t, m.Init(), "Init asks the program to end")
	<-stopped
	require.Error(t, r.Err())
}

func TestGuardLeavesOthersAlone(t *testing.T) {
	m, r, _ := guarded(t, quiet{}, "")
	assert.Equal(t, "quiet", m.View().Content)
	assert.Nil(t, m.Init())
	require.NoError(t, r.Err())
	assert.Equal(t, quiet{}, Guard(t.Context(), quiet{}), "no reporter, no guard")
}

func TestReportHoldsNoSecrets(t *testing.T) {
	secrets := []string{
		"hunter2", "sk_live_abcdefghijklmnopqrstuv", "Bearer xyzzy", "alice@acme.example",
		"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "+15551234567",
	}
	r := NewReporter(t.TempDir(), "dev", "hunter2")
	r.caught("Update", errors.New("bad state \x1b[31m "+strings.Join(secrets, " ")), []byte("stack "+strings.Join(secrets, "\n")))
	var fault *Panic
	require.ErrorAs(t, r.Err(), &fault)
	report, err := os.ReadFile(fault.Path)
	require.NoError(t, err)
	for _, s := range secrets {
		assert.NotContains(t, string(report), s)
		assert.NotContains(t, fault.Error(), s)
	}
	assert.NotContains(t, fault.Error(), "\x1b")
	assert.Contains(t, fault.Error(), "bad state")
}

func TestLateOnPanicStillFires(t *testing.T) {
	r := NewReporter("", "dev")
	r.caught("Update", "early", nil)
	stopped := make(chan struct{})
	r.OnPanic(func() { close(stopped) })
	<-stopped
	require.ErrorIs(t, r.Err(), os.ErrNotExist, "no directory: the error says so")
}

func TestWithoutReporterNothingIsHidden(t *testing.T) {
	done := make(chan struct{})
	Go(context.Background(), "plain", func() { close(done) })
	<-done
	assert.Nil(t, From(context.Background()))
}

func TestParseProvocation(t *testing.T) {
	_, err := ParseProvocation("everything")
	require.ErrorContains(t, err, ProvokeVariable)
	p, err := ParseProvocation("view")
	require.NoError(t, err)
	assert.Equal(t, ProvokeView, p)
}

func TestStacksStayReadable(t *testing.T) {
	const line = "	/go/pkg/mod/charm.land/bubbletea/v2@v2.1.1/tea.go:447 +0x2b"
	assert.Equal(t, line, NewReporter("", "").scrub(line))
}
