package emulator

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// orgInvitationPage filters by status, orders and renders one page.
func (s *Server) orgInvitationPage(r *request, rows []orgInvitation, withOrganization bool) (any, *apiError) {
	if err := checkEnum(r, "status", statusPending, statusAccepted, statusRevoked, statusExpired); err != nil {
		return nil, err
	}
	wanted, now := r.query["status"], s.nowMS()
	rows = slices.DeleteFunc(slices.Clone(rows), func(i orgInvitation) bool {
		return len(wanted) > 0 && !slices.Contains(wanted, invitationStatus(i.Status, i.ExpiresAt, now))
	})
	err := order(r, rows, "-created_at", map[string]func(a, b orgInvitation) int{
		"created_at":    func(a, b orgInvitation) int { return cmp.Compare(a.CreatedAt, b.CreatedAt) },
		"email_address": func(a, b orgInvitation) int { return cmp.Compare(a.EmailAddress, b.EmailAddress) },
	})
	if err != nil {
		return nil, err
	}
	limit, offset := r.page()
	out := []orgInvitationJSON{}
	for _, i := range cut(rows, limit, offset) {
		out = append(out, s.renderInvitation(i, withOrganization))
	}
	return envelope{Data: out, TotalCount: len(rows)}, nil
}

func (s *Server) listUserInvitations(r *request) (any, *apiError) {
	u, ok := s.store.find(r.id("user_id"))
	if !ok {
		return nil, notFound("user", r.id("user_id"))
	}
	// An address may have been invited before its owner signed up.
	early := s.store.strayInvitations(func(i orgInvitation) bool {
		return slices.ContainsFunc(u.Emails, func(e emailAddress) bool { return strings.EqualFold(e.EmailAddress, i.EmailAddress) })
	})
	return s.orgInvitationPage(r, slices.Concat(s.store.invitations(u.ID), early), true)
}

func (s *Server) listAllOrgInvitations(r *request) (any, *apiError) {
	query := strings.ToLower(r.query.Get("query"))
	rows := slices.DeleteFunc(slices.Clone(s.store.allInvitations("")), func(i orgInvitation) bool {
		return !strings.Contains(strings.ToLower(i.EmailAddress), query)
	})
	return s.orgInvitationPage(r, rows, true)
}

func (s *Server) listOrgInvitations(r *request) (any, *apiError) {
	o, err := s.organizationOf(r)
	if err != nil {
		return nil, err
	}
	address := r.query.Get("email_address")
	rows := slices.DeleteFunc(slices.Clone(s.store.allInvitations(o.ID)), func(i orgInvitation) bool {
		return address != "" && !strings.EqualFold(address, i.EmailAddress)
	})
	return s.orgInvitationPage(r, rows, false)
}

// orgInvitationBody is the request for an invitation into an organization.
type orgInvitationBody struct {
	EmailAddress    opt[string]          `json:"email_address"`
	InviterUserID   opt[string]          `json:"inviter_user_id"`
	Role            opt[string]          `json:"role"`
	PublicMetadata  opt[json.RawMessage] `json:"public_metadata"`
	PrivateMetadata opt[json.RawMessage] `json:"private_metadata"`
	RedirectURL     opt[string]          `json:"redirect_url"`
	ExpiresInDays   opt[int]             `json:"expires_in_days"`
	Notify          opt[bool]            `json:"notify"`
}

func (b *orgInvitationBody) check(s *Server) *apiError {
	switch {
	case b.EmailAddress.Value == "":
		return missingParam("email_address")
	case !emailForm.MatchString(b.EmailAddress.Value):
		return invalid("email_address", "form_param_format_invalid", "email_address must be a valid email address.")
	case b.ExpiresInDays.has() && (b.ExpiresInDays.Value < 1 || b.ExpiresInDays.Value > maxInvitationDays):
		return invalid("expires_in_days", "form_param_value_invalid", "expires_in_days must be between 1 and 365.")
	}
	if err := checkRole(b.Role); err != nil {
		return err
	}
	if id := b.InviterUserID.Value; id != "" {
		if _, ok := s.store.find(id); !ok {
			return notFound("user", id)
		}
	}
	metadata := metadataFields{PublicMetadata: b.PublicMetadata, PrivateMetadata: b.PrivateMetadata}
	return joinErrors(metadata.check())
}

