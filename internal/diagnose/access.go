package diagnose

import (
	"strconv"
	"time"

	"usher/api"
	"usher/internal/when"
)

func gone(f *Facts, _ *api.User) (Finding, bool) {
	return Finding{
		Cause: Gone, Title: "The user no longer exists", Certainty: Certain, Severity: Stop,
		Evidence: "The server does not know this id any more: the user was deleted since the list was read.",
		Fix:      "They can sign up again; nothing of the old account comes back.", Person: nobody,
	}, f.Removed
}

func unreadable(_ *Facts, u *api.User) (Finding, bool) {
	return Finding{
		Cause: Unreadable, Title: "The record could not be read", Certainty: Possible, Severity: Note,
		Evidence: "The server sent a record in a shape that is not understood; what it says about access is unknown.",
		Fix:      "Look at the raw JSON.",
	}, u.Broken != nil
}

func deprovisioned(_ *Facts, u *api.User) (Finding, bool) {
	return Finding{
		Cause: Deprovisioned, Title: "Shut off by the directory", Certainty: Certain, Severity: Stop,
		Evidence: "The directory that manages this user has deprovisioned them. Every sign-in is refused.",
		Fix:      "Only the directory (Okta, Entra and the like) can let them in again: ask its administrator.",
	}, u.Deprovisioned
}

func banned(f *Facts, u *api.User) (Finding, bool) {
	evidence := "A banned user is refused at every sign-in; the ban ended all sessions."
	if f.Sessions != nil {
		if n := withStatus(f.Sessions.Data, "revoked"); n > 0 {
			evidence = "A banned user is refused at every sign-in; " + plural(n, "session") + " ended as revoked."
		}
	}
	return Finding{
		Cause: Banned, Title: "Banned", Certainty: Certain, Severity: Stop, Evidence: evidence,
		Fix: "Unban, if the reason for the ban is gone.", ActionID: actUnban,
	}, u.Banned
}

// lock tells when the lock ends; zero for never.
func (f *Facts) lockEnd(u *api.User) (end time.Time, endless bool) {
	if u.LockoutExpiresIn == nil {
		return time.Time{}, true
	}
	// Larger numbers than a century of seconds mean nothing.
	const century = int64(100 * 365 * 24 * 3600)
	left := min(max(*u.LockoutExpiresIn, 0), century)
	return f.UserAt.Add(time.Duration(left) * time.Second), false
}

func locked(f *Facts, u *api.User) (Finding, bool) {
	if !u.Locked {
		return Finding{}, false
	}
	found := Finding{
		Cause: Locked, Certainty: Certain, Severity: Stop, ActionID: actUnlock,
		Fix: "Unlock, or let them wait.",
	}
	end, endless := f.lockEnd(u)
	switch {
	case endless:
		found.Title = "Locked without end"
		found.Evidence = "Every sign-in is refused until someone unlocks."
		found.Fix = "Unlock: waiting does not help."
	case !end.After(f.Now):
		found.Title, found.Certainty = "Was locked until a moment ago", Possible
		found.Evidence = "The lock ran out at " + f.absolute(end) + ", after the record was read."
		found.Fix = "Let them try again now."
		found.ActionID = ""
	default:
		found.Title = "Locked for " + when.Span(end.Sub(f.Now)) + " more"
		found.Evidence = "Every sign-in is refused until " + f.absolute(end) + "."
	}
	if n := u.VerificationAttemptsRemaining; n != nil && *n <= 0 && found.ActionID != "" {
		found.Evidence += " No failed attempt is left: too many wrong passwords or codes brought the lock."
	}
	return found, true
}

// fewLeft is the number of failed attempts left from which on it is said.
const fewLeft = 3

func fewAttempts(_ *Facts, u *api.User) (Finding, bool) {
	n := u.VerificationAttemptsRemaining
	if n == nil || *n > fewLeft || u.Locked {
		return Finding{}, false
	}
	left := max(*n, 0)
	return Finding{
		Cause: FewAttempts, Title: "Nearly locked: " + plural(int(left), "failed attempt") + " left",
		Certainty: Likely, Severity: Hinder,
		Evidence: "Wrong passwords or codes were tried again and again: the count goes back only with a sign-in that succeeds.",
		Fix:      "Stop trying: reset the password, or send a sign-in link.", ActionID: actSignInLink,
	}, true
}

func passwordReset(f *Facts, u *api.User) (Finding, bool) {
	evidence := "The password is marked as compromised: a new one must be set before the next sign-in ends."
	if !u.PasswordLastUpdatedAt.IsZero() {
		evidence += " It was last changed " + f.ago(u.PasswordLastUpdatedAt) + "."
	}
	return Finding{
		Cause: PasswordReset, Title: "Must reset the password first", Certainty: Likely, Severity: Hinder, Evidence: evidence,
		Fix: "Let them use “forgot password”. Take the mark away only if the password is known to be safe.", ActionID: actUncompromised,
	}, u.RequiresPasswordReset
}

func noBackupCodes(_ *Facts, u *api.User) (Finding, bool) {
	if !u.TwoFactorEnabled || u.BackupCodeEnabled {
		return Finding{}, false
	}
	var factors []string
	if u.TOTPEnabled {
		factors = append(factors, "authenticator app")
	}
	for i := range u.PhoneNumbers {
		if p := &u.PhoneNumbers[i]; p.ReservedForSecondFactor {
			factors = append(factors, "SMS to "+text(p.PhoneNumber))
		}
	}
	how := ""
	if len(factors) > 0 {
		how = " (" + listed(factors) + ")"
	}
	return Finding{
		Cause: NoBackupCodes, Title: "Two-factor is on, without backup codes", Certainty: Possible, Severity: Hinder,
		Evidence: "Each sign-in asks for a second factor" + how + ", and there is no backup code in its place: a lost phone shuts them out.",
		Fix:      "If the phone is lost, make sure who asks, then reset MFA.", ActionID: actResetMFA,
	}, true
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}
