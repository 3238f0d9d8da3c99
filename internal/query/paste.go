package query

import (
	"regexp"
	"strings"
)

// The forms of what is looked for in a paste. They are compiled at a paste and
// not at the start: classes of letters make large programs.
const (
	pastedUser  = `\buser_[A-Za-z0-9]{5,}\b`
	pastedEmail = `[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.[\p{L}]{2,}`
	pastedPhone = `\+[0-9](?:[\s().-]?[0-9]){6,14}`
)

// maxPaste bounds the pasted text that is looked at, in bytes.
const maxPaste = 64 << 10

// Pasted finds the first identifier in a pasted text: a user id (also inside
// a Dashboard URL), an e-mail address or a phone number with its country
// code. Without any, the first line is the search.
func Pasted(text string) *Query {
	if len(text) > maxPaste {
		text = text[:maxPaste]
	}
	for _, form := range []string{pastedUser, pastedEmail, pastedPhone} {
		if found := regexp.MustCompile(form).FindString(text); found != "" {
			return Parse(found)
		}
	}
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return Parse(line)
}
