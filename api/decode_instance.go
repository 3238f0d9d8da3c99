package api

import "encoding/json"

func (i *Instance) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&i.ID)
	case "environment_type":
		v.text(&i.EnvironmentType)
	case "allowed_origins":
		v.texts(&i.AllowedOrigins)
	case "workspace_id":
		v.id(&i.WorkspaceID)
	}
}

func (i *Instance) keep(raw json.RawMessage) { i.Raw = raw }

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (i *Instance) UnmarshalJSON(b []byte) error { return unmarshal(b, i) }

func (d *Domain) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&d.ID)
	case "name":
		v.text(&d.Name)
	case "is_satellite":
		v.bool(&d.IsSatellite)
	case "frontend_api_url":
		v.text(&d.FrontendAPIURL)
	case "accounts_portal_url":
		v.text(&d.AccountsPortalURL)
	case "proxy_url":
		v.text(&d.ProxyURL)
	case "development_origin":
		v.text(&d.DevelopmentOrigin)
	}
}

func (d *Domain) keep(raw json.RawMessage) { d.Raw = raw }

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (d *Domain) UnmarshalJSON(b []byte) error { return unmarshal(b, d) }

func (o *OrganizationSettings) field(key []byte, v value) {
	switch string(key) {
	case "enabled":
		v.bool(&o.Enabled)
	case "max_allowed_memberships":
		v.optionalInt(&o.MaxAllowedMemberships)
	case "max_allowed_roles":
		v.optionalInt(&o.MaxAllowedRoles)
	case "creator_role":
		v.text(&o.CreatorRole)
	case "admin_delete_enabled":
		v.bool(&o.AdminDeleteEnabled)
	case "domains_enabled":
		v.bool(&o.DomainsEnabled)
	case "slug_disabled":
		v.bool(&o.SlugDisabled)
	case "domains_enrollment_modes":
		v.texts(&o.DomainsEnrollmentModes)
	case "domains_default_role":
		v.text(&o.DomainsDefaultRole)
	}
}

func (o *OrganizationSettings) keep(raw json.RawMessage) { o.Raw = raw }

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (o *OrganizationSettings) UnmarshalJSON(b []byte) error { return unmarshal(b, o) }

func (i *InstanceRestrictions) field(key []byte, v value) {
	switch string(key) {
	case "allowlist":
		v.bool(&i.Allowlist)
	case "blocklist":
		v.bool(&i.Blocklist)
	case "allowlist_blocklist_disabled_on_sign_in":
		v.bool(&i.AllowlistBlocklistDisabledSignIn)
	case "block_email_subaddresses":
		v.bool(&i.BlockEmailSubaddresses)
	case "block_disposable_email_domains":
		v.bool(&i.BlockDisposableEmailDomains)
	}
}

func (i *InstanceRestrictions) keep(raw json.RawMessage) { i.Raw = raw }

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (i *InstanceRestrictions) UnmarshalJSON(b []byte) error { return unmarshal(b, i) }

func (i *InstanceProtect) field(key []byte, v value) {
	switch string(key) {
	case "rules_enabled":
		v.bool(&i.RulesEnabled)
	case "specter_enabled":
		v.bool(&i.SpecterEnabled)
	case "checks_bypassed":
		v.bool(&i.ChecksBypassed)
	}
}

func (i *InstanceProtect) keep(raw json.RawMessage) { i.Raw = raw }

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (i *InstanceProtect) UnmarshalJSON(b []byte) error { return unmarshal(b, i) }

func (i *InstanceCommunication) field(key []byte, v value) {
	switch string(key) {
	case "blocked_country_codes":
		v.texts(&i.BlockedCountryCodes)
	}
}

func (i *InstanceCommunication) keep(raw json.RawMessage) { i.Raw = raw }

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (i *InstanceCommunication) UnmarshalJSON(b []byte) error { return unmarshal(b, i) }
