// Package drafts keeps typed text in files, so that it outlives the program
// that it was typed into. The files hold private metadata: 0600, in a folder
// 0700, and only for [Keep].
package drafts

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"usher/api"
	"usher/internal/disk"
)

// Keep is how long typed text is kept that nobody comes back to.
const Keep = 30 * 24 * time.Hour

// halfDone is the age from which on a file that was never renamed to its
// place belongs to a program that ended in between.
const halfDone = time.Hour

// Draft is what was typed about a user and not (yet) taken over by the server.
type Draft struct {
	User api.ID `json:"user"`
	// Action is the id of the act that it was typed for.
	Action string `json:"action,omitempty"`
	// Name is what a list calls the user; inert.
	Name  string    `json:"name,omitempty"`
	Saved time.Time `json:"saved"`
	// Base are the documents as they were when the typing began, Edited the
	// typed ones, by id.
	Base   map[string]json.RawMessage `json:"base"`
	Edited map[string]string          `json:"edited"`
}

// Expired reports whether the draft is too old to be kept.
func (d Draft) Expired(now time.Time) bool { return now.Sub(d.Saved) > Keep }

// Store is a folder of drafts. It is safe for concurrent use; several programs
// may share a folder.
type Store struct {
	dir string
	now func() time.Time

	mu   sync.Mutex
	last uint64
	done map[api.ID]uint64 // the newest change that reached the file
}

// Open gives the store in a folder, which is made when it is needed. An empty
// dir keeps nothing.
func Open(dir string, now func() time.Time) *Store {
	return &Store{dir: dir, now: now, done: map[api.ID]uint64{}}
}

// Keeps reports whether there is a folder.
func (s *Store) Keeps() bool { return s.dir != "" }

// Ticket numbers a change in the order in which it was asked for: changes are
// carried out by commands, which end in any order.
func (s *Store) Ticket() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last++
	return s.last
}

// path names the file; an id comes from the server and is no file name.
func (s *Store) path(id api.ID) string {
	sum := sha256.Sum256([]byte(id))
	return filepath.Join(s.dir, hex.EncodeToString(sum[:16])+suffix)
}

const (
	suffix = ".json"
)

// Put writes a draft, unless a newer change of the same user was faster.
func (s *Store) Put(ticket uint64, d Draft) error {
	return s.change(ticket, d.User, d.write)
}

// Forget removes a user's draft, unless a newer change was faster.
func (s *Store) Forget(ticket uint64, id api.ID) error {
	return s.change(ticket, id, remove)
}

func (s *Store) change(ticket uint64, id api.ID, do func(path string) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.Keeps() || ticket < s.done[id] {
		return nil
	}
	s.done[id] = ticket
	return do(s.path(id))
}

// write replaces a file as a whole: a crash leaves the older or the newer one.
func (d Draft) write(path string) error {
	b, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("write typed text: %w", err)
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the folder for typed text: %w", err)
	}
	if err := disk.Replace(path, b, 0o600, nil); err != nil {
		return fmt.Errorf("write typed text: %w", err)
	}
	return nil
}

func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove typed text: %w", err)
	}
	return nil
}

// Read gives what an earlier run left about a user; nil when that is nothing,
// or too old.
func (s *Store) Read(id api.ID) (*Draft, error) {
	if !s.Keeps() {
		return nil, nil //nolint:nilnil // there is nothing, and nothing is wrong
	}
	d, err := read(s.path(id))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil //nolint:nilnil // there is nothing, and nothing is wrong
	case err != nil:
		return nil, err
	case d.User != id || len(d.Edited) == 0 || d.Expired(s.now()):
		return nil, nil //nolint:nilnil // it is about nobody here
	}
	return d, nil
}

func read(path string) (*Draft, error) {
	b, err := os.ReadFile(path)
	var d Draft
	if err == nil {
		err = json.Unmarshal(b, &d)
	}
	if err != nil {
		return nil, fmt.Errorf("read typed text: %w", err)
	}
	return &d, nil
}

// List gives all drafts, newest first. Files that cannot be read are left out.
func (s *Store) List() ([]Draft, error) {
	files, err := s.files()
	if err != nil {
		return nil, err
	}
	var out []Draft
	for _, name := range files {
		d, err := read(filepath.Join(s.dir, name))
		if err == nil && strings.HasSuffix(name, suffix) && len(d.Edited) > 0 && !d.Expired(s.now()) {
			out = append(out, *d)
		}
	}
	slices.SortFunc(out, func(a, b Draft) int { return b.Saved.Compare(a.Saved) })
	return out, nil
}

// files are the names of our files in the folder.
func (s *Store) files() ([]string, error) {
	if !s.Keeps() {
		return nil, nil
	}
	entries, err := os.ReadDir(s.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list typed text: %w", err)
	}
	var out []string
	for _, e := range entries {
		if e.Type().IsRegular() && (strings.HasSuffix(e.Name(), suffix) || strings.HasPrefix(e.Name(), disk.Unfinished)) {
			out = append(out, e.Name())
		}
	}
	return out, nil
}

// Sweep removes what is too old, and what programs left behind that ended
// while an editor was open; text that was changed in such an editor becomes a
// draft. It gives the names of the users of those.
func (s *Store) Sweep() (found []string, err error) {
	files, err := s.files()
	for _, name := range files {
		path := filepath.Join(s.dir, name)
		info, statErr := os.Lstat(path)
		if statErr != nil {
			continue // another program was faster
		}
		saved, limit := info.ModTime(), Keep
		if d, readErr := read(path); readErr == nil {
			saved = d.Saved
		}
		if strings.HasPrefix(name, disk.Unfinished) {
			saved, limit = info.ModTime(), halfDone
		}
		if s.now().Sub(saved) > limit {
			err = errors.Join(err, remove(path))
		}
	}
	found, folders := s.sweepFolders()
	return found, errors.Join(err, folders)
}
