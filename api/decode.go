package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strconv"
)

// Decoding is lenient by construction: every resource is asked field by field,
// each field takes what it understands, and what it does not understand it
// leaves empty. Only the JSON syntax of the whole body can fail.

// value is one valid JSON value without space around it.
type value []byte

// record is a resource that takes its fields one at a time. Unknown keys are
// ignored.
type record interface {
	field(key []byte, v value)
}

// keeper is a record that keeps its JSON.
type keeper interface {
	keep(raw json.RawMessage)
}

var (
	errSyntax    = errors.New("the answer is not valid JSON")
	errNotObject = errors.New("the record is not a JSON object")
	errNoID      = errors.New("the record has no usable id")
	errNotList   = errors.New("the answer is not a list")
)

// parse checks the syntax of a whole body.
func parse(b []byte) (value, error) {
	start := skipSpace(b, 0)
	end := scanValue(b, start, 0)
	if end < 0 || skipSpace(b, end) != len(b) {
		return nil, errSyntax
	}
	return value(b[start:end:end]), nil
}

func (v value) isObject() bool { return len(v) > 0 && v[0] == '{' }
func (v value) isArray() bool  { return len(v) > 0 && v[0] == '[' }
func (v value) isString() bool { return len(v) > 0 && v[0] == '"' }
func (v value) isNull() bool   { return len(v) > 0 && v[0] == 'n' }

// members calls f for each member of an object.
func (v value) members(f func(key []byte, v value)) {
	if !v.isObject() {
		return
	}
	for i := skipSpace(v, 1); v[i] != '}'; {
		end := skipString(v, i)
		key := unquote(v[i:end])
		i = skipSpace(v, skipSpace(v, end)+1)
		end = skipValid(v, i)
		f(key, v[i:end:end])
		if i = skipSpace(v, end); v[i] == ',' {
			i = skipSpace(v, i+1)
		}
	}
}

// elements calls f for each element of an array.
func (v value) elements(f func(value)) {
	if !v.isArray() {
		return
	}
	for i := skipSpace(v, 1); v[i] != ']'; {
		end := skipValid(v, i)
		f(v[i:end:end])
		if i = skipSpace(v, end); v[i] == ',' {
			i = skipSpace(v, i+1)
		}
	}
}

// decode fills r from v, which it keeps a part of.
func (v value) decode(r record) {
	if k, ok := r.(keeper); ok {
		k.keep(json.RawMessage(v))
	}
	v.members(r.field)
}

func (v value) clone() value { return bytes.Clone(v)[:len(v):len(v)] }

func (v value) text(t *Text) {
	switch {
	case v.isString():
		t.s = intern(unquote(v))
	case v.isNull():
		t.s = ""
	default:
		t.s = string(v)
	}
}

func (v value) id(id *ID) {
	*id = ""
	if v.isString() {
		if s := unquote(v); validID(s) {
			*id = ID(s)
		}
	}
}

func (v value) bool(dst *bool) {
	b, _ := v.truth()
	*dst = b
}

func (v value) optionalBool(dst **bool) {
	*dst = nil
	if b, ok := v.truth(); ok {
		*dst = &b
	}
}

func (v value) truth() (b, ok bool) {
	switch string(v) {
	case "true", `"true"`, "1", `"1"`:
		return true, true
	case "false", `"false"`, "0", `"0"`:
		return false, true
	default:
		return false, false
	}
}

func (v value) integer() (int64, bool) {
	s := v
	if v.isString() {
		s = unquote(v)
	}
	if n, ok := digits(s); ok {
		return n, true
	}
	f, err := strconv.ParseFloat(string(s), 64)
	if err != nil || math.Abs(f) >= 1<<53 {
		return 0, false
	}
	return int64(f), true
}

