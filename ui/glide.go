package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// flying is the interval below which moves count as a flight over the rows: a
// held key repeats every 30 to 40 ms, a finger taps every 120 ms or more.
const flying = 100 * time.Millisecond

// glide tells a cursor that flies over rows from one that moves. In flight
// only the detail's card follows: its body would be unreadable, cost most of
// the bytes of each row, and keep the terminal from scrolling the rows.
type glide struct {
	seq  int
	last time.Time
	on   bool
}

// settled ends a flight that no further move has prolonged.
type settled struct{ seq int }

// moved notes a move of the cursor.
func (a *App) moved(cmd tea.Cmd) tea.Cmd {
	g := &a.glide
	now := a.opts.Now()
	g.seq++
	on := now.Sub(g.last) < flying
	g.last = now
	a.glideTo(on)
	if !on {
		return cmd
	}
	return tea.Batch(cmd, after(flying, settled{seq: g.seq}))
}

func (a *App) settle(msg settled) {
	if msg.seq == a.glide.seq {
		a.glideTo(false)
	}
}

func (a *App) glideTo(on bool) {
	a.glide.on = on
	a.detail.Glide(on)
}
