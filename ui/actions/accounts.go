package actions

import (
	"context"
	"strings"
	"time"

	"usher/api"
	"usher/internal/safetext"
	"usher/internal/when"
)

// providerID is the provider's name as the API wants it: oauth_google. Old
// Google and Facebook objects have none, but are called after it.
func providerID(e *api.ExternalAccount) string {
	p := raw(e.Provider)
	if p == "" {
		name, ok := strings.CutSuffix(raw(e.Object), "_account")
		if !ok || name == "external" {
			return ""
		}
		p = name
	}
	if !strings.HasPrefix(p, "oauth_") {
		p = "oauth_" + p
	}
	if !api.ID(p).Valid() {
		return ""
	}
	return p
}

// providerName is it for people: "Google".
func providerName(e *api.ExternalAccount) string {
	p := strings.TrimPrefix(strings.TrimPrefix(providerID(e), "oauth_"), "custom_")
	if p == "" {
		return "unknown provider"
	}
	return safetext.Capital(safetext.String(p))
}

// tokenLine says what a token is for and until when it holds.
func tokenLine(t *api.OAuthAccessToken, now time.Time) string {
	words := []string{line(t.Provider)}
	if !t.Label.Empty() {
		words = append(words, line(t.Label))
	}
	if len(t.Scopes) > 0 {
		var scopes []string
		for _, s := range t.Scopes {
			scopes = append(scopes, safetext.Line(s))
		}
		words = append(words, "scopes "+safetext.Truncate(strings.Join(scopes, " "), valueWidth))
	}
	switch at := t.ExpiresAt.Time(); {
	case t.ExpiresAt.IsZero():
		words = append(words, "does not expire")
	case !at.After(now):
		words = append(words, "expired")
	default:
		words = append(words, "expires in "+when.Span(at.Sub(now)))
	}
	return strings.Join(words, " · ")
}

func accountRows() []Action {
	return []Action{deletePasskeyRow(), deleteWalletRow(), deleteAccountRow()}
}

// part is something of a user that can be deleted by its id.
type part struct {
	id, title, operation, letter string
	field                        string // the path's name of the id
	path                         string
	thing                        string
	choices                      func(*api.User) []FieldChoice
	does, not                    []string
	do                           func(Backend, context.Context, api.ID, api.ID) (*api.DeletedObject, error)
}

// row deletes one of the user's parts: picked when there are several.
func (p part) row() Action {
	ws := []Write{writeDelete(p.path + "/{" + p.field + "}")}
	has := func(u *api.User, id string) bool {
		for _, c := range p.choices(u) {
			if c.ID == id {
				return true
			}
		}
		return false
	}
	return Action{
		ID: p.id, Title: p.title, Operations: []string{p.operation}, Level: Sensitive, Mutates: true,
		Writes: ws, Letter: p.letter, Section: SigningIn,
		Applies: func(u *api.User) (bool, string) {
			if ok, why := writable(u); !ok {
				return false, why
			}
			ok := anyOpen(p.choices(u))
			return ok, unless(ok, "no "+p.thing)
		},
		Ask: func(u *api.User, env Env) Prompt { return p.ask(u, env, ws) },
		Run: func(ctx context.Context, b Backend, u *api.User, in Input) (Outcome, error) {
			if _, err := p.do(b, ctx, u.ID, api.ID(in.Values[p.field])); err != nil {
				return Outcome{}, err
			}
			return reread(ctx, b, u, Outcome{Message: "Deleted the " + p.thing + " of " + Name(u), Detail: in.Values[p.field]}), nil
		},
		Verify: func(_, now *api.User, in Input) Settled {
			if has(now, in.Values[p.field]) {
				return Settled{State: DidNot, Text: "the " + p.thing + " of " + Name(now) + " is still there"}
			}
			return Settled{State: Happened, Text: "the " + p.thing + " of " + Name(now) + " is gone"}
		},
		Note: func(_ *api.User, in Input) []string { return []string{p.thing + " " + in.Values[p.field]} },
	}
}

