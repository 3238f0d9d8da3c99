package emulator

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// roomyOrg is an organization without a limit of members.
func (r *rig) roomyOrg() *organization {
	r.Helper()
	all := r.s.store.organizations()
	i := slices.IndexFunc(all, func(o *organization) bool { return o.MaxAllowedMemberships == 0 })
	if i >= 0 {
		return all[i]
	}
	o, err := r.s.store.updateOrganization(all[0].ID, func(o *organization) *apiError {
		o.MaxAllowedMemberships = 0
		return nil
	})
	require.Nil(r, err)
	return o
}

func TestOrganizations(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	a := r.call("GET", "/organizations?include_members_count=true&include_missing_member_with_elevated_permissions=true&limit=500", nil).ok()
	total := a.get("total_count").(int)
	require.Equal(t, total, a.len("data"))
	require.Greater(t, total, 2)
	sum := 0
	for i := range total {
		row := "data." + strconv.Itoa(i) + "."
		sum += a.get(row + "members_count").(int)
		if i > 0 {
			assert.LessOrEqual(t, a.get(row+"created_at"), a.get("data."+strconv.Itoa(i-1)+".created_at"))
		}
	}
	assert.Equal(t, sum, r.call("GET", "/organization_memberships", nil).ok().get("total_count"))

	byName := r.call("GET", "/organization_memberships?order_by=last_name&limit=500", nil).ok()
	assert.Equal(t, sum, byName.get("total_count"))
	newest := r.call("GET", "/organization_memberships?limit=2", nil).ok()
	assert.GreaterOrEqual(t, newest.get("data.0.created_at"), newest.get("data.1.created_at"))

	id, slug := a.str("data.0.id"), a.str("data.0.slug")
	assert.Equal(t, id, r.call("GET", "/organizations/"+slug, nil).ok().str("id"))
	assert.Equal(t, id, r.call("GET", "/organizations?organization_id=%2B"+id, nil).ok().str("data.0.id"))
	assert.Equal(t, total-1, r.call("GET", "/organizations?organization_id=-"+id, nil).ok().get("total_count"))
	assert.Equal(t, id, r.call("GET", "/organizations?query="+id, nil).ok().str("data.0.id"))
	assert.Positive(t, r.call("GET", "/organizations?query="+strings.ToUpper(slug), nil).ok().get("total_count"))
	most := r.call("GET", "/organizations?order_by=-members_count&include_members_count=true", nil).ok()
	assert.GreaterOrEqual(t, most.get("data.0.members_count"), most.get("data.1.members_count"))
	r.call("GET", "/organizations?order_by=colour", nil).refused(422, "form_param_value_invalid", "order_by")
	r.call("GET", "/organizations/org_nothing", nil).refused(404, "resource_not_found", "")

	member := r.s.store.members(id)[0]
	of := r.call("GET", "/organizations?limit=500&user_id="+member.UserID, nil).ok()
	assert.Equal(t, len(r.s.store.memberships(member.UserID)), of.get("total_count"))
	assert.Equal(t, of.get("total_count"), r.call("GET", "/users/"+member.UserID+"/organization_memberships", nil).ok().get("total_count"))

	roles := r.call("GET", "/organization_roles?order_by=key", nil).ok()
	assert.Equal(t, "org:admin", roles.str("data.0.key"))
	assert.Equal(t, 1, r.call("GET", "/organization_roles?query=billing", nil).ok().get("total_count"))
	r.version = version2021
	r.call("GET", "/organization_roles", nil).refused(404, "resource_not_found", "")
}

