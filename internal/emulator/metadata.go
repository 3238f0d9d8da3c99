package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// maxMetadataBytes is Clerk's cap for one metadata field, counted on its
// compact JSON.
const maxMetadataBytes = 8 << 10

// errNotAnObject says that a metadata value is valid JSON but no object.
var errNotAnObject = errors.New("not a JSON object")

// member is one key of a JSON object with its value as it was written.
type member struct {
	key   string
	value json.RawMessage
}

// splitObject takes a JSON object apart without touching its values, so that
// numbers keep every digit and keys their order. Of a repeated key the last
// value counts, at the place of the first.
func splitObject(raw json.RawMessage) ([]member, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	open, err := dec.Token()
	if err != nil {
		return nil, fmt.Errorf("read a JSON object: %w", err)
	}
	if open != json.Delim('{') {
		return nil, errNotAnObject
	}
	var out []member
	at := map[string]int{}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, fmt.Errorf("read a JSON key: %w", err)
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, fmt.Errorf("read the value of %q: %w", key, err)
		}
		name := key.(string) // an object's key is always a string token
		if i, seen := at[name]; seen {
			out[i].value = value
			continue
		}
		at[name] = len(out)
		out = append(out, member{name, value})
	}
	return out, nil
}

// joinObject writes members as a compact JSON object.
func joinObject(members []member) json.RawMessage {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range members {
		if i > 0 {
			b.WriteByte(',')
		}
		writeKey(&b, m.key)
		b.WriteByte(':')
		// The value came out of a decoder, so it is valid.
		if err := json.Compact(&b, m.value); err != nil {
			b.WriteString("null")
		}
	}
	b.WriteByte('}')
	return b.Bytes()
}

// writeKey writes a JSON string as a person wrote it: "<" stays "<".
func writeKey(b *bytes.Buffer, key string) {
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(key); err == nil {
		b.Truncate(b.Len() - 1) // the encoder ends with a newline
	}
}

func isObject(raw json.RawMessage) bool { return firstByte(raw) == '{' }

func isNull(raw json.RawMessage) bool { return firstByte(raw) == 'n' }

func firstByte(raw json.RawMessage) byte {
	trimmed := bytes.TrimLeft(raw, " \t\r\n")
	if len(trimmed) == 0 {
		return 0
	}
	return trimmed[0]
}

// mergeMetadata merges patch into old as PATCH /users/{user_id}/metadata does:
// objects deeply, null removes its key at any depth, everything else (arrays
// too) replaces. Both must be JSON objects; old may be empty.
func mergeMetadata(old, patch json.RawMessage) (json.RawMessage, error) {
	var members []member
	if isObject(old) {
		var err error
		if members, err = splitObject(old); err != nil {
			return nil, err
		}
	}
	changes, err := splitObject(patch)
	if err != nil {
		return nil, err
	}
	for _, c := range changes {
		if members, err = applyMember(members, c); err != nil {
			return nil, err
		}
	}
	return joinObject(members), nil
}

func applyMember(members []member, c member) ([]member, error) {
	at := -1
	for i := range members {
		if members[i].key == c.key {
			at = i
		}
	}
	if isNull(c.value) {
		if at >= 0 {
			members = append(members[:at], members[at+1:]...)
		}
		return members, nil
	}
	value := c.value
	if isObject(value) {
		var base json.RawMessage
		if at >= 0 {
			base = members[at].value
		}
		var err error
		if value, err = mergeMetadata(base, value); err != nil {
			return nil, err
		}
	}
	if at < 0 {
		return append(members, member{c.key, value}), nil
	}
	members[at].value = value
	return members, nil
}

// compactMetadata is a metadata value as PUT stores it.
func compactMetadata(raw json.RawMessage) (json.RawMessage, error) {
	if !isObject(raw) {
		return nil, errNotAnObject
	}
	var b bytes.Buffer
	if err := json.Compact(&b, raw); err != nil {
		return nil, fmt.Errorf("read the metadata: %w", err)
	}
	return b.Bytes(), nil
}
