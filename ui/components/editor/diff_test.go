package editor_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"

	"usher/keymap"
	"usher/styles"
	"usher/ui/components/editor"
)

func signs(lines []editor.DiffLine) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(string(l.Op) + l.Text + "\n")
	}
	return b.String()
}

func TestLines(t *testing.T) {
	for _, tt := range []struct{ before, after, want string }{
		{"", "", ""},
		{"a\nb", "a\nb", " a\n b\n"},
		{"a", "b", "-a\n+b\n"},
		{"", "a\nb", "+a\n+b\n"},
		{"a\nb", "", "-a\n-b\n"},
		{"a\nb\nc\nd", "a\nx\nc\ny\nd", " a\n-b\n+x\n c\n+y\n d\n"},
		{"a\na\na", "a\na", " a\n a\n-a\n"},
	} {
		assert.Equal(t, tt.want, signs(editor.Lines(tt.before, tt.after)), "%q → %q", tt.before, tt.after)
	}
}

func TestLinesOfTextsTooLongToCompare(t *testing.T) {
	a, b := strings.Repeat("a\n", 3000), strings.Repeat("b\n", 3000)
	lines := editor.Lines("head\n"+a+"tail", "head\n"+b+"tail")
	assert.Len(t, lines, 6002)
	assert.Equal(t, editor.Same, lines[0].Op)
	assert.Equal(t, editor.Same, lines[6001].Op)
}

func TestShorten(t *testing.T) {
	lines := editor.Shorten(editor.Lines("1\n2\n3\n4\n5\n6\n7\n8\n9", "1\n2\n3\n4\nx\n6\n7\n8\n9"), 1)
	assert.Equal(t, "~\n 4\n-5\n+x\n 6\n~\n", signs(lines))
	assert.Equal(t, "~\n", signs(editor.Shorten(editor.Lines("a\nb", "a\nb"), 3)))
}

func TestDiff(t *testing.T) {
	st, keys := styles.New(styles.Theme{}), keymap.Default()
	d := editor.NewDiff(st, keys, "{\n  \"plan\": \"free\"\n}", "{\n  \"plan\": \"pro\u202e\",\n  \"seats\": 12\n}")
	d.SetSize(30, 10)
	assert.Equal(t, strings.Join([]string{"  {", `−   "plan": "free"`, `+   "plan": "pro‹RLO›",`, `+   "seats": 12`, "  }"}, "\n"), ansi.Strip(d.View()))
	added, removed := d.Count()
	assert.Equal(t, []int{2, 1}, []int{added, removed})
	assert.False(t, d.Empty())
	d.SetSize(30, 2)
	d.Update(tea.KeyPressMsg{Code: 'G', Text: "G"})
	assert.Equal(t, "+   \"seats\": 12\n  }", ansi.Strip(d.View()))
	d.Update(tea.KeyPressMsg{Code: 'k', Text: "k"})
	d.Update(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
	assert.True(t, strings.HasPrefix(ansi.Strip(d.View()), "  {"))
	assert.True(t, editor.NewDiff(st, keys, "a", "a").Empty())
}
