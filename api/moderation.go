package api

import "context"

// Ban revokes all sessions of a user and allows no sign-in until the unban
// (BanUser).
func (s *UsersService) Ban(ctx context.Context, id ID) (*User, error) {
	return s.user(ctx, newRequest(opBanUser, id))
}

// Unban allows sign-in again; sessions do not come back (UnbanUser).
func (s *UsersService) Unban(ctx context.Context, id ID) (*User, error) {
	return s.user(ctx, newRequest(opUnbanUser, id))
}

// Lock allows no sign-in until the lock runs out or is lifted (LockUser).
func (s *UsersService) Lock(ctx context.Context, id ID) (*User, error) {
	return s.user(ctx, newRequest(opLockUser, id))
}

// Unlock lifts a lock, also one from failed attempts (UnlockUser).
func (s *UsersService) Unlock(ctx context.Context, id ID) (*User, error) {
	return s.user(ctx, newRequest(opUnlockUser, id))
}

// BulkBan bans 1 to 50 users (UsersBan). Compare the answer with what was
// sent: it is not documented whether one bad id fails all.
func (s *UsersService) BulkBan(ctx context.Context, ids []ID) ([]*User, error) {
	return s.bulk(ctx, opUsersBan, ids)
}

// BulkUnban unbans 1 to 50 users (UsersUnban); see [UsersService.BulkBan].
func (s *UsersService) BulkUnban(ctx context.Context, ids []ID) ([]*User, error) {
	return s.bulk(ctx, opUsersUnban, ids)
}

func (s *UsersService) bulk(ctx context.Context, op operation, ids []ID) ([]*User, error) {
	r := newRequest(op)
	r.between("user_ids", len(ids), 1, maxBulkUsers)
	for _, id := range ids {
		r.requiredID("user_ids", id)
	}
	r.body = fields{"user_ids": ids}
	return s.users(ctx, r)
}
