package state

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

const (
	// maxEntries bounds the history of an instance.
	maxEntries = 500
	// maxEntry bounds an entry, in bytes; a longer one is not remembered.
	maxEntry = 1024
)

// History is what was searched for in one instance, newest first. Every text
// stands in it once.
type History struct {
	path    string // "" keeps it in memory
	private bool
	rules   func() *rules

	mu      sync.Mutex
	entries []string // newest first
	fresh   []string // added and not written yet, oldest first
	off     bool     // the file is a newer program's: it is not written
}

// historyFile is the content of the file.
type historyFile struct {
	Version int `json:"version"`
	// Private tells that it was written with the option: nothing has to be taken
	// out of it.
	Private bool     `json:"private"`
	Entries []string `json:"entries"` // newest first
}

// open reads the file. What may not be stored any more, because the option was
// turned on since, is taken out of it at once.
func (h *History) open() error {
	stored, err := h.read()
	if errors.Is(err, errNewer) {
		h.off = true
	}
	h.entries = h.allowed(stored)
	if err == nil && len(h.entries) < len(stored.Entries) {
		err = h.Flush()
	}
	return err
}

func (h *History) read() (historyFile, error) {
	var f historyFile
	if err := readFile(h.path, &f); err != nil {
		return historyFile{}, err
	}
	return f, nil
}

// allowed are the entries of a file that may be kept, bounded, without
// doubles.
func (h *History) allowed(f historyFile) []string {
	entries, check := f.Entries, h.private && !f.Private
	out := make([]string, 0, min(len(entries), maxEntries))
	seen := make(map[string]bool, len(entries))
	for _, e := range entries {
		if len(out) == maxEntries {
			break
		}
		if e = tidy(e); e == "" || len(e) > maxEntry || seen[e] || check && !h.rules().storable(e, true) {
			continue
		}
		seen[e] = true
		out = append(out, e)
	}
	return out
}

// tidy makes one line of a text, without what is not drawn.
func tidy(text string) string {
	if !utf8.ValidString(text) {
		return ""
	}
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}

// Entries are the texts, newest first. The caller may keep the slice.
func (h *History) Entries() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.entries)
}

// Add remembers a text as the newest one and reports whether there is
// something for [History.Flush] to write. A text that holds a secret, or, where
// that is asked for, somebody's identifier, is not remembered, not even until
// the end of the program.
func (h *History) Add(text string) bool {
	text = tidy(text)
	if text == "" || len(text) > maxEntry || !h.rules().storable(text, h.private) {
		return false
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.entries) > 0 && h.entries[0] == text {
		return len(h.fresh) > 0
	}
	h.entries = newest(h.entries, text)
	h.fresh = append(newestLast(h.fresh), text)
	return true
}

// newest puts a text before the entries, once.
func newest(entries []string, text string) []string {
	out := append(make([]string, 0, len(entries)+1), text)
	for _, e := range entries {
		if e != text && len(out) < maxEntries {
			out = append(out, e)
		}
	}
	return out
}

// newestLast leaves room for one more of the entries that wait for the disk.
func newestLast(fresh []string) []string {
	return fresh[max(0, len(fresh)-maxEntries+1):]
}

// Flush writes what was added and takes over what other dashboards of the
// instance have added. It waits for the disk. What could not be written is
// tried again with the next one.
func (h *History) Flush() error {
	if h.path == "" || h.off {
		return nil
	}
	return locked(filepath.Dir(h.path), func() error {
		stored, err := h.read()
		if err != nil && !errors.Is(err, errDamaged) {
			return err
		}
		h.mu.Lock()
		fresh := h.fresh
		h.fresh = nil
		merged := h.allowed(stored)
		if err != nil {
			merged = h.entries // the file was lost: what is known is written
		}
		for _, text := range fresh {
			merged = newest(merged, text)
		}
		h.entries = merged
		h.mu.Unlock()
		if failed := writeFile(h.path, historyFile{Version: version, Private: h.private, Entries: merged}); failed != nil {
			h.mu.Lock()
			h.fresh = append(fresh, h.fresh...)
			h.mu.Unlock()
			err = errors.Join(err, failed)
		}
		return err
	})
}
