package summary

import (
	"fmt"
	"strconv"
	"strings"

	"usher/api"
	"usher/internal/safetext"
)

// identifiers lists what the user can be reached by, each with how its
// verification stands.
func (w *writer) identifiers() {
	u := w.u
	w.head("Identifiers")
	n := len(u.EmailAddresses) + len(u.PhoneNumbers) + len(u.Web3Wallets)
	if n == 0 {
		w.line("- none")
	}
	left := maxEntries
	entry := func(kind string, value api.Text, primary bool, v *api.Verification, more ...string) {
		if left--; left < 0 {
			return
		}
		name := foreign(value)
		if name == "" {
			name = "(no value)"
		}
		w.line("- " + kind + " " + name + ": " + joined(append([]string{onlyIf(primary, "primary"), verification(v)}, more...)...))
	}
	for i := range u.EmailAddresses {
		e := &u.EmailAddresses[i]
		entry("E-mail", e.EmailAddress, e.ID != "" && e.ID == u.PrimaryEmailID, e.Verification,
			onlyIf(e.Reserved, "reserved"), onlyIf(e.MatchesSSOConnection, "domain signs in through SSO"))
	}
	for i := range u.PhoneNumbers {
		p := &u.PhoneNumbers[i]
		entry("Phone", p.PhoneNumber, p.ID != "" && p.ID == u.PrimaryPhoneID, p.Verification,
			onlyIf(p.Reserved, "reserved"), onlyIf(p.ReservedForSecondFactor, "second factor"))
	}
	for i := range u.Web3Wallets {
		wallet := &u.Web3Wallets[i]
		entry("Wallet", wallet.Web3Wallet, wallet.ID != "" && wallet.ID == u.PrimaryWeb3WalletID, wallet.Verification)
	}
	w.rest(n)
}

// verification is how a verification stands, in a word.
func verification(v *api.Verification) string {
	if v == nil {
		return "unverified"
	}
	s := word(v.Status)
	if s == "" {
		return "verification unknown"
	}
	return s
}

// access tells how the user gets in.
func (w *writer) access() {
	u := w.u
	w.head("Signing in")
	w.item("Means", w.means())
	w.item("Password", joined(onlyIf(u.PasswordEnabled, "set"), onlyIf(!u.PasswordEnabled, "none"),
		onlyIf(u.RequiresPasswordReset, "**marked as compromised: must be reset**")))
	w.item("Two-factor", w.secondFactor())
	if n := u.VerificationAttemptsRemaining; n != nil {
		w.item("Failed attempts left before a lock", strconv.FormatInt(*n, 10))
	}
}

func (w *writer) means() string {
	u := w.u
	means := []string{onlyIf(u.PasswordEnabled, "password")}
	for i := range u.ExternalAccounts {
		if i == maxEntries {
			means = append(means, fmt.Sprintf("and %d more accounts", len(u.ExternalAccounts)-maxEntries))
			break
		}
		a := &u.ExternalAccounts[i]
		state := onlyIf(a.Verification == nil || !a.Verification.Status.Is("verified"), "unverified")
		means = append(means, account(provider(a), a.EmailAddress, state))
	}
	for i := range u.EnterpriseAccounts[:min(len(u.EnterpriseAccounts), maxEntries)] {
		a := &u.EnterpriseAccounts[i]
		means = append(means, account("SSO", a.EmailAddress, onlyIf(!a.Active, "inactive")))
	}
	means = append(means, counted(len(u.Passkeys), "passkey"), counted(len(u.Web3Wallets), "wallet"))
	if s := joined(means...); s != "" {
		return s
	}
	return "none on record; codes or links to a verified address where the application allows them"
}

// account is "Google (`alice@acme.example`, unverified)".
func account(name string, email api.Text, state string) string {
	if more := joined(foreign(email), state); more != "" {
		return name + " (" + more + ")"
	}
	return name
}

// provider names the provider of an account: "Google".
func provider(a *api.ExternalAccount) string {
	bare := safetext.Line(a.Provider)
	if bare == "" {
		bare = safetext.Line(a.Object)
	}
	for _, prefix := range []string{"from_", "oauth_", "token_"} {
		bare = strings.TrimPrefix(bare, prefix)
	}
	bare = word(api.NewText(strings.TrimSuffix(bare, "_account")))
	if bare == "" {
		return "social account"
	}
	return safetext.Capital(bare)
}

func counted(n int, noun string) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func (w *writer) secondFactor() string {
	u := w.u
	if !u.TwoFactorEnabled {
		return "off"
	}
	sms := false
	for i := range u.PhoneNumbers {
		sms = sms || u.PhoneNumbers[i].ReservedForSecondFactor
	}
	return joined("on", onlyIf(u.TOTPEnabled, "authenticator app"), onlyIf(sms, "SMS"),
		onlyIf(u.BackupCodeEnabled, "backup codes"), onlyIf(!u.BackupCodeEnabled, "no backup codes"))
}
