package editor

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
	"usher/keymap"
	"usher/styles"
)

// Op tells what happens to a line.
type Op byte

// The operations, as their signs.
const (
	Same   Op = ' '
	Add    Op = '+'
	Remove Op = '-'
	Skip   Op = '~' // lines that are the same were left out
)

// DiffLine is one line of a diff.
type DiffLine struct {
	Op   Op
	Text string
}

// maxTable bounds the work of the exact comparison (lines old × lines new).
const maxTable = 4 << 20

// Lines compares two texts line by line.
func Lines(before, after string) []DiffLine {
	a, b := split(before), split(after)
	var head, tail []DiffLine
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		head = append(head, DiffLine{Same, a[0]})
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		tail = append(tail, DiffLine{Same, a[len(a)-1]})
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	out := append(head, middle(a, b)...)
	for i := len(tail) - 1; i >= 0; i-- {
		out = append(out, tail[i])
	}
	return out
}

func split(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(s, "\n"), "\n")
}

// middle compares what is left by the longest common subsequence; texts too
// long for it are told apart as a whole.
func middle(a, b []string) []DiffLine {
	out := make([]DiffLine, 0, len(a)+len(b))
	if len(a)*len(b) > maxTable || len(a) == 0 || len(b) == 0 {
		for _, l := range a {
			out = append(out, DiffLine{Remove, l})
		}
		for _, l := range b {
			out = append(out, DiffLine{Add, l})
		}
		return out
	}
	w := len(b) + 1
	t := make([]int32, (len(a)+1)*w)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				t[i*w+j] = t[(i+1)*w+j+1] + 1
			} else {
				t[i*w+j] = max(t[(i+1)*w+j], t[i*w+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			out = append(out, DiffLine{Same, a[i]})
			i, j = i+1, j+1
		case i < len(a) && (j == len(b) || t[(i+1)*w+j] >= t[i*w+j+1]):
			out = append(out, DiffLine{Remove, a[i]})
			i++
		default:
			out = append(out, DiffLine{Add, b[j]})
			j++
		}
	}
	return out
}

// Shorten keeps context lines around the changes and skips the others.
func Shorten(lines []DiffLine, context int) []DiffLine {
	near := make([]bool, len(lines))
	for i, l := range lines {
		if l.Op == Same {
			continue
		}
		for k := max(i-context, 0); k <= min(i+context, len(lines)-1); k++ {
			near[k] = true
		}
	}
	var out []DiffLine
	for i, l := range lines {
		switch {
		case near[i]:
			out = append(out, l)
		case len(out) == 0 || out[len(out)-1].Op != Skip:
			out = append(out, DiffLine{Op: Skip})
		}
	}
	return out
}

// Diff shows a change; it scrolls.
type Diff struct {
	st     *styles.Styles
	keys   *keymap.Map
	lines  []DiffLine
	w, h   int
	offset int
}

// NewDiff makes the view of a change with three lines around each piece.
func NewDiff(st *styles.Styles, keys *keymap.Map, before, after string) *Diff {
	return &Diff{st: st, keys: keys, lines: Shorten(Lines(before, after), 3)}
}

// SetStyles changes the look.
func (d *Diff) SetStyles(st *styles.Styles) { d.st = st }

// SetSize sets width and height in cells.
func (d *Diff) SetSize(w, h int) {
	d.w, d.h = w, h
	d.scroll(0)
}

// Empty reports whether nothing changes.
func (d *Diff) Empty() bool {
	for _, l := range d.lines {
		if l.Op == Add || l.Op == Remove {
			return false
		}
	}
	return true
}

// Count returns the number of lines that come and that go.
func (d *Diff) Count() (added, removed int) {
	for _, l := range d.lines {
		switch l.Op {
		case Add:
			added++
		case Remove:
			removed++
		case Same, Skip:
		}
	}
	return added, removed
}

// Len returns the number of lines.
func (d *Diff) Len() int { return len(d.lines) }

// Update scrolls.
func (d *Diff) Update(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case tea.MouseWheelMsg:
		if m.Button == tea.MouseWheelUp {
			d.scroll(-3)
		} else {
			d.scroll(3)
		}
	case tea.KeyPressMsg:
		switch {
		case key.Matches(m, d.keys.Up):
			d.scroll(-1)
		case key.Matches(m, d.keys.Down):
			d.scroll(1)
		case key.Matches(m, d.keys.PageUp):
			d.scroll(-d.h)
		case key.Matches(m, d.keys.PageDown):
			d.scroll(d.h)
		case key.Matches(m, d.keys.Top):
			d.scroll(-len(d.lines))
		case key.Matches(m, d.keys.Bottom):
			d.scroll(len(d.lines))
		}
	}
	return nil
}

func (d *Diff) scroll(n int) { d.offset = min(max(d.offset+n, 0), max(len(d.lines)-d.h, 0)) }

// View draws the part in view, without trailing blanks.
func (d *Diff) View() string {
	end := min(d.offset+d.h, len(d.lines))
	out := make([]string, 0, d.h)
	for _, l := range d.lines[d.offset:end] {
		out = append(out, d.line(l))
	}
	return strings.Join(out, "\n")
}

func (d *Diff) line(l DiffLine) string {
	text := safetext.TruncateBy(d.st.Cells, safetext.String(l.Text), max(d.w-2, 1))
	switch l.Op {
	case Add:
		return d.st.P.Added.Apply("+ " + text)
	case Remove:
		return d.st.P.Removed.Apply("− " + text)
	case Skip:
		return d.st.P.Faint.Apply("⋯")
	case Same:
	}
	return "  " + text
}
