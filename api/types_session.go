package api

import "encoding/json"

// Session of a user. Actor is non-nil for an impersonation.
type Session struct {
	ID                       ID               `json:"id"`
	UserID                   ID               `json:"user_id"`
	ClientID                 ID               `json:"client_id"`
	Actor                    json.RawMessage  `json:"actor"`
	Status                   Text             `json:"status"`
	LastActiveOrganizationID ID               `json:"last_active_organization_id"`
	LatestActivity           *SessionActivity `json:"latest_activity"`
	Tasks                    []SessionTask    `json:"tasks"`
	LastActiveAt             Time             `json:"last_active_at"`
	ExpireAt                 Time             `json:"expire_at"`
	AbandonAt                Time             `json:"abandon_at"`
	CreatedAt                Time             `json:"created_at"`
	UpdatedAt                Time             `json:"updated_at"`
	Raw                      json.RawMessage  `json:"-"`
}

// Impersonated reports whether an actor holds the session.
func (s *Session) Impersonated() bool {
	return len(s.Actor) > 0 && string(s.Actor) != "null"
}

// SessionTask is something that a pending session still has to do.
type SessionTask struct {
	Key Text `json:"key"`
}

// SessionActivity tells the device and place of a session's last activity.
type SessionActivity struct {
	ID             ID   `json:"id"`
	DeviceType     Text `json:"device_type"`
	IsMobile       bool `json:"is_mobile"`
	BrowserName    Text `json:"browser_name"`
	BrowserVersion Text `json:"browser_version"`
	IPAddress      Text `json:"ip_address"`
	City           Text `json:"city"`
	Country        Text `json:"country"`
}

// DeviceClient is the Client of the API: a browser or device and its sessions.
type DeviceClient struct {
	ID                         ID              `json:"id"`
	SessionIDs                 []ID            `json:"session_ids"`
	Sessions                   []Session       `json:"sessions"`
	SignInID                   ID              `json:"sign_in_id"`
	SignUpID                   ID              `json:"sign_up_id"`
	LastActiveSessionID        ID              `json:"last_active_session_id"`
	LastAuthenticationStrategy Text            `json:"last_authentication_strategy"`
	CreatedAt                  Time            `json:"created_at"`
	UpdatedAt                  Time            `json:"updated_at"`
	Raw                        json.RawMessage `json:"-"`
}
