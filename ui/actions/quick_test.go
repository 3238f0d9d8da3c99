package actions_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/ui/actions"
)

func quickUser() *api.User {
	u := alice()
	u.PublicMetadata = json.RawMessage(`{"plan":"free","flags":{"beta":true,"a.b":1},"tags":["x"],"big":9007199254740993}`)
	u.PrivateMetadata = json.RawMessage(`{"seats":1}`)
	return u
}

func TestSetMetadata(t *testing.T) {
	for _, c := range []struct{ arg, public, private, unsafe string }{
		{`public.plan=pro`, `{"plan":"pro"}`, ``, ``},
		{`public_metadata.plan=pro`, `{"plan":"pro"}`, ``, ``},
		{`  public.plan = pro plus `, `{"plan":"pro plus"}`, ``, ``},
		{`public.plan=`, `{"plan":""}`, ``, ``},
		{`public.plan=5`, `{"plan":"5"}`, ``, ``},
		{`public.plan=a=b:=c`, `{"plan":"a=b:=c"}`, ``, ``},
		{`public.plan="  pro "`, `{"plan":"  pro "}`, ``, ``},
		{`public.plan="pro`, `{"plan":"\"pro"}`, ``, ``},
		{`public.plan=<b>&`, `{"plan":"<b>&"}`, ``, ``},
		{`public.plan=free`, ``, ``, ``},
		{`private.seats:=5`, ``, `{"seats":5}`, ``},
		{`private.seats:=9007199254740993`, ``, `{"seats":9007199254740993}`, ``},
		{`private.seats := true `, ``, `{"seats":true}`, ``},
		{`private.limits:={"a":[1,2]}`, ``, `{"limits":{"a":[1,2]}}`, ``},
		{`public.flags:={"gamma":1}`, `{"flags":{"gamma":1,"beta":null,"a.b":null}}`, ``, ``},
		{`public.flags.beta:=false`, `{"flags":{"beta":false}}`, ``, ``},
		{`public.flags."a.b":=2`, `{"flags":{"a.b":2}}`, ``, ``},
		{`public.flags."\u0061.b":=2`, `{"flags":{"a.b":2}}`, ``, ``},
		{`public.flags=off`, `{"flags":"off"}`, ``, ``},
		{`public.tags:=["y"]`, `{"tags":["y"]}`, ``, ``},
		{`public.new.deep.key=1`, `{"new":{"deep":{"key":"1"}}}`, ``, ``},
		{`public.clé=é`, `{"clé":"é"}`, ``, ``},
		{`public.a:b=1`, `{"a:b":"1"}`, ``, ``},
		{`unsafe.theme=dark`, ``, ``, `{"theme":"dark"}`},
	} {
		t.Run(c.arg, func(t *testing.T) {
			r, err := actions.SetMetadata(quickUser(), c.arg)
			require.NoError(t, err)
			m := r.Input.Metadata
			assert.Equal(t, []string{c.public, c.private, c.unsafe}, []string{string(m.Public), string(m.Private), string(m.Unsafe)}, "the smallest patch")
			assert.Equal(t, c.public+c.private+c.unsafe == "", r.Nothing)
			assert.Equal(t, r.Nothing, len(r.Change) == 0)
		})
	}
}

func TestUnsetMetadata(t *testing.T) {
	for arg, want := range map[string]string{
		`public.plan`: `{"plan":null}`, ` public.flags.beta `: `{"flags":{"beta":null}}`, `public.flags`: `{"flags":null}`,
		`public.flags."a.b"`: `{"flags":{"a.b":null}}`, `public.tags`: `{"tags":null}`,
	} {
		r, err := actions.UnsetMetadata(quickUser(), arg)
		require.NoError(t, err, arg)
		assert.Equal(t, want, string(r.Input.Metadata.Public), arg)
	}
}

