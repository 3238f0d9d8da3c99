package api

import "encoding/json"

// User is one user of the instance. Raw keeps the record byte for byte as
// received. Broken is set when the record could not be decoded: then only ID
// (possibly empty) and Raw are valid, and the rest of its page is unharmed.
type User struct {
	ID                    ID   `json:"id"`
	ExternalID            Text `json:"external_id"`
	PrimaryEmailID        ID   `json:"primary_email_address_id"`
	PrimaryPhoneID        ID   `json:"primary_phone_number_id"`
	PrimaryWeb3WalletID   ID   `json:"primary_web3_wallet_id"`
	Username              Text `json:"username"`
	FirstName             Text `json:"first_name"`
	LastName              Text `json:"last_name"`
	Locale                Text `json:"locale"`
	ImageURL              Text `json:"image_url"`
	HasImage              bool `json:"has_image"`
	PasswordEnabled       bool `json:"password_enabled"`
	TwoFactorEnabled      bool `json:"two_factor_enabled"`
	TOTPEnabled           bool `json:"totp_enabled"`
	BackupCodeEnabled     bool `json:"backup_code_enabled"`
	Banned                bool `json:"banned"`
	Locked                bool `json:"locked"`
	Deprovisioned         bool `json:"deprovisioned"`
	DeleteSelfEnabled     bool `json:"delete_self_enabled"`
	CreateOrgEnabled      bool `json:"create_organization_enabled"`
	BypassClientTrust     bool `json:"bypass_client_trust"`
	RequiresPasswordReset bool `json:"requires_password_reset"`

	// LockoutExpiresIn is a snapshot in seconds at the time of the fetch;
	// nil while Locked means that the lock has no end.
	LockoutExpiresIn *int64 `json:"lockout_expires_in_seconds"`
	// VerificationAttemptsRemaining is nil when lockout is not enabled.
	VerificationAttemptsRemaining *int64 `json:"verification_attempts_remaining"`
	// CreateOrgsLimit of 0 means unlimited; nil means not told.
	CreateOrgsLimit *int64 `json:"create_organizations_limit"`

	PasswordLastUpdatedAt Time `json:"password_last_updated_at"`
	MFAEnabledAt          Time `json:"mfa_enabled_at"`
	MFADisabledAt         Time `json:"mfa_disabled_at"`
	LastSignInAt          Time `json:"last_sign_in_at"`
	// LastActiveAt is specified with the precision of a day.
	LastActiveAt    Time `json:"last_active_at"`
	LegalAcceptedAt Time `json:"legal_accepted_at"`
	CreatedAt       Time `json:"created_at"`
	UpdatedAt       Time `json:"updated_at"`

	EmailAddresses     []EmailAddress      `json:"email_addresses"`
	PhoneNumbers       []PhoneNumber       `json:"phone_numbers"`
	Web3Wallets        []Web3Wallet        `json:"web3_wallets"`
	Passkeys           []Passkey           `json:"passkeys"`
	ExternalAccounts   []ExternalAccount   `json:"external_accounts"`
	SAMLAccounts       []EnterpriseAccount `json:"saml_accounts"`
	EnterpriseAccounts []EnterpriseAccount `json:"enterprise_accounts"`

	PublicMetadata  json.RawMessage `json:"public_metadata"`
	PrivateMetadata json.RawMessage `json:"private_metadata"`
	UnsafeMetadata  json.RawMessage `json:"unsafe_metadata"`

	Raw    json.RawMessage `json:"-"`
	Broken error           `json:"-"`
}

// Verification is the state of an identification. Unknown kinds keep their
// words.
type Verification struct {
	ID       ID         `json:"id"`
	Object   Text       `json:"object"`
	Status   Text       `json:"status"`
	Strategy Text       `json:"strategy"`
	Channel  Text       `json:"channel"`
	Attempts *int64     `json:"attempts"`
	ExpireAt Time       `json:"expire_at"`
	Error    *ErrorItem `json:"error"`
}

// IdentificationLink names the identification that another came from.
type IdentificationLink struct {
	Type Text `json:"type"`
	ID   ID   `json:"id"`
}

