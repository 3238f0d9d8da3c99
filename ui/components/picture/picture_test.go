package picture_test

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/styles"
	"usher/ui/components/picture"
)

// halves is red above and blue below, its right third transparent.
func halves(w, h int) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{R: 255, A: 255}
			if y >= h/2 {
				c = color.NRGBA{B: 255, A: 255}
			}
			if x >= w*2/3 {
				c = color.NRGBA{}
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

func encoded(t *testing.T, format string, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	switch format {
	case "png":
		require.NoError(t, png.Encode(&b, img))
	case "jpeg":
		require.NoError(t, jpeg.Encode(&b, img, nil))
	case "gif":
		require.NoError(t, gif.Encode(&b, img, nil))
	case "webp":
		raw, err := base64.StdEncoding.DecodeString("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")
		require.NoError(t, err)
		return raw
	}
	return b.Bytes()
}

func TestFormats(t *testing.T) {
	for _, format := range []string{"png", "jpeg", "gif", "webp"} {
		path := filepath.Join(t.TempDir(), "misnamed.txt")
		require.NoError(t, os.WriteFile(path, encoded(t, format, halves(90, 60)), 0o600))
		p, err := picture.Load(path)
		require.NoError(t, err, format)
		assert.Equal(t, format, p.Format, "told by what is in it, not by its name")
		lines := p.Lines(styles.New(styles.Theme{}), 30, 10)
		require.NotEmpty(t, lines)
		if format != "webp" {
			assert.Equal(t, []int{90, 60}, []int{p.Width, p.Height})
			assert.Len(t, lines, 10)
		}
	}
}

func TestPixelsBecomeHalfBlocks(t *testing.T) {
	p, err := picture.Decode(bytes.NewReader(encoded(t, "png", halves(9, 2))))
	require.NoError(t, err)
	st := styles.New(styles.Theme{})
	assert.Equal(t, []string{"\x1b[38;2;255;0;0;48;2;0;0;255m▀▀▀▀▀▀\x1b[m\x1b[38;2;0;0;0;48;2;0;0;0m▀▀▀\x1b[m"}, p.Lines(st, 20, 5))
	light := styles.New(styles.Theme{Mode: styles.Light})
	assert.Contains(t, p.Lines(light, 20, 5)[0], "\x1b[38;2;255;255;255;48;2;255;255;255m▀▀▀", "what is transparent takes the ground")
}

func TestShadesWithoutColours(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 5, 2))
	for x := range 5 {
		for y := range 2 {
			img.SetGray(x, y, color.Gray{Y: uint8(x * 63)})
		}
	}
	p, err := picture.Decode(bytes.NewReader(encoded(t, "png", img)))
	require.NoError(t, err)
	assert.Equal(t, []string{" ░▒▓█"}, p.Lines(styles.New(styles.Theme{Palette: styles.None}), 10, 10))
	assert.Equal(t, []string{"█▓▒░ "}, p.Lines(styles.New(styles.Theme{Palette: styles.None, Mode: styles.Light}), 10, 10))
}

func TestFitsAndKeepsProportions(t *testing.T) {
	for _, size := range [][2]int{{1000, 10}, {10, 1000}, {640, 480}, {1, 1}, {3, 7}} {
		p, err := picture.Decode(bytes.NewReader(encoded(t, "png", halves(size[0], size[1]))))
		require.NoError(t, err)
		for _, room := range [][2]int{{40, 12}, {1, 1}, {7, 30}, {80, 24}} {
			lines := p.Lines(styles.New(styles.Theme{}), room[0], room[1])
			require.NotEmpty(t, lines)
			assert.LessOrEqual(t, len(lines), room[1])
			w := ansi.StringWidth(lines[0])
			assert.LessOrEqual(t, w, room[0])
			for _, l := range lines {
				assert.Equal(t, w, ansi.StringWidth(l))
			}
		}
		assert.Empty(t, p.Lines(styles.New(styles.Theme{}), 0, 5))
	}
	p, err := picture.Decode(bytes.NewReader(encoded(t, "png", halves(640, 480))))
	require.NoError(t, err)
	assert.Len(t, p.Lines(styles.New(styles.Theme{}), 32, 100), 12, "32 pixels wide are 24 high, two to a line")
}

func TestProblemsAreSentences(t *testing.T) {
	dir := t.TempDir()
	whole := encoded(t, "png", halves(200, 200))
	for name, raw := range map[string][]byte{
		"notes.png": []byte("hello \x1b[31mthere"), "empty.png": nil, "cut.png": whole[:len(whole)/2],
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), raw, 0o600))
	}
	for name, want := range map[string]string{
		"none.png": "There is no such file.", "notes.png": "This is no PNG, JPEG, GIF or WebP picture.",
		"empty.png": "This is no PNG, JPEG, GIF or WebP picture.", "cut.png": "The picture is damaged or cut off.",
		"": "This is not a regular file.",
	} {
		_, err := picture.Load(filepath.Join(dir, name))
		require.EqualError(t, err, want, name)
		var e *picture.Error
		require.ErrorAs(t, err, &e)
	}
	_, err := picture.Load(filepath.Join(dir, "none.png"))
	require.ErrorIs(t, err, fs.ErrNotExist)
}

// A few bytes may claim any size: nothing is allocated for it.
func TestHugePicturesAreRefusedBeforeDecoding(t *testing.T) {
	head := append([]byte("GIF89a"), 0xff, 0xff, 0xff, 0xff, 0, 0, 0)
	_, err := picture.Decode(bytes.NewReader(append(head, ',')))
	require.EqualError(t, err, "65535×65535 pixels are too many.")
	allocated := testing.AllocsPerRun(5, func() { _, _ = picture.Decode(bytes.NewReader(head)) })
	assert.Less(t, allocated, 100.0)
	assert.True(t, strings.HasSuffix(err.Error(), "."))
}
