package ui

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"usher/ui/components/form"
	"usher/ui/components/picture"
)

// graphics is what the terminal can show of a picture, and what it shows.
type graphics struct {
	protocol     picture.Protocol
	asked        bool
	sixel        bool // the terminal says that it draws Sixel
	hinted       bool // the environment speaks of a terminal with Kitty's placeholders
	cellW, cellH int  // of a cell in pixels; 0 until told

	shown   placed
	waits   bool             // a look at the screen is due
	waited  *picture.Picture // the picture that was waited for
	counter int
}

// placed is a picture at its place on the screen.
type placed struct {
	picture *picture.Picture
	at      picture.Spot
	id      int
}

// pictureRest is how long the cells of a preview lie still before the picture
// is drawn: the frame with the cells has to be at the terminal first.
const pictureRest = 80 * time.Millisecond

// requestCellSize is the window operation that asks for the size of a cell in
// pixels.
const requestCellSize = 16

// pictureDue says that the cells of a preview have been drawn.
type pictureDue struct{}

// pictureReady brings a picture as the terminal takes it.
type pictureReady struct {
	placed   placed
	sequence string
}

// askGraphics asks the terminal once, and only when a picture may come, what
// it can show. Nothing waits for the answer: until there is one, half blocks
// are drawn.
func (a *App) askGraphics() tea.Cmd {
	g := &a.graphics
	if g.asked {
		return nil
	}
	g.asked = true
	env := a.opts.Environ
	if env == nil {
		env = os.Environ()
	}
	terminal := hints(env)
	if terminal.multiplexed {
		// A multiplexer keeps pictures from its terminal, but for Sixel where it
		// says so itself; it would take Kitty's question for a window title.
		return tea.Batch(a.measureCells(), tea.Raw(ansi.WindowOp(requestCellSize)+ansi.RequestPrimaryDeviceAttributes))
	}
	if terminal.iterm {
		g.protocol = picture.ITerm2
		return nil
	}
	g.hinted = terminal.kitty
	query := ansi.WindowOp(requestCellSize) + ansi.RequestPrimaryDeviceAttributes
	if g.hinted {
		query = picture.Ask() + query
	}
	return tea.Batch(a.measureCells(), tea.Raw(query))
}

// measureCells asks the terminal's driver for the size of a cell, for the
// terminals that do not tell it themselves.
func (a *App) measureCells() tea.Cmd {
	out := a.terminal()
	if out == nil {
		return nil
	}
	return func() tea.Msg {
		w, h := cellPixels(out)
		return uv.CellSizeEvent{Width: w, Height: h}
	}
}

// terminalHints are what the environment tells about the terminal.
type terminalHints struct{ multiplexed, iterm, kitty bool }

func hints(env []string) (out terminalHints) {
	for _, line := range env {
		name, value, _ := strings.Cut(line, "=")
		switch name {
		case "TMUX", "STY", "ZELLIJ":
			out.multiplexed = out.multiplexed || value != ""
		case "TERM":
			out.multiplexed = out.multiplexed || strings.HasPrefix(value, "screen") || strings.HasPrefix(value, "tmux")
			out.kitty = out.kitty || strings.Contains(value, "kitty") || strings.Contains(value, "ghostty")
		case "TERM_PROGRAM", "LC_TERMINAL":
			out.iterm = out.iterm || slices.Contains([]string{"iTerm.app", "iTerm2", "WezTerm"}, value)
			out.kitty = out.kitty || value == "ghostty"
		}
	}
	return out
}

// pictureSaid takes what concerns pictures: the terminal's answers, and the
// steps of drawing one.
func (a *App) pictureSaid(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case pictureDue:
		return a.pictureIsDue()
	case pictureReady:
		return a.pictureIsReady(msg)
	}
	a.toldGraphics(msg)
	return nil
}

// toldGraphics takes the terminal's answers.
func (a *App) toldGraphics(msg tea.Msg) {
	g := &a.graphics
	switch msg := msg.(type) {
	case uv.CellSizeEvent:
		if msg.Width > 0 && msg.Height > 0 {
			g.cellW, g.cellH = msg.Width, msg.Height
		}
	case uv.KittyGraphicsEvent:
		if g.hinted && msg.Options.ID == picture.LastID && bytes.Equal(msg.Payload, []byte("OK")) {
			g.protocol = picture.Kitty
		}
	case uv.PrimaryDeviceAttributesEvent:
		const sixel = 4
		g.sixel = g.asked && slices.Contains(msg, sixel)
	default:
		return
	}
	if g.protocol == picture.HalfBlocks && g.sixel && g.cellW > 0 {
		g.protocol = picture.Sixel
	}
}

