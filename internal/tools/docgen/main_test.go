package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestReplace(t *testing.T) {
	got, used, err := replace("a\n<!-- x:begin -->\nold\n<!-- x:end -->\nb", map[string]string{"x": "new\n\n", "y": "other"})
	require.NoError(t, err)
	assert.Equal(t, "a\n<!-- x:begin -->\nnew\n<!-- x:end -->\nb", got)
	assert.Equal(t, []string{"x"}, used)
	_, _, err = replace("<!-- x:begin -->", map[string]string{"x": ""})
	require.ErrorContains(t, err, "x:end")
}

func TestRun(t *testing.T) {
	dir := t.TempDir()
	all := ""
	for name := range parts() {
		all += "<!-- " + name + ":begin -->\n<!-- " + name + ":end -->\n"
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "README.md"), []byte(all), 0o600))
	require.NoError(t, os.Mkdir(filepath.Join(dir, "docs"), 0o700))
	for _, name := range []string{"CONTRIBUTING.md", "docs/SEARCH.md"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), nil, 0o600))
	}
	require.ErrorContains(t, run(dir, false), "README.md is not current")
	require.NoError(t, run(dir, true))
	require.NoError(t, run(dir, false))
	text, err := os.ReadFile(filepath.Join(dir, "README.md"))
	require.NoError(t, err)
	assert.Contains(t, string(text), "| `banned:yes` | is banned | yes, no | by the API |")
	assert.Contains(t, string(text), "| Ban | `B` | `a` `b` |")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "README.md"), nil, 0o600))
	require.ErrorContains(t, run(dir, false), "no document has a place for")
}
