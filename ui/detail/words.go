package detail

import (
	"strings"

	"usher/api"
	"usher/internal/safetext"
)

// txt makes a foreign text drawable on one line.
func txt(t api.Text) string { return safetext.Line(t) }

// providerName names the provider of an external account in words. The API
// writes it with and without the oauth_ prefix; unknown ones stay as they are.
func providerName(provider api.Text) string {
	s := txt(provider)
	for _, prefix := range []string{"from_", "oauth_", "token_"} {
		s = strings.TrimPrefix(s, prefix)
	}
	s = strings.TrimSuffix(s, "_account")
	if name, ok := spelled(s); ok {
		return name
	}
	if custom, ok := strings.CutPrefix(s, "custom_"); ok && custom != "" {
		return custom + " (custom)"
	}
	return s
}

// spelled is the name of a provider the way people know it; false for one
// that is not known.
func spelled(provider string) (string, bool) {
	switch provider {
	case "google", "facebook", "apple", "bitbucket", "microsoft", "twitter", "x", "discord", "slack", "twitch", "instagram", "spotify", "dropbox", "box", "notion", "atlassian", "linear", "coinbase", "xero", "vercel":
		return safetext.Capital(provider), true
	case "google_one_tap":
		return "Google One Tap", true
	case "github":
		return "GitHub", true
	case "gitlab":
		return "GitLab", true
	case "linkedin", "linkedin_oidc":
		return "LinkedIn", true
	case "tiktok":
		return "TikTok", true
	case "hubspot":
		return "HubSpot", true
	case "line":
		return "LINE", true
	case "huggingface":
		return "Hugging Face", true
	}
	return "", false
}

// accountProvider names the provider of an external account. Old objects
// carry none: then the object's own name tells it.
func accountProvider(a *api.ExternalAccount) string {
	if a.Provider.Empty() {
		return providerName(a.Object)
	}
	return providerName(a.Provider)
}

// verified reports whether a verification ended well.
func verified(v *api.Verification) bool { return v != nil && v.Status.Is("verified") }

// mark is how well something stands: it selects a sign and a paint, and a
// word always stands beside it.
type mark int

const (
	good mark = iota
	neutral
	warn
	bad
	unknown
)

// sign of the mark, one cell wide.
func (m mark) sign() string {
	switch m {
	case good:
		return "✓"
	case warn:
		return "!"
	case bad:
		return "✗"
	case unknown:
		return "?"
	default:
		return "○"
	}
}

// verificationWords tells the state of a verification: its mark and words.
// Unknown statuses are shown as they are.
func verificationWords(v *api.Verification) (mark, string) {
	if v == nil {
		return warn, "unverified (never started)"
	}
	m, word := unknown, txt(v.Status)
	switch word {
	case "verified":
		m = good
	case "unverified":
		m = warn
	case "failed":
		m = bad
	case "expired":
		m, word = bad, "verification expired"
	case "transferable":
		m, word = warn, "transferable (belongs to a sign-up that was not finished)"
	case "":
		word = "no status given"
	}
	if how := strategyWords(v.Strategy); how != "" {
		word += " " + how
	}
	return m, word
}

// strategyWords tells how something was verified: "by e-mail code".
func strategyWords(strategy api.Text) string {
	s := txt(strategy)
	switch s {
	case "":
		return ""
	case "email_code", "reset_password_email_code":
		return "by e-mail code"
	case "email_link":
		return "by e-mail link"
	case "phone_code":
		return "by SMS code"
	case "admin":
		return "by an administrator"
	case "ticket":
		return "by invitation or sign-in link"
	case "saml":
		return "through SAML"
	case "scim":
		return "by the directory (SCIM)"
	case "passkey":
		return "by passkey"
	case "google_one_tap":
		return "through Google One Tap"
	}
	if wallet, ok := strings.CutPrefix(s, "web3_"); ok {
		return "by " + strings.TrimSuffix(wallet, "_signature") + " signature"
	}
	if strings.HasPrefix(s, "oauth_") || strings.HasPrefix(s, "from_oauth_") {
		return "through " + providerName(strategy)
	}
	return "by " + s
}

// errorWords tells why a verification failed, with its code.
func errorWords(e *api.ErrorItem) string {
	if e == nil {
		return ""
	}
	t := e.LongMessage
	if t.Empty() {
		t = e.Message
	}
	words, code := txt(t), safetext.String(e.Code)
	switch {
	case words == "":
		return code
	case code == "":
		return words
	}
	return words + " (" + code + ")"
}

// yesNo is "yes" or "no".
func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// joined joins the parts that are not empty.
func joined(sep string, parts ...string) string {
	kept := parts[:0:0]
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, sep)
}
