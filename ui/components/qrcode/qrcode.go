// Package qrcode draws texts as QR codes that a phone reads from a terminal:
// half blocks, dark on light in any theme, with the quiet zone around.
package qrcode

import (
	"errors"
	"image/color"
	"net/url"
	"slices"
	"strings"

	"github.com/boombuler/barcode/qr"

	"usher/styles"
)

const (
	// quiet is the light zone around a code, in modules, as the standard wants
	// it.
	quiet = 4
	// narrow is what readers get along with. It is used above and below the
	// code alone, and only where the full zone does not fit.
	narrow = 2
)

// ErrTooLong is returned for texts that no code can hold, and for none.
var ErrTooLong = errors.New("no QR code can hold this text")

// Code is an encoded text.
type Code struct {
	size int // modules of a side
	dark []bool
}

// Encode makes the smallest code of a text, with the best error correction
// that this size allows: on a screen nothing is dirty or torn, and a small
// code has large modules and fits more terminals.
func Encode(text string) (*Code, error) {
	var best *Code
	for _, level := range []qr.ErrorCorrectionLevel{qr.L, qr.M, qr.Q, qr.H} {
		c := encode(text, level)
		if c == nil || best != nil && c.size > best.size {
			break
		}
		best = c
	}
	if best == nil {
		return nil, ErrTooLong
	}
	return best, nil
}

// encode returns nil when the text does not fit into any code. The library's
// error is dropped: it quotes the text, which may be a secret.
func encode(text string, level qr.ErrorCorrectionLevel) *Code {
	img, err := qr.Encode(text, level, qr.Auto)
	if err != nil || text == "" {
		return nil
	}
	b := img.Bounds()
	c := &Code{size: b.Dx(), dark: make([]bool, 0, b.Dx()*b.Dy())}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c.dark = append(c.dark, img.At(x, y) == color.Black)
		}
	}
	return c
}

// For finds the code of a text that fits into w×h cells. An otpauth address
// that does not fit is shortened, which leaves its meaning as it is. Without
// a code that fits, the smallest is returned and ok is false.
func For(text string, w, h int) (c *Code, ok bool, err error) {
	for _, t := range append([]string{text}, Shorter(text)...) {
		next, err := Encode(t)
		if err != nil {
			return nil, false, err
		}
		if c == nil || next.size < c.size {
			c = next
		}
		if c.fits(w, h, quiet) {
			break
		}
	}
	return c, c.fits(w, h, narrow), nil
}

// Shorter returns shorter forms of an otpauth address for time-based codes:
// first without the settings that every authenticator assumes (SHA1, six
// digits, 30 seconds), then also without the issuer before the account where
// it only repeats the parameter. Other texts have no shorter form.
func Shorter(text string) []string {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "otpauth" || u.Host != "totp" {
		return nil
	}
	u.RawQuery = strings.Join(slices.DeleteFunc(strings.Split(u.RawQuery, "&"), func(p string) bool {
		return slices.Contains([]string{"algorithm=sha1", "digits=6", "period=30"}, strings.ToLower(p))
	}), "&")
	out := []string{u.String()}
	issuer, account, ok := strings.Cut(strings.TrimPrefix(u.Path, "/"), ":")
	if ok && issuer != "" && issuer == u.Query().Get("issuer") {
		u.Path, u.RawPath = "/"+strings.TrimSpace(account), ""
		out = append(out, u.String())
	}
	return out
}

// Size is the room in cells that the code needs with its full quiet zone.
func (c *Code) Size() (w, h int) { return c.size + 2*quiet, (c.size + 2*quiet + 1) / 2 }

// Least is the room in cells without which the code cannot be drawn.
func (c *Code) Least() (w, h int) { return c.size + 2*quiet, (c.size + 2*narrow + 1) / 2 }

func (c *Code) fits(w, h, zone int) bool {
	return w >= c.size+2*quiet && h >= (c.size+2*zone+1)/2
}

// at reports whether a module is dark; outside of the code none is.
func (c *Code) at(x, y int) bool {
	return x >= 0 && y >= 0 && x < c.size && y < c.size && c.dark[y*c.size+x]
}

// Lines draws the code in at most h lines, nil when it does not fit. The
// quiet zone is full if there is room for it.
func (c *Code) Lines(st *styles.Styles, h int) []string {
	_, full := c.Size()
	if _, least := c.Least(); h < least {
		return nil
	}
	rows := min(h, full)
	// Two modules to a line; an odd one left goes below.
	top := min((2*rows-c.size)/2, quiet)
	// Without colours the ground is the terminal's own: where it is dark, the
	// light modules are what is drawn.
	invert := st.P.Code.Open == "" && st.Theme.Mode == styles.Dark
	out := make([]string, rows)
	for i := range rows {
		var b strings.Builder
		y := 2*i - top
		for x := -quiet; x < c.size+quiet; x++ {
			b.WriteString(block(c.at(x, y) != invert, c.at(x, y+1) != invert))
		}
		out[i] = st.P.Code.Apply(b.String())
	}
	return out
}

// block is the cell of two modules, one over the other.
func block(upper, lower bool) string {
	switch {
	case upper && lower:
		return "█"
	case upper:
		return "▀"
	case lower:
		return "▄"
	}
	return " "
}
