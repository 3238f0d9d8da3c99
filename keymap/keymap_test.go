package keymap_test

import (
	"slices"
	"testing"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/keymap"
)

func TestDefaultsDoNotClash(t *testing.T) {
	assert.Empty(t, keymap.Default().Clashes())
}

func TestDefaultsAreThoseOfTheDocumentation(t *testing.T) {
	m := keymap.Default()
	for _, tt := range []struct {
		b    key.Binding
		keys []string
	}{
		{m.Down, []string{"j", "down"}},
		{m.Up, []string{"k", "up"}},
		{m.Top, []string{"g", "home"}},
		{m.Bottom, []string{"G", "end"}},
		{m.PageDown, []string{"pgdown", "ctrl+f"}},
		{m.PageUp, []string{"pgup", "ctrl+b"}},
		{m.HalfDown, []string{"ctrl+d"}},
		{m.HalfUp, []string{"ctrl+u"}},
		{m.Left, []string{"h", "left"}},
		{m.Right, []string{"l", "right"}},
		{m.NextTab, []string{"tab"}},
		{m.PrevTab, []string{"shift+tab"}},
		{m.Views[0], []string{"1"}},
		{m.Views[8], []string{"9"}},
		{m.PrevView, []string{"["}},
		{m.NextView, []string{"]"}},
		{m.Search, []string{"/"}},
		{m.Sort, []string{"s"}},
		{m.Command, []string{":"}},
		{m.Palette, []string{"ctrl+p"}},
		{m.Open, []string{"enter"}},
		{m.JSON, []string{"i"}},
		{m.Why, []string{"w"}},
		{m.ToggleDetail, []string{"p"}},
		{m.Zoom, []string{"z"}},
		{m.Mark, []string{"space"}},
		{m.MarkRange, []string{"v"}},
		{m.MarkAll, []string{"A"}},
		{m.Back, []string{"esc"}},
		{m.NextMatch, []string{"n"}},
		{m.PrevMatch, []string{"N"}},
		{m.Copy, []string{"y"}},
		{m.CopyMenu, []string{"Y", "c"}},
		{m.Browser, []string{"o"}},
		{m.Refresh, []string{"r"}},
		{m.RefreshAll, []string{"R"}},
		{m.ActionMenu, []string{"a"}},
		{m.Undo, []string{"u"}},
		{m.Help, []string{"?"}},
		{m.Quit, []string{"q"}},
		{m.Cancel, []string{"ctrl+c"}},
		{m.External, []string{"ctrl+o"}},
		{m.Action("user.lock"), []string{"L"}},
		{m.Action("user.unlock"), []string{"L"}},
		{m.Action("user.ban"), []string{"B"}},
		{m.Action("user.unban"), []string{"B"}},
		{m.Action("user.disable_mfa"), []string{"M"}},
		{m.Action("user.sessions"), []string{"X"}},
		{m.Action("user.metadata"), []string{"e"}},
	} {
		assert.Equal(t, tt.keys, tt.b.Keys(), tt.b.Help().Desc)
	}
	assert.False(t, m.Action("user.delete").Enabled(), "delete has no direct key")
}

// Keys are matched as the terminal library names them.
func TestDefaultsMatchRealKeys(t *testing.T) {
	m := keymap.Default()
	for _, tt := range []struct {
		k tea.KeyPressMsg
		b key.Binding
	}{
		{tea.KeyPressMsg{Code: 'j', Text: "j"}, m.Down},
		{tea.KeyPressMsg{Code: 'g', ShiftedCode: 'G', Mod: tea.ModShift, Text: "G"}, m.Bottom},
		{tea.KeyPressMsg{Code: tea.KeyPgDown}, m.PageDown},
		{tea.KeyPressMsg{Code: 'f', Mod: tea.ModCtrl}, m.PageDown},
		{tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}, m.Mark},
		{tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift}, m.PrevTab},
		{tea.KeyPressMsg{Code: tea.KeyEscape}, m.Back},
		{tea.KeyPressMsg{Code: tea.KeyEnter}, m.Open},
		{tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl}, m.Cancel},
	} {
		assert.True(t, key.Matches(tt.k, tt.b), "%s is %s", tt.k, tt.b.Help().Desc)
	}
}

