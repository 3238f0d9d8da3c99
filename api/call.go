package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// call is one call of an operation: one or more attempts.
type call struct {
	client   *Client
	request  *request
	decode   func(value) error
	path     string
	payload  []byte
	priority Priority
	number   uint64
	attempts int
}

// do sends r until it is answered or given up, and hands the JSON of a
// success to decode. An empty body is handed on as a nil value.
func (c *Client) do(ctx context.Context, r *request, decode func(value) error) error {
	if err := r.result(); err != nil {
		return err
	}
	path, err := r.path()
	if err != nil {
		return err
	}
	payload, err := r.payload()
	if err != nil {
		return err
	}
	cl := &call{
		client: c, request: r, decode: decode, path: path, payload: payload,
		priority: priorityOf(ctx), number: c.calls.Add(1),
	}
	start := c.config.clock.Now()
	failure, reason := cl.run(ctx)
	ev := cl.event(EventDone)
	ev.Duration = c.config.clock.Now().Sub(start)
	if failure == nil {
		ev.Status = http.StatusOK
		c.observe(ev)
		return nil
	}
	ev.Status, ev.TraceID, ev.Reason, ev.Err = failure.Status, failure.TraceID, reason, failure
	c.observe(ev)
	return failure
}

// run makes the attempts. The reason tells why a failed call was given up.
func (cl *call) run(ctx context.Context) (*Error, Reason) {
	clock, policy := cl.client.config.clock, cl.client.config.retry
	for {
		release, err := cl.admit(ctx)
		if err != nil {
			e := cl.failed(err)
			reason, _ := classify(e, cl.request.Mutates())
			return e, reason
		}
		cl.attempts++
		cl.client.observe(cl.event(EventStart))
		start := clock.Now()
		failure := cl.attempt(ctx)
		release()
		if failure == nil {
			return nil, ""
		}
		if failure.IsRateLimited() {
			cl.client.budget.pushback(max(failure.RetryAfter, time.Second))
		}
		d := policy.decide(failure, cl.request.Mutates(), cl.request.upload.rewindable(), cl.attempts)
		if !d.again {
			return failure, d.reason
		}
		ev := cl.event(EventRetry)
		ev.Status, ev.TraceID = failure.Status, failure.TraceID
		ev.Duration, ev.Wait, ev.Reason = clock.Now().Sub(start), d.wait, d.reason
		cl.client.observe(ev)
		if err := clock.Sleep(ctx, d.wait); err != nil {
			// What the last answer said still holds: nothing was executed.
			return cl.failed(err), ReasonCancelled
		}
	}
}

// admit waits for the client's own budget.
func (cl *call) admit(ctx context.Context) (release func(), err error) {
	return cl.client.budget.acquire(ctx, cl.priority, func(wait time.Duration) {
		ev := cl.event(EventWait)
		ev.Wait = wait
		cl.client.observe(ev)
	})
}

func (cl *call) event(k EventKind) Event {
	r := cl.request
	return Event{
		Kind: k, Call: cl.number, Op: r.ID, Method: r.Method, Path: r.Path,
		Priority: cl.priority, Attempt: cl.attempts,
	}
}

func (c *Client) observe(ev Event) {
	if c.config.observer != nil {
		c.config.observer(ev)
	}
}

// failed is an error without an answer. Executed is for the caller to raise.
func (cl *call) failed(err error) *Error {
	return &Error{
		Op: cl.request.ID, Method: cl.request.Method, Path: cl.path,
		Attempts: cl.attempts, Err: cl.client.withoutKey(err),
	}
}

