package users_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"usher/api"
	"usher/internal/query"
	"usher/internal/uitest"
	"usher/keymap"
	"usher/ui/users"
)

// organizations answers every name but "nobody" and counts how often.
type organizations struct{ asked []string }

func (o *organizations) Find(_ context.Context, name string) ([]query.Organization, error) {
	o.asked = append(o.asked, name)
	if name == "nobody" {
		return nil, nil
	}
	return []query.Organization{{ID: "org_" + api.ID(name), Name: api.NewText(name), Slug: api.NewText(name)}}, nil
}

func (o *organizations) Members(_ context.Context, _ api.ID, list []api.ID) (map[api.ID]bool, error) {
	return map[api.ID]bool{}, nil
}

func TestViewsAreCountedSeldomAndNeverByAScan(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d, orgs := newDirectory(120), &organizations{}
		o := deps(t, d, keymap.Default())
		o.Directory = orgs
		o.Views = []users.View{
			{Name: "Banned", Query: "banned:yes"},
			{Name: "Locked", Query: "locked:yes"},
			{Name: "Acme", Query: "org:acme"},
			{Name: "Gone", Query: "org:nobody"},
			{Name: "Both", Query: "banned:yes mfa:off"},
			{Name: "Nonsense", Query: "bannd:yes spam"},
		}
		s := &screen{keys: o.Keys, page: users.New(o)}
		r := uitest.New(t, s, uitest.AnyFit())
		r.Advance(10 * time.Second)
		count := func(i int) bool { _, ok := s.page.ViewCount(o.Views[i]); return ok }
		assert.True(t, count(0))
		assert.False(t, count(1), "a scan only")
		assert.True(t, count(2))
		assert.False(t, count(3), "there is no such organization")
		assert.False(t, count(4), "the server's answer is wider than the query")
		assert.True(t, s.page.NeedsScan(o.Views[1]))
		assert.True(t, s.page.NeedsScan(o.Views[4]))
		assert.False(t, s.page.NeedsScan(o.Views[0]))
		assert.Equal(t, []string{"acme", "nobody"}, orgs.asked)
		n, known := s.page.Count()
		assert.True(t, known, "everybody is counted, though no view shows them")
		assert.Equal(t, int64(120), n)
		assert.NotEmpty(t, s.page.QueryProblem(o.Views[5].Query))

		lists, counts := len(d.lists), len(d.counts)
		for range 3 {
			s.page.RefreshCounts()
			r.Advance(time.Minute)
		}
		assert.Len(t, d.counts, counts, "nothing is counted again so soon")
		assert.Len(t, d.lists, lists, "no view is read for its number")
		r.Advance(3 * time.Minute)
		assert.NotNil(t, s.page.RefreshCounts(), "but now and then")
		assert.Equal(t, []string{"acme", "nobody"}, orgs.asked, "names are kept")
	})
}
