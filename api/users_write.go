package api

import (
	"context"
	"encoding/json"
	"time"
)

// Identification states on write. Unverified is for the replace operations
// only, and can lock a user out.
const (
	StatusVerified   = "verified"
	StatusReserved   = "reserved"
	StatusUnverified = "unverified"
)

// CreateUserParams describes a user to be made. Empty fields are left out.
// Which identifiers are required depends on the instance.
type CreateUserParams struct {
	ExternalID string
	FirstName  string
	LastName   string
	Locale     string // BCP 47
	Username   string

	// The first of each becomes the primary one. The statuses are parallel to
	// the values, or empty.
	EmailAddress       []string
	EmailAddressStatus []string
	PhoneNumber        []string // E.164
	PhoneNumberStatus  []string
	Web3Wallet         []string

	Password                Secret
	PasswordDigest          Secret
	PasswordHasher          string // both or neither of digest and hasher
	SkipPasswordChecks      bool
	SkipPasswordRequirement bool
	SkipUserRequirement     bool
	TOTPSecret              Secret // base32
	BackupCodes             []Secret

	PublicMetadata  json.RawMessage
	PrivateMetadata json.RawMessage
	UnsafeMetadata  json.RawMessage

	DeleteSelfEnabled *bool
	CreateOrgEnabled  *bool
	CreateOrgsLimit   *int64 // 0 is unlimited
	LegalAcceptedAt   time.Time
	CreatedAt         time.Time
	SkipLegalChecks   bool
	BypassClientTrust *bool
	Banned            bool
	Locked            bool
}

func (p *CreateUserParams) encode(r *request) {
	r.body = fields{}
	b := r.body
	r.bodyText("external_id", p.ExternalID)
	r.bodyText("first_name", p.FirstName)
	r.bodyText("last_name", p.LastName)
	r.bodyText("locale", p.Locale)
	r.bodyText("username", p.Username)
	r.values("email_address", p.EmailAddress)
	b.strs("email_address", p.EmailAddress)
	r.parallel("email_address_identification_status", p.EmailAddressStatus, len(p.EmailAddress))
	r.values("phone_number", p.PhoneNumber)
	b.strs("phone_number", p.PhoneNumber)
	r.parallel("phone_number_identification_status", p.PhoneNumberStatus, len(p.PhoneNumber))
	r.values("web3_wallet", p.Web3Wallet)
	b.strs("web3_wallet", p.Web3Wallet)
	r.password(p.Password, p.PasswordDigest, p.PasswordHasher)
	b.flag("skip_password_checks", p.SkipPasswordChecks)
	b.flag("skip_password_requirement", p.SkipPasswordRequirement)
	b.flag("skip_user_requirement", p.SkipUserRequirement)
	b.secret("totp_secret", p.TOTPSecret)
	b.secrets("backup_codes", p.BackupCodes)
	r.metadata("public_metadata", p.PublicMetadata)
	r.metadata("private_metadata", p.PrivateMetadata)
	r.metadata("unsafe_metadata", p.UnsafeMetadata)
	b.bool("delete_self_enabled", p.DeleteSelfEnabled)
	b.bool("create_organization_enabled", p.CreateOrgEnabled)
	r.count("create_organizations_limit", p.CreateOrgsLimit)
	b.time("legal_accepted_at", p.LegalAcceptedAt)
	b.time("created_at", p.CreatedAt)
	b.flag("skip_legal_checks", p.SkipLegalChecks)
	b.bool("bypass_client_trust", p.BypassClientTrust)
	b.flag("banned", p.Banned)
	b.flag("locked", p.Locked)
}

// Create makes a user (CreateUser). It is never sent twice: after an error
// whose Executed is MaybeExecuted look the user up.
func (s *UsersService) Create(ctx context.Context, p CreateUserParams) (*User, error) {
	r := newRequest(opCreateUser)
	p.encode(r)
	return s.user(ctx, r)
}

