package ui

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/dustin/go-humanize"

	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
	"usher/ui/components/arranger"
	"usher/ui/components/toast"
	"usher/ui/users"
)

// viewBook keeps the views: what was changed and not written yet, and what was
// removed since the start.
type viewBook struct {
	unsaved []users.Change
	writing bool
	removed []removedView // the last one at the end
}

// removedView is a view that was taken away, and from where.
type removedView struct {
	users.View
	at int
}

// viewsSaved answers the writing of the first n changes.
type viewsSaved struct {
	n     int
	views []users.View
	err   error
}

// changeViews changes the views at once and has the change written.
func (a *App) changeViews(change users.Change, selected func([]users.View) int) (tea.Cmd, error) {
	next, err := change(a.page.Views())
	if err != nil {
		return nil, err
	}
	cmd := a.page.SetViews(next, selected(next))
	if a.opts.SaveViews == nil {
		return cmd, nil
	}
	a.views.unsaved = append(a.views.unsaved, change)
	return tea.Batch(cmd, a.writeViews()), nil
}

// viewCalled selects the view with a name.
func viewCalled(name string) func([]users.View) int {
	return func(views []users.View) int { return max(users.ViewNamed(views, name), 0) }
}

// present selects the view that is selected now.
func (a *App) present() func([]users.View) int { return viewCalled(a.view().Name) }

// view is the present view.
func (a *App) view() users.View { return a.page.Views()[a.page.Selected()] }

// writeViews writes what is not written yet, one write at a time.
func (a *App) writeViews() tea.Cmd {
	if a.views.writing || len(a.views.unsaved) == 0 {
		return nil
	}
	a.views.writing = true
	n, change, save := len(a.views.unsaved), users.Together(slices.Clone(a.views.unsaved)), a.opts.SaveViews
	return func() tea.Msg {
		views, err := save(change)
		return viewsSaved{n: n, views: views, err: err}
	}
}

// tookViewsSaved takes over the views as they are in the file, where somebody
// else may have changed them too. What could not be written stays for this run
// and is written with the next change.
func (a *App) tookViewsSaved(msg viewsSaved) tea.Cmd {
	a.views.writing = false
	if msg.err != nil {
		why, _, _ := strings.Cut(msg.err.Error(), "\n") // below it stand lines of the file
		return a.toast(toast.Warn, "Not saved, the views stay as they are until usher ends: "+safetext.String(why))
	}
	a.views.unsaved = a.views.unsaved[msg.n:]
	if len(a.views.unsaved) > 0 {
		return a.writeViews()
	}
	selected := users.ViewNamed(msg.views, a.view().Name)
	if selected < 0 {
		selected = min(a.page.Selected(), len(msg.views)-1)
	}
	cmd := a.page.SetViews(msg.views, selected)
	if d, open := a.dialogs.Top().(*arranger.Dialog); open && d.ID() == dialogViews {
		d.SetRows(a.viewRows(), d.Row())
	}
	return cmd
}

const (
	dialogViews   = "views"
	dialogColumns = "columns"
)

// viewMenu opens the dialog in which the views are arranged.
func (a *App) viewMenu() {
	m := a.keys
	d := arranger.New(arranger.Options{
		ID: dialogViews, Title: "Views", Numbers: m.Views,
		Intro: "A view is a saved search. The first nine have a number.",
		Enter: arranger.Key{Desc: "show", Do: func(d *arranger.Dialog, row int) tea.Cmd {
			d.Close()
			return a.page.SelectView(row)
		}},
		Keys: []arranger.Key{
			{Binding: m.SaveView, Desc: "save the present search", Do: func(d *arranger.Dialog, _ int) tea.Cmd { return a.askViewName(d) }},
			{Binding: m.Rename, Desc: "rename", Do: a.renameRow},
			{Binding: m.MoveDown, Desc: "move down", Do: func(d *arranger.Dialog, row int) tea.Cmd { return a.moveRow(d, row, 1) }},
			{Binding: m.MoveUp, Desc: "up", Do: func(d *arranger.Dialog, row int) tea.Cmd { return a.moveRow(d, row, -1) }},
			{Binding: m.Remove, Desc: "remove", Do: a.removeRow},
			{Binding: m.Restore, Desc: "restore", Do: func(d *arranger.Dialog, _ int) tea.Cmd { return a.inViews(d, -1)(a.restoreView("")) }},
		},
	}, a.viewRows(), a.page.Selected())
	a.dialogs.Push(d, a.opener)
}

// viewRows are the lines of the dialog of views.
func (a *App) viewRows() []arranger.Row {
	views := a.page.Views()
	rows := make([]arranger.Row, len(views))
	for i, v := range views {
		number := "  "
		if i < len(a.keys.Views) {
			number = strconv.Itoa(i+1) + " "
		}
		rows[i] = arranger.Row{
			ID: v.Name, Title: number + safetext.Truncate(safetext.String(v.Name), 30), Detail: safetext.String(v.Query), Tail: a.viewTail(v),
		}
		if v.Query == "" {
			rows[i].Detail = "everybody"
		}
	}
	return rows
}

// viewTail tells how many users a view has.
func (a *App) viewTail(v users.View) string {
	n, counted := a.page.ViewCount(v)
	switch {
	case a.page.QueryProblem(v.Query) != "":
		return "not all understood"
	case counted:
		return humanize.Comma(n)
	case a.page.NeedsScan(v):
		return "known after a scan"
	default:
		return "…"
	}
}

