package api

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"sync"
	"sync/atomic"
)

// upload is a file on its way: a multipart body around a reader, so that the
// file is never held whole.
type upload struct {
	head, tail []byte
	mime       string
	file       io.Reader
	size       int64 // of the file; -1 when unknown
	start      int64
	failed     atomic.Bool // the file could not be read to its end
	current    *fileReader // of the attempt that runs
}

var (
	errImageTooLarge = errors.New("the image is larger than 10 MiB")
	errLetGo         = errors.New("the file is no longer read")
)

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
	s, ok := file.(io.Seeker)
	if !ok {
		return u, nil
	}
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
	return u, nil
}

// rewindable reports whether the body can be sent again. A nil upload is a
// body in memory.
func (u *upload) rewindable() bool { return u == nil || u.size >= 0 }

// broke reports whether the file could not be read to its end: then no server
// can have taken the form for complete.
func (u *upload) broke() bool { return u != nil && u.failed.Load() }

func (u *upload) length() int64 {
	if u.size < 0 {
		return -1
	}
	return int64(len(u.head)) + u.size + int64(len(u.tail))
}

// open returns the body from its start.
func (u *upload) open() (io.Reader, error) {
	if old := u.current; old != nil {
		// The transport may still read for an attempt that was answered early.
		old.done.Store(true)
		old.mu.Lock()
		defer old.mu.Unlock()
		s, ok := u.file.(io.Seeker)
		if !ok {
			return nil, errors.New("the file cannot be read twice")
		}
		if _, err := s.Seek(u.start, io.SeekStart); err != nil {
			return nil, fmt.Errorf("rewind the file: %w", err)
		}
	}
	u.current = &fileReader{r: u.file, left: MaxImageSize, failed: &u.failed}
	// Without Close: the file belongs to the caller.
	return io.MultiReader(bytes.NewReader(u.head), u.current, bytes.NewReader(u.tail)), nil
}

// letGo starts no further read of the file, which is the caller's again.
func (u *upload) letGo() {
	if u.current != nil {
		u.current.done.Store(true)
	}
}

// fileReader reads the file for one attempt. It fails where a file of unknown
// size gets too large, and once the attempt is over.
type fileReader struct {
	r      io.Reader
	left   int64
	failed *atomic.Bool
	done   atomic.Bool
	mu     sync.Mutex // held while reading
}

func (f *fileReader) Read(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.done.Load() {
		return 0, errLetGo
	}
	n, err := f.r.Read(p)
	if f.left -= int64(n); f.left < 0 {
		err = errImageTooLarge
	}
	if err == nil || errors.Is(err, io.EOF) {
		return n, err
	}
	f.failed.Store(true)
	return 0, fmt.Errorf("read the file: %w", err)
}
