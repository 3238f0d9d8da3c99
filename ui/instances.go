package ui

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
	"usher/ui/components/cmdline"
	"usher/ui/components/dialog"
	"usher/ui/components/toast"
)

// Instance is an instance that can be switched to. Its texts come from the
// person's own configuration.
type Instance struct {
	Name string
	// About tells its kind, such as "production"; "" when it is not known.
	About string
	// Off is why it cannot be opened now; "" when it can.
	Off string
	// Open marks the instance of this dashboard.
	Open bool
}

const dialogInstance = "instance"

// instanceMenu lists the instances to switch to.
func (a *App) instanceMenu() {
	entries := make([]dialog.Entry, 0, len(a.opts.Instances))
	selected := ""
	for _, in := range a.opts.Instances {
		e := dialog.Entry{ID: in.Name, Title: safetext.String(in.Name), Hint: safetext.String(in.About), Off: safetext.String(in.Off)}
		if in.Open {
			selected = in.Name
			e.Hint = strings.TrimPrefix(e.Hint+" · now", " · ")
		}
		entries = append(entries, e)
	}
	a.dialogs.Push(dialog.NewPicker(dialog.Picking{
		ID: dialogInstance, Title: "Switch to another instance", Who: instanceHelp(len(entries)), Entries: entries,
		Select: selected, Placeholder: "type to find an instance",
	}), a.opener)
}

// instanceHelp says where further instances come from, as long as there are
// few.
func instanceHelp(n int) string {
	if n > 2 {
		return ""
	}
	return "Name others under “instances:” in the configuration file."
}

// switchTo ends this dashboard for that of another instance. Nobody is to miss
// what becomes of a change under way, so there is no switch before.
func (a *App) switchTo(name string) tea.Cmd {
	for _, in := range a.opts.Instances {
		switch {
		case in.Name != name:
		case in.Open:
			return a.toast(toast.Info, "This is "+safetext.String(name)+" already")
		case in.Off != "":
			return a.toast(toast.Warn, safetext.String(in.Name+" cannot be opened: "+in.Off))
		case a.bulk.Busy():
			return a.toast(toast.Warn, "A batch is under way; Esc stops it, then switch")
		case a.runner.Busy():
			return a.toast(toast.Warn, "A change is under way; switch when it is done")
		default:
			a.opts.SwitchTo(name)
			return tea.Quit
		}
	}
	return nil
}

// instanceOffers completes the names of the instances.
func instanceOffers(a *App, _ string) (from int, offers []cmdline.Offer) {
	words := make([]string, 0, len(a.opts.Instances))
	for _, in := range a.opts.Instances {
		words = append(words, in.Name)
	}
	return 0, cmdline.Words(words...)
}

// instanceCommand switches by name; without one it opens the menu.
func (a *App) instanceCommand(args string) (tea.Cmd, error) {
	if args == "" {
		a.instanceMenu()
		return nil, nil //nolint:nilnil // the menu is open
	}
	for _, in := range a.opts.Instances {
		if in.Name == args {
			return a.switchTo(args), nil
		}
	}
	return nil, errors.New("no instance has this name; @ lists them")
}
