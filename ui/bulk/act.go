// Package bulk does one act to many users: in the few requests that the API
// has for it where it has them, one after another where not. Each request has
// an intent in the audit log before and an outcome after it, is sent once,
// and can be the last: a person may stop between two of them.
package bulk

import (
	"context"
	"net/http"

	"usher/api"
	"usher/ui/actions"
)

// Users is what the acts need of the API; *api.UsersService is one.
type Users interface {
	List(ctx context.Context, p api.ListUsersParams) ([]*api.User, error)
	BulkBan(ctx context.Context, ids []api.ID) ([]*api.User, error)
	BulkUnban(ctx context.Context, ids []api.ID) ([]*api.User, error)
	Lock(ctx context.Context, id api.ID) (*api.User, error)
	Unlock(ctx context.Context, id api.ID) (*api.User, error)
}

// maxBan is how many users one request of the API bans or unbans.
const maxBan = 50

// Act is an action of the table that can be done to many users.
type Act struct {
	Action actions.Action
	// Reverse is the id of the action that undoes it.
	Reverse string
	size    int // users in one request
	path    string
	send    func(ctx context.Context, u Users, ids []api.ID) ([]*api.User, error)
	holds   func(*api.User) bool // whether it has been done to the user
	past    string               // "banned"
}

// Of finds the act behind an action id; ok is false for actions that work on
// one user only.
func Of(id string) (act Act, ok bool) {
	single := func(do func(Users, context.Context, api.ID) (*api.User, error)) func(context.Context, Users, []api.ID) ([]*api.User, error) {
		return func(ctx context.Context, u Users, ids []api.ID) ([]*api.User, error) {
			now, err := do(u, ctx, ids[0])
			if err != nil {
				return nil, err
			}
			return []*api.User{now}, nil
		}
	}
	switch id {
	case "user.ban":
		act = Act{
			Reverse: "user.unban", size: maxBan, path: "/users/ban", past: "banned", holds: banned,
			send: func(ctx context.Context, u Users, ids []api.ID) ([]*api.User, error) { return u.BulkBan(ctx, ids) },
		}
	case "user.unban":
		act = Act{
			Reverse: "user.ban", size: maxBan, path: "/users/unban", past: "unbanned", holds: not(banned),
			send: func(ctx context.Context, u Users, ids []api.ID) ([]*api.User, error) { return u.BulkUnban(ctx, ids) },
		}
	case "user.lock":
		act = Act{Reverse: "user.unlock", size: 1, path: "/users/*/lock", past: "locked", holds: locked, send: single(Users.Lock)}
	case "user.unlock":
		act = Act{Reverse: "user.lock", size: 1, path: "/users/*/unlock", past: "unlocked", holds: not(locked), send: single(Users.Unlock)}
	default:
		return Act{}, false
	}
	act.Action, ok = actions.ByID(id)
	return act, ok
}

func banned(u *api.User) bool { return u.Banned }
func locked(u *api.User) bool { return u.Locked }

func not(f func(*api.User) bool) func(*api.User) bool {
	return func(u *api.User) bool { return !f(u) }
}

// Split tells whom the act applies to and whom it leaves out.
func (a Act) Split(users []*api.User) (does, skipped []*api.User) {
	for _, u := range users {
		if ok, _ := a.Action.Applies(u); ok {
			does = append(does, u)
		} else {
			skipped = append(skipped, u)
		}
	}
	return does, skipped
}

// requests is how many requests the act takes for n users.
func (a Act) requests(n int) int { return (n + a.size - 1) / a.size }

func (a Act) method() string { return http.MethodPost }
