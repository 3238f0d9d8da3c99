package ui

import (
	tea "charm.land/bubbletea/v2"

	"usher/internal/diagnose"
	"usher/internal/query"
	"usher/ui/actions"
	"usher/ui/components/toast"
	"usher/ui/why"
)

// askWhy opens the diagnosis of the user under the cursor; where an address,
// a phone number or words found nobody, that of what was looked for. While a pasted identifier is
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
	if o.User == nil || a.page.FellBack() && a.page.Search().Exact() != query.NotExact {
		if o.User, o.Address = nil, a.sought(); o.Address == "" {
			return a.toast(toast.Info, "Nobody is selected; look for the e-mail address or phone number they use, then ask again")
		}
	}
	w := why.New(a.styles, a.keys, o)
	a.dialogs.Push(w, a.opener)
	return w.Init()
}

// sought is the address, number or name that was looked for; "" when the
// search holds anything else, such as an id, which has no near misses.
func (a *App) sought() string {
	q := a.page.Search()
	switch {
	case q.Exact() == query.ExactUser:
		return ""
	case q.Exact() != query.NotExact, q.Value("words") == q.Text():
		return q.Text()
	default:
		return ""
	}
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
		if msg.User == nil {
			a.address = msg.Address
		}
		defer func() { a.target, a.address = "", "" }()
		return a.askFor(act, msg.User)
	case msg.User != nil:
		return a.page.Lookup(query.Parse(string(msg.User.ID)))
	}
	return nil
}
