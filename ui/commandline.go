package ui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
	"usher/keymap"
	"usher/styles"
	"usher/ui/components/input"
)

// commandLine is the line that : opens: a text, what completes it, what was
// typed before, and what was wrong with it.
type commandLine struct {
	open    bool
	input   *input.Input
	problem string   // why the last command was not done, beside the text
	history []string // oldest first
	past    int      // the entry of history that is shown; len(history) for none
	draft   string   // what was typed before going into the past
	offers  []string // completions of the present text
}

// maxHistory bounds the commands that are remembered; they are not stored.
const maxHistory = 100

func newCommandLine(st *styles.Styles) commandLine {
	in := input.New(st, input.WithLimit(512), input.WithPlaceholder("ban, metadata, set public.plan=pro, write 15m…"))
	in.UseTerminalCursor(true)
	return commandLine{input: in}
}

func (c *commandLine) show(text string, offers []string) {
	c.open, c.problem, c.offers = true, "", offers
	c.past, c.draft = len(c.history), ""
	c.input.SetValue(text)
	c.input.Focus()
}

func (c *commandLine) hide() {
	c.open = false
	c.input.Blur()
}

// refused keeps the text and says what is wrong with the word at byte from.
func (c *commandLine) refused(problem string, from int) {
	c.open, c.problem = true, problem
	c.input.Focus()
	text := c.input.Value()
	c.input.SetPosition(len([]rune(text[:min(max(from, 0), len(text))])))
}

// done remembers a command that was understood. Values stay out of it: what
// was set may be secret.
func (c *commandLine) done(text string) {
	if word, _, hasValue := strings.Cut(text, "="); hasValue {
		text = word + "="
	}
	c.history = slices.DeleteFunc(c.history, func(h string) bool { return h == text })
	c.history = append(c.history, text)
	if len(c.history) > maxHistory {
		c.history = c.history[1:]
	}
	c.hide()
}

// key edits the line; submitted is true when it is to be run. complete gives
// the completions of a text.
func (c *commandLine) key(msg tea.Msg, keys *keymap.Map, complete func(string) []string) (cmd tea.Cmd, submitted bool) {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case key.Matches(k, keys.Close):
			c.hide()
			return nil, false
		case key.Matches(k, keys.Submit):
			return nil, true
		case key.Matches(k, keys.Complete):
			c.take()
			c.offers = complete(c.input.Value())
			return nil, false
		case key.Matches(k, keys.ItemUp):
			c.recall(-1)
			return nil, false
		case key.Matches(k, keys.ItemDown):
			c.recall(1)
			return nil, false
		}
	}
	c.problem = ""
	cmd = c.input.Update(msg)
	c.offers = complete(c.input.Value())
	return cmd, false
}

// take puts in what all completions have in common, or the first of them when
// that is nothing new.
func (c *commandLine) take() {
	if len(c.offers) == 0 {
		return
	}
	common := c.offers[0]
	for _, o := range c.offers[1:] {
		for !strings.HasPrefix(o, common) {
			common = common[:len(common)-1]
		}
	}
	if common == c.input.Value() {
		common = c.offers[0]
	}
	c.input.SetValue(common)
}

// recall goes through what was typed before.
func (c *commandLine) recall(d int) {
	if c.past == len(c.history) {
		c.draft = c.input.Value()
	}
	c.past = min(max(c.past+d, 0), len(c.history))
	if c.past == len(c.history) {
		c.input.SetValue(c.draft)
		return
	}
	c.input.SetValue(c.history[c.past])
}

// line draws the command line in place of the search box.
func (c *commandLine) line(s *styles.Styles, w int) (string, *tea.Cursor) {
	hint, paint := c.hint(), s.P.Faint
	if c.problem != "" {
		hint, paint = c.problem, s.P.Danger
	}
	hint = safetext.Truncate(hint, w*3/5)
	room := max(10, w-5-safetext.Width(hint))
	line := " " + s.P.Accent.Apply(":") + " " + c.input.View(room) + " " + paint.Apply(hint)
	if x, ok := c.input.Cursor(room); ok {
		return line, tea.NewCursor(x+3, 0)
	}
	return line, nil
}

// offered is how many completions are shown.
const offered = 6

func (c *commandLine) hint() string {
	if len(c.offers) == 0 {
		return "⏎ runs · esc cancels"
	}
	words := make([]string, 0, offered)
	for _, o := range c.offers[:min(offered, len(c.offers))] {
		words = append(words, o[strings.LastIndexByte(o, ' ')+1:])
	}
	if len(c.offers) > offered {
		words = append(words, "…")
	}
	return "tab: " + strings.Join(words, " · ")
}
