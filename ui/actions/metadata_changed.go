package actions

import (
	"encoding/json"
	"slices"
	"strings"

	"usher/api"
)

// ChangedError says that someone else changed what was to be edited; nothing
// was sent. All texts but those of Edited are safe to draw.
type ChangedError struct {
	Paths []string
	// Conflicts are the paths on which the two edits do not agree; of an
	// object that is replaced as a whole, all that they changed in it.
	Conflicts []Conflict
	// Now is the record as it was found.
	Now *api.User
	// Edited are the documents of Now with the own edit made in them, by id:
	// what the review of Edited over Now would send says “mine over theirs”.
	Edited map[string]string
}

// Conflict is one path that two people changed differently. The values are
// JSON; “(none)” stands for a key that is not there.
type Conflict struct{ Path, Base, Theirs, Yours string }

// Error lists the paths.
func (e *ChangedError) Error() string {
	return "changed by someone else meanwhile: " + strings.Join(e.Paths, ", ")
}

// Explanation is what errtext shows.
func (e *ChangedError) Explanation() (title, what, do string) {
	return "Changed meanwhile",
		"Someone else has changed " + strings.Join(e.Paths, ", ") + " since it was read. Nothing was sent.",
		"Refresh the user, look at the new value and edit again."
}

// changedMeanwhile compares what an edit of u touches with the record as it
// is now; nil when the edit can be made. A key that someone else gave the very
// same value is no conflict.
func changedMeanwhile(u, now *api.User, ts []touch) *ChangedError {
	e := &ChangedError{Now: now}
	for _, t := range ts {
		theirs := t.value(now)
		if same(theirs, t.before) || same(theirs, t.after) {
			continue
		}
		e.Paths = append(e.Paths, t.path)
		c := conflictOf(u, now, t, ts)
		if !slices.Contains(e.Conflicts, c) {
			e.Conflicts = append(e.Conflicts, c)
		}
	}
	if len(e.Paths) == 0 {
		return nil
	}
	return e
}

// conflictOf shows the three values of a touched key. Where theirs is now a
// plain value above the key, that value is what would be lost: it is shown.
func conflictOf(u, now *api.User, t touch, ts []touch) Conflict {
	keys := t.keys
	for n := 2; n < len(t.keys); n++ {
		if v := valueAt(now, t.keys[:n]); v != nil && !isObject(v) {
			keys = t.keys[:n]
			break
		}
	}
	path := keys[0]
	for _, k := range keys[1:] {
		path = join(path, k)
	}
	mine := at(replay(documentOf(u, keys[0]), ts, keys[0]), keys[1:])
	return Conflict{Path: path, Base: orNone(valueAt(u, keys)), Theirs: orNone(valueAt(now, keys)), Yours: orNone(mine)}
}

func orNone(v json.RawMessage) string {
	if v == nil {
		return "(none)"
	}
	return shown(v)
}

// documentOf is one of u's metadata objects by its id.
func documentOf(u *api.User, id string) json.RawMessage {
	for _, d := range documents() {
		if d.id == id {
			return d.of(u)
		}
	}
	return nil
}

// valueAt reads a value by the id of its document and the keys below it.
func valueAt(u *api.User, keys []string) json.RawMessage {
	return at(documentOf(u, keys[0]), keys[1:])
}

// replayed are the documents of u, indented, in which the touched keys got
// their values.
func replayed(u *api.User, ts []touch) map[string]string {
	out := map[string]string{}
	for _, t := range ts {
		id := t.keys[0]
		if _, done := out[id]; !done {
			out[id] = indented(replay(documentOf(u, id), ts, id))
		}
	}
	return out
}

// replay gives the touched keys of one document their values. Other keys, the
// order and all digits stay as they are.
func replay(doc json.RawMessage, ts []touch, id string) json.RawMessage {
	for _, t := range ts {
		if t.keys[0] == id {
			doc = with(doc, t.keys[1:], t.after)
		}
	}
	return doc
}

