package query

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"usher/internal/phone"
)

// The forms of what may be phone numbers.
const (
	// pastedDigits are digits of any script with at most three separators
	// between two of them.
	pastedDigits = `[+\x{ff0b}]?\(?\p{Nd}(?:[ \t\x{a0}\x{202f}().\x{2010}-\x{2014}/-]{0,3}\(?\p{Nd}){6,40}`
	digitGroup   = `[+\x{ff0b}]?\p{Nd}+`
	// pastedOther is a date, or an address of the internet.
	pastedOther = `^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})|\d{1,3}(?:\.\d{1,3}){3})(?:[^0-9.]|$)`
)

// digits reads runs of digits.
type digits struct {
	home         *phone.Region
	group, other *regexp.Regexp
	left         int // readings that may still be tried
}

// Bounds of the search for phone numbers.
const (
	// maxReadings is how many readings of digits are tried in one paste.
	maxReadings = 3000
	// maxBare is how many digits may stand in a row without any sign that they
	// are a phone number: longer ones count something, such as milliseconds.
	maxBare = 11
)

// phones finds the phone numbers of a text out of which all else was taken.
func (f *finder) phones(text, region string) {
	home, _ := phone.In(region)
	d := digits{home: home, group: regexp.MustCompile(digitGroup), other: regexp.MustCompile(pastedOther), left: maxReadings}
	for _, m := range regexp.MustCompile(pastedDigits).FindAllStringIndex(text, -1) {
		if d.left <= 0 {
			return
		}
		if attached(text, m[0], m[1]) {
			continue
		}
		f.numbers(&d, text[m[0]:m[1]], m[0])
	}
}

// attached reports whether digits are part of something else, such as a
// ticket number, a price or a version.
func attached(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	after, _ := utf8.DecodeRuneInString(text[end:])
	if start > 0 && (unicode.IsLetter(before) || unicode.IsDigit(before) || strings.ContainsRune("_#@$€£%*+.", before)) {
		return true
	}
	return end < len(text) && after != 'x' && (unicode.IsLetter(after) || unicode.IsDigit(after) || strings.ContainsRune("_@%€£", after))
}

// numbers reads a run of digits, which may hold several numbers: the longest
// one that can be read from where it begins, then the rest.
func (f *finder) numbers(d *digits, run string, at int) {
	groups := d.group.FindAllStringIndex(run, -1)
	for i := 0; i < len(groups); {
		next := i + 1
		start := groups[i][0]
		if start > 0 && run[start-1] == '(' {
			start--
		}
		if m := d.other.FindStringSubmatchIndex(run[start:]); m != nil {
			for i < len(groups) && groups[i][0] < start+m[3] {
				i++
			}
			continue
		}
		for k := len(groups); k > i && d.left > 0; k-- {
			text := run[start:groups[k-1][1]]
			if counts(text) {
				continue
			}
			d.left--
			n, ok := d.home.Parse(text)
			if !ok || k < len(groups) && !n.Plausible {
				continue
			}
			f.add(at+start, PhoneIdentifier, n.E164, !strings.ContainsAny(text, "+\uff0b"))
			next = k
			break
		}
		i = next
	}
}

// counts reports whether digits are no phone number: a long count, or a plus
// sign in the middle.
func counts(text string) bool {
	if i := strings.LastIndexAny(text, "+\uff0b"); i >= 0 {
		return i > 0
	}
	return utf8.RuneCountInString(text) > maxBare && !strings.HasPrefix(text, "0") && !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsDigit(r) })
}
