package users_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/internal/query"
	"usher/internal/uitest"
	"usher/keymap"
	"usher/styles"
	"usher/ui/users"
)

// directory is a server of users in memory that keeps a record of what was
// asked.
type directory struct {
	mu      sync.Mutex
	people  []*api.User
	lists   []api.ListUsersParams
	counts  []api.UserFilter
	delay   time.Duration
	failure error           // answers every list while set
	ended   int             // lists whose context ended before the answer
	refuse  map[api.ID]bool // cursors of users who are gone
	// ignore answers as if there were no filter; stray users come at the head
	// of every answer beside those that were asked for.
	ignore bool
	stray  []*api.User
	// open are the lists whose answer is awaited, most the most that were at
	// once.
	open []context.Context //nolint:containedctx // watched, not used
	most int
}

func newDirectory(n int) *directory {
	d := &directory{}
	for i := range n {
		d.people = append(d.people, person(i))
	}
	return d
}

func person(i int) *api.User {
	name := fmt.Sprintf("person%05d", i)
	return &api.User{
		ID: api.ID("user_" + name), FirstName: api.NewText(name),
		EmailAddresses: []api.EmailAddress{{ID: api.ID("idn_" + name), EmailAddress: api.NewText(name + "@x.example")}},
		PrimaryEmailID: api.ID("idn_" + name),
	}
}

func (d *directory) match(f api.UserFilter) []*api.User {
	if d.ignore {
		return d.people
	}
	out := append([]*api.User(nil), d.stray...)
	for _, u := range d.people {
		email := u.PrimaryEmail().Unsafe()
		switch {
		case len(f.EmailAddress) > 0 && f.EmailAddress[0] != email:
		case f.EmailAddressQuery != "" && !strings.Contains(email, f.EmailAddressQuery):
		case f.Query != "" && !strings.Contains(email, f.Query):
		case f.Banned != nil && *f.Banned != u.Banned:
		case !f.CreatedAtAfter.IsZero(), !f.LastActiveAtBefore.IsZero():
		default:
			out = append(out, u)
		}
	}
	return out
}

func (d *directory) wait(ctx context.Context) error {
	select {
	case <-time.After(d.delay):
		return nil
	case <-ctx.Done():
		d.mu.Lock()
		d.ended++
		d.mu.Unlock()
		return ctx.Err()
	}
}

func (d *directory) List(ctx context.Context, p api.ListUsersParams) ([]*api.User, error) {
	d.mu.Lock()
	d.lists = append(d.lists, p)
	failure := d.failure
	d.open = append(slices.DeleteFunc(d.open, func(c context.Context) bool { return c.Err() != nil }), ctx)
	d.most = max(d.most, len(d.open))
	d.mu.Unlock()
	if err := d.wait(ctx); err != nil {
		return nil, err
	}
	if d.refuse[p.StartingAfter] {
		failure = &api.Error{Op: "GetUserList", Status: 422, Items: []api.ErrorItem{{Code: "form_resource_not_found", ParamName: api.NewText("starting_after")}}}
	}
	if failure != nil {
		return nil, failure
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	all := slices.Clone(d.match(p.UserFilter))
	if p.Order == (api.Order{Field: api.OrderCreatedAt}) || p.Order == (api.Order{Field: api.OrderUsername, Desc: true}) {
		slices.Reverse(all)
	}
	from := p.Offset
	for i, u := range all {
		if p.StartingAfter != "" && u.ID == p.StartingAfter {
			from = i + 1
		}
	}
	from = min(from, len(all))
	return all[from:min(from+p.Limit, len(all))], nil
}

func (d *directory) Count(ctx context.Context, f api.UserFilter) (int64, error) {
	d.mu.Lock()
	d.counts = append(d.counts, f)
	d.mu.Unlock()
	if err := d.wait(ctx); err != nil {
		return 0, err
	}
	return int64(len(d.match(f))), nil
}

// screen is a page as a program of its own.
type screen struct {
	page  *users.Page
	keys  *keymap.Map
	found *api.User
	near  int
	fails int
	live  time.Duration
	said  []string // what the page had to say beside the list
}

func (s *screen) Init() tea.Cmd {
	return tea.Batch(append(s.page.Init(), s.page.SetLive(s.live))...)
}

func (s *screen) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case users.Msg:
		return s, s.page.Update(msg)
	case users.Found:
		s.found = msg.User
	case users.NotFound:
		s.near = msg.Near
	case users.Failed:
		s.fails++
	case users.Remark:
		s.said = append(s.said, msg.Text)
	case users.GatherEnded:
		s.said = append(s.said, msg.Text)
	case tea.WindowSizeMsg:
		s.page.SetSize(msg.Width, msg.Height-1)
	case tea.PasteMsg:
		return s, s.page.Lookup(query.Pasted(msg.Content))
	case tea.KeyPressMsg:
		return s, s.press(msg)
	}
	return s, nil
}

