package emulator

import (
	"encoding/json"
	"testing"

	jsonpatch "github.com/evanphx/json-patch/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMergeMetadata(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, old, patch, want string }{
		{"adds at the end, keeps order", `{"b":1,"a":2}`, `{"c":3}`, `{"b":1,"a":2,"c":3}`},
		{"replaces in place", `{"b":1,"a":2}`, `{"b":"x"}`, `{"b":"x","a":2}`},
		{"merges deep", `{"a":{"x":1,"y":{"z":2}}}`, `{"a":{"y":{"w":3}}}`, `{"a":{"x":1,"y":{"z":2,"w":3}}}`},
		{"null removes at any depth", `{"a":{"x":1,"y":2},"b":3}`, `{"a":{"x":null},"b":null}`, `{"a":{"y":2}}`},
		{"null of an absent key is nothing", `{"a":1}`, `{"zz":null}`, `{"a":1}`},
		{"arrays are replaced, nulls inside them stay", `{"a":[1,2]}`, `{"a":[null]}`, `{"a":[null]}`},
		{"an object over a scalar loses its nulls", `{"a":1}`, `{"a":{"x":null,"y":1}}`, `{"a":{"y":1}}`},
		{"numbers keep their digits", `{"n":12345678901234567890,"f":1.50}`, `{"e":1e400}`, `{"n":12345678901234567890,"f":1.50,"e":1e400}`},
		{"keys stay as written", `{}`, `{"<é \"q\"":1}`, `{"<é \"q\"":1}`},
		{"empty patch changes nothing", `{"a": 1}`, ` {} `, `{"a":1}`},
		{"empty old", ``, `{"a":1}`, `{"a":1}`},
		{"a key given twice: the last", `{}`, `{"a":1,"b":2,"a":3}`, `{"a":3,"b":2}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := mergeMetadata(json.RawMessage(tt.old), json.RawMessage(tt.patch))
			require.NoError(t, err)
			assert.Equal(t, tt.want, string(got))
		})
	}
	_, err := mergeMetadata(nil, json.RawMessage(`[1]`))
	assert.ErrorIs(t, err, errNotAnObject)
}

// FuzzMergeMetadata holds the merge against a library's RFC 7396 merge, which
// is the same but for digits and order.
func FuzzMergeMetadata(f *testing.F) {
	f.Add(`{"a":1,"b":{"c":2}}`, `{"b":{"c":null,"d":[1,null]},"a":{"x":{"y":null}}}`)
	f.Add(`{}`, `{"a":{"b":null}}`)
	f.Add(`{"a":[1]}`, `{"a":{"b":{"c":null}}}`)
	f.Fuzz(func(t *testing.T, old, patch string) {
		var o, p map[string]any
		if json.Unmarshal([]byte(old), &o) != nil || json.Unmarshal([]byte(patch), &p) != nil || o == nil || p == nil {
			t.Skip("not two objects")
		}
		got, err := mergeMetadata(json.RawMessage(old), json.RawMessage(patch))
		require.NoError(t, err)
		plainOld, err := json.Marshal(o) // without keys given twice, on which the two differ
		require.NoError(t, err)
		plainPatch, err := json.Marshal(p)
		require.NoError(t, err)
		want, err := jsonpatch.MergePatch(plainOld, plainPatch)
		require.NoError(t, err)
		assert.JSONEq(t, string(want), string(got))
	})
}

func TestCompactMetadataStoresNulls(t *testing.T) {
	t.Parallel()
	got, err := compactMetadata(json.RawMessage(`{ "a" : null, "n": 1.0 }`))
	require.NoError(t, err)
	assert.Equal(t, `{"a":null,"n":1.0}`, string(got))
	for _, bad := range []string{`null`, `[]`, `3`, ``} {
		_, err := compactMetadata(json.RawMessage(bad))
		assert.ErrorIs(t, err, errNotAnObject, bad)
	}
}
