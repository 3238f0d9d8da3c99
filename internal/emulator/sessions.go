package emulator

import (
	"encoding/json"
	"net/http"
	"slices"
)

func sessionRoutes() []route {
	return []route{
		{"GET /sessions", (*Server).listSessions},
		{"POST /sessions", (*Server).createSession},
		{"GET /sessions/{session_id}", (*Server).getSession},
		{"POST /sessions/{session_id}/revoke", (*Server).revokeSession},
		{"GET /clients/{client_id}", (*Server).getClient},
	}
}

const (
	sessionActive  = "active"
	sessionPending = "pending"

	sessionLife = 7 * msPerDay
	abandonLife = 37 * msPerDay
)

type sessionTask struct {
	Key string `json:"key"`
}

type sessionJSON struct {
	Object                   string           `json:"object"`
	ID                       string           `json:"id"`
	UserID                   string           `json:"user_id"`
	ClientID                 string           `json:"client_id"`
	Actor                    json.RawMessage  `json:"actor"`
	Status                   string           `json:"status"`
	LastActiveOrganizationID *string          `json:"last_active_organization_id"`
	LastActiveAt             int64            `json:"last_active_at"`
	LatestActivity           *sessionActivity `json:"latest_activity"`
	ExpireAt                 int64            `json:"expire_at"`
	AbandonAt                int64            `json:"abandon_at"`
	CreatedAt                int64            `json:"created_at"`
	UpdatedAt                int64            `json:"updated_at"`
	Tasks                    *[]sessionTask   `json:"tasks,omitempty"`
}

// renderSession renders a session as a version shows it: pending and tasks
// exist from 2025-04-10 on.
func renderSession(x session, r *request) sessionJSON {
	j := sessionJSON{
		Object: "session", ID: x.ID, UserID: x.UserID, ClientID: x.ClientID, Actor: x.Actor, Status: x.Status,
		LastActiveOrganizationID: optional(x.LastActiveOrgID), LastActiveAt: x.LastActiveAt, LatestActivity: x.Activity,
		ExpireAt: x.ExpireAt, AbandonAt: x.AbandonAt, CreatedAt: x.CreatedAt, UpdatedAt: x.UpdatedAt,
	}
	if len(j.Actor) == 0 {
		j.Actor = json.RawMessage("null")
	}
	if r.before(version202504) {
		if j.Status == sessionPending {
			j.Status = sessionActive
		}
		return j
	}
	tasks := []sessionTask{}
	for _, key := range x.Tasks {
		tasks = append(tasks, sessionTask{key})
	}
	if len(tasks) > 0 {
		j.Tasks = &tasks
	}
	return j
}

func (s *Server) listSessions(r *request) (any, *apiError) {
	userID, clientID := r.query.Get("user_id"), r.query.Get("client_id")
	if userID == "" && clientID == "" {
		return nil, fail(http.StatusBadRequest, "missing_query_parameter", "Missing query parameter",
			"At least one of the query parameters client_id, user_id must be provided.").withMeta("param_names", []string{"client_id", "user_id"})
	}
	if err := checkEnum(r, "status", "abandoned", "active", "ended", "expired", "removed", "replaced", "revoked"); err != nil {
		return nil, err
	}
	var found []session
	if userID != "" {
		found = s.store.sessions(userID)
	} else if u, ok := s.store.owner(clientID); ok {
		found = s.store.sessions(u.ID)
	}
	rows := []sessionJSON{}
	for _, x := range found {
		j := renderSession(x, r)
		wanted := r.query.Get("status")
		if (clientID == "" || x.ClientID == clientID) && (wanted == "" || j.Status == wanted) {
			rows = append(rows, j)
		}
	}
	slices.SortStableFunc(rows, func(a, b sessionJSON) int { return int(min(1, max(-1, b.CreatedAt-a.CreatedAt))) })
	return listed(r, rows), nil
}

// session finds a session by its id.
func (s *Server) session(id string) (session, *apiError) {
	if u, ok := s.store.owner(id); ok {
		for _, x := range s.store.sessions(u.ID) {
			if x.ID == id {
				return x, nil
			}
		}
	}
	return session{}, notFound("session", id)
}

func (s *Server) getSession(r *request) (any, *apiError) {
	x, err := s.session(r.id("session_id"))
	if err != nil {
		return nil, err
	}
	return renderSession(x, r), nil
}

func (s *Server) revokeSession(r *request) (any, *apiError) {
	x, err := s.session(r.id("session_id"))
	if err != nil {
		return nil, err
	}
	now := s.nowMS()
	err = s.store.updateSessions(x.UserID, func(all []session) ([]session, *apiError) {
		for i := range all {
			if all[i].ID != x.ID {
				continue
			}
			if live(all[i].Status) {
				all[i].Status, all[i].UpdatedAt = statusRevoked, now
			}
			x = all[i]
		}
		return all, nil
	})
	if err != nil {
		return nil, err
	}
	return renderSession(x, r), nil
}

