package safetext

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// The renderer counts cells in one of two ways: letter by letter
// (ansi.WcWidth, where it starts), or cluster by cluster (ansi.GraphemeWidth,
// once the terminal reports mode 2027). Both agree on nearly all text. The
// functions without "By" need no knowledge of the way: they never exceed the
// given width in either. The functions with "By" are exact in the given way,
// for rows whose columns must stand in line.

// Width returns the cells that the drawn string takes: the larger of the two
// ways of counting where they differ. SGR sequences count nothing.
func Width(s string) int {
	if cleanASCII(s) == len(s) {
		return len(s)
	}
	return max(ansi.StringWidthWc(s), ansi.StringWidth(s))
}

// WidthBy returns the cells that the drawn string takes, counted by m.
func WidthBy(m ansi.Method, s string) int {
	if cleanASCII(s) == len(s) {
		return len(s)
	}
	return m.StringWidth(s)
}

// Truncate cuts s to at most w cells, the last of them … if something was cut.
func Truncate(s string, w int) string {
	if cleanASCII(s) == len(s) {
		return truncateASCII(s, w)
	}
	if Width(s) <= w {
		return s
	}
	if strings.IndexByte(s, ansi.ESC) >= 0 {
		return ansi.TruncateWc(s, max(w, 0), "…")
	}
	return cutBy(s, w, widest)
}

// TruncateBy is [Truncate] for one way of counting.
func TruncateBy(m ansi.Method, s string, w int) string {
	if cleanASCII(s) == len(s) {
		return truncateASCII(s, w)
	}
	if m.StringWidth(s) <= w {
		return s
	}
	if strings.IndexByte(s, ansi.ESC) >= 0 {
		return m.Truncate(s, max(w, 0), "…")
	}
	return cutBy(s, w, m.StringWidth)
}

func truncateASCII(s string, w int) string {
	switch {
	case len(s) <= w:
		return s
	case w <= 0:
		return ""
	}
	return s[:w-1] + "…"
}

// cutBy keeps whole clusters while they and the … fit into w cells.
func cutBy(s string, w int, width func(string) int) string {
	if w <= 0 {
		return ""
	}
	used, i := 0, 0
	for i < len(s) {
		cluster, _ := ansi.FirstGraphemeCluster(s[i:], ansi.GraphemeWidth)
		cw := width(cluster)
		if used+cw > w-1 {
			break
		}
		used += cw
		i += len(cluster)
	}
	return s[:i] + "…"
}

// widest measures one cluster by the way that counts more.
func widest(cluster string) int {
	return max(ansi.StringWidthWc(cluster), ansi.StringWidth(cluster))
}

// Fit cuts s or pads it on the right to exactly w cells. Emoji on whose width
// terminals differ are drawn in their simplest form, so that what stands
// behind them does not move: a family as its members, a red heart as a heart.
func Fit(s string, w int) string { return FitBy(ansi.WcWidth, s, w) }

// FitBy is [Fit], exact in the way of counting m also where the ways differ
// on letters (conjuncts of India, Thai and Khmer vowels).
func FitBy(m ansi.Method, s string, w int) string {
	s, n := fit(m, s, w)
	return s + spaces(w-n)
}

// FitLeftBy is [FitBy] with the padding on the left.
func FitLeftBy(m ansi.Method, s string, w int) string {
	s, n := fit(m, s, w)
	return spaces(w-n) + s
}

// fit returns s cut to w cells and the cells it takes.
func fit(m ansi.Method, s string, w int) (string, int) {
	if w <= 0 {
		return "", 0
	}
	if cleanASCII(s) == len(s) {
		return truncateASCII(s, w), min(len(s), w)
	}
	s = Plain(s)
	n := m.StringWidth(s)
	if n > w {
		s = TruncateBy(m, s, w)
		n = m.StringWidth(s)
	}
	return s, n
}

// Plain replaces the clusters on whose width terminals differ and that have a
// simpler form: emoji sequences lose their joiners, skin tones and
// presentation selectors. Letters stay as they are.
func Plain(s string) string {
	if cleanASCII(s) == len(s) || !strings.ContainsFunc(s, fancy) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for len(s) > 0 {
		cluster, g := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
		s = s[len(cluster):]
		if ansi.StringWidthWc(cluster) == g {
			b.WriteString(cluster)
			continue
		}
		plainCluster(&b, cluster)
	}
	return b.String()
}

// fancy reports whether r may make the ways of counting differ and can be
// left out.
func fancy(r rune) bool {
	return r == zwj || r == vs15 || r == vs16 || skinTone(r) || regional(r)
}

func regional(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }

func plainCluster(b *strings.Builder, cluster string) {
	emoji := false
	for i, r := range cluster {
		switch {
		case regional(r):
			b.WriteRune('A' + r - 0x1f1e6) // half a flag is a letter
		case r == vs16, r == vs15, skinTone(r) && i > 0, r == zwj && emoji:
		default:
			b.WriteRune(r)
		}
		emoji = emoji || pictographic(r)
	}
}

const blanks = "                                                                                                                                "

// spaces returns n blanks.
func spaces(n int) string {
	if n <= 0 {
		return ""
	}
	if n <= len(blanks) {
		return blanks[:n]
	}
	return strings.Repeat(" ", n)
}
