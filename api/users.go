package api

import (
	"context"
)

// UsersService has the operations on users.
type UsersService struct{ service }

// ListUsersParams selects a page of users. Limit is 1 to 500, above is lowered
// to 500, 0 is the server's default (10). StartingAfter continues after that
// user; it needs an order by created_at and no Offset.
type ListUsersParams struct {
	UserFilter
	Limit         int
	Offset        int
	StartingAfter ID
	Order         Order
}

func (p *ListUsersParams) encode(r *request) {
	p.UserFilter.encode(r)
	Page{p.Limit, p.Offset}.encode(r)
	p.Order.encode(r)
	r.optionalID("starting_after", p.StartingAfter)
	if p.StartingAfter == "" {
		return
	}
	if p.Offset != 0 {
		r.fail("starting_after", "cannot be used together with offset")
	}
	if !p.Order.Cursor() {
		r.fail("starting_after", "needs an order by created_at")
	}
	r.query.Set("starting_after", string(p.StartingAfter))
}

// List returns a page of users (GetUserList). A user that could not be decoded
// has Broken set and keeps its place. The server gives no total: see
// [UsersService.Count].
func (s *UsersService) List(ctx context.Context, p ListUsersParams) ([]*User, error) {
	r := newRequest(opGetUserList)
	p.encode(r)
	return s.users(ctx, r)
}

// Count returns how many users the filter selects (GetUsersCount).
func (s *UsersService) Count(ctx context.Context, f UserFilter) (int64, error) {
	r := newRequest(opGetUsersCount)
	f.encode(r)
	t, err := fetch[totalCount](ctx, s.client, r)
	if err != nil {
		return 0, err
	}
	return t.TotalCount, nil
}

type totalCount struct{ TotalCount int64 }

func (t *totalCount) field(key []byte, v value) {
	if string(key) == "total_count" {
		v.int(&t.TotalCount)
	}
}

// Get returns one user (GetUser).
func (s *UsersService) Get(ctx context.Context, id ID) (*User, error) {
	return s.user(ctx, newRequest(opGetUser, id))
}

// Delete removes a user for good (DeleteUser).
func (s *UsersService) Delete(ctx context.Context, id ID) (*DeletedObject, error) {
	return remove(ctx, s.client, newRequest(opDeleteUser, id))
}
