package diagnose

import (
	"context"

	"usher/api"
)

// Source reads what the causes need. Each call is one GET request; errors are
// those of the API client.
type Source interface {
	User(ctx context.Context, id api.ID) (*api.User, error)
	// Sessions are the newest of every status.
	Sessions(ctx context.Context, id api.ID) (*api.List[api.Session], error)
	Memberships(ctx context.Context, id api.ID) (*api.List[api.Membership], error)
	// Invitations are those into organizations that wait for the user.
	Invitations(ctx context.Context, id api.ID) (*api.List[api.OrganizationInvitation], error)
	Blocklist(ctx context.Context) (*api.List[api.BlocklistIdentifier], error)
	Allowlist(ctx context.Context) (*api.List[api.AllowlistIdentifier], error)

	Users(ctx context.Context, p api.ListUsersParams) ([]*api.User, error)
	// ApplicationInvitations, OrganizationInvitations and Waitlist hold the
	// entries of every status that the query finds.
	ApplicationInvitations(ctx context.Context, query string) (*api.List[api.Invitation], error)
	OrganizationInvitations(ctx context.Context, query string) (*api.List[api.OrganizationInvitation], error)
	Waitlist(ctx context.Context, query string) (*api.List[api.WaitlistEntry], error)
}

// NewSource reads from the API.
func NewSource(c *api.Client) Source { return client{c} }

// client is the Source over the API client.
type client struct{ api *api.Client }

// few is a page of what a cause quotes, many one of what it searches.
const (
	few  = 20
	many = 100
	full = 500
)

func (c client) User(ctx context.Context, id api.ID) (*api.User, error) {
	return c.api.Users.Get(ctx, id)
}

func (c client) Sessions(ctx context.Context, id api.ID) (*api.List[api.Session], error) {
	return c.api.Sessions.List(ctx, api.SessionListParams{UserID: id, Page: api.Page{Limit: many}})
}

func (c client) Memberships(ctx context.Context, id api.ID) (*api.List[api.Membership], error) {
	return c.api.Users.OrganizationMemberships(ctx, id, api.Page{Limit: few})
}

func (c client) Invitations(ctx context.Context, id api.ID) (*api.List[api.OrganizationInvitation], error) {
	return c.api.Users.OrganizationInvitations(ctx, id, api.InvitationListParams{Status: []string{"pending"}, Page: api.Page{Limit: few}})
}

func (c client) Blocklist(ctx context.Context) (*api.List[api.BlocklistIdentifier], error) {
	return c.api.Blocklist.List(ctx)
}

func (c client) Allowlist(ctx context.Context) (*api.List[api.AllowlistIdentifier], error) {
	return c.api.Allowlist.List(ctx, api.Page{Limit: full})
}

func (c client) Users(ctx context.Context, p api.ListUsersParams) ([]*api.User, error) {
	return c.api.Users.List(ctx, p)
}

func (c client) ApplicationInvitations(ctx context.Context, query string) (*api.List[api.Invitation], error) {
	return c.api.Invitations.List(ctx, api.ListInvitationsParams{Query: query, Page: api.Page{Limit: many}})
}

func (c client) OrganizationInvitations(ctx context.Context, query string) (*api.List[api.OrganizationInvitation], error) {
	return c.api.Organizations.InstanceInvitations(ctx, api.InstanceListParams{Query: query, Page: api.Page{Limit: many}})
}

func (c client) Waitlist(ctx context.Context, query string) (*api.List[api.WaitlistEntry], error) {
	return c.api.Waitlist.List(ctx, api.ListWaitlistParams{Query: query, Page: api.Page{Limit: many}})
}
