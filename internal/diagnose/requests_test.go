package diagnose_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/diagnose"
	"usher/internal/emulator"
)

// TestAllIsReadAtOnce lets every answer take a second: side by side they take
// one second, whatever is diagnosed, and there are at most 8.
func TestAllIsReadAtOnce(t *testing.T) {
	for address, isUser := range map[string]bool{
		"alice@acme.example": true, "kwame@initech.example": true, "lena@blocked.example": true,
		"erin.kirkby@gmail.example": false, "a@b.example": false, "some.very+long.tag@mail.example": false,
		"+43 660 1234567": false, "Jonathan": false,
	} {
		t.Run(address, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newDesk(t, 300)
				var gather func() []error
				if isUser {
					u := d.person(t, address)
					gather = func() []error { _, errs := diagnose.Gather(t.Context(), d.source, u, time.Now()); return errs }
				} else {
					gather = func() []error { _, errs := diagnose.NoUser(t.Context(), d.source, address, time.Now()); return errs }
				}
				d.server.SetFaults(emulator.Faults{Latency: time.Second})
				began := time.Now()
				require.Empty(t, gather())
				assert.Equal(t, time.Second, time.Since(began), "all at once")
				d.few(t)
			})
		})
	}
}

// TestActionIDsAreAllThatFindingsName reads the package: a finding names no
// action that ActionIDs leaves out.
func TestActionIDsAreAllThatFindingsName(t *testing.T) {
	files := token.NewFileSet()
	parsed, err := parser.ParseDir(files, ".", func(i fs.FileInfo) bool { return !strings.HasSuffix(i.Name(), "_test.go") }, 0) //nolint:staticcheck // no build tags here
	require.NoError(t, err)
	var named []string
	ast.Inspect(parsed["diagnose"], func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Values) == 1 && strings.HasPrefix(spec.Names[0].Name, "act") {
			if lit, ok := spec.Values[0].(*ast.BasicLit); ok {
				id, err := strconv.Unquote(lit.Value)
				require.NoError(t, err)
				named = append(named, id)
			}
		}
		if kv, ok := n.(*ast.KeyValueExpr); ok {
			if key, ok := kv.Key.(*ast.Ident); ok && key.Name == "ActionID" {
				_, literal := kv.Value.(*ast.BasicLit)
				assert.False(t, literal, "%s: name a constant", files.Position(kv.Pos()))
			}
		}
		return true
	})
	assert.ElementsMatch(t, named, diagnose.ActionIDs())
}
