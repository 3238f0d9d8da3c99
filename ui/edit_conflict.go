package ui

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"usher/ui/actions"
	"usher/ui/components/docedit"
	"usher/ui/components/toast"
	"usher/ui/runner"
)

// dialogVersions is the id of the dialog that shows theirs, yours and the base.
const dialogVersions = "versions"

// draftDone forgets what was typed once the server has it. An edit of another
// key, such as by the command line, leaves it. Where someone else was faster
// it becomes a draft over their record, so that no answer loses it.
func (a *App) draftDone(d runner.Done) tea.Cmd {
	if d.Err == nil && d.Outcome.Gone {
		return a.forget(d.User)
	}
	if d.ActionID != metadataID {
		return nil
	}
	kept, typed := a.drafts[d.User]
	if changed := overtakenBy(d); changed != nil {
		edited := changed.Edited
		if typed {
			edited = actions.RebaseMetadata(kept.base, changed.Now, kept.edited)
			for id, doc := range changed.Edited {
				if _, has := edited[id]; !has {
					edited[id] = doc
				}
			}
		}
		return a.keep(d.User, draft{base: changed.Now, edited: edited})
	}
	if d.Err != nil || !typed {
		return nil
	}
	if now := d.Outcome.User; now != nil {
		edited := actions.RebaseMetadata(kept.base, now, kept.edited)
		if review, err := actions.ReviewMetadata(now, edited); err != nil || !review.Nothing {
			return a.keep(d.User, draft{base: now, edited: edited})
		}
	}
	return a.forget(d.User)
}

// overtakenBy is the edit that someone else was faster with; nil for any other
// end, and for an undo, which is not typed.
func overtakenBy(d runner.Done) *actions.ChangedError {
	changed, ok := errors.AsType[*actions.ChangedError](d.Err)
	if !ok || d.ActionID != metadataID || d.Undoes != 0 || changed.Now == nil {
		return nil
	}
	return changed
}

// conflict shows the three versions when someone else was faster; it reports
// whether it did.
func (a *App) conflict(d runner.Done) bool {
	changed := overtakenBy(d)
	if changed == nil {
		return false
	}
	now := changed.Now
	a.page.Replace(now)
	if a.dialogs.Len() > 0 {
		return false // another dialog is open by now: the toast tells
	}
	a.asking = asking{action: row(metadataID), user: now}
	var cs []docedit.Conflict
	for _, c := range changed.Conflicts {
		cs = append(cs, docedit.Conflict(c))
	}
	a.overtaken = changed
	a.dialogs.Push(docedit.NewThreeWay(dialogVersions, actions.Name(now), cs), "")
	return true
}

// choseVersion goes on after a conflict.
func (a *App) choseVersion(c docedit.Choice) tea.Cmd {
	if a.forms.overtaken != nil {
		return a.choseFormVersion(c)
	}
	changed := a.overtaken
	a.overtaken = nil
	if changed == nil {
		return nil
	}
	switch c {
	case docedit.Again:
		return a.askFor(row(metadataID), changed.Now)
	case docedit.Send:
		return a.sendOver(changed)
	case docedit.Leave:
	}
	return a.toast(toast.Info, "Not sent; what you typed is kept and "+a.keys.Action(metadataID).Help().Key+" opens it again")
}

// sendOver asks once more, with what mine changes in their record.
func (a *App) sendOver(changed *actions.ChangedError) tea.Cmd {
	act := row(metadataID)
	prompt, refusal := a.runner.Ask(act, changed.Now)
	if refusal != nil {
		return a.toast(toast.Warn, refusal.Text)
	}
	review, err := actions.ReviewMetadata(changed.Now, changed.Edited)
	switch {
	case err != nil:
		return a.toast(toast.Error, err.Error())
	case review.Nothing:
		return a.toast(toast.Info, "Nothing is left to change")
	}
	a.asking = asking{action: act, user: changed.Now, prompt: prompt, input: review.Input}
	// The key that chose may confirm as well: the diff is new, the choice is not.
	a.opener = ""
	a.confirm(dialogAct, prompt.Reviewed(review))
	return nil
}
