package actions

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"usher/api"
	"usher/internal/safetext"
)

func identityRows() []Action {
	return []Action{
		addEmailRow(), addPhoneRow(), sendCodeRow(), checkCodeRow(), correctEmailRow(),
		replaceRow(kindEmail), replaceRow(kindPhone), deleteIdentityRow(),
	}
}

func addEmailRow() Action {
	ws := []Write{{Method: http.MethodPost, Path: "/email_addresses"}}
	return Action{
		ID: "identity.add_email", Title: "Add an e-mail address", Operations: []string{"CreateEmailAddress"}, Level: Sensitive, Mutates: true,
		Writes: ws, Letter: "a", Section: Identifiers, Applies: writable,
		Ask: func(u *api.User, env Env) Prompt {
			return askAdd(u, env, ws, kindEmail, FormField{ID: "email_address", Label: "E-mail address", Required: true},
				FormField{ID: "notify_primary_email_address_changed", Label: "Tell the person by mail", Kind: FieldTick, Value: unticked, Help: "when it becomes primary"})
		},
		Run: func(ctx context.Context, b Backend, u *api.User, in Input) (Outcome, error) {
			v := values(in.Values)
			verified, primary := v.tick("verified"), v.tick("primary")
			made, err := b.CreateEmailAddress(ctx, api.CreateEmailAddressParams{
				UserID: u.ID, EmailAddress: v.text("email_address"), Verified: &verified, Primary: &primary,
				NotifyPrimaryChanged: v.tick("notify_primary_email_address_changed"),
			})
			if err != nil {
				return Outcome{}, err
			}
			return reread(ctx, b, u, Outcome{Message: "Added " + line(made.EmailAddress) + " to " + Name(u), Detail: string(made.ID)}), nil
		},
		Undo: undoAdd(kindEmail, "email_address"), Verify: verifyHas("email_address"), Note: noteValues,
	}
}

func addPhoneRow() Action {
	ws := []Write{{Method: http.MethodPost, Path: "/phone_numbers"}}
	return Action{
		ID: "identity.add_phone", Title: "Add a phone number", Operations: []string{"CreatePhoneNumber"}, Level: Sensitive, Mutates: true,
		Writes: ws, Letter: "h", Section: Identifiers, Applies: writable,
		Ask: func(u *api.User, env Env) Prompt {
			return askAdd(u, env, ws, kindPhone, FormField{
				ID: "phone_number", Label: "Phone number", Required: true,
				Placeholder: "+14155550123", Help: "with + and the country code",
			}, FormField{ID: "reserved_for_second_factor", Label: "For the second factor", Kind: FieldTick, Value: unticked, Help: "wants a verified number"})
		},
		Run: func(ctx context.Context, b Backend, u *api.User, in Input) (Outcome, error) {
			v := values(in.Values)
			verified, primary := v.tick("verified"), v.tick("primary")
			p := api.CreatePhoneNumberParams{UserID: u.ID, PhoneNumber: v.text("phone_number"), Verified: &verified, Primary: &primary}
			if factor := v.tick("reserved_for_second_factor"); factor {
				p.ReservedForSecondFactor = &factor
			}
			made, err := b.CreatePhoneNumber(ctx, p)
			if err != nil {
				return Outcome{}, err
			}
			return reread(ctx, b, u, Outcome{Message: "Added " + line(made.PhoneNumber) + " to " + Name(u), Detail: string(made.ID)}), nil
		},
		Undo: undoAdd(kindPhone, "phone_number"), Verify: verifyHas("phone_number"), Note: noteValues,
	}
}

func askAdd(u *api.User, env Env, ws []Write, kind identKind, value, last FormField) Prompt {
	clean := cleanEmail
	if kind == kindPhone {
		clean = cleanPhone
	}
	return question{
		title: "Add this " + kind.String() + " to " + Name(u) + "?", verb: "Add", level: Sensitive, writes: ws,
		does: []string{"The person can be found by it, and sign in with it once it is verified."},
		not:  []string{"The others stay."},
		form: &FormPrompt{
			Title: "Add to " + Name(u),
			Fields: []FormField{
				value,
				{ID: "verified", Label: "Count it as verified", Kind: FieldTick, Value: unticked, Help: "only when it is known to be the person's own"},
				{ID: "primary", Label: "Make it primary", Kind: FieldTick, Value: unticked},
				last,
			},
			Review: func(filled map[string]string) (Review, error) {
				v := values(filled)
				s, err := clean(value.ID, v[value.ID])
				if err != nil {
					return Review{}, err
				}
				if v.tick("primary") && !v.tick("verified") && len(identifications(u)) > 0 {
					return Review{}, bad("primary", "only a verified one can be primary")
				}
				r := Review{Input: Input{Values: map[string]string{value.ID: s}}, Change: change(value.ID, "", s)}
				for _, id := range []string{"verified", "primary", last.ID} {
					if v.tick(id) {
						r.Input.Values[id] = ticked
						r.Change = append(r.Change, diffLine('+', id, ticked))
					}
				}
				if v.tick("verified") {
					r.Does = append(r.Does, "Counts as verified at once: who can read mail or messages there can sign in.")
				}
				return r, nil
			},
		},
	}.prompt(u, env)
}

// holder finds the identification of u with a value, as the server may have
// written it.
func holder(u *api.User, value string) (identification, bool) {
	for _, i := range identifications(u) {
		if foldEqual(raw(i.value), value) {
			return i, true
		}
	}
	return identification{}, false
}

func verifyHas(field string) func(before, now *api.User, in Input) Settled {
	return func(_, now *api.User, in Input) Settled {
		s := safetext.Truncate(safetext.String(in.Values[field]), nameWidth)
		if _, there := holder(now, in.Values[field]); there {
			return Settled{State: Happened, Text: Name(now) + " has " + s}
		}
		return Settled{State: DidNot, Text: Name(now) + " does not have " + s}
	}
}

