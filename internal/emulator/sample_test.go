package emulator

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// wildUsers are the people whose records hold what the published schema does not know, and why.
var wildUsers = map[string]string{
	"jakub.wojcik@example.com":    "requires_password_reset is undocumented",
	"theo.futura@hostile.example": "unknown fields, and a verification of an unknown kind",
}

func TestSampleUsersFollowTheDocument(t *testing.T) {
	t.Parallel()
	if document() == nil {
		t.Skip("the API document is absent")
	}
	for _, seed := range []uint64{1, 7} {
		c := newRig(t, Options{Users: 500, Seed: seed})
		c.unheld = true
		users := c.call("GET", "/users?limit=500", nil).ok().rows()
		require.Len(t, users, 500)
		c.unheld = false
		wild := 0
		for _, u := range users {
			if wildUsers[email(u)] != "" {
				wild++
				continue
			}
			c.call("GET", "/users/"+u["id"].(string), nil).ok()
		}
		assert.Equal(t, len(wildUsers), wild)
		c.call("GET", "/users?banned=true&limit=100&order_by=first_name", nil).ok()
		c.call("GET", "/users/count", nil).ok()
	}
}

// rows is a body that is a list of objects.
func (a reply) rows() []map[string]any {
	a.Helper()
	var out []map[string]any
	require.NoError(a, json.Unmarshal(a.body, &out), "%s", a.body)
	return out
}

func email(user map[string]any) string {
	for _, e := range user["email_addresses"].([]any) {
		return e.(map[string]any)["email_address"].(string)
	}
	return ""
}

func TestSampleIsDeterministic(t *testing.T) {
	t.Parallel()
	body := func(seed uint64) string {
		return string(newRig(t, Options{Users: 400, Seed: seed}).loose("GET", "/users?limit=400", "").ok().body)
	}
	first, again, other := body(3), body(3), body(4)
	assert.Equal(t, first, again)
	assert.NotEqual(t, first, other)
}

func TestSampleColumnsTellTheSameAsRecords(t *testing.T) {
	t.Parallel()
	m := newSample(9000, 5, int64(1_800_000_000_000))
	require.Greater(t, len(m.columns()), 1)
	seen := map[string]slot{}
	for at := range slot(m.users) {
		u, g, i := m.user(at), m.columns()[at/segmentSize], int(at%segmentSize)
		var emails, phones, wallets []string
		for _, e := range u.Emails {
			emails = append(emails, e.EmailAddress)
		}
		for _, p := range u.Phones {
			phones = append(phones, p.PhoneNumber)
		}
		for _, w := range u.Wallets {
			wallets = append(wallets, w.Web3Wallet)
		}
		values := func(c *textColumn) []string {
			from, to := c.span(i)
			if from == to {
				return nil
			}
			return strings.Split(strings.TrimSuffix(string(c.blob[from:to]), "\x00"), "\x00")
		}
		require.Equal(t, emails, values(&g.email))
		require.Equal(t, phones, values(&g.phone))
		require.Equal(t, wallets, values(&g.wallet))
		require.Equal(t, orEmpty(u.Username), string(g.username.first(i)))
		require.Equal(t, orEmpty(u.ExternalID), string(g.externalID.first(i)))
		require.Equal(t, strings.ToLower(u.fullName()), string(g.name.first(i)))
		first, last := g.names(i)
		require.Equal(t, strings.ToLower(orEmpty(u.FirstName)), string(first))
		require.Equal(t, strings.ToLower(orEmpty(u.LastName)), string(last))
		require.Equal(t, strings.ToLower(u.ID), string(g.id.first(i)))
		require.Equal(t, u.Banned, g.banned.has(i))
		require.Equal(t, []int64{u.CreatedAt, u.UpdatedAt, orZero(u.LastActiveAt), orZero(u.LastSignInAt)},
			[]int64{g.created[i], g.updated[i], g.active[i], g.signIn[i]})
		provider := ""
		if len(u.ExternalAccounts) > 0 {
			provider = u.ExternalAccounts[0].Provider + " " + u.ExternalAccounts[0].ProviderUserID
		}
		require.Equal(t, provider, string(g.providerID.first(i)))
		for _, identifier := range append(append(append(emails, phones...), wallets...), orEmpty(u.Username), orEmpty(u.ExternalID), provider, u.ID) {
			if identifier != "" {
				other, taken := seen[identifier]
				require.False(t, taken, "%s is shared with slot %d", identifier, other)
				seen[identifier] = at
			}
		}
	}
}

