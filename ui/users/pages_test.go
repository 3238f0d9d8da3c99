package users

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
)

func people(from, n int) []*api.User {
	out := make([]*api.User, n)
	for i := range out {
		out[i] = &api.User{ID: api.ID(fmt.Sprintf("user_%d", from+i))}
	}
	return out
}

func TestPagesGrowUntilTheEndIsSeen(t *testing.T) {
	p := newPages(10)
	assert.Equal(t, 0, p.length())
	p.put(0, people(0, 10), 10, time.Time{})
	assert.Equal(t, 11, p.length(), "a full page without a count may have a successor")
	p.total = 25
	assert.Equal(t, 25, p.length())
	p.put(2, people(20, 4), 10, time.Time{})
	assert.Equal(t, 24, p.length(), "the end that was seen beats the count")
	e, ok := p.at(23)
	require.True(t, ok)
	assert.Equal(t, api.ID("user_23"), e.user.ID)
	_, ok = p.at(15)
	assert.False(t, ok, "page 1 is not loaded")
}

func TestShiftedRowsAreNotShownTwice(t *testing.T) {
	p := newPages(10)
	p.put(0, people(0, 10), 10, time.Time{})
	repeated := p.put(1, people(8, 10), 10, time.Time{}) // two users signed up meanwhile
	assert.Equal(t, 2, repeated)
	seen := map[api.ID]bool{}
	for row := range 20 {
		e, ok := p.at(row)
		require.True(t, ok)
		if e == nil {
			continue
		}
		assert.False(t, seen[e.user.ID], "%s twice", e.user.ID)
		seen[e.user.ID] = true
	}
	assert.Len(t, seen, 18)
}

func TestMemoryStaysFlatOverTenThousandRows(t *testing.T) {
	p := newPages(50)
	for n := range 200 {
		p.put(n, people(n*50, 50), 50, time.Time{})
		assert.LessOrEqual(t, len(p.kept), maxPages)
		assert.LessOrEqual(t, len(p.rowOf), maxPages*50)
	}
	assert.Len(t, p.ends, 200, "the ends stay: the created order is paged by them in both directions")
	_, ok := p.at(9_999)
	assert.True(t, ok)
	_, ok = p.at(0)
	assert.False(t, ok)
}

func TestEvictionSparesThePagesInUse(t *testing.T) {
	p := newPages(10)
	for n := range maxPages {
		p.put(n, people(n*10, 10), 10, time.Time{})
	}
	assert.True(t, p.touch(0))
	p.put(maxPages, people(maxPages*10, 10), 10, time.Time{})
	assert.True(t, p.touch(0), "just used")
	assert.False(t, p.touch(1), "used longest ago")
}

func TestReplaceKeepsThePlace(t *testing.T) {
	p := newPages(10)
	p.put(0, people(0, 10), 10, time.Time{})
	before, _ := p.at(3)
	rev := before.rev
	at := time.Unix(1, 0)
	assert.True(t, p.replace(&api.User{ID: "user_3", Banned: true}, at))
	e, _ := p.at(3)
	assert.True(t, e.user.Banned)
	assert.Equal(t, at, e.fetched)
	assert.NotEqual(t, rev, e.rev, "the row must be drawn again")
	assert.False(t, p.replace(&api.User{ID: "user_99"}, at))
}

func TestRefreshForgetsWhatItDidNotRead(t *testing.T) {
	p := newPages(10)
	for n := range 3 {
		p.put(n, people(n*10, 10), 10, time.Time{})
	}
	p.drift = 2
	p.put(1, people(110, 10), 10, time.Time{})
	p.forgetOthers(1)
	assert.False(t, p.touch(0))
	assert.True(t, p.touch(1))
	assert.Equal(t, map[int]api.ID{1: "user_119"}, p.ends)
	assert.Zero(t, p.drift)
	assert.Len(t, p.rowOf, 10)
}
