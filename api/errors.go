package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// ErrNotSent is wrapped by the error of a transport that refused a request
// before any byte of it left: then nothing was executed.
var ErrNotSent = errors.New("the request was not sent")

// ErrorItem is one entry of the API's error envelope. Branch on Code; the
// texts are localised and change.
type ErrorItem struct {
	Code        string          `json:"code"` // letters, digits and _ only, else ""
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
	Status     int           // HTTP status; 0 when no answer came, or not the whole of it
	Items      []ErrorItem   // entries of the envelope; empty for a non-JSON body
	TraceID    string        // printable ASCII, "" when none was given
	RetryAfter time.Duration // 0 when not told
	Executed   Executed      // whether the request may have been executed
	Attempts   int           // how often it was sent
	Body       Text          // the first 200 bytes of a body that is not the envelope
	Err        error         // the cause when no answer came: context, network, decoding
}

// Error names the operation, the status, the first code and the trace id, all
// of them inert ASCII. It never holds the key, nor a text of the server.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Op)
	if e.Status != 0 {
		b.WriteString(": HTTP ")
		b.WriteString(strconv.Itoa(e.Status))
	}
	if code := e.Code(); code != "" {
		b.WriteByte(' ')
		b.WriteString(code)
	} else if t := http.StatusText(e.Status); t != "" {
		b.WriteByte(' ')
		b.WriteString(t)
	}
	if e.Err != nil {
		b.WriteString(": ")
		b.WriteString(inert(e.Err.Error()))
	}
	if e.TraceID != "" {
		b.WriteString(" (trace ")
		b.WriteString(e.TraceID)
		b.WriteByte(')')
	}
	return b.String()
}

// Unwrap returns the cause when no usable answer came.
func (e *Error) Unwrap() error { return e.Err }

// Code returns the first code of the envelope, "" when there is none.
func (e *Error) Code() string {
	for i := range e.Items {
		if e.Items[i].Code != "" {
			return e.Items[i].Code
		}
	}
	return ""
}

// HasCode reports whether any entry of the envelope has one of the codes.
func (e *Error) HasCode(codes ...string) bool {
	for i := range e.Items {
		for _, c := range codes {
			if c != "" && e.Items[i].Code == c {
				return true
			}
		}
	}
	return false
}

// Names reports whether any entry of the envelope blames the parameter.
func (e *Error) Names(param string) bool {
	for i := range e.Items {
		if e.Items[i].ParamName.Is(param) {
			return true
		}
	}
	return false
}

// Message returns the first long message, else the first message.
func (e *Error) Message() Text {
	for i := range e.Items {
		if !e.Items[i].LongMessage.Empty() {
			return e.Items[i].LongMessage
		}
	}
	for i := range e.Items {
		if !e.Items[i].Message.Empty() {
			return e.Items[i].Message
		}
	}
	return Text{}
}

// Temporary reports whether the same request may succeed later.
func (e *Error) Temporary() bool {
	switch e.Status {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	case http.StatusConflict:
		return e.HasCode(codeResourceLocked)
	case 0:
		return e.IsOffline() || e.IsTimeout()
	default:
		return false
	}
}

// IsUnauthorized reports whether the server refused the key.
func (e *Error) IsUnauthorized() bool { return e.Status == http.StatusUnauthorized }

// IsRateLimited reports whether the server asked to slow down.
func (e *Error) IsRateLimited() bool { return e.Status == http.StatusTooManyRequests }

// IsNotFound reports whether the server does not know the resource.
func (e *Error) IsNotFound() bool { return e.Status == http.StatusNotFound }

// IsCancelled reports whether the caller gave up.
func (e *Error) IsCancelled() bool { return errors.Is(e.Err, context.Canceled) }

// IsTimeout reports whether a time limit ended the call, the caller's or the
// client's own.
func (e *Error) IsTimeout() bool {
	var limit interface{ Timeout() bool }
	return errors.Is(e.Err, context.DeadlineExceeded) || errors.As(e.Err, &limit) && limit.Timeout()
}

// IsOffline reports whether no answer came because the server could not be
// reached or the connection broke.
func (e *Error) IsOffline() bool {
	return e.Status == 0 && e.Err != nil && !e.IsCancelled() && !errors.Is(e.Err, ErrNotSent)
}

// inert returns s as one line of printable ASCII.
func inert(s string) string {
	q := strconv.QuoteToASCII(s)
	return strings.ReplaceAll(q[1:len(q)-1], `\"`, `"`)
}
