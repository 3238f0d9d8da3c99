package dialog_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/safetext"
	"usher/internal/uitest"
	"usher/keymap"
	"usher/styles"
	"usher/ui/components/dialog"
)

// desk is a stack with what it answered.
type desk struct {
	*dialog.Stack
	t      *testing.T
	result *dialog.Result
}

func open(t *testing.T, d dialog.Dialog, opener string) *desk {
	t.Helper()
	s := &desk{Stack: dialog.NewStack(styles.New(styles.Theme{}), keymap.Default()), t: t}
	s.Push(d, opener)
	return s
}

func keyOf(k string) tea.KeyPressMsg {
	switch k {
	case "enter":
		return tea.KeyPressMsg{Code: tea.KeyEnter}
	case "esc":
		return tea.KeyPressMsg{Code: tea.KeyEscape}
	case "tab":
		return tea.KeyPressMsg{Code: tea.KeyTab}
	case "up":
		return tea.KeyPressMsg{Code: tea.KeyUp}
	case "down":
		return tea.KeyPressMsg{Code: tea.KeyDown}
	case "left":
		return tea.KeyPressMsg{Code: tea.KeyLeft}
	case "right":
		return tea.KeyPressMsg{Code: tea.KeyRight}
	case "ctrl+u":
		return tea.KeyPressMsg{Code: 'u', Mod: tea.ModCtrl}
	case "pgdown":
		return tea.KeyPressMsg{Code: tea.KeyPgDown}
	case "ctrl+c":
		return tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl}
	case "backspace":
		return tea.KeyPressMsg{Code: tea.KeyBackspace}
	case "space":
		return tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}
	}
	r := []rune(k)[0]
	return tea.KeyPressMsg{Code: r, Text: k}
}

func (d *desk) press(keys ...string) *desk {
	d.t.Helper()
	for _, k := range keys {
		d.send(keyOf(k))
	}
	return d
}