func undoAdd(kind identKind, field string) func(*api.User, Input, Outcome) *Undo {
	return func(before *api.User, in Input, out Outcome) *Undo {
		if out.User == nil {
			return nil
		}
		made, ok := holder(out.User, in.Values[field])
		if !ok {
			return nil
		}
		back := Input{Values: map[string]string{kind.field(): string(made.id)}}
		caveat := ""
		if made.primary(out.User) {
			caveat = "The server chooses which one becomes primary."
		}
		return &Undo{
			Title: "Delete " + line(made.value) + " again", ActionID: "identity.delete", User: out.User, Input: back,
			Sends: sendsFor(identityDeletes(), before.ID, back), Caveat: caveat,
			Does: []string{"Deletes what was added."}, Change: change(kind.String(), raw(made.value), ""),
		}
	}
}

// field is the API's name of an identification's id.
func (k identKind) field() string {
	return []string{"email_address_id", "phone_number_id", "web3_wallet_id"}[k]
}

func identityDeletes() []Write {
	return []Write{
		{Method: http.MethodDelete, Path: "/email_addresses/{email_address_id}"},
		{Method: http.MethodDelete, Path: "/phone_numbers/{phone_number_id}"},
	}
}

// one is the identification that an input names by email_address_id or
// phone_number_id.
func one(u *api.User, in Input) identification {
	for _, k := range []identKind{kindEmail, kindPhone} {
		if i, ok := findIdentification(u, api.ID(in.Values[k.field()])); ok {
			return i
		}
	}
	return identification{}
}

func deleteIdentityRow() Action {
	off := func(identification) string { return "" }
	return Action{
		ID: "identity.delete", Title: "Delete an e-mail address or phone number", Operations: []string{"DeleteEmailAddress", "DeletePhoneNumber"},
		Level: Sensitive, Mutates: true, Writes: identityDeletes(), Letter: "d", Section: Identifiers,
		Applies: func(u *api.User) (bool, string) {
			if ok, why := writable(u); !ok {
				return false, why
			}
			ok := anyOpen(identChoices(u, withoutWallets, off))
			return ok, unless(ok, "no e-mail address and no phone number")
		},
		Ask: func(u *api.User, env Env) Prompt {
			return askIdentity(u, env, identityDeletes(), identAsk{
				title: "Delete an identifier of " + Name(u) + "?", verb: "Delete", level: Sensitive, choices: identChoices(u, withoutWallets, off),
				does: []string{"The person cannot sign in or be found by it any more; anybody can take it."},
				not:  []string{"The server refuses to delete the last way to sign in, or one that belongs to a connected account.", "Running sessions stay alive."},
			})
		},
		Run: func(ctx context.Context, b Backend, u *api.User, in Input) (Outcome, error) {
			i := one(u, in)
			var err error
			switch {
			case i.id == "":
				return Outcome{}, errNothing
			case i.kind == kindEmail:
				_, err = b.DeleteEmailAddress(ctx, i.id)
			default:
				_, err = b.DeletePhoneNumber(ctx, i.id)
			}
			if err != nil {
				return Outcome{}, err
			}
			return reread(ctx, b, u, Outcome{Message: "Deleted " + line(i.value) + " of " + Name(u), Detail: string(i.id)}), nil
		},
		Verify: func(before, now *api.User, in Input) Settled {
			i := one(before, in)
			if _, there := findIdentification(now, i.id); there {
				return Settled{State: DidNot, Text: line(i.value) + " is still there"}
			}
			return Settled{State: Happened, Text: line(i.value) + " is gone"}
		},
		Note: noteTarget,
	}
}

// noteTarget names the ids that an input holds.
func noteTarget(_ *api.User, in Input) []string {
	var out []string
	for name, id := range in.Values {
		if api.ID(id).Valid() && len(name) > 3 && name[len(name)-3:] == "_id" {
			out = append(out, name+" "+id)
		}
	}
	slices.Sort(out)
	return out
}

// identAsk is a dialog about one identification.
type identAsk struct {
	title, verb string
	level       Level
	choices     []FieldChoice
	does, not   []string
	direct      bool
	more        []FormField
	review      func(identification, values, *Review) error
}

func askIdentity(u *api.User, env Env, ws []Write, a identAsk) Prompt {
	which := FormField{
		ID: "identification", Label: "Which", Kind: FieldPick, Choices: a.choices, Required: true, Value: begin(a.choices, env.Target),
	}
	fields := append([]FormField{which}, a.more...)
	if a.direct && which.Value != "" { // what is left to type comes first
		fields = append(slices.Clone(a.more), which)
	}
	return question{
		title: a.title, verb: a.verb, level: a.level, writes: ws, does: a.does, not: a.not,
		form: &FormPrompt{Title: strings.TrimSuffix(a.title, "?"), Fields: fields, Review: func(filled map[string]string) (Review, error) {
			c, err := pick(filled, "identification", a.choices)
			if err != nil {
				return Review{}, err
			}
			i, _ := findIdentification(u, api.ID(c.ID))
			r := Review{Direct: a.direct, Input: Input{Values: map[string]string{i.kind.field(): c.ID}}}
			if !a.direct {
				r.Does = []string{a.verb + ": " + c.Title + hinted(c) + "."}
			}
			if a.review != nil {
				if err := a.review(i, filled, &r); err != nil {
					return Review{}, err
				}
			}
			r.Sends = sendsFor(ws, u.ID, r.Input)
			return r, nil
		}},
	}.prompt(u, env)
}

// codeWait is the time that the server wants between two codes.
const codeWait = 30 * time.Second
