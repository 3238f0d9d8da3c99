package query

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"usher/api"
	"usher/internal/misspelt"
)

// spaced reports whether a value has space inside, which no identifier has.
func spaced(s string) bool { return strings.ContainsFunc(s, unicode.IsSpace) }

func readAny(*parser, *term, *value) complaint { return complaint{} }

func readName(_ *parser, t *term, v *value) complaint {
	if spaced(v.text) {
		return complaint{what: fmt.Sprintf("No %s has a space in it.", t.row.Name)}
	}
	return complaint{}
}

func readEmail(_ *parser, t *term, v *value) complaint {
	if before, after, ok := strings.Cut(v.text, "@"); !ok || before == "" || after == "" || spaced(v.text) {
		c := complaint{what: fmt.Sprintf("“%s” is no whole e-mail address.", v.text)}
		if !spaced(v.text) && len(t.values) == 0 {
			c.what += " email~ looks for a part of one."
			c.suggest, c.term = signed(t, "email~"+printed(v.text)), true
		}
		return c
	}
	return complaint{}
}

// signed is a term's new text with the minus sign that it has.
func signed(t *term, text string) string {
	if t.negated {
		return "-" + text
	}
	return text
}

// printed is a value as it is written.
func printed(s string) string {
	if plainValue(s) {
		return s
	}
	return quote(s)
}

func readDomain(_ *parser, _ *term, v *value) complaint {
	bare := strings.TrimPrefix(v.text, "@")
	if bare == "" || spaced(bare) || strings.ContainsAny(bare, "@/:") {
		return complaint{what: fmt.Sprintf("“%s” is no domain, such as example.com.", v.text)}
	}
	v.text = strings.ToLower(strings.TrimSuffix(bare, "."))
	if v.text == "" {
		return complaint{what: "A dot is no domain, such as example.com."}
	}
	return complaint{}
}

func readPhone(p *parser, t *term, v *value) complaint {
	if number, ok := phoneOf(v.text, p.region); ok {
		v.text = number
		return complaint{}
	}
	digits := phoneDigits(v.text)
	if digits == "" {
		return complaint{what: fmt.Sprintf("“%s” is no phone number.", v.text)}
	}
	c := complaint{what: fmt.Sprintf("“%s” is no whole phone number with its country code, such as +15550100199.", v.text)}
	if len(t.values) == 0 {
		c.what += " phone~ looks for a part of one."
		c.suggest, c.term = signed(t, "phone~"+digits), true
	}
	return c
}

// phoneDigits are the digits of a phone number as it is written; a plus sign
// before them stays.
func phoneDigits(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r >= '0' && r <= '9' || r == '+' && b.Len() == 0 {
			b.WriteRune(r)
		}
	}
	if b.String() == "+" {
		return ""
	}
	return b.String()
}

func readDigits(_ *parser, _ *term, v *value) complaint {
	digits := phoneDigits(v.text)
	if digits == "" || strings.ContainsFunc(v.text, unicode.IsLetter) {
		return complaint{what: fmt.Sprintf("“%s” is no part of a phone number.", v.text), suggest: digits}
	}
	v.text = digits
	return complaint{}
}

func readID(_ *parser, t *term, v *value) complaint {
	switch {
	case spaced(v.text):
		return complaint{what: "No user id has a space in it."}
	case strings.ContainsAny(v.text[:1], "+-"):
		c := complaint{what: "No user id begins with a sign; -id: excludes a user."}
		if len(t.values) == 0 && !t.negated && len(v.text) > 1 {
			c.suggest, c.term = "-id:"+printed(v.text[1:]), true
			if v.text[0] == '+' {
				c.suggest = c.suggest[1:]
			}
		}
		return c
	}
	return complaint{}
}

var providerForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_.-]*$`)

// readProvider reads google, oauth_google and google/1234.
func readProvider(_ *parser, _ *term, v *value) complaint {
	name, account, one := strings.Cut(v.text, "/")
	name = bareProvider(strings.ToLower(name))
	if !providerForm.MatchString(name) || one && (account == "" || spaced(account)) {
		return complaint{what: fmt.Sprintf("“%s” is no provider, such as google, or account, such as google/1234.", v.text)}
	}
	v.text = name
	if one {
		v.text += "/" + account
	}
	return complaint{}
}

// bareProvider is a provider's name without what the API puts before it.
func bareProvider(name string) string { return strings.TrimPrefix(name, "oauth_") }

func readFlag(_ *parser, t *term, v *value) complaint {
	yes, no := t.row.Values[0], t.row.Values[1]
	switch strings.ToLower(v.text) {
	case "yes", "true", "on", "y":
		v.text = yes
	case "no", "false", "off", "n":
		v.text = no
	default:
		return complaint{what: fmt.Sprintf("“%s” is %s or %s.", t.row.Name, yes, no)}
	}
	return complaint{}
}

func readChoice(_ *parser, t *term, v *value) complaint {
	return choose(t.row.Values, v, "“%s” is none of "+orList(t.row.Values)+".")
}

// choose finds a value among all there are, or the nearest one.
func choose(all []string, v *value, what string) complaint {
	low := strings.ToLower(v.text)
	if slices.Contains(all, low) {
		v.text = low
		return complaint{}
	}
	return complaint{what: fmt.Sprintf(what, v.text), suggest: misspelt.Nearest(low, all)}
}

func orList(all []string) string {
	if len(all) == 1 {
		return all[0]
	}
	return strings.Join(all[:len(all)-1], ", ") + " or " + all[len(all)-1]
}

// readHas reads a possession or a metadata path.
func readHas(_ *parser, t *term, v *value) complaint {
	if kind, path, ok := cutMetadata(v.text); ok {
		v.text = kind + joinPath(path)
		return complaint{}
	}
	s := strings.ReplaceAll(strings.ToLower(v.text), "-", "_")
	switch one := strings.TrimSuffix(s, "s"); {
	case s == "backup_code":
		s = "backup_codes"
	case s == "social":
		s = "provider"
	case s == "external_id":
		s = "external"
	case s != "backup_codes" && slices.Contains(t.row.Values, one):
		s = one
	}
	if slices.Contains(t.row.Values, s) {
		v.text = s
		return complaint{}
	}
	return complaint{what: fmt.Sprintf("“%s” is nothing that has: knows: %s, or a path such as public.plan.", v.text, orList(t.row.Values)), suggest: misspelt.Nearest(s, t.row.Values)}
}

// readSort reads a field of the API or one of this language's own names.
func readSort(_ *parser, _ *term, v *value) complaint {
	o, ok := readOrder(v.text)
	if ok {
		v.text = orderText(o)
		return complaint{}
	}
	bare := strings.TrimLeft(strings.ToLower(v.text), "+-")
	var names []string
	for f := api.OrderCreatedAt; f.String() != ""; f++ {
		names = append(names, f.String())
	}
	suggest := misspelt.Nearest(bare, names)
	if suggest != "" && v.text[0] == '-' {
		suggest = "-" + suggest
	}
	return complaint{what: fmt.Sprintf("Nobody can be ordered by “%s”: it is %s.", v.text, orList(names)), suggest: suggest}
}

// readOrder reads a field with its sign; without one it ascends.
func readOrder(s string) (api.Order, bool) {
	var o api.Order
	bare := strings.ToLower(s)
	if bare != "" && (bare[0] == '-' || bare[0] == '+') {
		o.Desc = bare[0] == '-'
		bare = bare[1:]
	}
	switch bare {
	case "created":
		bare = "created_at"
	case "updated":
		bare = "updated_at"
	case "email":
		bare = "email_address"
	case "wallet", "web3_wallet":
		bare = "web3wallet"
	case "name":
		bare = "first_name"
	case "phone":
		bare = "phone_number"
	case "active", "last_active":
		bare = "last_active_at"
	case "signin", "last_sign_in":
		bare = "last_sign_in_at"
	}
	for f := api.OrderCreatedAt; f.String() != ""; f++ {
		if f.String() == bare {
			o.Field = f
			return o, true
		}
	}
	return api.Order{}, false
}

// orderText is an order as sort: takes it.
func orderText(o api.Order) string { return strings.TrimPrefix(o.String(), "+") }

// turned is an order's text from the other end.
func turned(s string) string {
	if s[0] == '-' {
		return s[1:]
	}
	return "-" + s
}
