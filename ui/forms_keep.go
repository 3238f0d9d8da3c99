package ui

import (
	"errors"
	"maps"
	"strings"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/ui/actions"
	"usher/ui/components/docedit"
	"usher/ui/components/form"
	"usher/ui/components/toast"
	"usher/ui/runner"
)

// formKey names a form: an action, and the user it is about.
type formKey struct {
	action string
	user   api.ID
}

func formKeyOf(action string, u *api.User) formKey {
	if u == nil {
		return formKey{action: action}
	}
	return formKey{action, u.ID}
}

// filled is a form with what was asked by it.
type filled struct {
	form   *form.Form
	key    formKey
	asking asking
}

// forms keeps what was typed until the server has it.
type forms struct {
	open filled // the form in sight, or behind its confirmation
	// sent are the forms whose requests are under way: refused ones are opened
	// again, with the errors at their fields.
	sent map[formKey]filled
	// drafts are typed values, without secrets, of forms that could not be
	// opened again: they are there when the same is asked for once more.
	drafts map[formKey]map[string]string
	// overtaken is the edit that someone else was faster with.
	overtaken *overtakenForm
}

type overtakenForm struct {
	action  actions.Action
	changed *actions.ChangedError
}

// behind reports whether the confirmation in sight belongs to a form.
func (a *App) behind() bool {
	f := a.forms.open
	return f.form != nil && f.asking.action.ID == a.asking.action.ID && a.asking.prompt.Form != nil
}

// backToForm shows the form again whose confirmation was not given.
func (a *App) backToForm() tea.Cmd {
	if a.behind() && a.dialogs.Len() == 0 {
		a.dialogs.Push(a.forms.open.form, "")
	}
	return nil
}

// formSent remembers a form until its answer is there. Secrets are not kept.
func (a *App) formSent() {
	f := a.forms.open
	a.forms.open = filled{}
	if f.form == nil {
		return
	}
	f.form.Forget()
	if a.forms.sent == nil {
		a.forms.sent = map[formKey]filled{}
	}
	a.forms.sent[f.key] = f
}

// dropDraft forgets what was typed into the form in sight.
func (a *App) dropDraft() {
	delete(a.forms.drafts, a.forms.open.key)
	a.forms.open = filled{}
}

// keepDraft keeps typed values for the next time that the same is asked.
func (a *App) keepDraft(k formKey, values map[string]string) {
	if a.forms.drafts == nil {
		a.forms.drafts = map[formKey]map[string]string{}
	}
	a.forms.drafts[k] = values
}

// answeredForm takes the form that a run was filled in with; nil for none.
func (a *App) answeredForm(d runner.Done) *filled {
	k := formKey{d.ActionID, d.User}
	f, ok := a.forms.sent[k]
	if !ok || d.Undoes != 0 {
		return nil
	}
	delete(a.forms.sent, k)
	if d.Err == nil {
		delete(a.forms.drafts, k)
	}
	return &f
}

// reopen shows the form of a request that was not done again, with what was
// typed and the errors at their fields; it reports whether there was one.
// Where something else has the keyboard by now, or what became of the request is not
// known, what was typed is kept for the next time; kept is what to say of it.
func (a *App) reopen(d runner.Done, f *filled) (shown bool, kept string) {
	if f == nil || d.Err == nil {
		return false, ""
	}
	state := d.Settled.State
	if a.occupied() || state != actions.NotAsked && state != actions.DidNot {
		if typed := f.form.Changed(); len(typed) > 0 {
			a.keepDraft(f.key, typed)
			return false, "What you typed is kept: the same action opens it again."
		}
		return false, ""
	}
	errs := maps.Clone(d.Notice.Fields)
	if len(errs) == 0 {
		errs = map[string]string{"": general(d)}
	}
	f.form.SetErrors(errs)
	a.asking = f.asking
	a.forms.open = *f
	a.dialogs.Push(f.form, "")
	return true, ""
}

// general is an error that belongs to no field: what happened, whether it was
// done, and what to do.
func general(d runner.Done) string {
	parts := []string{d.Notice.What, d.Notice.Do}
	if d.Settled.State == actions.DidNot {
		parts = []string{d.Text + "."}
	}
	return strings.TrimSpace(strings.Join(parts, " "))
}

// formConflict shows the three versions of what a form edits when someone else
// was faster; it reports whether it did.
func (a *App) formConflict(d runner.Done, f *filled) bool {
	changed, ok := errors.AsType[*actions.ChangedError](d.Err)
	if !ok || f == nil || changed.Now == nil {
		return false
	}
	a.page.Replace(changed.Now)
	typed := f.form.Changed()
	maps.Copy(typed, changed.Edited)
	a.keepDraft(f.key, typed)
	if a.occupied() {
		return false // something else has the keyboard by now: the toast tells
	}
	a.forms.overtaken = &overtakenForm{f.asking.action, changed}
	var cs []docedit.Conflict
	for _, c := range changed.Conflicts {
		cs = append(cs, docedit.Conflict(c))
	}
	a.dialogs.Push(docedit.NewThreeWay(dialogVersions, actions.Name(changed.Now), cs).BackTo("back to the form"), "")
	return true
}

// choseFormVersion goes on after a conflict: over the record as it is now.
func (a *App) choseFormVersion(c docedit.Choice) tea.Cmd {
	o := a.forms.overtaken
	a.forms.overtaken = nil
	if c == docedit.Leave {
		return a.toast(toast.Info, "Not sent; what you typed is kept, and “"+o.action.Title+"” opens it again")
	}
	// The key that chose may confirm as well: the diff is new, the choice is not.
	a.opener = ""
	cmd := a.askFor(o.action, o.changed.Now)
	f := a.forms.open
	if c != docedit.Send || f.form == nil || a.dialogs.Top() != f.form {
		return cmd
	}
	return tea.Batch(cmd, f.form.Submit())
}
