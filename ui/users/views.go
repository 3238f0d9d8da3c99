package users

import (
	"time"

	"usher/api"
)

// View is a named filter, shown as a numbered tab.
type View struct {
	Name   string
	Filter func(now time.Time) api.UserFilter
}

// dormantAfter is how long a user has not been active to be called dormant.
const dormantAfter = 90 * 24 * time.Hour

// Views are the built-in views. Their filters are all the API's own, so a
// view costs one list and one count request. Bounds are cut to the hour or
// the day, so that the same view asked again is the same request.
func Views(zone *time.Location) []View {
	return []View{
		{Name: "All", Filter: func(time.Time) api.UserFilter { return api.UserFilter{} }},
		{Name: "Banned", Filter: func(time.Time) api.UserFilter {
			banned := true
			return api.UserFilter{Banned: &banned}
		}},
		{Name: "New today", Filter: func(now time.Time) api.UserFilter {
			y, m, d := now.In(zone).Date()
			return api.UserFilter{CreatedAtAfter: time.Date(y, m, d, 0, 0, 0, 0, zone)}
		}},
		{Name: "Dormant", Filter: func(now time.Time) api.UserFilter {
			return api.UserFilter{LastActiveAtBefore: now.Truncate(time.Hour).Add(-dormantAfter)}
		}},
	}
}
