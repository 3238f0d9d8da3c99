package emulator

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// maxFilterValues is how often a repeatable filter may be given.
const maxFilterValues = 100

// userFilter selects users. The zero value selects all.
type userFilter struct {
	// A user must have one of these identifiers, when any is given.
	identified bool
	emails     map[string]struct{} // in lower case, as usernames and wallets
	phones     map[string]struct{}
	usernames  map[string]struct{}
	wallets    map[string]struct{}
	external   map[string]struct{}
	ids        map[string]struct{}

	notIDs      map[string]struct{}
	notExternal map[string]struct{}
	inOrgs      map[string]struct{} // member of one of these; nil: no matter
	notInOrgs   map[string]struct{}

	// Partial matches, in lower case; empty: no matter.
	query, emailQuery, phoneQuery, usernameQuery, nameQuery string

	banned                  *bool
	created, active, signIn timeRange
	providerIDs             map[string]struct{} // "oauth_google 123"; nil: no matter

	// all is true when no filter was given.
	all bool
}

// timeRange is an open interval of Unix ms. A user without the time is outside unless both ends
// are nil.
type timeRange struct{ after, before *int64 }

func (t timeRange) set() bool { return t.after != nil || t.before != nil }

// holds reports whether ms, 0 for never, is inside.
func (t timeRange) holds(ms int64) bool {
	switch {
	case !t.set():
		return true
	case ms == 0:
		return false
	case t.after != nil && ms <= *t.after:
		return false
	}
	return t.before == nil || ms < *t.before
}

// filterParser collects what is wrong with the filters of one request.
type filterParser struct {
	query url.Values
	errs  []*apiError
}

// parseFilter reads the filters that GET /users and GET /users/count share.
func parseFilter(query url.Values) (*userFilter, *apiError) {
	p := &filterParser{query: query}
	f := &userFilter{
		emails: p.set("email_address", true), phones: p.set("phone_number", true),
		usernames: p.set("username", true), wallets: p.set("web3_wallet", true),
		query: p.text("query"), emailQuery: p.text("email_address_query"), phoneQuery: p.text("phone_number_query"),
		usernameQuery: p.text("username_query"), nameQuery: p.text("name_query"),
		created: timeRange{after: p.time("created_at_after"), before: p.time("created_at_before")},
		active:  timeRange{after: p.time("last_active_at_after"), before: p.time("last_active_at_before")},
		signIn:  timeRange{after: p.time("last_sign_in_at_after"), before: p.time("last_sign_in_at_before")},
		banned:  p.bool("banned"),
	}
	f.ids, f.notIDs = p.signed("user_id")
	f.external, f.notExternal = p.signed("external_id")
	f.inOrgs, f.notInOrgs = p.signed("organization_id")
	if since := p.time("last_active_at_since"); f.active.after == nil {
		f.active.after = since
	}
	f.providerIDs = p.provider()
	for _, set := range []map[string]struct{}{f.emails, f.phones, f.usernames, f.wallets, f.ids, f.external} {
		f.identified = f.identified || set != nil
	}
	f.all = p.empty()
	return f, joinErrors(p.errs)
}

// filterNames are the parameters that select users.
//
//nolint:gochecknoglobals // a constant table
var filterNames = []string{
	"email_address", "phone_number", "external_id", "username", "web3_wallet", "user_id", "organization_id", "query",
	"email_address_query", "phone_number_query", "username_query", "name_query", "banned", "last_active_at_before",
	"last_active_at_after", "last_active_at_since", "created_at_before", "created_at_after", "last_sign_in_at_before",
	"last_sign_in_at_after", "provider", "provider_user_id",
}

// empty reports whether no filter was given.
func (p *filterParser) empty() bool {
	return !slices.ContainsFunc(filterNames, func(name string) bool {
		return slices.ContainsFunc(p.query[name], func(v string) bool { return v != "" })
	})
}

