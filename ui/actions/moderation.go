package actions

import (
	"context"
	"net/http"

	"usher/api"
)

func moderationRows() []Action {
	return []Action{unlockRow(), lockRow(), unbanRow(), banRow()}
}

// call is a moderation request: it answers the user as it is now.
type call func(Backend, context.Context, api.ID) (*api.User, error)

// moderate runs a call and says what it did.
func moderate(do call, did string) func(context.Context, Backend, *api.User, Input) (Outcome, error) {
	return func(ctx context.Context, b Backend, u *api.User, _ Input) (Outcome, error) {
		now, err := do(b, ctx, u.ID)
		if err != nil {
			return Outcome{}, err
		}
		return Outcome{User: now, Refetch: now == nil, Message: did + " " + Name(u)}, nil
	}
}

// flag settles an action that sets or clears one flag of the user.
func flag(get func(*api.User) bool, want bool, happened, not string) func(before, now *api.User, in Input) Settled {
	return func(_, now *api.User, _ Input) Settled {
		if get(now) == want {
			return Settled{State: Happened, Text: Name(now) + " " + happened}
		}
		return Settled{State: DidNot, Text: Name(now) + " " + not}
	}
}

func banned(u *api.User) bool { return u.Banned }
func locked(u *api.User) bool { return u.Locked }

// reverse is the undo of a moderation by its opposite.
func reverse(actionID, verb string, w Write, caveat func(before *api.User) string) func(*api.User, Input, Outcome) *Undo {
	return func(before *api.User, _ Input, out Outcome) *Undo {
		after := out.User
		if after == nil {
			after = before
		}
		return &Undo{
			Title: verb + " " + Name(before), ActionID: actionID, User: after,
			Sends: sends(before.ID, []Write{w}), Caveat: caveat(before),
		}
	}
}

func always(s string) func(*api.User) string { return func(*api.User) string { return s } }

func writeBan() Write    { return Write{Method: http.MethodPost, Path: "/users/{user_id}/ban"} }
func writeUnban() Write  { return Write{Method: http.MethodPost, Path: "/users/{user_id}/unban"} }
func writeLock() Write   { return Write{Method: http.MethodPost, Path: "/users/{user_id}/lock"} }
func writeUnlock() Write { return Write{Method: http.MethodPost, Path: "/users/{user_id}/unlock"} }

const (
	deprovisioned  = "shut off by a directory"
	sessionsLost   = "The sessions that the ban ended do not come back."
	lockedAnew     = "The lock starts anew with the instance's own duration."
	lockKeepsAlive = "Running sessions stay alive: revoke them separately."
)

func banRow() Action {
	return Action{
		ID: "user.ban", Title: "Ban", Operations: []string{"BanUser"}, Level: Sensitive, Mutates: true,
		Writes: []Write{writeBan()}, Letter: "b", Section: State,
		Applies: func(u *api.User) (bool, string) {
			switch ok, why := writable(u); {
			case !ok:
				return false, why
			case u.Banned:
				return false, "already banned"
			case u.Deprovisioned:
				return false, deprovisioned
			}
			return true, ""
		},
		Ask: func(u *api.User, env Env) Prompt {
			return confirm(u, env, "Ban", reasonFor(env), writeBan(),
				[]string{
					"Ends all sessions at once.",
					"Refuses every sign-in until someone unbans.",
				},
				[]string{
					"Deletes nothing; an unban allows sign-in again.",
					sessionsLost,
				})
		},
		Run:    moderate(Backend.BanUser, "Banned"),
		Undo:   reverse("user.unban", "Unban", writeUnban(), always(sessionsLost)),
		Verify: flag(banned, true, "is banned", "is not banned"),
	}
}

func unbanRow() Action {
	return Action{
		ID: "user.unban", Title: "Unban", Operations: []string{"UnbanUser"}, Level: Reversible, Mutates: true,
		Writes: []Write{writeUnban()}, Letter: "n", Section: State,
		Applies: func(u *api.User) (bool, string) {
			if ok, why := writable(u); !ok {
				return false, why
			}
			if !u.Banned {
				return false, "not banned"
			}
			return true, ""
		},
		Ask: func(u *api.User, env Env) Prompt {
			not := []string{"Sessions do not come back: the person has to sign in again."}
			if u.Locked {
				not = append(not, "The lock stays: unlock separately.")
			}
			if u.Deprovisioned {
				not = append(not, "The directory that shut the account off is not overruled.")
			}
			return confirm(u, env, "Unban", ReasonNone, writeUnban(), []string{"Allows sign-in again."}, not)
		},
		Run:    moderate(Backend.UnbanUser, "Unbanned"),
		Undo:   reverse("user.ban", "Ban", writeBan(), always("A ban also ends the sessions started since.")),
		Verify: flag(banned, false, "is not banned any more", "is still banned"),
	}
}

func lockRow() Action {
	return Action{
		ID: "user.lock", Title: "Lock", Operations: []string{"LockUser"}, Level: Reversible, Mutates: true,
		Writes: []Write{writeLock()}, Letter: "l", Section: State,
		Applies: func(u *api.User) (bool, string) {
			switch ok, why := writable(u); {
			case !ok:
				return false, why
			case u.Locked:
				return false, "already locked"
			case u.Deprovisioned:
				return false, deprovisioned
			}
			return true, ""
		},
		Ask: func(u *api.User, env Env) Prompt {
			return confirm(u, env, "Lock", ReasonNone, writeLock(),
				[]string{"Refuses sign-in until the lock runs out (the instance's lockout policy says when) or someone unlocks."},
				[]string{lockKeepsAlive, "It is no ban: it may end by itself."})
		},
		Run:    moderate(Backend.LockUser, "Locked"),
		Undo:   reverse("user.unlock", "Unlock", writeUnlock(), always("")),
		Verify: flag(locked, true, "is locked", "is not locked"),
	}
}

func unlockRow() Action {
	return Action{
		ID: "user.unlock", Title: "Unlock", Operations: []string{"UnlockUser"}, Level: Reversible, Mutates: true,
		Writes: []Write{writeUnlock()}, Letter: "u", Section: State,
		Applies: func(u *api.User) (bool, string) {
			switch ok, why := writable(u); {
			case !ok:
				return false, why
			case !u.Locked:
				return false, "not locked"
			case u.Deprovisioned:
				return false, deprovisioned
			}
			return true, ""
		},
		Ask: func(u *api.User, env Env) Prompt {
			not := []string{"The password and the second factors stay as they are."}
			if u.Banned {
				not = append(not, "The ban stays: unban separately.")
			}
			return confirm(u, env, "Unlock", ReasonNone, writeUnlock(),
				[]string{"Allows sign-in again now; lifts locks from failed attempts too."}, not)
		},
		Run:    moderate(Backend.UnlockUser, "Unlocked"),
		Undo:   reverse("user.lock", "Lock", writeLock(), always(lockedAnew)),
		Verify: flag(locked, false, "is not locked any more", "is still locked"),
	}
}

// confirm is the dialog of an action that one key confirms.
func confirm(u *api.User, env Env, verb string, reason ReasonKind, w Write, does, not []string) Prompt {
	return Prompt{
		Title: verb + " " + Name(u) + "?", Verb: verb, Who: who(u, env.Now), Does: does, DoesNot: not,
		Sends: sends(u.ID, []Write{w}), Reason: reason, NeedsReason: reason == ReasonRequired, Confirm: ConfirmYes,
	}
}
