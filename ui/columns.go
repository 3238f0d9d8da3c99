package ui

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
	"usher/ui/actions"
	"usher/ui/components/arranger"
	"usher/ui/components/cmdline"
	"usher/ui/components/toast"
	"usher/ui/users"
)

// chooser is the dialog of columns while it is open: the columns of the view
// in their order, then those that are not shown.
type chooser struct {
	a       *App
	view    string // the name of the view
	before  []users.ColumnSpec
	private bool // whether private values were shown before
	list    []choice
}

// choice is a column that can be shown.
type choice struct {
	users.ColumnSpec
	on bool
}

// widthStep is what one key makes a column wider or narrower, in cells.
const widthStep = 2

// columnMenu opens the dialog in which the columns of the view are arranged.
func (a *App) columnMenu() {
	c := &chooser{a: a, view: a.view().Name, before: a.page.Columns(), private: a.page.PrivateShown()}
	c.fill(c.before)
	m := a.keys
	d := arranger.New(arranger.Options{
		ID: dialogColumns, Low: true, Title: "Columns of " + safetext.Truncate(safetext.String(c.view), 30), Ticks: true,
		Intro: "When it gets narrow the last ones go first; name, state and e-mail stay longest.",
		Enter: arranger.Key{Desc: "keep", Do: c.keep}, Cancel: c.putBack, Tick: c.tick,
		Keys: []arranger.Key{
			{Binding: m.ShowColumn, Desc: "show", Do: c.tick},
			{Binding: m.MoveDown, Desc: "move down", Do: func(d *arranger.Dialog, row int) tea.Cmd { return c.move(d, row, 1) }},
			{Binding: m.MoveUp, Desc: "up", Do: func(d *arranger.Dialog, row int) tea.Cmd { return c.move(d, row, -1) }},
			{Binding: m.Widen, Desc: "wider", Do: func(d *arranger.Dialog, row int) tea.Cmd { return c.widen(d, row, widthStep) }},
			{Binding: m.Narrow, Desc: "narrower", Do: func(d *arranger.Dialog, row int) tea.Cmd { return c.widen(d, row, -widthStep) }},
			{Binding: m.AddPath, Desc: "metadata", Do: c.addPath},
			{Binding: m.ShowPrivate, Desc: "private values", Do: c.showPrivate},
			{Binding: m.Reset, Desc: "reset", Do: func(d *arranger.Dialog, _ int) tea.Cmd { return c.reset(d) }},
		},
	}, c.rows(), 0)
	a.dialogs.Push(d, a.opener)
}

// fill lists the columns that are shown, then the rest.
func (c *chooser) fill(specs []users.ColumnSpec) {
	if len(specs) == 0 {
		specs = users.UsualColumns()
	}
	c.list = c.list[:0]
	for _, s := range specs {
		c.list = append(c.list, choice{s, true})
	}
	for _, col := range users.AllColumns() {
		if !slices.ContainsFunc(c.list, func(o choice) bool { return o.ID == col.ID }) {
			c.list = append(c.list, choice{users.ColumnSpec{ID: col.ID}, false})
		}
	}
}

func (c *chooser) rows() []arranger.Row {
	help := map[string]users.ColumnHelp{}
	for _, col := range users.AllColumns() {
		help[col.ID] = col
	}
	rows := make([]arranger.Row, len(c.list))
	for i, o := range c.list {
		rows[i] = arranger.Row{ID: o.ID, Title: safetext.String(o.ID), Detail: help[o.ID].Help, Ticked: o.on, Quiet: !o.on}
		if _, known := help[o.ID]; !known {
			rows[i].Detail = c.pathHelp(o.ID)
		}
		if o.Width > 0 {
			rows[i].Tail = strconv.Itoa(o.Width) + " wide"
		}
	}
	return rows
}

// pathHelp tells about a column of metadata.
func (c *chooser) pathHelp(id string) string {
	switch {
	case users.CheckColumn(users.ColumnSpec{ID: id}) != nil:
		return "not known, left out"
	case strings.HasPrefix(id, "private.") && !c.a.page.PrivateShown():
		return "private metadata, masked: " + firstKey(c.a.keys.ShowPrivate) + " shows it until usher ends"
	default:
		return "metadata"
	}
}

// chosen are the columns that are ticked.
func (c *chooser) chosen() []users.ColumnSpec {
	var out []users.ColumnSpec
	for _, o := range c.list {
		if o.on {
			out = append(out, o.ColumnSpec)
		}
	}
	if slices.Equal(out, users.UsualColumns()) {
		return nil
	}
	return out
}

// seen shows the change in the list at once.
func (c *chooser) seen(d *arranger.Dialog, cursor int) tea.Cmd {
	c.a.page.SetColumns(c.chosen())
	d.SetRows(c.rows(), cursor)
	return nil
}

func (c *chooser) tick(d *arranger.Dialog, row int) tea.Cmd {
	ticked := 0
	for _, o := range c.list {
		if o.on {
			ticked++
		}
	}
	if ticked == 1 && c.list[row].on {
		d.Say("One column has to stay.")
		return nil
	}
	c.list[row].on = !c.list[row].on
	return c.seen(d, row)
}

func (c *chooser) move(d *arranger.Dialog, row, by int) tea.Cmd {
	to := row + by
	if to < 0 || to >= len(c.list) {
		return nil
	}
	c.list[row], c.list[to] = c.list[to], c.list[row]
	return c.seen(d, to)
}

// widen changes a column's width, beginning with the one it has.
func (c *chooser) widen(d *arranger.Dialog, row, by int) tea.Cmd {
	o := &c.list[row]
	if !o.on {
		d.Say("It is not shown; " + firstKey(c.a.keys.ShowColumn) + " shows it.")
		return nil
	}
	now := cmp.Or(o.Width, c.a.page.ColumnWidth(o.ID), 10)
	o.ColumnSpec = users.ParseColumn(fmt.Sprintf("%s:%d", o.ID, max(now+by, 1)))
	return c.seen(d, row)
}

