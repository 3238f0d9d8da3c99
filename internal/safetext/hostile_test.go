package safetext_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/safetext"
)

// manyParams is a CSI with 33 parameters, which the renderer cannot hold.
var manyParams = "\x1b[" + strings.Repeat("1;", 32) + "1m"

// hostile maps what strangers type to what may reach the screen.
var hostile = []struct{ name, in, want string }{
	{"escape", "a\x1b[31mb", "a␛[31mb"},
	{"csi with 33 parameters", "Eve " + manyParams, "Eve ␛[" + strings.Repeat("1;", 32) + "1m"},
	{"hyperlink", "\x1b]8;;http://evil\x07click\x1b]8;;\x07", "␛]8;;http://evil␇click␛]8;;␇"},
	{"clipboard", "\x1b]52;c;Zm9v\x1b\\", "␛]52;c;Zm9v␛\\"},
	{"device control", "\x1bPq#0\x1b\\", "␛Pq#0␛\\"},
	{"application command", "\x1b_Gf=100\x1b\\", "␛_Gf=100␛\\"},
	{"one-byte csi", "a\u009b31mb", "a‹9B›31mb"},
	{"one-byte osc and dcs", "\u009d52\u009c\u0090q", "‹9D›52‹9C›‹90›q"},
	{"next line", "a\u0085b", "a‹85›b"},
	{"nul and bell", "a\x00b\x07", "a␀b␇"},
	{"delete", "a\x7fb", "a␡b"},
	{"line breaks", "a\nb\r\nc\rd", "a⏎b⏎c⏎d"},
	{"many line breaks", "a" + strings.Repeat("\n", 40) + "b", "a‹⏎×40›b"},
	{"tab", "a\tb", "a⇥b"},
	{"line and paragraph separator", "a\u2028b\u2029c", "a‹LS›b‹PS›c"},
	{"override", "abc\u202egnp.exe", "abc‹RLO›gnp.exe"},
	{"embeddings", "\u202aa\u202bb\u202cc\u202dd", "‹LRE›a‹RLE›b‹PDF›c‹LRO›d"},
	{"isolates", "\u2066a\u2067b\u2068c\u2069d", "‹LRI›a‹RLI›b‹FSI›c‹PDI›d"},
	{"marks of direction", "a\u200eb\u200fc\u061cd", "a‹LRM›b‹RLM›c‹ALM›d"},
	{"zero width", "ad\u200bmin\u2060\ufeff", "ad‹ZWSP›min‹WJ›‹BOM›"},
	{"zero width flood", strings.Repeat("\u200b", 5000), "‹ZWSP×5000›"},
	{"joiners in Latin", "ad\u200dmi\u200cn", "ad‹ZWJ›mi‹ZWNJ›n"},
	{"joiner at the end", "سلام\u200c", "سلام‹ZWNJ›"},
	{"joiner at the start", "\u200dسلام", "‹ZWJ›سلام"},
	{"many joiners", "می\u200c\u200c\u200cخواهم", "می‹ZWNJ×3›خواهم"},
	{"soft hyphen", "ad\u00admin", "ad‹SHY›min"},
	{"invisible operators", "a\u2061\u2062\u2063\u2064b", "a‹U+2061›‹U+2062›‹U+2063›‹U+2064›b"},
	{"deprecated format", "a\u206ab\u206fc", "a‹U+206A›b‹U+206F›c"},
	{"grapheme joiner", "a\u034fb", "a‹CGJ›b"},
	{"Hangul fillers", "\u3164\u115f\u1160\uffa0", "‹HF×4›"},
	{"Khmer inherent vowels", "ក\u17b4\u17b5", "ក‹U+17B4›‹U+17B5›"},
	{"Mongolian vowel separator", "a\u180eb", "a‹MVS›b"},
	{"braille blank", "a\u2800b", "a‹BLANK›b"},
	{"odd blanks", "a\u2003b\u205fc", "a␣b␣c"},
	{"tags", "a\U000e0041\U000e0042\U000e007fb", "a‹TAG×3›b"},
	{"tags on a flag that is none", "🏴\U000e0078\U000e0078\U000e007f", "🏴‹TAG×3›"},
	{"tags hidden on an emoji", "😀\U000e0061\U000e0062", "😀‹TAG×2›"},
	{"selectors on a letter", "a\ufe0fb\ufe01", "a‹VS16›b‹VS2›"},
	{"selectors smuggling data", "😀\U000e0100\U000e0101\U000e0102", "😀‹VS×3›"},
	{"two selectors", "❤\ufe0f\ufe0f", "❤\ufe0f‹VS16›"},
	{"two selectors on a Han letter", "葛\U000e0100\U000e0101", "葛\U000e0100‹VS›"},
	{"combining flood", "e" + strings.Repeat("\u0301", 60) + "x", "e" + strings.Repeat("\u0301", 8) + "‹+52›x"},
	{"mark without a letter", "\u0301abc", "◌\u0301abc"},
	{"mark behind a control", "\x1b\u0301", "␛◌\u0301"},
	{"skin tone on nothing", "a🏽 👍🏽🏽", "a‹TONE› 👍🏽‹TONE›"},
	{"letters that join the cell before", "\u0e33\uff9e", "◌\u0e33\uff9e"},
	{"letter that joins the cell behind", "\u0d4e", "‹U+D4E›"},
	{"keycap on nothing", "\u20e3", "◌\u20e3"},
	{"annotation", "\ufff9a\ufffab\ufffb", "‹IAA›a‹IAS›b‹IAT›"},
	{"object", "a\ufffcb", "a‹OBJ›b"},
	{"private use", "a\ue000\U000f0000\U0010fffdb", "a‹U+E000›‹U+F0000›‹U+10FFFD›b"},
	{"noncharacters", "a\ufdd0\uffff\U0001fffe", "a‹U+FDD0›‹U+FFFF›‹U+1FFFE›"},
	{"unassigned and ignorable", "a\u2065\U000e0fffb", "a‹U+2065›‹U+E0FFF›b"},
	{"musical and shorthand formats", "\U0001d173\U0001bca0", "‹U+1D173›‹U+1BCA0›"},
	{"Egyptian joiners", "𓀀\U00013430𓀁", "𓀀‹U+13430›𓀁"},
	{"Arabic number sign", "\u0600۱", "‹U+600›۱"},
	{"invalid bytes", "a\xff\xfe\xc3(b", "a\ufffd\ufffd\ufffd(b"},
	{"overlong escape", "\xc0\x9b", "\ufffd\ufffd"},
	{"surrogate bytes", "\xed\xa0\x80", "\ufffd\ufffd\ufffd"},
	{"raw c1 byte", "a\x9b31m", "a\ufffd31m"},
}

