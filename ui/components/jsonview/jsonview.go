// Package jsonview shows a JSON document as a tree that folds. It works on
// the raw bytes: numbers keep their digits, keys their order; a line is laid
// out only when it is in view, and all text is made inert.
package jsonview

import (
	"bytes"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
	"usher/keymap"
	"usher/styles"
	"usher/ui/components/input"
)

// View is the component; call [New].
type View struct {
	st   *styles.Styles
	keys *keymap.Map
	w, h int

	raw    []byte
	broken []string // the lines of what is not JSON
	err    error
	nodes  []node
	folded map[int32]bool
	lines  []int32 // what can be seen: a node, or ^node for its closing line
	stale  bool    // lines have to be made again
	cursor int     // in lines
	offset int
	focus  bool

	note func(path string, raw []byte) string

	find    *input.Input
	asking  bool
	query   string
	matches []int32 // nodes in order
}

// Option sets up a view.
type Option func(*View)

// WithNote adds a remark behind scalar values, such as the date that a number
// stands for; "" for none. It is called for lines in view only and its text
// must be inert.
func WithNote(note func(path string, raw []byte) string) Option {
	return func(v *View) { v.note = note }
}

// New makes an empty view.
func New(st *styles.Styles, keys *keymap.Map, opts ...Option) *View {
	v := &View{st: st, keys: keys, folded: map[int32]bool{}, find: input.New(st, input.WithPlaceholder("find in JSON"))}
	for _, o := range opts {
		o(v)
	}
	return v
}

// SetStyles changes the look.
func (v *View) SetStyles(st *styles.Styles) {
	v.st = st
	v.find.SetStyles(st)
}

// SetSize sets width and height in cells.
func (v *View) SetSize(w, h int) {
	v.w, v.h = w, h
	v.clamp()
}

// Focus tells whether keys go to the view.
func (v *View) Focus(on bool) { v.focus = on }

// SetDocument replaces the document. Folds and cursor stay where the new one
// has the same paths, so that a refresh moves nothing.
func (v *View) SetDocument(raw []byte) {
	if bytes.Equal(raw, v.raw) && v.raw != nil {
		return
	}
	at := v.Path()
	var folds []string
	for n := range v.folded {
		folds = append(folds, path(v.raw, v.nodes, n))
	}
	v.raw, v.broken = raw, nil
	clear(v.folded)
	v.nodes, v.err = parse(raw)
	if v.err != nil {
		v.nodes = nil
		v.broken = safetext.Block(string(raw))
	}
	v.stale = true
	for n := range v.nodes {
		if len(folds) == 0 {
			break
		}
		if v.nodes[n].kind <= array && slices.Contains(folds, path(raw, v.nodes, int32(n))) {
			v.folded[int32(n)] = true
		}
	}
	v.search(v.query)
	v.cursor, v.offset = 0, min(v.offset, max(v.Len()-v.rows(), 0))
	v.goTo(at)
}

// goTo puts the cursor on the line with this path, if it can be seen.
func (v *View) goTo(at string) {
	if at == "" || at == "." {
		v.clamp()
		return
	}
	for i, l := range v.layout() {
		if l >= 0 && path(v.raw, v.nodes, l) == at {
			v.cursor = i
			break
		}
	}
	v.clamp()
}

// Err tells why the document is shown as plain text, nil when it is JSON.
func (v *View) Err() error { return v.err }

// Len returns the number of lines that can be reached by scrolling.
func (v *View) Len() int {
	if v.err != nil {
		return len(v.broken)
	}
	return len(v.layout())
}

// layout lists the lines that folds leave.
func (v *View) layout() []int32 {
	if !v.stale {
		return v.lines
	}
	v.stale = false
	v.lines = v.lines[:0]
	var open []int32
	for i := int32(0); i < int32(len(v.nodes)); {
		for len(open) > 0 && v.nodes[open[len(open)-1]].next <= i {
			v.lines = append(v.lines, ^open[len(open)-1])
			open = open[:len(open)-1]
		}
		v.lines = append(v.lines, i)
		n := v.nodes[i]
		if n.kind <= array && n.count > 0 {
			if v.folded[i] {
				i = n.next
				continue
			}
			open = append(open, i)
		}
		i++
	}
	for k := len(open) - 1; k >= 0; k-- {
		v.lines = append(v.lines, ^open[k])
	}
	return v.lines
}

// at returns the node of the cursor's line.
func (v *View) at() (int32, bool) {
	l := v.layout()
	if v.cursor >= len(l) {
		return 0, false
	}
	n := l[v.cursor]
	if n < 0 {
		n = ^n
	}
	return n, true
}

