package query

import (
	"slices"
	"strings"

	"usher/api"
)

// part reports whether whoever's text contains long contains short too.
func part(long, short string) bool { return strings.Contains(long, short) }

// texts are the values of a condition.
func (c *check) texts() []string {
	out := make([]string, 0, len(c.values))
	for _, v := range c.values {
		out = append(out, v.text)
	}
	return out
}

// identify sends the values of one kind of identifier. Of two kinds the server
// would make a union, so only the first is sent and the other checked here.
func (r *requesting) identify(c *check, into *[]string) bool {
	if c.negated || r.identified {
		return false
	}
	r.identified = true
	*into = c.texts()
	return true
}

func askEmail(r *requesting, c *check) bool { return r.identify(c, &r.filter.EmailAddress) }

func askPhone(r *requesting, c *check) bool { return r.identify(c, &r.filter.PhoneNumber) }

func askUsername(r *requesting, c *check) bool { return r.identify(c, &r.filter.Username) }

func askWallet(r *requesting, c *check) bool { return r.identify(c, &r.filter.Web3Wallet) }

func askID(r *requesting, c *check) bool { return r.signed(c, &r.filter.UserID) }

// askExternal leaves values with space inside to the check of the rows: the
// API reads a space as a plus sign that was not escaped.
func askExternal(r *requesting, c *check) bool {
	if slices.ContainsFunc(c.texts(), spaced) {
		return false
	}
	return r.signed(c, &r.filter.ExternalID)
}

// signed sends identifiers that can also exclude. Where users are named
// already there is nothing left to exclude on the server.
func (r *requesting) signed(c *check, into *[]api.Inclusion) bool {
	if !c.negated {
		var texts []string
		ok := r.identify(c, &texts)
		*into = append(*into, api.Include(texts...)...)
		return ok
	}
	other := &r.filter.ExternalID
	if other == into {
		other = &r.filter.UserID
	}
	if r.identified || len(*other) > 0 || len(*into)+len(c.values) > maxValues {
		return false
	}
	r.plan.Uncounted = true
	*into = append(*into, api.Exclude(c.texts()...)...)
	return true
}

// askPart sends a partial text; there is room for one of each kind, the
// longest.
func askPart(c *check, into *string, text string) bool {
	if c.negated || len(c.values) != 1 {
		return false
	}
	first := *into == ""
	if len(text) > len(*into) {
		*into = text
	}
	return first
}

func askWord(r *requesting, c *check) bool {
	return askPart(c, &r.filter.Query, c.values[0].text)
}

func askEmailPart(r *requesting, c *check) bool {
	return askPart(c, &r.filter.EmailAddressQuery, c.values[0].text)
}

func askPhonePart(r *requesting, c *check) bool {
	return askPart(c, &r.filter.PhoneNumberQuery, c.values[0].text)
}

func askUsernamePart(r *requesting, c *check) bool {
	return askPart(c, &r.filter.UsernameQuery, c.values[0].text)
}

func askNamePart(r *requesting, c *check) bool {
	return askPart(c, &r.filter.NameQuery, c.values[0].text)
}

// askDomain lets the server find the addresses that contain the domain; the
// rows are chosen here.
func askDomain(r *requesting, c *check) bool {
	askPart(c, &r.filter.EmailAddressQuery, "@"+c.values[0].text)
	return false
}

// askProvider sends accounts at one provider.
func askProvider(r *requesting, c *check) bool {
	if c.negated || r.identified {
		return false
	}
	provider := ""
	var accounts []string
	for _, v := range c.values {
		name, account, one := strings.Cut(v.text, "/")
		if !one || provider != "" && name != provider {
			return false
		}
		provider = name
		accounts = append(accounts, account)
	}
	r.identified = true
	r.filter.Provider, r.filter.ProviderUserID = "oauth_"+provider, accounts
	return true
}

func askBanned(r *requesting, c *check) bool {
	if len(c.values) > 1 {
		if c.negated {
			r.nobody("Everybody is banned or not.")
		}
		return true
	}
	r.banned((c.values[0].text == "yes") != c.negated)
	return true
}

func (r *requesting) banned(yes bool) {
	if b := r.filter.Banned; b != nil && *b != yes {
		r.nobody("Nobody is banned and not banned.")
	}
	r.filter.Banned = &yes
}

// askState makes the scan shorter by what the server knows of a state.
func askState(r *requesting, c *check) bool {
	if c.negated || len(c.values) > 1 {
		return false
	}
	switch c.values[0].text {
	case "banned":
		r.banned(true)
	case "active", "locked":
		r.banned(false)
	}
	return false
}
