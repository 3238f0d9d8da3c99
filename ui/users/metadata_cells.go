package users

import (
	"bytes"
	"encoding/json"
	"strings"

	"usher/internal/safetext"
	"usher/ui/components/table"
)

// The metadata documents, as paths begin with them.
const (
	docPublic  = "public"
	docPrivate = "private"
	docUnsafe  = "unsafe"
)

// maxShown bounds the bytes of a metadata value that are looked at for a cell.
const maxShown = 512

// widestTitle bounds what the title of a metadata column takes at least, in
// cells.
const widestTitle = 14

// documents are the metadata of a row, each decoded when the first column
// asks for it.
type documents map[string]map[string]json.RawMessage

// metadataColumn is the column of a path such as public.plan, or
// public."a.b".c with quotes where a key needs them.
func metadataColumn(id string) (column, bool) {
	doc, keys, ok := metadataPath(id)
	if !ok {
		return column{}, false
	}
	title := strings.ToUpper(safetext.String(keys[len(keys)-1]))
	if doc != docPublic {
		title += " (" + strings.ToUpper(doc) + ")"
	}
	return column{
		id: id, title: title, help: doc + " metadata", min: min(max(safetext.Width(title), 6), widestTitle), max: 24, weight: 1,
		cell: func(d *drawing) table.Cell { return d.metadata(doc, keys) },
	}, true
}

// metadataPath takes a path apart.
func metadataPath(id string) (doc string, keys []string, ok bool) {
	doc, rest, _ := strings.Cut(id, ".")
	if doc != docPublic && doc != docPrivate && doc != docUnsafe || rest == "" {
		return "", nil, false
	}
	for rest != "" {
		var segment string
		if rest[0] == '"' {
			dec := json.NewDecoder(strings.NewReader(rest))
			if dec.Decode(&segment) != nil {
				return "", nil, false
			}
			rest = rest[dec.InputOffset():]
			if rest != "" && (rest[0] != '.' || len(rest) == 1) {
				return "", nil, false
			}
			rest = strings.TrimPrefix(rest, ".")
		} else {
			var more bool
			segment, rest, more = strings.Cut(rest, ".")
			if segment == "" || more && rest == "" {
				return "", nil, false
			}
		}
		keys = append(keys, segment)
	}
	return doc, keys, true
}

// metadata is the value at a path.
func (d *drawing) metadata(doc string, keys []string) table.Cell {
	raw, ok := d.docs.of(d, doc)[keys[0]]
	for _, k := range keys[1:] {
		var inner map[string]json.RawMessage
		if !ok || json.Unmarshal(raw, &inner) != nil {
			return d.none()
		}
		raw, ok = inner[k]
	}
	switch {
	case !ok:
		return d.none()
	case doc == docPrivate && !d.private:
		return table.Cell{Text: "••••", Paint: d.paint.Faint}
	}
	return d.muted(metadataText(raw))
}

// of decodes a document, once a row.
func (docs *documents) of(d *drawing, name string) map[string]json.RawMessage {
	if doc, ok := (*docs)[name]; ok {
		return doc
	}
	raw := map[string]json.RawMessage{
		docPublic: d.u.PublicMetadata, docPrivate: d.u.PrivateMetadata, docUnsafe: d.u.UnsafeMetadata,
	}[name]
	var doc map[string]json.RawMessage
	if json.Unmarshal(raw, &doc) != nil {
		doc = nil
	}
	if *docs == nil {
		*docs = documents{}
	}
	(*docs)[name] = doc
	return doc
}

// metadataText is a value as a cell shows it: a text without its quotes,
// anything else as JSON on one line.
func metadataText(raw json.RawMessage) string {
	if raw[0] == '"' {
		var s string
		if json.Unmarshal(raw, &s) != nil {
			return ""
		}
		return safetext.String(strings.ToValidUTF8(s[:min(len(s), maxShown)], ""))
	}
	var b bytes.Buffer
	if json.Compact(&b, raw) != nil {
		return ""
	}
	return safetext.String(strings.ToValidUTF8(string(b.Bytes()[:min(b.Len(), maxShown)]), ""))
}
