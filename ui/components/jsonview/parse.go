package jsonview

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// kind is what a node is.
type kind uint8

const (
	object kind = iota
	array
	str
	number
	word // true, false, null
)

// node is one value of the document, by place in the bytes: nothing is
// decoded until it is drawn, so numbers stay digit for digit.
type node struct {
	keyStart, keyEnd int32 // with quotes; equal when it has no key
	start, end       int32 // of the value
	parent           int32 // index, -1 for the root
	next             int32 // index behind the last descendant
	count            int32 // children
	index            int32 // among its siblings
	depth            uint16
	kind             kind
}

var errSyntax = errors.New("not JSON")

// maxDepth bounds nesting as encoding/json does.
const maxDepth = 10000

// parse lays the document out as nodes in the order of the text. The bytes
// must be valid JSON, which it checks first.
func parse(raw []byte) ([]node, error) {
	if !json.Valid(raw) {
		var v any
		err := json.Unmarshal(raw, &v)
		if err == nil {
			err = errSyntax
		}
		return nil, fmt.Errorf("%w: %w", errSyntax, err)
	}
	p := parser{raw: raw, nodes: make([]node, 0, len(raw)/24+8)}
	p.space()
	if err := p.value(-1, 0, 0, 0, 0); err != nil {
		return nil, err
	}
	return p.nodes, nil
}

type parser struct {
	raw   []byte
	pos   int
	nodes []node
}

func (p *parser) space() {
	for p.pos < len(p.raw) {
		switch p.raw[p.pos] {
		case ' ', '\t', '\n', '\r':
			p.pos++
		default:
			return
		}
	}
}

// value reads one value; the bytes are known to be valid.
func (p *parser) value(parent int32, depth, keyStart, keyEnd int, index int32) error {
	if depth > maxDepth {
		return errSyntax
	}
	i := len(p.nodes)
	p.nodes = append(p.nodes, node{
		keyStart: int32(keyStart), keyEnd: int32(keyEnd),
		start: int32(p.pos), parent: parent, index: index, depth: uint16(depth),
	})
	n := node{}
	switch p.raw[p.pos] {
	case '{', '[':
		if err := p.container(int32(i), depth); err != nil {
			return err
		}
		n.kind = object
		if p.raw[p.nodes[i].start] == '[' {
			n.kind = array
		}
	case '"':
		p.string()
		n.kind = str
	case 't', 'f', 'n':
		p.bare()
		n.kind = word
	default:
		p.bare()
		n.kind = number
	}
	p.nodes[i].kind = n.kind
	p.nodes[i].end = int32(p.pos)
	p.nodes[i].next = int32(len(p.nodes))
	return nil
}

func (p *parser) container(self int32, depth int) error {
	closing := byte('}')
	isArray := p.raw[p.pos] == '['
	if isArray {
		closing = ']'
	}
	p.pos++
	for n := int32(0); ; n++ {
		p.space()
		if p.raw[p.pos] == ',' {
			p.pos++
			p.space()
		}
		if p.raw[p.pos] == closing {
			p.pos++
			p.nodes[self].count = n
			return nil
		}
		ks, ke := 0, 0
		if !isArray {
			ks = p.pos
			p.string()
			ke = p.pos
			p.space()
			p.pos++ // the colon
			p.space()
		}
		if err := p.value(self, depth+1, ks, ke, n); err != nil {
			return err
		}
	}
}

func (p *parser) string() {
	for p.pos++; p.raw[p.pos] != '"'; p.pos++ {
		if p.raw[p.pos] == '\\' {
			p.pos++
		}
	}
	p.pos++
}

func (p *parser) bare() {
	for p.pos < len(p.raw) {
		switch p.raw[p.pos] {
		case ',', '}', ']', ' ', '\t', '\n', '\r':
			return
		}
		p.pos++
	}
}

// unquote decodes a JSON string literal; what cannot be decoded stays as it
// is written.
func unquote(lit []byte) string {
	if len(lit) >= 2 && plain(lit) {
		return string(lit[1 : len(lit)-1])
	}
	var s string
	if json.Unmarshal(lit, &s) != nil {
		return string(lit)
	}
	return s
}

// plain reports whether a literal has no escapes and is valid text.
func plain(lit []byte) bool {
	for _, c := range lit {
		if c == '\\' {
			return false
		}
	}
	return utf8.Valid(lit)
}

// path writes where a node stands, as jq does: .public_metadata["a key"][0].
func path(raw []byte, nodes []node, i int32) string {
	var parts []string
	for n := i; n >= 0 && nodes[n].parent >= 0; n = nodes[n].parent {
		if nodes[nodes[n].parent].kind == array {
			parts = append(parts, "["+strconv.Itoa(int(nodes[n].index))+"]")
			continue
		}
		key := unquote(raw[nodes[n].keyStart:nodes[n].keyEnd])
		if identifier(key) {
			parts = append(parts, "."+key)
			continue
		}
		parts = append(parts, "["+strconv.Quote(key)+"]")
	}
	if len(parts) == 0 {
		return "."
	}
	var b strings.Builder
	for n := len(parts) - 1; n >= 0; n-- {
		b.WriteString(parts[n])
	}
	return b.String()
}

func identifier(s string) bool {
	for i, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}
