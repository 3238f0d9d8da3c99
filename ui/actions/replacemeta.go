package actions

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"usher/api"
)

func replaceMetadataRow() Action {
	ws := []Write{{Method: http.MethodPut, Path: "/users/{user_id}/metadata"}}
	return Action{
		ID: "user.replace_metadata", Title: "Replace metadata as a whole", Operations: []string{"ReplaceUserMetadata"},
		Level: Irreversible, Mutates: true, Writes: ws, Letter: "M", Section: Profile, Applies: metadataApplies,
		Ask: func(u *api.User, env Env) Prompt {
			p := question{
				title: "Replace metadata of " + Name(u) + "?", verb: "Replace", level: Irreversible, writes: ws,
				does: []string{"Puts each edited object in the place of the present one, as a whole: what is not in it is gone."},
				not:  []string{"Objects that were left as they are stay.", "A session token carries the change only after its next refresh."},
			}.prompt(u, env)
			p.Editor = &EditorPrompt{Review: func(edited map[string]string) (Review, error) { return reviewReplacement(u, edited) }}
			for _, d := range documents() {
				p.Editor.Fields = append(p.Editor.Fields, EditorField{
					ID: d.id, Title: d.title, Note: d.note, Text: api.NewText(indented(d.of(u))), Limit: metadataLimit,
				})
			}
			return p
		},
		Run: runReplacement, Verify: verifyReplacement,
		Undo: func(before *api.User, in Input, out Outcome) *Undo {
			if out.Before != nil {
				before = out.Before
			}
			if out.User == nil {
				return nil
			}
			undo := &Undo{
				Title: "Put the earlier metadata of " + Name(before) + " back", ActionID: "user.replace_metadata", User: out.User,
				Sends: sends(before.ID, ws), Does: []string{"Puts the earlier objects back as a whole."},
			}
			for _, d := range documents() {
				if now := *d.in(&in.Metadata); now != nil {
					earlier := wholeObject(d.of(before))
					*d.in(&undo.Input.Metadata) = earlier
					undo.Change = append(undo.Change, replacementChange(now, earlier, d.id)...)
				}
			}
			return undo
		},
		Note: func(_ *api.User, in Input) []string {
			var out []string
			for _, d := range documents() {
				if *d.in(&in.Metadata) != nil {
					out = append(out, "replace "+d.id)
				}
			}
			return out
		},
	}
}

func wholeObject(raw json.RawMessage) json.RawMessage {
	if !isObject(raw) {
		return json.RawMessage("{}")
	}
	return compact(raw)
}

// reviewReplacement takes every document that is not the present one.
func reviewReplacement(u *api.User, edited map[string]string) (Review, error) {
	r := Review{Nothing: true}
	for _, d := range documents() {
		doc, ok := edited[d.id]
		if !ok {
			continue
		}
		if err := checkDocument(d.id, doc); err != nil {
			return Review{}, err
		}
		if err := checkKeys(json.RawMessage(doc), d.id); err != nil {
			return Review{}, editError(d.id, err)
		}
		now, before := wholeObject(json.RawMessage(doc)), wholeObject(d.of(u))
		if string(now) == string(before) {
			continue
		}
		r.Nothing = false
		*d.in(&r.Input.Metadata) = now
		r.Change = append(r.Change, replacementChange(before, now, d.id)...)
		if len(now) > metadataLimit {
			r.Warnings = append(r.Warnings, fmt.Sprintf("%s is %d bytes; the limit is %d: the server will refuse it.", d.id, len(now), metadataLimit))
		}
	}
	return r, nil
}

// replacementChange lists the keys of an object that come, go or change.
func replacementChange(before, after json.RawMessage, id string) []DiffLine {
	old, errOld := members(before)
	now, errNow := members(after)
	if errOld != nil || errNow != nil {
		return []DiffLine{diffLine('-', id, shown(before)), diffLine('+', id, shown(after))}
	}
	var out []DiffLine
	for _, m := range old {
		v, kept := find(now, m.name)
		if kept && equalText(m.value, v) {
			continue
		}
		out = append(out, diffLine('-', join(id, m.name), shown(m.value)))
		if kept {
			out = append(out, diffLine('+', join(id, m.name), shown(v)))
		}
	}
	for _, m := range now {
		if _, had := find(old, m.name); !had {
			out = append(out, diffLine('+', join(id, m.name), shown(m.value)))
		}
	}
	return out
}

// runReplacement reads the user first: nothing that someone else wrote
// meanwhile may be lost.
func runReplacement(ctx context.Context, b Backend, u *api.User, in Input) (Outcome, error) {
	fresh, err := b.GetUser(ctx, u.ID)
	if err != nil {
		return Outcome{}, &NotSentError{fmt.Errorf("read the user before saving: %w", err)}
	}
	var sent []string
	for _, d := range documents() {
		if *d.in(&in.Metadata) != nil {
			sent = append(sent, d.id)
		}
	}
	if len(sent) == 0 {
		return Outcome{}, errNothing
	}
	if changed := replacedMeanwhile(u, fresh, in.Metadata); changed != nil {
		return Outcome{}, changed
	}
	now, err := b.ReplaceMetadata(ctx, u.ID, in.Metadata)
	if err != nil {
		return Outcome{Before: fresh}, err
	}
	return Outcome{User: now, Refetch: now == nil, Before: fresh, Message: "Replaced " + listed(sent, 3) + " of " + Name(u)}, nil
}

func verifyReplacement(before, now *api.User, in Input) Settled {
	all, done, undone := 0, 0, 0
	for _, d := range documents() {
		want := *d.in(&in.Metadata)
		if want == nil {
			continue
		}
		all++
		if same(wholeObject(d.of(now)), want) {
			done++
		}
		if same(wholeObject(d.of(now)), wholeObject(d.of(before))) {
			undone++
		}
	}
	switch {
	case done == all && undone < all:
		return Settled{State: Happened, Text: "the metadata of " + Name(now) + " is replaced"}
	case undone == all && done < all:
		return Settled{State: DidNot, Text: "the metadata of " + Name(now) + " is as before"}
	default:
		return Settled{State: CannotTell, Text: "The metadata of " + Name(now) + " is neither as before nor as sent: someone else changed it too."}
	}
}
