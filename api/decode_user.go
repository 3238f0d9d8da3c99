package api

import "encoding/json"

func (u *User) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&u.ID)
	case "external_id":
		v.text(&u.ExternalID)
	case "primary_email_address_id":
		v.id(&u.PrimaryEmailID)
	case "primary_phone_number_id":
		v.id(&u.PrimaryPhoneID)
	case "primary_web3_wallet_id":
		v.id(&u.PrimaryWeb3WalletID)
	case "username":
		v.text(&u.Username)
	case "first_name":
		v.text(&u.FirstName)
	case "last_name":
		v.text(&u.LastName)
	case "locale":
		v.text(&u.Locale)
	case "image_url":
		v.text(&u.ImageURL)
	case "has_image":
		v.bool(&u.HasImage)
	case "password_enabled":
		v.bool(&u.PasswordEnabled)
	case "two_factor_enabled":
		v.bool(&u.TwoFactorEnabled)
	case "totp_enabled":
		v.bool(&u.TOTPEnabled)
	case "backup_code_enabled":
		v.bool(&u.BackupCodeEnabled)
	case "banned":
		v.bool(&u.Banned)
	case "locked":
		v.bool(&u.Locked)
	case "deprovisioned":
		v.bool(&u.Deprovisioned)
	case "delete_self_enabled":
		v.bool(&u.DeleteSelfEnabled)
	case "create_organization_enabled":
		v.bool(&u.CreateOrgEnabled)
	case "bypass_client_trust":
		v.bool(&u.BypassClientTrust)
	case "requires_password_reset":
		v.bool(&u.RequiresPasswordReset)
	default:
		u.timeOrList(key, v)
	}
}

// timeOrList takes the other half of the fields.
func (u *User) timeOrList(key []byte, v value) {
	switch string(key) {
	case "lockout_expires_in_seconds":
		v.optionalInt(&u.LockoutExpiresIn)
	case "verification_attempts_remaining":
		v.optionalInt(&u.VerificationAttemptsRemaining)
	case "create_organizations_limit":
		v.optionalInt(&u.CreateOrgsLimit)
	case "password_last_updated_at":
		v.time(&u.PasswordLastUpdatedAt)
	case "mfa_enabled_at":
		v.time(&u.MFAEnabledAt)
	case "mfa_disabled_at":
		v.time(&u.MFADisabledAt)
	case "last_sign_in_at":
		v.time(&u.LastSignInAt)
	case "last_active_at":
		v.time(&u.LastActiveAt)
	case "legal_accepted_at":
		v.time(&u.LegalAcceptedAt)
	case "created_at":
		v.time(&u.CreatedAt)
	case "updated_at":
		v.time(&u.UpdatedAt)
	case "email_addresses":
		objects(v, &u.EmailAddresses)
	case "phone_numbers":
		objects(v, &u.PhoneNumbers)
	case "web3_wallets":
		objects(v, &u.Web3Wallets)
	case "passkeys":
		objects(v, &u.Passkeys)
	case "external_accounts":
		objects(v, &u.ExternalAccounts)
	case "saml_accounts":
		objects(v, &u.SAMLAccounts)
	case "enterprise_accounts":
		objects(v, &u.EnterpriseAccounts)
	case "public_metadata":
		v.raw(&u.PublicMetadata)
	case "private_metadata":
		v.raw(&u.PrivateMetadata)
	case "unsafe_metadata":
		v.raw(&u.UnsafeMetadata)
	}
}

func (u *User) keep(raw json.RawMessage) { u.Raw = raw }

func (x *Verification) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&x.ID)
	case "object":
		v.text(&x.Object)
	case "status":
		v.text(&x.Status)
	case "strategy":
		v.text(&x.Strategy)
	case "channel":
		v.text(&x.Channel)
	case "attempts":
		v.optionalInt(&x.Attempts)
	case "expire_at":
		v.time(&x.ExpireAt)
	case "error":
		object(v, &x.Error)
	}
}

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (x *Verification) UnmarshalJSON(b []byte) error { return unmarshal(b, x) }

func (i *IdentificationLink) field(key []byte, v value) {
	switch string(key) {
	case "type":
		v.text(&i.Type)
	case "id":
		v.id(&i.ID)
	}
}

func (e *EmailAddress) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&e.ID)
	case "email_address":
		v.text(&e.EmailAddress)
	case "reserved":
		v.bool(&e.Reserved)
	case "verification":
		object(v, &e.Verification)
	case "linked_to":
		objects(v, &e.LinkedTo)
	case "matches_sso_connection":
		v.bool(&e.MatchesSSOConnection)
	case "created_at":
		v.time(&e.CreatedAt)
	case "updated_at":
		v.time(&e.UpdatedAt)
	}
}

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (e *EmailAddress) UnmarshalJSON(b []byte) error { return unmarshal(b, e) }