func (d *desk) write(s string) *desk {
	for _, r := range s {
		d.send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return d
}

func (d *desk) send(msg tea.Msg) {
	if cmd := d.Update(msg); cmd != nil {
		r, ok := cmd().(dialog.Result)
		require.True(d.t, ok)
		d.result = &r
	}
}

func (d *desk) text() string { return d.at(120, 40) }

// at is what is drawn on a screen of w×h cells.
func (d *desk) at(w, h int) string {
	box, _, _ := d.View(w, h)
	return ansi.Strip(box)
}

func ban(mode dialog.ReasonMode) dialog.Ask {
	return dialog.Ask{
		ID: "user.ban", Title: "Ban user", Verb: "ban", Level: 2, Production: true, Reason: mode,
		Who:     []string{"Alice Johnson", "alice@acme.example · user_2x9kabcdef"},
		Does:    []string{"Signs them out everywhere, 3 sessions end", "They cannot sign in until they are unbanned"},
		DoesNot: []string{"Nothing is deleted"},
		Facts:   []string{"Last active 2 hours ago · member of 2 organizations"},
	}
}

func unlock() dialog.Ask {
	return dialog.Ask{
		ID: "user.unlock", Title: "Unlock user", Verb: "unlock", Level: 1,
		Who:     []string{"Alice Johnson", "alice@acme.example · user_2x9kabcdef"},
		Changes: []dialog.Change{{Field: "locked", From: "yes, 42 min left", To: "no"}},
	}
}

func erase() dialog.Ask {
	return dialog.Ask{
		ID: "user.delete", Title: "Delete user", Verb: "delete forever", Level: 3, Production: true, Reason: dialog.RequiredReason,
		Expect: "alice@acme.example", What: "the e-mail address",
		Who:  []string{"Alice Johnson", "alice@acme.example · user_2x9kabcdef"},
		Does: []string{"Deletes the user with all identities, memberships and sessions"},
	}
}

func TestConfirmIsDoneByItsKeyAlone(t *testing.T) {
	for _, k := range []string{"enter", "esc", "ctrl+c"} {
		d := open(t, dialog.NewConfirm(unlock()), "L").press(k)
		require.NotNil(t, d.result, k)
		assert.Equal(t, dialog.Result{ID: "user.unlock"}, *d.result, "%s cancels", k)
		assert.Zero(t, d.Len())
	}
	for _, k := range []string{"space", "L", "Y", "n", "tab", "j", "down"} {
		d := open(t, dialog.NewConfirm(unlock()), "L").press(k)
		assert.Nil(t, d.result, "%s does nothing", k)
		assert.Equal(t, 1, d.Len())
	}
	d := open(t, dialog.NewConfirm(unlock()), "L").press("y")
	assert.Equal(t, dialog.Result{ID: "user.unlock", OK: true}, *d.result)
}

func TestTheKeyThatOpenedNeverConfirms(t *testing.T) {
	d := open(t, dialog.NewConfirm(unlock()), "y").press("y", "y", "y")
	assert.Nil(t, d.result)
	d.press("esc")
	assert.False(t, d.result.OK)
}

func TestAHeldKeyDoesNotConfirm(t *testing.T) {
	d := open(t, dialog.NewConfirm(unlock()), "L")
	held := keyOf("y")
	held.IsRepeat = true
	d.send(held)
	assert.Nil(t, d.result)
}

func TestAPasteNeverConfirms(t *testing.T) {
	for _, dlg := range []dialog.Dialog{dialog.NewConfirm(unlock()), dialog.NewConfirm(ban(dialog.RequiredReason))} {
		d := open(t, dlg, "L")
		d.send(tea.PasteMsg{Content: "y\ny\r\n"})
		assert.Nil(t, d.result)
		assert.Equal(t, 1, d.Len())
	}
}

func TestReason(t *testing.T) {
	t.Run("required: the key leads to the field, Enter sends", func(t *testing.T) {
		d := open(t, dialog.NewConfirm(ban(dialog.RequiredReason)), "B").press("y")
		assert.Nil(t, d.result)
		d.write("spam, y").press("enter")
		assert.Equal(t, dialog.Result{ID: "user.ban", OK: true, Reason: "spam, y"}, *d.result)
	})
	t.Run("required: Enter without one is refused", func(t *testing.T) {
		d := open(t, dialog.NewConfirm(ban(dialog.RequiredReason)), "B").press("y", "enter")
		assert.Nil(t, d.result)
		assert.Contains(t, d.text(), "A reason is needed here")
		d.write("   ").press("enter")
		assert.Nil(t, d.result, "blanks are no reason")
	})
	t.Run("typed first, then the key", func(t *testing.T) {
		d := open(t, dialog.NewConfirm(ban(dialog.RequiredReason)), "B").press("tab").write("#42").press("enter")
		assert.Nil(t, d.result, "Enter ends the field and confirms nothing")
		d.press("y")
		assert.Equal(t, "#42", d.result.Reason)
		assert.True(t, d.result.OK)
	})
	t.Run("leaving the field disarms it", func(t *testing.T) {
		d := open(t, dialog.NewConfirm(ban(dialog.RequiredReason)), "B").press("y").write("spam").press("esc", "tab", "enter")
		assert.Nil(t, d.result)
		d.press("esc")
		assert.False(t, d.result.OK)
	})
	t.Run("optional: the key sends at once", func(t *testing.T) {
		d := open(t, dialog.NewConfirm(ban(dialog.OptionalReason)), "B").press("y")
		assert.Equal(t, dialog.Result{ID: "user.ban", OK: true}, *d.result)
	})
}

func TestTyped(t *testing.T) {
	t.Run("only the exact text", func(t *testing.T) {
		a := erase()
		a.Reason = dialog.NoReason
		d := open(t, dialog.NewTyped(a), "D").press("enter")
		assert.Nil(t, d.result)
		d.write("alice@acme.exampl").press("enter")
		assert.Nil(t, d.result)
		assert.Contains(t, d.text(), "This is not the e-mail address yet")
		d.write("e")
		assert.Contains(t, d.text(), "✓ alice@acme.example")
		d.press("enter")
		assert.Equal(t, dialog.Result{ID: "user.delete", OK: true, Input: "alice@acme.example"}, *d.result)
	})
	t.Run("a reason too", func(t *testing.T) {
		d := open(t, dialog.NewTyped(erase()), "D").write("alice@acme.example").press("enter")
		assert.Nil(t, d.result, "Enter goes on to the reason")
		d.press("enter")
		assert.Nil(t, d.result)
		d.write("GDPR").press("enter")
		assert.Equal(t, dialog.Result{ID: "user.delete", OK: true, Reason: "GDPR", Input: "alice@acme.example"}, *d.result)
	})
	t.Run("nothing to type can not be met", func(t *testing.T) {
		a := erase()
		a.Expect, a.Reason = "", dialog.NoReason
		d := open(t, dialog.NewTyped(a), "D").press("enter", "enter")
		assert.Nil(t, d.result)
	})
	t.Run("pasted", func(t *testing.T) {
		a := erase()
		a.Reason = dialog.NoReason
		d := open(t, dialog.NewTyped(a), "D")
		d.send(tea.PasteMsg{Content: "alice@acme.example\n"})
		assert.Nil(t, d.result, "the paste's line break confirms nothing")
		d.press("enter")
		assert.True(t, d.result.OK)
	})
}

func menu(letters bool) dialog.Picking {
	return dialog.Picking{
		ID: "menu", Title: "Actions", Who: "Alice Johnson · alice@acme.example", Letters: letters,
		Entries: []dialog.Entry{
			{ID: "user.refresh", Title: "Refresh", Letter: "r"},
			{ID: "user.unlock", Title: "Unlock", Letter: "u", Hint: "L", Level: 1, Gap: true},
			{ID: "user.lock", Title: "Lock", Letter: "l", Off: "is locked already", Level: 1},
			{ID: "user.disable_mfa", Title: "Reset MFA", Letter: "m", Hint: "M", Level: 2, Words: "second factor"},
			{ID: "user.delete", Title: "Delete", Letter: "D", Level: 3, Gap: true},
		},
	}
}

func TestPicker(t *testing.T) {
	for _, tt := range []struct {
		name    string
		letters bool
		keys    []string
		choice  string // "" for none yet
	}{
		{"letter", true, []string{"m"}, "user.disable_mfa"},
		{"letter of what is off", true, []string{"l"}, ""},
		{"unknown letter", true, []string{"x"}, ""},
		{"capital letter", true, []string{"D"}, "user.delete"},
		{"moving and enter", true, []string{"down", "enter"}, "user.unlock"},
		{"moving past the end", true, []string{"pgdown", "pgdown", "enter"}, "user.delete"},
		{"found in a menu", true, []string{"/", "m", "f", "a", "enter"}, "user.disable_mfa"},
		{"typed", false, []string{"u", "n", "l", "enter"}, "user.unlock"},
		{"typed by other words", false, []string{"f", "a", "c", "t", "enter"}, "user.disable_mfa"},
		{"nothing matches", false, []string{"z", "z", "enter"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := open(t, dialog.NewPicker(menu(tt.letters)), "a").press(tt.keys...)
			if tt.choice == "" {
				assert.Nil(t, d.result)
				return
			}
			require.NotNil(t, d.result)
			assert.True(t, d.result.OK)
			assert.Equal(t, tt.choice, d.result.Choice)
		})
	}
}

func TestPickerSaysWhyNotAndEscGoesBackInLayers(t *testing.T) {
	d := open(t, dialog.NewPicker(menu(true)), "a").press("l")
	assert.Contains(t, d.text(), "Lock: is locked already")
	d.press("/").write("zz")
	assert.Contains(t, d.text(), "Nothing matches")
	d.press("esc")
	assert.Nil(t, d.result, "first the filter goes")
	assert.Contains(t, d.text(), "Refresh")
	d.press("esc")
	assert.Equal(t, dialog.Result{ID: "menu"}, *d.result)
}

func TestPickerClick(t *testing.T) {
	d := open(t, dialog.NewPicker(menu(true)), "a")
	box, x, y := d.View(120, 40)
	for i, l := range strings.Split(ansi.Strip(box), "\n") {
		if strings.Contains(l, "Reset MFA") {
			d.send(tea.MouseClickMsg{X: x + 10, Y: y + i, Button: tea.MouseLeft})
		}
	}
	require.NotNil(t, d.result)
	assert.Equal(t, "user.disable_mfa", d.result.Choice)
}

func TestMessageClosesOnAnyLeavingKey(t *testing.T) {
	for _, k := range []string{"esc", "enter", "q"} {
		d := open(t, dialog.NewMessage("m", "About", "A line.", "", "Another line."), "")
		assert.Contains(t, d.text(), "Another line.")
		d.press(k)
		assert.Zero(t, d.Len(), k)
	}
}

func TestTopGetsTheKeys(t *testing.T) {
	d := open(t, dialog.NewPicker(menu(true)), "a")
	d.Push(dialog.NewConfirm(unlock()), "u")
	d.press("y")
	assert.Equal(t, "user.unlock", d.result.ID)
	assert.Equal(t, 1, d.Len())
	assert.Equal(t, "menu", d.Top().ID())
	d.Clear()
	assert.Nil(t, d.Top())
	assert.Nil(t, d.Update(keyOf("y")))
}

func TestLooks(t *testing.T) {
	long := ban(dialog.RequiredReason)
	long.Who[1] = strings.Repeat("a-very-long-address-", 8) + "@acme.example"
	for i := range 12 {
		long.Facts = append(long.Facts, fmt.Sprintf("Fact number %d about this person", i+1))
	}
	merge := unlock()
	merge.Changes = append(merge.Changes, dialog.Change{Field: "public_metadata", From: `{"plan":"free","seats":1}`, To: `{"plan":"pro","seats":12,"since":"2026-01-01"}`})
	for name, build := range map[string]func() dialog.Dialog{
		"unlock": func() dialog.Dialog { return dialog.NewConfirm(unlock()) },
		"change": func() dialog.Dialog { return dialog.NewConfirm(merge) },
		"ban":    func() dialog.Dialog { return dialog.NewConfirm(ban(dialog.RequiredReason)) },
		"long":   func() dialog.Dialog { return dialog.NewConfirm(long) },
		"delete": func() dialog.Dialog { return dialog.NewTyped(erase()) },
		"menu":   func() dialog.Dialog { return dialog.NewPicker(menu(true)) },
		"find":   func() dialog.Dialog { return dialog.NewPicker(menu(false)) },
	} {
		for _, size := range [][2]int{{60, 15}, {80, 24}, {120, 40}} {
			d := open(t, build(), "")
			box, x, y := d.View(size[0], size[1])
			requireBox(t, box, size[0], size[1], name)
			assert.GreaterOrEqual(t, x, 0)
			assert.LessOrEqual(t, y+strings.Count(box, "\n")+1, size[1])
			uitest.Golden(t, fmt.Sprintf("%s-%dx%d", name, size[0], size[1]), ansi.Strip(box))
		}
	}
}

// requireBox checks that a box is a rectangle within the screen.
func requireBox(t *testing.T, box string, w, h int, name string) {
	t.Helper()
	lines := strings.Split(box, "\n")
	require.LessOrEqual(t, len(lines), h, name)
	for _, l := range lines {
		require.Equal(t, ansi.StringWidthWc(lines[0]), ansi.StringWidthWc(l), "%s: %q", name, l)
		require.LessOrEqual(t, ansi.StringWidthWc(l), w, name)
	}
}

func TestBoxesAreStraightWhateverTheNames(t *testing.T) {
	for _, n := range []string{"👨‍👩‍👧‍👦 ❤️", "กำพล ใจดี", "नरेन्द्र", "李小龍", strings.Repeat("W", 300), "a\u202eb\x1b[31m"} {
		a := ban(dialog.RequiredReason)
		a.Who[0] = safetext.String(n)
		a.Changes = []dialog.Change{{Field: "name", From: safetext.String(n), To: "x"}}
		p := menu(true)
		p.Who = safetext.String(n)
		p.Entries[0].Title = safetext.String(n)
		for _, dlg := range []dialog.Dialog{dialog.NewConfirm(a), dialog.NewTyped(a), dialog.NewPicker(p)} {
			box, _, _ := open(t, dlg, "").View(80, 30)
			requireBox(t, box, 80, 30, n)
		}
	}
}

func TestTooTallScrollsAndKeepsTheFooter(t *testing.T) {
	a := ban(dialog.RequiredReason)
	for i := range 30 {
		a.Facts = append(a.Facts, fmt.Sprintf("Fact %d.", i))
	}
	d := open(t, dialog.NewConfirm(a), "B")
	box, _, _ := d.View(60, 15)
	assert.Contains(t, ansi.Strip(box), "y ban")
	assert.NotContains(t, ansi.Strip(box), "Fact 29.")
	for range 10 {
		d.press("pgdown")
		box, _, _ = d.View(60, 15)
	}
	assert.Contains(t, ansi.Strip(box), "Fact 29.")
	assert.Contains(t, ansi.Strip(box), "y ban")
}

func TestTinyScreens(t *testing.T) {
	for w := range 70 {
		for h := range 18 {
			for _, dlg := range []dialog.Dialog{dialog.NewConfirm(ban(dialog.RequiredReason)), dialog.NewTyped(erase()), dialog.NewPicker(menu(true)), dialog.NewMessage("m", "t", "line")} {
				box, _, _ := open(t, dlg, "").View(w, h)
				if box != "" && h >= 15 {
					requireBox(t, box, w, h, fmt.Sprint(w, h))
				}
			}
		}
	}
}

func TestCursorStandsInTheField(t *testing.T) {
	for name, dlg := range map[string]dialog.Dialog{
		"confirm": dialog.NewConfirm(ban(dialog.RequiredReason)), "typed": dialog.NewTyped(erase()),
		"picker": dialog.NewPicker(menu(false)),
	} {
		d := open(t, dlg, "")
		if name == "confirm" {
			d.press("tab")
		}
		d.write("abc")
		box, bx, by := d.View(100, 30)
		x, y, ok := d.Cursor()
		require.True(t, ok, name)
		line := ansi.Strip(strings.Split(box, "\n")[y-by])
		assert.Equal(t, "abc", ansi.Cut(line, x-bx-3, x-bx), "%s: %q", name, line)
	}
}

func TestOverlay(t *testing.T) {
	st := styles.New(styles.Theme{})
	screen := "李小龍李小龍\nabcdefghij\nกำกำกำกำกำ\n"
	got := strings.Split(ansi.Strip(dialog.Overlay(st, screen, "XX\nXX\nXX\nXX", 3, 0)), "\n")
	assert.Equal(t, []string{"李 XX 李小龍", "abcXXfghij"}, got[:2], "halved letters are left out")
	assert.Equal(t, 3, ansi.StringWidthWc(got[2][:strings.Index(got[2], "XX")]))
	assert.Equal(t, "   XX", got[3])
	assert.Equal(t, screen, dialog.Overlay(st, screen, "", 3, 0))
	long := dialog.Overlay(st, "a", "box", 0, 2)
	assert.Equal(t, "a\n\nbox", ansi.Strip(long))
}
