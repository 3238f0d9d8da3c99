package api

import (
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// limitError is a time limit of the client's own that ran out.
type limitError struct {
	what  string
	limit time.Duration
}

func (e *limitError) Error() string {
	return fmt.Sprintf("no %s within %s", e.what, e.limit)
}

// Timeout makes the error one of the network's time-outs.
func (e *limitError) Timeout() bool { return true }

// timeLimit cancels a context when the current phase takes too long.
type timeLimit struct {
	ctx    context.Context //nolint:containedctx // the one it cancels
	cancel context.CancelCauseFunc

	mu      sync.Mutex
	timer   *time.Timer
	current phase
}

// phase of an attempt, in order.
type phase int

const (
	phaseSend phase = iota + 1
	phaseAnswer
	phaseBody
	phaseOver
)

func newTimeLimit(parent context.Context) (context.Context, *timeLimit) {
	ctx, cancel := context.WithCancelCause(parent)
	return ctx, &timeLimit{ctx: ctx, cancel: cancel}
}

// start begins a phase and ends the one before. A phase that is over does not
// come back: a server can answer before the request is written whole.
func (l *timeLimit) start(p phase, what string, d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if p <= l.current {
		return
	}
	l.end(p)
	l.timer = time.AfterFunc(d, func() { l.cancel(&limitError{what, d}) })
}

func (l *timeLimit) stop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.end(phaseOver)
	l.cancel(nil)
}

func (l *timeLimit) end(next phase) {
	l.current = next
	if l.timer != nil {
		l.timer.Stop()
	}
}

func (l *timeLimit) exceeded() error {
	var e *limitError
	if errors.As(context.Cause(l.ctx), &e) {
		return e
	}
	return nil
}

// sendTrace learns from the transport how far a request came.
type sendTrace struct {
	asked, connected atomic.Bool
}

func (s *sendTrace) watch(ctx context.Context, wrote func()) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) {
			// A second time means that the transport starts over because
			// nothing had been written.
			s.asked.Store(true)
			s.connected.Store(false)
		},
		GotConn:      func(httptrace.GotConnInfo) { s.connected.Store(true) },
		WroteRequest: func(httptrace.WroteRequestInfo) { wrote() },
	})
}

// surelyNot reports whether nothing of the request can have left.
func (s *sendTrace) surelyNot(err error) bool {
	var op *net.OpError
	switch {
	case errors.Is(err, ErrNotSent):
		return true
	case errors.As(err, &op) && op.Op == "dial":
		return true
	default:
		return s.asked.Load() && !s.connected.Load()
	}
}

// isConnectionError reports whether trying again may find the server. A name
// that does not exist and a certificate that is wrong stay so.
func isConnectionError(err error) bool {
	if errors.Is(err, ErrNotSent) {
		return false
	}
	var cert *tls.CertificateVerificationError
	if errors.As(err, &cert) {
		return false
	}
	var name *net.DNSError
	return !errors.As(err, &name) || !name.IsNotFound
}

// answerError is an answer that could not be used. Cut is set when it ended
// too early.
type answerError struct {
	err error
	cut bool
}

func (e *answerError) Error() string { return e.err.Error() }
func (e *answerError) Unwrap() error { return e.err }

var (
	errTooLarge = fmt.Errorf("the answer is larger than %d MiB", maxBodySize>>20)
	errEncoding = errors.New("the answer is compressed in an unknown way")
)

// readBody reads at most maxBodySize bytes, counted after decompression.
func readBody(resp *http.Response) ([]byte, error) {
	r := io.Reader(resp.Body)
	switch enc := resp.Header.Get("Content-Encoding"); {
	case resp.Uncompressed || enc == "" || strings.EqualFold(enc, "identity"):
	case strings.EqualFold(enc, "gzip"):
		z, err := gzip.NewReader(resp.Body)
		if err != nil {
			return nil, &answerError{fmt.Errorf("decompress the answer: %w", err), true}
		}
		r = z
	default:
		return nil, &answerError{errEncoding, false}
	}
	size := int64(4 << 10)
	if n := resp.ContentLength; n > 0 && n < maxBodySize && r == io.Reader(resp.Body) {
		size = n + 1 // room to notice the end
	}
	buf := make([]byte, 0, size)
	for {
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		switch {
		case len(buf) > maxBodySize:
			return nil, &answerError{errTooLarge, false}
		case errors.Is(err, io.EOF):
			return buf, nil
		case err != nil:
			return buf, &answerError{fmt.Errorf("read the answer: %w", err), true}
		case len(buf) == cap(buf):
			grown := make([]byte, len(buf), min(2*cap(buf), maxBodySize+1))
			copy(grown, buf)
			buf = grown
		}
	}
}

// withoutKey makes sure that no error text repeats the key.
func (c *Client) withoutKey(err error) error {
	if err == nil {
		return nil
	}
	if s := err.Error(); strings.Contains(s, c.key.secret()) {
		return errors.New(strings.ReplaceAll(s, c.key.secret(), redacted))
	}
	return err
}
