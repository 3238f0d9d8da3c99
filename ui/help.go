package ui

import (
	"strings"

	"usher/ui/actions"
	"usher/ui/components/helpview"
)

// showHelp opens the list of every key, every action without one and every
// command, looking for a word if there is one.
func (a *App) showHelp(word string) {
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
		rows = append(rows, helpview.Row{Scope: "Commands", Keys: []string{strings.TrimSpace(a.keys.Command.Help().Key + c.name + " " + c.usage)}, Desc: c.help})
	}
	a.dialogs.Push(helpview.New(rows, word), a.opener)
}
