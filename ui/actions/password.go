package actions

import (
	"context"
	"net/http"

	"usher/api"
)

func writePassword(path string) Write {
	return Write{Method: http.MethodPost, Path: "/users/{user_id}/" + path}
}

func writeCompromised() Write    { return writePassword("password/set_compromised") }
func writeUncompromised() Write  { return writePassword("password/unset_compromised") }
func writeRemovePassword() Write { return writePassword("remove_password") }

func withPassword(u *api.User) (bool, string) {
	if ok, why := writable(u); !ok {
		return false, why
	}
	if !u.PasswordEnabled {
		return false, "no password"
	}
	return true, ""
}

func passwordRows() []Action {
	return []Action{
		setPasswordRow(), compromisedRow(true), compromisedRow(false), uncompromisedRow(), removePasswordRow(),
		verifyPasswordRow(), verifyTOTPRow(),
	}
}

func setPasswordRow() Action {
	return Action{
		ID: "user.set_password", Title: "Set a password", Operations: []string{"UpdateUser"}, Level: Sensitive, Mutates: true,
		Writes: []Write{writeUpdate()}, Letter: "P", Section: SigningIn, Applies: writable,
		Ask: func(u *api.User, env Env) Prompt {
			return question{
				title: "Set the password of " + Name(u) + "?", verb: "Set password", level: Sensitive, writes: []Write{writeUpdate()},
				does: []string{"The person signs in with the new password from now on; the old one is gone."},
				not:  []string{"Second factors stay.", "Nobody is told the password: hand it over safely, once."},
				form: &FormPrompt{
					Title: "Set the password of " + Name(u), Own: ownTexts(u),
					Fields: []FormField{
						{
							ID: "password", Label: "New password", Kind: FieldSecret, Required: true, NewPassword: true,
							Help: "the instance's own rules are checked when it is sent",
						},
						{ID: "sign_out_of_other_sessions", Label: "Sign out everywhere", Kind: FieldTick, Value: ticked},
						{ID: "skip_password_checks", Label: "Skip the password checks", Kind: FieldTick, Value: unticked, Help: "length, strength and known leaks"},
					},
					Review: reviewPassword,
				},
			}.prompt(u, env)
		},
		Run: func(ctx context.Context, b Backend, u *api.User, in Input) (Outcome, error) {
			v := values(in.Values)
			now, err := b.UpdateUser(ctx, u.ID, api.UpdateUserParams{
				Password: in.Secrets["password"], SkipPasswordChecks: v.tick("skip_password_checks"),
				SignOutOfOtherSessions: v.tick("sign_out_of_other_sessions"),
			})
			if err != nil {
				return Outcome{}, err
			}
			return Outcome{User: now, Refetch: now == nil, Message: "Set the password of " + Name(u), Reload: []string{"sessions"}}, nil
		},
		Verify: func(before, now *api.User, _ Input) Settled {
			if now.PasswordEnabled && (now.PasswordLastUpdatedAt > before.PasswordLastUpdatedAt || !before.PasswordEnabled) {
				return Settled{State: Happened, Text: Name(now) + " has a new password"}
			}
			if now.UpdatedAt != before.UpdatedAt {
				return Settled{State: CannotTell, Text: Name(now) + " has changed, and whether the password has is not told."}
			}
			return Settled{State: DidNot, Text: Name(now) + " has the password as before"}
		},
		Note: noteValues,
	}
}

// ownTexts are the names and addresses of a person.
func ownTexts(u *api.User) []api.Text {
	out := []api.Text{u.FirstName, u.LastName, u.Username}
	for _, i := range identifications(u) {
		out = append(out, i.value)
	}
	return out
}

func reviewPassword(filled map[string]string) (Review, error) {
	v := values(filled)
	if v["password"] == "" {
		return Review{}, bad("password", "is required")
	}
	r := Review{Input: Input{
		Values: map[string]string{}, Secrets: map[string]api.Secret{"password": api.NewSecret(v["password"])},
	}}
	if v.tick("sign_out_of_other_sessions") {
		r.Input.Values["sign_out_of_other_sessions"] = ticked
		r.Does = append(r.Does, "Ends the running sessions.")
	} else {
		r.Warnings = append(r.Warnings, "Running sessions stay alive.")
	}
	if v.tick("skip_password_checks") {
		r.Input.Values["skip_password_checks"] = ticked
		r.Does = append(r.Does, "Takes the password even if it is weak or known from a leak.")
	}
	return r, nil
}

