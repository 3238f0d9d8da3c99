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
	// The rest is there for an edit of single keys only. Conflicts are the
	// paths on which the two edits do not agree.
	Conflicts []Conflict
	// Now is the record as it was found.
	Now *api.User
	// Edited are the documents of Now with the own edit made in them, by id:
	// what ReviewMetadata(Now, Edited) would send says “mine over theirs”.
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
		patch, err := diff(d.of(base), json.RawMessage(doc), d.id)
		if err != nil {
			continue
		}
		if patch == nil {
			delete(out, d.id) // nothing was typed that counts
			continue
		}
		var m api.Metadata
		*d.in(&m) = patch
		if ts, err := allTouches(base, m); err == nil {
			out[d.id] = indented(replay(d.of(now), ts, d.id))
		}
	}
	return out
}
