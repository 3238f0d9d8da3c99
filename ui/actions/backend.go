package actions

import (
	"context"

	"usher/api"
)

// Backend is what actions need of the API; *api.Client behind NewBackend, or
// a fake in tests. Errors are *api.Error or *api.ValidationError.
type Backend interface {
	GetUser(ctx context.Context, id api.ID) (*api.User, error)
	BanUser(ctx context.Context, id api.ID) (*api.User, error)
	UnbanUser(ctx context.Context, id api.ID) (*api.User, error)
	LockUser(ctx context.Context, id api.ID) (*api.User, error)
	UnlockUser(ctx context.Context, id api.ID) (*api.User, error)
	DisableMFA(ctx context.Context, id api.ID) error
	MergeMetadata(ctx context.Context, id api.ID, patch api.Metadata) (*api.User, error)
}

// NewBackend lets actions use a client.
func NewBackend(c *api.Client) Backend { return clientBackend{c.Users} }

type clientBackend struct{ users *api.UsersService }

func (b clientBackend) GetUser(ctx context.Context, id api.ID) (*api.User, error) {
	return b.users.Get(ctx, id)
}

func (b clientBackend) BanUser(ctx context.Context, id api.ID) (*api.User, error) {
	return b.users.Ban(ctx, id)
}

func (b clientBackend) UnbanUser(ctx context.Context, id api.ID) (*api.User, error) {
	return b.users.Unban(ctx, id)
}

func (b clientBackend) LockUser(ctx context.Context, id api.ID) (*api.User, error) {
	return b.users.Lock(ctx, id)
}

func (b clientBackend) UnlockUser(ctx context.Context, id api.ID) (*api.User, error) {
	return b.users.Unlock(ctx, id)
}

func (b clientBackend) DisableMFA(ctx context.Context, id api.ID) error {
	return b.users.DisableMFA(ctx, id)
}

func (b clientBackend) MergeMetadata(ctx context.Context, id api.ID, patch api.Metadata) (*api.User, error) {
	return b.users.MergeMetadata(ctx, id, patch)
}
