package dialog_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/uitest"
	"usher/ui/components/dialog"
)

// sections is a menu of 40 entries under four headings, the last of which
// stands apart.
func sections() dialog.Picking {
	p := dialog.Picking{ID: "menu", Title: "Actions", Who: "Alice Johnson", Letters: true, Signs: true}
	letters := "abcdefgilmnoprstuvwxyzABCDEFGILMNOPRSTUV"
	for i := range 40 {
		e := dialog.Entry{
			ID: fmt.Sprint(i), Title: fmt.Sprintf("Act number %d", i), Letter: letters[i : i+1], Level: i % 4,
			Section: []string{"Most used", "Looking", "Changing", "Removal"}[min(i/12, 3)], Gap: i >= 36,
		}
		if i == 0 {
			e.Off = "not now, and for a reason that is rather long to tell"
		}
		p.Entries = append(p.Entries, e)
	}
	return p
}

func TestSectionsLook(t *testing.T) {
	for _, size := range [][2]int{{60, 15}, {80, 24}, {120, 30}, {120, 40}, {160, 60}} {
		d := open(t, dialog.NewPicker(sections()), "")
		box, _, _ := d.View(size[0], size[1])
		requireBox(t, box, size[0], size[1], "sections")
		uitest.Golden(t, fmt.Sprintf("sections-%dx%d", size[0], size[1]), ansi.Strip(box))
	}
}

func TestEveryEntryCanBeReachedAndClickedAtEverySize(t *testing.T) {
	for _, size := range [][2]int{{60, 15}, {80, 24}, {120, 30}, {160, 60}} {
		seen := map[string]bool{}
		d := open(t, dialog.NewPicker(sections()), "")
		number := regexp.MustCompile(`Act number (\d+)`)
		for range 41 {
			box, x, y := d.View(size[0], size[1])
			for i, l := range strings.Split(ansi.Strip(box), "\n") {
				for _, at := range number.FindAllStringSubmatchIndex(l, -1) {
					want := l[at[2]:at[3]]
					if seen[want] || want == "0" {
						seen[want] = true
						continue
					}
					seen[want] = true
					c := open(t, dialog.NewPicker(sections()), "")
					for range 40 { // to the same place
						if b, _, _ := c.View(size[0], size[1]); b == box {
							break
						}
						c.press("down")
					}
					c.send(tea.MouseClickMsg{X: x + ansi.StringWidth(l[:at[0]]), Y: y + i, Button: tea.MouseLeft})
					require.NotNil(t, c.result, "%s at %v", want, size)
					assert.Equal(t, want, c.result.Choice)
				}
			}
			d.press("down")
		}
		assert.Len(t, seen, 40, "%v", size)
	}
}

func TestTheCursorBeginsAtWhatCanBeDoneAndGoesAcross(t *testing.T) {
	d := open(t, dialog.NewPicker(sections()), "")
	d.View(120, 30)
	assert.Contains(t, d.text(), "▸ b  ·  Act number 1")
	d.View(120, 30)
	d.press("right")
	d.View(120, 30)
	assert.Regexp(t, `Act number 1 .*▸ \w .*Act number \d\d`, d.at(120, 30))
	d.press("left")
	assert.Contains(t, d.at(120, 30), "▸ b  ·  Act number 1")
}

func TestWhatALevelAsksIsSaid(t *testing.T) {
	d := open(t, dialog.NewPicker(sections()), "")
	assert.Contains(t, d.at(120, 40), "· Reversible: its dialog shows the change first")
	assert.Contains(t, d.at(120, 40), "· reversible   ! security   !! cannot be undone")
	d.press("down")
	assert.Contains(t, d.at(120, 40), "! Security: its dialog asks for a reason")
	d.press("down")
	assert.Contains(t, d.at(120, 40), "!! Cannot be undone")
	d.press("up", "up", "up")
	assert.Contains(t, d.at(120, 40), "Act number 0: not now, and for a reason that is rather long to tell")
}

func TestHiddenEntriesAreSeenOnlyWhenAskedFor(t *testing.T) {
	p := sections()
	p.Note = "Read-only: some are hidden."
	for i := range p.Entries {
		if i != 5 {
			p.Entries[i].Hidden, p.Entries[i].Off = true, "not in read-only mode"
		}
	}
	d := open(t, dialog.NewPicker(p), "a")
	assert.Contains(t, d.text(), "Act number 5")
	assert.Contains(t, d.text(), "Read-only: some are hidden.")
	assert.NotContains(t, d.text(), "Act number 7")
	d.press("b")
	assert.Nil(t, d.result)
	assert.Contains(t, d.text(), "Act number 1: not in read-only mode", "its letter says why")
	d.press("/").write("number 7")
	assert.Contains(t, d.text(), "Act number 7 — not in read-only mode")
	d.press("enter")
	assert.Nil(t, d.result)
}

// titles are the lines of the box that hold an entry, without their frame.
func titles(text string, all []dialog.Entry) []string {
	var out []string
	for l := range strings.SplitSeq(text, "\n") {
		for _, e := range all {
			if strings.Contains(l, " "+e.Title+" ") {
				out = append(out, e.Title)
			}
		}
	}
	return out
}

func TestRanking(t *testing.T) {
	all := []dialog.Entry{
		{ID: "user.unban", Title: "Unban", Words: "unban", Off: "not banned"},
		{ID: "user.ban", Title: "Ban", Words: "ban"},
		{ID: "view.1", Title: "View Banned", Words: "show list"},
		{ID: "user.disable_mfa", Title: "Reset MFA", Words: "disable_mfa"},
		{ID: "org.remove", Title: "Remove from an organization", Words: "remove"},
		{ID: "user.set_password", Title: "Set a password", Words: "set_password", Off: "none"},
		{ID: "user.verify_password", Title: "Check a password", Words: "verify_password"},
		{ID: "user.taken", Title: "Taken over: sign out everywhere, new password", Words: "compromised"},
		{ID: "sort", Title: "Sort by newest first", Words: "order"},
	}
	for typed, want := range map[string][]string{
		"ban":       {"Ban", "View Banned", "Unban"},
		"mfa":       {"Reset MFA"},
		"mfa reset": {"Reset MFA"},
		"rmf":       {"Reset MFA", "Remove from an organization"},
		"password":  {"Check a password", "Taken over: sign out everywhere, new password", "Set a password"},
		"new pass":  {"Taken over: sign out everywhere, new password"},
		"disable":   {"Reset MFA"},
		"SET":       {"Set a password", "Reset MFA"},
		"zzz":       nil,
	} {
		d := open(t, dialog.NewPicker(dialog.Picking{ID: "p", Title: "All", Entries: all, Signs: true}), "").write(typed)
		assert.Equal(t, want, titles(d.text(), all), typed)
	}
}

func TestMatchedLettersAreMarked(t *testing.T) {
	all := []dialog.Entry{{ID: "1", Title: "Taken over: new password"}, {ID: "2", Title: "Ünban İt"}}
	d := open(t, dialog.NewPicker(dialog.Picking{ID: "p", Title: "All", Entries: all}), "").write("pass")
	box, _, _ := d.View(80, 24)
	assert.Contains(t, box, "Taken over: new ")
	assert.NotContains(t, box, "new password", "the letters stand in a paint of their own")
	d.press("ctrl+u").write("it")
	assert.NotPanics(t, func() { d.View(80, 24) })
}
