package api

import "encoding/json"

// Instance that the key belongs to.
type Instance struct {
	ID              ID              `json:"id"`
	EnvironmentType Text            `json:"environment_type"`
	AllowedOrigins  []Text          `json:"allowed_origins"`
	WorkspaceID     ID              `json:"workspace_id"`
	Raw             json.RawMessage `json:"-"`
}

// Domain of the instance; the one that is no satellite names the application.
type Domain struct {
	ID                ID              `json:"id"`
	Name              Text            `json:"name"`
	IsSatellite       bool            `json:"is_satellite"`
	FrontendAPIURL    Text            `json:"frontend_api_url"`
	AccountsPortalURL Text            `json:"accounts_portal_url"`
	ProxyURL          Text            `json:"proxy_url"`
	DevelopmentOrigin Text            `json:"development_origin"`
	Raw               json.RawMessage `json:"-"`
}

// OrganizationSettings of the instance. MaxAllowedMemberships of 0 means
// unlimited.
type OrganizationSettings struct {
	Enabled                bool            `json:"enabled"`
	MaxAllowedMemberships  *int64          `json:"max_allowed_memberships"`
	MaxAllowedRoles        *int64          `json:"max_allowed_roles"`
	CreatorRole            Text            `json:"creator_role"`
	AdminDeleteEnabled     bool            `json:"admin_delete_enabled"`
	DomainsEnabled         bool            `json:"domains_enabled"`
	SlugDisabled           bool            `json:"slug_disabled"`
	DomainsEnrollmentModes []Text          `json:"domains_enrollment_modes"`
	DomainsDefaultRole     Text            `json:"domains_default_role"`
	Raw                    json.RawMessage `json:"-"`
}

// InstanceRestrictions as an update of them answers; they cannot be read
// otherwise.
type InstanceRestrictions struct {
	Allowlist                        bool            `json:"allowlist"`
	Blocklist                        bool            `json:"blocklist"`
	AllowlistBlocklistDisabledSignIn bool            `json:"allowlist_blocklist_disabled_on_sign_in"`
	BlockEmailSubaddresses           bool            `json:"block_email_subaddresses"`
	BlockDisposableEmailDomains      bool            `json:"block_disposable_email_domains"`
	Raw                              json.RawMessage `json:"-"`
}

// InstanceProtect tells about the instance's protection rules.
type InstanceProtect struct {
	RulesEnabled   bool            `json:"rules_enabled"`
	SpecterEnabled bool            `json:"specter_enabled"`
	ChecksBypassed bool            `json:"checks_bypassed"`
	Raw            json.RawMessage `json:"-"`
}

// InstanceCommunication tells where no SMS is sent to.
type InstanceCommunication struct {
	BlockedCountryCodes []Text          `json:"blocked_country_codes"`
	Raw                 json.RawMessage `json:"-"`
}
