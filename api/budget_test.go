package api

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLimitsOfTheEnvironments(t *testing.T) {
	assert.Equal(t, Limits{Interactive: 500, Background: 100, BackgroundInFlight: 3}, Limits{}.forEnvironment(Production))
	assert.Equal(t, Limits{Interactive: 50, Background: 10, BackgroundInFlight: 3}, Limits{}.forEnvironment(Development))
	own := Limits{Interactive: 7, Background: -1, BackgroundInFlight: 2}
	assert.Equal(t, own, own.forEnvironment(Production))
}

// take admits n requests one after another and returns when each started.
func take(t *testing.T, b *budget, p Priority, n int) []time.Duration {
	t.Helper()
	var at []time.Duration
	for range n {
		release, err := b.acquire(t.Context(), p, func(time.Duration) {})
		require.NoError(t, err)
		at = append(at, b.now())
		release()
	}
	return at
}

// inAnyWindow returns the most starts within any 10 seconds.
func inAnyWindow(at []time.Duration) int {
	most := 0
	for i := range at {
		n := 0
		for j := i; j < len(at) && at[j] < at[i]+10*time.Second; j++ {
			n++
		}
		most = max(most, n)
	}
	return most
}

func TestBudgetHoldsInEveryWindow(t *testing.T) {
	for _, test := range []struct {
		env  Environment
		p    Priority
		most int
	}{{Development, Interactive, 50}, {Development, Background, 10}, {Production, Interactive, 500}, {Production, Background, 100}} {
		b := newBudget(Limits{}.forEnvironment(test.env), newFakeClock())
		at := take(t, b, test.p, 5*test.most)
		assert.Equal(t, test.most, inAnyWindow(at), "%s %s", test.env, test.p)
		assert.Zero(t, at[test.most-1], "the burst does not wait")
		assert.LessOrEqual(t, at[len(at)-1], 41*time.Second, "and no more is withheld than needed")
	}
}

func TestNoLimit(t *testing.T) {
	b := newBudget(Unlimited().forEnvironment(Development), newFakeClock())
	assert.Zero(t, take(t, b, Background, 5000)[4999])
	assert.Zero(t, take(t, b, Interactive, 5000)[4999])
	s := b.stats()
	assert.Equal(t, -1, s.BudgetTotal)
	assert.Equal(t, -1, s.BackgroundTotal)
	assert.InDelta(t, 1000, s.RequestsPerSecond, 1)
}

// TestAPersonNeverWaitsBehindBackgroundWork fills the background's budget and
// its queue, then asks as a person.
func TestAPersonNeverWaitsBehindBackgroundWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBudget(Limits{}.forEnvironment(Development), systemClock{})
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var wg sync.WaitGroup
		for range 40 {
			wg.Go(func() {
				release, err := b.acquire(ctx, Background, func(time.Duration) {})
				if err == nil {
					defer release()
					<-ctx.Done() // a slow answer
				}
			})
		}
		synctest.Wait()
		assert.Equal(t, 3, b.stats().BackgroundUsed, "no more than three at once")
		start := time.Now()
		for range 50 {
			release, err := b.acquire(ctx, Interactive, func(time.Duration) { t.Error("a person waits") })
			require.NoError(t, err)
			release()
		}
		assert.Zero(t, time.Since(start))
		cancel()
		wg.Wait()
	})
}

// TestBackgroundGivesWay: while a person waits, and while the person's share
// is used up, nothing starts in the background.
func TestBackgroundGivesWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBudget(Limits{Interactive: 5, Background: 3}.forEnvironment(Development), systemClock{})
		start := time.Now()
		take(t, b, Interactive, 5)
		var person, background time.Duration
		var wg sync.WaitGroup
		wg.Go(func() { take(t, b, Background, 1); background = time.Since(start) })
		wg.Go(func() { take(t, b, Interactive, 1); person = time.Since(start) })
		synctest.Wait()
		assert.Equal(t, 2, b.stats().Waiting)
		wg.Wait()
		assert.Equal(t, 10*time.Second+bucketWidth, person)
		assert.Greater(t, background, person)
		s := b.stats()
		assert.Zero(t, s.Waiting)
		assert.Positive(t, s.LastWait)
		assert.False(t, s.LastWaitAt.IsZero())
	})
}

func TestPushbackRestsBackgroundWorkOnly(t *testing.T) {
	clock := newFakeClock()
	b := newBudget(Limits{}.forEnvironment(Development), clock)
	b.pushback(4 * time.Second)
	assert.Equal(t, clock.Now().Add(4*time.Second), b.stats().PausedUntil)
	assert.Zero(t, take(t, b, Interactive, 1)[0])
	assert.Equal(t, 4*time.Second, take(t, b, Background, 1)[0])
	assert.True(t, b.stats().PausedUntil.IsZero())
	assert.EqualValues(t, 1, b.stats().RateLimited)
}

func TestWaitingCanBeGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBudget(Limits{Interactive: 1, Background: 1, BackgroundInFlight: 1}.forEnvironment(Development), systemClock{})
		for _, p := range []Priority{Interactive, Background} {
			take(t, b, p, 1)
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			waits := 0
			_, err := b.acquire(ctx, p, func(d time.Duration) { waits++; assert.Positive(t, d) })
			require.ErrorIs(t, err, context.DeadlineExceeded)
			assert.Equal(t, 1, waits)
			assert.Zero(t, b.stats().Waiting)
			cancel()
		}
		// The slot of the one that gave up is free again.
		take(t, b, Background, 1)
	})
}

func TestStatsThroughTheClient(t *testing.T) {
	s := newServer(t, sequence(answer{status: 429}, answer{body: `{"id":"user_1"}`}))
	clock, seen := newFakeClock(), &events{}
	c := newClient(t, s, WithClock(clock), WithObserver(seen.add), WithRateLimit(Limits{Interactive: 3}))
	for range 3 {
		_, err := c.Users.Get(t.Context(), "user_1")
		require.NoError(t, err)
	}
	st := c.Stats()
	assert.EqualValues(t, 4, st.Sent)
	assert.EqualValues(t, 1, st.RateLimited)
	assert.Equal(t, 3, st.BudgetTotal)
	assert.Equal(t, 10, st.BackgroundTotal)
	assert.Positive(t, st.LastWait)
	waits := seen.of(EventWait)
	require.Len(t, waits, 1, "four attempts, three allowed")
	assert.Positive(t, waits[0].Wait)
	assert.Equal(t, "GetUser", waits[0].Op)
}

// TestConcurrentUse is for the race detector.
func TestConcurrentUse(t *testing.T) {
	s := newServer(t, always(answer{body: `{"id":"user_1"}`}))
	c := newClient(t, s, WithClock(systemClock{}))
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			ctx := WithPriority(t.Context(), Priority(i%2))
			_, err := c.Users.Get(ctx, "user_1")
			assert.NoError(t, err)
			c.Stats()
		})
	}
	wg.Wait()
	assert.Len(t, s.requests(), 16)
}
