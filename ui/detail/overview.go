package detail

import (
	"usher/api"
)

// writeOverview writes what an agent needs at a glance while a customer
// waits: what is odd first, then how the user signs in, who it is and when.
func writeOverview(s *sheet, c *scene) {
	u := c.user
	if u.Broken != nil {
		writeBroken(s, u)
		return
	}
	l := lockOf(u, c.fetched, s.now)
	for _, w := range warnings(u, l, s.clock) {
		s.warning(w)
	}
	s.blank()
	s.fact("State", stateSpans(s, u, l)...)
	s.fact("Sign-in", meansSpans(s, u)...)
	s.fact("Two-factor", secondFactorSpans(s, u)...)
	s.blank()
	writeContacts(s, u)
	s.blank()
	s.say("Last sign-in", s.full(u.LastSignInAt, "never"))
	s.say("Last active", s.onDay(u.LastActiveAt, "never"))
	s.say("Created", s.full(u.CreatedAt, ""))
	s.blank()
	s.say("User id", string(u.ID))
	s.say("External id", txt(u.ExternalID))
	if !u.Locale.Empty() {
		s.say("Locale", txt(u.Locale))
	}
	if !u.LegalAcceptedAt.IsZero() {
		s.say("Terms", "accepted "+s.absolute(u.LegalAcceptedAt))
	}
	writeHighlights(s, u)
}

// warning writes a warning: its title stands out, and what it means stands
// below unless both fit into a line.
func (s *sheet) warning(w warning) {
	title := span{w.mark.sign() + " " + w.title, s.ink.ofTitle(w.mark)}
	if both := []span{title, {" · " + w.text, s.ink.muted}}; width(both) <= s.room() {
		s.wrapped(0, both...)
		return
	}
	s.wrapped(0, title)
	s.wrapped(2, span{w.text, s.ink.muted})
}

// writeBroken is all that can be told of a record that was not understood.
func writeBroken(s *sheet, u *api.User) {
	s.warning(warning{bad, "Not understood", "The record of this user has a form that usher does not know. The others of the list are unharmed; the JSON tab shows it as it came."})
	s.blank()
	s.say("User id", string(u.ID))
}

// stateSpans tells the state in words: what it is and what it means.
func stateSpans(s *sheet, u *api.User, l lock) []span {
	switch {
	case u.Deprovisioned:
		return []span{s.marked(bad, "Deprovisioned"), {" · shut off by the directory", s.ink.muted}}
	case u.Banned:
		return []span{s.marked(bad, "Banned"), {" · cannot sign in", s.ink.muted}}
	case l.over:
		return []span{s.marked(warn, "Lock ran out"), {" · refresh to see", s.ink.muted}}
	case l.endless:
		return []span{s.marked(warn, "Locked"), {" · without end", s.ink.muted}}
	case l.locked:
		return []span{s.marked(warn, "Locked"), {" · " + span2(l.left) + " left", s.ink.muted}}
	}
	return []span{s.marked(good, "Active"), {" · neither banned nor locked", s.ink.muted}}
}

// meansSpans lists the ways the user can sign in.
func meansSpans(s *sheet, u *api.User) []span {
	var out []span
	add := func(p span) {
		if len(out) > 0 {
			out = append(out, span{" · ", s.ink.faint})
		}
		out = append(out, p)
	}
	if u.PasswordEnabled {
		add(span{"password", s.ink.value})
	}
	for i := range u.ExternalAccounts {
		a := &u.ExternalAccounts[i]
		if name := accountProvider(a); verified(a.Verification) {
			add(span{name, s.ink.value})
		} else {
			add(span{name + " (unverified)", s.ink.warn})
		}
	}
	for _, a := range enterpriseAccounts(u) {
		if a.Active {
			add(span{enterpriseName(a) + " (SSO)", s.ink.value})
		} else {
			add(span{enterpriseName(a) + " (SSO, inactive)", s.ink.warn})
		}
	}
	if n := len(u.Passkeys); n > 0 {
		add(span{plural(n, "passkey"), s.ink.value})
	}
	if n := len(u.Web3Wallets); n > 0 {
		add(span{plural(n, "wallet"), s.ink.value})
	}
	if len(out) == 0 {
		return []span{s.marked(warn, "none on record")}
	}
	return out
}

