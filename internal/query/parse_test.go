package query_test

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/query"
)

// faults are the problems of a query as "marked text: what → suggestion".
func faults(text string, q *query.Query) []string {
	out := []string{}
	for _, p := range q.Problems() {
		s := "[" + text[p.Start:p.End] + "] " + p.What
		if p.Suggest != "" {
			s += " → " + p.Suggest
		}
		out = append(out, s)
	}
	return out
}

func TestCanonicalForm(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", ""},
		{"  ", ""},
		{" alice ", "alice"},
		{"alice  johnson", "alice johnson"},
		{`"two  words"`, `"two words"`},
		{`"alice"`, `"alice"`},
		{`-alice -"two words"`, `-alice -"two words"`},
		{"--x", `-"-x"`},
		{"anna-maria", "anna-maria"},
		{"email:alice@x.com,bob@y.org", "email:alice@x.com,bob@y.org"},
		{"EMAIL:a@x.com", "email:a@x.com"},
		{"email=a@x.com", "email:a@x.com"},
		{"mailto:a@x.com", "email:a@x.com"},
		{"user_id:user_2abcde", "id:user_2abcde"},
		{"id:user_a,user_a,user_b", "id:user_a,user_b"},
		{`phone:"+1 (555) 010-0199"`, "phone:+15550100199"},
		{"phone:0043-660-1234567", "phone:+436601234567"},
		{"phone~555-0100", "phone~5550100"},
		{"+1 (555) 010-0199", "+15550100199"},
		{"+44 20 7946–0958", "+442079460958"},
		{"+1 sort:username 5550100199", `"+1" 5550100199 sort:username`},
		{"+15550100199!", "+15550100199!"},
		{"sort:username +1 (555) 010-0199", "+15550100199 sort:username"},
		{`external:"a, b",c`, `external:"a, b",c`},
		{`external:"say \"hi\" \\"`, `external:"say \"hi\" \\"`},
		{`external:a"b`, `external:a"b`},
		{`external:-5,+6`, `external:-5,+6`},
		{"name:alice", "name~alice"},
		{`name~"van der"`, `name~"van der"`},
		{"-org:acme", "-org:acme"},
		{"banned:TRUE", "banned:yes"},
		{"banned:no", "banned:no"},
		{"mfa:false", "mfa:off"},
		{"locked:on", "locked:yes"},
		{"state:Locked,banned", "state:locked,banned"},
		{"has:passkeys,backup-codes", "has:passkey,backup_codes"},
		{"has:public.plan", "has:public.plan"},
		{"public.plan", "has:public.plan"},
		{"public.plan=pro,free", "public.plan=pro,free"},
		{`public.plan="pro"`, `public.plan="pro"`},
		{`public.plan=""`, `public.plan=""`},
		{`public.plan:pro`, `public.plan=pro`},
		{`private.crm.id>=12345678901234567890`, `private.crm.id>=12345678901234567890`},
		{`public."a b"."c.d".e!=x`, `public."a b"."c.d".e!=x`},
		{"domain:@X.com.", "domain:x.com"},
		{"provider:oauth_google/1234", "provider:google/1234"},
		{"provider:GitHub", "provider:github"},
		{"created:<1h", "created:<1h"},
		{"created:1h", "created:<1h"},
		{"created<7d", "created:<7d"},
		{"created>=2026-01-01", "created:>=2026-01-01"},
		{"created:2026-01-01..2026-02-01", "created:2026-01-01..2026-02-01"},
		{"created:2026-01-01..", "created:2026-01-01.."},
		{"created:..30d", "created:..30d"},
		{"created:*..30d", "created:..30d"},
		{"active:7d..30d", "active:30d..7d"},
		{"created:Today", "created:today"},
		{"signin:never", "signin:never"},
		{`created:"2026-01-01 12:30"`, "created:2026-01-01T12:30"},
		{"created:2026-01-01t12:30:05+01:00", "created:2026-01-01T12:30:05+01:00"},
		{"created:90min", "created:<90m"},
		{"sort:created_at alice", "alice sort:created_at"},
		{"sort:+signin", "sort:last_sign_in_at"},
		{"sort:-last_sign_in_at", "sort:-last_sign_in_at"},
		{"https://example.com/x 12:30 Re: a:b@x.com 00:1a:2b", "https://example.com/x 12:30 Re: a:b@x.com 00:1a:2b"},
		{"foo=bar a<b x~y", "foo=bar a<b x~y"},
		{"public.relations@x.com", "public.relations@x.com"},
	}
	for _, tt := range tests {
		q := query.Parse(tt.text)
		assert.Equal(t, tt.want, q.String(), tt.text)
		assert.Empty(t, faults(tt.text, q), tt.text)
		assert.Equal(t, tt.want, query.Parse(tt.want).String(), tt.text)
	}
}

