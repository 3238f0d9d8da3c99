package cli

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheEditorComesFromTheEnvironment(t *testing.T) {
	for _, c := range []struct {
		name string
		env  map[string]string
		want []string
	}{
		{"none", nil, nil},
		{"empty", map[string]string{"VISUAL": "  ", "EDITOR": ""}, nil},
		{"editor", map[string]string{"EDITOR": "vi"}, []string{"vi", "/f"}},
		{"visual first", map[string]string{"VISUAL": "code --wait", "EDITOR": "vi"}, []string{"code", "--wait", "/f"}},
		{"quoted", map[string]string{"EDITOR": `"/My Apps/ed" -c 'set "x"' a\ b ""`}, []string{"/My Apps/ed", "-c", `set "x"`, "a b", "", "/f"}},
		{"no shell", map[string]string{"EDITOR": "vi; rm $HOME"}, []string{"vi;", "rm", "$HOME", "/f"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := &Program{Lookup: func(k string) (string, bool) { v, ok := c.env[k]; return v, ok }}
			open := p.editor()
			if c.want == nil {
				assert.Nil(t, open)
				return
			}
			require.NotNil(t, open)
			assert.Equal(t, c.want, open("/f").Args)
			assert.Equal(t, c.want, open("/f").Args, "a second time as well")
		})
	}
}
