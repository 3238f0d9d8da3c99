package ui

import (
	"strings"

	"usher/ui/components/helpview"
)

// showHelp opens the list of every key, every command and every action without
// a key, looking for a word if there is one.
func (a *App) showHelp(word string) {
	rows := append(helpview.Rows(a.keys), signs()...)
	for _, c := range commands() {
		rows = append(rows, helpview.Row{
			Scope: "Commands", Names: []string{c.name}, Desc: c.help,
			Keys: []string{strings.TrimSpace(a.keys.Command.Help().Key + c.name + " " + c.usage)},
		})
	}
	for _, act := range actionWords() {
		if a.keys.Action(act.ID).Help().Key != "" {
			continue
		}
		rows = append(rows, helpview.Row{
			Scope: "Actions", Names: []string{act.word}, Desc: act.Title,
			Keys: []string{a.keys.ActionMenu.Help().Key + " " + act.Letter},
		})
	}
	a.dialogs.Push(helpview.New(rows, word), a.opener)
}
