package config

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml/ast"
)

// item is one view of the list as it stands in the file.
type item struct {
	view   View
	gap    []string // blank lines and comments that stand for themselves
	head   []string // comments right above it, which move with it
	body   []string
	from   int // line of the dash
	indent int // of the dash
	fields []*ast.MappingValueNode
}

// setViews rewrites the list: what stays as it is keeps its lines.
func (t *text) setViews(now, want []View) error {
	at, err := t.find()
	if err != nil {
		return err
	}
	if at.entry == nil {
		lines := t.whole(at.indent, want)
		if at.last > 0 && strings.TrimSpace(t.lines[at.last-1]) != "" {
			lines = append([]string{""}, lines...)
		}
		t.splice(at.last, at.last, lines)
		return nil
	}
	from := at.entry.Key.GetToken().Position.Line - 1
	items, end, ok := t.items(at.entry, now)
	if !ok {
		// In brackets, or not a list yet: written anew, its comments above it.
		end = max(t.block(from, at.indent, true), closing(at.entry.Value))
		t.splice(from, end, append(t.gather(from, end, at.indent), t.whole(at.indent, want)...))
		return nil
	}
	t.splice(items[0].from-len(items[0].head)-len(items[0].gap), end, t.arranged(items, want))
	return nil
}

// closing is the line after the bracket that ends a list in brackets, 0 for
// another.
func closing(n ast.Node) int {
	if list, ok := n.(*ast.SequenceNode); ok && list.IsFlowStyle && list.End != nil {
		return list.End.Position.Line
	}
	return 0
}

// whole is the setting as it is written for the first time.
func (t *text) whole(indent int, want []View) []string {
	pad := strings.Repeat(" ", indent)
	lines := []string{pad + "views:"}
	for _, v := range want {
		lines = append(lines, fresh(v, indent+2)...)
	}
	return lines
}

// items takes the list apart; ok is false unless it is a list with a dash at
// the begin of a line for each view.
func (t *text) items(entry *ast.MappingValueNode, now []View) (items []item, end int, ok bool) {
	node := entry.Value
	if anchor, is := node.(*ast.AnchorNode); is {
		node = anchor.Value
	}
	list, is := node.(*ast.SequenceNode)
	if !is || list.IsFlowStyle || len(list.Values) != len(now) || len(list.Entries) != len(now) || len(now) == 0 {
		return nil, 0, false
	}
	before := entry.Key.GetToken().Position.Line
	for i, e := range list.Entries {
		from, indent := e.Start.Position.Line-1, e.Start.Position.Column-1
		if from < before || indentOf(t.lines[from]) != indent {
			return nil, 0, false
		}
		it := item{view: now[i], from: from, indent: indent}
		end = t.block(from, indent, false)
		it.body = slices.Clone(t.lines[from:end])
		above := t.lines[before:from]
		cut := len(above)
		for cut > 0 && strings.HasPrefix(strings.TrimSpace(above[cut-1]), "#") {
			cut--
		}
		it.gap, it.head = slices.Clone(above[:cut]), slices.Clone(above[cut:])
		it.fields = fieldsOf(list.Values[i])
		items, before = append(items, it), end
	}
	return items, end, true
}

// fieldsOf are the parts of a view that is written a line each.
func fieldsOf(n ast.Node) []*ast.MappingValueNode {
	var out []*ast.MappingValueNode
	if anchor, ok := n.(*ast.AnchorNode); ok {
		n = anchor.Value
	}
	switch n := n.(type) {
	case *ast.MappingNode:
		if n.IsFlowStyle {
			return nil
		}
		out = n.Values
	case *ast.MappingValueNode:
		out = []*ast.MappingValueNode{n}
	}
	line := 0
	for _, f := range out {
		at := f.Key.GetToken().Position.Line
		if at == line {
			return nil
		}
		line = at
	}
	return out
}

// arranged is the list in its new order. What separates the views stays where
// it is; of those that are gone the comments stay.
func (t *text) arranged(items []item, want []View) []string {
	chosen := pair(items, want)
	indent := items[0].indent
	var gaps [][]string
	var carry []string
	for i, it := range items {
		if !slices.Contains(chosen, i) {
			carry = append(carry, written(it.gap)...)
			carry = append(carry, it.head...)
			carry = append(carry, t.gather(it.from, it.from+len(it.body), it.indent)...)
			continue
		}
		gap := it.gap
		if len(gaps) == 0 && len(carry) == 0 && len(written(gap)) == 0 {
			gap = items[0].gap // what separates goes with the views before it
		}
		gaps = append(gaps, append(carry, gap...))
		carry = nil
	}
	apart := len(items) > 1 && slices.Contains(items[len(items)-1].gap, "")
	var out []string
	for i, v := range want {
		switch {
		case i < len(gaps):
			out = append(out, gaps[i]...)
		case apart:
			out = append(out, "")
		}
		if chosen[i] < 0 {
			out = append(out, fresh(v, indent)...)
			continue
		}
		it := items[chosen[i]]
		out = append(append(out, it.head...), t.changed(it, v)...)
	}
	return append(out, carry...)
}

