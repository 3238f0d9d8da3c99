package misspelt_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"usher/internal/misspelt"
)

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"", "abc", 3},
		{"banned", "banned", 0},
		{"baned", "banned", 1},
		{"bannned", "banned", 1},
		{"bunned", "banned", 1},
		{"abnned", "banned", 1},
		{"müller", "muller", 1}, // letters, not bytes
		{"smith", "smyths", 2},
		{"kitten", "sitting", 3},
		{strings.Repeat("a", 1000), strings.Repeat("a", 64) + "b", 0},
	} {
		assert.Equal(t, tt.want, misspelt.Distance(tt.a, tt.b), "%s, %s", tt.a, tt.b)
		assert.Equal(t, tt.want, misspelt.Distance(tt.b, tt.a), "%s, %s", tt.b, tt.a)
	}
}

func TestNearest(t *testing.T) {
	all := []string{"eu", "Production", "staging", "created"}
	for word, want := range map[string]string{
		"Prodction": "Production", "STAGNIG": "staging", "creatd": "created", "e": "eu",
		"us": "", "stable": "", "": "", strings.Repeat("staging", 20): "",
	} {
		assert.Equal(t, want, misspelt.Nearest(word, all), word)
	}
}
