package api

import "strings"

// UserState is the one word for a user's access.
type UserState int

// The states, from the weakest to the one that wins over all others.
const (
	Active UserState = iota
	Locked
	Banned
	Deprovisioned
)

// String returns the state as a word.
func (s UserState) String() string {
	switch s {
	case Locked:
		return "locked"
	case Banned:
		return "banned"
	case Deprovisioned:
		return "deprovisioned"
	default:
		return "active"
	}
}

// State tells a user's access: deprovisioned wins over banned over locked.
func (u *User) State() UserState {
	switch {
	case u.Deprovisioned:
		return Deprovisioned
	case u.Banned:
		return Banned
	case u.Locked:
		return Locked
	default:
		return Active
	}
}

// Name returns first and last name, empty when the user has neither.
func (u *User) Name() Text {
	first, last := strings.TrimSpace(u.FirstName.s), strings.TrimSpace(u.LastName.s)
	switch {
	case first == "":
		return Text{last}
	case last == "":
		return Text{first}
	default:
		return Text{first + " " + last}
	}
}

// DisplayName returns the name, else what [User.Identifier] returns.
func (u *User) DisplayName() Text {
	if n := u.Name(); !n.Empty() {
		return n
	}
	if !u.Username.Empty() {
		return u.Username
	}
	return u.Identifier()
}

// PrimaryEmail returns the primary e-mail address, else the first one.
func (u *User) PrimaryEmail() Text {
	for i := range u.EmailAddresses {
		if e := &u.EmailAddresses[i]; e.ID != "" && e.ID == u.PrimaryEmailID {
			return e.EmailAddress
		}
	}
	if len(u.EmailAddresses) > 0 {
		return u.EmailAddresses[0].EmailAddress
	}
	return Text{}
}

// PrimaryPhone returns the primary phone number, else the first one.
func (u *User) PrimaryPhone() Text {
	for i := range u.PhoneNumbers {
		if p := &u.PhoneNumbers[i]; p.ID != "" && p.ID == u.PrimaryPhoneID {
			return p.PhoneNumber
		}
	}
	if len(u.PhoneNumbers) > 0 {
		return u.PhoneNumbers[0].PhoneNumber
	}
	return Text{}
}

// PrimaryWallet returns the primary wallet, else the first one.
func (u *User) PrimaryWallet() Text {
	for i := range u.Web3Wallets {
		if w := &u.Web3Wallets[i]; w.ID != "" && w.ID == u.PrimaryWeb3WalletID {
			return w.Web3Wallet
		}
	}
	if len(u.Web3Wallets) > 0 {
		return u.Web3Wallets[0].Web3Wallet
	}
	return Text{}
}

// Identifier returns what the user is found by: e-mail address, phone number,
// username, wallet, an account elsewhere, or the id.
func (u *User) Identifier() Text {
	for _, t := range []Text{u.PrimaryEmail(), u.PrimaryPhone(), u.Username, u.PrimaryWallet()} {
		if !t.Empty() {
			return t
		}
	}
	for i := range u.ExternalAccounts {
		if e := u.ExternalAccounts[i].EmailAddress; !e.Empty() {
			return e
		}
	}
	for i := range u.EnterpriseAccounts {
		if e := u.EnterpriseAccounts[i].EmailAddress; !e.Empty() {
			return e
		}
	}
	return Text{string(u.ID)}
}