// attempt sends the request once.
func (cl *call) attempt(parent context.Context) *Error {
	cfg := &cl.client.config
	ctx, limit := newTimeLimit(parent)
	defer limit.stop()
	var sent sendTrace
	ctx = sent.watch(ctx, func() { limit.start(phaseAnswer, "answer", cfg.timeouts.Header) })

	req, err := cl.newHTTPRequest(ctx)
	if err != nil {
		return cl.failed(err)
	}
	if cl.request.upload != nil {
		limit.start(phaseSend, "end of the upload", cfg.timeouts.Connect+cfg.timeouts.Body)
	} else {
		limit.start(phaseSend, "connection", cfg.timeouts.Connect+cfg.timeouts.Header)
	}
	// net/http repeats a request by itself only where nothing of it was
	// written, or for a read: we set no Idempotency-Key header, which would
	// let it take a change for harmless.
	resp, err := cl.client.http.Do(req)
	if err != nil {
		e := cl.failed(cl.cause(parent, limit, err))
		if cl.request.Mutates() && !cl.request.upload.broke() && !sent.surelyNot(err) {
			e.Executed = MaybeExecuted
		}
		return e
	}
	defer func() { _ = resp.Body.Close() }()
	limit.start(phaseBody, "body", cfg.timeouts.Body)
	body, err := readBody(resp)
	if err != nil {
		err = cl.cause(parent, limit, err)
	}
	return cl.judge(resp, body, err)
}

// judge turns an answer into success or an error.
func (cl *call) judge(resp *http.Response, body []byte, err error) *Error {
	ok := resp.StatusCode >= 200 && resp.StatusCode < 300
	if ok && err == nil {
		if err = cl.accept(body); err == nil {
			return nil
		}
		err = &answerError{err: err}
	}
	e := cl.failed(nil)
	e.Status = resp.StatusCode
	e.RetryAfter = retryAfter(resp.Header.Get("Retry-After"), cl.client.config.clock.Now())
	if key := []byte(cl.client.key.secret()); bytes.Contains(body, key) {
		body = bytes.ReplaceAll(body, key, []byte(redacted))
	}
	e.fromAnswer(resp.Header, body)
	if ok {
		e.Items, e.Body = nil, Text{}
		e.Err = cl.client.withoutKey(err)
		if unfinished(err) {
			e.Status = 0
		}
	}
	if cl.request.Mutates() && mayHaveExecuted(resp.StatusCode) {
		e.Executed = MaybeExecuted
	}
	return e
}

// unfinished reports whether an answer did not come whole.
func unfinished(err error) bool {
	var a *answerError
	return !errors.As(err, &a) || a.cut
}

func (cl *call) accept(body []byte) error {
	if skipSpace(body, 0) == len(body) {
		return cl.decode(nil)
	}
	v, err := parse(body)
	if err != nil {
		return err
	}
	return cl.decode(v)
}

// mayHaveExecuted reports whether an answer of this status can follow a
// change: a success that could not be read, and a server that failed midway.
func mayHaveExecuted(status int) bool {
	return status >= 200 && status < 300 || status >= 500 || status == http.StatusRequestTimeout
}

func (cl *call) newHTTPRequest(ctx context.Context) (*http.Request, error) {
	c, r := cl.client, cl.request
	u := c.config.base + cl.path
	if len(r.query) > 0 {
		u += "?" + r.query.Encode()
	}
	var body io.Reader
	contentType := ""
	switch {
	case r.upload != nil:
		var err error
		if body, err = r.upload.open(); err != nil {
			return nil, err
		}
		contentType = r.upload.mime
	case cl.payload != nil:
		body, contentType = bytes.NewReader(cl.payload), "application/json"
	}
	req, err := http.NewRequestWithContext(ctx, r.Method, u, body)
	if err != nil {
		return nil, fmt.Errorf("make the request: %w", err)
	}
	if r.upload != nil {
		req.ContentLength = r.upload.length()
	}
	h := req.Header
	h.Set("Authorization", "Bearer "+c.key.secret())
	h.Set("Clerk-API-Version", c.config.apiVersion)
	h.Set("Accept", "application/json")
	h.Set("User-Agent", c.config.userAgent)
	if contentType != "" {
		h.Set("Content-Type", contentType)
	}
	return req, nil
}

// cause tells what ended an attempt: the caller, a time limit, or err.
func (cl *call) cause(parent context.Context, limit *timeLimit, err error) error {
	if perr := parent.Err(); perr != nil {
		return fmt.Errorf("wait for the answer: %w", perr)
	}
	if l := limit.exceeded(); l != nil {
		return l
	}
	var u *url.Error // holds the query, where people's addresses stand
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