// digits is the fast way for what nearly every number is.
func digits(s []byte) (int64, bool) {
	if len(s) == 0 || len(s) > 18 {
		return 0, false
	}
	neg := s[0] == '-'
	if neg {
		s = s[1:]
	}
	if len(s) == 0 {
		return 0, false
	}
	var n int64
	for _, c := range s {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	if neg {
		n = -n
	}
	return n, true
}

func (v value) int(dst *int64) {
	n, _ := v.integer()
	*dst = n
}

func (v value) optionalInt(dst **int64) {
	*dst = nil
	if n, ok := v.integer(); ok {
		*dst = &n
	}
}

func (v value) time(t *Time) {
	if n, ok := digits(v); ok {
		*t = Time(n)
		return
	}
	_ = t.UnmarshalJSON(v) // never fails
}

// raw keeps the JSON as it is; null stays null, to tell it from absent.
func (v value) raw(dst *json.RawMessage) { *dst = json.RawMessage(v) }

func (v value) secret(dst *Secret) {
	*dst = Secret{}
	if v.isString() {
		*dst = NewSecret(string(unquote(v)))
	}
}

func (v value) secrets(dst *[]Secret) {
	*dst = nil
	v.elements(func(e value) {
		var s Secret
		if e.secret(&s); !s.Empty() {
			*dst = append(*dst, s)
		}
	})
}

// texts takes the strings of an array and leaves out what is not a string.
func (v value) texts(dst *[]Text) {
	*dst = nil
	v.elements(func(e value) {
		if e.isString() {
			var t Text
			e.text(&t)
			*dst = append(*dst, t)
		}
	})
}

func (v value) ids(dst *[]ID) {
	*dst = nil
	v.elements(func(e value) {
		var id ID
		if e.id(&id); id != "" {
			*dst = append(*dst, id)
		}
	})
}

// recordOf is a pointer to T that is a record.
type recordOf[T any] interface {
	*T
	record
}

// object decodes a nested object; anything else is absent.
func object[T any, P recordOf[T]](v value, dst **T) {
	*dst = nil
	if v.isObject() {
		p := new(T)
		v.decode(P(p))
		*dst = p
	}
}

// objects decodes the objects of an array and leaves out what is not one.
func objects[T any, P recordOf[T]](v value, dst *[]T) {
	*dst = nil
	if !v.isArray() || len(v) == 2 {
		return
	}
	var list []T
	v.elements(func(e value) {
		if e.isObject() {
			var t T
			list = append(list, t)
			e.decode(P(&list[len(list)-1]))
		}
	})
	*dst = list
}

// unmarshal is what UnmarshalJSON of a resource does. It copies b, which the
// caller may reuse.
func unmarshal(b []byte, r record) error {
	v, err := parse(b)
	if err != nil {
		return err
	}
	if v.isNull() {
		return nil // as encoding/json wants it
	}
	if !v.isObject() {
		return errNotObject
	}
	v.clone().decode(r)
	return nil
}

// decodeList reads both shapes of a list: the envelope and the bare array.
// Each element is a copy, so that keeping one does not keep the page.
func decodeList[T any, P recordOf[T]](v value, page Page) (*List[T], error) {
	data, total := v, int64(-1)
	if v.isObject() {
		data = nil
		v.members(func(key []byte, m value) {
			switch string(key) {
			case "data":
				data = m
			case "total_count":
				if n, ok := m.integer(); ok && n >= 0 {
					total = n
				}
			}
		})
		if data.isNull() {
			data = value("[]")
		}
	}
	if !data.isArray() {
		return nil, errNotList
	}
	l := &List[T]{Data: []T{}, TotalCount: total}
	data.elements(func(e value) {
		var t T
		e = e.clone()
		if k, ok := any(&t).(keeper); ok {
			k.keep(json.RawMessage(e))
		}
		e.members(P(&t).field)
		l.Data = append(l.Data, t)
	})
	if n := len(l.Data); total < 0 && n < orDefault(page.limit()) {
		l.TotalCount = int64(page.Offset + n)
	}
	return l, nil
}

// defaultPageSize is the server's.
const defaultPageSize = 10

func orDefault(limit int) int {
	if limit <= 0 {
		return defaultPageSize
	}
	return limit
}

// intern returns the constant for a word that fills most records, and a copy
// of anything else: thousands of loaded users then share them.
func intern(b []byte) string {
	switch string(b) {
	case "":
		return ""
	case "verified":
		return "verified"
	case "unverified":
		return "unverified"
	case "email_code":
		return "email_code"
	case "phone_code":
		return "phone_code"
	case "admin":
		return "admin"
	case "oauth_google":
		return "oauth_google"
	case "verification_otp":
		return "verification_otp"
	case "verification_admin":
		return "verification_admin"
	case "verification_oauth":
		return "verification_oauth"
	case "verification_from_oauth":
		return "verification_from_oauth"
	case "external_account":
		return "external_account"
	case "google_account":
		return "google_account"
	default:
		return string(b)
	}
}
