// Package guard stands between the API client and the network: a request that
// could change something passes only while writing is allowed, and only as
// part of a change that the audit log already holds.
package guard

import (
	"errors"
	"sync"
	"time"
)

// Limits of the time for which writing can be opened.
const (
	MinOpen = time.Minute
	MaxOpen = 8 * time.Hour
)

// Errors of OpenFor.
var (
	// ErrForced says that usher was started read-only.
	ErrForced = errors.New("usher was started read-only: start it without --read-only to change anything")
	// ErrDuration says that the time is not between MinOpen and MaxOpen.
	ErrDuration = errors.New("writing can be opened for 1 minute up to 8 hours")
)

// Options of a gate.
type Options struct {
	// ReadOnly starts the gate closed; OpenFor opens it for a while. A
	// production instance starts so.
	ReadOnly bool
	// Forced closes it for good: --read-only.
	Forced bool
	Now    func() time.Time // nil means time.Now
}

// Gate tells whether writing is allowed. It is safe for concurrent use.
type Gate struct {
	now    func() time.Time
	forced bool

	mu     sync.Mutex
	closed bool      // but for the time until
	until  time.Time // zero when not opened for a while
}

// New makes a gate.
func New(o Options) *Gate {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Gate{now: o.Now, forced: o.Forced, closed: o.ReadOnly || o.Forced}
}

// ReadOnly reports whether nothing may be changed now.
func (g *Gate) ReadOnly() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.closed && (g.forced || !g.now().Before(g.until))
}

// Forced reports whether the gate can never be opened.
func (g *Gate) Forced() bool { return g.forced }

// WriteUntil is the time at which writing ends; the zero time when the gate is
// read-only or open without end.
func (g *Gate) WriteUntil() time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.closed || g.forced || !g.now().Before(g.until) {
		return time.Time{}
	}
	return g.until
}

// Remaining is the time for which writing is still open; 0 when the gate is
// read-only or open without end.
func (g *Gate) Remaining() time.Duration {
	until := g.WriteUntil()
	if until.IsZero() {
		return 0
	}
	return until.Sub(g.now())
}

// OpenFor opens writing for d from now. On a gate that is open without end it
// changes nothing. Errors are ErrForced and ErrDuration.
func (g *Gate) OpenFor(d time.Duration) error {
	switch {
	case g.forced:
		return ErrForced
	case d < MinOpen || d > MaxOpen:
		return ErrDuration
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		g.until = g.now().Add(d)
	}
	return nil
}

// Close makes the gate read-only from now on, until OpenFor.
func (g *Gate) Close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed, g.until = true, time.Time{}
}
