package detail

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"usher/api"
)

func idOf(m *api.Membership) api.ID { return m.ID }

func page(total int64, from, to int) *api.List[api.Membership] {
	l := &api.List[api.Membership]{TotalCount: total}
	for i := from; i < to; i++ {
		l.Data = append(l.Data, membership(i))
	}
	return l
}

func TestListingTake(t *testing.T) {
	var l listing[api.Membership]
	assert.False(t, l.loaded())
	l.take(page(5, 0, 2), 0, 2, at, idOf)
	assert.Equal(t, 2, l.count)
	assert.False(t, l.end)
	// The list shifted by one: an entry comes twice and is held once.
	l.take(page(6, 1, 3), 2, 2, at, idOf)
	assert.Equal(t, 3, l.count)
	assert.Equal(t, 4, l.next, "the next page starts behind what the server sent")
	l.take(page(6, 3, 5), 4, 2, at, idOf)
	assert.True(t, l.end)
	assert.Len(t, l.items, 5)

	l.take(page(0, 0, 0), 0, 50, at, idOf)
	assert.True(t, l.end)
	assert.True(t, l.loaded())
	assert.Empty(t, l.items)
}

func TestListingWithoutTotal(t *testing.T) {
	var l listing[api.Membership]
	l.take(page(-1, 0, 50), 0, 50, at, idOf)
	assert.False(t, l.end, "a full page may be followed by another")
	l.take(page(-1, 50, 60), 50, 50, at, idOf)
	assert.True(t, l.end)
	assert.Equal(t, int64(60), l.total)
}

func TestRecordsForgetTheOldest(t *testing.T) {
	var c records
	first := c.of("user_0")
	for i := range maxRecords {
		c.of(api.ID(fmt.Sprintf("user_%d", i)))
	}
	assert.Same(t, first, c.of("user_0"), "seen again, so it is the newest")
	c.of("user_new")
	assert.Same(t, first, c.of("user_0"))
	assert.Len(t, c.byID, maxRecords)
	assert.Len(t, c.order, maxRecords)
	assert.NotContains(t, c.byID, api.ID("user_1"), "the oldest is gone")
}

func TestDue(t *testing.T) {
	var s loadState
	assert.True(t, s.due(at))
	s.fetched = at
	assert.False(t, s.due(at.Add(freshFor)))
	assert.True(t, s.due(at.Add(freshFor+1)))
	s.stale = true
	assert.True(t, s.due(at))
	s.stale, s.err = false, assert.AnError
	assert.False(t, s.due(at.Add(day)), "after an error only a person asks again")
}