// compromisedRow marks the password compromised, with the sessions' end or
// without it.
func compromisedRow(everywhere bool) Action {
	a := Action{
		ID: "user.password_compromised", Title: "Taken over: sign out everywhere, new password",
		Operations: []string{"SetUserPasswordCompromised"}, Level: Sensitive, Mutates: true,
		Writes: []Write{writeCompromised()}, Letter: "x", Section: SigningIn, Applies: compromisable,
	}
	does := []string{"Refuses the present password: the person must choose a new one at the next sign-in.", "Ends all sessions, on every device, now."}
	not := []string{"No ban: the person signs in again by resetting the password.", "E-mail addresses and second factors stay: check that they are the person's own."}
	if !everywhere {
		a.ID, a.Title, a.Letter = "user.password_compromised_keep", "Force a new password, keep the sessions", "z"
		does, not = does[:1], append([]string{lockKeepsAlive}, not[1:]...)
	}
	a.Ask = func(u *api.User, env Env) Prompt {
		return question{
			title: "Force a new password on " + Name(u) + "?", verb: "Force new password", level: Sensitive,
			writes: []Write{writeCompromised()}, does: does, not: not,
		}.prompt(u, env)
	}
	a.Run = func(ctx context.Context, b Backend, u *api.User, _ Input) (Outcome, error) {
		now, err := b.SetPasswordCompromised(ctx, u.ID, everywhere)
		if err != nil {
			return Outcome{}, err
		}
		out := Outcome{User: now, Refetch: now == nil, Message: "Forced a new password on " + Name(u)}
		if everywhere {
			out.Message += ", and ended all sessions"
			out.Reload = []string{"sessions"}
		}
		return out, nil
	}
	a.Undo = reverse("user.password_uncompromised", "Accept the password again of", writeUncompromised(), func(*api.User) string {
		if everywhere {
			return "The sessions that were ended do not come back."
		}
		return ""
	})
	a.Verify = resetFlag(true, "must choose a new password", "need not choose a new password")
	return a
}

func compromisable(u *api.User) (bool, string) {
	if ok, why := withPassword(u); !ok {
		return false, why
	}
	if u.RequiresPasswordReset {
		return false, "a new password is required already"
	}
	return true, ""
}

// resetFlag settles by a flag that some versions of the server leave out:
// then only an untouched record tells something.
func resetFlag(want bool, happened, not string) func(before, now *api.User, in Input) Settled {
	return func(before, now *api.User, _ Input) Settled {
		switch {
		case now.RequiresPasswordReset == want && before.RequiresPasswordReset != want:
			return Settled{State: Happened, Text: Name(now) + " " + happened}
		case now.UpdatedAt == before.UpdatedAt:
			return Settled{State: DidNot, Text: Name(now) + " " + not}
		default:
			return Settled{State: CannotTell, Text: "The server does not tell whether " + Name(now) + " " + happened + "."}
		}
	}
}

func uncompromisedRow() Action {
	return Action{
		ID: "user.password_uncompromised", Title: "Accept the password again", Operations: []string{"UnsetUserPasswordCompromised"},
		Level: Sensitive, Mutates: true, Writes: []Write{writeUncompromised()}, Letter: "Z", Section: SigningIn,
		Applies: func(u *api.User) (bool, string) {
			if ok, why := withPassword(u); !ok {
				return false, why
			}
			if !u.RequiresPasswordReset {
				return false, "no new password is required"
			}
			return true, ""
		},
		Ask: func(u *api.User, env Env) Prompt {
			return question{
				title: "Accept the password of " + Name(u) + " again?", verb: "Accept", level: Sensitive, writes: []Write{writeUncompromised()},
				does: []string{"The person can sign in with the present password again."},
				not:  []string{"Ended sessions do not come back.", "The quarantine of a reserved e-mail address stays."},
			}.prompt(u, env)
		},
		Run:    moderate(Backend.UnsetPasswordCompromised, "Accepted the password again of"),
		Undo:   reverse("user.password_compromised_keep", "Force a new password on", writeCompromised(), always("")),
		Verify: resetFlag(false, "need not choose a new password any more", "must still choose a new password"),
	}
}

func removePasswordRow() Action {
	return Action{
		ID: "user.remove_password", Title: "Remove the password", Operations: []string{"RemoveUserPassword"},
		Level: Sensitive, Mutates: true, Writes: []Write{writeRemovePassword()}, Letter: "0", Section: SigningIn, Applies: withPassword,
		Ask: func(u *api.User, env Env) Prompt {
			not := []string{"Running sessions stay alive: revoke them separately."}
			if !otherWayIn(u) {
				not = append(not, "No other way to sign in is in sight: the person may be locked out.")
			}
			return question{
				title: "Remove the password of " + Name(u) + "?", verb: "Remove password", level: Sensitive, writes: []Write{writeRemovePassword()},
				does: []string{"Removes the password; it cannot be put back.", "The person signs in by a code, a link or an account elsewhere."},
				not:  not,
			}.prompt(u, env)
		},
		Run: func(ctx context.Context, b Backend, u *api.User, _ Input) (Outcome, error) {
			now, err := b.RemovePassword(ctx, u.ID, false)
			if err != nil {
				return Outcome{}, err
			}
			return Outcome{User: now, Refetch: now == nil, Message: "Removed the password of " + Name(u)}, nil
		},
		Verify: flag(func(u *api.User) bool { return u.PasswordEnabled }, false, "has no password any more", "still has a password"),
	}
}

// otherWayIn reports whether something beside the password may sign in.
func otherWayIn(u *api.User) bool {
	for _, i := range identifications(u) {
		if i.verified() {
			return true
		}
	}
	return len(u.Passkeys)+len(u.ExternalAccounts)+len(u.EnterpriseAccounts)+len(u.SAMLAccounts) > 0
}
