package ui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/internal/clipboard"
	"usher/internal/query"
	"usher/internal/safetext"
	"usher/ui/actions"
	"usher/ui/bulk"
	"usher/ui/components/dialog"
	"usher/ui/components/docedit"
	"usher/ui/components/form"
	"usher/ui/components/reveal"
	"usher/ui/components/toast"
	"usher/ui/detail"
	"usher/ui/errtext"
	"usher/ui/runner"
	"usher/ui/users"
	"usher/ui/why"
)

// The ids of the dialogs that the root asks with.
const (
	dialogAct   = "act"
	dialogUndo  = "undo"
	dialogEdit  = "edit"
	dialogMenu  = "menu"
	dialogSort  = "sort"
	dialogCopy  = "copy"
	dialogBatch = "batch"
	dialogForm  = "form"

	dialogFilter  = "filter"
	dialogExplain = "explain"
)

// asking is the act whose dialog is open. It holds the user as shown in the
// dialog: what is confirmed is what was read.
type asking struct {
	action actions.Action
	user   *api.User
	prompt actions.Prompt
	input  actions.Input
	undo   runner.UndoAsk
}

// row is a row of the action table by its id.
func row(id string) actions.Action {
	act, _ := actions.ByID(id)
	return act
}

// ask begins an act on the user under the cursor: refused, run at once, or
// asked for in a dialog. While a pasted identifier is looked up the act
// waits for the person.
func (a *App) ask(act actions.Action) tea.Cmd {
	if a.looking() {
		a.held = act.ID
		return nil
	}
	if marked := a.page.Marked(); act.Mutates && !act.Free && len(marked) > 0 {
		return a.askBatch(act, marked)
	}
	u := a.page.Current()
	if act.ID == createID {
		u = nil // it is about nobody who exists
	}
	return a.askFor(act, u)
}

const createID = "user.create"

// looking reports whether a paste is being looked up: who will be under the
// cursor is not known yet.
func (a *App) looking() bool { return a.page.Looking() || a.resolving.Busy() }

func (a *App) askFor(act actions.Action, u *api.User) tea.Cmd {
	prompt, refusal := a.runner.Ask(act, u)
	if refusal != nil {
		return a.toast(toast.Warn, refusal.Text)
	}
	if a.metadataAsk(act, u) {
		return nil
	}
	if act.Prepare != nil {
		return a.prepare(act, u)
	}
	return a.askPrompt(act, u, prompt)
}

// askPrompt opens what an act asks with.
func (a *App) askPrompt(act actions.Action, u *api.User, prompt actions.Prompt) tea.Cmd {
	a.asking = asking{action: act, user: u, prompt: prompt, input: prompt.Input}
	switch {
	case prompt.Form != nil:
		return a.openForm(act, u, prompt)
	case prompt.Editor != nil:
		return a.openEditor(prompt, u)
	case prompt.Confirm == actions.ConfirmNone:
		return a.run(prompt.Input)
	default:
		a.confirm(dialogAct, prompt)
	}
	return nil
}

// confirm opens the dialog of a prompt.
func (a *App) confirm(id string, p actions.Prompt) {
	ask := dialog.Ask{
		ID: id, Title: p.Title, Verb: p.Verb, Level: int(a.asking.action.Level),
		Production: a.opts.Environment == Production,
		Who:        p.Who, Does: p.Does, DoesNot: p.DoesNot, Facts: p.Sends,
		Reason: dialog.ReasonMode(p.Reason), Expect: p.Expect, What: whatOf(p.Expect),
	}
	ask.Changes = changes(p.Change)
	if p.Confirm == actions.ConfirmTyped {
		a.dialogs.Push(dialog.NewTyped(ask), a.opener)
		return
	}
	a.dialogs.Push(dialog.NewConfirm(ask), a.opener)
}

// whatOf names what has to be typed.
func whatOf(expect string) string {
	switch _, err := strconv.Atoi(expect); {
	case err == nil:
		return "the number of users"
	case strings.Contains(expect, "@"):
		return "the e-mail address"
	case strings.HasPrefix(expect, "user_"):
		return "the user id"
	}
	return ""
}

