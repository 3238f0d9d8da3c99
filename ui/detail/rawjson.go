package detail

import (
	"bytes"
	"encoding/json"

	"usher/internal/safetext"
)

// newJSONTab makes the tab that shows the record as it was received.
func newJSONTab(c *scene) tab {
	return newPageTab(c, JSON, "JSON", func(s *sheet, c *scene) { s.json(c.user.Raw) })
}

// newMetadataTab makes the tab of the three metadata objects.
func newMetadataTab(c *scene) tab {
	return newPageTab(c, Metadata, "Metadata", func(s *sheet, c *scene) {
		s.head("public_metadata", "")
		s.json(c.user.PublicMetadata)
		s.head("unsafe_metadata", "")
		s.json(c.user.UnsafeMetadata)
	})
}

// json writes a document, indented.
func (s *sheet) json(raw json.RawMessage) {
	var b bytes.Buffer
	if json.Indent(&b, raw, "", "  ") != nil {
		b.Reset()
		b.Write(raw)
	}
	for _, l := range safetext.Block(b.String()) {
		s.add(s.ink.value.Apply(safetext.Truncate(l, s.w)))
	}
}
