package actions

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"usher/api"
	"usher/internal/safetext"
)

func writeCreate() Write { return Write{Method: http.MethodPost, Path: "/users"} }

func anyone(*api.User) (bool, string) { return true, "" }

func createRow() Action {
	return Action{
		ID: "user.create", Title: "Create a user", Operations: []string{"CreateUser"}, Level: Reversible, Mutates: true,
		Free: true, Writes: []Write{writeCreate()}, Letter: "c", Section: Application,
		Applies: anyone, Ask: askCreate, Run: runCreate, Settle: settleCreate, Note: noteValues,
	}
}

func askCreate(_ *api.User, env Env) Prompt {
	return question{
		title: "Create a user?", verb: "Create", level: Reversible, writes: []Write{writeCreate()},
		does: []string{"Creates the user; the e-mail addresses and phone numbers count as verified."},
		not:  []string{"Sends no mail: tell the person yourself."},
		form: &FormPrompt{
			Title:  "Create a user",
			Intro:  []string{"What is required depends on the instance; what is missing is told at its field."},
			Fields: createFields(), Review: reviewCreate,
		},
	}.prompt(nil, env)
}

func createFields() []FormField {
	return []FormField{
		{ID: "email_address", Label: "E-mail", Kind: FieldLines, Help: "one a line; the first is the primary one"},
		{ID: "first_name", Label: "First name"},
		{ID: "last_name", Label: "Last name"},
		{ID: "phone_number", Label: "Phone", Kind: FieldLines, Help: "one a line, with + and the country code", Placeholder: "+14155550123"},
		{ID: "username", Label: "Username"},
		{ID: "external_id", Label: "External id", Help: "the id in your own systems"},
		{ID: "password", Label: "Password", Kind: FieldSecret, NewPassword: true, Help: "empty: the user is made without one"},
		{ID: "skip_password_checks", Label: "Skip the password checks", Kind: FieldTick, Value: unticked, Help: "length, strength and known leaks"},
		{ID: "public_metadata", Label: "Public metadata", Kind: FieldJSON, Value: "{}", Help: "the customer's browser can read it"},
		{ID: "private_metadata", Label: "Private metadata", Kind: FieldJSON, Value: "{}", Help: "only backends can read it"},
		{ID: "unsafe_metadata", Label: "Unsafe metadata", Kind: FieldJSON, Value: "{}", Help: "the customer can read and write it"},
		{ID: "banned", Label: "Banned from the start", Kind: FieldTick, Value: unticked},
		{ID: "locked", Label: "Locked from the start", Kind: FieldTick, Value: unticked},
	}
}

func reviewCreate(filled map[string]string) (Review, error) {
	v, r := values(filled), Review{Input: Input{Values: map[string]string{}}}
	put := func(id, s string) {
		if s != "" {
			r.Input.Values[id] = s
			r.Change = append(r.Change, diffLine('+', id, shownText(strings.ReplaceAll(s, "\n", ", "))))
		}
	}
	for _, list := range []struct {
		id    string
		clean func(field, s string) (string, error)
	}{{"email_address", cleanEmail}, {"phone_number", cleanPhone}} {
		var all []string
		for _, s := range v.lines(list.id) {
			s, err := list.clean(list.id, s)
			if err != nil {
				return Review{}, err
			}
			all = append(all, s)
		}
		put(list.id, strings.Join(all, "\n"))
	}
	for _, id := range []string{"first_name", "last_name", "username", "external_id"} {
		put(id, v.text(id))
	}
	if len(r.Input.Values) == 0 || identifierOf(r.Input) == "" {
		return Review{}, bad("email_address", "an e-mail address, a phone number or a username is needed")
	}
	if p := v["password"]; p != "" {
		r.Input.Secrets = map[string]api.Secret{"password": api.NewSecret(p)}
		r.Change = append(r.Change, diffLine('+', "password", "(as typed)"))
	} else {
		r.Does = append(r.Does, "Has no password: the person signs in by a code, a link or an account elsewhere.")
	}
	for _, id := range []string{"skip_password_checks", "banned", "locked"} {
		if v.tick(id) && (id != "skip_password_checks" || v["password"] != "") {
			put(id, ticked)
		}
	}
	if err := createMetadata(v, &r); err != nil {
		return Review{}, err
	}
	r.Title = "Create " + newName(r.Input) + "?"
	return r, nil
}

// createMetadata checks the three documents; empty ones are left out.
func createMetadata(v values, r *Review) error {
	for _, d := range documents() {
		doc := v.text(d.id)
		if doc == "" {
			continue
		}
		patch, err := metadataField(d.id, doc)
		if err != nil {
			return err
		}
		if ms, err := members(patch); err == nil && len(ms) > 0 {
			*d.in(&r.Input.Metadata) = patch
			r.Change = append(r.Change, diffLine('+', d.id, shown(patch)))
		}
	}
	return nil
}

