package query_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/query"
)

// found is what was found as "kind value", guesses with a question mark.
func found(p query.Paste) []string {
	out := []string{}
	for _, id := range p.Found {
		s := id.Kind.String() + " " + id.Value
		if id.Guess {
			s += "?"
		}
		out = append(out, s)
	}
	return out
}

const (
	userID = "user_2NNEqL2nrIRdJ194ndJqAHwEfxC"
	orgID  = "org_2NNEqL2nrIRdJ194ndJqAHwEfxD"
	sessID = "sess_2NNEqL2nrIRdJ194ndJqAHwEfxE"
)

func TestIdentify(t *testing.T) {
	tests := []struct {
		name, region, text string
		want               []string
	}{
		{"nothing", "AT", "Alice Johnson has a problem", []string{}},
		{"empty", "AT", "", []string{}},
		{"e-mail", "", "alice@x.com", []string{"e-mail address alice@x.com"}},
		{"header", "", "From: 'Alice' <alice@x.com>; bob@y.org, \"'carl@z.net'\"", []string{"e-mail address alice@x.com", "e-mail address bob@y.org", "e-mail address carl@z.net"}},
		{"sentence", "", "please unlock alice@x.com. Thanks", []string{"e-mail address alice@x.com"}},
		{"no address", "", "@x.com and alice@ and a@b", []string{}},
		{"once", "", "Alice@X.com alice@x.com ALICE@x.com", []string{"e-mail address Alice@X.com"}},
		{"user url", "", "https://dashboard.clerk.com/apps/app_1/instances/ins_2/users/" + userID, []string{"user id " + userID}},
		{"organization url", "", "https://dashboard.clerk.com/~/organizations/" + orgID + "?tab=members", []string{"organization id " + orgID}},
		{"last active url", "", "https://dashboard.clerk.com/last-active?path=users/" + userID, []string{"user id " + userID}},
		{"session", "", "session=" + sessID, []string{"session id " + sessID}},
		{"words, not ids", "", "user_settings org_members sess_cookie user_ user_1 user_id", []string{}},
		{"other ids", "", "orgmem_2NNEqL2nr xuser_2NNEqL2nr sess_activity_123456 idn_2NNEqL2nr", []string{}},
		{"escaped in a link", "", "https://app.example/users?q=alice%40x.com&p=%2B436601234567", []string{"e-mail address alice@x.com"}},
		{"order", "AT", "0660 1234567 " + userID + " bob@y.org +1 212 555 0123", []string{"phone number +436601234567?", "user id " + userID, "e-mail address bob@y.org", "phone number +12125550123"}},
		{"one number in two forms", "AT", "0660 1234567 or +43 660 1234567", []string{"phone number +436601234567?"}},
		{"needs a code", "", "0660 1234567", []string{}},
		{"unknown region", "XX", "0660 1234567 +43 660 1234567", []string{"phone number +436601234567"}},
		{"test number", "", "+1 (555) 010-0199", []string{"phone number +15550100199"}},
		{"in brackets", "US", "call (212) 555-0123 today", []string{"phone number +12125550123?"}},
		{"two on a line", "AT", "0660 1234567 0664 7654321", []string{"phone number +436601234567?", "phone number +436647654321?"}},
		{"two international", "", "+43 660 1234567 +44 20 7946 0958", []string{"phone number +436601234567", "phone number +442079460958"}},
		{"slash", "AT", "0660 1234567 / 0664 7654321", []string{"phone number +436601234567?", "phone number +436647654321?"}},
		{"lines", "AT", "0660 1234567\n0664 7654321\n", []string{"phone number +436601234567?", "phone number +436647654321?"}},
		{"extension", "", "+43 660 1234567x12", []string{"phone number +436601234567"}},
		{"tel link", "", "<tel:+436601234567>", []string{"phone number +436601234567"}},
		{"arabic digits", "", "+٤٣ ٦٦٠ ١٢٣٤٥٦٧", []string{"phone number +436601234567"}},
		{"no dates", "AT", "on 2026-03-03 12:00 and 03.03.2026 14 and 3/3/26", []string{}},
		{"no addresses", "US", "from 192.168.100.200 and 2001:db8::1", []string{}},
		{"after a date", "AT", "03.03.2026 0660 1234567", []string{"phone number +436601234567?"}},
		{"no counts", "AT", "at 1768619805296 ms", []string{}},
		{"no tickets or prices", "AT", "#06601234567 €0660123456 0660123456€ ab0660123456 0660123456_7 *06601234567", []string{}},
		{"not inside other things", "AT", "https://x.example/06601234567 a06601234567@x.com " + userID, []string{"e-mail address a06601234567@x.com", "user id " + userID}},
		{"hostile", "AT", "\x1b]52;c;x\x07alice@x.com\u202e\x00 +43\u202e660", []string{"e-mail address alice@x.com"}},
		{"international address", "", "ünal@exämple.com", []string{"e-mail address ünal@exämple.com"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := query.Identify(tt.text, tt.region)
			assert.Equal(t, tt.want, found(p))
			assert.Equal(t, len(tt.want) == 0, p.Empty())
			assert.False(t, p.Cut)
		})
	}
}

