// Package safetext makes foreign text inert before it reaches the screen.
//
// What a stranger typed into a name may hold terminal escapes, letters that
// turn the reading direction round, or letters that cannot be seen. All of
// them are replaced by short visible markers; names of all scripts and emoji
// pass unchanged, byte for byte. The package also measures and cuts text in
// cells, as the renderer counts them.
package safetext

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"usher/api"
)

// Line returns one line that is safe to draw: no control, escape, reordering
// or invisible character survives, visible markers stand in their place.
// Line of a Line is the same line. Clean ASCII costs no allocation.
func Line(t api.Text) string { return String(t.Unsafe()) }

// String is [Line] for a plain string that is foreign, such as a piece of
// JSON or of metadata.
func String(s string) string {
	i := cleanASCII(s)
	if i == len(s) {
		return s
	}
	// Marks join the letter before them, so the slow path starts at it.
	if i > 0 {
		i--
	}
	w := writer{src: s, pos: i, base: -1}
	return w.run()
}

// Block splits foreign text at its line breaks and makes each line inert. A
// tab becomes four spaces. An empty text is one empty line.
func Block(s string) []string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = String(strings.ReplaceAll(l, "\t", "    "))
	}
	return lines
}

// cleanASCII returns the length of the leading run of printable ASCII.
func cleanASCII(s string) int {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] > 0x7e {
			return i
		}
	}
	return len(s)
}

// maxMarks is the number of combining marks that one letter may carry.
// Vietnamese needs 2, pointed Hebrew 3, Tibetan stacks up to 6.
const maxMarks = 8

// writer walks over src and copies what is safe. The output is built only
// once something has to change; until then it is a prefix of src.
type writer struct {
	src string
	pos int // next byte of src
	out strings.Builder
	own bool // out differs from src; else out is unused

	base  rune // the letter that the next mark would join, or -1
	prev  rune // the last rune kept, 0 after a marker
	marks int  // marks on base so far
	cut   int  // marks left out of this flood
	vs    bool // base has its variation selector

	mark string // the marker last written, for counting repeats
	n    int    // how many of it
}

func (w *writer) run() string {
	for w.pos < len(w.src) {
		r, size := utf8.DecodeRuneInString(w.src[w.pos:])
		if r == utf8.RuneError && size == 1 {
			w.replace(string(utf8.RuneError), 1)
			w.plain(utf8.RuneError)
			continue
		}
		w.step(r, size)
	}
	w.flush()
	if !w.own {
		return w.src
	}
	return w.out.String()
}

// step takes one rune.
func (w *writer) step(r rune, size int) {
	switch k := kindOf(r); k {
	case kindText:
		w.keep(size)
		w.plain(r)
	case kindMark:
		w.combining(r, size)
	case kindSelector:
		if w.selectorFits(r) {
			w.vs = true
			w.keep(size)
			w.prev = r
			return
		}
		w.marker(markerOf(r), size)
	case kindJoiner:
		if w.joinerFits(r, size) {
			w.keep(size)
			w.prev = r
			return
		}
		w.marker(markerOf(r), size)
	case kindTag:
		if n := subdivisionFlag(w.prev, w.src[w.pos:]); n > 0 {
			w.keep(n)
			w.prev, w.vs = r, true
			return
		}
		w.marker(markerOf(r), size)
	case kindTone:
		if w.prev == w.base && pictographic(w.base) {
			w.keep(size)
			w.base, w.prev = r, r
			return
		}
		w.marker(markerOf(r), size)
	case kindPrefix:
		if w.prefixFits(size) {
			w.keep(size)
			w.plain(r)
			return
		}
		w.marker(markerOf(r), size)
	case kindBreak:
		if r == '\r' && strings.HasPrefix(w.src[w.pos+1:], "\n") {
			size = 2
		}
		w.marker(markerOf(r), size)
	default:
		w.marker(markerOf(r), size)
	}
}

// plain notes that r stands on the screen and may take marks.
func (w *writer) plain(r rune) {
	w.base, w.prev, w.marks, w.vs = r, r, 0, false
}

// combining takes a mark: it needs a letter to sit on and not too many
// neighbours. A mark without a letter would sit on the cell before the text,
// which is not ours, so it gets a dotted circle.
func (w *writer) combining(r rune, size int) {
	if w.base < 0 {
		w.flush()
		w.insert("◌")
		w.plain('◌')
	}
	if w.marks >= maxMarks {
		w.cut++
		w.skip(size)
		return
	}
	w.marks++
	w.keep(size)
	w.prev = r
}

// keep copies n bytes.
func (w *writer) keep(n int) {
	w.flush()
	if w.own {
		w.out.WriteString(w.src[w.pos : w.pos+n])
	}
	w.pos += n
}

// start leaves the source: from here on the output is its own.
func (w *writer) start() {
	if w.own {
		return
	}
	w.own = true
	w.out.Grow(len(w.src) + 16)
	w.out.WriteString(w.src[:w.pos])
}

func (w *writer) insert(s string) {
	w.start()
	w.out.WriteString(s)
}

func (w *writer) replace(s string, size int) {
	w.flush()
	w.start()
	w.out.WriteString(s)
	w.pos += size
}

func (w *writer) skip(size int) {
	w.start()
	w.pos += size
}

// marker replaces size bytes by a visible name. Repeats are counted, so that
// a flood stays short.
func (w *writer) marker(name string, size int) {
	if w.cut > 0 || (w.n > 0 && w.mark != name) {
		w.flush()
	}
	w.start()
	w.mark = name
	w.n++
	w.pos += size
	w.base, w.prev, w.marks, w.vs = -1, 0, 0, false
}

// flush writes what was held back to be counted.
func (w *writer) flush() {
	if w.cut > 0 {
		w.out.WriteString("‹+" + strconv.Itoa(w.cut) + "›")
		w.cut, w.base, w.prev, w.marks, w.vs = 0, -1, 0, 0, false
	}
	if w.n == 0 {
		return
	}
	switch {
	case w.n <= 3 && utf8.RuneCountInString(w.mark) == 1:
		w.out.WriteString(strings.Repeat(w.mark, w.n))
	case w.n == 1:
		w.out.WriteString("‹" + w.mark + "›")
	default:
		w.out.WriteString("‹" + w.mark + "×" + strconv.Itoa(w.n) + "›")
	}
	w.mark, w.n = "", 0
}
