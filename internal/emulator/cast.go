package emulator

import (
	"encoding/json"
	"fmt"
	"slices"
)

// spamSlot is the slot of the first member of the spam wave.
const spamSlot = castSlot + 1000

// castMember is one person made by hand; its methods add what is special about him.
type castMember struct {
	m *sample
	u *userRecord
	p *userParts
}

// userParts are what a cast member has beside his record.
type userParts struct {
	memberships []membership
	invitations []orgInvitation
	sessions    []session
}

// hire makes the cast for an instance of so many users: the people by hand, and the spam wave.
func (m *sample) hire(users int) {
	scripts := slices.Concat(ordinaryCast(), troubledCast(), hostileCast())
	for i, script := range scripts[:min(len(scripts), users)] {
		c := m.newCastMember(castSlot+slot(i), script)
		m.cast = append(m.cast, c.u)
		m.castMemberships[c.u.slot] = c.p.memberships
		m.castInvitations[c.u.slot] = c.p.invitations
		if c.p.sessions != nil {
			m.castSessions[c.u.slot] = c.p.sessions
		}
	}
	wave := min(max(users*24/1000, 3), 240)
	for i := range min(wave, users-len(m.cast)) {
		m.cast = append(m.cast, m.spammer(i, wave))
	}
}

// castID is the id of a cast member, empty when there is none.
func (m *sample) castID(i int) string {
	if i >= len(m.cast) {
		return ""
	}
	return m.cast[i].ID
}

// part is one person of the cast.
type part struct {
	age                        int64 // since sign-up, in ms
	first, last, email, locale string
	more                       func(c *castMember)
}

// newCastMember makes an ordinary user of a part, and then what is special about him.
func (m *sample) newCastMember(at slot, script part) *castMember {
	created := m.start - script.age
	u := &userRecord{
		slot: at, ID: makeID("user_", m.seed, at, kindUser, 0, created), CreatedAt: created, UpdatedAt: created + 1,
		FirstName: textOrNil(script.first), LastName: textOrNil(script.last), Locale: textOrNil(script.locale),
		PublicMetadata: json.RawMessage(`{"plan":"free"}`), PrivateMetadata: json.RawMessage("{}"), UnsafeMetadata: json.RawMessage("{}"),
		DeleteSelfEnabled: true, CreateOrganizationEnabled: true, AttemptsRemaining: ref(attemptsAllowed), LegalAcceptedAt: &created,
	}
	c := &castMember{m: m, u: u, p: &userParts{}}
	if script.email != "" {
		c.email(script.email)
		u.PrimaryEmailID = u.Emails[0].ID
	}
	c.password()
	c.seen(script.age, script.age*int64(roll(mix(m.seed, uint64(at)), traitActive, 100))/100)
	if script.more != nil {
		script.more(c)
	}
	if u.LastSignInAt != nil {
		u.UpdatedAt = max(u.UpdatedAt, *u.LastSignInAt)
	}
	return c
}

