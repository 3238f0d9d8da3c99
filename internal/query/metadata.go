package query

import (
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"

	"usher/api"
)

// maxPath bounds the depth of a metadata path.
const maxPath = 20

// wanted is a value of metadata made ready to be compared.
type wanted struct {
	path   []string
	kind   string // public., private., unsafe. of has:
	number *decimal
	folded string
}

// pathByte reports whether a path segment may hold the byte without quotation
// marks.
func pathByte(c byte) bool { return nameByte(c) || c == '-' || c == '$' || c >= utf8.RuneSelf }

// cutPath reads a path such as plan, a.b or "a.b".c at the begin of a text.
func cutPath(s string) (path []string, rest string, ok bool) {
	for {
		var segment string
		if strings.HasPrefix(s, `"`) {
			p := &parser{text: s}
			v, closed := p.quoted()
			if !closed || v.text == "" || fit(v).what != "" {
				return nil, "", false
			}
			segment, s = v.text, s[p.at:]
		} else {
			n := 0
			for n < len(s) {
				r, size := utf8.DecodeRuneInString(s[n:])
				if size == 1 && !pathByte(s[n]) || unicode.IsSpace(r) || unicode.IsControl(r) {
					break
				}
				n += size
			}
			if n == 0 {
				return nil, "", false
			}
			segment, s = s[:n], s[n:]
		}
		path = append(path, segment)
		if len(path) > maxPath {
			return nil, "", false
		}
		if !strings.HasPrefix(s, ".") {
			return path, s, true
		}
		s = s[1:]
	}
}

// cutMetadata reads a whole path with its kind, such as public.plan.
func cutMetadata(s string) (kind string, path []string, ok bool) {
	kind, rest, ok := strings.Cut(s, ".")
	kind = strings.ToLower(kind) + "."
	if !ok || kind != "public." && kind != "private." && kind != "unsafe." {
		return "", nil, false
	}
	path, rest, ok = cutPath(rest)
	return kind, path, ok && rest == ""
}

// joinPath is a path as it is printed.
func joinPath(path []string) string {
	var b strings.Builder
	for i, s := range path {
		if i > 0 {
			b.WriteByte('.')
		}
		if p, rest, ok := cutPath(s); ok && rest == "" && len(p) == 1 && p[0] == s {
			b.WriteString(s)
		} else {
			b.WriteString(quote(s))
		}
	}
	return b.String()
}

// metadata reads a term whose path begins at a place of the text; a path alone
// asks whether there is something. It is false when the word is no path.
func (p *parser) metadata(t *term, row *Qualifier, at int) bool {
	path, rest, ok := cutPath(p.text[at:])
	if !ok {
		return false
	}
	p.at = len(p.text) - len(rest)
	op := operatorAt(rest)
	if op == "" {
		text := row.Name + joinPath(path)
		if !p.ended() || fit(value{text: text}).what != "" {
			return false
		}
		t.row, t.op, t.at.end = find("has", ":"), ":", p.at
		t.values = []value{{at: span{at - len(row.Name), p.at}, text: text}}
		p.terms = append(p.terms, t)
		return true
	}
	p.at += len(op)
	if op == ":" {
		op = "="
	}
	t.row, t.op, t.path = row, op, path
	p.values(t)
	return true
}

// pathless complains about metadata without a path, which nobody means as text;
// false when something else follows the dot.
func (p *parser) pathless(row *Qualifier, begin int) bool {
	p.at = begin + len(row.Name)
	rest := p.text[p.at:]
	quoted := strings.HasPrefix(rest, `"`)
	if !p.ended() && !quoted && rest[0] != '.' && operatorAt(rest) == "" {
		return false
	}
	if quoted {
		if _, closed := p.quoted(); !closed {
			return true // and that was said
		}
	}
	p.value(false)
	p.problem(begin, p.at, "“"+row.Name+"” needs a path, such as "+row.Name+"plan. In quotation marks it is looked for as text.", "")
	return true
}

func readMetadata(_ *parser, t *term, v *value) complaint {
	if t.op == "=" || t.op == "!=" || v.text != "" {
		return complaint{}
	}
	return complaint{what: "“" + t.name() + "” needs something to compare with."}
}

func bindMetadata(c *check, i int, _ *Env) {
	w := wanted{path: c.path, folded: fold(c.values[i].text)}
	if !c.values[i].quoted {
		w.number = readDecimal(c.values[i].text)
	}
	c.wanted = append(c.wanted, w)
}

func bindHas(c *check, i int, _ *Env) {
	kind, path, _ := cutMetadata(c.values[i].text)
	c.wanted = append(c.wanted, wanted{kind: kind, path: path})
}

func metadataOf(u *api.User, kind string) json.RawMessage {
	switch kind {
	case "public.":
		return u.PublicMetadata
	case "private.":
		return u.PrivateMetadata
	default:
		return u.UnsafeMetadata
	}
}

func holdsMetadata(c *check, i int, u *api.User) bool {
	at := lookInto(metadataOf(u, c.row.Name), c.path)
	if len(at) == 0 {
		return c.op == "!="
	}
	if at[0] == '[' {
		for e := (elements{rest: at}); e.next(); {
			if c.compares(i, e.value) {
				return c.op != "!="
			}
		}
		return c.op == "!="
	}
	return c.compares(i, at) != (c.op == "!=")
}

// compares compares one JSON value, != as =: numbers digit for digit, strings
// letter for letter.
func (c *check) compares(i int, raw json.RawMessage) bool {
	v, w := &c.values[i], &c.wanted[i]
	if len(raw) == 0 || raw[0] == '{' || raw[0] == '[' {
		return false
	}
	isString := raw[0] == '"'
	switch c.op {
	case "=", "!=":
		if isString {
			return isText(raw, v.text)
		}
		return !v.quoted && string(raw) == v.text
	case "~":
		return contains(textOf(raw), w.folded)
	}
	text := textOf(raw)
	order, ok := 0, false
	if number := readDecimal(text); number != nil && w.number != nil && !isString {
		order, ok = number.compare(w.number), true
	} else if isString && w.number == nil {
		order, ok = strings.Compare(text, v.text), true
	}
	switch c.op {
	case ">":
		return ok && order > 0
	case ">=":
		return ok && order >= 0
	case "<":
		return ok && order < 0
	default:
		return ok && order <= 0
	}
}
