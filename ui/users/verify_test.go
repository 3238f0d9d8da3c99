package users_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/query"
	"usher/internal/uitest"
)

func TestAServerThatIgnoresTheFilterNeverWidensTheList(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(1300)
		for i := 0; i < len(d.people); i += 100 {
			d.people[i].Banned = true
		}
		d.ignore = true
		dr, s := start(t, d)
		dr.Press("2")
		dr.Contains("scanned 1,300 of 1,300 · 13 found · done")
		assert.Equal(t, 13, s.page.Len())
		n, banner := s.page.Problem()
		assert.True(t, banner)
		assert.Equal(t, "The server did not apply the filter", n.Title)
		dr.Press("A", "A")
		require.Len(t, s.page.Marked(), 13)
		for _, u := range s.page.Marked() {
			assert.True(t, u.Banned)
		}
	})
}

func TestAnExactSearchThatTheServerIgnoresFindsNobodyElse(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(300)
		d.ignore = true
		dr, s := start(t, d)
		dr.Paste("nobody@nowhere.example")
		assert.Nil(t, s.found)
		assert.Nil(t, s.page.Current())
		dr.Contains("The server did not apply the filter")
		dr.Lacks("person0")
	})
}

func TestRowsThatWereNotAskedForAreLeftOut(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(120)
		for _, u := range d.people {
			u.Banned = true
		}
		stranger := person(9999)
		d.stray = []*api.User{stranger}
		dr, s := start(t, d)
		dr.Press("2")
		dr.Contains("1 row left out: it does not match what was asked")
		dr.Contains("· left out")
		dr.Lacks("person09999")
		assert.Nil(t, s.page.Current(), "the row cannot be acted upon")
		assert.Nil(t, s.page.Find(stranger.ID))
		dr.Press("space", "A", "A")
		assert.Len(t, s.page.Marked(), 120)
		for _, u := range s.page.Marked() {
			assert.NotEqual(t, stranger.ID, u.ID)
		}
		assert.Contains(t, s.said[0], "1 user was left out")
	})
}

// catalog is a directory of organizations in memory.
type catalog struct {
	orgs    map[string][]query.Organization
	members map[api.ID][]api.ID
	asked   []string
	delay   time.Duration
}

func (c *catalog) Find(_ context.Context, name string) ([]query.Organization, error) {
	time.Sleep(c.delay) //nolint:forbidigo // the bubble's clock
	c.asked = append(c.asked, name)
	return c.orgs[name], nil
}

func (c *catalog) Members(_ context.Context, org api.ID, users []api.ID) (map[api.ID]bool, error) {
	out := map[api.ID]bool{}
	for _, m := range c.members[org] {
		for _, u := range users {
			out[u] = out[u] || u == m
		}
	}
	return out, nil
}

func acme() *catalog {
	return &catalog{
		orgs: map[string][]query.Organization{
			"acme": {{ID: "org_acme1", Name: api.NewText("Acme"), Slug: api.NewText("acme")}},
			"twin": {{ID: "org_twin1", Name: api.NewText("Twin")}, {ID: "org_twin2", Name: api.NewText("Twin")}},
		},
		members: map[api.ID][]api.ID{"org_acme1": {"user_person00003", "user_person00007"}},
	}
}

func TestOrganizationsAreLookedUpFirstAndOnce(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d, c := newDirectory(300), acme()
		d.ignore = true // it sends everybody; memberships are asked for
		c.delay = 100 * time.Millisecond
		dr, s := startWith(t, d, c)
		n := len(d.asked())
		search(dr, "org:acme")
		dr.Contains("searching…")
		assert.Len(t, d.asked(), n, "nobody is asked for before the organization is known")
		dr.Advance(time.Second)
		assert.Equal(t, api.Include("org_acme1"), d.asked()[n].OrganizationID)
		assert.Equal(t, 2, s.page.Len(), "members only, whatever the server sends")
		search(dr, "org:acme person0000")
		dr.Advance(time.Second)
		dr.Press("R")
		dr.Advance(time.Second)
		assert.Equal(t, []string{"acme"}, c.asked)
	})
}

func TestAnUnknownOrganizationIsSaidToBe(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d, c := newDirectory(300), acme()
		dr, _ := startWith(t, d, c)
		n := len(d.asked())
		search(dr, "org:nowhere")
		dr.Contains("Nobody can match")
		dr.Contains("“nowhere”")
		assert.Len(t, d.asked(), n, "there is nothing to ask for")
		c.orgs["nowhere"] = []query.Organization{{ID: "org_nowhere1", Name: api.NewText("Nowhere")}}
		dr.Press("R")
		require.Greater(t, len(d.asked()), n, "refreshing looks the name up again")
		assert.Equal(t, api.Include("org_nowhere1"), d.asked()[n].OrganizationID)
	})
}

func TestAnAmbiguousOrganizationIsSaidToBe(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d, c := newDirectory(300), acme()
		dr, s := startWith(t, d, c)
		search(dr, "org:twin")
		require.Len(t, s.said, 1)
		assert.Contains(t, s.said[0], "2 organizations have the name “twin”. All of them are meant.")
	})
}
