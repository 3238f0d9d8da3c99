package tabs_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/styles"
	"usher/ui/components/tabs"
)

func bar() *tabs.Tabs {
	return tabs.New(styles.New(styles.Theme{}),
		tabs.Tab{ID: "overview", Title: "Overview"}, tabs.Tab{ID: "orgs", Title: "Organizations", Short: "Orgs", Badge: "2"},
		tabs.Tab{ID: "sessions", Title: "Sessions"}, tabs.Tab{ID: "json", Title: "JSON"})
}

func TestWidths(t *testing.T) {
	b := bar()
	for w, want := range map[int]string{
		60: "Overview  Organizations 2  Sessions  JSON",
		41: "Overview  Organizations 2  Sessions  JSON",
		40: "Overview Organizations 2 Sessions JSON",
		37: "Overview Orgs Ses JSON",
		20: "Overview Orgs Ses ›",
		12: "Overview ›",
		6:  "O… ›",
	} {
		assert.Equal(t, want, ansi.Strip(b.View(w)), "width %d", w)
	}
	b.Select("json")
	assert.Equal(t, "‹ Ses JSON", ansi.Strip(b.View(12)))
	b.Select("orgs")
	assert.Equal(t, "Ove Organizations 2 Ses JSON", ansi.Strip(b.View(30)), "the present tab keeps its title")
}

func TestNeverWiderAndAlwaysTheCurrent(t *testing.T) {
	for i := range 4 {
		b := bar()
		b.SelectIndex(i)
		for w := 1; w < 60; w++ {
			view := b.View(w)
			if w >= 6 {
				require.LessOrEqual(t, ansi.StringWidth(view), w)
			}
			require.Contains(t, view, "\x1b[1;4;", "the present tab is in view at %d", w)
		}
	}
}

func TestSelecting(t *testing.T) {
	b := bar()
	b.Prev()
	assert.Equal(t, "json", b.Current())
	b.Next()
	assert.Equal(t, "overview", b.Current())
	assert.True(t, b.Select("sessions"))
	assert.False(t, b.Select("nope"))
	assert.Equal(t, 2, b.Index())
	b.SetTabs(tabs.Tab{ID: "sessions", Title: "Sessions"}, tabs.Tab{ID: "x", Title: "X"})
	assert.Equal(t, "sessions", b.Current(), "it stays where it was")
	b.SetTabs()
	assert.Empty(t, b.Current())
	b.Next()
	assert.Empty(t, b.View(20))
}

func TestAt(t *testing.T) {
	for _, w := range []int{60, 40, 30, 20} {
		b := bar()
		b.SetBadge("overview", "!")
		view := ansi.Strip(b.View(w))
		for i, title := range []string{"Over", "Org", "Ses", "JSO"} {
			x := strings.Index(view, title)
			if x < 0 {
				continue
			}
			got, ok := b.At(x + 1)
			assert.True(t, ok)
			assert.Equal(t, i, got, "%s in %q", title, view)
		}
		_, ok := b.At(w + 5)
		assert.False(t, ok)
	}
}
