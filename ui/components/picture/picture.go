// Package picture shows a small preview of a PNG, JPEG, GIF or WebP file: in
// half blocks, two pixels to a cell, which every terminal can draw, or by the
// graphics protocol of the terminal.
package picture

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/gif"  // the first frame
	_ "image/jpeg" // decoder
	_ "image/png"  // decoder
	"io"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // decoder

	"usher/styles"
)

const (
	// maxPixels bounds the memory that decoding takes, up to 8 bytes each. A
	// small file may claim any size.
	maxPixels = 30_000_000
	// maxBytes is read of a file, at most.
	maxBytes = 64 << 20
	// thumb is the side of what is kept, in pixels.
	thumb = 400
)

// Error is why there is no preview, as a sentence for the screen.
type Error struct {
	Text string
	// Bomb says that the picture claims more pixels than anybody should decode.
	Bomb  bool
	cause error
}

// Error implements error.
func (e *Error) Error() string { return e.Text }

// Unwrap returns what was the matter.
func (e *Error) Unwrap() error { return e.cause }

// Picture is a decoded preview.
type Picture struct {
	img *image.RGBA // at most thumb×thumb
	// Format is "png", "jpeg", "gif" or "webp".
	Format string
	// Width and Height are those of the picture in pixels, held upright.
	Width, Height int
	drawn         drawn
}

// drawn are the lines of the last view.
type drawn struct {
	st    *styles.Styles
	w, h  int
	lines []string
}

// Load reads a preview of a file. It takes time: call it from a command. An
// error is an *[Error].
func Load(path string) (*Picture, error) {
	// Opening what is not a file may wait for ever.
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &Error{Text: "There is no such file.", cause: err}
	case err == nil && !info.Mode().IsRegular():
		return nil, &Error{Text: "This is not a regular file.", cause: nil}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, &Error{Text: "The file cannot be read.", cause: err}
	}
	defer f.Close()
	return Decode(f)
}

// Decode is [Load] for an open file.
func Decode(r io.ReadSeeker) (*Picture, error) {
	c, format, err := image.DecodeConfig(io.LimitReader(r, maxBytes))
	if err != nil {
		return nil, &Error{Text: "This is no PNG, JPEG, GIF or WebP picture.", cause: err}
	}
	bw, bh, err := declared(r, c, format)
	if err != nil {
		return nil, err
	}
	if bw <= 0 || bh <= 0 || bw > maxPixels/bh {
		return nil, &Error{Text: fmt.Sprintf("%d×%d pixels are too many.", bw, bh), Bomb: true}
	}
	turn := orientation(r, format)
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return nil, &Error{Text: "The file cannot be read.", cause: err}
	}
	img, _, err := image.Decode(io.LimitReader(r, maxBytes))
	if err != nil {
		return nil, &Error{Text: "The picture is damaged or cut off.", cause: err}
	}
	b := img.Bounds()
	if b.Empty() {
		return nil, &Error{Text: "The picture is empty.", cause: nil}
	}
	w, h := within(b.Dx(), b.Dy(), thumb, thumb)
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.ApproxBiLinear.Scale(small, small.Rect, img, b, draw.Src, nil)
	p := &Picture{img: upright(small, turn), Format: format, Width: b.Dx(), Height: b.Dy()}
	if turn >= 5 {
		p.Width, p.Height = p.Height, p.Width
	}
	return p, nil
}

// within is the largest size with the proportions of w×h in room for mw×mh,
// not larger than w×h itself and at least one pixel.
func within(w, h, mw, mh int) (int, int) {
	if w <= mw && h <= mh {
		return w, h
	}
	if w*mh > h*mw {
		return mw, max(h*mw/w, 1)
	}
	return max(w*mh/h, 1), mh
}

// Lines draws the picture in at most w×h cells, all lines of one width. Small
// pictures are not enlarged.
func (p *Picture) Lines(st *styles.Styles, w, h int) []string {
	if w <= 0 || h <= 0 {
		return nil
	}
	if d := &p.drawn; d.st != st || d.w != w || d.h != h {
		*d = drawn{st, w, h, p.draw(st, w, h)}
	}
	return p.drawn.lines
}

// Cells is the room that the picture takes of w×h cells.
func (p *Picture) Cells(w, h int) (int, int) {
	pw, ph := within(p.img.Rect.Dx(), p.img.Rect.Dy(), w, 2*h)
	return pw, (ph + 1) / 2
}

// scaled is the picture in w×h pixels, at the top of a ground that takes the
// place of what is transparent.
func (p *Picture) scaled(st *styles.Styles, w, h, ground int) *image.RGBA {
	back := color.Color(color.Black)
	if st.Theme.Mode == styles.Light {
		back = color.White
	}
	img := image.NewRGBA(image.Rect(0, 0, w, ground))
	draw.Draw(img, img.Rect, image.NewUniform(back), image.Point{}, draw.Src)
	draw.CatmullRom.Scale(img, image.Rect(0, 0, w, h), p.img, p.img.Rect, draw.Over, nil)
	return img
}

func (p *Picture) draw(st *styles.Styles, w, h int) []string {
	pw, ph := within(p.img.Rect.Dx(), p.img.Rect.Dy(), w, 2*h)
	img := p.scaled(st, pw, ph, ph+ph%2)
	var out []string
	for y := 0; y < ph; y += 2 {
		if st.Theme.Palette == styles.None {
			out = append(out, shades(st, img, y, pw))
			continue
		}
		out = append(out, blocks(st, img, y, pw))
	}
	return out
}

// blocks draws two rows of pixels; cells of the same colours share a paint.
func blocks(st *styles.Styles, img *image.RGBA, y, w int) string {
	var b strings.Builder
	for x := 0; x < w; {
		top, bottom := img.RGBAAt(x, y), img.RGBAAt(x, y+1)
		n := 1
		for x+n < w && img.RGBAAt(x+n, y) == top && img.RGBAAt(x+n, y+1) == bottom {
			n++
		}
		b.WriteString(st.Pixels(top, bottom).Apply(strings.Repeat("▀", n)))
		x += n
	}
	return b.String()
}

// shades draws two rows of pixels without colours.
func shades(st *styles.Styles, img *image.RGBA, y, w int) string {
	ramp := []rune(" ░▒▓█")
	var b strings.Builder
	for x := range w {
		sum := int(gray(img.RGBAAt(x, y))) + int(gray(img.RGBAAt(x, y+1)))
		if st.Theme.Mode == styles.Light {
			sum = 2*255 - sum
		}
		b.WriteRune(ramp[sum*len(ramp)/(2*256)])
	}
	return b.String()
}

func gray(c color.RGBA) uint8 {
	g, _ := color.GrayModel.Convert(c).(color.Gray)
	return g.Y
}
