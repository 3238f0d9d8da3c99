package emulator

// The objects inside a User. Their json tags are the API's names; Object is set by the
// constructors.

// verification is one struct for every kind of verification; what a kind lacks stays nil.
type verification struct {
	ID                              string     `json:"id,omitempty"` // answers of prepare and attempt only
	Object                          string     `json:"object,omitempty"`
	Status                          string     `json:"status"`
	Strategy                        string     `json:"strategy"`
	Attempts                        *int       `json:"attempts"`
	ExpireAt                        *int64     `json:"expire_at"`
	VerifiedAtClient                *string    `json:"verified_at_client,omitempty"`
	Nonce                           *string    `json:"nonce,omitempty"`
	Message                         *string    `json:"message,omitempty"`
	Channel                         *string    `json:"channel,omitempty"`
	ExternalVerificationRedirectURL *string    `json:"external_verification_redirect_url,omitempty"`
	Error                           *errorItem `json:"error,omitempty"`
}

const (
	statusVerified   = "verified"
	statusUnverified = "unverified"
	statusExpired    = "expired"
	statusFailed     = "failed"
)

func (v *verification) clone() *verification {
	if v == nil {
		return nil
	}
	c := *v
	return &c
}

// verified reports whether the verification, possibly never started, succeeded.
func (v *verification) verified() bool { return v != nil && v.Status == statusVerified }

// adminVerified is the verification of what the Backend API itself declared verified.
func adminVerified() *verification {
	return &verification{Object: "verification_admin", Status: statusVerified, Strategy: "admin"}
}

// otpVerification is a code sent to an address or number: strategy is email_code or phone_code.
func otpVerification(strategy, status string, attempts int, expireMS int64) *verification {
	return &verification{
		Object: "verification_otp", Status: status, Strategy: strategy, Attempts: &attempts, ExpireAt: &expireMS,
	}
}

// identificationLink says which connected account an address came from.
type identificationLink struct {
	Type string `json:"type"` // oauth_google, …
	ID   string `json:"id"`
}

type emailAddress struct {
	ID                   string               `json:"id"`
	Object               string               `json:"object"`
	EmailAddress         string               `json:"email_address"`
	Reserved             bool                 `json:"reserved"`
	Verification         *verification        `json:"verification"`
	LinkedTo             []identificationLink `json:"linked_to"`
	MatchesSSOConnection bool                 `json:"matches_sso_connection"`
	CreatedAt            int64                `json:"created_at"`
	UpdatedAt            int64                `json:"updated_at"`
}

func newEmail(id, address string, v *verification, at int64) emailAddress {
	return emailAddress{
		ID: id, Object: "email_address", EmailAddress: address, Verification: v,
		LinkedTo: []identificationLink{}, CreatedAt: at, UpdatedAt: at,
	}
}

type phoneNumber struct {
	ID                      string               `json:"id"`
	Object                  string               `json:"object"`
	PhoneNumber             string               `json:"phone_number"`
	ReservedForSecondFactor bool                 `json:"reserved_for_second_factor"`
	DefaultSecondFactor     bool                 `json:"default_second_factor"`
	Reserved                bool                 `json:"reserved"`
	Verification            *verification        `json:"verification"`
	LinkedTo                []identificationLink `json:"linked_to"`
	BackupCodes             []string             `json:"backup_codes"`
	CreatedAt               int64                `json:"created_at"`
	UpdatedAt               int64                `json:"updated_at"`
}

func newPhone(id, number string, v *verification, at int64) phoneNumber {
	return phoneNumber{
		ID: id, Object: "phone_number", PhoneNumber: number, Verification: v,
		LinkedTo: []identificationLink{}, CreatedAt: at, UpdatedAt: at,
	}
}

type web3Wallet struct {
	ID           string        `json:"id"`
	Object       string        `json:"object"`
	Web3Wallet   string        `json:"web3_wallet"`
	Verification *verification `json:"verification"`
	CreatedAt    int64         `json:"created_at"`
	UpdatedAt    int64         `json:"updated_at"`
}

func newWallet(id, address string, v *verification, at int64) web3Wallet {
	return web3Wallet{ID: id, Object: "web3_wallet", Web3Wallet: address, Verification: v, CreatedAt: at, UpdatedAt: at}
}

type passkey struct {
	ID           string        `json:"id"`
	Object       string        `json:"object"`
	Name         string        `json:"name"`
	LastUsedAt   int64         `json:"last_used_at"`
	Verification *verification `json:"verification"`
}

