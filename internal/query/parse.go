package query

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"usher/api"
)

// parser reads one text from left to right.
type parser struct {
	text     string
	region   string
	at       int
	terms    []*term
	problems []Problem
	order    api.Order
	ordered  bool
	orderAt  span
}

func (p *parser) parse() *Query {
	for p.skipSpace(); p.at < len(p.text); p.skipSpace() {
		start := p.at
		negated := p.text[p.at] == '-'
		if negated {
			p.at++
		}
		if negated && p.ended() {
			p.problem(start, p.at, "A minus sign alone says nothing; it goes straight before what it excludes.", "")
			continue
		}
		p.item(start, negated)
	}
	p.phone()
	slices.SortStableFunc(p.problems, func(a, b Problem) int { return a.Start - b.Start })
	return &Query{
		text: p.text, region: p.region, terms: p.terms, problems: p.problems,
		order: p.order, ordered: p.ordered, orderAt: p.orderAt, exact: exactKind(p.terms),
	}
}

// phone makes one number of words that are one together. What else stands
// between them keeps them apart.
func (p *parser) phone() {
	if len(p.terms) == 0 || !plainWords(p.terms) {
		return
	}
	at := span{p.terms[0].at.start, p.terms[len(p.terms)-1].at.end}
	if len(p.terms) > 1 && (len(p.problems) > 0 || p.ordered && p.orderAt.start > at.start && p.orderAt.start < at.end) {
		p.terms = apart(p.terms)
		return
	}
	if number, ok := phoneOf(p.text[at.start:at.end], p.region); ok {
		p.terms = []*term{{at: at, values: []value{{at: at, text: number}}}}
	}
}

func (p *parser) skipSpace() {
	for p.at < len(p.text) {
		r, n := utf8.DecodeRuneInString(p.text[p.at:])
		if !unicode.IsSpace(r) {
			return
		}
		p.at += n
	}
}

// ended reports whether a term ends here.
func (p *parser) ended() bool {
	if p.at >= len(p.text) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(p.text[p.at:])
	return unicode.IsSpace(r)
}

func (p *parser) problem(start, end int, what, suggest string) {
	p.problems = append(p.problems, Problem{Start: start, End: end, What: what, Suggest: suggest})
}

// item reads one term that begins at start; its minus sign is behind.
func (p *parser) item(start int, negated bool) {
	t := &term{at: span{start: start}, negated: negated}
	if p.text[p.at] == '"' {
		p.phrase(t)
		return
	}
	begin := p.at
	name := p.name()
	rest := p.text[begin+len(name):]
	switch op := operatorAt(rest); {
	case name != "" && op != "":
		if p.qualified(t, name, op, begin) {
			return
		}
	case name != "" && strings.HasPrefix(rest, "."):
		if row := find(strings.ToLower(name)+".", "="); row != nil && (p.metadata(t, row, begin+len(row.Name)) || p.pathless(row, begin)) {
			return
		}
	}
	p.at = begin
	v, _ := p.value(false)
	p.word(t, v)
}

// word adds a free word or phrase.
func (p *parser) word(t *term, v value) {
	t.at.end = p.at
	if v.quoted && strings.TrimSpace(v.text) == "" {
		p.problem(v.at.start, v.at.end, "There is nothing between the quotation marks.", "")
		return
	}
	if c := fit(v); c.what != "" {
		p.problem(v.at.start, v.at.end, c.what, c.suggest)
		return
	}
	t.values = []value{v}
	p.terms = append(p.terms, t)
}

func (p *parser) phrase(t *term) {
	v, _ := p.value(true)
	v.text = strings.Join(strings.Fields(v.text), " ")
	p.word(t, v)
}

// qualified reads a term with a qualifier; false when the word only looks like
// one and is text.
func (p *parser) qualified(t *term, name, op string, begin int) bool {
	known := strings.ToLower(name)
	after := begin + len(name) + len(op)
	row, op, valuesAt := lookUp(known, op, after)
	if row != nil {
		t.row, t.op = row, op
		p.at = valuesAt
		p.values(t)
		return true
	}
	p.at = after
	if other := named(known); other != nil {
		p.skipTerm()
		p.problem(begin, after, fmt.Sprintf("“%s” is followed by %s, not by “%s”.", name, operators(other), p.text[begin+len(name):after]), other.Name+other.Operators[0])
		return true
	}
	if op != ":" && op != "=" && op != "~" {
		return false
	}
	near := nearest(known, op)
	if near == "" && (op != ":" || looksLikeText(name, p.text[after:])) {
		return false
	}
	p.skipTerm()
	what := fmt.Sprintf("There is no qualifier “%s”.", name+op)
	if near != "" {
		what = fmt.Sprintf("There is no qualifier “%s”. Is it “%s”?", name+op, near)
		p.problem(begin, after, what, near)
		return true
	}
	p.problem(begin, p.at, what+" In quotation marks it is looked for as text.", quote(p.text[begin:p.at]))
	return true
}

