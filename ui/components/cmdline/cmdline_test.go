package cmdline_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/keymap"
	"usher/styles"
	"usher/ui/components/cmdline"
)

// line is a command line over a few words; “pick” takes a colour.
func line() *cmdline.Line {
	l := cmdline.New(cmdline.Deps{
		Styles: styles.New(styles.Theme{Palette: styles.None}), Keys: keymap.Default(),
		Complete: func(text string) (int, []cmdline.Offer) {
			if args, ok := strings.CutPrefix(text, "pick "); ok {
				return len("pick "), cmdline.Begins(cmdline.Words("red", "green", "grey"), args)
			}
			return 0, cmdline.Begins([]cmdline.Offer{
				{Text: "pick", Usage: "COLOUR", Help: "pick a colour"},
				{Text: "put", Help: "put it down"},
				{Text: "unput", Off: "nothing was put down"},
			}, text)
		},
	})
	l.Open("")
	return l
}

func typed(l *cmdline.Line, text string) {
	for _, r := range text {
		l.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

func press(l *cmdline.Line, codes ...rune) cmdline.Event {
	var e cmdline.Event
	for _, c := range codes {
		_, e = l.Update(tea.KeyPressMsg{Code: c})
	}
	return e
}

// below is the popup without its paint.
func below(l *cmdline.Line, w, h int) string {
	l.View(w)
	return ansi.Strip(strings.Join(l.Popup(w, h), "\n"))
}

func TestTabGoesThroughTheOffersAndBackToWhatWasTyped(t *testing.T) {
	l := line()
	typed(l, "pick gr")
	assert.Contains(t, below(l, 60, 12), "green")
	assert.NotContains(t, below(l, 60, 12), "red")
	var seen []string
	for range 4 {
		press(l, tea.KeyTab)
		seen = append(seen, l.Value())
	}
	assert.Equal(t, []string{"pick green", "pick grey", "pick gr", "pick green"}, seen)
	l.Update(tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift})
	assert.Equal(t, "pick gr", l.Value())
	assert.Contains(t, below(l, 60, 12), "grey", "the offers stay in sight")
}

func TestASingleOfferIsTakenAndWhatFollowsIsOffered(t *testing.T) {
	l := line()
	typed(l, "pi")
	press(l, tea.KeyTab)
	assert.Equal(t, "pick ", l.Value())
	assert.Contains(t, below(l, 60, 12), "green")
}

func TestOffersThatHoldTheWordComeAfterThoseThatBeginWithIt(t *testing.T) {
	l := line()
	typed(l, "pu")
	text := below(l, 60, 12)
	assert.Less(t, strings.Index(text, "put it down"), strings.Index(text, "nothing was put down"))
	press(l, tea.KeyTab)
	assert.Equal(t, "put", l.Value())
}

func TestAnErrorPointsAtTheWord(t *testing.T) {
	l := line()
	typed(l, "pick purple now")
	assert.Equal(t, cmdline.Submitted, press(l, tea.KeyEnter))
	l.Refuse(&cmdline.Wrong{At: 5, Len: 6, Problem: "there is no such colour", Instead: "grey"})
	text, cursor := l.View(80)
	require.NotNil(t, cursor)
	popup := strings.Split(below(l, 80, 12), "\n")
	assert.Equal(t, strings.Index(ansi.Strip(text), "purple"), strings.Index(popup[0], "^^^^^^"))
	assert.NotContains(t, popup[0], "^^^^^^^")
	assert.Contains(t, popup[0], "there is no such colour; tab puts “grey” in")
	press(l, tea.KeyTab)
	assert.Equal(t, "pick grey now", l.Value())
	assert.NotContains(t, below(l, 80, 12), "^")
}

func TestALongErrorStandsBelowTheCaretAndFits(t *testing.T) {
	l := line()
	typed(l, "pick purple")
	l.Refuse(&cmdline.Wrong{At: 5, Len: 6, Problem: strings.Repeat("no such colour ", 8)})
	for s := range strings.SplitSeq(below(l, 40, 12), "\n") {
		assert.Equal(t, 40, ansi.StringWidth(s), "%q", s)
	}
	assert.Equal(t, 8, strings.Count(below(l, 40, 12), "colour"))
}

func TestThePastIsKeptAndTheDraftToo(t *testing.T) {
	l := line()
	for _, text := range []string{"put", "pick red", "put"} {
		l.Open(text)
		l.Done(text)
	}
	l.Open("pi")
	press(l, tea.KeyUp)
	assert.Equal(t, "put", l.Value())
	press(l, tea.KeyUp)
	assert.Equal(t, "pick red", l.Value(), "the same command is there once")
	press(l, tea.KeyUp)
	assert.Equal(t, "pick red", l.Value(), "there is nothing older")
	press(l, tea.KeyDown, tea.KeyDown)
	assert.Equal(t, "pi", l.Value())
}

func TestThePopupFitsAndWhatIsTypedIsInert(t *testing.T) {
	l := line()
	l.Update(tea.PasteMsg{Content: "put\x1b[2J\u202e\t日本語" + strings.Repeat("x", 300)})
	for _, w := range []int{20, 60, 200} {
		for _, h := range []int{0, 2, 3, 12} {
			view, _ := l.View(w)
			assert.LessOrEqual(t, ansi.StringWidth(view), w)
			assert.NotContains(t, view, "\x1b[2J")
			l.Refuse(&cmdline.Wrong{At: 3, Len: 400, Problem: "what is this"})
			for s := range strings.SplitSeq(below(l, w, max(h, 1)), "\n") {
				assert.LessOrEqual(t, ansi.StringWidth(s), w)
				assert.NotContains(t, s, "\x1b")
			}
		}
	}
	l.Open("")
	assert.Empty(t, l.Popup(60, 2), "no room")
	assert.LessOrEqual(t, len(l.Popup(60, 4)), 4)
}

func TestEscapeClosesWithoutRemembering(t *testing.T) {
	l := line()
	typed(l, "put")
	assert.Equal(t, cmdline.Closed, press(l, tea.KeyEscape))
	assert.False(t, l.Opened())
	l.Open("")
	press(l, tea.KeyUp)
	assert.Empty(t, l.Value())
}
