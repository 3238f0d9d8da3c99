package query

import (
	"math"
	"reflect"
	"slices"
	"time"

	"usher/api"
)

// Env is what a query means at a moment and at a place.
type Env struct {
	Now  time.Time
	Zone *time.Location // of days; nil is UTC
	// Organizations are what [Directory.Find] found, by the name as typed.
	Organizations map[string][]Organization
}

func (e *Env) zone() *time.Location {
	if e.Zone == nil {
		return time.UTC
	}
	return e.Zone
}

// Plan is a query at a moment: what the server is asked, and how its answer is
// checked. Relative dates are fixed in it, so all requests of one listing are
// the same.
type Plan struct {
	// Filter is what the server is asked. At most one kind of identifier is in
	// it: several are a union for the server, while here every term holds.
	Filter api.UserFilter
	// Order is what sort: asks for.
	Order    api.Order
	HasOrder bool
	// Scan says that the server's answer is wider than the query: users are
	// read and chosen here, and the server's count is only a bound.
	Scan bool
	// Uncounted says that the count may not know a filter that the list knows:
	// users left out by id.
	Uncounted bool
	// Nobody says why nobody can match, whatever the server says; "" otherwise.
	// It may quote foreign text.
	Nobody string
	// Fallback is what to try when an exact identifier finds nobody: the same
	// text as a part. Nil when there is nothing else to try.
	Fallback *Query

	checks []*check
	asked  []bool // of checks: the server's answer is exactly theirs
	notes  []string
	env    Env
}

// requesting collects the filter of a plan.
type requesting struct {
	plan                    *Plan
	filter                  *api.UserFilter
	identified              bool // an identifier that must be there is in it
	created, active, signIn when
}

// Plan makes the query ready to run.
func (q *Query) Plan(env Env) *Plan {
	p := &Plan{Order: q.order, HasOrder: q.ordered, env: env}
	terms := q.terms
	if q.exact != NotExact {
		terms = []*term{q.terms[0].exactly(q.exact)}
		p.Fallback = build([]*term{q.terms[0].phrased()}, q.order, q.ordered)
	}
	for _, t := range terms {
		c := &check{term: t, words: t.word()}
		switch {
		case c.words:
			bindFolded(c, 0, &env)
		case t.row.bind != nil:
			for i := range t.values {
				t.row.bind(c, i, &env)
			}
		}
		p.checks = append(p.checks, c)
	}
	p.ask()
	return p
}

// exactly is a bare identifier as the term with its qualifier.
func (t *term) exactly(k Kind) *term {
	name := map[Kind]string{ExactEmail: "email", ExactPhone: "phone", ExactUser: "id"}[k]
	out := *t
	out.row, out.op = find(name, ":"), ":"
	return &out
}

// phrased is a free word in quotation marks, which is never looked for
// exactly.
func (t *term) phrased() *term {
	out := *t
	out.values = []value{t.values[0]}
	out.values[0].quoted = true
	return &out
}

// ask makes the filter. Identifiers come first: where one is asked for, others
// are checked here.
func (p *Plan) ask() {
	r := &requesting{plan: p, filter: &p.Filter, created: always(), active: always(), signIn: always()}
	p.asked = make([]bool, len(p.checks))
	for _, first := range []bool{true, false} {
		for i, c := range p.checks {
			if c.identifier() != first {
				continue
			}
			ask := askWord
			if !c.words {
				ask = c.row.ask
			}
			p.asked[i] = ask != nil && ask(r, c)
			p.Scan = p.Scan || !p.asked[i]
		}
	}
	r.dates("created", r.created, &p.Filter.CreatedAtAfter, &p.Filter.CreatedAtBefore)
	r.dates("active", r.active, &p.Filter.LastActiveAtAfter, &p.Filter.LastActiveAtBefore)
	r.dates("signin", r.signIn, &p.Filter.LastSignInAtAfter, &p.Filter.LastSignInAtBefore)
}

// identifier reports whether a condition names users exactly.
func (c *check) identifier() bool {
	if c.words || c.negated || c.op != ":" {
		return false
	}
	switch c.row.Name {
	case "id", "email", "phone", "username", "external", "wallet", "provider":
		return true
	}
	return false
}

// dates sends a range. The server's comparisons are strict, so what comes
// after a moment comes after the millisecond before it.
func (r *requesting) dates(name string, w when, after, before *time.Time) {
	if w.empty() || w.to != math.MaxInt64 && w.to <= 0 {
		r.nobody("No time is left that all of “" + name + ":” allow.")
		return
	}
	if w.from > 0 {
		*after = time.UnixMilli(w.from - 1)
	}
	if w.to != math.MaxInt64 {
		*before = time.UnixMilli(w.to)
	}
}

func (r *requesting) nobody(why string) {
	if r.plan.Nobody == "" {
		r.plan.Nobody = why
	}
}

func (p *Plan) note(s string) {
	if !slices.Contains(p.notes, s) {
		p.notes = append(p.notes, s)
	}
}

// Narrows reports whether the server is asked the same and every user who
// matches p matches old too, so that what old found can be filtered instead of
// being looked for again.
func (p *Plan) Narrows(old *Plan) bool {
	if old.Nobody != "" || !reflect.DeepEqual(p.Filter, old.Filter) {
		return false
	}
	for _, o := range old.checks {
		if !slices.ContainsFunc(p.checks, func(c *check) bool { return c.implies(o) }) {
			return false
		}
	}
	return true
}

// implies reports whether every user who matches c matches o.
func (c *check) implies(o *check) bool {
	if c.row != o.row || c.op != o.op || c.negated != o.negated || !slices.Equal(c.path, o.path) {
		return false
	}
	few, many := c, o
	if c.negated {
		few, many = o, c
	}
	for i := range few.values {
		if !slices.ContainsFunc(indexes(many), func(j int) bool { return few.value(i, many, j) }) {
			return false
		}
	}
	return true
}

func indexes(c *check) []int {
	out := make([]int, len(c.values))
	for i := range out {
		out[i] = i
	}
	return out
}

// value reports whether whoever has the i-th value of c has the j-th of o.
func (c *check) value(i int, o *check, j int) bool {
	a, b := c.values[i], o.values[j]
	switch {
	case c.when != nil:
		return a.dates.never == b.dates.never && (a.dates.never || c.when[i].from >= o.when[j].from && c.when[i].to <= o.when[j].to)
	case c.orgs != nil || o.orgs != nil:
		return slices.Equal(c.orgs, o.orgs)
	case len(c.folded) > i && len(o.folded) > j && c.wanted == nil:
		return part(c.folded[i], o.folded[j])
	}
	return a.text == b.text && a.quoted == b.quoted
}
