package picture_test

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/png"
	"regexp"
	"strconv"
	"strings"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/styles"
	"usher/ui/components/picture"
)

var spot = picture.Spot{X: 10, Y: 4, W: 30, H: 10, CellW: 9, CellH: 18}

// quarters is red, green, blue and white, clockwise from the top left.
func quarters(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{R: 255, A: 255}
			switch {
			case x >= w/2 && y < h/2:
				c = color.RGBA{G: 255, A: 255}
			case x >= w/2:
				c = color.RGBA{B: 255, A: 255}
			case y >= h/2:
				c = color.RGBA{R: 255, G: 255, B: 255, A: 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}

func sequence(t *testing.T, protocol picture.Protocol, at picture.Spot) string {
	t.Helper()
	p, err := picture.Decode(bytes.NewReader(encoded(t, "png", quarters(120, 80))))
	require.NoError(t, err)
	s, err := p.Sequence(styles.New(styles.Theme{}), protocol, at, 77)
	require.NoError(t, err)
	return s
}

func isQuarters(t *testing.T, img image.Image) {
	t.Helper()
	b := img.Bounds()
	for i, want := range [][3]uint32{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 1}} {
		x, y := b.Min.X+b.Dx()/4, b.Min.Y+b.Dy()/4
		if i == 1 || i == 2 {
			x += b.Dx() / 2
		}
		if i >= 2 {
			y += b.Dy() / 2
		}
		r, g, bl, _ := img.At(x, y).RGBA()
		assert.Equal(t, want, [3]uint32{r / 0xfa00, g / 0xfa00, bl / 0xfa00}, "quarter %d", i)
	}
}

// The chunks of Kitty's protocol hold a whole PNG file.
func TestKitty(t *testing.T) {
	s := sequence(t, picture.Kitty, spot)
	chunk := regexp.MustCompile("\x1b_G([^;]*);([^\x1b]*)\x1b\\\\")
	var data strings.Builder
	found := chunk.FindAllStringSubmatch(s, -1)
	require.NotEmpty(t, found)
	assert.Empty(t, chunk.ReplaceAllString(s, ""), "nothing beside the chunks")
	for i, m := range found {
		assert.LessOrEqual(t, len(m[2]), 4096)
		data.WriteString(m[2])
		if i == 0 {
			for _, option := range []string{"a=T", "U=1", "i=77", "c=30", "r=10", "f=100", "q=2"} {
				assert.Contains(t, ","+m[1]+",", ","+option+",")
			}
		}
	}
	raw, err := base64.StdEncoding.DecodeString(data.String())
	require.NoError(t, err)
	img, err := png.Decode(bytes.NewReader(raw))
	require.NoError(t, err)
	isQuarters(t, img)
	assert.Equal(t, "\x1b_Ga=d,d=I,i=77,q=2\x1b\\", picture.Forget(77))
	assert.Equal(t, "\x1b_Gi=255,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\", picture.Ask())
}

// Each placeholder is one cell to the renderer, with the number of the
// picture as its colour and row and column as its marks.
func TestPlaceholders(t *testing.T) {
	lines := picture.Placeholders(styles.New(styles.Theme{}), 77, 4, 2)
	require.Len(t, lines, 2)
	for _, method := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
		for y, line := range lines {
			assert.Equal(t, 4, method.StringWidth(line))
			buffer := uv.NewScreenBuffer(4, 1)
			buffer.Method = method
			uv.NewStyledString(line).Draw(buffer, buffer.Bounds())
			for x := range 4 {
				marks := []rune{0x305, 0x30d, 0x30e, 0x310}
				assert.Equal(t, string([]rune{0x10eeee, marks[y], marks[x]}), buffer.CellAt(x, 0).Content)
			}
		}
	}
	assert.Contains(t, lines[0], "\x1b[38;5;77m")
}

func TestITerm2(t *testing.T) {
	s := sequence(t, picture.ITerm2, spot)
	m := regexp.MustCompile("^\x1b7\x1b\\[5;11H\x1b\\]1337;File=([^:]*):([^\x07]*)\x07\x1b8$").FindStringSubmatch(s)
	require.NotNil(t, m, "%q", s[:80])
	for _, option := range []string{"width=30", "height=10", "inline=1", "doNotMoveCursor=1"} {
		assert.Contains(t, ";"+m[1]+";", ";"+option+";")
	}
	raw, err := base64.StdEncoding.DecodeString(m[2])
	require.NoError(t, err)
	assert.Contains(t, m[1], "size="+strconv.Itoa(len(raw)))
	img, err := png.Decode(bytes.NewReader(raw))
	require.NoError(t, err)
	isQuarters(t, img)
}

func TestSixel(t *testing.T) {
	s := sequence(t, picture.Sixel, spot)
	require.True(t, strings.HasPrefix(s, "\x1b7\x1b[5;11H\x1bP0;1q"), "%q", s[:40])
	require.True(t, strings.HasSuffix(s, "\x1b\\\x1b8"))
	img := unsixel(t, s[strings.Index(s, "q")+1:len(s)-4])
	assert.LessOrEqual(t, img.Rect.Dx(), 30*9)
	assert.LessOrEqual(t, img.Rect.Dy(), 10*18, "not beyond its cells")
	assert.Zero(t, img.Rect.Dy()%6)
	isQuarters(t, img)

	p, err := picture.Decode(bytes.NewReader(encoded(t, "png", quarters(12, 8))))
	require.NoError(t, err)
	_, err = p.Sequence(styles.New(styles.Theme{}), picture.Sixel, picture.Spot{W: 4, H: 4}, 1)
	assert.ErrorContains(t, err, "not known", "without the size of a cell")
}

// unsixel reads Sixel by its definition.
func unsixel(t *testing.T, s string) *image.RGBA {
	t.Helper()
	palette, colour, repeat := map[int]color.RGBA{}, 0, 1
	var img *image.RGBA
	x, y := 0, 0
	numbers := func(at int) (out []int, next int) {
		end := at
		for end < len(s) && (s[end] == ';' || s[end] >= '0' && s[end] <= '9') {
			end++
		}
		for part := range strings.SplitSeq(s[at:end], ";") {
			n, err := strconv.Atoi(part)
			require.NoError(t, err)
			out = append(out, n)
		}
		return out, end
	}
	for i := 0; i < len(s); {
		c := s[i]
		i++
		var n []int
		switch c {
		case '"':
			n, i = numbers(i)
			img = image.NewRGBA(image.Rect(0, 0, n[2], n[3]))
		case '#':
			n, i = numbers(i)
			if colour = n[0]; len(n) == 5 {
				require.Equal(t, 2, n[1], "RGB")
				palette[colour] = color.RGBA{uint8(n[2] * 255 / 100), uint8(n[3] * 255 / 100), uint8(n[4] * 255 / 100), 255}
			}
		case '!':
			n, i = numbers(i)
			repeat = n[0]
		case '$':
			x = 0
		case '-':
			x, y = 0, y+6
		default:
			require.True(t, c >= '?' && c <= '~', "%q", c)
			for range repeat {
				for bit := range 6 {
					if (c-'?')>>bit&1 == 1 {
						require.True(t, image.Pt(x, y+bit).In(img.Rect), "%d,%d", x, y+bit)
						img.SetRGBA(x, y+bit, palette[colour])
					}
				}
				x++
			}
			repeat = 1
		}
	}
	return img
}
