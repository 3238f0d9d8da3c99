package actions

import "usher/api"

// Prompt is the dialog of an undo whose action needs a form or reads first: it
// shows what the undo itself tells. Others are asked for as the action is.
func (u Undo) Prompt(a Action, user *api.User, env Env) (p Prompt, own bool) {
	if u.Does == nil && u.Change == nil {
		return Prompt{}, false
	}
	p = question{title: u.Title + "?", verb: "Undo", level: a.Level, does: u.Does, in: u.Input}.prompt(user, env)
	p.Sends, p.Change = u.Sends, u.Change
	return p, true
}