func TestSampleTimesAreBelievable(t *testing.T) {
	t.Parallel()
	m := newSample(5000, 1, int64(1_800_000_000_000))
	check := func(u *userRecord) {
		require.LessOrEqual(t, u.UpdatedAt, m.start, u.ID)
		require.LessOrEqual(t, u.CreatedAt, u.UpdatedAt, u.ID)
		if u.LastSignInAt != nil {
			require.GreaterOrEqual(t, *u.LastSignInAt, u.CreatedAt, u.ID)
			require.GreaterOrEqual(t, *u.LastActiveAt, *u.LastSignInAt, u.ID)
			require.LessOrEqual(t, *u.LastActiveAt, m.start, u.ID)
		}
	}
	newest := m.start
	for at := range slot(m.users) {
		u := m.user(at)
		check(u)
		require.Less(t, u.CreatedAt, newest)
		newest = u.CreatedAt
	}
	for _, u := range m.cast {
		check(u)
	}
}

// TestAddressesStayDistinctOverRounds looks at the slots where the names are dealt again.
func TestAddressesStayDistinctOverRounds(t *testing.T) {
	t.Parallel()
	m := newSample(1_000_000, 1, 0)
	seen := map[string]bool{}
	var buf []byte
	for at := slot(0); at < slot(2*m.pairs.total+5000); at++ {
		p := m.profile(at)
		buf = m.appendEmail(buf[:0], &p)
		require.False(t, seen[string(buf)], "%s comes twice", buf)
		seen[string(buf)] = true
		if p.contact().username {
			buf = append(m.appendUsername(buf[:0], &p), '!')
			require.False(t, seen[string(buf)], "%s comes twice", buf)
			seen[string(buf)] = true
		}
	}
}

func TestIDsLeadToTheirOwners(t *testing.T) {
	t.Parallel()
	s := newStore(300, 9, time.Now)
	for _, u := range []*userRecord{s.sample.user(0), s.sample.user(100), s.sample.cast[0], s.sample.cast[30]} {
		ids := []string{u.ID, u.PrimaryEmailID, s.newID("idn_", u), s.newID("sess_", u)}
		for _, x := range s.sessions(u.ID) {
			ids = append(ids, x.ID, x.ClientID, x.Activity.ID)
		}
		for _, id := range ids {
			owner, ok := s.owner(id)
			if id == "" {
				continue
			}
			require.True(t, ok, id)
			assert.Equal(t, u.ID, owner.ID)
			_, digits, _ := strings.Cut(id, "_")
			assert.Regexp(t, `^[0-9A-Za-z_]{27,}$`, digits)
		}
	}
	for _, id := range []string{
		"", "user_", "user_2NNEqL2nrIRdJ194ndJqAHwEfxC", "user_zzzzzzzzzzzzzzzzzzzzzzzzzzz", "user_!!!!!!!!!!!!!!!!!!!!!!!!!!!",
		strings.Replace(s.sample.cast[0].ID, "user_", "idn_", 1) + "x",
	} {
		_, ok := s.owner(id)
		assert.False(t, ok, id)
	}
	_, ok := s.find(strings.Replace(s.sample.cast[0].ID, "user_", "idn_", 1))
	assert.False(t, ok, "a user's id with another prefix is no user's id")
}

