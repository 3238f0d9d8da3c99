// Package archtest holds the rules of docs/ARCHITECTURE.md that no linter
// knows. Its test reads the whole tree of sources.
package archtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Source is one parsed file; Path is relative to the root of the module.
type Source struct {
	Path string
	file *ast.File
	set  *token.FileSet
}

// Rule finds what is wrong in one file.
type Rule struct {
	Name string
	// Rooms are the path prefixes where the rule does not hold.
	Rooms []string
	check func(s *Source, report func(at token.Pos, format string, args ...any))
}

// Rules are all rules.
func Rules() []Rule {
	return []Rule{
		{
			Name: "goroutines start through crash.Go",
			// The client and the emulator stand alone; nothing they start can
			// reach the terminal.
			Rooms: []string{"internal/crash/", "internal/emulator/", "internal/uitest/", "internal/terminal/", "internal/tools/", "api/"},
			check: noBareGo,
		},
		{
			Name:  "colours live in styles/palette.go",
			Rooms: []string{"styles/palette.go", "internal/terminal/", "internal/tools/"},
			check: literals(regexp.MustCompile(`^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$`)),
		},
		{
			Name: "control sequences are made in styles",
			// The crash package must restore a terminal without help, and safetext
			// knows control sequences in order to defuse them; hostile sample people have
			// some in their names.
			Rooms: []string{"styles/", "internal/crash/", "internal/safetext/", "internal/terminal/", "internal/tools/", "internal/emulator/cast_hostile.go"},
			check: literals(regexp.MustCompile(`\x1b[\[\]P]`)),
		},
		{
			Name:  "keys are named in keymap",
			Rooms: []string{"keymap/", "internal/uitest/", "internal/terminal/", "internal/tools/"},
			check: literals(regexp.MustCompile(`^((ctrl|alt|shift)\+\S+|esc|pgup|pgdown|backspace)$`)),
		},
		{
			Name:  "no path of somebody's machine",
			check: literals(regexp.MustCompile(`^/(home|root|Users|work)/\w`)),
		},
		{
			Name:  "packages are named for what they hold",
			check: packageName,
		},
	}
}

// Broken are the complaints about one file, each with its place.
func (r Rule) Broken(s *Source) []string {
	if slices.ContainsFunc(r.Rooms, func(room string) bool { return strings.HasPrefix(s.Path, room) }) {
		return nil
	}
	var out []string
	r.check(s, func(at token.Pos, format string, args ...any) {
		out = append(out, fmt.Sprintf("%s:%d: %s (%s)", s.Path, s.set.Position(at).Line, fmt.Sprintf(format, args...), r.Name))
	})
	return out
}

// Parse reads one source; text is nil to read the file below root.
func Parse(root, path string, text any) (*Source, error) {
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, filepath.Join(root, path), text, parser.SkipObjectResolution)
	if err != nil {
		return nil, fmt.Errorf("parse %s: %w", path, err)
	}
	return &Source{Path: path, file: f, set: set}, nil
}

// Files are the paths of all sources below root that are not tests.
func Files(root string) ([]string, error) {
	var out []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return fmt.Errorf("name %s: %w", path, err)
		}
		switch {
		case d.IsDir() && rel != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || rel == "bin" || rel == "dist"):
			return filepath.SkipDir
		case d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		out = append(out, filepath.ToSlash(rel))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list sources: %w", err)
	}
	return out, nil
}

func noBareGo(s *Source, report func(token.Pos, string, ...any)) {
	ast.Inspect(s.file, func(n ast.Node) bool {
		if g, ok := n.(*ast.GoStmt); ok {
			report(g.Pos(), "a panic in this goroutine would leave the terminal broken")
		}
		return true
	})
}

// literals finds string literals that match.
func literals(pattern *regexp.Regexp) func(*Source, func(token.Pos, string, ...any)) {
	return func(s *Source, report func(token.Pos, string, ...any)) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if text, err := strconv.Unquote(lit.Value); err == nil && pattern.MatchString(text) {
					report(lit.Pos(), "%s", lit.Value)
				}
			}
			return true
		})
	}
}

func packageName(s *Source, report func(token.Pos, string, ...any)) {
	switch s.file.Name.Name {
	case "utils", "util", "common", "helpers", "misc", "types", "base":
		report(s.file.Name.Pos(), "package %s", s.file.Name.Name)
	}
}
