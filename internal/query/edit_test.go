package query_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/query"
)

func TestValueAndWith(t *testing.T) {
	tests := []struct{ text, qualifier, value, with, want string }{
		{"", "banned", "", "yes", "banned:yes"},
		{"alice banned:no x", "banned", "no", "yes", "alice banned:yes x"},
		{"alice banned:no x", "banned", "no", "", "alice x"},
		{"banned:no x banned:yes", "banned", "no", "yes", "banned:yes x"},
		{"email:a@x.com email~b", "email", "a@x.com", "c@x.com,d@x.com", "email:c@x.com,d@x.com email~b"},
		{"email:a@x.com email~b", "email~", "b", "spam", "email:a@x.com email~spam"},
		{"email:a@x.com email~b", "email:", "a@x.com", "", "email~b"},
		{"org:a -org:b", "-org", "b", "c", "org:a -org:c"},
		{"org:a", "-org", "", "b", "org:a -org:b"},
		{"", "org", "", "Acme Labs", `org:"Acme Labs"`},
		{"", "org", "", `"a, b",c`, `org:"a, b",c`},
		{"name~x", "name", "x", "two words", `name~"two words"`},
		{"public.plan=pro x", "public.plan", "=pro", "!=free", "public.plan!=free x"},
		{"public.plan=pro x", "public.plan=", "pro", "free", "public.plan=free x"},
		{"x", "public.plan", "", "=a b", `x public.plan="a b"`},
		{"created:<1h", "created", "<1h", "2026-01-01..2026-02-01", "created:2026-01-01..2026-02-01"},
		{"alice banned:yes johnson", "words", "alice johnson", "bob", "bob banned:yes"},
		{"banned:yes", "words", "", "two words", "banned:yes two words"},
		{"banned:yes", "words", "", "locked:yes", `banned:yes "locked:yes"`},
		{"banned:yes", "words", "", "12:30", "banned:yes 12:30"},
		{"x sort:username", "sort", "username", "-created_at", "x sort:-created_at"},
		{"x sort:username", "sort", "username", "", "x"},
		{`banned:yes "two wor`, "locked", "", "yes", `banned:yes "two wor" locked:yes`},
		{"emial:x banned:yes", "banned", "yes", "no", "emial:x banned:no"},
		{"has:passkey", "has", "passkey", "", ""},
	}
	for _, tt := range tests {
		q := query.Parse(tt.text)
		assert.Equal(t, tt.value, q.Value(tt.qualifier), "%s of %q", tt.qualifier, tt.text)
		assert.Equal(t, tt.want, q.With(tt.qualifier, tt.with).Text(), "%s=%s in %q", tt.qualifier, tt.with, tt.text)
	}
}

func TestWithOrder(t *testing.T) {
	q := query.Parse("alice@x.com").WithOrder(api.Order{Field: api.OrderUsername, Desc: true})
	assert.Equal(t, "alice@x.com sort:-username", q.Text())
	assert.Equal(t, query.ExactEmail, q.Exact(), "an order changes nothing of who is found")
	order, ok := q.Order()
	assert.True(t, ok)
	assert.Equal(t, api.Order{Field: api.OrderUsername, Desc: true}, order)
	assert.Equal(t, "alice@x.com sort:created_at", q.WithOrder(api.Order{Field: api.OrderCreatedAt}).Text())
	q = q.WithOrder(api.Order{})
	assert.Equal(t, "alice@x.com", q.Text())
	_, ok = q.Order()
	assert.False(t, ok)
	assert.False(t, q.Empty())
	assert.True(t, query.Parse("sort:username").Empty())
}

func TestAnd(t *testing.T) {
	tests := []struct{ view, box, want string }{
		{"", "", ""},
		{"", "alice", "alice"},
		{"banned:yes", "", "banned:yes"},
		{"banned:yes", "alice", "banned:yes alice"},
		{"banned:yes", "banned:yes alice", "banned:yes alice"},
		{"banned:yes sort:username", "alice", "banned:yes alice sort:username"},
		{"banned:yes sort:username", "alice sort:-created_at", "banned:yes alice sort:-created_at"},
		{"sort:username", "sort:-created_at", "sort:-created_at"},
		{"sort:username", "alice@x.com", "alice@x.com sort:username"},
		{`"two wor`, "x", `"two wor" x`},
		{"+1", "5550100199", `"+1" 5550100199`},
		{"emial:x", "alice", "alice"},
	}
	for _, tt := range tests {
		q := query.Parse(tt.view).And(query.Parse(tt.box))
		assert.Equal(t, tt.want, q.String(), "%q and %q", tt.view, tt.box)
		assert.Equal(t, tt.want, query.Parse(q.String()).String())
	}
	assert.Equal(t, query.ExactEmail, query.Parse("sort:username").And(query.Parse("alice@x.com")).Exact())
	assert.Equal(t, query.NotExact, query.Parse("banned:yes").And(query.Parse("alice@x.com")).Exact())
}

