package reveal_test

import (
	"image"
	"image/color"
	"image/draw"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"

	"usher/styles"
)

// photograph puts a screen through the renderer's buffer and makes a picture
// of its cells.
func photograph(styled string, w, h int, ink, ground color.Gray) image.Image {
	const px, bezel = 7, 48
	screen := lipgloss.NewCanvas(w, h)
	screen.Compose(lipgloss.NewLayer(styled))
	img := image.NewGray(image.Rect(0, 0, w*px+2*bezel, h*2*px+2*bezel))
	draw.Draw(img, img.Rect, image.NewUniform(ground), image.Point{}, draw.Src)
	for y := range h {
		for x := range w {
			fg, bg, glyph := color.Color(ink), color.Color(ground), " "
			if c := screen.CellAt(x, y); c != nil {
				glyph = c.Content
				if c.Style.Fg != nil {
					fg = c.Style.Fg
				}
				if c.Style.Bg != nil {
					bg = c.Style.Bg
				}
			}
			cell := image.Rect(0, 0, px, 2*px).Add(image.Pt(bezel+x*px, bezel+y*2*px))
			draw.Draw(img, cell, image.NewUniform(bg), image.Point{}, draw.Src)
			half := cell
			switch glyph {
			case "█":
			case "▀":
				half.Max.Y -= px
			case "▄":
				half.Min.Y += px
			default:
				d := font.Drawer{Dst: img, Src: image.NewUniform(fg), Face: basicfont.Face7x13, Dot: fixed.P(cell.Min.X, cell.Max.Y-3)}
				d.DrawString(strings.NewReplacer("•", "*", "▸", ">", "·", "-", "↑", "^", "↓", "v").Replace(glyph))
				continue
			}
			draw.Draw(img, half, image.NewUniform(fg), image.Point{}, draw.Src)
		}
	}
	return img
}

// A phone reads the code from the screen, beside text and on any ground.
func TestPhonesReadTheScreen(t *testing.T) {
	dark, light := color.Gray{Y: 18}, color.Gray{Y: 245}
	for _, s := range [][2]int{{80, 24}, {120, 40}} {
		for _, ground := range []styles.Mode{styles.Dark, styles.Light} {
			open(t, totp(), "y", s[0], s[1], func(r *rig) {
				ink, paper := light, dark
				if ground == styles.Light {
					ink, paper = dark, light
				}
				bits, err := gozxing.NewBinaryBitmapFromImage(photograph(r.Styled(), s[0], s[1], ink, paper))
				require.NoError(t, err)
				got, err := qrcode.NewQRCodeReader().Decode(bits, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
				require.NoError(t, err, "%v", s)
				assert.Contains(t, got.GetText(), "secret="+secret)
				assert.True(t, strings.HasPrefix(got.GetText(), "otpauth://totp/"))
			})
		}
	}
}
