package state

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
)

// rules decide what may be written. They are made when they are first needed:
// a start does not pay for them.
type rules struct {
	prefix, name, bearer                          *regexp.Regexp // of secrets
	email, phone, date, id, uuid, qualifier, coin *regexp.Regexp // of identifiers
}

func newRules() func() *rules {
	return sync.OnceValue(func() *rules {
		return &rules{
			// How keys and tokens begin; JSON web tokens begin with eyJ, which is
			// {" in Base64.
			prefix: regexp.MustCompile(`(?:^|[^A-Za-z0-9])(?:(?i:sk|rk|ak|whsec)_[^\s_]|(?i:oat|mt|gh[opusr]|github_pat|glpat|npm|xox[a-z]|hf|shp[a-z]{2}|dop_v1)[_-][A-Za-z0-9_-]{6,}` +
				`|(?:AKIA|ASIA)[A-Z0-9]{12,}|AIza[A-Za-z0-9_-]{20,}|ya29\.\S|eyJ[A-Za-z0-9_-]{8,}|SG\.[A-Za-z0-9_-]{8,}|-----BEGIN)`),
			// A value given to a name that says what it is: private.api_token=….
			name: regexp.MustCompile(`(?i)(?:password|passwd|passphrase|passcode|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential|authorization|cookie` +
				`|(?:^|[\s._"'-])(?:pass|pwd|pin|otp|cvv|auth))[A-Za-z0-9_]*["']?\s*[=:~<>]+\s*\S`),
			bearer: regexp.MustCompile(`(?i)\b(?:bearer|basic)\s+\S{8,}`),

			email:     regexp.MustCompile(`[^\s:=~,(<@](?:@|%40|＠)[^\s@]+\.[^\s@"]{2,}`),
			phone:     regexp.MustCompile(`\p{Nd}[\p{Nd}\s().\-/]{5,}\p{Nd}`),
			date:      regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}(?:[T ][\d:.]+Z?)?`),
			id:        regexp.MustCompile(`[A-Za-z]{2,12}_[0-9A-Za-z]{10,}`),
			uuid:      regexp.MustCompile(`[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}`),
			qualifier: regexp.MustCompile(`(?i)(?:^|[\s(,-])(?:(?:id|external|wallet|phone)\s*:\s*[^\s,]|provider\s*:\s*[^\s/]+/[^\s])`),
			coin:      regexp.MustCompile(`0[xX][0-9a-fA-F]{40}`),
		}
	})
}

// storable tells whether a text may be remembered.
func (r *rules) storable(text string, private bool) bool {
	return !r.secret(text) && (!private || !r.identifies(text))
}

// secret tells whether a text holds, or may hold, something that lets somebody
// in: a key or token by its prefix, a value given to a name such as password
// or token, or a long word that looks random and is no id of the API. It
// rather takes too much than too little: what it names is only not remembered.
func (r *rules) secret(text string) bool {
	if r.prefix.MatchString(text) || r.name.MatchString(text) || r.bearer.MatchString(text) {
		return true
	}
	text = r.uuid.ReplaceAllString(r.coin.ReplaceAllString(text, " "), " ")
	for term := range strings.FieldsSeq(text) {
		if lower := strings.ToLower(strings.TrimLeft(term, "-")); strings.HasPrefix(lower, "wallet:") {
			continue // a wallet's address is as random as a key, and public
		}
		for word := range strings.FieldsFuncSeq(term, separates) {
			if random(word) {
				return true
			}
		}
	}
	return false
}

// separates tells whether a rune ends a word that may be a secret.
func separates(r rune) bool { return strings.ContainsRune(":=~,;\"'()<>[]{}|?&#@.", r) }

// identifies tells whether a text holds a whole identifier of somebody: an
// e-mail address, a phone number, an id, a wallet. Parts of one, names and
// usernames are none.
func (r *rules) identifies(text string) bool {
	if r.email.MatchString(text) || r.qualifier.MatchString(text) || r.coin.MatchString(text) || r.uuid.MatchString(text) {
		return true
	}
	for _, id := range r.id.FindAllString(text, -1) {
		_, id, _ = strings.Cut(id, "_")
		if strings.ContainsFunc(id, unicode.IsUpper) || strings.ContainsFunc(id, unicode.IsDigit) {
			return true
		}
	}
	for _, n := range r.phone.FindAllString(r.date.ReplaceAllString(text, " . "), -1) {
		if count(n, unicode.IsDigit) >= minPhone {
			return true
		}
	}
	return false
}

const (
	// minPhone is the number of digits of the shortest phone number.
	minPhone = 7
	// idLength is the length of an id of the API behind its prefix.
	idLength = 27
	// minRandom is the length from which a word may be a secret, wordLength the
	// one from which it is no word of any language.
	minRandom  = 20
	wordLength = 32
)

// random tells whether a word looks as if it was made by chance: long, of
// letters and digits, or of small and capital letters, that change all the time.
func random(word string) bool {
	if prefix, id, ok := strings.Cut(word, "_"); ok && len(id) == idLength && count(prefix, unicode.IsLower) == len(prefix) && alphanumeric(id) {
		return false // user_…, org_… and the like
	}
	for run := range strings.FieldsFuncSeq(word, func(r rune) bool { return r == '-' || r == '_' }) {
		if len(run) >= wordLength && alphanumeric(run) {
			return true
		}
	}
	if len(word) < minRandom {
		return false
	}
	changes, before := 0, 0
	for _, r := range word {
		now := kind(r)
		if now != before && now != 0 && before != 0 {
			changes++
		}
		before = now
	}
	if strings.ContainsFunc(word, unicode.IsDigit) {
		return changes*4 >= len(word)
	}
	return changes*20 >= len(word)*9 // a nameWrittenLikeThis changes less
}

// kind of a letter.
func kind(r rune) int {
	switch {
	case unicode.IsDigit(r):
		return 1
	case unicode.IsUpper(r):
		return 2
	case unicode.IsLetter(r):
		return 3
	}
	return 0
}

func alphanumeric(s string) bool {
	return count(s, func(r rune) bool { return r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) }) == len(s)
}

func count(s string, is func(rune) bool) int {
	n := 0
	for _, r := range s {
		if is(r) {
			n++
		}
	}
	return n
}
