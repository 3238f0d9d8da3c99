// Package request keeps one request under way for one owner: starting a new
// one cancels the older, and a reply counts only while it is the newest.
package request

import "context"

// Gen numbers the requests of a Slot; a reply carries the number it was
// started with.
type Gen uint64

// Slot belongs to one owner (a list, a tab) and to one goroutine, that of
// Update. The zero value is ready.
type Slot struct {
	gen    Gen
	cancel context.CancelFunc
}

// Start cancels what is under way and returns the context and generation for
// the next request.
func (s *Slot) Start(parent context.Context) (context.Context, Gen) {
	s.Cancel()
	ctx, cancel := context.WithCancel(parent)
	s.cancel = cancel
	return ctx, s.gen
}

// Fresh reports whether a reply of generation gen is the newest one, and
// still awaited.
func (s *Slot) Fresh(gen Gen) bool { return s.cancel != nil && s.gen == gen }

// Busy reports whether a reply is awaited.
func (s *Slot) Busy() bool { return s.cancel != nil }

// Done ends the request of generation gen when its reply has been taken; it
// reports whether the reply was fresh.
func (s *Slot) Done(gen Gen) bool {
	if !s.Fresh(gen) {
		return false
	}
	s.Cancel()
	return true
}

// Cancel ends what is under way and makes every reply still on its way stale.
func (s *Slot) Cancel() {
	if s.cancel != nil {
		s.cancel()
		s.cancel = nil
	}
	s.gen++
}
