package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold brings a text into the form in which parts of texts are compared: small
// letters without accents, wide and ligature forms as plain ones. A server may
// well find "José" for "jose", and its answer must not be dropped here.
func fold(s string) string {
	if ascii(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case r == 'ß' || r == 'ẞ':
			b.WriteString("ss")
			continue
		}
		b.WriteRune(plainLetter(unicode.ToLower(r)))
	}
	return b.String()
}

// plainLetter is the letter of those that have a stroke instead of an accent.
func plainLetter(r rune) rune {
	switch r {
	case 'ø':
		return 'o'
	case 'ł':
		return 'l'
	case 'đ', 'ð':
		return 'd'
	case 'ı':
		return 'i'
	case 'ħ':
		return 'h'
	}
	return r
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// contains reports whether text holds needle, which is folded.
func contains(text, needle string) bool {
	if len(needle) == 0 {
		return true
	}
	if !ascii(text) {
		return strings.Contains(fold(text), needle)
	}
	first := needle[0]
	for i := 0; i+len(needle) <= len(text); i++ {
		if lower(text[i]) == first && hasFolded(text[i:], needle) {
			return true
		}
	}
	return false
}

// hasFolded reports whether an ASCII text begins with the needle in any case.
func hasFolded(text, needle string) bool {
	for j := range len(needle) {
		if lower(text[j]) != needle[j] {
			return false
		}
	}
	return true
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
