package config

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLive(t *testing.T) {
	for text, want := range map[string]time.Duration{"off": 0, "10s": 10 * time.Second, "2m": 2 * time.Minute} {
		got, err := ParseLive(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got)
	}
	for text, why := range map[string]string{"9s": "10s or more", "-1m": "duration", "often": "duration", "": "duration", "30": "duration"} {
		_, err := ParseLive(text)
		assert.ErrorContains(t, err, why, text)
	}
	c, err := Load(Inputs{Lookup: env("USHER_LIVE", "45s", "USHER_RESTORE", "false")})
	require.NoError(t, err)
	assert.Equal(t, 45*time.Second, c.Live)
	assert.False(t, c.Restore)
	_, err = Load(Inputs{Lookup: env(), Flags: map[string]string{"live": "1s"}})
	assert.ErrorContains(t, err, "--live: live is 1s, want 10s or more, or off")
}