func TestEveryBindingHasANameAndHelp(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range keymap.Default().Bindings() {
		assert.NotEmpty(t, e.ID)
		assert.False(t, seen[e.ID], "%s stands twice", e.ID)
		seen[e.ID] = true
		assert.NotEmpty(t, e.Binding.Help().Key, e.ID)
		assert.NotEmpty(t, e.Binding.Help().Desc, e.ID)
		assert.NotEmpty(t, e.Scope.String(), e.ID)
	}
}

func TestOverride(t *testing.T) {
	m := keymap.Default()
	m.AddAction("user.delete", "delete")
	require.NoError(t, m.Override(map[string][]string{
		"list.down":   {"ctrl+n"},
		"user.delete": {"D"},
		"user.ban":    {"K"},
		"user.unban":  {"K"},
		"view.9":      {},
	}))
	assert.Equal(t, []string{"ctrl+n"}, m.Down.Keys())
	assert.Equal(t, "^n", m.Down.Help().Key)
	assert.Equal(t, "down", m.Down.Help().Desc)
	assert.Equal(t, []string{"D"}, m.Action("user.delete").Keys())
	assert.True(t, m.Action("user.delete").Enabled())
	assert.False(t, m.Views[8].Enabled())
	assert.Equal(t, []string{"j", "down"}, keymap.Default().Down.Keys(), "other dashboards keep their keys")
}

func TestOverrideReportsAllThatIsWrong(t *testing.T) {
	for _, tt := range []struct {
		name string
		keys map[string][]string
		want []string
	}{
		{"unknown id", map[string][]string{"user.bann": {"Q"}}, []string{"user.bann", "did you mean user.ban?"}},
		{"no key", map[string][]string{"help": {"contrl+x"}}, []string{`help: "contrl+x" is not a key`}},
		{"shift and letter", map[string][]string{"help": {"shift+a"}}, []string{`"shift+a" is not a key`}},
		{"blank", map[string][]string{"help": {" "}}, []string{`" " is not a key`}},
		{"clash in the list", map[string][]string{"sort": {"j"}}, []string{"key j means both list.down and sort (list)"}},
		{"clash with a global key", map[string][]string{"sort": {"?"}}, []string{"key ? means both sort and help"}},
		{"action and action", map[string][]string{"user.ban": {"L"}}, []string{"key L means both user.lock and user.ban"}},
		{"action and list", map[string][]string{"user.ban": {"j"}}, []string{"list.down", "user.ban"}},
		{"opener that confirms", map[string][]string{"dialog.confirm": {"B"}}, []string{"key B means both dialog.confirm and user.ban"}},
		{"two at once", map[string][]string{"nope.nope": {"x"}, "help": {"hyper+q"}}, []string{"nope.nope", "hyper+q"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := keymap.Default()
			err := m.Override(tt.keys)
			require.ErrorIs(t, err, keymap.ErrOverride)
			for _, w := range tt.want {
				assert.ErrorContains(t, err, w)
			}
			assert.Equal(t, keymap.Default().Bindings(), m.Bindings(), "nothing changes")
		})
	}
}

func TestKeysOfDifferentPlacesMayBeTheSame(t *testing.T) {
	m := keymap.Default()
	// y copies in the list, copies a value in JSON and confirms in a dialog.
	assert.Equal(t, m.Copy.Keys(), m.Confirm.Keys())
	assert.NoError(t, m.Override(map[string][]string{"json.fold": {"h"}}), "panes are not in JSON")
}

func TestAddActionKeepsDefaults(t *testing.T) {
	m := keymap.Default()
	n := len(m.Bindings())
	m.AddAction("user.ban", "ban the user")
	m.AddAction("user.delete", "delete")
	assert.Equal(t, "ban the user", m.Action("user.ban").Help().Desc)
	assert.Equal(t, []string{"B"}, m.Action("user.ban").Keys())
	assert.Len(t, m.Bindings(), n+1)
	i := slices.IndexFunc(m.Bindings(), func(e keymap.Entry) bool { return e.ID == "user.delete" })
	assert.GreaterOrEqual(t, i, 0)
}

func TestName(t *testing.T) {
	for in, want := range map[string]string{"enter": "⏎", "ctrl+p": "^p", "shift+tab": "⇧tab", "up": "↑", "G": "G", "pgdown": "pgdown"} {
		assert.Equal(t, want, keymap.Name(in))
	}
}
