package api

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// directory is a server with users, newest first. Its hooks make it odd.
type directory struct {
	ids           []string
	noCursor      bool // refuses starting_after
	ignoresCursor bool
	ignoresOffset bool
	afterPage     func(n int)
	queries       []url.Values
}

func (d *directory) reply(n int, s sent) answer {
	q, _ := url.ParseQuery(s.query)
	d.queries = append(d.queries, q)
	after := q.Get("starting_after")
	if after != "" && d.noCursor {
		return answer{status: 422, body: errorBody("form_param_unknown", "starting_after is not a parameter", "starting_after")}
	}
	start, _ := strconv.Atoi(q.Get("offset"))
	if d.ignoresOffset {
		start = 0
	}
	if after != "" && !d.ignoresCursor {
		start = slices.Index(d.ids, after) + 1
	}
	limit, _ := strconv.Atoi(q.Get("limit"))
	end := min(start+limit, len(d.ids))
	var rows []string
	for _, id := range d.ids[min(start, end):end] {
		rows = append(rows, fmt.Sprintf(`{"id":%q}`, id))
	}
	if d.afterPage != nil {
		d.afterPage(n)
	}
	return answer{body: "[" + strings.Join(rows, ",") + "]"}
}

func newDirectory(n int) *directory {
	d := &directory{}
	for i := range n {
		d.ids = append(d.ids, fmt.Sprintf("user_%03d", i))
	}
	return d
}

func collect(t *testing.T, d *directory, p ListUsersParams) ([]string, error) {
	t.Helper()
	c := newClient(t, newServer(t, d.reply))
	got := []string{}
	for u, err := range c.Users.All(t.Context(), p) {
		if err != nil {
			return got, err
		}
		got = append(got, string(u.ID))
	}
	return got, nil
}

func TestAllByCursor(t *testing.T) {
	for _, n := range []int{0, 1, 9, 10, 11, 35} {
		d := newDirectory(n)
		want := append([]string{}, d.ids...)
		got, err := collect(t, d, ListUsersParams{Limit: 10, UserFilter: UserFilter{Query: "x"}})
		require.NoError(t, err)
		assert.Equal(t, want, got)
		assert.Len(t, d.queries, n/10+1)
		for i, q := range d.queries {
			assert.Equal(t, i > 0, q.Has("starting_after"))
			assert.False(t, q.Has("offset"))
			assert.Equal(t, "x", q.Get("query"), "the filter stays the same")
		}
	}
}

func TestAllByOffsetInOtherOrders(t *testing.T) {
	d := newDirectory(25)
	got, err := collect(t, d, ListUsersParams{Limit: 10, Order: Order{Field: OrderUsername}})
	require.NoError(t, err)
	assert.Equal(t, d.ids, got)
	require.Len(t, d.queries, 3)
	assert.Equal(t, "20", d.queries[2].Get("offset"))
	assert.False(t, d.queries[2].Has("starting_after"))
}

func TestAllFallsBackToOffset(t *testing.T) {
	d := newDirectory(25)
	d.noCursor = true
	got, err := collect(t, d, ListUsersParams{Limit: 10})
	require.NoError(t, err)
	assert.Equal(t, d.ids, got)
	assert.Len(t, d.queries, 4, "one refusal, not one a page")
}

func TestAllWhereTheCursorIsIgnored(t *testing.T) {
	d := newDirectory(25)
	d.ignoresCursor = true
	got, err := collect(t, d, ListUsersParams{Limit: 10})
	require.NoError(t, err)
	assert.Equal(t, d.ids, got)
}

func TestAllWhereNothingPages(t *testing.T) {
	d := newDirectory(25)
	d.ignoresCursor, d.ignoresOffset = true, true
	got, err := collect(t, d, ListUsersParams{Limit: 10})
	require.ErrorIs(t, err, errRepeats)
	assert.Len(t, got, 10)
	assert.Less(t, len(d.queries), 10)
}

// TestAllShowsNobodyTwice has people sign up between the pages.
func TestAllShowsNobodyTwice(t *testing.T) {
	for _, order := range []Order{{}, {Field: OrderLastName}} {
		d := newDirectory(30)
		want := append([]string{}, d.ids...)
		d.afterPage = func(n int) {
			d.ids = slices.Insert(d.ids, 0, fmt.Sprintf("user_new%d", n), fmt.Sprintf("user_newer%d", n))
		}
		got, err := collect(t, d, ListUsersParams{Limit: 10, Order: order})
		require.NoError(t, err)
		assert.Equal(t, want, got, order)
	}
}

