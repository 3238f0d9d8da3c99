package emulator

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// withFaults serves one API request with what its faults make of it, and
// writes it down.
func (s *Server) withFaults(w http.ResponseWriter, r *http.Request, next http.Handler) {
	seen := &witness{ResponseWriter: w}
	start := s.now()
	defer func() { s.journal.add(r, seen.status, s.now().Sub(start), start) }()
	wait, instead, spoil := s.faults.draw(r.Method, r.URL.Path)
	if !sleep(r.Context(), wait) {
		abort(seen)
	}
	switch {
	case instead != nil:
		s.answerFault(seen, r, instead)
	case len(spoil) > 0:
		rec := &recorder{header: http.Header{}, status: http.StatusOK}
		next.ServeHTTP(rec, r)
		s.spoilAnswer(seen, r, rec, spoil)
	default:
		next.ServeHTTP(seen, r)
	}
}

// witness remembers the status that went out; 0 means that none did.
type witness struct {
	http.ResponseWriter
	status int
}

// WriteHeader passes the status on.
func (w *witness) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *witness) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// sleep waits and reports whether the caller is still there.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// abort ends the connection with a reset where there is one to reset, else in
// the way that every server of net/http understands. It does not return.
func abort(w http.ResponseWriter) {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		if tcp, ok := conn.(*net.TCPConn); ok {
			// Without lingering the kernel sends RST in place of FIN; if that
			// fails the close below still ends the connection.
			_ = tcp.SetLinger(0)
		}
		_ = conn.Close() // nothing is left to tell to anyone
	}
	panic(http.ErrAbortHandler)
}

// answerFault gives the answer of a fault that takes the handler's place.
func (s *Server) answerFault(w http.ResponseWriter, r *http.Request, f *Fault) {
	drain(r.Body)
	switch f.Kind {
	case FaultResetBefore:
		abort(w)
	case FaultRateLimitedEmpty:
		if f.RetryAfter != "" {
			w.Header().Set("Retry-After", f.RetryAfter)
		}
		w.WriteHeader(http.StatusTooManyRequests)
	case FaultHTML:
		status := orElse(f.Status, http.StatusBadGateway)
		w.Header().Set("Content-Type", "text/html; charset=UTF-8")
		w.WriteHeader(status)
		_, _ = fmt.Fprintf(w, htmlPage, status, http.StatusText(status)) // the client may be gone
	default:
		s.writeError(w, faultError(r, f))
	}
}

const htmlPage = "<!DOCTYPE html>\n<html><head><title>%[1]d %[2]s</title></head>\n<body><center><h1>%[1]d %[2]s</h1></center>" +
	"<hr><center>cloudflare</center></body></html>\n"

// faultError is the error of a fault that answers with an envelope.
func faultError(r *http.Request, f *Fault) *apiError {
	switch f.Kind {
	case FaultRateLimited:
		return tooManyRequests(orElse(f.RetryAfter, "2"))
	case FaultRateLimitedBare:
		return tooManyRequests("")
	case FaultPlan:
		return planRefused(planFeature(r.URL.Path))
	case FaultOrganizationsOff:
		return organizationsOff()
	case FaultDirectory:
		return directoryRefused(r.Method, r.URL.Path)
	case FaultLockoutOff:
		return lockoutOff()
	case FaultResourceLocked:
		return resourceLocked()
	default:
		return statusError(orElse(f.Status, http.StatusInternalServerError))
	}
}

func orElse[T comparable](v, fallback T) T {
	var zero T
	if v == zero {
		return fallback
	}
	return v
}

// planFeature is the name of the feature that a path needs.
func planFeature(p string) string {
	switch {
	case strings.Contains(p, "allowlist"):
		return "allowlist"
	case strings.Contains(p, "blocklist"):
		return "blocklist"
	case strings.Contains(p, "actor_tokens"):
		return "impersonation"
	case strings.Contains(p, "restrictions"):
		return "restrictions"
	default:
		return "ban_user"
	}
}

// recorder keeps an answer whole so that it can be spoiled.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header    { return r.header }
func (r *recorder) WriteHeader(status int) { r.status = status }

