package ui

import (
	tea "charm.land/bubbletea/v2"

	"usher/ui/components/toast"
)

// toggleScan stops or goes on with the scan, and says why where there is none.
func (a *App) toggleScan() tea.Cmd {
	cmd, why := a.page.ToggleScan()
	if why != "" {
		return a.toast(toast.Info, why)
	}
	return cmd
}
