package uitest

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

func modifier(name string) (tea.KeyMod, bool) {
	switch name {
	case "ctrl":
		return tea.ModCtrl, true
	case "alt":
		return tea.ModAlt, true
	case "shift":
		return tea.ModShift, true
	}
	return 0, false
}

func named(name string) (rune, bool) {
	codes := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab,
		"backspace": tea.KeyBackspace, "delete": tea.KeyDelete, "insert": tea.KeyInsert,
		"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
		"home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
		"space": tea.KeySpace,
		"f1":    tea.KeyF1, "f2": tea.KeyF2, "f3": tea.KeyF3, "f4": tea.KeyF4, "f5": tea.KeyF5,
	}
	code, ok := codes[name]
	return code, ok
}

// key is the message that a terminal without extensions sends for a key.
func key(name string) (tea.KeyPressMsg, error) {
	var k tea.Key
	rest := name
	for {
		head, tail, found := strings.Cut(rest, "+")
		mod, ok := modifier(head)
		if !found || !ok || tail == "" {
			break
		}
		k.Mod |= mod
		rest = tail
	}
	if code, ok := named(rest); ok {
		k.Code = code
		if code == tea.KeySpace && k.Mod == 0 {
			k.Text = " "
		}
		return tea.KeyPressMsg(k), nil
	}
	r, size := utf8.DecodeRuneInString(rest)
	if size == 0 || size != len(rest) {
		return tea.KeyPressMsg{}, fmt.Errorf("no key is called %q", name)
	}
	k.Code = r
	if k.Mod&^tea.ModShift == 0 {
		k.Text = rest
		if unicode.IsUpper(r) {
			k.Code, k.ShiftedCode, k.Mod = unicode.ToLower(r), r, tea.ModShift
		}
	}
	return tea.KeyPressMsg(k), nil
}
