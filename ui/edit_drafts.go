package ui

import (
	"cmp"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/internal/drafts"
	"usher/internal/query"
	"usher/internal/safetext"
	"usher/ui/actions"
	"usher/ui/components/dialog"
	"usher/ui/components/toast"
)

// dialogDrafts is the id of the list of what was typed and not sent.
const dialogDrafts = "drafts"

// sweepDue removes what earlier runs left behind for too long.
type sweepDue struct{}

func (sweepDue) step(a *App) tea.Cmd {
	s := a.recovery.store
	if !s.Keeps() && a.opts.EditorCommand == nil {
		return nil
	}
	return func() tea.Msg {
		found, err := s.Sweep()
		return swept{found: found, err: err}
	}
}

// swept tells what was found in editors that outlived their usher.
type swept struct {
	found []string
	err   error
}

func (m swept) step(a *App) tea.Cmd {
	var said []tea.Cmd
	if len(m.found) > 0 {
		said = append(said, a.toasts.Push(toast.Toast{
			Kind: toast.Info, For: 20 * time.Second,
			Text: "What was typed in an editor when usher ended is kept: " + safetext.Truncate(strings.Join(m.found, ", "), pathsWidth),
			Hint: a.keys.Command.Help().Key + "drafts opens it",
		}))
	}
	if m.err != nil {
		said = append(said, a.toast(toast.Warn, "Old typed text could not be removed: "+safetext.String(m.err.Error())))
	}
	return tea.Batch(said...)
}

// listDrafts shows what was typed and not sent, in this run and in earlier
// ones.
func (a *App) listDrafts() tea.Cmd {
	s := a.recovery.store
	return func() tea.Msg {
		kept, err := s.List()
		return draftsRead{kept: kept, err: err}
	}
}

// draftsRead brings the files.
type draftsRead struct {
	kept []drafts.Draft
	err  error
}

func (m draftsRead) step(a *App) tea.Cmd {
	var said tea.Cmd
	if m.err != nil {
		said = a.toast(toast.Warn, safetext.String(m.err.Error()))
	}
	all := map[api.ID]draft{}
	for _, f := range m.kept {
		all[f.User] = unfiled(f)
	}
	for id, d := range a.drafts { // newer than its file
		all[id] = d
	}
	switch {
	case len(all) == 0:
		return tea.Batch(said, a.toast(toast.Info, "Nothing that was typed waits to be sent"))
	case a.dialogs.Len() > 0:
		return said
	}
	entries := make([]dialog.Entry, 0, len(all))
	for id, d := range all {
		entries = append(entries, a.draftEntry(id, d))
	}
	slices.SortFunc(entries, func(x, y dialog.Entry) int {
		return cmp.Or(all[api.ID(y.ID)].saved.Compare(all[api.ID(x.ID)].saved), cmp.Compare(x.ID, y.ID))
	})
	a.dialogs.Push(dialog.NewPicker(dialog.Picking{
		ID: dialogDrafts, Title: "Typed and not sent", Entries: entries, Placeholder: "type to find a user",
	}), a.opener)
	return said
}

func (a *App) draftEntry(id api.ID, d draft) dialog.Entry {
	var docs []string
	for name := range d.edited {
		docs = append(docs, strings.TrimSuffix(safetext.String(name), "_metadata"))
	}
	slices.Sort(docs)
	at := d.saved.In(a.opts.Zone)
	hint := strings.Join(docs, ", ") + " · " + at.Format("2 Jan 15:04") + " · kept until " + at.Add(drafts.Keep).Format("2 Jan")
	if _, ok := a.overtaken[id]; ok {
		hint = strings.Join(docs, ", ") + " · changed by someone else meanwhile"
	}
	title := safetext.Truncate(safetext.String(d.name), 32)
	if title == "" {
		title = string(id)
	}
	return dialog.Entry{ID: string(id), Title: title, Hint: hint, Words: string(id)}
}

// openDraft goes to the user and opens what was typed, or the three versions.
func (a *App) openDraft(id api.ID) tea.Cmd {
	act := metadataID
	if d, ok := a.drafts[id]; ok && d.action != "" {
		act = d.action
	}
	if u := a.page.Current(); u != nil && u.ID == id {
		return a.askFor(row(act), u)
	}
	a.held = act
	return a.page.Lookup(query.Parse(string(id)))
}

// metadataAsk opens the three versions of an edit that waits for a choice in
// place of its editor; it reports whether there was one.
func (a *App) metadataAsk(act actions.Action, u *api.User) bool {
	if u == nil || !editsMetadata(act.ID) {
		return false
	}
	o, waits := a.overtaken[u.ID]
	if waits {
		a.showVersions(o)
	}
	return waits
}
