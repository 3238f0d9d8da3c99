package spinner_test

import (
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/ui/components/spinner"
)

func TestStepsEightTimesASecondAndStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s spinner.Spinner
		assert.Empty(t, s.View())
		start := time.Now()
		cmd := s.Start()
		seen := map[string]bool{}
		for range 8 {
			require.NotNil(t, cmd)
			seen[s.View()] = true
			cmd = s.Update(cmd())
		}
		assert.Equal(t, time.Second, time.Since(start))
		assert.Len(t, seen, 8)
		s.Stop()
		assert.Empty(t, s.View())
		assert.Nil(t, s.Update(cmd()), "no timer when nothing waits")
	})
}

func TestOneTimerForManyWaiters(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s spinner.Spinner
		first := s.Start()
		assert.NotNil(t, first)
		assert.Nil(t, s.Start())
		s.Stop()
		assert.True(t, s.Active())
		s.Stop()
		s.Stop()
		assert.False(t, s.Active())
		second := s.Start()
		assert.Nil(t, s.Update(first()), "the old chain has ended")
		step := second()
		var other spinner.Spinner
		other.Start()
		assert.Nil(t, other.Update(step), "another spinner's message")
		assert.NotNil(t, s.Update(step))
		assert.Nil(t, s.Update(tea.KeyPressMsg{}))
	})
}

func TestSet(t *testing.T) {
	var s spinner.Spinner
	assert.NotNil(t, s.Set(true))
	assert.Nil(t, s.Set(true))
	assert.Nil(t, s.Set(false))
	assert.False(t, s.Active())
}
