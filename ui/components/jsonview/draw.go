package jsonview

import (
	"slices"
	"strconv"
	"strings"

	"usher/internal/safetext"
	"usher/styles"
)

// maxIndent keeps deep documents on the screen.
const maxIndent = 40

// pen writes styled text up to a width.
type pen struct {
	b    strings.Builder
	st   *styles.Styles
	left int
	on   bool // on the cursor's line
}

// put writes s, cut at the width.
func (p *pen) put(paint styles.Paint, s string) {
	if p.left <= 0 || s == "" {
		return
	}
	t := safetext.TruncateBy(p.st.Cells, s, p.left)
	p.left -= safetext.WidthBy(p.st.Cells, t)
	if p.on {
		p.b.WriteString(p.st.P.Selected.Open)
	}
	if paint.Open == "" && p.on {
		p.b.WriteString(t + p.st.P.Selected.Close)
		return
	}
	p.b.WriteString(paint.Apply(t))
}

// line draws line i.
func (v *View) line(i int) string {
	l := v.layout()[i]
	p := pen{st: v.st, left: v.w, on: i == v.cursor && v.focus}
	n := l
	if n < 0 {
		n = ^n
	}
	nd := v.nodes[n]
	p.put(styles.Paint{}, strings.Repeat(" ", min(int(nd.depth)*2, maxIndent)))
	if l < 0 {
		p.put(v.st.P.JSONPunct, v.mark(nd, n, true)+closing(nd.kind)+v.comma(n))
		return p.b.String()
	}
	p.put(v.st.P.Faint, v.mark(nd, n, false))
	hit := len(v.matches) > 0 && v.hit(n)
	if nd.keyEnd > nd.keyStart {
		kp := v.st.P.JSONKey
		if hit && v.keyHit(nd) {
			kp = v.st.P.Match
		}
		p.put(kp, quoted(v.raw[nd.keyStart:nd.keyEnd]))
		p.put(v.st.P.JSONPunct, ": ")
	}
	if nd.kind <= array {
		v.container(&p, nd, n)
		return p.b.String()
	}
	v.scalar(&p, nd, n, hit)
	return p.b.String()
}

// mark tells whether a value folds.
func (v *View) mark(nd node, n int32, end bool) string {
	switch {
	case end || nd.kind > array || nd.count == 0:
		return "  "
	case v.folded[n]:
		return "▸ "
	}
	return "▾ "
}

func opening(k kind) string {
	if k == array {
		return "["
	}
	return "{"
}

func closing(k kind) string {
	if k == array {
		return "]"
	}
	return "}"
}

// comma is what stands behind a value that is not the last of its siblings.
func (v *View) comma(n int32) string {
	p := v.nodes[n].parent
	if p < 0 || v.nodes[n].index == v.nodes[p].count-1 {
		return ""
	}
	return ","
}

func (v *View) container(p *pen, nd node, n int32) {
	switch {
	case nd.count == 0:
		p.put(v.st.P.JSONPunct, opening(nd.kind)+closing(nd.kind)+v.comma(n))
	case v.folded[n]:
		p.put(v.st.P.JSONPunct, opening(nd.kind)+"…"+closing(nd.kind)+v.comma(n))
		p.put(v.st.P.Faint, " "+counted(nd))
	default:
		p.put(v.st.P.JSONPunct, opening(nd.kind))
	}
}

func counted(nd node) string {
	noun := " keys"
	if nd.kind == array {
		noun = " items"
	}
	if nd.count == 1 {
		noun = noun[:len(noun)-1]
	}
	return strconv.Itoa(int(nd.count)) + noun
}

func (v *View) scalar(p *pen, nd node, n int32, hit bool) {
	raw := v.raw[nd.start:nd.end]
	paint, s := v.st.P.JSONWord, ""
	switch nd.kind {
	case str:
		paint, s = v.st.P.JSONString, quotedUpTo(raw, p.left)
	case number:
		paint, s = v.st.P.JSONNumber, string(raw)
	case word, object, array:
		s = string(raw)
	}
	if hit && !v.keyHit(nd) {
		paint = v.st.P.Match
	}
	p.put(paint, s)
	p.put(v.st.P.JSONPunct, v.comma(n))
	if v.note != nil && p.left > 4 {
		if note := v.note(path(v.raw, v.nodes, n), raw); note != "" {
			p.put(v.st.P.Faint, "  "+note)
		}
	}
}

func (v *View) hit(n int32) bool {
	_, ok := slices.BinarySearch(v.matches, n)
	return ok
}

func (v *View) keyHit(nd node) bool {
	return nd.keyEnd > nd.keyStart && contains(v.raw[nd.keyStart:nd.keyEnd], []byte(strings.ToLower(v.query)))
}

// quoted draws a string literal: decoded and inert, quotes and backslashes
// escaped again.
func quoted(lit []byte) string {
	s := safetext.String(unquote(lit))
	if strings.ContainsAny(s, `"\`) {
		s = strings.ReplaceAll(strings.ReplaceAll(s, `\`, `\\`), `"`, `\"`)
	}
	return `"` + s + `"`
}

// quotedUpTo is quoted for a line of w cells: of a very long literal only the
// part is decoded that can be seen.
func quotedUpTo(lit []byte, w int) string {
	const perCell = 64 // bytes; more make one cell only in floods of marks
	if limit := (w + 1) * perCell; len(lit) > limit {
		s := string(lit[1:limit])
		if i := strings.LastIndexByte(s, '\\'); i > len(s)-13 && i >= 0 {
			s = s[:i] // not in the middle of an escape or a pair of them
			s = strings.TrimRight(s, `\`)
		}
		return quoted([]byte(`"` + strings.ToValidUTF8(s, "") + `"`))
	}
	return quoted(lit)
}