// externalAccount is a social connection. Google and Facebook objects carry an idn_ id and the
// eac_ one apart, in a field that the specification does not list.
type externalAccount struct {
	Object               string         `json:"object"`
	ID                   string         `json:"id"`
	ExternalAccountID    string         `json:"external_account_id,omitempty"`
	Provider             string         `json:"provider"` // with the oauth_ prefix
	IdentificationID     string         `json:"identification_id"`
	ProviderUserID       string         `json:"provider_user_id"`
	ApprovedScopes       string         `json:"approved_scopes"`
	EmailAddress         string         `json:"email_address"`
	EmailAddressVerified *bool          `json:"email_address_verified,omitempty"`
	FirstName            string         `json:"first_name"`
	LastName             string         `json:"last_name"`
	AvatarURL            string         `json:"avatar_url,omitempty"`
	ImageURL             *string        `json:"image_url,omitempty"`
	Username             *string        `json:"username"`
	PhoneNumber          *string        `json:"phone_number"`
	PublicMetadata       map[string]any `json:"public_metadata"`
	Label                *string        `json:"label"`
	CreatedAt            int64          `json:"created_at"`
	UpdatedAt            int64          `json:"updated_at"`
	Verification         *verification  `json:"verification"`
	Undocumented         map[string]any `json:"future_fields,omitempty"`
}

// eac is the id by which the API deletes the account and names it beside its tokens.
func (a *externalAccount) eac() string {
	if a.ExternalAccountID != "" {
		return a.ExternalAccountID
	}
	return a.ID
}

// ssoConnection is the enterprise connection behind a SAML or enterprise account.
type ssoConnection struct {
	ID                               string   `json:"id"`
	Protocol                         string   `json:"protocol,omitempty"` // enterprise accounts only
	Name                             string   `json:"name"`
	LogoPublicURL                    *string  `json:"logo_public_url"`
	Provider                         string   `json:"provider"`
	Active                           bool     `json:"active"`
	Domain                           string   `json:"domain"`
	Domains                          []string `json:"domains"`
	SyncUserAttributes               bool     `json:"sync_user_attributes"`
	AllowSubdomains                  bool     `json:"allow_subdomains"`
	AllowIDPInitiated                bool     `json:"allow_idp_initiated"`
	DisableAdditionalIdentifications bool     `json:"disable_additional_identifications"`
	CreatedAt                        int64    `json:"created_at"`
	UpdatedAt                        int64    `json:"updated_at"`
}

// samlConnection is the older form of ssoConnection: no protocol, no logo.
type samlConnection struct {
	ID                               string   `json:"id"`
	Name                             string   `json:"name"`
	Provider                         string   `json:"provider"`
	Active                           bool     `json:"active"`
	Domain                           string   `json:"domain"`
	Domains                          []string `json:"domains"`
	SyncUserAttributes               bool     `json:"sync_user_attributes"`
	AllowSubdomains                  bool     `json:"allow_subdomains"`
	AllowIDPInitiated                bool     `json:"allow_idp_initiated"`
	DisableAdditionalIdentifications bool     `json:"disable_additional_identifications"`
	CreatedAt                        int64    `json:"created_at"`
	UpdatedAt                        int64    `json:"updated_at"`
}

type samlAccount struct {
	ID                  string          `json:"id"`
	Object              string          `json:"object"`
	Provider            string          `json:"provider"`
	Active              bool            `json:"active"`
	EmailAddress        string          `json:"email_address"`
	FirstName           *string         `json:"first_name"`
	LastName            *string         `json:"last_name"`
	ProviderUserID      *string         `json:"provider_user_id"`
	LastAuthenticatedAt *int64          `json:"last_authenticated_at"`
	PublicMetadata      map[string]any  `json:"public_metadata"`
	Verification        *verification   `json:"verification"`
	SAMLConnection      *samlConnection `json:"saml_connection"`
}

type enterpriseAccount struct {
	ID                     string         `json:"id"`
	Object                 string         `json:"object"`
	Protocol               string         `json:"protocol"` // oauth or saml
	Provider               string         `json:"provider"`
	Active                 bool           `json:"active"`
	EmailAddress           string         `json:"email_address"`
	FirstName              *string        `json:"first_name"`
	LastName               *string        `json:"last_name"`
	ProviderUserID         *string        `json:"provider_user_id"`
	EnterpriseConnectionID *string        `json:"enterprise_connection_id"`
	PublicMetadata         map[string]any `json:"public_metadata"`
	Verification           *verification  `json:"verification"`
	EnterpriseConnection   *ssoConnection `json:"enterprise_connection"`
	LastAuthenticatedAt    *int64         `json:"last_authenticated_at"`
}
