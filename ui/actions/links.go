package actions

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"usher/api"
	"usher/internal/when"
)

func linkRows() []Action { return []Action{signInLinkRow(), impersonateRow(), revokeLinkRow()} }

// linkShown is how long a link stays on the screen; it can be made again.
const linkShown = 2 * time.Minute

func mayEnter(u *api.User) (bool, string) {
	if ok, why := writable(u); !ok {
		return false, why
	}
	switch {
	case u.Deprovisioned:
		return false, deprovisioned
	case u.Banned:
		return false, "banned"
	}
	return true, ""
}

func lifetimes() []FieldChoice {
	return []FieldChoice{
		{ID: "10m", Title: "10 minutes"},
		{ID: "1h", Title: "1 hour"},
		{ID: "24h", Title: "1 day"},
		{ID: "168h", Title: "7 days"},
		{ID: "720h", Title: "30 days"},
	}
}

func signInLinkRow() Action {
	ws := []Write{{Method: http.MethodPost, Path: "/sign_in_tokens"}}
	return Action{
		ID: "user.sign_in_link", Title: "Make a sign-in link", Operations: []string{"CreateSignInToken"}, Level: Sensitive, Mutates: true,
		Writes: ws, Letter: "L", Section: SigningIn, Applies: mayEnter,
		Ask: func(u *api.User, env Env) Prompt {
			return question{
				title: "Make a sign-in link for " + Name(u) + "?", verb: "Make", level: Sensitive, writes: ws,
				does: []string{"Makes a link that signs in once as this person, whoever opens it, and shows it once."},
				not:  []string{"Sends no mail: give it to the person yourself.", "It can be taken back until it is used, in this run of usher only."},
				form: &FormPrompt{
					Title:  "Sign-in link for " + Name(u),
					Fields: []FormField{{ID: "lifetime", Label: "Valid for", Kind: FieldPick, Choices: lifetimes(), Required: true, Value: "1h"}},
					Review: func(filled map[string]string) (Review, error) {
						c, err := pick(filled, "lifetime", lifetimes())
						if err != nil {
							return Review{}, err
						}
						return Review{Input: Input{Values: map[string]string{"lifetime": c.ID}}, Does: []string{"It is valid for " + c.Title + "."}}, nil
					},
				},
			}.prompt(u, env)
		},
		Run: func(ctx context.Context, b Backend, u *api.User, in Input) (Outcome, error) {
			d, err := time.ParseDuration(in.Values["lifetime"])
			if err != nil {
				return Outcome{}, errNothing
			}
			t, err := b.CreateSignInToken(ctx, api.CreateSignInTokenParams{UserID: u.ID, ExpiresIn: d})
			if err != nil {
				return Outcome{}, err
			}
			link := t.URL
			label := "Link"
			if link.Empty() {
				link, label = t.Token, "Ticket (the server gave no link)"
			}
			return issued(u, in, SignInLink, t.ID, d, Outcome{
				Message: "Made a sign-in link for " + Name(u),
				Show: &Show{
					Title: "Sign-in link for " + Name(u), For: linkShown, Secrets: []ShowSecret{{Label: label, Value: link}},
					Lines: []string{"Signs in once, whoever opens it. It is shown only now.", "Valid for " + when.Span(d) + "."},
				},
			}), nil
		},
		Settle: noAnswer("A link may exist that nobody has seen; it cannot be listed or taken back, and ends by itself. Make another one."),
		Note:   func(_ *api.User, in Input) []string { return []string{"lifetime " + shownText(in.Values["lifetime"])} },
	}
}

// issued puts the link into the outcome, for the list of links.
func issued(u *api.User, in Input, k IssuedKind, id api.ID, d time.Duration, out Outcome) Outcome {
	out.Detail = string(id)
	if id.Valid() {
		out.Issued = &Issued{ID: id, Kind: k, User: u.ID, Name: Name(u), Made: in.Env.Now, Expires: in.Env.Now.Add(d)}
	}
	return out
}

func impersonateRow() Action {
	ws := []Write{{Method: http.MethodPost, Path: "/actor_tokens"}}
	return Action{
		ID: "user.impersonate", Title: "Make an impersonation link", Operations: []string{"CreateActorToken"}, Level: Sensitive, Mutates: true,
		Writes: ws, Letter: "I", Section: SigningIn, Applies: mayEnter,
		Ask: func(u *api.User, env Env) Prompt { return askImpersonate(u, env, ws) },
		Run: func(ctx context.Context, b Backend, u *api.User, in Input) (Outcome, error) {
			actor, err := json.Marshal(map[string]string{"sub": in.Values["actor"]})
			if err != nil || in.Values["actor"] == "" {
				return Outcome{}, errNothing
			}
			times := in.Env.Impersonation.orUsual()
			t, err := b.CreateActorToken(ctx, api.CreateActorTokenParams{
				UserID: u.ID, Actor: actor, ExpiresIn: times.Link, SessionMaxDuration: times.Session,
			})
			if err != nil {
				return Outcome{}, err
			}
			return issued(u, in, ImpersonationLink, t.ID, times.Link, Outcome{
				Message: "Made an impersonation link for " + Name(u),
				Show: &Show{
					Title: "Impersonation of " + Name(u), For: linkShown, Secrets: []ShowSecret{{Label: "Link", Value: t.URL}},
					Lines: []string{
						"Signs in as this person, whoever opens it. Open it in a private window. It is shown only now.",
						fmt.Sprintf("Valid for %s, the session for %s at most.", when.Span(times.Link), when.Span(times.Session)),
					},
				},
			}), nil
		},
		Settle: noAnswer("A link may exist that nobody has seen; it ends by itself after a while, and counts against the plan's quota."),
		Note:   func(_ *api.User, in Input) []string { return []string{"actor " + shownText(in.Values["actor"])} },
	}
}

