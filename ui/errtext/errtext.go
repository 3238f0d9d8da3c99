// Package errtext turns errors into what a person reads: what happened, what
// to do, the code and the trace id. Every text is safe to draw.
package errtext

import (
	"context"
	"errors"
	"time"

	"usher/api"
	"usher/internal/safetext"
)

// Kind is the designed look of an error.
type Kind int

// The kinds.
const (
	Unknown      Kind = iota
	Offline           // the server was not reached
	Timeout           // no answer in time
	Unauthorized      // the key is not accepted
	Forbidden         // switched off, restricted, or not within the key's rights
	PlanLacks         // the instance's plan lacks it
	NotFound          // it does not exist (any more)
	Conflict          // something else owns or changes it
	Invalid           // a value was refused
	RateLimited       // too many requests
	Server            // the server failed
	Cancelled         // nobody waits for it any more
	Refused           // usher itself did not send it
	Bug               // usher asked for something that the API does not know
)

// Notice is an error as a person reads it.
type Notice struct {
	Kind  Kind
	Title string // a few words without a full stop
	What  string // what happened, sentences
	Do    string // what to do; "" when there is nothing to do
	// Code is the API's first error code and TraceID what its operator asks
	// for; "" when there is none.
	Code    string
	TraceID string
	// RetryAfter is the wait that the server asked for; 0 when not told.
	RetryAfter time.Duration
	// Fields are problems by the request's parameter (meta.param_name).
	Fields map[string]string
	// Retry says that trying the same again can help.
	Retry bool
	// Silent says that nobody needs to be told.
	Silent bool
}

// maxText bounds a foreign text in cells.
const maxText = 300

// explained is an error that explains itself.
type explained interface {
	error
	Explanation() (title, what, do string)
}

// Explain explains err; nil gives a silent notice.
func Explain(err error) Notice {
	var own explained
	var invalid *api.ValidationError
	var failure *api.Error
	switch {
	case err == nil:
		return Notice{Silent: true}
	case errors.As(err, &own):
		title, what, do := own.Explanation()
		return Notice{Kind: Refused, Title: title, What: what, Do: do}
	case errors.Is(err, context.Canceled):
		return Notice{Kind: Cancelled, Title: "Cancelled", What: "It was cancelled.", Silent: true}
	case errors.As(err, &invalid):
		field, problem := safetext.String(invalid.Field), safetext.String(invalid.Problem)
		return Notice{
			Kind: Invalid, Title: "Not sent", What: "The value of " + field + " was refused before it was sent: it " + problem + ".",
			Fields: map[string]string{field: problem},
		}
	case errors.As(err, &failure):
		return explainAPI(failure)
	}
	if n, ok := explainNetwork(err); ok {
		return n
	}
	return Notice{Kind: Unknown, Title: "It failed", What: clip(safetext.String(err.Error())) + ".", Retry: true}
}

func clip(s string) string { return safetext.Truncate(s, maxText) }
