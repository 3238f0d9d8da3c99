package api

import (
	"context"
	"encoding/json"
	"iter"
	"time"
)

func invitationStatuses() []string { return []string{"pending", "accepted", "revoked", "expired"} }

// OrganizationMemberships returns a page of a user's memberships, newest first
// (UsersGetOrganizationMemberships). 403 organization_not_enabled_in_instance
// means that organizations are off.
func (s *UsersService) OrganizationMemberships(ctx context.Context, id ID, p Page) (*List[Membership], error) {
	return fetchPage[Membership](ctx, s.client, newRequest(opUsersGetOrganizationMemberships, id), p)
}

// AllOrganizationMemberships goes through the pages of OrganizationMemberships.
func (s *UsersService) AllOrganizationMemberships(ctx context.Context, id ID, p Page) iter.Seq2[*Membership, error] {
	return pages(p, func(page Page) (*List[Membership], error) {
		return s.OrganizationMemberships(ctx, id, page)
	})
}

// InvitationListParams selects invitations to organizations. Statuses are
// pending, accepted, revoked, expired.
type InvitationListParams struct {
	Page
	Status []string
}

// OrganizationInvitations returns a page of the invitations to organizations
// that a user has (UsersGetOrganizationInvitations).
func (s *UsersService) OrganizationInvitations(ctx context.Context, id ID, p InvitationListParams) (*List[OrganizationInvitation], error) {
	r := newRequest(opUsersGetOrganizationInvitations, id)
	r.statuses(p.Status, invitationStatuses()...)
	return fetchPage[OrganizationInvitation](ctx, s.client, r, p.Page)
}

// OrganizationsService has the operations on organizations.
type OrganizationsService struct{ service }

// ListOrganizationsParams selects organizations. Query is an exact id or part
// of a name or slug. OrderBy is [+-] and name, created_at or members_count.
type ListOrganizationsParams struct {
	Query               string
	UserID              []Inclusion // with these members
	OrganizationID      []Inclusion
	IncludeMembersCount bool
	// IncludeMissingElevated fills MissingElevatedMember.
	IncludeMissingElevated bool
	OrderBy                string
	Page
}

// List returns a page of organizations (ListOrganizations).
func (s *OrganizationsService) List(ctx context.Context, p ListOrganizationsParams) (*List[Organization], error) {
	r := newRequest(opListOrganizations)
	r.optional("query", p.Query)
	r.inclusions("user_id", p.UserID)
	r.inclusions("organization_id", p.OrganizationID)
	r.includes(p.IncludeMembersCount, p.IncludeMissingElevated)
	r.listOrder(p.OrderBy, "name", "created_at", "members_count")
	return fetchPage[Organization](ctx, s.client, r, p.Page)
}

// All goes through the pages of List.
func (s *OrganizationsService) All(ctx context.Context, p ListOrganizationsParams) iter.Seq2[*Organization, error] {
	return pages(p.Page, func(page Page) (*List[Organization], error) {
		p.Page = page
		return s.List(ctx, p)
	})
}

func (r *request) includes(members, elevated bool) {
	if members {
		r.query.Set("include_members_count", "true")
	}
	if elevated {
		r.query.Set("include_missing_member_with_elevated_permissions", "true")
	}
}

// Get returns an organization by id or slug, with its number of members
// (GetOrganization).
func (s *OrganizationsService) Get(ctx context.Context, idOrSlug ID) (*Organization, error) {
	r := newRequest(opGetOrganization, idOrSlug)
	r.includes(true, false)
	return fetch[Organization](ctx, s.client, r)
}

// ListMembershipsParams selects members of an organization. OrderBy is [+-]
// and phone_number, email_address, created_at, first_name, last_name or
// username.
type ListMembershipsParams struct {
	UserID             []Inclusion
	EmailAddress       []string
	PhoneNumber        []string
	Username           []string
	Web3Wallet         []string
	Role               []string
	Query              string
	EmailAddressQuery  string
	PhoneNumberQuery   string
	UsernameQuery      string
	NameQuery          string
	LastActiveAtBefore time.Time
	LastActiveAtAfter  time.Time
	CreatedAtBefore    time.Time
	CreatedAtAfter     time.Time
	OrderBy            string
	Page
}

