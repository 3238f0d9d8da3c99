package detail

import (
	"strconv"

	"usher/api"
)

// warning is something that an agent must see before anything else: how
// grave, what, and what it means.
type warning struct {
	mark  mark
	title string
	text  string
}

// fewAttempts is the number of sign-in attempts left from which on a user is
// about to be locked out.
const fewAttempts = 2

// warnings lists what is odd about the user, gravest first.
func warnings(u *api.User, l lock, c clock) []warning {
	var out []warning
	add := func(m mark, title, text string) { out = append(out, warning{m, title, text}) }
	if u.Deprovisioned {
		add(bad, "Deprovisioned", "Shut off by the directory that manages this user; only the directory can let the user in again.")
	}
	if u.Banned {
		add(bad, "Banned", "Cannot sign in until unbanned. The ban ended all sessions; they do not come back.")
	}
	if w, ok := lockWarning(l, c); ok {
		out = append(out, w)
	}
	if u.RequiresPasswordReset {
		add(warn, "Password reset required", "The password is marked as compromised: a new one must be set at the next sign-in.")
	}
	out = append(out, wayInWarnings(u)...)
	if u.TwoFactorEnabled && !u.BackupCodeEnabled {
		add(warn, "No backup codes", "Two-factor is on: without the second factor there is no way in but a reset.")
	}
	if n := u.VerificationAttemptsRemaining; n != nil && *n <= fewAttempts && !u.Locked {
		add(warn, "Few attempts left", attemptsText(*n))
	}
	if name := ssoName(u); name != "" {
		add(neutral, "Single sign-on", "Signs in through "+name+": password and second factor are decided there.")
	}
	return out
}

func attemptsText(n int64) string {
	if n <= 0 {
		return "No failed attempt is left before the lock."
	}
	return plural(int(n), "failed attempt") + " more and the user is locked."
}

// lockWarning tells what a lock means now.
func lockWarning(l lock, c clock) (warning, bool) {
	switch {
	case !l.locked:
		return warning{}, false
	case l.endless:
		return warning{warn, "Locked without end", "Cannot sign in until someone unlocks the user. Sessions that run go on."}, true
	case l.over:
		return warning{warn, "Lock ran out", "It ended at " + c.absolute(l.until) + ", after this was loaded. Refresh to see the state now."}, true
	}
	return warning{warn, "Locked, " + span2(l.left) + " left", "Cannot sign in until " + c.absolute(l.until) + " or until unlocked. Sessions that run go on."}, true
}

// wayInWarnings judges how the user can get in at all.
func wayInWarnings(u *api.User) []warning {
	var out []warning
	w := waysIn(u)
	switch {
	case w.sure():
	case w.unverifiedSocial:
		out = append(out, warning{bad, "Only way in is unverified", "There is no password, and the social connection was never verified."})
	case w.verifiedIdentifier:
		out = append(out, warning{neutral, "Codes or links only", "No password, social connection or passkey: signs in by e-mail or SMS code, where the application allows it."})
	default:
		out = append(out, warning{bad, "No way to sign in", "No password, connection or passkey, and no verified e-mail address or phone number."})
	}
	if e := primaryEmail(u); e != nil && !verified(e.Verification) {
		out = append(out, warning{warn, "E-mail unverified", "The primary e-mail address is not verified: codes and links to it cannot be trusted to arrive."})
	} else if !w.verifiedIdentifier && !w.wallet && w.sure() {
		out = append(out, warning{warn, "No verified identifier", "No e-mail address, phone number or wallet of the user is verified."})
	}
	return out
}

// ways is how a user can sign in, as far as the record tells.
type ways struct {
	password, social, passkey, sso, wallet bool
	unverifiedSocial                       bool
	verifiedIdentifier                     bool // an e-mail address or phone number
}

// sure reports whether one of the ways works whatever the instance's settings.
func (w ways) sure() bool { return w.password || w.social || w.passkey || w.sso || w.wallet }

// waysIn reads the ways in from the record.
func waysIn(u *api.User) ways {
	w := ways{password: u.PasswordEnabled, passkey: len(u.Passkeys) > 0}
	for i := range u.ExternalAccounts {
		if verified(u.ExternalAccounts[i].Verification) {
			w.social = true
		} else {
			w.unverifiedSocial = true
		}
	}
	for _, a := range enterpriseAccounts(u) {
		w.sso = w.sso || a.Active
	}
	for i := range u.Web3Wallets {
		w.wallet = w.wallet || verified(u.Web3Wallets[i].Verification)
	}
	for i := range u.EmailAddresses {
		w.verifiedIdentifier = w.verifiedIdentifier || verified(u.EmailAddresses[i].Verification)
	}
	for i := range u.PhoneNumbers {
		w.verifiedIdentifier = w.verifiedIdentifier || verified(u.PhoneNumbers[i].Verification)
	}
	return w
}

// primaryEmail is the primary e-mail address, or the only one when none is
// marked, or nil.
func primaryEmail(u *api.User) *api.EmailAddress {
	for i := range u.EmailAddresses {
		if e := &u.EmailAddresses[i]; e.ID != "" && e.ID == u.PrimaryEmailID {
			return e
		}
	}
	if len(u.EmailAddresses) > 0 {
		return &u.EmailAddresses[0]
	}
	return nil
}

// enterpriseAccounts joins the two lists of directory accounts; the newer
// enterprise_accounts repeats what saml_accounts holds.
func enterpriseAccounts(u *api.User) []*api.EnterpriseAccount {
	var out []*api.EnterpriseAccount
	seen := map[string]bool{}
	for _, list := range [][]api.EnterpriseAccount{u.EnterpriseAccounts, u.SAMLAccounts} {
		for i := range list {
			a := &list[i]
			key := string(a.ID)
			if twin := txt(a.EmailAddress) + " " + string(connection(a).ID); connection(a).ID != "" {
				key = twin
			}
			if key != "" && seen[key] {
				continue
			}
			seen[key] = true
			out = append(out, a)
		}
	}
	return out
}

// connection is the directory of an account; an empty one when not told.
func connection(a *api.EnterpriseAccount) api.EnterpriseConnection {
	switch {
	case a.EnterpriseConnection != nil:
		return *a.EnterpriseConnection
	case a.SAMLConnection != nil:
		return *a.SAMLConnection
	}
	return api.EnterpriseConnection{}
}

// ssoName names the directory that an active account or the domain of the
// e-mail address ties the user to; "" for none.
func ssoName(u *api.User) string {
	for _, a := range enterpriseAccounts(u) {
		if a.Active {
			return enterpriseName(a)
		}
	}
	for i := range u.EmailAddresses {
		if u.EmailAddresses[i].MatchesSSOConnection {
			return "the SSO connection of the e-mail's domain"
		}
	}
	return ""
}

// enterpriseName names the directory of an account.
func enterpriseName(a *api.EnterpriseAccount) string {
	if name := txt(connection(a).Name); name != "" {
		return name
	}
	if !a.Provider.Empty() {
		return providerName(a.Provider)
	}
	return "a directory"
}

// count is "3", or "" for none.
func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
