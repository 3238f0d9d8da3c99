package emulator

import (
	"encoding/base32"
	"encoding/binary"
	"encoding/json"
	"fmt"
)

// attemptsAllowed is how many wrong passwords the instance's lockout policy allows.
const attemptsAllowed = 100

// plans are the values of the sample metadata's plan.
//
//nolint:gochecknoglobals // a constant table
var plans = [...]string{"free", "free", "free", "pro", "pro", "team", "enterprise", "trial"}

// user derives the whole record of a slot.
func (m *sample) user(at slot) *userRecord {
	p := m.profile(at)
	u := &userRecord{
		slot: at, ID: makeID("user_", m.seed, at, kindUser, 0, p.created), CreatedAt: p.created,
		Locale: &p.pool.locale, DeleteSelfEnabled: true, CreateOrganizationEnabled: true, AttemptsRemaining: ref(attemptsAllowed),
	}
	u.FirstName, u.LastName = p.names()
	if p.roll(traitMisc, 10) < 3 {
		u.Locale = nil
	}
	signIn, active, updated := p.seen(m.start)
	u.UpdatedAt = updated
	if signIn != 0 {
		u.LastSignInAt, u.LastActiveAt = &signIn, &active
	}
	m.addIdentifications(u, &p)
	m.addSocial(u, &p)
	m.addSSO(u, &p)
	m.addSecurity(u, &p)
	m.addMetadata(u, &p)
	if p.hasExternalID() {
		u.ExternalID = ref(string(m.appendExternalID(nil, &p)))
	}
	if p.chance(traitImage, 300) {
		u.HasImage, u.ImageURL = true, imageBase+"photo/"+u.ID
	}
	if p.roll(traitMisc, 4) > 0 {
		u.LegalAcceptedAt = &u.CreatedAt
	}
	return u
}

func (m *sample) addIdentifications(u *userRecord, p *profile) {
	has := p.contact()
	if has.email {
		v := otpVerification("email_code", statusVerified, 1, p.created+10*minute)
		switch n := p.roll(traitUnverified, 1000); {
		case n < 30:
			v.Status, v.Attempts = statusUnverified, ref(0)
		case n < 40:
			v = otpVerification("email_code", statusExpired, 2, p.created+10*minute)
		case n < 120:
			v = &verification{Object: "verification_ticket", Status: statusVerified, Strategy: "ticket"}
		case n < 220:
			v = &verification{Object: "verification_email_link", Status: statusVerified, Strategy: "email_link", ExpireAt: ref(p.created + 10*minute)}
		case n < 300:
			v = adminVerified()
		}
		e := newEmail(makeID("idn_", m.seed, u.slot, kindEmail, 0, p.created), string(m.appendEmail(nil, p)), v, p.created)
		u.Emails = append(u.Emails, e)
		u.PrimaryEmailID = e.ID
	}
	if p.hasSecondEmail() {
		at := p.created + (m.start-p.created)/2
		v := otpVerification("email_code", statusVerified, 1, at+10*minute)
		u.Emails = append(u.Emails, newEmail(makeID("idn_", m.seed, u.slot, kindEmail, 1, at), string(m.appendSecondEmail(nil, p)), v, at))
	}
	if has.phone {
		v := otpVerification("phone_code", statusVerified, 1, p.created+10*minute)
		if has.email && p.roll(traitUnverified, 100) > 92 {
			v.Status, v.Attempts = statusUnverified, ref(0)
		}
		n := newPhone(makeID("idn_", m.seed, u.slot, kindPhone, 0, p.created), string(m.appendPhone(nil, p)), v, p.created)
		u.Phones = append(u.Phones, n)
		u.PrimaryPhoneID = n.ID
	}
	if has.username {
		u.Username = ref(string(m.appendUsername(nil, p)))
	}
	if p.hasWallet() {
		strategy := [...]string{"web3_metamask_signature", "web3_coinbase_wallet_signature", "web3_okx_wallet_signature"}[p.roll(traitWallet, 3)]
		w := newWallet(makeID("idn_", m.seed, u.slot, kindWallet, 0, p.created), string(m.appendWallet(nil, p)),
			&verification{Object: "verification_web3", Status: statusVerified, Strategy: strategy}, p.created)
		u.Wallets = append(u.Wallets, w)
		u.PrimaryWalletID = w.ID
	}
	if p.chance(traitPasskey, 50) {
		name := [...]string{"MacBook Pro", "iPhone von Zuhause", "YubiKey 5C", "Pixel 11", "Windows Hello"}[p.roll(traitPasskey, 5)]
		u.Passkeys = append(u.Passkeys, newPasskey(makeID("idn_", m.seed, u.slot, kindPasskey, 0, p.created), name, p.created))
	}
}

func newPasskey(id, name string, at int64) passkey {
	return passkey{
		ID: id, Object: "passkey", Name: name, LastUsedAt: at,
		Verification: &verification{Object: "verification_passkey", Status: statusVerified, Strategy: "passkey"},
	}
}

