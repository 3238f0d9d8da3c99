package emulator

import "strconv"

// The identifying values of a derived user. They are appended to a buffer so that the search
// columns of a million users can be made without a million records.

// personalDomains are where people without a company have their mail.
//
//nolint:gochecknoglobals // a constant table
var personalDomains = [...]string{
	"example.com", "mail.example", "example.net", "inbox.example", "post.example", "web.example.org", "me.example",
	"fastmail.example", "correo.example", "pochta.example",
}

// emailDomain is the organization's domain for most members, else a personal one.
func (m *sample) emailDomain(p *profile) string {
	if p.org >= 0 && p.chance(traitDomain, 820) {
		return m.orgs[p.org].Domain
	}
	return personalDomains[p.roll(traitDomain, uint64(len(personalDomains)))]
}

// contact says which identifiers a user signed up with.
type contact struct{ email, phone, username bool }

func (p *profile) contact() contact {
	c := contact{email: true, phone: p.chance(traitPhone, 380), username: p.chance(traitUsername, 300)}
	switch n := p.roll(traitContact, 1000); {
	case n < 22:
		c.email, c.phone = false, true
	case n < 34:
		c.email, c.username = false, true
	}
	return c
}

// appendEmail appends the primary address.
func (m *sample) appendEmail(dst []byte, p *profile) []byte {
	first, last := p.first.roman, p.last.roman
	switch p.roll(traitAddress, 8) {
	case 0:
		dst = append(append(append(dst, last...), '_'), first...)
	case 1:
		dst = append(append(append(dst, first...), '-'), last...)
	case 2:
		dst = append(append(dst, first...), last...)
	default:
		dst = append(append(append(dst, first...), '.'), last...)
	}
	if p.round > 0 {
		dst = strconv.AppendInt(dst, int64(p.round+1), 10)
	}
	if p.chance(traitMisc, 15) {
		dst = append(dst, "+news"...)
	}
	dst = append(dst, '@')
	return append(dst, m.emailDomain(p)...)
}

// hasSecondEmail reports whether appendSecondEmail has something to append.
func (p *profile) hasSecondEmail() bool { return p.chance(traitSecondEmail, 90) && p.contact().email }

// appendSecondEmail appends an address that no primary address equals.
func (m *sample) appendSecondEmail(dst []byte, p *profile) []byte {
	dst = append(append(append(dst, p.first.roman...), ".private."...), p.last.roman...)
	if p.round > 0 {
		dst = strconv.AppendInt(dst, int64(p.round+1), 10)
	}
	return append(dst, "@home.example"...)
}

// appendPhone appends the E.164 number. The last eight digits are a permutation of the slots.
func (m *sample) appendPhone(dst []byte, p *profile) []byte {
	const space = 100_000_000
	n := (uint64(p.slot)*48_271_009 + m.seed%space*7_919) % space
	dst = append(dst, p.pool.dial...)
	for div := uint64(space / 10); div > 0; div /= 10 {
		dst = append(dst, byte('0'+n/div%10))
	}
	return dst
}

// appendUsername appends the username, which is in lower case.
func (m *sample) appendUsername(dst []byte, p *profile) []byte {
	switch p.roll(traitUsername, 7) % 3 {
	case 0:
		dst = append(append(append(dst, p.first.roman...), '_'), p.last.roman...)
	case 1:
		dst = append(append(append(dst, p.last.roman...), '.'), p.first.roman...)
	default:
		dst = append(append(append(dst, p.first.roman...), "-the-"...), p.last.roman...)
	}
	if p.round > 0 {
		dst = strconv.AppendInt(dst, int64(p.round+1), 10)
	}
	return dst
}

// hasWallet reports whether the user has a web3 wallet.
func (p *profile) hasWallet() bool { return p.chance(traitWallet, 30) }

