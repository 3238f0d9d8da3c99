package config

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
)

// View is a saved view as the file holds it: what it means is not known here.
type View struct {
	Name, Query string
	// Columns are in their text form, such as "email:30"; none means the usual
	// ones.
	Columns []string
	// Origin is the line of the file that it begins on.
	Origin Origin
}

// same reports whether two views say the same, wherever they stand.
func (v View) same(o View) bool {
	return v.Name == o.Name && v.Query == o.Query && slices.Equal(v.Columns, o.Columns)
}

// The bounds of what a view may hold, in characters and columns.
const (
	maxViewName    = 40
	maxViewQuery   = 2000
	maxViewColumns = 30
)

// readViews reads the list of views; an empty list is as good as none.
func (f *file) readViews(n ast.Node) {
	n = f.resolve(n)
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		if n.Type() != ast.NullType {
			f.complain(n, "want a list of views here, each with a name and a query")
		}
		return
	}
	for _, item := range list.Values {
		v := View{Origin: f.at(item)}
		before := len(f.problems)
		f.each(item, "views", []string{"name", "query", "columns"}, func(name string, node ast.Node) {
			switch name {
			case "name":
				v.Name, _ = f.text(node)
			case "query":
				v.Query, _ = f.text(node)
			default:
				v.Columns = f.list(node)
			}
		})
		v.Name, v.Query = strings.TrimSpace(v.Name), strings.TrimSpace(v.Query)
		if len(f.problems) == before {
			f.checkView(item, v)
		}
		f.views = append(f.views, v)
	}
}

func (f *file) checkView(n ast.Node, v View) {
	switch {
	case v.Name == "":
		f.complain(n, "a view needs a name")
	case utf8.RuneCountInString(v.Name) > maxViewName:
		f.complain(n, "a view's name has at most %d characters", maxViewName)
	case utf8.RuneCountInString(v.Query) > maxViewQuery:
		f.complain(n, "a view's query has at most %d characters", maxViewQuery)
	case len(v.Columns) > maxViewColumns:
		f.complain(n, "a view has at most %d columns", maxViewColumns)
	}
	for _, other := range f.views {
		if v.Name != "" && strings.EqualFold(other.Name, v.Name) {
			f.complain(n, "there are two views called %q, see %s", v.Name, other.Origin)
		}
	}
}

// list reads texts: a list of them, or one with commas.
func (f *file) list(n ast.Node) []string {
	n = f.resolve(n)
	if list, ok := n.(*ast.SequenceNode); ok {
		out := make([]string, 0, len(list.Values))
		for _, item := range list.Values {
			if text, ok := f.text(item); ok {
				out = append(out, strings.TrimSpace(text))
			}
		}
		return out
	}
	text, ok := f.text(n)
	if !ok || strings.TrimSpace(text) == "" {
		return nil
	}
	out := strings.Split(text, ",")
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
	}
	return out
}

// resolve follows anchors, aliases and tags to what they stand for.
func (f *file) resolve(n ast.Node) ast.Node {
	for range 8 { // an alias of an alias of…
		switch at := n.(type) {
		case *ast.AnchorNode:
			n = at.Value
		case *ast.TagNode:
			n = at.Value
		case *ast.AliasNode:
			target, ok := f.anchors[at.Value.GetToken().Value]
			if !ok {
				return n
			}
			n = target
		default:
			return n
		}
	}
	return n
}

// anchorsOf finds what aliases stand for.
type anchorsOf map[string]ast.Node

// Visit implements ast.Visitor.
func (a anchorsOf) Visit(n ast.Node) ast.Visitor {
	if at, ok := n.(*ast.AnchorNode); ok {
		a[at.Name.GetToken().Value] = at.Value
	}
	return a
}
