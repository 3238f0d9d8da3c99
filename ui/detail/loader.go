package detail

import (
	"context"

	"usher/api"
)

// Loader reads what a user record does not hold. Each call returns one page;
// errors are those of the API client. It is called outside of Update, one
// call per list at a time.
type Loader interface {
	// Memberships is the API operation UsersGetOrganizationMemberships.
	Memberships(ctx context.Context, user api.ID, page api.Page) (*api.List[api.Membership], error)
	// Invitations is the API operation UsersGetOrganizationInvitations, of one
	// status (pending, accepted, revoked, expired) or, for "", of every one.
	Invitations(ctx context.Context, user api.ID, status string, page api.Page) (*api.List[api.OrganizationInvitation], error)
	// Sessions is the API operation GetSessionList, of every status.
	Sessions(ctx context.Context, user api.ID, page api.Page) (*api.List[api.Session], error)
}

// NewLoader reads from the API.
func NewLoader(c *api.Client) Loader { return client{c} }

// client is the Loader over the API client.
type client struct{ api *api.Client }

func (c client) Memberships(ctx context.Context, user api.ID, page api.Page) (*api.List[api.Membership], error) {
	return c.api.Users.OrganizationMemberships(ctx, user, page)
}

func (c client) Invitations(ctx context.Context, user api.ID, status string, page api.Page) (*api.List[api.OrganizationInvitation], error) {
	p := api.InvitationListParams{Page: page}
	if status != "" {
		p.Status = []string{status}
	}
	return c.api.Users.OrganizationInvitations(ctx, user, p)
}

// Sessions asks without a status: the filter knows no pending ones.
func (c client) Sessions(ctx context.Context, user api.ID, page api.Page) (*api.List[api.Session], error) {
	return c.api.Sessions.List(ctx, api.SessionListParams{UserID: user, Page: page})
}
