package emulator

func (s *store) holder(field, value string) (userID string, ok bool) { return "", false }
func (s *store) organizations() []*organization                      { return s.sample.orgs }
func (s *store) organization(idOrSlug string) (*organization, bool)  { return nil, false }
func (s *store) updateOrganization(id string, fn func(*organization) *apiError) (*organization, *apiError) {
	return nil, notFound("organization", id)
}
func (s *store) members(orgID string) []membership           { return nil }
func (s *store) allInvitations(orgID string) []orgInvitation { return nil }
func (s *store) saveInvitation(inv orgInvitation)            {}
