package ui

import (
	"usher/ui/actions"
	"usher/ui/components/dialog"
)

func (a *App) editor(p actions.Prompt) dialog.Dialog {
	return dialog.NewText(dialog.Asking{ID: dialogEdit, Title: p.Title})
}