// metadataField checks a document typed into a form.
func metadataField(field, doc string) (compacted []byte, err error) {
	if err := checkDocument(field, doc); err != nil {
		return nil, fieldError(err)
	}
	if err := checkKeys([]byte(doc), field); err != nil {
		return nil, fieldError(editError(field, err))
	}
	return compact([]byte(doc)), nil
}

// fieldError tells an editor's error at a field of a form.
func fieldError(err error) error {
	var e *EditError
	if !errors.As(err, &e) {
		return err
	}
	problem := e.Problem
	switch {
	case e.Path != "":
		problem = e.Path + ": " + problem
	case e.Line > 0:
		problem = fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, problem)
	}
	return bad(e.Field, problem)
}

// identifierOf is what the new user signs in with.
func identifierOf(in Input) string {
	for _, id := range []string{"email_address", "phone_number", "username"} {
		if first, _, _ := strings.Cut(in.Values[id], "\n"); first != "" {
			return first
		}
	}
	return ""
}

func newName(in Input) string {
	name := strings.TrimSpace(in.Values["first_name"] + " " + in.Values["last_name"])
	if name == "" {
		name = identifierOf(in)
	}
	return safetext.Truncate(safetext.String(name), nameWidth)
}

func runCreate(ctx context.Context, b Backend, _ *api.User, in Input) (Outcome, error) {
	v := values(in.Values)
	now, err := b.CreateUser(ctx, api.CreateUserParams{
		FirstName: v.text("first_name"), LastName: v.text("last_name"), Username: v.text("username"), ExternalID: v.text("external_id"),
		EmailAddress: v.lines("email_address"), PhoneNumber: v.lines("phone_number"),
		Password: in.Secrets["password"], SkipPasswordChecks: v.tick("skip_password_checks"),
		SkipPasswordRequirement: in.Secrets["password"].Empty(),
		PublicMetadata:          in.Metadata.Public, PrivateMetadata: in.Metadata.Private, UnsafeMetadata: in.Metadata.Unsafe,
		Banned: v.tick("banned"), Locked: v.tick("locked"),
	})
	if err != nil {
		return Outcome{}, err
	}
	return Outcome{User: now, Created: true, Message: "Created " + Name(now), Detail: string(now.ID)}, nil
}

// clockSlack is how far the server's clock may be behind ours when a record
// is judged to be the one just made.
const clockSlack = 15 * time.Minute

// settleCreate looks for a user who has what the new one was to have.
func settleCreate(ctx context.Context, b Backend, _ *api.User, in Input) (Settled, Outcome, error) {
	v := values(in.Values)
	var f api.UserFilter
	switch {
	case v.text("external_id") != "":
		f.ExternalID = []api.Inclusion{{Value: v.text("external_id")}}
	case len(v.lines("email_address")) > 0:
		f.EmailAddress = v.lines("email_address")[:1]
	case v.text("username") != "":
		f.Username = []string{v.text("username")}
	case len(v.lines("phone_number")) > 0:
		f.PhoneNumber = v.lines("phone_number")[:1]
	default:
		return Settled{State: CannotTell, Text: "There is nothing to look the user up by."}, Outcome{}, nil
	}
	found, err := b.ListUsers(ctx, api.ListUsersParams{UserFilter: f, Limit: 2})
	if err != nil {
		return Settled{}, Outcome{}, err
	}
	i := slices.IndexFunc(found, func(u *api.User) bool { return u.Broken == nil })
	switch {
	case i < 0:
		return Settled{State: DidNot, Text: "no user has " + newIdentity(in)}, Outcome{}, nil
	case found[i].CreatedAt.Time().Before(in.Env.Now.Add(-clockSlack)) || !looksLike(found[i], v):
		return Settled{State: DidNot, Text: newIdentity(in) + " belongs to " + Name(found[i]) + ", who was there before"}, Outcome{}, nil
	}
	return Settled{State: Happened, Text: Name(found[i]) + " exists, and was created just now"},
		Outcome{User: found[i], Created: true, Detail: string(found[i].ID)}, nil
}

// looksLike reports whether a user has what was sent for the new one.
func looksLike(u *api.User, v values) bool {
	for _, a := range attributes() {
		if want := v.text(a.id); want != "" && !foldEqual(a.of(u), want) {
			return false
		}
	}
	return true
}

func newIdentity(in Input) string {
	for _, id := range []string{"external_id", "email_address", "username", "phone_number"} {
		if first, _, _ := strings.Cut(in.Values[id], "\n"); first != "" {
			return safetext.Truncate(safetext.String(first), nameWidth)
		}
	}
	return "it"
}

// noteValues names the fields of a form that are sent.
func noteValues(_ *api.User, in Input) []string {
	var out []string
	for id := range in.Values {
		out = append(out, "set "+id)
	}
	for id := range in.Secrets {
		out = append(out, "set "+id)
	}
	for _, d := range documents() {
		if *d.in(&in.Metadata) != nil {
			out = append(out, "set "+d.id)
		}
	}
	slices.Sort(out)
	return out
}
