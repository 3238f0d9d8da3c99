package query

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"usher/api"
	"usher/internal/crash"
	"usher/internal/safetext"
)

// Lister is what [Resolve] reads.
type Lister interface {
	// List is the API operation GetUserList.
	List(ctx context.Context, p api.ListUsersParams) ([]*api.User, error)
	// Session is the API operation GetSession.
	Session(ctx context.Context, id api.ID) (*api.Session, error)
}

// NewLister reads from the API.
func NewLister(c *api.Client) Lister { return lister{c} }

type lister struct{ api *api.Client }

func (l lister) List(ctx context.Context, p api.ListUsersParams) ([]*api.User, error) {
	return l.api.Users.List(ctx, p)
}

func (l lister) Session(ctx context.Context, id api.ID) (*api.Session, error) {
	return l.api.Sessions.Get(ctx, id)
}

// Hit is a user that a paste led to.
type Hit struct {
	User *api.User
	// By are the identifiers of the paste that are the user's. Of an
	// organization the record does not tell: members of any of several pasted
	// ones carry them all. It is empty when the server found the user by a
	// spelling that is not in the record.
	By []Identifier
}

// Resolved is what a paste led to.
type Resolved struct {
	// Hits are in the order of the paste, each user once.
	Hits []Hit
	// Misses are the identifiers that nobody has. A phone number that was only
	// guessed to be one is no miss.
	Misses []Identifier
	// Unknown are the identifiers whose request failed.
	Unknown []Identifier
	// More says that an organization has more members than are listed.
	More bool
}

// One is the user when the paste led to exactly one and to nothing else that
// a person has to look at.
func (r Resolved) One() (*api.User, bool) {
	if len(r.Hits) != 1 || r.More || len(r.Unknown) > 0 {
		return nil, false
	}
	return r.Hits[0].User, true
}

const (
	maxUsers   = 500 // of a batch: each value names one user, rarely more
	maxMembers = 50  // listed of an organization
)

// Resolve finds the users of a paste: one request for each kind of identifier
// at once, and one for each session. What was found comes back also beside an
// error, which joins the errors of the requests that failed.
func Resolve(ctx context.Context, from Lister, p Paste) (Resolved, error) {
	r := resolver{ctx: ctx, from: from, paste: p, answers: make([]answer, SessionIdentifier+1)}
	var wg sync.WaitGroup
	for kind := EmailIdentifier; kind <= SessionIdentifier; kind++ {
		ids := p.Of(kind)
		if len(ids) == 0 {
			continue
		}
		wg.Add(1)
		crash.Go(ctx, "paste", func() {
			defer wg.Done()
			if kind == SessionIdentifier {
				r.answers[kind] = r.sessions(ids)
				return
			}
			r.answers[kind] = r.list(kind, ids)
		})
	}
	wg.Wait()
	return r.result()
}

// answer is what came of the identifiers of one kind.
type answer struct {
	hits    []Hit
	unknown []Identifier
	more    bool
	err     error
}

type resolver struct {
	ctx     context.Context
	from    Lister
	paste   Paste
	answers []answer
}

// list asks for the users of one kind of identifier.
func (r *resolver) list(kind IdentifierKind, ids []Identifier) answer {
	filter, _ := batch(kind, ids)
	limit := maxUsers
	if kind == OrganizationIdentifier {
		limit = maxMembers + 1
	}
	users, err := r.from.List(r.ctx, api.ListUsersParams{UserFilter: filter, Limit: limit})
	if err != nil {
		return answer{unknown: ids, err: fmt.Errorf("look up the pasted %ss: %w", kind, err)}
	}
	var a answer
	if kind == OrganizationIdentifier && len(users) > maxMembers {
		users, a.more = users[:maxMembers], true
	}
	for _, u := range users {
		if u == nil {
			continue
		}
		h := Hit{User: u}
		for _, id := range ids {
			if belongs(u, id) || len(ids) == 1 {
				h.By = append(h.By, id)
			}
		}
		a.hits = append(a.hits, h)
	}
	return a
}

// belongs reports whether an identifier is the user's.
func belongs(u *api.User, id Identifier) bool {
	switch id.Kind {
	case EmailIdentifier:
		return slices.ContainsFunc(u.EmailAddresses, func(e api.EmailAddress) bool {
			return strings.EqualFold(safetext.Line(e.EmailAddress), id.Value)
		})
	case PhoneIdentifier:
		return slices.ContainsFunc(u.PhoneNumbers, func(p api.PhoneNumber) bool {
			return digitsOf(safetext.Line(p.PhoneNumber)) == digitsOf(id.Value)
		})
	case UserIdentifier:
		return string(u.ID) == id.Value
	default: // the filter knew
		return true
	}
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// sessions reads the sessions, then their users in one request.
func (r *resolver) sessions(ids []Identifier) answer {
	found := make([]*api.Session, len(ids))
	errs := make([]error, len(ids))
	var wg sync.WaitGroup
	for i, id := range ids {
		wg.Add(1)
		crash.Go(r.ctx, "pasted session", func() {
			defer wg.Done()
			found[i], errs[i] = r.from.Session(r.ctx, api.ID(id.Value))
		})
	}
	wg.Wait()
	var a answer
	var users []Identifier
	of := map[string][]Identifier{}
	for i, id := range ids {
		switch {
		case errs[i] != nil && !absent(errs[i]):
			a.unknown = append(a.unknown, id)
			a.err = errors.Join(a.err, fmt.Errorf("look up a pasted session: %w", errs[i]))
		case errs[i] == nil && found[i] != nil && found[i].UserID != "":
			user := string(found[i].UserID)
			if of[user] == nil {
				users = append(users, Identifier{Kind: UserIdentifier, Value: user})
			}
			of[user] = append(of[user], id)
		}
	}
	if len(users) == 0 {
		return a
	}
	listed := r.list(UserIdentifier, users)
	a.err = errors.Join(a.err, listed.err)
	for _, id := range listed.unknown {
		a.unknown = append(a.unknown, of[id.Value]...)
	}
	for _, h := range listed.hits {
		a.hits = append(a.hits, Hit{User: h.User, By: of[string(h.User.ID)]})
	}
	return a
}

// absent reports whether the server says that there is no such thing.
func absent(err error) bool {
	var e *api.Error
	return errors.As(err, &e) && e.Status == 404
}

// result joins the answers: each user once, in the order of the paste.
func (r *resolver) result() (Resolved, error) {
	var out Resolved
	var failed error
	byID := map[api.ID]int{}
	for _, a := range r.answers {
		failed = errors.Join(failed, a.err)
		out.Unknown = append(out.Unknown, a.unknown...)
		out.More = out.More || a.more
		for _, h := range a.hits {
			if i, known := byID[h.User.ID]; known && h.User.ID != "" {
				out.Hits[i].By = append(out.Hits[i].By, h.By...)
				continue
			}
			byID[h.User.ID] = len(out.Hits)
			out.Hits = append(out.Hits, h)
		}
	}
	used := map[Identifier]bool{}
	for _, h := range out.Hits {
		for _, id := range h.By {
			used[id] = true
		}
	}
	for _, id := range r.paste.Found {
		if !used[id] && !id.Guess && !slices.Contains(out.Unknown, id) {
			out.Misses = append(out.Misses, id)
		}
	}
	place := func(h Hit) int {
		first := len(r.paste.Found)
		for _, id := range h.By {
			if i := slices.Index(r.paste.Found, id); i >= 0 {
				first = min(first, i)
			}
		}
		return first
	}
	slices.SortStableFunc(out.Hits, func(a, b Hit) int { return place(a) - place(b) })
	return out, failed
}
