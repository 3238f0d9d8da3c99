package safetext

import (
	"strconv"
	"strings"
	"unicode"
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
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc), joinsLeft(r):
		return kindMark
	case joinsRight(r):
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
	case blank(r):
		return true
	case unicode.Is(unicode.Cs, r), r > unicode.MaxRune:
		return true
	}
	return !assigned(r)
}

// blank reports whether r shows nothing though its category says otherwise:
// fillers, the braille blank, inherent vowels, odd spaces.
func blank(r rune) bool {
	switch r {
	case 0x34f, 0x115f, 0x1160, 0x1680, 0x17b4, 0x17b5, 0x200a, 0x205f, 0x2800, 0x3164, 0xffa0, 0xfffc:
		return true
	}
	return r >= 0x2000 && r <= 0x2008
}

// joinsLeft reports whether r shares the cell before it though it is no mark:
// Thai and Lao am, the voicing signs of narrow Katakana.
func joinsLeft(r rune) bool { return r == 0xe33 || r == 0xeb3 || r == 0xff9e || r == 0xff9f }

// joinsRight reports whether r shares the cell behind it: the repha of several
// scripts. At the end of a text it would join what is not ours.
func joinsRight(r rune) bool {
	switch r {
	case 0xd4e, 0x111c2, 0x111c3, 0x113d1, 0x1193f, 0x11941, 0x11a3a, 0x11d46, 0x11f02:
		return true
	}
	return r >= 0x11a84 && r <= 0x11a89
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
