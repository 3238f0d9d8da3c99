package emulator

import (
	"net/http"
	"sync"
	"time"
)

// journalSize is how many requests are remembered.
const journalSize = 1000

// journalEntry is one API request that came in.
type journalEntry struct {
	At     int64   `json:"at"` // Unix milliseconds
	Method string  `json:"method"`
	Path   string  `json:"path"`
	Query  string  `json:"query"`
	Status int     `json:"status"` // 0: the connection was dropped before a status went out
	Millis float64 `json:"ms"`
}

// journal keeps the last requests in a ring. The zero value is empty.
type journal struct {
	mu    sync.Mutex
	ring  []journalEntry
	total int
}

func (j *journal) add(r *http.Request, status int, took time.Duration, at time.Time) {
	e := journalEntry{
		At: at.UnixMilli(), Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery, Status: status,
		Millis: float64(took.Microseconds()) / 1000,
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.ring) < journalSize {
		j.ring = append(j.ring, e)
	} else {
		j.ring[j.total%journalSize] = e
	}
	j.total++
}

// entries are the remembered requests, oldest first, and how many there were
// since the last reset.
func (j *journal) entries() ([]journalEntry, int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	out := make([]journalEntry, 0, len(j.ring))
	for i := range j.ring {
		at := i
		if len(j.ring) == journalSize {
			at = (j.total + i) % journalSize
		}
		out = append(out, j.ring[at])
	}
	return out, j.total
}

func (j *journal) reset() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.ring, j.total = nil, 0
}
