package api

import "encoding/json"

func (d *DeletedObject) field(key []byte, v value) {
	switch string(key) {
	case "object":
		v.text(&d.Object)
	case "id":
		v.id(&d.ID)
	case "slug":
		v.text(&d.Slug)
	case "external_id":
		v.text(&d.ExternalID)
	case "deleted":
		v.bool(&d.Deleted)
	}
}

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (d *DeletedObject) UnmarshalJSON(b []byte) error { return unmarshal(b, d) }

func (o *OAuthAccessToken) field(key []byte, v value) {
	switch string(key) {
	case "external_account_id":
		v.id(&o.ExternalAccountID)
	case "provider_user_id":
		v.text(&o.ProviderUserID)
	case "provider":
		v.text(&o.Provider)
	case "label":
		v.text(&o.Label)
	case "scopes":
		v.texts(&o.Scopes)
	case "token":
		v.secret(&o.Token)
	case "token_secret":
		v.secret(&o.TokenSecret)
	case "id_token":
		v.secret(&o.IDToken)
	case "expires_at":
		v.time(&o.ExpiresAt)
	}
}

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (o *OAuthAccessToken) UnmarshalJSON(b []byte) error { return unmarshal(b, o) }

func (t *TOTP) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&t.ID)
	case "secret":
		v.secret(&t.Secret)
	case "uri":
		v.secret(&t.URI)
	case "verified":
		v.bool(&t.Verified)
	case "backup_codes":
		v.secrets(&t.BackupCodes)
	case "created_at":
		v.time(&t.CreatedAt)
	case "updated_at":
		v.time(&t.UpdatedAt)
	}
}

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (t *TOTP) UnmarshalJSON(b []byte) error { return unmarshal(b, t) }

func (t *TOTPVerification) field(key []byte, v value) {
	switch string(key) {
	case "verified":
		v.bool(&t.Verified)
	case "code_type":
		v.text(&t.CodeType)
	}
}

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (t *TOTPVerification) UnmarshalJSON(b []byte) error { return unmarshal(b, t) }

func (t *TrustedDevice) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&t.ID)
	case "platform":
		v.text(&t.Platform)
	case "app_identifier":
		v.text(&t.AppIdentifier)
	case "name":
		v.text(&t.Name)
	case "algorithm":
		v.text(&t.Algorithm)
	case "status":
		v.text(&t.Status)
	case "last_used_at":
		v.time(&t.LastUsedAt)
	case "revoked_at":
		v.time(&t.RevokedAt)
	case "created_at":
		v.time(&t.CreatedAt)
	case "updated_at":
		v.time(&t.UpdatedAt)
	}
}

func (t *TrustedDevice) keep(raw json.RawMessage) { t.Raw = raw }

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (t *TrustedDevice) UnmarshalJSON(b []byte) error { return unmarshal(b, t) }

func (a *ActorToken) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&a.ID)
	case "status":
		v.text(&a.Status)
	case "user_id":
		v.id(&a.UserID)
	case "actor":
		v.raw(&a.Actor)
	case "token":
		v.secret(&a.Token)
	case "url":
		v.secret(&a.URL)
	case "created_at":
		v.time(&a.CreatedAt)
	case "updated_at":
		v.time(&a.UpdatedAt)
	}
}

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (a *ActorToken) UnmarshalJSON(b []byte) error { return unmarshal(b, a) }

func (s *SignInToken) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&s.ID)
	case "status":
		v.text(&s.Status)
	case "user_id":
		v.id(&s.UserID)
	case "token":
		v.secret(&s.Token)
	case "url":
		v.secret(&s.URL)
	case "created_at":
		v.time(&s.CreatedAt)
	case "updated_at":
		v.time(&s.UpdatedAt)
	}
}

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (s *SignInToken) UnmarshalJSON(b []byte) error { return unmarshal(b, s) }

func (a *AllowlistIdentifier) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&a.ID)
	case "identifier":
		v.text(&a.Identifier)
	case "identifier_type":
		v.text(&a.IdentifierType)
	case "instance_id":
		v.id(&a.InstanceID)
	case "invitation_id":
		v.id(&a.InvitationID)
	case "created_at":
		v.time(&a.CreatedAt)
	case "updated_at":
		v.time(&a.UpdatedAt)
	}
}

func (a *AllowlistIdentifier) keep(raw json.RawMessage) { a.Raw = raw }

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (a *AllowlistIdentifier) UnmarshalJSON(b []byte) error { return unmarshal(b, a) }

func (b *BlocklistIdentifier) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&b.ID)
	case "identifier":
		v.text(&b.Identifier)
	case "identifier_type":
		v.text(&b.IdentifierType)
	case "instance_id":
		v.id(&b.InstanceID)
	case "created_at":
		v.time(&b.CreatedAt)
	case "updated_at":
		v.time(&b.UpdatedAt)
	}
}

func (b *BlocklistIdentifier) keep(raw json.RawMessage) { b.Raw = raw }

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (b *BlocklistIdentifier) UnmarshalJSON(j []byte) error { return unmarshal(j, b) }

func (w *WaitlistEntry) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&w.ID)
	case "email_address":
		v.text(&w.EmailAddress)
	case "status":
		v.text(&w.Status)
	case "is_locked":
		v.bool(&w.IsLocked)
	case "invitation":
		object(v, &w.Invitation)
	case "created_at":
		v.time(&w.CreatedAt)
	case "updated_at":
		v.time(&w.UpdatedAt)
	}
}

func (w *WaitlistEntry) keep(raw json.RawMessage) { w.Raw = raw }

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (w *WaitlistEntry) UnmarshalJSON(b []byte) error { return unmarshal(b, w) }
