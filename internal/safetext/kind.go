package safetext

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// kind is what a rune does on a screen.
type kind uint8

const (
	kindText     kind = iota // stands in cells of its own
	kindMark                 // joins the letter before it
	kindSelector             // picks the shape of the letter before it
	kindJoiner               // ZWJ and ZWNJ
	kindTag                  // spells the region of a black flag
	kindTone                 // colours the hand or face before it
	kindPrefix               // joins the letter behind it
	kindBreak                // a line break
	kindHidden               // control, reordering, invisible, unassigned
)

const (
	zwnj = '\u200c'
	zwj  = '\u200d'
	vs15 = '\ufe0e'
	vs16 = '\ufe0f'
)

// kindOf sorts a valid rune into its kind.
func kindOf(r rune) kind {
	switch {
	case r < 0x20 || r >= 0x7f && r < 0xa0:
		if r == '\n' || r == '\r' {
			return kindBreak
		}
		return kindHidden
	case r < 0x250:
		if r == 0xad {
			return kindHidden
		}
		return kindText
	case r == zwnj || r == zwj:
		return kindJoiner
	case r >= 0xfe00 && r <= 0xfe0f, r >= 0xe0100 && r <= 0xe01ef, r >= 0x180b && r <= 0x180d, r == 0x180f:
		return kindSelector
	case r >= 0xe0000 && r <= 0xe007f:
		return kindTag
	case hidden(r):
		return kindHidden
	case skinTone(r):
		return kindTone
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc), unicode.Is(joinsLeft, r):
		return kindMark
	case unicode.Is(joinsRight, r):
		return kindPrefix
	}
	return kindText
}

// hidden reports whether r leaves no trace on the screen, reorders what is
// there, or has no meaning that all terminals share. Joiners, selectors and
// tags have been sorted out before.
func hidden(r rune) bool {
	switch {
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r):
		return true
	case unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r):
		return true
	case unicode.Is(blank, r):
		return true
	case unicode.Is(unicode.Cs, r), r > unicode.MaxRune:
		return true
	}
	return !assigned(r)
}

// blank holds the letters and marks that show nothing though their category
// says otherwise: fillers, the braille blank, inherent vowels, odd spaces.
var blank = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x034f, Hi: 0x034f, Stride: 1},
		{Lo: 0x115f, Hi: 0x1160, Stride: 1},
		{Lo: 0x1680, Hi: 0x1680, Stride: 1},
		{Lo: 0x17b4, Hi: 0x17b5, Stride: 1},
		{Lo: 0x2000, Hi: 0x2008, Stride: 1},
		{Lo: 0x200a, Hi: 0x200a, Stride: 1},
		{Lo: 0x205f, Hi: 0x205f, Stride: 1},
		{Lo: 0x2800, Hi: 0x2800, Stride: 1},
		{Lo: 0x3164, Hi: 0x3164, Stride: 1},
		{Lo: 0xffa0, Hi: 0xffa0, Stride: 1},
		{Lo: 0xfffc, Hi: 0xfffc, Stride: 1},
	},
}

// joinsLeft holds the letters that share the cell before them though they are
// no marks: Thai and Lao am, the voicing signs of narrow Katakana.
var joinsLeft = &unicode.RangeTable{
	R16: []unicode.Range16{{Lo: 0x0e33, Hi: 0x0e33, Stride: 1}, {Lo: 0x0eb3, Hi: 0x0eb3, Stride: 1}, {Lo: 0xff9e, Hi: 0xff9f, Stride: 1}},
}

