package detail

import (
	"strconv"

	"usher/api"
)

// writeSecurity writes what guards the account.
func writeSecurity(s *sheet, c *scene) {
	u := c.user
	if u.Broken != nil {
		writeBroken(s, u)
		return
	}
	s.head("Password", "")
	s.flag("Set", u.PasswordEnabled, good, neutral, "")
	if u.PasswordEnabled || !u.PasswordLastUpdatedAt.IsZero() {
		s.say("Changed", s.full(u.PasswordLastUpdatedAt, "not told"))
	}
	s.flag("Reset needed", u.RequiresPasswordReset, warn, neutral, onlyIf(u.RequiresPasswordReset, "marked as compromised"))
	writeFactors(s, u)
	writePasskeys(s, u)
	writeLockout(s, u, lockOf(u, c.fetched, s.now))
	writePermissions(s, u)
}

func writeFactors(s *sheet, u *api.User) {
	s.head("Two-factor", "")
	s.flag("On", u.TwoFactorEnabled, good, neutral, "")
	s.flag("Authenticator", u.TOTPEnabled, good, neutral, "")
	sms := smsFactor(u)
	number := ""
	if sms != nil {
		number = txt(sms.PhoneNumber)
	}
	s.flag("SMS", sms != nil, good, neutral, number)
	missing := neutral
	if u.TwoFactorEnabled {
		missing = warn
	}
	s.flag("Backup codes", u.BackupCodeEnabled, good, missing, "")
	// Neither moment is reset by the other, so they tell when, not whether.
	s.say("Turned on", s.full(u.MFAEnabledAt, "never"))
	s.say("Turned off", s.full(u.MFADisabledAt, "never"))
}

func writePasskeys(s *sheet, u *api.User) {
	s.head("Passkeys", count(len(u.Passkeys)))
	if len(u.Passkeys) == 0 {
		s.muted("None.")
	}
	for i := range u.Passkeys {
		k := &u.Passkeys[i]
		s.begin(itemKey("passkey", k.ID, i), "passkey id", api.NewText(string(k.ID)))
		name := txt(k.Name)
		if name == "" {
			name = "(without a name)"
		}
		s.row([]span{{name, s.ink.value}})
		s.verification(k.Verification)
		s.aside("last used " + s.full(k.LastUsedAt, "never"))
		s.end()
	}
}

func writeLockout(s *sheet, u *api.User, l lock) {
	s.head("Lockout", "")
	switch {
	case !l.locked:
		s.fact("Locked", span{neutral.sign() + " no", s.ink.muted})
	case l.endless:
		s.fact("Locked", s.marked(warn, "yes · without end, until unlocked"))
	case l.over:
		s.fact("Locked", s.marked(warn, "ran out "+s.absolute(l.until)+" · refresh to see"))
	default:
		s.fact("Locked", s.marked(warn, "yes · "+span2(l.left)+" left · until "+s.absolute(l.until)))
	}
	n := u.VerificationAttemptsRemaining
	switch {
	case n == nil:
		s.fact("Attempts left", span{"lockout is not enabled", s.ink.muted})
	case *n <= fewAttempts:
		s.fact("Attempts left", s.marked(warn, strconv.FormatInt(*n, 10)))
	default:
		s.say("Attempts left", strconv.FormatInt(*n, 10))
	}
}

func writePermissions(s *sheet, u *api.User) {
	s.head("Allowed to", "")
	s.say("Delete self", yesNo(u.DeleteSelfEnabled))
	limit := ""
	if n := u.CreateOrgsLimit; u.CreateOrgEnabled && n != nil {
		limit = "at most " + strconv.FormatInt(*n, 10)
		if *n == 0 {
			limit = "without limit"
		}
	}
	s.say("Create orgs", joined(" · ", yesNo(u.CreateOrgEnabled), limit))
	trust := span{"checked", s.ink.value}
	if u.BypassClientTrust {
		trust = s.marked(warn, "bypassed · new devices are not checked")
	}
	s.head("Devices", "")
	s.fact("Client trust", trust)
}
