package users_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

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
	var out []*api.User
	for _, u := range d.people {
		email := u.PrimaryEmail().Unsafe()
		switch {
		case len(f.EmailAddress) > 0 && f.EmailAddress[0] != email:
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
}

func (s *screen) Init() tea.Cmd { return tea.Batch(s.page.Init()...) }

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
	case key.Matches(k, s.keys.Down):
		return s.page.Move(1)
	case key.Matches(k, s.keys.PageDown):
		return s.page.Scroll(s.page.Full())
	case key.Matches(k, s.keys.PageUp):
		return s.page.Scroll(-s.page.Full())
	case key.Matches(k, s.keys.Bottom):
		return s.page.Bottom()
	case key.Matches(k, s.keys.RefreshAll):
		return s.page.Refresh()
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
	s := &screen{keys: keymap.Default()}
	s.page = users.New(deps(t, d, s.keys))
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

func TestTheFirstPageThenItsCountsOnce(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(120)
		dr, _ := start(t, d)
		dr.Contains("person00000")
		dr.Contains("1–22 of 120")
		require.Len(t, d.asked(), 1)
		assert.Equal(t, api.ListUsersParams{Limit: 50}, d.asked()[0])
		assert.Len(t, d.counts, 1, "the other views wait until the first list is drawn")
		dr.Advance(time.Second)
		assert.Len(t, d.counts, 4, "one count for each view, the list's own among them")
	})
}

func TestScrollingPrefetchesByCursorWithoutRepeats(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(400)
		dr, s := start(t, d)
		for range 399 {
			dr.Press("j")
		}
		assert.Equal(t, api.ID("user_person00399"), s.page.Current().ID)
		lists := d.asked()
		require.Len(t, lists, 8, "each page once")
		for i, p := range lists[1:] {
			assert.Zero(t, p.Offset)
			assert.Equal(t, d.people[(i+1)*50-1].ID, p.StartingAfter, "page %d", i+1)
		}
	})
}

func TestAnOtherOrderPagesByOffset(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(200)
		dr, _ := start(t, d)
		dr.Press("s", "G")
		lists := d.asked()
		last := lists[len(lists)-1]
		assert.Equal(t, 150, last.Offset)
		assert.Empty(t, last.StartingAfter)
		dr.Contains("person00199")
	})
}

func TestRowsThatFlewByAreNotAskedFor(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(5000)
		d.delay = 60 * time.Millisecond
		dr, _ := start(t, d)
		dr.Advance(time.Second)
		before := len(d.asked())
		for range 40 {
			dr.Press("pgdown")
			dr.Advance(10 * time.Millisecond)
		}
		dr.Advance(time.Second)
		dr.Contains(fmt.Sprintf("person%05d", 40*22))
		assert.LessOrEqual(t, len(d.asked())-before, 8, "880 rows flew by in 400 ms")
	})
}

func TestTypingAsksOncePerPauseAndDropsStaleAnswers(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(300)
		d.delay = 100 * time.Millisecond
		dr, _ := start(t, d)
		dr.Advance(time.Second)
		before := len(d.asked())
		dr.Press("/")
		dr.Type("person0012")
		assert.Len(t, d.asked(), before, "nothing is sent while typing")
		dr.Advance(200 * time.Millisecond)
		require.Len(t, d.asked(), before+1)
		assert.Equal(t, "person0012", d.asked()[before].Query)
		dr.Type("3")
		assert.Equal(t, 1, d.ended, "the request under way is cancelled by the next letter")
		dr.Advance(time.Second)
		assert.Equal(t, "person00123", d.asked()[before+1].Query)
		dr.Contains("person00123")
		dr.Lacks("person00124")
		dr.Contains("1 of 300")
	})
}

func TestLeavingASearchAsksForNothing(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(300)
		dr, s := start(t, d)
		dr.Press("j", "j", "j")
		dr.Press("/")
		dr.Type("person00123")
		dr.Press("enter")
		assert.Equal(t, api.ID("user_person00123"), s.page.Current().ID)
		before := len(d.asked())
		dr.Press("esc")
		assert.Equal(t, api.ID("user_person00003"), s.page.Current().ID, "back where the cursor stood")
		assert.Len(t, d.asked(), before)
	})
}

func TestAnExactAddressThatNobodyHasIsTriedAsPartial(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(30)
		dr, s := start(t, d)
		dr.Paste("Dear support, erson00007@x.example is me")
		lists := d.asked()
		require.Len(t, lists, 3)
		assert.Equal(t, []string{"erson00007@x.example"}, lists[1].EmailAddress)
		assert.Equal(t, "erson00007@x.example", lists[2].Query)
		assert.Nil(t, s.found, "a near match is never opened by itself")
		assert.Equal(t, 1, s.near)
		dr.Contains("no exact match")
	})
}

func TestAPasteOpensTheOnePersonItNames(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(300)
		d.delay = 50 * time.Millisecond
		dr, s := start(t, d)
		dr.Advance(time.Second)
		dr.Paste("person00200@x.example")
		assert.True(t, s.page.Looking())
		assert.Nil(t, s.page.Current(), "no act can hit the row that was there before")
		dr.Advance(time.Second)
		require.NotNil(t, s.found)
		assert.Equal(t, api.ID("user_person00200"), s.found.ID)
		assert.Equal(t, s.found, s.page.Current())
	})
}

func TestAFailureKeepsTheRows(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(60)
		dr, s := start(t, d)
		d.failure = &api.Error{Op: "GetUserList", Status: 503, Items: []api.ErrorItem{{Code: "service_unavailable"}}, TraceID: "trace1"}
		dr.Press("R")
		dr.Contains("person00000")
		n, banner := s.page.Problem()
		assert.True(t, banner)
		assert.Equal(t, "service_unavailable", n.Code)
		d.failure = nil
		dr.Press("R")
		_, banner = s.page.Problem()
		assert.False(t, banner)
	})
}

func TestStatesWithoutRows(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(0)
		dr, _ := start(t, d)
		dr.Contains("This instance has no users yet.")
		dr.Press("2")
		dr.Contains("“Banned”")
		dr.Press("1", "/")
		dr.Type("zzz")
		dr.Press("enter")
		dr.Contains("Searched for “zzz”")
		dr.Contains("Esc clears the search")
		d.failure = errors.New("boom")
		dr.Press("R")
		dr.Contains("Searched for “zzz”")
	})
}

func TestARefusedCursorFallsBackToOffset(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(200)
		dr, s := start(t, d)
		d.mu.Lock()
		d.failure = &api.Error{Op: "GetUserList", Status: 422, Items: []api.ErrorItem{{Code: "form_param_value_invalid", ParamName: api.NewText("starting_after")}}}
		d.mu.Unlock()
		for range 26 {
			dr.Press("j")
		}
		d.mu.Lock()
		d.failure = nil
		d.mu.Unlock()
		dr.Press("R")
		for range 60 {
			dr.Press("j")
		}
		require.NotNil(t, s.page.Current())
		assert.Equal(t, api.ID("user_person00086"), s.page.Current().ID)
		lists := d.asked()
		assert.NotZero(t, lists[len(lists)-1].Offset+lists[len(lists)-2].Offset)
	})
}
