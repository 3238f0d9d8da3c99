package users

import (
	"fmt"
	"math/rand/v2"
	"slices"
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

// upwards are people as an answer in reverse order gives them.
func upwards(from, n int) []*api.User {
	out := people(from, n)
	for i := range n / 2 {
		out[i], out[n-1-i] = out[n-1-i], out[i]
	}
	return out
}

func fill(p *pages, a ask, users []*api.User) shifted {
	moved, _ := p.put(a, users, time.Time{})
	return moved
}

// shown are the numbers of the users of the rows, -1 for one not loaded.
func shown(t *testing.T, p *pages) []int {
	t.Helper()
	seen := map[api.ID]bool{}
	out := make([]int, p.length())
	for row := range out {
		out[row] = -1
		if e, ok := p.at(row); ok {
			assert.False(t, seen[e.user.ID], "%s twice", e.user.ID)
			seen[e.user.ID] = true
			_, err := fmt.Sscanf(string(e.user.ID), "user_%d", &out[row])
			require.NoError(t, err)
			at, known := p.find(e.user.ID)
			assert.True(t, known)
			assert.Equal(t, row, at)
		}
	}
	return out
}

func run(from, n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = from + i
	}
	return out
}

func TestPagesGrowUntilTheEndIsSeen(t *testing.T) {
	p := newPages(10, true)
	assert.Equal(t, 0, p.length())
	fill(p, ask{end: 10}, people(0, 10))
	assert.Equal(t, 11, p.length(), "a full page without a count may have a successor")
	p.total = 25
	assert.Equal(t, 25, p.length())
	fill(p, ask{start: 20, end: 25, offset: 20}, people(20, 4))
	assert.Equal(t, 24, p.length(), "the end that was seen beats the count")
	e, ok := p.at(23)
	require.True(t, ok)
	assert.Equal(t, api.ID("user_23"), e.user.ID)
	_, ok = p.at(15)
	assert.False(t, ok, "nobody asked for it")
}

func TestUsersBehindAreNotShownTwice(t *testing.T) {
	p := newPages(10, false)
	fill(p, ask{end: 10}, people(0, 10))
	a := p.place(ask{start: 10, end: 20}, 1)
	assert.Equal(t, ask{start: 10, end: 20, offset: 9, lead: 1}, a)
	fill(p, a, people(7, 11)) // two users signed up meanwhile
	assert.Equal(t, run(0, 18), shown(t, p)[:18])
	assert.Equal(t, 19, p.place(ask{start: 18, end: 28}, 1).offset, "the list has grown by two")
}

func TestAListThatShrankIsAskedAgainFurtherUp(t *testing.T) {
	p := newPages(10, false)
	fill(p, ask{end: 10}, people(0, 10))
	a := p.place(ask{start: 10, end: 20}, 1)
	_, lost := p.put(a, people(13, 11), time.Time{}) // four have left
	require.True(t, lost, "the answer does not follow row 9")
	a.tries++
	a = p.place(a, 5)
	assert.Equal(t, 5, a.offset)
	moved, lost := p.put(a, people(9, 15), time.Time{})
	assert.False(t, lost)
	assert.Zero(t, moved)
	assert.Equal(t, run(0, 24), shown(t, p)[:24])
	assert.Equal(t, 19, p.place(ask{start: 24, end: 34}, 1).offset)
}

func TestMemoryStaysFlatOverTenThousandRows(t *testing.T) {
	p := newPages(50, true)
	for n := range 200 {
		fill(p, ask{start: n * 50, end: n*50 + 50, after: p.idAt(n*50 - 1)}, people(n*50, 50))
		loaded := 0
		for _, s := range p.kept {
			loaded += len(s.rows)
		}
		assert.LessOrEqual(t, loaded, maxRows)
		assert.LessOrEqual(t, len(p.index), maxRows+2*len(p.kept))
	}
	for n := range 200 {
		assert.NotEmpty(t, p.idAt(n*50), "the ends stay: the created order is paged by them in both directions")
		assert.NotEmpty(t, p.idAt(n*50+49))
	}
	_, ok := p.at(9_999)
	assert.True(t, ok)
	_, ok = p.at(0)
	assert.False(t, ok)
}

