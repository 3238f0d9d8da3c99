package api

import (
	"context"
	"fmt"
	"time"
)

// Priority of a call, told by its context.
type Priority int

// The priorities. Interactive is what a person waits for and the default;
// Background is everything else: prefetching, scans, bulk work.
const (
	Interactive Priority = iota
	Background
)

// String returns "interactive" or "background".
func (p Priority) String() string {
	if p == Background {
		return "background"
	}
	return "interactive"
}

type priorityKey struct{}

// WithPriority marks the calls made with the context.
func WithPriority(ctx context.Context, p Priority) context.Context {
	return context.WithValue(ctx, priorityKey{}, p)
}

func priorityOf(ctx context.Context) Priority {
	p, _ := ctx.Value(priorityKey{}).(Priority)
	return p
}

// EventKind tells what an [Event] reports.
type EventKind int

// The kinds, in the order in which a call can report them. Every call that
// passes validation ends with exactly one EventDone.
const (
	EventWait  EventKind = iota + 1 // waiting for the budget, for about Wait
	EventStart                      // an attempt is about to be sent
	EventRetry                      // an attempt failed and another follows after Wait, for Reason
	EventDone                       // the call is over
)

// String returns the kind as a word.
func (k EventKind) String() string {
	switch k {
	case EventWait:
		return "wait"
	case EventStart:
		return "start"
	case EventRetry:
		return "retry"
	case EventDone:
		return "done"
	default:
		return "unknown"
	}
}

// Event reports a step of a call. It holds nothing secret and nothing that
// the server wrote but the trace id: Path is the template, without ids.
type Event struct {
	Kind     EventKind
	Call     uint64 // number of the call within its client, from 1
	Op       string // API operation id
	Method   string
	Path     string // template, such as /users/{user_id}/ban
	Priority Priority
	Attempt  int           // from 1; 0 when nothing was sent yet
	Status   int           // HTTP status of the attempt; 0 when no answer came
	Duration time.Duration // of the attempt (EventRetry) or the whole call (EventDone)
	Wait     time.Duration // EventWait, EventRetry
	Reason   Reason        // EventRetry: why again; EventDone with Err: why not again
	TraceID  string
	Err      error // EventDone: nil on success
}

// Clock tells the time and waits. Tests put in their own.
type Clock interface {
	Now() time.Time
	// Sleep waits for d or until ctx is done, whose error it then returns.
	Sleep(ctx context.Context, d time.Duration) error
}

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return fmt.Errorf("wait: %w", ctx.Err())
	case <-t.C:
		return nil
	}
}
