// Package disk replaces files as a whole and holds the locks of files.
package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrHeld is the lock of a file that another program, or another part of this
// one, holds.
var ErrHeld = errors.New("the file is locked by another program")

// Unfinished begins the name of a file that [Replace] is writing; one is left
// over when the program dies meanwhile.
const Unfinished = ".new-"

// Replace puts data in the place of a file in one step, or makes the file: a
// crash leaves the older or the newer one. The folder has to be there. check,
// if it is not nil, is called when all is written, and its error leaves the
// older file.
func Replace(path string, data []byte, mode fs.FileMode, check func() error) error {
	f, err := os.CreateTemp(filepath.Dir(path), Unfinished+"*") // 0600
	if err != nil {
		return fmt.Errorf("make a file: %w", err)
	}
	_, err = f.Write(data)
	if err == nil {
		err = errors.Join(f.Chmod(mode), f.Sync())
	}
	if err = errors.Join(err, f.Close()); err == nil && check != nil {
		err = check()
	}
	if err == nil {
		err = put(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// put gives a written file its name. Its error tells that name alone: nobody
// knows the other one.
func put(from, path string) error {
	err := os.Rename(from, path)
	if err == nil {
		return nil
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		err = link.Err
	}
	return fmt.Errorf("replace %s: %w", path, err)
}
