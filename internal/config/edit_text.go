package config

import (
	"errors"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// text is a YAML file as its lines, which keep their own endings.
type text struct {
	mark  string // a byte order mark
	lines []string
	ends  []string
	end   string // the ending of new lines
}

func readText(raw []byte) *text {
	t := &text{end: "\n"}
	s := string(raw)
	if rest, ok := strings.CutPrefix(s, byteOrderMark); ok {
		t.mark, s = byteOrderMark, rest
	}
	if strings.Contains(s, "\r\n") {
		t.end = "\r\n"
	}
	for s != "" {
		line, rest, found := strings.Cut(s, "\n")
		end := ""
		if found {
			end = "\n"
		}
		if cut, ok := strings.CutSuffix(line, "\r"); ok && found {
			line, end = cut, "\r\n"
		}
		t.lines, t.ends, s = append(t.lines, line), append(t.ends, end), rest
	}
	return t
}

func (t *text) bytes() []byte {
	var b strings.Builder
	b.WriteString(t.mark)
	for i, line := range t.lines {
		b.WriteString(line)
		b.WriteString(t.ends[i])
	}
	return []byte(b.String())
}

// plain is the text as the parser reads it: line numbers stay.
func (t *text) plain() string { return strings.Join(t.lines, "\n") + "\n" }

// splice replaces the lines from to end, the latter not included.
func (t *text) splice(from, end int, lines []string) {
	ends := make([]string, len(lines))
	for i := range ends {
		ends[i] = t.end
	}
	if from == len(t.lines) && from > 0 && t.ends[from-1] == "" {
		t.ends[from-1] = t.end
	}
	if end == len(t.lines) && end > from && len(ends) > 0 {
		ends[len(ends)-1] = t.ends[end-1]
	}
	// Lines that stay keep the ending they had.
	for i, line := range lines {
		for old := from; old < end; old++ {
			if t.lines[old] == line && t.ends[old] != "" {
				ends[i] = t.ends[old]
			}
		}
	}
	t.lines = append(t.lines[:from:from], append(lines, t.lines[end:]...)...)
	t.ends = append(t.ends[:from:from], append(ends, t.ends[end:]...)...)
}

// place is where the views stand in a file.
type place struct {
	indent int                   // of the settings at the top, in blanks
	entry  *ast.MappingValueNode // nil when there is none
	last   int                   // the line after which a new setting goes
}

// find looks for the views.
func (t *text) find() (place, error) {
	tree, err := parser.ParseBytes([]byte(t.plain()), 0)
	if err != nil {
		return place{}, err //nolint:wrapcheck // the caller names the file
	}
	at := place{last: len(t.lines)}
	for _, doc := range tree.Docs {
		var entries []*ast.MappingValueNode
		switch body := doc.Body.(type) {
		case *ast.MappingNode:
			if body.IsFlowStyle {
				return place{}, errors.New("the settings are written in braces; usher adds to them only when they stand on lines of their own")
			}
			entries = body.Values
		case *ast.MappingValueNode:
			entries = []*ast.MappingValueNode{body}
		}
		if doc.End != nil {
			at.last = doc.End.Position.Line - 1
		}
		for _, e := range entries {
			at.indent = e.Key.GetToken().Position.Column - 1
			if e.Key.GetToken().Value == "views" {
				at.entry = e
			}
		}
	}
	return at, nil
}

// comments are the comments on the lines from to end, without their #.
func (t *text) comments(from, end int) map[int]string {
	out := map[int]string{}
	for _, tk := range lexer.Tokenize(t.plain()) {
		if line := tk.Position.Line - 1; tk.Type == token.CommentType && line >= from && line < end {
			out[line] = tk.Value
		}
	}
	return out
}

// gather writes the comments of some lines as lines of their own.
func (t *text) gather(from, end, indent int) []string {
	found := t.comments(from, end)
	var out []string
	for i := from; i < end; i++ {
		if c, ok := found[i]; ok {
			out = append(out, strings.Repeat(" ", indent)+"#"+c)
		}
	}
	return out
}

// indentOf counts the blanks before a line's text; -1 for a blank line.
func indentOf(line string) int {
	rest := strings.TrimLeft(line, " ")
	if strings.TrimSpace(rest) == "" {
		return -1
	}
	return len(line) - len(rest)
}

// block is the line after the last one that belongs to the block that begins
// on line from: deeper lines, without the blank ones at its end. Dashes at the
// block's own depth belong to it when list is set.
func (t *text) block(from, indent int, list bool) int {
	end := from + 1
	for i := from + 1; i < len(t.lines); i++ {
		depth, line := indentOf(t.lines[i]), strings.TrimSpace(t.lines[i])
		dash := line == "-" || strings.HasPrefix(line, "- ")
		switch {
		case depth < 0:
			continue
		case depth > indent, list && depth == indent && dash:
			end = i + 1
		default:
			return end
		}
	}
	return end
}
