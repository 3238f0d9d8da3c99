package detail

import (
	"encoding/json"

	"usher/api"
	"usher/internal/country"
	"usher/internal/safetext"
)

// writeSessions writes the user's sessions, those that are in use first.
func writeSessions(s *sheet, c *scene) {
	r := c.rec
	var live, past []*api.Session
	for i := range r.sessions.items {
		if v := &r.sessions.items[i]; usable(v) {
			live = append(live, v)
		} else {
			past = append(past, v)
		}
	}
	s.listHead(c, sessions, "Sessions", onlyIf(len(live) > 0, count(len(live))+" signed in"))
	s.listed(c, sessions, "sessions", "No sessions: never signed in, or all ended long ago.", func() {
		for i, v := range live {
			s.session(v, i)
		}
		if len(past) > 0 && len(live) > 0 {
			s.blank()
			s.muted("Ended")
		}
		for i, v := range past {
			s.session(v, len(live)+i)
		}
	})
}

// usable reports whether the session lets its holder in, now or after a task.
func usable(v *api.Session) bool { return v.Status.Is("active") || v.Status.Is("pending") }

// sessionWords tells a session's status and what it means; unknown ones are
// shown as they are.
func sessionWords(v *api.Session) (mark, string) {
	word := txt(v.Status)
	switch word {
	case "active":
		return good, word
	case "pending":
		return warn, "pending: signed in, a task is open"
	case "ended":
		return neutral, "ended: the user signed out"
	case "removed":
		return neutral, "removed: signed out and gone"
	case "abandoned":
		return neutral, "abandoned: left without signing out"
	case "replaced":
		return neutral, "replaced by another session"
	case "expired":
		return neutral, "expired: its time ran out"
	case "revoked":
		return bad, "revoked: ended by the application"
	case "":
		return unknown, "no status given"
	}
	return unknown, word
}

func (s *sheet) session(v *api.Session, i int) {
	s.begin(itemKey("session", v.ID, i), "session id", api.NewText(string(v.ID)))
	var when span
	if !v.LastActiveAt.IsZero() {
		when = span{s.ago(v.LastActiveAt), s.ink.muted}
	}
	s.row([]span{{device(v.LatestActivity), s.ink.strong}}, when)
	m, words := sessionWords(v)
	s.wrapped(2, s.marked(m, words))
	if v.Impersonated() {
		s.wrapped(2, span{warn.sign() + " Impersonation" + actorWords(v.Actor), s.ink.ofTitle(warn)})
	}
	for _, t := range v.Tasks {
		s.wrapped(2, span{"to do: " + txt(t.Key), s.ink.warn})
	}
	s.aside(place(v.LatestActivity))
	started, ends := "", ""
	if !v.CreatedAt.IsZero() {
		started = "started " + s.absolute(v.CreatedAt)
	}
	if usable(v) && !v.ExpireAt.IsZero() {
		ends = "expires " + s.ago(v.ExpireAt)
	}
	s.aside(started, ends)
	s.end()
}

// device names browser and device of a session.
func device(a *api.SessionActivity) string {
	if a == nil {
		return "Unknown device"
	}
	kind := txt(a.DeviceType)
	if kind == "" && a.IsMobile {
		kind = "mobile"
	}
	name := joined(" ", txt(a.BrowserName), txt(a.BrowserVersion))
	switch {
	case name != "" && kind != "":
		return name + " on " + kind
	case name == "" && kind == "":
		return "Unknown device"
	}
	return name + kind
}

// place tells where a session was last active.
func place(a *api.SessionActivity) string {
	if a == nil {
		return ""
	}
	return joined(" · ", joined(", ", txt(a.City), country.Describe(txt(a.Country))), txt(a.IPAddress))
}

// maxActor bounds an actor that is not understood, in bytes.
const maxActor = 200

// actorWords names who impersonates: " by user_…".
func actorWords(raw json.RawMessage) string {
	var actor struct {
		Sub api.Text `json:"sub"`
		Iss api.Text `json:"iss"`
	}
	if json.Unmarshal(raw, &actor) == nil && !actor.Sub.Empty() {
		who := " by " + txt(actor.Sub)
		if !actor.Iss.Empty() {
			who += " (" + txt(actor.Iss) + ")"
		}
		return who
	}
	b := string(raw)
	if len(b) > maxActor {
		b = b[:maxActor] + "…"
	}
	return ": " + safetext.String(b)
}
