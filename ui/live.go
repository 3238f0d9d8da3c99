package ui

import (
	tea "charm.land/bubbletea/v2"

	"usher/internal/when"
	"usher/ui/components/cmdline"
	"usher/ui/components/helpview"
	"usher/ui/components/toast"
)

// quiet reports whether the list may be read again by itself now: nobody is in
// the middle of something, somebody is looking, and half of the background's
// share of the request rate is free.
func (a *App) quiet() bool {
	if a.away || a.dialogs.Len() > 0 || a.command.Opened() || a.glide.on || a.panes.inside && a.detail.Capturing() {
		return false
	}
	s := a.opts.Client.Stats()
	return s.Waiting == 0 && !s.PausedUntil.After(a.opts.Now()) &&
		(s.BackgroundTotal <= 0 || 2*s.BackgroundUsed <= s.BackgroundTotal)
}

// liveCommand turns the live list on or off.
func (a *App) liveCommand(args string) (tea.Cmd, error) {
	every, resting := a.page.Live()
	if args != "" {
		var err error
		if every, err = when.ParseEvery(args); err != nil {
			return nil, &cmdline.Wrong{Len: len(args), Problem: "write off, or a duration of 10s or more such as 30s"}
		}
	}
	text := "The list is read again only when asked: :live 30s does it by itself"
	switch {
	case every > 0 && resting:
		text = "Read again every " + when.Every(every) + ", but not while a scan is shown"
	case every > 0:
		text = "The rows in view are read again every " + when.Every(every) + "; + is new, ~ has changed, − is gone"
	}
	told := a.toast(toast.Info, text)
	if args == "" {
		return told, nil
	}
	return tea.Batch(a.page.SetLive(every), told), nil
}

// liveWords tell in the header that the list is live.
func (a *App) liveWords() string {
	switch every, resting := a.page.Live(); {
	case every <= 0:
		return ""
	case resting:
		return "live, not in scans"
	default:
		return "live " + when.Every(every)
	}
}

// signs are the legend of what stands before a row.
func signs() []helpview.Row {
	return []helpview.Row{
		{Scope: "Signs", Keys: []string{"▸"}, Desc: "the user the keys act on"},
		{Scope: "Signs", Keys: []string{"✓"}, Desc: "marked"},
		{Scope: "Signs", Keys: []string{"…"}, Desc: "a change is under way"},
		{Scope: "Signs", Keys: []string{"+"}, Desc: "live: new since the last look"},
		{Scope: "Signs", Keys: []string{"~"}, Desc: "live: has changed"},
		{Scope: "Signs", Keys: []string{"−"}, Desc: "live: not in this list any more"},
	}
}