func (p *PhoneNumber) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&p.ID)
	case "phone_number":
		v.text(&p.PhoneNumber)
	case "reserved":
		v.bool(&p.Reserved)
	case "reserved_for_second_factor":
		v.bool(&p.ReservedForSecondFactor)
	case "default_second_factor":
		v.bool(&p.DefaultSecondFactor)
	case "verification":
		object(v, &p.Verification)
	case "linked_to":
		objects(v, &p.LinkedTo)
	case "created_at":
		v.time(&p.CreatedAt)
	case "updated_at":
		v.time(&p.UpdatedAt)
	}
}

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (p *PhoneNumber) UnmarshalJSON(b []byte) error { return unmarshal(b, p) }

func (w *Web3Wallet) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&w.ID)
	case "web3_wallet":
		v.text(&w.Web3Wallet)
	case "verification":
		object(v, &w.Verification)
	case "created_at":
		v.time(&w.CreatedAt)
	case "updated_at":
		v.time(&w.UpdatedAt)
	}
}

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (w *Web3Wallet) UnmarshalJSON(b []byte) error { return unmarshal(b, w) }

func (p *Passkey) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&p.ID)
	case "name":
		v.text(&p.Name)
	case "verification":
		object(v, &p.Verification)
	case "last_used_at":
		v.time(&p.LastUsedAt)
	}
}

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (p *Passkey) UnmarshalJSON(b []byte) error { return unmarshal(b, p) }

func (e *ExternalAccount) field(key []byte, v value) {
	switch string(key) {
	case "object":
		v.text(&e.Object)
	case "id":
		v.id(&e.ID)
	case "external_account_id":
		v.id(&e.ExternalAccountID)
	case "identification_id":
		v.id(&e.IdentificationID)
	case "provider":
		v.text(&e.Provider)
	case "provider_user_id":
		v.text(&e.ProviderUserID)
	case "approved_scopes":
		v.text(&e.ApprovedScopes)
	case "email_address":
		v.text(&e.EmailAddress)
	case "first_name":
		v.text(&e.FirstName)
	case "last_name":
		v.text(&e.LastName)
	case "username":
		v.text(&e.Username)
	case "phone_number":
		v.text(&e.PhoneNumber)
	case "label":
		v.text(&e.Label)
	case "image_url":
		v.text(&e.ImageURL)
	case "email_address_verified":
		v.optionalBool(&e.EmailAddressVerified)
	case "public_metadata":
		v.raw(&e.PublicMetadata)
	case "verification":
		object(v, &e.Verification)
	case "created_at":
		v.time(&e.CreatedAt)
	case "updated_at":
		v.time(&e.UpdatedAt)
	}
}

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (e *ExternalAccount) UnmarshalJSON(b []byte) error { return unmarshal(b, e) }

func (e *EnterpriseAccount) field(key []byte, v value) {
	switch string(key) {
	case "object":
		v.text(&e.Object)
	case "id":
		v.id(&e.ID)
	case "protocol":
		v.text(&e.Protocol)
	case "provider":
		v.text(&e.Provider)
	case "active":
		v.bool(&e.Active)
	case "email_address":
		v.text(&e.EmailAddress)
	case "first_name":
		v.text(&e.FirstName)
	case "last_name":
		v.text(&e.LastName)
	case "provider_user_id":
		v.text(&e.ProviderUserID)
	case "last_authenticated_at":
		v.time(&e.LastAuthenticatedAt)
	case "verification":
		object(v, &e.Verification)
	case "enterprise_connection_id":
		v.id(&e.EnterpriseConnectionID)
	case "saml_connection":
		object(v, &e.SAMLConnection)
	case "enterprise_connection":
		object(v, &e.EnterpriseConnection)
	}
}

// UnmarshalJSON decodes leniently: a field of a surprising type is empty.
func (e *EnterpriseAccount) UnmarshalJSON(b []byte) error { return unmarshal(b, e) }

func (e *EnterpriseConnection) field(key []byte, v value) {
	switch string(key) {
	case "id":
		v.id(&e.ID)
	case "name":
		v.text(&e.Name)
	case "provider":
		v.text(&e.Provider)
	case "active":
		v.bool(&e.Active)
	case "domain":
		v.text(&e.Domain)
	case "domains":
		v.texts(&e.Domains)
	}
}

// UnmarshalJSON decodes leniently: a field of a surprising type is empty. A
// record that is no object or has no usable id sets Broken and is no error, so
// that it does not cost the page it stands in.
func (u *User) UnmarshalJSON(b []byte) error {
	v, err := parse(b)
	if err != nil {
		return err
	}
	if v.isNull() {
		return nil
	}
	*u = User{}
	u.decode(v.clone())
	return nil
}

func (u *User) decode(v value) {
	v.decode(u)
	switch {
	case !v.isObject():
		u.Broken = errNotObject
	case u.ID == "":
		u.Broken = errNoID
	}
}

// decodeUsers reads a page of users of either shape. Each user is a copy, so
// that keeping one does not keep the page.
func decodeUsers(v value) ([]*User, error) {
	if v.isObject() {
		data := value(nil)
		v.members(func(key []byte, m value) {
			if string(key) == "data" {
				data = m
			}
		})
		v = data
	}
	if !v.isArray() {
		return nil, errNotList
	}
	users := make([]*User, 0, defaultPageSize)
	v.elements(func(e value) {
		u := &User{}
		u.decode(e.clone())
		users = append(users, u)
	})
	return users, nil
}
