package detail

import (
	"fmt"
	"time"

	"usher/api"
	"usher/internal/when"
)

// clock tells moments the way the detail shows them: absolute with the zone,
// and relative to now.
type clock struct {
	now  time.Time
	zone *time.Location
}

// farthest bounds times from the wire, so that nonsense neither overflows nor
// takes a line.
const farthest = 200 * 365 * 24 * time.Hour

const day = 24 * time.Hour

// absolute is "3 Mar 2026 14:05 CET"; the JSON tab has the milliseconds.
func (c clock) absolute(t api.Time) string {
	return t.Time().In(c.zone).Format("2 Jan 2006 15:04 MST")
}

// ago is "5 min ago" or "in 5 min".
func (c clock) ago(t api.Time) string {
	if d := c.now.Sub(t.Time()); d > farthest || d < -farthest {
		return "not a likely time"
	}
	return when.Ago(c.now, t)
}

// full is the absolute time with the relative one, or the words for absent.
func (c clock) full(t api.Time, absent string) string {
	if t.IsZero() {
		return absent
	}
	return c.absolute(t) + " · " + c.ago(t)
}

// onDay tells a moment that the API specifies to the day only: never a time
// of day, and a whole UTC day is not moved into the day before by the zone.
func (c clock) onDay(t api.Time, absent string) string {
	if t.IsZero() {
		return absent
	}
	zone := c.zone
	if when.Daily(t) {
		zone = time.UTC
	}
	at := t.Time().In(zone)
	date := at.Format("2 Jan 2006")
	switch days := int(midnight(c.now.In(zone)).Sub(midnight(at)) / day); {
	case days == 0:
		return date + " · today"
	case days == 1:
		return date + " · yesterday"
	case days < 0:
		return date
	default:
		return date + " · " + when.Span(time.Duration(min(days, int(farthest/day)))*day) + " ago"
	}
}

// midnight is the date of t as a UTC time, so that days can be subtracted.
func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// span2 tells a length of time by its two largest units, to the minute:
// "3 h 10 min", "under 1 min".
func span2(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "under 1 min"
	case d >= time.Hour && d < day && d%time.Hour >= time.Minute:
		return fmt.Sprintf("%d h %d min", d/time.Hour, d%time.Hour/time.Minute)
	case d >= day && d < 60*day && d%day >= time.Hour:
		return fmt.Sprintf("%d d %d h", d/day, d%day/time.Hour)
	}
	return when.Span(d)
}

// plural is "1 passkey" or "3 passkeys".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// lock is what is known of a user's lock now; the API gives the seconds left
// at the time of the fetch.
type lock struct {
	locked  bool
	endless bool          // no end was given
	over    bool          // the time has run out since the fetch
	left    time.Duration // 0 when endless or over
	until   api.Time      // 0 when endless
}

// lockOf counts the lock of u down from the time it was fetched.
func lockOf(u *api.User, fetched, now time.Time) lock {
	switch {
	case !u.Locked:
		return lock{}
	case u.LockoutExpiresIn == nil:
		return lock{locked: true, endless: true}
	}
	secs := min(max(*u.LockoutExpiresIn, 0), int64(farthest/time.Second))
	end := fetched.Add(time.Duration(secs) * time.Second)
	left := end.Sub(now)
	if left <= 0 {
		return lock{locked: true, over: true, until: api.TimeOf(end)}
	}
	return lock{locked: true, left: left, until: api.TimeOf(end)}
}