// changes pairs the removed and the added line of a path into one change.
func changes(lines []actions.DiffLine) []dialog.Change {
	var out []dialog.Change
	for _, l := range lines {
		if n := len(out); l.Sign == '+' && n > 0 && out[n-1].Field == l.Path && out[n-1].To == gone {
			out[n-1].To = l.Value
			continue
		}
		c := dialog.Change{Field: l.Path, From: l.Value, To: gone}
		if l.Sign == '+' {
			c.From, c.To = absent, l.Value
		}
		out = append(out, c)
	}
	return out
}

// What stands in a change for a value that is not there.
const (
	absent = "(none)"
	gone   = "(removed)"
)

// answered takes the answer of a dialog.
func (a *App) answered(r dialog.Result) tea.Cmd {
	if !r.OK {
		if r.ID == dialogAct {
			return a.backToForm()
		}
		return nil
	}
	switch r.ID {
	case dialogAct:
		in := a.asking.input
		in.Reason = r.Reason
		return a.run(in)
	case dialogUndo:
		return a.pending(a.asking.undo.User, a.runner.RunUndo(a.asking.undo, r.Reason))
	case dialogBatch:
		return a.startBatch(r.Reason)
	case dialogMenu:
		return a.picked(r.Choice)
	case dialogInstance:
		return a.switchTo(r.Choice)
	case dialogSort:
		return a.sortBy(r.Choice)
	case dialogCopy:
		return a.copyChosen(r.Choice)
	case dialogDrafts:
		return a.openDraft(api.ID(r.Choice))
	}
	return nil
}

// run hands the confirmed act to the runner.
func (a *App) run(in actions.Input) tea.Cmd {
	ask := a.asking
	if a.behind() {
		a.formSent()
	}
	a.asking = asking{}
	return a.pending(ask.user, a.runner.Run(ask.action, ask.user, in))
}

// pending draws the user's row with its mark.
func (a *App) pending(u *api.User, cmd tea.Cmd) tea.Cmd {
	if u != nil {
		a.page.Redraw(u.ID)
	}
	return cmd
}

// done shows what an act came to: the newer record in list and detail, a
// toast, and what undoes it.
func (a *App) done(d runner.Done) tea.Cmd {
	d = a.runner.Handle(d)
	a.page.Redraw(d.User)
	reread := d.ActionID == refreshID && a.rereading[d.User]
	if reread {
		delete(a.rereading, d.User)
	}
	if row(d.ActionID).Reports {
		a.toasts.DropKind(toast.Info) // how far it was
	}
	cmds := []tea.Cmd{a.tookOutcome(d), a.draftDone(d)}
	typed := a.answeredForm(d)
	inSight := a.conflict(d) || a.formConflict(d, typed) // the three versions are
	var kept string
	if !inSight {
		// The form says what is wrong, at its fields where they are named.
		inSight, kept = a.reopen(d, typed)
	}
	switch {
	case inSight, reread && d.Err == nil: // nobody asked for it: what was done is what is said
	case d.Err != nil && !d.Notice.Silent:
		cmds = append(cmds, a.failed(d.Notice, strings.TrimSpace(d.Text+" "+kept)))
	case d.Text != "" && d.Outcome.OpenURL == "" && d.Outcome.Copy.Empty():
		cmds = append(cmds, a.toasts.Push(a.success(d)))
	}
	if d.AuditErr != nil {
		cmds = append(cmds, a.toast(toast.Error, "The audit log could not be written: "+safetext.String(d.AuditErr.Error())))
	}
	return tea.Batch(cmds...)
}

// success is the toast of an act that was done.
func (a *App) success(d runner.Done) toast.Toast {
	t := toast.Toast{Kind: toast.Success, Text: d.Text}
	if d.Outcome.Answer == actions.No {
		t.Kind = toast.Warn
	}
	if d.Undo != nil {
		t.Hint = a.keys.Undo.Help().Key + " undo"
	}
	return t
}

