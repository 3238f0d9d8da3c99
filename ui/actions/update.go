package actions

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"usher/api"
)

func writeUpdate() Write { return Write{Method: http.MethodPatch, Path: "/users/{user_id}"} }

// attribute is one field of a user that an update can change.
type attribute struct {
	id, label, help string
	kind            FieldKind
	of              func(*api.User) string // as the form shows it
	put             func(*api.UpdateUserParams, string)
}

// optional sets a text, or clears it where it is empty.
func optional(s string) api.Optional[string] {
	if s == "" {
		return api.Null[string]()
	}
	return api.Set(s)
}

func attributes() []attribute {
	truth := func(s string) *bool { on := s == ticked; return &on }
	return []attribute{
		{
			"first_name", "First name", "", FieldText,
			func(u *api.User) string { return raw(u.FirstName) },
			func(p *api.UpdateUserParams, s string) { p.FirstName = optional(s) },
		},
		{
			"last_name", "Last name", "", FieldText,
			func(u *api.User) string { return raw(u.LastName) },
			func(p *api.UpdateUserParams, s string) { p.LastName = optional(s) },
		},
		{
			"username", "Username", "emptied, the username is gone for good", FieldText,
			func(u *api.User) string { return raw(u.Username) },
			func(p *api.UpdateUserParams, s string) { p.Username = optional(s) },
		},
		{
			"external_id", "External id", "the id in your own systems", FieldText,
			func(u *api.User) string { return raw(u.ExternalID) },
			func(p *api.UpdateUserParams, s string) { p.ExternalID = optional(s) },
		},
		{
			"locale", "Locale", "such as en-US", FieldText,
			func(u *api.User) string { return raw(u.Locale) },
			func(p *api.UpdateUserParams, s string) { p.Locale = optional(s) },
		},
		{
			"delete_self_enabled", "May delete the own account", "", FieldTick,
			func(u *api.User) string { return tickValue(u.DeleteSelfEnabled) },
			func(p *api.UpdateUserParams, s string) { p.DeleteSelfEnabled = truth(s) },
		},
		{
			"create_organization_enabled", "May create organizations", "", FieldTick,
			func(u *api.User) string { return tickValue(u.CreateOrgEnabled) },
			func(p *api.UpdateUserParams, s string) { p.CreateOrgEnabled = truth(s) },
		},
		{
			"create_organizations_limit", "Organizations at most", "0 is unlimited; empty leaves it", FieldText,
			func(u *api.User) string {
				if u.CreateOrgsLimit == nil {
					return ""
				}
				return strconv.FormatInt(*u.CreateOrgsLimit, 10)
			},
			func(p *api.UpdateUserParams, s string) {
				if n, err := strconv.ParseInt(s, 10, 64); err == nil {
					p.CreateOrgsLimit = &n
				}
			},
		},
	}
}

func updateRow() Action {
	return Action{
		ID: "user.update", Title: "Edit names and settings", Operations: []string{"UpdateUser"}, Level: Reversible, Mutates: true,
		Writes: []Write{writeUpdate()}, Letter: "N", Section: Profile, Applies: writable, Ask: askUpdate, Run: runUpdate,
		Undo: undoUpdate, Verify: verifyUpdate, Note: noteValues,
	}
}

func askUpdate(u *api.User, env Env) Prompt {
	form := &FormPrompt{
		Title:  "Edit " + Name(u),
		Review: func(filled map[string]string) (Review, error) { return reviewUpdate(u, filled) },
	}
	for _, a := range attributes() {
		form.Fields = append(form.Fields, FormField{ID: a.id, Label: a.label, Help: a.help, Kind: a.kind, Value: a.of(u)})
	}
	return question{
		title: "Save " + Name(u) + "?", verb: "Save", level: Reversible, writes: []Write{writeUpdate()}, form: form,
		does: []string{"Sends only the fields that changed."},
		not:  []string{"E-mail addresses, phone numbers, the password and metadata have actions of their own."},
	}.prompt(u, env)
}

