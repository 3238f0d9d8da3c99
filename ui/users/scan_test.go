package users_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/uitest"
)

// lockEvery locks every n-th person, and turns the second factor of every
// other one of these on.
func (d *directory) lockEvery(n int) {
	for i := 0; i < len(d.people); i += n {
		d.people[i].Locked = true
		d.people[i].TwoFactorEnabled = i/n%2 == 1
	}
}

// search types a search and keeps it.
func search(dr *uitest.Driver, text string) {
	dr.Press("/", "ctrl+u")
	dr.Type(text)
	dr.Press("enter")
}

func TestAScanAppendsRowsAsTheyAreFound(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(1300)
		d.lockEvery(10)
		d.delay = 100 * time.Millisecond
		dr, s := start(t, d)
		dr.Advance(time.Second)
		before := len(d.asked())
		search(dr, "locked:yes")
		dr.Advance(110 * time.Millisecond)
		dr.Contains("scanned 50 of 1,300 · 5 found · S stops")
		dr.Contains("person00010")
		dr.Advance(100 * time.Millisecond)
		dr.Contains("scanned 550 of 1,300 · 55 found")
		assert.True(t, s.page.Scanning())
		dr.Press("G")
		assert.Equal(t, api.ID("user_person00540"), s.page.Current().ID)
		dr.Advance(time.Second)
		assert.Equal(t, api.ID("user_person00540"), s.page.Current().ID, "rows are added behind, the cursor stays")
		dr.Contains("scanned 1,300 of 1,300 · 130 found · done")
		dr.Contains("130 of 1,300")
		lists := d.asked()[before:]
		require.Len(t, lists, 4)
		for i, want := range []struct {
			limit int
			after api.ID
		}{{50, ""}, {500, "user_person00049"}, {500, "user_person00549"}, {500, "user_person01049"}} {
			assert.Equal(t, api.ListUsersParams{Limit: want.limit, StartingAfter: want.after, UserFilter: lists[i].UserFilter}, lists[i])
		}
		assert.Equal(t, 1, d.most, "never more than one list under way")
	})
}

func TestHalfAMetadataPathStartsNoScan(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(1300)
		dr, s := start(t, d)
		dr.Advance(time.Second)
		dr.Press("/")
		dr.Type("private")
		dr.Advance(time.Second)
		before := len(d.asked())
		for _, letter := range ".str" {
			dr.Type(string(letter))
			dr.Advance(400 * time.Millisecond)
		}
		assert.Len(t, d.asked(), before, "a pause within the path is none")
		dr.Press("enter")
		dr.Advance(time.Second)
		assert.NotNil(t, s.page.Plan())
		dr.Contains("scanned 1,300 of 1,300")
	})
}

func TestAScanWithoutACursorGoesOnByOffset(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(1300)
		d.lockEvery(10)
		dr, _ := start(t, d)
		dr.Press("s")
		before := len(d.asked())
		search(dr, "locked:yes")
		dr.Contains("130 found · done")
		var offsets []int
		for _, p := range d.asked()[before:] {
			assert.Empty(t, p.StartingAfter)
			offsets = append(offsets, p.Offset)
		}
		assert.Equal(t, []int{0, 49, 548, 1047}, offsets, "with a row read before, to notice when the list moves")
	})
}

func TestAScanByOffsetTellsThatTheListMoved(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(1300)
		d.lockEvery(10)
		d.delay = 100 * time.Millisecond
		dr, _ := start(t, d)
		dr.Advance(time.Second)
		dr.Press("s")
		dr.Advance(time.Second)
		search(dr, "locked:yes")
		dr.Advance(250 * time.Millisecond)
		d.mu.Lock()
		d.people = d.people[5:]
		d.mu.Unlock()
		dr.Advance(time.Second)
		dr.Contains("done; the list moved, R looks again")
		dr.Press("R")
		dr.Advance(time.Second)
		dr.Contains("129 found · done")
		dr.Lacks("the list moved")
	})
}

func TestStoppingDuringARequestDropsItsAnswer(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(1300)
		d.lockEvery(10)
		d.delay = 100 * time.Millisecond
		dr, s := start(t, d)
		dr.Advance(time.Second)
		search(dr, "locked:yes")
		dr.Advance(150 * time.Millisecond)
		dr.Press("S")
		assert.Equal(t, 1, d.ended, "the request under way is given up")
		dr.Contains("scanned 50 of 1,300 · 5 found · stopped, S goes on")
		n := len(d.asked())
		dr.Advance(10 * time.Second)
		assert.Len(t, d.asked(), n, "nothing is asked until the person says so")
		dr.Contains("5 found · stopped")
		dr.Press("S")
		dr.Advance(time.Second)
		dr.Contains("130 found · done")
		assert.Equal(t, api.ID("user_person00049"), d.asked()[n].StartingAfter, "it goes on where it stood")
		dr.Press("S")
		assert.Contains(t, s.said[0], "R looks again")
		assert.Equal(t, 1, d.most)
	})
}

func TestEscapeStopsAScanBeforeItClears(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(1300)
		d.lockEvery(10)
		d.delay = 100 * time.Millisecond
		dr, s := start(t, d)
		dr.Advance(time.Second)
		search(dr, "locked:yes")
		dr.Advance(150 * time.Millisecond)
		dr.Press("esc")
		dr.Contains("5 found · stopped")
		assert.Equal(t, "locked:yes", s.page.SearchText())
		dr.Press("esc")
		assert.Empty(t, s.page.SearchText())
		dr.Contains("1–22 of 1,300")
	})
}

