package ui

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/internal/safetext"
	"usher/ui/components/docedit"
	"usher/ui/components/toast"
)

// recovery keeps typed text in files, so that it outlives this process. The
// files hold private metadata: 0600, in a folder 0700.
type recovery struct {
	dir    string // "" keeps nothing
	dialog *docedit.Dialog
	user   *api.User // whose documents the dialog holds
	last   uint64    // numbers the changes in the order of Update
	failed bool      // it was said that files cannot be written

	mu   sync.Mutex
	done map[api.ID]uint64 // the newest change that reached the file
}

// stored is the content of a recovery file.
type stored struct {
	User   api.ID                     `json:"user"`
	Saved  time.Time                  `json:"saved"`
	Base   map[string]json.RawMessage `json:"base"`
	Edited map[string]string          `json:"edited"`
}

// path names the file; an id comes from the server and is no file name.
func (r *recovery) path(id api.ID) string {
	sum := sha256.Sum256([]byte(id))
	return filepath.Join(r.dir, hex.EncodeToString(sum[:16])+".json")
}

// change carries out the n-th change of a user's file, unless a newer one was
// faster.
func (r *recovery) change(id api.ID, n uint64, do func(path string) error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if n < r.done[id] {
		return nil
	}
	r.done[id] = n
	return do(r.path(id))
}

// write replaces a file as a whole: a crash leaves the older or the newer one.
func (s stored) write(path string) error {
	b, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("write typed text: %w", err)
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the folder for typed text: %w", err)
	}
	f, err := os.CreateTemp(dir, "new-*") // 0600
	if err != nil {
		return fmt.Errorf("write typed text: %w", err)
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write typed text: %w", errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}

func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove typed text: %w", err)
	}
	return nil
}

// read gives what an earlier run left; nil when that is nothing.
func (r *recovery) read(id api.ID) (*stored, error) {
	b, err := os.ReadFile(r.path(id))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // there is nothing, and nothing is wrong
	}
	var s stored
	if err == nil {
		err = json.Unmarshal(b, &s)
	}
	if err != nil {
		return nil, fmt.Errorf("read typed text: %w", err)
	}
	if s.User != id || len(s.Edited) == 0 {
		return nil, nil //nolint:nilnil // it is about nobody here
	}
	return &s, nil
}

// keep remembers what was typed, here and in its file.
func (a *App) keep(id api.ID, d draft) tea.Cmd {
	a.drafts[id] = d
	s := stored{User: id, Saved: a.opts.Now().UTC(), Edited: d.edited, Base: map[string]json.RawMessage{
		"public_metadata": d.base.PublicMetadata, "private_metadata": d.base.PrivateMetadata, "unsafe_metadata": d.base.UnsafeMetadata,
	}}
	return a.changeFile(id, s.write)
}

// forget is for text that the server has, or that was taken back.
func (a *App) forget(id api.ID) tea.Cmd {
	delete(a.drafts, id)
	return a.changeFile(id, remove)
}

// changeFile works outside of Update.
func (a *App) changeFile(id api.ID, do func(path string) error) tea.Cmd {
	r := a.recovery
	if r.dir == "" {
		return nil
	}
	r.last++
	n := r.last
	return func() tea.Msg {
		if err := r.change(id, n, do); err != nil {
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
	return a.keep(u.ID, draft{base: u, edited: edited})
}

// recover looks for what an earlier run left of the dialog's user.
func (a *App) recover(d *docedit.Dialog, u *api.User) tea.Cmd {
	r := a.recovery
	return func() tea.Msg {
		s, err := r.read(u.ID)
		return recovered{dialog: d, user: u, stored: s, err: err}
	}
}

// recovered is what was found.
type recovered struct {
	dialog *docedit.Dialog
	user   *api.User
	stored *stored
	err    error
}

func (m recovered) step(a *App) tea.Cmd {
	if m.err != nil {
		return tea.Batch(m.dialog.Resume(nil), a.toast(toast.Error, safetext.String(m.err.Error())))
	}
	if m.stored == nil || m.dialog.Done() {
		return m.dialog.Resume(nil)
	}
	a.drafts[m.user.ID] = draft{edited: m.stored.Edited, base: &api.User{
		ID: m.user.ID, PublicMetadata: m.stored.Base["public_metadata"],
		PrivateMetadata: m.stored.Base["private_metadata"], UnsafeMetadata: m.stored.Base["unsafe_metadata"],
	}}
	resumed := m.dialog.Resume(a.draftOf(m.user))
	at := m.stored.Saved.In(a.opts.Zone).Format("2 Jan 15:04")
	return tea.Batch(resumed, a.toast(toast.Info, "Here is again what was typed and not sent on "+at))
}
