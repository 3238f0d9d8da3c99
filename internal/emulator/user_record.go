package emulator

import (
	"encoding/json"
	"maps"
	"slices"
)

// userRecord is everything held about one user. A record that the store returned is a snapshot
// that nobody may change; changes are made to the copy that store.update hands out.
type userRecord struct {
	slot slot

	ID        string
	CreatedAt int64 // Unix ms, as all times here
	UpdatedAt int64

	ExternalID *string
	Username   *string
	FirstName  *string
	LastName   *string
	Locale     *string

	PrimaryEmailID  string // empty means none
	PrimaryPhoneID  string
	PrimaryWalletID string

	Emails             []emailAddress
	Phones             []phoneNumber
	Wallets            []web3Wallet
	Passkeys           []passkey
	ExternalAccounts   []externalAccount
	SAMLAccounts       []samlAccount
	EnterpriseAccounts []enterpriseAccount

	PublicMetadata  json.RawMessage // a JSON object or null
	PrivateMetadata json.RawMessage // nil: the key is absent from the answer
	UnsafeMetadata  json.RawMessage

	HasImage bool
	ImageURL string // of the uploaded image; empty means the generated avatar

	Password          password
	PasswordUpdatedAt *int64

	TOTPSecret    string   // base32; empty means no TOTP
	BackupCodes   []string // unused ones: plain, or bcrypt digests when they were sent so
	MFAEnabledAt  *int64
	MFADisabledAt *int64

	LastSignInAt *int64
	LastActiveAt *int64

	Banned            bool
	Deprovisioned     bool
	Lock              lockout
	AttemptsRemaining *int // nil: lockout is not enabled

	DeleteSelfEnabled         bool
	CreateOrganizationEnabled bool
	CreateOrganizationsLimit  *int
	LegalAcceptedAt           *int64
	BypassClientTrust         bool

	SCIM         *scimData // set: a directory manages the user
	ResetPending bool      // requires_password_reset, which the published schema does not list

	// Extras are undocumented keys of the answer, for the users who show that such appear.
	Extras map[string]json.RawMessage
}

// password is a user's password, or that there is none.
type password struct {
	Enabled bool
	Digest  string // with Hasher; empty while the password is the sample one
	Hasher  string
	Sample  bool // the password is SamplePassword, not hashed yet
}

// lockout is a lock on sign-in.
type lockout struct {
	On    bool
	Until int64 // Unix ms; 0 means without end
}

// locked reports whether the lock holds at the time now (Unix ms).
func (l lockout) locked(now int64) bool { return l.On && (l.Until == 0 || l.Until > now) }

// scimData says which directory manages a user.
type scimData struct {
	DirectoryID      string  `json:"directory_id"`
	DirectoryEnabled bool    `json:"directory_enabled"`
	ExternalID       *string `json:"external_id"`
}

// totpEnabled reports whether the user has an authenticator app.
func (u *userRecord) totpEnabled() bool { return u.TOTPSecret != "" }

// backupCodeEnabled reports whether the user has unused backup codes.
func (u *userRecord) backupCodeEnabled() bool { return len(u.BackupCodes) > 0 }

// twoFactorEnabled reports whether any second factor is set up.
func (u *userRecord) twoFactorEnabled() bool {
	return u.totpEnabled() || u.backupCodeEnabled() || slices.ContainsFunc(u.Phones, func(p phoneNumber) bool {
		return p.ReservedForSecondFactor
	})
}

// clone returns a copy whose slices, maps and pointers may be changed freely. Pointees are
// replaced, never written through, so that pointers can be shared.
func (u *userRecord) clone() *userRecord {
	c := *u
	c.Emails = slices.Clone(u.Emails)
	for i := range c.Emails {
		c.Emails[i].LinkedTo = slices.Clone(c.Emails[i].LinkedTo)
		c.Emails[i].Verification = c.Emails[i].Verification.clone()
	}
	c.Phones = slices.Clone(u.Phones)
	for i := range c.Phones {
		c.Phones[i].Verification = c.Phones[i].Verification.clone()
	}
	c.Wallets = slices.Clone(u.Wallets)
	c.Passkeys = slices.Clone(u.Passkeys)
	c.ExternalAccounts = slices.Clone(u.ExternalAccounts)
	c.SAMLAccounts = slices.Clone(u.SAMLAccounts)
	c.EnterpriseAccounts = slices.Clone(u.EnterpriseAccounts)
	c.BackupCodes = slices.Clone(u.BackupCodes)
	c.Extras = maps.Clone(u.Extras)
	return &c
}

// primaryEmail is the primary address, else the first, else empty.
func (u *userRecord) primaryEmail() string {
	for _, e := range u.Emails {
		if e.ID == u.PrimaryEmailID {
			return e.EmailAddress
		}
	}
	if len(u.Emails) > 0 {
		return u.Emails[0].EmailAddress
	}
	return ""
}

// primaryWallet is the primary wallet, else the first, else empty.
func (u *userRecord) primaryWallet() string {
	for _, w := range u.Wallets {
		if w.ID == u.PrimaryWalletID {
			return w.Web3Wallet
		}
	}
	if len(u.Wallets) > 0 {
		return u.Wallets[0].Web3Wallet
	}
	return ""
}

// identifier is what names the user in public data: e-mail, phone, username or wallet.
func (u *userRecord) identifier() string {
	switch {
	case len(u.Emails) > 0:
		return u.primaryEmail()
	case len(u.Phones) > 0:
		return u.Phones[0].PhoneNumber
	case u.Username != nil:
		return *u.Username
	case len(u.Wallets) > 0:
		return u.Wallets[0].Web3Wallet
	}
	return u.ID
}

// identifications counts what the user can be identified by; the last one is protected.
func (u *userRecord) identifications() int {
	n := len(u.Emails) + len(u.Phones) + len(u.Wallets) + len(u.ExternalAccounts) + len(u.EnterpriseAccounts)
	if u.Username != nil {
		n++
	}
	return n
}

func ref[T any](v T) *T { return &v }
