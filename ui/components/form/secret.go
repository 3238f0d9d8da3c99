package form

import (
	"maps"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
	"usher/styles"
	"usher/ui/components/prose"
)

// barCells is the length of the bar that shows what a secret is worth.
const barCells = 10

// secret is one line drawn as dots. One that the form has made can be shown
// and copied; what a person typed cannot.
type secret struct {
	*line
	generated bool // the value is the one that was made
	known     bool // it was shown or copied since
	shown     bool // it is uncovered now
	asked     bool // one is being made
	failed    string
	gauge     rated
}

// rated is the last gauge with what it was made for.
type rated struct {
	value  string
	others map[string]string
	gauge  Gauge
}

func newSecret(f *Form, field *Field) *secret { return &secret{line: newLine(f, field)} }

func (c *secret) press(k tea.KeyPressMsg) (tea.Cmd, bool) {
	m := c.f.keys
	if c.field.Generate != nil {
		switch {
		case key.Matches(k, m.Generate):
			return c.make(k.IsRepeat), true
		case key.Matches(k, m.ShowMade):
			c.show()
			return nil, true
		case key.Matches(k, m.CopyMade):
			return c.copy(), true
		}
	}
	before := c.value()
	cmd, used := c.line.press(k)
	c.edited(before)
	return cmd, used
}

// make asks for a secret; the answer is a message.
func (c *secret) make(held bool) tea.Cmd {
	if held || c.asked {
		return nil
	}
	c.asked = true
	m, generate := madeMsg{form: c.f, field: c.field.ID}, c.field.Generate
	return func() tea.Msg {
		m.value, m.err = generate()
		return m
	}
}

// made takes the secret that was asked for.
func (c *secret) made(m madeMsg) {
	c.asked, c.failed = false, ""
	if m.err != nil {
		c.failed = safetext.String("could not be made: " + m.err.Error())
		return
	}
	c.replace(func() { c.in.SetValue(m.value) })
	c.generated, c.known = true, false
	c.cover()
	c.settled()
}

func (c *secret) show() {
	if !c.generated {
		return
	}
	c.shown, c.known = !c.shown, true
	c.in.Cover(!c.shown)
	c.settled()
}

func (c *secret) copy() tea.Cmd {
	if !c.generated {
		return nil
	}
	c.known = true
	c.settled()
	m := CopyMsg{Form: c.f, Label: c.field.Label, Value: c.value()}
	return func() tea.Msg { return m }
}

// settled takes back the complaint that nobody knows the secret.
func (c *secret) settled() {
	if i := c.f.index(c.field.ID); i >= 0 {
		c.f.errs[i] = ""
	}
}

// edited covers what a person changes: it is not the one that was made.
func (c *secret) edited(before string) {
	if c.value() == before {
		return
	}
	c.generated, c.known, c.failed = false, false, ""
	c.cover()
}

func (c *secret) cover() {
	c.shown = false
	c.in.Cover(true)
}

func (c *secret) leave() {
	c.line.leave()
	c.cover()
}

func (c *secret) paste(s string) tea.Cmd {
	before := c.value()
	cmd := c.line.paste(s)
	c.edited(before)
	return cmd
}

func (c *secret) undo() tea.Cmd {
	before := c.value()
	cmd := c.line.undo()
	c.edited(before)
	return cmd
}

// trouble keeps a secret from being set that nobody has seen.
func (c *secret) trouble() string {
	if c.generated && !c.known && c.value() != "" {
		m := c.f.keys
		return "nobody has seen it yet: " + keyOf(m.CopyMade) + " copies it, " + keyOf(m.ShowMade) + " shows it"
	}
	return ""
}

func (c *secret) hints() []hint {
	m := c.f.keys
	switch {
	case c.field.Generate == nil:
		return nil
	case !c.generated:
		return []hint{{m.Generate, "make one"}}
	case c.shown:
		return []hint{{m.CopyMade, "copy"}, {m.ShowMade, "cover"}, {m.Generate, "another"}}
	}
	return []hint{{m.CopyMade, "copy"}, {m.ShowMade, "show"}, {m.Generate, "another"}}
}

func (c *secret) rows(w int, focused bool) []row {
	out := c.line.rows(w, focused)
	st := c.f.st
	add := func(text string) { out = append(out, row{text: "  " + text, entry: noEntry}) }
	if c.failed != "" {
		for _, l := range prose.Wrap(st.Cells, "✗ "+c.failed, w-2) {
			add(st.P.Danger.Apply(l))
		}
	}
	if c.field.Rate != nil && c.value() != "" {
		for _, l := range c.worth(w - 2) {
			add(l)
		}
	}
	return out
}

// worth draws the gauge: a bar, its word, and what makes it so.
func (c *secret) worth(w int) []string {
	g := c.rate()
	st := c.f.st
	filled := 0
	if g.Of > 0 {
		filled = min(max((g.Level+1)*barCells/(g.Of+1), 1), barCells)
	}
	paint := st.P.Warning
	switch {
	case 2*g.Level < g.Of:
		paint = st.P.Danger
	case 2*g.Level > g.Of:
		paint = st.P.Success
	}
	bar := paint.Apply(strings.Repeat("█", filled)) + st.P.Faint.Apply(strings.Repeat("░", barCells-filled))
	text := g.Word
	if g.Why != "" {
		text += ": " + g.Why
	}
	lines := prose.Wrap(st.Cells, text, max(w-barCells-2, 8))
	for i, l := range lines {
		p := styles.Paint{}
		if i == 0 {
			lines[i] = bar + "  " + p.Apply(l)
			continue
		}
		lines[i] = blanks(barCells+2) + p.Apply(l)
	}
	return lines
}

func (c *secret) rate() Gauge {
	others := c.f.values(false)
	if c.gauge.value != c.value() || !maps.Equal(c.gauge.others, others) {
		c.gauge = rated{c.value(), others, c.field.Rate(c.value(), others)}
	}
	return c.gauge.gauge
}

// forget drops the secret and the states of it that undo would bring back.
func (c *secret) forget() {
	c.generated, c.known, c.shown, c.asked, c.failed, c.gauge = false, false, false, false, "", rated{}
	if c.in.Value() == "" && len(c.hist.past) == 0 {
		c.in.Cover(true)
		return
	}
	c.fresh("type it again: it was not kept")
}
