package detail

import (
	"strings"

	"usher/api"
	"usher/internal/safetext"
)

// gutter is the room at the left of selectable items for the cursor.
const gutter = 2

// line is one drawable line of a tab; item is the index of the selectable
// item it belongs to, or -1.
type line struct {
	text string
	item int
}

// item is something that the cursor can stand on.
type item struct {
	key         string // stays the same over reloads
	what        string // what Copy copies, "e-mail address"
	value       api.Text
	first, last int // its lines
	// edge names the list whose next page is wanted when the cursor comes here.
	edge resource
}

// sheet collects the lines of a tab at one width. Everything written to it is
// already inert text.
type sheet struct {
	clock
	ink   ink
	w     int
	lines []line
	items []item
	open  bool // inside an item
	// section is the line where the part begins that a filter is about.
	section int
}

// newSheet starts an empty sheet of w cells.
func newSheet(w int, in ink, c clock) *sheet {
	return &sheet{clock: c, ink: in, w: w}
}

// labelWidth is the width of the left column of facts.
func (s *sheet) labelWidth() int {
	if s.w < 46 {
		return 14
	}
	return 16
}

// room is the width that a line has where the next one goes.
func (s *sheet) room() int {
	if s.open {
		return s.w - gutter
	}
	return s.w
}

// add appends one painted line.
func (s *sheet) add(text string) {
	i := -1
	if s.open {
		i = len(s.items) - 1
		s.items[i].last = len(s.lines)
	}
	s.lines = append(s.lines, line{text: text, item: i})
}

// blank separates sections; the first line of a sheet is never blank.
func (s *sheet) blank() {
	if n := len(s.lines); n > 0 && s.lines[n-1].text != "" {
		s.add("")
	}
}

// head starts a section: its title, and a muted note after it, such as a count.
func (s *sheet) head(title, note string) {
	s.blank()
	spans := []span{{title, s.ink.head}}
	if note != "" {
		spans = append(spans, span{"  " + note, s.ink.muted})
	}
	s.add(paint(cut(spans, s.room())))
}

// begin starts a selectable item; end closes it.
func (s *sheet) begin(key, what string, value api.Text) {
	s.items = append(s.items, item{key: key, what: what, value: value, first: len(s.lines), last: len(s.lines)})
	s.open = true
}

func (s *sheet) end() { s.open = false }

// row is a line with spans at the left and a note at the right edge; the note
// goes below when both do not fit.
func (s *sheet) row(left []span, right ...span) {
	room, n := s.room(), width(right)
	if n == 0 {
		s.wrapped(0, left...)
		return
	}
	if gap := room - width(left) - n; gap >= 2 {
		for i := range left {
			left[i].text = safetext.Plain(left[i].text) // what is at the right edge stays there
		}
		all := append(append([]span{}, left...), span{strings.Repeat(" ", gap), right[0].paint})
		s.add(paint(append(all, right...)))
		return
	}
	s.wrapped(0, left...)
	s.wrapped(2, right...)
}

// wrapped adds the spans, broken into as many lines as they need, all
// indented.
func (s *sheet) wrapped(indent int, spans ...span) {
	pad := strings.Repeat(" ", indent)
	for _, l := range wrap(spans, s.room()-indent) {
		s.add(pad + l)
	}
}

// text adds a paragraph.
func (s *sheet) text(t string) { s.wrapped(0, span{t, s.ink.value}) }

// muted adds a quiet paragraph.
func (s *sheet) muted(t string) { s.wrapped(0, span{t, s.ink.muted}) }

// fact adds a label in the left column and its value right of it, wrapped
// inside its own column.
func (s *sheet) fact(label string, value ...span) {
	lw := s.labelWidth()
	lines := wrap(value, s.room()-lw)
	s.add(s.ink.label.Apply(fitLabel(label, lw)) + lines[0])
	pad := strings.Repeat(" ", lw)
	for _, l := range lines[1:] {
		s.add(pad + l)
	}
}

// fitLabel is a label with at least one blank behind it.
func fitLabel(label string, w int) string { return safetext.Fit(label, w-1) + " " }

// say is fact with a plain value; an empty value is drawn as a quiet dash.
func (s *sheet) say(label, value string) {
	if value == "" {
		s.fact(label, span{"–", s.ink.faint})
		return
	}
	s.fact(label, span{value, s.ink.value})
}

// marked is a sign and words in the paint of m.
func (s *sheet) marked(m mark, words string) span {
	return span{m.sign() + " " + words, s.ink.of(m)}
}

// flag is a fact that is yes or no, with the marks for each.
func (s *sheet) flag(label string, on bool, yes, no mark, more string) {
	m := no
	if on {
		m = yes
	}
	words := yesNo(on)
	if more != "" {
		words += " · " + more
	}
	s.fact(label, s.marked(m, words))
}
