package emulator

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"syscall"
)

// Transport returns a round tripper that reaches the server without a network. It behaves as a
// connection would: bodies stream, a cancelled context ends the wait, an aborted answer is a
// connection reset before its header and an unexpected EOF within its body, and gzip is undone
// unless the request asked for an encoding itself.
func (s *Server) Transport() http.RoundTripper { return transport{s} }

type transport struct{ handler http.Handler }

// errReset is what a client sees when the server hangs up before it answers.
var errReset = &net.OpError{Op: "read", Net: "memory", Err: syscall.ECONNRESET}

// RoundTrip implements http.RoundTripper.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx := r.Context()
	if ctx.Err() != nil {
		closeBody(r)
		return nil, context.Cause(ctx)
	}
	x := &exchange{header: http.Header{}, started: make(chan struct{})}
	x.ready.L = &x.mu
	// The handler learns of the end after the exchange has: it can then write nothing any more.
	serving, hangUp := context.WithCancelCause(context.WithoutCancel(ctx))
	go func() {
		defer hangUp(nil)
		x.run(t.handler, served(r.WithContext(serving)))
	}()
	unwatch := context.AfterFunc(ctx, func() {
		x.finish(context.Cause(ctx))
		hangUp(context.Cause(ctx))
	})
	stop := func() {
		unwatch()
		hangUp(errBodyClosed)
	}
	<-x.started
	if err := x.refused(); err != nil {
		stop()
		return nil, err
	}
	res := &http.Response{
		Status: strconv.Itoa(x.status) + " " + http.StatusText(x.status), StatusCode: x.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: x.sent, ContentLength: x.length, Request: r, Body: &responseBody{exchange: x, stop: stop},
	}
	if r.Method == http.MethodHead {
		stop()
		res.Body = http.NoBody
		return res, nil
	}
	if x.sent.Get("Content-Encoding") == "gzip" && r.Header.Get("Accept-Encoding") == "" {
		res.Body = &unzipped{from: res.Body}
		res.Header.Del("Content-Encoding")
		res.Header.Del("Content-Length")
		res.ContentLength, res.Uncompressed = -1, true
	}
	return res, nil
}

func closeBody(r *http.Request) {
	if r.Body != nil {
		_ = r.Body.Close() // a round tripper must close it; nobody waits for what that says
	}
}

// served is the request as a server sees it.
func served(r *http.Request) *http.Request {
	in := r.Clone(r.Context())
	if in.Body == nil {
		in.Body = http.NoBody
	}
	if in.Host == "" {
		in.Host = in.URL.Host
	}
	in.RequestURI = in.URL.RequestURI()
	in.RemoteAddr = "127.0.0.1:0"
	return in
}

// exchange is one answer on its way: the handler writes it, the client reads it.
type exchange struct {
	header  http.Header // the handler's, until it is sent
	started chan struct{}
	once    sync.Once

	mu     sync.Mutex
	ready  sync.Cond
	status int
	sent   http.Header
	length int64 // as announced, -1 for unknown
	wrote  int64
	body   bytes.Buffer
	end    error // set when nothing more comes: io.EOF after a whole answer
}

// run lets the handler answer; how it ends is how the connection ends.
func (x *exchange) run(h http.Handler, r *http.Request) {
	defer closeBody(r)
	defer func() {
		switch p := recover(); p {
		case nil:
			x.WriteHeader(http.StatusOK)
			x.finish(io.EOF)
		case http.ErrAbortHandler:
			if ctx := r.Context(); ctx.Err() != nil {
				x.finish(context.Cause(ctx)) // it hung up because the client did
			}
			x.finish(errReset)
		default:
			x.finish(fmt.Errorf("emulator: the handler panicked: %v", p))
		}
	}()
	h.ServeHTTP(x, r)
}

// Header implements http.ResponseWriter.
func (x *exchange) Header() http.Header { return x.header }

// WriteHeader implements http.ResponseWriter.
func (x *exchange) WriteHeader(status int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.status != 0 || x.end != nil {
		return
	}
	x.status, x.sent, x.length = status, x.header.Clone(), -1
	if n, err := strconv.ParseInt(x.sent.Get("Content-Length"), 10, 64); err == nil {
		x.length = n
	}
	x.once.Do(func() { close(x.started) })
}

// Write implements http.ResponseWriter.
func (x *exchange) Write(p []byte) (int, error) {
	x.WriteHeader(http.StatusOK)
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.end != nil {
		return 0, x.end
	}
	if x.length >= 0 && x.wrote+int64(len(p)) > x.length {
		return 0, http.ErrContentLength
	}
	x.wrote += int64(len(p))
	x.ready.Broadcast()
	return x.body.Write(p) //nolint:wrapcheck // a buffer never fails
}

// Flush implements http.Flusher: what was written is readable at once anyway.
func (x *exchange) Flush() { x.WriteHeader(http.StatusOK) }

// finish ends the answer; the first end counts.
func (x *exchange) finish(end error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.end != nil {
		return
	}
	cut := end == io.EOF && x.length > x.wrote || errors.Is(end, syscall.ECONNRESET) && x.wrote > 0 //nolint:errorlint // ours
	if cut {
		end = io.ErrUnexpectedEOF
	}
	x.end = end
	x.ready.Broadcast()
	x.once.Do(func() { close(x.started) })
}

// refused is why there is no header; nil when there is one.
func (x *exchange) refused() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.status == 0 {
		return x.end
	}
	return nil
}

// responseBody reads the body of an exchange.
type responseBody struct {
	*exchange
	stop func()
}

// Read implements io.Reader. A cancelled context shows at once, as on a connection.
func (b *responseBody) Read(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.body.Len() == 0 && b.end == nil {
		b.ready.Wait()
	}
	if b.body.Len() > 0 && !isCancelled(b.end) {
		return b.body.Read(p) //nolint:wrapcheck // io.Reader wants io.EOF itself
	}
	return 0, b.end
}

func isCancelled(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, errBodyClosed)
}

var errBodyClosed = errors.New("emulator: read on closed response body")

// Close implements io.Closer.
func (b *responseBody) Close() error {
	b.finish(errBodyClosed)
	b.stop()
	return nil
}

// unzipped undoes gzip while it is read.
type unzipped struct {
	from io.ReadCloser
	zip  *gzip.Reader
}

// Read implements io.Reader.
func (u *unzipped) Read(p []byte) (int, error) {
	if u.zip == nil {
		zip, err := gzip.NewReader(u.from)
		if err != nil {
			return 0, fmt.Errorf("reading gzip header: %w", err)
		}
		u.zip = zip
	}
	return u.zip.Read(p) //nolint:wrapcheck // io.Reader wants io.EOF itself
}

// Close implements io.Closer.
func (u *unzipped) Close() error {
	return u.from.Close() //nolint:wrapcheck // it stands in for that body
}
