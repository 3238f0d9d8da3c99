package detail

import (
	"strings"

	"usher/api"
	"usher/internal/safetext"
	"usher/styles"
)

// header is the card above the tabs: name and state, identifiers, tab bar.
// It is drawn from the row alone and kept until the user, the width or the
// minute changes.
type header struct {
	rev    uint64
	width  int
	minute int64
	name   string
	ident  string
}

// The lines of the header, from the top. The rule below the tabs is left out
// when there is no room for it.
const (
	nameLine = iota
	identLine
	tabsLine
	ruleLine
	headerLines
)

// ruledFrom is the height from which on the rule is drawn.
const ruledFrom = 7

// height of the header in a pane of h lines.
func (*header) height(h int) int {
	if h < ruledFrom {
		return min(ruleLine, h)
	}
	return headerLines
}

// build writes the lines anew when what they show has changed.
func (hd *header) build(c *scene, w int) {
	m := c.minute()
	if hd.rev == c.rev && hd.width == w && hd.minute == m && hd.name != "" {
		return
	}
	hd.rev, hd.width, hd.minute = c.rev, w, m
	hd.name = c.nameLine(w)
	hd.ident = c.identLine(w)
}

// nameLine is the display name and, at the right edge, the state.
func (c *scene) nameLine(w int) string {
	u := c.user
	badge, p := c.badge()
	n := safetext.Width(badge)
	if w < n+8 {
		return p.Apply(safetext.Truncate(badge, w))
	}
	name := safetext.Line(u.DisplayName())
	if name == "" {
		name = "(no name)"
	}
	return c.ink.strong.Apply(safetext.FitBy(c.styles.Cells, name, w-n-1)) + " " + p.Apply(badge)
}

// badge is the state as one word, with what is left of a lock.
func (c *scene) badge() (string, styles.Paint) {
	u, k := c.user, &c.styles.P
	if u.Broken != nil {
		return "NOT UNDERSTOOD", k.Warning
	}
	switch u.State() {
	case api.Deprovisioned:
		return "DEPROVISIONED", k.Danger
	case api.Banned:
		return "BANNED", k.Banned
	case api.Locked:
		l := lockOf(u, c.fetched, c.now())
		switch {
		case l.over:
			return "LOCK RAN OUT", k.Locked
		case l.endless:
			return "LOCKED", k.Locked
		}
		return "LOCKED " + span2(l.left), k.Locked
	default:
		return "active", k.Active
	}
}

// identLine is the primary identifier and the id, shortened when both do not
// fit.
func (c *scene) identLine(w int) string {
	u := c.user
	ident := safetext.Line(u.Identifier())
	if ident == safetext.Line(u.DisplayName()) {
		ident = ""
	}
	if id := string(u.ID); ident == id {
		ident = ""
	}
	id := string(u.ID)
	if ident == "" {
		return c.ink.muted.Apply(safetext.Truncate(id, w))
	}
	const sep = " · "
	if safetext.Width(ident)+len(sep)-1+len(id) > w {
		id = shortID(u.ID)
	}
	if room := w - 3 - safetext.Width(id); room >= 8 && id != "" {
		return c.ink.muted.Apply(safetext.Truncate(ident, room) + sep + id)
	}
	return c.ink.muted.Apply(safetext.Truncate(ident, w))
}

// shortID is an id cut to what tells two of them apart at a glance.
func shortID(id api.ID) string {
	s := string(id)
	_, rest, found := strings.Cut(s, "_")
	if !found || len(rest) <= 6 {
		return s
	}
	return s[:len(s)-len(rest)+4] + "…"
}

// rule is the line below the tabs, with a note at its right end.
func (c *scene) rule(w int, note string, focused bool) string {
	p := c.styles.P.Border
	if focused {
		p = c.styles.P.BorderFocus
	}
	note = safetext.Truncate(note, w-8)
	n := safetext.Width(note)
	if note == "" {
		return p.Apply(strings.Repeat("─", w))
	}
	return p.Apply(strings.Repeat("─", w-n-4)) + " " + c.ink.muted.Apply(note) + " " + p.Apply("──")
}
