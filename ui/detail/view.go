package detail

import (
	"strings"

	"usher/internal/safetext"
)

// View draws the pane: exactly as many lines as it was given, none wider than
// it was given.
func (p *Pane) View() string {
	if p.w <= 0 || p.h <= 0 {
		return ""
	}
	lines := make([]string, 0, p.h)
	if p.user == nil {
		lines = append(lines, p.ink.muted.Apply(safetext.Truncate("No user selected.", p.w)))
		return fill(lines, p.h)
	}
	p.head.build(&p.scene, p.w)
	lines = append(lines, p.head.name, p.head.ident, p.bar.view(p.front, p.w, p.styles))
	top := p.head.height(p.h)
	var body []string
	if !p.glide && p.h > top && p.w >= narrowest {
		// First, since the position that the rule tells comes out of it.
		body = p.tabs[p.front].view(p.w, p.h-top, p.focused)
	}
	if top > ruleLine && !p.glide {
		lines = append(lines, p.rule(p.w, p.note(), p.focused))
	}
	return fill(append(lines[:min(top, len(lines))], body...), p.h)
}

// note is what the rule tells: that something is being asked for, and which
// part of the tab is in view.
func (p *Pane) note() string {
	if p.glide {
		return ""
	}
	t := p.tabs[p.front]
	for _, of := range t.needs() {
		if p.slots[of].Busy() && p.rec.state(of).loaded() {
			return "refreshing…"
		}
	}
	return t.position()
}

// fill joins the lines and adds empty ones up to h.
func fill(lines []string, h int) string {
	lines = lines[:min(len(lines), h)]
	return strings.Join(lines, "\n") + strings.Repeat("\n", h-len(lines))
}