func (s *Server) createOrgInvitation(r *request) (any, *apiError) {
	if err := s.limits.take("organization invitations", orgInvitesPerHour, time.Hour, s.now()); err != nil {
		return nil, err
	}
	var body orgInvitationBody
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	o, err := s.organizationOf(r)
	if err != nil {
		return nil, err
	}
	if err := body.check(s); err != nil {
		return nil, err
	}
	s.members.Lock()
	defer s.members.Unlock()
	if err := s.checkRoom(o); err != nil {
		return nil, err
	}
	now, address := s.nowMS(), strings.ToLower(body.EmailAddress.Value)
	invitee, err := s.invitee(o, address, now)
	if err != nil {
		return nil, err
	}
	made := orgInvitation{
		OrganizationID: o.ID, EmailAddress: address, Role: body.Role.Value, InviterID: body.InviterUserID.Value, Status: statusPending,
		PublicMetadata: body.PublicMetadata.Value, PrivateMetadata: body.PrivateMetadata.Value, CreatedAt: now, UpdatedAt: now,
		ExpiresAt: now + int64(orElse(body.ExpiresInDays.Value, defaultInvitationDays))*msPerDay,
	}
	if invitee != nil {
		made.UserID = invitee.ID
	}
	made.ID = s.store.newID("orginv_", invitee)
	s.store.saveInvitation(made)
	return s.renderInvitation(made, false), nil
}

// invitee is the user who has the address, if any; it refuses members and
// addresses with a pending invitation.
func (s *Server) invitee(o *organization, address string, now int64) (*userRecord, *apiError) {
	pending := slices.ContainsFunc(s.store.allInvitations(o.ID), func(i orgInvitation) bool {
		return strings.EqualFold(i.EmailAddress, address) && invitationStatus(i.Status, i.ExpiresAt, now) == statusPending
	})
	if pending {
		return nil, badRequest("duplicate_record", "There are already pending invitations for the following email addresses: "+address).
			withMeta("email_addresses", []string{address})
	}
	id, ok := s.store.holder("email_address", address)
	if !ok {
		return nil, nil
	}
	if slices.ContainsFunc(s.store.memberships(id), func(m membership) bool { return m.OrganizationID == o.ID }) {
		return nil, badRequest("already_a_member_in_organization", address+" is already a member of the organization.")
	}
	u, _ := s.store.find(id)
	return u, nil
}

// orgInvitation is the invitation of the path.
func (s *Server) orgInvitation(r *request) (orgInvitation, *apiError) {
	o, err := s.organizationOf(r)
	if err != nil {
		return orgInvitation{}, err
	}
	id := r.id("invitation_id")
	for _, i := range s.store.allInvitations(o.ID) {
		if i.ID == id {
			return i, nil
		}
	}
	return orgInvitation{}, notFound("organization invitation", id)
}

func (s *Server) getOrgInvitation(r *request) (any, *apiError) {
	i, err := s.orgInvitation(r)
	if err != nil {
		return nil, err
	}
	return s.renderInvitation(i, false), nil
}

func (s *Server) revokeOrgInvitation(r *request) (any, *apiError) {
	var body struct {
		RequestingUserID opt[string] `json:"requesting_user_id"`
	}
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	s.members.Lock()
	defer s.members.Unlock()
	i, err := s.orgInvitation(r)
	if err != nil {
		return nil, err
	}
	if invitationStatus(i.Status, i.ExpiresAt, s.nowMS()) != statusPending {
		return nil, fail(http.StatusNotFound, "organization_invitation_not_pending", "not pending", "The organization invitation is not pending.")
	}
	i.Status, i.UpdatedAt = statusRevoked, s.nowMS()
	s.store.saveInvitation(i)
	return s.renderInvitation(i, false), nil
}
