package safetext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// selectorFits reports whether the variation selector r belongs to the letter
// before it: one at most, right behind it, of the kind that letter takes.
func (w *writer) selectorFits(r rune) bool {
	if w.vs || w.base < 0 || w.prev != w.base {
		return false
	}
	switch {
	case r == vs15 || r == vs16:
		return pictographic(w.base) || keycapBase(w.base)
	case r >= 0x180b && r <= 0x180f:
		return unicode.Is(unicode.Mongolian, w.base)
	case r >= 0xe0100:
		return unicode.Is(unicode.Han, w.base)
	case r <= 0xfe02:
		return unicode.Is(unicode.Han, w.base)
	}
	return false
}

func keycapBase(r rune) bool { return r >= '0' && r <= '9' || r == '#' || r == '*' }

// prefixFits reports whether a letter follows that the letter at pos joins.
func (w *writer) prefixFits(size int) bool {
	next, _ := utf8.DecodeRuneInString(w.src[w.pos+size:])
	return kindOf(next) == kindText && unicode.Is(unicode.L, next)
}

// joinerFits reports whether the joiner r stands where a script or an emoji
// sequence needs it.
func (w *writer) joinerFits(r rune, size int) bool {
	if w.base < 0 || w.prev == zwj || w.prev == zwnj {
		return false
	}
	next, _ := utf8.DecodeRuneInString(w.src[w.pos+size:])
	if k := kindOf(next); k != kindText && k != kindMark {
		next = 0 // it will not be there to be joined
	}
	if r == zwj && pictographic(next) && (pictographic(w.prev) ||
		(w.prev == vs16 || skinTone(w.prev)) && pictographic(w.base) || skinTone(w.base)) {
		return true
	}
	if virama(w.prev) && unicode.IsOneOf(conjunct, w.base) {
		// Old spellings end a word with a half letter: virama and joiner.
		return true
	}
	return unicode.IsOneOf(joining, w.base) && unicode.IsOneOf(joining, next) ||
		unicode.IsOneOf(conjunct, w.base) && unicode.IsOneOf(conjunct, next)
}

func skinTone(r rune) bool { return r >= 0x1f3fb && r <= 0x1f3ff }

// joining holds the scripts whose letters join their neighbours.
//
//nolint:gochecknoglobals // a table of the Unicode standard, never written
var joining = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Mandaic, unicode.Nko, unicode.Mongolian, unicode.Phags_Pa,
	unicode.Manichaean, unicode.Psalter_Pahlavi, unicode.Adlam, unicode.Hanifi_Rohingya, unicode.Sogdian,
}

// conjunct holds the scripts that merge letters around a virama.
//
//nolint:gochecknoglobals // as above
var conjunct = []*unicode.RangeTable{
	unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil,
	unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Khmer, unicode.Myanmar,
	unicode.Tibetan, unicode.Balinese, unicode.Javanese, unicode.Sundanese, unicode.Tai_Tham, unicode.Chakma,
	unicode.Meetei_Mayek, unicode.Brahmi, unicode.Kaithi, unicode.Sharada, unicode.Grantha, unicode.Tirhuta, unicode.Modi,
}

// virama reports whether r silences the vowel of the letter before it.
func virama(r rune) bool {
	switch r {
	case 0x94d, 0x9cd, 0xa4d, 0xacd, 0xb4d, 0xbcd, 0xc4d, 0xccd, 0xd4d, 0xdca, 0x1039, 0x103a, 0x17d2,
		0x1a60, 0x1b44, 0x1bab, 0xa9c0, 0xaaf6, 0x11046, 0x110b9, 0x11133, 0x111c0, 0x1134d, 0x114c2, 0x1163f:
		return true
	}
	return false
}

// subdivisionFlag returns the length of the tag letters that follow a black
// flag, if they spell one of the regions that has a flag; else 0.
func subdivisionFlag(prev rune, rest string) int {
	if prev != 0x1f3f4 {
		return 0
	}
	for _, region := range []string{"gbeng", "gbsct", "gbwls"} {
		var b strings.Builder
		for _, c := range region {
			b.WriteRune(0xe0000 + c)
		}
		b.WriteRune(0xe007f)
		if strings.HasPrefix(rest, b.String()) {
			return b.Len()
		}
	}
	return 0
}

