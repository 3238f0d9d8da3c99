package when_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"usher/api"
	"usher/internal/when"
)

var now = time.Date(2026, 11, 22, 16, 30, 0, 0, time.UTC)

func before(d time.Duration) api.Time { return api.TimeOf(now.Add(-d)) }

func TestAgo(t *testing.T) {
	day := 24 * time.Hour
	for want, at := range map[string]api.Time{
		"never":     0,
		"now":       before(20 * time.Second),
		"5 min ago": before(5*time.Minute + 50*time.Second),
		"2 h ago":   before(2*time.Hour + 10*time.Minute),
		"3 d ago":   before(3*day + time.Hour),
		"4 mo ago":  before(125 * day),
		"2 y ago":   before(800 * day),
		"in 2 h":    before(-2*time.Hour - time.Minute),
		"today":     api.TimeOf(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)),
		"yesterday": api.TimeOf(time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)),
		"10 d ago":  api.TimeOf(time.Date(2026, 11, 12, 0, 0, 0, 0, time.UTC)),
	} {
		assert.Equal(t, want, when.Ago(now, at))
	}
}

func TestDateAndAbsolute(t *testing.T) {
	cet := time.FixedZone("CET", 3600)
	assert.Equal(t, "today", when.Date(now, before(time.Hour), cet))
	assert.Equal(t, "3 Mar", when.Date(now, api.TimeOf(time.Date(2026, 3, 3, 9, 1, 0, 0, time.UTC)), cet))
	assert.Equal(t, "Dec 2025", when.Date(now, api.TimeOf(time.Date(2025, 12, 3, 9, 1, 0, 0, time.UTC)), cet))
	assert.Equal(t, "—", when.Date(now, 0, cet))
	assert.Equal(t, "22 Nov 2026 16:30:00 CET", when.Absolute(before(time.Hour), cet))
	assert.Equal(t, "21 Nov 2026", when.Absolute(api.TimeOf(time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)), cet))
	assert.Equal(t, "never", when.Absolute(0, cet))
}

func TestShort(t *testing.T) {
	assert.Equal(t, "42m", when.Short(42*time.Minute+5*time.Second))
	assert.Equal(t, "3h", when.Short(3*time.Hour))
	assert.Equal(t, "<1m", when.Short(time.Second))
	assert.Equal(t, "3d", when.Short(73*time.Hour))
}
