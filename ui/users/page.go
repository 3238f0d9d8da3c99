// Package users is the dashboard's page of users: the paginated list with
// its cache, its search box and its views.
package users

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/internal/query"
	"usher/keymap"
	"usher/styles"
	"usher/ui/components/table"
	"usher/ui/errtext"
	"usher/ui/request"
)

// Lister is what the page asks the API for.
type Lister interface {
	List(ctx context.Context, p api.ListUsersParams) ([]*api.User, error)
	Count(ctx context.Context, f api.UserFilter) (int64, error)
}

// Deps is what the page needs from outside.
type Deps struct {
	Base    context.Context //nolint:containedctx // the program's life, parent of every request
	Users   Lister
	Styles  *styles.Styles
	Keys    *keymap.Map
	Now     func() time.Time
	Zone    *time.Location
	After   func(d time.Duration, msg tea.Msg) tea.Cmd
	Pending func(id api.ID) bool // whether an act on the user is under way
	// PageSize is the number of users per request, 1 to 500.
	PageSize int
	// Views are the views in the order of their tabs; none means the built-in
	// ones.
	Views []View
}

func (d Deps) views() []View {
	if len(d.Views) == 0 {
		return BuiltIn()
	}
	return slices.Clone(d.Views)
}

const (
	// debounce is how long typing must pause before the search is sent.
	debounce = 180 * time.Millisecond
	// rest is how long the cursor must rest on rows that are not loaded
	// before they are asked for, once it is flying.
	rest = 60 * time.Millisecond
	// keepListings bounds the listings put aside.
	keepListings = 6
	// countTTL is how long a view's count is shown without asking again.
	countTTL = time.Minute
)

// Page is the users page. It belongs to the goroutine of Update.
type Page struct {
	deps    Deps
	views   []View
	view    int
	list    *listing
	aside   []*listing // most recently left first
	table   *table.Table
	box     searchBox
	counts  counts
	loads   request.Slot
	loading ask // what is under way, zero for nothing
	tallies request.Slot
	flight  flight
	goal    goal
	forward bool // the direction of the last move
	lookup  bool // a pasted identifier is being looked up
	drawn   map[api.ID]drawnRow
	before  []string // the rows as drawn last
	marks   marks
	columns columnState
}

// flight tells a cursor that flies over rows from one that moves: a second
// load within the rest time waits until the cursor rests.
type flight struct {
	seq  int
	last time.Time
}

// Msg is a reply or a timer that belongs to the page.
type Msg interface{ usersMsg() }

// Failed tells that the list could not be read; what was shown stays.
type Failed struct{ Notice errtext.Notice }

// New makes the page; nothing is requested until Init.
func New(d Deps) *Page {
	p := &Page{deps: d, views: d.views(), forward: true, drawn: map[api.ID]drawnRow{}, marks: newMarks()}
	p.box = newSearchBox(d.Styles)
	p.counts = counts{byQuery: map[string]count{}}
	p.list = newListing(p.views[0], query.ParseSearch(""), api.Order{}, d)
	p.table = newTable(d.Styles)
	p.table.SetSource(p)
	p.layColumns()
	return p
}

// Init asks for the first page and for the number of users, at once.
func (p *Page) Init() []tea.Cmd { return []tea.Cmd{p.load(0), p.count()} }

// Update takes the page's own messages.
func (p *Page) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case pageLoaded:
		return p.took(msg)
	case counted:
		return p.tookCount(msg)
	case gathered:
		return p.gathered(msg)
	case tallyDue:
		p.counts.busy = false
		return p.tallyNext()
	case tallied:
		return p.tookTally(msg)
	case typed:
		if msg.seq == p.box.seq {
			return p.apply(query.ParseSearch(p.box.input.Value()), false)
		}
	case rested:
		if msg.seq == p.flight.seq {
			return p.fill()
		}
	case backoff:
		if msg.key == p.list.key && p.list.err != nil && !p.loads.Busy() {
			return p.reload()
		}
	}
	return nil
}

// Current is the user under the cursor; nil while the row is not loaded or a
// pasted identifier is still being looked up, so that no act can hit someone
// else.
func (p *Page) Current() *api.User {
	if p.lookup {
		return nil
	}
	if e, ok := p.list.pages.at(p.table.Cursor()); ok && e != nil {
		return e.user
	}
	return nil
}

// CurrentFetched is when the record under the cursor was read.
func (p *Page) CurrentFetched() time.Time {
	if e, ok := p.list.pages.at(p.table.Cursor()); ok && e != nil {
		return e.fetched
	}
	return time.Time{}
}

// Fetched is when the newest page of the list arrived.
func (p *Page) Fetched() time.Time { return p.list.fetched }

// Replace shows a newer record of a user wherever the page holds it.
func (p *Page) Replace(u *api.User) {
	now := p.deps.Now()
	p.list.pages.replace(u, now)
	if _, marked := p.marks.users[u.ID]; marked {
		p.marks.users[u.ID] = u
	}
	for _, l := range p.aside {
		l.pages.replace(u, now)
	}
}

// Find is the user with an id as the present list shows him; nil when he is
// not loaded.
func (p *Page) Find(id api.ID) *api.User {
	if row, ok := p.list.pages.find(id); ok {
		if e, ok := p.list.pages.at(row); ok && e != nil {
			return e.user
		}
	}
	return nil
}

// Redraw draws a user's row again, after its pending mark changed.
func (p *Page) Redraw(id api.ID) { p.list.pages.redraw(id) }

// MinutePassed draws the rows again, whose relative times have aged.
func (p *Page) MinutePassed() { p.list.pages.redrawAll() }