// live reports whether a session can still be used.
func live(status string) bool { return status == sessionActive || status == sessionPending }

// revokeSessions revokes every live session of a user.
func (s *Server) revokeSessions(userID string) *apiError {
	now := s.nowMS()
	return s.store.updateSessions(userID, func(all []session) ([]session, *apiError) {
		for i := range all {
			if live(all[i].Status) {
				all[i].Status, all[i].UpdatedAt = statusRevoked, now
			}
		}
		return all, nil
	})
}

func (s *Server) createSession(r *request) (any, *apiError) {
	var body struct {
		UserID               opt[string] `json:"user_id"`
		ActiveOrganizationID opt[string] `json:"active_organization_id"`
	}
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	if s.production {
		return nil, badRequest("request_invalid_for_environment", "This request is not valid for production instances.")
	}
	if body.UserID.Value == "" {
		return nil, missingParam("user_id")
	}
	u, ok := s.store.find(body.UserID.Value)
	if !ok {
		return nil, notFound("user", body.UserID.Value)
	}
	if org := body.ActiveOrganizationID.Value; org != "" {
		if !slices.ContainsFunc(s.store.memberships(u.ID), func(m membership) bool { return m.OrganizationID == org }) {
			return nil, notFound("organization", org)
		}
	}
	x, err := s.openSession(u.ID, body.ActiveOrganizationID.Value, nil)
	if err != nil {
		return nil, err
	}
	return renderSession(x, r), nil
}

// openSession signs a user in on a new client. A session with an actor is an
// impersonation, which is no activity of the user's own.
func (s *Server) openSession(userID, orgID string, actor json.RawMessage) (session, *apiError) {
	u, ok := s.store.find(userID)
	if !ok {
		return session{}, notFound("user", userID)
	}
	switch {
	case u.Banned:
		return session{}, fail(http.StatusForbidden, "user_banned", "User is banned", "This user is banned and cannot sign in.")
	case u.Deprovisioned:
		return session{}, badRequest("deprovisioned", "This user was deprovisioned by a directory and cannot sign in.")
	}
	now := s.nowMS()
	x := session{
		ID: s.store.newID("sess_", u), UserID: u.ID, ClientID: s.store.newID("client_", u), Status: sessionActive, Actor: actor,
		LastActiveOrgID: orgID, LastActiveAt: now, ExpireAt: now + sessionLife, AbandonAt: now + abandonLife,
		CreatedAt: now, UpdatedAt: now,
	}
	err := s.store.updateSessions(u.ID, func(all []session) ([]session, *apiError) { return append([]session{x}, all...), nil })
	if err != nil || len(actor) > 0 {
		return x, err
	}
	_, err = s.store.update(u.ID, func(u *userRecord) *apiError {
		u.LastSignInAt, u.LastActiveAt = &now, &now
		return nil
	})
	return x, err
}

type clientJSON struct {
	Object                     string        `json:"object"`
	ID                         string        `json:"id"`
	SessionIDs                 []string      `json:"session_ids"`
	Sessions                   []sessionJSON `json:"sessions"`
	SignInID                   *string       `json:"sign_in_id"`
	SignUpID                   *string       `json:"sign_up_id"`
	LastActiveSessionID        *string       `json:"last_active_session_id"`
	LastAuthenticationStrategy *string       `json:"last_authentication_strategy"`
	UpdatedAt                  int64         `json:"updated_at"`
	CreatedAt                  int64         `json:"created_at"`
}

// getClient gathers the sessions that name a client: clients are not kept.
func (s *Server) getClient(r *request) (any, *apiError) {
	id := r.id("client_id")
	c := clientJSON{Object: "client", ID: id, SessionIDs: []string{}, Sessions: []sessionJSON{}}
	if u, ok := s.store.owner(id); ok {
		for _, x := range s.store.sessions(u.ID) {
			if x.ClientID == id {
				c.add(renderSession(x, r))
			}
		}
	}
	if len(c.Sessions) == 0 {
		return nil, notFound("client", id)
	}
	return c, nil
}

func (c *clientJSON) add(x sessionJSON) {
	c.SessionIDs, c.Sessions = append(c.SessionIDs, x.ID), append(c.Sessions, x)
	if live(x.Status) && c.LastActiveSessionID == nil {
		c.LastActiveSessionID = ref(x.ID)
	}
	if c.CreatedAt == 0 || x.CreatedAt < c.CreatedAt {
		c.CreatedAt = x.CreatedAt
	}
	c.UpdatedAt = max(c.UpdatedAt, x.UpdatedAt)
}
