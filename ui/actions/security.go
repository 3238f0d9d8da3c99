package actions

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"usher/api"
)

func securityRows() []Action { return []Action{disableMFARow()} }

func writeDisableMFA() Write {
	return Write{Method: http.MethodDelete, Path: "/users/{user_id}/mfa"}
}

func disableMFARow() Action {
	return Action{
		ID: "user.disable_mfa", Title: "Reset MFA", Operations: []string{"DisableMFA"}, Level: Sensitive, Mutates: true,
		Writes: []Write{writeDisableMFA()}, Letter: "m", Section: SigningIn,
		Applies: func(u *api.User) (bool, string) {
			if ok, why := writable(u); !ok {
				return false, why
			}
			if !hasSecondFactor(u) {
				return false, "no second factor"
			}
			return true, ""
		},
		Ask: func(u *api.User, env Env) Prompt {
			p := confirm(u, env, "Reset MFA of", reasonFor(env), writeDisableMFA(),
				[]string{
					"Removes every second factor at once: " + secondFactors(u) + ".",
					"Cannot be undone: the person must enrol again.",
				},
				[]string{
					"The password stays, and running sessions stay alive.",
					"A new device may still be challenged.",
				})
			p.Verb = "Reset MFA"
			return p
		},
		Run: func(ctx context.Context, b Backend, u *api.User, _ Input) (Outcome, error) {
			if err := b.DisableMFA(ctx, u.ID); err != nil {
				return Outcome{}, err
			}
			out := Outcome{Message: "Reset MFA of " + Name(u)}
			// The answer holds no user. A failing read does not make the
			// reset a failure.
			now, err := b.GetUser(ctx, u.ID)
			if err != nil {
				out.Refetch = true
				return out, nil //nolint:nilerr // the write succeeded; the page reads again
			}
			out.User = now
			return out, nil
		},
		Verify: func(_, now *api.User, _ Input) Settled {
			if hasSecondFactor(now) {
				return Settled{State: DidNot, Text: Name(now) + " still has a second factor"}
			}
			return Settled{State: Happened, Text: Name(now) + " has no second factor any more"}
		},
	}
}

// hasSecondFactor is true for anything that a reset removes.
func hasSecondFactor(u *api.User) bool {
	return u.TwoFactorEnabled || u.TOTPEnabled || u.BackupCodeEnabled
}

// secondFactors lists what the user has: "authenticator app, 1 phone number".
func secondFactors(u *api.User) string {
	var parts []string
	if u.TOTPEnabled {
		parts = append(parts, "authenticator app")
	}
	phones := 0
	for i := range u.PhoneNumbers {
		if u.PhoneNumbers[i].ReservedForSecondFactor {
			phones++
		}
	}
	switch {
	case phones == 1:
		parts = append(parts, "SMS to 1 phone number")
	case phones > 1:
		parts = append(parts, fmt.Sprintf("SMS to %d phone numbers", phones))
	}
	if u.BackupCodeEnabled {
		parts = append(parts, "backup codes")
	}
	if len(parts) == 0 {
		return "authenticator app, SMS, backup codes"
	}
	return strings.Join(parts, ", ")
}
