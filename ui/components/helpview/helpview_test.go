package helpview_test

import (
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

func TestLooks(t *testing.T) {
	uitest.Golden(t, "wide", ansi.Strip(help().View(120, 40)))
	uitest.Golden(t, "narrow", ansi.Strip(help().View(60, 15)))
	h := help()
	write(h, "copy")
	uitest.Golden(t, "copy", ansi.Strip(h.View(80, 24)))
}

func TestFind(t *testing.T) {
	for query, first := range map[string]string{
		"L":         "│  L          lock or unlock",
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
	assert.NotContains(t, ansi.Strip(h.View(60, 15)), "review the change")
	for range 20 {
		h.Update(tea.KeyPressMsg{Code: tea.KeyPgDown})
	}
	assert.Contains(t, ansi.Strip(h.View(60, 15)), "review the change")
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
