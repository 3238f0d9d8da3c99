package ui

import tea "charm.land/bubbletea/v2"

// restore goes back to where the last run ended: to what was looked at, never
// to writing. The gate is made anew at every start.
func (a *App) restore() {
	if a.opts.Restore {
		a.page.Restore(a.opts.State.Session())
	}
}

// savePlace remembers where the person stands, for a run that does not end
// well. That it could not be written costs a start at the head of the list,
// and is not worth a message.
func (a *App) savePlace() tea.Cmd {
	if !a.opts.Restore {
		return nil
	}
	place, store := a.page.Session(), a.opts.State
	return func() tea.Msg {
		_ = store.SaveSession(place)
		return nil
	}
}