// Memberships returns a page of an organization's members
// (ListOrganizationMemberships).
func (s *OrganizationsService) Memberships(ctx context.Context, organization ID, p ListMembershipsParams) (*List[Membership], error) {
	r := newRequest(opListOrganizationMemberships, organization)
	r.inclusions("user_id", p.UserID)
	r.texts("email_address", p.EmailAddress)
	r.texts("phone_number", p.PhoneNumber)
	r.texts("username", p.Username)
	r.texts("web3_wallet", p.Web3Wallet)
	r.texts("role", p.Role)
	r.optional("query", p.Query)
	r.optional("email_address_query", p.EmailAddressQuery)
	r.optional("phone_number_query", p.PhoneNumberQuery)
	r.optional("username_query", p.UsernameQuery)
	r.optional("name_query", p.NameQuery)
	r.moment("last_active_at_before", p.LastActiveAtBefore)
	r.moment("last_active_at_after", p.LastActiveAtAfter)
	r.moment("created_at_before", p.CreatedAtBefore)
	r.moment("created_at_after", p.CreatedAtAfter)
	r.listOrder(p.OrderBy, "phone_number", "email_address", "created_at", "first_name", "last_name", "username")
	return fetchPage[Membership](ctx, s.client, r, p.Page)
}

// AllMemberships goes through the pages of Memberships.
func (s *OrganizationsService) AllMemberships(ctx context.Context, organization ID, p ListMembershipsParams) iter.Seq2[*Membership, error] {
	return pages(p.Page, func(page Page) (*List[Membership], error) {
		p.Page = page
		return s.Memberships(ctx, organization, p)
	})
}

// CreateMembership makes a user a member (CreateOrganizationMembership).
// Metadata may be empty and has no Unsafe.
func (s *OrganizationsService) CreateMembership(ctx context.Context, organization, user ID, role string, m Metadata) (*Membership, error) {
	r := newRequest(opCreateOrganizationMembership, organization)
	r.memberMetadata(m)
	r.requiredID("user_id", user)
	r.required("role", role)
	r.body["user_id"], r.body["role"] = user, role
	return fetch[Membership](ctx, s.client, r)
}

func (r *request) memberMetadata(m Metadata) {
	if m.Unsafe != nil {
		r.fail("unsafe_metadata", "does not exist here")
	}
	m.encode(r)
}

// UpdateMembership gives a member another role (UpdateOrganizationMembership).
func (s *OrganizationsService) UpdateMembership(ctx context.Context, organization, user ID, role string) (*Membership, error) {
	r := newRequest(opUpdateOrganizationMembership, organization, user)
	r.required("role", role)
	r.body = fields{"role": role}
	return fetch[Membership](ctx, s.client, r)
}

// DeleteMembership removes a member and returns what was removed
// (DeleteOrganizationMembership).
func (s *OrganizationsService) DeleteMembership(ctx context.Context, organization, user ID) (*Membership, error) {
	return fetch[Membership](ctx, s.client, newRequest(opDeleteOrganizationMembership, organization, user))
}

// MergeMembershipMetadata merges deeply, as [UsersService.MergeMetadata] does
// (UpdateOrganizationMembershipMetadata).
func (s *OrganizationsService) MergeMembershipMetadata(ctx context.Context, organization, user ID, m Metadata) (*Membership, error) {
	r := newRequest(opUpdateOrganizationMembershipMetadata, organization, user)
	r.memberMetadata(m)
	return fetch[Membership](ctx, s.client, r)
}

// OrganizationInvitationsParams selects invitations to one organization.
// OrderBy is [+-] and created_at or email_address.
type OrganizationInvitationsParams struct {
	Status       []string
	EmailAddress string
	OrderBy      string
	Page
}

// Invitations returns a page of invitations to an organization
// (ListOrganizationInvitations).
func (s *OrganizationsService) Invitations(ctx context.Context, organization ID, p OrganizationInvitationsParams) (*List[OrganizationInvitation], error) {
	r := newRequest(opListOrganizationInvitations, organization)
	r.statuses(p.Status, invitationStatuses()...)
	r.optional("email_address", p.EmailAddress)
	r.listOrder(p.OrderBy, "created_at", "email_address")
	return fetchPage[OrganizationInvitation](ctx, s.client, r, p.Page)
}