// addPath asks for a path into the metadata.
func (c *chooser) addPath(d *arranger.Dialog, _ int) tea.Cmd {
	d.Ask("Path", "", c.a.seenPaths(), func(text string) (tea.Cmd, error) {
		spec := users.ParseColumn(text)
		if err := users.CheckColumn(spec); err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(c.list, func(o choice) bool { return o.ID == spec.ID }); i >= 0 {
			c.list[i].on = true
			return c.seen(d, i), nil
		}
		at := 0
		for i, o := range c.list {
			if o.on {
				at = i + 1
			}
		}
		c.list = slices.Insert(c.list, at, choice{spec, true})
		return c.seen(d, at), nil
	})
	return nil
}

// seenPaths completes paths with those of the users that are loaded.
func (a *App) seenPaths() func(string) []string {
	known := map[string]bool{}
	for _, u := range a.page.Loaded(100) {
		for _, path := range actions.MetadataPaths(u) {
			known[path] = true
		}
	}
	all := make([]string, 0, len(known))
	for path := range known {
		all = append(all, path)
	}
	// Private ones last: they are masked, and mostly not what is meant.
	slices.SortFunc(all, func(a, b string) int {
		return cmp.Or(cmp.Compare(privacy(a), privacy(b)), cmp.Compare(a, b))
	})
	return func(text string) []string {
		var begin, hold []string
		text = strings.ToLower(strings.TrimSpace(text))
		for _, path := range all {
			switch low := strings.ToLower(path); {
			case strings.HasPrefix(low, text):
				begin = append(begin, path)
			case strings.Contains(low, text):
				hold = append(hold, path)
			}
		}
		return append(begin, hold...)
	}
}

// privacy ranks a path by who sees what is there.
func privacy(path string) int {
	if strings.HasPrefix(path, "private.") {
		return 1
	}
	return 0
}

func (c *chooser) showPrivate(d *arranger.Dialog, row int) tea.Cmd {
	c.a.page.ShowPrivate(!c.a.page.PrivateShown())
	return c.seen(d, row)
}

func (c *chooser) reset(d *arranger.Dialog) tea.Cmd {
	c.fill(nil)
	return c.seen(d, 0)
}

// keep has the columns saved with the view.
func (c *chooser) keep(d *arranger.Dialog, _ int) tea.Cmd {
	d.Close()
	return c.a.keepColumns(c.chosen(), c.before)
}

// putBack shows what was shown before.
func (c *chooser) putBack() tea.Cmd {
	c.a.page.SetColumns(c.before)
	if c.a.page.PrivateShown() != c.private {
		c.a.page.ShowPrivate(c.private)
	}
	return nil
}

// keepColumns saves the columns of the present view, when they are others than
// before.
func (a *App) keepColumns(columns, before []users.ColumnSpec) tea.Cmd {
	if slices.Equal(columns, before) {
		return nil
	}
	cmd, err := a.changeViews(users.ColumnsOfView(a.view().Name, columns), a.present())
	if err != nil {
		return a.toast(toast.Warn, safetext.Capital(safetext.String(err.Error())))
	}
	return cmd
}

// The words of :columns beside the columns.
const (
	columnsReset = "reset"
	columnsMask  = "mask-private"
	columnsShow  = "show-private"
)

// columnOffers complete the last column of :columns.
func (a *App) columnOffers(args string) (int, []cmdline.Offer) {
	from := strings.LastIndexAny(args, ", ") + 1
	var out []cmdline.Offer
	for _, c := range users.AllColumns() {
		out = append(out, cmdline.Offer{Text: c.ID, Help: c.Help})
	}
	for _, path := range a.seenPaths()("") {
		out = append(out, cmdline.Offer{Text: path, Help: "metadata"})
	}
	if from == 0 {
		out = append(out, cmdline.Offer{Text: columnsReset, Help: "the usual columns"},
			cmdline.Offer{Text: columnsShow, Help: "show private metadata until usher ends"},
			cmdline.Offer{Text: columnsMask, Help: "mask private metadata again"})
	}
	return from, out
}

// columnsCommand is :columns: it opens the dialog, or shows the columns that
// are named and saves them with the view.
func (a *App) columnsCommand(args string) (tea.Cmd, error) {
	switch args {
	case "":
		a.columnMenu()
		return nil, nil //nolint:nilnil // a dialog is open
	case columnsReset:
		return a.keepColumns(nil, a.page.Columns()), nil
	case columnsShow, columnsMask:
		a.page.ShowPrivate(args == columnsShow)
		return nil, nil //nolint:nilnil // the list shows it
	}
	specs := users.ParseColumns(args)
	for _, s := range specs {
		if err := users.CheckColumn(s); err != nil {
			return nil, &cmdline.Wrong{At: max(strings.Index(args, s.ID), 0), Len: len(s.ID), Problem: err.Error()}
		}
	}
	if twice := repeated(specs); twice != "" {
		return nil, &cmdline.Wrong{At: strings.LastIndex(args, twice), Len: len(twice), Problem: "the column is named twice"}
	}
	if slices.Equal(specs, users.UsualColumns()) {
		specs = nil
	}
	return a.keepColumns(specs, a.page.Columns()), nil
}

// repeated is a column that is named twice, "" for none.
func repeated(specs []users.ColumnSpec) string {
	for i, s := range specs {
		if slices.ContainsFunc(specs[:i], func(o users.ColumnSpec) bool { return o.ID == s.ID }) {
			return s.ID
		}
	}
	return ""
}
