package emulator

import "encoding/json"

// organization is one organization; its json tags are the API's names.
type organization struct {
	ID                    string
	Name                  string
	Slug                  string
	HasImage              bool
	MaxAllowedMemberships int // 0 means unlimited
	AdminDeleteEnabled    bool
	PublicMetadata        json.RawMessage
	PrivateMetadata       json.RawMessage
	CreatedBy             string // a user id, or empty
	CreatedAt             int64
	UpdatedAt             int64
	Domain                string // the domain its members' addresses use
	SSO                   bool   // whether that domain has an enterprise connection
}

// membership is one user's membership in one organization.
type membership struct {
	ID              string
	OrganizationID  string
	UserID          string
	Role            string // org:admin, org:member, or a custom role's key
	PublicMetadata  json.RawMessage
	PrivateMetadata json.RawMessage
	CreatedAt       int64
	UpdatedAt       int64
}

// orgInvitation is an invitation of an e-mail address into an organization. UserID is set when
// a user has that address.
type orgInvitation struct {
	ID              string
	OrganizationID  string
	UserID          string
	EmailAddress    string
	Role            string
	InviterID       string // a user id, or empty
	Status          string // pending, accepted, revoked, expired
	PublicMetadata  json.RawMessage
	PrivateMetadata json.RawMessage
	ExpiresAt       int64
	CreatedAt       int64
	UpdatedAt       int64
}

// session is one session of a user.
type session struct {
	ID                   string
	UserID               string
	ClientID             string
	Status               string // see API: active, pending, revoked, ended, expired, removed, abandoned, replaced
	Actor                json.RawMessage
	LastActiveOrgID      string
	LastActiveAt         int64
	ExpireAt             int64
	AbandonAt            int64
	CreatedAt            int64
	UpdatedAt            int64
	Tasks                []string // keys of pending tasks
	Activity             *sessionActivity
	ImpersonationTokenID string // the actor token that opened it, or empty
}

// sessionActivity is where a session was last seen from.
type sessionActivity struct {
	ID             string `json:"id"`
	Object         string `json:"object"` // session_activity
	IsMobile       bool   `json:"is_mobile"`
	DeviceType     string `json:"device_type,omitempty"`
	BrowserName    string `json:"browser_name,omitempty"`
	BrowserVersion string `json:"browser_version,omitempty"`
	IPAddress      string `json:"ip_address,omitempty"`
	City           string `json:"city,omitempty"`
	Country        string `json:"country,omitempty"`
}

// The related objects of a user are derived from the seed until they are first changed. The
// slices that these methods return are snapshots: read, never write.

// memberships are a user's memberships, newest first.
func (s *store) memberships(userID string) []membership {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return related(s, userID, s.membershipsOf, s.sample.memberships)
}

// sessions are a user's sessions, newest first.
func (s *store) sessions(userID string) []session {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return related(s, userID, s.sessionsOf, s.sample.sessions)
}

// invitations are the organization invitations of a user's addresses, newest first.
func (s *store) invitations(userID string) []orgInvitation {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return related(s, userID, s.invitationsOf, s.sample.invitations)
}

// updateMemberships replaces a user's memberships by what fn returns; fn gets a copy and must not
// call the store.
func (s *store) updateMemberships(userID string, fn func([]membership) ([]membership, *apiError)) *apiError {
	s.mu.Lock()
	defer s.mu.Unlock()
	return updateRelated(s, userID, s.membershipsOf, s.sample.memberships, fn)
}

// membershipsAt are the memberships of a record, for callers that hold the lock.
func (s *store) membershipsAt(at slot, u *userRecord) []membership {
	if rows, ok := s.membershipsOf[at]; ok {
		return rows
	}
	return s.sample.memberships(u)
}

// updateSessions replaces a user's sessions by what fn returns; see updateMemberships.
func (s *store) updateSessions(userID string, fn func([]session) ([]session, *apiError)) *apiError {
	s.mu.Lock()
	defer s.mu.Unlock()
	return updateRelated(s, userID, s.sessionsOf, s.sample.sessions, fn)
}

// related returns the changed objects of a user, else the derived ones; nil for no such user.
func related[T any](s *store, userID string, changed map[slot][]T, derive func(*userRecord) []T) []T {
	u := s.lookup(userID)
	if u == nil {
		return nil
	}
	if rows, ok := changed[u.slot]; ok {
		return rows
	}
	return derive(u)
}

func updateRelated[T any](s *store, userID string, changed map[slot][]T, derive func(*userRecord) []T,
	fn func([]T) ([]T, *apiError),
) *apiError {
	u := s.lookup(userID)
	if u == nil {
		return notFound("user", userID)
	}
	rows, err := fn(append([]T(nil), related(s, userID, changed, derive)...))
	if err != nil {
		return err
	}
	changed[u.slot] = rows
	s.put(u) // a record of his own, so that the filters see what changed
	return nil
}
