package ui_test

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// crawling reads the body of an upload in pieces, with a wait between them.
type crawling struct {
	next  http.RoundTripper
	piece int
	wait  time.Duration
}

func (c crawling) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil && r.ContentLength > int64(c.piece) {
		r = r.Clone(r.Context())
		r.Body = struct {
			io.Reader
			io.Closer
		}{pieces{r.Body, c.piece, c.wait}, r.Body}
	}
	return c.next.RoundTrip(r)
}

type pieces struct {
	from  io.Reader
	piece int
	wait  time.Duration
}

func (p pieces) Read(b []byte) (int, error) {
	<-time.After(p.wait)
	return p.from.Read(b[:min(len(b), p.piece)])
}

// The bytes on their way are counted as they are read, not guessed.
func TestAPictureOnItsWay(t *testing.T) {
	raw, err := os.ReadFile(portrait(t, "a.png", 200))
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "large.png")
	require.NoError(t, os.WriteFile(file, append(raw, make([]byte, 1_000_000-len(raw))...), 0o600))
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.wire.next = crawling{r.wire.next, 4000, 40 * time.Millisecond}
		r.choose(file)
		r.Press("ctrl+s")
		r.Contains("Sends large.png (1.0 MB · png, 60×40 pixels).")
		r.Press("y")
		r.Advance(2570 * time.Millisecond)
		r.Contains("Set the profile picture: ██░░░░░░░░ 2", " % · 2", " of 1.0 MB")
		r.Advance(5 * time.Second)
		r.Contains("███████░░░ 7", " % · 7", " of 1.0 MB")
		r.Until("Set the picture of", 10*time.Second)
		r.Lacks("%")
	})
}
