package emulator

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

func (s *Server) listUserMemberships(r *request) (any, *apiError) {
	u, ok := s.store.find(r.id("user_id"))
	if !ok {
		return nil, notFound("user", r.id("user_id"))
	}
	rows := []membershipJSON{}
	for _, m := range s.store.memberships(u.ID) {
		if o, ok := s.store.organization(m.OrganizationID); ok {
			rows = append(rows, renderMembership(m, o, u))
		}
	}
	return enveloped(r, rows), nil
}

// memberRow is a membership with its user, who may be left to be found for the
// page that is shown.
type memberRow struct {
	membership
	user *userRecord
}

// memberOrder are the fields by which memberships are ordered.
func memberOrder() map[string]func(a, b memberRow) int {
	by := func(text func(*userRecord) string) func(a, b memberRow) int {
		return func(a, b memberRow) int {
			return cmp.Compare(strings.ToLower(text(a.user)), strings.ToLower(text(b.user)))
		}
	}
	return map[string]func(a, b memberRow) int{
		"created_at":    func(a, b memberRow) int { return cmp.Compare(a.CreatedAt, b.CreatedAt) },
		"email_address": by((*userRecord).primaryEmail),
		"phone_number":  by((*userRecord).primaryPhone),
		"first_name":    by(func(u *userRecord) string { return deref(u.FirstName) }),
		"last_name":     by(func(u *userRecord) string { return deref(u.LastName) }),
		"username":      by(func(u *userRecord) string { return deref(u.Username) }),
	}
}

