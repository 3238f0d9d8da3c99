package ui_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/ui"
)

// kept are the recovery files of a folder.
func kept(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	require.NoError(t, err)
	return files
}

func keepingIn(dir string) setup {
	return setup{options: func(o *ui.Options) { o.DraftDir = dir }}
}

// crashed is a folder that a dashboard left which ended while alice's seats
// were being edited.
func crashed(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "state", "drafts")
	scenario(t, keepingIn(dir), func(t *testing.T, r *rig) {
		r.Paste(alice)
		r.Press("e")
		r.typed(`{"plan": "team", "seats": 99, ` + flags + `}`)
		assert.Empty(t, kept(t, dir), "not at every key")
		r.Advance(time.Second)
		require.Len(t, kept(t, dir), 1)
		file, err := os.Stat(kept(t, dir)[0])
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o600), file.Mode().Perm())
		folder, err := os.Stat(dir)
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o700), folder.Mode().Perm())
	})
	return dir
}

func TestTypedTextSurvivesACrash(t *testing.T) {
	dir := crashed(t)
	scenario(t, keepingIn(dir), func(t *testing.T, r *rig) {
		r.Paste(alice)
		r.Press("e")
		r.Contains("Public ●", `"seats": 99`, "typed and not sent on 1 Jan 00:00")
		r.Press("ctrl+s")
		r.Contains("25 → 99")
		require.Len(t, kept(t, dir), 1, "it is kept until the server has it")
		r.Press("y")
		r.Advance(time.Second)
		r.Contains("✓")
		assert.Empty(t, kept(t, dir))
	})
}

func TestRecoveredTextThatIsTakenBackIsForgotten(t *testing.T) {
	dir := crashed(t)
	scenario(t, keepingIn(dir), func(t *testing.T, r *rig) {
		r.Paste(alice)
		r.Press("e", "esc")
		r.Contains("what you typed is kept")
		require.Len(t, kept(t, dir), 1)
		r.Press("e")
		r.typed("{\n  \"plan\": \"team\",\n  \"seats\": 25,\n  \"flags\": {\n    \"beta\": true,\n    \"legacy_billing\": false\n  }\n}")
		r.Advance(2 * time.Second)
		r.Lacks("Public ●")
		assert.Empty(t, kept(t, dir))
	})
}

func TestADamagedRecoveryFileIsSaidAndNothingElse(t *testing.T) {
	dir := crashed(t)
	require.NoError(t, os.WriteFile(kept(t, dir)[0], []byte("{"), 0o600))
	scenario(t, keepingIn(dir), func(t *testing.T, r *rig) {
		r.Paste(alice)
		r.Press("e")
		r.Contains("read typed text", `"seats": 25`)
		r.Type(" ")
		r.Contains("Public ●")
	})
}

func TestAFolderThatCannotBeWrittenIsSaidOnce(t *testing.T) {
	blocker := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(blocker, nil, 0o600))
	scenario(t, keepingIn(filepath.Join(blocker, "drafts")), func(t *testing.T, r *rig) {
		r.Paste(alice)
		r.Press("e")
		r.Type(" ")
		r.Advance(2 * time.Second)
		r.Contains("Edit metadata", "kept in memory only")
	})
}
