package ui

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/internal/safetext"
	"usher/ui/actions"
	"usher/ui/bulk"
	"usher/ui/components/dialog"
	"usher/ui/users"
)

// actionMenu opens the menu of acts on the user under the cursor or on the
// marked ones: the most used first, what cannot be undone last after a gap.
func (a *App) actionMenu() {
	who, u := a.whom()
	a.dialogs.Push(dialog.NewPicker(dialog.Picking{
		ID: dialogMenu, Title: "Actions", Who: who, Note: a.hiddenNote(), Entries: a.actionEntries(u), Letters: true, Signs: true,
	}), a.opener)
}

// palette opens a fuzzy finder over everything that has a name: actions,
// commands, views and orders.
func (a *App) palette() {
	who, u := a.whom()
	entries := a.actionEntries(u)
	for i := range entries {
		e := &entries[i]
		if e.Hint == "" && e.Letter != "" {
			e.Hint = a.keys.ActionMenu.Help().Key + " " + e.Letter
		}
		e.Section, e.Gap = "", false
	}
	entries = append(entries, a.commandEntries()...)
	entries = append(entries, a.viewEntries()...)
	// What was used in this run comes first, what cannot be used now last.
	slices.SortStableFunc(entries, func(x, y dialog.Entry) int {
		return cmp.Or(compareBool(x.Off != "", y.Off != ""), cmp.Compare(a.used[y.ID], a.used[x.ID]))
	})
	a.dialogs.Push(dialog.NewPicker(dialog.Picking{
		ID: dialogMenu, Title: "Find anything to do", Who: who, Note: a.hiddenNote(), Entries: entries, Signs: true,
		Placeholder: "type a few letters, such as mfa or new pass",
	}), a.opener)
}

// compareBool puts false first.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	default:
		return 1
	}
}

// whom names those whom an act would be done to; the user is nil when there is
// none.
func (a *App) whom() (string, *api.User) {
	u := a.page.Current()
	if n := len(a.page.Marked()); n > 0 {
		return fmt.Sprintf("%d marked users", n), u
	}
	if u == nil {
		return "no user is selected", nil
	}
	who := actions.Name(u)
	if mail := safetext.Line(u.PrimaryEmail()); mail != "" && mail != who {
		who += " · " + mail
	}
	return who, u
}

// hiddenNote says why acts are missing; "" when none is.
func (a *App) hiddenNote() string {
	switch gate := a.opts.Gate; {
	case !gate.ReadOnly():
		return ""
	case gate.Forced():
		return "Read-only: usher was started so, and changes are hidden."
	default:
		return "Read-only: changes are hidden. “:write 15m” opens writing."
	}
}

// actionEntries lists the table's rows for u; a row that does not apply is
// shown with its reason, one that changes something is hidden in read-only
// mode until it is asked for by name.
func (a *App) actionEntries(u *api.User) []dialog.Entry {
	marked := len(a.page.Marked())
	var out []dialog.Entry
	for _, act := range actions.All() {
		e := dialog.Entry{
			ID: act.ID, Title: act.Title, Letter: act.Letter, Level: int(act.Level), Words: verbOf(act),
			Hint: a.keys.Action(act.ID).Help().Key, Section: act.Place().String(), Gap: act.Place() == actions.Removal,
			Hidden: act.Mutates && a.opts.Gate.ReadOnly(),
		}
		switch _, many := bulk.Of(act.ID); {
		case e.Hidden:
			e.Off = "not in read-only mode"
		case marked == 0 || !act.Mutates || act.Free:
			if _, refusal := a.runner.Ask(act, u); refusal != nil {
				e.Off = refusal.Short()
			}
		case !many:
			e.Off = "works on one user"
		}
		out = append(out, e)
	}
	return out
}

// What an entry of the palette begins with that is no action.
const (
	entryCommand = ":"
	entryView    = "view "
	entryOrder   = "order "
)

// commandEntries are the commands; one that needs something more is put into
// the command line.
func (a *App) commandEntries() []dialog.Entry {
	var out []dialog.Entry
	for _, c := range commands() {
		out = append(out, dialog.Entry{
			ID: entryCommand + c.name, Title: safetext.Capital(c.help), Words: c.name, Hint: a.keys.Command.Help().Key + c.name,
		})
	}
	return out
}

// viewEntries are the views and the orders of the list.
func (a *App) viewEntries() []dialog.Entry {
	var out []dialog.Entry
	for i, v := range a.page.Views() {
		e := dialog.Entry{ID: entryView + strconv.Itoa(i), Title: "View " + safetext.String(v.Name), Words: "show list tab"}
		if i < len(a.keys.Views) {
			e.Hint = a.keys.Views[i].Help().Key
		}
		out = append(out, e)
	}
	for i, o := range users.Orders() {
		e := dialog.Entry{ID: entryOrder + strconv.Itoa(i), Title: "Sort by " + users.OrderName(o), Words: "order " + o.Field.String()}
		if users.OrderName(o) == users.OrderName(a.page.Order()) {
			e.Hint = "now"
		}
		out = append(out, e)
	}
	return out
}

// picked does what was chosen in the menu or the palette.
func (a *App) picked(choice string) tea.Cmd {
	a.used[choice]++
	if name, ok := strings.CutPrefix(choice, entryCommand); ok {
		if c, _ := findCommand(name); c.usage == "" || strings.HasPrefix(c.usage, "[") {
			return a.runCommand(name)
		}
		a.showCommandLine(name + " ")
		return nil
	}
	if n, ok := strings.CutPrefix(choice, entryView); ok {
		i, _ := strconv.Atoi(n)
		return a.page.SelectView(i)
	}
	if n, ok := strings.CutPrefix(choice, entryOrder); ok {
		return a.sortBy(n)
	}
	return a.ask(row(choice))
}
