package emulator

import "encoding/json"

type organizationJSON struct {
	Object                string          `json:"object"`
	ID                    string          `json:"id"`
	Name                  string          `json:"name"`
	Slug                  string          `json:"slug"`
	ImageURL              string          `json:"image_url"`
	HasImage              bool            `json:"has_image"`
	MembersCount          *int            `json:"members_count,omitempty"`
	MissingElevatedMember *bool           `json:"missing_member_with_elevated_permissions,omitempty"`
	MaxAllowedMemberships int             `json:"max_allowed_memberships"`
	AdminDeleteEnabled    bool            `json:"admin_delete_enabled"`
	PublicMetadata        json.RawMessage `json:"public_metadata"`
	PrivateMetadata       json.RawMessage `json:"private_metadata"`
	CreatedBy             string          `json:"created_by,omitempty"`
	CreatedAt             int64           `json:"created_at"`
	UpdatedAt             int64           `json:"updated_at"`
}

func renderOrganization(o *organization) organizationJSON {
	return organizationJSON{
		Object: "organization", ID: o.ID, Name: o.Name, Slug: o.Slug, ImageURL: imageBase + "organization/" + o.ID, HasImage: o.HasImage,
		MaxAllowedMemberships: o.MaxAllowedMemberships, AdminDeleteEnabled: o.AdminDeleteEnabled,
		PublicMetadata: object(o.PublicMetadata), PrivateMetadata: object(o.PrivateMetadata), CreatedBy: o.CreatedBy,
		CreatedAt: o.CreatedAt, UpdatedAt: o.UpdatedAt,
	}
}

// publicUserData is what a membership tells about its user.
type publicUserData struct {
	UserID          string  `json:"user_id"`
	FirstName       *string `json:"first_name"`
	LastName        *string `json:"last_name"`
	ProfileImageURL string  `json:"profile_image_url"`
	ImageURL        string  `json:"image_url"`
	HasImage        bool    `json:"has_image"`
	Identifier      string  `json:"identifier"`
	Username        *string `json:"username"`
	Banned          bool    `json:"banned"`
	Deprovisioned   bool    `json:"deprovisioned"`
}

type membershipJSON struct {
	Object          string           `json:"object"`
	ID              string           `json:"id"`
	Role            string           `json:"role"`
	RoleName        string           `json:"role_name"`
	Permissions     []string         `json:"permissions"`
	PublicMetadata  json.RawMessage  `json:"public_metadata"`
	PrivateMetadata json.RawMessage  `json:"private_metadata"`
	Organization    organizationJSON `json:"organization"`
	PublicUserData  publicUserData   `json:"public_user_data"`
	CreatedAt       int64            `json:"created_at"`
	UpdatedAt       int64            `json:"updated_at"`
}

func renderMembership(m membership, o *organization, u *userRecord) membershipJSON {
	known, _ := roleOf(m.Role)
	return membershipJSON{
		Object: "organization_membership", ID: m.ID, Role: m.Role, RoleName: known.name, Permissions: list(known.permissions),
		PublicMetadata: object(m.PublicMetadata), PrivateMetadata: object(m.PrivateMetadata),
		Organization: renderOrganization(o),
		PublicUserData: publicUserData{
			UserID: u.ID, FirstName: u.FirstName, LastName: u.LastName, ProfileImageURL: u.imageURL(), ImageURL: u.imageURL(),
			HasImage: u.HasImage, Identifier: u.identifier(), Username: u.Username, Banned: u.Banned, Deprovisioned: u.Deprovisioned,
		},
		CreatedAt: m.CreatedAt, UpdatedAt: m.UpdatedAt,
	}
}

// publicInviterData is what an invitation tells about who sent it.
type publicInviterData struct {
	UserID     string  `json:"user_id"`
	FirstName  *string `json:"first_name"`
	LastName   *string `json:"last_name"`
	ImageURL   string  `json:"image_url"`
	HasImage   bool    `json:"has_image"`
	Identifier string  `json:"identifier"`
}

// publicOrganizationData is what an invitation tells about where it leads.
type publicOrganizationData struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Slug     string `json:"slug"`
	ImageURL string `json:"image_url"`
	HasImage bool   `json:"has_image"`
}

type orgInvitationJSON struct {
	Object             string                  `json:"object"`
	ID                 string                  `json:"id"`
	EmailAddress       string                  `json:"email_address"`
	Role               string                  `json:"role"`
	RoleName           string                  `json:"role_name"`
	OrganizationID     string                  `json:"organization_id"`
	InviterID          *string                 `json:"inviter_id"`
	PublicInviterData  *publicInviterData      `json:"public_inviter_data"`
	Status             string                  `json:"status"`
	PublicMetadata     json.RawMessage         `json:"public_metadata"`
	PrivateMetadata    json.RawMessage         `json:"private_metadata"`
	URL                *string                 `json:"url"`
	ExpiresAt          *int64                  `json:"expires_at"`
	CreatedAt          int64                   `json:"created_at"`
	UpdatedAt          int64                   `json:"updated_at"`
	PublicOrganization *publicOrganizationData `json:"public_organization_data,omitempty"`
}

// renderInvitation renders an invitation into an organization; the lists that
// span organizations say which one it is.
func (s *Server) renderInvitation(i orgInvitation, withOrganization bool) orgInvitationJSON {
	known, _ := roleOf(i.Role)
	j := orgInvitationJSON{
		Object: "organization_invitation", ID: i.ID, EmailAddress: i.EmailAddress, Role: i.Role, RoleName: known.name,
		OrganizationID: i.OrganizationID, InviterID: optional(i.InviterID), Status: invitationStatus(i.Status, i.ExpiresAt, s.nowMS()),
		PublicMetadata: object(i.PublicMetadata), PrivateMetadata: object(i.PrivateMetadata),
		CreatedAt: i.CreatedAt, UpdatedAt: i.UpdatedAt,
	}
	if i.ExpiresAt != 0 {
		j.ExpiresAt = ref(i.ExpiresAt)
	}
	if j.Status == statusPending {
		j.URL = ref(accountsURL + "/v1/tickets/accept?ticket=" + i.ID)
	}
	if u, ok := s.store.find(i.InviterID); ok {
		j.PublicInviterData = &publicInviterData{u.ID, u.FirstName, u.LastName, u.imageURL(), u.HasImage, u.identifier()}
	}
	if o, ok := s.store.organization(i.OrganizationID); ok && withOrganization {
		r := renderOrganization(o)
		j.PublicOrganization = &publicOrganizationData{r.ID, r.Name, r.Slug, r.ImageURL, r.HasImage}
	}
	return j
}

type permissionJSON struct {
	Object      string `json:"object"`
	ID          string `json:"id"`
	Name        string `json:"name"`
	Key         string `json:"key"`
	Description string `json:"description"`
	Type        string `json:"type"`
	CreatedAt   int64  `json:"created_at"`
	UpdatedAt   int64  `json:"updated_at"`
}

type roleJSON struct {
	Object            string           `json:"object"`
	ID                string           `json:"id"`
	Name              string           `json:"name"`
	Key               string           `json:"key"`
	Description       string           `json:"description"`
	IsCreatorEligible bool             `json:"is_creator_eligible"`
	Permissions       []permissionJSON `json:"permissions"`
	CreatedAt         int64            `json:"created_at"`
	UpdatedAt         int64            `json:"updated_at"`
}
