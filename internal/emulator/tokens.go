package emulator

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// loginToken is an actor token (impersonation) or a sign-in token.
type loginToken struct {
	ID        string
	Kind      string // actor_token or sign_in_token
	UserID    string
	Actor     json.RawMessage // actor tokens only
	Status    string          // pending, accepted, revoked
	ExpiresAt int64
	CreatedAt int64
	UpdatedAt int64
}

const (
	objectActorToken  = "actor_token"
	objectSignInToken = "sign_in_token"

	defaultActorSeconds  = 3600
	defaultSignInSeconds = 2592000
)

type actorTokenJSON struct {
	Object    string          `json:"object"`
	ID        string          `json:"id"`
	Status    string          `json:"status"`
	UserID    string          `json:"user_id"`
	Actor     json.RawMessage `json:"actor"`
	Token     string          `json:"token,omitempty"`
	URL       string          `json:"url,omitempty"`
	CreatedAt int64           `json:"created_at"`
	UpdatedAt int64           `json:"updated_at"`
}

type signInTokenJSON struct {
	Object    string `json:"object"`
	ID        string `json:"id"`
	Status    string `json:"status"`
	UserID    string `json:"user_id"`
	Token     string `json:"token,omitempty"`
	URL       string `json:"url,omitempty"`
	CreatedAt int64  `json:"created_at"`
	UpdatedAt int64  `json:"updated_at"`
}

// render shows the secret only where it is made: fresh says so.
func (t *loginToken) render(seed uint64, fresh bool) any {
	secret, link := "", ""
	if fresh {
		secret = fmt.Sprintf("ticket.%016x%016x.%s", mix(seed, uint64(t.CreatedAt)), mix(uint64(t.CreatedAt), seed), t.ID) // a time is positive
		link = accountsURL + "/v1/tickets/accept?ticket=" + secret
	}
	if t.Kind == objectActorToken {
		return actorTokenJSON{t.Kind, t.ID, t.Status, t.UserID, t.Actor, secret, link, t.CreatedAt, t.UpdatedAt}
	}
	return signInTokenJSON{t.Kind, t.ID, t.Status, t.UserID, secret, link, t.CreatedAt, t.UpdatedAt}
}

func tokenRoutes() []route {
	return []route{
		{"POST /actor_tokens", (*Server).createActorToken},
		{"POST /actor_tokens/{actor_token_id}/revoke", (*Server).revokeActorToken},
		{"POST /sign_in_tokens", (*Server).createSignInToken},
		{"POST /sign_in_tokens/{sign_in_token_id}/revoke", (*Server).revokeSignInToken},
	}
}

func (s *Server) createActorToken(r *request) (any, *apiError) {
	var body struct {
		UserID                      opt[string]          `json:"user_id"`
		Actor                       opt[json.RawMessage] `json:"actor"`
		ExpiresInSeconds            opt[int64]           `json:"expires_in_seconds"`
		SessionMaxDurationInSeconds opt[int64]           `json:"session_max_duration_in_seconds"`
	}
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	if err := checkActor(body.Actor); err != nil {
		return nil, err
	}
	seconds, err := positiveSeconds("expires_in_seconds", body.ExpiresInSeconds, defaultActorSeconds)
	if err != nil {
		return nil, err
	}
	if _, err := positiveSeconds("session_max_duration_in_seconds", body.SessionMaxDurationInSeconds, 1); err != nil {
		return nil, err
	}
	if body.UserID.Value == "" {
		return nil, missingParam("user_id")
	}
	if _, ok := s.store.find(body.UserID.Value); !ok {
		return nil, invalid("user_id", "form_resource_not_found", "No user was found with id "+body.UserID.Value)
	}
	return s.newToken(objectActorToken, "act_", body.UserID.Value, body.Actor.Value, seconds), nil
}

