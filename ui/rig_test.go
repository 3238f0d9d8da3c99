package ui_test

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/audit"
	"usher/internal/emulator"
	"usher/internal/guard"
	"usher/internal/uitest"
	"usher/ui"
)

// rig is a dashboard on an emulator of its own.
type rig struct {
	*uitest.Driver
	app    *ui.App
	server *emulator.Server
	log    *audit.Memory
	gate   *guard.Gate
	wire   *wire
	opened []string
	// exports is where bundles of erased users are written.
	exports string
}

// wire remembers what went to the server.
type wire struct {
	next http.RoundTripper
	mu   sync.Mutex
	sent []string
	// ignores are parameters that the server does not see.
	ignores []string
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	w.sent = append(w.sent, r.Method+" "+r.URL.RequestURI())
	ignores := w.ignores
	w.mu.Unlock()
	if len(ignores) > 0 {
		r = r.Clone(r.Context())
		query := r.URL.Query()
		for _, name := range ignores {
			query.Del(name)
		}
		r.URL.RawQuery = query.Encode()
	}
	return w.next.RoundTrip(r)
}

// since are the requests after the first n.
func (w *wire) since(n int) []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string(nil), w.sent[n:]...)
}

func (w *wire) count() int { return len(w.since(0)) }

// setup changes how a rig starts.
type setup struct {
	width, height int
	users         int
	faults        emulator.Faults
	environment   ui.Environment
	readOnly      bool
	limits        *api.Limits // of the client; nil means none
	// options changes the dashboard's own.
	options func(*ui.Options)
}

func newRig(t *testing.T, s setup) *rig {
	t.Helper()
	if s.users == 0 {
		s.users = 300
	}
	if s.width == 0 {
		s.width, s.height = 120, 40
	}
	r := &rig{server: emulator.New(emulator.Options{Users: s.users, Seed: 1, Faults: s.faults})}
	r.log = audit.NewMemory(audit.Options{})
	r.gate = guard.New(guard.Options{ReadOnly: s.environment == ui.Production, Forced: s.readOnly})
	key, err := api.ParseKey(emulator.DemoKey)
	require.NoError(t, err)
	r.wire = &wire{next: r.server.Transport()}
	limits := api.Unlimited()
	if s.limits != nil {
		limits = *s.limits
	}
	client, err := api.New(key, api.WithTransport(guard.NewTransport(r.wire, r.gate)), api.WithRateLimit(limits))
	require.NoError(t, err)
	r.exports = t.TempDir()
	opts := ui.Options{
		Actor: "support_1", ExportDir: r.exports,
		Client: client, Gate: r.gate, Audit: r.log.Log, Environment: s.environment, InstanceName: "acme-dev",
		Version: "test", Mouse: true, Zone: time.UTC,
		OpenURL: func(url string) error { r.opened = append(r.opened, url); return nil },
	}
	if s.options != nil {
		s.options(&opts)
	}
	r.app = ui.New(t.Context(), opts)
	r.Driver = uitest.New(t, r.app, uitest.Size(s.width, s.height))
	r.Advance(time.Second)
	return r
}

// scenario runs a test on a rig.
func scenario(t *testing.T, s setup, play func(t *testing.T, r *rig)) {
	t.Helper()
	uitest.Run(t, func(t *testing.T) { play(t, newRig(t, s)) })
}
