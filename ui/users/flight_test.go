package users_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/uitest"
)

// A key that is held repeats every 30 ms or so.
const held = 33 * time.Millisecond

func TestAHeldPageKeyAsksWhereItRestsOnly(t *testing.T) {
	for name, keys := range map[string]struct{ begin, key string }{
		"down":           {"g", "pgdown"},
		"up from below":  {"G", "pgup"},
		"in other order": {"s", "pgdown"},
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, func(t *testing.T) {
				d := newDirectory(30_000)
				d.delay = 60 * time.Millisecond
				dr, s := start(t, d)
				dr.Press(keys.begin)
				dr.Advance(time.Second)
				before := len(d.asked())
				for range 455 {
					dr.Press(keys.key)
					dr.Advance(held)
				}
				flown := len(d.asked()) - before
				assert.LessOrEqual(t, flown, 2, "10,010 rows flew by: what is asked for at the first press, and no more")
				dr.Advance(time.Second)
				require.NotNil(t, s.page.Current(), "the rows it rests on are there")
				assert.LessOrEqual(t, len(d.asked())-before-flown, 2, "them and what comes next")
				assert.LessOrEqual(t, d.most, 1, "one request for the list at a time")
			})
		})
	}
}

func TestAHeldRowKeyFindsItsRowsLoaded(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(12_000)
		d.delay = 60 * time.Millisecond
		dr, s := start(t, d)
		dr.Advance(time.Second)
		for i := range 10_000 {
			dr.Press("j")
			dr.Advance(held)
			require.NotNil(t, s.page.Current(), "row %d", i+1)
		}
		assert.Equal(t, "user_person10000", string(s.page.Current().ID))
		lists := d.asked()
		assert.LessOrEqual(t, len(lists), 10_000/50+2, "each page once")
		for _, p := range lists[1:] {
			assert.Zero(t, p.Offset)
			assert.NotEmpty(t, p.StartingAfter)
		}
		assert.Equal(t, 1, d.most)
	})
}

func TestTheEndOfALongListIsAskedInReverse(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(40_000)
		dr, s := start(t, d)
		for _, order := range []string{"", "s"} {
			if order != "" {
				dr.Press(order)
				dr.Advance(time.Second)
			}
			before := len(d.asked())
			dr.Press("G")
			dr.Advance(time.Second)
			assert.Equal(t, "user_person39999", string(s.page.Current().ID))
			dr.Contains("39,979–40,000 of 40,000")
			if order != "" {
				dr.Contains("from the end")
			}
			for range 30 {
				dr.Press("pgup")
				dr.Advance(time.Second)
			}
			assert.Equal(t, fmt.Sprintf("user_person%05d", 39_999-30*22), string(s.page.Current().ID))
			for i, p := range d.asked()[before:] {
				assert.NotEmpty(t, p.Order.String(), "in reverse")
				assert.Less(t, p.Offset, 800)
				if order == "" && i > 0 {
					assert.NotEmpty(t, p.StartingAfter, "upwards by the user below")
				}
			}
		}
	})
}

func TestTheEndIsCountedToBeforeItIsAskedFor(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		d := newDirectory(40_000)
		d.delay = 100 * time.Millisecond
		dr, s := start(t, d)
		dr.Press("G") // nothing has come yet
		dr.Advance(time.Second)
		assert.Equal(t, "user_person39999", string(s.page.Current().ID))
		for _, p := range d.asked() {
			assert.Zero(t, p.Offset)
		}
	})
}