// appendWallet appends an Ethereum address.
func (m *sample) appendWallet(dst []byte, p *profile) []byte {
	const digits = "0123456789abcdef"
	dst = append(dst, "0x"...)
	for word := range uint64(3) {
		h := mix(p.hash, 900+word)
		for range min(16, 40-16*int(word)) {
			dst = append(dst, digits[h&15])
			h >>= 4
		}
	}
	return dst
}

// hasExternalID reports whether the user is known to the customer's own systems.
func (p *profile) hasExternalID() bool { return p.chance(traitExternalID, 450) }

func (m *sample) appendExternalID(dst []byte, p *profile) []byte {
	return strconv.AppendUint(append(dst, "crm-"...), 100_000+uint64(p.slot), 10)
}

// provider is a social connection's provider with its oauth_ prefix; empty for none.
func (p *profile) provider() string {
	if !p.contact().email {
		return ""
	}
	switch n := p.roll(traitSocial, 1000); {
	case n < 210:
		return "oauth_google"
	case n < 260:
		return "oauth_github"
	case n < 300:
		return "oauth_microsoft"
	case n < 330:
		return "oauth_apple"
	case n < 342:
		return "oauth_facebook"
	case n < 350:
		return "oauth_discord"
	}
	return ""
}

// appendProviderUserID appends the user's id at that provider.
func (m *sample) appendProviderUserID(dst []byte, p *profile) []byte {
	return strconv.AppendUint(dst, 100_000_000_000_000_000_000>>7+mix(p.hash, traitSocial)>>24<<20|uint64(p.slot), 10)
}

// written says which names a user has, and how.
type written uint8

const (
	writtenBoth written = iota
	writtenNone
	writtenFirst
	writtenJoined // family name first, all in the first name's field
)

func (p *profile) written() written {
	switch n := p.roll(traitNames, 1000); {
	case n < 25:
		return writtenNone
	case n < 40:
		return writtenFirst
	case p.pool.familyFirst && n < 700:
		return writtenJoined
	}
	return writtenBoth
}

// names are the first and last name as the API has them; nil for null.
func (p *profile) names() (first, last *string) {
	switch p.written() {
	case writtenNone:
		return nil, nil
	case writtenFirst:
		return &p.first.text, nil
	case writtenJoined:
		return ref(p.last.text + p.first.text), nil
	default:
		return &p.first.text, &p.last.text
	}
}

// appendFirst appends the first name in lower case.
func (p *profile) appendFirst(dst []byte) []byte {
	switch p.written() {
	case writtenNone:
		return dst
	case writtenJoined:
		return append(append(dst, p.last.lower...), p.first.lower...)
	default:
		return append(dst, p.first.lower...)
	}
}

// lastLower is the last name in lower case, empty for null.
func (p *profile) lastLower() string {
	if p.written() == writtenBoth {
		return p.last.lower
	}
	return ""
}

// state is a derived user's standing.
type state uint8

const (
	stateFine state = iota
	stateBanned
	stateLocked
	stateLockedForever
	stateDeprovisioned
	stateFewAttempts
	stateResetPending
)

func (p *profile) state() state {
	switch n := p.roll(traitState, 10_000); {
	case n < 70:
		return stateBanned
	case n < 105:
		return stateLocked
	case n < 115:
		return stateLockedForever
	case n < 130 && p.org >= 0:
		return stateDeprovisioned
	case n < 170:
		return stateFewAttempts
	}
	return stateFine
}

// seen is when the user last signed in and was last active, 0 for never, and last changed.
func (p *profile) seen(start int64) (signIn, active, updated int64) {
	updated = p.created + min(45_000, max(start-p.created-1, 0))
	if p.chance(traitSignIn, 80) {
		return 0, 0, updated
	}
	span := float64(start - p.created)
	x := p.part(traitSignIn)
	signIn = start - int64(span*x*x*x)
	signIn = max(signIn, p.created)
	y := p.part(traitActive)
	active = signIn + int64(float64(start-signIn)*y*y)
	return signIn, active, max(updated, signIn)
}
