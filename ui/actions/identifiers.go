package actions

import (
	"regexp"
	"strings"

	"usher/api"
)

// cleanEmail checks the rough form of an e-mail address; the server knows
// better.
func cleanEmail(field, s string) (string, error) {
	s = strings.TrimSpace(s)
	name, domain, ok := strings.Cut(s, "@")
	switch {
	case s == "":
		return "", bad(field, "is required")
	case !ok, name == "", strings.ContainsAny(s, " \t,;<>\"") || strings.Contains(domain, "@"),
		!strings.Contains(strings.Trim(domain, "."), "."):
		return "", bad(field, "is not an e-mail address")
	}
	return s, nil
}

// cleanPhone takes the usual separators out of a phone number and wants the
// country code in front of it.
func cleanPhone(field, s string) (string, error) {
	s = strings.NewReplacer(" ", "", "-", "", "(", "", ")", "", ".", "", "\u00a0", "", "/", "").Replace(strings.TrimSpace(s))
	switch {
	case s == "":
		return "", bad(field, "is required")
	case !strings.HasPrefix(s, "+"):
		return "", bad(field, "must begin with + and the country code")
	case !regexp.MustCompile(`^\+[1-9][0-9]{5,14}$`).MatchString(s):
		return "", bad(field, "is not a phone number such as +14155550123")
	}
	return s, nil
}

// identification is an e-mail address, phone number or wallet of a user.
type identification struct {
	id       api.ID
	kind     identKind
	value    api.Text
	state    api.Text // of the verification
	reserved bool
	factor   bool // a second factor
	linked   bool // came from a connected account
}

type identKind int

const (
	kindEmail identKind = iota
	kindPhone
	kindWallet
)

func (k identKind) String() string { return []string{"e-mail address", "phone number", "wallet"}[k] }

func (i identification) verified() bool { return i.state.Is(api.StatusVerified) }

func (i identification) primary(u *api.User) bool {
	return i.id != "" && (i.id == u.PrimaryEmailID || i.id == u.PrimaryPhoneID || i.id == u.PrimaryWeb3WalletID)
}

func stateOf(v *api.Verification) api.Text {
	if v == nil {
		return api.Text{}
	}
	return v.Status
}

// identifications lists all of them, e-mail addresses first.
func identifications(u *api.User) []identification {
	var out []identification
	for i := range u.EmailAddresses {
		e := &u.EmailAddresses[i]
		out = append(out, identification{e.ID, kindEmail, e.EmailAddress, stateOf(e.Verification), e.Reserved, false, len(e.LinkedTo) > 0})
	}
	for i := range u.PhoneNumbers {
		p := &u.PhoneNumbers[i]
		out = append(out, identification{p.ID, kindPhone, p.PhoneNumber, stateOf(p.Verification), p.Reserved, p.ReservedForSecondFactor, len(p.LinkedTo) > 0})
	}
	for i := range u.Web3Wallets {
		w := &u.Web3Wallets[i]
		out = append(out, identification{w.ID, kindWallet, w.Web3Wallet, stateOf(w.Verification), false, false, false})
	}
	return out
}

func findIdentification(u *api.User, id api.ID) (identification, bool) {
	for _, i := range identifications(u) {
		if i.id != "" && i.id == id {
			return i, true
		}
	}
	return identification{}, false
}

// hint is what a choice says beside the value: "primary · verified".
func (i identification) hint(u *api.User) string {
	words := []string{i.kind.String()}
	if i.primary(u) {
		words = append(words, "primary")
	}
	switch {
	case i.reserved:
		words = append(words, "reserved")
	case i.state.Empty():
		words = append(words, "never verified")
	default:
		words = append(words, line(i.state))
	}
	if i.factor {
		words = append(words, "second factor")
	}
	if i.linked {
		words = append(words, "of a connected account")
	}
	return strings.Join(words, " · ")
}

// choices are the identifications for a picker; off tells why one cannot be
// chosen.
func identChoices(u *api.User, only func(identification) bool, off func(identification) string) []FieldChoice {
	var out []FieldChoice
	for _, i := range identifications(u) {
		if !only(i) {
			continue
		}
		c := FieldChoice{ID: string(i.id), Title: line(i.value), Hint: i.hint(u)}
		if off != nil {
			c.Off = off(i)
		}
		if !i.id.Valid() {
			c.Off = "it has no usable id"
		}
		out = append(out, c)
	}
	return out
}

func anyOpen(cs []FieldChoice) bool {
	for _, c := range cs {
		if c.Off == "" {
			return true
		}
	}
	return false
}

func withoutWallets(i identification) bool { return i.kind != kindWallet }
