package uitest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func init() {
	// Another helper of the same test binary may have it already.
	if flag.Lookup("update") == nil {
		flag.Bool("update", false, "rewrite the golden files with what the tests see")
	}
}

func updating() bool {
	f := flag.Lookup("update")
	return f != nil && f.Value.String() == "true"
}

// Golden compares got with testdata/NAME.golden; go test -update rewrites the
// file. Line ends and blanks at line ends do not count.
func Golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	got = normal(got)
	if updating() {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
		return
	}
	raw, err := os.ReadFile(path) // the name comes from the test itself
	require.NoErrorf(t, err, "no golden file yet? go test -update writes it; seen:\n%s", got)
	if want := normal(string(raw)); want != got {
		require.Failf(t, "golden file differs", "%s (go test -update rewrites it)\n%s", path, compare(want, got))
	}
}

func normal(s string) string {
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " \t")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n") + "\n"
}

// compare shows the lines that differ, each with its number.
func compare(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	var b strings.Builder
	for i := range max(len(w), len(g)) {
		var wl, gl string
		if i < len(w) {
			wl = w[i]
		}
		if i < len(g) {
			gl = g[i]
		}
		if wl != gl {
			fmt.Fprintf(&b, "%4d - %s\n     + %s\n", i+1, wl, gl)
		}
	}
	return b.String()
}