func TestProblems(t *testing.T) {
	tests := []struct {
		text, runs string
		want       []string
	}{
		{"emial:a@x.com banned:yes", "banned:yes", []string{"[emial:] There is no qualifier “emial:”. Is it “email:”? → email:"}},
		{"plan:pro x", "x", []string{"[plan:pro] There is no qualifier “plan:”. In quotation marks it is looked for as text. → \"plan:pro\""}},
		{"email:", "", []string{"[email:] “email:” needs a value, such as alice@example.com."}},
		{`email:""`, "", []string{`[""] “email:” needs a value, such as alice@example.com.`}},
		{"email:alice", "", []string{"[email:alice] “alice” is no whole e-mail address. email~ looks for a part of one. → email~alice"}},
		{"-email:alice x", "x", []string{"[-email:alice] “alice” is no whole e-mail address. email~ looks for a part of one. → -email~alice"}},
		{"email:a@x.com, bob", "email:a@x.com bob", []string{"[, ] No space goes after a comma between values. → ,"}},
		{"email:a@x.com,", "email:a@x.com", []string{"[,] A value is missing after the comma."}},
		{"id:,user_a", "id:user_a", []string{"[,] A value is missing before the comma."}},
		{`"two words`, `"two words"`, []string{`["two words] The quotation mark is not closed. → "two words"`}},
		{`""`, "", []string{`[""] There is nothing between the quotation marks.`}},
		{"alice - bob", "alice bob", []string{"[-] A minus sign alone says nothing; it goes straight before what it excludes."}},
		{"banned:maybe", "", []string{"[maybe] “banned” is yes or no."}},
		{"banned~yes", "", []string{"[banned~] “banned” is followed by “:”, not by “~”. → banned:"}},
		{"created:soon", "", []string{"[soon] “soon” is no date. Dates are 30d, today, 2026-01-31, with < or > before them, or a range such as 2026-01-01..2026-02-01."}},
		{"created:2026-02-30", "", []string{"[2026-02-30] “2026-02-30” is no date. Dates are 30d, today, 2026-01-31, with < or > before them, or a range such as 2026-01-01..2026-02-01."}},
		{"created:>31.1.2026", "", []string{"[>31.1.2026] “>31.1.2026” is no date. Dates are 30d, today, 2026-01-31, with < or > before them, or a range such as 2026-01-01..2026-02-01. → >2026-01-31"}},
		{"created:2026-02-01..2026-01-01", "", []string{"[2026-02-01..2026-01-01] This range ends before it begins. → 2026-01-01..2026-02-01"}},
		{"created:never", "", []string{"[never] Every user has a time for “created”; never goes with active: and signin:."}},
		{"sort:usernam", "", []string{"[usernam] Nobody can be ordered by “usernam”: it is created_at, updated_at, email_address, web3wallet, first_name, last_name, phone_number, username, last_active_at or last_sign_in_at. → username"}},
		{"sort:username sort:-created_at", "sort:username", []string{"[sort:-created_at] The list has one order: this is the second “sort:”."}},
		{"-sort:username", "", []string{"[-sort:username] An order is turned around with a minus sign before its field. → sort:-username"}},
		{"id:-user_1", "", []string{"[id:-user_1] No user id begins with a sign; -id: excludes a user. → -id:user_1"}},
		{"public. alice", "alice", []string{"[public.] “public.” needs a path, such as public.plan. In quotation marks it is looked for as text."}},
		{"-Private.=5", "", []string{"[Private.=5] “private.” needs a path, such as private.plan. In quotation marks it is looked for as text."}},
		{`public."my key`, "", []string{`["my key] The quotation mark is not closed. → "my key"`}},
		{`"public."`, `"public."`, []string{}},
		{"has:pasport", "", []string{"[pasport] “pasport” is nothing that has: knows: email, phone, username, name, password, passkey, totp, backup_codes, wallet, provider, sso, external or image, or a path such as public.plan."}},
		{"ünal emial:x", "ünal", []string{"[emial:] There is no qualifier “emial:”. Is it “email:”? → email:"}},
	}
	for _, tt := range tests {
		q := query.Parse(tt.text)
		assert.Equal(t, tt.want, faults(tt.text, q), tt.text)
		assert.Equal(t, tt.runs, q.String(), tt.text)
	}
}

