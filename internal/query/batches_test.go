package query

import "usher/api"

// Batches are the filters that find the users: one for each kind of
// identifier, none for sessions, which name their user only when they are
// read. See [Resolve].
func (p Paste) Batches() []api.UserFilter {
	var out []api.UserFilter
	for kind := EmailIdentifier; kind <= OrganizationIdentifier; kind++ {
		if f, ok := batch(kind, p.Of(kind)); ok {
			out = append(out, f)
		}
	}
	return out
}
