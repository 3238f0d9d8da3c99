package actions

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"usher/api"
)

func codeWrites(verb string) []Write {
	return []Write{
		{Method: http.MethodPost, Path: "/email_addresses/{email_address_id}/" + verb + "_verification"},
		{Method: http.MethodPost, Path: "/phone_numbers/{phone_number_id}/" + verb + "_verification"},
	}
}

func codeChoices(u *api.User) []FieldChoice {
	return identChoices(u, withoutWallets, func(i identification) string {
		if i.verified() {
			return "verified already"
		}
		return ""
	})
}

func unverified(u *api.User) (bool, string) {
	if ok, why := writable(u); !ok {
		return false, why
	}
	ok := anyOpen(codeChoices(u))
	return ok, unless(ok, "nothing is unverified")
}

func sendCodeRow() Action {
	ws := codeWrites("prepare")
	return Action{
		ID: "identity.send_code", Title: "Send a verification code",
		Operations: []string{"PrepareEmailAddressVerification", "PreparePhoneNumberVerification"},
		Level:      Reversible, Mutates: true, Writes: ws, Letter: "s", Section: Identifiers, Applies: unverified,
		Ask: func(u *api.User, env Env) Prompt {
			return askIdentity(u, env, ws, identAsk{
				title: "Send " + Name(u) + " a code?", verb: "Send", level: Reversible, choices: codeChoices(u),
				does: []string{"Sends a code by mail or SMS; the person tells it to you, and you check it."},
				not:  []string{"Verifies nothing by itself.", fmt.Sprintf("A second code is refused for %d seconds.", int(codeWait.Seconds()))},
			})
		},
		Run: runSendCode,
		Settle: noAnswer(fmt.Sprintf("A code may have been sent. Wait %d seconds before sending another: only the latest one counts.",
			int(codeWait.Seconds()))),
		Note: noteTarget,
	}
}

func runSendCode(ctx context.Context, b Backend, u *api.User, in Input) (Outcome, error) {
	i := one(u, in)
	var v *api.Verification
	var err error
	switch {
	case i.id == "":
		return Outcome{}, errNothing
	case i.kind == kindEmail:
		v, err = b.PrepareEmailAddress(ctx, i.id)
	default:
		v, err = b.PreparePhoneNumber(ctx, i.id)
	}
	if err != nil {
		return Outcome{}, err
	}
	out := Outcome{Message: "Sent a code to " + line(i.value), Refetch: true}
	if v.ID.Valid() {
		out.Sent = &SentCode{Identification: i.id, Verification: v.ID, User: u.ID, Expires: v.ExpireAt.Time()}
		out.Next = "identity.check_code"
	}
	return out, nil
}

// sentTo is the latest code that waits for an identification.
func sentTo(env Env, id api.ID) (SentCode, bool) {
	i := slices.IndexFunc(env.Codes, func(c SentCode) bool { return c.Identification == id })
	if i < 0 {
		return SentCode{}, false
	}
	return env.Codes[i], true
}

func checkCodeRow() Action {
	ws := codeWrites("attempt")
	return Action{
		ID: "identity.check_code", Title: "Check a verification code",
		Operations: []string{"AttemptEmailAddressVerification", "AttemptPhoneNumberVerification"},
		Level:      Reversible, Mutates: true, Writes: ws, Letter: "C", Section: Identifiers, Applies: unverified,
		Ask: func(u *api.User, env Env) Prompt {
			choices := codeChoices(u)
			for i := range choices {
				if _, sent := sentTo(env, api.ID(choices[i].ID)); !sent && choices[i].Off == "" {
					choices[i].Off = "no code was sent from here"
				}
			}
			p := askIdentity(u, env, ws, identAsk{
				title: "Check a code of " + Name(u) + "?", verb: "Check", level: Reversible, choices: choices, direct: true,
				does: []string{"A right code verifies the address or number."},
				not:  []string{"A wrong code changes nothing; after a few the verification fails, and another code must be sent."},
				more: []FormField{{ID: "code", Label: "Code", Required: true}},
				review: func(i identification, v values, r *Review) error {
					code := strings.NewReplacer(" ", "", "-", "").Replace(v.text("code"))
					if code == "" {
						return bad("code", "is required")
					}
					sent, _ := sentTo(env, i.id)
					r.Input.Values["verification_id"] = string(sent.Verification)
					r.Input.Secrets = map[string]api.Secret{"code": api.NewSecret(code)}
					return nil
				},
			})
			p.Form.Intro = []string{"A right code verifies the address or number; a wrong one is only an answer."}
			return p
		},
		Run: runCheckCode,
		Verify: func(before, now *api.User, in Input) Settled {
			i := one(before, in)
			if after, ok := findIdentification(now, i.id); ok && after.verified() {
				return Settled{State: Happened, Text: line(i.value) + " is verified"}
			}
			return Settled{State: CannotTell, Text: line(i.value) + " is not verified; the attempt may have counted."}
		},
		Note: noteTarget,
	}
}

func runCheckCode(ctx context.Context, b Backend, u *api.User, in Input) (Outcome, error) {
	i := one(u, in)
	id := api.ID(in.Values["verification_id"])
	var v *api.Verification
	var err error
	switch {
	case i.id == "":
		return Outcome{}, errNothing
	case i.kind == kindEmail:
		v, err = b.AttemptEmailAddress(ctx, i.id, id, in.Secrets["code"])
	default:
		v, err = b.AttemptPhoneNumber(ctx, i.id, id, in.Secrets["code"])
	}
	if err != nil {
		return Outcome{}, err
	}
	if v.Status.Is(api.StatusVerified) {
		return reread(ctx, b, u, Outcome{Answer: Yes, Message: "The code is right: " + line(i.value) + " is verified"}), nil
	}
	out := Outcome{Answer: No, Message: "The code is not right"}
	switch {
	case v.Status.Is("expired"):
		out.Message = "The code has expired: send another"
	case v.Status.Is("failed"):
		out.Message = "Too many wrong codes: send another"
	case v.Attempts != nil:
		out.Message += fmt.Sprintf(" (attempt %d)", *v.Attempts)
	}
	return reread(ctx, b, u, out), nil
}
