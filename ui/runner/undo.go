package runner

import (
	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/ui/actions"
)

// maxUndos is how many undos are kept.
const maxUndos = 50

// UndoAsk is an undo that is ready to be confirmed.
type UndoAsk struct {
	Undo   actions.Undo
	Action actions.Action
	User   *api.User
	Prompt actions.Prompt
}

// UndoTop is the newest undo.
func (r *Runner) UndoTop() (*actions.Undo, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.undos) == 0 {
		return nil, false
	}
	u := r.undos[len(r.undos)-1]
	return &u, true
}

// AskUndo prepares the newest undo. current gives the user as the page knows
// him now, nil when it does not; nil for current uses what the done action
// left. An undo that does not apply any more is told and forgotten.
func (r *Runner) AskUndo(current func(api.ID) *api.User) (UndoAsk, *Refusal) {
	top, ok := r.UndoTop()
	if !ok {
		return UndoAsk{}, &Refusal{Why: WhyNothing, Text: "There is nothing to undo."}
	}
	a, ok := actions.ByID(top.ActionID)
	if !ok {
		return UndoAsk{}, &Refusal{Why: WhyUnknown, Text: "There is no such action."}
	}
	u := top.User
	if current != nil && u != nil {
		if now := current(u.ID); now != nil {
			u = now
		}
	}
	p, refusal := r.Ask(a, u)
	if refusal != nil {
		if refusal.Why == WhyInapplicable {
			r.mu.Lock()
			r.dropUndo(top.ID)
			r.mu.Unlock()
		}
		return UndoAsk{}, refusal
	}
	if own, ok := top.Prompt(a, u, r.Env()); ok {
		p = own
	} else if p.Editor != nil {
		change, err := actions.MetadataChange(u, top.Input.Metadata)
		if err != nil {
			return UndoAsk{}, &Refusal{Why: WhyInapplicable, Text: "The earlier values cannot be put back."}
		}
		p = p.Reviewed(actions.Review{Change: change})
	}
	p.Title = "Undo: " + top.Title + "?"
	if top.Caveat != "" {
		p.DoesNot = append(p.DoesNot[:len(p.DoesNot):len(p.DoesNot)], top.Caveat)
	}
	return UndoAsk{Undo: *top, Action: a, User: u, Prompt: p}, nil
}

// RunUndo runs a confirmed undo.
func (r *Runner) RunUndo(ask UndoAsk, reason string) tea.Cmd {
	in := ask.Undo.Input
	in.Reason = reason
	return r.Run(ask.Action, ask.User, in)
}

// pushUndo and dropUndo want r.mu held.
func (r *Runner) pushUndo(u actions.Undo) {
	r.undos = append(r.undos, u)
	if n := len(r.undos) - maxUndos; n > 0 {
		r.undos = append([]actions.Undo(nil), r.undos[n:]...)
	}
}

func (r *Runner) dropUndo(id uint64) {
	for i, u := range r.undos {
		if u.ID == id {
			r.undos = append(r.undos[:i:i], r.undos[i+1:]...)
			return
		}
	}
}
