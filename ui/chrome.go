package ui

import (
	"fmt"
	"strings"
	"time"

	"github.com/dustin/go-humanize"

	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
	"usher/internal/when"
	"usher/ui/notice"
)

// headerLine is the top line: who the instance is, how many users it has, how
// busy the connection is and how old the list is.
func (a *App) headerLine(w int) string {
	p := &a.styles.P
	name := a.instanceName()
	if name != "" {
		name = " · " + safetext.Truncate(name, max(0, w/3))
	}
	used := 1 + len("usher") + 2 + safetext.Width(a.badgeText()+name)
	right, width := "", 0
	for _, part := range a.headerParts() {
		gap := 3
		if width == 0 {
			gap = 0
		}
		if used+width+gap+safetext.Width(part) > w-3 {
			break
		}
		right, width = part+spaces(gap)+right, width+gap+safetext.Width(part)
	}
	blank := spaces(w - used - width - 1)
	if a.opts.Environment == Production {
		// Production has a bar of its own over the whole width: what is
		// looked at here are real people.
		return p.Production.Apply(" usher  " + a.badgeText() + name + blank + right + " ")
	}
	return " " + p.Strong.Apply("usher") + "  " + a.badge() + p.Muted.Apply(name+blank+right)
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
	if words := a.liveWords(); words != "" {
		out = append(out, words)
	}
	return append(out, a.meter.shown)
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
	paint := a.styles.P.Development
	if a.opts.Environment == Demo {
		paint = a.styles.P.Demo
	}
	word, rest, cut := strings.Cut(a.badgeText(), "│")
	if cut {
		return paint.Apply(word) + a.styles.P.ReadOnly.Apply(rest)
	}
	return paint.Apply(word)
}

func (a *App) instanceName() string {
	if a.opts.InstanceName != "" {
		return safetext.String(a.opts.InstanceName)
	}
	return a.instance.name
}

// viewsLine is the row of view tabs.
func (a *App) viewsLine(w int) string {
	return a.page.ViewsLine(w)
}

// searchLine is the search box, or the command line while it is open.
func (a *App) searchLine(w int) (string, *tea.Cursor) {
	if a.command.Opened() {
		return a.command.View(w)
	}
	return a.page.SearchLine(w)
}

// statusLine stands under the list: which rows are in view.
func (a *App) statusLine() string {
	return a.styles.P.Muted.Apply(safetext.Truncate(a.page.StatusLine(), a.layout.status.Dx()))
}

// bannerLines says, under the rows that stay, why the list could not be read
// again: what happened, what to do, and the code and trace id for a report.
func (a *App) bannerLines(w int) []string {
	n, banner := a.page.Problem()
	if !banner || n.Silent {
		return nil
	}
	return notice.Banner(a.styles, n, a.page.RetryWords(), w)
}

// meter shows the requests of the last second, and how long the server has
// told the client to wait.
type meter struct {
	sent      int64 // up to the last tick
	perSecond int64
	waiting   int           // calls that wait for the budget
	paused    time.Duration // until background work may go on after a 429
	shown     string        // as drawn
	ticking   bool
}

// meterTick reads the meter again while it is not at rest.
type meterTick struct{}

const meterEvery = time.Second

func (m meter) text() string {
	switch {
	case m.paused > 0:
		return fmt.Sprintf("▲ rate limited, %d s", int(m.paused.Round(time.Second)/time.Second))
	case m.waiting > 0:
		return fmt.Sprintf("▲ %d req/s, %d waiting", m.perSecond, m.waiting)
	case m.perSecond > 0:
		return fmt.Sprintf("▲ %d req/s", m.perSecond)
	default:
		return "▲ idle"
	}
}

// readMeter keeps the meter running while there is something to show; it
// stops at rest, so that an idle screen is never written to.
func (a *App) readMeter() tea.Cmd {
	s, m := a.opts.Client.Stats(), &a.meter
	m.paused = max(0, s.PausedUntil.Sub(a.opts.Now()))
	m.perSecond, m.waiting = max(m.perSecond, s.Sent-m.sent), s.Waiting
	if !a.glide.on || m.shown == "" {
		// While the cursor flies the meter stands: a frame for it would come
		// between those of the keys.
		m.shown = m.text()
	}
	if m.ticking || m.perSecond == 0 && m.paused == 0 && m.waiting == 0 {
		return nil
	}
	m.ticking = true
	return after(meterEvery, meterTick{})
}

// tickMeter begins another second.
func (a *App) tickMeter() {
	s, m := a.opts.Client.Stats(), &a.meter
	m.perSecond, m.sent, m.ticking = s.Sent-m.sent, s.Sent, false
}
