package picture

import (
	"encoding/binary"
	"image"
	"io"
)

// declared is the largest size that a file claims, in pixels. The frame inside
// of an extended WebP file has a size of its own, which is what decoding takes
// memory for; the header may claim less.
func declared(r io.ReadSeeker, c image.Config, format string) (w, h int, err error) {
	w, h = c.Width, c.Height
	if format != "webp" {
		return w, h, nil
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return 0, 0, &Error{Text: "The file cannot be read.", cause: err}
	}
	var chunk [8]byte
	at := int64(12)
	for {
		if _, err := r.Seek(at, io.SeekStart); err != nil {
			return 0, 0, &Error{Text: "The file cannot be read.", cause: err}
		}
		if n, _ := io.ReadFull(r, chunk[:]); n < len(chunk) || at > maxBytes {
			return w, h, nil // the end of the file
		}
		fw, fh := frame(r, string(chunk[:4]))
		w, h = max(w, fw), max(h, fh)
		size := int64(binary.LittleEndian.Uint32(chunk[4:]))
		at += 8 + size + size%2
	}
}

// frame reads the size out of a frame's header; 0 where there is none.
func frame(r io.Reader, name string) (w, h int) {
	var b [10]byte
	switch name {
	case "VP8 ":
		if _, err := io.ReadFull(r, b[:]); err != nil {
			return 0, 0
		}
		return int(binary.LittleEndian.Uint16(b[6:]) & 0x3fff), int(binary.LittleEndian.Uint16(b[8:]) & 0x3fff)
	case "VP8L":
		if _, err := io.ReadFull(r, b[:5]); err != nil {
			return 0, 0
		}
		bits := binary.LittleEndian.Uint32(b[1:])
		return int(bits&0x3fff) + 1, int(bits>>14&0x3fff) + 1
	}
	return 0, 0
}
