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
	"usher/internal/state"
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
	// Held tells why a request under way is not sent yet: it waits for its turn
	// in the budget, or until the server may be asked again after a refusal; nil
	// where nobody knows.
	Held func() (budget bool, refused time.Duration)
	// Quiet reports whether the list may be read again by itself now: nobody is
	// in a dialog or typing, and the request budget has room. nil is always.
	Quiet func() bool
	// PageSize is the number of users per request, 1 to 500.
	PageSize int
	// Region is the country whose phone numbers may be typed without their
	// calling code, "" for none.
	Region string
	// Directory resolves organizations; nil means that there are none.
	Directory query.Directory
	// Sources are what values are completed to, History what was searched for;
	// nil for nothing.
	Sources query.Sources
	History *state.History
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
	// midway is this pause in the middle of a word that is being completed.
	midway = 900 * time.Millisecond
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
	live    live
	back    comeback
	forward bool // the direction of the last move
	lookup  bool // a pasted identifier is being looked up
	drawn   map[api.ID]drawnRow
	before  []string // the rows as drawn last
	marks   marks
	columns columnState
	orgs    organizations
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
	p.box = newSearchBox(d)
	p.counts = counts{byQuery: map[string]count{}}
	p.orgs.known = map[string][]query.Organization{}
	p.list = newListing(p.views[0], query.Parse(""), api.Order{}, d)
	p.table = newTable(d.Styles)
	p.table.SetSource(p)
	p.layColumns()
	return p
}

// Init asks for the first page and for the number of users, at once.
func (p *Page) Init() []tea.Cmd {
	l := p.list
	if len(l.asked.Organizations()) == 0 {
		if plan := l.asked.Plan(p.env()); !plan.Scan && plan.Nobody == "" {
			l.plan = plan
			return p.first()
		}
	}
	return []tea.Cmd{p.begin()}
}

// Update takes the page's own messages.
func (p *Page) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case pageLoaded:
		return p.took(msg)
	case counted:
		return p.tookCount(msg)
	case gathered:
		return p.gathered(msg)
	case scanned:
		return p.tookScan(msg)
	case scanDue:
		return p.scanAgain(msg)
	case named:
		return p.tookNames(msg)
	case tallyDue:
		p.counts.busy = false
		return p.tallyNext()
	case tallied:
		return p.tookTally(msg)
	case typed:
		if msg.seq == p.box.seq {
			return p.apply(p.parse(p.box.value()), false)
		}
	case liveDue:
		return p.liveRound(msg)
	case liveRead:
		return p.tookLive(msg)
	case rested:
		if msg.seq == p.flight.seq {
			return p.fill()
		}
	case backoff:
		if msg.key == p.list.key && p.list.err != nil && p.list.scan == nil && !p.loads.Busy() {
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
	if e, ok := p.list.pages.at(p.table.Cursor()); ok && !stranger(e.user) {
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
	p.marks.replace(u)
	for _, l := range p.aside {
		l.pages.replace(u, now)
	}
}

// Find is the user with an id as the present list shows him; nil when he is
// not loaded.
func (p *Page) Find(id api.ID) *api.User {
	if row, ok := p.list.pages.find(id); ok {
		if e, ok := p.list.pages.at(row); ok && !stranger(e.user) {
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
	p.box.SetStyles(s)
	clear(p.drawn)
	p.list.pages.redrawAll()
}

// Stale drops the cached counts and listings put aside, after a change that
// may move users between views, and counts anew.
func (p *Page) Stale() tea.Cmd {
	p.forget()
	return p.tallyNext()
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
	p.list.seek = "" // who moves does not want to be moved
	p.passed()
	p.flight.seq++
	_, missing, _ := p.wanted()
	if !missing {
		return p.fill()
	}
	cmd := p.fillAtRest()
	p.flight.last = p.deps.Now()
	return cmd
}
