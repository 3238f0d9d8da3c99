package actions

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"usher/api"
	"usher/internal/safetext"
)

func foldEqual(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

func writeReplace(k identKind) Write {
	return Write{Method: http.MethodPut, Path: "/users/{user_id}/" + k.param()}
}

// param is the API's name of an identification's value.
func (k identKind) param() string {
	return []string{"email_address", "phone_number", "web3_wallet"}[k]
}

func (k identKind) of(u *api.User) []identification {
	var out []identification
	for _, i := range identifications(u) {
		if i.kind == k {
			out = append(out, i)
		}
	}
	return out
}

func replaceFields(k identKind, value string) []FormField {
	fields := []FormField{
		{ID: k.param(), Label: "New " + k.String(), Required: true, Quick: true, Value: value},
		{ID: "identification_status", Label: "It counts as", Kind: FieldPick, Value: api.StatusVerified, Choices: []FieldChoice{
			{ID: api.StatusVerified, Title: "verified", Hint: "who reads mail or messages there can sign in"},
			{ID: api.StatusReserved, Title: "reserved", Hint: "usable, and nobody else can claim it"},
			{ID: api.StatusUnverified, Title: "unverified", Hint: "can lock the person out"},
		}},
	}
	if k == kindEmail {
		return append(fields, FormField{
			ID: "notify_primary_email_address_changed", Label: "Tell the person by mail", Kind: FieldTick, Value: unticked,
		})
	}
	fields[0].Placeholder, fields[0].Help = "+14155550123", "with + and the country code"
	return fields
}

func reviewReplace(u *api.User, k identKind, v values) (Review, error) {
	clean := cleanEmail
	if k == kindPhone {
		clean = cleanPhone
	}
	s, err := clean(k.param(), v[k.param()])
	if err != nil {
		return Review{}, err
	}
	r := Review{Input: Input{Values: map[string]string{k.param(): s}}}
	old := k.of(u)
	if len(old) == 1 && foldEqual(raw(old[0].value), s) {
		return Review{}, bad(k.param(), "is the one that the person has")
	}
	for _, i := range old {
		if i.linked {
			r.Warnings = append(r.Warnings, line(i.value)+" belongs to a connected account: the server is likely to refuse until that is disconnected.")
		}
		if !foldEqual(raw(i.value), s) {
			r.Change = append(r.Change, change(k.String(), raw(i.value), "")...)
		}
		if i.factor {
			r.Warnings = append(r.Warnings, line(i.value)+" is a second factor: replacing it turns the second factor off.")
		}
	}
	r.Change = append(r.Change, change(k.String(), "", s)...)
	switch status := v.text("identification_status"); status {
	case "", api.StatusVerified:
		r.Input.Values["identification_status"] = api.StatusVerified
	case api.StatusReserved:
		r.Input.Values["identification_status"] = status
	case api.StatusUnverified:
		r.Input.Values["identification_status"] = status
		r.Warnings = append(r.Warnings, "Unverified, it may lock the person out.")
	default:
		return Review{}, bad("identification_status", "is not one of the choices")
	}
	if v.tick("notify_primary_email_address_changed") && k == kindEmail {
		r.Input.Values["notify_primary_email_address_changed"] = ticked
		r.Does = append(r.Does, "Mails the person about it.")
	}
	return r, nil
}

func runReplace(k identKind) func(context.Context, Backend, *api.User, Input) (Outcome, error) {
	return func(ctx context.Context, b Backend, u *api.User, in Input) (Outcome, error) {
		v := values(in.Values)
		p := api.ReplaceIdentificationParams{
			Value: v.text(k.param()), Status: v.text("identification_status"),
			NotifyPrimaryChanged: v.tick("notify_primary_email_address_changed"),
		}
		var err error
		if k == kindEmail {
			_, err = b.ReplaceEmailAddress(ctx, u.ID, p)
		} else {
			_, err = b.ReplacePhoneNumber(ctx, u.ID, p)
		}
		if err != nil {
			return Outcome{}, err
		}
		msg := safetext.Truncate(safetext.String(p.Value), nameWidth) + " is the only " + k.String() + " of " + Name(u) + " now"
		return reread(ctx, b, u, Outcome{Message: msg}), nil
	}
}

func verifyReplace(k identKind) func(before, now *api.User, in Input) Settled {
	return func(before, now *api.User, in Input) Settled {
		all := k.of(now)
		switch {
		case len(all) == 1 && foldEqual(raw(all[0].value), in.Values[k.param()]):
			return Settled{State: Happened, Text: line(all[0].value) + " is the only " + k.String() + " of " + Name(now)}
		case sameIdentifications(k.of(before), all):
			return Settled{State: DidNot, Text: "the " + k.String() + " of " + Name(now) + " is as before"}
		default:
			return Settled{State: CannotTell, Text: "The identifiers of " + Name(now) + " are neither as before nor as sent."}
		}
	}
}

func sameIdentifications(a, b []identification) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].id != b[i].id || raw(a[i].value) != raw(b[i].value) {
			return false
		}
	}
	return true
}

