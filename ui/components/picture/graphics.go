package picture

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image/png"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/ansi/iterm2"
	"github.com/charmbracelet/x/ansi/kitty"
	"github.com/charmbracelet/x/ansi/sixel"

	"usher/styles"
)

// Protocol is how a terminal is given a picture.
type Protocol int

// The protocols.
const (
	// HalfBlocks are ordinary cells; every terminal draws them.
	HalfBlocks Protocol = iota
	// Kitty sends the picture once; placeholders among the cells show it.
	Kitty
	// ITerm2 and Sixel draw over cells that are there.
	ITerm2
	Sixel
)

// Over reports whether the protocol draws over cells: it does so once, after
// the cells below were drawn, and wherever these change it is gone.
func (p Protocol) Over() bool { return p == ITerm2 || p == Sixel }

// Spot is where a picture is on the screen, in cells, and the size of a cell
// in pixels where it is known.
type Spot struct {
	X, Y, W, H int
	CellW      int
	CellH      int
}

// The least and the largest id of a picture at a terminal. An id is told as
// one of the 256 colours; the first 16 are written in another way.
const (
	FirstID = 16
	LastID  = 255
)

// Sequence is what gives the terminal the picture at a spot. id is for Kitty.
// It takes time: call it from a command.
func (p *Picture) Sequence(st *styles.Styles, protocol Protocol, at Spot, id int) (string, error) {
	switch protocol {
	case Kitty:
		return p.kitty(at, id)
	case ITerm2:
		return over(at, p.iterm2(at))
	case Sixel:
		return over(at, p.sixel(st, at))
	case HalfBlocks:
	}
	return "", nil
}

// kitty sends the picture, to be shown by placeholders.
func (p *Picture) kitty(at Spot, id int) (string, error) {
	var b bytes.Buffer
	err := kitty.EncodeGraphics(&b, p.img, &kitty.Options{
		Action: kitty.TransmitAndPut, Transmission: kitty.Direct, Format: kitty.PNG, Chunk: true,
		ID: id, VirtualPlacement: true, Columns: at.W, Rows: at.H,
		Quiet: 2, // no answers: nobody waits for them
	})
	if err != nil {
		return "", fmt.Errorf("encode for kitty: %w", err)
	}
	return b.String(), nil
}

// Forget is what makes a terminal drop a picture that Kitty's protocol sent.
func Forget(id int) string {
	return ansi.KittyGraphics(nil, "a=d", "d=I", "i="+strconv.Itoa(id), "q=2")
}

// Ask is the question whether a terminal speaks Kitty's protocol.
func Ask() string {
	// One pixel, to be judged and not kept.
	return ansi.KittyGraphics([]byte("AAAA"), "i="+strconv.Itoa(LastID), "s=1", "v=1", "a=q", "t=d", "f=24")
}

// Placeholders are the cells that show a picture which Kitty's protocol has
// sent for w×h cells.
func Placeholders(st *styles.Styles, id, w, h int) []string {
	paint := st.PictureID(id)
	out := make([]string, h)
	for y := range out {
		var b strings.Builder
		for x := range w {
			b.WriteRune(kitty.Placeholder)
			b.WriteRune(kitty.Diacritic(y))
			b.WriteRune(kitty.Diacritic(x))
		}
		out[y] = paint.Apply(b.String())
	}
	return out
}

// encoded is a sequence, or why there is none.
type encoded struct {
	sequence string
	err      error
}

// over puts the cursor to a spot, draws, and puts it back.
func over(at Spot, e encoded) (string, error) {
	if e.err != nil {
		return "", e.err
	}
	return ansi.SaveCursor + ansi.CursorPosition(at.X+1, at.Y+1) + e.sequence + ansi.RestoreCursor, nil
}

func (p *Picture) iterm2(at Spot) encoded {
	var b bytes.Buffer
	if err := png.Encode(&b, p.img); err != nil {
		return encoded{err: fmt.Errorf("encode for iTerm2: %w", err)}
	}
	content := make([]byte, base64.StdEncoding.EncodedLen(b.Len()))
	base64.StdEncoding.Encode(content, b.Bytes())
	return encoded{sequence: ansi.ITerm2(iterm2.File{
		Size: int64(b.Len()), Width: iterm2.Cells(at.W), Height: iterm2.Cells(at.H),
		Inline: true, DoNotMoveCursor: true, Content: content,
	})}
}

// sixel scales the picture to the pixels of its cells. The height is one of
// whole bands of six, so that no terminal draws beyond the last cell.
func (p *Picture) sixel(st *styles.Styles, at Spot) encoded {
	w, h := at.W*at.CellW, at.H*at.CellH/6*6
	if w <= 0 || h <= 0 {
		return encoded{err: fmt.Errorf("encode as Sixel: the size of a cell is not known")}
	}
	pw, ph := p.img.Rect.Dx(), p.img.Rect.Dy()
	if pw*h > ph*w {
		ph, pw = max(w*ph/pw, 1), w
	} else {
		pw, ph = max(h*pw/ph, 1), h
	}
	var b bytes.Buffer
	if err := new(sixel.Encoder).Encode(&b, p.scaled(st, pw, ph, (ph+5)/6*6)); err != nil {
		return encoded{err: fmt.Errorf("encode as Sixel: %w", err)}
	}
	return encoded{sequence: ansi.SixelGraphics(0, 1, 0, b.Bytes())}
}
