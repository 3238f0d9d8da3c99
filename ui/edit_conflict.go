package ui

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
	"usher/ui/actions"
	"usher/ui/components/docedit"
	"usher/ui/components/toast"
	"usher/ui/runner"
)

// dialogVersions is the id of the dialog that shows theirs, yours and the base.
const dialogVersions = "versions"

// overtaken is an edit that someone else was faster with, and the act that it
// was typed for.
type overtaken struct {
	action  string
	changed *actions.ChangedError
}

// editsMetadata reports whether the act is one whose documents are typed.
func editsMetadata(action string) bool { return action == metadataID || action == replaceID }

// draftDone forgets what was typed once the server has it. An edit of another
// key, such as by the command line, leaves it. Where someone else was faster
// it becomes a draft over their record, so that no answer loses it.
func (a *App) draftDone(d runner.Done) tea.Cmd {
	if d.Err == nil && d.Outcome.Gone {
		return a.forget(d.User)
	}
	if !editsMetadata(d.ActionID) {
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
		return a.keep(d.User, draft{action: d.ActionID, base: changed.Now, edited: edited})
	}
	if d.Err != nil || !typed {
		return nil
	}
	if now := d.Outcome.User; now != nil {
		edited := actions.RebaseMetadata(kept.base, now, kept.edited)
		if review, err := actions.ReviewMetadata(now, edited); err != nil || !review.Nothing {
			return a.keep(d.User, draft{action: kept.action, base: now, edited: edited})
		}
	}
	return a.forget(d.User)
}

// overtakenBy is the edit that someone else was faster with; nil for any other
// end, and for an undo, which is not typed.
func overtakenBy(d runner.Done) *actions.ChangedError {
	changed, ok := errors.AsType[*actions.ChangedError](d.Err)
	if !ok || !editsMetadata(d.ActionID) || d.Undoes != 0 || changed.Now == nil {
		return nil
	}
	return changed
}

// conflict shows the three versions when someone else was faster; it reports
// whether there was one. Who is at something else by now is told how to come
// to them: a dialog that opens by itself must not take what is typed.
func (a *App) conflict(d runner.Done) bool {
	changed := overtakenBy(d)
	if changed == nil {
		return false
	}
	a.page.Replace(changed.Now)
	a.overtaken[d.User] = overtaken{action: d.ActionID, changed: changed}
	if !a.occupied() {
		a.showVersions(a.overtaken[d.User])
		return true
	}
	// An error stays until it is put away, so there is nothing to wait for.
	a.toasts.Push(toast.Toast{
		Kind: toast.Error,
		Text: "Metadata of " + actions.Name(changed.Now) + " was not saved: someone else changed " +
			safetext.Truncate(strings.Join(changed.Paths, ", "), pathsWidth) + " meanwhile. What you typed is kept.",
		Hint: a.keys.Command.Help().Key + "drafts shows both",
	})
	return true
}

// pathsWidth bounds the paths in a message, in cells.
const pathsWidth = 60

// occupied reports whether the keyboard is in the middle of something else.
func (a *App) occupied() bool {
	return a.dialogs.Len() > 0 || a.command.Opened() || a.page.Searching() || a.panes.inside && a.detail.Capturing()
}

func (a *App) showVersions(o overtaken) {
	now := o.changed.Now
	a.asking = asking{action: row(o.action), user: now}
	var cs []docedit.Conflict
	for _, c := range o.changed.Conflicts {
		cs = append(cs, docedit.Conflict(c))
	}
	a.dialogs.Push(docedit.NewThreeWay(dialogVersions, actions.Name(now), cs), "")
}

// choseVersion goes on after a conflict.
func (a *App) choseVersion(c docedit.Choice) tea.Cmd {
	if a.forms.overtaken != nil {
		return a.choseFormVersion(c)
	}
	if a.asking.user == nil {
		return nil
	}
	o, ok := a.overtaken[a.asking.user.ID]
	if !ok {
		return nil
	}
	delete(a.overtaken, a.asking.user.ID)
	switch c {
	case docedit.Again:
		return a.askFor(row(o.action), o.changed.Now)
	case docedit.Send:
		return a.sendOver(o)
	case docedit.Leave:
	}
	return a.toast(toast.Info, a.keptText(o.action))
}

// keptText says that nothing was sent and how to come back to what was typed.
func (a *App) keptText(action string) string {
	opens := a.keys.Action(action).Help().Key
	if opens == "" {
		opens = a.keys.Command.Help().Key + "drafts"
	}
	return "Not sent; what you typed is kept and " + opens + " opens it again"
}

// sendOver asks once more, with what mine changes in their record.
func (a *App) sendOver(o overtaken) tea.Cmd {
	act, now := row(o.action), o.changed.Now
	prompt, refusal := a.runner.Ask(act, now)
	if refusal != nil {
		return a.toast(toast.Warn, refusal.Text)
	}
	review, err := prompt.Editor.Review(o.changed.Edited)
	switch {
	case err != nil:
		return a.toast(toast.Error, err.Error())
	case review.Nothing:
		return a.toast(toast.Info, "Nothing is left to change")
	}
	a.asking = asking{action: act, user: now, prompt: prompt, input: review.Input}
	// The key that chose may confirm as well: the diff is new, the choice is not.
	a.opener = ""
	a.confirm(dialogAct, prompt.Reviewed(review))
	return nil
}
