package api

import "context"

// InstanceService has the operations on the instance itself.
type InstanceService struct{ service }

// Get returns the instance (GetInstance). It needs nothing but the key, so it
// is the cheapest check of one.
func (s *InstanceService) Get(ctx context.Context) (*Instance, error) {
	return fetch[Instance](ctx, s.client, newRequest(opGetInstance))
}

// Domains returns the instance's domains; there are no pages (ListDomains).
func (s *InstanceService) Domains(ctx context.Context) (*List[Domain], error) {
	return fetchList[Domain](ctx, s.client, newRequest(opListDomains), everything())
}

// OrganizationSettings tells whether organizations are on, and how
// (GetInstanceOrganizationSettings).
func (s *InstanceService) OrganizationSettings(ctx context.Context) (*OrganizationSettings, error) {
	return fetch[OrganizationSettings](ctx, s.client, newRequest(opGetInstanceOrganizationSettings))
}

// Protect returns the protection rules' state (GetInstanceProtect).
func (s *InstanceService) Protect(ctx context.Context) (*InstanceProtect, error) {
	return fetch[InstanceProtect](ctx, s.client, newRequest(opGetInstanceProtect))
}

// Communication tells where no SMS is sent to (GetInstanceCommunication).
func (s *InstanceService) Communication(ctx context.Context) (*InstanceCommunication, error) {
	return fetch[InstanceCommunication](ctx, s.client, newRequest(opGetInstanceCommunication))
}

// RestrictionsParams changes restrictions; nil leaves as it is. They cannot be
// read.
type RestrictionsParams struct {
	Allowlist                        *bool
	Blocklist                        *bool
	AllowlistBlocklistDisabledSignIn *bool
	BlockEmailSubaddresses           *bool
	BlockDisposableEmailDomains      *bool
}

// UpdateRestrictions changes who may sign up (UpdateInstanceRestrictions).
func (s *InstanceService) UpdateRestrictions(ctx context.Context, p RestrictionsParams) (*InstanceRestrictions, error) {
	r := newRequest(opUpdateInstanceRestrictions)
	r.body = fields{}
	r.body.bool("allowlist", p.Allowlist)
	r.body.bool("blocklist", p.Blocklist)
	r.body.bool("allowlist_blocklist_disabled_on_sign_in", p.AllowlistBlocklistDisabledSignIn)
	r.body.bool("block_email_subaddresses", p.BlockEmailSubaddresses)
	r.body.bool("block_disposable_email_domains", p.BlockDisposableEmailDomains)
	return fetch[InstanceRestrictions](ctx, s.client, r)
}
