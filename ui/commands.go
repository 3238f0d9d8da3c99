package ui

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/internal/safetext"
	"usher/internal/when"
	"usher/styles"
	"usher/ui/actions"
	"usher/ui/components/cmdline"
	"usher/ui/components/toast"
	"usher/ui/users"
)

// command is one row of the command line's table. Completion, palette, help
// and the README read the rows; a new command is one row of [commands].
type command struct {
	name  string // the word, in small letters
	usage string // what it takes, as it is shown: "PATH=TEXT", "[15m]" when it may be left out
	help  string // what it does, a few words without a full stop
	// complete tells what may come next and from which byte of the arguments
	// on it stands; the line keeps the offers that fit what is typed there.
	// nil when nothing can be offered. It does no I/O.
	complete func(a *App, args string) (from int, offers []cmdline.Offer)
	// run does it. args has no blanks around it. An error keeps the line open:
	// a *cmdline.Wrong, or what [wrongWord] makes, points at a part of args,
	// any other at all of it.
	run func(a *App, args string) (tea.Cmd, error)
}

// commands are the rows, in the order of the help. The actions are commands
// too, each by the word of [actionWords].
func commands() []command {
	return []command{
		{"write", "[15m]", "open writing for a while", one(cmdline.Words("5m", "15m", "30m", "1h", "2h")...), (*App).openWriting},
		{"readonly", "", "close writing", nil, plain((*App).closeWriting)},
		{"set", "PATH=TEXT or PATH:=JSON", "change one key of the metadata", (*App).setOffers, (*App).setMetadata},
		{"unset", "PATH", "remove one key of the metadata", (*App).unsetOffers, (*App).unsetMetadata},
		{"sort", "[ORDER]", "sort the list", sortOffers, (*App).sortCommand},
		{"view", "[NAME]", "go to a view; save, rename, move, remove or restore one", (*App).viewOffers, (*App).viewCommand},
		{"columns", "[name,email:30,public.plan]", "choose, order and size the columns", (*App).columnOffers, (*App).columnsCommand},
		{"filter", "", "fill in a form that writes the search", nil, plain(func(a *App) tea.Cmd { a.openFilter(); return nil })},
		{"explain", "", "tell what the search becomes", nil, plain((*App).explain)},
		{"copy", "[id]", "copy the id, e-mail, url, json or summary", one(copyOffers()...), (*App).copyCommand},
		{"why", "", "tell why they cannot sign in", nil, plain((*App).askWhy)},
		{"undo", "", "undo the last change", nil, plain((*App).askUndo)},
		{"row", "NUMBER", "go to a row of the list; the number alone does too", nil, (*App).goToRow},
		{"drafts", "", "show what was typed and not sent", nil, plain((*App).listDrafts)},
		{"live", "[30s|off]", "read the rows in view again by themselves", one(cmdline.Words("10s", "30s", "1m", "5m", "off")...), (*App).liveCommand},
		{"refresh", "", "read the list again", nil, plain(func(a *App) tea.Cmd { return a.page.Refresh() })},
		{"instance", "[NAME]", "switch to another instance", instanceOffers, (*App).instanceCommand},
		{"theme", "dark|light", "change the colours until usher ends", one(cmdline.Words("dark", "light")...), (*App).themeCommand},
		{"help", "[WORD]", "show keys, actions and commands", nil, func(a *App, args string) (tea.Cmd, error) { a.showHelp(args); return nil, nil }}, //nolint:nilnil // the help is open
		{"quit", "", "leave usher", nil, plain(func(*App) tea.Cmd { return tea.Quit })},
	}
}

// Reference is a row of the table of commands, for the documents.
type Reference struct{ Name, Usage, Help string }

// Commands lists the words of the command line beside the actions.
func Commands() []Reference {
	var out []Reference
	for _, c := range commands() {
		out = append(out, Reference{c.name, c.usage, c.help})
	}
	return out
}

// CommandWord is how the command line calls an action.
func CommandWord(act actions.Action) string {
	for _, n := range actionWords() {
		if n.ID == act.ID {
			return n.word
		}
	}
	return act.ID
}

