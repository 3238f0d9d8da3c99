package actions

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"usher/api"
	"usher/internal/export"
	"usher/internal/safetext"
)

func writeDeleteUser() Write { return Write{Method: http.MethodDelete, Path: "/users/{user_id}"} }

func removeRows() []Action {
	return []Action{
		{
			ID: "user.delete", Title: "Delete the user", Operations: []string{"DeleteUser"}, Level: Irreversible, Mutates: true,
			Writes: []Write{writeDeleteUser()}, Letter: "D", Section: Removal, Applies: writable,
			Prepare: func(ctx context.Context, b Backend, u *api.User, env Env) (Prompt, error) {
				return askRemove(ctx, b, u, env, "Delete", []string{"Keeps no copy: to have one, erase instead."})
			},
			Run: runDelete, Settle: settleDelete,
		},
		{
			ID: "user.erase", Title: "Save all that is held, then delete",
			Operations: []string{
				"DeleteUser", "GetUser", "UsersGetOrganizationMemberships", "UsersGetOrganizationInvitations", "GetSessionList", "ListUserTrustedDevices",
			},
			Level: Irreversible, Mutates: true, Writes: []Write{writeDeleteUser()}, Letter: "E", Section: Removal, Applies: writable, Reports: true,
			Prepare: func(ctx context.Context, b Backend, u *api.User, env Env) (Prompt, error) {
				if env.ExportDir == "" {
					return Prompt{}, &NothingError{"There is no directory to save to."}
				}
				return askRemove(ctx, b, u, env, "Erase", nil)
			},
			Run: runErase, Settle: settleDelete,
		},
	}
}

// checkedOrganizations bounds the reads before a deletion.
const checkedOrganizations = 10

// askRemove warns of the organizations that lose their only administrator.
func askRemove(ctx context.Context, b Backend, u *api.User, env Env, verb string, not []string) (Prompt, error) {
	does := []string{"Deletes the user for good: sign-ins, identifiers, memberships, metadata. Nobody can undo it."}
	if verb == "Erase" {
		does = append([]string{
			"First saves user, memberships, invitations, sessions and trusted devices to one file in " + safetext.String(env.ExportDir) + ", for your eyes only.",
			"If anything cannot be read or saved, nothing is deleted.",
		}, does...)
		not = append(not, "Does not reach what your own systems, mails and logs hold.", "Billing data and the audit log of usher are not part of the file.")
	}
	warn, err := soleAdmin(ctx, b, u)
	if err != nil {
		return Prompt{}, err
	}
	does = append(does, warn...)
	not = append(not, "The same person can sign up again, unless something blocks them.")
	return question{
		title: verb + " " + Name(u) + "?", verb: verb, level: Irreversible, writes: []Write{writeDeleteUser()}, does: does, not: not,
	}.prompt(u, env), nil
}

// soleAdmin says which organizations would have no administrator left. An
// instance without organizations has none.
func soleAdmin(ctx context.Context, b Backend, u *api.User) ([]string, error) {
	all, err := memberships(ctx, b, u)
	if err != nil {
		if organizationsOff(err) {
			return nil, nil
		}
		return nil, err
	}
	var out []string
	checked := 0
	for i := range all {
		m := &all[i]
		if !strings.Contains(raw(m.Role), "admin") {
			continue
		}
		if checked++; checked > checkedOrganizations {
			return append(out, fmt.Sprintf("More than %d organizations have this administrator; the rest were not checked.", checkedOrganizations)), nil
		}
		admins, err := b.Memberships(ctx, m.Organization.ID, api.ListMembershipsParams{Role: []string{raw(m.Role)}, Page: api.Page{Limit: 2}})
		if err != nil {
			return nil, err
		}
		if len(admins.Data) < 2 {
			out = append(out, line(m.Organization.Name)+" loses its only "+line(m.Role)+".")
		}
	}
	return out, nil
}

func runDelete(ctx context.Context, b Backend, u *api.User, _ Input) (Outcome, error) {
	if _, err := b.DeleteUser(ctx, u.ID); err != nil {
		return Outcome{}, err
	}
	return Outcome{Gone: true, Message: "Deleted " + Name(u)}, nil
}

func settleDelete(ctx context.Context, b Backend, u *api.User, _ Input) (Settled, Outcome, error) {
	now, err := b.GetUser(ctx, u.ID)
	switch {
	case gone(err):
		return Settled{State: Happened, Text: Name(u) + " does not exist any more"}, Outcome{Gone: true}, nil
	case err != nil:
		return Settled{}, Outcome{}, err
	default:
		return Settled{State: DidNot, Text: Name(now) + " still exists"}, Outcome{User: now}, nil
	}
}

// runErase deletes only what is safe on the disk.
func runErase(ctx context.Context, b Backend, u *api.User, in Input) (Outcome, error) {
	bundle, fresh, err := export.Collect(ctx, b, u.ID, in.Env.Clock, func(done, total int, what string) {
		in.Report(done, total+2, "reading "+strings.ReplaceAll(what, "_", " "))
	})
	if err != nil {
		return Outcome{}, &NotSentError{err}
	}
	bundle.Instance = in.Env.InstanceID
	total := len(bundle.Parts) + 2
	in.Report(total-2, total, "saving")
	file, err := export.Write(in.Env.ExportDir, bundle)
	if err != nil {
		return Outcome{}, &NotSentError{err}
	}
	out := Outcome{Before: fresh, Detail: "sha256 " + file.SHA256, Show: showExport(u, file)}
	in.Report(total-1, total, "deleting")
	if _, err := b.DeleteUser(ctx, u.ID); err != nil {
		return out, err
	}
	out.Gone, out.Message = true, "Erased "+Name(u)+"; the file is "+safetext.String(file.Path)
	return out, nil
}

func showExport(u *api.User, f export.File) *Show {
	return &Show{Title: "Saved: " + Name(u), Lines: []string{
		"File     " + safetext.String(f.Path),
		"SHA-256  " + f.SHA256,
		fmt.Sprintf("Size     %d bytes, readable by you alone", f.Size),
		"Hand it over safely, and delete it when it is not needed any more.",
	}}
}
