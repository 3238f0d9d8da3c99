package actions

import (
	"fmt"
	"slices"

	"charm.land/bubbles/v2/key"

	"usher/api"
)

// table is made anew for each caller: nobody can change another's rows.
func table() []Action {
	return slices.Concat(
		userRows(), moderationRows(), securityRows(), metadataRows(), []Action{updateRow(), primaryRow(), replaceMetadataRow(), createRow()},
		imageRows(), identityRows(), organizationRows(), sessionRows(), passwordRows(), factorRows(), accountRows(),
		[]Action{oauthTokenRow()}, linkRows(), listRows(), removeRows(),
	)
}

// All returns every row, in the order of the menu.
func All() []Action {
	return inMenuOrder(table())
}

// ByID finds a row.
func ByID(id string) (Action, bool) {
	for _, a := range table() {
		if a.ID == id {
			return a, true
		}
	}
	return Action{}, false
}

// Bound are the rows that a key leads to, in the order of the menu. They are
// gathered once, for what happens at every key.
func Bound(bindings map[string]key.Binding) []Action {
	return slices.DeleteFunc(All(), func(a Action) bool { return len(bindings[a.ID].Keys()) == 0 })
}

// Lookup finds the row for a pressed key among those that are bound. Where
// several rows share a key (lock and unlock) it is the one that applies to u,
// or the first of them, whose Applies then tells why not. bindings are by
// action id.
func Lookup(pressed fmt.Stringer, bound []Action, bindings map[string]key.Binding, u *api.User) (Action, bool) {
	first := -1
	for i := range bound {
		if !key.Matches(pressed, bindings[bound[i].ID]) {
			continue
		}
		if u != nil {
			if ok, _ := bound[i].Applies(u); ok {
				return bound[i], true
			}
		}
		if first < 0 {
			first = i
		}
	}
	if first < 0 {
		return Action{}, false
	}
	return bound[first], true
}
