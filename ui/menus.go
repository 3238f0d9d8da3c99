package ui

import (
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/internal/clipboard"
	"usher/internal/safetext"
	"usher/internal/summary"
	"usher/ui/actions"
	"usher/ui/components/dialog"
	"usher/ui/components/toast"
	"usher/ui/users"
)

// sortMenu lists every order, of words from A to Z before from Z to A.
func (a *App) sortMenu() {
	now := users.OrderName(a.page.Order())
	entries := make([]dialog.Entry, 0, 20)
	selected := ""
	orders := users.Orders()
	for i := range orders {
		id := i
		if newest := orders[i-i%2]; words(newest.Field) {
			id = i ^ 1 // the pairs begin with the descending one
		}
		o := orders[id]
		name, hint := users.OrderName(o), ""
		if !o.Cursor() {
			hint = costs
		}
		if name == now {
			selected, hint = strconv.Itoa(id), strings.TrimPrefix(hint+" · now", " · ")
		}
		entries = append(entries, dialog.Entry{ID: strconv.Itoa(id), Title: safetext.Capital(name), Hint: hint, Words: o.Field.String()})
	}
	a.dialogs.Push(dialog.NewPicker(dialog.Picking{
		ID: dialogSort, Title: "Sort by", Entries: entries, Select: selected, Placeholder: "type to find an order",
	}), a.opener)
}

// costs is said of orders that the server cannot go on in from a user: it
// counts from the beginning for every page.
const costs = "deep pages cost more"

// words tells fields that hold words from those that hold times.
func words(f api.OrderField) bool {
	switch f {
	case api.OrderCreatedAt, api.OrderUpdatedAt, api.OrderLastActiveAt, api.OrderLastSignInAt:
		return false
	}
	return true
}

func (a *App) sortBy(choice string) tea.Cmd {
	i, err := strconv.Atoi(choice)
	if orders := users.Orders(); err == nil && i >= 0 && i < len(orders) {
		return a.page.SetOrder(orders[i])
	}
	return nil
}

// The entries of the copy menu.
const (
	copyID    = "id"
	copyEmail = "email"
	copyURL   = "url"
	copyJSON  = "json"
	copyNote  = "summary"
)

func (a *App) copyMenu() {
	u := a.page.Current()
	if u == nil {
		return
	}
	email := dialog.Entry{ID: copyEmail, Title: "E-mail address", Letter: "e", Hint: safetext.Truncate(safetext.Line(u.PrimaryEmail()), 32)}
	if u.PrimaryEmail().Empty() {
		email.Off = "has none"
	}
	a.dialogs.Push(dialog.NewPicker(dialog.Picking{
		ID: dialogCopy, Title: "Copy", Who: actions.Name(u), Letters: true,
		Entries: []dialog.Entry{
			{ID: copyID, Title: "User id", Letter: "y", Hint: string(u.ID)},
			email,
			{ID: copyURL, Title: "Link to the web dashboard", Letter: "u"},
			{ID: copyNote, Title: "Summary for a ticket", Letter: "s", Hint: "Markdown, no metadata"},
			{ID: copyJSON, Title: "JSON record", Letter: "j", Hint: "private metadata as shown"},
		},
	}), a.opener)
}

func (a *App) copyChosen(choice string) tea.Cmd {
	u := a.page.Current()
	if u == nil {
		return nil
	}
	switch choice {
	case copyEmail:
		return a.copyText("e-mail address", u.PrimaryEmail())
	case copyURL:
		return a.copyText("link", api.NewText(actions.DashboardURL(u.ID, a.env())))
	case copyNote:
		return a.opts.Clipboard.Copy("summary", a.summary(u)) // inert already, and of several lines
	case copyJSON:
		return a.copyText("JSON record", a.detail.Record())
	default:
		return a.ask(row("user.copy_id"))
	}
}

// summary tells what is known of a user, for a ticket.
func (a *App) summary(u *api.User) string {
	f := summary.Facts{
		Now: a.opts.Now(), Fetched: a.page.CurrentFetched(), Zone: a.opts.Zone, Instance: a.instanceName(),
		URL: actions.DashboardURL(u.ID, a.env()),
	}
	if shown := a.detail.User(); shown != nil && shown.ID == u.ID {
		f.Memberships, f.TotalMemberships = a.detail.Memberships()
	}
	return summary.Markdown(u, f)
}

// copySelected copies what the detail pane has selected, else the user's id.
func (a *App) copySelected() tea.Cmd {
	if a.panes.inside {
		if what, value, ok := a.detail.Copy(); ok {
			return a.copyText(what, value)
		}
	}
	return a.ask(row("user.copy_id"))
}

// treeKey takes the keys that copy from a tree of JSON.
func (a *App) treeKey(k tea.KeyPressMsg) (cmd tea.Cmd, handled bool) {
	if !a.panes.inside {
		return nil, false
	}
	what, value, inTree := a.detail.CopyPath()
	switch {
	case !inTree:
		return nil, false
	case key.Matches(k, a.keys.CopyPath):
		return a.copyText(what, value), true
	case key.Matches(k, a.keys.CopyValue):
		return a.copySelected(), true
	}
	return nil, false
}

// copyText puts a value on the clipboard; a toast says by which way. Control
// characters are left out: what is pasted into a shell must not run by itself.
func (a *App) copyText(what string, value api.Text) tea.Cmd {
	return a.opts.Clipboard.Copy(what, safetext.Clipboard(value))
}

// copied tells how a copy went.
func (a *App) copied(c clipboard.Copied) tea.Cmd {
	kind := toast.Success
	if !c.OK() {
		kind = toast.Error
	}
	return a.toasts.Push(toast.Toast{Kind: kind, Text: c.Words(), Hint: c.Hint})
}

// browse opens a link; without a browser the link is shown.
func (a *App) browse(url string) tea.Cmd {
	open := a.opts.OpenURL
	if open == nil {
		return tea.Batch(a.copyText("link", api.NewText(url)), a.toast(toast.Info, "No browser here: "+url))
	}
	return func() tea.Msg { return browsed{url: url, err: open(url)} }
}

// browsed tells whether the browser could be started.
type browsed struct {
	url string
	err error
}

func (a *App) tookBrowsed(msg browsed) tea.Cmd {
	if msg.err != nil {
		return tea.Batch(a.copyText("link", api.NewText(msg.url)), a.toast(toast.Warn, "The browser did not start: "+msg.url))
	}
	return a.toast(toast.Info, "Opened in the browser: "+msg.url)
}
