package actions

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"usher/api"
	"usher/internal/when"
)

func organizationRows() []Action { return []Action{addMemberRow(), changeRoleRow(), removeMemberRow()} }

const (
	memberPath  = "/organizations/{organization_id}/memberships/{user_id}"
	membersPath = "/organizations/{organization_id}/memberships"
)

// membershipPage is what is read of a user's memberships.
const membershipPage = 500

func memberships(ctx context.Context, b Backend, u *api.User) ([]api.Membership, error) {
	list, err := b.OrganizationMemberships(ctx, u.ID, api.Page{Limit: membershipPage})
	if err != nil {
		return nil, err
	}
	return list.Data, nil
}

func membershipChoices(all []api.Membership, env Env) []FieldChoice {
	var out []FieldChoice
	for i := range all {
		m := &all[i]
		out = append(out, choice(m.Organization.ID, m.Organization.Name, line(m.Role)+" · since "+when.Ago(env.Now, m.CreatedAt)))
	}
	return out
}

// roleChoices are the instance's roles; where they cannot be listed, the two
// that every instance begins with, and those that are in use.
func roleChoices(ctx context.Context, b Backend, inUse []api.Membership) ([]FieldChoice, error) {
	var out []FieldChoice
	add := func(key, name api.Text, hint string) {
		id := raw(key)
		if id == "" || slices.ContainsFunc(out, func(c FieldChoice) bool { return c.ID == id }) {
			return
		}
		c := FieldChoice{ID: id, Title: line(name), Hint: hint}
		if c.Title == "" {
			c.Title = line(key)
		}
		out = append(out, c)
	}
	list, err := b.Roles(ctx, api.InstanceListParams{Page: api.Page{Limit: 100}})
	var failure *api.Error
	switch {
	case err == nil:
		for i := range list.Data {
			add(list.Data[i].Key, list.Data[i].Name, line(list.Data[i].Description))
		}
	case !errors.As(err, &failure) || organizationsOff(err) || failure.Status != http.StatusForbidden && !gone(err):
		return nil, err
	}
	if len(out) == 0 {
		const hint = "the roles could not be listed"
		add(api.NewText("org:admin"), api.NewText("Admin"), hint)
		add(api.NewText("org:member"), api.NewText("Member"), hint)
		for i := range inUse {
			add(inUse[i].Role, inUse[i].RoleName, hint)
		}
	}
	return out, nil
}

func roleField(roles []FieldChoice, value string) FormField {
	return FormField{ID: "role", Label: "Role", Kind: FieldPick, Choices: roles, Required: true, Value: value}
}

func membershipOf(all []api.Membership, org string) *api.Membership {
	for i := range all {
		if string(all[i].Organization.ID) == org {
			return &all[i]
		}
	}
	return nil
}

func changeRoleRow() Action {
	ws := []Write{{Method: http.MethodPatch, Path: memberPath}}
	return Action{
		ID: "org.change_role", Title: "Change the role in an organization", Operations: []string{"UpdateOrganizationMembership"},
		Level: Sensitive, Mutates: true, Writes: ws, Letter: "R", Section: Organizations, Applies: writable,
		Prepare: func(ctx context.Context, b Backend, u *api.User, env Env) (Prompt, error) {
			all, err := memberships(ctx, b, u)
			if err != nil {
				return Prompt{}, err
			}
			if len(all) == 0 {
				return Prompt{}, &NothingError{Name(u) + " is in no organization."}
			}
			roles, err := roleChoices(ctx, b, all)
			if err != nil {
				return Prompt{}, err
			}
			return askRole(u, env, ws, all, roles), nil
		},
		Run: func(ctx context.Context, b Backend, u *api.User, in Input) (Outcome, error) {
			m, err := b.UpdateMembership(ctx, api.ID(in.Values["organization_id"]), u.ID, in.Values["role"])
			if err != nil {
				return Outcome{}, err
			}
			return Outcome{Message: Name(u) + " is " + line(m.Role) + " of " + line(m.Organization.Name) + " now", Reload: []string{"organizations"}}, nil
		},
		Settle: settleMembership, Note: noteMembership,
		Undo: func(before *api.User, in Input, _ Outcome) *Undo {
			back := Input{Values: map[string]string{
				"organization_id": in.Values["organization_id"], "organization": in.Values["organization"],
				"role": in.Values["earlier"], "earlier": in.Values["role"],
			}}
			return &Undo{
				Title: "Give " + Name(before) + " the earlier role", ActionID: "org.change_role", User: before, Input: back,
				Sends: sendsFor(ws, before.ID, back), Does: []string{"Puts the earlier role back."},
				Change: change("role in "+in.Values["organization"], in.Values["role"], in.Values["earlier"]),
			}
		},
	}
}