// Path returns where the cursor stands, as jq writes it. It holds keys as
// they came: make it inert before drawing.
func (v *View) Path() string {
	n, ok := v.at()
	if !ok {
		return ""
	}
	return path(v.raw, v.nodes, n)
}

// Value returns the JSON text of the value under the cursor, as it came.
func (v *View) Value() []byte {
	n, ok := v.at()
	if !ok {
		return nil
	}
	return v.raw[v.nodes[n].start:v.nodes[n].end]
}

// Text returns the value under the cursor as a person would paste it: a
// string without its quotes, anything else as it came.
func (v *View) Text() string {
	n, ok := v.at()
	if !ok {
		return ""
	}
	if v.nodes[n].kind == str {
		return unquote(v.Value())
	}
	return string(v.Value())
}

// Searching reports whether keys go to the search field.
func (v *View) Searching() bool { return v.asking }

// Update handles keys, clicks and the wheel. Mouse positions are those of the
// view.
func (v *View) Update(msg tea.Msg) tea.Cmd {
	if v.asking {
		return v.ask(msg)
	}
	switch m := msg.(type) {
	case tea.KeyPressMsg:
		v.key(m)
	case tea.MouseWheelMsg:
		if m.Button == tea.MouseWheelUp {
			v.scroll(-3)
		} else {
			v.scroll(3)
		}
	case tea.MouseClickMsg:
		if i := v.offset + m.Y; m.Y >= 0 && m.Y < v.rows() && i < v.Len() {
			again := i == v.cursor
			v.cursor = i
			if again {
				v.toggle()
			}
		}
	}
	return nil
}

func (v *View) key(k tea.KeyPressMsg) {
	m := v.keys
	switch {
	case key.Matches(k, m.Up):
		v.move(-1)
	case key.Matches(k, m.Down):
		v.move(1)
	case key.Matches(k, m.PageUp):
		v.move(-v.rows())
	case key.Matches(k, m.PageDown):
		v.move(v.rows())
	case key.Matches(k, m.HalfUp):
		v.move(-v.rows() / 2)
	case key.Matches(k, m.HalfDown):
		v.move(v.rows() / 2)
	case key.Matches(k, m.Top):
		v.move(-v.Len())
	case key.Matches(k, m.Bottom):
		v.move(v.Len())
	case key.Matches(k, m.Fold):
		v.foldOrUp()
	case key.Matches(k, m.Unfold):
		v.set(false)
	case key.Matches(k, m.Toggle):
		v.toggle()
	case key.Matches(k, m.FoldAll):
		v.FoldAll()
	case key.Matches(k, m.UnfoldAll):
		v.UnfoldAll()
	case key.Matches(k, m.NextMatch):
		v.Next()
	case key.Matches(k, m.PrevMatch):
		v.Prev()
	case key.Matches(k, m.Search):
		v.StartSearch()
	}
}

func (v *View) move(d int) {
	v.cursor += d
	v.clamp()
}

// scroll moves the view, carrying the cursor along.
func (v *View) scroll(d int) {
	v.offset = min(max(v.offset+d, 0), max(v.Len()-v.rows(), 0))
	v.cursor = min(max(v.cursor, v.offset), v.offset+max(v.rows()-1, 0))
	v.clamp()
}

// rows is the room for lines: the search line takes one.
func (v *View) rows() int {
	if v.asking || v.query != "" {
		return max(v.h-1, 0)
	}
	return v.h
}

func (v *View) clamp() {
	n, rows := v.Len(), v.rows()
	v.cursor = min(max(v.cursor, 0), max(n-1, 0))
	if v.cursor < v.offset {
		v.offset = v.cursor
	}
	if rows > 0 && v.cursor >= v.offset+rows {
		v.offset = v.cursor - rows + 1
	}
	v.offset = min(max(v.offset, 0), max(n-rows, 0))
}

// Lines draws the part in view, without trailing blanks.
func (v *View) Lines() []string {
	v.clamp()
	out := make([]string, 0, v.h)
	end := min(v.offset+v.rows(), v.Len())
	for i := v.offset; i < end; i++ {
		if v.err != nil {
			out = append(out, safetext.TruncateBy(v.st.Cells, v.broken[i], v.w))
			continue
		}
		out = append(out, v.line(i))
	}
	if v.asking || v.query != "" {
		for len(out) < v.h-1 {
			out = append(out, "")
		}
		out = append(out, v.searchLine())
	}
	return out
}

// View draws exactly the height that was set.
func (v *View) View() string {
	if v.h <= 0 || v.w <= 0 {
		return ""
	}
	lines := v.Lines()
	return strings.Join(lines, "\n") + strings.Repeat("\n", max(v.h-len(lines), 0))
}
