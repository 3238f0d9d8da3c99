package keymap

import (
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
)

// bind makes a binding whose help shows the keys as a person reads them.
func bind(desc string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(show(keys), desc))
}

// Default returns the bindings that the documentation describes.
func Default() *Map {
	m := &Map{
		Up: bind("up", "k", "up"), Down: bind("down", "j", "down"),
		PageUp: bind("page up", "pgup", "ctrl+b"), PageDown: bind("page down", "pgdown", "ctrl+f"),
		HalfUp: bind("half a page up", "ctrl+u"), HalfDown: bind("half a page down", "ctrl+d"),
		Top: bind("first", "g", "home"), Bottom: bind("last", "G", "end"),
		Left: bind("pane on the left", "h", "left"), Right: bind("pane on the right", "l", "right"),
		NextTab: bind("next tab", "tab"), PrevTab: bind("previous tab", "shift+tab"),
		NextView: bind("next view", "]"), PrevView: bind("previous view", "["),

		Search: bind("search", "/"), Sort: bind("sort", "s"), Scan: bind("stop or go on with a scan", "S"),
		Command: bind("command", ":"), Palette: bind("all actions", "ctrl+p"),
		Open: bind("open", "enter"), JSON: bind("raw JSON", "i"), Why: bind("why can they not sign in", "w"),
		ToggleDetail: bind("show or hide the detail", "p"), Zoom: bind("zoom", "z"),
		Mark: bind("mark", "space"), MarkRange: bind("mark a range", "v"), MarkAll: bind("mark all", "A"),
		Copy: bind("copy the id", "y"), CopyMenu: bind("copy menu", "Y", "c"),
		Browser: bind("open in the browser", "o"),
		Refresh: bind("refresh the user", "r"), RefreshAll: bind("refresh the list", "R"),
		Instance: bind("switch instance", "@"),
		Undo:     bind("undo", "u"), ActionMenu: bind("actions", "a"),
		Help: bind("help", "?"), Quit: bind("back or quit", "q"), Cancel: bind("cancel, twice quits", "ctrl+c"),
		Back:      bind("step back", "esc"),
		NextMatch: bind("next match", "n"), PrevMatch: bind("previous match", "N"),
		FilterTab: bind("filter invitations by status", "F"),

		Fold: bind("fold", "left", "-"), Unfold: bind("unfold", "right", "+"), Toggle: bind("fold or unfold", "enter", "space"),
		FoldAll: bind("fold all", "_"), UnfoldAll: bind("unfold all", "*"),
		CopyPath: bind("copy the path", "Y"), CopyValue: bind("copy the value", "y"),

		Confirm: bind("do it", "y"), Submit: bind("go", "enter"), Reason: bind("reason", "tab", "shift+tab"),
		Close:  bind("cancel", "esc"),
		ItemUp: bind("up", "up", "ctrl+p"), ItemDown: bind("down", "down", "ctrl+n"),
		ItemPageUp: bind("page up", "pgup"), ItemPageDown: bind("page down", "pgdown"),
		ItemTop: bind("first", "home"), ItemEnd: bind("last", "end"),
		Complete: bind("complete", "tab"), Save: bind("review the change", "ctrl+s"),
		External:  bind("edit in your own editor", "ctrl+o"),
		FieldUndo: bind("undo in the field", "ctrl+z"), Tick: bind("tick", "space"),
		Generate: bind("make a password", "ctrl+g"), ShowMade: bind("show the made password", "ctrl+r"),
		CopyMade:   bind("copy the made password", "ctrl+y"),
		ShowSecret: bind("show the secret", "r"), CopySecret: bind("copy the secret", "c"), ShowCode: bind("QR code", "s"),
		Dismiss:    bind("put the message away", "x"),
		SearchKeys: searchKeys(),
	}
	for i := 1; i <= 9; i++ {
		n := strconv.Itoa(i)
		m.Views = append(m.Views, bind("view "+n, n))
	}
	m.defaultArrange()
	m.defaultActions()
	return m
}

// defaultActions binds the direct keys of actions. Two actions may share a
// key when never both apply: the verb follows the user's state.
func (m *Map) defaultActions() {
	m.Actions = map[string]key.Binding{}
	add := func(id, desc string, keys ...string) {
		m.actions = append(m.actions, id)
		m.Actions[id] = bind(desc, keys...)
	}
	add("user.lock", "lock", "L")
	add("user.unlock", "unlock", "L")
	add("user.ban", "ban", "B")
	add("user.unban", "unban", "B")
	add("user.disable_mfa", "reset MFA", "M")
	add("user.sessions", "sessions", "X")
	add("user.metadata", "edit metadata", "e")
}

// slots lists every named binding. Ids are stable: they stand in config files.
func (m *Map) slots() []slot {
	// The moving keys count in other places too.
	moves, panes := []Scope{Detail, JSON, Arrange}, []Scope{Detail}
	out := []slot{
		{"list.up", List, &m.Up, moves},
		{"list.down", List, &m.Down, moves},
		{"list.page_up", List, &m.PageUp, moves},
		{"list.page_down", List, &m.PageDown, moves},
		{"list.half_up", List, &m.HalfUp, moves},
		{"list.half_down", List, &m.HalfDown, moves},
		{"list.top", List, &m.Top, moves},
		{"list.bottom", List, &m.Bottom, moves},
		{"pane.left", List, &m.Left, panes},
		{"pane.right", List, &m.Right, panes},
		{"tab.next", Global, &m.NextTab, nil},
		{"tab.prev", Global, &m.PrevTab, nil},
	}
	for i := range m.Views {
		out = append(out, slot{"view." + strconv.Itoa(i+1), Global, &m.Views[i], nil})
	}
	out = append(out, m.pageSlots()...)
	out = append(out, m.arrangeSlots()...)
	out = append(out, m.jsonSlots()...)
	return append(append(out, m.dialogSlots()...), m.searchSlots()...)
}

