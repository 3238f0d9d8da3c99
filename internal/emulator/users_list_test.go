package emulator

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// everyone is all users of a server, newest first.
func (r *rig) everyone() []*userRecord {
	r.Helper()
	users, err := r.s.store.list(&userFilter{all: true}, newestFirst(), listRange{limit: 100_000})
	require.Nil(r, err)
	return users
}

// ids lists the ids that a query selects, in order.
func (r *rig) ids(query string) []string {
	r.Helper()
	out := []string{}
	for _, row := range r.call("GET", "/users?limit=500&"+query, nil).ok().rows() {
		out = append(out, row["id"].(string))
	}
	return out
}

func idsOf(users []*userRecord, fits func(u *userRecord) bool) []string {
	out := []string{}
	for _, u := range users {
		if fits(u) {
			out = append(out, u.ID)
		}
	}
	return out
}

// TestFiltersSelectWhatTheySay compares every filter, on derived users and on records, with a
// plain reading of the contract. Some users are changed first, so that both kinds are there.
func TestFiltersSelectWhatTheySay(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{Users: 480})
	r.unheld, r.lenient = true, true
	for i, u := range r.everyone() {
		if i%7 == 0 {
			_, err := r.s.store.update(u.ID, func(u *userRecord) *apiError { u.Banned = i%2 == 0; return nil })
			require.Nil(t, err)
		}
	}
	all := r.everyone()
	require.Len(t, all, 480)
	now := r.clock.Now().UnixMilli()
	derived := all[450]
	social := all[slices.IndexFunc(all, func(u *userRecord) bool { return u.slot < castSlot && len(u.ExternalAccounts) > 0 })]
	account := social.ExternalAccounts[0]
	withPhone := all[slices.IndexFunc(all, func(u *userRecord) bool { return u.slot < castSlot && len(u.Phones) > 0 })]
	named := all[slices.IndexFunc(all, func(u *userRecord) bool { return u.slot < castSlot && u.Username != nil })]
	external := all[slices.IndexFunc(all, func(u *userRecord) bool { return u.slot < castSlot && u.ExternalID != nil })]
	wallet := all[slices.IndexFunc(all, func(u *userRecord) bool { return len(u.Wallets) > 0 })]
	org := r.s.store.organizations()[0].ID
	inOrg := func(u *userRecord) bool {
		return slices.ContainsFunc(r.s.store.memberships(u.ID), func(m membership) bool { return m.OrganizationID == org })
	}
	hasEmail := func(u *userRecord, part string) bool {
		return slices.ContainsFunc(u.Emails, func(e emailAddress) bool {
			return strings.Contains(strings.ToLower(e.EmailAddress), part)
		})
	}
	q := url.QueryEscape
	for query, want := range map[string]func(u *userRecord) bool{
		"": func(*userRecord) bool { return true },
		"email_address=" + q(derived.primaryEmail()):                                func(u *userRecord) bool { return u.ID == derived.ID },
		"email_address=" + q(strings.ToUpper(derived.primaryEmail())):               func(u *userRecord) bool { return u.ID == derived.ID },
		"email_address=nobody%40example.com":                                        func(*userRecord) bool { return false },
		"email_address=nobody%40example.com&email_address=alice%40acme.example":     func(u *userRecord) bool { return u.primaryEmail() == "alice@acme.example" },
		"phone_number=" + q(withPhone.Phones[0].PhoneNumber):                        func(u *userRecord) bool { return u.ID == withPhone.ID },
		"username=" + *named.Username + "&email_address=" + q("alice@acme.example"): func(u *userRecord) bool { return u.ID == named.ID || u.primaryEmail() == "alice@acme.example" },
		"web3_wallet=" + wallet.Wallets[0].Web3Wallet:                               func(u *userRecord) bool { return u.ID == wallet.ID },
		"external_id=" + *external.ExternalID:                                       func(u *userRecord) bool { return u.ID == external.ID },
		"external_id=" + strings.ToUpper(*external.ExternalID):                      func(*userRecord) bool { return false },
		"external_id=-" + *external.ExternalID:                                      func(u *userRecord) bool { return u.ID != external.ID },
		"external_id=%2B" + *external.ExternalID + "&user_id=" + derived.ID:         func(u *userRecord) bool { return u.ID == external.ID || u.ID == derived.ID },
		"user_id=%2B" + derived.ID + "&user_id=" + all[0].ID:                        func(u *userRecord) bool { return u.ID == derived.ID || u.ID == all[0].ID },
		"user_id=-" + derived.ID + "&user_id=-" + all[0].ID:                         func(u *userRecord) bool { return u.ID != derived.ID && u.ID != all[0].ID },
		"user_id=" + derived.ID + "&user_id=-" + derived.ID:                         func(*userRecord) bool { return false },
		"organization_id=" + org:                                                    inOrg,
		"organization_id=%2B" + org:                                                 inOrg,
		"organization_id=-" + org:                                                   func(u *userRecord) bool { return !inOrg(u) },
		"organization_id=org_nope":                                                  func(*userRecord) bool { return false },
		"organization_id=" + org + "&email_address=alice%40acme.example":            func(u *userRecord) bool { return u.primaryEmail() == "alice@acme.example" },
		"banned=true":                 func(u *userRecord) bool { return u.Banned },
		"banned=false":                func(u *userRecord) bool { return !u.Banned },
		"query=AN":                    func(u *userRecord) bool { return (&userFilter{query: "an"}).matchesTexts(u) },
		"query=" + derived.ID[6:20]:   func(u *userRecord) bool { return strings.Contains(u.ID, derived.ID[6:20]) },
		"query=" + q("alice johnson"): func(u *userRecord) bool { return u.fullName() == "Alice Johnson" },
		"query=" + q(" acme.example ") + "&banned=false":    func(u *userRecord) bool { return hasEmail(u, "acme.example") && !u.Banned },
		"query=" + q("李小"):                                  func(u *userRecord) bool { return strings.Contains(u.fullName(), "李小") },
		"query=%00":                                         func(*userRecord) bool { return false },
		"query=&banned=":                                    func(*userRecord) bool { return true },
		"email_address_query=ACME":                          func(u *userRecord) bool { return hasEmail(u, "acme") },
		"phone_number_query=%2B1415":                        func(u *userRecord) bool { return strings.HasPrefix(u.primaryPhone(), "+1415") },
		"username_query=_":                                  func(u *userRecord) bool { return strings.Contains(orEmpty(u.Username), "_") },
		"name_query=" + q("МИР"):                            func(u *userRecord) bool { return strings.Contains(strings.ToLower(u.fullName()), "мир") },
		fmt.Sprint("created_at_after=", derived.CreatedAt):  func(u *userRecord) bool { return u.CreatedAt > derived.CreatedAt },
		fmt.Sprint("created_at_before=", derived.CreatedAt): func(u *userRecord) bool { return u.CreatedAt < derived.CreatedAt },
		fmt.Sprint("last_active_at_after=", now-30*day):     func(u *userRecord) bool { return orZero(u.LastActiveAt) > now-30*day },
		fmt.Sprint("last_active_at_since=", now-30*day):     func(u *userRecord) bool { return orZero(u.LastActiveAt) > now-30*day },
		fmt.Sprint("last_active_at_before=", now-30*day):    func(u *userRecord) bool { return u.LastActiveAt != nil && *u.LastActiveAt < now-30*day },
		fmt.Sprint("last_sign_in_at_after=", now-9*day):     func(u *userRecord) bool { return orZero(u.LastSignInAt) > now-9*day },
		fmt.Sprint("last_sign_in_at_before=", now-9*day, "&last_sign_in_at_after=1"):                           func(u *userRecord) bool { return u.LastSignInAt != nil && *u.LastSignInAt < now-9*day },
		"provider=" + account.Provider + "&provider_user_id=" + account.ProviderUserID + "&provider_user_id=1": func(u *userRecord) bool { return u.ID == social.ID },
		"provider=oauth_none&provider_user_id=" + account.ProviderUserID:                                       func(*userRecord) bool { return false },
		"unheard_of=1": func(*userRecord) bool { return true },
	} {
		t.Run(query, func(t *testing.T) {
			want := idsOf(all, want)
			assert.Equal(t, want, r.ids(query))
			var n totalCount
			require.NoError(t, jsonInto(r.call("GET", "/users/count?"+query, nil).ok(), &n))
			assert.Equal(t, totalCount{"total_count", len(want)}, n)
		})
	}
}

