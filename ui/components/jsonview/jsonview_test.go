package jsonview_test

import (
	"bytes"
	"encoding/json"
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
	"usher/ui/components/jsonview"
)

const alice = `{"id":"user_2x9k","first_name":"Alice","last_name":"Joh\u001b[31mnson","banned":false,"locked":true,"image_url":null,
 "created_at":1700000000000,"email_addresses":[{"id":"idn_1","email_address":"alice@acme.example"},{"id":"idn_2","email_address":"a@b.example"}],
 "public_metadata":{"plan":"pro","big":12345678901234567890.1234567890,"exp":1E+400,"neg":-0,"empty":{},"none":[],"a \"quoted\" key\u202e":"山田　太郎","path":"C:\\x"},
 "unsafe_metadata":{"note":"Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor"}}`

func view(doc string, w, h int, opts ...jsonview.Option) *jsonview.View {
	v := jsonview.New(styles.New(styles.Theme{}), keymap.Default(), opts...)
	v.SetSize(w, h)
	v.Focus(true)
	v.SetDocument([]byte(doc))
	return v
}

func lines(v *jsonview.View) []string { return strings.Split(ansi.Strip(v.View()), "\n") }

func press(v *jsonview.View, keys ...tea.KeyPressMsg) {
	for _, k := range keys {
		v.Update(k)
	}
}

func letter(s string) tea.KeyPressMsg { return tea.KeyPressMsg{Code: []rune(s)[0], Text: s} }

func TestLooks(t *testing.T) {
	v := view(alice, 60, 40, jsonview.WithNote(func(path string, _ []byte) string {
		if strings.HasSuffix(path, "_at") {
			return "14 Nov 2023"
		}
		return ""
	}))
	uitest.Golden(t, "alice", ansi.Strip(v.View()))
	v.FoldAll()
	uitest.Golden(t, "alice-folded", ansi.Strip(v.View()))
}

func TestNumbersKeepTheirDigitsAndKeysTheirOrder(t *testing.T) {
	v := view(`{"z":12345678901234567890.1234567890,"a":1E+400,"m":-0.0,"z":1}`, 60, 10)
	assert.Equal(t, []string{
		"▾ {", `    "z": 12345678901234567890.1234567890,`, `    "a": 1E+400,`, `    "m": -0.0,`, `    "z": 1`, "  }",
	}, lines(v)[:6])
}

func TestTextIsInert(t *testing.T) {
	v := view("{\"\\u202ek\u200by\":\"a\\u001b[2Jb\\n\u009bc\\\"d\\\\e\"}", 60, 4)
	assert.Equal(t, `    "‹RLO›k‹ZWSP›y": "a␛[2Jb⏎‹9B›c\"d\\e"`, lines(v)[1])
}

func TestPathAndValue(t *testing.T) {
	v := view(`{"a":{"b c":[10,{"x-y":"s\n"}]},"d":null}`, 60, 20)
	for _, tt := range []struct{ path, value, text string }{
		{".", `{"a":{"b c":[10,{"x-y":"s\n"}]},"d":null}`, `{"a":{"b c":[10,{"x-y":"s\n"}]},"d":null}`},
		{".a", `{"b c":[10,{"x-y":"s\n"}]}`, `{"b c":[10,{"x-y":"s\n"}]}`},
		{`.a["b c"]`, `[10,{"x-y":"s\n"}]`, `[10,{"x-y":"s\n"}]`},
		{`.a["b c"][0]`, "10", "10"},
		{`.a["b c"][1]`, `{"x-y":"s\n"}`, `{"x-y":"s\n"}`},
		{`.a["b c"][1]["x-y"]`, `"s\n"`, "s\n"},
	} {
		assert.Equal(t, tt.path, v.Path())
		assert.Equal(t, tt.value, string(v.Value()))
		assert.Equal(t, tt.text, v.Text())
		press(v, letter("j"))
	}
}