func askRole(u *api.User, env Env, ws []Write, all []api.Membership, roles []FieldChoice) Prompt {
	choices := membershipChoices(all, env)
	chosen := begin(choices, env.Target)
	if chosen == "" {
		chosen = choices[0].ID
	}
	return question{
		title: "Change the role of " + Name(u) + "?", verb: "Change role", level: Sensitive, writes: ws,
		does: []string{"The person has the rights of the new role from the next refresh of the session token on."},
		not:  []string{"The membership and its metadata stay.", "The server refuses to take the last administrator."},
		form: &FormPrompt{
			Title: "Role of " + Name(u),
			Fields: []FormField{
				{ID: "organization_id", Label: "Organization", Kind: FieldPick, Choices: choices, Required: true, Value: chosen},
				roleField(roles, ""),
			},
			Review: func(filled map[string]string) (Review, error) {
				org, err := pick(filled, "organization_id", choices)
				if err != nil {
					return Review{}, err
				}
				role, err := pick(filled, "role", roles)
				if err != nil {
					return Review{}, err
				}
				earlier := raw(membershipOf(all, org.ID).Role)
				in := Input{Values: map[string]string{"organization_id": org.ID, "organization": org.Title, "role": role.ID, "earlier": earlier}}
				return Review{
					Input: in, Nothing: earlier == role.ID, Sends: sendsFor(ws, u.ID, in),
					Change: change("role in "+org.Title, earlier, role.ID),
				}, nil
			},
		},
	}.prompt(u, env)
}

func noteMembership(_ *api.User, in Input) []string {
	out := noteTarget(nil, in)
	if role := in.Values["role"]; role != "" {
		out = append(out, "role "+shownText(role))
	}
	return out
}

// settleMembership looks whether the user has the role that was to be given;
// no role means that the membership was to end.
func settleMembership(ctx context.Context, b Backend, u *api.User, in Input) (Settled, Outcome, error) {
	all, err := memberships(ctx, b, u)
	if err != nil {
		return Settled{}, Outcome{}, err
	}
	where, want := in.Values["organization"], in.Values["role"]
	out := Outcome{Reload: []string{"organizations"}}
	m := membershipOf(all, in.Values["organization_id"])
	switch {
	case in.Values["end"] == ticked && m == nil:
		return Settled{State: Happened, Text: Name(u) + " is not in " + where + " any more"}, out, nil
	case in.Values["end"] == ticked:
		return Settled{State: DidNot, Text: Name(u) + " is still in " + where}, out, nil
	case m == nil:
		return Settled{State: DidNot, Text: Name(u) + " is not in " + where}, out, nil
	case m.Role.Is(want):
		return Settled{State: Happened, Text: Name(u) + " is " + line(m.Role) + " of " + where}, out, nil
	default:
		return Settled{State: DidNot, Text: Name(u) + " is " + line(m.Role) + " of " + where}, out, nil
	}
}

func removeMemberRow() Action {
	ws := []Write{{Method: http.MethodDelete, Path: memberPath}}
	return Action{
		ID: "org.remove", Title: "Remove from an organization", Operations: []string{"DeleteOrganizationMembership"},
		Level: Sensitive, Mutates: true, Writes: ws, Letter: "G", Section: Organizations, Applies: writable,
		Prepare: func(ctx context.Context, b Backend, u *api.User, env Env) (Prompt, error) {
			all, err := memberships(ctx, b, u)
			if err != nil {
				return Prompt{}, err
			}
			if len(all) == 0 {
				return Prompt{}, &NothingError{Name(u) + " is in no organization."}
			}
			return askPicked(u, env, ws, picked{
				field: "organization_id", thing: "membership", verb: "Remove", level: Sensitive, choices: membershipChoices(all, env),
				does: []string{"Takes the person out of the organization, with the membership's metadata."},
				not:  []string{"The user stays, and so do the other memberships.", "The server refuses to remove the last administrator."},
				in: func(c FieldChoice) Input {
					return Input{Values: map[string]string{
						"organization_id": c.ID, "organization": c.Title, "earlier": raw(membershipOf(all, c.ID).Role), "end": ticked,
					}}
				},
			}), nil
		},
		Run: func(ctx context.Context, b Backend, u *api.User, in Input) (Outcome, error) {
			if _, err := b.DeleteMembership(ctx, api.ID(in.Values["organization_id"]), u.ID); err != nil {
				return Outcome{}, err
			}
			return Outcome{Message: "Removed " + Name(u) + " from " + in.Values["organization"], Reload: []string{"organizations"}}, nil
		},
		Settle: settleMembership, Note: noteMembership,
		Undo: func(before *api.User, in Input, _ Outcome) *Undo {
			back := Input{Values: map[string]string{
				"organization_id": in.Values["organization_id"], "organization": in.Values["organization"], "role": in.Values["earlier"],
			}}
			return &Undo{
				Title: "Put " + Name(before) + " back into " + in.Values["organization"], ActionID: "org.add", User: before, Input: back,
				Sends: sendsFor(addWrites(), before.ID, back), Caveat: "The membership's metadata and its date are lost.",
				Does: []string{"Makes the person a member again, as " + shownText(in.Values["earlier"]) + "."},
			}
		},
	}
}

