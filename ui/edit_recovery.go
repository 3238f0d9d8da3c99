package ui

import (
	"encoding/json"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/internal/drafts"
	"usher/internal/safetext"
	"usher/ui/actions"
	"usher/ui/components/docedit"
	"usher/ui/components/toast"
)

// recovery keeps typed text in files, so that it outlives this process.
type recovery struct {
	store  *drafts.Store
	dialog *docedit.Dialog
	user   *api.User // whose documents the dialog holds
	failed bool      // it was said that files cannot be written
}

// keep remembers what was typed, here and in its file.
func (a *App) keep(id api.ID, d draft) tea.Cmd {
	if d.name == "" {
		d.name = actions.Name(d.base)
	}
	d.saved = a.opts.Now()
	a.drafts[id] = d
	file := filed(id, d)
	return a.changeFile(func(s *drafts.Store, ticket uint64) error { return s.Put(ticket, file) })
}

// filed is a draft as it is stored.
func filed(id api.ID, d draft) drafts.Draft {
	return drafts.Draft{User: id, Action: d.action, Name: d.name, Saved: d.saved.UTC(), Edited: d.edited, Base: map[string]json.RawMessage{
		"public_metadata": d.base.PublicMetadata, "private_metadata": d.base.PrivateMetadata, "unsafe_metadata": d.base.UnsafeMetadata,
	}}
}

// unfiled is a stored draft as it is used.
func unfiled(f drafts.Draft) draft {
	return draft{action: f.Action, name: f.Name, saved: f.Saved, edited: f.Edited, base: &api.User{
		ID: f.User, PublicMetadata: f.Base["public_metadata"],
		PrivateMetadata: f.Base["private_metadata"], UnsafeMetadata: f.Base["unsafe_metadata"],
	}}
}

// forget is for text that the server has, or that was taken back.
func (a *App) forget(id api.ID) tea.Cmd {
	delete(a.drafts, id)
	delete(a.overtaken, id)
	return a.changeFile(func(s *drafts.Store, ticket uint64) error { return s.Forget(ticket, id) })
}

// changeFile works outside of Update; the order is that of the calls.
func (a *App) changeFile(do func(*drafts.Store, uint64) error) tea.Cmd {
	s := a.recovery.store
	if !s.Keeps() {
		return nil
	}
	ticket := s.Ticket()
	return func() tea.Msg {
		if err := do(s, ticket); err != nil {
			return keepFailed{err}
		}
		return nil
	}
}

// keepFailed is said once.
type keepFailed struct{ err error }

func (m keepFailed) step(a *App) tea.Cmd {
	if a.recovery.failed {
		return nil
	}
	a.recovery.failed = true
	return a.toast(toast.Warn, "Typed text is kept in memory only: "+safetext.String(m.err.Error()))
}

// typed writes what the open dialog holds.
func (a *App) typed(msg docedit.Typed) tea.Cmd {
	edited, ok := msg.Dialog.Kept()
	u := a.recovery.user
	switch {
	case !ok || msg.Dialog != a.recovery.dialog:
		return nil
	case len(edited) == 0:
		return a.forget(u.ID)
	}
	return a.keep(u.ID, draft{action: a.asking.action.ID, base: u, edited: edited})
}

// recover looks for what an earlier run left of the dialog's user.
func (a *App) recover(d *docedit.Dialog, u *api.User) tea.Cmd {
	s := a.recovery.store
	return func() tea.Msg {
		kept, err := s.Read(u.ID)
		return recovered{dialog: d, user: u, stored: kept, err: err}
	}
}

// recovered is what was found.
type recovered struct {
	dialog *docedit.Dialog
	user   *api.User
	stored *drafts.Draft
	err    error
}

func (m recovered) step(a *App) tea.Cmd {
	if m.err != nil {
		return tea.Batch(m.dialog.Resume(nil), a.toast(toast.Error, safetext.String(m.err.Error())))
	}
	if m.stored == nil || m.dialog.Done() {
		return m.dialog.Resume(nil)
	}
	a.drafts[m.user.ID] = unfiled(*m.stored)
	resumed := m.dialog.Resume(a.draftOf(m.user))
	at := m.stored.Saved.In(a.opts.Zone).Format("2 Jan 15:04")
	return tea.Batch(resumed, a.toast(toast.Info, "Here is again what was typed and not sent on "+at))
}
