package users_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/uitest"
)

func TestTheFirstPageThenItsCountsOnce(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(120)
		dr, _ := start(t, d)
		dr.Contains("person00000")
		dr.Contains("1–22 of 120")
		require.Len(t, d.asked(), 1)
		assert.Equal(t, api.ListUsersParams{Limit: 50}, d.asked()[0])
		assert.Len(t, d.counts, 1, "the other views wait until the first list is drawn")
		dr.Advance(time.Second)
		assert.Len(t, d.counts, 4, "one count for each view, the list's own among them")
	})
}

func TestScrollingPrefetchesByCursorWithoutRepeats(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(400)
		dr, s := start(t, d)
		for range 399 {
			dr.Press("j")
		}
		assert.Equal(t, api.ID("user_person00399"), s.page.Current().ID)
		lists := d.asked()
		require.Len(t, lists, 8, "each page once")
		for i, p := range lists[1:] {
			assert.Zero(t, p.Offset)
			assert.Equal(t, d.people[(i+1)*50-1].ID, p.StartingAfter, "page %d", i+1)
		}
	})
}

func TestAnOtherOrderPagesByOffset(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(200)
		dr, _ := start(t, d)
		dr.Press("s", "G")
		lists := d.asked()
		last := lists[len(lists)-1]
		assert.Equal(t, 150, last.Offset)
		assert.Empty(t, last.StartingAfter)
		dr.Contains("person00199")
	})
}

func TestRowsThatFlewByAreNotAskedFor(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(5000)
		d.delay = 60 * time.Millisecond
		dr, _ := start(t, d)
		dr.Advance(time.Second)
		before := len(d.asked())
		for range 40 {
			dr.Press("pgdown")
			dr.Advance(10 * time.Millisecond)
		}
		dr.Advance(time.Second)
		dr.Contains(fmt.Sprintf("person%05d", 40*22))
		assert.LessOrEqual(t, len(d.asked())-before, 8, "880 rows flew by in 400 ms")
	})
}

func TestTypingAsksOncePerPauseAndDropsStaleAnswers(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(300)
		d.delay = 100 * time.Millisecond
		dr, _ := start(t, d)
		dr.Advance(time.Second)
		before := len(d.asked())
		dr.Press("/")
		dr.Type("person0012")
		assert.Len(t, d.asked(), before, "nothing is sent while typing")
		dr.Advance(200 * time.Millisecond)
		require.Len(t, d.asked(), before+1)
		assert.Equal(t, "person0012", d.asked()[before].Query)
		dr.Type("3")
		assert.Equal(t, 1, d.ended, "the request under way is cancelled by the next letter")
		dr.Advance(time.Second)
		assert.Equal(t, "person00123", d.asked()[before+1].Query)
		dr.Contains("person00123")
		dr.Lacks("person00124")
		dr.Contains("1 of 300")
	})
}

func TestLeavingASearchAsksForNothing(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(300)
		dr, s := start(t, d)
		dr.Press("j", "j", "j")
		dr.Press("/")
		dr.Type("person00123")
		dr.Press("enter")
		assert.Equal(t, api.ID("user_person00123"), s.page.Current().ID)
		before := len(d.asked())
		dr.Press("esc")
		assert.Equal(t, api.ID("user_person00003"), s.page.Current().ID, "back where the cursor stood")
		assert.Len(t, d.asked(), before)
	})
}

func TestAnExactAddressThatNobodyHasIsTriedAsPartial(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(30)
		dr, s := start(t, d)
		dr.Paste("Dear support, erson00007@x.example is me")
		lists := d.asked()
		require.Len(t, lists, 3)
		assert.Equal(t, []string{"erson00007@x.example"}, lists[1].EmailAddress)
		assert.Equal(t, "erson00007@x.example", lists[2].Query)
		assert.Nil(t, s.found, "a near match is never opened by itself")
		assert.Equal(t, 1, s.near)
		dr.Contains("no exact match")
	})
}

func TestAPasteOpensTheOnePersonItNames(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(300)
		d.delay = 50 * time.Millisecond
		dr, s := start(t, d)
		dr.Advance(time.Second)
		dr.Paste("person00200@x.example")
		assert.True(t, s.page.Looking())
		assert.Nil(t, s.page.Current(), "no act can hit the row that was there before")
		dr.Advance(time.Second)
		require.NotNil(t, s.found)
		assert.Equal(t, api.ID("user_person00200"), s.found.ID)
		assert.Equal(t, s.found, s.page.Current())
	})
}

func TestAFailureKeepsTheRows(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(60)
		dr, s := start(t, d)
		d.failure = &api.Error{Op: "GetUserList", Status: 503, Items: []api.ErrorItem{{Code: "service_unavailable"}}, TraceID: "trace1"}
		dr.Press("R")
		dr.Contains("person00000")
		n, banner := s.page.Problem()
		assert.True(t, banner)
		assert.Equal(t, "service_unavailable", n.Code)
		d.failure = nil
		dr.Press("R")
		_, banner = s.page.Problem()
		assert.False(t, banner)
	})
}

func TestStatesWithoutRows(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(0)
		dr, _ := start(t, d)
		dr.Contains("This instance has no users yet.")
		dr.Press("2")
		dr.Contains("“Banned”")
		dr.Press("1", "/")
		dr.Type("zzz")
		dr.Press("enter")
		dr.Contains("Searched for “zzz”")
		dr.Contains("Esc clears the search")
		d.failure = errors.New("boom")
		dr.Press("R")
		dr.Contains("Searched for “zzz”")
	})
}

func TestARefusedCursorFallsBackToOffset(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(200)
		dr, s := start(t, d)
		d.mu.Lock()
		d.failure = &api.Error{Op: "GetUserList", Status: 422, Items: []api.ErrorItem{{Code: "form_param_value_invalid", ParamName: api.NewText("starting_after")}}}
		d.mu.Unlock()
		for range 26 {
			dr.Press("j")
		}
		d.mu.Lock()
		d.failure = nil
		d.mu.Unlock()
		dr.Press("R")
		for range 60 {
			dr.Press("j")
		}
		require.NotNil(t, s.page.Current())
		assert.Equal(t, api.ID("user_person00086"), s.page.Current().ID)
		lists := d.asked()
		assert.NotZero(t, lists[len(lists)-1].Offset+lists[len(lists)-2].Offset)
	})
}

// Of several ids not all need be somebody's, or match the rest of the search.
func TestIdsThatNobodyHasAreNotCounted(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		dr, _ := start(t, newDirectory(60))
		dr.Advance(time.Second)
		search(dr, "id:user_person00001,user_person00002")
		dr.Advance(time.Second)
		dr.Contains("2 pasted users")
		search(dr, "id:user_person00001,user_nobody00002")
		dr.Advance(time.Second)
		dr.Lacks("pasted users")
		dr.Contains("1 of 60")
	})
}