func TestBatches(t *testing.T) {
	p := query.Identify(userID+" Alice@X.com bob@y.org +43 660 1234567 "+orgID+" "+sessID+" user_2ABCDE", "")
	assert.Equal(t, []api.UserFilter{
		{EmailAddress: []string{"Alice@X.com", "alice@x.com", "bob@y.org"}},
		{PhoneNumber: []string{"+436601234567"}},
		{UserID: api.Include(userID, "user_2ABCDE")},
		{OrganizationID: api.Include(orgID)},
	}, p.Batches(), "one for each kind; a session names its user only when it is read")
	assert.Empty(t, query.Identify("nothing", "").Batches())
}

func TestBatchesAreBounded(t *testing.T) {
	var b strings.Builder
	for i := range 250 {
		fmt.Fprintf(&b, "p%d@x.com P%d@y.com sess_2abc%03d\n", i, i, i)
	}
	p := query.Identify(b.String(), "")
	require.Len(t, p.Batches(), 1)
	assert.LessOrEqual(t, len(p.Batches()[0].EmailAddress), 100)
	assert.Greater(t, len(p.Batches()[0].EmailAddress), 98)
	assert.Len(t, p.Of(query.SessionIdentifier), 5)
	assert.Equal(t, 750, len(p.Found)+p.Left, "what is left out is counted")
}

func TestALongTextIsCut(t *testing.T) {
	p := query.Identify("alice@x.com "+strings.Repeat("ü ", 40<<10)+" bob@y.org", "")
	assert.True(t, p.Cut)
	assert.Equal(t, []string{"e-mail address alice@x.com"}, found(p))
}

func TestQueryOfASinglePaste(t *testing.T) {
	for text, want := range map[string]query.Kind{
		"mail from alice@x.com": query.ExactEmail, "call +43 660 123 4567": query.ExactPhone, "see /users/" + userID: query.ExactUser,
	} {
		q, ok := query.Identify(text, "").Query()
		require.True(t, ok, text)
		assert.Equal(t, want, q.Exact())
	}
	for _, text := range []string{"", orgID, sessID, "a@x.com b@x.com"} {
		_, ok := query.Identify(text, "").Query()
		assert.False(t, ok, text)
	}
}

// The largest pastes, each of what takes longest to tell apart: tens of
// milliseconds at most.
func BenchmarkIdentify(b *testing.B) {
	for _, unit := range []string{"alice@x.com said hello. ", "0660 1234567 ", "1 ", "(0)", "a@", "@x.y.", "https://", "1.1.1.1.1.1 "} {
		text := strings.Repeat(unit, 64<<10/len(unit))
		b.Run(strings.TrimSpace(unit), func(b *testing.B) {
			for b.Loop() {
				query.Identify(text, "AT")
			}
		})
	}
}

func FuzzIdentify(f *testing.F) {
	for _, s := range []string{"", "alice@x.com", "+43 660 1234567 / 0664 7654321", userID + orgID, "https://x.example/?q=a%40b.co", "\x00\xff'@", "2026-03-03", "٠٦٦٠ ١٢٣٤٥٦٧"} {
		f.Add(s, "AT")
		f.Add(s, "")
	}
	f.Fuzz(func(t *testing.T, text, region string) {
		p := query.Identify(text, region)
		seen := map[query.Identifier]bool{}
		for _, id := range p.Found {
			key := query.Identifier{Kind: id.Kind, Value: strings.ToLower(id.Value)}
			require.False(t, seen[key] && id.Kind == query.EmailIdentifier, "each once")
			seen[key] = true
			require.NotEmpty(t, id.Value)
			require.True(t, utf8.ValidString(id.Value))
			require.False(t, strings.ContainsFunc(id.Value, func(r rune) bool { return r <= ' ' || r == 0x7f || r == 0x202e }), "%q", id.Value)
			switch id.Kind {
			case query.PhoneIdentifier:
				require.Regexp(t, `^\+[1-9][0-9]{6,14}$`, id.Value)
			case query.EmailIdentifier:
				require.Equal(t, 1, strings.Count(id.Value, "@"))
			default:
				require.True(t, api.ID(id.Value).Valid())
			}
		}
		for _, b := range p.Batches() {
			require.LessOrEqual(t, len(b.EmailAddress)+len(b.PhoneNumber)+len(b.UserID)+len(b.OrganizationID), 100)
		}
	})
}
