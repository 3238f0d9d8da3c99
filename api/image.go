package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"strings"
)

// MaxImageSize is the largest profile image in bytes.
const MaxImageSize = 10 << 20

// upload is a file on its way: a multipart body around a reader, so that the
// file is never held whole.
type upload struct {
	head, tail []byte
	mime       string
	file       io.Reader
	size       int64 // of the file; -1 when unknown
	start      int64
	opened     bool
}

var errImageTooLarge = errors.New("the image is larger than 10 MiB")

// newUpload takes the rest of file as the part named "file".
func newUpload(filename string, file io.Reader) (*upload, error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	if _, err := w.CreateFormFile("file", filename); err != nil {
		return nil, fmt.Errorf("start the form: %w", err)
	}
	u := &upload{head: bytes.Clone(b.Bytes()), mime: w.FormDataContentType(), file: file, size: -1}
	b.Reset()
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("end the form: %w", err)
	}
	u.tail = b.Bytes()
	if s, ok := file.(io.Seeker); ok {
		at, err := s.Seek(0, io.SeekCurrent)
		if err != nil {
			return u, nil //nolint:nilerr // a pipe: it can be read once, which is enough
		}
		end, err := s.Seek(0, io.SeekEnd)
		if err == nil {
			_, err = s.Seek(at, io.SeekStart)
		}
		if err != nil {
			return nil, fmt.Errorf("measure the file: %w", err)
		}
		u.start, u.size = at, end-at
	}
	return u, nil
}

// rewindable reports whether the body can be sent again. A nil upload is a
// body in memory.
func (u *upload) rewindable() bool { return u == nil || u.size >= 0 }

func (u *upload) contentType() string { return u.mime }

func (u *upload) length() int64 {
	if u.size < 0 {
		return -1
	}
	return int64(len(u.head)) + u.size + int64(len(u.tail))
}

// open returns the body from its start.
func (u *upload) open() (io.Reader, error) {
	if u.opened {
		s, ok := u.file.(io.Seeker)
		if !ok {
			return nil, errors.New("the file cannot be read twice")
		}
		if _, err := s.Seek(u.start, io.SeekStart); err != nil {
			return nil, fmt.Errorf("rewind the file: %w", err)
		}
	}
	u.opened = true
	file := &cappedReader{r: u.file, left: MaxImageSize}
	// Without Close: the file belongs to the caller.
	return io.MultiReader(bytes.NewReader(u.head), file, bytes.NewReader(u.tail)), nil
}

// cappedReader fails where a file of unknown size gets too large.
type cappedReader struct {
	r    io.Reader
	left int64
}

func (c *cappedReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	if c.left -= int64(n); c.left < 0 {
		return 0, errImageTooLarge
	}
	return n, err
}

// SetProfileImage uploads an image of at most [MaxImageSize] bytes: JPEG, PNG,
// GIF or WebP (SetUserProfileImage). The file is streamed; it is sent again
// after a 429 only when it can be rewound.
func (s *UsersService) SetProfileImage(ctx context.Context, id ID, filename string, file io.Reader) (*User, error) {
	r := newRequest(opSetUserProfileImage, id)
	name := filename[strings.LastIndexAny(filename, `/\`)+1:]
	r.required("file", name)
	if file == nil {
		r.fail("file", "is required")
	}
	if r.err == nil {
		u, err := newUpload(name, file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.ID, err)
		}
		if u.size > MaxImageSize {
			r.fail("file", "has %d bytes, at most %d are allowed", u.size, MaxImageSize)
		}
		r.upload = u
	}
	return s.user(ctx, r)
}

// DeleteProfileImage removes the image; the server then shows a generated one
// (DeleteUserProfileImage).
func (s *UsersService) DeleteProfileImage(ctx context.Context, id ID) (*User, error) {
	return s.user(ctx, newRequest(opDeleteUserProfileImage, id))
}
