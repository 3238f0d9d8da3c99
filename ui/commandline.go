package ui

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"usher/internal/misspelt"
	"usher/internal/safetext"
	"usher/ui/actions"
	"usher/ui/components/cmdline"
	"usher/ui/searchbox"
)

func (a *App) newCommandLine() *cmdline.Line {
	return cmdline.New(cmdline.Deps{
		Styles: a.styles, Keys: a.keys, Complete: a.completions, History: a.opts.State.Commands(),
		Placeholder: "a command, such as write 15m, set public.plan=pro or ban",
	})
}

// showCommandLine opens the command line with a text in it.
func (a *App) showCommandLine(text string) { a.command.Open(text) }

func (a *App) commandKey(msg tea.Msg) tea.Cmd {
	cmd, event := a.command.Update(msg)
	if event == cmdline.Submitted {
		return a.runCommand(a.command.Value())
	}
	return cmd
}

// completions are what may come next on the command line: a word, then what
// that word takes.
func (a *App) completions(text string) (from int, offers []cmdline.Offer) {
	word, args, spaced := strings.Cut(text, " ")
	if !spaced {
		return 0, cmdline.Begins(a.commandOffers(word != ""), word)
	}
	c, known := findCommand(word)
	if !known || c.complete == nil {
		return len(text), nil
	}
	at, offers := c.complete(a, args)
	from = len(word) + 1 + at
	return from, cmdline.Begins(offers, text[from:])
}

// commandOffers are the commands, and behind them the actions once something
// was typed: there are too many to begin with.
func (a *App) commandOffers(acts bool) []cmdline.Offer {
	var out []cmdline.Offer
	for _, c := range commands() {
		out = append(out, cmdline.Offer{Text: c.name, Usage: c.usage, Help: c.help})
	}
	if !acts {
		return out
	}
	u := a.page.Current()
	for _, act := range actionWords() {
		o := cmdline.Offer{Text: act.word, Help: act.Title}
		if _, refusal := a.runner.Ask(act.Action, u); refusal != nil {
			o.Off = refusal.Short()
		}
		out = append(out, o)
	}
	return out
}

// findCommand finds a row by its word.
func findCommand(word string) (command, bool) {
	for _, c := range commands() {
		if c.name == word {
			return c, true
		}
	}
	return command{}, false
}

// runCommand does a command; one that is not understood stays in the line,
// with what is wrong below the word.
func (a *App) runCommand(text string) tea.Cmd {
	trimmed := strings.TrimSpace(text)
	if trimmed == "" {
		a.command.Close()
		return nil
	}
	word, rest, _ := strings.Cut(trimmed, " ")
	args := strings.TrimSpace(rest)
	if isRow(trimmed) {
		word, args = "row", trimmed
	}
	if c, known := findCommand(word); known {
		cmd, err := c.run(a, args)
		if err != nil {
			at := strings.Index(text, trimmed) + len(trimmed) - len(args)
			a.command.Refuse(pointAt(err, at, len(args)))
			return nil
		}
		return tea.Batch(cmd, a.commandDone(remembered(trimmed)))
	}
	for _, act := range actionWords() {
		if act.word != word && act.ID != word {
			continue
		}
		if args != "" {
			a.command.Refuse(&cmdline.Wrong{At: strings.LastIndex(text, args), Len: len(args), Problem: "“" + word + "” takes nothing more; its dialog asks for what it needs"})
			return nil
		}
		return tea.Batch(a.commandDone(trimmed), a.ask(act.Action))
	}
	a.command.Refuse(&cmdline.Wrong{
		At: strings.Index(text, word), Len: len(word), Instead: nearestCommand(word),
		Problem: fmt.Sprintf("there is no command “%s”", safetext.Truncate(safetext.String(word), 24)),
	})
	return nil
}

// commandDone closes the line and writes down what was typed, for the next
// start of usher.
func (a *App) commandDone(text string) tea.Cmd {
	if !a.command.Done(text) {
		return nil
	}
	history := a.opts.State.Commands()
	return func() tea.Msg {
		if err := history.Flush(); err != nil {
			return searchbox.Unsaved{Err: err}
		}
		return nil
	}
}

// remembered is what the history keeps of a command: what was set may be
// secret.
func remembered(text string) string {
	if path, _, hasValue := strings.Cut(text, "="); hasValue {
		return path + "="
	}
	return text
}

// pointAt turns what is wrong with the arguments, which begin at byte at of
// the line, into an error of the line.
func pointAt(err error, at, length int) *cmdline.Wrong {
	if w, ok := errors.AsType[*cmdline.Wrong](err); ok {
		moved := *w
		moved.At += at
		return &moved
	}
	if q, ok := errors.AsType[*actions.QuickError](err); ok {
		return &cmdline.Wrong{At: at + q.At, Len: q.Len, Problem: q.Problem}
	}
	return &cmdline.Wrong{At: at, Len: length, Problem: err.Error()}
}

// worded is an action with its word.
type worded struct {
	actions.Action
	word string
}

// actionWords are how the command line calls the actions: “ban” for user.ban.
// Words that mean several things belong to the user; those that say nothing
// alone, such as org.add, are the whole id.
func actionWords() []worded {
	all := actions.All()
	same := map[string]int{}
	for _, act := range all {
		same[verbOf(act)]++
	}
	out := make([]worded, 0, len(all))
	for _, act := range all {
		verb := verbOf(act)
		n := worded{act, verb}
		_, command := findCommand(verb)
		switch strings.TrimSuffix(act.ID, "."+verb) {
		case "user":
			if command {
				n.word = act.ID
			}
		case "org", "session", "device", "link":
			n.word = act.ID
		default:
			if command || same[verb] > 1 {
				n.word = act.ID
			}
		}
		out = append(out, n)
	}
	return out
}

func verbOf(act actions.Action) string {
	return act.ID[strings.LastIndexByte(act.ID, '.')+1:]
}

// nearestCommand is the word that was probably meant; "" when none is near.
func nearestCommand(word string) string {
	var words []string
	for _, c := range commands() {
		words = append(words, c.name)
	}
	for _, act := range actionWords() {
		words = append(words, act.word)
	}
	return nearest(word, words)
}

// nearest is the word that begins with what was typed, holds it, or differs
// from it by a slip of the fingers; "" when none is near.
func nearest(typed string, words []string) string {
	typed = strings.ToLower(typed)
	slips := func(w string) int {
		switch {
		case strings.HasPrefix(w, typed) || strings.HasPrefix(typed, w):
			return 0
		case strings.Contains(w, typed):
			return 1
		default:
			return misspelt.Distance(typed, w) + 1
		}
	}
	if len(words) == 0 || len(typed) < 2 {
		return ""
	}
	best := slices.MinFunc(words, func(x, y string) int {
		return cmp.Or(cmp.Compare(slips(x), slips(y)), cmp.Compare(len(x), len(y)))
	})
	if slips(best) > 1+max(1, len(typed)/3) {
		return ""
	}
	return best
}
