package terminal

import (
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// csi carries out a control sequence.
func (e *emulator) csi(cmd ansi.Cmd) {
	g := e.on
	first := func(def int) int {
		n, _ := e.parser.Param(0, def)
		if n == 0 {
			return def
		}
		return n
	}
	switch {
	case cmd.Prefix() == '?':
		e.private(cmd)
		return
	case cmd.Prefix() != 0:
		return
	case cmd.Final() == 'm' && cmd.Intermediate() == 0:
		uv.ReadStyle(e.parser.Params(), &g.pen)
		return
	case cmd.Final() == 'c':
		e.reply("\x1b[?62;22c")
		return
	case cmd.Intermediate() != 0:
		return
	}
	if e.move(cmd.Final(), first) || e.erase(cmd.Final(), first) {
		return
	}
	e.edit(cmd.Final(), first)
}

// private sets, resets and reports private modes.
func (e *emulator) private(cmd ansi.Cmd) {
	switch {
	case cmd.Final() == 'h' || cmd.Final() == 'l':
		e.parser.Params().ForEach(0, func(_, mode int, _ bool) { e.setMode(mode, cmd.Final() == 'h') })
	case cmd.Final() == 'p' && cmd.Intermediate() == '$':
		mode, _ := e.parser.Param(0, 0)
		e.report(mode)
	}
}

// move moves the cursor; it reports whether the sequence was one of those.
func (e *emulator) move(final byte, first func(int) int) bool {
	g := e.on
	switch final {
	case 'A':
		g.y -= first(1)
	case 'B', 'e':
		g.y += first(1)
	case 'C', 'a':
		g.x += first(1)
	case 'D':
		g.x -= first(1)
	case 'E':
		g.x, g.y = 0, g.y+first(1)
	case 'F':
		g.x, g.y = 0, g.y-first(1)
	case 'G', '`':
		g.x = first(1) - 1
	case 'd':
		g.y = first(1) - 1
	case 'H', 'f':
		column, _ := e.parser.Param(1, 1)
		g.y, g.x = first(1)-1, max(column, 1)-1
	case 'I':
		g.x = (g.x/8 + first(1)) * 8
	case 'Z':
		g.x = ((g.x+7)/8 - first(1)) * 8
	default:
		return false
	}
	g.x, g.y, g.wrap = min(max(g.x, 0), e.width-1), min(max(g.y, 0), e.height-1), false
	return true
}

// erase blanks parts of the screen.
func (e *emulator) erase(final byte, first func(int) int) bool {
	g := e.on
	wipe := func(y, from, to int) {
		for x := from; x < min(to, e.width); x++ {
			e.clearWide(g.rows[y], x)
			g.rows[y][x] = blank(g.pen)
		}
	}
	switch mode := first(0); final {
	case 'J':
		for y := range g.rows {
			switch {
			case mode >= 2, mode == 0 && y > g.y, mode == 1 && y < g.y:
				wipe(y, 0, e.width)
			case y == g.y && mode == 0:
				wipe(y, g.x, e.width)
			case y == g.y && mode == 1:
				wipe(y, 0, g.x+1)
			}
		}
	case 'K':
		from, to := g.x, e.width
		switch mode {
		case 1:
			from, to = 0, g.x+1
		case 2:
			from = 0
		}
		wipe(g.y, from, to)
	case 'X':
		wipe(g.y, g.x, g.x+first(1))
	default:
		return false
	}
	return true
}

// edit inserts, deletes, repeats and scrolls.
func (e *emulator) edit(final byte, first func(int) int) {
	g := e.on
	row := g.rows[g.y]
	n := min(first(1), e.width-g.x)
	switch final {
	case '@':
		copy(row[g.x+n:], row[g.x:])
		copy(row[g.x:g.x+n], blankRow(n, g.pen))
	case 'P':
		copy(row[g.x:], row[g.x+n:])
		copy(row[e.width-n:], blankRow(n, g.pen))
	case 'L', 'M':
		if g.y >= g.top && g.y < g.bottom {
			lines := first(1)
			if final == 'L' {
				lines = -lines
			}
			g.scroll(g.y, lines, e.width)
			g.x = 0
		}
	case 'S':
		g.scroll(g.top, first(1), e.width)
	case 'T':
		g.scroll(g.top, -first(1), e.width)
	case 'b':
		for range first(1) {
			e.glyph(e.last, max(ansi.StringWidth(e.last), 1))
		}
	case 'r':
		bottom, _ := e.parser.Param(1, e.height)
		g.top, g.bottom = first(1)-1, min(max(bottom, 1), e.height)
		if g.top >= g.bottom {
			g.top, g.bottom = 0, e.height
		}
		g.x, g.y, g.wrap = 0, 0, false
	}
}
