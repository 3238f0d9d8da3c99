package config

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLive(t *testing.T) {
	c, err := Load(Inputs{Lookup: env("USHER_LIVE", "45s", "USHER_RESTORE", "false")})
	require.NoError(t, err)
	assert.Equal(t, 45*time.Second, c.Live)
	assert.False(t, c.Restore)
	_, err = Load(Inputs{Lookup: env(), Flags: map[string]string{"live": "1s"}})
	assert.ErrorContains(t, err, "--live: live is 1s, want 10s or more, or off")
}
