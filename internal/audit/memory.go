package audit

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"
)

// memoryEntries is how many entries a log in memory keeps.
const memoryEntries = 1000

// Memory is a log that is kept in memory only, the last 1,000 entries of it:
// for the demo, whose people do not exist.
type Memory struct {
	*Log
	sink *memorySink
}

// NewMemory makes one.
func NewMemory(o Options) *Memory {
	s := &memorySink{}
	return &Memory{Log: newLog(s, o), sink: s}
}

// Entries returns what was written, oldest first.
func (m *Memory) Entries() []Entry {
	m.sink.mu.Lock()
	defer m.sink.mu.Unlock()
	return slices.Clone(m.sink.entries)
}

type memorySink struct {
	mu      sync.Mutex
	entries []Entry
}

func (s *memorySink) append(line []byte) error {
	var e Entry
	if err := json.Unmarshal(line, &e); err != nil {
		return fmt.Errorf("keep an audit entry: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.entries = append(s.entries, e)
	if n := len(s.entries) - memoryEntries; n > 0 {
		s.entries = slices.Delete(s.entries, 0, n)
	}
	return nil
}
