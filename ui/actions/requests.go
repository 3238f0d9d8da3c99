package actions

import (
	"strings"

	"usher/api"
)

// Requests are what a run with this input may send, each with its exact path:
// {user_id} is the user's, other names in braces are taken from in.Values. A
// request whose names have no value is left out.
func (a Action) Requests(id api.ID, in Input) []Write {
	if a.Mutates {
		return requests(a.Writes, id, in)
	}
	return requests(a.Reads, id, in)
}

func requests(ws []Write, id api.ID, in Input) []Write {
	var out []Write
	for _, w := range ws {
		targets := []Target{{}}
		if w.Each {
			targets = in.Targets
		}
		for _, t := range targets {
			if path, ok := resolve(w.Path, id, in, t.ID); ok {
				out = append(out, Write{Method: w.Method, Path: path, Max: w.Max})
			}
		}
	}
	return out
}

// resolve puts ids in the place of the names in braces.
func resolve(path string, user api.ID, in Input, target api.ID) (string, bool) {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		if !strings.HasPrefix(p, "{") {
			continue
		}
		id := api.ID(in.Values[strings.Trim(p, "{}")])
		switch {
		case p == "{user_id}":
			id = user
		case target != "":
			id = target
		}
		if !id.Valid() {
			return "", false
		}
		parts[i] = string(id)
	}
	return strings.Join(parts, "/"), true
}

// shownTargets bounds the requests that a dialog lists one by one.
const shownTargets = 8

// sendsFor lists the exact requests of a run.
func sendsFor(ws []Write, id api.ID, in Input) []string {
	all := requests(ws, id, in)
	out := make([]string, 0, min(len(all), shownTargets+1))
	for i, w := range all {
		if i == shownTargets && len(all) > shownTargets+1 {
			return append(out, count(len(all)-i, "request")+" more")
		}
		out = append(out, w.Method+" "+w.Path)
	}
	return out
}
