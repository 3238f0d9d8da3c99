package query

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// lookInto is what stands at a path of a JSON object; nil for nothing. The
// steps into an array are its indexes. It goes through the bytes without
// decoding them: a scan looks at thousands of records.
func lookInto(raw json.RawMessage, path []string) json.RawMessage {
	at := bytes.TrimSpace(raw)
	for _, key := range path {
		if len(at) == 0 {
			return nil
		}
		switch at[0] {
		case '{':
			at = member(at, key)
		case '[':
			at = element(at, key)
		default:
			return nil
		}
	}
	return at
}

// member is the value of a key of an object, the last one when the key is
// there twice, as everywhere in Go.
func member(object []byte, key string) []byte {
	var out []byte
	e := elements{rest: object}
	for e.next() {
		if isText(e.key, key) {
			out = e.value
		}
	}
	if e.broken {
		return nil
	}
	return out
}

// element is the value at an index of an array.
func element(array []byte, index string) []byte {
	n, err := strconv.Atoi(index)
	if err != nil || n < 0 {
		return nil
	}
	for e := (elements{rest: array}); e.next(); n-- {
		if n == 0 {
			return e.value
		}
	}
	return nil
}

// elements goes through an object or an array.
type elements struct {
	rest       []byte
	end        byte // that closes it; 0 before the first element
	key, value []byte
	broken     bool
}

// next goes to the next element; false at the end and where the text is no
// JSON.
func (e *elements) next() bool {
	if len(e.rest) == 0 {
		e.broken = true
		return false
	}
	if e.end == 0 {
		e.end = e.rest[0] + 2 // ] after [, } after {
		e.rest = afterSpace(e.rest[1:])
		if len(e.rest) > 0 && e.rest[0] == e.end {
			return false
		}
	} else {
		if e.rest[0] == e.end {
			return false
		}
		if e.rest[0] != ',' {
			e.broken = true
			return false
		}
		e.rest = afterSpace(e.rest[1:])
	}
	if e.end == '}' {
		if e.key = e.take(); len(e.key) < 2 || e.key[0] != '"' || len(e.rest) == 0 || e.rest[0] != ':' {
			e.broken = true
			return false
		}
		e.rest = afterSpace(e.rest[1:])
	}
	e.value = e.take()
	e.broken = len(e.value) == 0 || len(e.rest) == 0
	return !e.broken
}

// take is the value that the rest begins with; the rest is what follows it.
func (e *elements) take() []byte {
	n := valueLength(e.rest)
	value := e.rest[:n]
	e.rest = afterSpace(e.rest[n:])
	return value
}

// afterSpace is a text without the space at its begin.
func afterSpace(b []byte) []byte {
	for len(b) > 0 && (b[0] == ' ' || b[0] == '\n' || b[0] == '\t' || b[0] == '\r') {
		b = b[1:]
	}
	return b
}

// valueLength is how many bytes the value at the begin of a text has; 0 for
// none.
func valueLength(b []byte) int {
	if len(b) == 0 {
		return 0
	}
	switch b[0] {
	case '"':
		return stringLength(b)
	case '{', '[':
		depth := 0
		for i := 0; i < len(b); i++ {
			switch b[i] {
			case '"':
				n := stringLength(b[i:])
				if n == 0 {
					return 0
				}
				i += n - 1
			case '{', '[':
				depth++
			case '}', ']':
				if depth--; depth == 0 {
					return i + 1
				}
			}
		}
		return 0
	}
	for i, c := range b {
		switch c {
		case ',', '}', ']', ' ', '\n', '\t', '\r', ':':
			return i
		}
	}
	return len(b)
}

// stringLength is how many bytes a string has with its quotation marks; 0 when
// it does not end.
func stringLength(b []byte) int {
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return 0
}

// isText reports whether a JSON string is a text.
func isText(raw []byte, text string) bool {
	if bytes.IndexByte(raw, '\\') < 0 {
		return len(raw) >= 2 && string(raw[1:len(raw)-1]) == text
	}
	return textOf(raw) == text
}

// textOf is the text of a JSON string, and what is written of other values.
func textOf(raw []byte) string {
	if len(raw) < 2 || raw[0] != '"' {
		return string(raw)
	}
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1])
	}
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}