func TestTheCastShowsEveryCase(t *testing.T) {
	t.Parallel()
	c := newRig(t, Options{Users: 5000})
	c.unheld = true
	find := func(address string) map[string]any {
		rows := c.call("GET", "/users?email_address="+url.QueryEscape(address), nil).ok().rows()
		require.Len(t, rows, 1, address)
		return rows[0]
	}
	alice := find("alice@acme.example")
	assert.Equal(t, true, alice["locked"])
	assert.InDelta(t, 42*60, alice["lockout_expires_in_seconds"], 0)
	assert.Equal(t, true, alice["totp_enabled"])
	assert.Equal(t, false, alice["backup_code_enabled"])
	google := alice["external_accounts"].([]any)[0].(map[string]any)
	assert.Equal(t, "google_account", google["object"])
	assert.Contains(t, google["id"], "idn_")
	assert.Contains(t, google["external_account_id"], "eac_")
	c.clock.advance(43 * time.Minute)
	assert.Equal(t, false, find("alice@acme.example")["locked"], "locks run out")

	bob := find("bob@spam.example")
	assert.Equal(t, true, bob["banned"])
	assert.Equal(t, "Bob", bob["first_name"])
	assert.Nil(t, bob["last_active_at"])
	assert.Equal(t, "李小龍", find("lee@acme.example")["first_name"])

	carlos := find("carlos.romero@example.com")
	assert.Equal(t, true, carlos["locked"])
	assert.Nil(t, carlos["lockout_expires_in_seconds"])
	assert.Equal(t, true, find("jakub.wojcik@example.com")["requires_password_reset"])
	assert.Equal(t, true, find("nadia@umbrella.example")["deprovisioned"])
	assert.Len(t, find("rosa@example.com")["email_addresses"], 40)

	theo := find("theo.futura@hostile.example")
	assert.NotContains(t, theo, "private_metadata")
	assert.Contains(t, theo, "galactic_rank")
	addresses := theo["email_addresses"].([]any)
	assert.Equal(t, "verification_quantum", addresses[0].(map[string]any)["verification"].(map[string]any)["object"])
	assert.Nil(t, addresses[1].(map[string]any)["verification"])

	u, _ := c.s.store.find(find("sofia.munoz@example.com")["id"].(string))
	assert.Greater(t, len(u.PrivateMetadata), 7*1024)
	assert.Less(t, len(u.PrivateMetadata), 8*1024)
	assert.True(t, json.Valid(u.PrivateMetadata))
	assert.Contains(t, string(c.call("GET", "/users/"+u.ID, nil).ok().body), "18446744073709551615", "large integers survive")

	csi := find("csi33@hostile.example")["first_name"].(string)
	assert.Equal(t, 32, strings.Count(csi, ";"))
}

func TestTheSpamWaveIsOfTheLastHour(t *testing.T) {
	t.Parallel()
	c := newRig(t, Options{Users: 5000})
	c.unheld = true // the cast is wild
	count := func(filter string, ago time.Duration) int {
		after := fmt.Sprint("&created_at_after=", c.clock.Now().Add(-ago).UnixMilli())
		return c.call("GET", "/users/count?"+filter+after, nil).ok().get("total_count").(int)
	}
	assert.Equal(t, 121, count("email_address_query=%40spam.example", time.Hour), "the wave, and Bob")
	assert.Equal(t, 120, count("email_address_query=%40spam.example&banned=false", 56*time.Minute))
	assert.Greater(t, count("", 24*time.Hour), 200, "today is not empty")
	spam := 0
	for _, u := range c.call("GET", "/users?limit=36", nil).ok().rows() {
		if strings.HasSuffix(email(u), "@spam.example") {
			spam++
		}
		assert.NotContains(t, email(u), "hostile")
	}
	assert.LessOrEqual(t, spam, 4, "the first screen is of ordinary people")
}

func jsonInto(a reply, v any) error { return json.Unmarshal(a.body, v) }

// TestRelationsFollowTheDocument reads what belongs to users through the operations that show it.
func TestRelationsFollowTheDocument(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{Users: 600})
	statuses := map[string]bool{}
	members, invited := 0, 0
	for i, u := range r.everyone() {
		if i%4 != 0 && u.slot < castSlot {
			continue
		}
		sessions := r.call("GET", "/sessions?limit=100&user_id="+u.ID, nil).ok().rows()
		for k, s := range sessions {
			statuses[s["status"].(string)] = true
			if k > 0 {
				assert.GreaterOrEqual(t, sessions[k-1]["created_at"], s["created_at"], "newest first")
			}
		}
		members += r.call("GET", "/users/"+u.ID+"/organization_memberships", nil).ok().len("data")
		invited += r.call("GET", "/users/"+u.ID+"/organization_invitations", nil).ok().len("data")
		if u.Banned {
			assert.Zero(t, r.call("GET", "/sessions?status=active&user_id="+u.ID, nil).ok().len(""))
		}
	}
	for _, status := range []string{"active", "pending", "revoked", "ended", "expired", "replaced", "removed", "abandoned"} {
		assert.Contains(t, statuses, status)
	}
	assert.Positive(t, members)
	assert.Positive(t, invited)
	now := r.clock.Now().UnixMilli()
	seen := map[string]bool{}
	for _, x := range r.s.store.allInvitations("") {
		require.False(t, seen[x.ID], x.ID)
		seen[x.ID] = true
		seen[x.Status] = true
		assert.Equal(t, x.Status == "pending", x.Status != "expired" && x.Status != "accepted" && x.Status != "revoked")
		if x.Status == "expired" {
			assert.LessOrEqual(t, x.ExpiresAt, now)
		}
		if x.Status == "pending" {
			assert.Greater(t, x.ExpiresAt, now)
		}
	}
	for _, status := range []string{"pending", "expired", "accepted", "revoked"} {
		assert.True(t, seen[status], status)
	}
}
