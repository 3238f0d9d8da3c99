package users_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"

	"usher/internal/uitest"
	"usher/ui/users"
)

// many is a page with n views beside that of everybody, all of it counted.
func many(t *testing.T, n int) (*uitest.Driver, *screen) {
	d, s := start(t, newDirectory(1234))
	views := []users.View{{Name: "All"}}
	for i := range n {
		views = append(views, users.View{Name: fmt.Sprintf("View number %d", i+2), Query: fmt.Sprintf("person%05d", i)})
	}
	s.page.SetViews(views, 0)
	return d, s
}

func TestTheRowOfViewsShortensAndScrolls(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		_, s := many(t, 1)
		for w, want := range map[int]string{
			70: " 1 All 1,234   2 View number 2   + save view",
			43: " 1 All 1,234  2 View number 2  + save view",
			40: " 1 All 1,234  2 View number 2  + save",
			33: " 1 All 1,234  2 View number 2  +",
			31: " 1 All 1,234  2 View number…  +",
			20: " 1 All 1,234  ›  +",
		} {
			assert.Equal(t, want, strings.ReplaceAll(ansi.Strip(s.page.ViewsLine(w)), "› +", "›  +"), "width %d", w)
		}
	})
}

func TestThePresentViewIsAlwaysInTheRow(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		_, s := many(t, 30)
		views := s.page.Views()
		for i := range views {
			s.page.SelectView(i)
			for _, w := range []int{60, 74, 80, 200} {
				line := ansi.Strip(s.page.ViewsLine(w))
				assert.Contains(t, line, views[i].Name, "width %d", w)
				assert.LessOrEqual(t, ansi.StringWidth(line), w)

			}
		}
	})
}

func TestAClickOnTheRowOfViews(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		for _, n := range []int{1, 30} {
			_, s := many(t, n)
			for _, w := range []int{40, 60, 80, 200} {
				for x := range w {
					line := []rune(ansi.Strip(s.page.ViewsLine(w)))
					if x >= len(line) || line[x] != '+' {
						continue
					}
					cmd := s.page.ClickView(x, w)
					if assert.NotNil(t, cmd, "%d of %q", x, string(line)) {
						assert.Equal(t, users.SaveWanted{}, cmd())
					}
				}
				line := ansi.Strip(s.page.ViewsLine(w))
				if at := strings.Index(line, "2 View"); at >= 0 {
					s.page.ClickView(len([]rune(line[:at]))+1, w)
					assert.Equal(t, 1, s.page.Selected(), "width %d", w)
					s.page.SelectView(0)
				}
			}
		}
	})
}

func TestHostileNamesOfViewsAreInert(t *testing.T) {
	uitest.Run(t, func(t *testing.T) {
		_, s := start(t, newDirectory(3))
		s.page.SetViews([]users.View{{Name: "a\x1b[31m\x1b]0;x\x07\u202eb\nc"}, {Name: "李小龍😀", Query: "x\x1b["}}, 0)
		line := s.page.ViewsLine(80)
		assert.NotContains(t, line, "\x1b]")
		assert.NotContains(t, line, "\u202e")
		assert.NotContains(t, line, "\n")
		assert.Contains(t, ansi.Strip(line), "李小龍")
	})
}
