package api

import (
	"bytes"
	"context"
	"encoding/json"
)

// Metadata of a user or a membership. nil leaves an object out of a change. A
// membership has no Unsafe.
type Metadata struct {
	Public  json.RawMessage
	Private json.RawMessage
	Unsafe  json.RawMessage
}

func (m Metadata) encode(r *request) {
	r.body = fields{}
	r.metadata("public_metadata", m.Public)
	r.metadata("private_metadata", m.Private)
	r.metadata("unsafe_metadata", m.Unsafe)
}

// metadata takes only JSON objects: null for a whole object is undocumented.
func (r *request) metadata(name string, raw json.RawMessage) {
	if raw == nil {
		return
	}
	if v, err := parse(raw); err != nil {
		r.fail(name, "is not valid JSON")
	} else if !v.isObject() {
		r.fail(name, "must be a JSON object")
	}
	r.body.raw(name, bytes.TrimSpace(raw))
}

// MergeMetadata merges deeply: a null removes its key, {} changes nothing, an
// array is replaced (UpdateUserMetadata). The server allows 8 KB an object and
// 10 such writes in 10 s a user.
func (s *UsersService) MergeMetadata(ctx context.Context, id ID, m Metadata) (*User, error) {
	r := newRequest(opUpdateUserMetadata, id)
	m.encode(r)
	return s.user(ctx, r)
}

// ReplaceMetadata replaces each object given as a whole (ReplaceUserMetadata).
func (s *UsersService) ReplaceMetadata(ctx context.Context, id ID, m Metadata) (*User, error) {
	r := newRequest(opReplaceUserMetadata, id)
	m.encode(r)
	return s.user(ctx, r)
}
