// Package export writes all that the API holds on one person into one file.
package export

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"usher/api"
)

// Format names the form of the file; it changes with it.
const Format = "usher-user-export/1"

// Bundle is the file: every part as the server sent it, byte for byte but for
// white space, with the time at which it was read.
type Bundle struct {
	Format   string    `json:"format"`
	MadeAt   time.Time `json:"made_at"` // UTC
	Instance api.ID    `json:"instance_id,omitempty"`
	UserID   api.ID    `json:"user_id"`
	Parts    []Part    `json:"parts"`
}

// Part is one kind of data.
type Part struct {
	Name      string    `json:"name"`       // user, sessions …
	Operation string    `json:"operation"`  // of the API
	FetchedAt time.Time `json:"fetched_at"` // UTC
	// TotalCount is the server's own count; left out where it gave none.
	TotalCount *int64 `json:"total_count,omitempty"`
	// NotAvailable is the error code with which the instance said that it has
	// nothing of the kind; Data is then null.
	NotAvailable string            `json:"not_available,omitempty"`
	Data         []json.RawMessage `json:"data"`
}

// File is what was written.
type File struct {
	Path   string // absolute
	SHA256 string // of the file's bytes, in hex
	Size   int64  // bytes
}

// errUser refuses a bundle that would have no name.
var errUser = errors.New("the bundle has no usable user id")

// Write makes the file in dir, which is made with mode 0700 when it is not
// there. The file has mode 0600, is new under its name, and is on the disk
// when Write returns. After an error no file is left.
func Write(dir string, b Bundle) (File, error) {
	if !b.UserID.Valid() {
		return File{}, fmt.Errorf("write the export: %w", errUser)
	}
	b.Format = Format
	raw, err := encode(b)
	if err != nil {
		return File{}, err
	}
	dir, err = filepath.Abs(dir)
	if err != nil {
		return File{}, fmt.Errorf("find the export directory: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return File{}, fmt.Errorf("make the export directory: %w", err)
	}
	f, err := create(dir, b)
	if err != nil {
		return File{}, err
	}
	if err := fill(f, raw); err != nil {
		return File{}, errors.Join(fmt.Errorf("write the export: %w", err), os.Remove(f.Name()))
	}
	syncDir(dir)
	sum := sha256.Sum256(raw)
	return File{Path: f.Name(), SHA256: hex.EncodeToString(sum[:]), Size: int64(len(raw))}, nil
}

func encode(b Bundle) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(b); err != nil {
		return nil, fmt.Errorf("encode the export: %w", err)
	}
	return out.Bytes(), nil
}

// create opens a new file: user_2x9k-20260303T120000Z.json, with a number
// where that name is taken.
func create(dir string, b Bundle) (*os.File, error) {
	stem := filepath.Join(dir, string(b.UserID)+"-"+b.MadeAt.UTC().Format("20060102T150405Z"))
	const tries = 100
	for i := range tries {
		name := stem
		if i > 0 {
			name += fmt.Sprintf("-%d", i+1)
		}
		f, err := os.OpenFile(name+".json", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err == nil {
			return f, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, fmt.Errorf("create the export: %w", err)
		}
	}
	return nil, fmt.Errorf("create the export: %w", fs.ErrExist)
}

func fill(f *os.File, raw []byte) error {
	_, err := f.Write(raw)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// syncDir makes the name last too; where a directory cannot be synced, the
// file itself is on the disk all the same.
func syncDir(dir string) {
	d, err := os.Open(dir)
	if err != nil {
		return
	}
	_ = d.Sync()
	_ = d.Close()
}