// TestColumnsAndRecordsFilterAlike holds the two ways to apply a filter against each other.
func TestColumnsAndRecordsFilterAlike(t *testing.T) {
	t.Parallel()
	s := newStore(6000, 3, func() time.Time { return time.UnixMilli(1_800_000_000_000) })
	for _, query := range []string{
		"query=a", "query=ber", "query=4", "query=user_3", "query=" + url.QueryEscape("é"), "name_query=son", "username_query=the",
		"email_address_query=.example", "phone_number_query=99", "banned=true", "query=ma&banned=true&created_at_after=1700000000000",
		"organization_id=" + s.sample.orgs[1].ID, "organization_id=-" + s.sample.orgs[0].ID, "last_active_at_before=1790000000000&query=o",
	} {
		values, err := url.ParseQuery(query)
		require.NoError(t, err)
		f, failure := parseFilter(values)
		require.Nil(t, failure)
		selected := f.derived(s.sample)
		hits := 0
		for at := range slot(s.sample.users) {
			u := s.sample.user(at)
			want := f.matches(u, func() []membership { return s.sample.memberships(u) })
			require.Equal(t, want, selected.has(at), "%s: %s %s", query, u.fullName(), u.primaryEmail())
			if want {
				hits++
			}
		}
		assert.Equal(t, hits, selected.count())
		assert.Positive(t, hits, query)
	}
}

