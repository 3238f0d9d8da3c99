package actions

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"usher/api"
	"usher/internal/safetext"
)

func writeDelete(path string) Write {
	return Write{Method: http.MethodDelete, Path: "/users/{user_id}/" + path}
}

func writeCreateTOTP() Write { return Write{Method: http.MethodPost, Path: "/users/{user_id}/totp"} }

func factorRows() []Action {
	return []Action{createTOTPRow(), deleteTOTPRow(), deleteBackupCodesRow()}
}

// removal runs a deletion whose answer holds no user.
func removal(do func(Backend, context.Context, api.ID) error, did string) func(context.Context, Backend, *api.User, Input) (Outcome, error) {
	return func(ctx context.Context, b Backend, u *api.User, _ Input) (Outcome, error) {
		if err := do(b, ctx, u.ID); err != nil {
			return Outcome{}, err
		}
		return reread(ctx, b, u, Outcome{Message: did + " " + Name(u)}), nil
	}
}

func deleteTOTPRow() Action {
	ws := []Write{writeDelete("totp")}
	return Action{
		ID: "user.delete_totp", Title: "Delete the authenticator app", Operations: []string{"DeleteTOTP"}, Level: Sensitive, Mutates: true,
		Writes: ws, Letter: "T", Section: SigningIn,
		Applies: func(u *api.User) (bool, string) {
			if ok, why := writable(u); !ok {
				return false, why
			}
			return u.TOTPEnabled, unless(u.TOTPEnabled, "no authenticator app")
		},
		Ask: func(u *api.User, env Env) Prompt {
			return question{
				title: "Delete the authenticator app of " + Name(u) + "?", verb: "Delete", level: Sensitive, writes: ws,
				does: []string{"Removes the authenticator app; the person must set it up again."},
				not:  []string{"Other second factors stay, and running sessions stay alive."},
			}.prompt(u, env)
		},
		Run:    removal(Backend.DeleteTOTP, "Deleted the authenticator app of"),
		Verify: flag(func(u *api.User) bool { return u.TOTPEnabled }, false, "has no authenticator app any more", "still has an authenticator app"),
	}
}

// unless is the reason of Applies when ok is false.
func unless(ok bool, why string) string {
	if ok {
		return ""
	}
	return why
}

func deleteBackupCodesRow() Action {
	ws := []Write{writeDelete("backup_code")}
	return Action{
		ID: "user.delete_backup_codes", Title: "Delete the backup codes", Operations: []string{"DeleteBackupCode"}, Level: Sensitive, Mutates: true,
		Writes: ws, Letter: "k", Section: SigningIn,
		Applies: func(u *api.User) (bool, string) {
			if ok, why := writable(u); !ok {
				return false, why
			}
			return u.BackupCodeEnabled, unless(u.BackupCodeEnabled, "no backup codes")
		},
		Ask: func(u *api.User, env Env) Prompt {
			return question{
				title: "Delete the backup codes of " + Name(u) + "?", verb: "Delete", level: Sensitive, writes: ws,
				does: []string{"All backup codes stop working; the person must make new ones."},
				not:  []string{"Other second factors stay, and running sessions stay alive."},
			}.prompt(u, env)
		},
		Run:    removal(Backend.DeleteBackupCodes, "Deleted the backup codes of"),
		Verify: flag(func(u *api.User) bool { return u.BackupCodeEnabled }, false, "has no backup codes any more", "still has backup codes"),
	}
}

func createTOTPRow() Action {
	ws := []Write{writeCreateTOTP(), writeUpdate()}
	return Action{
		ID: "user.create_totp", Title: "Set up an authenticator app", Operations: []string{"CreateUserTOTP", "UpdateUser"},
		Level: Sensitive, Mutates: true, Writes: ws, Letter: "q", Section: SigningIn, Applies: writable,
		Ask: func(u *api.User, env Env) Prompt {
			q := question{
				title: "Set up an authenticator app for " + Name(u) + "?", verb: "Set up", level: Sensitive, writes: ws,
				does: []string{
					"Makes a secret, turns the second factor on at once and shows it once, as a QR code.",
					"Where the server has no such operation, which is usual today, the secret is made here and set on the user.",
				},
				not: []string{"Running sessions stay alive.", "The secret cannot be read again later: hand it over, then check a code."},
				in:  Input{Values: map[string]string{"issuer": issuer(env)}},
			}
			if u.TOTPEnabled {
				q.does = append(q.does, "Replaces the authenticator app that the person has: its codes stop working.")
			}
			return q.prompt(u, env)
		},
		Run: runCreateTOTP, Verify: verifyCreateTOTP,
	}
}

// issuer is the name over the codes in the authenticator app.
func issuer(env Env) string {
	if env.Application != "" {
		return env.Application
	}
	return "Account"
}

// runCreateTOTP asks the endpoint first, which current versions of the API do
// not have, then sets a secret of its own.
func runCreateTOTP(ctx context.Context, b Backend, u *api.User, in Input) (Outcome, error) {
	t, err := b.CreateTOTP(ctx, u.ID)
	if noEndpoint(err) {
		name := in.Values["issuer"]
		if name == "" {
			name = issuer(in.Env)
		}
		t, err = b.EnrollTOTP(ctx, u.ID, name, raw(u.Identifier()))
	}
	if err != nil {
		return Outcome{}, err
	}
	out := Outcome{User: t.User, Message: "Set up an authenticator app for " + Name(u), Show: showTOTP(u, t), Next: "user.verify_totp"}
	if t.User == nil {
		out = reread(ctx, b, u, out)
	}
	out.Detail = "by " + string(t.Via)
	return out, nil
}