func textOrNil(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// email adds an address verified by code.
func (c *castMember) email(address string) {
	at := c.u.CreatedAt
	c.u.Emails = append(c.u.Emails, newEmail(makeID("idn_", c.m.seed, c.u.slot, kindEmail, len(c.u.Emails), at), address,
		otpVerification("email_code", statusVerified, 1, at+10*minute), at))
}

// phone adds a number verified by code, the primary one if it is the first.
func (c *castMember) phone(number string) *phoneNumber {
	at := c.u.CreatedAt
	p := newPhone(makeID("idn_", c.m.seed, c.u.slot, kindPhone, len(c.u.Phones), at), number,
		otpVerification("phone_code", statusVerified, 1, at+10*minute), at)
	if len(c.u.Phones) == 0 {
		c.u.PrimaryPhoneID = p.ID
	}
	c.u.Phones = append(c.u.Phones, p)
	return &c.u.Phones[len(c.u.Phones)-1]
}

func (c *castMember) wallet(address, strategy string) {
	at := c.u.CreatedAt
	w := newWallet(makeID("idn_", c.m.seed, c.u.slot, kindWallet, len(c.u.Wallets), at), address,
		&verification{Object: "verification_web3", Status: statusVerified, Strategy: strategy}, at)
	if len(c.u.Wallets) == 0 {
		c.u.PrimaryWalletID = w.ID
	}
	c.u.Wallets = append(c.u.Wallets, w)
}

func (c *castMember) passkey(name string) {
	at := c.u.CreatedAt
	c.u.Passkeys = append(c.u.Passkeys, newPasskey(makeID("idn_", c.m.seed, c.u.slot, kindPasskey, len(c.u.Passkeys), at), name, at))
}

// social adds a verified social connection, linked to the first address.
func (c *castMember) social(provider string) *externalAccount {
	id := fmt.Sprint(mix(c.m.seed, uint64(c.u.slot)<<8+uint64(len(c.u.ExternalAccounts))))
	a := c.m.social(c.u, provider, id, len(c.u.ExternalAccounts), c.u.CreatedAt)
	c.u.ExternalAccounts = append(c.u.ExternalAccounts, a)
	if len(c.u.Emails) > 0 {
		c.u.Emails[0].LinkedTo = append(c.u.Emails[0].LinkedTo, identificationLink{Type: provider, ID: a.IdentificationID})
	}
	return &c.u.ExternalAccounts[len(c.u.ExternalAccounts)-1]
}

func (c *castMember) password() {
	c.u.Password, c.u.PasswordUpdatedAt = password{Enabled: true, Sample: true}, &c.u.CreatedAt
}

func (c *castMember) noPassword() { c.u.Password, c.u.PasswordUpdatedAt = password{}, nil }

// totp adds an authenticator app and n backup codes.
func (c *castMember) totp(n int) {
	c.u.TOTPSecret, c.u.BackupCodes = c.m.totpSecret(c.u.slot), c.m.backupCodes(c.u.slot, n)
	c.u.MFAEnabledAt = ref(c.u.CreatedAt + minute)
}

// sms makes a number the second factor.
func (c *castMember) sms(number string) {
	p := c.phone(number)
	p.ReservedForSecondFactor, p.DefaultSecondFactor = true, true
	c.u.MFAEnabledAt = ref(c.u.CreatedAt + minute)
}

// lock locks the user for so many minutes, or without end for 0.
func (c *castMember) lock(minutes int64) {
	c.u.Lock, c.u.AttemptsRemaining = lockout{On: true}, ref(0)
	if minutes > 0 {
		c.u.Lock.Until = c.m.start + minutes*minute
	}
}

// seen sets how long ago the user signed in and was active; negative means never.
func (c *castMember) seen(signIn, active int64) {
	c.u.LastSignInAt, c.u.LastActiveAt = nil, nil
	if signIn >= 0 {
		c.u.LastSignInAt, c.u.LastActiveAt = ref(c.m.start-signIn), ref(c.m.start-active)
	}
}

// joined adds a membership in the organization with that index.
func (c *castMember) joined(org int, role string) {
	c.p.memberships = append([]membership{c.m.member(c.u, org, role, len(c.p.memberships), c.u.CreatedAt)}, c.p.memberships...)
}

// invited adds an organization invitation.
func (c *castMember) invited(org int, status string) {
	n := len(c.p.invitations)
	inv := c.m.invite(c.u.slot, c.u.primaryEmail(), org, status, n, c.m.start-int64(n+1)*2*hour)
	inv.UserID = c.u.ID
	c.p.invitations = append(c.p.invitations, inv)
}

// sessions gives the user one session per status, newest first.
func (c *castMember) sessions(statuses ...string) {
	for i, status := range statuses {
		begin := *c.u.LastSignInAt - int64(i)*5*hour
		c.p.sessions = append(c.p.sessions, c.m.session(c.u, i, status, begin, max(begin, *c.u.LastActiveAt-int64(i)*5*hour)))
	}
}

// sso puts the user's address under the enterprise connection of an organization.
func (c *castMember) sso(org int, connected bool) {
	c.u.Emails[0].MatchesSSOConnection = true
	if connected {
		c.m.connectSSO(c.u, org, c.u.CreatedAt)
	}
}

// spammer is the i-th member of a wave of sign-ups that came within the last hour from one
// domain, most of them in the half hour before the latest few.
func (m *sample) spammer(i, wave int) *userRecord {
	words := [...]string{"win", "cash", "promo", "crypto", "bonus", "deal", "free", "click"}
	h := mix(m.seed, 0x5fa3+uint64(i))
	age := 34*minute + 21*minute*int64(i)/int64(wave) + int64(h%5000)
	if i < 3 {
		age = int64(4+7*i)*minute + int64(h%50_000)
	}
	first := words[h>>8%8]
	second := words[h>>12%8]
	address := fmt.Sprintf("%s.%s%03d@spam.example", first, second, i)
	c := m.newCastMember(spamSlot+slot(i), part{age: age, first: first, last: fmt.Sprintf("%s%d", second, h>>16%90+10), email: address, locale: "en-US"})
	c.seen(-1, 0)
	if i%9 == 4 {
		c.u.Emails[0].Verification = otpVerification("email_code", statusUnverified, 0, c.u.CreatedAt+10*minute)
	}
	c.u.UnsafeMetadata = fmt.Appendf(nil, `{"ref":"http://%s.spam.example/?u=%d","signup_ip":"198.51.100.%d"}`, first, h>>24%99999, 1+h>>40%6)
	c.u.LegalAcceptedAt = nil
	return c.u
}