// scopes are what each provider was asked for.
//
//nolint:gochecknoglobals // a constant table
var scopes = map[string]string{
	"oauth_google":    "email https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/userinfo.profile openid profile",
	"oauth_github":    "read:user user:email",
	"oauth_microsoft": "email openid profile",
	"oauth_apple":     "email name",
	"oauth_facebook":  "email",
	"oauth_discord":   "email identify",
}

func (m *sample) addSocial(u *userRecord, p *profile) {
	provider := p.provider()
	if provider == "" {
		return
	}
	a := m.social(u, provider, string(m.appendProviderUserID(nil, p)), 0, p.created)
	if p.roll(traitSocial, 50) == 0 {
		a.Verification = &verification{
			Object: "verification_oauth", Status: statusExpired, Strategy: provider, ExpireAt: ref(p.created + 10*minute),
			Error: &errorItem{
				Code: "oauth_access_denied", Message: "The user did not grant access to their account",
				LongMessage: "You did not grant access to your " + provider[len("oauth_"):] + " account",
			},
		}
	}
	u.ExternalAccounts = append(u.ExternalAccounts, a)
	u.Emails[0].LinkedTo = append(u.Emails[0].LinkedTo, identificationLink{Type: provider, ID: a.IdentificationID})
}

// social is a user's n-th social connection, verified, with the first e-mail address.
func (m *sample) social(u *userRecord, provider, providerUserID string, n int, at int64) externalAccount {
	eac := makeID("eac_", m.seed, u.slot, kindExternal, n, at)
	idn := makeID("idn_", m.seed, u.slot, kindExternalIdentification, n, at)
	a := externalAccount{
		Object: "external_account", ID: eac, Provider: provider, IdentificationID: idn, ProviderUserID: providerUserID,
		ApprovedScopes: scopes[provider], EmailAddressVerified: ref(true), PublicMetadata: map[string]any{},
		CreatedAt: at, UpdatedAt: at,
		Verification: &verification{Object: "verification_oauth", Status: statusVerified, Strategy: provider, ExpireAt: ref(at + 10*minute)},
	}
	if len(u.Emails) > 0 {
		a.EmailAddress = u.Emails[0].EmailAddress
	}
	if u.FirstName != nil {
		a.FirstName = *u.FirstName
	}
	if u.LastName != nil {
		a.LastName = *u.LastName
	}
	switch provider {
	case "oauth_google", "oauth_facebook":
		// These two show the identification's id where others show their own.
		a.Object, a.ID, a.ExternalAccountID = provider[len("oauth_"):]+"_account", idn, eac
	case "oauth_github", "oauth_discord":
		a.Username = ref("dev" + providerUserID[len(providerUserID)-5:])
	}
	a.ImageURL = ref(imageBase + "provider/" + eac)
	return a
}

// addSSO gives members of an organization with an enterprise connection their account there.
func (m *sample) addSSO(u *userRecord, p *profile) {
	if p.org < 0 || !m.orgs[p.org].SSO || len(u.Emails) == 0 || m.emailDomain(p) != m.orgs[p.org].Domain {
		return
	}
	u.Emails[0].MatchesSSOConnection = true
	if p.roll(traitSocial, 10) < 7 {
		m.connectSSO(u, p.org, p.created)
	}
}

// connectSSO adds the accounts of a user at the enterprise connection of an organization.
func (m *sample) connectSSO(u *userRecord, org int, at int64) {
	o := &m.orgs[org]
	id := makeID("idpcon_", m.seed, nobody, kindEnterprise, org, o.CreatedAt)
	v := &verification{Object: "verification_saml", Status: statusVerified, Strategy: "saml", ExpireAt: ref(at + 10*minute)}
	subject := fmt.Sprintf("00u%013d", u.slot)
	u.SAMLAccounts = append(u.SAMLAccounts, samlAccount{
		ID: makeID("samlacc_", m.seed, u.slot, kindEnterprise, 1, at), Object: "saml_account", Provider: "saml_okta", Active: true,
		EmailAddress: u.Emails[0].EmailAddress, FirstName: u.FirstName, LastName: u.LastName, ProviderUserID: &subject,
		LastAuthenticatedAt: u.LastSignInAt, PublicMetadata: map[string]any{}, Verification: v,
		SAMLConnection: &samlConnection{
			ID: id, Name: o.Name, Provider: "saml_okta", Active: true, Domain: o.Domain, Domains: []string{o.Domain},
			SyncUserAttributes: true, CreatedAt: o.CreatedAt, UpdatedAt: o.CreatedAt,
		},
	})
	u.EnterpriseAccounts = append(u.EnterpriseAccounts, enterpriseAccount{
		ID: makeID("entacc_", m.seed, u.slot, kindEnterprise, 0, at), Object: "enterprise_account", Protocol: "saml", Provider: "saml_okta",
		Active: true, EmailAddress: u.Emails[0].EmailAddress, FirstName: u.FirstName, LastName: u.LastName, ProviderUserID: &subject,
		EnterpriseConnectionID: &id, LastAuthenticatedAt: u.LastSignInAt, PublicMetadata: map[string]any{}, Verification: v,
		EnterpriseConnection: &ssoConnection{
			ID: id, Protocol: "saml", Name: o.Name, Provider: "saml_okta", Active: true, Domain: o.Domain, Domains: []string{o.Domain},
			SyncUserAttributes: true, CreatedAt: o.CreatedAt, UpdatedAt: o.CreatedAt,
		},
	})
}

