package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/internal/safetext"
	"usher/keymap"
	"usher/ui/actions"
	"usher/ui/components/dialog"
	"usher/ui/components/statusbar"
	"usher/ui/components/toast"
	"usher/ui/detail"
	"usher/ui/errtext"
)

// footerLine is the bottom line: what the keys do here, and on the right the
// newest message when it is short.
func (a *App) footerLine(w int) string {
	right := ""
	if !a.toastNeedsRoom() {
		right = a.toasts.Line(w * 3 / 5)
	}
	return " " + statusbar.View(a.styles, w-2, a.hints(), right)
}

// hints are the keys worth knowing where the person is, the last one (help)
// being kept longest.
func (a *App) hints() []statusbar.Hint {
	m := a.keys
	help := statusbar.Of(m.Help)
	switch {
	case a.page.Searching():
		return a.searchHints()
	case a.command.Opened():
		return []statusbar.Hint{
			{Key: m.Submit.Help().Key, Desc: "run"},
			{Key: m.Complete.Help().Key, Desc: "complete"},
			{Key: firstKey(m.ItemUp), Desc: "earlier commands"},
			{Key: m.Close.Help().Key, Desc: "cancel"},
		}
	}
	var out []statusbar.Hint
	if a.panes.inside {
		out = append(out, statusbar.Hint{Key: m.Back.Help().Key, Desc: "list"}, statusbar.Hint{Key: m.NextTab.Help().Key, Desc: "tab"})
		if a.detail.CurrentTab() == detail.Organizations {
			out = append(out, statusbar.Hint{Key: m.FilterTab.Help().Key, Desc: "filter invitations"})
		}
	} else {
		out = append(out, statusbar.Hint{Key: m.Open.Help().Key, Desc: "open"}, statusbar.Of(m.Search)[0])
	}
	out = append(out, statusbar.Hint{Key: m.ActionMenu.Help().Key, Desc: "actions"})
	out = append(out, a.actHints(a.page.Current())...)
	return append(out, help...)
}

// firstKey is the first key of a binding as shown; "" when it has none.
func firstKey(b key.Binding) string {
	if keys := b.Keys(); len(keys) > 0 {
		return keymap.Name(keys[0])
	}
	return ""
}

// boundActs are the acts that a key leads to, gathered when they are first
// needed: the first frame has no user to act on.
func (a *App) boundActs() []actions.Action {
	if a.bound == nil {
		a.bound = actions.Bound(a.keys.Actions)
	}
	return a.bound
}

// actHints are the direct keys of the acts that apply to u: the verb follows
// the user's state.
func (a *App) actHints(u *api.User) []statusbar.Hint {
	if u == nil || a.opts.Gate.ReadOnly() {
		return nil
	}
	var out []statusbar.Hint
	for _, act := range a.boundActs() {
		k := a.keys.Action(act.ID).Help().Key
		if k == "" || !act.Mutates {
			continue
		}
		if ok, _ := act.Applies(u); ok {
			out = append(out, statusbar.Hint{Key: k, Desc: strings.ToLower(act.Title[:1]) + act.Title[1:]})
		}
	}
	return out
}

// toast shows a message.
func (a *App) toast(kind toast.Kind, text string) tea.Cmd {
	return a.toasts.Push(toast.Toast{Kind: kind, Text: text})
}

// failed shows what went wrong and what to do, with the code and trace id
// for a report. It stays until it is dismissed.
func (a *App) failed(n errtext.Notice, text string) tea.Cmd {
	parts := []string{text}
	if text == "" {
		parts = []string{n.Title + ".", n.What}
	}
	parts = append(parts, n.Do)
	if n.Code != "" {
		parts = append(parts, "Code "+n.Code+".")
	}
	if n.TraceID != "" {
		parts = append(parts, "Trace "+n.TraceID+".")
	}
	return a.toasts.Push(toast.Toast{
		Kind: toast.Error, Text: strings.Join(strings.Fields(strings.Join(parts, " ")), " "),
		Hint: a.keys.Dismiss.Help().Key + " dismiss",
	})
}

// toastNeedsRoom reports whether the newest message does not fit the footer.
func (a *App) toastNeedsRoom() bool {
	t, ok := a.toasts.Newest()
	return ok && (t.Kind == toast.Error || safetext.Width(t.Text)+safetext.Width(t.Hint)+5 > a.width*3/5)
}

const (
	toastWidth = 72
	toastLines = 6
)

// toastBox draws the messages that need room, over the panes.
func (a *App) toastBox() string {
	if !a.toastNeedsRoom() {
		return ""
	}
	w := min(toastWidth, a.width-6)
	return dialog.Box(a.styles, a.styles.P.Border, "", "", a.toasts.Lines(w, toastLines), w)
}
