package actions

import (
	"context"

	"usher/api"
)

// NewBackend lets actions use a client.
func NewBackend(c *api.Client) Backend {
	return clientBackend{c.Users, c}
}

// clientBackend has the methods of the users' service as they are, and the
// others under names that tell them apart.
type clientBackend struct {
	*api.UsersService
	c *api.Client
}

func (b clientBackend) GetUser(ctx context.Context, id api.ID) (*api.User, error) {
	return b.c.Users.Get(ctx, id)
}

func (b clientBackend) ListUsers(ctx context.Context, p api.ListUsersParams) ([]*api.User, error) {
	return b.c.Users.List(ctx, p)
}

func (b clientBackend) CreateUser(ctx context.Context, p api.CreateUserParams) (*api.User, error) {
	return b.c.Users.Create(ctx, p)
}

func (b clientBackend) UpdateUser(ctx context.Context, id api.ID, p api.UpdateUserParams) (*api.User, error) {
	return b.c.Users.Update(ctx, id, p)
}

func (b clientBackend) DeleteUser(ctx context.Context, id api.ID) (*api.DeletedObject, error) {
	return b.c.Users.Delete(ctx, id)
}

func (b clientBackend) BanUser(ctx context.Context, id api.ID) (*api.User, error) {
	return b.c.Users.Ban(ctx, id)
}

func (b clientBackend) UnbanUser(ctx context.Context, id api.ID) (*api.User, error) {
	return b.c.Users.Unban(ctx, id)
}

func (b clientBackend) LockUser(ctx context.Context, id api.ID) (*api.User, error) {
	return b.c.Users.Lock(ctx, id)
}

func (b clientBackend) UnlockUser(ctx context.Context, id api.ID) (*api.User, error) {
	return b.c.Users.Unlock(ctx, id)
}

func (b clientBackend) ListSessions(ctx context.Context, p api.SessionListParams) (*api.List[api.Session], error) {
	return b.c.Sessions.List(ctx, p)
}

func (b clientBackend) GetSession(ctx context.Context, id api.ID) (*api.Session, error) {
	return b.c.Sessions.Get(ctx, id)
}

func (b clientBackend) RevokeSession(ctx context.Context, id api.ID) (*api.Session, error) {
	return b.c.Sessions.Revoke(ctx, id)
}

func (b clientBackend) CreateEmailAddress(ctx context.Context, p api.CreateEmailAddressParams) (*api.EmailAddress, error) {
	return b.c.EmailAddresses.Create(ctx, p)
}

func (b clientBackend) DeleteEmailAddress(ctx context.Context, id api.ID) (*api.DeletedObject, error) {
	return b.c.EmailAddresses.Delete(ctx, id)
}

func (b clientBackend) PrepareEmailAddress(ctx context.Context, id api.ID) (*api.Verification, error) {
	return b.c.EmailAddresses.PrepareVerification(ctx, id)
}

func (b clientBackend) AttemptEmailAddress(ctx context.Context, id, verification api.ID, code api.Secret) (*api.Verification, error) {
	return b.c.EmailAddresses.AttemptVerification(ctx, id, verification, code)
}

func (b clientBackend) CreatePhoneNumber(ctx context.Context, p api.CreatePhoneNumberParams) (*api.PhoneNumber, error) {
	return b.c.PhoneNumbers.Create(ctx, p)
}

func (b clientBackend) DeletePhoneNumber(ctx context.Context, id api.ID) (*api.DeletedObject, error) {
	return b.c.PhoneNumbers.Delete(ctx, id)
}

func (b clientBackend) PreparePhoneNumber(ctx context.Context, id api.ID) (*api.Verification, error) {
	return b.c.PhoneNumbers.PrepareVerification(ctx, id)
}

func (b clientBackend) AttemptPhoneNumber(ctx context.Context, id, verification api.ID, code api.Secret) (*api.Verification, error) {
	return b.c.PhoneNumbers.AttemptVerification(ctx, id, verification, code)
}

func (b clientBackend) ListOrganizations(ctx context.Context, p api.ListOrganizationsParams) (*api.List[api.Organization], error) {
	return b.c.Organizations.List(ctx, p)
}

func (b clientBackend) Memberships(ctx context.Context, organization api.ID, p api.ListMembershipsParams) (*api.List[api.Membership], error) {
	return b.c.Organizations.Memberships(ctx, organization, p)
}

func (b clientBackend) Roles(ctx context.Context, p api.InstanceListParams) (*api.List[api.Role], error) {
	return b.c.Organizations.Roles(ctx, p)
}

func (b clientBackend) CreateMembership(ctx context.Context, organization, user api.ID, role string, m api.Metadata) (*api.Membership, error) {
	return b.c.Organizations.CreateMembership(ctx, organization, user, role, m)
}

func (b clientBackend) UpdateMembership(ctx context.Context, organization, user api.ID, role string) (*api.Membership, error) {
	return b.c.Organizations.UpdateMembership(ctx, organization, user, role)
}

func (b clientBackend) DeleteMembership(ctx context.Context, organization, user api.ID) (*api.Membership, error) {
	return b.c.Organizations.DeleteMembership(ctx, organization, user)
}

func (b clientBackend) CreateSignInToken(ctx context.Context, p api.CreateSignInTokenParams) (*api.SignInToken, error) {
	return b.c.SignInTokens.Create(ctx, p)
}

func (b clientBackend) RevokeSignInToken(ctx context.Context, id api.ID) (*api.SignInToken, error) {
	return b.c.SignInTokens.Revoke(ctx, id)
}

func (b clientBackend) CreateActorToken(ctx context.Context, p api.CreateActorTokenParams) (*api.ActorToken, error) {
	return b.c.ActorTokens.Create(ctx, p)
}

func (b clientBackend) RevokeActorToken(ctx context.Context, id api.ID) (*api.ActorToken, error) {
	return b.c.ActorTokens.Revoke(ctx, id)
}

func (b clientBackend) ListAllowlist(ctx context.Context, p api.Page) (*api.List[api.AllowlistIdentifier], error) {
	return b.c.Allowlist.List(ctx, p)
}

func (b clientBackend) AllowIdentifier(ctx context.Context, identifier string, notify bool) (*api.AllowlistIdentifier, error) {
	return b.c.Allowlist.Create(ctx, identifier, notify)
}

func (b clientBackend) DeleteAllowed(ctx context.Context, id api.ID) (*api.DeletedObject, error) {
	return b.c.Allowlist.Delete(ctx, id)
}

func (b clientBackend) ListBlocklist(ctx context.Context) (*api.List[api.BlocklistIdentifier], error) {
	return b.c.Blocklist.List(ctx)
}

func (b clientBackend) BlockIdentifier(ctx context.Context, identifier string) (*api.BlocklistIdentifier, error) {
	return b.c.Blocklist.Create(ctx, identifier)
}

func (b clientBackend) DeleteBlocked(ctx context.Context, id api.ID) (*api.DeletedObject, error) {
	return b.c.Blocklist.Delete(ctx, id)
}

func (b clientBackend) ListInvitations(ctx context.Context, p api.ListInvitationsParams) (*api.List[api.Invitation], error) {
	return b.c.Invitations.List(ctx, p)
}

func (b clientBackend) CreateInvitation(ctx context.Context, p api.CreateInvitationParams) (*api.Invitation, error) {
	return b.c.Invitations.Create(ctx, p)
}

func (b clientBackend) RevokeInvitation(ctx context.Context, id api.ID) (*api.Invitation, error) {
	return b.c.Invitations.Revoke(ctx, id)
}
