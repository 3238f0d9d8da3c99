package api

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// The documented rates of an instance, in requests per [budgetWindow]. They
// are shared with everything else that uses the instance.
const (
	rateProduction  = 1000
	rateDevelopment = 100
)

// Limits is the client's own budget, in requests per 10 seconds. A zero field
// takes its default from the key's environment, a negative one means no limit.
type Limits struct {
	Interactive int // what a person waits for; half of the documented rate
	Background  int // everything else; a tenth of the documented rate
	// BackgroundInFlight bounds the background requests that run at once; 3.
	BackgroundInFlight int
}

// Unlimited is the budget for a server of one's own.
func Unlimited() Limits { return Limits{Interactive: -1, Background: -1, BackgroundInFlight: 8} }

func (l Limits) forEnvironment(env Environment) Limits {
	rate := rateDevelopment
	if env == Production {
		rate = rateProduction
	}
	if l.Interactive == 0 {
		l.Interactive = rate / 2
	}
	if l.Background == 0 {
		l.Background = rate / 10
	}
	if l.BackgroundInFlight <= 0 {
		l.BackgroundInFlight = 3
	}
	return l
}

// Stats is the state of a client's budget. The totals are -1 without a limit.
type Stats struct {
	RequestsPerSecond float64 // over the last 10 seconds
	BudgetUsed        int     // interactive requests within the last 10 seconds
	BudgetTotal       int
	BackgroundUsed    int
	BackgroundTotal   int
	Waiting           int           // calls that wait for the budget now
	LastWait          time.Duration // the last wait for the budget that was longer than nothing
	LastWaitAt        time.Time
	PausedUntil       time.Time // background work rests after the server said to slow down
	RateLimited       int64     // answers so far that said to slow down
	Sent              int64     // attempts so far
}

// budget admits requests so that no more than the limits start within any
// window. The two priorities have windows of their own, so a person never
// waits behind background work; background work also waits while a person
// does, and while both together have used up the person's share.
type budget struct {
	limits Limits
	clock  Clock
	slots  chan struct{} // background requests in flight

	start time.Time

	mu          sync.Mutex
	person      window
	background  window
	waiting     [2]int
	pausedUntil time.Duration // since start
	lastWait    time.Duration
	lastWaitAt  time.Time
	limited     int64
	sent        int64
}

func newBudget(l Limits, clock Clock) *budget {
	return &budget{
		limits: l, clock: clock, start: clock.Now(), slots: make(chan struct{}, l.BackgroundInFlight),
		person: window{limit: l.Interactive}, background: window{limit: l.Background},
	}
}

// acquire waits until a request may start. Waited is called once, before the
// first wait. release must be called when the request is over.
func (b *budget) acquire(ctx context.Context, p Priority, waited func(time.Duration)) (release func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("not started: %w", err)
	}
	if p != Background {
		return func() {}, b.await(ctx, p, waited)
	}
	select {
	case b.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for other background requests: %w", ctx.Err())
	}
	release = func() { <-b.slots }
	if err := b.await(ctx, p, waited); err != nil {
		release()
		return nil, err
	}
	return release, nil
}

func (b *budget) await(ctx context.Context, p Priority, waited func(time.Duration)) error {
	start := b.clock.Now()
	wait := b.try(p, false)
	if wait <= 0 {
		return nil
	}
	waited(wait)
	defer func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.waiting[p]--
		b.lastWaitAt = b.clock.Now()
		b.lastWait = b.lastWaitAt.Sub(start)
	}()
	for wait > 0 {
		if err := b.clock.Sleep(ctx, wait); err != nil {
			return fmt.Errorf("wait for the budget: %w", err)
		}
		wait = b.try(p, true)
	}
	return nil
}

// minWait keeps a waiting background request from spinning.
const minWait = 20 * time.Millisecond

// try admits a request and returns 0, or returns how long to wait before
// trying again. The first failing try counts the caller as waiting.
func (b *budget) try(p Priority, again bool) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	var wait time.Duration
	if p == Background {
		wait = b.backgroundWait(now)
	} else {
		wait = b.person.wait(now)
	}
	if wait > 0 {
		if !again {
			b.waiting[p]++
		}
		return max(wait, minWait)
	}
	b.sent++
	if p == Background {
		b.background.add(now)
	} else {
		b.person.add(now)
	}
	return 0
}

func (b *budget) now() time.Duration { return b.clock.Now().Sub(b.start) }

func (b *budget) backgroundWait(now time.Duration) time.Duration {
	wait := max(b.background.wait(now), b.pausedUntil-now)
	if b.waiting[Interactive] > 0 {
		wait = max(wait, b.person.wait(now)+minWait)
	}
	if b.person.limit >= 0 && b.person.used(now)+b.background.used(now) >= b.person.limit {
		wait = max(wait, bucketWidth)
	}
	return wait
}

// pushback makes background work rest after the server said to slow down.
func (b *budget) pushback(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.limited++
	b.pausedUntil = max(b.pausedUntil, b.now()+min(d, time.Minute))
}

func (b *budget) stats() Stats {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	s := Stats{
		BudgetUsed: b.person.used(now), BudgetTotal: max(b.person.limit, -1),
		BackgroundUsed: b.background.used(now), BackgroundTotal: max(b.background.limit, -1),
		Waiting:  b.waiting[Interactive] + b.waiting[Background],
		LastWait: b.lastWait, LastWaitAt: b.lastWaitAt,
		RateLimited: b.limited, Sent: b.sent,
	}
	if b.pausedUntil > now {
		s.PausedUntil = b.start.Add(b.pausedUntil)
	}
	s.RequestsPerSecond = float64(s.BudgetUsed+s.BackgroundUsed) / budgetWindow.Seconds()
	return s
}
