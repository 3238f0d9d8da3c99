package safetext_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"usher/internal/safetext"
)

func TestCapital(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "a": "A", "google": "Google", "Google": "Google", "écran": "Écran", "“all” is taken": "“all” is taken", "7 days": "7 days", "\xff": "\xff",
	} {
		assert.Equal(t, want, safetext.Capital(in), "%q", in)
	}
}
