package helpview_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/uitest"
	"usher/keymap"
	"usher/styles"
	"usher/ui/components/dialog"
	"usher/ui/components/helpview"
)

var _ dialog.Dialog = (*helpview.Help)(nil)

func help() *helpview.Help {
	keys := keymap.Default()
	h := helpview.New(helpview.Rows(keys), "")
	h.Attach(styles.New(styles.Theme{}), keys, "?")
	return h
}

func write(h *helpview.Help, s string) {
	for _, r := range s {
		h.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

func shown(h *helpview.Help, w, height int) []string {
	return strings.Split(ansi.Strip(h.View(w, height)), "\n")
}

// few is a help of rows that no new key changes.
func few() *helpview.Help {
	var rows []helpview.Row
	for i, scope := range []string{"Everywhere", "List", "Dialog", "Commands"} {
		for n := range 4 + 6*i {
			rows = append(rows, helpview.Row{Scope: scope, Keys: []string{string(rune('a' + n))}, Desc: fmt.Sprintf("copy thing %d of the %s", n, scope)})
		}
	}
	rows[2].Off = "not now"
	rows[3].Desc = "a sentence that is far too long for a column of any width that there is on a usual screen"
	h := helpview.New(rows, "")
	h.Attach(styles.New(styles.Theme{}), keymap.Default(), "?")
	return h
}

func TestLooks(t *testing.T) {
	uitest.Golden(t, "wide", ansi.Strip(few().View(120, 40)))
	uitest.Golden(t, "narrow", ansi.Strip(few().View(60, 15)))
	h := few()
	write(h, "copy")
	uitest.Golden(t, "copy", ansi.Strip(h.View(80, 24)))
}

func TestFind(t *testing.T) {
	for query, first := range map[string]string{
		"L":         "│  L     lock or unlock",
		"l":         "pane on the right",
		"ctrl+d":    "half a page down",
		"^p":        "all actions",
		"esc":       "step back",
		"ban":       "ban or unban",
		"meta edit": "edit metadata",
		"UNLOCK":    "lock or unlock",
		"7":         "view 1 to 9",
	} {
		h := help()
		write(h, query)
		assert.Contains(t, shown(h, 100, 30)[3], first, query)
	}
	h := help()
	write(h, "qwertz")
	assert.Contains(t, shown(h, 100, 30)[3], "No key and no word matches.")
}

func TestKeysThatAreOffOrRebound(t *testing.T) {
	keys := keymap.Default()
	keys.AddAction("user.delete", "delete")
	require.NoError(t, keys.Override(map[string][]string{"undo": {"ctrl+z"}, "user.ban": {"K"}}))
	rows := helpview.Rows(keys)
	find := func(desc string) *helpview.Row {
		for i := range rows {
			if rows[i].Desc == desc {
				return &rows[i]
			}
		}
		return nil
	}
	assert.Equal(t, []string{"^z"}, find("undo").Keys)
	assert.Equal(t, []string{"K"}, find("ban").Keys, "no longer the same key as unban")
	assert.Nil(t, find("delete"), "no key, no row")
}

func TestLeaving(t *testing.T) {
	h := help()
	write(h, "lock")
	h.Update(tea.KeyPressMsg{Code: tea.KeyEscape})
	assert.False(t, h.Done(), "first the search goes")
	h.Update(tea.KeyPressMsg{Code: tea.KeyEscape})
	assert.True(t, h.Done())
	h = help()
	write(h, "?")
	assert.True(t, h.Done(), "the key that opens also closes")
	h = help()
	h.Update(tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl})
	assert.True(t, h.Done())
}

func TestScrollsAndFits(t *testing.T) {
	h := help()
	assert.NotContains(t, ansi.Strip(h.View(60, 15)), "previous completion")
	for range 20 {
		h.Update(tea.KeyPressMsg{Code: tea.KeyPgDown})
	}
	assert.Contains(t, ansi.Strip(h.View(60, 15)), "previous completion")
	h.Update(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
	for w := 60; w <= 160; w += 7 {
		for height := 15; height < 50; height += 5 {
			lines := shown(h, w, height)
			require.LessOrEqual(t, len(lines), height)
			for _, l := range lines {
				require.Equal(t, ansi.StringWidth(lines[0]), ansi.StringWidth(l), "%q", l)
				require.LessOrEqual(t, ansi.StringWidth(l), w)
			}
		}
	}
	assert.Empty(t, help().View(8, 4))
}

func TestNothingIsCutAndCommandsAreFoundByTheirWord(t *testing.T) {
	long := "Taken over: sign out everywhere and force a new password"
	keys := keymap.Default()
	for _, w := range []int{60, 80, 120} {
		h := helpview.New([]helpview.Row{
			{Scope: "Commands", Keys: []string{":set PATH=TEXT or PATH:=JSON"}, Names: []string{"set"}, Desc: "change one key"},
			{Scope: "Actions", Keys: []string{"a x"}, Names: []string{"compromised"}, Desc: long},
		}, "")
		h.Attach(styles.New(styles.Theme{}), keys, "?")
		for _, find := range []string{"", "force", "compromised"} {
			h.Update(tea.KeyPressMsg{Code: 'u', Mod: tea.ModCtrl})
			write(h, find)
			text := ansi.Strip(h.View(w, 24))
			for _, word := range strings.Fields(long) {
				assert.Contains(t, text, word, "%d %q", w, find)
			}
			assert.NotContains(t, text, "…")
			for l := range strings.SplitSeq(text, "\n") {
				assert.LessOrEqual(t, ansi.StringWidth(l), w)
			}
		}
		for _, find := range []string{"set", ":set", "path=", "x"} {
			h.Update(tea.KeyPressMsg{Code: 'u', Mod: tea.ModCtrl})
			write(h, find)
			assert.NotContains(t, ansi.Strip(h.View(w, 24)), "No key", find)
		}
	}
}