func TestAScanWaitsAsLongAsItIsTold(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(1300)
		d.lockEvery(10)
		d.delay = 100 * time.Millisecond
		dr, s := start(t, d)
		dr.Advance(time.Second)
		search(dr, "locked:yes")
		dr.Advance(150 * time.Millisecond)
		d.fail(&api.Error{Op: "GetUserList", Status: 429, RetryAfter: 60 * time.Second})
		dr.Advance(200 * time.Millisecond)
		dr.Contains("5 found · too many requests, goes on in 60 s")
		dr.Contains("person00010")
		_, banner := s.page.Problem()
		assert.True(t, banner)
		d.fail(nil)
		n := len(d.asked())
		dr.Advance(55 * time.Second)
		assert.Len(t, d.asked(), n)
		dr.Advance(10 * time.Second)
		dr.Contains("130 found · done")
		_, banner = s.page.Problem()
		assert.False(t, banner)
	})
}

func TestAScanThatFailsKeepsWhatItFound(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(1300)
		d.lockEvery(10)
		d.delay = 100 * time.Millisecond
		dr, s := start(t, d)
		dr.Advance(time.Second)
		search(dr, "locked:yes")
		dr.Advance(150 * time.Millisecond)
		d.fail(&api.Error{Op: "GetUserList", Status: 500, Items: []api.ErrorItem{{Code: "internal_clerk_error"}}})
		dr.Advance(time.Minute)
		dr.Contains("5 found · failed, S goes on")
		dr.Contains("person00010")
		assert.Equal(t, "S goes on", s.page.RetryWords())
		d.fail(nil)
		dr.Press("S")
		dr.Advance(time.Second)
		dr.Contains("130 found · done")
	})
}

func TestNarrowingUsesWhatWasFound(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(1300)
		d.lockEvery(10)
		d.delay = 100 * time.Millisecond
		dr, _ := start(t, d)
		dr.Advance(time.Second)
		search(dr, "locked:yes")
		dr.Advance(250 * time.Millisecond)
		dr.Contains("scanned 550 of 1,300 · 55 found")
		search(dr, "locked:yes mfa:off")
		n := len(d.asked())
		dr.Contains("scanned 550 of 1,300 · 28 found")
		assert.Equal(t, api.ID("user_person00549"), d.asked()[n-1].StartingAfter, "it goes on at the same place")
		dr.Advance(time.Second)
		dr.Contains("scanned 1,300 of 1,300 · 65 found · done")
		n = len(d.asked())
		search(dr, "locked:yes mfa:off person0000")
		dr.Advance(time.Second)
		assert.Less(t, n, len(d.asked()), "the server is asked for less: that is a scan of its own")
		n = len(d.asked())
		search(dr, "locked:yes mfa:off -verified:yes")
		dr.Contains("65 found · done")
		assert.Len(t, d.asked(), n, "all that match were found already")
	})
}

func TestAScanGoesOnWhereItWasLeft(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(1300)
		d.lockEvery(10)
		d.delay = 100 * time.Millisecond
		dr, _ := start(t, d)
		dr.Advance(time.Second)
		search(dr, "locked:yes")
		dr.Advance(250 * time.Millisecond)
		dr.Press("1")
		dr.Advance(time.Second)
		n := len(d.asked())
		search(dr, "locked:yes")
		dr.Contains("scanned 550 of 1,300 · 55 found · S stops")
		dr.Advance(time.Second)
		dr.Contains("130 found · done")
		assert.Equal(t, api.ID("user_person00549"), d.asked()[n].StartingAfter)
		dr.Press("R")
		dr.Advance(120 * time.Millisecond)
		dr.Contains("scanned 50 of 1,300 · 5 found")
	})
}

func TestAScanPausesAndGoesOnUpToItsBound(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(12_000)
		d.lockEvery(1)
		dr, s := start(t, d)
		search(dr, "locked:yes")
		dr.Contains("scanned 2,000 of 12,000 · 2,000 found · paused at 2,000 found, S goes on")
		assert.Equal(t, 2000, s.page.Len())
		dr.Press("S")
		dr.Contains("4,000 found · paused at 4,000 found, S goes on")
		dr.Press("S", "S", "S")
		dr.Contains("10,000 found · paused at 10,000 found, narrow the search")
		n := len(d.asked())
		dr.Press("S")
		assert.Len(t, d.asked(), n)
		assert.Contains(t, strings.Join(s.said, " "), "narrow the search")
	})
}

func TestMarkingAllWaitsForTheScan(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(1300)
		d.lockEvery(10)
		d.delay = 100 * time.Millisecond
		dr, s := start(t, d)
		dr.Advance(time.Second)
		search(dr, "locked:yes")
		dr.Advance(150 * time.Millisecond)
		dr.Press("S", "A")
		dr.Contains("5 marked")
		assert.False(t, s.page.Gathering())
		dr.Press("A")
		assert.True(t, s.page.Gathering(), "the second time goes on with the scan")
		dr.Advance(time.Second)
		assert.False(t, s.page.Gathering())
		assert.Len(t, s.page.Marked(), 130)
	})
}

func TestMarkingAllSaysWhereTheScanEnded(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(12_000)
		d.lockEvery(1)
		dr, s := start(t, d)
		search(dr, "locked:yes")
		dr.Press("A", "A")
		assert.Len(t, s.page.Marked(), 10_000)
		require.Len(t, s.said, 1)
		assert.Contains(t, s.said[0], "Marked the first 10,000 found")
	})
}
