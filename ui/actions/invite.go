package actions

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"usher/api"
	"usher/internal/safetext"
	"usher/internal/when"
)

func unlistRow() Action {
	ws := unlistWrites()
	return Action{
		ID: "list.remove", Title: "Take an identifier off a list", Operations: []string{"DeleteBlocklistIdentifier", "DeleteAllowlistIdentifier"},
		Level: Reversible, Mutates: true, Free: true, Writes: ws, Letter: "U", Section: Application, Applies: anyone,
		Prepare: func(ctx context.Context, b Backend, _ *api.User, env Env) (Prompt, error) {
			blocked, err := listEntries(ctx, b, true)
			if err != nil {
				return Prompt{}, err
			}
			allowed, err := listEntries(ctx, b, false)
			if err != nil {
				return Prompt{}, err
			}
			inputs, choices := map[string]Input{}, []FieldChoice(nil)
			for _, e := range slices.Concat(blocked, allowed) {
				c := choice(e.id, e.identifier, listName(e.block)+" · "+line(e.kind))
				inputs[c.ID] = Input{Values: map[string]string{
					"list": listName(e.block), listField(e.block): c.ID, "identifier": raw(e.identifier),
				}}
				choices = append(choices, c)
			}
			if len(choices) == 0 {
				return Prompt{}, &NothingError{"Both lists are empty."}
			}
			return askPicked(nil, env, ws, picked{
				field: "entry", thing: "list entry", verb: "Remove", level: Reversible, choices: choices,
				does: []string{"Deletes the entry: sign-ups by it are decided by the other rules again."},
				not:  []string{"Changes no user."},
				in:   func(c FieldChoice) Input { return inputs[c.ID] },
			}), nil
		},
		Run: func(ctx context.Context, b Backend, _ *api.User, in Input) (Outcome, error) {
			var err error
			if id := api.ID(in.Values[listField(true)]); id != "" {
				_, err = b.DeleteBlocked(ctx, id)
			} else {
				_, err = b.DeleteAllowed(ctx, api.ID(in.Values[listField(false)]))
			}
			if err != nil {
				return Outcome{}, err
			}
			return Outcome{Message: "Took " + shownText(in.Values["identifier"]) + " off the " + in.Values["list"], Reload: []string{"lists"}}, nil
		},
		Settle: func(ctx context.Context, b Backend, _ *api.User, in Input) (Settled, Outcome, error) {
			s, out, err := settleList(in.Values[listField(true)] != "")(ctx, b, nil, in)
			out.Detail = ""
			switch s.State {
			case Happened:
				s.State = DidNot
			case DidNot:
				s.State, out.Reload = Happened, []string{"lists"}
			case NotAsked, CannotTell:
			}
			return s, out, err
		},
		Undo: undoUnlist, Note: noteTarget,
	}
}

func undoUnlist(_ *api.User, in Input, _ Outcome) *Undo {
	block := in.Values[listField(true)] != ""
	a, path := "list.allow", "/allowlist_identifiers"
	if block {
		a, path = "list.block", "/blocklist_identifiers"
	}
	s := in.Values["identifier"]
	return &Undo{
		Title: "Put " + shownText(s) + " on the " + listName(block) + " again", ActionID: a,
		Input: Input{Values: map[string]string{"identifier": s}}, Sends: []string{"POST " + path},
		Does: []string{"Makes the entry again."}, Change: change(listName(block), "", s),
	}
}

