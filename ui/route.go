package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/ui/actions"
	"usher/ui/components/toast"
	"usher/ui/detail"
	"usher/ui/users"
)

// pressed sends a key the way it travels: what lies on top, an input that has
// the keyboard, the pane in front, the dashboard's own keys, the list.
func (a *App) pressed(k tea.KeyPressMsg) tea.Cmd {
	if key.Matches(k, a.keys.Cancel) {
		return a.cancelled(k)
	}
	a.leaving = false
	switch {
	case a.dialogs.Len() > 0:
		return a.dialogs.Update(k)
	case a.command.Opened():
		return a.commandKey(k)
	case a.page.Searching():
		return a.page.SearchKey(k)
	}
	if a.panes.inside {
		if cmd, handled := a.detail.HandleKey(k); handled || a.detail.Capturing() {
			return cmd
		}
	}
	if key.Matches(k, a.keys.Back) {
		return a.stepBack()
	}
	if cmd, handled := a.globalKey(k); handled {
		return cmd
	}
	if key.Matches(k, a.keys.Action(sessionsKey)) {
		return a.sessions()
	}
	if act, ok := actions.Lookup(k, a.boundActs(), a.keys.Actions, a.page.Current()); ok {
		return a.ask(act)
	}
	if a.panes.inside {
		if key.Matches(k, a.keys.Left) {
			a.focusList()
		}
		return nil
	}
	return a.listKey(k)
}

// sessionsKey names the key that leads to the sessions; what it then does
// follows where the cursor stands.
const sessionsKey = "user.sessions"

// sessions opens the sessions of the user; pressed there it asks to revoke the
// one under the cursor, or all of them.
func (a *App) sessions() tea.Cmd {
	if !a.panes.inside || a.detail.CurrentTab() != detail.Sessions {
		a.open()
		return a.detail.SelectTab(detail.Sessions)
	}
	a.target = a.detail.Selected()
	defer func() { a.target = "" }()
	if a.target != "" {
		return a.ask(row("session.revoke"))
	}
	return a.ask(row("session.revoke_all"))
}

// globalKey takes the keys that mean the same in every pane.
func (a *App) globalKey(k tea.KeyPressMsg) (cmd tea.Cmd, handled bool) {
	if cmd, handled := a.treeKey(k); handled {
		return cmd, true
	}
	m := a.keys
	switch {
	case key.Matches(k, m.Help):
		a.showHelp("")
	case key.Matches(k, m.Quit):
		return a.back(), true
	case key.Matches(k, m.Search):
		a.focusList()
		a.page.OpenSearch()
	case key.Matches(k, m.Filter):
		a.openFilter()
	case key.Matches(k, m.Instance):
		a.instanceMenu()
	case key.Matches(k, m.Command):
		a.showCommandLine("")
	case key.Matches(k, m.Palette):
		a.palette()
	case key.Matches(k, m.ActionMenu):
		a.actionMenu()
	case key.Matches(k, m.Why):
		return a.askWhy(), true
	case key.Matches(k, m.Undo):
		return a.askUndo(), true
	case key.Matches(k, m.Refresh):
		return tea.Batch(a.ask(row(refreshID)), a.detail.Refresh()), true
	case key.Matches(k, m.RefreshAll):
		return a.page.Refresh(), true
	case key.Matches(k, m.Scan):
		return a.toggleScan(), true
	case key.Matches(k, m.Browser):
		return a.ask(row("user.open_browser")), true
	case key.Matches(k, m.Copy):
		return a.copySelected(), true
	case key.Matches(k, m.CopyMenu):
		a.copyMenu()
	case key.Matches(k, m.Dismiss):
		a.toasts.Dismiss()
	default:
		return a.paneKey(k)
	}
	return nil, true
}

// paneKey takes the keys that choose views, panes and tabs.
func (a *App) paneKey(k tea.KeyPressMsg) (cmd tea.Cmd, handled bool) {
	m := a.keys
	for i, b := range m.Views {
		if key.Matches(k, b) {
			return a.page.SelectView(i), true
		}
	}
	switch {
	case key.Matches(k, m.ViewMenu):
		a.viewMenu()
	case key.Matches(k, m.ColumnMenu):
		a.columnMenu()
	case key.Matches(k, m.NextView):
		return a.page.NextView(1), true
	case key.Matches(k, m.PrevView):
		return a.page.NextView(-1), true
	case key.Matches(k, m.NextTab):
		return a.turnTab(a.detail.NextTab), true
	case key.Matches(k, m.PrevTab):
		return a.turnTab(a.detail.PrevTab), true
	case key.Matches(k, m.JSON):
		a.open()
		return a.detail.SelectTab(detail.JSON), true
	case key.Matches(k, m.ToggleDetail):
		a.toggleDetail()
	case key.Matches(k, m.Zoom):
		a.panes.zoom = !a.panes.zoom
		a.relayout()
	default:
		return nil, false
	}
	return nil, true
}

