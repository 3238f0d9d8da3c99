package guard_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/guard"
)

type clock struct{ t time.Time }

func (c *clock) now() time.Time { return c.t }

func newClock() *clock { return &clock{time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC)} }

func TestGateOfADevelopmentInstanceIsOpenWithoutEnd(t *testing.T) {
	c := newClock()
	g := guard.New(guard.Options{Now: c.now})
	assert.False(t, g.ReadOnly())
	assert.Zero(t, g.Remaining())
	require.NoError(t, g.OpenFor(time.Minute))
	c.t = c.t.Add(time.Hour)
	assert.False(t, g.ReadOnly(), "opening for a while never closes what was open")
	g.Close()
	assert.True(t, g.ReadOnly())
}

func TestGateOfAProductionInstanceOpensForAWhile(t *testing.T) {
	c := newClock()
	g := guard.New(guard.Options{ReadOnly: true, Now: c.now})
	assert.True(t, g.ReadOnly())
	assert.Zero(t, g.Remaining())

	require.NoError(t, g.OpenFor(15*time.Minute))
	assert.False(t, g.ReadOnly())
	assert.Equal(t, 15*time.Minute, g.Remaining())
	assert.Equal(t, c.t.Add(15*time.Minute), g.WriteUntil())

	c.t = c.t.Add(15*time.Minute - time.Nanosecond)
	assert.False(t, g.ReadOnly())
	c.t = c.t.Add(time.Nanosecond)
	assert.True(t, g.ReadOnly(), "the end is not within")
	assert.Zero(t, g.Remaining())
	assert.True(t, g.WriteUntil().IsZero())

	require.NoError(t, g.OpenFor(15*time.Minute))
	g.Close()
	assert.True(t, g.ReadOnly(), "it can be closed early")
	assert.Zero(t, g.Remaining())
}

func TestGateForcedReadOnlyNeverOpens(t *testing.T) {
	for _, readOnly := range []bool{false, true} {
		g := guard.New(guard.Options{ReadOnly: readOnly, Forced: true, Now: newClock().now})
		assert.True(t, g.Forced())
		assert.ErrorIs(t, g.OpenFor(15*time.Minute), guard.ErrForced)
		assert.True(t, g.ReadOnly())
		assert.Zero(t, g.Remaining())
	}
}

func TestGateRefusesOddTimes(t *testing.T) {
	for _, d := range []time.Duration{0, -time.Hour, time.Second, 8*time.Hour + 1, 1000 * time.Hour} {
		g := guard.New(guard.Options{ReadOnly: true, Now: newClock().now})
		assert.ErrorIs(t, g.OpenFor(d), guard.ErrDuration, d)
		assert.True(t, g.ReadOnly(), d)
	}
}
