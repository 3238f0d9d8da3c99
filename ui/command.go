package ui

import (
	"fmt"
	"strings"
	"time"

	"usher/ui/components/toast"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
	"usher/internal/when"
	"usher/styles"
	"usher/ui/actions"
	"usher/ui/components/input"
)

// commandRow is one word of the command line.
type commandRow struct {
	name, args, help string
	run              func(a *App, args []string) tea.Cmd
}

// commandRows are the commands beside the actions, which the command line
// knows by the last part of their id.
func commandRows() []commandRow {
	return []commandRow{
		{"write", "15m", "open writing for a while", (*App).openWriting},
		{"readonly", "", "close writing", (*App).closeWriting},
		{"refresh", "", "read the list again", func(a *App, _ []string) tea.Cmd { return a.page.Refresh() }},
		{"help", "", "show all keys", func(a *App, _ []string) tea.Cmd { a.showHelp(); return nil }},
		{"quit", "", "leave usher", func(*App, []string) tea.Cmd { return tea.Quit }},
	}
}

// commandLine is the line that : opens.
type commandLine struct {
	open    bool
	input   *input.Input
	words   []string // what can be completed
	problem string   // why the last command was not done, beside the text
}

func newCommandLine(st *styles.Styles) commandLine {
	c := commandLine{input: input.New(st, input.WithLimit(256), input.WithPlaceholder("write 15m, ban, metadata, refresh…"))}
	c.input.UseTerminalCursor(true)
	for _, r := range commandRows() {
		c.words = append(c.words, strings.TrimSpace(r.name+" "+r.args))
	}
	for _, act := range actions.All() {
		c.words = append(c.words, verbOf(act))
	}
	return c
}

func (c *commandLine) show() {
	c.open, c.problem = true, ""
	c.input.SetValue("")
	c.input.Focus()
}

func (c *commandLine) hide() {
	c.open = false
	c.input.Blur()
}

// complete takes the first word that begins with what was typed.
func (c *commandLine) complete() {
	typed := c.input.Value()
	for _, w := range c.words {
		if typed != "" && strings.HasPrefix(w, typed) && w != typed {
			c.input.SetValue(w)
			return
		}
	}
}

// line draws the command line in place of the search box.
func (c *commandLine) line(s *styles.Styles, w int) (string, *tea.Cursor) {
	hint, paint := "tab completes · ⏎ runs · esc cancels", s.P.Faint
	if c.problem != "" {
		hint, paint = c.problem, s.P.Danger
	}
	hint = safetext.Truncate(hint, w*2/3)
	room := max(10, w-4-safetext.Width(hint))
	line := " " + s.P.Accent.Apply(":") + " " + c.input.View(room) + paint.Apply(hint)
	if x, ok := c.input.Cursor(room); ok {
		return line, tea.NewCursor(x+3, 0)
	}
	return line, nil
}

// verbOf is how the command line calls an action: "ban" for user.ban.
func verbOf(act actions.Action) string {
	if i := strings.LastIndexByte(act.ID, '.'); i >= 0 {
		return act.ID[i+1:]
	}
	return act.ID
}

func (a *App) commandKey(msg tea.Msg) tea.Cmd {
	c := &a.command
	k, isKey := msg.(tea.KeyPressMsg)
	switch {
	case isKey && key.Matches(k, a.keys.Close):
		c.hide()
		return nil
	case isKey && key.Matches(k, a.keys.Submit):
		return a.runCommand(c.input.Value())
	case isKey && key.Matches(k, a.keys.Complete):
		c.complete()
		return nil
	}
	c.problem = ""
	return c.input.Update(msg)
}

// runCommand does a command; one that is not known stays in the line with
// what is wrong beside it.
func (a *App) runCommand(text string) tea.Cmd {
	words := strings.Fields(text)
	if len(words) == 0 {
		a.command.hide()
		return nil
	}
	for _, r := range commandRows() {
		if r.name == words[0] {
			a.command.hide()
			return r.run(a, words[1:])
		}
	}
	for _, act := range actions.All() {
		if verbOf(act) == words[0] || act.ID == words[0] {
			a.command.hide()
			return a.ask(act)
		}
	}
	a.command.problem = fmt.Sprintf("no command “%s”; tab completes, ? lists them", safetext.Truncate(safetext.String(words[0]), 24))
	return nil
}

// defaultWriting is how long :write opens writing when no time is given.
const defaultWriting = 15 * time.Minute

func (a *App) openWriting(args []string) tea.Cmd {
	d := defaultWriting
	if len(args) > 0 {
		var err error
		if d, err = time.ParseDuration(args[0]); err != nil {
			return a.toast(toast.Error, fmt.Sprintf("“%s” is no duration: write 15m or 1h", safetext.String(args[0])))
		}
	}
	if !a.opts.Gate.ReadOnly() && a.opts.Gate.WriteUntil().IsZero() {
		return a.toast(toast.Info, "Writing is open already")
	}
	if err := a.opts.Gate.OpenFor(d); err != nil {
		return a.toast(toast.Error, sentence(err.Error()))
	}
	return tea.Batch(
		a.toast(toast.Warn, "Writing is open for "+when.Span(d)+"; every change still asks first"),
		after(d, writingEnded{}),
	)
}

// writingEnded redraws the badge when the time is over.
type writingEnded struct{}

func (a *App) closeWriting([]string) tea.Cmd {
	a.opts.Gate.Close()
	return a.toast(toast.Info, "Read-only: nothing can be changed")
}

// sentence makes an error's text start with a capital letter.
func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
