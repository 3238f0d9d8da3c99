package query

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sources are what was seen so far; they are asked while a person types and
// do no requests.
type Sources interface {
	Organizations(prefix string) []string
	Providers() []string
	MetadataPaths() []string // such as public.plan
	MetadataValues(path string) []string
}

// Completion is one way to go on. Insert replaces text[Start:End]. Label and
// Help may hold foreign text: draw them through safetext.
type Completion struct {
	Start, End          int
	Insert, Label, Help string
}

// maxCompletions bounds what is offered at once.
const maxCompletions = 50

// Complete offers what can stand at a place of the text, given in bytes: names
// of qualifiers, and behind one its values. What is complete already is not
// offered. Sources may be nil.
func Complete(text string, pos int, src Sources) []Completion {
	pos = max(0, min(pos, len(text)))
	for pos > 0 && pos < len(text) && !utf8.RuneStart(text[pos]) {
		pos--
	}
	at := tokenAt(text, pos)
	c := completer{text: text, pos: pos, start: at.start, end: at.end, src: src}
	if at.start < pos && text[at.start] == '-' {
		c.start, c.negated = at.start+1, true
	}
	head := text[c.start:pos]
	if strings.HasPrefix(head, `"`) {
		return nil
	}
	name := (&parser{text: head}).name()
	rest := head[len(name):]
	row := named(strings.ToLower(name) + ".")
	switch op := operatorAt(rest); {
	case row != nil && row.metadata() && strings.HasPrefix(rest, "."):
		c.metadata(row, len(row.Name))
	case op != "":
		if row, _, after := lookUp(strings.ToLower(name), op, len(name)+len(op)); row != nil {
			c.row = row
			c.values(after, c.candidates)
		}
	case rest == "":
		c.names(name)
	}
	return c.out
}

// tokenAt is the run of characters around a place that makes one term; spaces
// within quotation marks belong to it.
func tokenAt(text string, pos int) span {
	at := span{start: pos, end: pos}
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			i += n
			continue
		}
		start := i
		quoted := false
		for i < len(text) {
			r, n := utf8.DecodeRuneInString(text[i:])
			switch {
			case quoted && r == '\\' && i+1 < len(text):
				n = 1
				if text[i+1] == '"' || text[i+1] == '\\' {
					n = 2
				}
			case quoted && r == '"':
				quoted = false
			case r == '"' && (i == start || strings.IndexByte("-:~=<>,.", text[i-1]) >= 0):
				quoted = true
			}
			if !quoted && unicode.IsSpace(r) {
				break
			}
			i += n
		}
		if start <= pos && pos <= i {
			return span{start, i}
		}
		if start > pos {
			break
		}
	}
	return at
}

// completer collects the completions of one term.
type completer struct {
	text       string
	pos        int
	start, end int // of the term behind its minus sign
	negated    bool
	row        *Qualifier
	src        Sources
	out        []Completion
}

func (c *completer) add(start, end int, insert, label, help string) {
	if len(c.out) >= maxCompletions || c.text[start:end] == insert ||
		slices.ContainsFunc(c.out, func(o Completion) bool { return o.Insert == insert }) {
		return
	}
	c.out = append(c.out, Completion{Start: start, End: end, Insert: insert, Label: label, Help: help})
}

// names offers qualifiers, those whose own name begins so before those with
// another name that does, and metadata paths.
func (c *completer) names(typed string) {
	low := strings.ToLower(typed)
	end := c.pos
	for end < c.end && nameByte(c.text[end]) {
		end++
	}
	after := end + len(operatorAt(c.text[end:c.end]))
	for _, own := range []bool{true, false} {
		for i := range table {
			r := &table[i]
			if c.negated && r.Name == "sort" || !own && low == "" {
				continue
			}
			fits := strings.HasPrefix(r.Name, low)
			if !own {
				fits = slices.ContainsFunc(r.aliases, func(a string) bool { return strings.HasPrefix(a, low) })
			}
			if !fits {
				continue
			}
			insert := r.Name + r.Operators[0]
			if r.metadata() {
				insert = r.Name
			}
			if op := operatorAt(c.text[end:c.end]); op != "" && find(r.Name, op) == r {
				insert = r.Name + op
			}
			c.add(c.start, after, insert, insert, r.Help)
		}
	}
	if c.src == nil || low == "" {
		return
	}
	for _, path := range c.src.MetadataPaths() {
		if kind, at, ok := cutMetadata(path); ok && strings.Contains("."+strings.ToLower(path), "."+low) {
			c.add(c.start, after, kind+joinPath(at)+"=", kind+joinPath(at), "metadata seen in the list")
		}
	}
}

