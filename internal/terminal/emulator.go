package terminal

import (
	"fmt"
	"strings"
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// cell is one place on the screen. A wide glyph is followed by a cell of width
// 0.
type cell struct {
	content string
	width   int
	style   uv.Style
}

// grid is one screen; a terminal has two.
type grid struct {
	rows [][]cell
	x, y int // of the cursor
	pen  uv.Style
	// top and bottom bound the region that scrolls, bottom excluded.
	top, bottom int
	saved       *grid // by DECSC: only cursor and pen
	wrap        bool  // the next glyph begins a new line
}

// emulator is a screen that understands what programs of Bubble Tea and plain
// shells print. What it does not know it ignores.
type emulator struct {
	width, height int
	main, alt     *grid
	on            *grid // the one that is shown
	modes         map[int]bool
	pending       []byte // an unfinished sequence or rune
	parser        *ansi.Parser
	last          string // the last glyph, for REP
	reply         func(string)
}

func newEmulator(width, height int, reply func(string)) *emulator {
	e := &emulator{width: width, height: height, modes: map[int]bool{7: true, 25: true}, parser: ansi.NewParser(), reply: reply}
	e.main, e.alt = newGrid(width, height), newGrid(width, height)
	e.on = e.main
	return e
}

func newGrid(width, height int) *grid {
	g := &grid{bottom: height}
	for range height {
		g.rows = append(g.rows, blankRow(width, uv.Style{}))
	}
	return g
}

// blankRow keeps the ground of the pen, as terminals do.
func blankRow(width int, pen uv.Style) []cell {
	row := make([]cell, width)
	for i := range row {
		row[i] = blank(pen)
	}
	return row
}

func blank(pen uv.Style) cell { return cell{content: " ", width: 1, style: uv.Style{Bg: pen.Bg}} }

// resize keeps what fits.
func (e *emulator) resize(width, height int) {
	for _, g := range []*grid{e.main, e.alt} {
		next := newGrid(width, height)
		for y := range min(height, len(g.rows)) {
			copy(next.rows[y], g.rows[y])
		}
		next.x, next.y, next.pen = min(g.x, width-1), min(g.y, height-1), g.pen
		*g = *next
	}
	e.width, e.height = width, height
}

// write takes output; it may end anywhere.
func (e *emulator) write(p []byte) {
	data := append(e.pending, p...)
	e.pending = nil
	for len(data) > 0 {
		if unfinishedRune(data) {
			break
		}
		seq, width, n, state := ansi.DecodeSequence(data, ansi.NormalState, e.parser)
		if state != ansi.NormalState && n == len(data) {
			break
		}
		e.handle(string(seq), width)
		data = data[n:]
	}
	e.pending = append([]byte(nil), data...)
}

// unfinishedRune reports whether data is nothing but the beginning of a rune.
func unfinishedRune(data []byte) bool {
	return len(data) < utf8.UTFMax && data[0] >= utf8.RuneSelf && !utf8.FullRune(data)
}

func (e *emulator) handle(seq string, width int) {
	switch {
	case ansi.HasCsiPrefix(seq):
		e.csi(ansi.Cmd(e.parser.Command()))
	case ansi.HasOscPrefix(seq):
		if strings.HasPrefix(seq, "\x1b]11;?") {
			e.reply("\x1b]11;rgb:1111/1111/1b1b\x1b\\")
		}
	case strings.HasPrefix(seq, "\x1b"):
		e.escape(ansi.Cmd(e.parser.Command()))
	case width > 0:
		e.glyph(seq, width)
	case len(seq) == 1 && seq[0] < ' ':
		e.control(seq[0])
	case seq != "":
		e.combine(seq)
	}
}

func (e *emulator) control(c byte) {
	g := e.on
	switch c {
	case '\r':
		g.x, g.wrap = 0, false
	case '\n', '\v', '\f':
		e.lineFeed()
	case '\b':
		g.x, g.wrap = max(g.x-1, 0), false
	case '\t':
		g.x = min((g.x/8+1)*8, e.width-1)
	}
}

func (e *emulator) escape(cmd ansi.Cmd) {
	g := e.on
	switch cmd.Final() {
	case '7':
		g.saved = &grid{x: g.x, y: g.y, pen: g.pen}
	case '8':
		if g.saved != nil {
			g.x, g.y, g.pen, g.wrap = g.saved.x, g.saved.y, g.saved.pen, false
		}
	case 'M':
		if g.y == g.top {
			g.scroll(g.top, -1, e.width)
		} else {
			g.y = max(g.y-1, 0)
		}
	case 'D':
		e.lineFeed()
	case 'E':
		g.x = 0
		e.lineFeed()
	}
}

func (e *emulator) lineFeed() {
	g := e.on
	g.wrap = false
	if g.y == g.bottom-1 {
		g.scroll(g.top, 1, e.width)
		return
	}
	g.y = min(g.y+1, e.height-1)
}

// scroll moves the lines from row `from` to the end of the region up by n,
// down if n is negative.
func (g *grid) scroll(from, n, width int) {
	region := g.rows[from:g.bottom]
	for range min(max(n, -n), len(region)) {
		if n > 0 {
			copy(region, region[1:])
			region[len(region)-1] = blankRow(width, g.pen)
		} else {
			copy(region[1:], region)
			region[0] = blankRow(width, g.pen)
		}
	}
}

func (e *emulator) glyph(s string, width int) {
	g := e.on
	if g.wrap || g.x+width > e.width {
		g.x = 0
		e.lineFeed()
	}
	e.last = s
	row := g.rows[g.y]
	e.clearWide(row, g.x)
	e.clearWide(row, g.x+width-1)
	row[g.x] = cell{content: s, width: width, style: g.pen}
	for i := 1; i < width; i++ {
		row[g.x+i] = cell{style: g.pen}
	}
	g.x += width
	if g.x >= e.width {
		g.x, g.wrap = e.width-1, true
	}
}

// clearWide takes away a wide glyph of which one half is written over.
func (e *emulator) clearWide(row []cell, x int) {
	for x > 0 && row[x].width == 0 {
		x--
	}
	for i := row[x].width - 1; i >= 0 && row[x].width > 1; i-- {
		if x+i < len(row) {
			row[x+i] = cell{content: " ", width: 1, style: row[x].style}
		}
	}
}

// combine puts a mark of no width on the glyph before it.
func (e *emulator) combine(s string) {
	g := e.on
	x := g.x - 1
	if g.wrap {
		x = g.x
	}
	for x > 0 && g.rows[g.y][x].width == 0 {
		x--
	}
	if x >= 0 {
		g.rows[g.y][x].content += s
	}
}

// text is the screen as plain text.
func (e *emulator) text() string {
	var b strings.Builder
	for _, row := range e.on.rows {
		var line strings.Builder
		for _, c := range row {
			line.WriteString(c.content)
		}
		b.WriteString(strings.TrimRight(line.String(), " "))
		b.WriteByte('\n')
	}
	return b.String()
}

// modesLeft are the private modes that are not as at the start.
func (e *emulator) modesLeft() []int {
	var out []int
	for mode, on := range e.modes {
		if on != (mode == 7 || mode == 25) {
			out = append(out, mode)
		}
	}
	return out
}

func (e *emulator) setMode(mode int, on bool) {
	e.modes[mode] = on
	if mode != 1049 && mode != 1047 && mode != 47 {
		return
	}
	if on && e.on == e.main {
		*e.alt = *newGrid(e.width, e.height)
		e.on = e.alt
	} else if !on {
		e.on = e.main
	}
}

func (e *emulator) report(mode int) {
	value := 0 // not known
	switch mode {
	case 2026, 2027:
		value = 2 // known, and off
		if e.modes[mode] {
			value = 1
		}
	}
	e.reply(fmt.Sprintf("\x1b[?%d;%d$y", mode, value))
}