// with writes value at a path of a document, making the objects on the way;
// nil removes the key.
func with(doc json.RawMessage, keys []string, value json.RawMessage) json.RawMessage {
	ms, err := members(doc)
	if err != nil {
		if value == nil {
			return doc // there is no such key to remove
		}
		ms = nil // a plain value makes room for an object
	}
	i := slices.IndexFunc(ms, func(m member) bool { return m.name == keys[0] })
	switch {
	case i < 0 && value == nil:
		return doc
	case i < 0:
		ms, i = append(ms, member{name: keys[0], raw: jsonString(keys[0])}), len(ms)
	}
	switch {
	case len(keys) > 1:
		ms[i].value = with(ms[i].value, keys[1:], value)
	case value == nil:
		ms = slices.Delete(ms, i, i+1)
	default:
		ms[i].value = value
	}
	return object(ms)
}

// RebaseMetadata carries documents that were edited when the record was base
// over to the record as it is now: what was typed is kept, and so is what
// others changed elsewhere. A document that is no JSON yet stays as typed.
func RebaseMetadata(base, now *api.User, edited map[string]string) map[string]string {
	out := map[string]string{}
	for _, d := range documents() {
		doc, ok := edited[d.id]
		if !ok {
			continue
		}
		out[d.id] = doc
		if equalText(d.of(base), d.of(now)) || checkDocument(d.id, doc) != nil {
			continue
		}
		ts, err := changesBetween(d.of(base), json.RawMessage(doc), d.id, d.id)
		switch {
		case err != nil: // it stays as typed
		case len(ts) == 0:
			delete(out, d.id) // nothing was typed that counts
		default:
			out[d.id] = indented(replay(d.of(now), ts, d.id))
		}
	}
	return out
}

// changesBetween lists the keys in which an object differs from what it was.
// Other than a merge patch it can tell a null from a key that is gone.
func changesBetween(before, after json.RawMessage, path string, keys ...string) ([]touch, error) {
	old, err := members(before)
	if err != nil {
		return nil, atPath(path, err)
	}
	now, err := members(after)
	if err != nil {
		return nil, atPath(path, err)
	}
	var out []touch
	for _, m := range now {
		t := touch{path: join(path, m.name), keys: append(slices.Clone(keys), m.name), after: m.value}
		had, ok := find(old, m.name)
		switch {
		case ok && isObject(had) && isObject(m.value):
			inner, err := changesBetween(had, m.value, t.path, t.keys...)
			if err != nil {
				return nil, err
			}
			out = append(out, inner...)
			continue
		case ok && equalText(had, m.value):
			continue
		case ok:
			t.before = had
		}
		out = append(out, t)
	}
	for _, m := range old {
		if _, kept := find(now, m.name); !kept {
			out = append(out, touch{path: join(path, m.name), keys: append(slices.Clone(keys), m.name), before: m.value})
		}
	}
	return out, nil
}

// replacedMeanwhile compares the objects that are to be replaced with those of
// the record as it is now; nil when nothing of theirs would be lost.
func replacedMeanwhile(u, now *api.User, in api.Metadata) *ChangedError {
	e := &ChangedError{Now: now, Edited: map[string]string{}}
	for _, d := range documents() {
		mine := *d.in(&in)
		if mine == nil {
			continue
		}
		base, theirs := wholeObject(d.of(u)), wholeObject(d.of(now))
		e.Edited[d.id] = indented(mine)
		if same(theirs, base) || same(theirs, mine) {
			continue
		}
		their, err := changesBetween(base, theirs, d.id, d.id)
		own, errOwn := changesBetween(base, mine, d.id, d.id)
		if err != nil || errOwn != nil { // an object that holds a key twice
			e.conflict(Conflict{Path: d.id, Base: shown(base), Theirs: shown(theirs), Yours: shown(mine)})
			continue
		}
		for _, t := range their {
			if yours := at(mine, t.keys[1:]); !same(yours, t.after) {
				e.conflict(Conflict{Path: t.path, Base: orNone(t.before), Theirs: orNone(t.after), Yours: orNone(yours)})
			}
		}
		e.Edited[d.id] = indented(replay(theirs, own, d.id))
	}
	if len(e.Paths) == 0 {
		return nil
	}
	return e
}

func (e *ChangedError) conflict(c Conflict) {
	e.Paths, e.Conflicts = append(e.Paths, c.Path), append(e.Conflicts, c)
}
