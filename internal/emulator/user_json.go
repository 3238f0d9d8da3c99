package emulator

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// imageBase is where images are said to be served from.
const imageBase = "https://img.clerk.example/"

// userJSON is the 46 properties of the published User schema, without organization_memberships,
// which the API leaves out of a User.
type userJSON struct {
	ID                        string              `json:"id"`
	Object                    string              `json:"object"`
	ExternalID                *string             `json:"external_id"`
	PrimaryEmailAddressID     *string             `json:"primary_email_address_id"`
	PrimaryPhoneNumberID      *string             `json:"primary_phone_number_id"`
	PrimaryWeb3WalletID       *string             `json:"primary_web3_wallet_id"`
	Username                  *string             `json:"username"`
	FirstName                 *string             `json:"first_name"`
	LastName                  *string             `json:"last_name"`
	Locale                    *string             `json:"locale"`
	ProfileImageURL           string              `json:"profile_image_url"`
	ImageURL                  string              `json:"image_url"`
	HasImage                  bool                `json:"has_image"`
	PublicMetadata            json.RawMessage     `json:"public_metadata"`
	PrivateMetadata           json.RawMessage     `json:"private_metadata,omitempty"`
	UnsafeMetadata            json.RawMessage     `json:"unsafe_metadata"`
	EmailAddresses            []emailAddress      `json:"email_addresses"`
	PhoneNumbers              []phoneNumber       `json:"phone_numbers"`
	Web3Wallets               []web3Wallet        `json:"web3_wallets"`
	Passkeys                  []passkey           `json:"passkeys"`
	PasswordEnabled           bool                `json:"password_enabled"`
	TwoFactorEnabled          bool                `json:"two_factor_enabled"`
	TOTPEnabled               bool                `json:"totp_enabled"`
	BackupCodeEnabled         bool                `json:"backup_code_enabled"`
	MFAEnabledAt              *int64              `json:"mfa_enabled_at"`
	MFADisabledAt             *int64              `json:"mfa_disabled_at"`
	PasswordLastUpdatedAt     *int64              `json:"password_last_updated_at"`
	ExternalAccounts          []externalAccount   `json:"external_accounts"`
	SAMLAccounts              []samlAccount       `json:"saml_accounts"`
	EnterpriseAccounts        []enterpriseAccount `json:"enterprise_accounts"`
	LastSignInAt              *int64              `json:"last_sign_in_at"`
	Banned                    bool                `json:"banned"`
	Locked                    bool                `json:"locked"`
	Deprovisioned             bool                `json:"deprovisioned"`
	LockoutExpiresInSeconds   *int64              `json:"lockout_expires_in_seconds"`
	AttemptsRemaining         *int                `json:"verification_attempts_remaining"`
	UpdatedAt                 int64               `json:"updated_at"`
	CreatedAt                 int64               `json:"created_at"`
	DeleteSelfEnabled         bool                `json:"delete_self_enabled"`
	CreateOrganizationEnabled bool                `json:"create_organization_enabled"`
	CreateOrganizationsLimit  *int                `json:"create_organizations_limit"`
	LastActiveAt              *int64              `json:"last_active_at"`
	LegalAcceptedAt           *int64              `json:"legal_accepted_at"`
	BypassClientTrust         bool                `json:"bypass_client_trust"`
	SCIM                      *scimData           `json:"scim"`

	extras map[string]json.RawMessage
}

// renderUser is the User as the API answers it at the time now (Unix ms).
func renderUser(u *userRecord, now int64) any {
	j := userJSON{
		ID: u.ID, Object: "user", ExternalID: u.ExternalID,
		PrimaryEmailAddressID: optional(u.PrimaryEmailID),
		PrimaryPhoneNumberID:  optional(u.PrimaryPhoneID),
		PrimaryWeb3WalletID:   optional(u.PrimaryWalletID),
		Username:              u.Username, FirstName: u.FirstName, LastName: u.LastName, Locale: u.Locale,
		ImageURL: u.imageURL(), ProfileImageURL: u.imageURL(), HasImage: u.HasImage,
		PublicMetadata: object(u.PublicMetadata), PrivateMetadata: u.PrivateMetadata, UnsafeMetadata: object(u.UnsafeMetadata),
		EmailAddresses: list(u.Emails), PhoneNumbers: list(u.Phones), Web3Wallets: list(u.Wallets), Passkeys: list(u.Passkeys),
		PasswordEnabled: u.Password.Enabled, TwoFactorEnabled: u.twoFactorEnabled(),
		TOTPEnabled: u.totpEnabled(), BackupCodeEnabled: u.backupCodeEnabled(),
		MFAEnabledAt: u.MFAEnabledAt, MFADisabledAt: u.MFADisabledAt, PasswordLastUpdatedAt: u.PasswordUpdatedAt,
		ExternalAccounts: list(u.ExternalAccounts), SAMLAccounts: list(u.SAMLAccounts), EnterpriseAccounts: list(u.EnterpriseAccounts),
		LastSignInAt: u.LastSignInAt, LastActiveAt: u.LastActiveAt,
		Banned: u.Banned, Deprovisioned: u.Deprovisioned, Locked: u.Lock.locked(now), AttemptsRemaining: u.AttemptsRemaining,
		CreatedAt: u.CreatedAt, UpdatedAt: u.UpdatedAt,
		DeleteSelfEnabled: u.DeleteSelfEnabled, CreateOrganizationEnabled: u.CreateOrganizationEnabled,
		CreateOrganizationsLimit: u.CreateOrganizationsLimit, LegalAcceptedAt: u.LegalAcceptedAt,
		BypassClientTrust: u.BypassClientTrust, SCIM: u.SCIM,
	}
	if j.Locked && u.Lock.Until != 0 {
		j.LockoutExpiresInSeconds = ref((u.Lock.Until - now + 999) / 1000)
	}
	if u.ResetPending {
		j.extras = map[string]json.RawMessage{"requires_password_reset": json.RawMessage("true")}
	}
	for key, value := range u.Extras {
		if j.extras == nil {
			j.extras = map[string]json.RawMessage{}
		}
		j.extras[key] = value
	}
	if j.extras == nil {
		return &j
	}
	return extendedUser{&j}
}

// extendedUser is a User with keys that the schema does not list.
type extendedUser struct{ *userJSON }

// MarshalJSON puts the extra keys behind the documented ones.
func (e extendedUser) MarshalJSON() ([]byte, error) {
	raw, err := json.Marshal(e.userJSON)
	if err != nil {
		return nil, fmt.Errorf("rendering user %s: %w", e.ID, err)
	}
	out := bytes.NewBuffer(raw[:len(raw)-1])
	for _, key := range sortedKeys(e.extras) {
		name, err := json.Marshal(key)
		if err != nil {
			return nil, fmt.Errorf("rendering key %q: %w", key, err)
		}
		out.WriteByte(',')
		out.Write(name)
		out.WriteByte(':')
		out.Write(e.extras[key])
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// imageURL is the uploaded image, else a generated avatar: the API never answers an empty one.
func (u *userRecord) imageURL() string {
	if u.HasImage && u.ImageURL != "" {
		return u.ImageURL
	}
	return imageBase + "avatar/" + u.ID
}

// optional renders an empty id as null.
func optional(id string) *string {
	if id == "" {
		return nil
	}
	return &id
}

// object renders absent metadata as an empty object.
func object(raw json.RawMessage) json.RawMessage {
	if len(raw) == 0 {
		return json.RawMessage("{}")
	}
	return raw
}

// list renders no elements as [].
func list[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}
