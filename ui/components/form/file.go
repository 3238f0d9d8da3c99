package form

import (
	"errors"
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
	"usher/ui/components/picture"
	"usher/ui/components/prose"
)

// nameRows is the number of completions shown.
const nameRows = 5

// imageRows is the height of a preview, at most.
const imageRows = 12

// file is the path of a file, with completion.
type file struct {
	*line
	last   found
	asked  string // the text that is being looked at
	hungry bool   // the completion was asked for before it was known

	image   *picture.Picture // of the file as it was last looked at
	noImage string           // why there is none
	bomb    bool             // it claims more pixels than may be sent
	drawn   [2]int           // cells of the preview as it was last drawn
}

func newFile(f *Form, field *Field) *file { return &file{line: newLine(f, field)} }

func (c *file) value() string { return expand(strings.TrimSpace(c.in.Value())) }

func (c *file) enter() tea.Cmd {
	c.in.Focus()
	return c.look()
}

// look asks for what stands at the path; the answer is a message.
func (c *file) look() tea.Cmd {
	text := strings.TrimSpace(c.in.Value())
	if text == c.last.text || text == c.asked {
		return nil
	}
	c.asked = text
	f, id, image := c.f, c.field.ID, c.field.Image
	return func() tea.Msg {
		m := lookedMsg{form: f, field: id, found: look(text)}
		if image && m.found.ok {
			m.image, m.imageErr = picture.Load(m.found.path)
		}
		return m
	}
}

// known reports whether the path as it stands was looked at.
func (c *file) known() bool { return c.last.text == strings.TrimSpace(c.in.Value()) }

func (c *file) looked(m lookedMsg) tea.Cmd {
	r := m.found
	if r.text != strings.TrimSpace(c.in.Value()) {
		return nil // typed on meanwhile; the answer to that is under way
	}
	c.last, c.asked, c.image, c.noImage, c.bomb = r, "", m.image, "", false
	if m.imageErr != nil {
		c.noImage = m.imageErr.Error()
		wrong, ok := errors.AsType[*picture.Error](m.imageErr)
		c.bomb = ok && wrong.Bomb
	}
	if c.hungry {
		c.hungry = false
		cmd, _ := c.complete()
		return cmd
	}
	return nil
}

func (c *file) press(k tea.KeyPressMsg) (tea.Cmd, bool) {
	if key.Matches(k, c.f.keys.Complete) && c.in.Value() != "" {
		if !c.known() {
			c.hungry = true
			return c.look(), true
		}
		return c.complete()
	}
	c.hungry = false
	cmd, used := c.line.press(k)
	return tea.Batch(cmd, c.look()), used
}

// complete extends the path as far as it is certain. A path that is whole
// leaves the key to the form.
func (c *file) complete() (tea.Cmd, bool) {
	names := c.last.names
	text := strings.TrimSpace(c.in.Value())
	head := text[:strings.LastIndexByte(text, '/')+1]
	part := text[len(head):]
	longer := common(names)
	if longer == "" || longer == part || len(longer) < len(part) {
		return nil, len(names) > 1 && !c.last.ok
	}
	c.replace(func() { c.in.SetValue(head + longer) })
	return c.look(), true
}

func (c *file) paste(s string) tea.Cmd {
	if c.in.Value() == "" {
		s = dropped(s)
	}
	cmd := c.line.paste(s)
	return tea.Batch(cmd, c.look())
}

func (c *file) undo() tea.Cmd {
	cmd := c.line.undo()
	return tea.Batch(cmd, c.look())
}

func (c *file) trouble() string {
	if !c.known() {
		return ""
	}
	if c.bomb {
		return c.noImage
	}
	return c.last.judge(c.field)
}

func (c *file) rows(w int, focused bool) []row {
	out := c.line.rows(w, focused)
	if c.in.Value() == "" || !c.known() {
		return out
	}
	st := c.f.st
	add := func(text string) { out = append(out, row{text: "  " + text, entry: noEntry}) }
	problem := c.last.judge(c.field)
	switch {
	case problem == "":
		if c.noImage == "" {
			add(st.P.Success.Apply("✓ ") + st.P.Muted.Apply(c.size()))
		}
		for _, l := range c.preview(w - 2) {
			out = append(out, row{text: "  " + l, entry: previewEntry})
		}
	case focused && c.last.problem != "" && len(c.last.names) > 0:
		// Still being typed: what it may become says more.
	default:
		for _, l := range prose.Wrap(st.Cells, "✗ "+problem, w-2) {
			add(st.P.Warning.Apply(l))
		}
	}
	if focused && !c.last.ok {
		for i, name := range c.last.names {
			if i == nameRows {
				add(st.P.Faint.Apply("…"))
				break
			}
			add(st.P.Muted.Apply(safetext.TruncateBy(st.Cells, safetext.Plain(safetext.String(name)), w-2)))
		}
	}
	return out
}

// size says how large the file is.
func (c *file) size() string {
	if c.image == nil {
		return bytesOf(c.last.size)
	}
	return fmt.Sprintf("%s · %s, %d×%d pixels", bytesOf(c.last.size), c.image.Format, c.image.Width, c.image.Height)
}

// preview draws the picture where the screen has room for one.
func (c *file) preview(w int) []string {
	st := c.f.st
	rows := min(c.f.pane.h-16, imageRows)
	switch {
	case c.noImage != "":
		return []string{st.P.Warning.Apply(safetext.TruncateBy(st.Cells, "✗ "+c.noImage, w))}
	case c.image == nil || rows < 4:
		return nil
	}
	c.drawn[0], c.drawn[1] = c.image.Cells(w, rows)
	if draw := c.f.o.Draw; draw != nil {
		return draw(c.image, w, rows)
	}
	return c.image.Lines(st, w, rows)
}

// Picture is the preview in the form and where the last view has it, in cells
// of the box; seen is false where it is not, or not as a whole, in view. p is
// nil where no picture is chosen.
func (f *Form) Picture() (p *picture.Picture, x, y, w, h int, seen bool) {
	for i, c := range f.fields {
		c, ok := c.(*file)
		if !ok || c.image == nil || c.in.Value() == "" || !c.known() {
			continue
		}
		top, n := f.pane.span(i, previewEntry)
		y := top - f.pane.top
		if n == 0 || n != c.drawn[1] || y < 0 || y+n > f.pane.room {
			return c.image, 0, 0, 0, 0, false
		}
		return c.image, f.pane.valueX + 2, 1 + y, c.drawn[0], n, true
	}
	return nil, 0, 0, 0, 0, false
}

// previewEntry marks the rows of a preview.
const previewEntry = -2

func (c *file) hints() []hint { return []hint{{c.f.keys.Complete, "complete"}} }
