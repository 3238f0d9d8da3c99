package actions

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"usher/api"
	"usher/internal/safetext"
)

func listRows() []Action {
	return []Action{inviteRow(), revokeInvitationRow(), listRow(true), listRow(false), unlistRow()}
}

// publicMail are domains whose addresses belong to everybody.
func publicMail() []string {
	return strings.Fields("gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com icloud.com me.com aol.com " +
		"proton.me protonmail.com gmx.de gmx.net web.de mail.ru yandex.ru qq.com 163.com")
}

func scopes() []FieldChoice {
	return []FieldChoice{
		{ID: "identifier", Title: "this identifier alone"},
		{ID: "domain", Title: "every address at its domain", Hint: "*@domain"},
		{ID: "subdomains", Title: "every address below its domain", Hint: "*@*.domain"},
	}
}

// listRow puts an identifier on the block list, or on the allow list.
func listRow(block bool) Action {
	ws := []Write{{Method: http.MethodPost, Path: "/blocklist_identifiers"}}
	a := Action{
		ID: "list.block", Title: "Block an identifier or a domain", Operations: []string{"CreateBlocklistIdentifier"}, Level: Reversible, Mutates: true,
		Free: true, Letter: "B", Section: Application, Applies: anyone,
	}
	does, verb := "Refuses sign-ups by it.", "Block"
	not := []string{
		"Does not ban a user who has it: ban separately.",
		"Works only while the list is switched on for the instance, which cannot be read.",
		"An entry on the allow list wins over one on the block list.",
	}
	if !block {
		ws[0].Path = "/allowlist_identifiers"
		a.ID, a.Title, a.Letter, a.Operations = "list.allow", "Allow an identifier or a domain", "A", []string{"CreateAllowlistIdentifier"}
		does, verb = "Allows sign-ups by it; while the allow list is switched on, only what is on it may sign up.", "Allow"
		not = []string{"Unbans nobody.", "Works only while the list is switched on for the instance, which cannot be read."}
	}
	a.Writes = ws
	a.Ask = func(u *api.User, env Env) Prompt {
		value := ""
		if u != nil {
			value = raw(u.PrimaryEmail())
			if value == "" {
				value = raw(u.PrimaryPhone())
			}
		}
		fields := []FormField{
			{ID: "identifier", Label: "Identifier", Required: true, Value: value, Help: "an e-mail address, a phone number, a wallet, or *@domain"},
			{ID: "scope", Label: verb, Kind: FieldPick, Choices: scopes(), Value: "identifier", Required: true},
		}
		if !block {
			fields = append(fields, FormField{ID: "notify", Label: "Send an invitation", Kind: FieldTick, Value: unticked})
		}
		return question{
			title: verb + " this identifier?", verb: verb, level: Reversible, writes: ws, does: []string{does}, not: not,
			form: &FormPrompt{Title: a.Title, Fields: fields, Review: func(filled map[string]string) (Review, error) { return reviewList(verb, filled) }},
		}.prompt(nil, env)
	}
	a.Run = runList(block)
	a.Settle = settleList(block)
	a.Undo = func(_ *api.User, in Input, out Outcome) *Undo {
		back := Input{Values: map[string]string{"list": listName(block), listField(block): out.Detail, "identifier": in.Values["identifier"]}}
		if !api.ID(out.Detail).Valid() {
			return nil
		}
		return &Undo{
			Title: "Take " + shownText(in.Values["identifier"]) + " off the list again", ActionID: "list.remove", Input: back,
			Sends: sendsFor(unlistWrites(), "", back), Does: []string{"Deletes the entry."}, Change: change(listName(block), in.Values["identifier"], ""),
		}
	}
	a.Note = noteValues
	return a
}

func listName(block bool) string {
	if block {
		return "block list"
	}
	return "allow list"
}

// listField is the path's name of an entry's id, told apart by its list.
func listField(block bool) string {
	if block {
		return "blocked_id"
	}
	return "allowed_id"
}

