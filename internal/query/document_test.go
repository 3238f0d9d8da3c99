package query_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/query"
)

// TestTheDocumentIsTrue holds the examples of docs/SEARCH.md to the parser.
func TestTheDocumentIsTrue(t *testing.T) {
	b, err := os.ReadFile("../../docs/SEARCH.md")
	require.NoError(t, err)
	examples := 0
	for i, block := range strings.Split(string(b), "```") {
		rest, ok := strings.CutPrefix(block, "search\n")
		if i%2 == 0 || !ok {
			continue
		}
		for line := range strings.Lines(rest) {
			line = strings.TrimSpace(line)
			q := query.Parse(line)
			assert.Empty(t, faults(line, q), line)
			assert.False(t, q.Empty(), line)
			examples++
		}
	}
	assert.Greater(t, examples, 25)
	for line := range strings.Lines(string(b)) {
		// The dates of the table, each alone.
		if cell, _, ok := strings.Cut(strings.TrimPrefix(line, "| "), " | "); ok && strings.Contains(line, "2026") || strings.Contains(line, "30d`") {
			for i, date := range strings.Split(cell, "`") {
				if i%2 == 1 && !strings.Contains(date, "active:") {
					assert.Empty(t, query.Parse("active:"+date).Problems(), date)
				}
			}
		}
	}
}
