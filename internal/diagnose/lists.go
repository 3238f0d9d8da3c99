package diagnose

import (
	"strings"

	"usher/api"
	"usher/internal/safetext"
)

// plain is a text as it is compared: inert and without regard to case.
func plain(t api.Text) string { return strings.ToLower(safetext.Line(t)) }

// covers reports whether an entry of a list covers an identifier: exactly, or
// as *@domain or *@*.domain. Both are plain.
func covers(entry, identifier string) bool {
	host, wild := strings.CutPrefix(entry, "*@")
	if !wild {
		return entry == identifier && entry != ""
	}
	at := strings.LastIndexByte(identifier, '@')
	if at < 0 || host == "" {
		return false
	}
	if sub, deep := strings.CutPrefix(host, "*."); deep {
		return strings.HasSuffix(identifier[at+1:], "."+sub) && sub != ""
	}
	return identifier[at+1:] == host
}

// blockEntry is the entry of the block list that covers one of the
// identifiers.
func (f *Facts) blockEntry(identifiers []string) (entry *api.BlocklistIdentifier, identifier string, ok bool) {
	if f.Block == nil {
		return nil, "", false
	}
	for i := range f.Block.Data {
		e := plain(f.Block.Data[i].Identifier)
		for _, id := range identifiers {
			if covers(e, id) {
				return &f.Block.Data[i], id, true
			}
		}
	}
	return nil, "", false
}

// allowed reports whether the allow list covers an identifier.
func (f *Facts) allowed(identifier string) bool {
	if f.Allow == nil {
		return false
	}
	for i := range f.Allow.Data {
		if covers(plain(f.Allow.Data[i].Identifier), identifier) {
			return true
		}
	}
	return false
}

// identifiers are what the lists can hold of a user.
func identifiers(u *api.User) []string {
	var out []string
	for i := range u.EmailAddresses {
		out = append(out, plain(u.EmailAddresses[i].EmailAddress))
	}
	for i := range u.PhoneNumbers {
		out = append(out, plain(u.PhoneNumbers[i].PhoneNumber))
	}
	for i := range u.Web3Wallets {
		out = append(out, plain(u.Web3Wallets[i].Web3Wallet))
	}
	return out
}

func blocked(f *Facts, u *api.User) (Finding, bool) {
	hit, identifier, ok := f.blockEntry(identifiers(u))
	if !ok {
		return Finding{}, false
	}
	entry := text(hit.Identifier)
	found := Finding{
		Cause: Blocked, Title: "On the block list: " + entry, Certainty: Likely, Severity: Hinder,
		Evidence: safetext.Truncate(identifier, widest) + " is covered by the entry " + entry + ". The list always acts on sign-ups; on sign-ins too unless the instance turned that off, which cannot be read.",
		Fix:      "Take the entry off the block list, if the person is welcome.", ActionID: actUnlist, Target: hit.ID,
	}
	if f.allowed(identifier) {
		found.Certainty, found.Severity = Possible, Note
		found.Evidence += " The allow list covers it as well, and wins."
	}
	return found, true
}
