package query

import (
	"strings"

	"usher/api"
)

// check is a term at a moment: what is asked of one user.
type check struct {
	*term
	folded []string // partial texts
	when   []when   // dates
	orgs   []api.ID // that the names stand for
	wanted []wanted // metadata
	words  bool     // a free word
}

// match reports whether the record shows that the user has one of the values,
// or none when the term is negated. What a record does not show is no reason
// to drop it.
func (c *check) match(u *api.User) bool {
	if c.words {
		return holdsWord(c.folded[0], u) != c.negated
	}
	if c.row.holds == nil {
		return true
	}
	for i := range c.values {
		if c.row.holds(c, i, u) {
			return !c.negated
		}
	}
	return c.negated
}

// Match reports whether a record matches the query. Every condition that a
// record can show is checked, also those that the server was asked for; the
// organizations are left to [Plan.Keep]. A record that could not be read
// matches only what every user matches.
func (p *Plan) Match(u *api.User) bool {
	if p.Nobody != "" {
		return false
	}
	if u == nil || u.Broken != nil {
		return len(p.checks) == 0
	}
	for _, c := range p.checks {
		if !c.match(u) {
			return false
		}
	}
	return true
}

func bindFolded(c *check, i int, _ *Env) {
	c.folded = append(c.folded, fold(c.values[i].text))
}

// holdsWord looks where the server's query looks: addresses, numbers,
// usernames, wallets, ids and names.
func holdsWord(word string, u *api.User) bool {
	for i := range u.EmailAddresses {
		if contains(u.EmailAddresses[i].EmailAddress.Unsafe(), word) {
			return true
		}
	}
	if inName(u, word) || contains(u.Username.Unsafe(), word) || contains(string(u.ID), word) {
		return true
	}
	for i := range u.PhoneNumbers {
		if contains(u.PhoneNumbers[i].PhoneNumber.Unsafe(), word) {
			return true
		}
	}
	for i := range u.Web3Wallets {
		if contains(u.Web3Wallets[i].Web3Wallet.Unsafe(), word) {
			return true
		}
	}
	return false
}

// inName looks for a part of the first name, the last name or both in either
// order.
func inName(u *api.User, part string) bool {
	first, last := u.FirstName.Unsafe(), u.LastName.Unsafe()
	if contains(first, part) || contains(last, part) {
		return true
	}
	if first == "" || last == "" || !strings.Contains(part, " ") {
		return false
	}
	first, last = spaces(first), spaces(last)
	return contains(first+" "+last, part) || contains(last+" "+first, part)
}

// spaces makes one space of each run of them.
func spaces(s string) string { return strings.Join(strings.Fields(s), " ") }

func holdsEmail(c *check, i int, u *api.User) bool {
	for j := range u.EmailAddresses {
		if strings.EqualFold(u.EmailAddresses[j].EmailAddress.Unsafe(), c.values[i].text) {
			return true
		}
	}
	return false
}

func holdsEmailPart(c *check, i int, u *api.User) bool {
	for j := range u.EmailAddresses {
		if contains(u.EmailAddresses[j].EmailAddress.Unsafe(), c.folded[i]) {
			return true
		}
	}
	return false
}

func holdsDomain(c *check, i int, u *api.User) bool {
	for j := range u.EmailAddresses {
		s := u.EmailAddresses[j].EmailAddress.Unsafe()
		if strings.EqualFold(s[strings.LastIndexByte(s, '@')+1:], c.values[i].text) && strings.Contains(s, "@") {
			return true
		}
	}
	return false
}

func holdsPhone(c *check, i int, u *api.User) bool {
	for j := range u.PhoneNumbers {
		if u.PhoneNumbers[j].PhoneNumber.Is(c.values[i].text) {
			return true
		}
	}
	return false
}

func holdsPhonePart(c *check, i int, u *api.User) bool {
	for j := range u.PhoneNumbers {
		if strings.Contains(u.PhoneNumbers[j].PhoneNumber.Unsafe(), c.values[i].text) {
			return true
		}
	}
	return false
}

func holdsUsername(c *check, i int, u *api.User) bool {
	return strings.EqualFold(u.Username.Unsafe(), c.values[i].text)
}

func holdsUsernamePart(c *check, i int, u *api.User) bool {
	return !u.Username.Empty() && contains(u.Username.Unsafe(), c.folded[i])
}

func holdsNamePart(c *check, i int, u *api.User) bool { return inName(u, c.folded[i]) }

func holdsID(c *check, i int, u *api.User) bool { return string(u.ID) == c.values[i].text }

func holdsExternal(c *check, i int, u *api.User) bool { return u.ExternalID.Is(c.values[i].text) }

func holdsWallet(c *check, i int, u *api.User) bool {
	for j := range u.Web3Wallets {
		if strings.EqualFold(u.Web3Wallets[j].Web3Wallet.Unsafe(), c.values[i].text) {
			return true
		}
	}
	return false
}

func holdsProvider(c *check, i int, u *api.User) bool {
	name, account, one := strings.Cut(c.values[i].text, "/")
	for j := range u.ExternalAccounts {
		a := &u.ExternalAccounts[j]
		if strings.EqualFold(bareProvider(a.Provider.Unsafe()), name) && (!one || a.ProviderUserID.Is(account)) {
			return true
		}
	}
	return false
}

// flag is what holds for a yes-or-no of the record.
func flag(of func(u *api.User) bool) func(c *check, i int, u *api.User) bool {
	return func(c *check, i int, u *api.User) bool {
		return of(u) == (c.values[i].text == c.row.Values[0])
	}
}

func isVerified(v *api.Verification) bool { return v != nil && v.Status.Is("verified") }

// verified looks at the primary e-mail address; at the phone number of users
// without an address.
func verified(u *api.User) bool {
	if len(u.EmailAddresses) > 0 {
		at := 0
		for i := range u.EmailAddresses {
			if e := &u.EmailAddresses[i]; e.ID != "" && e.ID == u.PrimaryEmailID {
				at = i
			}
		}
		return isVerified(u.EmailAddresses[at].Verification)
	}
	at := 0
	for i := range u.PhoneNumbers {
		if n := &u.PhoneNumbers[i]; n.ID != "" && n.ID == u.PrimaryPhoneID {
			at = i
		}
	}
	return len(u.PhoneNumbers) > 0 && isVerified(u.PhoneNumbers[at].Verification)
}

func holdsState(c *check, i int, u *api.User) bool { return u.State().String() == c.values[i].text }

func holdsPossession(c *check, i int, u *api.User) bool {
	switch c.values[i].text {
	case "email":
		return len(u.EmailAddresses) > 0
	case "phone":
		return len(u.PhoneNumbers) > 0
	case "username":
		return !u.Username.Empty()
	case "name":
		return !u.Name().Empty()
	case "password":
		return u.PasswordEnabled
	case "passkey":
		return len(u.Passkeys) > 0
	case "totp":
		return u.TOTPEnabled
	case "backup_codes":
		return u.BackupCodeEnabled
	case "wallet":
		return len(u.Web3Wallets) > 0
	case "provider":
		return len(u.ExternalAccounts) > 0
	case "sso":
		return len(u.EnterpriseAccounts)+len(u.SAMLAccounts) > 0
	case "external":
		return !u.ExternalID.Empty()
	case "image":
		return u.HasImage
	}
	return len(lookInto(metadataOf(u, c.wanted[i].kind), c.wanted[i].path)) > 0
}
