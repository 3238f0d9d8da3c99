package styles

import (
	"image/color"
	"strconv"

	"charm.land/lipgloss/v2"
)

// palette gives every role its colour. A nil colour is the terminal's own.
// Indexed colours are used where they come close enough: they look the same
// everywhere and take half the bytes of true colour on the wire.
type palette struct {
	muted, faint, accent     color.Color
	selection, selectionText color.Color // the row under the cursor
	border, borderFocus      color.Color
	success, warning, danger color.Color
	info, match, matchBack   color.Color

	onBadge                       color.Color // text on a badge
	production, demo, development color.Color // badge grounds
	readOnly                      color.Color

	jsonKey, jsonString, jsonNumber, jsonWord color.Color

	// A code is black on white whatever the theme: phones read no other.
	codeDark, codeLight color.Color
}

// choose returns the palette of a theme.
func choose(t Theme) palette {
	switch t.Palette {
	case None:
		return palette{}
	case ANSI16:
		return sixteen(t.Mode)
	case ColorBlind:
		return colorBlind(base(t.Mode), t.Mode)
	case Default:
	}
	return base(t.Mode)
}

func base(m Mode) palette {
	if m == Light {
		return light()
	}
	return dark()
}

func dark() palette {
	c := lipgloss.Color
	return palette{
		muted: c("247"), faint: c("241"), accent: c("111"),
		selection: c("237"), selectionText: c("255"),
		border: c("239"), borderFocus: c("111"),
		success: c("114"), warning: c("179"), danger: c("203"),
		info: c("110"), match: c("222"), matchBack: c("58"),
		onBadge: c("231"), production: c("160"), demo: c("61"), development: c("30"), readOnly: c("240"),
		jsonKey: c("110"), jsonString: c("150"), jsonNumber: c("180"), jsonWord: c("176"),
		codeDark: c("16"), codeLight: c("231"),
	}
}

func light() palette {
	c := lipgloss.Color
	return palette{
		muted: c("241"), faint: c("246"), accent: c("25"),
		selection: c("253"), selectionText: c("232"),
		border: c("250"), borderFocus: c("25"),
		success: c("28"), warning: c("130"), danger: c("160"),
		info: c("25"), match: c("94"), matchBack: c("229"),
		onBadge: c("231"), production: c("160"), demo: c("61"), development: c("30"), readOnly: c("243"),
		jsonKey: c("25"), jsonString: c("28"), jsonNumber: c("94"), jsonWord: c("90"),
		codeDark: c("16"), codeLight: c("231"),
	}
}

// sixteen uses the colours that a person has chosen for the terminal.
func sixteen(m Mode) palette {
	c := lipgloss.Color
	p := palette{
		muted: nil, faint: c("8"), accent: c("12"),
		selection: c("8"), selectionText: c("15"),
		border: c("8"), borderFocus: c("12"),
		success: c("10"), warning: c("11"), danger: c("9"),
		info: c("14"), match: c("11"), matchBack: nil,
		onBadge: c("15"), production: c("1"), demo: c("5"), development: c("6"), readOnly: c("8"),
		jsonKey: c("14"), jsonString: c("10"), jsonNumber: c("11"), jsonWord: c("13"),
		codeDark: c("0"), codeLight: c("15"),
	}
	if m == Light {
		// Yellow can not be read on white, and bold black turns grey.
		p.accent, p.borderFocus, p.selection, p.selectionText = c("4"), c("4"), c("7"), nil
		p.success, p.warning, p.danger, p.info, p.match = c("2"), c("5"), c("1"), c("6"), c("5")
		p.jsonKey, p.jsonString, p.jsonNumber, p.jsonWord = c("4"), c("2"), c("5"), c("6")
	}
	return p
}

// colorBlind replaces red and green by orange and blue, which all kinds of
// colour vision tell apart (after Okabe and Ito).
func colorBlind(p palette, m Mode) palette {
	c := lipgloss.Color
	p.success, p.warning, p.danger, p.info = c("74"), c("221"), c("208"), c("152")
	p.production, p.demo, p.development = c("130"), c("61"), c("25")
	p.jsonString, p.jsonNumber, p.jsonWord = c("152"), c("221"), c("182")
	if m == Light {
		p.success, p.warning, p.danger, p.info = c("25"), c("94"), c("166"), c("24")
		p.jsonString, p.jsonNumber, p.jsonWord = c("25"), c("94"), c("97")
	}
	return p
}

// numbered is one of the 256 colours.
func numbered(n int) color.Color { return lipgloss.Color(strconv.Itoa(n)) }

// orNone turns a missing colour into the terminal's own.
func orNone(c color.Color) color.Color {
	if c == nil {
		return lipgloss.NoColor{}
	}
	return c
}
