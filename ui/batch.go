package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/ui/actions"
	"usher/ui/bulk"
	"usher/ui/components/toast"
)

// batch is the act on several users whose dialog is open or which ran last.
type batch struct {
	act   bulk.Act
	users []*api.User
	// marked are all that were marked, also those whom the act leaves alone.
	marked []*api.User
	// What undoes the last batch: the opposite act on those it was done to,
	// as long as no newer undo exists.
	undoable []*api.User
	reverse  string
	after    uint64 // the runner's newest undo when the batch ended
	// undoing says that the batch is itself an undo: there is no undo of it.
	undoing bool
}

// askBatch asks for an act on the marked users.
func (a *App) askBatch(act actions.Action, marked []*api.User) tea.Cmd {
	if a.page.Gathering() {
		return a.toast(toast.Info, "Still marking all that match")
	}
	many, ok := bulk.Of(act.ID)
	if !ok {
		return a.toast(toast.Warn, fmt.Sprintf("%s works on one user; esc takes the %d marks away", act.Title, len(marked)))
	}
	if does, _ := many.Split(marked); len(does) == 0 {
		// The key's verb follows the state: what is banned already is unbanned.
		if back, ok := bulk.Of(many.Reverse); ok {
			many = back
		}
	}
	return a.askMany(many, marked, "")
}

func (a *App) askMany(act bulk.Act, marked []*api.User, title string) tea.Cmd {
	does, skipped := act.Split(marked)
	if why := a.bulk.Refuse(act, does); why != "" {
		return a.toast(toast.Warn, why)
	}
	a.batch.act, a.batch.users, a.batch.marked, a.batch.undoing = act, does, marked, false
	p := act.Prompt(does, skipped, a.runner.Env())
	if title != "" {
		p.Title = title
	}
	a.asking = asking{action: act.Action, prompt: p}
	a.confirm(dialogBatch, p)
	return nil
}

func (a *App) startBatch(reason string) tea.Cmd {
	act, marked := a.batch.act, a.batch.users
	a.page.Unmark(a.batch.marked)
	if a.batch.undoing {
		a.batch.undoable = nil
	}
	cmd := a.bulk.Start(act, marked, reason)
	return tea.Batch(cmd, a.toast(toast.Info, fmt.Sprintf("%s: 0 of %d · esc stops", act.Action.Title, len(marked))))
}

func (a *App) batchStep(s bulk.Step) tea.Cmd {
	a.tookBatch(s.Users)
	text := fmt.Sprintf("%s: %d of %d · esc stops", a.batch.act.Action.Title, s.Done, s.Total)
	a.toasts.DropKind(toast.Info)
	return tea.Batch(s.Next, a.toast(toast.Info, text))
}

func (a *App) tookBatch(now []*api.User) {
	for _, u := range now {
		a.page.Replace(u)
	}
	a.page.MinutePassed()
}

func (a *App) batchFinished(f bulk.Finished) tea.Cmd {
	a.tookBatch(f.Users)
	recount := a.page.Stale()
	a.toasts.DropKind(toast.Info)
	hint := ""
	if len(f.Users) > 0 && !a.batch.undoing {
		a.batch.undoable, a.batch.reverse, a.batch.after = f.Users, f.Act.Reverse, a.newestUndo()
		hint = a.keys.Undo.Help().Key + " undo"
	}
	if f.Err != nil && !f.Notice.Silent {
		return tea.Batch(recount, a.failed(f.Notice, f.Text+"."))
	}
	return tea.Batch(recount, a.toasts.Push(toast.Toast{Kind: toast.Success, Text: f.Text, Hint: hint}))
}

func (a *App) newestUndo() uint64 {
	if top, ok := a.runner.UndoTop(); ok {
		return top.ID
	}
	return 0
}

// batchIsNewest reports whether the last change that can be undone was a
// batch.
func (a *App) batchIsNewest() bool {
	return len(a.batch.undoable) > 0 && a.newestUndo() <= a.batch.after
}

func (a *App) askBatchUndo() tea.Cmd {
	act, ok := bulk.Of(a.batch.reverse)
	if !ok {
		return nil
	}
	targets := a.batch.undoable
	defer func() { a.batch.undoing = a.dialogs.Len() > 0 }()
	return a.askMany(act, targets, fmt.Sprintf("Undo: %s %d users?", act.Action.Title, len(targets)))
}
