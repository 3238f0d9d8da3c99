package ui

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/ui/actions"
	"usher/ui/components/form"
	"usher/ui/components/toast"
	"usher/ui/errtext"
	"usher/ui/request"
	"usher/ui/runner"
)

// preparing is the act whose dialog has to read something first.
type preparing struct{ slot request.Slot }

// prepare reads what a dialog shows, outside of Update.
func (a *App) prepare(act actions.Action, u *api.User) tea.Cmd {
	ctx, gen := a.preparing.slot.Start(a.base)
	read := a.runner.Prepare(ctx, act, u)
	return func() tea.Msg { return prepared{gen: gen, msg: read()} }
}

// prepared is the runner's answer with the generation it belongs to.
type prepared struct {
	gen request.Gen
	msg tea.Msg
}

// tookPrepared opens the dialog, unless something else has been begun since.
func (a *App) tookPrepared(msg prepared) tea.Cmd {
	p, ok := msg.msg.(runner.Prepared)
	if !a.preparing.slot.Done(msg.gen) || !ok || a.dialogs.Len() > 0 {
		return nil
	}
	switch {
	case p.Err == nil:
		return a.askPrompt(row(p.ActionID), p.User, p.Prompt)
	case p.Text == "":
		return nil
	case p.Notice.Code == "":
		return a.toast(toast.Warn, p.Text)
	default:
		return a.failed(p.Notice, p.Text)
	}
}

// openForm opens the form of a prompt, with what was typed before and not
// taken over.
func (a *App) openForm(act actions.Action, u *api.User, p actions.Prompt) tea.Cmd {
	f := a.newForm(act, u, p)
	if draft, ok := a.forms.drafts[formKeyOf(act.ID, u)]; ok {
		f.SetValues(draft)
		f.Say("What you typed before and was not sent is here again.")
	}
	a.forms.open = filled{form: f, key: formKeyOf(act.ID, u), asking: a.asking}
	a.dialogs.Push(f, a.opener)
	for _, field := range p.Form.Fields {
		if field.Kind == actions.FieldFile {
			return a.askGraphics()
		}
	}
	return nil
}

// newForm makes the form of a prompt.
func (a *App) newForm(act actions.Action, u *api.User, p actions.Prompt) *form.Form {
	o := form.Options{
		ID: dialogForm, Title: act.Title, Intro: p.Form.Intro, Verb: "go on", Check: checkForm(p), After: after,
		Draw: a.drawPicture,
	}
	if p.Form.Title != "" {
		o.Title = p.Form.Title
	}
	if u != nil && !act.Free {
		o.Who = actions.Name(u)
	}
	if a.opts.Environment == Production {
		o.Badge = "PRODUCTION"
	}
	for _, f := range p.Form.Fields {
		field := formField(f)
		if f.NewPassword {
			field.Rate, field.Generate = a.rate(p.Form.Own), a.generate
		}
		o.Fields = append(o.Fields, field)
	}
	return form.New(a.styles, o)
}

// maxImage is the API's limit of a profile image, in bytes.
const maxImage = 10 << 20

func formField(f actions.FormField) form.Field {
	kind := map[actions.FieldKind]form.Kind{
		actions.FieldText: form.Text, actions.FieldSecret: form.Secret, actions.FieldPick: form.Choice,
		actions.FieldTick: form.Tick, actions.FieldFile: form.File, actions.FieldLines: form.Lines, actions.FieldJSON: form.JSON,
	}[f.Kind]
	out := form.Field{
		ID: f.ID, Label: f.Label, Help: f.Help, Value: f.Value, Placeholder: f.Placeholder,
		Kind: kind, Required: f.Required, Quick: f.Quick, Search: f.Search != nil, Image: f.Kind == actions.FieldFile,
	}
	if f.Kind == actions.FieldFile {
		out.Limit, out.Extensions = maxImage, []string{".png", ".jpg", ".jpeg", ".gif", ".webp"}
	}
	for _, c := range f.Choices {
		out.Choices = append(out.Choices, entryOf(c))
	}
	return out
}

func entryOf(c actions.FieldChoice) form.Entry {
	return form.Entry{ID: c.ID, Title: c.Title, Hint: c.Hint, Off: c.Off}
}

// checkForm tells which field is wrong.
func checkForm(p actions.Prompt) func(map[string]string) (string, error) {
	return func(values map[string]string) (string, error) {
		_, err := p.Form.Review(values)
		if wrong, ok := errors.AsType[*actions.FieldError](err); ok {
			return wrong.Field, errors.New(wrong.Problem)
		}
		return "", err
	}
}

// searchChoices looks for the choices of a field, such as organizations by
// name.
func (a *App) searchChoices(msg form.SearchMsg) tea.Cmd {
	p := a.asking.prompt.Form
	if p == nil {
		return nil
	}
	for _, f := range p.Fields {
		if f.ID != msg.Field || f.Search == nil {
			continue
		}
		return a.runner.Search(a.base, f, msg.Text, func(found []actions.FieldChoice, err error) tea.Msg {
			problem := ""
			if err != nil {
				problem = errtext.Explain(err).What
			}
			entries := make([]form.Entry, 0, len(found))
			for _, c := range found {
				entries = append(entries, entryOf(c))
			}
			return msg.Found(entries, problem)
		})
	}
	return nil
}

// formDone takes a form's values: asked for once more with the change in
// sight, or run at once where the form was the confirmation.
func (a *App) formDone(r form.Result) tea.Cmd {
	if r.ID == dialogFilter {
		return a.filtered(r)
	}
	if !r.OK {
		a.dropDraft()
		return nil
	}
	if a.asking.prompt.Form == nil {
		return nil
	}
	review, err := a.asking.prompt.Form.Review(r.Values)
	switch {
	case err != nil:
		return tea.Batch(a.backToForm(), a.toast(toast.Error, err.Error()))
	case review.Nothing:
		a.dropDraft()
		return a.toast(toast.Info, "Nothing was changed")
	case review.Direct:
		return a.run(review.Input)
	}
	a.asking.input = review.Input
	a.confirm(dialogAct, a.asking.prompt.Reviewed(review))
	return nil
}
