package query_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"

	"usher/api"
	"usher/internal/emulator"
	"usher/internal/query"
)

// wire passes requests on to the emulator; it remembers them and can spoil
// them.
type wire struct {
	next  http.RoundTripper
	mu    sync.Mutex
	sent  []string
	spoil func(path string, q url.Values)
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sent = append(w.sent, r.URL.Path+"?"+r.URL.RawQuery)
	if w.spoil != nil {
		r = r.Clone(r.Context())
		q := r.URL.Query()
		w.spoil(r.URL.Path, q)
		r.URL.RawQuery = q.Encode()
	}
	return w.next.RoundTrip(r)
}

// office is an emulator with all that a plain filter needs to know.
type office struct {
	t       *testing.T
	now     time.Time
	wire    *wire
	client  *api.Client
	people  []*api.User
	orgs    []api.Organization
	members map[api.ID]map[api.ID]bool // by organization
}

func newOffice(t *testing.T, users int) *office {
	t.Helper()
	o := &office{t: t, now: time.Now().Truncate(time.Second), members: map[api.ID]map[api.ID]bool{}}
	server := emulator.New(emulator.Options{Users: users, Seed: 3, Now: func() time.Time { return o.now }})
	o.wire = &wire{next: server.Transport()}
	key, err := api.ParseKey(emulator.DemoKey)
	require.NoError(t, err)
	o.client, err = api.New(key, api.WithTransport(o.wire), api.WithRateLimit(api.Unlimited()), api.WithRetry(api.RetryPolicy{MaxRetries: -1}))
	require.NoError(t, err)
	o.people = o.list(api.UserFilter{})
	for org, err := range o.client.Organizations.All(t.Context(), api.ListOrganizationsParams{Page: api.Page{Limit: 500}}) {
		require.NoError(t, err)
		o.orgs = append(o.orgs, *org)
		o.members[org.ID] = map[api.ID]bool{}
		for m, err := range o.client.Organizations.AllMemberships(t.Context(), org.ID, api.ListMembershipsParams{Page: api.Page{Limit: 500}}) {
			require.NoError(t, err)
			o.members[org.ID][m.PublicUserData.UserID] = true
		}
	}
	return o
}

// list reads all pages.
func (o *office) list(f api.UserFilter) []*api.User {
	o.t.Helper()
	var out []*api.User
	for {
		page, err := o.client.Users.List(o.t.Context(), api.ListUsersParams{UserFilter: f, Limit: 200, Offset: len(out)})
		require.NoError(o.t, err)
		out = append(out, page...)
		if len(page) < 200 {
			return out
		}
	}
}

// plan resolves the organizations of a text and plans it.
func (o *office) plan(text string) *query.Plan {
	o.t.Helper()
	q := query.Parse(text)
	env := query.Env{Now: o.now, Zone: time.UTC, Organizations: map[string][]query.Organization{}}
	for _, name := range q.Organizations() {
		found, err := query.NewDirectory(o.client).Find(o.t.Context(), name)
		require.NoError(o.t, err)
		env.Organizations[name] = found
	}
	return q.Plan(env)
}

// run is the ids of those whom a text finds.
func (o *office) run(text string) map[api.ID]bool {
	o.t.Helper()
	p := o.plan(text)
	out := map[api.ID]bool{}
	if p.Nobody != "" {
		return out
	}
	for page := range slices.Chunk(o.list(p.Filter), 100) {
		kept, leftOut, err := p.Keep(o.t.Context(), query.NewDirectory(o.client), page)
		require.NoError(o.t, err, text)
		require.Equal(o.t, len(page), len(kept)+leftOut)
		if o.wire.spoil == nil && !p.Scan {
			require.Zero(o.t, leftOut, "%s: the server's answer is exact, and rows were dropped", text)
		}
		for _, u := range kept {
			out[u.ID] = true
		}
	}
	return out
}

// verdict is what a plain filter says of a user: must be found, may be found.
// They differ where accents are ignored: the server is free to.
type verdict struct{ must, may bool }

func sure(b bool) verdict { return verdict{b, b} }

func (v verdict) not() verdict { return verdict{must: !v.may, may: !v.must} }

