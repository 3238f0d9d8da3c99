package ui

import (
	"image"

	tea "charm.land/bubbletea/v2"
)

// wheelRows is how many rows one notch of the wheel moves.
const wheelRows = 3

// clicked selects what lies under the pointer; a second click on the row
// under the cursor opens it.
func (a *App) clicked(msg tea.MouseClickMsg) tea.Cmd {
	if !a.opts.Mouse || msg.Button != tea.MouseLeft {
		return nil
	}
	if a.dialogs.Len() > 0 {
		return a.dialogs.Update(msg)
	}
	at, l := image.Pt(msg.X, msg.Y), a.layout
	if cmd, hit := a.clickedPopup(at); hit {
		return cmd
	}
	switch {
	case at.In(l.list):
		a.focusList()
		again, cmd := a.page.Click(at.Y - l.list.Min.Y)
		if again {
			a.open()
		}
		return cmd
	case at.In(l.views):
		return a.page.ClickView(at.X, l.views.Dx())
	case at.In(l.search):
		a.focusList()
		a.page.OpenSearch()
	case at.In(l.detail):
		if a.page.Current() != nil {
			a.panes.inside = true
			a.relayout()
		}
		return a.detail.Click(at.X-l.detail.Min.X, at.Y-l.detail.Min.Y)
	}
	return nil
}

func (a *App) wheeled(msg tea.MouseWheelMsg) tea.Cmd {
	if !a.opts.Mouse {
		return nil
	}
	if a.dialogs.Len() > 0 {
		return a.dialogs.Update(msg)
	}
	rows := wheelRows
	switch msg.Button {
	case tea.MouseWheelUp:
		rows = -rows
	case tea.MouseWheelDown:
	default:
		return nil
	}
	if image.Pt(msg.X, msg.Y).In(a.layout.detail) {
		return a.detail.Scroll(rows)
	}
	return a.moved(a.page.Wheel(rows))
}
