package query

import (
	"slices"
	"strings"

	"usher/api"
	"usher/internal/misspelt"
)

// Qualifier is a row of the language: what can stand before an operator. The
// parser, completion, the filter builder and the documents read the table, so
// that a filter is added by adding its row.
type Qualifier struct {
	// Name is what is typed; that of metadata ends with the dot before a path.
	Name string
	// Operators go between the name and its values, the usual one first.
	Operators []string
	// Hint is an example of a value.
	Hint string
	// Help says in a sentence whom it finds.
	Help string
	// Values are all values there are; nil for open ones.
	Values []string
	// Scanned says that the API has no such filter: users are read and chosen
	// here.
	Scanned bool

	aliases []string
	dated   bool // its values are dates
	// read checks a value and brings it into its canonical form.
	read func(p *parser, t *term, v *value) complaint
	// ask puts a condition into the filter that the API is asked for. It
	// reports whether the answer will be exactly the condition's; nil asks for
	// nothing.
	ask func(r *requesting, c *check) bool
	// holds reports whether a user has the i-th value; nil says that the record
	// does not show it.
	holds func(c *check, i int, u *api.User) bool
	// bind makes what holds needs for the i-th value at a moment.
	bind func(c *check, i int, e *Env)
}

func (r *Qualifier) metadata() bool { return strings.HasSuffix(r.Name, ".") }

// Qualifiers is the table of the language.
func Qualifiers() []Qualifier { return slices.Clone(table[:]) }

//nolint:gochecknoglobals // a constant table
var table = [...]Qualifier{
	{
		Name: "email", Operators: colon, Hint: "alice@example.com", aliases: []string{"mail", "mailto", "email_address"},
		Help: "has exactly this e-mail address", read: readEmail, ask: askEmail, holds: holdsEmail,
	},
	{
		Name: "email", Operators: tilde, Hint: "spam", aliases: []string{"mail", "email_address"},
		Help: "has an e-mail address that contains this", read: readAny, ask: askEmailPart, holds: holdsEmailPart, bind: bindFolded,
	},
	{
		Name: "domain", Operators: colon, Hint: "example.com", Scanned: true,
		Help: "has an e-mail address at exactly this domain", read: readDomain, ask: askDomain, holds: holdsDomain,
	},
	{
		Name: "phone", Operators: colon, Hint: "+15550100199", aliases: []string{"tel", "phone_number"},
		Help: "has exactly this phone number, with its country code", read: readPhone, ask: askPhone, holds: holdsPhone,
	},
	{
		Name: "phone", Operators: tilde, Hint: "0100199", aliases: []string{"tel", "phone_number"},
		Help: "has a phone number that contains these digits", read: readDigits, ask: askPhonePart, holds: holdsPhonePart,
	},
	{
		Name: "username", Operators: colon, Hint: "alice",
		Help: "has exactly this username", read: readName, ask: askUsername, holds: holdsUsername,
	},
	{
		Name: "username", Operators: tilde, Hint: "ali",
		Help: "has a username that contains this", read: readAny, ask: askUsernamePart, holds: holdsUsernamePart, bind: bindFolded,
	},
	{
		Name: "name", Operators: []string{"~", ":"}, Hint: "johnson", aliases: []string{"first_name", "last_name"},
		Help: "has a first and last name that contain this", read: readAny, ask: askNamePart, holds: holdsNamePart, bind: bindFolded,
	},
	{
		Name: "id", Operators: colon, Hint: "user_2abc…", aliases: []string{"user", "user_id"},
		Help: "has this user id", read: readID, ask: askID, holds: holdsID,
	},
	{
		Name: "external", Operators: colon, Hint: "crm-42", aliases: []string{"external_id"},
		Help: "has this id in your own system", read: readAny, ask: askExternal, holds: holdsExternal,
	},
	{
		Name: "wallet", Operators: colon, Hint: "0x71C7…", aliases: []string{"web3_wallet", "web3wallet"},
		Help: "has this web3 wallet", read: readName, ask: askWallet, holds: holdsWallet,
	},
	{
		Name: "org", Operators: colon, Hint: "acme", aliases: []string{"organization", "organization_id"},
		Help: "is a member of this organization, by its id, slug or name", read: readAny, ask: askOrg, bind: bindOrg,
	},
	{
		Name: "provider", Operators: colon, Hint: "google/1234",
		Help: "has a social account at this provider, or this very account", read: readProvider, ask: askProvider, holds: holdsProvider,
	},
	{
		Name: "banned", Operators: colon, Hint: "yes", Values: yesNo,
		Help: "is banned", read: readFlag, ask: askBanned, holds: flag(func(u *api.User) bool { return u.Banned }),
	},
	{
		Name: "locked", Operators: colon, Hint: "yes", Values: yesNo, Scanned: true,
		Help: "is locked out after failed attempts or by hand", read: readFlag, holds: flag(func(u *api.User) bool { return u.Locked }),
	},
	{
		Name: "mfa", Operators: colon, Hint: "off", Values: onOff, Scanned: true, aliases: []string{"2fa", "two_factor"},
		Help: "has a second factor set up (on) or none (off)", read: readFlag, holds: flag(func(u *api.User) bool { return u.TwoFactorEnabled }),
	},
	{
		Name: "verified", Operators: colon, Hint: "no", Values: yesNo, Scanned: true,
		Help: "has a verified (yes) or unverified (no) primary e-mail address; without one, phone number", read: readFlag, holds: flag(verified),
	},
	{
		Name: "state", Operators: colon, Hint: "locked", Values: states, Scanned: true,
		Help: "has this state; deprovisioned goes before banned before locked", read: readChoice, ask: askState, holds: holdsState,
	},
	{
		Name: "has", Operators: colon, Hint: "passkey", Values: possessions, Scanned: true,
		Help: "has this, or anything at a metadata path", read: readHas, holds: holdsPossession, bind: bindHas,
	},
	{
		Name: "created", dated: true, Operators: colon, Hint: "<7d", aliases: []string{"created_at", "since", "joined"},
		Help: "signed up then", read: readDates, ask: askCreated, holds: holdsCreated, bind: bindDates,
	},
	{
		Name: "active", dated: true, Operators: colon, Hint: ">30d", aliases: []string{"last_active", "last_active_at"},
		Help: "was last active then; the API tells the day, not the hour", read: readDates, ask: askActive, holds: holdsActive, bind: bindDates,
	},
	{
		Name: "signin", dated: true, Operators: colon, Hint: "<7d", aliases: []string{"last_sign_in", "last_sign_in_at", "sign_in", "signed_in"},
		Help: "signed in last then", read: readDates, ask: askSignIn, holds: holdsSignIn, bind: bindDates,
	},
	{
		Name: "updated", dated: true, Operators: colon, Hint: "today", Scanned: true, aliases: []string{"updated_at"},
		Help: "was changed last then", read: readDates, holds: holdsUpdated, bind: bindDates,
	},
	{
		Name: "public.", Operators: metadataOperators, Hint: "pro", Scanned: true,
		Help: "has this in the public metadata", read: readMetadata, holds: holdsMetadata, bind: bindMetadata,
	},
	{
		Name: "private.", Operators: metadataOperators, Hint: "42", Scanned: true,
		Help: "has this in the private metadata", read: readMetadata, holds: holdsMetadata, bind: bindMetadata,
	},
	{
		Name: "unsafe.", Operators: metadataOperators, Hint: "dark", Scanned: true,
		Help: "has this in the unsafe metadata", read: readMetadata, holds: holdsMetadata, bind: bindMetadata,
	},
	{
		Name: "sort", Operators: colon, Hint: "-last_sign_in_at", Values: orderNames, aliases: []string{"order", "order_by"},
		Help: "orders the list by a field of the API; a minus sign turns it around", read: readSort,
	},
}

