package ui

import (
	"context"
	"image"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/internal/query"
	"usher/internal/safetext"
	"usher/ui/components/dialog"
	"usher/ui/components/form"
	"usher/ui/components/statusbar"
	"usher/ui/components/toast"
	"usher/ui/detail"
	"usher/ui/filter"
	"usher/ui/searchbox"
	"usher/ui/users"
)

// seenUsers notes the users that arrive, for completing: outside of Update,
// where they are read.
type seenUsers struct {
	users.Lister
	seen *searchbox.Seen
}

// List implements users.Lister.
func (s seenUsers) List(ctx context.Context, p api.ListUsersParams) ([]*api.User, error) {
	got, err := s.Lister.List(ctx, p)
	s.seen.Users(got)
	return got, err
}

// seenDetails notes the organizations that a detail has shown.
type seenDetails struct {
	detail.Loader
	seen *searchbox.Seen
}

// Memberships implements detail.Loader.
func (s seenDetails) Memberships(ctx context.Context, user api.ID, page api.Page) (*api.List[api.Membership], error) {
	got, err := s.Loader.Memberships(ctx, user, page)
	if got != nil {
		for i := range got.Data {
			s.seen.Organization(got.Data[i].Organization.Name, got.Data[i].Organization.Slug)
		}
	}
	return got, err
}

// seenDirectory notes the organizations that a search has named.
type seenDirectory struct {
	query.Directory
	seen *searchbox.Seen
}

// Find implements query.Directory.
func (s seenDirectory) Find(ctx context.Context, name string) ([]query.Organization, error) {
	got, err := s.Directory.Find(ctx, name)
	for _, o := range got {
		s.seen.Organization(o.Name, o.Slug)
	}
	return got, err
}

// popupAt is the room for what the search box has to say, over the top of the
// list.
func (a *App) popupAt() image.Rectangle {
	l := a.layout
	return image.Rect(l.search.Min.X+1, l.search.Max.Y, l.search.Max.X, l.footer.Min.Y)
}

// drawPopup lays it there.
func (a *App) drawPopup(s *screen) {
	at := a.popupAt()
	if lines := a.page.Popup(at.Dx(), at.Dy()); lines != nil {
		s.place(a.styles, strings.Join(lines, "\n"), at.Min.X, at.Min.Y)
	}
}

// clickedPopup takes a click on it; it reports whether it was hit.
func (a *App) clickedPopup(p image.Point) (tea.Cmd, bool) {
	at := a.popupAt()
	lines := a.page.Popup(at.Dx(), at.Dy())
	if !p.In(at) || p.Y >= at.Min.Y+len(lines) {
		return nil, false
	}
	return a.page.ClickPopup(p.Y-at.Min.Y, at.Dy()), true
}

// searchHints are the keys of the search box.
func (a *App) searchHints() []statusbar.Hint {
	m := a.keys
	return []statusbar.Hint{
		{Key: m.Submit.Help().Key, Desc: "search"},
		{Key: m.Complete.Help().Key, Desc: "complete"},
		{Key: m.SearchBack.Help().Key, Desc: "history"},
		{Key: m.Explain.Help().Key, Desc: "explain"},
		{Key: m.Close.Help().Key, Desc: "clear"},
	}
}

// openFilter opens the filter builder with the present search.
func (a *App) openFilter() {
	a.focusList()
	orders := make([]form.Entry, 0, 20)
	for _, o := range users.Orders() {
		e := form.Entry{ID: strings.TrimPrefix(o.String(), "+"), Title: users.OrderName(o)}
		if o.Field == api.OrderCreatedAt && o.Desc {
			e.ID = "" // what there is without sort:
		} else if !o.Cursor() {
			e.Hint = costs
		}
		orders = append(orders, e)
	}
	a.dialogs.Push(filter.New(a.styles, filter.Options{
		ID: dialogFilter, Text: a.page.SearchText(), View: a.page.Narrowing(), Region: a.opts.Region, Orders: orders, Sources: a.seen,
	}), a.opener)
}

// filtered applies what the builder has written.
func (a *App) filtered(r form.Result) tea.Cmd {
	if !r.OK {
		return nil
	}
	return a.page.SearchFor(filter.Text(r.Values, a.opts.Region))
}

// boxSaid takes the messages of the search box.
func (a *App) boxSaid(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case users.Unclear:
		return a.unclear(msg)
	case users.Remark:
		return a.toast(toast.Info, safetext.String(msg.Text))
	case users.Explain:
		return a.explainWhenKnown(msg.Waited)
	case searchbox.Unsaved:
		return a.unsaved(msg.Err)
	}
	return nil
}

// unclear says what of a search was left out, in place of what was said of the
// search before.
func (a *App) unclear(msg users.Unclear) tea.Cmd {
	a.toasts.Drop(toast.Warn, a.leftOut)
	a.leftOut = safetext.String(msg.What)
	if a.leftOut == "" {
		return nil
	}
	return a.toast(toast.Warn, a.leftOut)
}

// unsaved tells once that the history is not kept.
func (a *App) unsaved(err error) tea.Cmd {
	if a.historyFailed {
		return nil
	}
	a.historyFailed = true
	return a.toast(toast.Warn, "Searches are remembered until usher ends: "+safetext.String(err.Error()))
}

// explain shows what the present search becomes.
func (a *App) explain() tea.Cmd { return a.explainWhenKnown(0) }

// How long organizations that a search names are waited for.
const (
	explainTries = 50
	explainPause = 100 * time.Millisecond
)

func (a *App) explainWhenKnown(waited int) tea.Cmd {
	plan := a.page.Plan()
	switch {
	case plan == nil && waited < explainTries:
		return after(explainPause, users.Explain{Waited: waited + 1})
	case plan == nil:
		return a.toast(toast.Warn, "The organization could not be looked up, so what the search becomes is not known")
	case a.dialogs.Len() > 0:
		return nil // something else was begun meanwhile
	}
	e := plan.Explain()
	lines := []string{a.page.Searched()}
	section := func(title string, texts []string) {
		if len(texts) == 0 {
			return
		}
		lines = append(lines, "", title)
		for _, t := range texts {
			lines = append(lines, "· "+safetext.String(strings.TrimSpace(t)))
		}
	}
	section("Asked of the server", e.Request)
	section("Checked here, in what it answers", e.Here)
	section("Worth knowing", e.Notes)
	var wrong []string
	for _, p := range a.page.Problems() {
		wrong = append(wrong, p.What)
	}
	section("Not understood and left out", wrong)
	a.dialogs.Push(dialog.NewMessage(dialogExplain, "What the search becomes", lines...), a.opener)
	return nil
}

// markAll marks all that the list shows, then all that match. What was not
// understood of a search makes it wider than was meant, so that "all" has to
// wait until it is mended.
func (a *App) markAll() tea.Cmd {
	if problems := a.page.Misread(); len(problems) > 0 {
		return a.toast(toast.Warn, "The list shows more than you asked for: mend what is underlined before you mark all")
	}
	return a.page.MarkAll()
}
