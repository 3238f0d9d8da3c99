package api

import (
	"context"
	"encoding/json"
	"time"
)

// ActorTokensService has the operations on impersonation links.
type ActorTokensService struct{ service }

// CreateActorTokenParams describes an impersonation. A zero duration leaves
// the choice to the server: 1 h until the link expires, 30 min of session.
type CreateActorTokenParams struct {
	UserID             ID
	Actor              json.RawMessage // a JSON object with "sub": who impersonates
	ExpiresIn          time.Duration
	SessionMaxDuration time.Duration
}

// Create makes an impersonation link (CreateActorToken). It skips the user's
// second factor.
func (s *ActorTokensService) Create(ctx context.Context, p CreateActorTokenParams) (*ActorToken, error) {
	r := newRequest(opCreateActorToken)
	r.requiredID("user_id", p.UserID)
	r.actor(p.Actor)
	r.body = fields{"user_id": p.UserID, "actor": p.Actor}
	r.seconds("expires_in_seconds", p.ExpiresIn)
	r.seconds("session_max_duration_in_seconds", p.SessionMaxDuration)
	return fetch[ActorToken](ctx, s.client, r)
}

func (r *request) actor(raw json.RawMessage) {
	var sub Text
	v, err := parse(raw)
	if err != nil || !v.isObject() {
		r.fail("actor", "must be a JSON object")
		return
	}
	v.members(func(key []byte, m value) {
		if string(key) == "sub" && m.isString() {
			m.text(&sub)
		}
	})
	if sub.Empty() {
		r.fail("actor", "needs sub, which says who impersonates")
	}
}

// seconds writes a duration; 0 is left out.
func (r *request) seconds(name string, d time.Duration) {
	switch {
	case d == 0:
		return
	case d < time.Second:
		r.fail(name, "must be at least a second")
	}
	r.body[name] = int64(d / time.Second)
}

// Revoke takes an unused link back (RevokeActorToken).
func (s *ActorTokensService) Revoke(ctx context.Context, id ID) (*ActorToken, error) {
	return fetch[ActorToken](ctx, s.client, newRequest(opRevokeActorToken, id))
}

// SignInTokensService has the operations on sign-in links.
type SignInTokensService struct{ service }

// CreateSignInTokenParams describes a sign-in link. A zero ExpiresIn leaves
// the choice to the server: 30 days.
type CreateSignInTokenParams struct {
	UserID         ID
	OrganizationID ID // may be ""
	ExpiresIn      time.Duration
}

// Create makes a sign-in link (CreateSignInToken).
func (s *SignInTokensService) Create(ctx context.Context, p CreateSignInTokenParams) (*SignInToken, error) {
	r := newRequest(opCreateSignInToken)
	r.requiredID("user_id", p.UserID)
	r.optionalID("org_id", p.OrganizationID)
	r.body = fields{"user_id": p.UserID}
	r.body.id("org_id", p.OrganizationID)
	r.seconds("expires_in_seconds", p.ExpiresIn)
	return fetch[SignInToken](ctx, s.client, r)
}

// Revoke takes an unused link back (RevokeSignInToken).
func (s *SignInTokensService) Revoke(ctx context.Context, id ID) (*SignInToken, error) {
	return fetch[SignInToken](ctx, s.client, newRequest(opRevokeSignInToken, id))
}