// Restyle takes over another theme.
func (p *Page) Restyle(s *styles.Styles) {
	p.deps.Styles = s
	p.table.SetStyles(s)
	p.box.input.SetStyles(s)
	clear(p.drawn)
	p.list.pages.redrawAll()
}

// Stale drops the cached counts and listings put aside, after a change that
// may move users between views, and counts anew.
func (p *Page) Stale() tea.Cmd {
	p.forget()
	return p.tallyNext()
}

func (p *Page) forget() {
	p.aside = nil
	p.counts.forget()
}

// Move moves the cursor by rows; it loads what comes into view and what
// comes next in that direction.
func (p *Page) Move(rows int) tea.Cmd {
	p.forward = rows >= 0
	p.table.Move(rows)
	return p.moved()
}

// Scroll moves window and cursor alike by rows.
func (p *Page) Scroll(rows int) tea.Cmd {
	p.forward = rows >= 0
	p.table.Page(rows)
	return p.moved()
}

// Wheel moves the window by rows; the cursor stays in view.
func (p *Page) Wheel(rows int) tea.Cmd {
	p.forward = rows >= 0
	p.table.Wheel(rows)
	return p.moved()
}

// SetSize gives the list its room in cells.
func (p *Page) SetSize(w, h int) { p.table.SetSize(w, h) }

// Focus tells whether the list has the keyboard.
func (p *Page) Focus(on bool) { p.table.Focus(on) }

// Half and Full are the table's half and whole window, in rows.
func (p *Page) Half() int { return max(1, p.table.Visible()/2) }

// Full is the number of rows in the window.
func (p *Page) Full() int { return max(1, p.table.Visible()) }

// Top moves to the first row.
func (p *Page) Top() tea.Cmd {
	p.forward = true
	p.table.SetCursor(0)
	return p.moved()
}

// Click moves the cursor to the row drawn at line y of the list and reports
// whether it was there already.
func (p *Page) Click(y int) (again bool, cmd tea.Cmd) {
	row, ok := p.table.RowAt(y)
	if !ok {
		return false, nil
	}
	again = row == p.table.Cursor()
	p.table.SetCursor(row)
	return again, p.moved()
}

func (p *Page) moved() tea.Cmd {
	p.goal = goal{}
	p.flight.seq++
	_, missing, _ := p.wanted()
	if !missing {
		return p.fill()
	}
	cmd := p.fillAtRest()
	p.flight.last = p.deps.Now()
	return cmd
}

// SetOrder sorts the list.
func (p *Page) SetOrder(o api.Order) tea.Cmd {
	if o.Field == api.OrderCreatedAt && o.Desc {
		o = api.Order{} // the server's own order, under one name
	}
	return p.show(p.list.view, p.list.search, o)
}

// Order is the list's present order.
func (p *Page) Order() api.Order { return p.list.order }

// SelectView shows a view by index; its search box is empty.
func (p *Page) SelectView(i int) tea.Cmd {
	if i < 0 || i >= len(p.views) {
		return nil
	}
	p.view = i
	p.box.set("")
	p.lookup = false
	return p.show(p.views[i], query.ParseSearch(""), p.list.order)
}

// NextView shows the view d tabs further, around the ends.
func (p *Page) NextView(d int) tea.Cmd {
	n := len(p.views)
	return p.SelectView(((p.view+d)%n + n) % n)
}

// ClearSearch empties the search box and goes back to the view; it reports
// whether there was anything to clear.
func (p *Page) ClearSearch() (tea.Cmd, bool) {
	if p.list.search.Text == "" && p.box.input.Value() == "" {
		return nil, false
	}
	p.box.set("")
	return p.apply(query.ParseSearch(""), false), true
}

func (p *Page) apply(s query.Search, lookup bool) tea.Cmd {
	p.lookup = lookup
	if s.Text == p.list.search.Text && !lookup && p.list.err == nil {
		return nil
	}
	return p.show(p.list.view, s, p.list.order)
}

// show puts the present listing aside and shows another: one put aside
// earlier as it was left, a new one from its first page.
func (p *Page) show(v View, s query.Search, order api.Order) tea.Cmd {
	p.leave()
	key := listingKey(v, s, order)
	p.list = nil
	for i, l := range p.aside {
		if l.key == key && !p.lookup {
			p.list = l
			p.aside = append(p.aside[:i], p.aside[i+1:]...)
			break
		}
	}
	if p.list == nil {
		p.list = newListing(v, s, order, p.deps)
	}
	p.table.SetSource(p)
	p.table.SetCursor(p.list.cursor)
	switch {
	case len(p.list.pages.kept) > 0:
		return p.fill()
	case s.Kind == query.Everything:
		return tea.Batch(p.load(0), p.count())
	default:
		// What is searched for mostly fits a page, which tells its own number.
		return p.load(0)
	}
}

func (p *Page) leave() {
	p.stopLoading()
	p.goal = goal{}
	p.tallies.Cancel()
	p.ClearMarks()
	l := p.list
	if len(l.pages.kept) == 0 {
		return
	}
	l.cursor = p.table.Cursor()
	l.pages.shrink(l.cursor)
	p.aside = append([]*listing{l}, p.aside...)
	if len(p.aside) > keepListings {
		p.aside = p.aside[:keepListings]
	}
}

// Refresh reads the rows in view again and replaces the rest when they come.
func (p *Page) Refresh() tea.Cmd {
	p.list.refresh, p.list.counted = true, time.Time{}
	p.forget()
	p.stopLoading()
	return p.reload()
}
