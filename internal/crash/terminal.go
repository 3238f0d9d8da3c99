package crash

import (
	"io"
	"os"
)

// Terminal is the state of the process's terminal before anything changed it.
type Terminal struct {
	out   *os.File
	saved *state
}

// SaveTerminal remembers the terminal as it is now; nil when the process has
// none on its standard output.
func SaveTerminal() *Terminal {
	saved, err := readState(os.Stdout)
	if err != nil {
		return nil
	}
	return &Terminal{out: os.Stdout, saved: saved}
}

// Restore puts the terminal back by force, for the ways out on which the
// program's own restoring does not come to its turn. It may be called on nil.
func (t *Terminal) Restore() {
	if t == nil {
		return
	}
	writeRestore(t.out)
	_ = t.saved.write(t.out)
}

// writeRestore undoes every mode that the dashboard may have set.
func writeRestore(w io.Writer) {
	_, _ = io.WriteString(w, "\x1b[?2026l"+ // end of a synchronized update
		"\x1b[m\x1b[0 q"+ // plain text, the cursor's own shape
		"\x1b[<u\x1b[>4m"+ // keyboard extensions
		"\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l"+ // mouse
		"\x1b[?1004l\x1b[?2004l\x1b[?2027l\x1b[?2031l"+ // focus, paste, graphemes, theme
		"\x1b]110\x07\x1b]111\x07\x1b]112\x07"+ // the terminal's own colours
		"\x1b[?1049l\x1b[?25h\r") // the screen that was there, with its cursor
}
