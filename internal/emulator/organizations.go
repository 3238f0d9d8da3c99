package emulator

import (
	"cmp"
	"slices"
	"strings"
)

func organizationRoutes() []route {
	return []route{
		{"GET /organizations", (*Server).listOrganizations},
		{"GET /organizations/{organization_id}", (*Server).getOrganization},
		{"GET /organization_roles", (*Server).listRoles},
		{"GET /organization_memberships", (*Server).listAllMemberships},
		{"GET /organizations/{organization_id}/memberships", (*Server).listMembers},
		{"POST /organizations/{organization_id}/memberships", (*Server).createMembership},
		{"PATCH /organizations/{organization_id}/memberships/{user_id}", (*Server).updateMembership},
		{"DELETE /organizations/{organization_id}/memberships/{user_id}", (*Server).deleteMembership},
		{"PATCH /organizations/{organization_id}/memberships/{user_id}/metadata", (*Server).mergeMembershipMetadata},
		{"GET /organization_invitations", (*Server).listAllOrgInvitations},
		{"GET /organizations/{organization_id}/invitations", (*Server).listOrgInvitations},
		{"POST /organizations/{organization_id}/invitations", (*Server).createOrgInvitation},
		{"GET /organizations/{organization_id}/invitations/{invitation_id}", (*Server).getOrgInvitation},
		{"POST /organizations/{organization_id}/invitations/{invitation_id}/revoke", (*Server).revokeOrgInvitation},
		{"GET /users/{user_id}/organization_memberships", (*Server).listUserMemberships},
		{"GET /users/{user_id}/organization_invitations", (*Server).listUserInvitations},
	}
}

func (s *Server) listOrganizations(r *request) (any, *apiError) {
	p := &filterParser{query: r.query}
	ids, notIDs := p.signed("organization_id")
	users, notUsers := p.signed("user_id")
	if len(p.errs) > 0 {
		return nil, joinErrors(p.errs)
	}
	query := strings.ToLower(r.query.Get("query"))
	included, excluded := s.organizationsOf(users), s.organizationsOf(notUsers)
	kept := slices.DeleteFunc(s.store.organizations(), func(o *organization) bool {
		matches := query == "" || o.ID == r.query.Get("query") || strings.Contains(strings.ToLower(o.Name), query) || strings.Contains(o.Slug, query)
		return !matches || ids != nil && !has(ids, o.ID) || has(notIDs, o.ID) || users != nil && !included[o.ID] || excluded[o.ID]
	})
	counts := map[string]int{}
	if strings.HasSuffix(r.query.Get("order_by"), "members_count") {
		for _, o := range kept {
			counts[o.ID] = s.store.membersCount(o.ID)
		}
	}
	err := order(r, kept, "-created_at", map[string]func(a, b *organization) int{
		"created_at":    func(a, b *organization) int { return cmp.Compare(a.CreatedAt, b.CreatedAt) },
		"name":          func(a, b *organization) int { return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) },
		"members_count": func(a, b *organization) int { return cmp.Compare(counts[a.ID], counts[b.ID]) },
	})
	if err != nil {
		return nil, err
	}
	limit, offset := r.page()
	rows := []organizationJSON{}
	for _, o := range cut(kept, limit, offset) {
		rows = append(rows, s.renderWith(r, o))
	}
	return envelope{Data: rows, TotalCount: len(kept)}, nil
}

// organizationsOf is the set of organizations that have one of the users.
func (s *Server) organizationsOf(userIDs map[string]struct{}) map[string]bool {
	set := map[string]bool{}
	for id := range userIDs {
		for _, m := range s.store.memberships(id) {
			set[m.OrganizationID] = true
		}
	}
	return set
}

// renderWith adds to an organization what the include_* parameters ask for.
func (s *Server) renderWith(r *request, o *organization) organizationJSON {
	j := renderOrganization(o)
	count, _ := r.flag("include_members_count")
	missing, _ := r.flag("include_missing_member_with_elevated_permissions")
	if !count && !missing {
		return j
	}
	if count {
		j.MembersCount = ref(s.store.membersCount(o.ID))
	}
	if missing {
		j.MissingElevatedMember = ref(admins(s.store.members(o.ID)) == 0)
	}
	return j
}

// admins counts the members who may manage memberships.
func admins(members []membership) int {
	n := 0
	for _, m := range members {
		if elevated(m.Role) {
			n++
		}
	}
	return n
}

func elevated(key string) bool {
	known, _ := roleOf(key)
	return slices.Contains(known.permissions, "org:sys_memberships:manage")
}

func (s *Server) getOrganization(r *request) (any, *apiError) {
	o, err := s.organizationOf(r)
	if err != nil {
		return nil, err
	}
	return s.renderWith(r, o), nil
}

// organizationOf is the organization of the path, by id or slug.
func (s *Server) organizationOf(r *request) (*organization, *apiError) {
	id := r.id("organization_id")
	o, ok := s.store.organization(id)
	if !ok {
		return nil, notFound("organization", id)
	}
	return o, nil
}

func (s *Server) listRoles(r *request) (any, *apiError) {
	if r.before(version2024) {
		return nil, pathNotFound()
	}
	query := strings.ToLower(r.query.Get("query"))
	rows := []roleJSON{}
	for n, known := range roles {
		j := s.renderRole(n, known)
		if query == "" || j.ID == r.query.Get("query") || strings.Contains(strings.ToLower(j.Name), query) || strings.Contains(j.Key, query) {
			rows = append(rows, j)
		}
	}
	err := order(r, rows, "-created_at", map[string]func(a, b roleJSON) int{
		"created_at": func(a, b roleJSON) int { return cmp.Compare(a.CreatedAt, b.CreatedAt) },
		"name":       func(a, b roleJSON) int { return cmp.Compare(a.Name, b.Name) },
		"key":        func(a, b roleJSON) int { return cmp.Compare(a.Key, b.Key) },
	})
	if err != nil {
		return nil, err
	}
	return enveloped(r, rows), nil
}

func (s *Server) renderRole(n int, known role) roleJSON {
	at := s.extras.ago(900, 0) + int64(n)*1000
	j := roleJSON{
		Object: "role", ID: makeID("role_", s.store.seed, nobody, kindOther, n, at), Name: known.name, Key: known.key,
		Description: known.description, IsCreatorEligible: elevated(known.key), Permissions: []permissionJSON{}, CreatedAt: at, UpdatedAt: at,
	}
	for _, key := range known.permissions {
		kind := "user"
		if strings.HasPrefix(key, "org:sys_") {
			kind = "system"
		}
		name := strings.ReplaceAll(strings.TrimPrefix(strings.TrimPrefix(key, "org:"), "sys_"), ":", " ")
		j.Permissions = append(j.Permissions, permissionJSON{
			Object: "permission", ID: "perm_" + strings.NewReplacer(":", "_").Replace(key), Name: name, Key: key,
			Description: "Permission to " + name, Type: kind, CreatedAt: at, UpdatedAt: at,
		})
	}
	return j
}
