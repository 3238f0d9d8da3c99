package filter

import (
	"strings"

	"usher/internal/query"
)

// split gives every field its part of a text. Each part goes to one field at
// most once: a second of the same kind, and a term that is not understood,
// stays among the rest, as it was typed.
func split(all []field, text, region string) map[string]string {
	values := map[string]string{}
	good, bad := sift(text, query.ParseIn(text, region).Problems())
	for _, term := range tokens(query.ParseIn(good, region).String()) {
		id, value := fieldRest, term
		switch {
		case metadata(term):
			id = fieldMetadata
		case plain(term):
			id = fieldWords
		default:
			for _, f := range all {
				if v, ok := strings.CutPrefix(term, f.head); ok && f.head != "" && values[f.id] == "" {
					id, value = f.id, v
					break
				}
			}
		}
		add(values, id, value)
	}
	add(values, fieldRest, bad)
	return values
}

// sift parts the terms with a problem from the others.
func sift(text string, problems []query.Problem) (good, bad string) {
	at := 0
	for _, t := range tokens(text) {
		start := at + strings.Index(text[at:], t)
		at = start + len(t)
		wrong := false
		for _, p := range problems {
			wrong = wrong || p.Start < at && p.End > start
		}
		if wrong {
			bad += " " + t
		} else {
			good += " " + t
		}
	}
	return strings.TrimSpace(good), strings.TrimSpace(bad)
}

func add(values map[string]string, id, term string) {
	values[id] = strings.TrimSpace(values[id] + " " + strings.TrimSpace(term))
}

// tokens cuts a text into its terms.
func tokens(text string) []string {
	var out []string
	for {
		text = strings.TrimLeft(text, " ")
		if text == "" {
			return out
		}
		n := term(text)
		out, text = append(out, text[:n]), text[n:]
	}
}

// term is the length of the term that a text begins with: up to a blank that
// is not between quotation marks. These stand at the beginning, in a path of
// metadata, and before a value; elsewhere they are letters like others.
func term(text string) int {
	sign := len(text) - len(strings.TrimPrefix(text, "-"))
	valued, opens := false, true // behind an operator; a mark would open here
	for i := sign; i < len(text); i++ {
		c := text[i]
		switch {
		case c == ' ':
			return i
		case c == '"' && opens:
			i += phrase(text[i:]) - 1
			opens = false
			continue
		}
		if op := operator(text[i:]); op > 0 && !valued && qualifies(text[sign:i]) {
			valued, opens = true, true
			i += op - 1
			continue
		}
		opens = valued && c == ',' || !valued && c == '.' && metadata(text[sign:i+1])
	}
	return len(text)
}

// phrase is the length of the quoted text that a text begins with.
func phrase(text string) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

// operator is the length of the operator that a text begins with; 0 for none.
func operator(text string) int {
	for _, op := range []string{"!=", ">=", "<=", ":", "~", "=", ">", "<"} {
		if strings.HasPrefix(text, op) {
			return len(op)
		}
	}
	return 0
}

// qualifies reports whether an operator can stand behind a text.
func qualifies(head string) bool {
	other := func(r rune) bool {
		return r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}
	return metadata(head) || head != "" && !strings.ContainsFunc(head, other)
}

func metadata(term string) bool {
	term = strings.TrimPrefix(term, "-")
	for _, path := range []string{"public.", "private.", "unsafe."} {
		if strings.HasPrefix(term, path) {
			return true
		}
	}
	return false
}

// plain tells whether a term is a word or a phrase that must be there.
func plain(term string) bool {
	q := query.Parse(term)
	return len(q.Problems()) == 0 && q.Value(fieldWords) != "" && !strings.HasPrefix(term, "-")
}

// write makes the text of the values, and says what is wrong with which field.
func write(all []field, values map[string]string, region string) (text string, wrong map[string]string) {
	var parts []string
	wrong = map[string]string{}
	for _, f := range all {
		value := strings.TrimSpace(values[f.id])
		if value == "" {
			continue
		}
		part := query.ParseIn(value, region)
		switch {
		case f.id == fieldWords:
			part = query.Parse("").With(fieldWords, value)
		case f.head != "":
			part = query.Parse("").With(f.head, value)
		}
		if problems := part.Problems(); len(problems) > 0 {
			wrong[f.id] = problems[0].What
		}
		parts = append(parts, part.Text())
	}
	return strings.Join(parts, " "), wrong
}
