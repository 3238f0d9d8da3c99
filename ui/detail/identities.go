package detail

import (
	"strconv"

	"usher/api"
)

// writeIdentities writes everything the user can be known by, each with how
// its verification stands.
func writeIdentities(s *sheet, c *scene) {
	u := c.user
	if u.Broken != nil {
		writeBroken(s, u)
		return
	}
	writeEmails(s, u)
	writePhones(s, u)
	s.head("Username", "")
	if u.Username.Empty() {
		s.muted("None.")
	} else {
		s.begin("username", "username", u.Username)
		s.text(txt(u.Username))
		s.end()
	}
	writeSocials(s, u)
	writeEnterprise(s, u)
	writeWallets(s, u)
}

// key of an item: its id, or its place where the API gave none.
func itemKey(kind string, id api.ID, i int) string {
	if id != "" {
		return kind + string(id)
	}
	return kind + strconv.Itoa(i)
}

// verification writes the line that tells how an identification stands.
func (s *sheet) verification(v *api.Verification, more ...string) {
	m, words := verificationWords(v)
	spans := []span{s.marked(m, words)}
	if rest := joined(" · ", more...); rest != "" {
		spans = append(spans, span{" · " + rest, s.ink.muted})
	}
	s.wrapped(2, spans...)
	if v == nil {
		return
	}
	if v.Attempts != nil && *v.Attempts > 0 && !verified(v) {
		s.wrapped(2, span{plural(int(min(*v.Attempts, 1<<30)), "attempt") + " at verifying", s.ink.muted})
	}
	if e := errorWords(v.Error); e != "" {
		s.wrapped(2, span{"✗ " + e, s.ink.bad})
	}
}

// links names the identifications that another came from.
func links(list []api.IdentificationLink) string {
	var names []string
	for _, l := range list {
		if l.Type.Empty() {
			continue
		}
		names = append(names, providerName(l.Type))
	}
	if len(names) == 0 {
		return ""
	}
	return "linked to " + joined(", ", names...)
}

// added tells when an identification was added, "" when not told.
func (s *sheet) added(t api.Time) string {
	if t.IsZero() {
		return ""
	}
	return "added " + s.absolute(t)
}

func writeEmails(s *sheet, u *api.User) {
	s.head("E-mail addresses", count(len(u.EmailAddresses)))
	if len(u.EmailAddresses) == 0 {
		s.muted("None.")
	}
	for i := range u.EmailAddresses {
		e := &u.EmailAddresses[i]
		s.begin(itemKey("email", e.ID, i), "e-mail address", e.EmailAddress)
		s.titled(txt(e.EmailAddress), e.ID != "" && e.ID == u.PrimaryEmailID)
		s.verification(e.Verification, links(e.LinkedTo))
		s.aside(onlyIf(e.Reserved, "reserved: claimed, but unverified"),
			onlyIf(e.MatchesSSOConnection, "its domain signs in through SSO"), s.added(e.CreatedAt))
		s.end()
	}
}

// titled is the first line of an identification: its value and the mark of
// the primary one.
func (s *sheet) titled(value string, primary bool) {
	if value == "" {
		value = "(no value)"
	}
	if primary {
		s.row([]span{{value, s.ink.strong}}, span{"primary", s.ink.accent})
		return
	}
	s.row([]span{{value, s.ink.value}})
}

// aside writes quiet facts below an item; empty ones are left out.
func (s *sheet) aside(facts ...string) {
	if t := joined(" · ", facts...); t != "" {
		s.wrapped(2, span{t, s.ink.muted})
	}
}