// looksLikeText tells "Re:", times, addresses and links from a qualifier that
// does not exist.
func looksLikeText(name, rest string) bool {
	if strings.ContainsAny(name, "0123456789") || len(name) < 3 {
		return true
	}
	word := rest
	if i := strings.IndexFunc(rest, unicode.IsSpace); i >= 0 {
		word = rest[:i]
	}
	return word == "" || word[0] == '/' || strings.ContainsAny(word, "@:")
}

// skipTerm goes behind the values of a term that is left out.
func (p *parser) skipTerm() {
	before := len(p.problems)
	for {
		v, _ := p.value(true)
		if p.at >= len(p.text) || p.text[p.at] != ',' {
			if v.quoted {
				return
			}
			break
		}
		p.at++
	}
	p.problems = p.problems[:before]
}

// values reads the comma-separated values of a term and adds it when one of
// them is of use.
func (p *parser) values(t *term) {
	t.at.end = p.at
	for first := true; ; first = false {
		begin := p.at
		v, _ := p.value(true)
		t.at.end = p.at
		more := p.at < len(p.text) && p.text[p.at] == ','
		switch {
		case v.text == "" && !v.quoted && first && !more:
			p.problem(t.at.start, t.at.end, fmt.Sprintf("“%s” needs a value, such as %s.", t.name(), t.row.Hint), "")
		case v.text == "" && !v.quoted:
			p.emptyValue(begin, first)
		default:
			p.take(t, v)
		}
		if !more {
			break
		}
		p.at++
	}
	p.finish(t)
}

// emptyValue complains about a comma without a value beside it.
func (p *parser) emptyValue(at int, first bool) {
	start := at - 1
	if first {
		p.problem(at, at+1, "A value is missing before the comma.", "")
		return
	}
	end := at
	for end < len(p.text) {
		r, n := utf8.DecodeRuneInString(p.text[end:])
		if !unicode.IsSpace(r) {
			break
		}
		end += n
	}
	if end > at && end < len(p.text) {
		p.problem(start, end, "No space goes after a comma between values.", ",")
		return
	}
	p.problem(start, at, "A value is missing after the comma.", "")
}

// take checks a value with its qualifier's reader.
func (p *parser) take(t *term, v value) {
	c := fit(v)
	if !t.row.metadata() {
		v.text, v.quoted = strings.TrimSpace(v.text), false
	}
	switch {
	case c.what != "":
	case v.text == "" && !v.quoted:
		c.what = fmt.Sprintf("“%s” needs a value, such as %s.", t.name(), t.row.Hint)
	default:
		c = t.row.read(p, t, &v)
	}
	switch {
	case c.what != "" && c.term:
		p.problem(t.at.start, v.at.end, c.what, c.suggest)
	case c.what != "":
		p.problem(v.at.start, v.at.end, c.what, c.suggest)
	case slices.ContainsFunc(t.values, func(o value) bool { return o.text == v.text && o.quoted == v.quoted }):
	case len(t.values) == maxValues:
		p.problem(v.at.start, v.at.end, fmt.Sprintf("“%s” takes at most %d values.", t.name(), maxValues), "")
	default:
		t.values = append(t.values, v)
	}
}

// finish adds a term that has a value left.
func (p *parser) finish(t *term) {
	if len(t.values) == 0 {
		return
	}
	if t.row.Name != "sort" {
		p.terms = append(p.terms, t)
		return
	}
	switch {
	case p.ordered:
		p.problem(t.at.start, t.at.end, "The list has one order: this is the second “sort:”.", "")
	case t.negated:
		p.problem(t.at.start, t.at.end, "An order is turned around with a minus sign before its field.", "sort:"+turned(t.values[0].text))
	case len(t.values) > 1:
		p.problem(t.at.start, t.at.end, "“sort:” takes one field.", "sort:"+t.values[0].text)
	default:
		p.order, _ = readOrder(t.values[0].text)
		p.ordered, p.orderAt = true, t.at
	}
}