func TestFolding(t *testing.T) {
	v := view(`{"a":{"b":{"c":1}},"d":[1,2]}`, 60, 20)
	assert.Equal(t, 11, v.Len())
	press(v, letter("j"), tea.KeyPressMsg{Code: tea.KeyLeft})
	assert.Equal(t, `  ▸ "a": {…}, 1 key`, lines(v)[1])
	assert.Equal(t, 7, v.Len())
	press(v, tea.KeyPressMsg{Code: tea.KeyRight})
	assert.Equal(t, 11, v.Len())
	press(v, letter("j"), letter("j"), tea.KeyPressMsg{Code: tea.KeyLeft})
	assert.Equal(t, ".a.b", v.Path(), "left on a scalar goes to what holds it")
	press(v, letter("_"))
	assert.Equal(t, 4, v.Len())
	assert.Equal(t, ".a", v.Path(), "the cursor goes to what has folded over it")
	press(v, letter("*"))
	assert.Equal(t, 11, v.Len())
	assert.Equal(t, ".a", v.Path())
	press(v, tea.KeyPressMsg{Code: tea.KeyEnter})
	assert.Equal(t, 7, v.Len())
	press(v, letter("G"))
	assert.Equal(t, ".", v.Path(), "the last line closes the root")
	press(v, tea.KeyPressMsg{Code: tea.KeyLeft})
	assert.Equal(t, 1, v.Len())
}

func TestSearch(t *testing.T) {
	v := view(alice, 60, 20)
	v.FoldAll()
	press(v, letter("/"))
	assert.True(t, v.Searching())
	for _, r := range "IDN_" {
		press(v, letter(string(r)))
	}
	assert.Equal(t, ".email_addresses[0].id", v.Path(), "it follows the typing and unfolds")
	n, cur := v.Matches()
	assert.Equal(t, []int{2, 1}, []int{n, cur})
	assert.Contains(t, lines(v)[19], "1 of 2")
	x, y, ok := v.Cursor()
	assert.Equal(t, []any{6, 19, true}, []any{x, y, ok})
	press(v, tea.KeyPressMsg{Code: tea.KeyEnter}, letter("n"))
	assert.False(t, v.Searching())
	assert.Equal(t, ".email_addresses[1].id", v.Path())
	press(v, letter("n"))
	assert.Equal(t, ".email_addresses[0].id", v.Path(), "round it goes")
	press(v, letter("N"))
	assert.Equal(t, ".email_addresses[1].id", v.Path())
	assert.True(t, v.ClearSearch())
	assert.False(t, v.ClearSearch())
	v.SetSearch("nowhere to be found")
	press(v, letter("n"))
	assert.Equal(t, ".email_addresses[1].id", v.Path())
	press(v, letter("/"), tea.KeyPressMsg{Code: tea.KeyEscape})
	assert.False(t, v.Searching())
}

func TestSearchFindsDecodedText(t *testing.T) {
	v := view(`{"a":"caf\u00e9","b":"ÉCLAIR"}`, 40, 5)
	v.SetSearch("FÉ")
	assert.Equal(t, ".a", v.Path())
	v.SetSearch("éc")
	assert.Equal(t, ".b", v.Path())
}

func TestRefreshKeepsFoldsAndCursor(t *testing.T) {
	v := view(alice, 60, 12)
	v.SetSearch("plan")
	v.ClearSearch()
	for v.Path() != ".email_addresses" {
		press(v, letter("k"))
	}
	press(v, tea.KeyPressMsg{Code: tea.KeyLeft})
	press(v, letter("j"))
	require.Equal(t, ".public_metadata", v.Path())
	v.SetDocument([]byte(strings.Replace(alice, `"banned":false`, `"banned":true,"new":1`, 1)))
	assert.Equal(t, ".public_metadata", v.Path())
	assert.Contains(t, ansi.Strip(v.View()), `▸ "email_addresses": […], 2 items`)
}

