package api

import "encoding/json"

// DeletedObject is the answer to most deletions.
type DeletedObject struct {
	Object     Text `json:"object"`
	ID         ID   `json:"id"`
	Slug       Text `json:"slug"`
	ExternalID Text `json:"external_id"`
	Deleted    bool `json:"deleted"`
}

// OAuthAccessToken is a credential of a third party. It keeps no raw JSON,
// because that would hold the token in the open.
type OAuthAccessToken struct {
	ExternalAccountID ID     `json:"external_account_id"`
	ProviderUserID    Text   `json:"provider_user_id"`
	Provider          Text   `json:"provider"`
	Label             Text   `json:"label"`
	Scopes            []Text `json:"scopes"`
	Token             Secret `json:"token"`
	TokenSecret       Secret `json:"token_secret"` // OAuth 1 only
	IDToken           Secret `json:"id_token"`     // OpenID Connect only
	// ExpiresAt is 0 for a token that does not expire.
	ExpiresAt Time `json:"expires_at"`
}

// TOTPVia tells how a time-based second factor was set up.
type TOTPVia string

// The ways to set up a time-based second factor.
const (
	TOTPViaEndpoint TOTPVia = "endpoint" // the server made the secret
	TOTPViaUpdate   TOTPVia = "update"   // the secret was made here and set by an update of the user
)

// TOTP is a time-based second factor just set up: the only time that its
// secret can be shown.
type TOTP struct {
	ID          ID       `json:"id"`
	Secret      Secret   `json:"secret"`
	URI         Secret   `json:"uri"` // otpauth://totp/…
	Verified    bool     `json:"verified"`
	BackupCodes []Secret `json:"backup_codes"`
	CreatedAt   Time     `json:"created_at"`
	UpdatedAt   Time     `json:"updated_at"`
	Via         TOTPVia  `json:"-"`
	User        *User    `json:"-"` // the user after the change; only with TOTPViaUpdate
}

// TOTPVerification is the answer to a code. CodeType is totp or backup_code;
// a verified backup code is used up.
type TOTPVerification struct {
	Verified bool `json:"verified"`
	CodeType Text `json:"code_type"`
}

// TrustedDevice of a user.
type TrustedDevice struct {
	ID            ID              `json:"id"`
	Platform      Text            `json:"platform"`
	AppIdentifier Text            `json:"app_identifier"`
	Name          Text            `json:"name"`
	Algorithm     Text            `json:"algorithm"`
	Status        Text            `json:"status"`
	LastUsedAt    Time            `json:"last_used_at"`
	RevokedAt     Time            `json:"revoked_at"`
	CreatedAt     Time            `json:"created_at"`
	UpdatedAt     Time            `json:"updated_at"`
	Raw           json.RawMessage `json:"-"`
}

// ActorToken lets an actor sign in as a user. URL signs in whoever opens it.
// There is no way to list or get one later: keep the ID to revoke it.
type ActorToken struct {
	ID        ID              `json:"id"`
	Status    Text            `json:"status"`
	UserID    ID              `json:"user_id"`
	Actor     json.RawMessage `json:"actor"`
	Token     Secret          `json:"token"`
	URL       Secret          `json:"url"`
	CreatedAt Time            `json:"created_at"`
	UpdatedAt Time            `json:"updated_at"`
}

// SignInToken signs a user in once. URL signs in whoever opens it. There is
// no way to list or get one later: keep the ID to revoke it.
type SignInToken struct {
	ID        ID     `json:"id"`
	Status    Text   `json:"status"`
	UserID    ID     `json:"user_id"`
	Token     Secret `json:"token"`
	URL       Secret `json:"url"`
	CreatedAt Time   `json:"created_at"`
	UpdatedAt Time   `json:"updated_at"`
}

// AllowlistIdentifier is an entry of the allowlist.
type AllowlistIdentifier struct {
	ID             ID              `json:"id"`
	Identifier     Text            `json:"identifier"`
	IdentifierType Text            `json:"identifier_type"`
	InstanceID     ID              `json:"instance_id"`
	InvitationID   ID              `json:"invitation_id"`
	CreatedAt      Time            `json:"created_at"`
	UpdatedAt      Time            `json:"updated_at"`
	Raw            json.RawMessage `json:"-"`
}

// BlocklistIdentifier is an entry of the blocklist.
type BlocklistIdentifier struct {
	ID             ID              `json:"id"`
	Identifier     Text            `json:"identifier"`
	IdentifierType Text            `json:"identifier_type"`
	InstanceID     ID              `json:"instance_id"`
	CreatedAt      Time            `json:"created_at"`
	UpdatedAt      Time            `json:"updated_at"`
	Raw            json.RawMessage `json:"-"`
}

// WaitlistEntry is a person who asked to be let in.
type WaitlistEntry struct {
	ID           ID              `json:"id"`
	EmailAddress Text            `json:"email_address"`
	Status       Text            `json:"status"`
	IsLocked     bool            `json:"is_locked"`
	Invitation   *Invitation     `json:"invitation"`
	CreatedAt    Time            `json:"created_at"`
	UpdatedAt    Time            `json:"updated_at"`
	Raw          json.RawMessage `json:"-"`
}
