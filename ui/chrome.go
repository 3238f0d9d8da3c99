package ui

import (
	"fmt"
	"strings"
	"time"

	"github.com/dustin/go-humanize"

	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
	"usher/internal/when"
	"usher/styles"
)

// headerLine is the top line: who the instance is, how many users it has, how
// busy the connection is and how old the list is.
func (a *App) headerLine(w int) string {
	left := " " + a.styles.P.Strong.Apply("usher") + "  " + a.badge()
	used := 1 + 5 + 2 + safetext.Width(a.badgeText())
	if name := a.instanceName(); name != "" {
		name = safetext.Truncate(name, max(0, w/3))
		left += a.styles.P.Muted.Apply(" · ") + name
		used += 3 + safetext.Width(name)
	}
	right, width := "", 0
	for _, part := range a.headerParts() {
		gap := 3
		if width == 0 {
			gap = 1
		}
		if used+width+gap+safetext.Width(part) > w-1 {
			break
		}
		if width == 0 {
			right, width = part+" ", safetext.Width(part)+1
			continue
		}
		right, width = part+"   "+right, width+3+safetext.Width(part)
	}
	return left + strings.Repeat(" ", max(1, w-used-width)) + a.styles.P.Muted.Apply(strings.TrimRight(right, " "))
}

// headerParts are the facts on the right, the most needed first.
func (a *App) headerParts() []string {
	var out []string
	if at := a.page.Fetched(); !at.IsZero() {
		out = append(out, "synced "+syncAge(a.opts.Now().Sub(at)))
	}
	if n, ok := a.page.Count(); ok {
		out = append(out, humanize.Comma(n)+" users")
	}
	return append(out, a.meter.text())
}

// syncAge is coarse on purpose: a screen at rest is written to once a minute
// at most.
func syncAge(d time.Duration) string {
	if d < time.Minute {
		return "just now"
	}
	return when.Span(d) + " ago"
}

// badgeText is the word for the kind of instance, with what may be done to it.
func (a *App) badgeText() string {
	word := [...]string{Demo: " DEMO ", Development: " DEVELOPMENT ", Production: " PRODUCTION "}[a.opts.Environment]
	switch left := a.opts.Gate.Remaining(); {
	case a.opts.Gate.ReadOnly():
		return word + "│ READ-ONLY "
	case left > 0:
		return word + "│ WRITING " + when.Short(left+time.Minute-1) + " "
	default:
		return word
	}
}

func (a *App) badge() string {
	paint := [...]styles.Paint{
		Demo: a.styles.P.Demo, Development: a.styles.P.Development, Production: a.styles.P.Production,
	}[a.opts.Environment]
	text := a.badgeText()
	if word, rest, ok := strings.Cut(text, "│"); ok && a.opts.Gate.Remaining() > 0 {
		return paint.Apply(word) + a.styles.P.Writing.Apply(rest)
	}
	return paint.Apply(text)
}

func (a *App) instanceName() string {
	if a.opts.InstanceName != "" {
		return safetext.String(a.opts.InstanceName)
	}
	return a.instance.name
}

// viewsLine is the row of view tabs.
func (a *App) viewsLine(w int) string {
	line, _ := a.page.ViewsLine(w)
	return line
}

// searchLine is the search box, or the command line while it is open.
func (a *App) searchLine(w int) (string, *tea.Cursor) {
	if a.command.open {
		return a.command.line(a.styles, w)
	}
	return a.page.SearchLine(w)
}

// statusLine stands under the list: which rows are in view, and on what the
// list failed while older rows are shown.
func (a *App) statusLine(w int) string {
	text := a.page.StatusLine()
	if n, banner := a.page.Problem(); banner {
		line := fmt.Sprintf("%s · %s", n.Title, a.retryHint())
		return a.styles.P.Muted.Apply(text) + "  " + a.styles.P.Danger.Apply(safetext.Truncate(line, w-safetext.Width(text)-3))
	}
	return a.styles.P.Muted.Apply(text)
}

func (a *App) retryHint() string {
	return a.keys.RefreshAll.Help().Key + " tries again"
}

// meter shows the requests of the last second and the share of the budget.
type meter struct {
	perSecond float64
	waiting   int
	ticking   bool
}

// meterTick reads the meter again while it is not at rest.
type meterTick struct{}

const meterEvery = time.Second

func (m meter) text() string {
	switch {
	case m.waiting > 0:
		return fmt.Sprintf("▲ %.0f req/s · %d waiting", m.perSecond, m.waiting)
	case m.perSecond >= 0.5:
		return fmt.Sprintf("▲ %.0f req/s", m.perSecond)
	default:
		return "▲ idle"
	}
}

// tickMeter keeps the meter running while there is something to show; it
// stops at rest, so that an idle screen is never written to.
func (a *App) tickMeter() tea.Cmd {
	s := a.opts.Client.Stats()
	a.meter.perSecond, a.meter.waiting = s.RequestsPerSecond, s.Waiting
	if a.meter.ticking || s.RequestsPerSecond < 0.5 && s.Waiting == 0 {
		return nil
	}
	a.meter.ticking = true
	return after(meterEvery, meterTick{})
}
