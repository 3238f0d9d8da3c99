// Package spinner shows that something waits. It steps eight times a second,
// for each step costs a frame, and asks for no timer when nothing waits.
package spinner

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// Interval is the time between two steps.
const Interval = time.Second / 8

const frames = "⠋⠙⠹⠸⠼⠴⠦⠧"

// TickMsg steps one spinner.
type TickMsg struct {
	s   *Spinner
	gen int
}

// Spinner counts who waits. The zero value is ready.
type Spinner struct {
	waiting int
	frame   int
	gen     int // of the running timer chain
}

// Start adds a waiter; the first one starts the timer.
func (s *Spinner) Start() tea.Cmd {
	s.waiting++
	if s.waiting > 1 {
		return nil
	}
	s.gen++
	s.frame = 0
	return s.tick()
}

// Stop takes a waiter away; with the last one the timer ends.
func (s *Spinner) Stop() {
	if s.waiting > 0 {
		s.waiting--
	}
}

// Set starts or ends the spinner whatever the number of waiters was.
func (s *Spinner) Set(on bool) tea.Cmd {
	switch {
	case !on:
		s.waiting = 0
	case s.waiting == 0:
		return s.Start()
	}
	return nil
}

// Active reports whether something waits.
func (s *Spinner) Active() bool { return s.waiting > 0 }

// Update steps on the spinner's own message.
func (s *Spinner) Update(msg tea.Msg) tea.Cmd {
	m, ok := msg.(TickMsg)
	if !ok || m.s != s || m.gen != s.gen || s.waiting == 0 {
		return nil
	}
	s.frame++
	return s.tick()
}

func (s *Spinner) tick() tea.Cmd {
	gen := s.gen
	return tea.Tick(Interval, func(time.Time) tea.Msg { return TickMsg{s, gen} })
}

// View returns the sign, or "" when nothing waits.
func (s *Spinner) View() string {
	if s.waiting == 0 {
		return ""
	}
	r := []rune(frames)
	return string(r[s.frame%len(r)])
}
