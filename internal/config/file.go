package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"usher/internal/misspelt"
)

// maxFile is more than any configuration needs.
const maxFile = 1 << 20

// value is a setting as the file gives it.
type value struct {
	text   string
	origin Origin
}

// readFile reads a configuration file. It is nil when there is none.
func readFile(path string, mustExist bool) (*file, error) {
	if path == "" {
		return nil, nil //nolint:nilnil // there need not be a file
	}
	// os.ReadFile first: the YAML parser costs nothing unless there is a file.
	raw, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !mustExist:
		return nil, nil //nolint:nilnil // there need not be a file
	case err != nil:
		return nil, fmt.Errorf("read configuration: %w", err)
	case len(raw) > maxFile:
		return nil, fmt.Errorf("read configuration: %s is larger than 1 MiB", path)
	}
	return parse(path, raw)
}

// parse reads the text of a file; its error joins all that is wrong in it.
func parse(path string, raw []byte) (*file, error) {
	f := &file{path: path, values: map[string]value{}, anchors: anchorsOf{}}
	f.parse(bytes.TrimPrefix(raw, []byte(byteOrderMark)))
	return f, errors.Join(f.problems...)
}

// byteOrderMark is what some editors begin a file with.
const byteOrderMark = "\ufeff"

// file is a configuration file while it is read.
type file struct {
	path   string
	values map[string]value
	keys   map[string][]string
	views  []View
	// instances are in the order of the file.
	instances []Instance
	anchors   anchorsOf
	problems  []error
}

func (f *file) complain(n ast.Node, format string, args ...any) {
	f.problems = append(f.problems, fmt.Errorf("%s: %s", f.at(n), fmt.Sprintf(format, args...)))
}

func (f *file) at(n ast.Node) Origin {
	return Origin(fmt.Sprintf("%s:%d", f.path, n.GetToken().Position.Line))
}

// syntax tells where the text is no YAML as all else that is wrong is told, its
// line first; the lines around it stand below.
func (f *file) syntax(err error) error {
	var wrong yaml.Error
	if !errors.As(err, &wrong) || wrong.GetToken() == nil {
		return fmt.Errorf("%s: %w", f.path, err)
	}
	_, around, _ := strings.Cut(wrong.FormatError(false, true), "\n")
	return fmt.Errorf("%s:%d: %s\n%s", f.path, wrong.GetToken().Position.Line, wrong.GetMessage(), around)
}

func (f *file) parse(raw []byte) {
	tree, err := parser.ParseBytes(raw, 0)
	if err != nil {
		f.problems = append(f.problems, f.syntax(err))
		return
	}
	top, groups := names()
	for _, doc := range tree.Docs {
		if doc.Body == nil || doc.Body.Type() == ast.CommentType {
			continue
		}
		ast.Walk(f.anchors, doc.Body)
		f.each(doc.Body, "", top, func(name string, node ast.Node) {
			switch members := groups[name]; {
			case name == "keys":
				f.readKeys(node)
			case name == "views":
				f.readViews(node)
			case name == "instances":
				f.readInstances(node)
			case members != nil:
				f.each(node, name, members, func(member string, node ast.Node) { f.scalar(name+"."+member, node) })
			default:
				f.scalar(name, node)
			}
		})
	}
}

// each goes through the entries of a mapping whose names are known; a nil list
// of names lets every name pass.
func (f *file) each(n ast.Node, under string, known []string, do func(name string, value ast.Node)) {
	var entries []*ast.MappingValueNode
	switch n := f.resolve(n).(type) {
	case *ast.MappingNode:
		entries = n.Values
	case *ast.MappingValueNode:
		entries = []*ast.MappingValueNode{n}
	case *ast.NullNode:
		return
	default:
		f.complain(n, "want names with values here")
		return
	}
	for _, e := range entries {
		name := e.Key.GetToken().Value
		if known != nil && !slices.Contains(known, name) {
			f.unknown(e.Key, under, name, known)
			continue
		}
		do(name, e.Value)
	}
}

func (f *file) unknown(n ast.Node, under, name string, known []string) {
	where := "setting"
	if under != "" {
		where = "setting of " + under
	}
	if near := misspelt.Nearest(name, known); near != "" {
		f.complain(n, "no %s is called %q; did you mean %q?", where, name, near)
		return
	}
	f.complain(n, "no %s is called %q; there are %s", where, name, strings.Join(known, ", "))
}

func (f *file) scalar(name string, n ast.Node) {
	text, ok := f.text(n)
	if !ok {
		return
	}
	f.values[name] = value{text: text, origin: f.at(n)}
}

// text is a single value as it was written; null means not set.
func (f *file) text(n ast.Node) (string, bool) {
	switch n := f.resolve(n).(type) {
	case *ast.NullNode:
		return "", false
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case ast.ScalarNode:
		return n.GetToken().Value, true
	}
	f.complain(n, "want a single value here")
	return "", false
}

// readKeys reads the bindings to replace: a key or a list of keys each.
func (f *file) readKeys(n ast.Node) {
	f.keys = map[string][]string{}
	f.each(n, "keys", nil, func(id string, node ast.Node) {
		if list, ok := f.resolve(node).(*ast.SequenceNode); ok {
			f.keys[id] = []string{}
			for _, item := range list.Values {
				if text, ok := f.text(item); ok {
					f.keys[id] = append(f.keys[id], text)
				}
			}
			return
		}
		if text, ok := f.text(node); ok {
			f.keys[id] = []string{text}
		}
	})
}
