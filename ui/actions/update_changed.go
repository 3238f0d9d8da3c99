package actions

import (
	"context"

	"usher/api"
)

// freshFor reads the user again before an edit is sent. What somebody else has
// changed meanwhile of what is to be sent is a *ChangedError.
func freshFor(ctx context.Context, b Backend, u *api.User, compare func(now *api.User) []Conflict, in Input) (*api.User, error) {
	now, err := b.GetUser(ctx, u.ID)
	if err != nil {
		return nil, &NotSentError{err}
	}
	conflicts := compare(now)
	if len(conflicts) == 0 {
		return now, nil
	}
	e := &ChangedError{Now: now, Conflicts: conflicts, Edited: in.Values}
	for _, c := range conflicts {
		e.Paths = append(e.Paths, c.Path)
	}
	return nil, e
}

// conflictBetween compares the three values of a field; ok is false where
// nobody else has changed it, or to the very same value.
func conflictBetween(path, base, theirs, yours string) (c Conflict, ok bool) {
	if theirs == base || theirs == yours {
		return Conflict{}, false
	}
	return Conflict{Path: path, Base: shownText(base), Theirs: shownText(theirs), Yours: shownText(yours)}, true
}

// changedAttributes are the fields of an edit that somebody else has changed
// since u was read.
func changedAttributes(u, now *api.User, in Input) []Conflict {
	var out []Conflict
	for _, a := range attributes() {
		yours, sent := in.Values[a.id]
		if !sent {
			continue
		}
		if c, ok := conflictBetween(a.id, a.of(u), a.of(now), yours); ok {
			out = append(out, c)
		}
	}
	return out
}

// changedPrimary is the primary identifier of one kind, where somebody else
// has made another one primary.
func changedPrimary(u, now *api.User, i identification) []Conflict {
	value := func(of *api.User) string {
		found, _ := findIdentification(of, primaryID(of, i.kind))
		return raw(found.value)
	}
	if c, ok := conflictBetween("primary "+i.kind.String(), value(u), value(now), raw(i.value)); ok {
		return []Conflict{c}
	}
	return nil
}
