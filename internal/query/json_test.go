package query_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/query"
)

// TestMetadataOfEveryShape walks generated documents with encoding/json and
// looks for each leaf by its path.
func TestMetadataOfEveryShape(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	words := []string{"a", "a b", `q"uote`, `back\slash`, "dot.ted", "ü", "[", "}", ",", ":", "plan", "<&>", "0"}
	var value func(depth int) any
	value = func(depth int) any {
		switch n := r.IntN(8); {
		case n < 2 && depth > 0:
			m := map[string]any{}
			for range r.IntN(4) {
				m[words[r.IntN(len(words))]] = value(depth - 1)
			}
			return m
		case n == 2 && depth > 0:
			l := []any{}
			for range r.IntN(4) {
				l = append(l, value(depth-1))
			}
			return l
		case n == 3:
			return r.IntN(2) == 0
		case n == 4:
			return nil
		case n == 5:
			return json.Number(fmt.Sprint(r.Int64() - r.Int64()))
		}
		return words[r.IntN(len(words))]
	}
	leaves := 0
	for range 300 {
		doc := map[string]any{}
		for range 4 {
			doc[words[r.IntN(len(words))]] = value(3)
		}
		raw, err := json.MarshalIndent(doc, "", []string{"", "  "}[r.IntN(2)])
		require.NoError(t, err)
		u := &api.User{PublicMetadata: raw}
		var walk func(path string, v any)
		walk = func(path string, v any) {
			text := ""
			switch v := v.(type) {
			case map[string]any:
				for k, below := range v {
					walk(path+"."+quoted(k), below)
				}
			case []any:
				for i, below := range v {
					walk(fmt.Sprintf("%s.%d", path, i), below)
				}
			case string:
				text = path + "=" + quoted(v)
			default:
				b, _ := json.Marshal(v)
				text = path + "=" + string(b)
			}
			if text == "" {
				text = path // anything there
			}
			leaves++
			q := query.Parse(text)
			require.Empty(t, faults(text, q), text)
			assert.True(t, q.Plan(query.Env{}).Match(u), "%s in %s", text, raw)
			other := query.Parse(path + `."not there"`)
			assert.False(t, other.Plan(query.Env{}).Match(u), "%s in %s", other, raw)
		}
		for k, v := range doc {
			walk("public."+quoted(k), v)
		}
	}
	assert.Greater(t, leaves, 1000)
}