// tookOutcome puts what an act brought where it belongs.
func (a *App) tookOutcome(d runner.Done) tea.Cmd {
	var cmds []tea.Cmd
	out := d.Outcome
	if u := out.User; u != nil && !a.outdated(d, u) {
		a.page.Replace(u)
		if d.ActionID != refreshID {
			cmds = append(cmds, a.page.Stale())
		}
	}
	switch {
	case out.Gone:
		a.focusList()
		cmds = append(cmds, a.page.Refresh())
	case out.Created && out.User != nil:
		cmds = append(cmds, a.page.Lookup(query.Parse(string(out.User.ID))))
	case out.Refetch && out.User == nil && d.Before != nil && d.ActionID != refreshID:
		a.rereading[d.Before.ID] = true
		cmds = append(cmds, a.runner.Run(row(refreshID), d.Before, actions.Input{}), a.detail.Refresh())
	}
	if len(out.Reload) > 0 || d.ActionID != refreshID && a.detail.CurrentTab() == detail.Activity {
		cmds = append(cmds, a.detail.Refresh())
	}
	if next, ok := actions.ByID(out.Next); ok && d.Err == nil {
		cmds = append(cmds, a.askFor(next, newest(d)))
	}
	if out.Show != nil {
		cmds = append(cmds, a.show(out.Show, d.Before))
	}
	if !out.Copy.Empty() {
		cmds = append(cmds, a.copyText("user id", out.Copy))
	}
	if out.OpenURL != "" {
		cmds = append(cmds, a.browse(out.OpenURL))
	}
	return tea.Batch(cmds...)
}

// refreshID is the act that only reads a user again.
const refreshID = "user.refresh"

// The acts whose typed text is kept until it was taken over.
const (
	metadataID = "user.metadata"
	replaceID  = "user.replace_metadata"
)

// outdated reports whether a refresh was overtaken by a change: its answer
// would put the older record back.
func (a *App) outdated(d runner.Done, u *api.User) bool {
	now := a.page.Find(u.ID)
	return d.ActionID == refreshID && now != nil && u.UpdatedAt < now.UpdatedAt
}

func (a *App) askUndo() tea.Cmd {
	if a.batchIsNewest() {
		return a.askBatchUndo()
	}
	ask, refusal := a.runner.AskUndo(func(id api.ID) *api.User { return a.page.Find(id) })
	if refusal != nil {
		return a.toast(toast.Info, refusal.Text)
	}
	a.asking = asking{action: ask.Action, user: ask.User, prompt: ask.Prompt, undo: ask}
	a.confirm(dialogUndo, ask.Prompt)
	return nil
}

// happened takes messages of the overlays and of the runner.
func (a *App) happened(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case dialog.Result:
		return a.answered(msg)
	case why.Choose:
		return a.chose(msg)
	case why.Msg:
		return msg.Owner().Update(msg.(tea.Msg))
	case form.Result:
		return a.formDone(msg)
	case form.CopyMsg:
		return a.copyMade(msg)
	case form.SearchMsg:
		return a.searchChoices(msg)
	case form.Msg:
		return msg.Owner().Update(msg.(tea.Msg))
	case resolved:
		return a.tookResolved(msg)
	case clipboard.Copied:
		return a.copied(msg)
	case reveal.Copy:
		return a.copySecret(msg)
	case reveal.Closed:
		return nil
	case reveal.Msg:
		return msg.Owner().Update(msg.(tea.Msg))
	case runner.Progress:
		return a.progressed(msg)
	case prepared:
		return a.tookPrepared(msg)
	case docedit.Event:
		return a.editing(msg)
	case editStep:
		return msg.step(a)
	case runner.Done:
		return a.done(msg)
	case bulk.Step:
		return a.batchStep(msg)
	case bulk.Finished:
		return a.batchFinished(msg)
	case users.GatherEnded:
		return a.toast(toast.Warn, msg.Text)
	case users.GatherFailed:
		return a.failed(errtext.Explain(msg.Err), "")
	case viewsSaved:
		return a.tookViewsSaved(msg)
	case users.SaveWanted:
		return a.saveWanted()
	case users.Found:
		return a.found()
	case users.NotFound:
		return a.notFound(msg)
	case users.Failed:
		return a.listFailed(msg.Notice)
	default:
		return tea.Batch(a.pictureSaid(msg), a.boxSaid(msg))
	}
}

// listFailed says nothing more where the list itself shows the problem.
func (a *App) listFailed(errtext.Notice) tea.Cmd {
	a.held = ""
	return nil
}
