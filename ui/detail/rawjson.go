package detail

import (
	"bytes"
	"encoding/json"

	"usher/api"
)

// privateKey names the metadata that only the customer's own servers see: it
// is masked until someone asks for it, wherever it is drawn.
const (
	privateKey  = "private_metadata"
	privatePath = "." + privateKey
)

// newJSONTab makes the tab that shows the record as it was received.
func newJSONTab(c *scene) tab {
	return newTreeTab(c, JSON, "JSON", rawDocument, nil)
}

// rawDocument is the user's record, with the private metadata masked.
func rawDocument(c *scene) []byte {
	raw := c.user.Raw
	if c.revealed || !c.hasPrivate() {
		return raw
	}
	start, end, ok := memberRange(raw, privateKey)
	if !ok {
		return raw
	}
	out := make([]byte, 0, len(raw))
	out = append(out, raw[:start]...)
	out = append(out, c.mask()...)
	return append(out, raw[end:]...)
}

// Record is the user's record as the JSON tab shows it: private metadata stays
// hidden in it until it was revealed.
func (p *Pane) Record() api.Text {
	if p.user == nil {
		return api.Text{}
	}
	return api.NewText(string(rawDocument(&p.scene)))
}

// memberRange finds the value of a key of the outermost object.
func memberRange(raw []byte, name string) (start, end int, ok bool) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return 0, 0, false
	}
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return 0, 0, false
		}
		var v json.RawMessage
		if dec.Decode(&v) != nil {
			return 0, 0, false
		}
		if t == name {
			end = int(dec.InputOffset())
			return end - len(v), end, true
		}
	}
	return 0, 0, false
}

// hasPrivate reports whether there is private metadata to hide.
func (c *scene) hasPrivate() bool {
	raw := c.user.PrivateMetadata
	if c.user.Broken != nil {
		// Nothing was decoded: look into the record itself.
		start, end, ok := memberRange(c.user.Raw, privateKey)
		if !ok {
			return false
		}
		raw = c.user.Raw[start:end]
	}
	switch string(bytes.TrimSpace(raw)) {
	case "", "{}", "null":
		return false
	}
	return true
}

// mask is the JSON text that stands for what is hidden.
func (c *scene) mask() []byte {
	text, err := json.Marshal("hidden: " + c.keys.Toggle.Help().Key + " shows it")
	if err != nil {
		return []byte(`"hidden"`)
	}
	return text
}

// reveal shows the private metadata of the user in front until another user
// comes.
func (c *scene) reveal() {
	c.revealed = true
	c.rev++
}
