// Package query is the language of the search box: it reads what a person
// types or pastes, says what cannot be understood, asks the API for what the
// API can filter and checks every row that comes back again.
//
// Text becomes a [Query] (Parse), a query at a moment becomes a [Plan], a plan
// has the server's filter and keeps the rows that really match.
package query

import (
	"strings"

	"usher/api"
)

// Query is a text that was read. It does not change; methods that change
// something return another one.
type Query struct {
	text     string // as given
	region   string
	terms    []*term
	problems []Problem
	order    api.Order
	ordered  bool
	orderAt  span // of sort: in text
	exact    Kind
}

// Problem is a part of the text that cannot be understood and was left out of
// what runs.
type Problem struct {
	// Start and End are byte offsets in the text that was parsed.
	Start, End int
	// What says in a sentence what is wrong. It quotes the text, so draw it
	// through safetext.
	What string
	// Suggest is what could stand there instead; "" for no idea.
	Suggest string
}

// span is a range of bytes in a text.
type span struct{ start, end int }

// Parse reads a text. It never fails: what cannot be understood is a
// [Problem].
func Parse(text string) *Query { return ParseIn(text, "") }

// ParseIn is [Parse] for a region, such as AT, whose phone numbers may be
// written without their calling code.
func ParseIn(text, region string) *Query {
	p := &parser{text: clean(text), region: region}
	return p.parse()
}

// Text is the text as it was typed, without the space around it.
func (q *Query) Text() string { return strings.TrimSpace(q.text) }

// Problems are what could not be understood, in the order of the text.
func (q *Query) Problems() []Problem { return q.problems }

// Empty reports whether nothing narrows the list; an order does not.
func (q *Query) Empty() bool { return len(q.terms) == 0 }

// Exact tells whether the whole text is one identifier, which is looked for
// exactly, among all users.
func (q *Query) Exact() Kind { return q.exact }

// Order is what sort: asks for; false without one.
func (q *Query) Order() (api.Order, bool) { return q.order, q.ordered }

// String is the canonical form: the same terms when parsed, one spelling of
// each.
func (q *Query) String() string {
	var b strings.Builder
	for _, t := range q.terms {
		space(&b)
		t.print(&b)
	}
	if q.ordered {
		space(&b)
		b.WriteString("sort:" + orderText(q.order))
	}
	return b.String()
}

func space(b *strings.Builder) {
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
}

// build makes a query of terms; its text is the canonical one.
func build(terms []*term, order api.Order, ordered bool) *Query {
	q := &Query{order: order, ordered: ordered}
	var b strings.Builder
	for _, t := range terms {
		space(&b)
		moved := *t
		moved.at.start = b.Len()
		moved.print(&b)
		moved.at.end = b.Len()
		q.terms = append(q.terms, &moved)
	}
	if ordered {
		space(&b)
		q.orderAt.start = b.Len()
		b.WriteString("sort:" + orderText(order))
		q.orderAt.end = b.Len()
	}
	q.text = b.String()
	q.exact = exactKind(q.terms)
	return q
}

// And is the query that both q and r match, such as a view and what is typed
// into it; r's order wins. Problems stay with the queries they are of.
func (q *Query) And(r *Query) *Query {
	switch {
	case q.Empty() && (!q.ordered || r.ordered):
		return r
	case r.Empty() && !r.ordered:
		return q
	}
	terms := append([]*term{}, q.terms...)
	for _, t := range r.terms {
		if !t.in(terms) {
			terms = append(terms, t)
		}
	}
	order, ordered := q.order, q.ordered
	if r.ordered {
		order, ordered = r.order, true
	}
	return build(apart(terms), order, ordered)
}

// apart quotes a word where words that came from two texts would together
// read as one phone number.
func apart(terms []*term) []*term {
	if len(terms) < 2 || !plainWords(terms) {
		return terms
	}
	var joined []string
	for _, t := range terms {
		joined = append(joined, t.values[0].text)
	}
	if _, ok := phoneOf(strings.Join(joined, " "), ""); !ok {
		return terms
	}
	first := *terms[0]
	first.values = []value{{text: first.values[0].text, quoted: true}}
	return append([]*term{&first}, terms[1:]...)
}

// Several is the query for users by their ids, such as those that a paste
// named; at most 100 of them.
func Several(ids []api.ID) *Query {
	t := &term{row: find("id", ":"), op: ":"}
	for _, id := range ids[:min(len(ids), maxValues)] {
		t.values = append(t.values, value{text: string(id)})
	}
	if len(t.values) == 0 {
		return Parse("")
	}
	return build([]*term{t}, api.Order{}, false)
}

// Organizations are the names in org: terms, as typed, each once. They have to
// be resolved before [Query.Plan]; ids are not among them.
func (q *Query) Organizations() []string {
	var out []string
	seen := map[string]bool{}
	for _, t := range q.terms {
		if t.row == nil || t.row.Name != "org" {
			continue
		}
		for _, v := range t.values {
			if !orgForm.MatchString(v.text) && !seen[v.text] {
				seen[v.text] = true
				out = append(out, v.text)
			}
		}
	}
	return out
}
