package query

import (
	"strings"

	"usher/api"
)

// words is the name that stands for free words in [Query.Value] and
// [Query.With].
const words = "words"

// Value is what stands behind a qualifier, "" when it is not there. The
// qualifier is written as in the text: email, email~, -org, public.plan (the
// operator is part of the value then). "words" is all free words.
func (q *Query) Value(qualifier string) string {
	var out []string
	for _, t := range q.terms {
		rest, ok := t.behind(qualifier)
		switch {
		case !ok:
		case qualifier == words:
			out = append(out, rest)
		default:
			return rest
		}
	}
	if qualifier == "sort" && q.ordered {
		return orderText(q.order)
	}
	return strings.Join(out, " ")
}

// behind is what stands behind a qualifier in a term; false when it is another
// one's term.
func (t *term) behind(qualifier string) (string, bool) {
	if t.word() {
		return t.String(), qualifier == words && !t.negated
	}
	s := t.String()
	bare, negated := strings.CutPrefix(qualifier, "-")
	if negated != t.negated {
		return "", false
	}
	s = strings.TrimPrefix(s, "-")
	if t.row.metadata() && bare == t.row.Name+joinPath(t.path) {
		return strings.CutPrefix(s, bare)
	}
	if operatorEnd(bare) == "" && bare == t.row.Name && t.row == named(bare) {
		return strings.CutPrefix(s, bare+t.op)
	}
	if bare == t.name() {
		return strings.CutPrefix(s, bare)
	}
	return "", false
}

// operatorEnd is the operator that a text ends with.
func operatorEnd(s string) string {
	for _, op := range []string{"!=", ">=", "<=", ":", "~", "=", ">", "<"} {
		if strings.HasSuffix(s, op) {
			return op
		}
	}
	return ""
}

// With is the query with another value behind a qualifier, as [Query.Value]
// names it; "" takes the qualifier out. A value that is no list of values is
// put into quotation marks.
func (q *Query) With(qualifier, value string) *Query {
	value = strings.TrimSpace(clean(value))
	var old []span
	for _, t := range q.terms {
		if _, ok := t.behind(qualifier); ok {
			old = append(old, t.at)
		}
	}
	if qualifier == "sort" && q.ordered {
		old = append(old, q.orderAt)
	}
	text := ""
	if value != "" {
		text = written(qualifier, value)
	}
	return ParseIn(splice(q.closed(), old, text), q.region)
}

// written is a qualifier with its value.
func written(qualifier, value string) string {
	if qualifier == words {
		p := &parser{text: value}
		q := p.parse()
		if len(q.problems) > 0 || q.ordered {
			return quote(value)
		}
		for _, t := range q.terms {
			if !t.word() {
				return quote(value)
			}
		}
		return value
	}
	head := qualifier
	bare := strings.TrimPrefix(qualifier, "-")
	if row := named(strings.ToLower(bare)); row != nil && operatorEnd(bare) == "" {
		head += row.Operators[0]
	} else if op := operatorAt(value); row == nil && op != "" && operatorEnd(bare) == "" {
		head, value = head+op, value[len(op):]
	}
	p := &parser{text: head + value}
	if q := p.parse(); len(q.terms) == 1 && q.terms[0].at == (span{0, len(p.text)}) || q.ordered {
		return head + value
	}
	return head + quote(value)
}

// closed is the text with its last quotation mark closed, so that something
// can be added.
func (q *Query) closed() string {
	for _, p := range q.problems {
		if p.What == unclosed {
			return q.text[:p.Start] + p.Suggest
		}
	}
	return q.text
}

// splice puts a text where the first of the spans was, or at the end, and
// takes the other spans out.
func splice(text string, old []span, with string) string {
	var parts []string
	add := func(s string) {
		if s = strings.TrimSpace(s); s != "" {
			parts = append(parts, s)
		}
	}
	at := 0
	for i, s := range old {
		add(text[at:s.start])
		if i == 0 {
			add(with)
		}
		at = s.end
	}
	add(text[min(at, len(text)):])
	if len(old) == 0 {
		add(with)
	}
	return strings.Join(parts, " ")
}

// WithOrder is the query with another order; the zero order takes it out.
func (q *Query) WithOrder(o api.Order) *Query { return q.With("sort", orderText(o)) }