func TestAllStartsWhereTold(t *testing.T) {
	d := newDirectory(30)
	got, err := collect(t, d, ListUsersParams{Limit: 10, Offset: 5})
	require.NoError(t, err)
	assert.Equal(t, d.ids[5:], got)
	assert.False(t, d.queries[1].Has("offset"), "a cursor goes without an offset")

	d = newDirectory(30)
	got, err = collect(t, d, ListUsersParams{StartingAfter: "user_009"})
	require.NoError(t, err)
	assert.Equal(t, d.ids[10:], got)
	assert.Equal(t, "100", d.queries[0].Get("limit"))

	d = newDirectory(30)
	d.noCursor = true
	_, err = collect(t, d, ListUsersParams{StartingAfter: "user_009"})
	assert.Equal(t, 422, asError(t, err).Status, "a cursor that was given has no offset")
}

func TestAllStopsWhenToldAndOnErrors(t *testing.T) {
	d := newDirectory(30)
	c := newClient(t, newServer(t, d.reply))
	n := 0
	for _, err := range c.Users.All(t.Context(), ListUsersParams{Limit: 10}) {
		require.NoError(t, err)
		if n++; n == 12 {
			break
		}
	}
	assert.Len(t, d.queries, 2)

	failing := newClient(t, newServer(t, sequence(answer{body: `[{"id":"a"},{"id":"b"}]`}, answer{status: 500})))
	var got []ID
	var last error
	for u, err := range failing.Users.All(t.Context(), ListUsersParams{Limit: 2}) {
		if err != nil {
			assert.Nil(t, u)
			last = err
			continue
		}
		got = append(got, u.ID)
	}
	assert.Equal(t, []ID{"a", "b"}, got)
	assert.Equal(t, 500, asError(t, last).Status)

	for u, err := range c.Users.All(t.Context(), ListUsersParams{Limit: -1}) {
		assert.Nil(t, u)
		var v *ValidationError
		assert.ErrorAs(t, err, &v)
	}
}

// TestAllWithBrokenUsers: users without an id cannot be cursors, and none is
// lost.
func TestAllWithBrokenUsers(t *testing.T) {
	pages := []string{`[{"id":"a"},5]`, `[6,7]`, `[{"id":"b"}]`}
	c := newClient(t, newServer(t, func(n int, _ sent) answer { return answer{body: pages[n-1]} }))
	n, broken := 0, 0
	for u, err := range c.Users.All(t.Context(), ListUsersParams{Limit: 2}) {
		require.NoError(t, err)
		n++
		if u.Broken != nil {
			broken++
		}
	}
	assert.Equal(t, 5, n)
	assert.Equal(t, 3, broken)
}

func TestOtherListsPageByOffset(t *testing.T) {
	s := newServer(t, func(n int, r sent) answer {
		if n < 3 {
			return answer{body: `{"data":[{"id":"s1"},{"id":"s2"}],"total_count":5}`}
		}
		return answer{body: `{"data":[{"id":"s5"}],"total_count":5}`}
	})
	c := newClient(t, s)
	var ids []ID
	for x, err := range c.Sessions.All(t.Context(), SessionListParams{UserID: "u", Page: Page{Limit: 2}}) {
		require.NoError(t, err)
		ids = append(ids, x.ID)
	}
	assert.Equal(t, []ID{"s1", "s2", "s1", "s2", "s5"}, ids)
	var offsets []string
	for _, r := range s.requests() {
		q, err := url.ParseQuery(r.query)
		require.NoError(t, err)
		offsets = append(offsets, q.Get("offset"))
	}
	assert.Equal(t, []string{"", "2", "4"}, offsets)
}

func TestRecentIDsForget(t *testing.T) {
	var r recentIDs
	for i := range 5000 {
		assert.True(t, r.add(ID(strconv.Itoa(i))))
	}
	assert.Len(t, r.seen, recentSize)
	assert.False(t, r.add("4999"))
	assert.True(t, r.add("0"))
	assert.True(t, r.add(""))
	assert.True(t, r.add(""))
}
