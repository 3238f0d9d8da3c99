package detail

import (
	"encoding/json"

	"github.com/dustin/go-humanize"
)

// newMetadataTab makes the tab of the three metadata objects.
func newMetadataTab(c *scene) tab {
	return newTreeTab(c, Metadata, "Metadata", metadataDocument, metadataFacts)
}

// metadataDocument joins the three objects under the names that the API
// gives them, so that one tree shows, folds and searches them all.
func metadataDocument(c *scene) []byte {
	u := c.user
	private := orEmpty(u.PrivateMetadata)
	if !c.revealed && c.hasPrivate() {
		private = c.mask()
	}
	out := []byte(`{"public_metadata":`)
	out = append(out, orEmpty(u.PublicMetadata)...)
	out = append(out, `,"private_metadata":`...)
	out = append(out, private...)
	out = append(out, `,"unsafe_metadata":`...)
	out = append(out, orEmpty(u.UnsafeMetadata)...)
	return append(out, '}')
}

// orEmpty is an object that was not given, as {}.
func orEmpty(raw json.RawMessage) []byte {
	if len(raw) == 0 {
		return []byte("{}")
	}
	return raw
}

// metadataFacts tells of each object its size and who can see or write it.
func metadataFacts(s *sheet, c *scene) {
	u := c.user
	if u.Broken != nil {
		s.brief("Sizes", bad, "not understood", "see the JSON tab")
		return
	}
	s.metadata("Public", u.PublicMetadata, "the user's browser can read it", "browsers read it")
	s.metadata("Private", u.PrivateMetadata, "only your servers can read it", "servers only")
	s.metadata("Unsafe", u.UnsafeMetadata, "the user can write it: never trust it", "user can write it")
	s.blank()
}

// narrowFacts is the width below which the facts of the metadata are brief.
const narrowFacts = 66

// metadata is the line of one object: its size and who it is open to.
func (s *sheet) metadata(label string, raw json.RawMessage, remark, brief string) {
	n, m := metadataSize(raw)
	size := humanize.Comma(int64(n)) + " of 8,192 bytes"
	if s.w < narrowFacts {
		size, remark = humanize.Comma(int64(n))+" B", brief
	}
	s.brief(label, m, size, remark)
}

// brief is a fact on one line: what does not fit of the remark is cut.
func (s *sheet) brief(label string, m mark, value, remark string) {
	p := s.ink.value
	if m != neutral {
		p = s.ink.of(m)
		value = m.sign() + " " + value
	}
	spans := []span{{fitLabel(label, 9), s.ink.label}, {value, p}}
	if remark != "" {
		spans = append(spans, span{" · " + remark, s.ink.muted})
	}
	s.add(paint(cut(spans, s.w)))
}
