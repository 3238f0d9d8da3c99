package emulator

import "slices"

// instanceRoutes are the operations about the instance.
func instanceRoutes() []route {
	return []route{
		{"GET /instance", (*Server).getInstance},
		{"PATCH /instance/restrictions", (*Server).updateRestrictions},
		{"GET /instance/organization_settings", (*Server).getOrganizationSettings},
		{"GET /instance/protect", (*Server).getProtect},
		{"GET /instance/communication", (*Server).getCommunication},
		{"GET /domains", (*Server).listDomains},
	}
}

// instanceJSON is GET /instance.
type instanceJSON struct {
	Object          string   `json:"object"`
	ID              string   `json:"id"`
	EnvironmentType string   `json:"environment_type"`
	AllowedOrigins  []string `json:"allowed_origins"`
	WorkspaceID     *string  `json:"workspace_id"`
}

func (s *Server) getInstance(*request) (any, *apiError) {
	kind := "development"
	if s.production {
		kind = "production"
	}
	return instanceJSON{Object: "instance", ID: instanceID(s.store.seed), EnvironmentType: kind}, nil
}

// restrictions are the instance's sign-up restrictions. They can be set, but no call reads them.
type restrictions struct {
	Object                             string `json:"object"`
	Allowlist                          bool   `json:"allowlist"`
	Blocklist                          bool   `json:"blocklist"`
	AllowlistBlocklistDisabledOnSignIn bool   `json:"allowlist_blocklist_disabled_on_sign_in"`
	BlockEmailSubaddresses             bool   `json:"block_email_subaddresses"`
	BlockDisposableEmailDomains        bool   `json:"block_disposable_email_domains"`
}

// restrictionsChange is the body of PATCH /instance/restrictions.
type restrictionsChange struct {
	Allowlist                          opt[bool] `json:"allowlist"`
	Blocklist                          opt[bool] `json:"blocklist"`
	AllowlistBlocklistDisabledOnSignIn opt[bool] `json:"allowlist_blocklist_disabled_on_sign_in"`
	BlockEmailSubaddresses             opt[bool] `json:"block_email_subaddresses"`
	BlockDisposableEmailDomains        opt[bool] `json:"block_disposable_email_domains"`
}

// initialRestrictions are those of a new server: the block list works.
func initialRestrictions() restrictions {
	return restrictions{Object: "instance_restrictions", Blocklist: true}
}

// resetRestrictions undoes every PATCH /instance/restrictions.
func (s *Server) resetRestrictions() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.restrict = initialRestrictions()
}

func (s *Server) updateRestrictions(r *request) (any, *apiError) {
	var body restrictionsChange
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := &s.restrict
	for _, change := range []struct {
		sent opt[bool]
		to   *bool
	}{
		{body.Allowlist, &now.Allowlist},
		{body.Blocklist, &now.Blocklist},
		{body.AllowlistBlocklistDisabledOnSignIn, &now.AllowlistBlocklistDisabledOnSignIn},
		{body.BlockEmailSubaddresses, &now.BlockEmailSubaddresses},
		{body.BlockDisposableEmailDomains, &now.BlockDisposableEmailDomains},
	} {
		if change.sent.has() {
			*change.to = change.sent.Value
		}
	}
	return s.restrict, nil
}

// organizationSettings is GET /instance/organization_settings.
type organizationSettings struct {
	Object                 string   `json:"object"`
	Enabled                bool     `json:"enabled"`
	MaxAllowedMemberships  int      `json:"max_allowed_memberships"`
	MaxAllowedRoles        int      `json:"max_allowed_roles"`
	MaxRoleSetsAllowed     int      `json:"max_role_sets_allowed"`
	MaxAllowedDomains      int      `json:"max_allowed_domains"`
	MaxAllowedPermissions  int      `json:"max_allowed_permissions"`
	CreatorRole            string   `json:"creator_role"`
	AdminDeleteEnabled     bool     `json:"admin_delete_enabled"`
	DomainsEnabled         bool     `json:"domains_enabled"`
	SlugDisabled           bool     `json:"slug_disabled"`
	DomainsEnrollmentModes []string `json:"domains_enrollment_modes"`
	DomainsDefaultRole     string   `json:"domains_default_role"`
	InitialRoleSetKey      *string  `json:"initial_role_set_key"`
}

func (s *Server) getOrganizationSettings(*request) (any, *apiError) {
	enabled := !slices.ContainsFunc(s.Faults().Rules, func(f Fault) bool { return f.Kind == FaultOrganizationsOff })
	return organizationSettings{
		Object: "organization_settings", Enabled: enabled, MaxAllowedMemberships: 100, MaxAllowedRoles: 10,
		MaxRoleSetsAllowed: 1, MaxAllowedDomains: 10, MaxAllowedPermissions: 50, CreatorRole: roles[0].key,
		AdminDeleteEnabled: true, DomainsEnabled: true,
		DomainsEnrollmentModes: []string{"manual_invitation", "automatic_invitation"}, DomainsDefaultRole: roles[1].key,
	}, nil
}

func (s *Server) getProtect(*request) (any, *apiError) {
	return map[string]any{"object": "instance_protect", "rules_enabled": true, "specter_enabled": false, "checks_bypassed": false}, nil
}

func (s *Server) getCommunication(*request) (any, *apiError) {
	return map[string]any{"object": "instance_communication", "blocked_country_codes": []string{"AQ", "KP"}}, nil
}

// domain is one element of GET /domains.
type domain struct {
	Object            string        `json:"object"`
	ID                string        `json:"id"`
	Name              string        `json:"name"`
	IsSatellite       bool          `json:"is_satellite"`
	FrontendAPIURL    string        `json:"frontend_api_url"`
	AccountsPortalURL *string       `json:"accounts_portal_url"`
	DevelopmentOrigin string        `json:"development_origin"`
	CNameTargets      []cnameTarget `json:"cname_targets"`
}

type cnameTarget struct {
	Host     string `json:"host"`
	Value    string `json:"value"`
	Required bool   `json:"required"`
}

func (s *Server) listDomains(r *request) (any, *apiError) {
	d := domain{
		Object: "domain", ID: makeID("dmn_", s.store.seed, nobody, kindOther, 0, s.store.sample.start-sampleSpan),
		Name: "acme-dev.example", FrontendAPIURL: "https://acme-dev.accounts.example",
		AccountsPortalURL: ref("https://accounts.acme-dev.example"), DevelopmentOrigin: "http://localhost:3000",
	}
	if s.production {
		d.Name, d.FrontendAPIURL, d.DevelopmentOrigin = "acme.example", "https://clerk.acme.example", ""
		d.AccountsPortalURL = ref("https://accounts.acme.example")
		d.CNameTargets = []cnameTarget{
			{Host: "clerk.acme.example", Value: "frontend-api.clerk.example", Required: true},
			{Host: "accounts.acme.example", Value: "accounts.clerk.example", Required: true},
		}
	}
	return enveloped(r, []domain{d}), nil
}