// noEndpoint tells the answer of a server without the endpoint from that of a
// server that does not know the user, though both may be a 404: setting the
// secret will then fail in its own words.
func noEndpoint(err error) bool {
	var failure *api.Error
	return errors.As(err, &failure) && failure.Executed == api.NotExecuted &&
		(failure.Status == http.StatusNotFound || failure.Status == http.StatusMethodNotAllowed || failure.Status == http.StatusGone)
}

func showTOTP(u *api.User, t *api.TOTP) *Show {
	s := &Show{Title: "Authenticator app of " + Name(u), QR: t.URI, Secrets: []ShowSecret{
		{Label: "Secret", Value: t.Secret}, {Label: "URI", Value: t.URI},
	}}
	s.Lines = []string{"Scan the code, or type the secret. It is shown only now."}
	if t.Via == api.TOTPViaUpdate {
		s.Lines = append(s.Lines, "The server has no operation for this: the secret was made here and set on the user.")
	} else {
		s.Lines = append(s.Lines, "The server made the secret.")
	}
	for i, c := range t.BackupCodes {
		s.Secrets = append(s.Secrets, ShowSecret{Label: fmt.Sprintf("Backup code %d", i+1), Value: c})
	}
	s.Lines = append(s.Lines, "Then ask for a code and check it: only that shows that it works.")
	return s
}

func verifyCreateTOTP(before, now *api.User, _ Input) Settled {
	const lost = "the secret was lost with the answer. Delete the authenticator app and set it up again."
	switch {
	case now.TOTPEnabled && !before.TOTPEnabled:
		return Settled{State: Happened, Text: Name(now) + " has an authenticator app now, but " + lost}
	case !now.TOTPEnabled, now.UpdatedAt == before.UpdatedAt:
		return Settled{State: DidNot, Text: "the second factors of " + Name(now) + " are as before"}
	default:
		return Settled{State: CannotTell, Text: "If it was replaced, " + lost}
	}
}

// tokenShown is how long a revealed token stays on the screen.
const tokenShown = 30 * time.Second

func oauthTokenRow() Action {
	return Action{
		ID: "user.oauth_token", Title: "Show an OAuth access token", Operations: []string{"GetOAuthAccessToken"}, Level: Sensitive,
		Reads: []Write{{Method: http.MethodGet, Path: "/users/{user_id}/oauth_access_tokens/{provider}"}}, Letter: "t", Section: Looking,
		Applies: func(u *api.User) (bool, string) {
			if ok, why := reachable(u); !ok {
				return false, why
			}
			ok := len(providers(u)) > 0
			return ok, unless(ok, "no connected account")
		},
		Ask: askToken, Run: runToken,
		Note: func(_ *api.User, in Input) []string {
			return []string{"provider " + safetext.String(in.Values["provider"])}
		},
	}
}

// providers lists the providers of the user's accounts, each once.
func providers(u *api.User) []FieldChoice {
	var out []FieldChoice
	seen := map[string]bool{}
	for i := range u.ExternalAccounts {
		e := &u.ExternalAccounts[i]
		id := providerID(e)
		if id == "" || seen[id] {
			continue
		}
		seen[id] = true
		out = append(out, FieldChoice{ID: id, Title: providerName(e), Hint: line(e.EmailAddress)})
	}
	return out
}

func askToken(u *api.User, env Env) Prompt {
	choices := providers(u)
	q := question{
		title: "Show an access token of " + Name(u) + "?", verb: "Show", level: Sensitive,
		does: []string{"Reads the token that the provider gave for this person, and shows it masked for 30 seconds.", "Who has it acts at the provider as this person."},
		not:  []string{"Changes nothing here; an expired token is renewed at the provider."},
	}
	q.writes = oauthReads()
	q.in = Input{Values: map[string]string{"provider": begin(choices, "")}}
	if len(choices) > 1 {
		q.form = &FormPrompt{
			Title:  "Access token of " + Name(u),
			Fields: []FormField{{ID: "provider", Label: "Provider", Kind: FieldPick, Choices: choices, Required: true, Value: choices[0].ID}},
			Review: func(filled map[string]string) (Review, error) {
				c, err := pick(filled, "provider", choices)
				if err != nil {
					return Review{}, err
				}
				in := Input{Values: map[string]string{"provider": c.ID}}
				return Review{Input: in, Sends: sendsFor(oauthReads(), u.ID, in), Does: []string{"The provider is " + c.Title + "."}}, nil
			},
		}
	}
	return q.prompt(u, env)
}

func oauthReads() []Write {
	return []Write{{Method: http.MethodGet, Path: "/users/{user_id}/oauth_access_tokens/{provider}"}}
}

func runToken(ctx context.Context, b Backend, u *api.User, in Input) (Outcome, error) {
	tokens, err := b.OAuthAccessTokens(ctx, u.ID, in.Values["provider"], api.Page{Limit: 20})
	if err != nil {
		return Outcome{}, err
	}
	if len(tokens) == 0 {
		return Outcome{}, &NothingError{"The server holds no token of this provider for " + Name(u) + "."}
	}
	show := &Show{Title: "Access token of " + Name(u), For: tokenShown}
	for i := range tokens {
		show.Lines = append(show.Lines, tokenLine(&tokens[i], in.Env.Now))
		for _, s := range []ShowSecret{
			{Label: "Token", Value: tokens[i].Token}, {Label: "Token secret", Value: tokens[i].TokenSecret}, {Label: "ID token", Value: tokens[i].IDToken},
		} {
			if s.Value.Empty() {
				continue
			}
			if len(tokens) > 1 {
				s.Label += fmt.Sprintf(" %d", i+1)
			}
			show.Secrets = append(show.Secrets, s)
		}
	}
	return Outcome{Show: show, Message: "Read the access token of " + Name(u)}, nil
}
