package audit

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

const defaultMaxBytes = 16 << 20

// Open makes a log of the file at path. The directory is made with mode 0700
// when it is not there, the file with 0600; a file that others can read is
// closed to them. The file is tried at once, so that an unwritable log is told
// before the first change and not at it.
func Open(path string, o Options) (*Log, error) {
	if o.MaxBytes <= 0 {
		o.MaxBytes = defaultMaxBytes
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the audit directory: %w", err)
	}
	l := newLog(nil, o)
	s := &fileSink{path: path, max: o.MaxBytes, now: l.now}
	f, err := s.open()
	if err != nil {
		return nil, fmt.Errorf("open the audit log: %w", err)
	}
	if err := f.Close(); err != nil {
		return nil, fmt.Errorf("open the audit log: %w", err)
	}
	l.sink = s
	return l, nil
}

// fileSink opens the file for every line: changes are rare, and so the lines
// of several processes, and a file moved away by any of them, never get in
// each other's way.
type fileSink struct {
	path string
	max  int64
	now  func() time.Time
	mu   sync.Mutex
}

func (s *fileSink) open() (*os.File, error) {
	f, err := os.OpenFile(s.path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open: %w", err)
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("not a regular file")
	}
	if err == nil && info.Mode().Perm()&0o077 != 0 {
		err = f.Chmod(0o600)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// append writes the line in one call and waits until it is on the disk.
func (s *fileSink) append(line []byte) (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rotate()
	f, err := s.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if torn(f) {
		line = append([]byte{'\n'}, line...)
	}
	if _, err := f.Write(line); err != nil {
		return fmt.Errorf("append: %w", err)
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("wait for the disk: %w", err)
	}
	return nil
}

// torn tells that an earlier write was cut off: the file does not end with a
// line break.
func torn(f *os.File) bool {
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return false
	}
	last := make([]byte, 1)
	_, err = f.ReadAt(last, info.Size()-1)
	return err == nil && last[0] != '\n'
}

// rotate moves a full file aside, audit.jsonl to
// audit.20260112T150405.000-1f2e3d4c.jsonl beside it. Nothing is ever deleted,
// and the random part keeps two processes from taking the same name. Where the
// file cannot be moved it just grows.
func (s *fileSink) rotate() {
	info, err := os.Stat(s.path)
	if err != nil || info.Size() < s.max {
		return
	}
	id := make([]byte, 4)
	if _, err := rand.Read(id); err != nil {
		return
	}
	ext := filepath.Ext(s.path)
	stamp := s.now().UTC().Format("20060102T150405.000")
	_ = os.Rename(s.path, strings.TrimSuffix(s.path, ext)+"."+stamp+"-"+hex.EncodeToString(id)+ext)
}