func TestListRefusesWhatTheContractForbids(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{Users: 60})
	r.lenient = true
	last := r.everyone()[5].ID
	many := strings.Repeat("&user_id=user_1", 101)
	for query, want := range map[string]struct{ code, param string }{
		"order_by=+created_at":          {"form_param_format_invalid", "order_by"}, // a raw + is a space
		"order_by=%2B%2Bcreated_at":     {"form_param_format_invalid", "order_by"},
		"order_by=-web3_wallet":         {"form_param_value_invalid", "order_by"},
		"order_by=locked":               {"form_param_value_invalid", "order_by"},
		"phone_number=+14155550123":     {"form_param_format_invalid", "phone_number"},
		"email_address=a+b@example.com": {"form_param_format_invalid", "email_address"},
		"user_id=+user_1":               {"form_param_format_invalid", "user_id"},
		many[1:]:                        {"form_param_array_size_exceeded", "user_id"},
		strings.ReplaceAll(many[1:], "user_id", "phone_number"): {"form_param_array_size_exceeded", "phone_number"},
		"banned=maybe":                                                   {"form_param_type_invalid", "banned"},
		"created_at_after=yesterday":                                     {"form_param_type_invalid", "created_at_after"},
		"last_active_at_since=1.5":                                       {"form_param_type_invalid", "last_active_at_since"},
		"provider=oauth_google":                                          {"form_param_missing", "provider_user_id"},
		"provider_user_id=1":                                             {"form_param_missing", "provider"},
		"starting_after=" + last + "&order_by=username":                  {"form_param_value_invalid", "starting_after"},
		"starting_after=" + last + "&order_by=-last_active_at":           {"form_param_value_invalid", "starting_after"},
		"starting_after=" + last + "&offset=5":                           {"form_param_value_invalid", "starting_after"},
		"starting_after=user_2NNEqL2nrIRdJ194ndJqAHwEfxC":                {"form_resource_not_found", "starting_after"},
		"starting_after=" + last + "&banned=perhaps&order_by=%2Bnothing": {"form_param_type_invalid", "banned"},
	} {
		r.call("GET", "/users?"+query, nil).refused(http.StatusUnprocessableEntity, want.code, want.param)
	}
	for _, query := range []string{"banned=maybe", many[1:], "provider=oauth_google"} {
		assert.Equal(t, http.StatusUnprocessableEntity, r.call("GET", "/users/count?"+query, nil).status, query)
	}
	r.call("GET", "/users/count?order_by=nonsense&limit=0&offset=-1&starting_after=x", nil).ok()
	r.call("GET", "/users?query=%zz", nil).refused(http.StatusBadRequest, "malformed_request_parameters", "")
}

func TestListPaging(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{Users: 700})
	r.lenient, r.unheld = true, true
	all := idsOf(r.everyone(), func(*userRecord) bool { return true })
	page := func(query string) []string {
		out := []string{}
		for _, row := range r.call("GET", "/users?"+query, nil).ok().rows() {
			out = append(out, row["id"].(string))
		}
		return out
	}
	for query, want := range map[string][]string{
		"": all[:10], "limit=501": all[:10], "limit=0": all[:10], "limit=-3": all[:10], "limit=x": all[:10],
		"limit=1": all[:1], "limit=500": all[:500], "limit=5&offset=0": all[:5], "limit=5&offset=7": all[7:12],
		"limit=5&offset=-7": all[:5], "limit=5&offset=x": all[:5], "limit=20&offset=690": all[690:], "limit=20&offset=700": {},
		"limit=20&offset=99999": {}, "order_by=-created_at&limit=3": all[:3], "order_by=&limit=3": all[:3],
		"limit=4&starting_after=" + all[3]: all[4:8], "starting_after=" + all[699]: {},
		"limit=4&offset=0&starting_after=" + all[150]:               all[151:155],
		"limit=2&order_by=created_at&starting_after=" + all[400]:    {all[399], all[398]},
		"limit=2&order_by=%2Bcreated_at&starting_after=" + all[400]: {all[399], all[398]},
		"limit=2&order_by=created_at&order_by=-username":            {all[699], all[698]},
	} {
		assert.Equal(t, want, page(query), query)
	}
	var walked []string
	for after := ""; ; {
		rows := page("limit=37&starting_after=" + after)
		walked = append(walked, rows...)
		if len(rows) < 37 {
			break
		}
		after = rows[len(rows)-1]
	}
	assert.Equal(t, all, walked, "the cursor meets everyone once")

	var banned []string
	for after := ""; ; {
		rows := page("limit=1&banned=true&starting_after=" + after)
		if len(rows) == 0 {
			break
		}
		banned, after = append(banned, rows...), rows[0]
	}
	assert.Equal(t, page("limit=500&banned=true"), banned)
}

