package actions

import (
	"context"
	"net/http"
	"strings"
	"time"

	"usher/api"
	"usher/internal/country"
	"usher/internal/when"
)

func sessionRows() []Action { return []Action{revokeSessionRow(), revokeAllRow(), revokeDeviceRow()} }

// sessionPage and sessionsAtMost bound what is read of a user's sessions.
const (
	sessionPage    = 500
	sessionsAtMost = 2000
)

func alive(s *api.Session) bool { return s.Status.Is("active") || s.Status.Is("pending") }

// runningSessions reads the sessions that can be revoked, the pending ones
// too, which the server's filter does not know.
func runningSessions(ctx context.Context, b Backend, user api.ID) ([]api.Session, error) {
	var out []api.Session
	for offset := 0; offset < sessionsAtMost; offset += sessionPage {
		page, err := b.ListSessions(ctx, api.SessionListParams{UserID: user, Page: api.Page{Limit: sessionPage, Offset: offset}})
		if err != nil {
			return nil, err
		}
		for i := range page.Data {
			if alive(&page.Data[i]) {
				out = append(out, page.Data[i])
			}
		}
		if len(page.Data) < sessionPage {
			break
		}
	}
	return out, nil
}

// sessionName is "Chrome on Macintosh · Berlin, DE"; sessionHint the rest.
func sessionName(s *api.Session) string {
	a := s.LatestActivity
	if a == nil {
		return "unknown device"
	}
	words := []string{strings.TrimSpace(line(a.BrowserName) + " on " + line(a.DeviceType))}
	switch {
	case a.BrowserName.Empty() && a.DeviceType.Empty():
		words[0] = "unknown device"
	case a.BrowserName.Empty():
		words[0] = line(a.DeviceType)
	case a.DeviceType.Empty():
		words[0] = line(a.BrowserName)
	}
	switch city, land := line(a.City), country.Describe(line(a.Country)); {
	case city != "" && land != "":
		words = append(words, city+", "+land)
	case city+land != "":
		words = append(words, city+land)
	}
	return strings.Join(words, " · ")
}

func sessionHint(s *api.Session, now time.Time) string {
	words := []string{line(s.Status), "active " + when.Ago(now, s.LastActiveAt)}
	if s.Impersonated() {
		words = append(words, "impersonated")
	}
	return strings.Join(words, " · ")
}

func writeRevoke() Write {
	return Write{Method: http.MethodPost, Path: "/sessions/{session_id}/revoke"}
}

func revokeSessionRow() Action {
	ws := []Write{writeRevoke()}
	return Action{
		ID: "session.revoke", Title: "Revoke a session", Operations: []string{"RevokeSession", "GetSessionList", "GetSession"},
		Level: Sensitive, Mutates: true, Writes: ws, Letter: "S", Section: Sessions, Applies: writable,
		Prepare: func(ctx context.Context, b Backend, u *api.User, env Env) (Prompt, error) {
			all, err := runningSessions(ctx, b, u.ID)
			if err != nil {
				return Prompt{}, err
			}
			if len(all) == 0 {
				return Prompt{}, &NothingError{Name(u) + " has no running session."}
			}
			choices := make([]FieldChoice, len(all))
			for i := range all {
				choices[i] = FieldChoice{ID: string(all[i].ID), Title: sessionName(&all[i]), Hint: sessionHint(&all[i], env.Now)}
			}
			return askPicked(u, env, ws, picked{
				field: "session_id", thing: "session", verb: "Revoke", level: Sensitive, choices: choices,
				does: []string{"Signs this device out; a token that is out already works for about a minute more."},
				not:  []string{"The other sessions stay, and the person can sign in again."},
			}), nil
		},
		Run: func(ctx context.Context, b Backend, u *api.User, in Input) (Outcome, error) {
			s, err := b.RevokeSession(ctx, api.ID(in.Values["session_id"]))
			if err != nil {
				return Outcome{}, err
			}
			return Outcome{Message: "Revoked " + sessionName(s) + " of " + Name(u), Reload: []string{"sessions"}, Detail: in.Values["session_id"]}, nil
		},
		Settle: settleSession, Note: noteTarget,
	}
}

func settleSession(ctx context.Context, b Backend, _ *api.User, in Input) (Settled, Outcome, error) {
	s, err := b.GetSession(ctx, api.ID(in.Values["session_id"]))
	switch {
	case gone(err):
		return Settled{State: Happened, Text: "the session does not exist any more"}, Outcome{Reload: []string{"sessions"}}, nil
	case err != nil:
		return Settled{}, Outcome{}, err
	case alive(s):
		return Settled{State: DidNot, Text: sessionName(s) + " is still signed in"}, Outcome{}, nil
	default:
		return Settled{State: Happened, Text: sessionName(s) + " is signed out"}, Outcome{Reload: []string{"sessions"}}, nil
	}
}

