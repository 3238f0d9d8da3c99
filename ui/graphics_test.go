package ui_test

import (
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi/kitty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/ui"
)

// portrait writes a picture of one colour.
func portrait(t *testing.T, name string, shade uint8) string {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 60, 40))
	for i := range img.Pix {
		img.Pix[i] = shade
	}
	img.Set(0, 0, color.White)
	path := filepath.Join(t.TempDir(), name)
	f, err := os.Create(path)
	require.NoError(t, err)
	defer f.Close()
	require.NoError(t, png.Encode(f, img))
	return path
}

// choose opens the form for a picture and gives it a file.
func (r *rig) choose(path string) {
	r.Press("a", "i")
	r.Contains("Picture of")
	r.Paste(path)
	r.Advance(time.Second)
}

func withEnviron(env ...string) setup {
	return setup{options: func(o *ui.Options) { o.Environ = env }}
}

const placeholder = string(kitty.Placeholder)

func TestAPictureByKittysProtocol(t *testing.T) {
	file, other := portrait(t, "a.png", 200), portrait(t, "b.png", 90)
	scenario(t, withEnviron("TERM=xterm-kitty"), func(t *testing.T, r *rig) {
		assert.Empty(t, r.Raw(), "nothing is asked before a picture may come")
		r.choose(file)
		require.Len(t, r.Raw(), 1)
		assert.Contains(t, r.Raw()[0], "\x1b_Gi=255,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\")
		assert.True(t, strings.HasSuffix(r.Raw()[0], "\x1b[c"), "what every terminal answers comes last")
		r.Contains("▀", "60×40 pixels")

		r.Send(uv.KittyGraphicsEvent{Options: kitty.Options{ID: 255}, Payload: []byte("OK")})
		r.Send(uv.PrimaryDeviceAttributesEvent{62, 4})
		r.Advance(time.Second)
		require.Len(t, r.Raw(), 2)
		assert.Contains(t, r.Raw()[1], "\x1b_G")
		r.Contains(placeholder)
		r.Lacks("▀")

		r.Press("ctrl+u")
		assert.Contains(t, r.Raw()[2], "a=d,d=I", "taken back with its preview")
		r.Paste(other)
		r.Advance(time.Second)
		require.Len(t, r.Raw(), 4)
		r.Contains(placeholder)
		r.Press("ctrl+s")
		r.Contains("Set the picture of")
		assert.Contains(t, r.Raw()[4], "a=d,d=I")
		r.Advance(time.Minute)
		assert.Len(t, r.Raw(), 5, "an idle screen is silent")
	})
}

func TestAPictureBySixel(t *testing.T) {
	file := portrait(t, "a.png", 200)
	scenario(t, withEnviron("TERM=xterm-256color"), func(t *testing.T, r *rig) {
		r.choose(file)
		require.Len(t, r.Raw(), 1)
		assert.NotContains(t, r.Raw()[0], "\x1b_G")
		r.Send(uv.CellSizeEvent{Width: 9, Height: 18})
		r.Send(uv.PrimaryDeviceAttributesEvent{62, 4, 22})
		r.Advance(time.Second)
		require.Len(t, r.Raw(), 2)
		r.Contains("▀") // below the picture, for whatever covers it for a moment
		lines := strings.Split(r.View(), "\n")
		y := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, "▀") })
		x := strings.Index(lines[y], "▀")
		x = len([]rune(lines[y][:x]))
		assert.Contains(t, r.Raw()[1], "\x1b7\x1b["+strconv.Itoa(y+1)+";"+strconv.Itoa(x+1)+"H\x1bP0;1q")

		r.Press("left", "right")
		r.Advance(time.Second)
		assert.Len(t, r.Raw(), 2, "drawn once")
		r.Resize(100, 30)
		r.Advance(time.Second)
		assert.Len(t, r.Raw(), 3, "and again where the screen is drawn anew")
		r.Press("esc", "esc")
		r.Advance(time.Minute)
		assert.Len(t, r.Raw(), 3)
	})
	scenario(t, withEnviron("TERM=xterm-256color"), func(t *testing.T, r *rig) {
		r.choose(file)
		r.Send(uv.PrimaryDeviceAttributesEvent{62, 4, 22})
		r.Advance(time.Second)
		assert.Len(t, r.Raw(), 1, "not without the size of a cell")
		r.Send(uv.CellSizeEvent{Width: 9, Height: 18})
		r.Advance(time.Second)
		assert.Len(t, r.Raw(), 2)
	})
}

func TestAPictureInITerm(t *testing.T) {
	file := portrait(t, "a.png", 200)
	for _, env := range []string{"TERM_PROGRAM=iTerm.app", "LC_TERMINAL=iTerm2", "TERM_PROGRAM=WezTerm"} {
		scenario(t, withEnviron("TERM=xterm-256color", env), func(t *testing.T, r *rig) {
			r.choose(file)
			require.Len(t, r.Raw(), 1)
			assert.Contains(t, r.Raw()[0], "\x1b]1337;File=")
		})
	}
}

// Inside of a multiplexer only what itself answers is used.
func TestAPictureInAMultiplexer(t *testing.T) {
	file := portrait(t, "a.png", 200)
	for _, env := range [][]string{
		{"TERM=tmux-256color"},
		{"TERM=xterm-kitty", "TMUX=/tmp/tmux-0/default,1,0"},
		{"TERM=screen", "TERM_PROGRAM=iTerm.app"},
		{"TERM=xterm", "STY=1.pts", "LC_TERMINAL=iTerm2"},
	} {
		scenario(t, withEnviron(env...), func(t *testing.T, r *rig) {
			r.choose(file)
			require.Len(t, r.Raw(), 1)
			assert.NotContains(t, r.Raw()[0], "\x1b_G", "tmux would take it for a title")
			assert.NotContains(t, r.Raw()[0], "1337")
			r.Send(uv.PrimaryDeviceAttributesEvent{1, 2})
			r.Send(uv.KittyGraphicsEvent{Options: kitty.Options{ID: 255}, Payload: []byte("OK")})
			r.Advance(time.Second)
			assert.Len(t, r.Raw(), 1)
			r.Contains("▀")
		})
	}
}

// A picture that claims an absurd size is refused by its header, and not sent.
func TestABombIsNotSent(t *testing.T) {
	head, err := base64.StdEncoding.DecodeString("iVBORw0KGgoAAAANSUhEUgAA6mAAAOpgCAIAAAA=") // 60000×60000
	require.NoError(t, err)
	body := binary.BigEndian.AppendUint32(head[:29:29], crc32.ChecksumIEEE(head[12:29]))
	file := filepath.Join(t.TempDir(), "bomb.png")
	require.NoError(t, os.WriteFile(file, body, 0o600))
	scenario(t, setup{}, func(t *testing.T, r *rig) {
		r.choose(file)
		r.Contains("✗ 60000×60000 pixels are too many.")
		r.Press("ctrl+s")
		r.Advance(time.Second)
		r.Contains("Picture of", "look again at File")
	})
}