// TestOrdersAreTotal checks every order in both directions: sorted, complete, without values last.
func TestOrdersAreTotal(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{Users: 5000})
	for i, u := range r.everyone() {
		if i%11 == 0 { // records among the derived users
			_, err := r.s.store.update(u.ID, func(*userRecord) *apiError { return nil })
			require.Nil(t, err)
		}
	}
	all := r.everyone()
	for _, field := range orderFields {
		for _, desc := range []bool{false, true} {
			users, err := r.s.store.list(&userFilter{all: true}, userOrder{field, desc}, listRange{limit: 6000})
			require.Nil(t, err)
			require.Len(t, users, len(all), field)
			seen := map[string]bool{}
			for i, u := range users {
				require.False(t, seen[u.ID], "%s twice", u.ID)
				seen[u.ID] = true
				if i > 0 {
					require.Negative(t, compareKeys(keyOf(users[i-1], field), keyOf(u, field), desc), "%s desc=%v at %d", field, desc, i)
				}
			}
			paged, err := r.s.store.list(&userFilter{all: true}, userOrder{field, desc}, listRange{limit: 40, offset: 4321})
			require.Nil(t, err)
			require.Equal(t, users[4321:4361], paged)
		}
	}
}

func TestWritesShowInTheLists(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{Users: 400})
	r.unheld = true // the cast is wild
	count := func(query string) int { return r.call("GET", "/users/count?"+query, nil).ok().get("total_count").(int) }
	u := r.everyone()[300]
	banned := count("banned=true")
	_, err := r.s.store.update(u.ID, func(u *userRecord) *apiError {
		u.Banned, u.FirstName = true, ref("Renamed-Person")
		return nil
	})
	require.Nil(t, err)
	assert.Equal(t, banned+1, count("banned=true"))
	assert.Equal(t, []string{u.ID}, r.ids("name_query=renamed-person"))
	assert.Contains(t, r.ids("banned=true"), u.ID)
	assert.Equal(t, u.ID, r.ids("")[300], "a change keeps the place in the default order")

	created := &userRecord{CreatedAt: r.clock.Now().UnixMilli(), FirstName: ref("Brand"), Emails: []emailAddress{newEmail("idn_x", "brand@new.example", nil, 0)}}
	r.s.store.insert(created)
	assert.Equal(t, 401, count(""))
	assert.Equal(t, created.ID, r.ids("")[0])
	assert.Equal(t, []string{created.ID}, r.ids("email_address=brand%40new.example"))
	holder, ok := r.s.store.holder("email_address", "Brand@new.example")
	assert.True(t, ok)
	assert.Equal(t, created.ID, holder)

	org := r.s.store.organizations()[2].ID
	in := count("organization_id=" + org)
	require.Nil(t, r.s.store.updateMemberships(u.ID, func([]membership) ([]membership, *apiError) {
		return []membership{{OrganizationID: org, UserID: u.ID}}, nil
	}))
	assert.GreaterOrEqual(t, count("organization_id="+org), in)
	assert.Contains(t, r.ids("organization_id="+org), u.ID)
	assert.Len(t, r.s.store.members(org), count("organization_id="+org))

	r.s.store.remove(u.ID)
	r.s.store.remove(created.ID)
	r.s.store.remove("user_unknown")
	assert.Equal(t, 399, count(""))
	assert.Empty(t, r.ids("user_id="+u.ID+"&user_id="+created.ID))
	assert.NotContains(t, r.ids("organization_id="+org), u.ID)
	r.call("GET", "/users/"+u.ID, nil).refused(http.StatusNotFound, "resource_not_found", "")
	_, err = r.s.store.update(u.ID, func(*userRecord) *apiError { return nil })
	require.NotNil(t, err)
	assert.Equal(t, http.StatusNotFound, err.status)

	r.s.store.reset()
	assert.Equal(t, 400, count(""))
}

func TestSmallAndEmptyInstances(t *testing.T) {
	t.Parallel()
	for users, want := range map[int]int{-1: 0, 1: 1, 5: 5, 64: 64, 65: 65, 4096 + 250: 4346} {
		r := newRig(t, Options{Users: users})
		r.unheld = true
		assert.Equal(t, want, r.call("GET", "/users/count", nil).ok().get("total_count"))
		assert.Len(t, r.everyone(), want)
		assert.LessOrEqual(t, r.call("GET", "/users/count?query=a", nil).ok().get("total_count"), want)
		assert.Len(t, r.call("GET", "/users?limit=500&order_by=username", nil).ok().rows(), min(want, 500))
	}
}
