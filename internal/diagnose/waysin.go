package diagnose

import (
	"strings"

	"usher/api"
	"usher/internal/safetext"
)

// ways are how a person can get in, as far as the record tells.
type ways struct {
	password, passkey, wallet bool
	social                    []string // verified connections
	unverified                []string // connections that were never verified
	sso                       *api.EnterpriseAccount
	contacts                  int      // verified e-mail addresses and phone numbers
	loose                     []string // e-mail addresses and phone numbers that are not verified, with their state
}

// sure reports whether there is a way in beside codes and links.
func (w *ways) sure() bool {
	return w.password || w.passkey || w.wallet || len(w.social) > 0 || w.sso != nil
}

func waysIn(u *api.User) ways {
	w := ways{password: u.PasswordEnabled, passkey: len(u.Passkeys) > 0, sso: enterprise(u, true)}
	for i := range u.ExternalAccounts {
		a := &u.ExternalAccounts[i]
		if verified(a.Verification) {
			w.social = append(w.social, provider(a))
		} else {
			w.unverified = append(w.unverified, provider(a))
		}
	}
	for i := range u.Web3Wallets {
		w.wallet = w.wallet || verified(u.Web3Wallets[i].Verification)
	}
	contact := func(t api.Text, v *api.Verification) {
		if verified(v) {
			w.contacts++
		} else {
			w.loose = append(w.loose, text(t)+" ("+status(v)+")")
		}
	}
	for i := range u.EmailAddresses {
		contact(u.EmailAddresses[i].EmailAddress, u.EmailAddresses[i].Verification)
	}
	for i := range u.PhoneNumbers {
		contact(u.PhoneNumbers[i].PhoneNumber, u.PhoneNumbers[i].Verification)
	}
	return w
}

func verified(v *api.Verification) bool { return v != nil && v.Status.Is("verified") }

// status is the state of a verification in words.
func status(v *api.Verification) string {
	switch {
	case v == nil:
		return "verification never started"
	case v.Status.Empty():
		return "verification unknown"
	case v.Status.Is("expired"):
		return "verification expired"
	}
	return text(v.Status)
}

// provider names the provider of a connection; old ones carry only the name
// of their kind.
func provider(a *api.ExternalAccount) string {
	name := text(a.Provider)
	if name == "" {
		name = strings.TrimSuffix(text(a.Object), "_account")
	}
	name = strings.TrimPrefix(name, "oauth_")
	name = strings.TrimPrefix(name, "custom_")
	switch name {
	case "":
		return "an unnamed provider"
	case "github":
		return "GitHub"
	default:
		return safetext.Capital(name)
	}
}

// firstContact is the primary e-mail address or phone number, else the first.
func firstContact(u *api.User) api.ID {
	switch {
	case u.PrimaryEmailID != "":
		return u.PrimaryEmailID
	case u.PrimaryPhoneID != "":
		return u.PrimaryPhoneID
	case len(u.EmailAddresses) > 0:
		return u.EmailAddresses[0].ID
	case len(u.PhoneNumbers) > 0:
		return u.PhoneNumbers[0].ID
	}
	return ""
}

// enterprise is the first directory account that is active, or not.
func enterprise(u *api.User, active bool) *api.EnterpriseAccount {
	for _, list := range [][]api.EnterpriseAccount{u.EnterpriseAccounts, u.SAMLAccounts} {
		for i := range list {
			if a := &list[i]; (a.Active && connectionOn(a)) == active {
				return a
			}
		}
	}
	return nil
}

func connection(a *api.EnterpriseAccount) *api.EnterpriseConnection {
	if a.EnterpriseConnection != nil {
		return a.EnterpriseConnection
	}
	return a.SAMLConnection
}

func connectionOn(a *api.EnterpriseAccount) bool {
	c := connection(a)
	return c == nil || c.Active
}

func connectionName(a *api.EnterpriseAccount) string {
	if c := connection(a); c != nil && !c.Name.Empty() {
		return text(c.Name)
	}
	if !a.Provider.Empty() {
		return text(a.Provider)
	}
	return "the company's directory"
}

// noWayIn is a record without any way in at all.
func noWayIn(_ *Facts, u *api.User) (Finding, bool) {
	w := waysIn(u)
	if w.sure() || w.contacts > 0 || len(w.unverified) > 0 || u.Broken != nil {
		return Finding{}, false
	}
	evidence := "No password, social account, passkey, wallet or directory, and no verified e-mail address or phone number."
	if len(w.loose) > 0 {
		evidence += " Unverified: " + listed(w.loose) + "."
	}
	return Finding{
		Cause: NoWayIn, Title: "No way to sign in at all", Certainty: Certain, Severity: Stop, Evidence: evidence,
		Fix: "Send a sign-in link, or verify an address and let them set a password.", ActionID: actSignInLink,
	}, true
}