// metadata offers the paths that were seen, and behind an operator the values.
func (c *completer) metadata(row *Qualifier, at int) {
	body := c.text[c.start+at : c.pos]
	path, rest, ok := cutPath(body)
	if op := operatorAt(rest); ok && op != "" {
		c.row = row
		if c.src == nil {
			return
		}
		c.values(at+len(body)-len(rest)+len(op), func(string) []offer {
			return plainOffers(c.src.MetadataValues(row.Name + joinPath(path)))
		})
		return
	}
	if c.src == nil {
		return
	}
	typed := strings.ToLower(c.text[c.start:c.pos])
	for _, p := range c.src.MetadataPaths() {
		if kind, at, ok := cutMetadata(p); ok && strings.HasPrefix(strings.ToLower(kind+joinPath(at)), typed) {
			c.add(c.start, c.end, kind+joinPath(at)+"=", kind+joinPath(at), row.Help)
		}
	}
}

// offer is a value that can be completed to.
type offer struct{ value, help string }

func plainOffers(values []string) []offer {
	out := make([]offer, 0, len(values))
	for _, v := range values {
		out = append(out, offer{value: v})
	}
	return out
}

// values offers values for the one at the cursor, which follows the last comma
// before it.
func (c *completer) values(after int, candidates func(typed string) []offer) {
	p := &parser{text: c.text[:c.end], at: c.start + after}
	var v value
	for {
		v, _ = p.value(true)
		if v.at.end >= c.pos || p.at >= len(p.text) || p.text[p.at] != ',' {
			break
		}
		p.at++
	}
	if c.pos < v.at.start {
		return
	}
	part := (&parser{text: c.text[:min(c.pos, v.at.end)], at: v.at.start})
	typed, _ := part.value(true)
	low := strings.ToLower(typed.text)
	offers := candidates(typed.text)
	for _, exactly := range []bool{true, false} {
		for _, o := range offers {
			name := strings.ToLower(o.value)
			if begins := strings.HasPrefix(name, low); exactly != begins || !strings.Contains(name, low) {
				continue
			}
			insert := printed(o.value)
			if c.row.metadata() && v.quoted {
				insert = quote(o.value)
			}
			c.add(v.at.start, v.at.end, insert, o.value, o.help)
		}
	}
}

// candidates are the values that a qualifier can have.
func (c *completer) candidates(typed string) []offer {
	switch r := c.row; {
	case r.Name == "sort":
		return orders(typed)
	case r.Name == "has":
		out := plainOffers(r.Values)
		if c.src != nil && strings.Contains(typed, ".") {
			out = append(out, plainOffers(c.src.MetadataPaths())...)
		}
		return out
	case r.dated:
		out := []offer{
			{"<1h", "within the last hour"},
			{"<1d", "within the last day"},
			{"<7d", "within the last week"},
			{"<30d", "within the last 30 days"},
			{">30d", "longer ago than 30 days"},
			{">90d", "longer ago than 90 days"},
			{"today", "since midnight"},
			{"yesterday", "the day before today"},
		}
		if r.Name == "active" || r.Name == "signin" {
			out = append(out, offer{"never", "not once"})
		}
		return out
	case r.Values != nil:
		return plainOffers(r.Values)
	case c.src == nil:
		return nil
	case r.Name == "org":
		return plainOffers(c.src.Organizations(typed))
	case r.Name == "provider":
		return plainOffers(c.src.Providers())
	}
	return nil
}

// orders are the fields to order by, with the sign that is typed or the usual
// one.
func orders(typed string) []offer {
	var out []offer
	for _, name := range orderNames {
		bare := strings.TrimPrefix(name, "-")
		switch {
		case strings.HasPrefix(typed, "-"):
			out = append(out, offer{"-" + bare, "from the end"})
		case typed == "":
			help := "from the begin"
			if bare != name {
				help = "the newest first"
			}
			out = append(out, offer{name, help})
		default:
			out = append(out, offer{bare, "from the begin"}, offer{"-" + bare, "from the end"})
		}
	}
	return out
}
