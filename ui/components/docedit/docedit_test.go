package docedit_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/keymap"
	"usher/styles"
	"usher/ui/components/docedit"
)

func press(text string) tea.KeyPressMsg {
	return tea.KeyPressMsg{Code: []rune(text)[0], Text: text}
}

func waitingDialog() *docedit.Dialog {
	st := styles.New(styles.Theme{})
	d := docedit.New(st, docedit.Options{
		ID: "edit", Title: "Edit", Wait: true,
		Documents: []docedit.Document{{ID: "doc", Title: "Doc", Text: "{}"}},
		Check:     func(map[string]string) (string, error) { return "", nil },
		After:     func(_ time.Duration, msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } },
	}, nil)
	d.Attach(st, keymap.Default(), "")
	return d
}

// What is typed before the earlier text is there goes into that text.
func TestKeysWaitForTheEarlierText(t *testing.T) {
	d := waitingDialog()
	d.Update(press(" "))
	d.Update(tea.PasteMsg{Content: " "})
	edited, ok := d.Kept()
	assert.True(t, ok)
	assert.Empty(t, edited)
	require.NotNil(t, d.Resume(map[string]string{"doc": `{"a":1}`}), "it asks to be kept")
	edited, _ = d.Kept()
	assert.Equal(t, map[string]string{"doc": `  {"a":1}`}, edited)
	assert.Nil(t, d.Resume(map[string]string{"doc": "{}"}), "only once")
}

func TestClosedWhileItWaits(t *testing.T) {
	d := waitingDialog()
	cmd := d.Update(tea.KeyPressMsg{Code: tea.KeyEscape})
	require.NotNil(t, cmd)
	r, ok := cmd().(docedit.Result)
	require.True(t, ok)
	assert.True(t, r.Unread, "nothing is known of the earlier text, so it is not thrown away")
	assert.Empty(t, r.Edited)
}

func TestTypedIsAskedForOnceAtATime(t *testing.T) {
	d := waitingDialog()
	d.Resume(nil)
	first := d.Update(press(" "))
	require.NotNil(t, first)
	assert.Nil(t, d.Update(press(" ")))
	_, ok := d.Kept()
	assert.True(t, ok)
	assert.NotNil(t, d.Update(press(" ")))
}

func TestThreeWayFitsAndScrolls(t *testing.T) {
	st := styles.New(styles.Theme{})
	long := `"` + strings.Repeat("0123456789", 30) + `"`
	d := docedit.NewThreeWay("versions", "Alice", []docedit.Conflict{
		{Path: "public_metadata.a", Base: long, Theirs: long, Yours: long}, {Path: "public_metadata.last", Base: "1", Theirs: "2", Yours: "3"},
	})
	d.Attach(st, keymap.Default(), "")
	for _, size := range [][2]int{{40, 12}, {80, 24}, {160, 50}} {
		lines := strings.Split(d.View(size[0], size[1]), "\n")
		assert.LessOrEqual(t, len(lines), size[1])
		for _, l := range lines {
			assert.LessOrEqual(t, ansi.StringWidth(l), size[0])
		}
	}
	assert.NotContains(t, d.View(60, 14), "public_metadata.last")
	for range 60 {
		d.Update(tea.KeyPressMsg{Code: tea.KeyDown})
	}
	assert.Contains(t, d.View(60, 14), "public_metadata.last")
	repeat := press("y")
	repeat.IsRepeat = true
	assert.Nil(t, d.Update(repeat), "a key that is held down sends nothing")
	assert.False(t, d.Done())
}
