package actions

import (
	"encoding/json"
	"errors"
	"slices"

	"usher/internal/safetext"
)

// A merge patch sets the keys it has, removes those that are null, goes into
// objects, and replaces everything else. It cannot store a null.

// nullError says that a document asks for what a merge cannot do.
type nullError struct{ path string }

func (e *nullError) Error() string {
	return e.path + ": a merge cannot store null"
}

const nullProblem = "null cannot be stored by a merge: it would remove the key; leave the key out to remove it"

// diff makes the smallest merge patch that turns before into after; nil when
// nothing is to be done. Both are JSON objects or empty.
func diff(before, after json.RawMessage, path string) (patch json.RawMessage, err error) {
	old, err := members(before)
	if err != nil {
		return nil, atPath(path, err)
	}
	now, err := members(after)
	if err != nil {
		return nil, atPath(path, err)
	}
	var out []member
	for _, m := range now {
		value, change, err := diffMember(old, m, join(path, m.name))
		if err != nil {
			return nil, err
		}
		if change {
			out = append(out, member{m.name, m.raw, value})
		}
	}
	for _, m := range old {
		if _, kept := find(now, m.name); !kept {
			out = append(out, member{m.name, m.raw, json.RawMessage("null")})
		}
	}
	if len(out) == 0 {
		return nil, nil
	}
	return object(out), nil
}

// diffMember tells what the patch has to say about one key of the new object.
func diffMember(old []member, m member, path string) (value json.RawMessage, change bool, err error) {
	had, ok := find(old, m.name)
	switch {
	case ok && isObject(had) && isObject(m.value):
		value, err = diff(had, m.value, path)
		return value, value != nil, err
	case ok && equalText(had, m.value):
		return nil, false, nil
	}
	if p, found := nullIn(m.value, path); found {
		return nil, false, &nullError{p}
	}
	return m.value, true, checkKeys(m.value, path)
}

// equalText is stricter than same: a number spelled differently is a change.
func equalText(a, b json.RawMessage) bool {
	if first(a) == '"' {
		return same(a, b)
	}
	return string(compact(a)) == string(compact(b))
}

// nullIn finds a null that a merge would take for a removal: those inside of
// arrays it leaves alone.
func nullIn(value json.RawMessage, path string) (string, bool) {
	if isNull(value) {
		return path, true
	}
	if !isObject(value) {
		return "", false
	}
	ms, err := members(value)
	if err != nil {
		return "", false
	}
	for _, m := range ms {
		if p, found := nullIn(m.value, join(path, m.name)); found {
			return p, true
		}
	}
	return "", false
}

// nullInList finds a null that stands in an array, at any depth.
func nullInList(value json.RawMessage) bool {
	switch first(value) {
	case '{':
		ms, err := members(value)
		return err == nil && slices.ContainsFunc(ms, func(m member) bool { return nullInList(m.value) })
	case '[':
		return slices.ContainsFunc(elements(value), func(e json.RawMessage) bool {
			_, found := nullIn(e, "")
			return found || nullInList(e)
		})
	default:
		return false
	}
}

// checkKeys refuses objects inside a value that hold a key twice.
func checkKeys(value json.RawMessage, path string) error {
	switch first(value) {
	case '{':
		ms, err := members(value)
		if err != nil {
			return atPath(path, err)
		}
		for _, m := range ms {
			if err := checkKeys(m.value, join(path, m.name)); err != nil {
				return err
			}
		}
	case '[':
		for _, e := range elements(value) {
			if err := checkKeys(e, path); err != nil {
				return err
			}
		}
	}
	return nil
}

// reversed is the merge patch that undoes patch on a document that was before:
// touched keys get their earlier values, new ones are removed.
func reversed(before, patch json.RawMessage, path string) (json.RawMessage, error) {
	old, err := members(before)
	if err != nil {
		return nil, atPath(path, err)
	}
	touched, err := members(patch)
	if err != nil {
		return nil, atPath(path, err)
	}
	var out []member
	for _, m := range touched {
		had, ok := find(old, m.name)
		where := join(path, m.name)
		switch {
		case !ok && isNull(m.value): // there was nothing to remove
			continue
		case !ok:
			out = append(out, member{m.name, m.raw, json.RawMessage("null")})
			continue
		case isObject(had) && isObject(m.value):
			inner, err := reversed(had, m.value, where)
			if err != nil {
				return nil, err
			}
			out = append(out, member{m.name, m.raw, inner})
			continue
		}
		if p, found := nullIn(had, where); found {
			return nil, &nullError{p}
		}
		out = append(out, member{m.name, m.raw, had})
	}
	return object(out), nil
}

// touch is one leaf of a patch: a key that is set or removed.
type touch struct {
	path   string          // "public_metadata.plan", safe to draw
	keys   []string        // the same below the document, as they are
	before json.RawMessage // nil when the key was not there
	after  json.RawMessage // nil when the patch removes it
}

// touches lists what a patch does to a document that was before.
func touches(before, patch json.RawMessage, path string, keys ...string) ([]touch, error) {
	old, err := members(before)
	if err != nil {
		return nil, atPath(path, err)
	}
	ms, err := members(patch)
	if err != nil {
		return nil, atPath(path, err)
	}
	var out []touch
	for _, m := range ms {
		had, ok := find(old, m.name)
		t := touch{path: join(path, m.name), keys: append(slices.Clone(keys), m.name), before: had}
		switch {
		case ok && isObject(had) && isObject(m.value):
			inner, err := touches(had, m.value, t.path, t.keys...)
			if err != nil {
				return nil, err
			}
			out = append(out, inner...)
			continue
		case !isNull(m.value):
			t.after = m.value
		}
		out = append(out, t)
	}
	return out, nil
}

// at reads the value at a key path; nil when it is not there.
func at(doc json.RawMessage, keys []string) json.RawMessage {
	for _, k := range keys {
		ms, err := members(doc)
		if err != nil {
			return nil
		}
		value, ok := find(ms, k)
		if !ok {
			return nil
		}
		doc = value
	}
	return doc
}

// join makes the dotted path that people read; the key is foreign.
func join(path, name string) string { return path + "." + safetext.String(name) }

// pathError is a problem at a place of a document.
type pathError struct {
	path string
	err  error
}

func (e *pathError) Error() string { return e.path + ": " + e.err.Error() }
func (e *pathError) Unwrap() error { return e.err }

func atPath(path string, err error) error {
	var already *pathError
	if errors.As(err, &already) {
		return err
	}
	return &pathError{path, err}
}
