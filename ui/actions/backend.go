package actions

import (
	"context"
	"io"

	"usher/api"
)

// Backend is what actions need of the API; *api.Client behind NewBackend, or
// a fake in tests. Errors are *api.Error or *api.ValidationError. Where the
// names are the client's own, so is what they do.
type Backend interface {
	UserBackend
	SecurityBackend
	IdentityBackend
	OrganizationBackend
	AccessBackend
}

// UserBackend reads and writes users.
type UserBackend interface {
	GetUser(ctx context.Context, id api.ID) (*api.User, error)
	ListUsers(ctx context.Context, p api.ListUsersParams) ([]*api.User, error)
	CreateUser(ctx context.Context, p api.CreateUserParams) (*api.User, error)
	UpdateUser(ctx context.Context, id api.ID, p api.UpdateUserParams) (*api.User, error)
	DeleteUser(ctx context.Context, id api.ID) (*api.DeletedObject, error)
	BanUser(ctx context.Context, id api.ID) (*api.User, error)
	UnbanUser(ctx context.Context, id api.ID) (*api.User, error)
	LockUser(ctx context.Context, id api.ID) (*api.User, error)
	UnlockUser(ctx context.Context, id api.ID) (*api.User, error)
	SetProfileImage(ctx context.Context, id api.ID, filename string, file io.Reader) (*api.User, error)
	DeleteProfileImage(ctx context.Context, id api.ID) (*api.User, error)
	MergeMetadata(ctx context.Context, id api.ID, patch api.Metadata) (*api.User, error)
	ReplaceMetadata(ctx context.Context, id api.ID, m api.Metadata) (*api.User, error)
}

// SecurityBackend is about passwords, second factors, sessions and devices.
type SecurityBackend interface {
	VerifyPassword(ctx context.Context, id api.ID, password api.Secret) (bool, error)
	VerifyTOTP(ctx context.Context, id api.ID, code api.Secret) (api.TOTPVerification, error)
	DisableMFA(ctx context.Context, id api.ID) error
	DeleteBackupCodes(ctx context.Context, id api.ID) error
	DeleteTOTP(ctx context.Context, id api.ID) error
	CreateTOTP(ctx context.Context, id api.ID) (*api.TOTP, error)
	EnrollTOTP(ctx context.Context, id api.ID, issuer, account string) (*api.TOTP, error)
	SetPasswordCompromised(ctx context.Context, id api.ID, revokeAll bool) (*api.User, error)
	UnsetPasswordCompromised(ctx context.Context, id api.ID) (*api.User, error)
	RemovePassword(ctx context.Context, id api.ID, signOut bool) (*api.User, error)
	TrustedDevices(ctx context.Context, id api.ID) (*api.List[api.TrustedDevice], error)
	RevokeTrustedDevice(ctx context.Context, id, device api.ID) (*api.TrustedDevice, error)
	ListSessions(ctx context.Context, p api.SessionListParams) (*api.List[api.Session], error)
	GetSession(ctx context.Context, id api.ID) (*api.Session, error)
	RevokeSession(ctx context.Context, id api.ID) (*api.Session, error)
}

// IdentityBackend is about e-mail addresses, phone numbers and accounts.
type IdentityBackend interface {
	CreateEmailAddress(ctx context.Context, p api.CreateEmailAddressParams) (*api.EmailAddress, error)
	DeleteEmailAddress(ctx context.Context, id api.ID) (*api.DeletedObject, error)
	PrepareEmailAddress(ctx context.Context, id api.ID) (*api.Verification, error)
	AttemptEmailAddress(ctx context.Context, id, verification api.ID, code api.Secret) (*api.Verification, error)
	ReplaceEmailAddress(ctx context.Context, id api.ID, p api.ReplaceIdentificationParams) (*api.EmailAddress, error)
	CreatePhoneNumber(ctx context.Context, p api.CreatePhoneNumberParams) (*api.PhoneNumber, error)
	DeletePhoneNumber(ctx context.Context, id api.ID) (*api.DeletedObject, error)
	PreparePhoneNumber(ctx context.Context, id api.ID) (*api.Verification, error)
	AttemptPhoneNumber(ctx context.Context, id, verification api.ID, code api.Secret) (*api.Verification, error)
	ReplacePhoneNumber(ctx context.Context, id api.ID, p api.ReplaceIdentificationParams) (*api.PhoneNumber, error)
	DeletePasskey(ctx context.Context, id, passkey api.ID) (*api.DeletedObject, error)
	DeleteWeb3Wallet(ctx context.Context, id, wallet api.ID) (*api.DeletedObject, error)
	DeleteExternalAccount(ctx context.Context, id, account api.ID) (*api.DeletedObject, error)
	OAuthAccessTokens(ctx context.Context, id api.ID, provider string, p api.Page) ([]api.OAuthAccessToken, error)
}

// OrganizationBackend is about organizations and their members.
type OrganizationBackend interface {
	OrganizationMemberships(ctx context.Context, id api.ID, p api.Page) (*api.List[api.Membership], error)
	OrganizationInvitations(ctx context.Context, id api.ID, p api.InvitationListParams) (*api.List[api.OrganizationInvitation], error)
	ListOrganizations(ctx context.Context, p api.ListOrganizationsParams) (*api.List[api.Organization], error)
	Memberships(ctx context.Context, organization api.ID, p api.ListMembershipsParams) (*api.List[api.Membership], error)
	Roles(ctx context.Context, p api.InstanceListParams) (*api.List[api.Role], error)
	CreateMembership(ctx context.Context, organization, user api.ID, role string, m api.Metadata) (*api.Membership, error)
	UpdateMembership(ctx context.Context, organization, user api.ID, role string) (*api.Membership, error)
	DeleteMembership(ctx context.Context, organization, user api.ID) (*api.Membership, error)
}

// AccessBackend is about links, lists and invitations of the instance.
type AccessBackend interface {
	CreateSignInToken(ctx context.Context, p api.CreateSignInTokenParams) (*api.SignInToken, error)
	RevokeSignInToken(ctx context.Context, id api.ID) (*api.SignInToken, error)
	CreateActorToken(ctx context.Context, p api.CreateActorTokenParams) (*api.ActorToken, error)
	RevokeActorToken(ctx context.Context, id api.ID) (*api.ActorToken, error)
	ListAllowlist(ctx context.Context, p api.Page) (*api.List[api.AllowlistIdentifier], error)
	AllowIdentifier(ctx context.Context, identifier string, notify bool) (*api.AllowlistIdentifier, error)
	DeleteAllowed(ctx context.Context, id api.ID) (*api.DeletedObject, error)
	ListBlocklist(ctx context.Context) (*api.List[api.BlocklistIdentifier], error)
	BlockIdentifier(ctx context.Context, identifier string) (*api.BlocklistIdentifier, error)
	DeleteBlocked(ctx context.Context, id api.ID) (*api.DeletedObject, error)
	ListInvitations(ctx context.Context, p api.ListInvitationsParams) (*api.List[api.Invitation], error)
	CreateInvitation(ctx context.Context, p api.CreateInvitationParams) (*api.Invitation, error)
	RevokeInvitation(ctx context.Context, id api.ID) (*api.Invitation, error)
}
