package safetext_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/safetext"
)

var methods = []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth}

func TestFit(t *testing.T) {
	for _, tt := range []struct {
		in   string
		w    int
		want string
	}{
		{"", 3, "   "},
		{"Alice", 0, ""},
		{"Alice", -1, ""},
		{"Alice", 5, "Alice"},
		{"Alice", 7, "Alice  "},
		{"Alice", 4, "Ali…"},
		{"Alice", 1, "…"},
		{"李小龍", 6, "李小龍"},
		{"李小龍", 5, "李小…"},
		{"李小龍", 4, "李… "}, // half a letter is a blank
		{"李小龍", 2, "… "},
		{"👨\u200d👩\u200d👧", 8, "👨👩👧  "}, // a family as its members
		{"👍🏽!", 4, "👍! "},
		{"❤\ufe0f!", 3, "❤! "},
		{"1\ufe0f\u20e3", 2, "1\u20e3 "},
		{"🇩🇪", 3, "🇩🇪 "},
		{"🇩", 2, "D "},
		{"می\u200cخواهم", 8, "می\u200cخواهم "},
	} {
		assert.Equal(t, tt.want, safetext.Fit(tt.in, tt.w), "%+q in %d", tt.in, tt.w)
	}
	assert.Equal(t, "   42", safetext.FitLeftBy(ansi.WcWidth, "42", 5))
	assert.Equal(t, "1234…", safetext.FitLeftBy(ansi.WcWidth, "123456", 5))
	assert.Equal(t, strings.Repeat(" ", 300), safetext.Fit("", 300))
}

func TestFitIsExactWhateverTheCellHolds(t *testing.T) {
	for _, s := range corpus() {
		for w := range 24 {
			requireFits(t, safetext.String(s), w)
		}
	}
}

// requireFits checks every promise of the functions that cut and pad.
func requireFits(t *testing.T, s string, w int) {
	t.Helper()
	for _, m := range methods {
		for _, f := range []string{safetext.FitBy(m, s, w), safetext.FitLeftBy(m, s, w)} {
			require.Equal(t, w, safetext.WidthBy(m, f), "%+q in %d by %d", s, w, m)
			require.Equal(t, w, m.StringWidth(f), "%+q in %d by %d", s, w, m)
			require.True(t, utf8.ValidString(f))
		}
		require.LessOrEqual(t, m.StringWidth(safetext.TruncateBy(m, s, w)), w)
	}
	require.Equal(t, w, safetext.Width(safetext.Fit(s, w)), "%+q in %d", s, w)
	require.LessOrEqual(t, safetext.Width(safetext.Truncate(s, w)), w, "%+q in %d", s, w)
}

// Emoji take the same cells on every terminal once they are fitted.
func TestFittedEmojiAreOneWidthEverywhere(t *testing.T) {
	for _, s := range []string{"👨\u200d👩\u200d👧\u200d👦", "👍🏽", "1\ufe0f\u20e3", "❤\ufe0f", "💂🏽\u200d♂\ufe0f", "🇩🇪🇯🇵", "🏳\ufe0f\u200d🌈", "☺\ufe0e", "🇩x"} {
		f := safetext.Fit(s, 12)
		assert.Equal(t, ansi.StringWidth(f), ansi.StringWidthWc(f), "%+q", f)
	}
}

// What stands behind a cell stands in the same column on the renderer's
// screen, whatever the cell holds. Lip Gloss's canvas counts by cluster.
func TestColumnsStandInLineOnTheScreen(t *testing.T) {
	for _, s := range corpus() {
		c := lipgloss.NewCanvas(40, 1)
		c.Compose(lipgloss.NewLayer(safetext.FitBy(ansi.GraphemeWidth, safetext.String(s), 20) + "|"))
		require.NotNil(t, c.CellAt(20, 0))
		assert.Equal(t, "|", c.CellAt(20, 0).Content, "%+q", s)
	}
}

func TestWidth(t *testing.T) {
	assert.Equal(t, 5, safetext.Width("Alice"))
	assert.Equal(t, 5, safetext.Width("\x1b[1mAlice\x1b[m"), "styles take no room")
	assert.Equal(t, 6, safetext.Width("李小龍"))
	assert.Equal(t, 2, safetext.Width("❤\ufe0f"), "the larger of both ways of counting")
	assert.Equal(t, 1, safetext.WidthBy(ansi.WcWidth, "❤\ufe0f"))
	assert.Equal(t, 2, safetext.WidthBy(ansi.GraphemeWidth, "❤\ufe0f"))
}

func TestTruncateKeepsStyles(t *testing.T) {
	assert.Equal(t, "\x1b[1mAli…\x1b[m", safetext.Truncate("\x1b[1mAlice Johnson\x1b[m", 4))
	assert.Equal(t, "\x1b[1mAli…\x1b[m", safetext.TruncateBy(ansi.GraphemeWidth, "\x1b[1mAlice Johnson\x1b[m", 4))
}

func corpus() []string {
	out := append([]string{}, names...)
	for _, h := range hostile {
		out = append(out, h.in)
	}
	return out
}

func FuzzLine(f *testing.F) {
	for _, s := range corpus() {
		f.Add(s, 10)
	}
	f.Fuzz(func(t *testing.T, s string, w int) {
		got := safetext.String(s)
		requireInert(t, got)
		require.Equal(t, got, safetext.String(got), "a safe line is safe")
		requireFits(t, got, min(max(w, 0), 200))
		for _, l := range safetext.Block(s) {
			requireInert(t, l)
		}
	})
}

func BenchmarkLineASCII(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		safetext.String("alice.johnson@acme.example")
	}
}

func BenchmarkLineNames(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		for _, n := range names {
			safetext.String(n)
		}
	}
}

func BenchmarkFitASCII(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		safetext.Fit("alice.johnson@acme.example", 30)
	}
}

func BenchmarkFitWide(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		safetext.Fit("李小龍 Bruce", 30)
	}
}
