package qrcode_test

import (
	"image"
	"image/color"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	reader "github.com/makiuchi-d/gozxing/qrcode"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/styles"
	"usher/ui/components/qrcode"
)

const uri = "otpauth://totp/Acme%20Dev:alice.johnson@acme.example?algorithm=SHA1&digits=6&issuer=Acme%20Dev&period=30&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

// photograph makes a picture of the drawn cells on a screen: each cell is as
// wide as half its height, ink and ground have the given brightness, and
// around it is the terminal's own ground.
func photograph(t *testing.T, lines []string, paint styles.Paint, ink, ground, terminal uint8) image.Image {
	t.Helper()
	const px, around = 6, 40
	glyphs := make([][]rune, len(lines))
	for i, l := range lines {
		require.True(t, strings.HasPrefix(l, paint.Open) && strings.HasSuffix(l, paint.Close), "one paint for the whole line")
		glyphs[i] = []rune(strings.TrimSuffix(strings.TrimPrefix(l, paint.Open), paint.Close))
		require.NotContains(t, string(glyphs[i]), "\x1b")
	}
	img := image.NewGray(image.Rect(0, 0, len(glyphs[0])*px+2*around, len(lines)*2*px+2*around))
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			v := terminal
			col, row := (x-around)/px, (y-around)/px
			if x >= around && y >= around && row/2 < len(glyphs) && col < len(glyphs[row/2]) {
				v = ground
				switch g := glyphs[row/2][col]; {
				case g == '█', g == '▀' && row%2 == 0, g == '▄' && row%2 == 1:
					v = ink
				case g != ' ' && g != '▀' && g != '▄':
					t.Fatalf("unexpected letter %q", g)
				}
			}
			img.SetGray(x, y, color.Gray{Y: v})
		}
	}
	return img
}

