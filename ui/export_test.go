package ui

import (
	"os/exec"

	tea "charm.land/bubbletea/v2"
)

// StandIn runs programs that would get the terminal with run instead.
func (a *App) StandIn(run func(*exec.Cmd) error) {
	a.exec = func(c *exec.Cmd, done tea.ExecCallback) tea.Cmd {
		return func() tea.Msg { return done(run(c)) }
	}
}
