package actions_test

import (
	"encoding/json"
	"strings"
	"testing"

	jsonpatch "github.com/evanphx/json-patch/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/ui/actions"
)

func withPublic(doc string) *api.User {
	u := alice()
	u.PublicMetadata = json.RawMessage(doc)
	return u
}

// after is a user whose public metadata took a merge patch, by a library that
// is not ours.
func after(t *testing.T, u *api.User, m api.Metadata) *api.User {
	t.Helper()
	next := *u
	if m.Public != nil {
		doc, err := jsonpatch.MergePatch(u.PublicMetadata, m.Public)
		require.NoError(t, err)
		next.PublicMetadata = doc
	}
	return &next
}

func TestSmallestPatch(t *testing.T) {
	for _, c := range []struct{ name, before, edited, patch string }{
		{"nothing", `{"a":1}`, `{ "a" : 1 }`, ``},
		{"order only", `{"a":1,"b":2}`, `{"b":2,"a":1}`, ``},
		{"changed", `{"a":1,"b":2}`, `{"a":1,"b":3}`, `{"b":3}`},
		{"added", `{}`, `{"plan":"pro"}`, `{"plan":"pro"}`},
		{"added to nothing", ``, `{"plan":"pro"}`, `{"plan":"pro"}`},
		{"added to null", `null`, `{"plan":"pro"}`, `{"plan":"pro"}`},
		{"removed", `{"a":1,"b":2}`, `{"b":2}`, `{"a":null}`},
		{"all removed", `{"a":1,"b":{"c":2}}`, `{}`, `{"a":null,"b":null}`},
		{"deep", `{"a":{"b":{"c":1,"d":2},"e":3}}`, `{"a":{"b":{"c":9,"d":2},"e":3}}`, `{"a":{"b":{"c":9}}}`},
		{"deep removed", `{"a":{"b":1,"c":2}}`, `{"a":{"c":2}}`, `{"a":{"b":null}}`},
		{"emptied", `{"a":{"b":1}}`, `{"a":{}}`, `{"a":{"b":null}}`},
		{"array replaced", `{"a":[1,2]}`, `{"a":[1,3]}`, `{"a":[1,3]}`},
		{"object to word", `{"a":{"b":1}}`, `{"a":"x"}`, `{"a":"x"}`},
		{"word to object", `{"a":"x"}`, `{"a":{"b":1}}`, `{"a":{"b":1}}`},
		{"large integer", `{"a":1}`, `{"a":9007199254740993}`, `{"a":9007199254740993}`},
		{"large integer untouched", `{"a":9007199254740993,"b":1}`, `{"a":9007199254740993,"b":2}`, `{"b":2}`},
		{"last digit", `{"a":9007199254740992}`, `{"a":9007199254740993}`, `{"a":9007199254740993}`},
		{"digits of a fraction", `{"a":0.1}`, `{"a":0.10000000000000000000000000001}`, `{"a":0.10000000000000000000000000001}`},
		{"spelling of a number", `{"a":1}`, `{"a":1.0}`, `{"a":1.0}`},
		{"spelling of a text", `{"a":"é"}`, `{"a":"\u00e9"}`, ``},
		{"key with signs", `{"a.b":1,"":2,"<&>":3}`, `{"a.b":2,"":3,"<&>":4}`, `{"a.b":2,"":3,"<&>":4}`},
		{"braces in texts", `{"a":"}{\"]","b":1}`, `{"a":"}{\"]","b":2}`, `{"b":2}`},
		{"null that was there", `{"a":null,"b":1}`, `{"a":null,"b":2}`, `{"b":2}`},
		{"null removed", `{"a":null,"b":1}`, `{"b":1}`, `{"a":null}`},
		{"null in an array", `{}`, `{"a":[null,1]}`, `{"a":[null,1]}`},
		{"white space", "{\n\t\"a\" :\r\n [ 1 , { \"x\" : true } ] }", `{"a":[1,{"x":false}]}`, `{"a":[1,{"x":false}]}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			u := withPublic(c.before)
			r, err := actions.ReviewMetadata(u, map[string]string{"public_metadata": c.edited})
			require.NoError(t, err)
			assert.Equal(t, c.patch == "", r.Nothing)
			assert.Equal(t, c.patch, string(r.Input.Metadata.Public))
			assert.Nil(t, r.Input.Metadata.Private)
			assert.Nil(t, r.Input.Metadata.Unsafe)
			if c.patch == "" {
				assert.Empty(t, r.Change)
				return
			}
			assert.NotEmpty(t, r.Change)
		})
	}
}

func TestRefusedEdits(t *testing.T) {
	for _, c := range []struct {
		name, edited, path, problem string
		line, column                int
	}{
		{"not JSON", "{\n  \"a\": oops\n}", "", "invalid character", 2, 8},
		{"cut off", `{"a":`, "", "unexpected end", 1, 5},
		{"empty", ``, "", "unexpected end", 1, 1},
		{"trailing", `{} x`, "", "invalid character", 1, 4},
		{"array", `[1]`, "", "must be a JSON object", 1, 1},
		{"word", `null`, "", "must be a JSON object", 1, 1},
		{"null", `{"a":null}`, "public_metadata.a", "null cannot be stored", 0, 0},
		{"null inside", `{"a":{"b":{"c":null}}}`, "public_metadata.a.b.c", "null cannot be stored", 0, 0},
		{"twice", `{"a":1,"a":2}`, "public_metadata.a", "twice", 0, 0},
		{"twice inside", `{"x":{"a":1,"\u0061":2}}`, "public_metadata.x.a", "twice", 0, 0},
		{"twice in an array", `{"x":[{"a":1,"a":2}]}`, "public_metadata.x.a", "twice", 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := actions.ReviewMetadata(withPublic(`{}`), map[string]string{"public_metadata": c.edited})
			var edit *actions.EditError
			require.ErrorAs(t, err, &edit)
			assert.Equal(t, "public_metadata", edit.Field)
			assert.Equal(t, c.path, edit.Path)
			assert.Contains(t, edit.Problem, c.problem)
			assert.Equal(t, c.line, edit.Line)
			assert.Equal(t, c.column, edit.Column)
		})
	}
}

func TestAllThreeObjectsGoIntoOnePatch(t *testing.T) {
	u := alice()
	u.PrivateMetadata = json.RawMessage(`{"crm":42}`)
	p := row(t, "user.metadata").Ask(u, actions.Env{Now: noon})
	require.NotNil(t, p.Editor)
	var ids []string
	for _, f := range p.Editor.Fields {
		ids = append(ids, f.ID)
		assert.NotEmpty(t, f.Note)
		assert.Equal(t, 8192, f.Limit)
	}
	assert.Equal(t, []string{"public_metadata", "private_metadata", "unsafe_metadata"}, ids)
	assert.Equal(t, "{\n  \"crm\": 42\n}", p.Editor.Fields[1].Text.Unsafe())
	assert.Equal(t, "{}", p.Editor.Fields[2].Text.Unsafe())
	assert.Equal(t, 10, p.Editor.Fields[1].Size("{\n  \"crm\": 42\n}"))
	assert.Equal(t, 5, p.Editor.Fields[1].Size("{ oo "))

	r, err := p.Editor.Review(map[string]string{
		"public_metadata": `{"plan":"pro"}`, "private_metadata": `{}`, "unsafe_metadata": `{"x":true}`,
	})
	require.NoError(t, err)
	assert.Equal(t, api.Metadata{
		Public: json.RawMessage(`{"plan":"pro"}`), Private: json.RawMessage(`{"crm":null}`), Unsafe: json.RawMessage(`{"x":true}`),
	}, r.Input.Metadata)
	assert.Equal(t, []actions.DiffLine{
		{Sign: '-', Path: "public_metadata.plan", Value: `"free"`, Text: `public_metadata.plan: "free"`},
		{Sign: '+', Path: "public_metadata.plan", Value: `"pro"`, Text: `public_metadata.plan: "pro"`},
		{Sign: '-', Path: "private_metadata.crm", Value: `42`, Text: `private_metadata.crm: 42`},
		{Sign: '+', Path: "unsafe_metadata.x", Value: `true`, Text: `unsafe_metadata.x: true`},
	}, r.Change)

	confirm := p.Reviewed(r)
	assert.Nil(t, confirm.Editor)
	assert.Equal(t, r.Change, confirm.Change)
	assert.Equal(t, actions.ConfirmYes, confirm.Confirm)
	assert.Equal(t, []string{"set public_metadata.plan", "remove private_metadata.crm", "set unsafe_metadata.x"},
		row(t, "user.metadata").Note(u, r.Input), "the log gets names, never values")
}

func TestWarnings(t *testing.T) {
	r, err := actions.ReviewMetadata(withPublic(`{"a":{"b":null}}`), map[string]string{
		"public_metadata": `{"a":"` + strings.Repeat("x", 9000) + `"}`,
	})
	require.NoError(t, err)
	require.Len(t, r.Warnings, 2)
	assert.Contains(t, r.Warnings[0], "9008 bytes")
	assert.Contains(t, r.Warnings[1], "cannot be undone")
	for _, l := range r.Change {
		assert.LessOrEqual(t, len(l.Text), 500)
	}
}

func TestNullsInListsAreWarnedOf(t *testing.T) {
	for edited, warned := range map[string]bool{
		`{"a":[null]}`: true, `{"a":{"b":[1,{"c":null}]}}`: true, `{"a":[[null]]}`: true, `{"a":[1,{"b":[]}]}`: false,
	} {
		r, err := actions.ReviewMetadata(withPublic(`{}`), map[string]string{"public_metadata": edited})
		require.NoError(t, err)
		assert.Equal(t, warned, len(r.Warnings) == 1, edited)
	}
}

func TestSavingReadsFirstAndSendsOnce(t *testing.T) {
	u := alice()
	b := &backend{user: alice()}
	r, err := actions.ReviewMetadata(u, map[string]string{"public_metadata": `{"plan":"pro"}`})
	require.NoError(t, err)
	a := row(t, "user.metadata")
	out, err := a.Run(t.Context(), b, u, r.Input)
	require.NoError(t, err)
	assert.Equal(t, []string{"get", "merge"}, b.calls)
	assert.JSONEq(t, `{"plan":"pro"}`, string(b.patch.Public))
	assert.Equal(t, "Saved public_metadata.plan of Alice Johnson", out.Message)

	undo := a.Undo(u, r.Input, out)
	require.NotNil(t, undo)
	assert.JSONEq(t, `{"plan":"free"}`, string(undo.Input.Metadata.Public))
	assert.Equal(t, []string{"PATCH /users/user_2x9kAlice/metadata"}, undo.Sends)
}

func TestSavingStopsWhenSomeoneElseWasFaster(t *testing.T) {
	a := row(t, "user.metadata")
	in := actions.Input{Metadata: api.Metadata{Public: json.RawMessage(`{"plan":"pro"}`)}}
	for name, c := range map[string]struct {
		server string
		stops  bool
	}{
		"same":                      {`{"plan":"free"}`, false},
		"other key":                 {`{"plan":"free","note":1}`, false},
		"touched key changed":       {`{"plan":"gold"}`, true},
		"touched key removed":       {`{}`, true},
		"touched key spelled again": {`{"plan":"\u0066ree"}`, false},
	} {
		b := &backend{user: withPublic(c.server)}
		_, err := a.Run(t.Context(), b, alice(), in)
		if !c.stops {
			assert.NoError(t, err, name)
			continue
		}
		var changed *actions.ChangedError
		require.ErrorAs(t, err, &changed, name)
		assert.Equal(t, []string{"public_metadata.plan"}, changed.Paths)
		assert.Equal(t, []string{"get"}, b.calls, "nothing is sent: %s", name)
	}
}

func TestSavingNothingSendsNothing(t *testing.T) {
	b := &backend{user: alice()}
	for _, m := range []api.Metadata{{}, {Public: json.RawMessage(`{}`)}} {
		_, err := row(t, "user.metadata").Run(t.Context(), b, alice(), actions.Input{Metadata: m})
		assert.ErrorContains(t, err, "nothing")
	}
	assert.Empty(t, b.calls)
}

func TestAFailedReadIsNoLostWrite(t *testing.T) {
	b := &backend{user: alice(), fail: map[string]error{"get": &api.Error{Op: "GetUser", Executed: api.MaybeExecuted}}}
	in := actions.Input{Metadata: api.Metadata{Public: json.RawMessage(`{"plan":"pro"}`)}}
	_, err := row(t, "user.metadata").Run(t.Context(), b, alice(), in)
	var notSent *actions.NotSentError
	require.ErrorAs(t, err, &notSent)
	assert.True(t, notSent.NotSent())
}

// TestUndoRestores applies patch and undo by another implementation of RFC
// 7386 and expects what was there before.
func TestUndoRestores(t *testing.T) {
	a := row(t, "user.metadata")
	for _, c := range []struct{ before, edited string }{
		{`{"a":1}`, `{"a":2}`},
		{`{"a":1}`, `{}`},
		{`{}`, `{"a":{"b":{"c":1}}}`},
		{`{"a":{"b":1,"keep":2}}`, `{"a":{"c":3,"keep":2}}`},
		{`{"a":{"b":1}}`, `{"a":[1]}`},
		{`{"a":[1,null]}`, `{"a":{"b":1}}`},
		{`{"a":{"b":{"c":9007199254740993}}}`, `{"a":{"b":{}}}`},
		{`{"a":{}}`, `{"a":{"b":1}}`},
		{`{"a":"x","b":{"c":1}}`, `{"b":"y"}`},
	} {
		before := withPublic(c.before)
		r, err := actions.ReviewMetadata(before, map[string]string{"public_metadata": c.edited})
		require.NoError(t, err, c)
		done := after(t, before, r.Input.Metadata)
		assert.JSONEq(t, c.edited, string(done.PublicMetadata), "%v", c)

		undo := a.Undo(before, r.Input, actions.Outcome{User: done})
		require.NotNil(t, undo, c)
		assert.JSONEq(t, c.before, string(after(t, done, undo.Input.Metadata).PublicMetadata), "%v", c)
		assert.Contains(t, string(after(t, done, undo.Input.Metadata).PublicMetadata), digits(c.before), "digit for digit")
	}
}

func digits(s string) string {
	if strings.Contains(s, "9007199254740993") {
		return "9007199254740993"
	}
	return ""
}

func TestUndoKeepsWhatOthersChanged(t *testing.T) {
	before := withPublic(`{"plan":"free","seats":1}`)
	in := actions.Input{Metadata: api.Metadata{Public: json.RawMessage(`{"plan":"pro"}`)}}
	fresh := withPublic(`{"plan":"free","seats":5,"note":"x"}`)
	undo := row(t, "user.metadata").Undo(before, in, actions.Outcome{User: after(t, fresh, in.Metadata), Before: fresh})
	require.NotNil(t, undo)
	assert.JSONEq(t, `{"plan":"free"}`, string(undo.Input.Metadata.Public))
}

func TestNoUndoWhereAMergeCannot(t *testing.T) {
	before := withPublic(`{"a":{"b":null}}`)
	in := actions.Input{Metadata: api.Metadata{Public: json.RawMessage(`{"a":1}`)}}
	assert.Nil(t, row(t, "user.metadata").Undo(before, in, actions.Outcome{User: before}))
	assert.Nil(t, row(t, "user.metadata").Undo(alice(), in, actions.Outcome{}), "the new values are not known")
}

func TestVerifyMetadata(t *testing.T) {
	before := withPublic(`{"plan":"free","seats":1}`)
	in := actions.Input{Metadata: api.Metadata{Public: json.RawMessage(`{"plan":"pro","seats":null,"n":9007199254740993}`)}}
	for doc, want := range map[string]actions.SettledState{
		`{"plan":"pro","n":9007199254740993}`:           actions.Happened,
		`{"plan":"pro","n":9.007199254740993e15}`:       actions.Happened,
		`{"plan":"pro","n":9007199254740993,"other":1}`: actions.Happened,
		`{"plan":"free","seats":1}`:                     actions.DidNot,
		`{"plan":"free","seats":1,"other":1}`:           actions.DidNot,
		`{"plan":"pro","n":9007199254740992}`:           actions.CannotTell,
		`{"plan":"gold","seats":1}`:                     actions.CannotTell,
		`{"plan":"pro","seats":1}`:                      actions.CannotTell,
	} {
		got := row(t, "user.metadata").Verify(before, withPublic(doc), in)
		assert.Equal(t, want, got.State, doc)
		assert.NotEmpty(t, got.Text)
	}
}

func TestHugeExponentsCostNothing(t *testing.T) {
	before := withPublic(`{"n":1e999999999}`)
	in := actions.Input{Metadata: api.Metadata{Public: json.RawMessage(`{"n":1}`)}}
	assert.Equal(t, actions.CannotTell, row(t, "user.metadata").Verify(before, withPublic(`{"n":2e999999999}`), in).State)
}

func FuzzReviewMetadata(f *testing.F) {
	for _, s := range []string{`{}`, `{"a":{"b":[1,{"c":null}]},"d":"\"}"}`, `{"a":1e5}`, "{\"\x80\":1}"} {
		f.Add(s, `{"a":{"b":2}}`)
		f.Add(`{"a":{"b":2}}`, s)
	}
	f.Fuzz(func(t *testing.T, before, edited string) {
		if !json.Valid([]byte(before)) {
			return
		}
		u := withPublic(before)
		r, err := actions.ReviewMetadata(u, map[string]string{"public_metadata": edited})
		if err != nil {
			return
		}
		if r.Nothing || strings.Contains(edited, "null") { // the library drops nulls in lists
			return
		}
		require.True(t, json.Valid(r.Input.Metadata.Public))
		again, err := actions.ReviewMetadata(after(t, u, r.Input.Metadata), map[string]string{"public_metadata": edited})
		if err == nil { // another merge with the same result has nothing to say but for the spelling of numbers
			assert.LessOrEqual(t, len(again.Change), len(r.Change))
		}
	})
}