func replaceRow(k identKind) Action {
	ws := []Write{writeReplace(k)}
	a := Action{
		ID: "identity.replace_email", Title: "Replace all e-mail addresses", Operations: []string{"ReplaceUserEmailAddress"},
		Level: Irreversible, Mutates: true, Writes: ws, Letter: "F", Section: Identifiers, Applies: writable,
		Run: runReplace(k), Verify: verifyReplace(k), Note: noteValues,
	}
	if k == kindPhone {
		a.ID, a.Title, a.Operations, a.Letter = "identity.replace_phone", "Replace all phone numbers", []string{"ReplaceUserPhoneNumber"}, "H"
	}
	a.Ask = func(u *api.User, env Env) Prompt {
		return question{
			title: "Replace every " + k.String() + " of " + Name(u) + "?", verb: "Replace", level: Irreversible, writes: ws,
			does: []string{fmt.Sprintf("Deletes all others (%s now) and leaves this one alone.", count(len(k.of(u)), k.String()))},
			not:  []string{"Refused while one belongs to a connected account: disconnect that first.", "Running sessions stay alive."},
			form: &FormPrompt{
				Title: a.Title + " of " + Name(u), Intro: []string{"All others go. To keep them, add one and make it primary instead."},
				Fields: replaceFields(k, ""),
				Review: func(filled map[string]string) (Review, error) { return reviewReplace(u, k, filled) },
			},
		}.prompt(u, env)
	}
	return a
}

// correctEmailRow is for a typo: the one address is replaced, and nothing else
// can get lost.
func correctEmailRow() Action {
	ws := []Write{writeReplace(kindEmail)}
	return Action{
		ID: "identity.correct_email", Title: "Correct the e-mail address", Operations: []string{"ReplaceUserEmailAddress"},
		Level: Sensitive, Mutates: true, Writes: ws, Letter: "f", Section: Identifiers,
		Applies: func(u *api.User) (bool, string) {
			if ok, why := writable(u); !ok {
				return false, why
			}
			switch n := len(u.EmailAddresses); {
			case n == 0:
				return false, "no e-mail address"
			case n > 1:
				return false, "several e-mail addresses: add, make primary, delete"
			}
			return true, ""
		},
		Ask: func(u *api.User, env Env) Prompt {
			return question{
				title: "Correct the e-mail address of " + Name(u) + "?", verb: "Correct", level: Sensitive, writes: ws,
				does: []string{"Puts the new address in the place of the present one, which is gone then."},
				not:  []string{"Running sessions stay alive.", "Refused while the address belongs to a connected account."},
				form: &FormPrompt{
					Title: "Correct the e-mail address of " + Name(u), Fields: replaceFields(kindEmail, raw(u.PrimaryEmail())),
					Review: func(filled map[string]string) (Review, error) { return reviewReplace(u, kindEmail, filled) },
				},
			}.prompt(u, env)
		},
		Run: runReplace(kindEmail), Verify: verifyReplace(kindEmail), Note: noteValues, Undo: undoCorrect,
	}
}

func undoCorrect(before *api.User, in Input, out Outcome) *Undo {
	if out.User == nil || len(before.EmailAddresses) != 1 {
		return nil
	}
	old := kindEmail.of(before)[0]
	if old.value.Empty() || foldEqual(raw(old.value), in.Values["email_address"]) {
		return nil
	}
	status := api.StatusUnverified
	switch {
	case old.verified():
		status = api.StatusVerified
	case old.reserved:
		status = api.StatusReserved
	}
	return &Undo{
		Title: "Put " + line(old.value) + " back", ActionID: "identity.correct_email", User: out.User,
		Input:  Input{Values: map[string]string{"email_address": raw(old.value), "identification_status": status}},
		Sends:  sends(before.ID, []Write{writeReplace(kindEmail)}),
		Does:   []string{"Puts the earlier address back; it counts as " + status + "."},
		Change: append(change("e-mail address", in.Values["email_address"], ""), change("e-mail address", "", raw(old.value))...),
	}
}
