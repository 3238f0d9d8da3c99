package query

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"usher/api"
)

// IdentifierKind is the kind of an identifier in a pasted text.
type IdentifierKind int

// The kinds, those of users first.
const (
	EmailIdentifier        IdentifierKind = iota
	PhoneIdentifier                       // E.164
	UserIdentifier                        // user_…
	OrganizationIdentifier                // org_…
	SessionIdentifier                     // sess_…
)

// String is the kind in words.
func (k IdentifierKind) String() string {
	switch k {
	case EmailIdentifier:
		return "e-mail address"
	case PhoneIdentifier:
		return "phone number"
	case UserIdentifier:
		return "user id"
	case OrganizationIdentifier:
		return "organization id"
	case SessionIdentifier:
		return "session id"
	default:
		return ""
	}
}

// Identifier is one thing in a pasted text that a user can be found by.
type Identifier struct {
	Kind IdentifierKind
	// Value is what the API knows it by. It was pasted, so it is foreign: draw
	// it through safetext.
	Value string
	// Guess marks a phone number that was written without its calling code and
	// read as one of the default region.
	Guess bool
}

// Paste is what was found in a pasted text.
type Paste struct {
	// Found is in the order of the text, each identifier once.
	Found []Identifier
	// Left counts the identifiers beyond those that one request per kind can
	// hold; they are not in Found.
	Left int
	// Cut says that only the first 64 KiB of the text were read.
	Cut bool
}

const (
	// maxBatch is how many values the API takes in one filter.
	maxBatch = 100
	// maxSessions bounds the sessions, which have to be read one by one.
	maxSessions = 5
)

const (
	pastedID   = `\b(user|org|sess)_([A-Za-z0-9]{5,64})\b`
	pastedLink = `\bhttps?://[^\s<>"]+`
)

// Identify finds the identifiers in a pasted text: e-mail addresses, phone
// numbers, ids of users, organizations and sessions, alone, in sentences and
// in links such as those of the web Dashboard. The region, such as AT, is the
// one whose phone numbers may be written without a calling code; with "" or an
// unknown one they need it.
func Identify(text, region string) Paste {
	f := finder{seen: map[Identifier]bool{}}
	if len(text) > maxPaste {
		text, f.paste.Cut = text[:maxPaste], true
		for len(text) > 0 && !utf8.RuneStart(text[len(text)-1]) {
			text = text[:len(text)-1]
		}
	}
	// In links the signs of addresses and numbers are escaped.
	link := regexp.MustCompile(pastedLink)
	text = link.ReplaceAllStringFunc(text, func(s string) string {
		return strings.NewReplacer("%40", "@", "%2B", "+", "%2b", "+").Replace(s)
	})
	rest := []byte(text)
	for _, m := range regexp.MustCompile(pastedID).FindAllStringSubmatchIndex(text, -1) {
		if made(text[m[4]:m[5]]) {
			f.add(m[0], idKind(text[m[2]:m[3]]), text[m[0]:m[1]], false)
		}
		blank(rest[m[0]:m[1]])
	}
	for _, m := range regexp.MustCompile(pastedEmail).FindAllIndex(rest, -1) {
		if at, address := quoted(m[0], string(rest[m[0]:m[1]])); address != "" {
			f.add(at, EmailIdentifier, address, false)
		}
		blank(rest[m[0]:m[1]])
	}
	for _, m := range link.FindAllIndex(rest, -1) {
		blank(rest[m[0]:m[1]])
	}
	f.phones(string(rest), region)
	return f.finish()
}

// idKind is the kind of an id by its prefix.
func idKind(prefix string) IdentifierKind {
	switch prefix {
	case "org":
		return OrganizationIdentifier
	case "sess":
		return SessionIdentifier
	default:
		return UserIdentifier
	}
}

// made tells an id that a server made from a word such as user_settings.
func made(digits string) bool {
	return len(digits) >= 20 || strings.ContainsAny(digits, "0123456789")
}

// quoted takes quotation marks off the front of an address.
func quoted(at int, address string) (start int, bare string) {
	bare = strings.TrimLeft(address, "'.%")
	if strings.HasPrefix(bare, "@") {
		return at, ""
	}
	return at + len(address) - len(bare), bare
}

// blank takes what was found out of the text; what stands around it does not
// join.
func blank(b []byte) {
	for i := range b {
		b[i] = 0
	}
}

// finder collects identifiers.
type finder struct {
	paste Paste
	seen  map[Identifier]bool
	at    []int // where Found stood in the text
}

func (f *finder) add(at int, kind IdentifierKind, value string, guess bool) {
	key := Identifier{Kind: kind, Value: value}
	if kind == EmailIdentifier {
		key.Value = strings.ToLower(value)
	}
	if f.seen[key] {
		return
	}
	f.seen[key] = true
	f.paste.Found = append(f.paste.Found, Identifier{Kind: kind, Value: value, Guess: guess})
	f.at = append(f.at, at)
}

// finish puts what was found in the order of the text and leaves out what
// one request per kind cannot hold.
func (f *finder) finish() Paste {
	order := make([]int, len(f.at))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return f.at[a] - f.at[b] })
	out := Paste{Cut: f.paste.Cut}
	used := map[IdentifierKind]int{}
	for _, i := range order {
		id := f.paste.Found[i]
		room := maxBatch
		if id.Kind == SessionIdentifier {
			room = maxSessions
		}
		n := len(spellings(id))
		if used[id.Kind]+n > room {
			out.Left++
			continue
		}
		used[id.Kind] += n
		out.Found = append(out.Found, id)
	}
	return out
}

// spellings are the values that an identifier is asked for by: an address
// also in lower case, as most servers keep it.
func spellings(id Identifier) []string {
	if id.Kind == EmailIdentifier {
		if lower := strings.ToLower(id.Value); lower != id.Value {
			return []string{id.Value, lower}
		}
	}
	return []string{id.Value}
}

// Empty reports whether nothing was found.
func (p Paste) Empty() bool { return len(p.Found) == 0 }

// Query is the query that an exact identifier of a user stands for, when it
// is the only one in the text.
func (p Paste) Query() (*Query, bool) {
	if len(p.Found) != 1 || p.Left > 0 || p.Found[0].Kind > UserIdentifier {
		return nil, false
	}
	return Parse(p.Found[0].Value), true
}

// Of lists the identifiers of a kind.
func (p Paste) Of(kind IdentifierKind) []Identifier {
	var out []Identifier
	for _, id := range p.Found {
		if id.Kind == kind {
			out = append(out, id)
		}
	}
	return out
}

func batch(kind IdentifierKind, ids []Identifier) (f api.UserFilter, ok bool) {
	var values []string
	for _, id := range ids {
		values = append(values, spellings(id)...)
	}
	switch kind {
	case EmailIdentifier:
		f.EmailAddress = values
	case PhoneIdentifier:
		f.PhoneNumber = values
	case UserIdentifier:
		f.UserID = api.Include(values...)
	case OrganizationIdentifier:
		f.OrganizationID = api.Include(values...)
	case SessionIdentifier:
		return f, false
	}
	return f, len(values) > 0
}
