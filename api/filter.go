package api

import (
	"strconv"
	"time"
)

// Inclusion is a value of a filter that can also exclude.
type Inclusion struct {
	Value   string
	Exclude bool
}

// Include makes filter values that include.
func Include(vs ...string) []Inclusion {
	out := make([]Inclusion, 0, len(vs))
	for _, v := range vs {
		out = append(out, Inclusion{Value: v})
	}
	return out
}

// Exclude makes filter values that exclude.
func Exclude(vs ...string) []Inclusion {
	out := make([]Inclusion, 0, len(vs))
	for _, v := range vs {
		out = append(out, Inclusion{Value: v, Exclude: true})
	}
	return out
}

// UserFilter selects users, for the list and for the count alike. The zero
// value selects all. Up to 100 values a repeated filter.
type UserFilter struct {
	EmailAddress []string // exact
	PhoneNumber  []string // exact, E.164
	Username     []string // exact
	Web3Wallet   []string // exact

	ExternalID     []Inclusion // exact
	UserID         []Inclusion // exact
	OrganizationID []Inclusion // members of

	// Query matches parts of e-mail addresses, phone numbers, usernames,
	// wallets, user ids and names.
	Query             string
	EmailAddressQuery string
	PhoneNumberQuery  string
	UsernameQuery     string
	NameQuery         string

	Banned *bool // nil selects both

	LastActiveAtBefore time.Time
	LastActiveAtAfter  time.Time
	CreatedAtBefore    time.Time
	CreatedAtAfter     time.Time
	LastSignInAtBefore time.Time
	LastSignInAtAfter  time.Time

	// Provider, such as oauth_google, goes only together with
	// ProviderUserID.
	Provider       string
	ProviderUserID []string
}

func (f *UserFilter) encode(r *request) {
	r.texts("email_address", f.EmailAddress)
	r.texts("phone_number", f.PhoneNumber)
	r.texts("username", f.Username)
	r.texts("web3_wallet", f.Web3Wallet)
	r.inclusions("external_id", f.ExternalID)
	r.inclusions("user_id", f.UserID)
	r.inclusions("organization_id", f.OrganizationID)
	r.optional("query", f.Query)
	r.optional("email_address_query", f.EmailAddressQuery)
	r.optional("phone_number_query", f.PhoneNumberQuery)
	r.optional("username_query", f.UsernameQuery)
	r.optional("name_query", f.NameQuery)
	if f.Banned != nil {
		r.query.Set("banned", strconv.FormatBool(*f.Banned))
	}
	r.moment("last_active_at_before", f.LastActiveAtBefore)
	r.moment("last_active_at_after", f.LastActiveAtAfter)
	r.moment("created_at_before", f.CreatedAtBefore)
	r.moment("created_at_after", f.CreatedAtAfter)
	r.moment("last_sign_in_at_before", f.LastSignInAtBefore)
	r.moment("last_sign_in_at_after", f.LastSignInAtAfter)
	if f.Provider != "" && len(f.ProviderUserID) == 0 {
		r.fail("provider_user_id", "is required together with provider")
	}
	if f.Provider == "" && len(f.ProviderUserID) > 0 {
		r.fail("provider", "is required together with provider_user_id")
	}
	r.optional("provider", f.Provider)
	r.texts("provider_user_id", f.ProviderUserID)
}

func (r *request) texts(name string, vs []string) {
	r.values(name, vs)
	setTexts(r.query, name, vs)
}

// inclusions writes + and - prefixes. A value that starts with a sign itself
// needs the explicit one.
func (r *request) inclusions(name string, vs []Inclusion) {
	if len(vs) > maxFilterValues {
		r.fail(name, "has %d values, at most %d are allowed", len(vs), maxFilterValues)
	}
	for _, v := range vs {
		r.required(name, v.Value)
		s := v.Value
		switch {
		case v.Exclude:
			s = "-" + s
		case s != "" && (s[0] == '+' || s[0] == '-'):
			s = "+" + s
		}
		r.query.Add(name, s)
	}
}

func (r *request) optional(name, v string) {
	r.text(name, v)
	if v != "" {
		r.query.Set(name, v)
	}
}

// moment writes Unix milliseconds, the unit of list filters.
func (r *request) moment(name string, t time.Time) {
	if t.IsZero() {
		return
	}
	ms := t.UnixMilli()
	if ms < 0 {
		r.fail(name, "lies before 1970")
	}
	r.query.Set(name, strconv.FormatInt(ms, 10))
}
