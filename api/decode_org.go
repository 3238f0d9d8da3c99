package api

import "encoding/json"

func (o *Organization) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&o.ID)
	case "name":
		v.text(&o.Name)
	case "slug":
		v.text(&o.Slug)
	case "image_url":
		v.text(&o.ImageURL)
	case "has_image":
		v.bool(&o.HasImage)
	case "missing_member_with_elevated_permissions":
		v.optionalBool(&o.MissingElevatedMember)
	case "members_count":
		v.optionalInt(&o.MembersCount)
	case "pending_invitations_count":
		v.optionalInt(&o.PendingInvitationsCount)
	case "max_allowed_memberships":
		v.optionalInt(&o.MaxAllowedMemberships)
	case "admin_delete_enabled":
		v.bool(&o.AdminDeleteEnabled)
	case "public_metadata":
		v.raw(&o.PublicMetadata)
	case "private_metadata":
		v.raw(&o.PrivateMetadata)
	case "created_by":
		v.id(&o.CreatedBy)
	case "role_set_key":
		v.text(&o.RoleSetKey)
	case "last_active_at":
		v.time(&o.LastActiveAt)
	case "created_at":
		v.time(&o.CreatedAt)
	case "updated_at":
		v.time(&o.UpdatedAt)
	}
}

func (o *Organization) keep(raw json.RawMessage) { o.Raw = raw }

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (o *Organization) UnmarshalJSON(b []byte) error { return unmarshal(b, o) }

func (m *Membership) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&m.ID)
	case "role":
		v.text(&m.Role)
	case "role_name":
		v.text(&m.RoleName)
	case "permissions":
		v.texts(&m.Permissions)
	case "organization":
		v.decode(&m.Organization)
	case "public_user_data":
		object(v, &m.PublicUserData)
	case "public_metadata":
		v.raw(&m.PublicMetadata)
	case "private_metadata":
		v.raw(&m.PrivateMetadata)
	case "created_at":
		v.time(&m.CreatedAt)
	case "updated_at":
		v.time(&m.UpdatedAt)
	}
}

func (m *Membership) keep(raw json.RawMessage) { m.Raw = raw }

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (m *Membership) UnmarshalJSON(b []byte) error { return unmarshal(b, m) }

func (p *PublicUserData) field(key []byte, v value) {
	switch string(key) {
	case "user_id":
		v.id(&p.UserID)
	case "first_name":
		v.text(&p.FirstName)
	case "last_name":
		v.text(&p.LastName)
	case "identifier":
		v.text(&p.Identifier)
	case "username":
		v.text(&p.Username)
	case "has_image":
		v.bool(&p.HasImage)
	case "banned":
		v.bool(&p.Banned)
	case "deprovisioned":
		v.bool(&p.Deprovisioned)
	}
}

func (p *PublicOrganizationData) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&p.ID)
	case "name":
		v.text(&p.Name)
	case "slug":
		v.text(&p.Slug)
	case "has_image":
		v.bool(&p.HasImage)
	}
}

func (o *OrganizationInvitation) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&o.ID)
	case "email_address":
		v.text(&o.EmailAddress)
	case "role":
		v.text(&o.Role)
	case "role_name":
		v.text(&o.RoleName)
	case "organization_id":
		v.id(&o.OrganizationID)
	case "inviter_id":
		v.id(&o.InviterID)
	case "public_inviter_data":
		object(v, &o.PublicInviterData)
	case "public_organization_data":
		object(v, &o.PublicOrganizationData)
	case "status":
		v.text(&o.Status)
	case "public_metadata":
		v.raw(&o.PublicMetadata)
	case "private_metadata":
		v.raw(&o.PrivateMetadata)
	case "url":
		v.text(&o.URL)
	case "expires_at":
		v.time(&o.ExpiresAt)
	case "created_at":
		v.time(&o.CreatedAt)
	case "updated_at":
		v.time(&o.UpdatedAt)
	}
}

func (o *OrganizationInvitation) keep(raw json.RawMessage) { o.Raw = raw }

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (o *OrganizationInvitation) UnmarshalJSON(b []byte) error { return unmarshal(b, o) }

func (r *Role) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&r.ID)
	case "name":
		v.text(&r.Name)
	case "key":
		v.text(&r.Key)
	case "description":
		v.text(&r.Description)
	case "is_creator_eligible":
		v.bool(&r.IsCreatorEligible)
	case "permissions":
		objects(v, &r.Permissions)
	case "created_at":
		v.time(&r.CreatedAt)
	case "updated_at":
		v.time(&r.UpdatedAt)
	}
}

func (r *Role) keep(raw json.RawMessage) { r.Raw = raw }

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (r *Role) UnmarshalJSON(b []byte) error { return unmarshal(b, r) }

func (p *Permission) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&p.ID)
	case "name":
		v.text(&p.Name)
	case "key":
		v.text(&p.Key)
	case "description":
		v.text(&p.Description)
	case "type":
		v.text(&p.Type)
	}
}

func (i *Invitation) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&i.ID)
	case "email_address":
		v.text(&i.EmailAddress)
	case "status":
		v.text(&i.Status)
	case "revoked":
		v.bool(&i.Revoked)
	case "url":
		v.text(&i.URL)
	case "public_metadata":
		v.raw(&i.PublicMetadata)
	case "expires_at":
		v.time(&i.ExpiresAt)
	case "created_at":
		v.time(&i.CreatedAt)
	case "updated_at":
		v.time(&i.UpdatedAt)
	}
}

func (i *Invitation) keep(raw json.RawMessage) { i.Raw = raw }

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (i *Invitation) UnmarshalJSON(b []byte) error { return unmarshal(b, i) }
