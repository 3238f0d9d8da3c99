package form

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
	"usher/ui/components/input"
)

// line is a field of one line.
type line struct {
	quiet
	f     *Form
	field *Field
	in    *input.Input
	hist  history
	hint  string // placeholder
	whole bool   // the next text takes the place of all that stands there
}

func newLine(f *Form, field *Field) *line {
	l := &line{f: f, field: field}
	l.fresh(field.Placeholder)
	return l
}

// fresh makes an empty input; nothing of an old one is left.
func (l *line) fresh(placeholder string) {
	l.hint = placeholder
	opts := []input.Option{input.WithPlaceholder(placeholder)}
	if l.field.Kind == Secret {
		opts = append(opts, input.Secret())
	}
	if l.field.Limit > 0 && l.field.Kind != File {
		opts = append(opts, input.WithLimit(l.field.Limit))
	}
	l.in, l.hist = input.New(l.f.st, opts...), history{}
}

func (l *line) value() string { return l.in.Value() }

func (l *line) set(v string) {
	l.in.SetValue(v)
	l.whole = l.field.Quick && v != ""
}

func (l *line) restyle()       { l.in.SetStyles(l.f.st) }
func (l *line) here() mark     { return mark{text: l.in.Value(), at: l.in.Position()} }
func (l *line) enter() tea.Cmd { l.in.Focus(); return nil }

func (l *line) leave() {
	l.in.Blur()
	l.hist.rest()
}

func (l *line) press(k tea.KeyPressMsg) (tea.Cmd, bool) {
	if l.f.travels(k) {
		return nil, false
	}
	before := l.here()
	if l.whole && k.Text != "" {
		l.in.SetValue("")
	}
	l.whole = false
	l.in.Update(k)
	if l.in.Value() != before.text {
		l.hist.typed(before, k)
	}
	return nil, true
}

// paste takes the text as it is, but for the line break that copying a line
// brings along.
func (l *line) paste(s string) tea.Cmd {
	l.replace(func() {
		if l.whole {
			l.in.SetValue("")
		}
		l.whole = false
		l.in.Insert(strings.Trim(s, "\r\n"))
	})
	return nil
}

// replace does a change that is one step to undo.
func (l *line) replace(change func()) {
	before := l.here()
	change()
	if l.in.Value() != before.text {
		l.hist.note(before, whole)
	}
}

func (l *line) undo() tea.Cmd {
	if m, ok := l.hist.back(); ok {
		l.in.SetValue(m.text)
		l.in.SetPosition(m.at)
	}
	return nil
}

func (l *line) rows(w int, focused bool) []row {
	if !focused && l.in.Value() == "" && l.hint == "" {
		return []row{{text: l.f.mark("› —", false), entry: noEntry}}
	}
	if l.whole && focused {
		// What will be replaced looks chosen.
		value := safetext.TruncateBy(l.f.st.Cells, safetext.String(l.in.Value()), max(w-3, 0))
		return []row{{text: l.f.mark("› ", focused) + l.f.st.P.Selected.Apply(value), entry: noEntry}}
	}
	return []row{{text: l.f.mark("› ", focused) + l.in.View(w-2), entry: noEntry}}
}

func (l *line) cursor(w int) (x, y int, ok bool) {
	x, ok = l.in.Cursor(w - 2)
	return x + 2, 0, ok
}
