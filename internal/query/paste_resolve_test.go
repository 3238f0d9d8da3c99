package query_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/query"
)

// directory is a Lister over a few people; it remembers what it was asked.
type directory struct {
	mu       sync.Mutex
	users    []*api.User
	members  map[string][]*api.User
	sessions map[api.ID]api.ID
	fail     string // the request whose line begins so fails
	asked    []string
}

func (d *directory) note(line string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked = append(d.asked, line)
	if d.fail != "" && strings.HasPrefix(line, d.fail) {
		return errors.New("no connection")
	}
	return nil
}

func (d *directory) List(_ context.Context, p api.ListUsersParams) ([]*api.User, error) {
	f := p.UserFilter
	var ids, orgs []string
	for _, v := range f.UserID {
		ids = append(ids, v.Value)
	}
	for _, v := range f.OrganizationID {
		orgs = append(orgs, v.Value)
	}
	if err := d.note(fmt.Sprint("list", f.EmailAddress, f.PhoneNumber, ids, orgs, p.Limit)); err != nil {
		return nil, err
	}
	var out []*api.User
	for _, u := range d.users {
		hit := slices.Contains(ids, string(u.ID))
		for _, e := range u.EmailAddresses {
			hit = hit || slices.ContainsFunc(f.EmailAddress, e.EmailAddress.Is)
		}
		for _, n := range u.PhoneNumbers {
			hit = hit || slices.ContainsFunc(f.PhoneNumber, n.PhoneNumber.Is)
		}
		if hit {
			out = append(out, u)
		}
	}
	for _, o := range orgs {
		out = append(out, d.members[o]...)
	}
	return out[:min(len(out), p.Limit)], nil
}

func (d *directory) Session(_ context.Context, id api.ID) (*api.Session, error) {
	if err := d.note("session " + string(id)); err != nil {
		return nil, err
	}
	user, ok := d.sessions[id]
	if !ok {
		return nil, &api.Error{Op: "GetSession", Status: 404}
	}
	return &api.Session{ID: id, UserID: user}, nil
}

func person(id, email, phone string) *api.User {
	u := &api.User{ID: api.ID(id)}
	if email != "" {
		u.EmailAddresses = []api.EmailAddress{{EmailAddress: api.NewText(email)}}
	}
	if phone != "" {
		u.PhoneNumbers = []api.PhoneNumber{{PhoneNumber: api.NewText(phone)}}
	}
	return u
}

func people() *directory {
	alice, bob := person("user_2alice", "alice@x.com", "+436601234567"), person("user_2bob00", "bob@y.org", "")
	return &directory{
		users:    []*api.User{bob, alice},
		members:  map[string][]*api.User{"org_2acme0": {alice, bob}},
		sessions: map[api.ID]api.ID{"sess_2abc1": "user_2bob00", "sess_2gone": "user_2gone0"},
	}
}

func resolve(t *testing.T, d *directory, text string) (query.Resolved, error) {
	t.Helper()
	return query.Resolve(t.Context(), d, query.Identify(text, "AT"))
}

// told is the result in words.
func told(r query.Resolved) []string {
	out := []string{}
	for _, h := range r.Hits {
		s := string(h.User.ID) + " by"
		for _, id := range h.By {
			s += " " + id.Value
		}
		out = append(out, s)
	}
	for _, id := range r.Misses {
		out = append(out, "nobody has "+id.Value)
	}
	for _, id := range r.Unknown {
		out = append(out, "unknown "+id.Value)
	}
	return out
}

func TestResolve(t *testing.T) {
	tests := []struct {
		name, text  string
		asked, want []string
		one         bool
	}{
		{"one", "Alice@X.com", []string{"list[Alice@X.com alice@x.com] [] [] [] 500"}, []string{"user_2alice by Alice@X.com"}, true},
		{
			"several ways to one user", "alice@x.com, 0660 1234567, user_2alice",
			[]string{"list[] [+436601234567] [] [] 500", "list[] [] [user_2alice] [] 500", "list[alice@x.com] [] [] [] 500"},
			[]string{"user_2alice by alice@x.com +436601234567 user_2alice"},
			true,
		},
		{
			"order of the text, and a miss", "alice@x.com bob@y.org carl@z.net",
			[]string{"list[alice@x.com bob@y.org carl@z.net] [] [] [] 500"},
			[]string{"user_2alice by alice@x.com", "user_2bob00 by bob@y.org", "nobody has carl@z.net"},
			false,
		},
		{"a guess is no miss", "bob@y.org order 0512 123456", []string{"list[] [+43512123456] [] [] 500", "list[bob@y.org] [] [] [] 500"}, []string{"user_2bob00 by bob@y.org"}, true},
		{"session", "sess_2abc1", []string{"list[] [] [user_2bob00] [] 500", "session sess_2abc1"}, []string{"user_2bob00 by sess_2abc1"}, true},
		{"unknown session", "sess_2none", []string{"session sess_2none"}, []string{"nobody has sess_2none"}, false},
		{"session of somebody deleted", "sess_2gone", []string{"list[] [] [user_2gone0] [] 500", "session sess_2gone"}, []string{"nobody has sess_2gone"}, false},
		{"organization", "org_2acme0", []string{"list[] [] [] [org_2acme0] 51"}, []string{"user_2alice by org_2acme0", "user_2bob00 by org_2acme0"}, false},
		{"unknown organization", "org_2other", []string{"list[] [] [] [org_2other] 51"}, []string{"nobody has org_2other"}, false},
		{"nothing", "hello", nil, []string{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := people()
			r, err := resolve(t, d, tt.text)
			require.NoError(t, err)
			slices.Sort(d.asked)
			assert.Equal(t, tt.asked, d.asked)
			assert.Equal(t, tt.want, told(r))
			u, one := r.One()
			assert.Equal(t, tt.one, one)
			assert.Equal(t, tt.one, u != nil)
		})
	}
}

func TestAFailedRequestIsNoMiss(t *testing.T) {
	d := people()
	d.fail = "list[] [+43"
	r, err := resolve(t, d, "+43 660 1234567 bob@y.org")
	require.ErrorContains(t, err, "look up the pasted phone numbers: no connection")
	assert.Equal(t, []string{"user_2bob00 by bob@y.org", "unknown +436601234567"}, told(r))
	_, one := r.One()
	assert.False(t, one)

	d = people()
	d.fail = "session"
	r, err = resolve(t, d, "sess_2abc1")
	require.ErrorContains(t, err, "no connection")
	assert.Equal(t, []string{"unknown sess_2abc1"}, told(r))

	d = people()
	d.fail = "list"
	r, err = resolve(t, d, "sess_2abc1")
	require.Error(t, err)
	assert.Equal(t, []string{"unknown sess_2abc1"}, told(r), "the session is there, its user was not told")
}

func TestALargeOrganizationIsNotListedWhole(t *testing.T) {
	d := people()
	for i := range 60 {
		d.members["org_2acme0"] = append(d.members["org_2acme0"], person(fmt.Sprintf("user_2m%03d", i), "", ""))
	}
	r, err := resolve(t, d, "org_2acme0")
	require.NoError(t, err)
	assert.Len(t, r.Hits, 50)
	assert.True(t, r.More)
}
