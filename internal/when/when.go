// Package when writes moments the way a person reads them: relative in rows,
// absolute with the zone where precision matters.
package when

import (
	"fmt"
	"time"

	"usher/api"
)

const day = 24 * time.Hour

// Ago is the distance from t to now in one unit: "now", "5 min ago",
// "2 h ago", "3 d ago", "4 mo ago", "2 y ago"; "never" for an absent moment,
// "in 2 h" for one ahead. A moment on the stroke of midnight UTC has the
// precision of a day and never claims hours.
func Ago(now time.Time, t api.Time) string {
	if t.IsZero() {
		return "never"
	}
	at := t.Time()
	d := now.Sub(at)
	if Daily(t) && d >= 0 {
		return days(now, at)
	}
	if d < 0 {
		if d > -time.Minute {
			return "now"
		}
		return "in " + Span(-d)
	}
	if d < time.Minute {
		return "now"
	}
	return Span(d) + " ago"
}

// Daily reports whether t looks as if the API gave only the day.
func Daily(t api.Time) bool { return !t.IsZero() && int64(t)%day.Milliseconds() == 0 }

func days(now, at time.Time) string {
	switch n := int(now.Sub(at) / day); n {
	case 0:
		return "today"
	case 1:
		return "yesterday"
	default:
		return Span(time.Duration(n)*day) + " ago"
	}
}

// Span is a duration in one unit: "42 min", "3 h", "12 d", "5 mo", "2 y".
func Span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d/time.Second))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d/time.Minute))
	case d < day:
		return fmt.Sprintf("%d h", int(d/time.Hour))
	case d < 60*day:
		return fmt.Sprintf("%d d", int(d/day))
	case d < 365*day:
		return fmt.Sprintf("%d mo", int(d/(30*day)))
	default:
		return fmt.Sprintf("%d y", int(d/(365*day)))
	}
}

// Short is a duration without a space, for badges: "42m", "3h", "12d".
func Short(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "<1m"
	case d < time.Hour:
		return fmt.Sprintf("%dm", int(d/time.Minute))
	case d < 2*day:
		return fmt.Sprintf("%dh", int(d/time.Hour))
	default:
		return fmt.Sprintf("%dd", int(d/day))
	}
}

// Date is the day in a row: "today", "3 Mar" within the year, else "2025".
func Date(now time.Time, t api.Time, zone *time.Location) string {
	if t.IsZero() {
		return "—"
	}
	at, now := t.Time().In(zone), now.In(zone)
	ay, am, ad := at.Date()
	ny, nm, nd := now.Date()
	switch {
	case ay == ny && am == nm && ad == nd:
		return "today"
	case ay == ny:
		return at.Format("2 Jan")
	default:
		return at.Format("Jan 2006")
	}
}

// Absolute is the moment with its zone: "22 Nov 2026 16:01:07 CET"; a moment
// that has only the precision of a day shows the day.
func Absolute(t api.Time, zone *time.Location) string {
	switch {
	case t.IsZero():
		return "never"
	case Daily(t):
		return t.Time().UTC().Format("2 Jan 2006")
	default:
		return t.Time().In(zone).Format("2 Jan 2006 15:04:05 MST")
	}
}