func (v verdict) and(o verdict) verdict { return verdict{v.must && o.must, v.may && o.may} }

// plain removes accents another way than the package does.
func plain(s string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == 'ł' || r == 'Ł':
			return 'l'
		case r == 'ø' || r == 'Ø':
			return 'o'
		case r == 'đ' || r == 'Đ' || r == 'ð' || r == 'Ð':
			return 'd'
		case r == 'ı':
			return 'i'
		case r == 'ħ':
			return 'h'
		}
		return r
	}, norm.NFKD.String(strings.ReplaceAll(s, "ß", "ss"))))
}

func partOf(part string, texts ...string) verdict {
	v := verdict{}
	for _, s := range texts {
		v.must = v.must || strings.Contains(strings.ToLower(s), strings.ToLower(part))
		v.may = v.may || strings.Contains(plain(strings.Join(strings.Fields(s), " ")), plain(part)) || strings.Contains(plain(s), plain(part))
	}
	v.may = v.may || v.must
	return v
}

func emails(u *api.User) (out []string) {
	for _, e := range u.EmailAddresses {
		out = append(out, e.EmailAddress.Unsafe())
	}
	return out
}

func phones(u *api.User) (out []string) {
	for _, e := range u.PhoneNumbers {
		out = append(out, e.PhoneNumber.Unsafe())
	}
	return out
}

func wallets(u *api.User) (out []string) {
	for _, e := range u.Web3Wallets {
		out = append(out, e.Web3Wallet.Unsafe())
	}
	return out
}

func names(u *api.User) []string {
	f, l := u.FirstName.Unsafe(), u.LastName.Unsafe()
	return []string{f, l, strings.TrimSpace(f + " " + l)}
}

func everything(u *api.User) []string {
	return slices.Concat(emails(u), phones(u), wallets(u), names(u), []string{u.Username.Unsafe(), string(u.ID)})
}

// condition is a term with its plain filter.
type condition struct {
	text  string
	holds func(u *api.User) verdict
}

// guesser makes conditions out of what is there.
type guesser struct {
	*office
	r *rand.Rand
}

func (g *guesser) one(n int) int { return g.r.IntN(n) }

func (g *guesser) person() *api.User { return g.people[g.one(len(g.people))] }

// some is a person for whom ok holds.
func (g *guesser) some(ok func(u *api.User) bool) *api.User {
	for {
		if u := g.person(); ok(u) {
			return u
		}
	}
}

// piece is a part of a text that can stand in a query.
func (g *guesser) piece(s string) string {
	runes := []rune(s)
	n := 1 + g.one(min(len(runes), 6))
	at := g.one(len(runes) - n + 1)
	p := strings.Join(strings.Fields(string(runes[at:at+n])), " ")
	if p == "" || strings.ContainsFunc(p, unicode.IsControl) || plain(p) == "" {
		return "a"
	}
	return p
}