func (m *Map) pageSlots() []slot {
	return []slot{
		{"view.next", Global, &m.NextView, nil},
		{"view.prev", Global, &m.PrevView, nil},
		{"search", Global, &m.Search, nil},
		{"filter.open", Global, &m.Filter, nil},
		{"sort", List, &m.Sort, nil},
		{"scan.toggle", Global, &m.Scan, nil},
		{"command", Global, &m.Command, nil},
		{"palette", Global, &m.Palette, nil},
		{"user.open", List, &m.Open, nil},
		{"user.json", Global, &m.JSON, nil},
		{"user.why", Global, &m.Why, nil},
		{"detail.toggle", Global, &m.ToggleDetail, nil},
		{"detail.zoom", Global, &m.Zoom, nil},
		{"mark.toggle", List, &m.Mark, nil},
		{"mark.range", List, &m.MarkRange, nil},
		{"mark.all", List, &m.MarkAll, nil},
		{"copy.id", List, &m.Copy, []Scope{Detail}},
		{"copy.menu", List, &m.CopyMenu, []Scope{Detail}},
		{"user.browser", Global, &m.Browser, nil},
		{"refresh.user", Global, &m.Refresh, nil},
		{"refresh.list", Global, &m.RefreshAll, nil},
		{"instance", Global, &m.Instance, nil},
		{"undo", Global, &m.Undo, nil},
		{"action.menu", Global, &m.ActionMenu, nil},
		{"help", Global, &m.Help, nil},
		{"quit", Global, &m.Quit, nil},
		{"cancel", Global, &m.Cancel, []Scope{Dialog, Input, Search}},
		{"back", Global, &m.Back, nil},
		{"match.next", Detail, &m.NextMatch, []Scope{JSON}},
		{"match.prev", Detail, &m.PrevMatch, []Scope{JSON}},
		{"tab.filter", Detail, &m.FilterTab, nil},
		{"toast.dismiss", Global, &m.Dismiss, nil},
	}
}

func (m *Map) jsonSlots() []slot {
	return []slot{
		{"json.fold", JSON, &m.Fold, nil},
		{"json.unfold", JSON, &m.Unfold, nil},
		{"json.toggle", JSON, &m.Toggle, nil},
		{"json.fold_all", JSON, &m.FoldAll, nil},
		{"json.unfold_all", JSON, &m.UnfoldAll, nil},
		{"json.copy_path", JSON, &m.CopyPath, nil},
		{"json.copy_value", JSON, &m.CopyValue, nil},
	}
}

func (m *Map) dialogSlots() []slot {
	return []slot{
		{"dialog.confirm", Dialog, &m.Confirm, nil},
		{"dialog.submit", Dialog, &m.Submit, []Scope{Input, Arrange, Search}},
		{"dialog.reason", Dialog, &m.Reason, nil},
		{"dialog.close", Dialog, &m.Close, []Scope{Input, Arrange, Search}},
		{"dialog.up", Dialog, &m.ItemUp, []Scope{Input}},
		{"dialog.down", Dialog, &m.ItemDown, []Scope{Input}},
		{"dialog.page_up", Dialog, &m.ItemPageUp, []Scope{Input}},
		{"dialog.page_down", Dialog, &m.ItemPageDown, []Scope{Input}},
		{"dialog.top", Dialog, &m.ItemTop, nil},
		{"dialog.end", Dialog, &m.ItemEnd, nil},
		{"input.complete", Input, &m.Complete, []Scope{Search}},
		{"editor.review", Input, &m.Save, nil},
		{"editor.external", Input, &m.External, nil},
		{"form.undo", Input, &m.FieldUndo, nil},
		{"form.tick", Input, &m.Tick, nil},
		{"password.make", Input, &m.Generate, nil},
		{"password.show", Input, &m.ShowMade, nil},
		{"password.copy", Input, &m.CopyMade, nil},
		{"secret.show", Dialog, &m.ShowSecret, nil},
		{"secret.copy", Dialog, &m.CopySecret, nil},
		{"secret.qr", Dialog, &m.ShowCode, nil},
	}
}

// show writes keys as help shows them: at most two, joined by a slash.
func show(keys []string) string {
	names := make([]string, 0, 2)
	for _, k := range keys {
		if len(names) == 2 {
			break
		}
		names = append(names, Name(k))
	}
	return strings.Join(names, "/")
}

// Name writes one key as a person reads it, such as ⏎, ↑ or ^p.
func Name(k string) string {
	switch k {
	case "enter":
		return "⏎"
	case "up":
		return "↑"
	case "down":
		return "↓"
	case "left":
		return "←"
	case "right":
		return "→"
	case "shift+tab":
		return "⇧tab"
	}
	if rest, ok := strings.CutPrefix(k, "ctrl+"); ok {
		return "^" + rest
	}
	return k
}
