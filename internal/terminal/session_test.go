//go:build unix

package terminal

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/color"
	"io"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const soon = 10 * time.Second

func shell(t *testing.T, script string) *Session {
	t.Helper()
	s, err := Start(t.Context(), Options{Width: 40, Height: 5, Env: []string{"PATH=/usr/bin:/bin"}}, "sh", "-c", script)
	require.NoError(t, err)
	t.Cleanup(s.Close)
	return s
}

func TestSession(t *testing.T) {
	s := shell(t, `printf 'name? '; read n; printf 'hello %s\n' "$n"; exit 3`)
	require.NoError(t, s.Expect("name?", soon))
	require.NoError(t, s.Send("ann"))
	require.NoError(t, s.Press("enter"))
	require.NoError(t, s.Expect("hello ann", soon))
	code, err := s.Wait(soon)
	require.NoError(t, err)
	assert.Equal(t, 3, code)
	assert.Empty(t, s.ModesLeft())
	restored, err := s.Restored()
	require.NoError(t, err)
	assert.True(t, restored)
}

func TestWhatIsLeftBehindIsSeen(t *testing.T) {
	s := shell(t, `printf '\033[?1049h\033[?25l\033[?2004;1006h\033[?1006lx'; stty -echo; read n`)
	require.NoError(t, s.Expect("x", soon))
	require.NoError(t, s.Press("enter"))
	_, err := s.Wait(soon)
	require.NoError(t, err)
	assert.Equal(t, []int{25, 1049, 2004}, s.ModesLeft())
	restored, err := s.Restored()
	require.NoError(t, err)
	assert.False(t, restored)
}

func TestSignalAndEnd(t *testing.T) {
	s := shell(t, `echo ready; exec sleep 100`)
	require.NoError(t, s.Expect("ready", soon))
	require.NoError(t, s.Signal(syscall.SIGTERM))
	code, err := s.Wait(soon)
	require.NoError(t, err)
	assert.Equal(t, 128+15, code)
	require.ErrorContains(t, s.Expect("never", 50*time.Millisecond), "the screen:\nready")
}

func TestSVG(t *testing.T) {
	s := shell(t, `printf 'a <b> \033[1;38;2;255;0;16mred\033[0;7mrev\033[0m 李x'`)
	require.NoError(t, s.Expect("李x", soon))
	var b bytes.Buffer
	require.NoError(t, s.SVG(&b, Picture{Title: `a "title"`, Foreground: color.White, Background: color.Black}))
	out := b.String()
	for _, want := range []string{
		`fill="#ff0010" font-weight="bold">red<`, `>a &lt;b&gt;<`, `aria-label="a &#34;title&#34;"`,
		`fill="#ffffff"/>`, `fill="#000000">rev<`, ">李</text>", ">x",
	} {
		assert.Contains(t, out, want)
	}
	decoder := xml.NewDecoder(strings.NewReader(out))
	for {
		_, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err, "well-formed XML")
	}
}