func TestQuickErrorsPointAtTheWord(t *testing.T) {
	set, unset := actions.SetMetadata, actions.UnsetMetadata
	for _, c := range []struct {
		do      func(*api.User, string) (actions.Review, error)
		arg     string
		word    string // what is pointed at
		problem string
	}{
		{set, ``, ``, "a key is missing"},
		{set, `plan=pro`, `plan`, "begins with public"},
		{set, `Public.plan=pro`, `Public`, "begins with public"},
		{set, `public=pro`, `public`, "a key is missing: public.key"},
		{set, `public.=pro`, `=`, "a key is missing"},
		{set, `public..a=pro`, `.`, "a key is missing"},
		{set, `public.plan`, ``, "a value is missing"},
		{set, `public.plan pro`, `pro`, "a value is missing"},
		{set, `public."pl=pro`, `"pl=pro`, "not a key in quotes"},
		{set, `public."a"b=1`, `b=1`, "a value is missing"},
		{set, `private.seats:=`, ``, "JSON value is missing"},
		{set, `private.seats:=five`, `five`, "not valid JSON"},
		{set, `private.seats:=1 2`, `1 2`, "not valid JSON"},
		{set, `private.seats:=null`, `null`, "“:unset” removes"},
		{set, `public.plan.tier=1`, `plan`, "public_metadata.plan is a text"},
		{set, `public.tags.0=1`, `tags`, "is a list"},
		{set, "public.\xff=1", "public.\xff=1", "not valid UTF-8"},
		{unset, `public.nothing`, `nothing`, "there is no public_metadata.nothing"},
		{unset, `public.flags.nothing`, `nothing`, "there is no public_metadata.flags.nothing"},
		{unset, `public.nothing.deep`, `nothing`, "there is no public_metadata.nothing"},
		{unset, `public.plan=pro`, `=pro`, "a path alone"},
		{unset, `public`, `public`, "a key is missing"},
	} {
		t.Run(c.arg, func(t *testing.T) {
			_, err := c.do(quickUser(), c.arg)
			var wrong *actions.QuickError
			require.ErrorAs(t, err, &wrong)
			assert.Contains(t, wrong.Problem, c.problem)
			require.LessOrEqual(t, wrong.At, len(c.arg))
			end := min(wrong.At+wrong.Len, len(c.arg))
			assert.Equal(t, c.word, strings.TrimSpace(c.arg[wrong.At:end]))
		})
	}
}

func TestANullInsideOfAValueIsRefused(t *testing.T) {
	_, err := actions.SetMetadata(quickUser(), `public.a:={"b":null}`)
	var edit *actions.EditError
	require.ErrorAs(t, err, &edit)
	assert.Equal(t, "public_metadata.a.b", edit.Path)
}

func TestMetadataPathsAreWhatSetReads(t *testing.T) {
	u := quickUser()
	paths := actions.MetadataPaths(u)
	assert.Equal(t, []string{
		"public.plan", "public.flags", "public.flags.beta", `public.flags."a.b"`, "public.tags", "public.big", "private.seats",
	}, paths)
	for _, p := range paths {
		_, err := actions.UnsetMetadata(u, p)
		assert.NoError(t, err, p)
	}
	u.PublicMetadata = json.RawMessage(`{"\u001b[31m":1,"ok":{"":2,"a b":3}}`)
	assert.Equal(t, []string{"public.ok", `public.ok.""`, `public.ok."a b"`, "private.seats"}, actions.MetadataPaths(u), "nothing that cannot be drawn")
	var many []string
	for i := range 1000 {
		many = append(many, `"`+strings.Repeat("k", i%7)+string(rune('a'+i%26))+strings.Repeat("z", i/26)+`":1`)
	}
	u.PublicMetadata = json.RawMessage("{" + strings.Join(many, ",") + "}")
	assert.LessOrEqual(t, len(actions.MetadataPaths(u)), 500)
}

// TestQuickEditIsAnEditOfMetadata confirms and runs as the editor's does.
func TestQuickEditIsAnEditOfMetadata(t *testing.T) {
	u := alice()
	r, err := actions.SetMetadata(u, "public.plan=pro")
	require.NoError(t, err)
	a := row(t, "user.metadata")
	p := a.Ask(u, actions.Env{Now: noon}).Reviewed(r)
	assert.Equal(t, actions.ConfirmYes, p.Confirm)
	assert.Nil(t, p.Editor)
	require.Len(t, p.Change, 2)
	b := &backend{user: alice()}
	_, err = a.Run(t.Context(), b, u, p.Input)
	require.NoError(t, err)
	assert.JSONEq(t, `{"plan":"pro"}`, string(b.patch.Public))
}

func FuzzQuick(f *testing.F) {
	for _, s := range []string{
		`public.plan=pro`, `private.seats:=5`, `public."a.b"."c\"":={"x":[1,null]}`, `unsafe.a=`, `public.flags.beta:=`, "public.\x00=1", `public."`, `public.a\.b=1`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, arg string) {
		u := quickUser()
		for _, do := range []func(*api.User, string) (actions.Review, error){actions.SetMetadata, actions.UnsetMetadata} {
			r, err := do(u, arg)
			if err != nil {
				if wrong, ok := err.(*actions.QuickError); ok { //nolint:errorlint // as it comes
					require.True(t, wrong.At >= 0 && wrong.At <= len(arg) && wrong.Len >= 0, "%q %+v", arg, wrong)
				}
				continue
			}
			if r.Nothing {
				continue
			}
			for _, m := range []json.RawMessage{r.Input.Metadata.Public, r.Input.Metadata.Private, r.Input.Metadata.Unsafe} {
				require.True(t, m == nil || json.Valid(m), "%q %s", arg, m)
			}
			again := after(t, u, r.Input.Metadata)
			if r.Input.Metadata.Public == nil || strings.Contains(arg, "null") {
				continue // the library drops nulls in lists
			}
			if rest, err := do(again, arg); err == nil {
				require.True(t, rest.Nothing || len(rest.Change) <= len(r.Change), "%q", arg)
			}
		}
	})
}
