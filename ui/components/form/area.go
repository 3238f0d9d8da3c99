package form

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
	"usher/styles"
	"usher/ui/components/editor"
	"usher/ui/components/input"
	"usher/ui/components/prose"
)

const (
	areaRows  = 8 // of an area that has the keyboard, at most
	quietRows = 3 // of one that has not
)

// area is a field of several lines: values, or JSON. Editing is that of
// bubbles' textarea, drawing is its own: what is typed is made inert.
type area struct {
	quiet
	f     *Form
	field *Field
	m     textarea.Model
	line  *input.Input // draws the line with the cursor
	hist  history
	top   int
	wrong *editor.Problem // of JSON
}

func newArea(f *Form, field *Field) *area {
	m := textarea.New()
	m.Prompt = ""
	m.CharLimit = 0
	m.MaxHeight, m.MaxWidth = 0, 0
	// Lines are not wrapped, but for very long ones: up and down go by lines as
	// they are counted. The textarea draws itself at every key, so it is small.
	m.SetWidth(240)
	m.SetHeight(1)
	m.ShowLineNumbers = false
	// Pasting arrives as a message; no clipboard program is run.
	m.KeyMap.Paste = key.NewBinding()
	m.KeyMap.CopySelection = key.NewBinding()
	return &area{f: f, field: field, m: m, line: input.New(f.st)}
}

func (a *area) json() bool { return a.field.Kind == JSON }

func (a *area) value() string {
	if a.json() {
		if strings.TrimSpace(a.m.Value()) == "" {
			return ""
		}
		return a.m.Value()
	}
	var out []string
	for l := range strings.SplitSeq(a.m.Value(), "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n")
}

func (a *area) set(v string) {
	if a.json() {
		v = editor.Escape(v)
	}
	a.m.SetValue(v)
	a.check()
}

func (a *area) restyle()       { a.line.SetStyles(a.f.st) }
func (a *area) enter() tea.Cmd { a.m.Focus(); return nil }

func (a *area) leave() {
	a.m.Blur()
	a.hist.rest()
}

func (a *area) here() mark {
	return mark{text: a.m.Value(), line: a.m.Line(), at: a.m.Column()}
}

// press takes what edits. Up and down leave at the first and the last line.
func (a *area) press(k tea.KeyPressMsg) (tea.Cmd, bool) {
	m := a.f.keys
	switch {
	case key.Matches(k, m.Submit):
		a.edit(func() { a.m.InsertString("\n") }, whole)
		return nil, true
	case key.Matches(k, m.ItemUp):
		if a.m.Line() == 0 {
			return nil, false
		}
		a.m.CursorUp()
		return nil, true
	case key.Matches(k, m.ItemDown):
		if a.m.Line() >= a.m.LineCount()-1 {
			return nil, false
		}
		a.m.CursorDown()
		return nil, true
	case a.f.travels(k):
		return nil, false
	}
	if k.Text != "" && a.json() {
		k.Text = editor.Escape(k.Text)
	}
	before := a.here()
	a.m, _ = a.m.Update(k)
	if a.m.Value() != before.text {
		a.hist.typed(before, k)
		a.check()
	}
	return nil, true
}

// edit does a change that undo takes back.
func (a *area) edit(change func(), kind edit) {
	before := a.here()
	change()
	if a.m.Value() != before.text {
		a.hist.note(before, kind)
		a.check()
	}
}

func (a *area) paste(s string) tea.Cmd {
	if a.json() {
		s = editor.Escape(s)
	}
	a.edit(func() { a.m.InsertString(s) }, whole)
	return nil
}

func (a *area) undo() tea.Cmd {
	m, ok := a.hist.back()
	if !ok {
		return nil
	}
	a.m.SetValue(m.text)
	a.m.MoveToBegin()
	for a.m.Line() < min(m.line, a.m.LineCount()-1) {
		a.m.CursorDown()
	}
	a.m.SetCursorColumn(m.at)
	a.check()
	return nil
}

