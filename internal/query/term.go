package query

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"usher/internal/phone"
)

// maxValues is how many values one qualifier takes: as many as one filter of
// the API.
const maxValues = 100

// maxValue bounds one value, in bytes.
const maxValue = 1000

// orgForm is the id of an organization, which needs no look-up.
var orgForm = regexp.MustCompile(`^org_[A-Za-z0-9]{5,}$`)

// term is one condition. A user matches when one of the values does, or none
// when it is negated.
type term struct {
	at      span
	negated bool
	row     *Qualifier // nil for a free word or phrase
	op      string
	path    []string // of metadata, below public, private or unsafe
	values  []value
}

// value is one value of a term, as its qualifier's reader left it.
type value struct {
	at     span
	text   string // canonical
	quoted bool   // the quotation marks mean something here: a phrase, a JSON string
	dates  dates  // of a date
}

func (t *term) word() bool { return t.row == nil }

// name is the qualifier with its operator, as it is printed.
func (t *term) name() string {
	if t.word() {
		return ""
	}
	if t.row.metadata() {
		return t.row.Name + joinPath(t.path) + t.op
	}
	return t.row.Name + t.op
}

func (t *term) print(b *strings.Builder) {
	if t.negated {
		b.WriteByte('-')
	}
	b.WriteString(t.name())
	for i, v := range t.values {
		if i > 0 {
			b.WriteByte(',')
		}
		switch {
		case v.quoted, t.word() && !plainWord(v.text), !t.word() && !plainValue(v.text):
			b.WriteString(quote(v.text))
		default:
			b.WriteString(v.text)
		}
	}
}

func (t *term) String() string {
	var b strings.Builder
	t.print(&b)
	return b.String()
}

// in reports whether the same term is in the list.
func (t *term) in(list []*term) bool {
	s := t.String()
	return slices.ContainsFunc(list, func(o *term) bool { return o.String() == s })
}

// plainValue reports whether a value needs no quotation marks.
func plainValue(s string) bool {
	return s != "" && s[0] != '"' && !strings.ContainsRune(s, ',') && !strings.ContainsFunc(s, unicode.IsSpace)
}

// plainWord reports whether a free word reads as itself without quotation
// marks.
func plainWord(s string) bool {
	if !plainValue(strings.ReplaceAll(s, ",", "")) || s[0] == '-' {
		return false
	}
	p := &parser{text: s}
	p.item(0, false)
	return len(p.problems) == 0 && p.at == len(s) && len(p.terms) == 1 && p.terms[0].word() && p.terms[0].values[0].text == s
}

// quote puts quotation marks around a text.
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// The forms of identifiers that are looked for exactly when they stand alone.
var (
	emailForm = regexp.MustCompile(`^[^@\s<>"]+@[^@\s<>"]+\.[^@\s<>".]{2,}$`)
	phoneForm = regexp.MustCompile(`^\+[0-9]{7,15}$`)
	userForm  = regexp.MustCompile(`^user_[A-Za-z0-9]{5,}$`)
)

// exactKind is the kind of the identifier that the terms are, if they are one.
func exactKind(terms []*term) Kind {
	if len(terms) != 1 || !plainWords(terms) {
		return NotExact
	}
	switch s := terms[0].values[0].text; {
	case userForm.MatchString(s):
		return ExactUser
	case emailForm.MatchString(s):
		return ExactEmail
	case phoneForm.MatchString(s):
		return ExactPhone
	}
	return NotExact
}

// plainWords reports whether all terms are free words without quotation marks.
func plainWords(terms []*term) bool {
	return !slices.ContainsFunc(terms, func(t *term) bool { return !t.word() || t.negated || t.values[0].quoted })
}

// phoneOf reads a phone number: an international one, or one of the region
// that fits its plan.
func phoneOf(text, region string) (string, bool) {
	if strings.ContainsFunc(text, func(r rune) bool {
		return !unicode.IsDigit(r) && !unicode.IsSpace(r) && !strings.ContainsRune("+\uff0b-\u2010\u2011\u2012\u2013()./", r)
	}) {
		return "", false
	}
	bare := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("-\u2010\u2011\u2012\u2013()./", r) {
			return -1
		}
		return r
	}, text)
	if phoneForm.MatchString(text) {
		return text, true // exactly as the API has it, whatever its plan says
	}
	if strings.HasPrefix(bare, "+") || strings.HasPrefix(bare, "\uff0b") || strings.HasPrefix(bare, "00") {
		r, _ := phone.In("")
		if n, ok := r.Parse(text); ok {
			return n.E164, true
		}
		return bare, phoneForm.MatchString(bare)
	}
	if region == "" || len(bare) < 7 || len(bare) > 20 {
		return "", false
	}
	r, ok := phone.In(region)
	if !ok {
		return "", false
	}
	n, ok := r.Parse(text)
	return n.E164, ok
}