// values are the values of a repeatable parameter.
func (p *filterParser) values(name string) []string {
	values := p.query[name]
	if len(values) > maxFilterValues {
		p.errs = append(p.errs, invalid(name, "form_param_array_size_exceeded",
			name+" takes at most "+strconv.Itoa(maxFilterValues)+" values."))
		return nil
	}
	for _, v := range values {
		// A raw + arrives as a space, which no identifier holds.
		if strings.ContainsRune(v, ' ') {
			p.errs = append(p.errs, invalid(name, "form_param_format_invalid", name+" is not well-formed: "+strconv.Quote(v)))
			return nil
		}
	}
	return values
}

// set is a repeatable parameter as a set; nil when it was not given.
func (p *filterParser) set(name string, fold bool) map[string]struct{} {
	var out map[string]struct{}
	for _, v := range p.values(name) {
		if v == "" {
			continue
		}
		if fold {
			v = strings.ToLower(v)
		}
		out = add(out, v)
	}
	return out
}

// signed is a repeatable parameter whose values may start with + or -.
func (p *filterParser) signed(name string) (in, out map[string]struct{}) {
	for _, v := range p.values(name) {
		switch {
		case v == "":
		case v[0] == '-':
			out = add(out, v[1:])
		default:
			in = add(in, strings.TrimPrefix(v, "+"))
		}
	}
	return in, out
}

func add(set map[string]struct{}, v string) map[string]struct{} {
	if set == nil {
		set = map[string]struct{}{}
	}
	set[v] = struct{}{}
	return set
}

func (p *filterParser) text(name string) string {
	return strings.ToLower(strings.TrimSpace(p.query.Get(name)))
}

func (p *filterParser) time(name string) *int64 {
	v := p.query.Get(name)
	if v == "" {
		return nil
	}
	ms, err := strconv.ParseInt(v, 10, 64)
	if err != nil {
		p.errs = append(p.errs, wrongType(name, "integer"))
		return nil
	}
	return &ms
}

func (p *filterParser) bool(name string) *bool {
	switch v := p.query.Get(name); v {
	case "":
		return nil
	case "true", "false":
		return ref(v == "true")
	default:
		p.errs = append(p.errs, wrongType(name, "boolean"))
		return nil
	}
}

// provider reads provider and provider_user_id, of which neither goes without the other.
func (p *filterParser) provider() map[string]struct{} {
	provider, ids := p.query.Get("provider"), p.set("provider_user_id", false)
	switch {
	case provider == "" && ids == nil:
		return nil
	case provider == "":
		p.errs = append(p.errs, missingParam("provider"))
		return nil
	case ids == nil:
		p.errs = append(p.errs, missingParam("provider_user_id"))
		return nil
	}
	if !strings.HasPrefix(provider, "oauth_") {
		provider = "oauth_" + provider
	}
	out := map[string]struct{}{}
	for id := range ids {
		out[provider+" "+id] = struct{}{}
	}
	return out
}

// userOrder is how a list is sorted. Users without the value come last in both directions; equal ones
// follow their creation, then their id.
type userOrder struct {
	field string
	desc  bool
}

// newestFirst is the order of a list that names none.
func newestFirst() userOrder { return userOrder{field: "created_at", desc: true} }

//nolint:gochecknoglobals // a constant table
var orderFields = []string{
	"created_at", "updated_at", "email_address", "web3wallet", "first_name", "last_name", "phone_number", "username",
	"last_active_at", "last_sign_in_at",
}

// parseOrder reads order_by: the first one counts, and no prefix means ascending.
func parseOrder(query url.Values) (userOrder, *apiError) {
	v := query.Get("order_by")
	if v == "" {
		return newestFirst(), nil
	}
	o := userOrder{field: strings.TrimLeft(v, "+-"), desc: v[0] == '-'}
	if len(v)-len(o.field) > 1 || v[0] == ' ' {
		return o, invalid("order_by", "form_param_format_invalid", "order_by is not well-formed: "+strconv.Quote(v))
	}
	if !slices.Contains(orderFields, o.field) {
		return o, invalid("order_by", "form_param_value_invalid", "order_by cannot be "+strconv.Quote(o.field)+".")
	}
	return o, nil
}

// cursorRefused is the 422 for starting_after where it does not apply.
func cursorRefused(code, long string) *apiError {
	e := invalid("starting_after", code, long)
	e.status = http.StatusUnprocessableEntity
	return e
}
