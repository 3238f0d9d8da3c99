package archtest

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const root = "../.."

func TestTree(t *testing.T) {
	paths, err := Files(root)
	require.NoError(t, err)
	require.Contains(t, paths, "main.go", "the tree is read from its root")
	for _, path := range paths {
		src, err := Parse(root, path, nil)
		require.NoError(t, err)
		for _, rule := range Rules() {
			assert.Empty(t, rule.Broken(src))
		}
	}
}

// Each rule must find its violation, and leave its rooms alone.
func TestRulesFire(t *testing.T) {
	tests := []struct{ path, code, want string }{
		{"ui/app.go", "package ui\nfunc f() { go f() }", "ui/app.go:2: a panic in this goroutine would leave the terminal broken (goroutines start through crash.Go)"},
		{"internal/crash/x.go", "package crash\nfunc f() { go f() }", ""},
		{"styles/styles.go", `package styles; const c = "#ff00aa"`, "colours live in styles/palette.go"},
		{"ui/x.go", `package ui; const c = "#fff"`, "colours live in styles/palette.go"},
		{"styles/palette.go", `package styles; const c = "#ff00aa"`, ""},
		{"ui/x.go", `package ui; const c = "issue #123 and #fff"`, ""},
		{"ui/x.go", "package ui\nconst c = \"\\x1b[31m\"", "control sequences"},
		{"ui/x.go", `package ui; func f(s string) bool { return s == "ctrl+d" }`, "keys are named in keymap"},
		{"ui/x.go", `package ui; func f(s string) bool { return s == "esc" }`, "keys are named in keymap"},
		{"ui/x.go", `package ui; const help = "press esc to go back"`, ""},
		{"ui/x.go", `package ui; const p = "/home/ann/x"`, "no path of somebody's machine"},
		{"ui/x.go", `package utils`, "packages are named"},
	}
	for _, tt := range tests {
		src, err := Parse(root, tt.path, tt.code)
		require.NoError(t, err)
		var broken []string
		for _, rule := range Rules() {
			broken = append(broken, rule.Broken(src)...)
		}
		if tt.want == "" {
			assert.Empty(t, broken, tt.code)
			continue
		}
		require.Len(t, broken, 1, tt.code)
		assert.Contains(t, broken[0], tt.want)
	}
}