// drawPicture draws a preview in at most w×h cells.
func (a *App) drawPicture(p *picture.Picture, w, h int) []string {
	if s := a.graphics.shown; a.graphics.protocol == picture.Kitty && s.picture == p {
		if cw, ch := p.Cells(w, h); cw == s.at.W && ch == s.at.H {
			return picture.Placeholders(a.styles, s.id, cw, ch)
		}
	}
	return p.Lines(a.styles, w, h)
}

// spot is the preview on the screen as it was last drawn. seen is false where
// there is a picture and no room for it, or no frame with it yet.
func (a *App) spot() (p placed, seen bool) {
	f, ok := a.dialogs.Top().(*form.Form)
	if !ok {
		return placed{}, false
	}
	pic, x, y, w, h, seen := f.Picture()
	bx, by := a.dialogs.Origin()
	return placed{picture: pic, at: picture.Spot{
		X: bx + x, Y: by + y, W: w, H: h, CellW: a.graphics.cellW, CellH: a.graphics.cellH,
	}}, seen
}

// followPicture keeps what the terminal shows in step with the preview. Over
// is drawn again where the cells have moved; cells that change clear what was
// drawn over them by themselves.
func (a *App) followPicture() tea.Cmd {
	g := &a.graphics
	if g.protocol == picture.HalfBlocks {
		return nil
	}
	now, seen := a.spot()
	if !seen {
		g.covered()
	}
	switch {
	case now.picture == nil:
		return a.hidePicture()
	case g.waits, seen && g.same(now), !seen && g.waited == now.picture:
		return nil
	}
	g.waits, g.waited = true, now.picture
	return after(pictureRest, pictureDue{})
}

// same reports whether the terminal shows the picture already.
func (g *graphics) same(now placed) bool {
	s := g.shown
	if s.picture != now.picture {
		return false
	}
	if g.protocol.Over() {
		return s.at == now.at
	}
	return s.at.W == now.at.W && s.at.H == now.at.H
}

// pictureIsDue draws the picture now that its cells are on the screen.
func (a *App) pictureIsDue() tea.Cmd {
	g := &a.graphics
	g.waits = false
	now, seen := a.spot()
	if !seen || now.picture == nil || g.same(now) {
		return nil
	}
	g.counter++
	now.id = picture.FirstID + g.counter%(picture.LastID-picture.FirstID) // never LastID, which asks
	st, protocol := a.styles, g.protocol
	return func() tea.Msg {
		sequence, err := now.picture.Sequence(st, protocol, now.at, now.id)
		if err != nil {
			sequence = "" // the half blocks stay
		}
		return pictureReady{now, sequence}
	}
}

// pictureIsReady sends the picture, if it still belongs there.
func (a *App) pictureIsReady(msg pictureReady) tea.Cmd {
	g := &a.graphics
	now, seen := a.spot()
	if !seen || now.picture != msg.placed.picture || now.at != msg.placed.at || msg.sequence == "" {
		return nil
	}
	forget := g.forget()
	g.shown = msg.placed
	return tea.Raw(forget + msg.sequence)
}

// hidePicture lets the terminal drop a picture whose preview is gone.
func (a *App) hidePicture() tea.Cmd {
	g := &a.graphics
	forget := g.forget()
	g.shown, g.waited = placed{}, nil
	if forget == "" {
		return nil
	}
	return tea.Raw(forget)
}

func (g *graphics) forget() string {
	if g.protocol != picture.Kitty || g.shown.picture == nil {
		return ""
	}
	return picture.Forget(g.shown.id)
}

// covered says that what was drawn over the cells is gone: they were drawn
// anew.
func (g *graphics) covered() {
	if g.protocol.Over() {
		g.shown = placed{}
	}
}

// redrawn says that the whole screen is drawn anew.
func (g *graphics) redrawn() {
	g.covered()
	g.waited = nil
}
