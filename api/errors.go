package api

import (
	"encoding/json"
	"time"
)

// ErrorItem is one entry of the API's error envelope. Branch on Code; the
// texts are localised and change.
type ErrorItem struct {
	Code        string          `json:"code"`
	Message     Text            `json:"message"`
	LongMessage Text            `json:"long_message"`
	ParamName   Text            `json:"-"` // meta.param_name
	Meta        json.RawMessage `json:"meta"`
}

// Executed tells whether a request that failed may have changed something.
type Executed int

// The answers, from certain to unknown.
const (
	NotExecuted   Executed = iota // refused, or never sent
	MaybeExecuted                 // sent, and no answer that tells
)

// Error is the one error type of every operation that reached or tried to
// reach the server.
type Error struct {
	Op         string        // the API operation, such as "BanUser"
	Method     string        // HTTP method
	Path       string        // path below the base URL, without query
	Status     int           // HTTP status; 0 when no answer came
	Items      []ErrorItem   // entries of the envelope; empty for a non-JSON body
	TraceID    string        // printable ASCII, "" when none was given
	RetryAfter time.Duration // 0 when not told
	Executed   Executed      // whether the request may have been executed
	Attempts   int           // how often it was sent
	Body       Text          // the first 200 bytes of a body that is not the envelope
	Err        error         // the cause when no answer came: context, network, decoding
}