// picked is a dialog about one thing out of a list that was read.
type picked struct {
	field, thing, verb string
	level              Level
	choices            []FieldChoice
	does, not          []string
	in                 func(FieldChoice) Input // nil puts the id into field
}

// askPicked needs no form where the cursor stands on the thing, or where there
// is only one.
func askPicked(u *api.User, env Env, ws []Write, p picked) Prompt {
	if p.in == nil {
		p.in = func(c FieldChoice) Input { return Input{Values: map[string]string{p.field: c.ID}} }
	}
	title := p.verb + " a " + p.thing
	if u != nil {
		title += " of " + Name(u)
	}
	says := func(c FieldChoice) string { return p.verb + ": " + c.Title + hinted(c) + "." }
	q := question{title: title + "?", verb: p.verb, level: p.level, writes: ws, does: p.does, not: p.not}
	chosen := begin(p.choices, env.Target)
	if chosen != "" && (len(p.choices) == 1 || chosen == string(env.Target)) {
		for _, c := range p.choices {
			if c.ID == chosen {
				q.in = p.in(c)
				q.does = append([]string{says(c)}, q.does...)
			}
		}
		return q.prompt(u, env)
	}
	if chosen == "" && len(p.choices) > 0 {
		chosen = p.choices[0].ID
	}
	var id api.ID
	if u != nil {
		id = u.ID
	}
	q.form = &FormPrompt{
		Title:  title,
		Fields: []FormField{{ID: p.field, Label: "Which", Kind: FieldPick, Choices: p.choices, Required: true, Value: chosen}},
		Review: func(filled map[string]string) (Review, error) {
			c, err := pick(filled, p.field, p.choices)
			if err != nil {
				return Review{}, err
			}
			in := p.in(c)
			return Review{Input: in, Sends: sendsFor(ws, id, in), Does: []string{says(c)}}, nil
		},
	}
	return q.prompt(u, env)
}

func revokeDeviceRow() Action {
	ws := []Write{writeDelete("trusted_devices/{trusted_device_id}")}
	return Action{
		ID: "device.revoke", Title: "Revoke a trusted device", Operations: []string{"RevokeUserTrustedDevice", "ListUserTrustedDevices"},
		Level: Sensitive, Mutates: true, Writes: ws, Letter: "w", Section: Sessions, Applies: writable,
		Prepare: func(ctx context.Context, b Backend, u *api.User, env Env) (Prompt, error) {
			list, err := b.TrustedDevices(ctx, u.ID)
			if err != nil {
				return Prompt{}, err
			}
			var choices []FieldChoice
			for i := range list.Data {
				d := &list.Data[i]
				if d.Status.Is("revoked") {
					continue
				}
				c := choice(d.ID, d.Name, strings.TrimSpace(line(d.Platform)+" · used "+when.Ago(env.Now, d.LastUsedAt)))
				choices = append(choices, c)
			}
			if len(choices) == 0 {
				return Prompt{}, &NothingError{Name(u) + " has no trusted device."}
			}
			return askPicked(u, env, ws, picked{
				field: "trusted_device_id", thing: "trusted device", verb: "Revoke", level: Sensitive, choices: choices,
				does: []string{"The device is not trusted any more; the person must prove it again."},
				not:  []string{"Its running session stays alive: revoke that separately."},
			}), nil
		},
		Run: func(ctx context.Context, b Backend, u *api.User, in Input) (Outcome, error) {
			d, err := b.RevokeTrustedDevice(ctx, u.ID, api.ID(in.Values["trusted_device_id"]))
			if err != nil {
				return Outcome{}, err
			}
			return Outcome{Message: "Revoked the trusted device " + line(d.Name) + " of " + Name(u), Reload: []string{"devices"}, Detail: string(d.ID)}, nil
		},
		Settle: settleDevice, Note: noteTarget,
	}
}

func settleDevice(ctx context.Context, b Backend, u *api.User, in Input) (Settled, Outcome, error) {
	list, err := b.TrustedDevices(ctx, u.ID)
	if err != nil {
		return Settled{}, Outcome{}, err
	}
	for i := range list.Data {
		if d := &list.Data[i]; string(d.ID) == in.Values["trusted_device_id"] && !d.Status.Is("revoked") {
			return Settled{State: DidNot, Text: line(d.Name) + " is still trusted"}, Outcome{}, nil
		}
	}
	return Settled{State: Happened, Text: "the device is not trusted any more"}, Outcome{Reload: []string{"devices"}}, nil
}