func checkActor(actor opt[json.RawMessage]) *apiError {
	if !actor.has() {
		return missingParam("actor")
	}
	if !isObject(actor.Value) {
		return wrongType("actor", "object")
	}
	var named struct {
		Sub *string `json:"sub"`
	}
	if err := json.Unmarshal(actor.Value, &named); err != nil {
		return invalid("actor.sub", "form_param_type_invalid", "actor.sub must be a string.")
	}
	if named.Sub == nil || *named.Sub == "" {
		return missingParam("actor.sub")
	}
	return nil
}

func positiveSeconds(param string, sent opt[int64], fallback int64) (int64, *apiError) {
	if !sent.has() {
		return fallback, nil
	}
	if sent.Value < 1 {
		return 0, invalid(param, "form_param_value_invalid", param+" must be greater than or equal to 1.")
	}
	return sent.Value, nil
}

func (s *Server) createSignInToken(r *request) (any, *apiError) {
	var body struct {
		UserID           opt[string] `json:"user_id"`
		OrgID            opt[string] `json:"org_id"`
		ExpiresInSeconds opt[int64]  `json:"expires_in_seconds"`
	}
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	seconds, err := positiveSeconds("expires_in_seconds", body.ExpiresInSeconds, defaultSignInSeconds)
	if err != nil {
		return nil, err
	}
	if body.UserID.Value == "" {
		return nil, missingParam("user_id")
	}
	if _, ok := s.store.find(body.UserID.Value); !ok {
		return nil, notFound("user", body.UserID.Value)
	}
	if body.OrgID.has() {
		if _, ok := s.store.organization(body.OrgID.Value); !ok {
			return nil, notFound("organization", body.OrgID.Value)
		}
	}
	return s.newToken(objectSignInToken, "sit_", body.UserID.Value, nil, seconds), nil
}

func (s *Server) newToken(kind, prefix, userID string, actor json.RawMessage, seconds int64) any {
	now := s.nowMS()
	t := &loginToken{
		ID: s.store.newID(prefix, nil), Kind: kind, UserID: userID, Actor: actor, Status: statusPending,
		ExpiresAt: now + seconds*1000, CreatedAt: now, UpdatedAt: now,
	}
	s.extras.mu.Lock()
	defer s.extras.mu.Unlock()
	s.extras.tokens[t.ID] = t
	return t.render(s.store.seed, true)
}

func (s *Server) revokeActorToken(r *request) (any, *apiError) {
	return s.revokeToken(objectActorToken, "actor token", r.id("actor_token_id"))
}

func (s *Server) revokeSignInToken(r *request) (any, *apiError) {
	return s.revokeToken(objectSignInToken, "sign in token", r.id("sign_in_token_id"))
}

func (s *Server) revokeToken(kind, name, id string) (any, *apiError) {
	s.extras.mu.Lock()
	defer s.extras.mu.Unlock()
	t, ok := s.extras.tokens[id]
	if !ok || t.Kind != kind {
		return nil, notFound(name, id)
	}
	if t.Status != statusPending || t.ExpiresAt <= s.nowMS() {
		return nil, fail(http.StatusBadRequest, kind+"_cannot_be_revoked_code", "cannot be revoked",
			"Only pending "+name+"s can be revoked.")
	}
	t.Status, t.UpdatedAt = statusRevoked, s.nowMS()
	return t.render(s.store.seed, false), nil
}

// accept signs in with a pending token, as opening its link does: the session of an actor token
// says who acts.
func (s *Server) accept(tokenID string) (session, *apiError) {
	s.extras.mu.Lock()
	defer s.extras.mu.Unlock()
	t, ok := s.extras.tokens[tokenID]
	if !ok || t.Status != statusPending || t.ExpiresAt <= s.nowMS() {
		return session{}, notFound("pending token", tokenID)
	}
	x, err := s.openSession(t.UserID, "", t.Actor)
	if err != nil {
		return session{}, err
	}
	t.Status, t.UpdatedAt = statusAccepted, s.nowMS()
	return x, nil
}
