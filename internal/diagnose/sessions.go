package diagnose

import (
	"strings"

	"usher/api"
)

func withStatus(all []api.Session, word string) int {
	n := 0
	for i := range all {
		if all[i].Status.Is(word) {
			n++
		}
	}
	return n
}

// pendingTask is a sign-in that succeeded and still asks for something.
func pendingTask(f *Facts, _ *api.User) (Finding, bool) {
	if f.Sessions == nil {
		return Finding{}, false
	}
	for i := range f.Sessions.Data {
		s := &f.Sessions.Data[i]
		if !s.Status.Is("pending") {
			continue
		}
		found := Finding{Cause: PendingTask, Certainty: Likely, Severity: Hinder, Title: "Signed in, but a task is still open"}
		if i > 0 && withStatus(f.Sessions.Data[:i], "active") > 0 {
			found.Certainty = Possible // they came in later
		}
		found.Evidence = "The session of " + f.ago(s.CreatedAt) + " is pending"
		f.task(&found, s)
		return found, true
	}
	return Finding{}, false
}

// task tells what the session waits for.
func (f *Facts) task(found *Finding, s *api.Session) {
	if len(s.Tasks) == 0 {
		found.Evidence += "; which task is open is not told."
		found.Fix = "Ask what the screen wants after the sign-in."
		return
	}
	keys := make([]string, 0, len(s.Tasks))
	for _, t := range s.Tasks {
		keys = append(keys, text(t.Key))
	}
	found.Title += ": " + listed(keys)
	found.Evidence += " until it is done."
	switch {
	case s.Tasks[0].Key.Is("choose-organization"):
		found.Evidence += f.organizations()
		found.Fix = "Let them choose an organization; who has none must be added, or accept an invitation."
		if f.Memberships != nil && len(f.Memberships.Data) == 0 {
			found.ActionID = actJoin
		}
	case s.Tasks[0].Key.Is("reset-password"):
		found.Fix = "Let them set a new password on the page that asks for it."
	case strings.HasSuffix(keys[0], "mfa"):
		found.Fix = "Let them set up two-factor on the page that asks for it."
	default:
		found.Fix = "Let them finish what the page asks for."
	}
}

// organizations tells what there is to choose from.
func (f *Facts) organizations() string {
	if f.OrganizationsOff {
		return " Organizations are off in this instance."
	}
	out := ""
	if m := f.Memberships; m != nil {
		out = " Member of no organization."
		if len(m.Data) > 0 {
			names := make([]string, 0, len(m.Data))
			for i := range m.Data {
				names = append(names, text(m.Data[i].Organization.Name))
			}
			out = " Member of " + listed(names) + "."
		}
	}
	if l := f.Invitations; l != nil && len(l.Data) > 0 {
		names := make([]string, 0, len(l.Data))
		for i := range l.Data {
			names = append(names, invitedTo(&l.Data[i]))
		}
		out += " Invited to " + listed(names) + "."
	}
	return out
}

// invitedTo names the organization of an invitation.
func invitedTo(i *api.OrganizationInvitation) string {
	if d := i.PublicOrganizationData; d != nil && !d.Name.Empty() {
		return text(d.Name)
	}
	if i.OrganizationID != "" {
		return string(i.OrganizationID)
	}
	return "an organization"
}

func sessionsRevoked(f *Facts, u *api.User) (Finding, bool) {
	if f.Sessions == nil || u.Banned {
		return Finding{}, false
	}
	all := f.Sessions.Data
	revoked := withStatus(all, "revoked")
	if revoked == 0 || withStatus(all, "active")+withStatus(all, "pending") > 0 || !all[0].Status.Is("revoked") {
		return Finding{}, false
	}
	evidence := "No session is active; " + plural(revoked, "session") + " of the last " + plural(len(all), "one") + " ended as revoked, the newest begun " + f.ago(all[0].CreatedAt) + "."
	if revoked == len(all) {
		evidence = "All of the last " + plural(revoked, "session") + " ended as revoked, the newest begun " + f.ago(all[0].CreatedAt) + "."
	}
	return Finding{
		Cause: SessionsRevoked, Title: "Signed out everywhere", Certainty: Possible, Severity: Note,
		Evidence: evidence + " Someone here or the application ended them; signing in again is allowed.",
		Fix:      "Let them sign in anew; a page that still shows the old session must be reloaded.",
	}, true
}
