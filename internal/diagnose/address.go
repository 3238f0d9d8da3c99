package diagnose

import (
	"net/url"
	"slices"
	"strings"

	"usher/api"
	"usher/internal/misspelt"
)

// mailbox is an e-mail address in its parts, all plain.
type mailbox struct {
	local  string // before the @, with tag and dots
	base   string // local without its plus tag
	domain string
}

// longestAddress is the length in bytes that RFC 5321 allows.
const longestAddress = 320

// parseMailbox splits an address at its last @; false for what is none.
func parseMailbox(address string) (mailbox, bool) {
	address = strings.ToLower(strings.TrimSpace(address))
	at := strings.LastIndexByte(address, '@')
	if at < 1 || at == len(address)-1 || len(address) > longestAddress || strings.ContainsAny(address, " \t\r\n") {
		return mailbox{}, false
	}
	m := mailbox{local: address[:at], domain: strings.TrimSuffix(address[at+1:], ".")}
	m.base, _, _ = strings.Cut(m.local, "+")
	if m.base == "" {
		m.base = m.local
	}
	return m, true
}

func (m mailbox) String() string { return m.local + "@" + m.domain }

// bare is the local part as many providers read it: without tag and dots.
func (m mailbox) bare() string {
	if s := strings.ReplaceAll(m.base, ".", ""); s != "" {
		return s
	}
	return m.base
}

// mostVariants is what one exact look-up takes, and mostQuery how many bytes
// of a URL they may fill: servers and proxies refuse long ones.
const (
	mostVariants = 100
	mostQuery    = 6000
)

// variants are the addresses that one slip of the finger makes of an address,
// and those that lead to the same mailbox, the likelier ones first and before
// them the address itself.
func (m mailbox) variants() []string {
	out := []string{m.String()}
	room := mostQuery
	add := func(local, domain string) {
		s := local + "@" + domain
		if local == "" || len(out) >= mostVariants || slices.Contains(out, s) {
			return
		}
		if room -= len("email_address=&") + len(url.QueryEscape(s)); room >= 0 {
			out = append(out, s)
		}
	}
	for _, local := range []string{m.base, m.bare(), m.local} {
		add(local, m.domain)
	}
	for _, domain := range m.domains() {
		for _, local := range []string{m.local, m.base, m.bare()} {
			add(local, domain)
		}
	}
	for _, local := range slips(m.base) {
		add(local, m.domain)
	}
	label, rest, _ := strings.Cut(m.domain, ".")
	for _, slip := range slips(label) {
		add(m.local, slip+"."+rest)
	}
	return out
}

// domains are domains that are often meant by this one.
func (m mailbox) domains() []string {
	var out []string
	label, rest, dotted := strings.Cut(m.domain, ".")
	if !dotted {
		return []string{m.domain + ".com"}
	}
	if meant := provided(label); meant != "" {
		out = append(out, meant+"."+rest, meant+".com")
	}
	switch {
	case label == "googlemail":
		out = append(out, "gmail."+rest)
	case label == "gmail":
		out = append(out, "googlemail."+rest)
	case rest == "con", rest == "cm", rest == "om", rest == "co", rest == "comm", rest == "cmo", rest == "vom", rest == "xom":
		out = append(out, label+".com")
	}
	return out
}

// providers are large mail providers with names long enough to be mistyped.
func providers() []string {
	return []string{"gmail", "googlemail", "outlook", "hotmail", "yahoo", "icloud", "proton", "protonmail"}
}

// provided is the provider that a domain's label is a slip of; "" for none.
func provided(label string) string {
	switch {
	case slices.Contains(providers(), label), label == "mail", label == "email", label == "ymail":
		return ""
	}
	for _, p := range providers() {
		if misspelt.Distance(label, p) == 1 {
			return p
		}
	}
	return ""
}

// slips are the words with two neighbours swapped, a letter lost, or a letter
// doubled.
func slips(s string) []string {
	r := []rune(s)
	var out []string
	for i := range len(r) - 1 {
		if r[i] != r[i+1] {
			swapped := slices.Clone(r)
			swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
			out = append(out, string(swapped))
		}
	}
	for i := range r {
		out = append(out, string(slices.Delete(slices.Clone(r), i, i+1)))
	}
	for i := range r {
		out = append(out, string(slices.Insert(slices.Clone(r), i, r[i])))
	}
	return out
}

// slack is how many slips are believed in a word.
func slack(word string) int {
	switch n := len([]rune(word)); {
	case n <= 3:
		return 0
	case n <= 5:
		return 1
	default:
		return 2
	}
}

// nearness tells how near a found address is to the wanted one, in words, and
// how far it is off; ok is false when they only look for each other.
func nearness(want, got mailbox) (off int, how string, ok bool) {
	sameDomain := want.domain == got.domain || strings.ReplaceAll(want.domain, "googlemail.", "gmail.") == strings.ReplaceAll(got.domain, "googlemail.", "gmail.")
	local := misspelt.Distance(want.bare(), got.bare())
	switch {
	case sameDomain && want.String() == got.String():
		return 0, "the very same address", true
	case sameDomain && local == 0 && want.base == got.base:
		return 1, "the same mailbox with another plus tag", true
	case sameDomain && local == 0:
		return 1, "the same but for dots", true
	case sameDomain && local <= slack(want.bare()):
		return 1 + local, plural(local, "letter") + " off before the @", true
	case sameDomain:
		return 0, "", false
	}
	domain := misspelt.Distance(want.domain, got.domain)
	label, _, _ := strings.Cut(want.domain, ".")
	other, _, _ := strings.Cut(got.domain, ".")
	switch {
	case local == 0 && (domain <= slack(label) || domain <= 2 && misspelt.Distance(label, other) <= slack(label)):
		return 1 + domain, plural(domain, "letter") + " off in the domain", true
	case local == 0 && label == other:
		return 3, "the same with another ending of the domain", true
	case local == 0 && len(want.bare()) >= 6:
		return 6, "the same name at another domain", true
	case local+domain <= 2 && local <= slack(want.bare()) && domain <= slack(label):
		return 2 + local + domain, plural(local+domain, "letter") + " off", true
	}
	return 0, "", false
}

// typoInAddress is an unverified address at a domain that looks mistyped.
func typoInAddress(_ *Facts, u *api.User) (Finding, bool) {
	for i := range u.EmailAddresses {
		e := &u.EmailAddresses[i]
		m, ok := parseMailbox(plain(e.EmailAddress))
		if !ok || verified(e.Verification) {
			continue
		}
		label, rest, _ := strings.Cut(m.domain, ".")
		if meant := provided(label); meant != "" {
			return Finding{
				Cause: TypoInAddress, Title: "The address looks mistyped", Certainty: Possible, Severity: Hinder,
				Evidence: text(e.EmailAddress) + " was never verified, and " + label + " is one letter from " + meant + ": " + meant + "." + rest + " may be meant, and codes go nowhere.",
				Fix:      "Ask for the right address and correct it.", ActionID: actCorrectEmail, Target: e.ID,
			}, true
		}
	}
	return Finding{}, false
}