func deref(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// memberPage orders rows and renders one page of them.
func (s *Server) memberPage(r *request, rows []memberRow) (any, *apiError) {
	if err := order(r, rows, "-created_at", memberOrder()); err != nil {
		return nil, err
	}
	limit, offset := r.page()
	out := []membershipJSON{}
	for _, row := range cut(rows, limit, offset) {
		if row.user == nil {
			row.user, _ = s.store.find(row.UserID)
		}
		if o, ok := s.store.organization(row.OrganizationID); ok && row.user != nil {
			out = append(out, renderMembership(row.membership, o, row.user))
		}
	}
	return envelope{Data: out, TotalCount: len(rows)}, nil
}

func (s *Server) listMembers(r *request) (any, *apiError) {
	o, err := s.organizationOf(r)
	if err != nil {
		return nil, err
	}
	filter, err := parseFilter(r.query)
	if err != nil {
		return nil, err
	}
	p := &filterParser{query: r.query}
	roles := p.set("role", false)
	if len(p.errs) > 0 {
		return nil, joinErrors(p.errs)
	}
	var rows []memberRow
	for _, row := range s.memberRows(o.ID) {
		takes := (roles == nil || has(roles, row.Role)) &&
			(filter.all || filter.matches(row.user, func() []membership { return s.store.memberships(row.user.ID) }))
		if takes {
			rows = append(rows, row)
		}
	}
	return s.memberPage(r, rows)
}

// memberRows are the members of an organization, of all when orgID is empty.
func (s *Server) memberRows(orgID string) []memberRow {
	var rows []memberRow
	for _, m := range s.store.members(orgID) {
		if u, ok := s.store.find(m.UserID); ok {
			rows = append(rows, memberRow{m, u})
		}
	}
	return rows
}

// listAllMemberships spans the instance, so it looks at users only if the
// order asks for it.
func (s *Server) listAllMemberships(r *request) (any, *apiError) {
	if asked := strings.TrimLeft(r.query.Get("order_by"), "+-"); asked != "" && asked != "created_at" {
		return s.memberPage(r, s.memberRows(""))
	}
	var rows []memberRow
	for _, m := range s.store.members("") {
		rows = append(rows, memberRow{membership: m})
	}
	return s.memberPage(r, rows)
}

// checkRole finds the role of a body; an unknown one is a 404.
func checkRole(sent opt[string]) *apiError {
	if sent.Value == "" {
		return missingParam("role")
	}
	if _, ok := roleOf(sent.Value); !ok {
		return notFound("organization role", sent.Value)
	}
	return nil
}

func (s *Server) createMembership(r *request) (any, *apiError) {
	var body struct {
		UserID          opt[string]          `json:"user_id"`
		Role            opt[string]          `json:"role"`
		PublicMetadata  opt[json.RawMessage] `json:"public_metadata"`
		PrivateMetadata opt[json.RawMessage] `json:"private_metadata"`
	}
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	if body.UserID.Value == "" {
		return nil, missingParam("user_id")
	}
	if err := checkRole(body.Role); err != nil {
		return nil, err
	}
	metadata := metadataFields{PublicMetadata: body.PublicMetadata, PrivateMetadata: body.PrivateMetadata}
	if errs := metadata.check(); len(errs) > 0 {
		return nil, joinErrors(errs)
	}
	s.members.Lock()
	defer s.members.Unlock()
	o, err := s.organizationOf(r)
	if err != nil {
		return nil, err
	}
	u, ok := s.store.find(body.UserID.Value)
	if !ok {
		return nil, notFound("user", body.UserID.Value)
	}
	if err := s.checkRoom(o); err != nil {
		return nil, err
	}
	now := s.nowMS()
	made := membership{
		ID: s.store.newID("orgmem_", u), OrganizationID: o.ID, UserID: u.ID, Role: body.Role.Value,
		PublicMetadata: body.PublicMetadata.Value, PrivateMetadata: body.PrivateMetadata.Value, CreatedAt: now, UpdatedAt: now,
	}
	err = s.store.updateMemberships(u.ID, func(all []membership) ([]membership, *apiError) {
		if slices.ContainsFunc(all, func(m membership) bool { return m.OrganizationID == o.ID }) {
			return nil, fail(http.StatusBadRequest, "already_a_member_in_organization", "already a member", "User "+u.ID+" is already a member of the organization.")
		}
		return append([]membership{made}, all...), nil
	})
	return unwrap(renderMembership(made, o, u), err)
}

// checkRoom refuses a member more than the organization may have.
func (s *Server) checkRoom(o *organization) *apiError {
	if o.MaxAllowedMemberships == 0 || s.store.membersCount(o.ID) < o.MaxAllowedMemberships {
		return nil
	}
	return fail(http.StatusForbidden, "organization_membership_quota_exceeded", "Membership quota exceeded",
		"You have reached your limit of organization memberships, including outstanding invitations.")
}

// changeMembership changes or removes (fn reports so) the membership of the
// path; the caller holds s.members.
func (s *Server) changeMembership(r *request, fn func(*membership) (remove bool, err *apiError)) (any, *apiError) {
	o, err := s.organizationOf(r)
	if err != nil {
		return nil, err
	}
	u, ok := s.store.find(r.id("user_id"))
	if !ok {
		return nil, notFound("organization membership", r.id("user_id"))
	}
	if u.SCIM != nil && u.SCIM.DirectoryEnabled {
		return nil, membershipManagedBySCIM()
	}
	var after membership
	now := s.nowMS()
	err = s.store.updateMemberships(u.ID, func(all []membership) ([]membership, *apiError) {
		i := slices.IndexFunc(all, func(m membership) bool { return m.OrganizationID == o.ID })
		if i < 0 {
			return nil, notFound("organization membership", u.ID)
		}
		remove, err := fn(&all[i])
		if err != nil {
			return nil, err
		}
		all[i].UpdatedAt = now
		after = all[i]
		if remove {
			all = slices.Delete(all, i, i+1)
		}
		return all, nil
	})
	if err != nil {
		return nil, err
	}
	return renderMembership(after, o, u), nil
}

// lastAdmin reports whether the user of the path is the only one who may
// manage the organization. The caller holds s.members.
func (s *Server) lastAdmin(r *request) bool {
	o, ok := s.store.organization(r.id("organization_id"))
	if !ok {
		return false
	}
	members := s.store.members(o.ID)
	return admins(members) == 1 && slices.ContainsFunc(members, func(m membership) bool {
		return m.UserID == r.id("user_id") && elevated(m.Role)
	})
}

func noAdminLeft() *apiError {
	return badRequest("organization_minimum_permissions_needed", "There has to be at least one organization member with the minimum required permissions.")
}

func (s *Server) updateMembership(r *request) (any, *apiError) {
	var body struct {
		Role opt[string] `json:"role"`
	}
	if err := s.takeMemberWrite(r); err != nil {
		return nil, err
	}
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	if err := checkRole(body.Role); err != nil {
		return nil, err
	}
	s.members.Lock()
	defer s.members.Unlock()
	last := s.lastAdmin(r)
	return s.changeMembership(r, func(m *membership) (bool, *apiError) {
		if last && !elevated(body.Role.Value) {
			return false, noAdminLeft()
		}
		m.Role = body.Role.Value
		return false, nil
	})
}

func (s *Server) takeMemberWrite(r *request) *apiError {
	return s.limits.take("member:"+r.id("organization_id")+"/"+r.id("user_id"), writesPerMember, writeWindow, s.now())
}

func (s *Server) deleteMembership(r *request) (any, *apiError) {
	s.members.Lock()
	defer s.members.Unlock()
	last := s.lastAdmin(r)
	return s.changeMembership(r, func(*membership) (bool, *apiError) {
		if last {
			return false, noAdminLeft()
		}
		return true, nil
	})
}

func (s *Server) mergeMembershipMetadata(r *request) (any, *apiError) {
	var body struct {
		PublicMetadata  opt[json.RawMessage] `json:"public_metadata"`
		PrivateMetadata opt[json.RawMessage] `json:"private_metadata"`
	}
	if err := s.takeMemberWrite(r); err != nil {
		return nil, err
	}
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	s.members.Lock()
	defer s.members.Unlock()
	return s.changeMembership(r, func(m *membership) (bool, *apiError) {
		// The merge of a user's metadata does the work on a stand-in.
		stand := userRecord{PublicMetadata: m.PublicMetadata, PrivateMetadata: m.PrivateMetadata}
		err := stand.mergeMetadata(&metadataFields{PublicMetadata: body.PublicMetadata, PrivateMetadata: body.PrivateMetadata})
		m.PublicMetadata, m.PrivateMetadata = stand.PublicMetadata, stand.PrivateMetadata
		return false, err
	})
}