func (p part) ask(u *api.User, env Env, ws []Write) Prompt {
	choices := p.choices(u)
	chosen := begin(choices, env.Target)
	q := question{
		title: "Delete a " + p.thing + " of " + Name(u) + "?", verb: "Delete", level: Sensitive, writes: ws,
		does: p.does, not: p.not, in: Input{Values: map[string]string{p.field: chosen}},
	}
	if q.in.Values[p.field] != "" && len(choices) == 1 {
		q.does = append([]string{"Deletes " + choices[0].Title + hinted(choices[0]) + "."}, q.does...)
		return q.prompt(u, env)
	}
	q.form = &FormPrompt{
		Title:  "Delete a " + p.thing + " of " + Name(u),
		Fields: []FormField{{ID: p.field, Label: "Which", Kind: FieldPick, Choices: choices, Required: true, Value: chosen}},
		Review: func(filled map[string]string) (Review, error) {
			c, err := pick(filled, p.field, choices)
			if err != nil {
				return Review{}, err
			}
			in := Input{Values: map[string]string{p.field: c.ID}}
			return Review{Input: in, Sends: sendsFor(ws, u.ID, in), Does: []string{"Deletes " + c.Title + hinted(c) + "."}}, nil
		},
	}
	return q.prompt(u, env)
}

func hinted(c FieldChoice) string {
	if c.Hint == "" {
		return ""
	}
	return " (" + c.Hint + ")"
}

func lastWayIn() []string {
	return []string{"The server refuses to delete the last way to sign in.", "Running sessions stay alive."}
}

func deletePasskeyRow() Action {
	return part{
		id: "user.delete_passkey", title: "Delete a passkey", operation: "UserPasskeyDelete", letter: "K",
		field: "passkey_identification_id", path: "passkeys", thing: "passkey",
		choices: func(u *api.User) []FieldChoice {
			var out []FieldChoice
			for i := range u.Passkeys {
				k := &u.Passkeys[i]
				out = append(out, choice(k.ID, k.Name, ""))
			}
			return out
		},
		does: []string{"The person gets a mail about it.", "The passkey cannot be put back; the device keeps a useless copy."},
		not:  lastWayIn(), do: Backend.DeletePasskey,
	}.row()
}

func deleteWalletRow() Action {
	return part{
		id: "user.delete_wallet", title: "Delete a wallet", operation: "UserWeb3WalletDelete", letter: "W",
		field: "web3_wallet_identification_id", path: "web3_wallets", thing: "wallet",
		choices: func(u *api.User) []FieldChoice {
			var out []FieldChoice
			for i := range u.Web3Wallets {
				w := &u.Web3Wallets[i]
				out = append(out, choice(w.ID, w.Web3Wallet, safetext.Line(stateOf(w.Verification))))
			}
			return out
		},
		does: []string{"The person cannot sign in with it any more."},
		not:  lastWayIn(), do: Backend.DeleteWeb3Wallet,
	}.row()
}

func deleteAccountRow() Action {
	return part{
		id: "user.delete_external_account", title: "Disconnect an account", operation: "DeleteExternalAccount", letter: "O",
		field: "external_account_id", path: "external_accounts", thing: "connected account",
		choices: func(u *api.User) []FieldChoice {
			var out []FieldChoice
			for i := range u.ExternalAccounts {
				e := &u.ExternalAccounts[i]
				c := choice(e.DeleteID(), e.EmailAddress, line(stateOf(e.Verification)))
				c.Title = strings.TrimSpace(providerName(e) + " " + line(e.EmailAddress))
				out = append(out, c)
			}
			return out
		},
		does: []string{"The person cannot sign in through it until it is connected again."},
		not:  append([]string{"Changes nothing at the provider."}, lastWayIn()...), do: Backend.DeleteExternalAccount,
	}.row()
}

// choice is an entry of a picker for a thing with an id.
func choice(id api.ID, title api.Text, hint string) FieldChoice {
	c := FieldChoice{ID: string(id), Title: line(title), Hint: hint}
	if c.Title == "" {
		c.Title = string(id)
	}
	if !id.Valid() {
		c.Off = "it has no usable id"
	}
	return c
}
