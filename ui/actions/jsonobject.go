package actions

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"
)

// member is one key of a JSON object, key and value as they were written.
// Nothing here goes through float64 or a map: digits and order survive.
type member struct {
	name  string          // the key, decoded, for comparing
	raw   json.RawMessage // the key as it was written, with its quotes
	value json.RawMessage
}

var errRepeated = errors.New("the key is there twice")

// repeatedError names the key that an object holds twice.
type repeatedError struct{ name string }

func (e *repeatedError) Error() string { return fmt.Sprintf("%q: %v", e.name, errRepeated) }
func (e *repeatedError) Unwrap() error { return errRepeated }

// members takes a valid JSON object apart; absent and null count as empty.
func members(raw json.RawMessage) ([]member, error) {
	if b := bytes.TrimSpace(raw); len(b) == 0 || bytes.Equal(b, []byte("null")) {
		return nil, nil
	}
	if !json.Valid(raw) {
		return nil, errors.New("not valid JSON")
	}
	if !isObject(raw) {
		return nil, errors.New("not a JSON object")
	}
	s := scanner{b: bytes.TrimSpace(raw), at: 1}
	var out []member
	seen := map[string]bool{}
	for {
		s.skip(" \t\r\n,")
		if s.b[s.at] == '}' {
			return out, nil
		}
		m := member{raw: s.value()}
		if err := json.Unmarshal(m.raw, &m.name); err != nil {
			return nil, fmt.Errorf("read a key: %w", err)
		}
		if seen[m.name] {
			return nil, &repeatedError{m.name}
		}
		seen[m.name] = true
		s.skip(" \t\r\n:")
		m.value = s.value()
		out = append(out, m)
	}
}

// elements takes a valid JSON array apart.
func elements(raw json.RawMessage) []json.RawMessage {
	s := scanner{b: bytes.TrimSpace(raw), at: 1}
	var out []json.RawMessage
	for {
		s.skip(" \t\r\n,")
		if s.b[s.at] == ']' {
			return out
		}
		out = append(out, s.value())
	}
}

// scanner walks over JSON that is known to be valid.
type scanner struct {
	b  []byte
	at int
}

func (s *scanner) skip(set string) {
	for strings.IndexByte(set, s.b[s.at]) >= 0 {
		s.at++
	}
}

// value returns the value that starts here and steps behind it.
func (s *scanner) value() json.RawMessage {
	start, depth := s.at, 0
	for s.at < len(s.b) {
		switch s.b[s.at] {
		case '"':
			s.text()
			if depth == 0 {
				return s.b[start:s.at]
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 { // ends the object around a bare word
				return s.b[start:s.at]
			}
			if depth--; depth == 0 {
				s.at++
				return s.b[start:s.at]
			}
		case ',', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return s.b[start:s.at]
			}
		}
		s.at++
	}
	return s.b[start:]
}

// text steps over a string.
func (s *scanner) text() {
	for s.at++; s.b[s.at] != '"'; s.at++ {
		if s.b[s.at] == '\\' {
			s.at++
		}
	}
	s.at++
}

// object writes members as compact JSON.
func object(ms []member) json.RawMessage {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range ms {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(m.raw)
		b.WriteByte(':')
		b.Write(compact(m.value))
	}
	b.WriteByte('}')
	return b.Bytes()
}

func compact(raw json.RawMessage) json.RawMessage {
	var b bytes.Buffer
	if json.Compact(&b, raw) != nil {
		return raw
	}
	return b.Bytes()
}

func compactSize(raw json.RawMessage) int { return len(compact(raw)) }

func find(ms []member, name string) (json.RawMessage, bool) {
	for _, m := range ms {
		if m.name == name {
			return m.value, true
		}
	}
	return nil, false
}

func isObject(raw json.RawMessage) bool { return first(raw) == '{' }
func isNull(raw json.RawMessage) bool   { return first(raw) == 'n' }

func first(raw json.RawMessage) byte {
	if b := bytes.TrimSpace(raw); len(b) > 0 {
		return b[0]
	}
	return 0
}

// same compares two values by meaning: key order and spelling of strings do
// not count, and neither does the spelling of numbers (1.0 is 1), which a
// server may change. An absent value equals only an absent one.
func same(a, b json.RawMessage) bool {
	switch ka, kb := first(a), first(b); {
	case ka == 0 || kb == 0:
		return ka == kb
	case ka == '{' && kb == '{':
		return sameObjects(a, b)
	case ka == '[' && kb == '[':
		ea, eb := elements(a), elements(b)
		if len(ea) != len(eb) {
			return false
		}
		for i := range ea {
			if !same(ea[i], eb[i]) {
				return false
			}
		}
		return true
	case ka == '"' && kb == '"':
		var sa, sb string
		return json.Unmarshal(a, &sa) == nil && json.Unmarshal(b, &sb) == nil && sa == sb
	default:
		return sameNumber(string(compact(a)), string(compact(b)))
	}
}

func sameObjects(a, b json.RawMessage) bool {
	ma, errA := members(a)
	mb, errB := members(b)
	if errA != nil || errB != nil || len(ma) != len(mb) {
		return errA != nil && errB != nil && bytes.Equal(compact(a), compact(b))
	}
	for _, m := range ma {
		if other, ok := find(mb, m.name); !ok || !same(m.value, other) {
			return false
		}
	}
	return true
}

// sameNumber compares words and numbers; numbers too large to be worth the
// arithmetic count as different when they are spelled differently.
func sameNumber(a, b string) bool {
	if a == b {
		return true
	}
	const long = 64
	if len(a) > long || len(b) > long || strings.ContainsAny(a+b, "tfn") {
		return false
	}
	for _, s := range []string{a, b} {
		if i := strings.IndexAny(s, "eE"); i >= 0 && len(s)-i > 5 {
			return false
		}
	}
	ra, okA := new(big.Rat).SetString(a)
	rb, okB := new(big.Rat).SetString(b)
	return okA && okB && ra.Cmp(rb) == 0
}