func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// dates is a condition on a time: field is the qualifier.
func (g *guesser) dates(field string, of func(u *api.User) api.Time) condition {
	var text string
	var from, to time.Time
	minute := g.now.Truncate(time.Minute)
	day := func(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }
	switch n := 1 + g.one(400); g.one(7) {
	case 0:
		text, from = fmt.Sprintf("<%dd", n), minute.UTC().AddDate(0, 0, -n)
	case 1:
		text, to = fmt.Sprintf(">%dd", n), minute.UTC().AddDate(0, 0, -n)
	case 2:
		text, from = fmt.Sprintf("<%dh", n), minute.Add(-time.Duration(n)*time.Hour)
	case 3:
		from = day(minute).AddDate(0, 0, -n)
		to = from.AddDate(0, 0, 1+g.one(90))
		text = from.Format("2006-01-02") + ".." + to.AddDate(0, 0, -1).Format("2006-01-02")
	case 4:
		from, to, text = day(minute), day(minute).AddDate(0, 0, 1), "today"
	case 5:
		// The very moment of somebody, as the end of a range.
		u := g.some(func(u *api.User) bool { return of(u) != 0 })
		at := of(u).Time().UTC()
		text, from = ">="+at.Format("2006-01-02T15:04:05.000Z"), at
		if g.one(2) == 0 {
			text, from, to = "<"+text[2:], time.Time{}, at
		}
	case 6:
		text = "2025"
		from, to = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return condition{field + ":" + text, func(u *api.User) verdict {
		at := of(u).Time()
		return sure(of(u) != 0 && (from.IsZero() || !at.Before(from)) && (to.IsZero() || at.Before(to)))
	}}
}

func (g *guesser) condition() condition {
	yes := g.one(2) == 0
	word := map[bool]string{true: "yes", false: "no"}[yes]
	switch g.one(28) {
	case 0, 1:
		p := g.piece(everything(g.person())[0])
		return condition{quoted(p), func(u *api.User) verdict { return partOf(p, everything(u)...) }}
	case 2:
		p := g.piece(g.person().Identifier().Unsafe())
		return condition{quoted(p), func(u *api.User) verdict { return partOf(p, everything(u)...) }}
	case 3, 4:
		a, b := emails(g.some(func(u *api.User) bool { return len(emails(u)) > 0 && !strings.Contains(emails(u)[0], " ") }))[0], emails(g.people[0])[0]
		return condition{"email:" + strings.ToUpper(a) + "," + b, func(u *api.User) verdict {
			return sure(slices.ContainsFunc(emails(u), func(s string) bool { return strings.EqualFold(s, a) || strings.EqualFold(s, b) }))
		}}
	case 5, 6:
		p := g.piece(emails(g.some(func(u *api.User) bool { return len(emails(u)) > 0 }))[0])
		return condition{"email~" + quoted(p), func(u *api.User) verdict { return partOf(p, emails(u)...) }}
	case 7:
		s := emails(g.some(func(u *api.User) bool { return len(emails(u)) > 0 && !strings.Contains(emails(u)[0], `"`) }))[0]
		d := s[strings.Index(s, "@")+1:]
		return condition{"domain:" + d, func(u *api.User) verdict {
			return sure(slices.ContainsFunc(emails(u), func(s string) bool { return strings.HasSuffix(strings.ToLower(s), "@"+strings.ToLower(d)) }))
		}}
	case 8:
		n := phones(g.some(func(u *api.User) bool { return len(phones(u)) > 0 }))[0]
		return condition{"phone:" + n, func(u *api.User) verdict { return sure(slices.Contains(phones(u), n)) }}
	case 9:
		n := phones(g.some(func(u *api.User) bool { return len(phones(u)) > 0 }))[0]
		n = n[g.one(3) : 3+g.one(5)]
		if strings.Trim(n, "+") == "" {
			n = "49"
		}
		return condition{"phone~" + n, func(u *api.User) verdict { return partOf(n, phones(u)...) }}
	case 10:
		name := g.some(func(u *api.User) bool { return !u.Username.Empty() }).Username.Unsafe()
		return condition{"username:" + quoted(strings.ToUpper(name)), func(u *api.User) verdict { return sure(strings.EqualFold(u.Username.Unsafe(), name)) }}
	case 11:
		p := g.piece(g.some(func(u *api.User) bool { return !u.Username.Empty() }).Username.Unsafe())
		return condition{"username~" + quoted(p), func(u *api.User) verdict { return partOf(p, u.Username.Unsafe()) }}
	case 12, 13:
		p := g.piece(names(g.some(func(u *api.User) bool { return names(u)[2] != "" }))[2])
		return condition{"name~" + quoted(p), func(u *api.User) verdict { return partOf(p, names(u)...) }}
	case 14:
		var ids []string
		for range 1 + g.one(60) {
			ids = append(ids, string(g.person().ID))
		}
		return condition{"id:" + strings.Join(ids, ","), func(u *api.User) verdict { return sure(slices.Contains(ids, string(u.ID))) }}
	case 15:
		id := g.some(func(u *api.User) bool { return !u.ExternalID.Empty() }).ExternalID.Unsafe()
		return condition{"external:" + quoted(id), func(u *api.User) verdict { return sure(u.ExternalID.Is(id)) }}
	case 16:
		w := wallets(g.some(func(u *api.User) bool { return len(wallets(u)) > 0 }))[0]
		return condition{"wallet:" + strings.ToLower(w), func(u *api.User) verdict {
			return sure(slices.ContainsFunc(wallets(u), func(s string) bool { return strings.EqualFold(s, w) }))
		}}
	case 17, 18, 19:
		org := g.orgs[g.one(min(len(g.orgs), 12))]
		text := []string{string(org.ID), org.Slug.Unsafe(), quoted(strings.ToUpper(org.Name.Unsafe()))}[g.one(3)]
		return condition{"org:" + text, func(u *api.User) verdict { return sure(g.members[org.ID][u.ID]) }}
	case 20:
		a := g.some(func(u *api.User) bool { return len(u.ExternalAccounts) > 0 }).ExternalAccounts[0]
		name := strings.TrimPrefix(a.Provider.Unsafe(), "oauth_")
		text, one := "provider:"+name, g.one(2) == 0
		if one {
			text += "/" + a.ProviderUserID.Unsafe()
		}
		return condition{text, func(u *api.User) verdict {
			return sure(slices.ContainsFunc(u.ExternalAccounts, func(b api.ExternalAccount) bool {
				return b.Provider == a.Provider && (!one || b.ProviderUserID == a.ProviderUserID)
			}))
		}}
	case 21:
		return condition{"banned:" + word, func(u *api.User) verdict { return sure(u.Banned == yes) }}
	case 22:
		return condition{"locked:" + word, func(u *api.User) verdict { return sure(u.Locked == yes) }}
	case 23:
		return condition{"mfa:" + word, func(u *api.User) verdict { return sure(u.TwoFactorEnabled == yes) }}
	case 24:
		state := []string{"active", "locked", "banned", "deprovisioned"}[g.one(4)]
		return condition{"state:" + state, func(u *api.User) verdict { return sure(u.State().String() == state) }}
	case 25:
		plan := []string{"pro", "free", "team"}[g.one(3)]
		return condition{"public.plan=" + plan, func(u *api.User) verdict {
			var m struct{ Plan any }
			_ = json.Unmarshal(u.PublicMetadata, &m)
			return sure(m.Plan == plan)
		}}
	case 26:
		return condition{"has:passkey,wallet", func(u *api.User) verdict { return sure(len(u.Passkeys) > 0 || len(u.Web3Wallets) > 0) }}
	default:
		return [...]func() condition{
			func() condition { return g.dates("created", func(u *api.User) api.Time { return u.CreatedAt }) },
			func() condition { return g.dates("active", func(u *api.User) api.Time { return u.LastActiveAt }) },
			func() condition { return g.dates("signin", func(u *api.User) api.Time { return u.LastSignInAt }) },
			func() condition { return g.dates("updated", func(u *api.User) api.Time { return u.UpdatedAt }) },
			func() condition {
				return condition{"signin:never", func(u *api.User) verdict { return sure(u.LastSignInAt == 0) }}
			},
		}[g.one(5)]()
	}
}

// between checks that all who must be found are, and nobody who may not.
func (o *office) between(text string, holds func(u *api.User) verdict, got map[api.ID]bool) (found int) {
	o.t.Helper()
	for _, u := range o.people {
		v := holds(u)
		if v.must && !got[u.ID] {
			assert.Fail(o.t, "missed", "%s does not find %s (%s)", text, u.ID, u.Identifier())
		}
		if !v.may && got[u.ID] {
			assert.Fail(o.t, "too many", "%s finds %s (%s)", text, u.ID, u.Identifier())
		}
		if got[u.ID] {
			found++
		}
	}
	return found
}

// queries are texts with their plain filters, some of several terms, some
// negated.
func (g *guesser) queries(n int) []condition {
	var out []condition
	for range n {
		var texts []string
		all := func(*api.User) verdict { return sure(true) }
		for range 1 + g.one(3)*g.one(2) {
			c := g.condition()
			holds := c.holds
			if g.one(5) == 0 {
				c.text = "-" + c.text
				holds = func(u *api.User) verdict { return c.holds(u).not() }
			}
			before := all
			all = func(u *api.User) verdict { return before(u).and(holds(u)) }
			texts = append(texts, c.text)
		}
		out = append(out, condition{strings.Join(texts, " "), all})
	}
	return out
}

func TestAgainstAPlainFilter(t *testing.T) {
	o := newOffice(t, 450)
	g := &guesser{office: o, r: rand.New(rand.NewPCG(7, 11))}
	hits := 0
	for _, c := range g.queries(400) {
		q := query.Parse(c.text)
		require.Empty(t, faults(c.text, q), c.text)
		if o.between(c.text, c.holds, o.run(c.text)) > 0 {
			hits++
		}
		if t.Failed() {
			return
		}
	}
	assert.Greater(t, hits, 130, "most queries must find somebody for this to mean anything")
}

func TestAServerThatIgnoresTheFilterWidensNothing(t *testing.T) {
	o := newOffice(t, 300)
	g := &guesser{office: o, r: rand.New(rand.NewPCG(5, 5))}
	for _, c := range g.queries(80) {
		o.wire.spoil = nil
		p := o.plan(c.text)
		if p.Nobody != "" {
			continue
		}
		o.wire.spoil = func(path string, q url.Values) {
			for name := range q {
				if strings.HasSuffix(path, "/users") && name != "limit" && name != "offset" {
					q.Del(name)
				}
			}
		}
		kept, _, err := p.Keep(t.Context(), query.NewDirectory(o.client), o.list(p.Filter))
		require.NoError(t, err)
		got := map[api.ID]bool{}
		for _, u := range kept {
			got[u.ID] = true
		}
		o.between(c.text, c.holds, got)
		if t.Failed() {
			return
		}
	}
}

func TestAServerThatIgnoresWhomItIsAskedAboutIsAnError(t *testing.T) {
	o := newOffice(t, 300)
	for _, text := range []string{"org:acme", "-org:acme"} {
		o.wire.spoil = nil
		p := o.plan(text)
		o.wire.spoil = func(path string, q url.Values) {
			if strings.HasSuffix(path, "/memberships") {
				q.Del("user_id")
			}
		}
		kept, _, err := p.Keep(t.Context(), query.NewDirectory(o.client), o.people[200:])
		require.ErrorContains(t, err, "the server listed other members")
		assert.Empty(t, kept)
	}
}

// broken is a Directory that cannot be reached.
type broken struct{}

func (broken) Find(context.Context, string) ([]query.Organization, error) {
	return nil, fmt.Errorf("no connection")
}

func (broken) Members(context.Context, api.ID, []api.ID) (map[api.ID]bool, error) {
	return nil, fmt.Errorf("no connection")
}

func TestMembershipThatCannotBeCheckedIsAnError(t *testing.T) {
	p := query.Parse("-org:org_2abcdef").Plan(query.Env{})
	kept, _, err := p.Keep(t.Context(), broken{}, []*api.User{{ID: "user_1"}})
	require.ErrorContains(t, err, "no connection")
	assert.Empty(t, kept)
}

func TestFind(t *testing.T) {
	o := newOffice(t, 300)
	tests := []struct{ name, want string }{
		{"acme", "Acme Corporation"},
		{"ACME", "Acme Corporation"},
		{"acme corporation", "Acme Corporation"},
		{"Muller & sohne gmbh", ""},
		{"müller & söhne gmbh", "Müller & Söhne GmbH"},
		{"株式会社さくら", "株式会社さくら"},
		{"Ω", "Ω"},
		{"acm", ""},
		{"nothing of the kind", ""},
	}
	for _, tt := range tests {
		p := o.plan("org:" + quoted(tt.name))
		if tt.want == "" {
			assert.Contains(t, p.Nobody, "No organization has the id, slug or name", tt.name)
			assert.Empty(t, p.Filter.OrganizationID)
			continue
		}
		require.Empty(t, p.Nobody, tt.name)
		require.Len(t, p.Filter.OrganizationID, 1, tt.name)
		i := slices.IndexFunc(o.orgs, func(g api.Organization) bool { return g.Name.Is(tt.want) })
		assert.Equal(t, string(o.orgs[i].ID), p.Filter.OrganizationID[0].Value)
	}
	assert.Contains(t, o.plan("org:acm").Nobody, "There is “Acme Corporation”.")
	assert.Contains(t, o.plan("-org:acm").Nobody, "No organization")
}
