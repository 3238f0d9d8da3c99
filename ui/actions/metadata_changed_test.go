package actions_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/ui/actions"
)

const public = "public_metadata"

func TestBothEditsAreKept(t *testing.T) {
	for _, c := range []struct {
		name, base, theirs, mine string
		conflicts                []actions.Conflict
		merged                   string
	}{
		{
			"other keys stay as theirs", `{"a":1,"b":1}`, `{"b":2,"c":9007199254740993}`, `{"a":3,"b":1}`,
			[]actions.Conflict{{public + ".a", "1", "(none)", "3"}},
			`{"b":2,"c":9007199254740993,"a":3}`,
		},
		{
			"I removed, they changed", `{"a":1,"b":1}`, `{"a":2,"b":1}`, `{"b":1}`,
			[]actions.Conflict{{public + ".a", "1", "2", "(none)"}},
			`{"b":1}`,
		},
		{
			"deep", `{"a":{"x":1,"y":1}}`, `{"a":{"x":2,"y":2}}`, `{"a":{"x":3,"y":1}}`,
			[]actions.Conflict{{public + ".a.x", "1", "2", "3"}},
			`{"a":{"x":3,"y":2}}`,
		},
		{
			"their plain value above my keys", `{"a":{"x":1,"y":1}}`, `{"a":"gone"}`, `{"a":{"x":3,"y":4}}`,
			[]actions.Conflict{{public + ".a", `{"x":1,"y":1}`, `"gone"`, `{"x":3,"y":4}`}},
			`{"a":{"x":3,"y":4}}`,
		},
		{
			"both made an object of it", `{"a":1}`, `{"a":{"x":1}}`, `{"a":{"y":2}}`,
			[]actions.Conflict{{public + ".a", "1", `{"x":1}`, `{"y":2}`}},
			`{"a":{"y":2}}`,
		},
		{
			"one of two agrees", `{"a":1,"b":1}`, `{"a":2,"b":3}`, `{"a":2,"b":4}`,
			[]actions.Conflict{{public + ".b", "1", "3", "4"}},
			`{"a":2,"b":4}`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			u := withPublic(c.base)
			r, err := actions.ReviewMetadata(u, map[string]string{public: c.mine})
			require.NoError(t, err)
			_, err = row(t, "user.metadata").Run(t.Context(), &backend{user: withPublic(c.theirs)}, u, r.Input)
			var changed *actions.ChangedError
			require.ErrorAs(t, err, &changed)
			assert.Equal(t, c.conflicts, changed.Conflicts)
			assert.JSONEq(t, c.theirs, string(changed.Now.PublicMetadata))
			assert.JSONEq(t, c.merged, changed.Edited[public])

			// What is then sent makes their record mine, and nothing else.
			over, err := actions.ReviewMetadata(changed.Now, changed.Edited)
			require.NoError(t, err)
			assert.JSONEq(t, c.merged, string(after(t, changed.Now, over.Input.Metadata).PublicMetadata))

			rebased := actions.RebaseMetadata(u, changed.Now, map[string]string{public: c.mine})
			assert.Equal(t, changed.Edited[public], rebased[public], "a draft is carried over in the same way")
		})
	}
}

func TestTheSameChangeByTwoIsNoConflict(t *testing.T) {
	b := &backend{user: withPublic(`{"plan":"pro"}`)}
	in := actions.Input{Metadata: api.Metadata{Public: json.RawMessage(`{"plan":"pro"}`)}}
	_, err := row(t, "user.metadata").Run(t.Context(), b, withPublic(`{"plan":"free"}`), in)
	assert.NoError(t, err)
}

func TestRebaseKeepsWhatIsNoJSONYet(t *testing.T) {
	base, now := withPublic(`{"a":1}`), withPublic(`{"a":2}`)
	assert.Equal(t, map[string]string{public: `{"a":`}, actions.RebaseMetadata(base, now, map[string]string{public: `{"a":`}))
	assert.Empty(t, actions.RebaseMetadata(base, now, map[string]string{public: `{ "a": 1 }`}), "nothing was typed")
}

// A replacement is of a whole object: whatever else somebody changed in it is
// shown, and carried over.
func TestAReplacementLosesNothingOfTheirs(t *testing.T) {
	for _, c := range []struct {
		name, base, theirs, mine string
		conflicts                []actions.Conflict
		merged                   string // "" when it is sent as it is
	}{
		{
			"another key", `{"a":1}`, `{"a":1,"b":9007199254740993}`, `{"a":null}`,
			[]actions.Conflict{{public + ".b", "(none)", "9007199254740993", "(none)"}},
			`{"a":null,"b":9007199254740993}`,
		},
		{
			"the same key", `{"a":1}`, `{"a":2}`, `{"a":3}`,
			[]actions.Conflict{{public + ".a", "1", "2", "3"}},
			`{"a":3}`,
		},
		{
			"they removed, I kept", `{"a":1,"b":1}`, `{"b":1}`, `{"a":1,"b":2}`,
			[]actions.Conflict{{public + ".a", "1", "(none)", "1"}},
			`{"b":2}`,
		},
		{
			"I emptied it", `{"a":1}`, `{"a":1,"b":{"x":1}}`, `{}`,
			[]actions.Conflict{{public + ".b", "(none)", `{"x":1}`, "(none)"}},
			`{"b":{"x":1}}`,
		},
		{"deep", `{"a":{"x":1,"y":1}}`, `{"a":{"x":2,"y":1}}`, `{"a":{"x":1,"y":null}}`, []actions.Conflict{{public + ".a.x", "1", "2", "1"}}, `{"a":{"x":2,"y":null}}`},
		{"what they did is in mine", `{"a":1}`, `{"a":2}`, `{"a":2,"b":1}`, nil, ""},
		{"nobody did anything", `{"a":1}`, `{ "a": 1 }`, `{"b":1}`, nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			u, now := withPublic(c.base), withPublic(c.theirs)
			p := row(t, "user.replace_metadata").Ask(u, actions.Env{})
			r, err := p.Editor.Review(map[string]string{public: c.mine, "private_metadata": `{"mine":true}`})
			require.NoError(t, err)
			b := &backend{user: now}
			_, err = row(t, "user.replace_metadata").Run(t.Context(), b, u, r.Input)
			if c.merged == "" {
				require.NoError(t, err)
				return
			}
			var changed *actions.ChangedError
			require.ErrorAs(t, err, &changed)
			assert.Equal(t, c.conflicts, changed.Conflicts)
			assert.JSONEq(t, c.theirs, string(changed.Now.PublicMetadata))
			assert.JSONEq(t, c.merged, changed.Edited[public])
			assert.JSONEq(t, `{"mine":true}`, changed.Edited["private_metadata"], "the other document comes along")
			over, err := row(t, "user.replace_metadata").Ask(now, actions.Env{}).Editor.Review(changed.Edited)
			require.NoError(t, err)
			assert.JSONEq(t, c.merged, string(over.Input.Metadata.Public))
			assert.Equal(t, changed.Edited[public], actions.RebaseMetadata(u, now, map[string]string{public: c.mine})[public])
		})
	}
}
