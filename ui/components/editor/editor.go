// Package editor edits JSON in several lines: it says where the text is wrong
// while it is typed, and how much of the allowed size is used.
package editor

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
	"usher/styles"
)

// Problem is what is wrong with the text, and where (line and column from 1).
type Problem struct {
	Line, Col int
	Text      string
}

// Error makes a Problem an error.
func (p *Problem) Error() string { return fmt.Sprintf("line %d, column %d: %s", p.Line, p.Col, p.Text) }

// Editor is the component; call [New].
type Editor struct {
	st      *styles.Styles
	m       textarea.Model
	limit   int
	object  bool
	w, h    int
	problem *Problem
	size    int
}

// Option sets up an editor.
type Option func(*Editor)

// WithLimit shows a gauge of the compact size against limit bytes.
func WithLimit(limit int) Option { return func(e *Editor) { e.limit = limit } }

// WantObject refuses anything but a JSON object at the top.
func WantObject() Option { return func(e *Editor) { e.object = true } }

// New makes an editor with focus.
func New(st *styles.Styles, opts ...Option) *Editor {
	m := textarea.New()
	m.Prompt = ""
	m.CharLimit = 0
	m.MaxHeight = 0
	m.ShowLineNumbers = true
	// Pasting arrives as a message; no clipboard program is run.
	m.KeyMap.Paste = key.NewBinding()
	m.KeyMap.CopySelection = key.NewBinding()
	e := &Editor{st: st, m: m}
	e.SetStyles(st)
	for _, o := range opts {
		o(e)
	}
	e.m.Focus()
	e.check()
	return e
}

// SetStyles changes the look. The cursor does not blink.
func (e *Editor) SetStyles(st *styles.Styles) {
	e.st = st
	state := textarea.StyleState{
		Base: st.Text, Text: st.Text, LineNumber: st.Faint, CursorLineNumber: st.Accent,
		CursorLine: st.Text, EndOfBuffer: st.Faint, Placeholder: st.Faint, Prompt: st.Accent, Selection: st.RowSelected,
	}
	s := textarea.Styles{Focused: state, Blurred: state}
	s.Cursor.Blink = false
	e.m.SetStyles(s)
}

// SetSize sets width and height in cells; the last line is the status.
func (e *Editor) SetSize(w, h int) {
	e.w, e.h = w, h
	e.m.SetWidth(w)
	e.m.SetHeight(max(h-1, 1))
}

// SetValue replaces the text. Letters that would not be inert on the screen
// are written as \u escapes, which mean the same to JSON.
func (e *Editor) SetValue(s string) {
	e.m.SetValue(Escape(s))
	e.m.MoveToBegin()
	e.check()
}

// SetJSON fills in raw JSON, indented, digits and order kept.
func (e *Editor) SetJSON(raw []byte) {
	var b bytes.Buffer
	if json.Indent(&b, raw, "", "  ") != nil {
		e.SetValue(string(raw))
		return
	}
	e.SetValue(b.String())
}

// Value returns the text.
func (e *Editor) Value() string { return e.m.Value() }

// JSON returns the text compacted, or the *Problem that it has.
func (e *Editor) JSON() (json.RawMessage, error) {
	if e.problem != nil {
		return nil, e.problem
	}
	var b bytes.Buffer
	if err := json.Compact(&b, []byte(e.m.Value())); err != nil {
		return nil, fmt.Errorf("compact the edited JSON: %w", err)
	}
	return b.Bytes(), nil
}

// Problem returns what is wrong with the text, nil if nothing is.
func (e *Editor) Problem() *Problem { return e.problem }

// Size returns the compact size in bytes; the text's own while it is wrong.
func (e *Editor) Size() int { return e.size }

// TooLarge reports whether the size is over the limit.
func (e *Editor) TooLarge() bool { return e.limit > 0 && e.size > e.limit }

// Update edits.
func (e *Editor) Update(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case tea.PasteMsg:
		m.Content = Escape(m.Content)
		msg = m
	case tea.KeyPressMsg:
		if m.Text != "" {
			m.Text = Escape(m.Text)
			msg = m
		}
	default:
		return nil
	}
	before := e.m.Value()
	e.m, _ = e.m.Update(msg)
	if e.m.Value() != before {
		e.check()
	}
	return nil
}

// check finds the first problem and the size.
func (e *Editor) check() {
	text := e.m.Value()
	e.problem = Check(text, e.object)
	e.size = len(text)
	var b bytes.Buffer
	if e.problem == nil && json.Compact(&b, []byte(text)) == nil {
		e.size = b.Len()
	}
}

