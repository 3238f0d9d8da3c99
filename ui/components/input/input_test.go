package input_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/styles"
	"usher/ui/components/input"
)

func field(opts ...input.Option) *input.Input {
	i := input.New(styles.New(styles.Theme{}), opts...)
	i.Focus()
	return i
}

func write(i *input.Input, s string) {
	for _, r := range s {
		i.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

func TestEditing(t *testing.T) {
	i := field()
	write(i, "helo")
	i.Update(tea.KeyPressMsg{Code: tea.KeyLeft})
	write(i, "l")
	assert.Equal(t, "hello", i.Value())
	i.Update(tea.KeyPressMsg{Code: 'a', Mod: tea.ModCtrl})
	i.Update(tea.KeyPressMsg{Code: tea.KeyDelete})
	assert.Equal(t, "ello", i.Value())
	i.Update(tea.KeyPressMsg{Code: 'u', Mod: tea.ModCtrl})
	i.Insert("a\nb\tc")
	assert.Equal(t, "a b cello", i.Value(), "one line stays one line")
	i.Blur()
	write(i, "x")
	assert.Equal(t, "a b cello", i.Value(), "without focus nothing is typed")
	i.SetValue("  ")
	assert.True(t, i.Empty())
}

func TestNothingTicks(t *testing.T) {
	i := field()
	assert.Nil(t, i.Update(tea.KeyPressMsg{Code: 'a', Text: "a"}))
	assert.Nil(t, i.Update(tea.PasteMsg{Content: "b"}))
	assert.Nil(t, i.Update(tea.KeyPressMsg{Code: 'v', Mod: tea.ModCtrl}), "no clipboard program is run")
	assert.Nil(t, i.Update(tea.FocusMsg{}))
	before := i.View(20)
	assert.Equal(t, before, i.View(20))
}

func TestViewIsExactAndShowsTheCursor(t *testing.T) {
	for _, v := range []string{"", "short", strings.Repeat("long ", 20), "李小龍李小龍李小龍李小龍", "กำพล ใจดี กำพล ใจดี", "e\u0301a\u202eb\u200b\x1b", "👨\u200d👩\u200d👧"} {
		for _, m := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
			i := input.New(styles.New(styles.Theme{Cells: m}), input.WithPlaceholder("a hint"), input.WithValue(v))
			i.Focus()
			for pos := 0; pos <= len([]rune(v)); pos++ {
				i.SetPosition(pos)
				view := i.View(16)
				require.Equal(t, 16, m.StringWidth(view), "%+q at %d", v, pos)
				x, ok := i.Cursor(16)
				require.True(t, ok)
				require.Less(t, x, 16)
				require.Contains(t, view, "\x1b[7m", "the cursor is drawn")
				require.NotContains(t, ansi.Strip(view), "\u202e")
			}
		}
	}
}

func TestCursorCanBeTheTerminals(t *testing.T) {
	i := field(input.WithValue("abc"))
	i.UseTerminalCursor(true)
	assert.NotContains(t, i.View(10), "\x1b[7m")
	x, ok := i.Cursor(10)
	assert.True(t, ok)
	assert.Equal(t, 3, x)
	i.Blur()
	_, ok = i.Cursor(10)
	assert.False(t, ok)
}

func TestPlaceholderAndLimit(t *testing.T) {
	i := field(input.WithPlaceholder("name or e-mail"), input.WithLimit(3))
	assert.Equal(t, "name o…", ansi.Strip(i.View(7)))
	write(i, "abcdef")
	assert.Equal(t, "abc", i.Value())
	assert.Empty(t, i.View(0))
}