func inviteRow() Action {
	ws := []Write{{Method: http.MethodPost, Path: "/invitations"}}
	return Action{
		ID: "app.invite", Title: "Invite a person", Operations: []string{"CreateInvitation"}, Level: Reversible, Mutates: true,
		Free: true, Writes: ws, Letter: "1", Section: Application, Applies: anyone,
		Ask: func(_ *api.User, env Env) Prompt {
			return question{
				title: "Invite a person?", verb: "Invite", level: Reversible, writes: ws,
				does: []string{"Makes an invitation to the application."},
				not:  []string{"Creates no user: that happens when the person accepts."},
				form: &FormPrompt{
					Title: "Invite a person",
					Fields: []FormField{
						{ID: "email_address", Label: "E-mail address", Required: true, Value: env.Address},
						{ID: "notify", Label: "Send the mail", Kind: FieldTick, Value: ticked},
						{ID: "expires_in_days", Label: "Valid for days", Value: "30", Help: "1 to 365"},
						{ID: "redirect_url", Label: "Goes on to", Help: "a URL after accepting; may be empty"},
						{ID: "ignore_existing", Label: "Also if invited already", Kind: FieldTick, Value: unticked},
						{ID: "public_metadata", Label: "Public metadata", Kind: FieldJSON, Value: "{}", Help: "the new user gets it"},
					},
					Review: reviewInvite,
				},
			}.prompt(nil, env)
		},
		Run: runInvite, Settle: settleInvite, Note: noteValues,
		Undo: func(_ *api.User, in Input, out Outcome) *Undo {
			back := Input{Values: map[string]string{"invitation_id": out.Detail, "email_address": in.Values["email_address"]}}
			if !api.ID(out.Detail).Valid() {
				return nil
			}
			return &Undo{
				Title: "Revoke the invitation of " + shownText(in.Values["email_address"]), ActionID: "app.revoke_invitation", Input: back,
				Sends: sendsFor(revokeInvitationWrites(), "", back), Does: []string{"The link in the mail does not work any more."},
				Caveat: "A mail that was sent stays sent.",
			}
		},
	}
}

func reviewInvite(filled map[string]string) (Review, error) {
	v := values(filled)
	mail, err := cleanEmail("email_address", v["email_address"])
	if err != nil {
		return Review{}, err
	}
	r := Review{Title: "Invite " + shownText(mail) + "?", Input: Input{Values: map[string]string{"email_address": mail}}}
	if days := v.text("expires_in_days"); days != "" {
		if n, err := strconv.Atoi(days); err != nil || n < 1 || n > 365 {
			return Review{}, bad("expires_in_days", "must be a number from 1 to 365")
		}
		r.Input.Values["expires_in_days"] = days
		r.Does = append(r.Does, "It is valid for "+days+" days.")
	}
	if url := v.text("redirect_url"); url != "" {
		r.Input.Values["redirect_url"] = url
		r.Change = append(r.Change, diffLine('+', "redirect_url", shownText(url)))
	}
	if doc := v.text("public_metadata"); doc != "" {
		m, err := metadataField("public_metadata", doc)
		if err != nil {
			return Review{}, err
		}
		if ms, err := members(m); err == nil && len(ms) > 0 {
			r.Input.Metadata.Public = m
			r.Change = append(r.Change, diffLine('+', "public_metadata", shown(m)))
		}
	}
	r.Input.Values["notify"] = tickValue(v.tick("notify"))
	if v.tick("notify") {
		r.Does = append(r.Does, "Mails it.")
	} else {
		r.Warnings = append(r.Warnings, "Sends no mail: the link must reach the person another way.")
	}
	if v.tick("ignore_existing") {
		r.Input.Values["ignore_existing"] = ticked
	}
	return r, nil
}

func runInvite(ctx context.Context, b Backend, _ *api.User, in Input) (Outcome, error) {
	v := values(in.Values)
	notify := v.tick("notify")
	days, err := strconv.Atoi(v.text("expires_in_days"))
	if err != nil {
		days = 0 // left to the server
	}
	i, err := b.CreateInvitation(ctx, api.CreateInvitationParams{
		EmailAddress: v.text("email_address"), Notify: &notify, ExpiresInDays: days, RedirectURL: v.text("redirect_url"),
		IgnoreExisting: v.tick("ignore_existing"), PublicMetadata: in.Metadata.Public,
	})
	if err != nil {
		return Outcome{}, err
	}
	out := Outcome{Message: "Invited " + line(i.EmailAddress), Detail: string(i.ID), Reload: []string{"invitations"}}
	if !notify && !i.URL.Empty() {
		out.Show = &Show{
			Title: "Invitation of " + line(i.EmailAddress), Lines: []string{"Who opens the link can sign up with the address."},
			Secrets: []ShowSecret{{Label: "Link", Value: api.NewSecret(raw(i.URL))}},
		}
	}
	return out, nil
}

