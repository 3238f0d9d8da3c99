//go:build unix

package terminal

import (
	"bytes"
	"fmt"
	"html"
	"image/color"
	"io"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
)

// Text is the screen as plain text without trailing blanks.
func (s *Session) Text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.screen.text()
}

// Picture says how a screen is drawn.
type Picture struct {
	Title      string
	Foreground color.Color
	Background color.Color
}

// The size of a cell and the space around the screen, in SVG units.
const (
	cellWidth  = 8.4
	cellHeight = 18.0
	fontSize   = 14
	margin     = 14.0
)

// SVG draws the screen.
func (s *Session) SVG(w io.Writer, p Picture) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	width := float64(s.screen.width)*cellWidth + 2*margin
	height := float64(s.screen.height)*cellHeight + 2*margin
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" role="img" aria-label="%s">`+"\n", width, height, html.EscapeString(p.Title))
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="8" fill="%s"/>`+"\n", hex(p.Background))
	fmt.Fprintf(&b, `<g font-family="DejaVu Sans Mono,Menlo,Consolas,Noto Sans Mono CJK SC,monospace" font-size="%d" xml:space="preserve">`+"\n", fontSize)
	for y := range s.screen.on.rows {
		p.row(&b, s.screen.on.rows[y], y)
	}
	b.WriteString("</g>\n</svg>\n")
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("write the picture: %w", err)
	}
	return nil
}

// run is a stretch of cells that look alike.
type run struct {
	x, cells int
	text     string
	style    uv.Style
}

// row draws one line: first the grounds, then the text over them.
func (p Picture) row(b *bytes.Buffer, cells []cell, y int) {
	runs := runsOf(cells)
	top := margin + float64(y)*cellHeight
	for _, r := range runs {
		if bg := p.ground(r.style); bg != nil {
			fmt.Fprintf(b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"/>`+"\n",
				margin+float64(r.x)*cellWidth, top, float64(r.cells)*cellWidth, cellHeight, hex(bg))
		}
	}
	for _, r := range words(runs) {
		fmt.Fprintf(b, `<text x="%.1f" y="%.1f" textLength="%.1f" lengthAdjust="spacingAndGlyphs" fill="%s"%s>%s</text>`+"\n",
			margin+float64(r.x)*cellWidth, top+cellHeight*0.74, float64(r.cells)*cellWidth, hex(p.ink(r.style)), attributes(r.style),
			html.EscapeString(r.text))
	}
}

// runsOf joins cells of one style; a wide glyph stands alone, so that a font
// that draws it narrower moves nothing else.
func runsOf(cells []cell) []run {
	var out []run
	wide := true
	for x, c := range cells {
		if c.width == 0 {
			continue
		}
		if n := len(out) - 1; n >= 0 && !wide && c.width == 1 && out[n].style.Equal(&c.style) {
			out[n].text += c.content
			out[n].cells++
			continue
		}
		out = append(out, run{x: x, cells: c.width, text: c.content, style: c.style})
		wide = c.width > 1
	}
	return out
}

// words are the runs without the blanks around and between their words:
// programs that show SVG disagree about blanks.
func words(runs []run) []run {
	var out []run
	for _, r := range runs {
		begin, gap := -1, 0
		cells := []rune(r.text)
		if len(cells) != r.cells { // wide glyphs and marks stay as they are
			out = append(out, r)
			continue
		}
		flush := func(end int) {
			if begin >= 0 {
				out = append(out, run{x: r.x + begin, cells: end - begin, text: string(cells[begin:end]), style: r.style})
			}
			begin = -1
		}
		for i, c := range cells {
			switch {
			case c != ' ':
				if begin < 0 {
					begin = i
				}
				gap = 0
			case gap == 1:
				flush(i - 1)
				gap++
			default:
				gap++
			}
		}
		flush(len(cells) - min(gap, 1))
	}
	return out
}

func (p Picture) ink(s uv.Style) color.Color {
	fg, bg := s.Fg, s.Bg
	if fg == nil {
		fg = p.Foreground
	}
	if bg == nil {
		bg = p.Background
	}
	if s.Attrs&uv.AttrReverse != 0 {
		return bg
	}
	return fg
}

func (p Picture) ground(s uv.Style) color.Color {
	if s.Attrs&uv.AttrReverse == 0 {
		return s.Bg
	}
	if s.Fg == nil {
		return p.Foreground
	}
	return s.Fg
}

func attributes(s uv.Style) string {
	var b strings.Builder
	if s.Attrs&uv.AttrBold != 0 {
		b.WriteString(` font-weight="bold"`)
	}
	if s.Attrs&uv.AttrItalic != 0 {
		b.WriteString(` font-style="italic"`)
	}
	if s.Attrs&uv.AttrFaint != 0 {
		b.WriteString(` opacity="0.6"`)
	}
	if s.Underline != uv.UnderlineNone {
		b.WriteString(` text-decoration="underline"`)
	}
	return b.String()
}

func hex(c color.Color) string {
	r, g, bl, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, bl>>8)
}
