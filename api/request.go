package api

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// request is one call of an operation, checked and encoded.
type request struct {
	Operation
	checker
	args   []string // values of the path's parameters, in order
	query  url.Values
	body   fields // JSON object; nil sends no body
	array  []fields
	upload *upload
}

func newRequest(op operation, args ...ID) *request {
	o := op.parse()
	r := &request{Operation: o, checker: checker{op: o.ID}, query: url.Values{}}
	for _, a := range args {
		r.args = append(r.args, string(a))
	}
	return r
}

// path fills the template. An invalid value is refused: an empty one would
// turn /users//ban into the bulk endpoint.
func (r *request) path() (string, error) {
	var b strings.Builder
	rest, n := r.Path, 0
	for {
		before, after, found := strings.Cut(rest, "{")
		b.WriteString(before)
		if !found {
			return b.String(), nil
		}
		name, tail, _ := strings.Cut(after, "}")
		if n >= len(r.args) {
			return "", &ValidationError{Op: r.ID, Field: name, Problem: "is required"}
		}
		var c checker
		c.op = r.ID
		c.requiredID(name, ID(r.args[n]))
		if c.err != nil {
			return "", c.err
		}
		b.WriteString(url.PathEscape(r.args[n]))
		rest, n = tail, n+1
	}
}

// payload encodes the JSON body; nil means that none is sent.
func (r *request) payload() ([]byte, error) {
	var v any
	switch {
	case r.array != nil:
		v = r.array
	case r.body != nil:
		v = r.body
	default:
		return nil, nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("%s: encode the request: %w", r.ID, err)
	}
	return b, nil
}

// fields is a JSON object in the making. Absent parameters are left out.
type fields map[string]any

func (f fields) str(name, v string) {
	if v != "" {
		f[name] = v
	}
}

func (f fields) id(name string, v ID) { f.str(name, string(v)) }

func (f fields) strs(name string, v []string) {
	if len(v) > 0 {
		f[name] = v
	}
}

func (f fields) secret(name string, v Secret) { f.str(name, v.unwrap()) }

func (f fields) secrets(name string, v []Secret) {
	out := make([]string, 0, len(v))
	for _, s := range v {
		out = append(out, s.unwrap())
	}
	f.strs(name, out)
}

func (f fields) bool(name string, v *bool) {
	if v != nil {
		f[name] = *v
	}
}

func (f fields) flag(name string, v bool) {
	if v {
		f[name] = true
	}
}

func (f fields) int(name string, v *int64) {
	if v != nil {
		f[name] = *v
	}
}

func (f fields) raw(name string, v json.RawMessage) {
	if v != nil {
		f[name] = v
	}
}

// time writes RFC 3339, the form of request bodies.
func (f fields) time(name string, v time.Time) {
	if !v.IsZero() {
		f[name] = v.UTC().Format("2006-01-02T15:04:05.000Z07:00")
	}
}

// Optional is a field of an update: left out (the zero value), set, or
// cleared with a JSON null.
type Optional[T any] struct {
	value T
	state int8
}

const (
	optionalAbsent int8 = iota
	optionalSet
	optionalNull
)

// Set changes the field to v.
func Set[T any](v T) Optional[T] { return Optional[T]{value: v, state: optionalSet} }

// Null clears the field.
func Null[T any]() Optional[T] { return Optional[T]{state: optionalNull} }

// Get returns the value; ok is false when it is left out or null.
func (o Optional[T]) Get() (v T, ok bool) { return o.value, o.state == optionalSet }

// IsNull reports whether the field is to be cleared.
func (o Optional[T]) IsNull() bool { return o.state == optionalNull }

// IsAbsent reports whether the field is left out.
func (o Optional[T]) IsAbsent() bool { return o.state == optionalAbsent }

func setOptional[T any](f fields, name string, o Optional[T]) {
	switch o.state {
	case optionalSet:
		f[name] = o.value
	case optionalNull:
		f[name] = nil
	}
}