func TestEvictionSparesThePagesInUse(t *testing.T) {
	p := newPages(10, true)
	for n := range maxRows / 10 {
		fill(p, ask{start: n * 10, end: n*10 + 10}, people(n*10, 10))
	}
	assert.True(t, p.touch(0))
	fill(p, ask{start: maxRows, end: maxRows + 10}, people(maxRows, 10))
	assert.True(t, p.touch(0), "just used")
	assert.False(t, p.touch(10), "used longest ago")
}

func TestReplaceKeepsThePlace(t *testing.T) {
	p := newPages(10, true)
	fill(p, ask{end: 10}, people(0, 10))
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

// answer is what a server with the users of these numbers says.
func answer(t *testing.T, numbers []int, a ask) []*api.User {
	t.Helper()
	list := slices.Clone(numbers)
	if a.rev {
		slices.Reverse(list)
	}
	from := a.offset
	if a.after != "" {
		var id int
		_, err := fmt.Sscanf(string(a.after), "user_%d", &id)
		require.NoError(t, err)
		require.Zero(t, a.offset, "cursor and offset together are refused")
		from = slices.Index(list, id) + 1
		require.Positive(t, from, "user_%d is not there", id)
	}
	from = min(from, len(list))
	var out []*api.User
	for _, id := range list[from:min(from+a.limit(), len(list))] {
		out = append(out, people(id, 1)...)
	}
	return out
}

// settle loads all rows from first to last, as the page does.
func settle(t *testing.T, p *pages, numbers []int, first, last int) (requests []ask) {
	t.Helper()
	for {
		to := p.length() // past those that were counted there may be more
		if p.end >= 0 {
			to--
		}
		h, ok := p.missing(first, min(last, to))
		if !ok {
			return requests
		}
		a := p.plan(h, p.cursor)
		for {
			require.Less(t, len(requests), 50, "it must come to an end: %+v", a)
			requests = append(requests, a)
			if _, lost := p.put(a, answer(t, numbers, a), time.Time{}); !lost {
				break
			}
			a.tries++
			a = p.place(a, a.tries*p.size/2)
		}
	}
}

func TestRowsReadFromTheEndMeetThoseReadFromTheHead(t *testing.T) {
	for name, counted := range map[string]int{"as counted": 40, "five have left": 45, "three have joined": 37} {
		t.Run(name, func(t *testing.T) {
			p := newPages(10, true)
			people := run(0, 40)
			settle(t, p, people, 0, 0)
			p.total = counted
			asked := settle(t, p, people, counted-8, counted-1)
			require.Len(t, asked, 1)
			assert.Equal(t, ask{start: counted - 10, end: counted, rev: true}, asked[0])
			asked = settle(t, p, people, counted-12, counted-1)
			require.Len(t, asked, 1)
			assert.Equal(t, api.ID("user_30"), asked[0].after, "upwards by cursor")
			assert.True(t, asked[0].rev)
			settle(t, p, people, 0, 100)
			assert.Equal(t, people, shown(t, p), "no duplicates, no holes, and the end is right")
		})
	}
}

func TestNeighboursAreAskedByCursorInBothDirectionsAndAfterEviction(t *testing.T) {
	p := newPages(10, true)
	people := run(0, 3_000)
	p.total = len(people)
	visit := func(first int) {
		for _, a := range settle(t, p, people, first, first+9) {
			if first > 0 && first < 2_990 {
				assert.Zero(t, a.offset, "%+v", a)
				assert.NotEmpty(t, a.after)
			}
		}
	}
	for row := 0; row < 1_500; row += 7 {
		visit(row)
	}
	visit(2_990)
	for row := 2_990; row > 700; row -= 7 {
		visit(row)
	}
	for _, row := range []int{1, 900, 350, 2_400, 1_437, 2_988} {
		visit(row)
	}
	for row, n := range shown(t, p) {
		if n >= 0 {
			assert.Equal(t, row, n)
		}
	}
}

// Whatever a person visits while users come and go, nobody is shown twice,
// and going through the list in the end finds everybody in order.
func TestAListThatChangesIsShownWithoutHoles(t *testing.T) {
	for seed := range uint64(300) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		p := newPages(10, seed%3 > 0)
		p.total = 150 + rnd.IntN(60)
		people, next := run(0, 180), 1_000
		for range 12 {
			row := rnd.IntN(p.length())
			settle(t, p, people, row, row+rnd.IntN(12))
			shown(t, p)
			for range rnd.IntN(3) {
				next++
				people = slices.Insert(people, 0, next)
			}
			if seed%2 == 0 {
				continue
			}
			for range rnd.IntN(3) {
				i := rnd.IntN(len(people))
				if id := api.ID(fmt.Sprintf("user_%d", people[i])); p.index[id].span != nil {
					p.remove(id)
				}
				people = slices.Delete(people, i, i+1)
			}
		}
		for range 4 { // up and down, with the list at rest
			for row := p.length() - 1; row >= 0; row -= 5 {
				settle(t, p, people, row, row+5)
			}
			for row := 0; row < p.length(); row += 5 {
				settle(t, p, people, row, row+5)
			}
			settle(t, p, people, 0, p.length()) // where the end is not known
		}
		got := shown(t, p)
		if p.cursor {
			assert.Equal(t, people[len(people)-len(got):], got, "seed %d: what joined before the first row is above it", seed)
		}
		require.False(t, t.Failed(), "seed %d", seed)
	}
}