// scan reads a picture as a phone does.
func scan(t *testing.T, img image.Image) string {
	t.Helper()
	bits, err := gozxing.NewBinaryBitmapFromImage(img)
	require.NoError(t, err)
	got, err := reader.NewQRCodeReader().Decode(bits, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	require.NoError(t, err)
	return got.GetText()
}

func TestPhonesReadIt(t *testing.T) {
	texts := map[string]string{
		"otpauth": uri, "digits": "0123456789", "letters": "HELLO WORLD", "other scripts": "https://example.com/?q=Müller+李小龍",
		"long": "https://accounts.example.com/sign-in?__clerk_ticket=" + strings.Repeat("eyJhbGciOi", 60),
	}
	for name, text := range texts {
		for _, theme := range []struct {
			styles.Theme
			ink, ground, terminal uint8
		}{
			{styles.Theme{Mode: styles.Dark}, 0, 255, 20},
			{styles.Theme{Mode: styles.Light}, 0, 255, 250},
			{styles.Theme{Mode: styles.Dark, Palette: styles.ANSI16}, 30, 240, 20},
			{styles.Theme{Mode: styles.Dark, Palette: styles.None}, 220, 20, 20},
			{styles.Theme{Mode: styles.Light, Palette: styles.None}, 30, 250, 250},
		} {
			t.Run(name, func(t *testing.T) {
				c, err := qrcode.Encode(text)
				require.NoError(t, err)
				st := styles.New(theme.Theme)
				w, h := c.Size()
				lines := c.Lines(st, h)
				require.Len(t, lines, h)
				img := photograph(t, lines, st.P.Code, theme.ink, theme.ground, theme.terminal)
				assert.Equal(t, w*6+80, img.Bounds().Dx(), "as wide as it says")
				assert.Equal(t, text, scan(t, img))
			})
		}
	}
}

// The standard wants four light modules on every side.
func TestQuietZone(t *testing.T) {
	c, err := qrcode.Encode(uri)
	require.NoError(t, err)
	st := styles.New(styles.Theme{})
	w, h := c.Size()
	var modules [][]bool
	for _, l := range c.Lines(st, h) {
		var upper, lower []bool
		for _, g := range strings.TrimSuffix(strings.TrimPrefix(l, st.P.Code.Open), st.P.Code.Close) {
			upper = append(upper, g == '█' || g == '▀')
			lower = append(lower, g == '█' || g == '▄')
		}
		modules = append(modules, upper, lower)
	}
	require.Len(t, modules[0], w)
	left, right, top, bottom := w, 0, len(modules), 0
	for y, line := range modules {
		for x, dark := range line {
			if dark {
				left, right, top, bottom = min(left, x), max(right, x), min(top, y), max(bottom, y)
			}
		}
	}
	assert.Equal(t, 4, left)
	assert.Equal(t, 4, w-1-right)
	assert.Equal(t, 4, top)
	assert.GreaterOrEqual(t, len(modules)-1-bottom, 4)
}

// The usual address of an authenticator fits a screen of 24 lines, and a
// phone reads it there.
func TestOTPFitsTheSmallScreen(t *testing.T) {
	c, ok, err := qrcode.For(uri, 80, 24)
	require.NoError(t, err)
	require.True(t, ok)
	_, h := c.Size()
	assert.LessOrEqual(t, h, 24, "with the full quiet zone")
	st := styles.New(styles.Theme{})
	got := scan(t, photograph(t, c.Lines(st, 24), st.P.Code, 0, 255, 10))
	assert.Equal(t, "otpauth://totp/alice.johnson@acme.example?issuer=Acme%20Dev&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", got,
		"what is left out is what authenticators assume")

	c, ok, err = qrcode.For(uri, 80, 40)
	require.NoError(t, err)
	require.True(t, ok)
	assert.Equal(t, uri, scan(t, photograph(t, c.Lines(st, 40), st.P.Code, 0, 255, 10)), "where there is room it is the whole address")
}

// A code one line too tall gives up quiet zone above and below, no more than
// readers get along with, even on a dark terminal.
func TestNarrowZone(t *testing.T) {
	long := "otpauth://totp/" + strings.Repeat("A", 50) + "?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Acme%20Development"
	c, ok, err := qrcode.For(long, 80, 24)
	require.NoError(t, err)
	require.True(t, ok)
	_, h := c.Size()
	_, least := c.Least()
	assert.Equal(t, []int{25, 23}, []int{h, least})
	st := styles.New(styles.Theme{})
	for rows := least; rows <= h; rows++ {
		assert.Equal(t, long, scan(t, photograph(t, c.Lines(st, rows), st.P.Code, 0, 255, 10)))
	}
	assert.Nil(t, c.Lines(st, least-1))
}

func TestWhatDoesNotFit(t *testing.T) {
	_, err := qrcode.Encode(strings.Repeat("x", 4000))
	require.ErrorIs(t, err, qrcode.ErrTooLong)
	assert.NotContains(t, err.Error(), "xxx", "the text stays out of the error")
	_, _, err = qrcode.For("", 80, 24)
	require.ErrorIs(t, err, qrcode.ErrTooLong)
	c, ok, err := qrcode.For(uri, 60, 15)
	require.NoError(t, err)
	assert.False(t, ok)
	w, h := c.Least()
	assert.Equal(t, []int{45, 21}, []int{w, h}, "it says how much room it needs")
}

func TestShorter(t *testing.T) {
	for text, want := range map[string][]string{
		uri: {
			"otpauth://totp/Acme%20Dev:alice.johnson@acme.example?issuer=Acme%20Dev&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
			"otpauth://totp/alice.johnson@acme.example?issuer=Acme%20Dev&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
		},
		"otpauth://totp/A?secret=X&algorithm=SHA256&digits=8&period=60": {"otpauth://totp/A?secret=X&algorithm=SHA256&digits=8&period=60"},
		"otpauth://totp/Acme:a@b.c?secret=X&issuer=Other":               {"otpauth://totp/Acme:a@b.c?secret=X&issuer=Other"},
		"otpauth://hotp/A?secret=X&digits=6&counter=1":                  nil,
		"https://example.com/?digits=6":                                 nil,
		"::":                                                            nil,
	} {
		assert.Equal(t, want, qrcode.Shorter(text))
	}
}
