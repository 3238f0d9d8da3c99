package api

import (
	"context"
	"iter"
)

// SessionsService has the operations on sessions.
type SessionsService struct{ service }

// SessionListParams selects sessions of a user or a client: one of the two is
// required. Status is one of active, ended, expired, removed, replaced,
// revoked, abandoned; the server cannot filter by pending.
type SessionListParams struct {
	UserID   ID
	ClientID ID
	Status   string
	Page
}

// List returns a page of sessions, newest first (GetSessionList).
func (s *SessionsService) List(ctx context.Context, p SessionListParams) (*List[Session], error) {
	r := newRequest(opGetSessionList)
	if p.UserID == "" && p.ClientID == "" {
		r.fail("user_id", "is required unless client_id is given")
	}
	r.queryID("user_id", p.UserID)
	r.queryID("client_id", p.ClientID)
	r.oneOf("status", p.Status, "abandoned", "active", "ended", "expired", "removed", "replaced", "revoked")
	r.optional("status", p.Status)
	r.query.Set("paginated", "true")
	return fetchPage[Session](ctx, s.client, r, p.Page)
}

// All goes through the pages of List.
func (s *SessionsService) All(ctx context.Context, p SessionListParams) iter.Seq2[*Session, error] {
	return pages(p.Page, func(page Page) (*List[Session], error) {
		p.Page = page
		return s.List(ctx, p)
	})
}

func (r *request) queryID(name string, id ID) {
	r.optionalID(name, id)
	if id != "" {
		r.query.Set(name, string(id))
	}
}

// Get returns a session (GetSession).
func (s *SessionsService) Get(ctx context.Context, id ID) (*Session, error) {
	return fetch[Session](ctx, s.client, newRequest(opGetSession, id))
}

// Revoke ends a session (RevokeSession).
func (s *SessionsService) Revoke(ctx context.Context, id ID) (*Session, error) {
	return fetch[Session](ctx, s.client, newRequest(opRevokeSession, id))
}

// Create makes a session for a user (createSession). Production instances
// refuse it. Organization may be "".
func (s *SessionsService) Create(ctx context.Context, user, organization ID) (*Session, error) {
	r := newRequest(opCreateSession)
	r.requiredID("user_id", user)
	r.optionalID("active_organization_id", organization)
	r.body = fields{"user_id": user}
	r.body.id("active_organization_id", organization)
	return fetch[Session](ctx, s.client, r)
}

// Client returns a browser or device with its sessions (GetClient).
func (s *SessionsService) Client(ctx context.Context, id ID) (*DeviceClient, error) {
	return fetch[DeviceClient](ctx, s.client, newRequest(opGetClient, id))
}