func (s *screen) press(k tea.KeyPressMsg) tea.Cmd {
	switch {
	case s.page.Searching():
		return s.page.SearchKey(k)
	case key.Matches(k, s.keys.Search):
		s.page.OpenSearch()
	case key.Matches(k, s.keys.Up):
		return s.page.Move(-1)
	case key.Matches(k, s.keys.Down):
		return s.page.Move(1)
	case key.Matches(k, s.keys.PageDown):
		return s.page.Scroll(s.page.Full())
	case key.Matches(k, s.keys.PageUp):
		return s.page.Scroll(-s.page.Full())
	case key.Matches(k, s.keys.Top):
		return s.page.Top()
	case key.Matches(k, s.keys.Bottom):
		return s.page.Bottom()
	case key.Matches(k, s.keys.RefreshAll):
		return s.page.Refresh()
	case key.Matches(k, s.keys.Mark):
		return s.page.Mark()
	case key.Matches(k, s.keys.MarkRange):
		s.page.MarkRange()
	case key.Matches(k, s.keys.MarkAll):
		return s.page.MarkAll()
	case key.Matches(k, s.keys.Scan):
		cmd, why := s.page.ToggleScan()
		if why != "" {
			s.said = append(s.said, why)
		}
		return cmd
	case key.Matches(k, s.keys.Back) && s.page.StopScan():
	case key.Matches(k, s.keys.Back):
		cmd, _ := s.page.ClearSearch()
		return cmd
	case key.Matches(k, s.keys.Sort):
		return s.page.SetOrder(api.Order{Field: api.OrderUsername})
	}
	for i, b := range s.keys.Views {
		if key.Matches(k, b) {
			return s.page.SelectView(i)
		}
	}
	return nil
}

func (s *screen) View() tea.View {
	line, _ := s.page.SearchLine(80)
	return tea.NewView(strings.Join(append(s.page.View(80, 23), line+s.page.StatusLine()), "\n"))
}

func start(t *testing.T, d *directory) (*uitest.Driver, *screen) {
	t.Helper()
	return startWith(t, d, nil)
}

// startWith starts a page that finds organizations in a directory of its own.
func startWith(t *testing.T, d *directory, orgs query.Directory) (*uitest.Driver, *screen) {
	t.Helper()
	s := &screen{keys: keymap.Default()}
	own := deps(t, d, s.keys)
	own.Directory = orgs
	s.page = users.New(own)
	return uitest.New(t, s, uitest.AnyFit()), s
}

func deps(t *testing.T, d *directory, keys *keymap.Map) users.Deps {
	t.Helper()
	return users.Deps{
		Base: t.Context(), Users: d, Styles: styles.New(styles.Theme{}), Keys: keys, Now: time.Now, Zone: time.UTC,
		PageSize: 50, After: func(d time.Duration, msg tea.Msg) tea.Cmd {
			return tea.Tick(d, func(time.Time) tea.Msg { return msg })
		},
	}
}

func (d *directory) asked() []api.ListUsersParams {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]api.ListUsersParams(nil), d.lists...)
}

// fail answers every list with an error, until nil.
func (d *directory) fail(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.failure = err
}
