package guard

import (
	"fmt"
	"net/http"

	"usher/api"
	"usher/internal/audit"
)

// Reason tells why a request was refused.
type Reason int

// The reasons.
const (
	ReadOnly  Reason = iota // the gate is closed
	NoTicket                // no intent in the audit log
	NotInPlan               // the intent does not cover this request
)

// Refused is the error of a request that was not let through: it never left
// the process.
type Refused struct {
	Reason Reason
	Method string
	Path   string
}

func (e *Refused) Error() string {
	what := e.Method + " " + e.Path
	switch e.Reason {
	case ReadOnly:
		return fmt.Sprintf("read-only: %s was not sent", what)
	case NoTicket:
		return fmt.Sprintf("not in the audit log: %s was not sent", what)
	default:
		return fmt.Sprintf("not covered by the intent in the audit log: %s was not sent", what)
	}
}

// Unwrap tells the API client that nothing can have been executed.
func (e *Refused) Unwrap() error { return api.ErrNotSent }

// Explanation is what the dashboard shows.
func (e *Refused) Explanation() (title, what, do string) {
	switch e.Reason {
	case ReadOnly:
		return "Read-only", "Writing is not open, so nothing was sent.", "“:write 15m” opens writing for a while."
	default:
		return "Nothing was sent", "usher does not send a change that its audit log does not hold.",
			"This is a mistake in usher: please report it."
	}
}

// NewTransport lets reads through to next, and changes only when gate is open
// and the request's context carries a ticket of the audit log that covers
// them. It belongs below the client's own retries: an answer that says "not
// executed" (429, 409) gives the use of the ticket back.
func NewTransport(next http.RoundTripper, gate *Gate) http.RoundTripper {
	return &transport{next, gate}
}

type transport struct {
	next http.RoundTripper
	gate *Gate
}

func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method == "" || req.Method == http.MethodGet || req.Method == http.MethodHead {
		return t.next.RoundTrip(req) //nolint:wrapcheck // a RoundTripper hands errors on as they are
	}
	path := req.URL.EscapedPath()
	if t.gate.ReadOnly() {
		return nil, refuse(req, ReadOnly)
	}
	ticket := audit.TicketFrom(req.Context())
	if ticket == nil {
		return nil, refuse(req, NoTicket)
	}
	if !ticket.Take(req.Method, path) {
		return nil, refuse(req, NotInPlan)
	}
	res, err := t.next.RoundTrip(req)
	if err == nil && (res.StatusCode == http.StatusTooManyRequests || res.StatusCode == http.StatusConflict) {
		ticket.GiveBack(req.Method, path)
	}
	return res, err //nolint:wrapcheck // as above
}

// CloseIdleConnections passes on what http.Client asks for.
func (t *transport) CloseIdleConnections() {
	if c, ok := t.next.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

// refuse closes the body, as every RoundTripper must.
func refuse(req *http.Request, why Reason) error {
	if req.Body != nil {
		_ = req.Body.Close()
	}
	return &Refused{Reason: why, Method: req.Method, Path: req.URL.Path}
}