func TestSeveral(t *testing.T) {
	var ids []api.ID
	for i := range 120 {
		ids = append(ids, api.ID(fmt.Sprintf("user_%d", i)))
	}
	q := query.Several(ids)
	p := q.Plan(query.Env{})
	assert.Len(t, p.Filter.UserID, 100)
	assert.Equal(t, "user_99", p.Filter.UserID[99].Value)
	assert.True(t, p.Match(&api.User{ID: "user_7"}))
	assert.False(t, p.Match(&api.User{ID: "user_100"}))
	assert.Equal(t, "id:user_0,user_1", query.Several(ids[:2]).Text())
	assert.Equal(t, q.String(), query.Parse(q.Text()).String())
	assert.True(t, query.Several(nil).Empty())
}

func TestOrganizations(t *testing.T) {
	q := query.Parse(`org:acme,"Acme Labs" -org:org_2abcdef,acme,globex banned:yes`)
	assert.Equal(t, []string{"acme", "Acme Labs", "globex"}, q.Organizations())
	assert.Empty(t, query.Parse("alice").Organizations())
}

func TestNarrows(t *testing.T) {
	tests := []struct {
		old, text string
		want      bool
	}{
		{"locked:yes", "locked:yes has:passkey", true},
		{"locked:yes has:passkey", "locked:yes", false},
		{"locked:yes", "locked:no", false},
		{"locked:yes", "locked:yes banned:yes", false}, // the server is asked for less
		{"has:passkey,totp", "has:totp", true},
		{"has:totp", "has:passkey,totp", false},
		{"-has:totp", "-has:passkey,totp", true},
		{"-has:passkey,totp", "-has:totp", false},
		{"johnson al", "johnson alic", true},
		{"johnson alic", "johnson al", false},
		{"johnson -alic", "johnson -al", true},
		{"johnson -al", "johnson -alic", false},
		{"alice", "alicea", false},
		{"updated:<7d", "updated:<1d", true},
		{"updated:<1d", "updated:<7d", false},
		{"updated:2026", "updated:2026-03", true},
		{"signin:never", "signin:never mfa:on", true},
		{"public.plan=pro", "public.plan=pro public.seats=5", true},
		{"public.plan=pro", "public.seats=pro", false},
		{"public.plan~pro", "public.plan~prof", false},
		{"locked:yes", "locked:yes sort:username", true},
		{"banned:yes banned:no", "banned:yes", false},
	}
	for _, tt := range tests {
		env := query.Env{Now: time.Date(2026, 10, 26, 12, 34, 56, 0, time.UTC)}
		old, p := query.Parse(tt.old).Plan(env), query.Parse(tt.text).Plan(env)
		assert.Equal(t, tt.want, p.Narrows(old), "%s after %s", tt.text, tt.old)
	}
}

// seen are Sources for tests.
type seen struct{}

func (seen) Organizations(string) []string { return []string{"acme", "Acme Labs", "globex"} }
func (seen) Providers() []string           { return []string{"github", "google"} }
func (seen) MetadataPaths() []string {
	return []string{"public.plan", "public.seats", `private."a b"`, "unsafe.theme", "nonsense"}
}

func (seen) MetadataValues(path string) []string {
	return map[string][]string{"public.plan": {"pro", "free", "pro plus"}}[path]
}

