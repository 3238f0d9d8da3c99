package ui

import (
	"errors"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/internal/safetext"
	"usher/internal/when"
	"usher/ui/actions"
	"usher/ui/components/toast"
)

// command is one word of the command line.
type command struct {
	name, args, help string
	// run does it; an error keeps the line open and points at the arguments.
	run func(a *App, args string) (tea.Cmd, error)
}

// wordError is what is wrong with a command's arguments.
type wordError struct{ problem string }

func (e *wordError) Error() string { return e.problem }

// commands are the words beside the actions, which the command line knows by
// the last part of their id.
func commands() []command {
	plain := func(do func(a *App) tea.Cmd) func(*App, string) (tea.Cmd, error) {
		return func(a *App, _ string) (tea.Cmd, error) { return do(a), nil }
	}
	return []command{
		{"write", "15m", "open writing for a while", (*App).openWriting},
		{"readonly", "", "close writing", plain((*App).closeWriting)},
		{"set", "public.plan=pro", "change one key of the metadata", (*App).setMetadata},
		{"unset", "public.trial", "remove one key of the metadata", (*App).unsetMetadata},
		{"refresh", "", "read the list again", plain(func(a *App) tea.Cmd { return a.page.Refresh() })},
		{"help", "", "show all keys", plain(func(a *App) tea.Cmd { a.showHelp(); return nil })},
		{"quit", "", "leave usher", plain(func(*App) tea.Cmd { return tea.Quit })},
	}
}

// setMetadata changes one key of the user's metadata, after its dialog.
func (a *App) setMetadata(args string) (tea.Cmd, error) {
	return a.quickEdit(args, actions.SetMetadata)
}

func (a *App) unsetMetadata(args string) (tea.Cmd, error) {
	return a.quickEdit(args, actions.UnsetMetadata)
}

func (a *App) quickEdit(args string, read func(*api.User, string) (actions.Review, error)) (tea.Cmd, error) {
	if a.looking() || len(a.page.Marked()) > 0 {
		return a.toast(toast.Warn, "This works on one user who is known; wait for the look-up, or take the marks away"), nil
	}
	u := a.page.Current()
	act := row(metadataID)
	prompt, refusal := a.runner.Ask(act, u)
	if refusal != nil {
		return a.toast(toast.Warn, refusal.Text), nil //nolint:nilerr // refused with a sentence of its own
	}
	review, err := read(u, args)
	if err != nil {
		return nil, err
	}
	if review.Nothing {
		return a.toast(toast.Info, "It is so already"), nil
	}
	a.asking = asking{action: act, user: u, prompt: prompt, input: review.Input}
	a.confirm(dialogAct, prompt.Reviewed(review))
	return nil, nil //nolint:nilnil // a dialog is open, there is nothing else to do
}

// verbOf is how the command line calls an action: "ban" for user.ban.
func verbOf(act actions.Action) string {
	if i := strings.LastIndexByte(act.ID, '.'); i >= 0 {
		return act.ID[i+1:]
	}
	return act.ID
}

// showCommandLine opens the command line.
func (a *App) showCommandLine() { a.command.show("", nil) }

func (a *App) commandKey(msg tea.Msg) tea.Cmd {
	cmd, submitted := a.command.key(msg, a.keys, a.completions)
	if submitted {
		return a.runCommand(a.command.input.Value())
	}
	return cmd
}

// completions are the commands and actions that begin with the text.
func (a *App) completions(text string) []string {
	if text == "" {
		return nil
	}
	var out []string
	offer := func(word string) {
		if strings.HasPrefix(word, text) && word != text {
			out = append(out, word)
		}
	}
	for _, c := range commands() {
		offer(strings.TrimSpace(c.name + " " + c.args))
	}
	if u := a.page.Current(); u != nil && strings.Contains(text, "set ") {
		for _, path := range actions.MetadataPaths(u) {
			offer("set " + path + "=")
			offer("unset " + path)
		}
	}
	for _, act := range actions.All() {
		offer(verbOf(act))
	}
	return out
}

// runCommand does a command; one that is not understood stays in the line
// with what is wrong beside it.
func (a *App) runCommand(text string) tea.Cmd {
	text = strings.TrimSpace(text)
	if text == "" {
		a.command.hide()
		return nil
	}
	word, args, _ := strings.Cut(text, " ")
	for _, c := range commands() {
		if c.name != word {
			continue
		}
		cmd, err := c.run(a, strings.TrimSpace(args))
		if err != nil {
			at := len(word) + 1
			if wrong, ok := errors.AsType[*actions.QuickError](err); ok {
				at += wrong.At
			}
			a.command.refused(err.Error(), at)
			return nil
		}
		a.command.done(text)
		return cmd
	}
	for _, act := range actions.All() {
		if verbOf(act) == word || act.ID == word {
			a.command.done(text)
			return a.ask(act)
		}
	}
	a.command.refused(fmt.Sprintf("no command “%s”; ? lists them", safetext.Truncate(safetext.String(word), 24)), 0)
	return nil
}

// defaultWriting is how long :write opens writing when no time is given.
const defaultWriting = 15 * time.Minute

func (a *App) openWriting(args string) (tea.Cmd, error) {
	d := defaultWriting
	if args != "" {
		var err error
		if d, err = time.ParseDuration(args); err != nil {
			return nil, &wordError{problem: "“" + safetext.String(args) + "” is no duration: write 15m or 1h"}
		}
	}
	if !a.opts.Gate.ReadOnly() && a.opts.Gate.WriteUntil().IsZero() {
		return a.toast(toast.Info, "Writing is open already"), nil
	}
	if err := a.opts.Gate.OpenFor(d); err != nil {
		return nil, &wordError{problem: err.Error()}
	}
	return tea.Batch(
		a.toast(toast.Warn, "Writing is open for "+when.Span(d)+"; every change still asks first"),
		after(d, writingEnded{}),
	), nil
}

// writingEnded redraws the badge when the time is over.
type writingEnded struct{}

func (a *App) closeWriting() tea.Cmd {
	a.opts.Gate.Close()
	return a.toast(toast.Info, "Read-only: nothing can be changed")
}

// sentence makes a text start with a capital letter.
func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