// secondFactorSpans tells whether two-factor is on, and by what.
func secondFactorSpans(s *sheet, u *api.User) []span {
	if !u.TwoFactorEnabled {
		return []span{{neutral.sign() + " off", s.ink.muted}}
	}
	by := joined(", ", onlyIf(u.TOTPEnabled, "authenticator app"), onlyIf(smsFactor(u) != nil, "SMS"))
	out := []span{s.marked(good, "on")}
	if by != "" {
		out = append(out, span{" · " + by, s.ink.value})
	}
	if u.BackupCodeEnabled {
		return append(out, span{" · backup codes", s.ink.value})
	}
	return append(out, span{" · ", s.ink.faint}, span{"no backup codes", s.ink.warn})
}

// smsFactor is the phone number used for SMS codes; the default one first.
func smsFactor(u *api.User) *api.PhoneNumber {
	var found *api.PhoneNumber
	for i := range u.PhoneNumbers {
		p := &u.PhoneNumbers[i]
		if !p.ReservedForSecondFactor {
			continue
		}
		if p.DefaultSecondFactor {
			return p
		}
		if found == nil {
			found = p
		}
	}
	return found
}

// writeContacts writes the primary identifiers with how they stand.
func writeContacts(s *sheet, u *api.User) {
	if e := primaryEmail(u); e != nil {
		s.identifier("E-mail", txt(e.EmailAddress), e.Verification, len(u.EmailAddresses)-1)
	} else {
		s.say("E-mail", "")
	}
	if p := primaryPhone(u); p != nil {
		s.identifier("Phone", txt(p.PhoneNumber), p.Verification, len(u.PhoneNumbers)-1)
	}
	if !u.Username.Empty() {
		s.say("Username", txt(u.Username))
	}
	if len(u.Web3Wallets) > 0 {
		w := &u.Web3Wallets[0]
		s.identifier("Wallet", txt(w.Web3Wallet), w.Verification, len(u.Web3Wallets)-1)
	}
}

// identifier is a fact with the state of its verification; more counts the
// others of the same kind.
func (s *sheet) identifier(label, value string, v *api.Verification, more int) {
	m := unknown
	word := ""
	switch {
	case verified(v):
		m, word = good, "verified"
	case v == nil || v.Status.Is("unverified"):
		m, word = warn, "unverified"
	default:
		m, word = verificationWords(&api.Verification{Status: v.Status})
	}
	spans := []span{{value, s.ink.value}, {" ", s.ink.value}, {m.sign() + "\u00a0" + word, s.ink.of(m)}}
	if more > 0 {
		spans = append(spans, span{" · " + count(more) + " more", s.ink.muted})
	}
	s.fact(label, spans...)
}

// primaryPhone is the primary phone number, or the first, or nil.
func primaryPhone(u *api.User) *api.PhoneNumber {
	for i := range u.PhoneNumbers {
		if p := &u.PhoneNumbers[i]; p.ID != "" && p.ID == u.PrimaryPhoneID {
			return p
		}
	}
	if len(u.PhoneNumbers) > 0 {
		return &u.PhoneNumbers[0]
	}
	return nil
}

// maxHighlights bounds the metadata keys of the overview.
const maxHighlights = 5

// writeHighlights writes a few keys of the public metadata, those that agents
// look for first.
func writeHighlights(s *sheet, u *api.User) {
	all := members(u.PublicMetadata)
	if len(all) == 0 {
		return
	}
	s.head("Public metadata", "")
	shown := highlights(all)
	for _, m := range shown {
		s.say(m.label(), m.brief())
	}
	if rest := len(all) - len(shown); rest > 0 {
		s.muted("and " + count(rest) + " more in the Metadata tab")
	}
}

// onlyIf is s when on, else "".
func onlyIf(on bool, s string) string {
	if on {
		return s
	}
	return ""
}
