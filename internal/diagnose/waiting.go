package diagnose

import (
	"strings"

	"usher/api"
	"usher/internal/safetext"
)

// addressed reports whether a text is the address that was looked for.
func (f *Facts) addressed(t api.Text) bool {
	return plain(t) == strings.ToLower(safetext.String(f.Address))
}

// invited are the invitations to the application: the newest that still
// waits, else the newest of all.
func (f *Facts) invited() []Finding {
	if f.AppInvites == nil {
		return nil
	}
	var best *api.Invitation
	for i := range f.AppInvites.Data {
		v := &f.AppInvites.Data[i]
		if f.addressed(v.EmailAddress) && (best == nil || v.Status.Is("pending") && !best.Status.Is("pending")) {
			best = v
		}
	}
	if best == nil {
		return nil
	}
	return []Finding{f.invitation(Invited, "the application", best.Status, best.CreatedAt, best.ExpiresAt)}
}

// orgInvited are the invitations into organizations, those that wait first.
func (f *Facts) orgInvited() []Finding {
	if f.OrgInvites == nil {
		return nil
	}
	var waiting, rest []Finding
	seen := map[string]bool{}
	for i := range f.OrgInvites.Data {
		v := &f.OrgInvites.Data[i]
		org := invitedTo(v)
		if !f.addressed(v.EmailAddress) || seen[org] {
			continue
		}
		seen[org] = true
		found := f.invitation(OrgInvited, org, v.Status, v.CreatedAt, v.ExpiresAt)
		if v.Status.Is("pending") {
			waiting = append(waiting, found)
		} else {
			rest = append(rest, found)
		}
	}
	return append(waiting, rest...)
}

// invitation is the finding about one invitation.
func (f *Facts) invitation(cause Cause, to string, status api.Text, sent, ends api.Time) Finding {
	found := Finding{Cause: cause, Certainty: Likely, Severity: Hinder, Person: nobody}
	since := "Sent " + f.ago(sent)
	switch {
	case status.Is("pending"):
		found.Title = "An invitation to " + to + " waits"
		found.Evidence = since + " and not accepted yet"
		if !ends.IsZero() {
			found.Evidence += "; it ends " + f.ago(ends)
		}
		found.Evidence += ". They have no account until they follow its link."
		found.Fix = "Let them open the link in the invitation's e-mail."
	case status.Is("expired"):
		found.Title = "The invitation to " + to + " has expired"
		found.Evidence = since + ", it ended " + f.ago(ends) + " without being accepted."
		found.Fix = "Invite again."
	case status.Is("revoked"):
		found.Title, found.Certainty = "The invitation to "+to+" was taken back", Possible
		found.Evidence = since + " and revoked."
		found.Fix = "Find out why before inviting again."
	case status.Is("accepted"):
		found.Title, found.Certainty = "The invitation to "+to+" was accepted", Possible
		found.Evidence = since + " and accepted, yet nobody has the address now: the account was deleted, or its address changed."
		found.Fix = "Ask which address they use now."
	default:
		found.Title, found.Certainty = "There is an invitation to "+to, Possible
		found.Evidence = since + ", status " + text(status) + "."
	}
	if cause == Invited && status.Is("expired") {
		found.ActionID = actInvite
	}
	return found
}

func (f *Facts) waitlisted() []Finding {
	if f.Waitlist == nil {
		return nil
	}
	for i := range f.Waitlist.Data {
		v := &f.Waitlist.Data[i]
		if !f.addressed(v.EmailAddress) {
			continue
		}
		found := Finding{Cause: Waitlisted, Certainty: Likely, Severity: Hinder, Person: nobody}
		switch {
		case v.Status.Is("pending"):
			found.Title = "Waits on the waitlist"
			found.Evidence = "Asked to be let in " + f.ago(v.CreatedAt) + "; nobody has decided yet."
			found.Fix = "Invite from the waitlist in the web dashboard, or invite the address."
			found.ActionID = actInvite
		case v.Status.Is("rejected"):
			found.Title = "Was turned down on the waitlist"
			found.Evidence = "Asked to be let in " + f.ago(v.CreatedAt) + " and was rejected."
			found.Fix = "Find out why before inviting."
		default:
			found.Title, found.Certainty = "Was on the waitlist: "+text(v.Status), Possible
			found.Evidence = "Asked to be let in " + f.ago(v.CreatedAt) + "."
		}
		return []Finding{found}
	}
	return nil
}