// UpdateUserParams describes a change. The zero value of a field leaves it as
// it is; an [Optional] can also clear it.
type UpdateUserParams struct {
	ExternalID Optional[string]
	FirstName  Optional[string]
	LastName   Optional[string]
	Locale     Optional[string]
	// Username: null or "" deletes the username for good.
	Username Optional[string]

	// The primary ones must be verified identifications of the user.
	PrimaryEmailAddressID ID
	PrimaryPhoneNumberID  ID
	PrimaryWeb3WalletID   ID
	NotifyPrimaryChanged  bool
	ProfileImageID        string

	Password           Secret
	PasswordDigest     Secret
	PasswordHasher     string
	SkipPasswordChecks bool
	// SignOutOfOtherSessions goes only together with Password.
	SignOutOfOtherSessions bool

	TOTPSecret  Secret // base32
	BackupCodes []Secret

	DeleteSelfEnabled *bool
	CreateOrgEnabled  *bool
	CreateOrgsLimit   *int64
	LegalAcceptedAt   time.Time
	CreatedAt         time.Time
	SkipLegalChecks   bool
	BypassClientTrust *bool
}

func (p *UpdateUserParams) encode(r *request) {
	r.body = fields{}
	b := r.body
	r.optionalText("external_id", p.ExternalID)
	r.optionalText("first_name", p.FirstName)
	r.optionalText("last_name", p.LastName)
	r.optionalText("locale", p.Locale)
	r.optionalText("username", p.Username)
	r.optionalID("primary_email_address_id", p.PrimaryEmailAddressID)
	r.optionalID("primary_phone_number_id", p.PrimaryPhoneNumberID)
	r.optionalID("primary_web3_wallet_id", p.PrimaryWeb3WalletID)
	b.id("primary_email_address_id", p.PrimaryEmailAddressID)
	b.id("primary_phone_number_id", p.PrimaryPhoneNumberID)
	b.id("primary_web3_wallet_id", p.PrimaryWeb3WalletID)
	b.flag("notify_primary_email_address_changed", p.NotifyPrimaryChanged)
	r.bodyText("profile_image_id", p.ProfileImageID)
	r.password(p.Password, p.PasswordDigest, p.PasswordHasher)
	b.flag("skip_password_checks", p.SkipPasswordChecks)
	if p.SignOutOfOtherSessions && p.Password.Empty() {
		r.fail("sign_out_of_other_sessions", "goes only together with password")
	}
	b.flag("sign_out_of_other_sessions", p.SignOutOfOtherSessions)
	b.secret("totp_secret", p.TOTPSecret)
	b.secrets("backup_codes", p.BackupCodes)
	b.bool("delete_self_enabled", p.DeleteSelfEnabled)
	b.bool("create_organization_enabled", p.CreateOrgEnabled)
	r.count("create_organizations_limit", p.CreateOrgsLimit)
	b.time("legal_accepted_at", p.LegalAcceptedAt)
	b.time("created_at", p.CreatedAt)
	b.flag("skip_legal_checks", p.SkipLegalChecks)
	b.bool("bypass_client_trust", p.BypassClientTrust)
}

// Update changes a user (UpdateUser). Metadata, identifications, bans and
// locks have operations of their own. The server allows 10 writes in 10 s a
// user.
func (s *UsersService) Update(ctx context.Context, id ID, p UpdateUserParams) (*User, error) {
	r := newRequest(opUpdateUser, id)
	p.encode(r)
	return s.user(ctx, r)
}

func (r *request) bodyText(name, v string) {
	r.text(name, v)
	r.body.str(name, v)
}

func (r *request) optionalText(name string, o Optional[string]) {
	r.text(name, o.value)
	setOptional(r.body, name, o)
}

func (r *request) count(name string, n *int64) {
	if n != nil && *n < 0 {
		r.fail(name, "must not be negative")
	}
	r.body.int(name, n)
}

func (r *request) parallel(name string, statuses []string, n int) {
	if len(statuses) > 0 && len(statuses) != n {
		r.fail(name, "has %d values for %d", len(statuses), n)
	}
	for _, s := range statuses {
		if s == "" {
			r.fail(name, "must not be empty")
		}
		r.oneOf(name, s, StatusVerified, StatusReserved)
	}
	r.body.strs(name, statuses)
}

func (r *request) password(plain, digest Secret, hasher string) {
	switch {
	case digest.Empty() != (hasher == ""):
		r.fail("password_hasher", "goes only together with password_digest")
	case !plain.Empty() && !digest.Empty():
		r.fail("password", "cannot be used together with password_digest")
	}
	r.body.secret("password", plain)
	r.body.secret("password_digest", digest)
	r.body.str("password_hasher", hasher)
}
