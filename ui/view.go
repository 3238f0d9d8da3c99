package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"usher/internal/safetext"
	"usher/styles"
	"usher/ui/components/dialog"
)

// View draws the screen. Rows and tabs keep their drawn lines, so this mostly
// joins strings.
func (a *App) View() tea.View {
	v := tea.NewView("")
	v.AltScreen = true
	if a.opts.Mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	live, _ := a.page.Live()
	v.ReportFocus = live > 0
	v.WindowTitle = "usher · " + strings.TrimSpace(a.badgeText())
	switch {
	case a.width == 0 || a.height == 0:
	case a.layout.arrangement == tooSmall:
		v.Content = safetext.Truncate(fmt.Sprintf("usher needs %d×%d, this terminal has %d×%d",
			minWidth, minHeight, a.width, a.height), a.width)
	default:
		s := a.draw()
		v.Content, v.Cursor = strings.Join(s.lines, "\n"), s.cursor
	}
	return v
}

// screen is the frame being drawn.
type screen struct {
	lines  []string
	cursor *tea.Cursor
	cells  ansi.Method
}

func (a *App) draw() screen {
	l := a.layout
	s := screen{lines: make([]string, a.height), cells: a.styles.Cells}
	s.lines[l.header.Min.Y] = a.headerLine(a.width)
	s.lines[l.views.Min.Y] = a.viewsLine(l.views.Dx())
	s.lines[l.search.Min.Y], s.cursor = a.searchLine(l.search.Dx())
	if s.cursor != nil {
		s.cursor.Y = l.search.Min.Y
	}
	a.drawBody(&s)
	s.lines[l.footer.Min.Y] = a.footerLine(a.width)
	a.drawPopup(&s)
	a.drawOver(&s)
	return s
}

// drawBody puts list and detail into their rectangles.
func (a *App) drawBody(s *screen) {
	l := a.layout
	if !l.list.Empty() {
		banner := a.bannerLines(l.list.Dx())
		rows := max(1, l.list.Dy()-len(banner))
		copy(s.lines[l.list.Min.Y:], a.page.View(l.list.Dx(), rows))
		copy(s.lines[l.list.Min.Y+rows:l.list.Max.Y], banner)
		s.lines[l.status.Min.Y] = a.statusLine()
	}
	if l.detail.Empty() {
		return
	}
	lines := strings.Split(a.detail.View(), "\n")
	if x, y, ok := a.detail.Cursor(); ok && a.panes.inside {
		s.cursor = tea.NewCursor(l.detail.Min.X+x, l.detail.Min.Y+y)
	}
	if l.detail.Min.X == 0 {
		if !l.rule.Empty() {
			s.lines[l.rule.Min.Y] = a.ruleLine(l.rule.Dx())
		}
		copy(s.lines[l.detail.Min.Y:l.detail.Max.Y], lines)
		return
	}
	rule := a.styles.P.Border
	if a.panes.inside {
		rule = a.styles.P.BorderFocus
	}
	bar := rule.Apply("│") + " "
	for i, line := range lines {
		y := l.detail.Min.Y + i
		left := s.lines[y]
		pad := l.rule.Min.X - ansiWidth(s.cells, left)
		s.lines[y] = strings.TrimRight(left+spaces(pad)+bar+line, " ")
	}
}

func (a *App) ruleLine(w int) string {
	rule := a.styles.P.Border
	if a.panes.inside {
		rule = a.styles.P.BorderFocus
	}
	return rule.Apply(strings.Repeat("─", w))
}

// drawOver puts messages and dialogs over the panes.
func (a *App) drawOver(s *screen) {
	if a.command.Opened() {
		search := a.layout.search
		popup := a.command.Popup(search.Dx(), a.layout.footer.Min.Y-search.Max.Y)
		s.place(a.styles, strings.Join(popup, "\n"), search.Min.X, search.Max.Y)
	}
	if box := a.toastBox(); box != "" {
		w, h := size(s.cells, box)
		s.place(a.styles, box, a.width-w-1, a.layout.footer.Min.Y-h)
	}
	if a.dialogs.Len() == 0 {
		return
	}
	box, x, y := a.dialogs.View(a.width, a.height)
	s.place(a.styles, box, x, y)
	s.cursor = nil
	if cx, cy, ok := a.dialogs.Cursor(); ok {
		s.cursor = tea.NewCursor(cx, cy)
	}
}

// place lays a box over the lines with its top left corner at x, y.
func (s *screen) place(st *styles.Styles, box string, x, y int) {
	s.lines = strings.Split(dialog.Overlay(st, strings.Join(s.lines, "\n"), box, x, y), "\n")
}

func ansiWidth(m ansi.Method, s string) int { return m.StringWidth(s) }

func size(m ansi.Method, box string) (w, h int) {
	for line := range strings.SplitSeq(box, "\n") {
		w, h = max(w, ansiWidth(m, line)), h+1
	}
	return w, h
}

func spaces(n int) string { return strings.Repeat(" ", max(0, n)) }
