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
// key, such as by the command line, leaves it.
func (a *App) draftDone(d runner.Done) tea.Cmd {
	if d.Err != nil {
		return nil
	}
	if d.Outcome.Gone {
		delete(a.drafts, d.User)
		return nil
	}
	kept, ok := a.drafts[d.User]
	if !ok || d.ActionID != metadataID {
		return nil
	}
	if now := d.Outcome.User; now != nil {
		edited := actions.RebaseMetadata(kept.base, now, kept.edited)
		if review, err := actions.ReviewMetadata(now, edited); err != nil || !review.Nothing {
			a.drafts[d.User] = draft{base: now, edited: edited}
			return nil
		}
	}
	delete(a.drafts, d.User)
	return nil
}

// conflict shows the three versions when someone else was faster; it reports
// whether it did. What was typed becomes a draft over their record, so that
// no answer loses it.
func (a *App) conflict(d runner.Done) bool {
	changed, ok := errors.AsType[*actions.ChangedError](d.Err)
	if !ok || d.ActionID != metadataID || d.Undoes != 0 || changed.Now == nil {
		return false
	}
	now := changed.Now
	edited := changed.Edited
	if kept, ok := a.drafts[d.User]; ok {
		edited = actions.RebaseMetadata(kept.base, now, kept.edited)
		for id, doc := range changed.Edited {
			if _, typed := edited[id]; !typed {
				edited[id] = doc
			}
		}
	}
	a.drafts[d.User] = draft{base: now, edited: edited}
	a.page.Replace(now)
	if a.dialogs.Len() > 0 {
		return false // another dialog is open by now: the toast says where the text is
	}
	a.asking = asking{action: row(metadataID), user: now, input: actions.Input{}}
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
