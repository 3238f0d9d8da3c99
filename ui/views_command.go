package ui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"usher/internal/safetext"
	"usher/ui/components/cmdline"
	"usher/ui/components/toast"
	"usher/ui/users"
)

// viewWords are what :view takes, besides the name of a view to go to.
func viewWords() []cmdline.Offer {
	return []cmdline.Offer{
		{Text: "save", Usage: "NAME", Help: "make a view of the present search"},
		{Text: "rename", Usage: "NAME", Help: "rename the present view"},
		{Text: "move", Usage: "N", Help: "put the present view at a place"},
		{Text: "remove", Usage: "[NAME]", Help: "remove a view, the present one"},
		{Text: "restore", Usage: "[NAME]", Help: "bring a removed or built-in view back"},
	}
}

// viewOffers complete :view.
func (a *App) viewOffers(args string) (int, []cmdline.Offer) {
	word, rest, spaced := strings.Cut(args, " ")
	if !spaced {
		return 0, append(viewWords(), a.viewNames()...)
	}
	from := len(args) - len(rest)
	switch word {
	case "remove":
		return from, a.viewNames()
	case "rename":
		return from, []cmdline.Offer{{Text: safetext.String(a.view().Name), Help: "its name now"}}
	case "restore":
		var out []cmdline.Offer
		for _, r := range a.restorable() {
			out = append(out, cmdline.Offer{Text: safetext.String(r.Name), Help: safetext.String(r.Query)})
		}
		return from, out
	case "move":
		var out []cmdline.Offer
		for i := range a.page.Views() {
			out = append(out, cmdline.Offer{Text: strconv.Itoa(i + 1)})
		}
		return from, out
	}
	return 0, a.viewNames()
}

func (a *App) viewNames() []cmdline.Offer {
	var out []cmdline.Offer
	for _, v := range a.page.Views() {
		out = append(out, cmdline.Offer{Text: safetext.String(v.Name), Help: safetext.String(v.Query)})
	}
	return out
}

// viewCommand is :view: it goes to a view, or arranges them.
func (a *App) viewCommand(args string) (tea.Cmd, error) {
	word, rest, _ := strings.Cut(args, " ")
	rest = strings.TrimSpace(rest)
	switch word {
	case "":
		a.viewMenu()
		return nil, nil //nolint:nilnil // a dialog is open
	case "save":
		if rest == "" {
			return a.saveWanted(), nil
		}
		return a.saveView(rest)
	case "rename":
		was := a.view().Name
		cmd, err := a.renameView(was, rest)
		if err != nil {
			return nil, wrongWord(args, min(len(word)+1, len(args)), err.Error())
		}
		return tea.Batch(cmd, a.toast(toast.Success, "“"+safetext.String(was)+"” is now called “"+safetext.String(rest)+"”")), nil
	case "move":
		n, err := strconv.Atoi(rest)
		if err != nil || n < 1 || n > len(a.page.Views()) {
			return nil, wrongWord(args, min(len(word)+1, len(args)), "a place is a number from 1 to "+strconv.Itoa(len(a.page.Views())))
		}
		return a.changeViews(users.MoveView(a.view().Name, n-1), a.present())
	case "remove":
		if rest == "" {
			rest = a.view().Name
		}
		return a.removeView(rest)
	case "restore":
		return a.restoreView(rest)
	}
	i := users.ViewNamed(a.page.Views(), args)
	if i < 0 {
		return nil, wrongWord(args, 0, "no view is called so; save, rename, move, remove and restore change the views")
	}
	return a.page.SelectView(i), nil
}
