package when_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/when"
)

func TestEvery(t *testing.T) {
	for text, want := range map[string]time.Duration{"off": 0, "10s": 10 * time.Second, "2m": 2 * time.Minute, "1m30s": 90 * time.Second, "1h": time.Hour} {
		got, err := when.ParseEvery(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got)
		assert.Equal(t, text, when.Every(got))
	}
	for text, why := range map[string]string{"9s": "10s or more", "-1m": "duration", "often": "duration", "": "duration", "30": "duration"} {
		_, err := when.ParseEvery(text)
		assert.ErrorContains(t, err, why, text)
	}
}
