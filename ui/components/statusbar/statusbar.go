// Package statusbar draws the line at the bottom: what the keys do here, and
// on the right what has just happened.
package statusbar

import (
	"strings"

	"charm.land/bubbles/v2/key"

	"usher/internal/safetext"
	"usher/styles"
)

// Hint is one key and what it does.
type Hint struct {
	Key, Desc string
	// Off draws it faint: the key is known here but does nothing now.
	Off bool
}

// Of makes hints of bindings; disabled ones are left out.
func Of(bindings ...key.Binding) []Hint {
	out := make([]Hint, 0, len(bindings))
	for _, b := range bindings {
		if b.Enabled() && b.Help().Key != "" {
			out = append(out, Hint{Key: b.Help().Key, Desc: b.Help().Desc})
		}
	}
	return out
}

const gap = "  "

// View draws the hints in w cells, leaving out from the end what has no room;
// right is styled already and keeps its place on the right. The last hint is
// kept longest: it leads to all others (help).
func View(st *styles.Styles, w int, hints []Hint, right string) string {
	if w <= 0 {
		return ""
	}
	rw := safetext.WidthBy(st.Cells, right)
	if rw > w {
		right = safetext.TruncateBy(st.Cells, right, w)
		rw = safetext.WidthBy(st.Cells, right)
	}
	room := w
	if rw > 0 {
		room -= rw + len(gap)
	}
	left, lw := fit(st, hints, room)
	if rw == 0 {
		return left
	}
	return left + strings.Repeat(" ", w-lw-rw) + right
}

// fit draws as many hints as have room, the last one before all others.
func fit(st *styles.Styles, hints []Hint, room int) (string, int) {
	if len(hints) == 0 {
		return "", 0
	}
	last := hints[len(hints)-1]
	tail := width(last)
	if tail > room {
		return "", 0
	}
	var b strings.Builder
	used := 0
	for _, h := range hints[:len(hints)-1] {
		n := width(h) + len(gap)
		if used+n+tail > room {
			break
		}
		draw(&b, st, h)
		b.WriteString(gap)
		used += n
	}
	draw(&b, st, last)
	return b.String(), used + tail
}

func width(h Hint) int { return safetext.Width(h.Key) + 1 + safetext.Width(h.Desc) }

func draw(b *strings.Builder, st *styles.Styles, h Hint) {
	kp, dp := st.P.Key, st.P.KeyDesc
	if h.Off {
		kp, dp = st.P.Faint, st.P.Faint
	}
	b.WriteString(kp.Apply(h.Key))
	b.WriteString(dp.Apply(" " + h.Desc))
}
