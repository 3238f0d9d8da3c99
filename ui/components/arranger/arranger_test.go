package arranger_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"

	"usher/keymap"
	"usher/styles"
	"usher/ui/components/arranger"
)

func rows(n int) []arranger.Row {
	var out []arranger.Row
	for i := range n {
		out = append(out, arranger.Row{ID: fmt.Sprint(i), Title: fmt.Sprintf("row %d", i), Detail: "detail", Tail: "7"})
	}
	return out
}

// rig is a dialog that keeps what was asked of it.
type rig struct {
	*arranger.Dialog
	did   []string
	taken string
}

func newRig(n int, ticks bool) *rig {
	r := &rig{}
	keys := keymap.Default()
	note := func(what string) func(*arranger.Dialog, int) tea.Cmd {
		return func(_ *arranger.Dialog, row int) tea.Cmd { r.did = append(r.did, fmt.Sprint(what, row)); return nil }
	}
	r.Dialog = arranger.New(arranger.Options{
		ID: "x", Title: "Things", Intro: "What they are.", Ticks: ticks, Numbers: keys.Views,
		Enter: arranger.Key{Desc: "go", Do: note("enter")}, Tick: note("tick"),
		Cancel: func() tea.Cmd { r.did = append(r.did, "cancel"); return nil },
		Keys: []arranger.Key{
			{Binding: keys.MoveDown, Desc: "move down", Do: note("down")},
			{Binding: keys.Remove, Desc: "remove", Do: func(d *arranger.Dialog, _ int) tea.Cmd { d.Say("Gone."); return nil }},
			{Binding: keys.Rename, Desc: "rename", Do: func(d *arranger.Dialog, _ int) tea.Cmd {
				d.Ask("Name", "a", func(text string) []string {
					return []string{text + "bc", text + "bd"}
				}, func(text string) (tea.Cmd, error) {
					if text == "" {
						return nil, errors.New("a name is needed")
					}
					r.taken = text
					return nil, nil
				})
				return nil
			}},
			{Binding: key.NewBinding(key.WithKeys("Q")), Do: note("quiet")},
		},
	}, rows(n), 0)
	r.Attach(styles.New(styles.Theme{}), keys, "")
	return r
}

func (r *rig) press(codes ...rune) {
	for _, c := range codes {
		k := tea.KeyPressMsg{Code: c}
		if c > ' ' && c < 0x7f {
			k.Text = string(c)
		}
		r.Update(k)
	}
}

func TestKeysGoToTheRowUnderTheCursor(t *testing.T) {
	r := newRig(12, false)
	r.press('j', 'j', 'k', 'J', 'Q', tea.KeyEnter, '3', 'G', tea.KeyEnter, 'g', tea.KeyPgDown, 'J')
	assert.Equal(t, []string{"down1", "quiet1", "enter1", "enter2", "enter11", "down8"}, r.did)
	r.press('d')
	assert.Contains(t, ansi.Strip(r.View(80, 24)), "Gone.")
	r.press('k')
	assert.NotContains(t, ansi.Strip(r.View(80, 24)), "Gone.", "until the next key")
	r.press(tea.KeyEscape)
	assert.True(t, r.Done())
	assert.Equal(t, "cancel", r.did[len(r.did)-1])
}

func TestALineOfTextIsAskedForCompletedAndRefused(t *testing.T) {
	r := newRig(2, false)
	r.press('r')
	view := ansi.Strip(r.View(80, 24))
	assert.Contains(t, view, "Name a")
	assert.Contains(t, view, "abc")
	x, y, ok := r.Cursor()
	assert.True(t, ok)
	assert.Equal(t, "Name a", strings.TrimSpace(string([]rune(strings.Split(view, "\n")[y])[2:x])), "the cursor stands behind the text")
	r.press(tea.KeyTab, tea.KeyTab, tea.KeyTab, tea.KeyTab, 'x', tea.KeyEnter)
	assert.Equal(t, "abcx", r.taken)
	assert.NotContains(t, ansi.Strip(r.View(80, 24)), "Name a")
	r.press('r', tea.KeyBackspace, tea.KeyEnter)
	assert.Contains(t, ansi.Strip(r.View(80, 24)), "A name is needed.")
	r.press(tea.KeyEscape)
	assert.False(t, r.Done(), "only the line is left")
	assert.NotContains(t, ansi.Strip(r.View(80, 24)), "A name is needed.")
	r.Update(tea.PasteMsg{Content: "pasted"})
	assert.Equal(t, "abcx", r.taken)
}

func TestItFitsAndTheCursorStaysInView(t *testing.T) {
	for _, size := range [][2]int{{60, 15}, {80, 24}, {120, 40}, {200, 50}, {60, 9}} {
		for _, n := range []int{0, 1, 8, 60} {
			r := newRig(n, true)
			for i := range n + 1 {
				view := ansi.Strip(r.View(size[0], size[1]))
				lines := strings.Split(view, "\n")
				assert.LessOrEqual(t, len(lines), size[1])
				for _, l := range lines {
					assert.Equal(t, ansi.StringWidth(lines[0]), ansi.StringWidth(l))
				}
				if n > 0 {
					assert.Contains(t, view, fmt.Sprintf("▸ · row %d", min(i, n-1)))
				}
				assert.Contains(t, view, "remove")
				r.press('j')
			}
		}
	}
	assert.Empty(t, newRig(3, false).View(20, 5))
}

func TestTheMouseChoosesRows(t *testing.T) {
	r := newRig(3, true)
	y := 0
	for i, l := range strings.Split(ansi.Strip(r.View(80, 24)), "\n") {
		if strings.Contains(l, "row 2") {
			y = i
		}
	}
	r.Update(tea.MouseClickMsg{X: 5, Y: y, Button: tea.MouseLeft})
	r.Update(tea.MouseClickMsg{X: 5, Y: y + 5, Button: tea.MouseLeft})
	r.Update(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
	r.press(tea.KeyEnter)
	assert.Equal(t, []string{"tick2", "enter1"}, r.did)
}
