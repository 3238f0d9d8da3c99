// Package state keeps what should outlast a run of usher, apart for every
// instance: the history of the search box, and where the person stood.
//
// The files are the person's own (0600, in folders 0700), replaced as a whole,
// and shared by all dashboards of an instance that run at the same time. What
// may be written at all is decided in private.go.
package state

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"usher/internal/disk"
)

// Store is the state of one instance. Its methods may be called from several
// goroutines; those that write wait for the disk and so belong outside of the
// loop that draws.
type Store struct {
	dir     string // "" keeps everything in memory
	private bool
	rules   func() *rules
	history *History
	typed   *History

	mu      sync.Mutex
	session Session
}

// Option changes what a store does.
type Option func(*Store)

// Private keeps whole e-mail addresses, phone numbers, ids and wallets out of
// the files: a search that holds one is left out of the history, and where the
// person stood is kept without the users around it. Secrets are left out with
// and without it.
func Private(on bool) Option { return func(s *Store) { s.private = on } }

// version of the files. What a later usher has written is left alone.
const version = 1

// maxFile bounds a file that is read, in bytes; no file of ours gets near it.
const maxFile = 4 << 20

// Instance names the state of an instance in a folder: the first 12 hex digits
// of a hash of the API's address and the secret key, which tell neither.
func Instance(apiURL, key string) string {
	sum := sha256.Sum256([]byte(apiURL + "\x00" + key))
	return hex.EncodeToString(sum[:6])
}

// Demo is the instance of sample data.
const Demo = "demo"

// named tells whether an instance's name can be that of a folder.
func named(instance string) bool {
	other := func(r rune) bool { return r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') }
	return instance != "" && len(instance) <= 64 && !strings.ContainsFunc(instance, other)
}

// Memory makes a store without files, for a run that leaves nothing behind.
func Memory(opts ...Option) *Store {
	s := &Store{rules: newRules()}
	for _, o := range opts {
		o(s)
	}
	s.history = &History{private: s.private, rules: s.rules}
	s.typed = &History{private: s.private, rules: s.rules}
	return s
}

// Open reads the state of an instance below dir. The store it gives is always
// usable; the error says what could not be read and belongs before the
// person's eyes, not in the way. A damaged file is put aside under the name
// with ".damaged" behind it, and begun anew. Nothing is created before
// something is written.
func Open(dir, instance string, opts ...Option) (*Store, error) {
	s := Memory(opts...)
	if !named(instance) {
		return s, fmt.Errorf("state of instance %q: not a name for a folder", instance)
	}
	s.dir = filepath.Join(dir, instance)
	s.history.path = filepath.Join(s.dir, "history.json")
	s.typed.path = filepath.Join(s.dir, "commands.json")
	return s, errors.Join(s.history.open(), s.typed.open(), s.openSession())
}

// History is what was searched for.
func (s *Store) History() *History { return s.history }

// Commands is what was typed on the command line.
func (s *Store) Commands() *History { return s.typed }

// errNewer is a file that a later usher has written.
var errNewer = errors.New("written by a newer usher; it is left alone")

// errDamaged is a file that is not what this program writes.
var errDamaged = errors.New("damaged")

// readFile decodes a file into v; a missing file is no error and changes
// nothing. A damaged one is put aside.
func readFile(path string, v any) error {
	err := decodeFile(path, v)
	if !errors.Is(err, errDamaged) {
		return err
	}
	// One is kept, the newest: it may hold what the person wants back.
	aside := path + ".damaged"
	if moved := os.Rename(path, aside); moved != nil {
		return errors.Join(err, fmt.Errorf("put it aside: %w", moved))
	}
	return fmt.Errorf("%w; it was put aside as %s and begun anew", err, filepath.Base(aside))
}

func decodeFile(path string, v any) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the state: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("read the state: %w", err)
	}
	if !info.Mode().IsRegular() || info.Size() > maxFile {
		return fmt.Errorf("%s is %w", path, errDamaged)
	}
	b, err := io.ReadAll(io.LimitReader(f, maxFile))
	if err != nil {
		return fmt.Errorf("read the state: %w", err)
	}
	var head struct {
		Version int `json:"version"`
	}
	if json.Unmarshal(b, &head) != nil || head.Version < 1 {
		return fmt.Errorf("%s is %w", path, errDamaged)
	}
	if head.Version > version {
		return fmt.Errorf("%s: %w", path, errNewer)
	}
	if json.Unmarshal(b, v) != nil {
		return fmt.Errorf("%s is %w", path, errDamaged)
	}
	return nil
}

// writeFile replaces a file as a whole: after a crash there is the older or
// the newer one.
func writeFile(path string, v any) error {
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false) // dates such as <7d can be read
	out.SetIndent("", " ")
	if err := out.Encode(v); err != nil {
		return fmt.Errorf("write the state: %w", err)
	}
	if err := disk.Replace(path, b.Bytes(), 0o600, nil); err != nil {
		return fmt.Errorf("write the state: %w", err)
	}
	return nil
}

// locked does one change of the files while no other dashboard changes them.
// Where the file system knows no locks, or somebody holds one for seconds, it
// is done without: files are replaced as a whole either way.
func locked(dir string, do func() error) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the state directory: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("lock the state: %w", err)
	}
	defer f.Close() // lets go of the lock
	hold(f)
	return do()
}