func reviewList(verb string, filled map[string]string) (Review, error) {
	v := values(filled)
	s := v.text("identifier")
	if s == "" {
		return Review{}, bad("identifier", "is required")
	}
	if strings.HasPrefix(s, "+") {
		phone, err := cleanPhone("identifier", s)
		if err != nil {
			return Review{}, err
		}
		s = phone
	}
	_, domain, mail := strings.Cut(s, "@")
	domain = strings.ToLower(strings.TrimPrefix(domain, "*."))
	scope := v.text("scope")
	if scope != "" && scope != "identifier" && (!mail || domain == "") {
		return Review{}, bad("scope", "only an e-mail address has a domain")
	}
	switch scope {
	case "domain":
		s = "*@" + domain
	case "subdomains":
		s = "*@*." + domain
	}
	name, _, _ := strings.Cut(s, "@")
	if strings.Contains(name, "*") && name != "*" {
		return Review{}, bad("identifier", "only *@domain and *@*.domain can stand for several")
	}
	r := Review{Title: verb + " " + shownText(s) + "?", Change: []DiffLine{diffLine('+', "identifier", shownText(s))}}
	r.Input.Values = map[string]string{"identifier": s}
	if name == "*" {
		r.Does = append(r.Does, "Concerns everybody with an address at "+shownText(domain)+".")
		if slices.Contains(publicMail(), domain) {
			r.Warnings = append(r.Warnings, shownText(domain)+" is a public mail provider: this concerns very many people.")
		}
	}
	if v.tick("notify") {
		r.Input.Values["notify"] = ticked
		r.Does = append(r.Does, "Mails an invitation.")
	}
	return r, nil
}

func runList(block bool) func(context.Context, Backend, *api.User, Input) (Outcome, error) {
	return func(ctx context.Context, b Backend, _ *api.User, in Input) (Outcome, error) {
		s := in.Values["identifier"]
		var id api.ID
		did := "Allowed "
		if block {
			did = "Blocked "
			e, err := b.BlockIdentifier(ctx, s)
			if err != nil {
				return Outcome{}, err
			}
			id = e.ID
		} else {
			e, err := b.AllowIdentifier(ctx, s, in.Values["notify"] == ticked)
			if err != nil {
				return Outcome{}, err
			}
			id = e.ID
		}
		return Outcome{Message: did + safetext.Truncate(safetext.String(s), nameWidth), Detail: string(id), Reload: []string{"lists"}}, nil
	}
}

// entry is a line of a list.
type entry struct {
	block      bool
	id         api.ID
	identifier api.Text
	kind       api.Text
}

// listEntries reads one list; the allow list has pages.
func listEntries(ctx context.Context, b Backend, block bool) ([]entry, error) {
	var out []entry
	if block {
		list, err := b.ListBlocklist(ctx)
		if err != nil {
			return nil, err
		}
		for i := range list.Data {
			e := &list.Data[i]
			out = append(out, entry{true, e.ID, e.Identifier, e.IdentifierType})
		}
		return out, nil
	}
	const page, most = 500, 5000
	for offset := 0; offset < most; offset += page {
		list, err := b.ListAllowlist(ctx, api.Page{Limit: page, Offset: offset})
		if err != nil {
			return nil, err
		}
		for i := range list.Data {
			e := &list.Data[i]
			out = append(out, entry{false, e.ID, e.Identifier, e.IdentifierType})
		}
		if len(list.Data) < page {
			break
		}
	}
	return out, nil
}

func settleList(block bool) func(context.Context, Backend, *api.User, Input) (Settled, Outcome, error) {
	return func(ctx context.Context, b Backend, _ *api.User, in Input) (Settled, Outcome, error) {
		all, err := listEntries(ctx, b, block)
		if err != nil {
			return Settled{}, Outcome{}, err
		}
		s := shownText(in.Values["identifier"])
		for _, e := range all {
			if foldEqual(raw(e.identifier), in.Values["identifier"]) {
				return Settled{State: Happened, Text: s + " is on the " + listName(block)}, Outcome{Detail: string(e.id), Reload: []string{"lists"}}, nil
			}
		}
		return Settled{State: DidNot, Text: s + " is not on the " + listName(block)}, Outcome{}, nil
	}
}

func unlistWrites() []Write {
	return []Write{
		{Method: http.MethodDelete, Path: "/blocklist_identifiers/{blocked_id}"},
		{Method: http.MethodDelete, Path: "/allowlist_identifiers/{allowed_id}"},
	}
}