func (a *area) check() {
	a.wrong = nil
	if a.json() && strings.TrimSpace(a.m.Value()) != "" {
		a.wrong = editor.Check(a.m.Value(), false)
	}
}

func (a *area) trouble() string {
	if a.wrong != nil {
		return safetext.String(a.wrong.Error())
	}
	if n := a.size(); a.json() && a.field.Limit > 0 && n > a.field.Limit {
		return fmt.Sprintf("%d bytes too many: %d of %d", n-a.field.Limit, n, a.field.Limit)
	}
	return ""
}

// size is that of the compact JSON in bytes, of the text while it is wrong.
func (a *area) size() int {
	var b bytes.Buffer
	if json.Compact(&b, []byte(a.m.Value())) != nil {
		return len(a.m.Value())
	}
	return b.Len()
}

// rows draws the lines around the cursor, and the state of JSON.
func (a *area) rows(w int, focused bool) []row {
	st := a.f.st
	lines := strings.Split(a.m.Value(), "\n")
	height := min(len(lines), quietRows)
	if focused {
		height = min(max(len(lines), quietRows), areaRows)
	}
	a.scroll(height, len(lines), focused)
	var out []row
	for i := a.top; i < a.top+height; i++ {
		text := ""
		if i < len(lines) {
			text = lines[i]
		}
		out = append(out, row{text: a.f.mark("│ ", focused) + a.drawLine(text, i, w-2, focused), entry: i})
	}
	if rest := len(lines) - a.top - height; rest > 0 {
		out = append(out, row{text: st.P.Faint.Apply(fmt.Sprintf("  … %d more lines", rest)), entry: noEntry})
	}
	status, p := a.status(focused)
	for _, l := range prose.Wrap(st.Cells, status, w-2) {
		out = append(out, row{text: "  " + p.Apply(l), entry: noEntry})
	}
	return out
}

func (a *area) scroll(height, lines int, focused bool) {
	at := 0
	if focused {
		at = a.m.Line()
	}
	a.top = min(a.top, at)
	a.top = max(a.top, at-height+1, 0)
	a.top = min(a.top, max(lines-height, 0))
}

func (a *area) drawLine(text string, i, w int, focused bool) string {
	st := a.f.st
	if focused && i == a.m.Line() {
		a.aim(text)
		return a.line.View(w)
	}
	if text == "" && i == 0 && a.m.Value() == "" {
		hint := a.field.Placeholder
		if hint == "" {
			hint = "—"
		}
		return st.P.Placeholder.Apply(safetext.TruncateBy(st.Cells, safetext.String(hint), w))
	}
	return st.P.Input.Apply(safetext.TruncateBy(st.Cells, safetext.Plain(safetext.String(text)), w))
}

// aim gives the line with the cursor to the input that draws it.
func (a *area) aim(text string) {
	a.line.SetValue(text)
	a.line.SetPosition(a.m.Column())
	a.line.Focus()
}

func (a *area) status(focused bool) (string, styles.Paint) {
	st := a.f.st
	if !a.json() || a.value() == "" {
		return "", st.P.Faint
	}
	if t := a.trouble(); t != "" {
		return "✗ " + t, st.P.Danger
	}
	if !focused {
		return "", st.P.Faint
	}
	if a.field.Limit > 0 {
		return fmt.Sprintf("✓ valid JSON, %d of %d bytes", a.size(), a.field.Limit), st.P.Success
	}
	return "✓ valid JSON", st.P.Success
}

func (a *area) cursor(w int) (x, y int, ok bool) {
	lines := strings.Split(a.m.Value(), "\n")
	a.aim(lines[min(a.m.Line(), len(lines)-1)])
	x, ok = a.line.Cursor(w - 2)
	return x + 2, a.m.Line() - a.top, ok && a.m.Focused()
}

func (a *area) hints() []hint { return []hint{{a.f.keys.Submit, "new line"}} }
