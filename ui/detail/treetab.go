package detail

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/internal/safetext"
	"usher/styles"
	"usher/ui/components/jsonview"
)

// treeTab is a tab that shows a JSON document as a tree, with facts about it
// above where there is room.
type treeTab struct {
	c     *scene
	name  TabID
	label string
	tree  *jsonview.View
	// document makes the JSON to show.
	document func(*scene) []byte
	// facts writes what stands above the tree; nil for nothing.
	facts func(*sheet, *scene)

	rev   uint64
	width int
	theme *styles.Styles
	above []line
	strip int // lines of above in the newest view
}

func newTreeTab(c *scene, id TabID, label string, document func(*scene) []byte, facts func(*sheet, *scene)) *treeTab {
	t := &treeTab{c: c, name: id, label: label, document: document, facts: facts, theme: c.styles}
	t.plant()
	return t
}

// plant makes an empty tree.
func (t *treeTab) plant() {
	c := t.c
	t.tree = jsonview.New(c.styles, c.keys, jsonview.WithNote(func(path string, raw []byte) string { return timeNote(c, path, raw) }))
}

func (t *treeTab) id() TabID         { return t.name }
func (t *treeTab) title() string     { return t.label }
func (t *treeTab) needs() []resource { return nil }
func (t *treeTab) edge() resource    { return none }
func (t *treeTab) capturing() bool   { return t.tree.Searching() }

// reset leaves the cursor on its path: what was looked up in one user is
// looked up in the next. A search that is being typed ends.
func (t *treeTab) reset() {
	t.rev = 0
	if t.tree.Searching() {
		t.plant()
	}
}

// maxStrip is the part of the height that the facts above may take: a third.
const maxStrip = 3

func (t *treeTab) view(w, h int, focused bool) []string {
	t.build(w)
	t.strip = len(t.above)
	if t.strip > h/maxStrip {
		t.strip = 0
	}
	out := make([]string, 0, h)
	for _, l := range t.above[:t.strip] {
		out = append(out, l.text)
	}
	t.tree.SetSize(w, h-t.strip)
	t.tree.Focus(focused)
	return append(out, t.tree.Lines()...)
}

func (t *treeTab) build(w int) {
	if t.theme != t.c.styles {
		t.theme = t.c.styles
		t.tree.SetStyles(t.theme)
	}
	if t.rev == t.c.rev && t.width == w {
		return
	}
	t.tree.SetDocument(t.document(t.c))
	t.above = nil
	if t.facts != nil {
		s := newSheet(w, t.c.ink, t.c.clock())
		t.facts(s, t.c)
		t.above = s.lines
	}
	t.rev, t.width = t.c.rev, w
}

// position is the path of the cursor: where one is in a document.
func (t *treeTab) position() string {
	if p := t.tree.Path(); p != "" && p != "." {
		return safetext.String(p)
	}
	return ""
}

func (t *treeTab) key(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	k := t.c.keys
	switch {
	case t.tree.Searching():
	case key.Matches(msg, k.Toggle, k.Unfold) && t.hidden():
		t.c.reveal()
		return nil, true
	case key.Matches(msg, k.Back):
		return nil, t.tree.ClearSearch()
	case !slices.ContainsFunc([]key.Binding{
		k.Up, k.Down, k.PageUp, k.PageDown, k.HalfUp, k.HalfDown, k.Top, k.Bottom,
		k.Fold, k.Unfold, k.Toggle, k.FoldAll, k.UnfoldAll, k.NextMatch, k.PrevMatch, k.Search,
	}, func(b key.Binding) bool { return key.Matches(msg, b) }):
		return nil, false
	}
	return t.tree.Update(msg), true
}

// hidden reports whether the cursor is on something masked.
func (t *treeTab) hidden() bool {
	return !t.c.revealed && t.tree.Path() == privatePath && t.c.hasPrivate()
}

func (t *treeTab) scroll(d int) {
	button := tea.MouseWheelDown
	if d < 0 {
		button = tea.MouseWheelUp
	}
	t.tree.Update(tea.MouseWheelMsg{Button: button})
}

func (t *treeTab) click(y int) {
	t.tree.Update(tea.MouseClickMsg{Y: y - t.strip, Button: tea.MouseLeft})
}

func (t *treeTab) copied() (string, api.Text, bool) {
	v := t.tree.Text()
	return "value of " + safetext.String(t.tree.Path()), api.NewText(v), v != ""
}

// path is the path under the cursor.
func (t *treeTab) path() (api.Text, bool) {
	p := t.tree.Path()
	return api.NewText(p), p != ""
}

// timeNote tells the moment that a number of milliseconds stands for.
func timeNote(c *scene, path string, raw []byte) string {
	if !strings.HasSuffix(path, "_at") {
		return ""
	}
	var at api.Time
	if at.UnmarshalJSON(raw) != nil || at.IsZero() || len(raw) < len("1000000000000") {
		return ""
	}
	return c.clock().absolute(at)
}
