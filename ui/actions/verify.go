package actions

import (
	"context"
	"regexp"

	"usher/api"
)

func verifyPasswordRow() Action {
	ws := []Write{writePassword("verify_password")}
	return Action{
		ID: "user.verify_password", Title: "Check a password", Operations: []string{"VerifyPassword"}, Level: Look, Mutates: true,
		Writes: ws, Letter: "v", Section: Looking, Applies: withPassword,
		Ask: func(u *api.User, env Env) Prompt {
			return question{
				title: "Check a password of " + Name(u) + "?", verb: "Check", level: Look, writes: ws,
				does: []string{"Asks the server whether the password is right."},
				not:  []string{"Changes nothing, and keeps nothing of what is typed."},
				form: &FormPrompt{
					Title: "Check a password of " + Name(u), Intro: []string{"Changes nothing, and keeps nothing of what is typed."},
					Fields: []FormField{{ID: "password", Label: "Password", Kind: FieldSecret, Required: true}},
					Review: func(filled map[string]string) (Review, error) {
						if filled["password"] == "" {
							return Review{}, bad("password", "is required")
						}
						return Review{Direct: true, Input: Input{Secrets: map[string]api.Secret{"password": api.NewSecret(filled["password"])}}}, nil
					},
				},
			}.prompt(u, env)
		},
		Run: func(ctx context.Context, b Backend, u *api.User, in Input) (Outcome, error) {
			right, err := b.VerifyPassword(ctx, u.ID, in.Secrets["password"])
			if err != nil {
				return Outcome{}, err
			}
			if !right {
				return Outcome{Answer: No, Message: "That is not the password of " + Name(u)}, nil
			}
			return Outcome{Answer: Yes, Message: "That is the password of " + Name(u)}, nil
		},
		Settle: noAnswer("No answer came; nothing was changed. Ask again."),
	}
}

// noAnswer settles a question: asking again is harmless, or not known.
func noAnswer(text string) func(context.Context, Backend, *api.User, Input) (Settled, Outcome, error) {
	return func(context.Context, Backend, *api.User, Input) (Settled, Outcome, error) {
		return Settled{State: CannotTell, Text: text}, Outcome{}, nil
	}
}

func verifyTOTPRow() Action {
	ws := []Write{writePassword("verify_totp")}
	return Action{
		ID: "user.verify_totp", Title: "Check an authenticator or backup code", Operations: []string{"VerifyTOTP"}, Level: Look, Mutates: true,
		Writes: ws, Letter: "V", Section: Looking,
		Applies: func(u *api.User) (bool, string) {
			if ok, why := writable(u); !ok {
				return false, why
			}
			if !u.TOTPEnabled && !u.BackupCodeEnabled {
				return false, "no authenticator app and no backup codes"
			}
			return true, ""
		},
		Ask: func(u *api.User, env Env) Prompt {
			return question{
				title: "Try a backup code of " + Name(u) + "?", verb: "Try it", level: Look, writes: ws,
				does: []string{"This is not a code of 6 digits, so it is tried as a backup code: if it is right, it is used up."},
				not:  []string{"The other backup codes stay."},
				form: &FormPrompt{
					Title: "Check a code of " + Name(u),
					Intro: []string{"6 digits are a code of the authenticator app; anything else is a backup code, which is used up by trying."},
					Fields: []FormField{
						{ID: "code", Label: "Code", Kind: FieldSecret, Required: true, Placeholder: "123456"},
					},
					Review: reviewCode,
				},
			}.prompt(u, env)
		},
		Run:    runVerifyTOTP,
		Settle: noAnswer("No answer came. A code of the app can be asked again; a backup code may be used up now."),
	}
}

func reviewCode(filled map[string]string) (Review, error) {
	code := values(filled).text("code")
	digits := regexp.MustCompile(`[ -]`).ReplaceAllString(code, "")
	six := regexp.MustCompile(`^[0-9]{6}$`).MatchString(digits)
	switch {
	case code == "":
		return Review{}, bad("code", "is required")
	case six:
		code = digits
	}
	return Review{Direct: six, Input: Input{Secrets: map[string]api.Secret{"code": api.NewSecret(code)}}}, nil
}

func runVerifyTOTP(ctx context.Context, b Backend, u *api.User, in Input) (Outcome, error) {
	v, err := b.VerifyTOTP(ctx, u.ID, in.Secrets["code"])
	if err != nil {
		return Outcome{}, err
	}
	switch {
	case !v.Verified:
		return Outcome{Answer: No, Message: "That code of " + Name(u) + " is not right"}, nil
	case v.CodeType.Is("backup_code"):
		return Outcome{Answer: Yes, Message: "That backup code of " + Name(u) + " is right, and is used up now", Refetch: true}, nil
	default:
		return Outcome{Answer: Yes, Message: "That code of " + Name(u) + " is right"}, nil
	}
}
