package drafts

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"usher/internal/disk"
)

// maxText bounds what is read back from an editor, in bytes: far more than
// any metadata may hold, so that what is too large is still shown as such.
const maxText = 1 << 20

const (
	folder = "usher-edit-" // begins the name of an editor's folder
	marker = ".usher"      // the file in it that tells whose it is; locked while that program runs
	// settled is the age from which on a folder may be judged: before, its
	// program may not have got to the lock.
	settled = 5 * time.Second
	// abandoned is the age of a folder whose marker was never written.
	abandoned = 24 * time.Hour
)

// Editing is a document in a file of its own, for another program to edit:
// 0600 in a folder 0700.
type Editing struct {
	dir, path string
	lock      *os.File
}

// mark is the content of the marker.
type mark struct {
	Document string `json:"document"`
	Text     string `json:"text"` // as handed out
	Draft    Draft  `json:"draft"`
}

// Edit writes a document for another program. d is what is typed so far about
// its user, for the case that this program ends before the editor does.
func (s *Store) Edit(document, text string, d Draft) (*Editing, error) {
	parent := s.dir
	if parent == "" {
		parent = os.TempDir()
	} else if err := os.MkdirAll(parent, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for the editor: %w", err)
	}
	dir, err := os.MkdirTemp(parent, folder)
	if err != nil {
		return nil, fmt.Errorf("make a folder for the editor: %w", err)
	}
	e := &Editing{dir: dir, path: filepath.Join(dir, filepath.Base(document)+suffix)}
	if err := e.fill(mark{Document: document, Text: text, Draft: d}); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

func (e *Editing) fill(m mark) error {
	b, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("write the file for the editor: %w", err)
	}
	// Closed on exec: the lock ends with this program, not with the editor.
	if e.lock, err = os.OpenFile(filepath.Join(e.dir, marker), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600); err != nil {
		return fmt.Errorf("write the file for the editor: %w", err)
	}
	_ = disk.Lock(e.lock) // where there are no locks, folders are not judged either
	if _, err = e.lock.Write(b); err == nil {
		err = os.WriteFile(e.path, []byte(m.Text+"\n"), 0o600)
	}
	if err != nil {
		return fmt.Errorf("write the file for the editor: %w", err)
	}
	return nil
}

// Path is the file to edit.
func (e *Editing) Path() string { return e.path }

// Text is what the file holds now, without the line's end.
func (e *Editing) Text() (string, error) { return readText(e.path) }

// Close removes the file with its folder.
func (e *Editing) Close() error {
	var err error
	if e.lock != nil {
		err = e.lock.Close()
	}
	if err = errors.Join(err, os.RemoveAll(e.dir)); err != nil {
		return fmt.Errorf("remove the editor's file: %w", err)
	}
	return nil
}

func readText(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("read the edited file: %w", err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxText+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("read the edited file: %w", err)
	case len(b) > maxText:
		return "", errors.New("the edited file is larger than 1 MB")
	case !utf8.Valid(b):
		return "", errors.New("the edited file is not UTF-8")
	}
	return strings.TrimRight(string(b), "\r\n"), nil
}

// sweepFolders removes the folders whose programs are gone.
func (s *Store) sweepFolders() (found []string, err error) {
	parent := s.dir
	if parent == "" {
		parent = os.TempDir()
	}
	entries, readErr := os.ReadDir(parent)
	if readErr != nil {
		return nil, nil //nolint:nilerr // there is no folder yet, or none that could be ours
	}
	for _, e := range entries {
		if !e.IsDir() || !strings.HasPrefix(e.Name(), folder) {
			continue
		}
		name, folderErr := s.sweepFolder(filepath.Join(parent, e.Name()))
		if name != "" {
			found = append(found, name)
		}
		err = errors.Join(err, folderErr)
	}
	return found, err
}

// sweepFolder judges one folder. Only one that is ours alone is touched: a
// folder of this person that nobody else can write to.
func (s *Store) sweepFolder(dir string) (found string, err error) {
	info, err := os.Lstat(dir)
	if err != nil || !info.IsDir() || info.Mode().Perm() != 0o700 || !mine(info) {
		return "", nil // it is gone, or not ours
	}
	age := s.now().Sub(info.ModTime())
	f, err := os.OpenFile(filepath.Join(dir, marker), os.O_RDWR, 0)
	if err != nil {
		if age > abandoned {
			return "", removeFolder(dir)
		}
		return "", nil
	}
	defer f.Close()
	if age < settled || disk.Lock(f) != nil {
		return "", nil // its program runs
	}
	var m mark
	if json.NewDecoder(f).Decode(&m) == nil {
		found, err = s.rescue(dir, m)
	}
	if err != nil {
		return "", err // what could not be saved is not removed
	}
	return found, removeFolder(dir)
}

func removeFolder(dir string) error {
	if err := os.RemoveAll(dir); err != nil {
		return fmt.Errorf("remove the folder of an editor: %w", err)
	}
	return nil
}

// rescue makes a draft of what was changed in the editor, unless a later one
// is there.
func (s *Store) rescue(dir string, m mark) (name string, err error) {
	path := filepath.Join(dir, filepath.Base(m.Document)+suffix)
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() || !s.Keeps() {
		return "", nil //nolint:nilerr // there is nothing to save
	}
	text, err := readText(path)
	if err != nil || text == m.Text || m.Draft.User == "" {
		return "", nil //nolint:nilerr // there is nothing that could be used
	}
	d := m.Draft
	if kept, err := s.Read(d.User); err == nil && kept != nil {
		if kept.Saved.After(info.ModTime()) {
			return "", nil
		}
		d.Base, d.Edited = kept.Base, kept.Edited
	}
	if d.Edited == nil {
		d.Edited = map[string]string{}
	}
	d.Saved, d.Edited[m.Document] = info.ModTime().UTC(), text
	if err := s.Put(s.Ticket(), d); err != nil {
		return "", err
	}
	return d.Name, nil
}
