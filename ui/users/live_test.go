package users_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/uitest"
	"usher/keymap"
	"usher/ui/users"
)

// join lets users join at the head of the list.
func (d *directory) join(numbers ...int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, n := range numbers {
		d.people = slices.Insert(d.people, 0, person(n))
	}
}

// change replaces a user with one who is banned.
func (d *directory) change(i int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	u := *d.people[i]
	u.Banned, u.UpdatedAt = true, u.UpdatedAt+1
	d.people[i] = &u
}

func (d *directory) leave(i int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.people = slices.Delete(slices.Clone(d.people), i, i+1)
}

// watch starts a page that is live.
func watch(t *testing.T, d *directory, quiet *bool) (*uitest.Driver, *screen) {
	t.Helper()
	s := &screen{keys: keymap.Default(), live: 10 * time.Second}
	needs := deps(t, d, s.keys)
	needs.Quiet = func() bool { return quiet == nil || *quiet }
	s.page = users.New(needs)
	dr := uitest.New(t, s, uitest.AnyFit())
	dr.Advance(time.Second)
	return dr, s
}

func TestALiveListSignsWhatHappened(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(300)
		dr, s := watch(t, d, nil)
		dr.Press("j", "j", "j")
		d.join(9001, 9002)
		d.change(2 + 5)
		d.leave(2 + 7)
		dr.Advance(10 * time.Second)
		assert.Equal(t, api.ID("user_person00003"), s.page.Current().ID, "the cursor keeps its user")
		lines := strings.Split(dr.View(), "\n")
		assert.Contains(t, lines[1], "+ person09002")
		assert.Contains(t, lines[2], "+ person09001")
		assert.Contains(t, lines[6], "▸ person00003")
		assert.Contains(t, lines[8], "~ person00005")
		assert.Contains(t, lines[10], "− person00007", "who is gone keeps his row")
		dr.Contains("of 302")
		n, known := s.page.ViewCount(s.page.Views()[0])
		assert.True(t, known)
		assert.Equal(t, int64(302), n, "the tab says what the line below the list says")

		dr.Advance(10 * time.Second)
		dr.Lacks("+ person", "~ person")
		dr.Contains("− person00007")
		dr.Press("R")
		dr.Lacks("person00007")
		assert.Equal(t, api.ID("user_person00003"), s.page.Current().ID)
	})
}

func TestASignFadesWhenTheCursorHasPassed(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(300)
		dr, _ := watch(t, d, nil)
		d.change(1)
		d.change(2)
		dr.Advance(10 * time.Second)
		dr.Contains("~ person00001", "~ person00002")
		dr.Press("j", "j")
		dr.Lacks("~ person00001")
		dr.Contains("~ person00002")
	})
}

func TestRowsInViewHoldStillWhenUsersJoinAboveThem(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(3_000)
		dr, s := watch(t, d, nil)
		for range 4 {
			dr.Press("pgdown")
			dr.Advance(300 * time.Millisecond)
		}
		before, at := dr.View(), s.page.Current().ID
		d.join(9001, 9002, 9003)
		dr.Advance(30 * time.Second)
		assert.Equal(t, at, s.page.Current().ID)
		assert.Equal(t, before, dr.View(), "deep rows are asked for by the user before them")
		lists := d.asked()
		assert.NotEmpty(t, lists[len(lists)-1].StartingAfter)

		for range 8 {
			dr.Press("pgup")
			dr.Advance(300 * time.Millisecond)
		}
		assert.Equal(t, api.ID("user_person00000"), s.page.Current().ID, "the head as it was read")
		dr.Advance(20 * time.Second)
		dr.Contains("person09003", "person09002", "person09001")
		assert.Equal(t, api.ID("user_person00000"), s.page.Current().ID)
	})
}

func TestNewUsersAboveTheWindowAreCounted(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(300)
		dr, s := watch(t, d, nil)
		for range 24 {
			dr.Press("j")
		}
		dr.Contains("4–25 of 300")
		at := s.page.Current().ID
		d.join(9001, 9002)
		dr.Advance(10 * time.Second)
		assert.Equal(t, at, s.page.Current().ID)
		dr.Contains("6–27 of 302", "↑ 2 new")
		dr.Press("g")
		dr.Contains("+ person09002", "+ person09001")
		dr.Lacks("↑")
	})
}

func TestMoreNewUsersThanARequestGivesLeaveNoHole(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(300)
		dr, s := watch(t, d, nil)
		for n := range 120 {
			d.join(9000 + n)
		}
		dr.Advance(10 * time.Second)
		assert.Equal(t, api.ID("user_person00000"), s.page.Current().ID)
		for range 70 {
			dr.Press("pgup")
			dr.Advance(300 * time.Millisecond)
		}
		dr.Press("g")
		dr.Advance(time.Second)
		dr.Contains("person09119", "of 420")
		for n := 119; n > 0; n-- {
			require.Equal(t, person(9000+n).ID, s.page.Current().ID)
			dr.Press("j")
			dr.Advance(100 * time.Millisecond)
		}
	})
}

func TestALiveListGivesWay(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d, quiet := newDirectory(300), false
		dr, _ := watch(t, d, &quiet)
		before := len(d.asked())
		dr.Advance(time.Minute)
		assert.Len(t, d.asked(), before, "somebody is in a dialog, or the budget is tight")
		quiet = true
		dr.Press("/")
		dr.Advance(time.Minute)
		assert.Len(t, d.asked(), before, "somebody types")
		dr.Press("esc")
		dr.Advance(time.Minute)
		assert.Len(t, d.asked(), before+6)
	})
}

func TestALiveListBacksOffAndSaysNothing(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(300)
		dr, s := watch(t, d, nil)
		before := len(d.asked())
		d.mu.Lock()
		d.failure = errors.New("boom")
		d.mu.Unlock()
		dr.Advance(10 * time.Minute)
		assert.LessOrEqual(t, len(d.asked())-before, 9)
		assert.Zero(t, s.fails)
		dr.Contains("person00000")
		_, banner := s.page.Problem()
		assert.False(t, banner)
		d.mu.Lock()
		d.failure = nil
		d.mu.Unlock()
		d.join(9001)
		dr.Advance(4 * time.Minute)
		dr.Contains("person09001")
	})
}

func TestOtherOrdersKeepTheirRows(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(300)
		dr, s := watch(t, d, nil)
		dr.Press("s", "j", "j")
		dr.Advance(time.Second)
		d.mu.Lock()
		d.people[0], d.people[9] = d.people[9], d.people[0]
		d.mu.Unlock()
		d.join(9001)
		dr.Advance(10 * time.Second)
		lines := strings.Split(dr.View(), "\n")
		assert.Contains(t, lines[1], "+ person09001")
		assert.Contains(t, lines[2], "person00000", "who moves in the order keeps his row until the list is read anew")
		assert.Equal(t, api.ID("user_person00002"), s.page.Current().ID)
	})
}
