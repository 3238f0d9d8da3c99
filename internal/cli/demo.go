package cli

import (
	"context"
	"fmt"
	"iter"
	"net/http"

	"usher/api"
	"usher/internal/audit"
	"usher/internal/config"
	"usher/internal/crash"
	"usher/internal/emulator"
	"usher/internal/guard"
	"usher/internal/state"
	"usher/ui"
)

// connectDemo starts the emulator in this process. Its requests take no
// network, and it leaves nothing behind but the searches that were typed.
func (p *Program) connectDemo(ctx context.Context, c *config.Config, d demo, opts *ui.Options) error {
	if d.users < 1 || d.users > maxUsers {
		return usagef("--demo-users is %d, want 1 to %d", d.users, maxUsers)
	}
	key, err := api.ParseKey(emulator.DemoKey)
	if err != nil {
		return fmt.Errorf("start the demo: %w", err)
	}
	opts.Environment, opts.InstanceName = ui.Demo, "acme-dev"
	log := audit.NewMemory(audit.Options{Who: audit.Who{Operator: c.Operator, Environment: "demo"}})
	opts.Audit, opts.History = log.Log, history(log)
	opts.Gate = guard.New(guard.Options{Forced: c.ReadOnly})
	p.openState(c, state.Demo, opts)
	// The people are made while the terminal is prepared.
	people := &later{ready: make(chan struct{})}
	crash.Go(ctx, "demo", func() {
		people.next = emulator.New(emulator.Options{
			Users: d.users, Seed: d.seed, Faults: emulator.Faults{Latency: d.latency},
		}).Transport()
		close(people.ready)
	})
	c.APIURL = ""
	return p.client(c, key, people, api.Unlimited(), opts)
}

// later is a transport whose requests wait until it is ready.
type later struct {
	ready chan struct{}
	next  http.RoundTripper // set before ready is closed
}

// RoundTrip waits for the transport, or for the end of the request.
func (l *later) RoundTrip(req *http.Request) (*http.Response, error) {
	select {
	case <-l.ready:
		return l.next.RoundTrip(req) //nolint:wrapcheck // a transport adds nothing
	case <-req.Context().Done():
		if req.Body != nil {
			req.Body.Close()
		}
		return nil, fmt.Errorf("wait for the demo: %w", context.Cause(req.Context()))
	}
}

// history reads the entries of a user from a log in memory.
func history(log *audit.Memory) func(api.ID) iter.Seq2[audit.Entry, error] {
	return func(user api.ID) iter.Seq2[audit.Entry, error] {
		return func(yield func(audit.Entry, error) bool) {
			for _, e := range log.Entries() {
				if e.User == user && !yield(e, nil) {
					return
				}
			}
		}
	}
}
