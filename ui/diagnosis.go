package ui

import (
	tea "charm.land/bubbletea/v2"

	"usher/internal/diagnose"
	"usher/internal/query"
	"usher/ui/actions"
	"usher/ui/why"
)

// askWhy opens the diagnosis of the user under the cursor; where an exact
// address found nobody, that of the address. While a pasted identifier is
// looked up it waits for the person.
func (a *App) askWhy() tea.Cmd {
	if a.looking() {
		a.held = heldWhy
		return nil
	}
	o := why.Options{
		User: a.page.Current(), Fetched: a.page.CurrentFetched(), Source: diagnose.NewSource(a.opts.Client),
		Now: a.opts.Now, Zone: a.opts.Zone, Base: a.base, Instance: a.instanceName(),
	}
	if s := a.page.Search(); o.User == nil || a.page.FellBack() && s.Exact() == query.ExactEmail {
		if s.Exact() != query.ExactEmail {
			return nil
		}
		o.User, o.Address = nil, s.Text()
	}
	w := why.New(a.styles, a.keys, o)
	a.dialogs.Push(w, a.opener)
	return w.Init()
}

// heldWhy is held in place of an action id.
const heldWhy = "why"

// chose asks for the act that fixes what the diagnosis found.
func (a *App) chose(msg why.Choose) tea.Cmd {
	if msg.User != nil {
		a.page.Replace(msg.User)
	}
	act, ok := actions.ByID(msg.ActionID)
	switch {
	case ok:
		a.target = msg.Target
		defer func() { a.target = "" }()
		return a.askFor(act, msg.User)
	case msg.User != nil:
		return a.page.Lookup(query.Parse(string(msg.User.ID)))
	}
	return nil
}
