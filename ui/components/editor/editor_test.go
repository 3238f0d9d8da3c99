package editor_test

import (
	"encoding/json"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/uitest"
	"usher/styles"
	"usher/ui/components/editor"
)

func open(doc string, opts ...editor.Option) *editor.Editor {
	e := editor.New(styles.New(styles.Theme{}), opts...)
	e.SetSize(60, 10)
	e.SetJSON([]byte(doc))
	return e
}

func write(e *editor.Editor, s string) {
	for _, r := range s {
		e.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

func TestEditing(t *testing.T) {
	e := open(`{"plan":"pro","n":12345678901234567890.10}`, editor.WithLimit(8192))
	e.Update(tea.KeyPressMsg{Code: tea.KeyDown})
	e.Update(tea.KeyPressMsg{Code: tea.KeyEnd})
	write(e, `"seats":12,`)
	require.Nil(t, e.Problem())
	raw, err := e.JSON()
	require.NoError(t, err)
	assert.JSONEq(t, `{"plan":"pro","seats":12,"n":12345678901234567890.10}`, string(raw))
	assert.Equal(t, `{"plan":"pro","seats":12,"n":12345678901234567890.10}`, string(raw), "digits and order stay") //nolint:testifylint // the bytes count, not the meaning
	assert.Equal(t, len(raw), e.Size())
	uitest.Golden(t, "editor", ansi.Strip(e.View()))
}

func TestProblemsAreFoundWhileTyping(t *testing.T) {
	e := open(`{"a":1}`)
	e.Update(tea.KeyPressMsg{Code: tea.KeyDown})
	e.Update(tea.KeyPressMsg{Code: tea.KeyEnd})
	write(e, ",")
	require.NotNil(t, e.Problem())
	assert.Equal(t, 3, e.Problem().Line)
	assert.Contains(t, ansi.Strip(e.View()), "✗ line 3, column 1")
	_, err := e.JSON()
	assert.ErrorAs(t, err, new(*editor.Problem))
	e.Update(tea.KeyPressMsg{Code: tea.KeyBackspace})
	assert.Nil(t, e.Problem())
	assert.Contains(t, ansi.Strip(e.View()), "✓ valid JSON")
}

func TestCheck(t *testing.T) {
	for _, tt := range []struct {
		text      string
		line, col int
		says      string
	}{
		{"", 1, 1, "empty"},
		{"{", 1, 2, "unexpected end"},
		{"{\n  \"a\": x\n}", 2, 8, "invalid character 'x'"},
		{"{\"a\":1,\n\"é\":2,\n}", 3, 1, "invalid character '}'"},
		{"[1]", 1, 1, "an object"},
		{" \n null", 2, 2, "an object"},
		{"{\"a\":1}x", 1, 8, "invalid character 'x'"},
		{"{\"a\":1,\n \"b\":{\"a\":2},\n \"a\":3}", 3, 2, `key "a" stands here twice`},
	} {
		p := editor.Check(tt.text, true)
		require.NotNil(t, p, tt.text)
		assert.Equal(t, []int{tt.line, tt.col}, []int{p.Line, p.Col}, "%q: %s", tt.text, p.Text)
		assert.Contains(t, p.Text, tt.says)
	}
	for _, ok := range []string{"{}", `{"a":{"a":1},"b":[{"a":1},{"a":2}],"c":null,"d":"a"}`, "\n {\"x\": [null, \"x\", true]} "} {
		assert.Nil(t, editor.Check(ok, true), ok)
	}
	assert.Nil(t, editor.Check("[1]", false))
}

func TestGauge(t *testing.T) {
	e := open(`{"a":"`+strings.Repeat("x", 80)+`"}`, editor.WithLimit(64))
	assert.True(t, e.TooLarge())
	assert.Equal(t, 88, e.Size())
	assert.Contains(t, ansi.Strip(e.View()), "24 bytes too many, 88 of 64 bytes")
	e.SetJSON([]byte(`{}`))
	assert.False(t, e.TooLarge())
}

func TestForeignTextIsEscapedAndMeansTheSame(t *testing.T) {
	doc := "{\"a\":\"x\u202ey\u200bz\U000e0041\",\"b\":\"\\u001b[2J\",\"name\":\"李小龍 👨\u200d👩\u200d👧\"}"
	e := open(doc)
	view := ansi.Strip(e.View())
	for _, r := range view {
		require.NotContains(t, []rune{0x202e, 0x200b, 0xe0041, 0x1b}, r)
	}
	assert.Contains(t, e.Value(), `x\u202ey\u200bz\udb40\udc41`)
	assert.Contains(t, e.Value(), "👨\u200d👩\u200d👧", "what is inert stays as it is")
	raw, err := e.JSON()
	require.NoError(t, err)
	assert.JSONEq(t, doc, string(raw))

	e.SetJSON([]byte(`{"a":1}`))
	e.Update(tea.KeyPressMsg{Code: tea.KeyRight})
	e.Update(tea.PasteMsg{Content: "\t\"p\": \"\u202e\x1b\",\r\n"})
	assert.Contains(t, e.Value(), `"p": "\u202e\u001b",`)
	assert.Nil(t, e.Problem())
}

func TestLargeDocumentsAndNothingTicks(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"x":[`)
	for i := range 1500 {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("12345")
	}
	b.WriteString("]}")
	e := open(b.String())
	raw, err := e.JSON()
	require.NoError(t, err)
	assert.Equal(t, b.String(), string(raw), "no line limit, no letter limit")
	assert.Nil(t, e.Update(tea.KeyPressMsg{Code: 'v', Mod: tea.ModCtrl}))
	assert.Nil(t, e.Update(tea.FocusMsg{}))
	assert.Nil(t, e.Update(tea.KeyPressMsg{Code: tea.KeyDown}))
}

func FuzzEscape(f *testing.F) {
	f.Add("{\"a\":\"\u202e\u200d\U000e0041\x1b\"}")
	f.Fuzz(func(t *testing.T, s string) {
		got := editor.Escape(s)
		var before, after any
		if json.Unmarshal([]byte(s), &before) == nil && !strings.ContainsAny(s, "\r\t") {
			require.NoError(t, json.Unmarshal([]byte(got), &after), got)
			require.Equal(t, before, after)
		}
		for _, r := range got {
			require.False(t, r != '\n' && (r < 0x20 || r >= 0x7f && r < 0xa0), "%U", r)
		}
	})
}
