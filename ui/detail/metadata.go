package detail

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"usher/internal/safetext"
)

// maxMetadata is the documented limit of each metadata object in bytes.
const maxMetadata = 8 * 1024

// member is one key of a metadata object, as received.
type member struct {
	key   string
	value json.RawMessage
}

// members lists the keys of a JSON object in the order received; nil for
// anything else. Numbers keep their digits.
func members(raw json.RawMessage) []member {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil
	}
	var out []member
	for dec.More() {
		t, err := dec.Token()
		key, ok := t.(string)
		if err != nil || !ok {
			return out
		}
		m := member{key: key}
		if dec.Decode(&m.value) != nil {
			return out
		}
		out = append(out, m)
	}
	return out
}

// highlights picks the keys of the overview: the ones agents look for, then
// the others in their own order.
func highlights(all []member) []member {
	sought := []string{"plan", "tier", "subscription", "role", "status", "company"}
	var first, rest []member
	for _, m := range all {
		if slices.Contains(sought, strings.ToLower(m.key)) {
			first = append(first, m)
		} else {
			rest = append(rest, m)
		}
	}
	out := append(first, rest...)
	return out[:min(len(out), maxHighlights)]
}

// label is the key, drawable.
func (m member) label() string {
	if m.key == "" {
		return `""`
	}
	return safetext.String(m.key)
}

// maxBrief bounds a metadata value in the overview in bytes.
const maxBrief = 200

// brief tells the value in a few words: a text without its quotes, an object
// or a list by its size.
func (m member) brief() string {
	v := bytes.TrimSpace(m.value)
	if len(v) == 0 {
		return ""
	}
	switch v[0] {
	case '"':
		var s string
		if json.Unmarshal(v, &s) != nil {
			return safetext.String(clip(string(v)))
		}
		if s == "" {
			return `""`
		}
		return safetext.String(clip(s))
	case '{':
		return "{ " + plural(len(members(v)), "key") + " }"
	case '[':
		var list []json.RawMessage
		if json.Unmarshal(v, &list) != nil {
			return "[ ]"
		}
		return "[ " + plural(len(list), "value") + " ]"
	}
	return safetext.String(clip(string(v)))
}

// clip bounds a text before it is made drawable.
func clip(s string) string {
	if len(s) <= maxBrief {
		return s
	}
	return strings.ToValidUTF8(s[:maxBrief], "") + "…"
}

// metadataSize is the size of a metadata object in bytes, white space between
// the values left out, and how it stands against the limit.
func metadataSize(raw json.RawMessage) (n int, m mark) {
	var b bytes.Buffer
	n = len(raw)
	if json.Compact(&b, raw) == nil {
		n = b.Len()
	}
	switch {
	case n > maxMetadata:
		return n, bad
	case n > maxMetadata*9/10:
		return n, warn
	}
	return n, neutral
}