// Write keeps the bytes; it cannot fail.
func (r *recorder) Write(p []byte) (int, error) {
	r.body.Write(p)
	return len(p), nil
}

// spoilAnswer sends a recorded answer with its faults.
func (s *Server) spoilAnswer(w http.ResponseWriter, r *http.Request, rec *recorder, spoil []Fault) {
	body := rec.body.Bytes()
	var slow, bomb *Fault
	truncate := false
	for i := range spoil {
		switch f := &spoil[i]; f.Kind {
		case FaultResetAfter:
			abort(w)
		case FaultStall:
			if !sleep(r.Context(), time.Duration(orElse(f.DelayMS, 60_000))*time.Millisecond) {
				abort(w)
			}
		case FaultUnknownFields:
			body = addUnknown(body)
		case FaultTruncate:
			truncate = true
		case FaultSlowBody:
			slow = f
		case FaultGzipBomb:
			bomb = f
		}
	}
	for k, v := range rec.header {
		w.Header()[k] = v
	}
	if bomb != nil {
		sendBomb(w, rec.status, orElse(bomb.Bytes, 64<<20))
		return
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(rec.status)
	if truncate {
		body = body[:len(body)/2]
	}
	if slow != nil {
		sendSlowly(r.Context(), w, body, slow)
	} else {
		_, _ = w.Write(body) // the client may be gone
	}
	if truncate {
		_ = http.NewResponseController(w).Flush() // the connection ends now anyway
		abort(w)
	}
}

func sendSlowly(ctx context.Context, w http.ResponseWriter, body []byte, f *Fault) {
	step, delay := orElse(f.Bytes, 256), time.Duration(orElse(f.DelayMS, 100))*time.Millisecond
	for len(body) > 0 {
		n := min(step, len(body))
		if _, err := w.Write(body[:n]); err != nil {
			return
		}
		if err := http.NewResponseController(w).Flush(); err != nil {
			return
		}
		body = body[n:]
		if len(body) > 0 && !sleep(ctx, delay) {
			abort(w)
		}
	}
}

// sendBomb sends a JSON string of size spaces as a gzip body of a thousandth
// of that.
func sendBomb(w http.ResponseWriter, status, size int) {
	w.Header().Set("Content-Encoding", "gzip")
	w.Header().Del("Content-Length")
	w.WriteHeader(status)
	zip := gzip.NewWriter(w)
	block := bytes.Repeat([]byte{' '}, 64<<10)
	for size > 0 {
		n := min(size, len(block))
		if _, err := zip.Write(block[:n]); err != nil {
			return
		}
		size -= n
	}
	_, _ = zip.Write([]byte("[]")) // the client may be gone
	_ = zip.Close()                // the same
}

// addUnknown adds to every object of a JSON document a field that no schema
// knows, and turns the first verification into one of an unknown kind.
func addUnknown(body []byte) []byte {
	if !json.Valid(body) {
		return body
	}
	return unknownIn(body, false)
}

func unknownIn(raw json.RawMessage, metadata bool) json.RawMessage {
	switch {
	case metadata:
		return raw
	case isObject(raw):
		members, err := splitObject(raw)
		if err != nil {
			return raw
		}
		for i, m := range members {
			members[i].value = unknownIn(m.value, strings.HasSuffix(m.key, "_metadata"))
			if m.key == "verification" && isObject(m.value) {
				members[i].value = json.RawMessage(`{"object":"verification_of_the_future","status":"pondering","strategy":"telepathy","attempts":null,"expire_at":null}`)
			}
		}
		return joinObject(append(members, member{"field_of_the_future", json.RawMessage(`{"nested":[1,null,"x"]}`)}))
	case firstByte(raw) == '[':
		var items []json.RawMessage
		if err := json.Unmarshal(raw, &items); err != nil {
			return raw
		}
		for i := range items {
			items[i] = unknownIn(items[i], false)
		}
		out, err := json.Marshal(items)
		if err != nil {
			return raw
		}
		return out
	default:
		return raw
	}
}
