// Package audit keeps the log of every change that was asked for: an intent
// before anything is sent, an outcome after. It is a file of JSON lines that
// only its owner can read, appended to and never rewritten. It never holds the
// secret key, a password, a code, a token or a value of metadata.
package audit

import (
	"time"

	"usher/api"
)

// Kind tells the two entries of a change apart.
type Kind string

// The kinds.
const (
	Intent  Kind = "intent"
	Outcome Kind = "outcome"
)

// Result is what became of an intent.
type Result string

// The results.
const (
	Done       Result = "done"           // the server confirmed it
	Refused    Result = "refused"        // not executed: the server or usher refused
	Happened   Result = "happened"       // the answer was lost; reading again showed it done
	DidNot     Result = "did_not_happen" // the answer was lost; reading again showed it not done
	CannotTell Result = "cannot_tell"    // the answer was lost, and nothing tells
	Partial    Result = "partial"        // some of several requests were done; the detail says which
)

// Entry is one line of the log. Strings that came from the server are escaped
// as JSON in the file; they must pass safetext before they are drawn.
type Entry struct {
	Time time.Time `json:"time"` // UTC
	Kind Kind      `json:"kind"`
	// ID joins an intent with its outcome.
	ID string `json:"id"`
	// Operator is who asked: the name of the operating system's user, or what
	// the configuration says.
	Operator    string `json:"operator,omitempty"`
	Environment string `json:"environment,omitempty"` // demo, development, production
	Instance    string `json:"instance,omitempty"`    // id or name of the instance
	Action      string `json:"action"`                // the row of the action table: user.ban
	User        api.ID `json:"user,omitempty"`
	Level       int    `json:"level"` // 1 reversible, 2 sensitive, 3 irreversible
	Reason      string `json:"reason,omitempty"`
	// Allowed are the requests that the intent may send, as "POST /users/…".
	Allowed []string `json:"allowed,omitempty"`
	// Notes name what is touched, such as metadata keys, never values.
	Notes []string `json:"notes,omitempty"`
	// Undoes says that the change puts back an earlier one.
	Undoes bool `json:"undoes,omitempty"`

	// Of outcomes only.
	Result     Result `json:"result,omitempty"`
	Status     int    `json:"status,omitempty"`   // HTTP status of a failure
	Code       string `json:"code,omitempty"`     // first error code
	TraceID    string `json:"trace_id,omitempty"` // of a failure
	Requests   int    `json:"requests,omitempty"` // writes that left this process
	DurationMS int64  `json:"duration_ms,omitempty"`
	Detail     string `json:"detail,omitempty"` // a sentence
}
