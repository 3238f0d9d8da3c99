package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/internal/query"
	"usher/internal/safetext"
	"usher/ui/components/toast"
	"usher/ui/errtext"
	"usher/ui/request"
)

// resolved is what a paste with several identifiers led to.
type resolved struct {
	gen request.Gen
	got query.Resolved
	err error
}

// lookUp reads a pasted text. One identifier goes to its exact filter;
// several are asked for with one request a kind; a text without any is
// searched for as it is.
func (a *App) lookUp(text string) tea.Cmd {
	a.held = ""
	a.resolving.Cancel()
	paste := query.Identify(text, a.opts.Region)
	if q, ok := paste.Query(); ok {
		return a.page.Lookup(q)
	}
	if paste.Empty() {
		q := query.Pasted(text)
		if q.Text() == "" {
			return a.toast(toast.Info, "Nothing to look up in what was pasted")
		}
		return a.page.Lookup(q)
	}
	ctx, gen := a.resolving.Start(a.base)
	from := query.NewLister(a.opts.Client)
	return tea.Batch(
		a.toast(toast.Info, fmt.Sprintf("Looking up %d identifiers", len(paste.Found))),
		func() tea.Msg {
			got, err := query.Resolve(ctx, from, paste)
			return resolved{gen: gen, got: got, err: err}
		},
	)
}

// tookResolved opens the one person that was found, or lists those that were.
func (a *App) tookResolved(msg resolved) tea.Cmd {
	if !a.resolving.Done(msg.gen) {
		return nil
	}
	a.toasts.DropKind(toast.Info)
	var cmds []tea.Cmd
	if msg.err != nil {
		if n := errtext.Explain(msg.err); !n.Silent {
			cmds = append(cmds, a.failed(n, ""))
		}
	}
	if missing := names(msg.got.Misses); missing != "" {
		cmds = append(cmds, a.toast(toast.Warn, "Nobody has "+missing))
	}
	if user, ok := msg.got.One(); ok {
		return tea.Batch(append(cmds, a.page.Lookup(query.Parse(string(user.ID))))...)
	}
	if len(msg.got.Hits) == 0 {
		a.held = ""
		return tea.Batch(cmds...)
	}
	ids := make([]api.ID, 0, len(msg.got.Hits))
	for _, h := range msg.got.Hits {
		ids = append(ids, h.User.ID)
	}
	a.held = ""
	return tea.Batch(append(cmds, a.page.Lookup(query.Several(ids)))...)
}

// named is how many identifiers a message names.
const named = 3

func names(ids []query.Identifier) string {
	out := make([]string, 0, named+1)
	for i, id := range ids {
		if i == named {
			out = append(out, fmt.Sprintf("%d more", len(ids)-named))
			break
		}
		out = append(out, safetext.Truncate(safetext.String(id.Value), 40))
	}
	return strings.Join(out, ", ")
}
