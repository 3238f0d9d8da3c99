package audit

import (
	"context"
	"net/url"
	"strings"
	"sync"

	"usher/api"
)

// Request is one kind of request that an intent may send.
type Request struct {
	Method string
	Path   string // below the base URL; a segment "*" stands for any one
	Max    int    // how many; 0 means 1
}

// String is "POST /users/user_1/ban".
func (r Request) String() string { return r.Method + " " + r.Path }

// Ticket lets the requests of one written intent through, and nothing else.
type Ticket struct {
	intent Entry

	mu     sync.Mutex
	left   []Request // Max counted down
	sent   int
	closed bool
}

func newTicket(e Entry, allowed []Request) *Ticket {
	t := &Ticket{intent: e}
	for _, r := range allowed {
		r.Max = max(r.Max, 1)
		t.left = append(t.left, r)
	}
	return t
}

// ID is the id of the intent.
func (t *Ticket) ID() string { return t.intent.ID }

// User is the user the intent is about.
func (t *Ticket) User() api.ID { return t.intent.User }

// Take uses the ticket for one request; it reports whether the ticket covers
// it. path is the URL's path, escaped as it is sent; what stands before the
// allowed path is the base URL's.
func (t *Ticket) Take(method, path string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return false
	}
	for i := range t.left {
		if r := &t.left[i]; r.Max > 0 && r.covers(method, path) {
			r.Max--
			t.sent++
			return true
		}
	}
	return false
}

// GiveBack returns a use after an answer that says that the request was not
// executed, so that the client may send it again.
func (t *Ticket) GiveBack(method, path string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i := range t.left {
		if r := &t.left[i]; r.covers(method, path) {
			r.Max++
			return
		}
	}
}

// Sent counts the requests that the ticket let through, those given back too.
func (t *Ticket) Sent() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.sent
}

func (t *Ticket) close() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
	return t.sent
}

func (r Request) covers(method, path string) bool {
	want, have := strings.Split(strings.TrimPrefix(r.Path, "/"), "/"), strings.Split(path, "/")
	if r.Method != method || len(want) > len(have) {
		return false
	}
	have = have[len(have)-len(want):]
	for i := range want {
		segment, err := url.PathUnescape(have[i])
		if err != nil || segment == "" || segment != want[i] && want[i] != "*" {
			return false
		}
	}
	return true
}

type ticketKey struct{}

// WithTicket puts a ticket into the context of the requests it is for.
func WithTicket(ctx context.Context, t *Ticket) context.Context {
	return context.WithValue(ctx, ticketKey{}, t)
}

// TicketFrom takes it out; nil when there is none.
func TicketFrom(ctx context.Context) *Ticket {
	t, _ := ctx.Value(ticketKey{}).(*Ticket)
	return t
}
