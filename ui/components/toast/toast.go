// Package toast shows short messages about what has happened. Errors stay
// until they are put away; the others go after a while.
package toast

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
	"usher/styles"
)

// Kind is how a message is meant; each has a sign besides its colour.
type Kind int

// The kinds.
const (
	Success Kind = iota
	Info
	Warn
	Error
)

// Toast is one message. Text and Hint must be inert.
type Toast struct {
	Kind Kind
	Text string
	// Hint names a key and what it does, such as "u undo".
	Hint string
	// For is how long it stays; 0 means 5 s, 8 s for warnings. Errors stay.
	For time.Duration
}

// ExpireMsg tells the stack that a toast's time is over.
type ExpireMsg struct {
	stack *Stack
	id    int
}

// maxKept bounds the stack: older messages that are no errors go first.
const maxKept = 4

// Stack holds the messages, newest last.
type Stack struct {
	st   *styles.Styles
	list []item
	next int
}

type item struct {
	Toast
	id int
}

// New makes an empty stack.
func New(st *styles.Styles) *Stack { return &Stack{st: st} }

// SetStyles changes the look.
func (s *Stack) SetStyles(st *styles.Styles) { s.st = st }

// Push adds a message. A message equal to the newest replaces it, so that a
// repeated failure is one line.
func (s *Stack) Push(t Toast) tea.Cmd {
	if n := len(s.list); n > 0 && s.list[n-1].Kind == t.Kind && s.list[n-1].Text == t.Text {
		s.list = s.list[:n-1]
	}
	s.next++
	id := s.next
	s.list = append(s.list, item{t, id})
	s.trim()
	if t.Kind == Error {
		return nil
	}
	d := t.For
	if d == 0 {
		d = 5 * time.Second
		if t.Kind == Warn {
			d = 8 * time.Second
		}
	}
	return tea.Tick(d, func(time.Time) tea.Msg { return ExpireMsg{s, id} })
}

func (s *Stack) trim() {
	for len(s.list) > maxKept {
		i := slices.IndexFunc(s.list, func(t item) bool { return t.Kind != Error })
		if i < 0 || i == len(s.list)-1 {
			i = 0
		}
		s.list = slices.Delete(s.list, i, i+1)
	}
}

// Update takes the stack's own messages.
func (s *Stack) Update(msg tea.Msg) tea.Cmd {
	if m, ok := msg.(ExpireMsg); ok && m.stack == s {
		s.list = slices.DeleteFunc(s.list, func(t item) bool { return t.id == m.id })
	}
	return nil
}

// Dismiss puts the newest message away; it reports whether there was one.
func (s *Stack) Dismiss() bool {
	if len(s.list) == 0 {
		return false
	}
	s.list = s.list[:len(s.list)-1]
	return true
}

// DropKind puts all messages of a kind away, such as the last word on a
// progress.
func (s *Stack) DropKind(k Kind) {
	s.list = slices.DeleteFunc(s.list, func(t item) bool { return t.Kind == k })
}

// Drop puts the messages of a kind that say exactly this away, such as when it
// is no longer so.
func (s *Stack) Drop(k Kind, text string) {
	s.list = slices.DeleteFunc(s.list, func(t item) bool { return t.Kind == k && t.Text == text })
}

// Len returns the number of messages.
func (s *Stack) Len() int { return len(s.list) }

// Newest returns the newest message.
func (s *Stack) Newest() (Toast, bool) {
	if len(s.list) == 0 {
		return Toast{}, false
	}
	return s.list[len(s.list)-1].Toast, true
}

// Line draws the newest message in at most w cells, for the footer; "" when
// there is none.
func (s *Stack) Line(w int) string {
	t, ok := s.Newest()
	if !ok || w < 8 {
		return ""
	}
	sign, p := s.sign(t.Kind)
	hint := ""
	if t.Hint != "" {
		hint = " · " + t.Hint
	}
	room := w - 2 - safetext.Width(hint)
	if room < 12 {
		hint, room = "", w-2
	}
	text := safetext.TruncateBy(s.st.Cells, safetext.Plain(t.Text), room)
	return p.Apply(sign+" ") + s.textPaint(t.Kind).Apply(text) + s.st.P.Muted.Apply(hint)
}

// Lines draws all messages, newest last, each broken into lines of at most w
// cells; at most n lines, the newest of them.
func (s *Stack) Lines(w, n int) []string {
	var out []string
	for _, t := range s.list {
		out = append(out, s.block(t.Toast, w)...)
	}
	if len(out) > n {
		out = out[len(out)-n:]
	}
	return out
}

func (s *Stack) block(t Toast, w int) []string {
	sign, p := s.sign(t.Kind)
	text := t.Text
	if t.Hint != "" {
		text += " · " + t.Hint
	}
	var out []string
	line := ""
	put := func() {
		lead := "  "
		if len(out) == 0 {
			lead = p.Apply(sign + " ")
		}
		out = append(out, lead+s.textPaint(t.Kind).Apply(line))
		line = ""
	}
	for _, word := range strings.Fields(safetext.Plain(text)) {
		if line != "" && safetext.Width(line)+1+safetext.Width(word) > w-2 {
			put()
		}
		if line != "" {
			line += " "
		}
		line = safetext.Truncate(line+word, max(w-2, 1))
	}
	put()
	return out
}

func (s *Stack) sign(k Kind) (string, styles.Paint) {
	switch k {
	case Success:
		return "✓", s.st.P.Success
	case Info:
		return "•", s.st.P.Info
	case Warn:
		return "!", s.st.P.Warning
	case Error:
	}
	return "✗", s.st.P.Danger
}

func (s *Stack) textPaint(k Kind) styles.Paint {
	if k == Error {
		return s.st.P.Danger
	}
	return s.st.P.Text
}