// inViews shows in the dialog what a change did, with the cursor on a row.
func (a *App) inViews(d *arranger.Dialog, cursor int) func(tea.Cmd, error) tea.Cmd {
	return func(cmd tea.Cmd, err error) tea.Cmd {
		if err != nil {
			d.Say(safetext.Capital(safetext.String(err.Error())) + ".")
			return nil
		}
		if cursor < 0 {
			cursor = d.Row()
		}
		d.SetRows(a.viewRows(), cursor)
		return cmd
	}
}

func (a *App) renameRow(d *arranger.Dialog, row int) tea.Cmd {
	v := a.page.Views()[row]
	d.Ask("New name", v.Name, nil, func(text string) (tea.Cmd, error) {
		cmd, err := a.renameView(v.Name, text)
		if err != nil {
			return nil, err
		}
		return a.inViews(d, row)(cmd, nil), nil
	})
	return nil
}

func (a *App) moveRow(d *arranger.Dialog, row, by int) tea.Cmd {
	views := a.page.Views()
	to := row + by
	if to < 0 || to >= len(views) {
		return nil
	}
	return a.inViews(d, to)(a.changeViews(users.MoveView(views[row].Name, to), a.present()))
}

func (a *App) removeRow(d *arranger.Dialog, row int) tea.Cmd {
	name := a.page.Views()[row].Name
	cmd := a.inViews(d, row)(a.removeView(name))
	if cmd != nil {
		d.Say("Removed “" + safetext.String(name) + "”; " + firstKey(a.keys.Restore) + " brings it back.")
	}
	return cmd
}

// askViewName asks how the present search is to be called.
func (a *App) askViewName(d *arranger.Dialog) tea.Cmd {
	d.Ask("Save as", "", nil, func(text string) (tea.Cmd, error) {
		cmd, err := a.saveView(text)
		if err != nil {
			return nil, err
		}
		d.Close()
		return cmd, nil
	})
	return nil
}

// saveWanted opens the dialog with the name of a new view to be typed.
func (a *App) saveWanted() tea.Cmd {
	if a.dialogs.Len() > 0 {
		return nil
	}
	a.viewMenu()
	if d, ok := a.dialogs.Top().(*arranger.Dialog); ok {
		return a.askViewName(d)
	}
	return nil
}

// saveView makes a view of the present view and search, and shows it.
func (a *App) saveView(name string) (tea.Cmd, error) {
	v := users.View{Name: strings.TrimSpace(name), Query: a.page.Whole(), Columns: a.page.Columns()}
	cmd, err := a.changeViews(users.AddView(v, -1), viewCalled(v.Name))
	if err != nil {
		return nil, err
	}
	text := "Saved the view “" + safetext.String(v.Name) + "”"
	kind := toast.Success
	if problem := a.page.QueryProblem(v.Query); problem != "" {
		kind, text = toast.Warn, text+", though not all of it is understood: "+problem
	}
	return tea.Batch(cmd, a.toast(kind, text)), nil
}

func (a *App) renameView(name, to string) (tea.Cmd, error) {
	selected := a.present()
	if strings.EqualFold(a.view().Name, strings.TrimSpace(name)) {
		selected = viewCalled(to)
	}
	return a.changeViews(users.RenameView(name, to), selected)
}

// removeView takes a view away; it can be restored.
func (a *App) removeView(name string) (tea.Cmd, error) {
	views := a.page.Views()
	at := users.ViewNamed(views, name)
	selected := a.present()
	if at == a.page.Selected() {
		selected = func(next []users.View) int { return min(at, len(next)-1) }
	}
	cmd, err := a.changeViews(users.RemoveView(name), selected)
	if err != nil {
		return nil, err
	}
	a.views.removed = append(a.views.removed, removedView{views[at], at})
	return tea.Batch(cmd, a.toast(toast.Info, "Removed the view “"+safetext.String(views[at].Name)+"” · :view restore brings it back")), nil
}

// restorable are the views that can be brought back, the first one first:
// those removed since the start, then the built-in ones that are not there.
func (a *App) restorable() []removedView {
	views := a.page.Views()
	var out []removedView
	add := func(r removedView) {
		known := func(o removedView) bool { return strings.EqualFold(o.Name, r.Name) }
		if users.ViewNamed(views, r.Name) < 0 && !slices.ContainsFunc(out, known) {
			out = append(out, r)
		}
	}
	for _, r := range slices.Backward(a.views.removed) {
		add(r)
	}
	for i, v := range users.BuiltIn() {
		add(removedView{v, i})
	}
	return out
}

// restoreView brings a view back, the last one removed when no name is given.
func (a *App) restoreView(name string) (tea.Cmd, error) {
	back := a.restorable()
	if len(back) == 0 {
		return nil, errors.New("there is no removed view to bring back")
	}
	r := back[0]
	if name != "" {
		i := slices.IndexFunc(back, func(r removedView) bool { return strings.EqualFold(r.Name, strings.TrimSpace(name)) })
		if i < 0 {
			return nil, fmt.Errorf("no view called “%s” was removed", safetext.String(name))
		}
		r = back[i]
	}
	cmd, err := a.changeViews(users.AddView(r.View, r.at), a.present())
	if err != nil {
		return nil, err
	}
	return tea.Batch(cmd, a.toast(toast.Success, "The view “"+safetext.String(r.Name)+"” is back")), nil
}