// plain is the run of a command that takes nothing.
func plain(do func(a *App) tea.Cmd) func(*App, string) (tea.Cmd, error) {
	return func(a *App, args string) (tea.Cmd, error) {
		if args != "" {
			return nil, wrongWord(args, 0, "nothing more is expected here")
		}
		return do(a), nil
	}
}

// one is the completion of a command that takes one of a few words.
func one(offers ...cmdline.Offer) func(*App, string) (int, []cmdline.Offer) {
	return func(*App, string) (int, []cmdline.Offer) { return 0, offers }
}

// wrongWord is an error about the word of args that begins at byte at.
func wrongWord(args string, at int, problem string) *cmdline.Wrong {
	word, _, _ := strings.Cut(args[at:], " ")
	return &cmdline.Wrong{At: at, Len: len(word), Problem: problem}
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

// setOffers are the keys that the user's metadata has, then the value that
// stands there now.
func (a *App) setOffers(args string) (int, []cmdline.Offer) {
	_, offers := a.unsetOffers(args)
	for i := range offers {
		offers[i].Text += "="
	}
	return 0, offers
}

func (a *App) unsetOffers(string) (int, []cmdline.Offer) {
	var out []cmdline.Offer
	if u := a.page.Current(); u != nil {
		for _, path := range actions.MetadataPaths(u) {
			out = append(out, cmdline.Offer{Text: path})
		}
	}
	return 0, out
}

// sortOffers are the orders by name.
func sortOffers(a *App, _ string) (int, []cmdline.Offer) {
	var out []cmdline.Offer
	for _, o := range users.Orders() {
		offer := cmdline.Offer{Text: users.OrderName(o)}
		if offer.Text == users.OrderName(a.page.Order()) {
			offer.Help = "now"
		}
		out = append(out, offer)
	}
	return 0, out
}

func (a *App) sortCommand(args string) (tea.Cmd, error) {
	if args == "" {
		a.sortMenu()
		return nil, nil //nolint:nilnil // the menu is open
	}
	names := make([]string, 0, 20)
	for i, o := range users.Orders() {
		if strings.EqualFold(users.OrderName(o), args) {
			return a.sortBy(strconv.Itoa(i)), nil
		}
		names = append(names, users.OrderName(o))
	}
	return nil, &cmdline.Wrong{Len: len(args), Problem: "there is no such order", Instead: nearest(args, names)}
}

func copyOffers() []cmdline.Offer {
	return cmdline.Words(copyID, copyEmail, copyURL, copyJSON, copyNote)
}

func (a *App) copyCommand(args string) (tea.Cmd, error) {
	switch what := cmp.Or(args, copyID); what {
	case copyID, copyEmail, copyURL, copyJSON, copyNote:
		return a.copyChosen(what), nil
	}
	return nil, &cmdline.Wrong{Len: len(args), Problem: "id, email, url, json or summary can be copied"}
}

// themeCommand changes the ground that the colours are made for.
func (a *App) themeCommand(args string) (tea.Cmd, error) {
	theme := a.styles.Theme
	switch args {
	case "dark":
		theme.Mode = styles.Dark
	case "light":
		theme.Mode = styles.Light
	default:
		return nil, &cmdline.Wrong{Len: len(args), Problem: "a theme is dark or light"}
	}
	a.retheme(theme)
	return nil, nil //nolint:nilnil // the next frame shows it
}

// defaultWriting is how long :write opens writing when no time is given.
const defaultWriting = 15 * time.Minute

func (a *App) openWriting(args string) (tea.Cmd, error) {
	d := defaultWriting
	if args != "" {
		var err error
		if d, err = time.ParseDuration(args); err != nil {
			return nil, &cmdline.Wrong{Len: len(args), Problem: "“" + safetext.String(args) + "” is no duration: write 15m or 1h"}
		}
	}
	if !a.opts.Gate.ReadOnly() && a.opts.Gate.WriteUntil().IsZero() {
		return a.toast(toast.Info, "Writing is open already"), nil
	}
	if err := a.opts.Gate.OpenFor(d); err != nil {
		return nil, &cmdline.Wrong{Len: len(args), Problem: err.Error()}
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