func (a *App) listKey(k tea.KeyPressMsg) tea.Cmd {
	m, p := a.keys, a.page
	switch {
	case key.Matches(k, m.Up):
		return a.moved(p.Move(-1))
	case key.Matches(k, m.Down):
		return a.moved(p.Move(1))
	case key.Matches(k, m.PageUp):
		return a.moved(p.Scroll(-p.Full()))
	case key.Matches(k, m.PageDown):
		return a.moved(p.Scroll(p.Full()))
	case key.Matches(k, m.HalfUp):
		return a.moved(p.Scroll(-p.Half()))
	case key.Matches(k, m.HalfDown):
		return a.moved(p.Scroll(p.Half()))
	case key.Matches(k, m.Top):
		return p.Top()
	case key.Matches(k, m.Bottom):
		return p.Bottom()
	case key.Matches(k, m.Open), key.Matches(k, m.Right):
		a.open()
	case key.Matches(k, m.Sort):
		a.sortMenu()
	case key.Matches(k, m.Mark):
		return p.Mark()
	case key.Matches(k, m.MarkRange):
		p.MarkRange()
	case key.Matches(k, m.MarkAll):
		return a.markAll()
	}
	return nil
}

// open gives the keyboard to the detail pane.
func (a *App) open() {
	if a.page.Current() == nil {
		return
	}
	a.panes.detail, a.panes.inside = true, true
	a.relayout()
}

func (a *App) focusList() {
	a.panes.inside, a.panes.zoom = false, false
	a.relayout()
}

func (a *App) toggleDetail() {
	a.panes.detail = !a.panes.detail || a.layout.detail.Empty()
	a.panes.inside = a.panes.detail && a.layout.arrangement == single
	a.panes.zoom = false
	a.relayout()
}

// turnTab changes the tab; where the pane is not in view it is opened first.
func (a *App) turnTab(turn func() tea.Cmd) tea.Cmd {
	if a.layout.detail.Empty() {
		a.open()
	}
	return turn()
}

// stepBack undoes one layer: a message, the detail, the zoom, a scan that
// runs, the search, the marks.
func (a *App) stepBack() tea.Cmd {
	switch {
	case a.bulk.Stop():
		return a.toast(toast.Info, "The batch stops after the request under way")
	case a.toasts.Dismiss():
		return nil
	case a.panes.zoom || a.panes.inside:
		a.focusList()
		return nil
	}
	if a.page.StopScan() {
		return nil
	}
	if cmd, cleared := a.page.ClearSearch(); cleared {
		return cmd
	}
	a.page.ClearMarks()
	return nil
}

// back leaves the detail pane, or the program.
func (a *App) back() tea.Cmd {
	if a.panes.inside {
		a.focusList()
		return nil
	}
	return tea.Quit
}

// cancelled is Ctrl-C: it cancels what is open, which may ask before it throws
// typed text away, and twice it quits.
func (a *App) cancelled(k tea.KeyPressMsg) tea.Cmd {
	if a.leaving {
		return tea.Quit
	}
	a.leaving = true
	var cmd tea.Cmd
	switch {
	case a.dialogs.Len() > 0:
		cmd = a.dialogs.Update(k)
	case a.command.Opened():
		a.command.Close()
	}
	return tea.Batch(cmd, a.toast(toast.Info, "Ctrl-C again quits"))
}

// pasted gives a paste to the input that has the keyboard; in the list it is
// looked up. It is never read as keys.
func (a *App) pasted(msg tea.PasteMsg) tea.Cmd {
	switch {
	case a.dialogs.Len() > 0:
		return a.dialogs.Update(msg)
	case a.command.Opened():
		return a.commandKey(msg)
	case a.page.Searching():
		return a.page.SearchKey(msg)
	case a.panes.inside && a.detail.Capturing():
		return a.detail.Update(msg)
	}
	return a.lookUp(msg.Content)
}

// found opens the person that a pasted identifier belongs to, and asks for
// the act whose key was pressed meanwhile.
func (a *App) found() tea.Cmd {
	a.open()
	if a.held == "" {
		return nil
	}
	held := a.held
	a.held = ""
	if held == heldWhy {
		return a.askWhy()
	}
	return a.ask(row(held))
}

func (a *App) notFound(msg users.NotFound) tea.Cmd {
	a.held = ""
	if msg.Near == 0 || msg.Exact {
		return nil // the list says what was searched, and how many have it
	}
	return a.toast(toast.Info, "No exact match; users that contain the text are listed")
}
