package picture_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/styles"
	"usher/ui/components/picture"
)

// tiff is a directory with one orientation, in either byte order.
func tiff(big bool, orientation uint16) []byte {
	var order binary.AppendByteOrder = binary.LittleEndian
	out := []byte("II*\x00")
	if big {
		order, out = binary.BigEndian, []byte("MM\x00*")
	}
	out = order.AppendUint32(out, 8)
	out = order.AppendUint16(out, 2)
	for _, tag := range []uint16{0x0100, 0x0112} {
		out = order.AppendUint16(out, tag)
		out = order.AppendUint16(out, 3)
		out = order.AppendUint32(out, 1)
		out = order.AppendUint16(out, orientation)
		out = order.AppendUint16(out, 0)
	}
	return order.AppendUint32(out, 0)
}

// withExif puts Exif into a JPEG or PNG file.
func withExif(file, exif []byte) []byte {
	if bytes.HasPrefix(file, []byte{0xff, 0xd8}) {
		body := append([]byte("Exif\x00\x00"), exif...)
		segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(body)+2))
		return bytes.Join([][]byte{file[:2], segment, body, file[2:]}, nil)
	}
	chunk := append([]byte("eXIf"), exif...)
	out := binary.BigEndian.AppendUint32(nil, uint32(len(exif)))
	out = binary.BigEndian.AppendUint32(append(out, chunk...), crc32.ChecksumIEEE(chunk))
	return bytes.Join([][]byte{file[:33], out, file[33:]}, nil) // behind IHDR
}

// turnedAs is the picture as a camera held in this way stores it: pixel x, y
// of the upright one is found where Exif says.
func turnedAs(img *image.RGBA, orientation int) *image.RGBA {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	sw, sh := w, h
	if orientation >= 5 {
		sw, sh = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, sw, sh))
	for y := range h {
		for x := range w {
			at := map[int][2]int{
				1: {x, y}, 2: {w - 1 - x, y}, 3: {w - 1 - x, h - 1 - y}, 4: {x, h - 1 - y},
				5: {y, x}, 6: {y, w - 1 - x}, 7: {h - 1 - y, w - 1 - x}, 8: {h - 1 - y, x},
			}[orientation]
			out.Set(at[0], at[1], img.At(x, y))
		}
	}
	return out
}

func TestOrientationIsHonoured(t *testing.T) {
	st := styles.New(styles.Theme{})
	want, err := picture.Decode(bytes.NewReader(encoded(t, "png", quarters(40, 20))))
	require.NoError(t, err)
	for orientation := 1; orientation <= 8; orientation++ {
		for _, big := range []bool{true, false} {
			file := withExif(encoded(t, "png", turnedAs(quarters(40, 20), orientation)), tiff(big, uint16(orientation)))
			p, err := picture.Decode(bytes.NewReader(file))
			require.NoError(t, err)
			assert.Equal(t, [2]int{40, 20}, [2]int{p.Width, p.Height}, orientation)
			assert.Equal(t, want.Lines(st, 40, 10), p.Lines(st, 40, 10), "orientation %d", orientation)
		}
	}
	p, err := picture.Decode(bytes.NewReader(withExif(encoded(t, "jpeg", quarters(40, 20)), tiff(true, 8))))
	require.NoError(t, err)
	assert.Equal(t, [2]int{20, 40}, [2]int{p.Width, p.Height})
}

// What an orientation cannot be read from is shown as it is stored.
func TestBrokenExifIsIgnored(t *testing.T) {
	for name, exif := range map[string][]byte{
		"nothing": nil, "short": []byte("MM\x00*"), "no directory": []byte("II*\x00\xff\xff\xff\x7faaaaaaaa"),
		"out of range": tiff(true, 9), "zero": tiff(true, 0), "cut off": tiff(true, 6)[:20],
		"endless": []byte("MM\x00*\x00\x00\x00\x08\xff\xff" + strings.Repeat("\x00", 12)),
	} {
		p, err := picture.Decode(bytes.NewReader(withExif(encoded(t, "jpeg", quarters(40, 20)), exif)))
		require.NoError(t, err, name)
		assert.Equal(t, 40, p.Width, name)
	}
}

// The canvas of this file claims one pixel, the frame inside 268 million.
func TestAFrameLargerThanItsCanvasIsRefused(t *testing.T) {
	chunk := func(name string, body []byte) []byte {
		return append(binary.LittleEndian.AppendUint32([]byte(name), uint32(len(body))), body...)
	}
	for name, frame := range map[string][]byte{
		"VP8 ": {0x10, 0, 0, 0x9d, 0x01, 0x2a, 0xff, 0x3f, 0xff, 0x3f},
		"VP8L": {0x2f, 0xff, 0xff, 0xff, 0x0f, 0, 0, 0, 0, 0},
	} {
		body := append([]byte("WEBP"), chunk("VP8X", make([]byte, 10))...)
		body = append(body, chunk(name, frame)...)
		_, err := picture.Decode(bytes.NewReader(chunk("RIFF", body)))
		require.ErrorContains(t, err, "pixels are too many", name)
		assert.Contains(t, err.Error(), "1638")
	}
}
