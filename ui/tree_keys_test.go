package ui_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"usher/keymap"
	"usher/ui"
)

// The keys that copy from a tree of JSON are those of the keymap, which may
// be others than the keys that copy elsewhere.
func TestCopyKeysOfTheTree(t *testing.T) {
	keys := keymap.Default()
	require.NoError(t, keys.Override(map[string][]string{"json.copy_path": {"alt+p"}, "json.copy_value": {"alt+v"}}))
	scenario(t, setup{options: func(o *ui.Options) { o.Keys = keys }}, func(_ *testing.T, r *rig) {
		r.Press("i", "j", "alt+p")
		r.Contains("Copied the path")
	})
	scenario(t, setup{options: func(o *ui.Options) { o.Keys = keys }}, func(_ *testing.T, r *rig) {
		r.Press("i", "j", "alt+v")
		r.Contains("Copied the value of")
	})
	scenario(t, setup{}, func(_ *testing.T, r *rig) {
		r.Press("i", "j", "c")
		r.Contains("JSON record")
	})
}
