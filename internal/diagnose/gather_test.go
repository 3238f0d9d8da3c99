package diagnose

import (
	"context"
	"time"

	"usher/api"
	"usher/internal/crash"
)

// Gather reads everything about a person at once, in at most 8 requests side
// by side. What could not be read is told by the errors and is a blind spot
// of the facts.
func Gather(ctx context.Context, src Source, u *api.User, now time.Time) (Facts, []error) {
	f, probes := About(src, u, now, now)
	return f, f.run(ctx, probes)
}

// NoUser reads everything about an address that nobody has: who has a similar
// one, which invitations wait for it, whether it is blocked. It makes at most
// 8 requests side by side.
func NoUser(ctx context.Context, src Source, address string, now time.Time) (Facts, []error) {
	f, probes := AboutAddress(src, address, now)
	return f, f.run(ctx, probes)
}

func (f *Facts) run(ctx context.Context, probes []Probe) []error {
	replies := make(chan Reply, len(probes))
	for _, p := range probes {
		crash.Go(ctx, "diagnosis: "+p.What, func() { replies <- p.Run(ctx) })
	}
	for range probes {
		select {
		case r := <-replies:
			f.Take(r)
		case <-ctx.Done():
			return append(f.errors(), context.Cause(ctx))
		}
	}
	return f.errors()
}

func (f *Facts) errors() []error {
	out := make([]error, 0, len(f.unread))
	for _, u := range f.unread {
		out = append(out, u.Err)
	}
	return out
}
