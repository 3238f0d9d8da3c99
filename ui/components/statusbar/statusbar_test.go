package statusbar_test

import (
	"testing"

	"charm.land/bubbles/v2/key"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"

	"usher/styles"
	"usher/ui/components/statusbar"
)

func TestView(t *testing.T) {
	st := styles.New(styles.Theme{})
	hints := []statusbar.Hint{{Key: "⏎", Desc: "open"}, {Key: "/", Desc: "search"}, {Key: "a", Desc: "actions"}, {Key: "?", Desc: "help"}}
	for _, tt := range []struct {
		w     int
		right string
		want  string
	}{
		{60, "", "⏎ open  / search  a actions  ? help"},
		{35, "", "⏎ open  / search  a actions  ? help"},
		{34, "", "⏎ open  / search  ? help"},
		{10, "", "? help"},
		{5, "", ""},
		{0, "", ""},
		{40, "✓ Unlocked", "⏎ open  / search  ? help      ✓ Unlocked"},
		{16, "✓ Unlocked", "      ✓ Unlocked"},
		{6, "✓ Unlocked", "✓ Unl…"},
	} {
		assert.Equal(t, tt.want, ansi.Strip(statusbar.View(st, tt.w, hints, tt.right)), "%d %s", tt.w, tt.right)
	}
	for w := 1; w < 80; w++ {
		assert.LessOrEqual(t, ansi.StringWidth(statusbar.View(st, w, hints, "✓ 李小龍")), w)
	}
}

func TestOf(t *testing.T) {
	on := key.NewBinding(key.WithKeys("a"), key.WithHelp("a", "actions"))
	off := key.NewBinding(key.WithKeys("b"), key.WithHelp("b", "ban"), key.WithDisabled())
	assert.Equal(t, []statusbar.Hint{{Key: "a", Desc: "actions"}}, statusbar.Of(on, off, key.NewBinding()))
}