func (m *sample) addSecurity(u *userRecord, p *profile) {
	// Who has neither a social account nor an address must have a password.
	if p.chance(traitPassword, 680) || len(u.ExternalAccounts) == 0 && len(u.Emails) == 0 {
		u.Password = password{Enabled: true, Sample: true}
		u.PasswordUpdatedAt = ref(p.created + (m.start-p.created)/int64(2+p.roll(traitPassword, 9)))
	}
	switch n := p.roll(traitMFA, 1000); {
	case n < 90:
		u.TOTPSecret, u.BackupCodes = m.totpSecret(u.slot), m.backupCodes(u.slot, 10)
	case n < 130:
		u.TOTPSecret = m.totpSecret(u.slot)
	case n < 165 && len(u.Phones) > 0 && u.Phones[0].Verification.verified():
		u.Phones[0].ReservedForSecondFactor, u.Phones[0].DefaultSecondFactor = true, true
	case n < 185:
		u.MFADisabledAt = ref(p.created + (m.start-p.created)/2)
	}
	if u.twoFactorEnabled() {
		u.MFAEnabledAt = ref(p.created + (m.start-p.created)/3)
	}
	switch p.state() {
	case stateBanned:
		u.Banned = true
	case stateLocked:
		u.Lock = lockout{On: true, Until: m.start + int64(5+p.roll(traitMisc, 55))*minute}
		u.AttemptsRemaining = ref(0)
	case stateLockedForever:
		u.Lock, u.AttemptsRemaining = lockout{On: true}, ref(0)
	case stateDeprovisioned:
		u.Deprovisioned = true
		u.SCIM = &scimData{DirectoryID: makeID("dir_", m.seed, nobody, kindDevice, p.org, m.orgs[p.org].CreatedAt), DirectoryEnabled: true}
	case stateFewAttempts:
		u.AttemptsRemaining = ref(2 + int(p.roll(traitMisc, 3)))
	}
}

// totpSecret is the base32 secret of a sample user's authenticator.
func (m *sample) totpSecret(at slot) string {
	var raw [20]byte
	h := mix(m.seed, uint64(at))
	binary.BigEndian.PutUint64(raw[0:], mix(h, 70))
	binary.BigEndian.PutUint64(raw[8:], mix(h, 71))
	binary.BigEndian.PutUint32(raw[16:], uint32(mix(h, 72)>>32))
	return base32.StdEncoding.EncodeToString(raw[:])
}

// backupCodes are a sample user's n unused backup codes.
func (m *sample) backupCodes(at slot, n int) []string {
	codes := make([]string, n)
	h := mix(m.seed, uint64(at))
	for i := range codes {
		codes[i] = fmt.Sprintf("%08d", mix(h, 80+uint64(i))%100_000_000)
	}
	return codes
}

func (m *sample) addMetadata(u *userRecord, p *profile) {
	plan := plans[p.roll(traitPlan, uint64(len(plans)))]
	u.PublicMetadata = json.RawMessage(`{"plan":"` + plan + `"}`)
	u.PrivateMetadata, u.UnsafeMetadata = json.RawMessage("{}"), json.RawMessage("{}")
	if plan == "team" || plan == "enterprise" {
		u.PublicMetadata = fmt.Appendf(nil, `{"plan":"%s","seats":%d,"features":["sso","audit_log","export"]}`, plan, 5+p.roll(traitPlan, 200))
	}
	switch n := p.roll(traitPlan, 10); {
	case n < 3:
		// An order number beyond 2^53, where floats lose digits.
		u.PrivateMetadata = fmt.Appendf(nil, `{"stripe_customer":"cus_%010x","last_order":%d,"risk":{"score":%d,"checked_at":%d}}`,
			uint64(p.slot)*7919, 9_007_199_254_740_993+uint64(p.slot), p.roll(traitMisc, 100), p.created)
	case n < 5:
		u.PrivateMetadata = json.RawMessage(`{"notes":[{"by":"support","text":"Asked twice about invoices; be kind."}]}`)
	}
	if p.roll(traitPlan, 4) == 0 {
		u.UnsafeMetadata = json.RawMessage(`{"theme":"dark","onboarding":{"done":true,"step":5}}`)
	}
}
