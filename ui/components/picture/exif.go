package picture

import (
	"bytes"
	"encoding/binary"
	"image"
	"io"
)

// maxHeader is how far into a file its orientation is looked for, in bytes.
const maxHeader = 256 << 10

// orientation is how a camera was held, 1 to 8 as in Exif; 1 is upright, and
// what is given for everything that cannot be read.
func orientation(r io.ReadSeeker, format string) int {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return 1
	}
	head, err := io.ReadAll(io.LimitReader(r, maxHeader))
	if err != nil {
		return 1
	}
	var tiff []byte
	switch format {
	case "jpeg":
		tiff = jpegExif(head)
	case "webp":
		tiff = riffChunk(head, "EXIF")
	case "png":
		tiff = pngExif(head)
	}
	return orientationOf(bytes.TrimPrefix(tiff, []byte("Exif\x00\x00")))
}

// jpegExif finds the segment of a JPEG file that holds Exif.
func jpegExif(b []byte) []byte {
	for i := 2; i+4 <= len(b) && b[i] == 0xff; {
		size := int(binary.BigEndian.Uint16(b[i+2:]))
		end := i + 2 + size
		if b[i+1] == 0xda || size < 2 || end > len(b) {
			return nil // the picture itself begins, or the file is cut off
		}
		if body := b[i+4 : end]; b[i+1] == 0xe1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")) {
			return body
		}
		i = end
	}
	return nil
}

// pngExif finds the chunk of a PNG file that holds Exif.
func pngExif(b []byte) []byte {
	for i := 8; i+8 <= len(b); {
		size := int64(binary.BigEndian.Uint32(b[i:]))
		if int64(i)+8+size > int64(len(b)) {
			return nil
		}
		if string(b[i+4:i+8]) == "eXIf" {
			return b[i+8 : i+8+int(size)]
		}
		i += 12 + int(size)
	}
	return nil
}

// riffChunk finds a chunk of a WebP file by its name.
func riffChunk(b []byte, name string) []byte {
	for i := 12; i+8 <= len(b); {
		size := int64(binary.LittleEndian.Uint32(b[i+4:]))
		end := min(int64(i)+8+size, int64(len(b)))
		if string(b[i:i+4]) == name {
			return b[i+8 : end]
		}
		i = int(end + size%2)
	}
	return nil
}

// orientationOf reads tag 0x0112 of the first directory of a TIFF structure.
func orientationOf(b []byte) int {
	var order binary.ByteOrder = binary.LittleEndian
	switch {
	case len(b) < 14:
		return 1
	case bytes.HasPrefix(b, []byte("MM\x00*")):
		order = binary.BigEndian
	case !bytes.HasPrefix(b, []byte("II*\x00")):
		return 1
	}
	at := int64(order.Uint32(b[4:]))
	if at+2 > int64(len(b)) {
		return 1
	}
	dir := b[at:]
	for n := int(order.Uint16(dir)); n > 0 && len(dir) >= 14; n-- {
		entry := dir[2:14]
		if order.Uint16(entry) == 0x0112 {
			if v := int(order.Uint16(entry[8:])); v >= 1 && v <= 8 {
				return v
			}
			return 1
		}
		dir = dir[12:]
	}
	return 1
}

// upright turns a picture so that it is seen as the camera saw it.
func upright(img *image.RGBA, orientation int) *image.RGBA {
	if orientation <= 1 {
		return img
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	across := orientation >= 5 // lies on its side
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if across {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			u, v := x, y
			switch orientation {
			case 2:
				u = w - 1 - x
			case 3:
				u, v = w-1-x, h-1-y
			case 4:
				v = h - 1 - y
			case 5:
				u, v = y, x
			case 6:
				u, v = h-1-y, x
			case 7:
				u, v = h-1-y, w-1-x
			case 8:
				u, v = y, w-1-x
			}
			out.SetRGBA(u, v, img.RGBAAt(x, y))
		}
	}
	return out
}
