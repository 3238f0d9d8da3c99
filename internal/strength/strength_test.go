package strength_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/ccojocar/zxcvbn-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/strength"
)

func TestRate(t *testing.T) {
	var m strength.Meter
	own := []string{"alice.johnson@acme.example", "Alice", "Johnson"}
	for _, c := range []struct {
		password string
		level    int
		why      string
	}{
		{"", 0, ""},
		{"a", 0, "short"},
		{"password", 0, "best known"},
		{"P@ssw0rd", 0, "best known"},
		{"drowssap", 0, "best known"},
		{"password123", 1, "well-known password"},
		{"alice", 0, "own name"},
		{"johnson-97", 1, "own name"},
		{"qwertyuiop", 1, "best known"},
		{"zxcvbnm,./", 1, "row"},
		{"abcdefghij", 0, "sequence"},
		{"987654321", 0, ""},
		{"aaaaaaaaaaaa", 0, "repeats"},
		{"xkqxkqxkqxkq", 1, "repeats"},
		{"1984-04-04", 1, "date"},
		{"tr0ub4dour&3", 4, ""},
		{"correct horse battery staple", 4, ""},
		{"kT7p-Wm4x-Qz9d-hB3n-vR6c", 4, ""},
		{"пароль-который-длинный", 4, ""},
		{strings.Repeat("x7", 5000), 1, "repeats"},
	} {
		got := m.Rate(c.password, own)
		shown := c.password[:min(len(c.password), 30)]
		assert.Equal(t, c.level, got.Level, "%q: 10^%.1f %s", shown, got.Guesses, got.Why)
		assert.Contains(t, got.Why, c.why, shown)
		if got.Level >= 3 {
			assert.Empty(t, got.Why, shown)
		}
	}
}

func TestLongerIsNeverWeaker(t *testing.T) {
	var m strength.Meter
	text, before := "Vq8#mZ!t2rLw", 0.0
	for i := range text {
		got := m.Rate(text[:i+1], nil).Guesses
		assert.GreaterOrEqual(t, got, before, text[:i+1])
		before = got
	}
}

// The library that usher does not start with must not think much better of a
// password than the estimate here does.
func TestAgreesWithTheLibrary(t *testing.T) {
	var m strength.Meter
	for _, p := range []string{
		"password", "letmein", "monkey12", "dragon", "iloveyou", "sunshine", "qwerty", "asdfgh", "abc123", "111111",
		"jennifer", "trustno1", "superman", "football", "welcome",
	} {
		theirs, ours := zxcvbn.PasswordStrength(p, nil).Score, m.Rate(p, nil).Level
		assert.LessOrEqual(t, theirs, 1, p)
		assert.LessOrEqual(t, ours, 1, p)
	}
	for _, p := range []string{"kT7p-Wm4x-Qz9d-hB3n", "D0g..................x9Q!vTu", "eheuczkqyq-73-Lm", "rWibMFACxAUGZmxhVncy"} {
		assert.Equal(t, 4, zxcvbn.PasswordStrength(p, nil).Score, p)
		assert.GreaterOrEqual(t, m.Rate(p, nil).Level, 3, p)
	}
}

func TestGenerate(t *testing.T) {
	var m strength.Meter
	seen := map[string]bool{}
	for range 500 {
		p, err := strength.Generate(rand.Reader)
		require.NoError(t, err)
		require.Len(t, p, 24)
		require.Regexp(t, `^([A-HJKMNP-Za-hjkmnp-z2-9]{4}-){4}[A-HJKMNP-Za-hjkmnp-z2-9]{4}$`, p)
		require.Regexp(t, `[a-z]`, p)
		require.Regexp(t, `[A-Z]`, p)
		require.Regexp(t, `[0-9]`, p)
		require.False(t, seen[p])
		seen[p] = true
	}
	for p := range seen {
		require.Equal(t, strength.Levels, m.Rate(p, nil).Level)
		break
	}
}

func TestGenerateNeedsRandomness(t *testing.T) {
	broken := errors.New("no entropy")
	_, err := strength.Generate(iotest.ErrReader(broken))
	assert.ErrorIs(t, err, broken)
	_, err = strength.Generate(zeros{})
	assert.ErrorContains(t, err, "not random")
	_, err = strength.Generate(bytes.NewReader([]byte{1, 2, 3}))
	assert.ErrorIs(t, err, io.EOF)
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func BenchmarkFirst(b *testing.B) {
	for b.Loop() {
		var m strength.Meter
		m.Rate("tr0ub4dour&3", nil)
	}
}

func BenchmarkRate(b *testing.B) {
	var m strength.Meter
	for b.Loop() {
		m.Rate("correct horse battery staple 2026", nil)
	}
}

func BenchmarkLongest(b *testing.B) {
	var m strength.Meter
	p := strings.Repeat("x7", 500)
	for b.Loop() {
		m.Rate(p, nil)
	}
}
