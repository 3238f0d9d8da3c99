package qrcode_test

import (
	"fmt"
	"image"
	"image/color"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	reader "github.com/makiuchi-d/gozxing/qrcode"
	"github.com/pquerna/otp"
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

// decode reads a picture as a phone does.
func decode(img image.Image) (string, error) {
	bits, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		return "", err
	}
	got, err := reader.NewQRCodeReader().Decode(bits, nil)
	if err != nil {
		return "", err
	}
	return got.GetText(), nil
}

func scan(t *testing.T, img image.Image) string {
	t.Helper()
	text, err := decode(img)
	require.NoError(t, err)
	return text
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

// Whatever is left out, an address means the same to an authenticator.
func TestShorterMeansTheSame(t *testing.T) {
	want, err := otp.NewKeyFromURL(uri)
	require.NoError(t, err)
	forms := qrcode.Shorter(uri)
	assert.Equal(t, []string{
		"otpauth://totp/Acme%20Dev:alice.johnson@acme.example?issuer=Acme%20Dev&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
		"otpauth://totp/alice.johnson@acme.example?issuer=Acme%20Dev&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
	}, forms)
	for _, form := range forms {
		got, err := otp.NewKeyFromURL(form)
		require.NoError(t, err)
		assert.Equal(t, []any{want.Secret(), want.Issuer(), want.AccountName(), want.Period(), want.Digits(), want.Algorithm()},
			[]any{got.Secret(), got.Issuer(), got.AccountName(), got.Period(), got.Digits(), got.Algorithm()}, form)
	}
	for text, want := range map[string][]string{
		"otpauth://totp/A?secret=X&algorithm=SHA256&digits=8&period=60": {"otpauth://totp/A?secret=X&algorithm=SHA256&digits=8&period=60"},
		"otpauth://totp/Acme:a@b.c?secret=X&issuer=Other":               {"otpauth://totp/Acme:a@b.c?secret=X&issuer=Other"},
		"otpauth://hotp/A?secret=X&digits=6&counter=1":                  nil,
		"https://example.com/?digits=6":                                 nil,
		"::":                                                            nil,
	} {
		assert.Equal(t, want, qrcode.Shorter(text))
	}
}

// A hundred secrets on a small dark screen. The reader looks at one picture
// and gives up when data look like a corner of the code, which is so in about
// one of a hundred codes of any kind; a phone looks at many pictures.
func TestSecretsOfAllKindsAreRead(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	st := styles.New(styles.Theme{})
	read := 0
	for i := range 100 {
		var b strings.Builder
		for range 32 {
			b.WriteByte("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[random.IntN(32)])
		}
		text := fmt.Sprintf("otpauth://totp/acme-dev:user%d@acme.example?algorithm=SHA1&digits=6&issuer=acme-dev&period=30&secret=%s", i, b.String())
		c, ok, err := qrcode.For(text, 50, 24)
		require.NoError(t, err)
		require.True(t, ok)
		got, err := decode(photograph(t, c.Lines(st, 24), st.P.Code, 0, 255, 20))
		if err != nil {
			continue
		}
		read++
		assert.Contains(t, got, b.String())
	}
	assert.GreaterOrEqual(t, read, 97)
}
