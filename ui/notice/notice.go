// Package notice draws what a pane shows in place of its content: a title,
// what happened, what to do, and the code and trace id for a report.
package notice

import (
	"strings"

	"charm.land/lipgloss/v2"

	"usher/internal/safetext"
	"usher/styles"
	"usher/ui/errtext"
)

// widest is the width of the text, in cells, however wide the pane is.
const widest = 64

// Lines draws n in the upper third of h lines of w cells; retry names the key
// that tries again, "" for none.
func Lines(s *styles.Styles, n errtext.Notice, retry string, w, h int) []string {
	text := body(s, n, min(widest, w-4))
	if retry != "" {
		text = append(text, "", s.P.Key.Apply(retry))
	}
	out := make([]string, 0, h)
	for range max(0, (h-len(text))/3) {
		out = append(out, "")
	}
	left := strings.Repeat(" ", max(2, (w-widest)/2))
	for _, line := range text {
		if len(out) == h {
			break
		}
		if line != "" {
			line = left + line
		}
		out = append(out, line)
	}
	for len(out) < h {
		out = append(out, "")
	}
	return out
}

func body(s *styles.Styles, n errtext.Notice, w int) []string {
	title := s.P.Strong
	if n.Kind != errtext.Unknown || n.Code != "" {
		title = s.P.Danger
	}
	out := []string{title.Apply(safetext.Truncate(n.Title, w)), ""}
	for _, line := range wrap(n.What, w) {
		out = append(out, s.P.Text.Apply(line))
	}
	for _, line := range wrap(n.Do, w) {
		out = append(out, s.P.Muted.Apply(line))
	}
	if f := strings.TrimPrefix(facts(n), " · "); f != "" {
		out = append(out, "")
		for _, line := range wrap(f, w) {
			out = append(out, s.P.Faint.Apply(line))
		}
	}
	return out
}

// Banner draws n under content that stays, in as many lines of w cells as it
// needs; retry names the key that tries again.
func Banner(s *styles.Styles, n errtext.Notice, retry string, w int) []string {
	text := n.Title + ". " + n.What
	if n.Do != "" {
		text += " " + n.Do
	}
	lines := wrap(text, w-4)
	out := make([]string, 0, len(lines)+2)
	out = append(out, s.P.Border.Apply(strings.Repeat("─", w)))
	for i, line := range lines {
		if i == 0 {
			line = s.P.Danger.Apply("✗ ") + s.P.Text.Apply(line)
		} else {
			line = "  " + s.P.Text.Apply(line)
		}
		out = append(out, " "+line)
	}
	last := wrap(retry+facts(n), w-4)
	for i, line := range last {
		if i == 0 {
			line = s.P.Key.Apply(line[:len(retry)]) + s.P.Faint.Apply(line[len(retry):])
		} else {
			line = s.P.Faint.Apply(line)
		}
		out = append(out, "   "+line)
	}
	return out
}

// facts are what a report needs, each after a dot.
func facts(n errtext.Notice) string {
	out := ""
	if n.Code != "" {
		out += " · code " + n.Code
	}
	if n.TraceID != "" {
		out += " · trace " + n.TraceID
	}
	return out
}

func wrap(text string, w int) []string {
	if text == "" {
		return nil
	}
	return strings.Split(lipgloss.Wrap(text, w, " "), "\n")
}
