package detail

import (
	"time"

	"github.com/dustin/go-humanize"

	"usher/api"
	"usher/internal/safetext"
)

// writeActivity writes one timeline of everything whose time is known, and
// what it cannot know.
func writeActivity(s *sheet, c *scene) {
	if c.user.Broken != nil {
		writeBroken(s, c.user)
		return
	}
	list := moments(c)
	s.head("Activity", humanize.Comma(int64(len(list)))+" known, newest first")
	s.arrivals(c)
	var odd []moment
	day := ""
	for i := range list {
		m := &list[i]
		if !s.likely(m.at) {
			odd = append(odd, *m)
			continue
		}
		if d := s.dayOf(m); d != day {
			day = d
			s.head(d, "")
		}
		s.moment(m, s.timeOf(m))
	}
	if len(odd) > 0 {
		s.head("At no likely time", "")
		for i := range odd {
			s.moment(&odd[i], "")
		}
	}
	s.head("What cannot be known", "")
	s.muted(c.blindSpots())
}

// activityLists are the lists that the timeline draws on, with their names.
func activityLists() []struct {
	of   resource
	name string
} {
	return []struct {
		of   resource
		name string
	}{{sessions, "sessions"}, {memberships, "memberships"}, {invitations, "invitations"}, {history, "audit log"}}
}

// arrivals tells which lists are not there yet, or not whole.
func (s *sheet) arrivals(c *scene) {
	for _, l := range activityLists() {
		st := c.rec.state(l.of)
		switch {
		case l.of == history && !c.audited, organizationsOff(st.err):
		case st.err != nil && !st.further:
			s.failure(c, st, l.name)
		case !st.loaded():
			s.muted(c.waiting(l.name))
		case !st.end:
			s.muted("The newest " + humanize.Comma(int64(st.count)) + " of " + humanize.Comma(st.total) + " " + l.name + " are below; their own tab loads more.")
		}
	}
}

// blindSpots says what the timeline misses.
func (c *scene) blindSpots() string {
	text := "The API keeps no history: failed sign-ins, sign-ins before the newest whose session is gone, when a ban or lock began and who made it, " +
		"earlier names, addresses and passwords, and what was removed since do not show here. "
	if !c.audited {
		return text + "There is no audit log to tell what was done with usher."
	}
	return text + "What was done with usher shows as far as the audit log of this machine tells; what others did elsewhere does not."
}

// likely bounds a time to what the clock of this world shows.
func (s *sheet) likely(t api.Time) bool {
	d := s.now.Sub(t.Time())
	return d < farthest && d > -farthest
}

// dayOf is the heading under which a moment stands.
func (s *sheet) dayOf(m *moment) string {
	if m.daily() {
		return s.onDay(m.at, "")
	}
	at := m.at.Time().In(s.zone)
	date := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC)
	return clock{now: midnight(s.now.In(s.zone)), zone: time.UTC}.onDay(api.TimeOf(date), "")
}

// timeOf is the time of day with the zone; "" when only the day is known.
func (s *sheet) timeOf(m *moment) string {
	if m.daily() {
		return ""
	}
	return m.at.Time().In(s.zone).Format("15:04 MST")
}

// moment writes one moment: the time of day, what happened, and its details
// below.
func (s *sheet) moment(m *moment, at string) {
	s.begin(m.key, m.what, m.value)
	col := safetext.Width(s.now.In(s.zone).Format("15:04 MST"))
	col = max(col, safetext.Width(at)) + 2
	title := s.ink.value
	if m.mark == bad || m.mark == warn || m.mark == unknown {
		title = s.ink.of(m.mark)
	}
	lines := wrap([]span{{m.mark.sign() + " ", s.ink.of(m.mark)}, {m.title, title}}, s.room()-col)
	lines = append(lines, s.details(m, col)...)
	s.add(s.ink.label.Apply(safetext.Fit(at, col)) + lines[0])
	for _, l := range lines[1:] {
		s.add(safetext.Fit("", col) + l)
	}
	s.end()
}

// details are the facts of a moment, indented below its title.
func (s *sheet) details(m *moment, col int) []string {
	text := joined(" · ", m.more...)
	if text == "" {
		return nil
	}
	lines := wrap([]span{{text, s.ink.muted}}, s.room()-col-2)
	for i := range lines {
		lines[i] = "  " + lines[i]
	}
	return lines
}
