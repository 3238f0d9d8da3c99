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

func TestHowLongImpersonationLasts(t *testing.T) {
	c, err := Load(Inputs{Lookup: env(), File: write(t, "impersonation: {link: 2m, session: 1h}")})
	require.NoError(t, err)
	assert.Equal(t, Impersonation{Link: 2 * time.Minute, Session: time.Hour}, c.Impersonation)
	c, err = Load(Inputs{Lookup: env()})
	require.NoError(t, err)
	assert.Equal(t, Impersonation{Link: 10 * time.Minute, Session: 30 * time.Minute}, c.Impersonation)
	for _, text := range []string{"10", "59s", "25h", "-5m", "90.5s", "soon"} {
		_, err := Load(Inputs{Lookup: env("USHER_IMPERSONATION_LINK", text)})
		require.ErrorContains(t, err, "want a time from 1m to 24h", text)
	}
}