func settleInvite(ctx context.Context, b Backend, _ *api.User, in Input) (Settled, Outcome, error) {
	mail := in.Values["email_address"]
	list, err := b.ListInvitations(ctx, api.ListInvitationsParams{Status: []string{"pending"}, Query: mail, OrderBy: "-created_at", Page: api.Page{Limit: 20}})
	if err != nil {
		return Settled{}, Outcome{}, err
	}
	s := safetext.Truncate(safetext.String(mail), nameWidth)
	for i := range list.Data {
		v := &list.Data[i]
		if foldEqual(raw(v.EmailAddress), mail) && v.CreatedAt.Time().After(in.Env.Now.Add(-clockSlack)) {
			return Settled{State: Happened, Text: s + " has an invitation from just now"}, Outcome{Detail: string(v.ID), Reload: []string{"invitations"}}, nil
		}
	}
	return Settled{State: DidNot, Text: s + " has no new invitation"}, Outcome{}, nil
}

func revokeInvitationWrites() []Write {
	return []Write{{Method: http.MethodPost, Path: "/invitations/{invitation_id}/revoke"}}
}

func revokeInvitationRow() Action {
	ws := revokeInvitationWrites()
	return Action{
		ID: "app.revoke_invitation", Title: "Revoke an invitation", Operations: []string{"RevokeInvitation", "ListInvitations"},
		Level: Reversible, Mutates: true, Free: true, Writes: ws, Letter: "2", Section: Application, Applies: anyone,
		Prepare: func(ctx context.Context, b Backend, _ *api.User, env Env) (Prompt, error) {
			list, err := b.ListInvitations(ctx, api.ListInvitationsParams{Status: []string{"pending"}, OrderBy: "-created_at", Page: api.Page{Limit: 200}})
			if err != nil {
				return Prompt{}, err
			}
			var choices []FieldChoice
			for i := range list.Data {
				v := &list.Data[i]
				choices = append(choices, choice(v.ID, v.EmailAddress, "invited "+when.Ago(env.Now, v.CreatedAt)))
			}
			if len(choices) == 0 {
				return Prompt{}, &NothingError{"No invitation is pending."}
			}
			return askPicked(nil, env, ws, picked{
				field: "invitation_id", thing: "pending invitation", verb: "Revoke", level: Reversible, choices: choices,
				does: []string{"The link in the mail does not work any more."},
				not:  []string{"Tells the person nothing, and changes no user."},
			}), nil
		},
		Run: func(ctx context.Context, b Backend, _ *api.User, in Input) (Outcome, error) {
			i, err := b.RevokeInvitation(ctx, api.ID(in.Values["invitation_id"]))
			if err != nil {
				return Outcome{}, err
			}
			return Outcome{Message: "Revoked the invitation of " + line(i.EmailAddress), Reload: []string{"invitations"}}, nil
		},
		Settle: settleRevokedInvitation, Note: noteTarget,
	}
}

func settleRevokedInvitation(ctx context.Context, b Backend, _ *api.User, in Input) (Settled, Outcome, error) {
	for _, status := range []string{"pending", "revoked"} {
		list, err := b.ListInvitations(ctx, api.ListInvitationsParams{Status: []string{status}, OrderBy: "-created_at", Page: api.Page{Limit: 500}})
		if err != nil {
			return Settled{}, Outcome{}, err
		}
		for i := range list.Data {
			if string(list.Data[i].ID) != in.Values["invitation_id"] {
				continue
			}
			if status == "pending" {
				return Settled{State: DidNot, Text: "the invitation is still pending"}, Outcome{}, nil
			}
			return Settled{State: Happened, Text: "the invitation is revoked"}, Outcome{Reload: []string{"invitations"}}, nil
		}
	}
	return Settled{State: CannotTell, Text: "The invitation was not found among the newest ones."}, Outcome{}, nil
}
