package api

import "encoding/json"

// Organization of the instance. MaxAllowedMemberships of 0 means unlimited.
type Organization struct {
	ID       ID   `json:"id"`
	Name     Text `json:"name"`
	Slug     Text `json:"slug"`
	ImageURL Text `json:"image_url"`
	HasImage bool `json:"has_image"`
	// MissingElevatedMember is told only when asked for.
	MissingElevatedMember   *bool           `json:"missing_member_with_elevated_permissions"`
	MembersCount            *int64          `json:"members_count"`
	PendingInvitationsCount *int64          `json:"pending_invitations_count"`
	MaxAllowedMemberships   *int64          `json:"max_allowed_memberships"`
	AdminDeleteEnabled      bool            `json:"admin_delete_enabled"`
	PublicMetadata          json.RawMessage `json:"public_metadata"`
	PrivateMetadata         json.RawMessage `json:"private_metadata"`
	CreatedBy               ID              `json:"created_by"`
	RoleSetKey              Text            `json:"role_set_key"`
	LastActiveAt            Time            `json:"last_active_at"`
	CreatedAt               Time            `json:"created_at"`
	UpdatedAt               Time            `json:"updated_at"`
	Raw                     json.RawMessage `json:"-"`
}

// Membership is a user's membership of an organization
// (organization_membership).
type Membership struct {
	ID              ID              `json:"id"`
	Role            Text            `json:"role"`
	RoleName        Text            `json:"role_name"`
	Permissions     []Text          `json:"permissions"`
	Organization    Organization    `json:"organization"`
	PublicUserData  *PublicUserData `json:"public_user_data"`
	PublicMetadata  json.RawMessage `json:"public_metadata"`
	PrivateMetadata json.RawMessage `json:"private_metadata"`
	CreatedAt       Time            `json:"created_at"`
	UpdatedAt       Time            `json:"updated_at"`
	Raw             json.RawMessage `json:"-"`
}

// PublicUserData is what members of an organization see of each other.
type PublicUserData struct {
	UserID        ID   `json:"user_id"`
	FirstName     Text `json:"first_name"`
	LastName      Text `json:"last_name"`
	Identifier    Text `json:"identifier"`
	Username      Text `json:"username"`
	HasImage      bool `json:"has_image"`
	Banned        bool `json:"banned"`
	Deprovisioned bool `json:"deprovisioned"`
}

// PublicOrganizationData is the part of an organization that an invited
// person sees.
type PublicOrganizationData struct {
	ID       ID   `json:"id"`
	Name     Text `json:"name"`
	Slug     Text `json:"slug"`
	HasImage bool `json:"has_image"`
}

// OrganizationInvitation invites an e-mail address to an organization.
// Status is pending, accepted, revoked, expired or a word of tomorrow.
type OrganizationInvitation struct {
	ID                     ID                      `json:"id"`
	EmailAddress           Text                    `json:"email_address"`
	Role                   Text                    `json:"role"`
	RoleName               Text                    `json:"role_name"`
	OrganizationID         ID                      `json:"organization_id"`
	InviterID              ID                      `json:"inviter_id"`
	PublicInviterData      *PublicUserData         `json:"public_inviter_data"`
	PublicOrganizationData *PublicOrganizationData `json:"public_organization_data"`
	Status                 Text                    `json:"status"`
	PublicMetadata         json.RawMessage         `json:"public_metadata"`
	PrivateMetadata        json.RawMessage         `json:"private_metadata"`
	URL                    Text                    `json:"url"`
	ExpiresAt              Time                    `json:"expires_at"`
	CreatedAt              Time                    `json:"created_at"`
	UpdatedAt              Time                    `json:"updated_at"`
	Raw                    json.RawMessage         `json:"-"`
}

// Role of the instance's organizations.
type Role struct {
	ID                ID              `json:"id"`
	Name              Text            `json:"name"`
	Key               Text            `json:"key"`
	Description       Text            `json:"description"`
	IsCreatorEligible bool            `json:"is_creator_eligible"`
	Permissions       []Permission    `json:"permissions"`
	CreatedAt         Time            `json:"created_at"`
	UpdatedAt         Time            `json:"updated_at"`
	Raw               json.RawMessage `json:"-"`
}

// Permission that a role gives.
type Permission struct {
	ID          ID   `json:"id"`
	Name        Text `json:"name"`
	Key         Text `json:"key"`
	Description Text `json:"description"`
	Type        Text `json:"type"`
}

// Invitation invites an e-mail address to the application.
type Invitation struct {
	ID             ID              `json:"id"`
	EmailAddress   Text            `json:"email_address"`
	Status         Text            `json:"status"`
	Revoked        bool            `json:"revoked"`
	URL            Text            `json:"url"`
	PublicMetadata json.RawMessage `json:"public_metadata"`
	ExpiresAt      Time            `json:"expires_at"`
	CreatedAt      Time            `json:"created_at"`
	UpdatedAt      Time            `json:"updated_at"`
	Raw            json.RawMessage `json:"-"`
}
