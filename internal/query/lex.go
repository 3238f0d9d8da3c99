package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean makes a text fit to be cut anywhere between characters: bytes that are
// no UTF-8 become question marks, so that offsets stay what they were.
func clean(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	b := []byte(text)
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			b[i] = '?'
		}
		i += n
	}
	return string(b)
}

// name is the word that could be a qualifier's.
func (p *parser) name() string {
	end := p.at
	for end < len(p.text) && nameByte(p.text[end]) {
		end++
	}
	return p.text[p.at:end]
}

func nameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}

// operatorAt is the operator that a text begins with, the longest one.
func operatorAt(s string) string {
	for _, op := range []string{"!=", ">=", "<=", ":", "~", "=", ">", "<"} {
		if strings.HasPrefix(s, op) {
			return op
		}
	}
	return ""
}

// value reads one value: quoted, or up to a space, and to a comma within a
// list of values.
func (p *parser) value(list bool) (v value, closed bool) {
	v.at.start = p.at
	if p.at < len(p.text) && p.text[p.at] == '"' {
		return p.quoted()
	}
	for p.at < len(p.text) {
		r, n := utf8.DecodeRuneInString(p.text[p.at:])
		if unicode.IsSpace(r) || list && r == ',' {
			break
		}
		p.at += n
	}
	v.at.end = p.at
	v.text = p.text[v.at.start:p.at]
	return v, true
}

// unclosed is said about the last quotation mark of an odd number.
const unclosed = "The quotation mark is not closed."

// quoted reads up to the closing quotation mark; \" and \\ stand for the signs
// themselves. Without a closing one the rest of the text is the value.
func (p *parser) quoted() (v value, closed bool) {
	v.at.start, v.quoted = p.at, true
	var b strings.Builder
	for p.at++; p.at < len(p.text); p.at++ {
		c := p.text[p.at]
		if c == '\\' && p.at+1 < len(p.text) && (p.text[p.at+1] == '"' || p.text[p.at+1] == '\\') {
			p.at++
			c = p.text[p.at]
		} else if c == '"' {
			closed = true
			p.at++
			break
		}
		b.WriteByte(c)
	}
	v.at.end = p.at
	v.text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, b.String())
	if !closed {
		p.problem(v.at.start, v.at.end, unclosed, quote(v.text))
	}
	return v, closed
}

// complaint is what a reader has against a value.
type complaint struct {
	what, suggest string
	term          bool // suggest replaces the whole term
}

// fit refuses what no value may be.
func fit(v value) complaint {
	switch {
	case len(v.text) > maxValue:
		return complaint{what: "This is too long to look for."}
	case strings.ContainsFunc(v.text, unicode.IsControl):
		return complaint{what: "This holds a character that cannot be seen.", suggest: strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return -1
			}
			return r
		}, v.text)}
	}
	return complaint{}
}
