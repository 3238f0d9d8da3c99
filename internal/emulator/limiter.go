package emulator

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// The documented limits that are narrower than the instance's own.
const (
	instanceWindow    = 10 * time.Second
	writesPerUser     = 10 // PATCH user, PATCH and PUT its metadata, together
	writesPerMember   = 10 // PATCH membership and its metadata, together
	writeWindow       = 10 * time.Second
	invitesPerHour    = 100
	bulkInvitesHour   = 25
	orgInvitesPerHour = 250
	codeInterval      = 30 * time.Second
)

// limiter counts requests in fixed windows, each named by a key.
type limiter struct {
	mu       sync.Mutex
	instance int // requests per instanceWindow; 0 = no limit
	windows  map[string]window
}

// window is a span of time in which used requests were let through.
type window struct {
	ends time.Time
	used int
}

func (l *limiter) init(instance int) {
	l.instance = instance
	l.reset()
}

// reset forgets everything counted so far.
func (l *limiter) reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.windows = map[string]window{}
}

// admit counts one request of the key as a whole.
func (l *limiter) admit(now time.Time) *apiError {
	if l.instance <= 0 {
		return nil
	}
	return l.take("instance", l.instance, instanceWindow, now)
}

// take counts one more under key, or answers 429 with the seconds after which
// the window ends.
func (l *limiter) take(key string, limit int, span time.Duration, now time.Time) *apiError {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := l.windows[key]
	if !now.Before(w.ends) {
		l.sweep(now)
		w = window{ends: now.Add(span)}
	}
	if w.used >= limit {
		left := w.ends.Sub(now)
		return tooManyRequests(strconv.Itoa(int((left + time.Second - 1) / time.Second)))
	}
	w.used++
	l.windows[key] = w
	return nil
}

// sweep drops windows that are over, once there are many.
func (l *limiter) sweep(now time.Time) {
	if len(l.windows) < 1024 {
		return
	}
	for key, w := range l.windows {
		if !now.Before(w.ends) {
			delete(l.windows, key)
		}
	}
}

// tooManyRequests is the 429; an empty retryAfter leaves the header out.
func tooManyRequests(retryAfter string) *apiError {
	e := fail(http.StatusTooManyRequests, "too_many_requests", "Too many requests",
		"Too many requests, please slow down and try again later.")
	if retryAfter != "" {
		e.header = http.Header{"Retry-After": {retryAfter}}
	}
	return e
}
