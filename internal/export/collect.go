package export

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"usher/api"
)

// Reader is what a bundle is read from.
type Reader interface {
	GetUser(ctx context.Context, id api.ID) (*api.User, error)
	OrganizationMemberships(ctx context.Context, id api.ID, p api.Page) (*api.List[api.Membership], error)
	OrganizationInvitations(ctx context.Context, id api.ID, p api.InvitationListParams) (*api.List[api.OrganizationInvitation], error)
	ListSessions(ctx context.Context, p api.SessionListParams) (*api.List[api.Session], error)
	TrustedDevices(ctx context.Context, id api.ID) (*api.List[api.TrustedDevice], error)
}

// PageSize is how many entries are read at a time.
const PageSize = 500

// errEndless stops at lists that do not end.
var errEndless = errors.New("the list does not end")

// maxPages bounds a list.
const maxPages = 200

// Collect reads all parts, one after the other; report is told before each,
// nil is silence. A part that the instance does not have is kept as such; any
// other failure ends it, because a bundle must not look whole when it is not.
func Collect(ctx context.Context, r Reader, id api.ID, now func() time.Time, report func(done, total int, what string)) (Bundle, *api.User, error) {
	b := Bundle{Format: Format, MadeAt: now().UTC(), UserID: id}
	var user *api.User
	sources := []struct {
		name, operation string
		read            func() (list, error)
	}{
		{"user", "GetUser", func() (list, error) {
			u, err := r.GetUser(ctx, id)
			if err != nil {
				return list{}, err
			}
			user = u
			return list{data: []json.RawMessage{u.Raw}, total: -1}, nil
		}},
		{"organization_memberships", "UsersGetOrganizationMemberships", func() (list, error) {
			return all(func(p api.Page) (*api.List[api.Membership], error) { return r.OrganizationMemberships(ctx, id, p) },
				func(m *api.Membership) json.RawMessage { return m.Raw })
		}},
		{"organization_invitations", "UsersGetOrganizationInvitations", func() (list, error) {
			return all(func(p api.Page) (*api.List[api.OrganizationInvitation], error) {
				return r.OrganizationInvitations(ctx, id, api.InvitationListParams{Page: p})
			}, func(i *api.OrganizationInvitation) json.RawMessage { return i.Raw })
		}},
		{"sessions", "GetSessionList", func() (list, error) {
			return all(func(p api.Page) (*api.List[api.Session], error) {
				return r.ListSessions(ctx, api.SessionListParams{UserID: id, Page: p})
			}, func(s *api.Session) json.RawMessage { return s.Raw })
		}},
		{"trusted_devices", "ListUserTrustedDevices", func() (list, error) {
			l, err := r.TrustedDevices(ctx, id)
			return whole(l, err, func(d *api.TrustedDevice) json.RawMessage { return d.Raw })
		}},
	}
	for i, s := range sources {
		if report != nil {
			report(i, len(sources), s.name)
		}
		l, err := s.read()
		part := Part{Name: s.name, Operation: s.operation, FetchedAt: now().UTC(), Data: l.data}
		if code := absent(err); code != "" && s.name != "user" {
			part.NotAvailable, err = code, nil
		}
		if err != nil {
			return Bundle{}, nil, fmt.Errorf("read %s for the export: %w", s.name, err)
		}
		if l.total >= 0 && part.NotAvailable == "" {
			part.TotalCount = &l.total
		}
		b.Parts = append(b.Parts, part)
	}
	return b, user, nil
}

// list is what was read of one kind; total is -1 when not told.
type list struct {
	data  []json.RawMessage
	total int64
}

func whole[T any](l *api.List[T], err error, raw func(*T) json.RawMessage) (list, error) {
	if err != nil {
		return list{}, err
	}
	out := list{data: []json.RawMessage{}, total: l.TotalCount}
	for i := range l.Data {
		out.data = append(out.data, raw(&l.Data[i]))
	}
	return out, nil
}

func all[T any](read func(api.Page) (*api.List[T], error), raw func(*T) json.RawMessage) (list, error) {
	out := list{data: []json.RawMessage{}, total: -1}
	for page := range maxPages {
		l, err := read(api.Page{Limit: PageSize, Offset: page * PageSize})
		part, err := whole(l, err, raw)
		if err != nil {
			return list{}, err
		}
		out.data, out.total = append(out.data, part.data...), part.total
		if len(part.data) < PageSize {
			return out, nil
		}
	}
	return list{}, errEndless
}

// absent is the code of an answer that says that the instance has nothing of
// the kind: organizations are off, or its version does not know the request.
func absent(err error) string {
	var failure *api.Error
	if !errors.As(err, &failure) {
		return ""
	}
	switch {
	case failure.HasCode("organization_not_enabled_in_instance", "feature_not_enabled"):
		return failure.Code()
	case failure.Status == http.StatusMethodNotAllowed, failure.Status == http.StatusNotFound && failure.Code() == "":
		return "not_known_to_this_version"
	}
	return ""
}