func TestMouse(t *testing.T) {
	v := view(alice, 60, 12)
	v.Update(tea.MouseClickMsg{X: 5, Y: 2, Button: tea.MouseLeft})
	assert.Equal(t, ".first_name", v.Path())
	v.Update(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
	v.Update(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
	assert.Equal(t, ".image_url", v.Path(), "the cursor is carried along")
	v.Update(tea.MouseClickMsg{X: 5, Y: 2, Button: tea.MouseLeft})
	n := v.Len()
	require.Equal(t, ".email_addresses", v.Path())
	v.Update(tea.MouseClickMsg{X: 5, Y: 2, Button: tea.MouseLeft})
	assert.Less(t, v.Len(), n, "a second click folds")
}

func TestWhatIsNotJSONIsShownAsItIs(t *testing.T) {
	v := view("<html>\x1b[2J\n<body>", 40, 5)
	require.Error(t, v.Err())
	assert.Equal(t, []string{"<html>␛[2J", "<body>", "", "", ""}, lines(v))
	press(v, letter("j"), tea.KeyPressMsg{Code: tea.KeyLeft}, letter("n"), letter("_"), letter("*"))
	assert.Empty(t, v.Path())
	assert.Nil(t, v.Value())
	for _, doc := range []string{"", "  ", "null", "3", `"s"`, "[]", "{}", "[[[[[]]]]]"} {
		v.SetDocument([]byte(doc))
		press(v, letter("G"), letter("g"), tea.KeyPressMsg{Code: tea.KeyEnter})
		assert.Len(t, lines(v), 5, doc)
	}
	v.SetDocument([]byte(`{"back":1}`))
	assert.NoError(t, v.Err())
}

func TestNoLineIsTooWide(t *testing.T) {
	deep := strings.Repeat(`{"a":[`, 60) + `"` + strings.Repeat("李", 90) + `"` + strings.Repeat(`]}`, 60)
	for _, doc := range []string{alice, deep, `{"` + strings.Repeat("k", 500) + `":"` + strings.Repeat("e\u0301", 500) + `"}`, `"` + strings.Repeat(`\ud83d\ude00\\\"`, 4000) + `"`} {
		for _, w := range []int{1, 2, 10, 33, 80} {
			v := view(doc, w, 30)
			for range 5 {
				for _, l := range lines(v) {
					require.LessOrEqual(t, ansi.StringWidthWc(l), w)
				}
				press(v, tea.KeyPressMsg{Code: tea.KeyPgDown})
			}
		}
	}
}

// Whatever the document, what is drawn unfolded and read again is the same
// value; long lines aside.
func TestDrawnTextIsTheDocument(t *testing.T) {
	for _, doc := range []string{alice, `[1,[2,[3]],{"a":{}},[],"x\\\"y"]`, `{"a":[{},{"b":[null,true,false]}]}`} {
		doc = strings.NewReplacer(`\u001b`, "", `\u202e`, "").Replace(doc)
		v := view(doc, 300, 100)
		text := strings.NewReplacer("▾ ", "", "▸ ", "").Replace(ansi.Strip(v.View()))
		var want, got bytes.Buffer
		require.NoError(t, json.Compact(&want, []byte(doc)))
		require.NoError(t, json.Compact(&got, []byte(text)), text)
		assert.Equal(t, want.String(), got.String())
	}
}

func FuzzDocument(f *testing.F) {
	f.Add([]byte(alice), 40)
	f.Add([]byte(`[1,{"a":"\ud800"}]`), 10)
	f.Add([]byte("{\"\xff\":1}"), 10)
	f.Fuzz(func(t *testing.T, doc []byte, w int) {
		w = min(max(w, 1), 200)
		v := view(string(doc), w, 10)
		press(v, letter("j"), tea.KeyPressMsg{Code: tea.KeyLeft}, letter("G"), tea.KeyPressMsg{Code: tea.KeyEnter})
		v.SetSearch("a")
		press(v, letter("n"))
		for _, l := range lines(v) {
			require.LessOrEqual(t, ansi.StringWidthWc(l), w)
			for _, r := range l {
				require.False(t, r < 0x20 || r >= 0x7f && r < 0xa0, "%U", r)
			}
		}
		if len(v.Value()) > 0 && v.Err() == nil {
			require.True(t, json.Valid(v.Value()))
		}
	})
}

// big is a document of about n bytes.
func big(n int) []byte {
	var b bytes.Buffer
	b.WriteString(`{"items":[`)
	for i := 0; b.Len() < n; i++ {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":"user_%d","n":%d,"tags":["a","b"],"meta":{"plan":"pro","note":"some text that is not short"}}`, i, i)
	}
	b.WriteString("]}")
	return b.Bytes()
}

func BenchmarkOpen8KB(b *testing.B) { benchmarkOpen(b, 8<<10) }

func BenchmarkOpen1MB(b *testing.B) { benchmarkOpen(b, 1<<20) }

func benchmarkOpen(b *testing.B, n int) {
	docs := [][]byte{big(n), append(big(n), ' ')}
	v := view("{}", 60, 40)
	b.ReportAllocs()
	b.SetBytes(int64(n))
	i := 0
	for b.Loop() {
		v.SetDocument(docs[i%2])
		_ = v.View()
		i++
	}
}

func BenchmarkMoveIn1MB(b *testing.B) {
	v := view(string(big(1<<20)), 60, 40)
	b.ReportAllocs()
	for b.Loop() {
		press(v, letter("j"))
		_ = v.View()
	}
}

func BenchmarkSearch1MB(b *testing.B) {
	v := view(string(big(1<<20)), 60, 40)
	b.ReportAllocs()
	for b.Loop() {
		v.SetSearch("user_99")
	}
}
