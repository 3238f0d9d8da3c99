package safetext_test

import (
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/stretchr/testify/assert"

	"usher/api"
	"usher/internal/safetext"
)

// draw puts s on a screen the way the renderer does: both hand it to the same
// cell buffer.
func draw(s string) string {
	c := lipgloss.NewCanvas(120, 2)
	c.Compose(lipgloss.NewLayer(s))
	return c.Render()
}

// The renderer panics on a CSI with more parameters than it has room for.
// This test fails on the day that it no longer does.
func TestRendererPanicsOnRawName(t *testing.T) {
	assert.Panics(t, func() { draw("Eve " + manyParams + " Mallory") })
}

func TestRendererDrawsTheSameNameMadeInert(t *testing.T) {
	line := safetext.Line(api.NewText("Eve " + manyParams + " Mallory"))
	assert.NotPanics(t, func() {
		assert.Contains(t, draw(line), "Eve ␛["+strings.Repeat("1;", 32)+"1m Mallory")
	})
}

func TestRendererDrawsWhateverIsHostile(t *testing.T) {
	for _, tt := range hostile {
		line := safetext.String(tt.in)
		assert.NotPanics(t, func() {
			out := draw(line)
			assert.NotContains(t, out, "\x1b", tt.name)
		}, tt.name)
	}
}