func TestMemberships(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	org := r.roomyOrg()
	id := r.newUser("member@org.example")
	path := "/organizations/" + org.ID + "/memberships"
	before := r.call("GET", path, nil).ok().get("total_count").(int)
	a := r.call("POST", path, map[string]any{"user_id": id, "role": "org:member", "public_metadata": map[string]int{"d": 1}}).ok()
	assert.Equal(t, "Member", a.str("role_name"))
	assert.Equal(t, "member@org.example", a.str("public_user_data.identifier"))

	assert.Equal(t, before+1, r.call("GET", path, nil).ok().get("total_count"))
	assert.Equal(t, id, r.call("GET", path, nil).ok().str("data.0.public_user_data.user_id"), "newest first")
	assert.Equal(t, 1, r.call("GET", path+"?query=member%40org&role=org:member", nil).ok().get("total_count"))
	assert.Equal(t, 0, r.call("GET", path+"?query=member%40org&role=org:admin", nil).ok().get("total_count"))
	assert.Equal(t, org.ID, r.call("GET", "/users/"+id+"/organization_memberships", nil).ok().str("data.0.organization.id"))
	assert.Equal(t, id, r.call("GET", "/users?email_address=member%40org.example&organization_id="+org.ID, nil).ok().str("0.id"))

	r.call("POST", path, map[string]any{"user_id": id, "role": "org:admin"}).refused(400, "already_a_member_in_organization", "")
	r.call("POST", path, map[string]any{"user_id": id, "role": "org:emperor"}).refused(404, "resource_not_found", "")
	r.call("POST", path, map[string]any{"user_id": "user_nobody", "role": "org:admin"}).refused(404, "resource_not_found", "")
	r.call("POST", "/organizations/org_nothing/memberships", map[string]any{"user_id": id, "role": "org:admin"}).refused(404, "resource_not_found", "")
	r.call("POST", path, map[string]any{"role": "org:admin"}).refused(422, "form_param_missing", "user_id")

	member := path + "/" + id
	assert.Equal(t, "org:admin", r.call("PATCH", member, `{"role":"org:admin"}`).ok().str("role"))
	assert.Equal(t, "org:admin", r.call("GET", "/users/"+id+"/organization_memberships", nil).ok().str("data.0.role"))
	b := r.call("PATCH", member+"/metadata", `{"public_metadata":{"e":2},"private_metadata":{"p":1}}`).ok()
	assert.Contains(t, string(b.body), `"public_metadata":{"d":1,"e":2},"private_metadata":{"p":1}`)
	r.call("PATCH", member, `{"role":"org:emperor"}`).refused(404, "resource_not_found", "")
	r.call("PATCH", path+"/user_nobody", `{"role":"org:admin"}`).refused(404, "resource_not_found", "")
	assert.Equal(t, "org:admin", r.call("DELETE", member, nil).ok().str("role"))
	r.call("DELETE", member, nil).refused(404, "resource_not_found", "")
	assert.Equal(t, before, r.call("GET", path, nil).ok().get("total_count"))
	assert.Equal(t, 0, r.call("GET", "/users/count?email_address=member%40org.example&organization_id="+org.ID, nil).ok().get("total_count"))
}

func TestMembershipOfASampleUserChangesEverywhere(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	org := r.roomyOrg()
	u := r.someUser(func(u *userRecord) bool { return len(r.s.store.memberships(u.ID)) == 0 && u.SCIM == nil })
	r.call("POST", "/organizations/"+org.ID+"/memberships", map[string]any{"user_id": u.ID, "role": "org:support"}).ok()
	filter := "user_id=" + u.ID + "&organization_id=" + org.ID
	assert.Equal(t, 1, r.call("GET", "/users/count?"+filter, nil).ok().get("total_count"))
	r.call("DELETE", "/organizations/"+org.ID+"/memberships/"+u.ID, nil).ok()
	assert.Equal(t, 0, r.call("GET", "/users/count?"+filter, nil).ok().get("total_count"))
}

func TestLastAdminAndQuota(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	org := r.roomyOrg()
	members := r.s.store.members(org.ID)
	for _, m := range members {
		err := r.s.store.updateMemberships(m.UserID, func(all []membership) ([]membership, *apiError) {
			return slices.DeleteFunc(all, func(m membership) bool { return m.OrganizationID == org.ID }), nil
		})
		require.Nil(t, err)
	}
	path := "/organizations/" + org.ID + "/memberships"
	admin, plain := r.newUser("boss@org.example"), r.newUser("plain@org.example")
	r.call("POST", path, map[string]any{"user_id": admin, "role": "org:admin"}).ok()
	r.call("POST", path, map[string]any{"user_id": plain, "role": "org:member"}).ok()
	r.call("DELETE", path+"/"+admin, nil).refused(400, "organization_minimum_permissions_needed", "")
	r.call("PATCH", path+"/"+admin, `{"role":"org:member"}`).refused(400, "organization_minimum_permissions_needed", "")
	r.call("PATCH", path+"/"+plain, `{"role":"org:admin"}`).ok()
	r.call("DELETE", path+"/"+admin, nil).ok()

	_, err := r.s.store.updateOrganization(org.ID, func(o *organization) *apiError {
		o.MaxAllowedMemberships = 1
		return nil
	})
	require.Nil(t, err)
	r.call("POST", path, map[string]any{"user_id": admin, "role": "org:admin"}).refused(403, "organization_membership_quota_exceeded", "")
	r.call("POST", "/organizations/"+org.ID+"/invitations", `{"email_address":"x@org.example","role":"org:member"}`).refused(403, "organization_membership_quota_exceeded", "")
}