func addWrites() []Write { return []Write{{Method: http.MethodPost, Path: membersPath}} }

func addMemberRow() Action {
	return Action{
		ID: "org.add", Title: "Add to an organization", Operations: []string{"CreateOrganizationMembership", "ListOrganizations"},
		Level: Sensitive, Mutates: true, Writes: addWrites(), Letter: "g", Section: Organizations, Applies: writable,
		Prepare: func(ctx context.Context, b Backend, u *api.User, env Env) (Prompt, error) {
			all, err := memberships(ctx, b, u)
			if err != nil {
				return Prompt{}, err
			}
			roles, err := roleChoices(ctx, b, all)
			if err != nil {
				return Prompt{}, err
			}
			first, err := searchOrganizations(all)(ctx, b, "")
			if err != nil {
				return Prompt{}, err
			}
			return askAddMember(u, env, all, roles, first), nil
		},
		Run: func(ctx context.Context, b Backend, u *api.User, in Input) (Outcome, error) {
			m, err := b.CreateMembership(ctx, api.ID(in.Values["organization_id"]), u.ID, in.Values["role"], api.Metadata{})
			if err != nil {
				return Outcome{}, err
			}
			return Outcome{Message: "Added " + Name(u) + " to " + line(m.Organization.Name) + " as " + line(m.Role), Reload: []string{"organizations"}}, nil
		},
		Settle: settleMembership, Note: noteMembership,
		Undo: func(before *api.User, in Input, _ Outcome) *Undo {
			back := Input{Values: map[string]string{
				"organization_id": in.Values["organization_id"], "organization": in.Values["organization"], "earlier": in.Values["role"], "end": ticked,
			}}
			return &Undo{
				Title: "Remove " + Name(before) + " again from the organization", ActionID: "org.remove", User: before, Input: back,
				Sends: sendsFor([]Write{{Method: http.MethodDelete, Path: memberPath}}, before.ID, back),
				Does:  []string{"Takes the person out of the organization again."},
			}
		},
	}
}

func askAddMember(u *api.User, env Env, all []api.Membership, roles, first []FieldChoice) Prompt {
	role := begin(roles, "org:member")
	return question{
		title: "Add " + Name(u) + " to an organization?", verb: "Add", level: Sensitive, writes: addWrites(),
		does: []string{"The person is a member at once, without an invitation."},
		not:  []string{"Sends no mail."},
		form: &FormPrompt{
			Title: "Add " + Name(u) + " to an organization",
			Fields: []FormField{
				{
					ID: "organization_id", Label: "Organization", Kind: FieldPick, Choices: first, Required: true,
					Help: "type a name, a slug or an id", Search: searchOrganizations(all),
				},
				roleField(roles, role),
			},
			Review: func(filled map[string]string) (Review, error) {
				v := values(filled)
				org := v.text("organization_id")
				switch {
				case !api.ID(org).Valid():
					return Review{}, bad("organization_id", "choose one")
				case membershipOf(all, org) != nil:
					return Review{}, bad("organization_id", "already a member")
				}
				r, err := pick(v, "role", roles)
				if err != nil {
					return Review{}, err
				}
				in := Input{Values: map[string]string{"organization_id": org, "organization": org, "role": r.ID}}
				if name := v.text("organization_id" + TitleSuffix); name != "" {
					in.Values["organization"] = shownText(name)
				}
				return Review{
					Input: in, Sends: sendsFor(addWrites(), u.ID, in),
					Change: change("role in "+in.Values["organization"], "", r.ID),
				}, nil
			},
		},
	}.prompt(u, env)
}

// searchOrganizations finds organizations by name, slug or id.
func searchOrganizations(all []api.Membership) func(context.Context, Backend, string) ([]FieldChoice, error) {
	return func(ctx context.Context, b Backend, text string) ([]FieldChoice, error) {
		list, err := b.ListOrganizations(ctx, api.ListOrganizationsParams{Query: strings.TrimSpace(text), OrderBy: "name", Page: api.Page{Limit: 20}})
		if err != nil {
			return nil, err
		}
		var out []FieldChoice
		for i := range list.Data {
			o := &list.Data[i]
			c := choice(o.ID, o.Name, strings.TrimSpace(line(o.Slug)+" "+string(o.ID)))
			if membershipOf(all, string(o.ID)) != nil {
				c.Off = "already a member"
			}
			out = append(out, c)
		}
		return out, nil
	}
}

// organizationsOff reports whether the instance has no organizations at all.
func organizationsOff(err error) bool {
	var failure *api.Error
	return errors.As(err, &failure) && failure.HasCode("organization_not_enabled_in_instance")
}
