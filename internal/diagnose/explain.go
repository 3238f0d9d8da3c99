package diagnose

import (
	"slices"
	"strings"
	"time"

	"usher/api"
	"usher/internal/safetext"
	"usher/internal/when"
)

// nobody is the Person of a finding that names none.
const nobody = -1

// Explain ranks what the facts show: surest first, then what shuts most. While
// answers are still waited for it tells what is known so far; once all have
// come it always has at least one finding.
func Explain(f *Facts) []Finding {
	if f.User == nil {
		return rank(f.absence())
	}
	if found, ok := gone(f, f.User); ok {
		return []Finding{found}
	}
	var out []Finding
	for _, r := range rules() {
		if found, ok := r(f, f.User); ok {
			found.Person = nobody
			out = append(out, found)
		}
	}
	if len(out) == 0 && f.Waiting == 0 {
		out = append(out, f.nothing())
	}
	return rank(out)
}

func rank(all []Finding) []Finding {
	slices.SortStableFunc(all, func(a, b Finding) int {
		if a.Certainty != b.Certainty {
			return int(b.Certainty - a.Certainty)
		}
		return int(b.Severity - a.Severity)
	})
	return all
}

// rule tells whether one cause holds. Rules are tried in the order in which
// equals stand.
type rule func(f *Facts, u *api.User) (Finding, bool)

func rules() []rule {
	return []rule{
		unreadable, deprovisioned, banned, locked,
		noWayIn, unverifiedSocial, noVerified, passwordReset, pendingTask, singleSignOn, blocked,
		noPasswordNoSocial, typoInAddress, fewAttempts, noBackupCodes, sessionsRevoked, socialOnly,
	}
}

// nothing is what is said when no rule found anything.
func (f *Facts) nothing() Finding {
	n := Finding{
		Cause: NothingFound, Title: "Nothing found that would keep them out", Person: nobody,
		Evidence: "Not banned, locked or shut off, has a way in, and no task, list entry or reset stands in the way.",
		Fix:      "Ask what the screen says and which address they type; then look at what cannot be seen from here.",
	}
	if len(f.unread) > 0 {
		n.Title = "Nothing found in what could be read"
		n.Evidence = "What was read shows no obstacle; some of it could not be read, see below."
	}
	if f.Sessions == nil {
		return n
	}
	for i := range f.Sessions.Data {
		if s := &f.Sessions.Data[i]; s.Status.Is("active") && !s.Impersonated() {
			n.Evidence += " A session is active, last used " + f.ago(s.LastActiveAt) + place(s) + ": on that device they are signed in."
			break
		}
	}
	return n
}

// place tells browser and city of a session, with a leading comma.
func place(s *api.Session) string {
	a := s.LatestActivity
	if a == nil {
		return ""
	}
	var parts []string
	for _, t := range []api.Text{a.BrowserName, a.City} {
		if !t.Empty() {
			parts = append(parts, text(t))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return ", " + strings.Join(parts, " in ")
}

// widest bounds a foreign text inside a sentence, in cells.
const widest = 80

// text makes a foreign text drawable inside a sentence.
func text(t api.Text) string { return safetext.Truncate(safetext.Line(t), widest) }

func (f *Facts) ago(t api.Time) string { return when.Ago(f.Now, t) }

func (f *Facts) absolute(t time.Time) string {
	zone := f.Zone
	if zone == nil {
		zone = time.Local
	}
	return when.Absolute(api.TimeOf(t), zone)
}

// listed joins up to three, and counts the others.
func listed(all []string) string {
	const most = 3
	if len(all) > most {
		return strings.Join(all[:most], ", ") + " and " + plural(len(all)-most, "other")
	}
	return strings.Join(all, ", ")
}
