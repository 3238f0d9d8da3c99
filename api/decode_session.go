package api

import "encoding/json"

func (s *Session) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&s.ID)
	case "user_id":
		v.id(&s.UserID)
	case "client_id":
		v.id(&s.ClientID)
	case "actor":
		v.raw(&s.Actor)
	case "status":
		v.text(&s.Status)
	case "last_active_organization_id":
		v.id(&s.LastActiveOrganizationID)
	case "latest_activity":
		object(v, &s.LatestActivity)
	case "tasks":
		objects(v, &s.Tasks)
	case "last_active_at":
		v.time(&s.LastActiveAt)
	case "expire_at":
		v.time(&s.ExpireAt)
	case "abandon_at":
		v.time(&s.AbandonAt)
	case "created_at":
		v.time(&s.CreatedAt)
	case "updated_at":
		v.time(&s.UpdatedAt)
	}
}

func (s *Session) keep(raw json.RawMessage) { s.Raw = raw }

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (s *Session) UnmarshalJSON(b []byte) error { return unmarshal(b, s) }

func (s *SessionTask) field(key []byte, v value) {
	switch string(key) {
	case "key":
		v.text(&s.Key)
	}
}

func (s *SessionActivity) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&s.ID)
	case "device_type":
		v.text(&s.DeviceType)
	case "is_mobile":
		v.bool(&s.IsMobile)
	case "browser_name":
		v.text(&s.BrowserName)
	case "browser_version":
		v.text(&s.BrowserVersion)
	case "ip_address":
		v.text(&s.IPAddress)
	case "city":
		v.text(&s.City)
	case "country":
		v.text(&s.Country)
	}
}

func (d *DeviceClient) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&d.ID)
	case "session_ids":
		v.ids(&d.SessionIDs)
	case "sessions":
		objects(v, &d.Sessions)
	case "sign_in_id":
		v.id(&d.SignInID)
	case "sign_up_id":
		v.id(&d.SignUpID)
	case "last_active_session_id":
		v.id(&d.LastActiveSessionID)
	case "last_authentication_strategy":
		v.text(&d.LastAuthenticationStrategy)
	case "created_at":
		v.time(&d.CreatedAt)
	case "updated_at":
		v.time(&d.UpdatedAt)
	}
}

func (d *DeviceClient) keep(raw json.RawMessage) { d.Raw = raw }

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (d *DeviceClient) UnmarshalJSON(b []byte) error { return unmarshal(b, d) }
