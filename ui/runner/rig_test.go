package runner_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/audit"
	"usher/internal/guard"
	"usher/ui/actions"
	"usher/ui/runner"
)

var noon = time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC)

// server is a backend of one user. Each name in script is answered by its
// functions in turn; without any the call just works.
type server struct {
	actions.Backend
	mu     sync.Mutex
	user   api.User
	calls  []string
	script map[string][]func(ctx context.Context, s *server) error
}

func newServer() *server {
	return &server{
		user: api.User{
			ID: "user_1", FirstName: api.NewText("Alice"), LastName: api.NewText("Johnson"),
			PublicMetadata: []byte(`{"plan":"free"}`), TOTPEnabled: true,
		},
		script: map[string][]func(context.Context, *server) error{},
	}
}

func (s *server) next(name string) func(context.Context, *server) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, name)
	if fs := s.script[name]; len(fs) > 0 {
		s.script[name] = fs[1:]
		return fs[0]
	}
	return nil
}

func (s *server) do(ctx context.Context, name string, change func(*api.User)) (*api.User, error) {
	if f := s.next(name); f != nil {
		if err := f(ctx, s); err != nil {
			return nil, err
		}
	}
	return s.set(change), nil
}

func (s *server) set(change func(*api.User)) *api.User {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.user)
	u := s.user
	return &u
}

func (s *server) called() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string{}, s.calls...)
}

func banUser(u *api.User)   { u.Banned = true }
func unbanUser(u *api.User) { u.Banned = false }

func (s *server) GetUser(ctx context.Context, _ api.ID) (*api.User, error) {
	return s.do(ctx, "get", func(*api.User) {})
}

func (s *server) BanUser(ctx context.Context, _ api.ID) (*api.User, error) {
	return s.do(ctx, "ban", banUser)
}

func (s *server) UnbanUser(ctx context.Context, _ api.ID) (*api.User, error) {
	return s.do(ctx, "unban", unbanUser)
}

func (s *server) LockUser(ctx context.Context, _ api.ID) (*api.User, error) {
	return s.do(ctx, "lock", func(u *api.User) { u.Locked = true })
}

func (s *server) UnlockUser(ctx context.Context, _ api.ID) (*api.User, error) {
	return s.do(ctx, "unlock", func(u *api.User) { u.Locked = false })
}

func (s *server) DisableMFA(ctx context.Context, _ api.ID) error {
	_, err := s.do(ctx, "mfa", func(u *api.User) { u.TOTPEnabled = false })
	return err
}

func (s *server) MergeMetadata(ctx context.Context, _ api.ID, m api.Metadata) (*api.User, error) {
	return s.do(ctx, "merge", func(u *api.User) { u.PublicMetadata = m.Public })
}

// rig is a runner with a fake of everything around it.
type rig struct {
	*runner.Runner
	server *server
	gate   *guard.Gate
	log    *audit.Memory
	now    time.Time
	pauses []time.Duration
	env    actions.Env
}

func newRig(t *testing.T, change ...func(*runner.Deps, *rig)) *rig {
	t.Helper()
	r := &rig{server: newServer(), now: noon}
	clock := func() time.Time { return r.now }
	r.gate = guard.New(guard.Options{Now: clock})
	r.log = audit.NewMemory(audit.Options{Now: clock})
	d := runner.Deps{
		Backend: r.server, Gate: r.gate, Audit: r.log, Now: clock,
		Env: func() actions.Env { return r.env },
		Pause: func(ctx context.Context, d time.Duration) error {
			r.pauses = append(r.pauses, d)
			return ctx.Err()
		},
	}
	for _, f := range change {
		f(&d, r)
	}
	r.Runner = runner.New(d)
	return r
}

// alice is the user as the list shows her now.
func (r *rig) alice() *api.User { return r.server.set(func(*api.User) {}) }

func action(t *testing.T, id string) actions.Action {
	t.Helper()
	a, ok := actions.ByID(id)
	require.True(t, ok)
	return a
}

// finish runs a command to its Done; of a run that reports, the progress is
// heard and dropped.
func finish(t *testing.T, cmd tea.Cmd) runner.Done {
	t.Helper()
	require.NotNil(t, cmd)
	msg := cmd()
	if both, ok := msg.(tea.BatchMsg); ok {
		msg = both[0]()
	}
	d, ok := msg.(runner.Done)
	require.True(t, ok)
	return d
}

// run runs an action to its end, as the page does.
func (r *rig) run(t *testing.T, id string, in actions.Input) runner.Done {
	t.Helper()
	return r.Handle(finish(t, r.Run(action(t, id), r.alice(), in)))
}

// results are the log's lines in short.
func (r *rig) results() []string {
	var out []string
	for _, e := range r.log.Entries() {
		s := string(e.Kind) + " " + e.Action
		if e.Result != "" {
			s += " " + string(e.Result)
		}
		out = append(out, s)
	}
	return out
}

// lost is a failure that leaves open whether it was done.
func lost(err error) *api.Error {
	return &api.Error{Op: "BanUser", Method: "POST", Executed: api.MaybeExecuted, Err: err}
}

var errReset = errors.New("connection reset")

func failing(err error) func(context.Context, *server) error {
	return func(context.Context, *server) error { return err }
}

// doneButLost does what was asked and loses the answer.
func doneButLost(change func(*api.User)) func(context.Context, *server) error {
	return func(_ context.Context, s *server) error {
		s.set(change)
		return lost(errReset)
	}
}