// CreateOrganizationInvitationParams describes an invitation. nil and zero
// leave the choice to the server.
type CreateOrganizationInvitationParams struct {
	EmailAddress    string
	Role            string
	InviterUserID   ID
	RedirectURL     string
	ExpiresInDays   int // 1 to 365
	Notify          *bool
	PublicMetadata  json.RawMessage
	PrivateMetadata json.RawMessage
}

// CreateInvitation invites an e-mail address to an organization
// (CreateOrganizationInvitation). The server allows 250 an hour.
func (s *OrganizationsService) CreateInvitation(ctx context.Context, organization ID, p CreateOrganizationInvitationParams) (*OrganizationInvitation, error) {
	r := newRequest(opCreateOrganizationInvitation, organization)
	r.required("email_address", p.EmailAddress)
	r.required("role", p.Role)
	r.optionalID("inviter_user_id", p.InviterUserID)
	r.body = fields{"email_address": p.EmailAddress, "role": p.Role}
	r.body.id("inviter_user_id", p.InviterUserID)
	r.bodyText("redirect_url", p.RedirectURL)
	r.days(p.ExpiresInDays)
	r.body.bool("notify", p.Notify)
	r.metadata("public_metadata", p.PublicMetadata)
	r.metadata("private_metadata", p.PrivateMetadata)
	return fetch[OrganizationInvitation](ctx, s.client, r)
}

// Invitation returns one invitation (GetOrganizationInvitation).
func (s *OrganizationsService) Invitation(ctx context.Context, organization, invitation ID) (*OrganizationInvitation, error) {
	return fetch[OrganizationInvitation](ctx, s.client, newRequest(opGetOrganizationInvitation, organization, invitation))
}

// RevokeInvitation takes a pending invitation back
// (RevokeOrganizationInvitation). RequestingUser may be "".
func (s *OrganizationsService) RevokeInvitation(ctx context.Context, organization, invitation, requestingUser ID) (*OrganizationInvitation, error) {
	r := newRequest(opRevokeOrganizationInvitation, organization, invitation)
	r.optionalID("requesting_user_id", requestingUser)
	if requestingUser != "" {
		r.body = fields{"requesting_user_id": requestingUser}
	}
	return fetch[OrganizationInvitation](ctx, s.client, r)
}

// InstanceListParams selects from a list over the whole instance. Query and
// Status are not for memberships; Status is not for roles.
type InstanceListParams struct {
	Query   string
	Status  string
	OrderBy string
	Page
}

// InstanceMemberships returns a page of the memberships of all
// organizations (InstanceGetOrganizationMemberships).
func (s *OrganizationsService) InstanceMemberships(ctx context.Context, p InstanceListParams) (*List[Membership], error) {
	r := newRequest(opInstanceGetOrganizationMemberships)
	if p.Query != "" {
		r.fail("query", "does not exist here")
	}
	if p.Status != "" {
		r.fail("status", "does not exist here")
	}
	r.listOrder(p.OrderBy, "phone_number", "email_address", "created_at", "first_name", "last_name", "username")
	return fetchPage[Membership](ctx, s.client, r, p.Page)
}

// InstanceInvitations returns a page of the invitations to all organizations
// (ListInstanceOrganizationInvitations).
func (s *OrganizationsService) InstanceInvitations(ctx context.Context, p InstanceListParams) (*List[OrganizationInvitation], error) {
	r := newRequest(opListInstanceOrganizationInvitations)
	r.optional("query", p.Query)
	r.oneOf("status", p.Status, invitationStatuses()...)
	r.optional("status", p.Status)
	r.listOrder(p.OrderBy, "created_at", "email_address")
	return fetchPage[OrganizationInvitation](ctx, s.client, r, p.Page)
}

// Roles returns a page of the roles that members can have
// (ListOrganizationRoles).
func (s *OrganizationsService) Roles(ctx context.Context, p InstanceListParams) (*List[Role], error) {
	r := newRequest(opListOrganizationRoles)
	r.optional("query", p.Query)
	if p.Status != "" {
		r.fail("status", "does not exist here")
	}
	r.listOrder(p.OrderBy, "name", "created_at", "key")
	return fetchPage[Role](ctx, s.client, r, p.Page)
}