func TestComplete(t *testing.T) {
	// | is the cursor; what is offered is told as the text that it makes.
	tests := []struct {
		text string
		want []string
	}{
		{"em|", []string{"email:", "email~"}},
		{"-em|", []string{"-email:", "-email~"}},
		{"banned:yes lo|", []string{"banned:yes locked:"}},
		{"lo| banned:yes", []string{"locked: banned:yes"}},
		{"lo|cked:yes", nil},
		{"us|:x", []string{"username:x", "username~x", "id:x"}},
		{"pla|", []string{"public.plan="}},
		{"last_si|", []string{"signin:"}},
		{"pub|", []string{"public.", "public.plan=", "public.seats="}},
		{"public.p|", []string{"public.plan="}},
		{"public.plan=|", []string{"public.plan=pro", "public.plan=free", `public.plan="pro plus"`}},
		{"public.plan=f|", []string{"public.plan=free"}},
		{`public.plan="pro p|`, []string{`public.plan="pro plus"`}},
		{"private.|", []string{`private."a b"=`}},
		{"banned:|", []string{"banned:yes", "banned:no"}},
		{"banned:y|", []string{"banned:yes"}},
		{"banned:yes|", nil},
		{"banned:yes |", nil},
		{"org:|", []string{"org:acme", `org:"Acme Labs"`, "org:globex"}},
		{"org:acme,gl|", []string{"org:acme,globex"}},
		{"org:ac|,globex", []string{"org:acme,globex", `org:"Acme Labs",globex`}},
		{`org:"acme l|`, []string{`org:"Acme Labs"`}},
		{"-provider:g|", []string{"-provider:github", "-provider:google"}},
		{"sort:-last|", []string{"sort:-last_sign_in_at", "sort:-last_active_at", "sort:-last_name"}},
		{"sort:us|", []string{"sort:username", "sort:-username"}},
		{"signin:n|", []string{"signin:never"}},
		{"created:n|", nil},
		{"created:>|", []string{"created:>30d", "created:>90d"}},
		{"has:pass|", []string{"has:password", "has:passkey"}},
		{"has:public.|", []string{"has:public.plan", "has:public.seats"}},
		{"xyzzy|", nil},
		{`"em|`, nil},
		{"https://em|", nil},
		{"name~em|", nil},
	}
	for _, tt := range tests {
		pos := slices.Index([]byte(tt.text), '|')
		text := tt.text[:pos] + tt.text[pos+1:]
		var got []string
		for _, c := range query.Complete(text, pos, seen{}) {
			got = append(got, text[:c.Start]+c.Insert+text[c.End:])
			assert.NotEmpty(t, c.Label)
		}
		if tt.text == "banned:yes |" {
			assert.Len(t, got, 27, "a new term can be anything")
			continue
		}
		assert.Equal(t, tt.want, got, tt.text)
	}
	assert.NotEmpty(t, query.Complete("", 0, nil))
	assert.Empty(t, query.Complete("org:", 4, nil))
}

func TestQualifiers(t *testing.T) {
	for _, r := range query.Qualifiers() {
		require.NotEmpty(t, r.Operators, r.Name)
		assert.NotEmpty(t, r.Hint, r.Name)
		assert.NotEmpty(t, r.Help, r.Name)
		text := r.Name + r.Operators[0] + r.Hint
		if r.Name[len(r.Name)-1] == '.' {
			text = r.Name + "plan" + r.Operators[0] + r.Hint
		}
		q := query.Parse(text)
		assert.Empty(t, faults(text, q), "the example is understood")
		p := q.Plan(query.Env{})
		if r.Name != "sort" && r.Name != "org" {
			assert.Equal(t, r.Scanned || r.Name == "provider", p.Scan || r.Name == "provider", text)
		}
		for _, v := range r.Values {
			assert.Empty(t, query.Parse(r.Name+r.Operators[0]+v).Problems(), "%s:%s", r.Name, v)
		}
	}
}

func FuzzComplete(f *testing.F) {
	for _, s := range []string{"", "em", "org:a", `public."a b".c=`, "-sort:", "created:<", "a\xffb", `"`, "x:\\\"", "💥:"} {
		f.Add(s, len(s))
	}
	f.Fuzz(func(t *testing.T, text string, pos int) {
		for _, c := range query.Complete(text, pos, seen{}) {
			if c.Start < 0 || c.Start > c.End || c.End > len(text) || c.Insert == "" {
				t.Fatalf("%q at %d: %+v", text, pos, c)
			}
		}
		q := query.Parse(text)
		p := q.Plan(query.Env{})
		p.Match(&api.User{ID: "user_1", PublicMetadata: []byte(text), FirstName: api.NewText(text)})
		p.Narrows(p)
		q.With("email", text).With("words", text).With("", text).Value(text)
	})
}