func TestOrganizationInvitations(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	org := r.roomyOrg()
	path := "/organizations/" + org.ID + "/invitations"
	inviter := r.newUser("inviter@org.example")
	invitee := r.newUser("invitee@org.example")
	a := r.call("POST", path, map[string]any{"email_address": "invitee@org.example", "role": "org:member", "inviter_user_id": inviter}).ok()
	assert.Equal(t, "pending", a.str("status"))
	assert.Equal(t, "inviter@org.example", a.str("public_inviter_data.identifier"))
	outside := r.call("POST", path, `{"email_address":"stranger@far.example","role":"org:member","expires_in_days":1}`).ok()

	of := r.call("GET", "/users/"+invitee+"/organization_invitations?status=pending", nil).ok()
	assert.Equal(t, 1, of.get("total_count"))
	assert.Equal(t, org.Name, of.str("data.0.public_organization_data.name"))
	assert.Equal(t, 1, r.call("GET", path+"?email_address=stranger%40far.example", nil).ok().get("total_count"))
	assert.Equal(t, 1, r.call("GET", "/organization_invitations?query=stranger", nil).ok().get("total_count"))
	assert.Equal(t, a.str("id"), r.call("GET", path+"/"+a.str("id"), nil).ok().str("id"))

	r.call("POST", path, `{"email_address":"stranger@far.example","role":"org:member"}`).refused(400, "duplicate_record", "")
	r.call("POST", path, `{"email_address":"x@far.example","role":"org:emperor"}`).refused(404, "resource_not_found", "")
	r.call("POST", path, `{"email_address":"nonsense","role":"org:member"}`).refused(422, "form_param_format_invalid", "email_address")
	r.call("POST", path, `{"email_address":"x@far.example","role":"org:member","expires_in_days":366}`).refused(422, "form_param_value_invalid", "expires_in_days")
	r.call("GET", path+"/orginv_nothing", nil).refused(404, "resource_not_found", "")

	stranger := r.newUser("stranger@far.example")
	assert.Equal(t, outside.str("id"), r.call("GET", "/users/"+stranger+"/organization_invitations", nil).ok().str("data.0.id"), "invited before the sign-up")

	assert.Equal(t, "revoked", r.call("POST", path+"/"+a.str("id")+"/revoke", nil).ok().str("status"))
	r.call("POST", path+"/"+a.str("id")+"/revoke", `{}`).refused(404, "organization_invitation_not_pending", "")
	assert.Equal(t, 0, r.call("GET", "/users/"+invitee+"/organization_invitations?status=pending", nil).ok().get("total_count"))
	r.lenient = true // a repeated status is what the Go SDK sends
	assert.Equal(t, 1, r.call("GET", "/users/"+invitee+"/organization_invitations?status=pending&status=revoked", nil).ok().get("total_count"))
	r.clock.advance(25 * 60 * 60 * 1e9)
	assert.Equal(t, "expired", r.call("GET", path+"/"+outside.str("id"), nil).ok().str("status"))
	r.call("GET", "/users/"+invitee+"/organization_invitations?status=lost", nil).refused(422, "form_param_value_invalid", "status")
	r.call("GET", "/users/user_nobody/organization_invitations", nil).refused(404, "resource_not_found", "")
	r.call("GET", "/users/user_nobody/organization_memberships", nil).refused(404, "resource_not_found", "")
}

// updateOrganization changes a copy of an organization and keeps it when fn returns nil.
func (s *store) updateOrganization(id string, fn func(*organization) *apiError) (*organization, *apiError) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, ok := s.organizationIndex(id)
	if !ok {
		return nil, notFound("organization", id)
	}
	o := *s.organizationAt(i)
	if err := fn(&o); err != nil {
		return nil, err
	}
	o.UpdatedAt = s.now().UnixMilli()
	s.changedOrgs[i] = &o
	return &o, nil
}