// EmailAddress of a user; Verification is nil when it was never started.
type EmailAddress struct {
	ID                   ID                   `json:"id"`
	EmailAddress         Text                 `json:"email_address"`
	Reserved             bool                 `json:"reserved"`
	Verification         *Verification        `json:"verification"`
	LinkedTo             []IdentificationLink `json:"linked_to"`
	MatchesSSOConnection bool                 `json:"matches_sso_connection"`
	CreatedAt            Time                 `json:"created_at"`
	UpdatedAt            Time                 `json:"updated_at"`
}

// PhoneNumber of a user, in E.164 form.
type PhoneNumber struct {
	ID                      ID                   `json:"id"`
	PhoneNumber             Text                 `json:"phone_number"`
	Reserved                bool                 `json:"reserved"`
	ReservedForSecondFactor bool                 `json:"reserved_for_second_factor"`
	DefaultSecondFactor     bool                 `json:"default_second_factor"`
	Verification            *Verification        `json:"verification"`
	LinkedTo                []IdentificationLink `json:"linked_to"`
	CreatedAt               Time                 `json:"created_at"`
	UpdatedAt               Time                 `json:"updated_at"`
}

// Web3Wallet of a user.
type Web3Wallet struct {
	ID           ID            `json:"id"`
	Web3Wallet   Text          `json:"web3_wallet"`
	Verification *Verification `json:"verification"`
	CreatedAt    Time          `json:"created_at"`
	UpdatedAt    Time          `json:"updated_at"`
}

// Passkey of a user; Name is the device's name.
type Passkey struct {
	ID           ID            `json:"id"`
	Name         Text          `json:"name"`
	Verification *Verification `json:"verification"`
	LastUsedAt   Time          `json:"last_used_at"`
}

// ExternalAccount is a social connection. Use [ExternalAccount.DeleteID] for
// the delete operation.
type ExternalAccount struct {
	Object            Text `json:"object"`
	ID                ID   `json:"id"`
	ExternalAccountID ID   `json:"external_account_id"`
	IdentificationID  ID   `json:"identification_id"`
	Provider          Text `json:"provider"`
	ProviderUserID    Text `json:"provider_user_id"`
	ApprovedScopes    Text `json:"approved_scopes"`
	EmailAddress      Text `json:"email_address"`
	FirstName         Text `json:"first_name"`
	LastName          Text `json:"last_name"`
	Username          Text `json:"username"`
	PhoneNumber       Text `json:"phone_number"`
	Label             Text `json:"label"`
	ImageURL          Text `json:"image_url"`
	// EmailAddressVerified is the provider's word; nil is unknown.
	EmailAddressVerified *bool           `json:"email_address_verified"`
	PublicMetadata       json.RawMessage `json:"public_metadata"`
	Verification         *Verification   `json:"verification"`
	CreatedAt            Time            `json:"created_at"`
	UpdatedAt            Time            `json:"updated_at"`
}

// EnterpriseAccount is a SAML or OIDC account from a directory.
type EnterpriseAccount struct {
	Object              Text          `json:"object"`
	ID                  ID            `json:"id"`
	Protocol            Text          `json:"protocol"`
	Provider            Text          `json:"provider"`
	Active              bool          `json:"active"`
	EmailAddress        Text          `json:"email_address"`
	FirstName           Text          `json:"first_name"`
	LastName            Text          `json:"last_name"`
	ProviderUserID      Text          `json:"provider_user_id"`
	LastAuthenticatedAt Time          `json:"last_authenticated_at"`
	Verification        *Verification `json:"verification"`
	// EnterpriseConnectionID is empty for a SAML account.
	EnterpriseConnectionID ID                    `json:"enterprise_connection_id"`
	SAMLConnection         *EnterpriseConnection `json:"saml_connection"`
	EnterpriseConnection   *EnterpriseConnection `json:"enterprise_connection"`
}

// EnterpriseConnection is the directory behind an [EnterpriseAccount].
type EnterpriseConnection struct {
	ID       ID     `json:"id"`
	Name     Text   `json:"name"`
	Provider Text   `json:"provider"`
	Active   bool   `json:"active"`
	Domain   Text   `json:"domain"`
	Domains  []Text `json:"domains"`
}