func reviewUpdate(u *api.User, filled map[string]string) (Review, error) {
	r := Review{Nothing: true, Input: Input{Values: map[string]string{}}}
	for _, a := range attributes() {
		typed, there := filled[a.id]
		before := a.of(u)
		now := strings.TrimSpace(typed)
		if !there || typed == before || now == before {
			continue
		}
		if a.id == "create_organizations_limit" {
			if now == "" {
				continue
			}
			if n, err := strconv.ParseInt(now, 10, 64); err != nil || n < 0 {
				return Review{}, bad(a.id, "must be a whole number from 0 on")
			}
		}
		if a.id == "username" && now == "" {
			r.Warnings = append(r.Warnings, "The username is deleted for good: anybody can take it afterwards, and nobody can sign in by it.")
		}
		r.Nothing = false
		r.Input.Values[a.id] = now
		r.Change = append(r.Change, change(a.id, before, now)...)
	}
	return r, nil
}

func runUpdate(ctx context.Context, b Backend, u *api.User, in Input) (Outcome, error) {
	var p api.UpdateUserParams
	var sent []string
	for _, a := range attributes() {
		if s, ok := in.Values[a.id]; ok {
			a.put(&p, s)
			sent = append(sent, a.id)
		}
	}
	if len(sent) == 0 {
		return Outcome{}, errNothing
	}
	fresh, err := freshFor(ctx, b, u, func(now *api.User) []Conflict { return changedAttributes(u, now, in) }, in)
	if err != nil {
		return Outcome{}, err
	}
	now, err := b.UpdateUser(ctx, u.ID, p)
	if err != nil {
		return Outcome{Before: fresh}, err
	}
	return Outcome{User: now, Before: fresh, Refetch: now == nil, Message: "Saved " + listed(sent, 3) + " of " + Name(u)}, nil
}

func undoUpdate(before *api.User, in Input, out Outcome) *Undo {
	after := out.User
	if after == nil {
		return nil
	}
	back, caveat := map[string]string{}, ""
	var lines []DiffLine
	for _, a := range attributes() {
		now, ok := in.Values[a.id]
		if !ok {
			continue
		}
		earlier := a.of(before)
		if a.id == "create_organizations_limit" && earlier == "" {
			caveat = "The limit stays: the earlier one was not told."
			continue
		}
		if a.id == "username" && now == "" {
			caveat = "The username comes back only if nobody has taken it meanwhile."
		}
		back[a.id] = earlier
		lines = append(lines, change(a.id, now, earlier)...)
	}
	if len(back) == 0 {
		return nil
	}
	return &Undo{
		Title: "Restore " + listed(slices.Sorted(maps.Keys(back)), 2) + " of " + Name(before), ActionID: "user.update",
		Input: Input{Values: back}, User: after, Sends: sends(before.ID, []Write{writeUpdate()}), Caveat: caveat,
		Does: []string{"Puts the earlier values back."}, Change: lines,
	}
}

func verifyUpdate(before, now *api.User, in Input) Settled {
	done, undone, all := 0, 0, 0
	for _, a := range attributes() {
		want, ok := in.Values[a.id]
		if !ok {
			continue
		}
		all++
		if a.of(now) == want {
			done++
		}
		if a.of(now) == a.of(before) {
			undone++
		}
	}
	switch {
	case all > 0 && done == all:
		return Settled{State: Happened, Text: Name(now) + " is saved"}
	case undone == all:
		return Settled{State: DidNot, Text: Name(now) + " is as before"}
	default:
		return Settled{State: CannotTell, Text: "Some fields of " + Name(now) + " are neither as before nor as sent."}
	}
}

func primaryRow() Action {
	return Action{
		ID: "user.set_primary", Title: "Make another identifier primary", Operations: []string{"UpdateUser"},
		Level: Reversible, Mutates: true, Writes: []Write{writeUpdate()}, Letter: "p", Section: Identifiers,
		Applies: func(u *api.User) (bool, string) {
			if ok, why := writable(u); !ok {
				return false, why
			}
			if !anyOpen(primaryChoices(u)) {
				return false, "no other verified identifier"
			}
			return true, ""
		},
		Ask: askPrimary, Run: runPrimary, Undo: undoPrimary, Verify: verifyPrimary,
		Note: func(_ *api.User, in Input) []string { return []string{"set primary " + in.Values["identification"]} },
	}
}

func primaryChoices(u *api.User) []FieldChoice {
	return identChoices(u, func(identification) bool { return true }, func(i identification) string {
		switch {
		case i.primary(u):
			return "already primary"
		case !i.verified():
			return "not verified"
		}
		return ""
	})
}