// joinsRight holds the letters that share the cell behind them: the repha of
// several scripts. At the end of a text they would join what is not ours.
var joinsRight = &unicode.RangeTable{
	R16: []unicode.Range16{{Lo: 0x0d4e, Hi: 0x0d4e, Stride: 1}},
	R32: []unicode.Range32{
		{Lo: 0x111c2, Hi: 0x111c3, Stride: 1},
		{Lo: 0x113d1, Hi: 0x113d1, Stride: 1},
		{Lo: 0x1193f, Hi: 0x1193f, Stride: 1},
		{Lo: 0x11941, Hi: 0x11941, Stride: 1},
		{Lo: 0x11a3a, Hi: 0x11a3a, Stride: 1},
		{Lo: 0x11a84, Hi: 0x11a89, Stride: 1},
		{Lo: 0x11d46, Hi: 0x11d46, Stride: 1},
		{Lo: 0x11f02, Hi: 0x11f02, Stride: 1},
	},
}

// assigned reports whether r has a meaning. Blocks that are reserved for
// emoji and for Han letters count as assigned, so that those younger than our
// tables are drawn.
func assigned(r rune) bool {
	switch {
	case r&0xfffe == 0xfffe, r >= 0xfdd0 && r <= 0xfdef:
		return false // noncharacters
	case r >= 0x1f300 && r <= 0x1faff, r >= 0x20000 && r <= 0x3fffd:
		return true
	}
	return unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z)
}

// markerOf names what is not drawn, without the brackets.
func markerOf(r rune) string {
	if name, ok := markerName(r); ok {
		return name
	}
	switch {
	case r < 0x20:
		return string(0x2400 + r) // the picture of the control
	case r >= 0x80 && r < 0xa0:
		return strings.ToUpper(strconv.FormatInt(int64(r), 16))
	case r >= 0xe0000 && r <= 0xe007f:
		return "TAG"
	case r >= 0xfe00 && r <= 0xfe0f:
		return "VS" + strconv.Itoa(int(r-0xfe00)+1)
	case r >= 0xe0100 && r <= 0xe01ef:
		return "VS"
	case r >= 0x180b && r <= 0x180f:
		return "FVS"
	case skinTone(r):
		return "TONE"
	case unicode.Is(unicode.Zs, r):
		return "␣"
	}
	return "U+" + strings.ToUpper(strconv.FormatInt(int64(r), 16))
}

// markerName gives the short name of the best known offenders.
func markerName(r rune) (string, bool) {
	switch r {
	case '\n', '\r':
		return "⏎", true
	case '\t':
		return "⇥", true
	case 0x7f:
		return "␡", true
	case 0xad:
		return "SHY", true
	case 0x34f:
		return "CGJ", true
	case 0x61c:
		return "ALM", true
	case 0x115f, 0x1160, 0x3164, 0xffa0:
		return "HF", true
	case 0x180e:
		return "MVS", true
	case 0x200b:
		return "ZWSP", true
	case zwnj:
		return "ZWNJ", true
	case zwj:
		return "ZWJ", true
	case 0x2060:
		return "WJ", true
	case 0xfeff:
		return "BOM", true
	case 0x2800:
		return "BLANK", true
	case 0xfffc:
		return "OBJ", true
	}
	return bidiName(r)
}

func bidiName(r rune) (string, bool) {
	switch r {
	case 0x200e:
		return "LRM", true
	case 0x200f:
		return "RLM", true
	case 0x2028:
		return "LS", true
	case 0x2029:
		return "PS", true
	case 0x202a:
		return "LRE", true
	case 0x202b:
		return "RLE", true
	case 0x202c:
		return "PDF", true
	case 0x202d:
		return "LRO", true
	case 0x202e:
		return "RLO", true
	case 0x2066:
		return "LRI", true
	case 0x2067:
		return "RLI", true
	case 0x2068:
		return "FSI", true
	case 0x2069:
		return "PDI", true
	case 0xfff9:
		return "IAA", true
	case 0xfffa:
		return "IAS", true
	case 0xfffb:
		return "IAT", true
	}
	return "", false
}

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
var joining = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Mandaic, unicode.Nko, unicode.Mongolian, unicode.Phags_Pa,
	unicode.Manichaean, unicode.Psalter_Pahlavi, unicode.Adlam, unicode.Hanifi_Rohingya, unicode.Sogdian,
}

// conjunct holds the scripts that merge letters around a virama.
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
