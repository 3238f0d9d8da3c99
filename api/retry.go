package api

import (
	"errors"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Reason tells why a failed attempt is or is not followed by another.
type Reason string

// The reasons to send again.
const (
	ReasonRateLimited    Reason = "rate limited"       // 429
	ReasonResourceLocked Reason = "resource locked"    // 409 resource_locked
	ReasonUnavailable    Reason = "server unavailable" // 502, 503, 504
	ReasonConnection     Reason = "connection error"   // refused, reset, cut off
)

// The reasons not to send again.
const (
	ReasonFinal         Reason = "final answer"            // sending again would not help
	ReasonMutation      Reason = "may have been executed"  // never sent twice
	ReasonExhausted     Reason = "retries exhausted"       // MaxRetries reached
	ReasonWaitTooLong   Reason = "retry-after is too long" // above MaxRetryAfter
	ReasonTimeout       Reason = "time limit"              // would take as long again
	ReasonCancelled     Reason = "cancelled"               // the caller gave up
	ReasonNotReplayable Reason = "body cannot be read again"
)

// RetryPolicy says when and how failed requests are sent again. Reads are
// sent again on 429, 502, 503, 504 and connection errors; everything else
// only on 429 and 409 resource_locked, which both say that nothing was
// executed. A zero field takes its default.
type RetryPolicy struct {
	MaxRetries int           // after the first attempt; 3; negative for none
	BaseDelay  time.Duration // bound of the first delay, doubled each time; 500 ms, and 1 s after a 429
	MaxDelay   time.Duration // bound of every delay; 8 s
	// MaxRetryAfter is the longest wait asked for by the server that is
	// granted; a longer one ends the call with the error; 30 s.
	MaxRetryAfter time.Duration
	// Jitter returns a duration in [0, bound]; evenly random by default.
	Jitter func(bound time.Duration) time.Duration
}

func (p RetryPolicy) withDefaults() RetryPolicy {
	if p.MaxRetries == 0 {
		p.MaxRetries = 3
	}
	if p.BaseDelay <= 0 {
		p.BaseDelay = 500 * time.Millisecond
	}
	if p.MaxDelay <= 0 {
		p.MaxDelay = 8 * time.Second
	}
	if p.MaxRetryAfter <= 0 {
		p.MaxRetryAfter = 30 * time.Second
	}
	if p.Jitter == nil {
		p.Jitter = func(bound time.Duration) time.Duration { return rand.N(bound + 1) }
	}
	return p
}

// decision is what follows a failed attempt.
type decision struct {
	again  bool
	wait   time.Duration
	reason Reason
}

// decide looks at a failed attempt, counted from 1.
func (p RetryPolicy) decide(e *Error, mutates, replayable bool, attempt int) decision {
	reason, again := classify(e, mutates)
	switch {
	case !again:
		return decision{reason: reason}
	case !replayable:
		return decision{reason: ReasonNotReplayable}
	case attempt > p.MaxRetries:
		return decision{reason: ReasonExhausted}
	case e.RetryAfter > p.MaxRetryAfter:
		return decision{reason: ReasonWaitTooLong}
	}
	return decision{again: true, wait: p.delay(e, attempt), reason: reason}
}

// delay is what the server asked for with a little jitter on top, else full
// jitter under a bound that doubles.
func (p RetryPolicy) delay(e *Error, attempt int) time.Duration {
	if e.RetryAfter > 0 {
		return e.RetryAfter + p.Jitter(min(p.BaseDelay, e.RetryAfter/4))
	}
	bound := p.BaseDelay
	if e.Status == http.StatusTooManyRequests {
		bound *= 2
	}
	for i := 1; i < attempt && bound < p.MaxDelay; i++ {
		bound *= 2
	}
	return p.Jitter(min(bound, p.MaxDelay))
}

func classify(e *Error, mutates bool) (Reason, bool) {
	switch e.Status {
	case http.StatusTooManyRequests:
		return ReasonRateLimited, true
	case http.StatusConflict:
		if e.HasCode(codeResourceLocked) {
			return ReasonResourceLocked, true
		}
		return ReasonFinal, false
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		if mutates {
			return ReasonMutation, false
		}
		return ReasonUnavailable, true
	}
	var answer *answerError
	switch {
	case errors.As(e.Err, &answer) && !answer.cut:
		return ReasonFinal, false
	case e.IsCancelled():
		return ReasonCancelled, false
	case e.IsTimeout():
		return ReasonTimeout, false
	case e.Err == nil || !isConnectionError(e.Err):
		return ReasonFinal, false
	case mutates && e.Executed == MaybeExecuted:
		return ReasonMutation, false
	case mutates:
		return ReasonFinal, false
	default:
		return ReasonConnection, true
	}
}

// maxToldWait bounds what a Retry-After can say.
const maxToldWait = 24 * time.Hour

// retryAfter reads both forms of the header; 0 when there is none that can be
// read.
func retryAfter(s string, now time.Time) time.Duration {
	s = strings.TrimSpace(s)
	if s == "" {
		return 0
	}
	if n, err := strconv.ParseFloat(s, 64); err == nil {
		if n <= 0 || n != n {
			return 0
		}
		return time.Duration(min(n, maxToldWait.Seconds()) * float64(time.Second))
	}
	at, err := http.ParseTime(s)
	if err != nil {
		return 0
	}
	return min(max(at.Sub(now), 0), maxToldWait)
}