func askPrimary(u *api.User, env Env) Prompt {
	choices := primaryChoices(u)
	return question{
		title: "Change the primary identifier of " + Name(u) + "?", verb: "Make primary", level: Reversible,
		writes: []Write{writeUpdate()},
		does:   []string{"Mails and codes that go to the primary identifier go to this one from now on."},
		not:    []string{"The other identifiers stay, and signing in works with them as before."},
		form: &FormPrompt{
			Title: "Primary identifier of " + Name(u),
			Fields: []FormField{
				{ID: "identification", Label: "Primary", Kind: FieldPick, Choices: choices, Required: true, Value: begin(choices, env.Target)},
				{ID: "notify_primary_email_address_changed", Label: "Tell the person by mail", Kind: FieldTick, Value: unticked, Help: "for e-mail addresses"},
			},
			Review: func(filled map[string]string) (Review, error) { return reviewPrimary(u, values(filled)) },
		},
	}.prompt(u, env)
}

func reviewPrimary(u *api.User, v values) (Review, error) {
	c, err := pick(v, "identification", primaryChoices(u))
	if err != nil {
		return Review{}, err
	}
	i, _ := findIdentification(u, api.ID(c.ID))
	before, _ := findIdentification(u, primaryID(u, i.kind))
	r := Review{
		Input:  Input{Values: map[string]string{"identification": c.ID}},
		Change: change("primary "+i.kind.String(), raw(before.value), raw(i.value)),
	}
	if v.tick("notify_primary_email_address_changed") && i.kind == kindEmail {
		r.Input.Values["notify"] = ticked
		r.Does = append(r.Does, "Mails the person about it.")
	}
	return r, nil
}

func primaryID(u *api.User, k identKind) api.ID {
	return []api.ID{u.PrimaryEmailID, u.PrimaryPhoneID, u.PrimaryWeb3WalletID}[k]
}

func runPrimary(ctx context.Context, b Backend, u *api.User, in Input) (Outcome, error) {
	i, ok := findIdentification(u, api.ID(in.Values["identification"]))
	if !ok {
		return Outcome{}, errNothing
	}
	fresh, err := freshFor(ctx, b, u, func(now *api.User) []Conflict { return changedPrimary(u, now, i) }, in)
	if err != nil {
		return Outcome{}, err
	}
	if _, there := findIdentification(fresh, i.id); !there {
		return Outcome{}, &NothingError{line(i.value) + " is not an identifier of " + Name(u) + " any more."}
	}
	p := api.UpdateUserParams{NotifyPrimaryChanged: in.Values["notify"] == ticked}
	*[]*api.ID{&p.PrimaryEmailAddressID, &p.PrimaryPhoneNumberID, &p.PrimaryWeb3WalletID}[i.kind] = i.id
	now, err := b.UpdateUser(ctx, u.ID, p)
	if err != nil {
		return Outcome{Before: fresh}, err
	}
	return Outcome{User: now, Before: fresh, Refetch: now == nil, Message: "Made " + line(i.value) + " primary"}, nil
}

func undoPrimary(before *api.User, in Input, out Outcome) *Undo {
	i, ok := findIdentification(before, api.ID(in.Values["identification"]))
	old, had := findIdentification(before, primaryID(before, i.kind))
	if !ok || !had || !old.verified() || out.User == nil {
		return nil
	}
	return &Undo{
		Title: "Make " + line(old.value) + " primary again", ActionID: "user.set_primary", User: out.User,
		Input: Input{Values: map[string]string{"identification": string(old.id)}},
		Sends: sends(before.ID, []Write{writeUpdate()}), Does: []string{"Puts the earlier primary identifier back."},
		Change: change("primary "+i.kind.String(), raw(i.value), raw(old.value)),
	}
}

func verifyPrimary(before, now *api.User, in Input) Settled {
	i, _ := findIdentification(before, api.ID(in.Values["identification"]))
	switch primaryID(now, i.kind) {
	case i.id:
		return Settled{State: Happened, Text: line(i.value) + " is primary"}
	case primaryID(before, i.kind):
		return Settled{State: DidNot, Text: line(i.value) + " is not primary"}
	default:
		return Settled{State: CannotTell, Text: "Another identifier is primary now."}
	}
}
