// Package input is a one-line text field. Editing is that of bubbles'
// textinput; drawing is its own: what is typed or pasted is made inert, and
// the cursor never blinks by a timer, so that an idle screen stays silent.
package input

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"usher/internal/safetext"
	"usher/styles"
)

// Input is the component; call [New].
type Input struct {
	st          *styles.Styles
	m           textinput.Model
	placeholder string
	secret      bool
	realCursor  bool
}

// Option sets up an input.
type Option func(*Input)

// WithPlaceholder shows a hint while the field is empty.
func WithPlaceholder(s string) Option { return func(i *Input) { i.placeholder = s } }

// WithValue fills the field.
func WithValue(s string) Option { return func(i *Input) { i.SetValue(s) } }

// WithLimit bounds the value, in runes.
func WithLimit(n int) Option { return func(i *Input) { i.m.CharLimit = n } }

// Secret draws a dot for every letter.
func Secret() Option { return func(i *Input) { i.secret = true } }

// Cover draws dots, or the letters again.
func (i *Input) Cover(on bool) { i.secret = on }

// New makes an input without focus.
func New(st *styles.Styles, opts ...Option) *Input {
	m := textinput.New()
	m.Prompt = ""
	m.SetVirtualCursor(false)
	// The terminal's own paste arrives as a message; the field must not run
	// programs to reach a clipboard.
	m.KeyMap.Paste = key.NewBinding()
	i := &Input{st: st, m: m}
	for _, o := range opts {
		o(i)
	}
	return i
}

// SetStyles changes the look.
func (i *Input) SetStyles(st *styles.Styles) { i.st = st }

// Value returns the text as typed; it is not fit for drawing.
func (i *Input) Value() string { return i.m.Value() }

// SetValue replaces the text and puts the cursor behind it.
func (i *Input) SetValue(s string) {
	i.m.SetValue(s)
	i.m.CursorEnd()
}

// Insert puts s at the cursor, as a paste does.
func (i *Input) Insert(s string) { i.Update(tea.PasteMsg{Content: s}) }

// Empty reports whether nothing but blanks is in the field.
func (i *Input) Empty() bool { return strings.TrimSpace(i.m.Value()) == "" }

// Position returns the cursor's place in runes.
func (i *Input) Position() int { return i.m.Position() }

// SetPosition moves the cursor, in runes.
func (i *Input) SetPosition(p int) { i.m.SetCursor(p) }

// Focus lets keys in and shows the cursor.
func (i *Input) Focus() { i.m.Focus() }

// Blur keeps keys out.
func (i *Input) Blur() { i.m.Blur() }

// Focused reports whether keys go to the field.
func (i *Input) Focused() bool { return i.m.Focused() }

// UseTerminalCursor leaves the drawing of the cursor to the terminal: the
// program then puts its own where [Input.Cursor] says.
func (i *Input) UseTerminalCursor(on bool) { i.realCursor = on }

// Update edits. It never asks for a timer.
func (i *Input) Update(msg tea.Msg) tea.Cmd {
	switch msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg:
		i.m, _ = i.m.Update(msg)
	}
	return nil
}

// View draws the field in exactly w cells; the part around the cursor is
// always in view.
func (i *Input) View(w int) string {
	if w <= 0 {
		return ""
	}
	if i.m.Value() == "" && i.placeholder != "" {
		return i.empty(w)
	}
	left, at, right := i.window(w)
	used := safetext.WidthBy(i.cells(), left) + max(safetext.WidthBy(i.cells(), at), 1) + safetext.WidthBy(i.cells(), right)
	in := i.st.P.Input
	var b strings.Builder
	b.WriteString(in.Apply(left))
	b.WriteString(i.cursorCell(at))
	b.WriteString(in.Apply(right))
	b.WriteString(strings.Repeat(" ", max(w-used, 0)))
	return b.String()
}

func (i *Input) cursorCell(at string) string {
	if at == "" {
		at = " "
	}
	if !i.m.Focused() || i.realCursor {
		return i.st.P.Input.Apply(at)
	}
	return i.st.P.Cursor.Apply(at)
}

func (i *Input) empty(w int) string {
	hint := safetext.FitBy(i.cells(), safetext.String(i.placeholder), w)
	if !i.m.Focused() || i.realCursor {
		return i.st.P.Placeholder.Apply(hint)
	}
	first, _ := ansi.FirstGraphemeCluster(hint, ansi.GraphemeWidth)
	return i.st.P.Cursor.Apply(first) + i.st.P.Placeholder.Apply(hint[len(first):])
}

// Cursor returns the cell of the cursor within the w cells of the view.
func (i *Input) Cursor(w int) (x int, ok bool) {
	if !i.m.Focused() || w <= 0 {
		return 0, false
	}
	left, _, _ := i.window(w)
	return safetext.WidthBy(i.cells(), left), true
}

// CellOf returns the cell of a position, in runes, within the w cells of the
// view; one that is not in view stands at the nearer edge.
func (i *Input) CellOf(pos, w int) int {
	left, _, _ := i.window(w)
	x := safetext.WidthBy(i.cells(), left)
	v := []rune(i.m.Value())
	p, pos := min(i.m.Position(), len(v)), min(max(pos, 0), len(v))
	if pos < p {
		return max(x-safetext.WidthBy(i.cells(), safetext.String(string(v[pos:p]))), 0)
	}
	return min(x+safetext.WidthBy(i.cells(), safetext.String(string(v[p:pos]))), max(w-1, 0))
}

func (i *Input) cells() ansi.Method { return i.st.Cells }

// window splits the value as drawn into what stands before, under and behind
// the cursor, cut to w cells with one kept for the cursor.
func (i *Input) window(w int) (left, at, right string) {
	v := []rune(i.m.Value())
	p := min(i.m.Position(), len(v))
	if i.secret {
		left, right = strings.Repeat("•", p), strings.Repeat("•", len(v)-p)
	} else {
		left, right = safetext.String(string(v[:p])), safetext.String(string(v[p:]))
	}
	m := i.cells()
	if right != "" {
		at, _ = ansi.FirstGraphemeCluster(right, ansi.GraphemeWidth)
		right = right[len(at):]
	}
	room := w - max(safetext.WidthBy(m, at), 1)
	if lw := safetext.WidthBy(m, left); lw > room {
		left = "…" + lastCells(m, left, max(room-1, 0))
	}
	room -= safetext.WidthBy(m, left)
	return left, at, safetext.TruncateBy(m, right, max(room, 0))
}

// lastCells returns the longest end of s that fits into w cells.
func lastCells(m ansi.Method, s string, w int) string {
	total := safetext.WidthBy(m, s)
	for total > w && s != "" {
		c, _ := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
		total -= safetext.WidthBy(m, c)
		s = s[len(c):]
	}
	return s
}
