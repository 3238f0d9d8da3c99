package ui

import (
	"usher/ui/actions"
	"usher/ui/components/helpview"
)

// showHelp opens the list of every key and of every action without one.
func (a *App) showHelp() {
	rows := helpview.Rows(a.keys)
	for _, act := range actions.All() {
		if a.keys.Action(act.ID).Help().Key != "" {
			continue
		}
		rows = append(rows, helpview.Row{
			Scope: "Actions", Keys: []string{a.keys.ActionMenu.Help().Key + " " + act.Letter}, Desc: act.Title,
		})
	}
	for _, c := range commands() {
		rows = append(rows, helpview.Row{Scope: "Commands", Keys: []string{a.keys.Command.Help().Key + c.name}, Desc: c.help})
	}
	a.dialogs.Push(helpview.New(rows), a.opener)
}