// written leaves the blank lines out.
func written(lines []string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return strings.TrimSpace(l) == "" })
}

// pair tells for each view that is wanted which one of the file it was: by its
// name, else, being renamed, by what it shows; -1 for a new one.
func pair(items []item, want []View) []int {
	out := make([]int, len(want))
	taken := make([]bool, len(items))
	take := func(i int, same func(item) bool) {
		for k, it := range items {
			if !taken[k] && same(it) {
				out[i], taken[k] = k, true
				return
			}
		}
	}
	for i, v := range want {
		out[i] = -1
		take(i, func(it item) bool { return it.view.Name == v.Name })
	}
	for i, v := range want {
		if out[i] < 0 {
			take(i, func(it item) bool { return it.view.Query == v.Query && slices.Equal(it.view.Columns, v.Columns) })
		}
	}
	return out
}

// fresh writes a view that is new.
func fresh(v View, indent int) []string {
	pad := strings.Repeat(" ", indent)
	out := []string{pad + "- name: " + quoted(v.Name)}
	if v.Query != "" {
		out = append(out, pad+"  query: "+quoted(v.Query))
	}
	if len(v.Columns) > 0 {
		out = append(out, pad+"  columns: "+flow(v.Columns))
	}
	return out
}

// changed is a view's lines with other values in them.
func (t *text) changed(it item, v View) []string {
	if it.view.same(v) {
		return it.body
	}
	if it.fields == nil {
		return append(t.gather(it.from, it.from+len(it.body), it.indent), fresh(v, it.indent)...)
	}
	out := slices.Clone(it.body)
	// From the last line to the first, so that the lines before stay where they are.
	for i := len(it.fields) - 1; i >= 0; i-- {
		f := it.fields[i]
		switch name := f.Key.GetToken().Value; {
		case name == "name" && v.Name != it.view.Name:
			out = t.field(it, out, f, quoted(v.Name))
		case name == "query" && v.Query != it.view.Query:
			out = t.field(it, out, f, quoted(v.Query))
		case name == "columns" && !slices.Equal(v.Columns, it.view.Columns):
			out = t.field(it, out, f, flow(v.Columns))
		}
	}
	pad := strings.Repeat(" ", it.fields[0].Key.GetToken().Position.Column-1)
	if v.Query != "" && !it.has("query") {
		out = append(out, pad+"query: "+quoted(v.Query))
	}
	if len(v.Columns) > 0 && !it.has("columns") {
		out = append(out, pad+"columns: "+flow(v.Columns))
	}
	return out
}

func (it item) has(name string) bool {
	return slices.ContainsFunc(it.fields, func(f *ast.MappingValueNode) bool { return f.Key.GetToken().Value == name })
}

// field writes another value behind a key; comments on its lines stay.
func (t *text) field(it item, body []string, f *ast.MappingValueNode, value string) []string {
	line, depth := f.Key.GetToken().Position.Line-1, f.Key.GetToken().Position.Column-1
	end := min(t.block(line, depth, true), it.from+len(it.body))
	head := t.lines[line][:f.Start.Position.Column]
	first := head + " " + value
	if c, ok := t.comments(line, line+1)[line]; ok {
		first += " #" + c
	}
	lines := append([]string{first}, t.gather(line+1, end, depth)...)
	return slices.Concat(body[:line-it.from], lines, body[end-it.from:])
}

// flow writes a list on one line.
func flow(texts []string) string {
	out := make([]string, len(texts))
	for i, s := range texts {
		out[i] = quoted(s)
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// quoted writes a text as a YAML value: as it is where that is certain to be
// read as text again, else in quotes.
func quoted(s string) string {
	plain := regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.:>/@+=-]*( [A-Za-z0-9_.>/@+=-][A-Za-z0-9_.:>/@+=-]*)*$`)
	words := []string{"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
	if plain.MatchString(s) && !strings.HasSuffix(s, ":") && !strings.Contains(s, ": ") && !slices.Contains(words, strings.ToLower(s)) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case unicode.IsPrint(r):
			raw, _ := json.Marshal(string(r)) //nolint:errchkjson // a letter
			if r == '<' || r == '>' || r == '&' {
				raw = []byte(`"` + string(r) + `"`)
			}
			b.Write(raw[1 : len(raw)-1])
		case r > 0xffff:
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return `"` + b.String() + `"`
}
