package ui_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/ui"
)

// withEditor has an editor named ed.
func withEditor(o *ui.Options) {
	o.EditorCommand = func(path string) *exec.Cmd { return &exec.Cmd{Path: "ed", Args: []string{"ed", path}} }
}

func TestADocumentIsEditedInAnotherProgram(t *testing.T) {
	scenario(t, setup{options: withEditor}, func(t *testing.T, r *rig) {
		var dir string
		r.app.StandIn(func(c *exec.Cmd) error {
			path := c.Args[1]
			dir = filepath.Dir(path)
			file, err := os.Stat(path)
			require.NoError(t, err)
			assert.Equal(t, os.FileMode(0o600), file.Mode().Perm())
			folder, err := os.Stat(dir)
			require.NoError(t, err)
			assert.Equal(t, os.FileMode(0o700), folder.Mode().Perm())
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.Contains(t, string(text), `"plan": "team"`)
			return os.WriteFile(path, []byte("{\"plan\": \"outside\u202e\"}\n"), 0o600)
		})
		r.Paste(alice)
		r.Press("e")
		r.Contains("^o your editor")
		r.Press("ctrl+o")
		r.Contains(`"outside\u202e"`, "Public ●")
		assert.NoDirExists(t, dir)
		r.Press("ctrl+s")
		r.Contains("Save metadata of Alice Johnson?", `"team"`)
	})
}

func TestAnEditorThatFailsChangesNothing(t *testing.T) {
	scenario(t, setup{options: withEditor}, func(t *testing.T, r *rig) {
		var dir string
		r.app.StandIn(func(c *exec.Cmd) error {
			dir = filepath.Dir(c.Args[1])
			return errors.New("exit status 1")
		})
		r.Paste(alice)
		r.Press("e", "ctrl+o")
		r.Contains("The editor failed", "exit status 1", `"plan": "team"`)
		r.Lacks("Public ●")
		assert.NoDirExists(t, dir)
	})
}

func TestWithoutAnEditorItsKeySaysSo(t *testing.T) {
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.Paste(alice)
		r.Press("e")
		r.Lacks("your editor")
		r.Press("ctrl+o")
		r.Contains("No editor is set", "EDITOR", "Edit metadata")
	})
}