func unverifiedSocial(_ *Facts, u *api.User) (Finding, bool) {
	w := waysIn(u)
	if w.sure() || len(w.unverified) == 0 {
		return Finding{}, false
	}
	found := Finding{
		Cause: UnverifiedSocial, Title: "The only way in is an unverified social account", Certainty: Certain, Severity: Stop,
		Evidence: "No password and no passkey; the connection to " + listed(w.unverified) + " was begun and never finished" + whyUnverified(u) + ".",
		Fix:      "Let them connect again from the start, or send a sign-in link.", ActionID: actSignInLink,
	}
	if w.contacts > 0 {
		found.Title, found.Certainty, found.Severity = "The only account to sign in with is unverified", Likely, Hinder
		found.Evidence += " A code or link to a verified address works only where the application allows it."
	}
	return found, true
}

// whyUnverified is what the provider said, as a clause.
func whyUnverified(u *api.User) string {
	for i := range u.ExternalAccounts {
		v := u.ExternalAccounts[i].Verification
		if v == nil || v.Error == nil || verified(v) {
			continue
		}
		said := v.Error.LongMessage
		if said.Empty() {
			said = v.Error.Message
		}
		if !said.Empty() {
			return ", and the provider's answer was: " + strings.TrimRight(text(said), ".")
		}
	}
	return ""
}

func noVerified(_ *Facts, u *api.User) (Finding, bool) {
	w := waysIn(u)
	if w.contacts > 0 || w.wallet || u.Broken != nil || len(w.loose) == 0 {
		return Finding{}, false
	}
	found := Finding{
		Cause: NoVerified, Title: "No verified e-mail address or phone number", Certainty: Likely, Severity: Hinder,
		Evidence: "Not verified: " + listed(w.loose) + ". An unverified address is not accepted at sign-in, and resets do not reach it.",
		Fix:      "Send a code to it and check what they tell you; correct a wrong address.", ActionID: actSendCode,
		Target: firstContact(u),
	}
	if !u.Username.Empty() && w.password || w.passkey || len(w.social) > 0 || w.sso != nil {
		found.Certainty = Possible
		found.Evidence += " Another way in exists."
	}
	return found, true
}

func noPasswordNoSocial(_ *Facts, u *api.User) (Finding, bool) {
	w := waysIn(u)
	if w.sure() || w.contacts == 0 || len(w.unverified) > 0 {
		return Finding{}, false
	}
	return Finding{
		Cause: NoPasswordSocial, Title: "No password and no social account", Certainty: Likely, Severity: Hinder,
		Evidence: "There is only " + plural(w.contacts, "verified address or number") + ": codes or links are the way in, where the application allows them. A password can not be right, for there is none.",
		Fix:      "Tell them to use “forgot password” or the code by e-mail, or send a sign-in link.", ActionID: actSignInLink,
	}, true
}

func socialOnly(_ *Facts, u *api.User) (Finding, bool) {
	w := waysIn(u)
	other := w.password || w.sso != nil
	if other || len(w.social) == 0 && !w.passkey && !w.wallet {
		return Finding{}, false
	}
	through := w.social
	if w.passkey {
		through = append(through, "a passkey")
	}
	if w.wallet {
		through = append(through, "a wallet")
	}
	return Finding{
		Cause: SocialOnly, Title: "Has no password", Certainty: Possible, Severity: Note,
		Evidence: "Signs in through " + listed(through) + ". Whoever types a password is refused.",
		Fix:      "Ask which button they press.",
	}, true
}

func singleSignOn(_ *Facts, u *api.User) (Finding, bool) {
	address := ""
	for i := range u.EmailAddresses {
		if e := &u.EmailAddresses[i]; e.MatchesSSOConnection {
			address = text(e.EmailAddress)
			break
		}
	}
	on, off := enterprise(u, true), enterprise(u, false)
	found := Finding{Cause: SSO, Severity: Hinder, Title: "The address belongs to an SSO connection"}
	switch {
	case on != nil:
		found.Title = "Signs in through SSO only"
		found.Certainty = Possible
		found.Evidence = "Tied to " + connectionName(on) + ": password and second factor are asked for there, not here. "
		found.Evidence += "If the directory refuses them, nothing here shows it."
		found.Fix = "Let them use the company's sign-in; if it fails, its administrator must look."
	case off != nil:
		found.Certainty = Likely
		found.Evidence = "The account in " + connectionName(off) + " or its connection is not active."
		found.Fix = "Ask the company's administrator; the connection is switched on in the web dashboard."
	case address != "":
		found.Certainty = Likely
		found.Evidence = "The domain of " + address + " has an SSO connection, and this user has never come through it: a password is not asked for, the directory is."
		found.Fix = "Let them sign in through the company's SSO; if the directory does not know them, its administrator must add them."
	default:
		return Finding{}, false
	}
	return found, true
}
