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

// Lookup finds the row for a pressed key. Where several rows share a key (lock
// and unlock) it is the one that applies to u, or the first of them, whose
// Applies then tells why not. bindings are by action id.
func Lookup(pressed fmt.Stringer, bindings map[string]key.Binding, u *api.User) (Action, bool) {
	var first *Action
	for _, a := range All() {
		b, bound := bindings[a.ID]
		if !bound || !key.Matches(pressed, b) {
			continue
		}
		if u != nil {
			if ok, _ := a.Applies(u); ok {
				return a, true
			}
		}
		if first == nil {
			first = &a
		}
	}
	if first == nil {
		return Action{}, false
	}
	return *first, true
}
