package query_test

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/query"
)

// roundTrip is a function that answers requests.
type roundTrip func(r *http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// requested is the query of the request that a filter becomes, decoded and
// sorted by name.
func requested(t *testing.T, f api.UserFilter, order api.Order) string {
	t.Helper()
	var raw string
	key, err := api.ParseKey("sk_test_0000000000000000000000000000000000000000")
	require.NoError(t, err)
	c, err := api.New(key, api.WithRetry(api.RetryPolicy{MaxRetries: -1}), api.WithTransport(roundTrip(func(r *http.Request) (*http.Response, error) {
		raw = r.URL.RawQuery
		return nil, errors.New("seen")
	})))
	require.NoError(t, err)
	_, err = c.Users.List(t.Context(), api.ListUsersParams{UserFilter: f, Order: order})
	require.ErrorContains(t, err, "seen", "the client refuses the filter")
	q, err := url.ParseQuery(raw)
	require.NoError(t, err)
	var out []string
	for name, values := range q {
		for _, v := range values {
			if name != "limit" {
				out = append(out, name+"="+v)
			}
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func vienna(t *testing.T) query.Env {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Vienna")
	require.NoError(t, err)
	org := func(id, name, slug string) query.Organization {
		return query.Organization{ID: api.ID(id), Name: api.NewText(name), Slug: api.NewText(slug)}
	}
	return query.Env{
		Now: time.Date(2026, 10, 26, 12, 34, 56, 789e6, zone), Zone: zone,
		Organizations: map[string][]query.Organization{
			"acme":      {org("org_labs00", "Acme Labs", "acme-labs"), org("org_acme00", "Something", "acme")},
			"Acme Labs": {org("org_labs00", "Acme Labs", "acme-labs")},
			"twin":      {org("org_twin01", "Twin", "t1"), org("org_twin02", "TWIN", "t2"), org("org_twin03", "Twins", "t3")},
			"gone":      nil,
		},
	}
}

// ms is a moment in Unix milliseconds.
func ms(t *testing.T, s string) string {
	t.Helper()
	at, err := time.Parse("2006-01-02T15:04:05.000Z07:00", s)
	require.NoError(t, err)
	return strconv.FormatInt(at.UnixMilli(), 10)
}

// before is the millisecond before a moment: what comes after it strictly is
// the moment and later.
func before(t *testing.T, s string) string {
	t.Helper()
	at, err := time.Parse("2006-01-02T15:04:05.000Z07:00", s)
	require.NoError(t, err)
	return strconv.FormatInt(at.UnixMilli()-1, 10)
}

// TestRequests pins what each text asks the server, and whether the answer is
// the whole truth (scan: it is wider).
func TestRequests(t *testing.T) {
	const scan = true
	tests := []struct {
		text, want string
		scan       bool
	}{
		{"", "", false},
		{"alice", "query=alice", false},
		{`"alice johnson"`, "query=alice johnson", false},
		{"al johnson", "query=johnson", scan},
		{"-alice", "", scan},
		{"alice@x.com", "email_address=alice@x.com", false},
		{"a+b@x.com", "email_address=a+b@x.com", false},
		{`"alice@x.com"`, "query=alice@x.com", false},
		{"alice@x.com banned:no", "banned=false query=alice@x.com", false},
		{"+1 (555) 010-0199", "phone_number=+15550100199", false},
		{"user_2NNEqL2nr", "user_id=user_2NNEqL2nr", false},
		{"email:a@x.com,b+c@x.com", "email_address=a@x.com email_address=b+c@x.com", false},
		{"-email:a@x.com", "", scan},
		{"email:a@x.com phone:+15550100199", "email_address=a@x.com", scan},
		{"email:a@x.com email:b@x.com", "email_address=a@x.com", scan},
		{"email:a@x.com -id:user_1", "email_address=a@x.com", scan},
		{"-id:user_1 id:user_2", "user_id=user_2", scan},
		{"email~spam", "email_address_query=spam", false},
		{"email~a,b", "", scan},
		{"email~ab email~abc", "email_address_query=abc", scan},
		{"domain:x.com", "email_address_query=@x.com", scan},
		{"domain:x.com,y.org", "", scan},
		{"domain:x.com email~bob@x.com", "email_address_query=bob@x.com", scan},
		{"phone~555-01", "phone_number_query=55501", false},
		{"username:alice", "username=alice", false},
		{"username~ali name~john", "name_query=john username_query=ali", false},
		{"id:user_1,user_2", "user_id=user_1 user_id=user_2", false},
		{"-id:user_1,user_2 -id:user_3", "user_id=-user_1 user_id=-user_2 user_id=-user_3", false},
		{"-id:user_1 -external:a", "user_id=-user_1", scan},
		{"external:crm-42", "external_id=crm-42", false},
		{"external:-5,+6,7", "external_id=++6 external_id=+-5 external_id=7", false},
		{"-external:-5", "external_id=--5", false},
		{`external:"a, b"`, "", scan},
		{`external:"a,b"`, "external_id=a,b", false},
		{"wallet:0xAb", "web3_wallet=0xAb", false},
		{"org:acme", "organization_id=org_acme00", false},
		{`org:"Acme Labs"`, "organization_id=org_labs00", false},
		{"org:org_2abcdef", "organization_id=org_2abcdef", false},
		{"-org:acme", "organization_id=-org_acme00", false},
		{"org:acme,twin", "organization_id=org_acme00 organization_id=org_twin01 organization_id=org_twin02", false},
		{`org:acme -org:"Acme Labs"`, "organization_id=-org_labs00 organization_id=org_acme00", false},
		{`org:acme org:"Acme Labs"`, "organization_id=org_acme00", scan},
		{"org:acme email:a@x.com", "email_address=a@x.com organization_id=org_acme00", false},
		{"provider:google/1234", "provider=oauth_google provider_user_id=1234", false},
		{"provider:oauth_google/1,google/2", "provider=oauth_google provider_user_id=1 provider_user_id=2", false},
		{"provider:google/1,github/2", "", scan},
		{"provider:google", "", scan},
		{"provider:google/1 email:a@x.com", "provider=oauth_google provider_user_id=1", scan},
		{"banned:yes", "banned=true", false},
		{"banned:no", "banned=false", false},
		{"-banned:no", "banned=true", false},
		{"banned:yes,no", "", false},
		{"state:banned", "banned=true", scan},
		{"state:locked", "banned=false", scan},
		{"state:deprovisioned", "", scan},
		{"-state:banned", "", scan},
		{"locked:yes mfa:off verified:no has:passkey public.plan=pro", "", scan},
		{"created:<1h", "created_at_after=" + before(t, "2026-10-26T11:34:00.000+01:00"), false},
		{"created:>30d", "created_at_before=" + ms(t, "2026-09-26T12:34:00.000+02:00"), false},
		{"created:today", "created_at_after=" + before(t, "2026-10-26T00:00:00.000+01:00") + " created_at_before=" + ms(t, "2026-10-27T00:00:00.000+01:00"), false},
		{"created:yesterday", "created_at_after=" + before(t, "2026-10-25T00:00:00.000+02:00") + " created_at_before=" + ms(t, "2026-10-26T00:00:00.000+01:00"), false},
		{"created:2026-01-01..2026-02-01", "created_at_after=" + before(t, "2026-01-01T00:00:00.000+01:00") + " created_at_before=" + ms(t, "2026-02-02T00:00:00.000+01:00"), false},
		{"created:2026-01-01", "created_at_after=" + before(t, "2026-01-01T00:00:00.000+01:00") + " created_at_before=" + ms(t, "2026-01-02T00:00:00.000+01:00"), false},
		{"created:2026-02", "created_at_after=" + before(t, "2026-02-01T00:00:00.000+01:00") + " created_at_before=" + ms(t, "2026-03-01T00:00:00.000+01:00"), false},
		{"created:>2026-01-01", "created_at_after=" + before(t, "2026-01-02T00:00:00.000+01:00"), false},
		{"created:>=2026-01-01", "created_at_after=" + before(t, "2026-01-01T00:00:00.000+01:00"), false},
		{"created:<2026-01-01", "created_at_before=" + ms(t, "2026-01-01T00:00:00.000+01:00"), false},
		{"created:<=2026-01-01", "created_at_before=" + ms(t, "2026-01-02T00:00:00.000+01:00"), false},
		{"created:2026-01-01T12:30Z", "created_at_after=" + before(t, "2026-01-01T12:30:00.000Z") + " created_at_before=" + ms(t, "2026-01-01T12:31:00.000Z"), false},
		{"created:>2026-01-01T12:30:05.250Z", "created_at_after=" + before(t, "2026-01-01T12:30:05.251Z"), false},
		{"created:30d..7d", "created_at_after=" + before(t, "2026-09-26T12:34:00.000+02:00") + " created_at_before=" + ms(t, "2026-10-19T12:34:00.000+02:00"), false},
		{"created:2026-01-01.. created:..2026-02-01", "created_at_after=" + before(t, "2026-01-01T00:00:00.000+01:00") + " created_at_before=" + ms(t, "2026-02-02T00:00:00.000+01:00"), false},
		{"created:2026-01,2026-03", "created_at_after=" + before(t, "2026-01-01T00:00:00.000+01:00") + " created_at_before=" + ms(t, "2026-04-01T00:00:00.000+02:00"), scan},
		{"created:<1900-01-01 x", "query=x", false},
		{"created:>1900-01-01", "", false},
		{"active:>30d", "last_active_at_before=" + ms(t, "2026-09-26T12:34:00.000+02:00"), false},
		{"active:<7d", "last_active_at_after=" + before(t, "2026-10-19T12:34:00.000+02:00"), false},
		{"signin:<7d", "last_sign_in_at_after=" + before(t, "2026-10-19T12:34:00.000+02:00"), false},
		{"signin:never", "", scan},
		{"signin:never,>1y", "", scan},
		{"-active:<7d", "", scan},
		{"updated:today", "", scan},
		{"sort:-last_sign_in_at alice", "order_by=-last_sign_in_at query=alice", false},
		{"sort:username", "order_by=+username", false},
	}
	for _, tt := range tests {
		q := query.Parse(tt.text)
		require.Empty(t, faults(tt.text, q), tt.text)
		p := q.Plan(vienna(t))
		assert.Equal(t, tt.want, requested(t, p.Filter, p.Order), tt.text)
		assert.Equal(t, tt.scan, p.Scan, tt.text)
		if p.Nobody == "" {
			assert.Len(t, parameters(p.Explain()), len(strings.Fields(strings.ReplaceAll(tt.want, "alice johnson", "alice"))), "explained: %s", tt.text)
		}
	}
}

// parameters are the explained ones.
func parameters(e query.Explanation) (out []string) {
	for _, line := range e.Request {
		if strings.HasPrefix(line, "  ") {
			out = append(out, line)
		}
	}
	return out
}

func TestNobody(t *testing.T) {
	tests := []struct{ text, want string }{
		{"banned:yes banned:no", "Nobody is banned and not banned."},
		{"state:banned banned:no", "Nobody is banned and not banned."},
		{"created:2026 created:2025", "No time is left that all of “created:” allow."},
		{"signin:<1d signin:>2d", "No time is left that all of “signin:” allow."},
		{"org:gone", "No organization has the id, slug or name “gone”."},
		{"-org:acme,gone", "No organization has the id, slug or name “gone”."},
		{"org:unasked", "No organization has the id, slug or name “unasked”."},
		{"created:<1900-01-01 x", "No time is left that all of “created:” allow."},
	}
	for _, tt := range tests {
		p := query.Parse(tt.text).Plan(vienna(t))
		assert.Equal(t, tt.want, p.Nobody, tt.text)
		assert.False(t, p.Match(&api.User{ID: "user_1"}), tt.text)
		assert.Empty(t, p.Explain().Request, "nothing is asked")
	}
}

func TestMatchAtTheEdges(t *testing.T) {
	at := func(s string) api.Time {
		moment, err := time.Parse("2006-01-02T15:04:05.000Z07:00", s)
		require.NoError(t, err)
		return api.TimeOf(moment)
	}
	const day = "2026-10-19T00:00:00.000Z" // the precision of the record
	tests := []struct {
		text string
		user api.User
		want bool
	}{
		{"created:2026-01-01", api.User{CreatedAt: at("2026-01-01T00:00:00.000+01:00")}, true},
		{"created:2026-01-01", api.User{CreatedAt: at("2025-12-31T23:59:59.999+01:00")}, false},
		{"created:2026-01-01", api.User{CreatedAt: at("2026-01-01T23:59:59.999+01:00")}, true},
		{"created:2026-01-01", api.User{CreatedAt: at("2026-01-02T00:00:00.000+01:00")}, false},
		{"created:>2026-01-01", api.User{CreatedAt: at("2026-01-01T23:59:59.999+01:00")}, false},
		{"created:>2026-01-01", api.User{CreatedAt: at("2026-01-02T00:00:00.000+01:00")}, true},
		{"created:<=2026-01-01", api.User{CreatedAt: at("2026-01-01T23:59:59.999+01:00")}, true},
		{"created:<=2026-01-01", api.User{CreatedAt: at("2026-01-02T00:00:00.000+01:00")}, false},
		{"created:2026-10-25", api.User{CreatedAt: at("2026-10-25T23:30:00.000+01:00")}, true}, // 25 hours long
		{"created:2026-10-25", api.User{CreatedAt: at("2026-10-24T23:59:00.000+02:00")}, false},
		{"created:2026,2024", api.User{CreatedAt: at("2025-06-01T00:00:00.000Z")}, false},
		{"created:2026,2024", api.User{CreatedAt: at("2024-06-01T00:00:00.000Z")}, true},
		{"-created:2026", api.User{CreatedAt: at("2025-06-01T00:00:00.000Z")}, true},
		{"signin:<7d", api.User{LastSignInAt: at("2026-10-19T12:34:00.000+02:00")}, true},
		{"signin:<7d", api.User{LastSignInAt: at("2026-10-19T12:33:59.999+02:00")}, false},
		{"signin:>7d", api.User{LastSignInAt: at("2026-10-19T12:34:00.000+02:00")}, false},
		{"signin:>7d", api.User{LastSignInAt: at("2026-10-19T12:33:59.999+02:00")}, true},
		{"signin:<7d", api.User{}, false},
		{"signin:>7d", api.User{}, false},
		{"signin:never", api.User{}, true},
		{"-signin:never", api.User{}, false},
		{"signin:never,<7d", api.User{LastSignInAt: at("2026-10-20T00:00:00.000Z")}, true},
		// The record shows midnight, the server knows the moment of that day.
		{"active:<7d", api.User{LastActiveAt: at(day)}, true},
		{"active:>7d", api.User{LastActiveAt: at(day)}, true},
		{"active:<7d", api.User{LastActiveAt: at("2026-10-18T00:00:00.000Z")}, false},
		{"active:>7d", api.User{LastActiveAt: at("2026-10-20T00:00:00.000Z")}, false},
		{"active:<7d", api.User{LastActiveAt: at("2026-10-19T00:00:00.001Z")}, false},
		{"active:never", api.User{LastActiveAt: at(day)}, false},
	}
	for _, tt := range tests {
		p := query.Parse(tt.text).Plan(vienna(t))
		assert.Equal(t, tt.want, p.Match(&tt.user), "%s: %+v", tt.text, []api.Time{tt.user.CreatedAt, tt.user.LastSignInAt, tt.user.LastActiveAt})
	}
}

func TestMatchTexts(t *testing.T) {
	text := api.NewText
	user := &api.User{
		ID: "user_2abcdef", FirstName: text("José  María"), LastName: text("Straße"), Username: text("ÖzgürX"), ExternalID: text("Crm-42"),
		EmailAddresses: []api.EmailAddress{{EmailAddress: text("Jose@X.com")}, {EmailAddress: text("b@sub.x.com")}},
		PhoneNumbers:   []api.PhoneNumber{{PhoneNumber: text("+436601234567")}},
		Web3Wallets:    []api.Web3Wallet{{Web3Wallet: text("0xABCDEF")}},
		ExternalAccounts: []api.ExternalAccount{
			{Provider: text("oauth_google"), ProviderUserID: text("1234")}, {Provider: text("github"), ProviderUserID: text("9")},
		},
		PrimaryEmailID: "idn_2",
	}
	user.EmailAddresses[1].ID = "idn_2"
	user.EmailAddresses[1].Verification = &api.Verification{Status: text("verified")}
	yes := []string{
		"jose", "JOSÉ", "maria", `"jose maria"`, `"maría strasse"`, `"strasse jose"`, "ozgur", "6601", "0xabc", "2abc", "x.com -nobody", `jose "sub.x"`,
		"email:jose@x.com", "email:nobody@x.com,B@SUB.X.COM", "-email:other@x.com", "email~jos", "domain:x.com", "domain:SUB.x.com", "phone:+436601234567",
		"phone~66012", "username:özgürx", "username~zgur", "name~maria", "name:straße", "id:user_2abcdef", "-id:user_3", "external:Crm-42", "-external:crm-42",
		"wallet:0xabcdef", "provider:google", "provider:google/1234", "provider:GITHUB/9", "provider:apple,github", "verified:yes", "has:email",
		"has:phone,image", "-has:image", "has:provider has:name has:external has:wallet has:username", "-has:sso,password,totp,backup_codes,passkey",
		"state:active", "-banned:yes", "mfa:off", "locked:no",
	}
	no := []string{
		"joseph", `"jose  strasse"`, "-jose", "jose nobody", "email:ose@x.com", "email~nobody", "domain:x", "domain:ub.x.com", "domain:com", "phone:+43660123456",
		"phone~999", "username:ozgur", "name~user", "id:user_2abcde", "external:crm-42", "external:Crm", "wallet:0xabc", "provider:google/123", "provider:google/9",
		"provider:oauth", "verified:no", "has:sso", "-has:email", "state:locked,banned", "banned:yes", "mfa:on", "locked:yes", "-domain:x.com", "created:today",
	}
	for _, s := range yes {
		assert.True(t, query.Parse(s).Plan(vienna(t)).Match(user), s)
	}
	for _, s := range no {
		assert.False(t, query.Parse(s).Plan(vienna(t)).Match(user), s)
	}
	broken := &api.User{ID: "user_2abcdef", Broken: errors.New("no user")}
	assert.True(t, query.Parse("").Plan(vienna(t)).Match(broken))
	assert.True(t, query.Parse("sort:username").Plan(vienna(t)).Match(broken))
	for _, s := range []string{"-banned:yes", "id:user_2abcdef", "user_2abcdef", "-nobody", "created:today", "org:acme"} {
		assert.False(t, query.Parse(s).Plan(vienna(t)).Match(broken), s)
		assert.False(t, query.Parse(s).Plan(vienna(t)).Match(nil), s)
	}
	phoneOnly := &api.User{PhoneNumbers: []api.PhoneNumber{{Verification: &api.Verification{Status: text("verified")}}}}
	assert.True(t, query.Parse("verified:yes").Plan(vienna(t)).Match(phoneOnly))
	assert.True(t, query.Parse("verified:no").Plan(vienna(t)).Match(&api.User{}))
}

func TestMatchMetadata(t *testing.T) {
	user := &api.User{
		PublicMetadata: []byte(` {"plan":"pro","seats":25,"big":9007199254740993,"huge":12345678901234567890,"price":1.50,"five":"5","yes":true,"none":null,"none2":{},
			"tags":["vip","beta",7],"list":[{"id":3}],"a.b":{"c d":"x"},"\u0065sc":"ü","text":"Line, two \"q\"","exp":1e3,"neg":-5,"when":"2026-03-01"}`),
		PrivateMetadata: []byte(`{"plan":"free"}`),
	}
	yes := []string{
		"public.plan=pro", `public.plan="pro"`, "public.plan=free,pro", "private.plan=free", "public.plan!=free", "public.plan~PR", "-public.plan=free",
		"public.seats=25", "public.seats>24", "public.seats>=25", "public.seats<25.5", "public.seats<=2.5e1", "public.big=9007199254740993",
		"public.big>9007199254740992", "public.big<9007199254740994", "public.huge=12345678901234567890", "public.huge>12345678901234567889",
		"public.price=1.50", "public.price>=1.5", "public.price<=1.5", "public.five=5", `public.five="5"`, "public.yes=true", "public.none=null",
		"public.tags=vip", "public.tags=7", "public.tags~et", "public.tags!=gold", "public.tags.1=beta", "public.list.0.id=3", `public."a.b"."c d"=x`,
		"public.esc=ü", `public.text="Line, two \"q\""`, "public.text~\"line, two\"", "public.exp=1e3", "public.exp>=1000", "public.exp<=1000", "public.neg<0",
		"public.neg>-6", "public.neg>=-5", "public.when>2026-02-28", "public.plan", "has:public.none", "has:public.list.0", "-public.gone", "public.gone!=1",
		"-has:unsafe.plan", "public.none2", "public.plan>free", `public.plan!=""`,
	}
	no := []string{
		"public.plan=Pro", "public.plan=pr", "public.plan!=pro", "-public.plan=pro", "private.plan=pro", "unsafe.plan=pro", "public.seats=25.0",
		`public.seats="25"`, "public.seats>25", "public.seats<25", "public.big=9007199254740992", "public.big>9007199254740993",
		"public.huge<12345678901234567890", "public.price=1.5", `public.yes="true"`, "public.gone=1", "public.gone", "public.tags!=vip", "public.tags=vi",
		"public.tags.5=beta", "public.tags.x=beta", "public.plan.x=1", "public.none2=1", "public.list=3", "public.five>4", "public.neg>=0", "public.exp>1000",
		`public.plan=""`, "public.seats>pro", "public.plan>5",
	}
	for _, s := range yes {
		q := query.Parse(s)
		assert.Empty(t, faults(s, q), s)
		assert.True(t, q.Plan(query.Env{}).Match(user), s)
	}
	for _, s := range no {
		q := query.Parse(s)
		assert.Empty(t, faults(s, q), s)
		assert.False(t, q.Plan(query.Env{}).Match(user), s)
	}
	for _, raw := range []string{"", "null", "[]", `"x"`, "{", `{"plan":}`, `{"plan":"pro"`} {
		assert.False(t, query.Parse("public.plan=pro").Plan(query.Env{}).Match(&api.User{PublicMetadata: []byte(raw)}), raw)
	}
}