func TestExact(t *testing.T) {
	tests := []struct {
		text string
		want query.Kind
	}{
		{"alice@x.com", query.ExactEmail},
		{" alice+tag@x.co.uk ", query.ExactEmail},
		{"alice@x.com sort:username", query.ExactEmail},
		{"+1 (555) 010-0199", query.ExactPhone},
		{"+15550100199", query.ExactPhone},
		{"user_2NNEqL2nrIRdJ194", query.ExactUser},
		{`"alice@x.com"`, query.NotExact},
		{"-alice@x.com", query.NotExact},
		{"alice@x", query.NotExact},
		{"alice@x.com banned:yes", query.NotExact},
		{"5550100199", query.NotExact},
		{"user_", query.NotExact},
		{"", query.NotExact},
	}
	for _, tt := range tests {
		q := query.Parse(tt.text)
		assert.Equal(t, tt.want, q.Exact(), tt.text)
		p := q.Plan(query.Env{})
		if tt.want == query.NotExact {
			assert.Nil(t, p.Fallback, tt.text)
			continue
		}
		require.NotNil(t, p.Fallback, tt.text)
		assert.Equal(t, query.NotExact, p.Fallback.Exact())
		assert.NotEmpty(t, p.Fallback.Plan(query.Env{}).Filter.Query)
	}
	q := query.ParseIn("0660 1234567", "AT")
	assert.Equal(t, query.ExactPhone, q.Exact())
	assert.Equal(t, "+436601234567", q.String())
	assert.Equal(t, query.NotExact, query.ParseIn("alice 123", "AT").Exact())
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"", `email:a@x.com,b@y.org -org:"a, b" created:<1h`, `"two \"words`, "public.\"a b\".c!=5", "+1 555 010-0199", "\x00\xff",
		"💥@x.yz", "sort:-created_at -sort:x", "created:2026-01-01..7d", "id:,a, b", "-", "has:public.a.b", "foo:bar", "+1 x sort:email 5550100199",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q := query.Parse(text)
		printed := q.String()
		again := query.Parse(printed)
		if got := again.String(); got != printed {
			t.Fatalf("%q prints %q, which prints %q", text, printed, got)
		}
		if len(again.Problems()) > 0 || again.Exact() != q.Exact() {
			t.Fatalf("%q prints %q, which has %v", text, printed, again.Problems())
		}
		for _, p := range q.Problems() {
			if p.Start < 0 || p.Start >= p.End || p.End > len(text) || p.What == "" {
				t.Fatalf("%q has a problem at %d..%d: %q", text, p.Start, p.End, p.What)
			}
			if utf8.ValidString(text) && (!utf8.RuneStart(text[p.Start]) || p.End < len(text) && !utf8.RuneStart(text[p.End])) {
				t.Fatalf("%q has a problem within a character at %d..%d", text, p.Start, p.End)
			}
		}
		both := q.And(query.Parse("banned:yes alice"))
		if got := query.Parse(both.String()).String(); got != both.String() {
			t.Fatalf("%q and another is %q, which prints %q", text, both.String(), got)
		}
		q.Plan(query.Env{}).Explain()
	})
}
