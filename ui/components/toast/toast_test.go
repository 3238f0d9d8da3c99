package toast_test

import (
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/styles"
	"usher/ui/components/toast"
)

func stack() *toast.Stack { return toast.New(styles.New(styles.Theme{})) }

func TestExpiry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := stack()
		start := time.Now()
		cmd := s.Push(toast.Toast{Text: "Unlocked Alice Johnson", Hint: "u undo"})
		require.NotNil(t, cmd)
		assert.Equal(t, "✓ Unlocked Alice Johnson · u undo", ansi.Strip(s.Line(60)))
		msg := cmd() // waits on the fake clock
		assert.Equal(t, 5*time.Second, time.Since(start))
		s.Update(msg)
		assert.Empty(t, s.Line(60))
	})
}

func TestErrorsStay(t *testing.T) {
	s := stack()
	assert.Nil(t, s.Push(toast.Toast{Kind: toast.Error, Text: "Could not ban Bob"}), "no clock runs for an error")
	s.Push(toast.Toast{Text: "Copied"})
	assert.Equal(t, 2, s.Len())
	assert.True(t, s.Dismiss())
	assert.Equal(t, "✗ Could not ban Bob", ansi.Strip(s.Line(60)))
	assert.True(t, s.Dismiss())
	assert.False(t, s.Dismiss())
}

func TestOtherStacksMessagesDoNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := stack(), stack()
		msg := a.Push(toast.Toast{Text: "a"})()
		b.Push(toast.Toast{Text: "b"})
		b.Update(msg)
		b.Update(tea.KeyPressMsg{})
		assert.Equal(t, 1, b.Len())
	})
}

func TestRepeatsAndFloods(t *testing.T) {
	s := stack()
	for range 5 {
		s.Push(toast.Toast{Kind: toast.Error, Text: "offline"})
	}
	assert.Equal(t, 1, s.Len(), "a repeated failure is one line")
	for _, text := range []string{"a", "b", "c", "d", "e", "f"} {
		s.Push(toast.Toast{Text: text})
	}
	assert.Equal(t, 4, s.Len())
	lines := s.Lines(40, 10)
	assert.Equal(t, "✗ offline", ansi.Strip(lines[0]), "the error is not pushed out")
	assert.Equal(t, "✓ f", ansi.Strip(lines[3]))
	assert.Len(t, s.Lines(40, 2), 2)
}

func TestSignsTellTheKindWithoutColour(t *testing.T) {
	for kind, sign := range map[toast.Kind]string{toast.Success: "✓", toast.Info: "•", toast.Warn: "!", toast.Error: "✗"} {
		s := stack()
		s.Push(toast.Toast{Kind: kind, Text: "text"})
		assert.Equal(t, sign+" text", ansi.Strip(s.Line(40)))
	}
}

func TestFits(t *testing.T) {
	s := stack()
	s.Push(toast.Toast{Kind: toast.Warn, Text: "It is not known whether 李小龍 กำพล was banned; the server did not answer in time", Hint: "r refresh"})
	for w := 8; w < 120; w++ {
		assert.LessOrEqual(t, ansi.StringWidthWc(s.Line(w)), w)
		for _, l := range s.Lines(w, 20) {
			assert.LessOrEqual(t, ansi.StringWidthWc(l), w)
		}
	}
	assert.Equal(t, []string{"! It is not known whether", "  李小龍 กำพล was banned;", "  the server did not", "  answer in time · r", "  refresh"}, strip(s.Lines(26, 9)))
	assert.Empty(t, s.Line(3))
}

func strip(lines []string) []string {
	for i, l := range lines {
		lines[i] = ansi.Strip(l)
	}
	return lines
}