//nolint:gochecknoglobals // constant lists
var (
	colon             = []string{":"}
	tilde             = []string{"~"}
	metadataOperators = []string{"=", "!=", ">", "<", ">=", "<=", "~"}
	yesNo             = []string{"yes", "no"}
	onOff             = []string{"on", "off"}
	states            = []string{"active", "locked", "banned", "deprovisioned"}
	possessions       = []string{
		"email", "phone", "username", "name", "password", "passkey", "totp", "backup_codes", "wallet", "provider", "sso",
		"external", "image",
	}
	orderNames = []string{
		"-created_at", "-updated_at", "-last_sign_in_at", "-last_active_at", "first_name", "last_name", "email_address",
		"phone_number", "username", "web3wallet",
	}
)

// find is the row of a name with an operator; nil for none.
func find(name, op string) *Qualifier {
	for i := range table {
		r := &table[i]
		if (r.Name == name || slices.Contains(r.aliases, name)) && slices.Contains(r.Operators, op) {
			return r
		}
	}
	return nil
}

// named is the first row of a name; nil for none.
func named(name string) *Qualifier {
	for i := range table {
		if r := &table[i]; r.Name == name || slices.Contains(r.aliases, name) {
			return r
		}
	}
	return nil
}

// lookUp is the row of a name and an operator as written, the operator as it
// is printed and where the values begin: = stands for a colon, and dates need
// none before < and >.
func lookUp(name, op string, after int) (*Qualifier, string, int) {
	if row := find(name, op); row != nil && !row.metadata() {
		return row, row.Operators[0], after
	}
	switch row := find(name, ":"); {
	case row == nil || row.metadata():
	case op == "=":
		return row, row.Operators[0], after
	case (op[0] == '<' || op[0] == '>') && row.dated:
		return row, ":", after - len(op)
	}
	return nil, op, after
}

// operators are a name's operators in words.
func operators(r *Qualifier) string {
	var ops []string
	for i := range table {
		if table[i].Name == r.Name {
			ops = append(ops, "“"+table[i].Operators[0]+"”")
		}
	}
	return strings.Join(ops, " or ")
}

// nearest is the qualifier that a misspelt one may be, with the operator that
// was written where it has that one; "" when none is near.
func nearest(name, op string) string {
	var best *Qualifier
	least := 3
	if len(name) > 24 {
		return ""
	}
	for i := range table {
		for _, n := range append([]string{table[i].Name}, table[i].aliases...) {
			n = strings.TrimSuffix(n, ".")
			if d := misspelt.Distance(name, n); d < least && d <= misspelt.Slips(n) {
				best, least = &table[i], d
			}
		}
	}
	switch {
	case best == nil:
		return ""
	case best.metadata():
		return best.Name
	case find(best.Name, op) != nil:
		return best.Name + op
	}
	return best.Name + best.Operators[0]
}
