package query

import (
	"bytes"
	"encoding/json"
	"strconv"
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
			if !closed || v.text == "" {
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
		if !p.ended() {
			return false
		}
		t.row, t.op, t.at.end = find("has", ":"), ":", p.at
		text := row.Name + joinPath(path)
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

// lookInto is what stands at a path of a JSON object; nil for nothing. The
// steps into an array are its indexes.
func lookInto(raw json.RawMessage, path []string) json.RawMessage {
	for _, key := range path {
		raw = bytes.TrimSpace(raw)
		if len(raw) == 0 {
			return nil
		}
		switch raw[0] {
		case '{':
			if !holdsKey(raw, key) {
				return nil
			}
			var object map[string]json.RawMessage
			if json.Unmarshal(raw, &object) != nil {
				return nil
			}
			raw = object[key]
		case '[':
			var array []json.RawMessage
			i, err := strconv.Atoi(key)
			if err != nil || json.Unmarshal(raw, &array) != nil || i < 0 || i >= len(array) {
				return nil
			}
			raw = array[i]
		default:
			return nil
		}
	}
	return bytes.TrimSpace(raw)
}

// holdsKey is a quick look that spares most records the decoding: a key stands
// there as it is or with escapes.
func holdsKey(raw json.RawMessage, key string) bool {
	return bytes.Contains(raw, []byte(key)) || bytes.IndexByte(raw, '\\') >= 0
}

func holdsMetadata(c *check, i int, u *api.User) bool {
	at := lookInto(metadataOf(u, c.row.Name), c.path)
	if len(at) == 0 {
		return c.op == "!="
	}
	if at[0] == '[' {
		var array []json.RawMessage
		if json.Unmarshal(at, &array) != nil {
			return false
		}
		for _, element := range array {
			if c.compares(i, bytes.TrimSpace(element)) {
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
	text, isString := string(raw), len(raw) > 0 && raw[0] == '"'
	if isString {
		if json.Unmarshal(raw, &text) != nil {
			return false
		}
	} else if len(raw) > 0 && (raw[0] == '{' || raw[0] == '[') {
		return false
	}
	switch c.op {
	case "=", "!=":
		return text == v.text && (isString || !v.quoted)
	case "~":
		return contains(text, w.folded)
	}
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

// decimal is a number as JSON writes it, compared without losing a digit.
type decimal struct {
	negative bool
	digits   string // without zeros around
	point    int64  // how many digits stand before the decimal point
}

// readDecimal reads a JSON number; nil for anything else.
func readDecimal(s string) *decimal {
	if s == "" || !json.Valid([]byte(s)) || s[0] != '-' && (s[0] < '0' || s[0] > '9') {
		return nil
	}
	d := &decimal{negative: s[0] == '-'}
	s = strings.TrimPrefix(s, "-")
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		exponent, err := strconv.ParseInt(strings.TrimPrefix(s[i+1:], "+"), 10, 32)
		if err != nil {
			return nil // no number that anybody keeps
		}
		d.point, s = exponent, s[:i]
	}
	whole, fraction, _ := strings.Cut(s, ".")
	d.point += int64(len(whole))
	all := whole + fraction
	d.digits = strings.TrimLeft(all, "0")
	d.point -= int64(len(all) - len(d.digits))
	d.digits = strings.TrimRight(d.digits, "0")
	if d.digits == "" {
		return &decimal{}
	}
	return d
}

// compare is -1, 0 or 1 as d is less than, equal to or greater than o.
func (d *decimal) compare(o *decimal) int {
	switch {
	case d.sign() != o.sign():
		if d.sign() < o.sign() {
			return -1
		}
		return 1
	case d.digits == "":
		return 0
	}
	order := 0
	if d.point != o.point {
		order = 1
		if d.point < o.point {
			order = -1
		}
	} else {
		order = strings.Compare(d.digits, o.digits)
	}
	return order * d.sign()
}

func (d *decimal) sign() int {
	switch {
	case d.digits == "":
		return 0
	case d.negative:
		return -1
	}
	return 1
}
