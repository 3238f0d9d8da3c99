package users_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/state"
	"usher/internal/uitest"
	"usher/keymap"
	"usher/ui/users"
)

// resume starts a page where an earlier one ended.
func resume(t *testing.T, d *directory, from state.Session) (*uitest.Driver, *screen) {
	t.Helper()
	d.mu.Lock()
	d.lists = nil
	d.mu.Unlock()
	s := &screen{keys: keymap.Default()}
	s.page = users.New(deps(t, d, s.keys))
	s.page.Restore(from)
	return uitest.New(t, s, uitest.AnyFit()), s
}

func TestARestartBeginsOnTheSameUser(t *testing.T) {
	for name, keys := range map[string][]string{
		"at the head":    {"j", "j", "j"},
		"deep":           {"pgdown", "pgdown", "pgdown", "pgdown", "pgdown", "pgdown", "j"},
		"at the end":     {"G"},
		"in a search":    {"/", "0", "0", "1", "2", "enter", "j", "j"},
		"other order":    {"s", "pgdown", "pgdown", "pgdown", "j"},
		"its end":        {"s", "G"},
		"nobody matches": {"/", "z", "z", "z", "enter"},
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, func(t *testing.T) {
				d := newDirectory(9_000)
				d.delay = 10 * time.Millisecond
				dr, s := start(t, d)
				for _, k := range keys {
					dr.Press(k)
					dr.Advance(300 * time.Millisecond)
				}
				before, status := s.page.Session(), s.page.StatusLine()
				require.Equal(t, status == "", s.page.Current() == nil)

				dr, s = resume(t, d, before)
				dr.Advance(time.Second)
				assert.Equal(t, before, s.page.Session())
				if s.page.Current() != nil {
					assert.Equal(t, before.Cursor, s.page.Current().ID)
				}
				assert.LessOrEqual(t, len(d.asked()), 2, "the first request already brings the user: %+v", d.asked())
				if before.After != "" {
					assert.Equal(t, before.After, d.asked()[0].StartingAfter)
				}
			})
		})
	}
}

func TestAPlaceThatHasMovedIsFoundAgain(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(2_000)
		at := state.Session{View: "All", Cursor: "user_person00510", Row: 530, After: "user_person00499"}
		dr, s := resume(t, d, at)
		dr.Advance(time.Second)
		assert.Equal(t, at.Cursor, s.page.Current().ID, "the list has lost 20 users above")
		dr.Contains("of 2,000")
		for range 40 {
			dr.Press("pgup")
			dr.Advance(time.Second)
		}
		assert.Equal(t, api.ID("user_person00000"), s.page.Current().ID, "the head is where it is, whatever the rows were called")
		dr.Contains("1–22 of 2,000")
	})
}

func TestAPlaceWhoseUsersAreGoneIsCountedTo(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(2_000)
		d.refuse = map[api.ID]bool{"user_gone": true}
		dr, s := resume(t, d, state.Session{View: "All", Cursor: "user_gone2", Row: 530, After: "user_gone"})
		dr.Advance(time.Second)
		assert.Equal(t, api.ID("user_person00530"), s.page.Current().ID)
		lists := d.asked()
		assert.Equal(t, api.ID("user_gone"), lists[0].StartingAfter)
		assert.Empty(t, lists[1].StartingAfter)
		assert.NotZero(t, lists[1].Offset)
	})
}

func TestAViewThatIsGoneTakesItsPlaceAlong(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(2_000)
		dr, s := resume(t, d, state.Session{View: "VIPs", Query: "zzz", Cursor: "user_person00510", Row: 510, After: "user_person00499"})
		dr.Advance(time.Second)
		assert.Equal(t, api.ID("user_person00000"), s.page.Current().ID)
		assert.Equal(t, "All", s.page.Session().View)
	})
}

func TestAPlaceIsNotForgottenBeforeItHasCome(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(2_000)
		d.delay = time.Hour
		at := state.Session{View: "All", Cursor: "user_person00510", Row: 510, After: "user_person00499"}
		_, s := resume(t, d, at)
		assert.Equal(t, at, s.page.Session())
	})
}