func askImpersonate(u *api.User, env Env, ws []Write) Prompt {
	times := env.Impersonation.orUsual()
	q := question{
		title: "Impersonate " + Name(u) + "?", verb: "Make the link", level: Sensitive, writes: ws,
		does: []string{
			fmt.Sprintf("Makes a link, valid for %s, that signs in as this person for at most %s.", when.Span(times.Link), when.Span(times.Session)),
			"Skips the second factor. The session carries your name as its actor, and may count against the plan's quota.",
		},
		not: []string{"Tells the person nothing: get consent first where it is due.", "What is done in that session is done as this person."},
	}
	if env.Actor != "" {
		q.in = Input{Values: map[string]string{"actor": env.Actor}}
		q.does = append(q.does, "The actor is "+shownText(env.Actor)+".")
		return q.prompt(u, env)
	}
	q.form = &FormPrompt{
		Title:  "Impersonate " + Name(u),
		Intro:  []string{"The configuration does not say who you are (actor)."},
		Fields: []FormField{{ID: "actor", Label: "Actor", Required: true, Help: "who impersonates; it goes into the session", Placeholder: "you@company.example"}},
		Review: func(filled map[string]string) (Review, error) {
			actor := values(filled).text("actor")
			if actor == "" {
				return Review{}, bad("actor", "is required")
			}
			return Review{Input: Input{Values: map[string]string{"actor": actor}}, Does: []string{"The actor is " + shownText(actor) + "."}}, nil
		},
	}
	return q.prompt(u, env)
}

func revokeLinkRow() Action {
	ws := []Write{
		{Method: http.MethodPost, Path: "/sign_in_tokens/{sign_in_token_id}/revoke"},
		{Method: http.MethodPost, Path: "/actor_tokens/{actor_token_id}/revoke"},
	}
	return Action{
		ID: "link.revoke", Title: "Take a link back", Operations: []string{"RevokeSignInToken", "RevokeActorToken"},
		Level: Reversible, Mutates: true, Free: true, Writes: ws, Letter: "Q", Section: Application, Applies: anyone,
		Prepare: func(_ context.Context, _ Backend, _ *api.User, env Env) (Prompt, error) {
			var choices []FieldChoice
			for _, l := range env.Issued {
				kind, off := "sign-in link", ""
				if l.Kind == ImpersonationLink {
					kind = "impersonation link"
				}
				if !l.Expires.IsZero() && !l.Expires.After(env.Now) {
					off = "expired"
				}
				choices = append(choices, FieldChoice{
					ID: string(l.ID), Title: l.Name, Hint: kind + " · made " + when.Ago(env.Now, api.TimeOf(l.Made)), Off: off,
				})
			}
			if len(choices) == 0 {
				return Prompt{}, &NothingError{"No link was made in this run of usher, and the server cannot list them."}
			}
			return askPicked(nil, env, ws, picked{
				field: "link", thing: "link", verb: "Take back", level: Reversible, choices: choices,
				does: []string{"The link does not work any more."},
				not:  []string{"A session that it has started goes on: revoke that instead."},
				in:   func(c FieldChoice) Input { return linkInput(env, c.ID) },
			}), nil
		},
		Run: func(ctx context.Context, b Backend, _ *api.User, in Input) (Outcome, error) {
			var err error
			id := api.ID(in.Values["sign_in_token_id"])
			if id != "" {
				_, err = b.RevokeSignInToken(ctx, id)
			} else {
				id = api.ID(in.Values["actor_token_id"])
				_, err = b.RevokeActorToken(ctx, id)
			}
			if err != nil {
				return Outcome{}, err
			}
			return Outcome{Message: "Took the link back", Revoked: id, Detail: string(id)}, nil
		},
		Settle: noAnswer("Take it back again: a link that was taken back already says so."),
		Note:   noteTarget,
	}
}

func linkInput(env Env, id string) Input {
	in := Input{Values: map[string]string{}}
	for _, l := range env.Issued {
		if string(l.ID) != id {
			continue
		}
		if l.Kind == ImpersonationLink {
			in.Values["actor_token_id"] = id
		} else {
			in.Values["sign_in_token_id"] = id
		}
	}
	return in
}