func writePhones(s *sheet, u *api.User) {
	s.head("Phone numbers", count(len(u.PhoneNumbers)))
	if len(u.PhoneNumbers) == 0 {
		s.muted("None.")
	}
	for i := range u.PhoneNumbers {
		p := &u.PhoneNumbers[i]
		s.begin(itemKey("phone", p.ID, i), "phone number", p.PhoneNumber)
		s.titled(txt(p.PhoneNumber), p.ID != "" && p.ID == u.PrimaryPhoneID)
		s.verification(p.Verification, links(p.LinkedTo))
		factor := ""
		switch {
		case p.ReservedForSecondFactor && p.DefaultSecondFactor:
			factor = "second factor by SMS (default)"
		case p.ReservedForSecondFactor:
			factor = "second factor by SMS"
		}
		s.aside(factor, onlyIf(p.Reserved, "reserved: claimed, but unverified"), s.added(p.CreatedAt))
		s.end()
	}
}

func writeSocials(s *sheet, u *api.User) {
	s.head("Social connections", count(len(u.ExternalAccounts)))
	if len(u.ExternalAccounts) == 0 {
		s.muted("None.")
	}
	for i := range u.ExternalAccounts {
		a := &u.ExternalAccounts[i]
		id := a.ExternalAccountID
		if id == "" {
			id = a.ID
		}
		copied, what := a.EmailAddress, "e-mail address of the connection"
		if copied.Empty() {
			copied, what = a.ProviderUserID, "provider's user id"
		}
		s.begin(itemKey("social", id, i), what, copied)
		spans := []span{{accountProvider(a), s.ink.value}}
		for _, t := range []api.Text{a.EmailAddress, a.Username} {
			if !t.Empty() {
				spans = append(spans, span{"  " + txt(t), s.ink.value})
				break
			}
		}
		s.row(spans)
		s.verification(a.Verification)
		s.aside(providersWord(a), txt(a.Label), joined(" ", txt(a.FirstName), txt(a.LastName)),
			onlyIf(!a.ProviderUserID.Empty(), "their id "+txt(a.ProviderUserID)), s.added(a.CreatedAt))
		s.end()
	}
}

// providersWord is what the provider said about the e-mail address.
func providersWord(a *api.ExternalAccount) string {
	switch {
	case a.EmailAddressVerified == nil:
		return ""
	case *a.EmailAddressVerified:
		return "provider says the e-mail is verified"
	}
	return "provider says the e-mail is NOT verified"
}

func writeEnterprise(s *sheet, u *api.User) {
	accounts := enterpriseAccounts(u)
	if len(accounts) == 0 {
		return
	}
	s.head("Enterprise accounts (SSO)", count(len(accounts)))
	for i, a := range accounts {
		s.begin(itemKey("sso", a.ID, i), "e-mail address of the SSO account", a.EmailAddress)
		state := span{"active", s.ink.good}
		if !a.Active {
			state = span{"inactive", s.ink.warn}
		}
		s.row([]span{{enterpriseName(a), s.ink.value}, {"  " + txt(a.EmailAddress), s.ink.value}}, state)
		s.verification(a.Verification)
		last := ""
		if !a.LastAuthenticatedAt.IsZero() {
			last = "last used " + s.absolute(a.LastAuthenticatedAt)
		}
		con := connection(a)
		s.aside(txt(a.Protocol), domains(con), onlyIf(con.ID != "" && !con.Active, "the connection is off"), last)
		s.end()
	}
}

// domains of a connection; older ones carry a single one.
func domains(c api.EnterpriseConnection) string {
	names := make([]string, 0, len(c.Domains))
	for _, d := range c.Domains {
		names = append(names, txt(d))
	}
	if len(names) == 0 && !c.Domain.Empty() {
		names = append(names, txt(c.Domain))
	}
	return joined(", ", names...)
}

func writeWallets(s *sheet, u *api.User) {
	if len(u.Web3Wallets) == 0 {
		return
	}
	s.head("Web3 wallets", count(len(u.Web3Wallets)))
	for i := range u.Web3Wallets {
		w := &u.Web3Wallets[i]
		s.begin(itemKey("wallet", w.ID, i), "wallet address", w.Web3Wallet)
		s.titled(txt(w.Web3Wallet), w.ID != "" && w.ID == u.PrimaryWeb3WalletID)
		s.verification(w.Verification)
		s.aside(s.added(w.CreatedAt))
		s.end()
	}
}