func TestHostileTextIsInert(t *testing.T) {
	for _, tt := range hostile {
		t.Run(tt.name, func(t *testing.T) {
			got := safetext.Line(api.NewText(tt.in))
			assert.Equal(t, tt.want, got)
			assert.Equal(t, got, safetext.String(tt.in))
			requireInert(t, got)
			assert.Equal(t, got, safetext.String(got), "a safe line is safe")
		})
	}
}

func TestLoneSurrogatesInJSONAreVisible(t *testing.T) {
	var s string
	require.NoError(t, json.Unmarshal([]byte(`"a\ud800b\udfffc"`), &s))
	assert.Equal(t, "a\ufffdb\ufffdc", safetext.String(s))
}

// requireInert fails if s could do anything on a terminal but show letters.
func requireInert(t *testing.T, s string) {
	t.Helper()
	require.True(t, utf8.ValidString(s), "%+q", s)
	runes := []rune(s)
	marks := 0
	for i, r := range runes {
		require.False(t, unicode.IsControl(r), "control %U in %+q", r, s)
		require.False(t, unicode.In(r, unicode.Zl, unicode.Zp, unicode.Co, unicode.Cs, unicode.Bidi_Control), "%U in %+q", r, s)
		require.NotEqual(t, rune(0xfffe), r&0xfffe, "noncharacter %U in %+q", r, s)
		if unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc) && !unicode.Is(unicode.Variation_Selector, r) {
			marks++
			require.NotZero(t, i, "mark without a letter in %+q", s)
		} else if !unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Variation_Selector, r) {
			marks = 0
		}
		require.LessOrEqual(t, marks, 8, "flood of marks in %+q", s)
		if !unicode.Is(unicode.Cf, r) {
			continue
		}
		switch {
		case r == '\u200c' || r == '\u200d':
			require.NotZero(t, i, "joiner joins nothing in %+q", s)
			require.NotContains(t, []rune{'\u200c', '\u200d'}, runes[i-1], "joiners in a row in %+q", s)
		case r >= 0xe0020 && r <= 0xe007f:
			require.Contains(t, s, "🏴", "tag without a flag in %+q", s)
		default:
			require.Fail(t, "format character", "%U in %+q", r, s)
		}
	}
}

func TestBlockKeepsLines(t *testing.T) {
	assert.Equal(t, []string{""}, safetext.Block(""))
	assert.Equal(t, []string{"a", "    b␛[m", "c‹RLO›", ""}, safetext.Block("a\r\n\tb\x1b[m\nc\u202e\n"))
}

func TestCleanTextIsTheSameString(t *testing.T) {
	in := api.NewText("alice@acme.example")
	assert.Zero(t, testing.AllocsPerRun(100, func() { safetext.Line(in) }))
	zoe := api.NewText("Zoë Müller 李小龍")
	assert.Zero(t, testing.AllocsPerRun(100, func() { safetext.Line(zoe) }), "unchanged text is not copied")
}