// View draws the text and the status line.
func (e *Editor) View() string {
	return e.m.View() + "\n" + e.status()
}

// Cursor is drawn by the editor itself; the terminal's is not needed.
func (e *Editor) Cursor() (x, y int, ok bool) { return 0, 0, false }

// status says what is wrong, or that nothing is, and how large the text is.
func (e *Editor) status() string {
	gauge, gp := "", e.st.P.Muted
	if e.limit > 0 {
		gauge = fmt.Sprintf("%d of %d bytes", e.size, e.limit)
		switch {
		case e.TooLarge():
			gp = e.st.P.Danger
			gauge = fmt.Sprintf("%d bytes too many, %s", e.size-e.limit, gauge)
		case e.size*10 >= e.limit*9:
			gp = e.st.P.Warning
		}
	}
	left, lp := "✓ valid JSON", e.st.P.Success
	if e.problem != nil {
		left, lp = "✗ "+safetext.String(e.problem.Error()), e.st.P.Danger
	}
	room := max(e.w-safetext.Width(gauge)-2, 8)
	return lp.Apply(safetext.FitBy(e.st.Cells, left, room)) + "  " + gp.Apply(gauge)
}

// Check finds the first problem of a JSON text.
func Check(text string, wantObject bool) *Problem {
	if strings.TrimSpace(text) == "" {
		return &Problem{1, 1, "empty; write {} for nothing"}
	}
	var v json.RawMessage
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		return locate(text, err)
	}
	if t := strings.TrimLeft(text, " \t\r\n"); wantObject && t[0] != '{' {
		line, col := place(text, len(text)-len(t))
		return &Problem{line, col, "an object { … } is needed here"}
	}
	return duplicate(text)
}

func locate(text string, err error) *Problem {
	var se *json.SyntaxError
	if !errors.As(err, &se) {
		return &Problem{1, 1, err.Error()}
	}
	at := min(max(int(se.Offset)-1, 0), len(text))
	if strings.Contains(se.Error(), "unexpected end") {
		at = len(text)
	}
	line, col := place(text, at)
	return &Problem{line, col, se.Error()}
}

// place turns a byte offset into line and column, counted from 1 in letters.
func place(text string, at int) (line, col int) {
	before := text[:min(at, len(text))]
	line = strings.Count(before, "\n") + 1
	return line, len([]rune(before[strings.LastIndexByte(before, '\n')+1:])) + 1
}

// duplicate finds a key that an object has twice: the server would keep one of
// the values and drop the other without a word.
func duplicate(text string) *Problem {
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	type level struct {
		keys map[string]bool // nil in an array
		key  bool            // a key comes next
	}
	var open []level
	// The text is known to be valid: an error is its end.
	for tok, err := dec.Token(); err == nil; tok, err = dec.Token() {
		top := len(open) - 1
		if name, ok := tok.(string); ok && top >= 0 && open[top].key {
			if open[top].keys[name] {
				line, col := place(text, int(dec.InputOffset()))
				return &Problem{line, max(col-len([]rune(name))-2, 1), fmt.Sprintf("key %q stands here twice", name)}
			}
			open[top].keys[name] = true
			open[top].key = false
			continue
		}
		switch tok {
		case json.Delim('{'):
			open = append(open, level{keys: map[string]bool{}, key: true})
			continue
		case json.Delim('['):
			open = append(open, level{})
			continue
		case json.Delim('}'), json.Delim(']'):
			open = open[:top]
		}
		if n := len(open) - 1; n >= 0 {
			open[n].key = open[n].keys != nil
		}
	}
	return nil
}

// Escape writes letters that are not inert as \u escapes. Line breaks and
// tabs between values stay line breaks and blanks.
func Escape(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\t", "  ")
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		if safetext.String(l) != l {
			lines[i] = escapeLine(l)
		}
	}
	return strings.Join(lines, "\n")
}

// escapeLine escapes letter by letter what does not stand on its own.
func escapeLine(l string) string {
	var b strings.Builder
	for _, r := range l {
		if s := string(r); safetext.String(s) == s {
			b.WriteRune(r)
			continue
		}
		if hi, lo := utf16.EncodeRune(r); hi != '\uFFFD' {
			fmt.Fprintf(&b, `\u%04x\u%04x`, hi, lo)
			continue
		}
		fmt.Fprintf(&b, `\u%04x`, r)
	}
	return b.String()
}
