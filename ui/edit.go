package ui

import (
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/ui/actions"
	"usher/ui/components/docedit"
	"usher/ui/components/toast"
)

// typedTexts are texts that were typed and not (yet) taken over by the server, by
// user: an edit that fails or is cancelled is there again when it is opened
// again.
type typedTexts map[api.ID]draft

// draft is what was typed, by document, over a record as it was then.
type draft struct {
	action string    // the act that it was typed for
	name   string    // of the user, inert
	saved  time.Time // when it was kept last
	base   *api.User
	edited map[string]string
}

// openEditor opens the documents of a prompt for editing.
func (a *App) openEditor(p actions.Prompt, u *api.User) tea.Cmd {
	o := docedit.Options{
		ID: dialogEdit, Title: a.asking.action.Title, Who: actions.Name(u), Check: checkEdit(p),
		Outside: a.opts.EditorCommand != nil,
		After:   after,
	}
	for _, f := range p.Editor.Fields {
		o.Documents = append(o.Documents, docedit.Document{
			ID: f.ID, Title: f.Title, Note: f.Note, Text: editable(f.Text), Limit: f.Limit,
		})
	}
	_, kept := a.drafts[u.ID]
	o.Wait = a.recovery.store.Keeps() && !kept
	d := docedit.New(a.styles, o, a.draftOf(u))
	a.recovery.dialog, a.recovery.user = d, u
	a.dialogs.Push(d, a.opener)
	if !o.Wait {
		return nil
	}
	return a.recover(d, u)
}

// draftOf is what was typed, carried over to the record as it is now: what
// others changed meanwhile elsewhere is not put back by an old draft.
func (a *App) draftOf(u *api.User) map[string]string {
	d, ok := a.drafts[u.ID]
	if !ok {
		return nil
	}
	return actions.RebaseMetadata(d.base, u, d.edited)
}

// editStep is a message of an edit's own work outside of Update.
type editStep interface{ step(a *App) tea.Cmd }

// editing takes what the dialogs of an edit say.
func (a *App) editing(msg docedit.Event) tea.Cmd {
	switch msg := msg.(type) {
	case docedit.Result:
		return a.edited(msg)
	case docedit.Chosen:
		return a.choseVersion(msg.Choice)
	case docedit.External:
		return a.editOutside(msg)
	case docedit.Typed:
		return a.typed(msg)
	}
	return nil
}

// editable gives the document to the editor, which escapes what is not inert.
func editable(t api.Text) string {
	return t.Unsafe() //nolint:forbidigo // the editor escapes every letter that is not inert
}

// checkEdit tells which document is wrong.
func checkEdit(p actions.Prompt) func(map[string]string) (string, error) {
	return func(edited map[string]string) (string, error) {
		_, err := p.Editor.Review(edited)
		if wrong, ok := errors.AsType[*actions.EditError](err); ok {
			return wrong.Field, err
		}
		return "", err
	}
}

// edited takes the documents back: what was typed is kept until it is taken
// over, and the change is confirmed before anything is sent.
func (a *App) edited(r docedit.Result) tea.Cmd {
	ask := a.asking
	if ask.user == nil {
		return nil
	}
	var kept tea.Cmd
	switch {
	case len(r.Edited) > 0:
		kept = a.keep(ask.user.ID, draft{action: ask.action.ID, base: ask.user, edited: r.Edited})
	case r.Unread:
		return nil // it was closed before an earlier text was there
	default:
		kept = a.forget(ask.user.ID)
	}
	return tea.Batch(kept, a.review(r))
}

// review asks for the change to be confirmed.
func (a *App) review(r docedit.Result) tea.Cmd {
	ask := a.asking
	if !r.OK {
		if len(r.Edited) == 0 {
			return nil
		}
		return a.toast(toast.Info, a.keptText(ask.action.ID))
	}
	review, err := ask.prompt.Editor.Review(r.Edited)
	switch {
	case err != nil:
		return a.toast(toast.Error, err.Error())
	case review.Nothing:
		return a.toast(toast.Info, "Nothing was changed")
	}
	a.asking.input = review.Input
	a.confirm(dialogAct, ask.prompt.Reviewed(review))
	return nil
}