func TestTheHeadIsWhereNobodyIsBefore(t *testing.T) {
	t.Run("fewer than thought", func(t *testing.T) {
		p := newPages(10, true)
		fill(p, ask{start: 8, end: 18, offset: 8}, people(5, 10))
		moved := fill(p, ask{start: 0, end: 8, rev: true, after: "user_5", extra: 2}, upwards(0, 5))
		assert.Equal(t, shifted{from: 8, by: -3}, moved)
		assert.Equal(t, run(0, 15), shown(t, p)[:15])
	})
	t.Run("more than thought", func(t *testing.T) {
		p := newPages(10, true)
		fill(p, ask{start: 5, end: 15, offset: 5}, people(20, 10))
		moved := fill(p, ask{start: 0, end: 5, rev: true, after: "user_20", extra: 5}, upwards(10, 10))
		assert.Equal(t, shifted{from: 5, by: 6}, moved)
		assert.Equal(t, append([]int{-1}, run(10, 20)...), shown(t, p)[:21], "a row before them says that there are more")
	})
}

func TestAnEndThatWasWrongIsMended(t *testing.T) {
	p := newPages(10, true)
	p.total = 20
	fill(p, ask{end: 10}, people(0, 10))
	a := p.plan(hole{10, 20}, true)
	assert.Equal(t, 11, a.limit(), "one more than counted shows whether the count holds")
	fill(p, a, people(10, 11))
	assert.Equal(t, run(0, 21), shown(t, p))
	fill(p, p.plan(hole{21, 22}, true), nil)
	assert.Equal(t, 21, p.length())
	assert.Equal(t, 21, p.end)
}

func TestSomebodyWhoIsGoneLeavesNoHole(t *testing.T) {
	p := newPages(10, true)
	fill(p, ask{end: 10}, people(0, 10))
	fill(p, ask{start: 10, end: 20, after: "user_9"}, people(10, 10))
	p.remove("user_9")
	assert.Equal(t, append(run(0, 9), run(10, 10)...), shown(t, p)[:19])
	assert.Equal(t, api.ID("user_8"), p.idAt(8))
	_, known := p.find("user_9")
	assert.False(t, known)
}

func TestAppendedRowsAreAllKept(t *testing.T) {
	p := newPages(10, true)
	assert.Equal(t, 2_000, p.append(people(0, 2_000), time.Time{}))
	assert.Equal(t, 5, p.append(people(1_995, 10), time.Time{}), "whom it has is left out")
	p.shrink(0)
	p.evict(nil)
	assert.Equal(t, run(0, 2_005), shown(t, p))
	assert.Equal(t, 2_005, p.length())
}
