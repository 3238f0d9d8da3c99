package audit

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"usher/api"
)

// Filter selects entries; its zero value selects all.
type Filter struct {
	User     api.ID
	Action   string // exact id, or a prefix ending in "."
	Operator string
	ID       string // of the intent
	Kind     Kind
	Since    time.Time // inclusive
	Until    time.Time // exclusive
}

func (f Filter) selects(e Entry) bool {
	switch {
	case f.User != "" && e.User != f.User,
		f.Operator != "" && e.Operator != f.Operator,
		f.ID != "" && e.ID != f.ID,
		f.Kind != "" && e.Kind != f.Kind,
		!f.Since.IsZero() && e.Time.Before(f.Since),
		!f.Until.IsZero() && !e.Time.Before(f.Until):
		return false
	case strings.HasSuffix(f.Action, "."):
		return strings.HasPrefix(e.Action, f.Action)
	default:
		return f.Action == "" || e.Action == f.Action
	}
}

// LineError says that a line is no entry: cut off by a crash, or changed by
// hand. Reading goes on behind it.
type LineError struct {
	File string
	Line int // from 1
	Err  error
}

func (e *LineError) Error() string {
	return fmt.Sprintf("%s:%d: no audit entry: %v", e.File, e.Line, e.Err)
}

// Unwrap returns the cause.
func (e *LineError) Unwrap() error { return e.Err }

// maxLine bounds a line; longer ones are told as a LineError.
const maxLine = 1 << 20

// Read yields the entries of a log, oldest first, those of the files moved
// aside before those of path itself. A missing file is an empty log. A last
// line without its line break is a write that was cut off, or one that is
// under way: it is left out. Other broken lines are yielded as *LineError.
func Read(path string, f Filter) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for _, name := range files(path) {
			if !readFile(name, f, yield) {
				return
			}
		}
	}
}

// files lists the files moved aside, oldest first, and path.
func files(path string) []string {
	ext := filepath.Ext(path)
	stem := strings.TrimSuffix(filepath.Base(path), ext) + "."
	found, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return []string{path}
	}
	var out []string
	for _, d := range found {
		n := d.Name()
		middle, ok := strings.CutPrefix(n, stem)
		if ok && strings.HasSuffix(middle, ext) && len(middle) > len(ext) && middle[0] >= '0' && middle[0] <= '9' {
			out = append(out, filepath.Join(filepath.Dir(path), n))
		}
	}
	slices.Sort(out)
	return append(out, path)
}

func readFile(name string, f Filter, yield func(Entry, error) bool) bool {
	file, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return true
	}
	if err != nil {
		return yield(Entry{}, fmt.Errorf("read the audit log: %w", err))
	}
	defer func() { _ = file.Close() }() // only read
	r := bufio.NewReader(file)
	for n := 1; ; n++ {
		line, err := readLine(r)
		switch {
		case errors.Is(err, io.EOF):
			return true
		case errors.Is(err, errLong):
			if !yield(Entry{}, &LineError{name, n, err}) {
				return false
			}
			continue
		case err != nil:
			return yield(Entry{}, fmt.Errorf("read the audit log: %w", err))
		case len(bytes.TrimSpace(line)) == 0:
			continue
		}
		var e Entry
		if err := json.Unmarshal(line, &e); err != nil {
			if !yield(Entry{}, &LineError{name, n, err}) {
				return false
			}
			continue
		}
		if f.selects(e) && !yield(e, nil) {
			return false
		}
	}
}

var errLong = errors.New("the line is too long")

// readLine reads a whole line; what has no line break at the end of the file
// is not one.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	long := false
	for {
		part, err := r.ReadSlice('\n')
		if !long {
			line = append(line, part...)
		}
		if len(line) > maxLine {
			long, line = true, nil
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil:
			return nil, err //nolint:wrapcheck // io.EOF is compared, the rest wrapped by the caller
		case long:
			return nil, errLong
		default:
			return line, nil
		}
	}
}