// pictographic reports whether r begins an emoji (the property
// Extended_Pictographic).
func pictographic(r rune) bool {
	return r >= 0xa9 && unicode.Is(extendedPictographic, r)
}

// extendedPictographic is the property of that name, Unicode 15.1.
//
//nolint:gochecknoglobals // a table of the Unicode standard, never written
var extendedPictographic = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x00a9, 0x00a9, 1},
		{0x00ae, 0x00ae, 1},
		{0x203c, 0x203c, 1},
		{0x2049, 0x2049, 1},
		{0x2122, 0x2122, 1},
		{0x2139, 0x2139, 1},
		{0x2194, 0x2199, 1},
		{0x21a9, 0x21aa, 1},
		{0x231a, 0x231b, 1},
		{0x2328, 0x2328, 1},
		{0x2388, 0x2388, 1},
		{0x23cf, 0x23cf, 1},
		{0x23e9, 0x23f3, 1},
		{0x23f8, 0x23fa, 1},
		{0x24c2, 0x24c2, 1},
		{0x25aa, 0x25ab, 1},
		{0x25b6, 0x25b6, 1},
		{0x25c0, 0x25c0, 1},
		{0x25fb, 0x25fe, 1},
		{0x2600, 0x2605, 1},
		{0x2607, 0x2612, 1},
		{0x2614, 0x2685, 1},
		{0x2690, 0x2705, 1},
		{0x2708, 0x2712, 1},
		{0x2714, 0x2714, 1},
		{0x2716, 0x2716, 1},
		{0x271d, 0x271d, 1},
		{0x2721, 0x2721, 1},
		{0x2728, 0x2728, 1},
		{0x2733, 0x2734, 1},
		{0x2744, 0x2744, 1},
		{0x2747, 0x2747, 1},
		{0x274c, 0x274c, 1},
		{0x274e, 0x274e, 1},
		{0x2753, 0x2755, 1},
		{0x2757, 0x2757, 1},
		{0x2763, 0x2767, 1},
		{0x2795, 0x2797, 1},
		{0x27a1, 0x27a1, 1},
		{0x27b0, 0x27b0, 1},
		{0x27bf, 0x27bf, 1},
		{0x2934, 0x2935, 1},
		{0x2b05, 0x2b07, 1},
		{0x2b1b, 0x2b1c, 1},
		{0x2b50, 0x2b50, 1},
		{0x2b55, 0x2b55, 1},
		{0x3030, 0x3030, 1},
		{0x303d, 0x303d, 1},
		{0x3297, 0x3297, 1},
		{0x3299, 0x3299, 1},
	},
	R32: []unicode.Range32{
		{0x1f000, 0x1f0ff, 1},
		{0x1f10d, 0x1f10f, 1},
		{0x1f12f, 0x1f12f, 1},
		{0x1f16c, 0x1f171, 1},
		{0x1f17e, 0x1f17f, 1},
		{0x1f18e, 0x1f18e, 1},
		{0x1f191, 0x1f19a, 1},
		{0x1f1ad, 0x1f1e5, 1},
		{0x1f201, 0x1f20f, 1},
		{0x1f21a, 0x1f21a, 1},
		{0x1f22f, 0x1f22f, 1},
		{0x1f232, 0x1f23a, 1},
		{0x1f23c, 0x1f23f, 1},
		{0x1f249, 0x1f3fa, 1},
		{0x1f400, 0x1f53d, 1},
		{0x1f546, 0x1f64f, 1},
		{0x1f680, 0x1f6ff, 1},
		{0x1f774, 0x1f77f, 1},
		{0x1f7d5, 0x1f7ff, 1},
		{0x1f80c, 0x1f80f, 1},
		{0x1f848, 0x1f84f, 1},
		{0x1f85a, 0x1f85f, 1},
		{0x1f888, 0x1f88f, 1},
		{0x1f8ae, 0x1f8ff, 1},
		{0x1f90c, 0x1f93a, 1},
		{0x1f93c, 0x1f945, 1},
		{0x1f947, 0x1faff, 1},
		{0x1fc00, 0x1fffd, 1},
	},
}
