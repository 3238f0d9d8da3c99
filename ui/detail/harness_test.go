package detail

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/internal/audit"
	"usher/internal/uitest"
	"usher/keymap"
	"usher/styles"
)

// loader answers from memory and remembers what it was asked.
type loader struct {
	mu          sync.Mutex
	delay       time.Duration
	memberships []api.Membership
	invitations []api.OrganizationInvitation
	sessions    []api.Session
	fail        map[string]error // by list, or by "list offset"
	calls       []string
	cancelled   int
}

func answer[T any](ctx context.Context, l *loader, name string, user api.ID, p api.Page, all []T) (*api.List[T], error) {
	l.mu.Lock()
	l.calls = append(l.calls, fmt.Sprintf("%s %s %d+%d", name, user, p.Offset, p.Limit))
	delay, err := l.delay, l.fail[name]
	if e, ok := l.fail[fmt.Sprintf("%s %d", name, p.Offset)]; ok {
		err = e
	}
	l.mu.Unlock()
	select {
	case <-time.After(delay):
	case <-ctx.Done():
		l.mu.Lock()
		l.cancelled++
		l.mu.Unlock()
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	from := min(p.Offset, len(all))
	return &api.List[T]{Data: all[from:min(from+p.Limit, len(all))], TotalCount: int64(len(all))}, nil
}

func (l *loader) Memberships(ctx context.Context, user api.ID, p api.Page) (*api.List[api.Membership], error) {
	return answer(ctx, l, "memberships", user, p, l.memberships)
}

func (l *loader) Invitations(ctx context.Context, user api.ID, status string, p api.Page) (*api.List[api.OrganizationInvitation], error) {
	if status == "" {
		return answer(ctx, l, "invitations", user, p, l.invitations)
	}
	var some []api.OrganizationInvitation
	for _, v := range l.invitations {
		if v.Status.Is(status) {
			some = append(some, v)
		}
	}
	return answer(ctx, l, "invitations of "+status, user, p, some)
}

func (l *loader) Sessions(ctx context.Context, user api.ID, p api.Page) (*api.List[api.Session], error) {
	return answer(ctx, l, "sessions", user, p, l.sessions)
}

func (l *loader) asked() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]string{}, l.calls...)
}

// small is a loader with a few of everything.
func small() *loader {
	return &loader{
		delay:       40 * time.Millisecond,
		memberships: []api.Membership{membership(1), membership(2)},
		invitations: []api.OrganizationInvitation{invitation(1, "accepted"), invitation(2, "pending"), invitation(3, "quantum")},
		sessions:    []api.Session{session(1, "active"), session(2, "revoked")},
	}
}

// offset makes the clock of a bubble, which starts in 2000, show the time of
// the fixtures.
func offset() func() time.Time {
	start := time.Now()
	return func() time.Time { return at.Add(time.Since(start)) }
}

// audited is the audit log of the fixtures.
func audited(_ context.Context, user api.ID) ([]Event, error) {
	if user != alice().ID {
		return nil, nil
	}
	return []Event{
		{ID: "1", At: at.Add(-50 * time.Minute), Title: "Unlock", Operator: "ann", Reason: "ticket 42", Result: audit.Done},
		{ID: "2", At: at.Add(-49 * time.Minute), Title: "Lock", Operator: "ann", Result: audit.Done, Undoes: true},
		{ID: "3", At: at.Add(-48 * time.Minute), Title: "Ban", Operator: "b\x1b[31mob", Reason: "spam\nwave", Result: audit.Refused, Detail: "The plan lacks it."},
		{ID: "4", At: at.Add(-47 * time.Minute), Title: "Unban"},
	}, nil
}

func newPane(l Loader, w, h int) *Pane {
	p := New(Deps{Loader: l, Styles: styles.New(styles.Theme{}), Keys: keymap.Default(), Now: offset(), Zone: cet, Audit: audited})
	p.SetSize(w, h)
	return p
}

// model lets the driver drive a pane.
type model struct{ p *Pane }

// doMsg runs something inside Update, as a page would.
type doMsg func(*Pane) tea.Cmd

func (model) Init() tea.Cmd { return nil }

func (m model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case doMsg:
		return m, msg(m.p)
	case tea.WindowSizeMsg:
		m.p.SetSize(msg.Width, msg.Height)
	default:
		return m, m.p.Update(msg)
	}
	return m, nil
}

func (m model) View() tea.View { return tea.NewView(m.p.View()) }

// drive runs a scenario on a pane with the focus.
func drive(t *testing.T, l Loader, w, h int, scenario func(t *testing.T, d *uitest.Driver, p *Pane)) {
	t.Helper()
	uitest.Run(t, func(t *testing.T) {
		p := newPane(l, w, h)
		p.Focus(true)
		scenario(t, uitest.New(t, model{p}, uitest.Size(w, h)), p)
	})
}

func show(d *uitest.Driver, u *api.User) {
	d.Send(doMsg(func(p *Pane) tea.Cmd { return p.SetUser(u, p.now()) }))
}

func tabTo(d *uitest.Driver, id TabID) {
	d.Send(doMsg(func(p *Pane) tea.Cmd { return p.SelectTab(id) }))
}
