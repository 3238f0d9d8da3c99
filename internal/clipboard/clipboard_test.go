package clipboard_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/clipboard"
)

// desk is a machine with some programs; it remembers what was run and sent.
type desk struct {
	programs []string
	fail     map[string]error
	events   []string
}

func (d *desk) board(goos string, environ ...string) *clipboard.Board {
	return clipboard.New(clipboard.Options{
		OS: goos, Environ: environ,
		Look: func(name string) (string, error) {
			for _, p := range d.programs {
				if p == name {
					return "/bin/" + name, nil
				}
			}
			return "", errors.New("not found")
		},
		Run: func(ctx context.Context, path string, args []string, input string) error {
			_, limited := ctx.Deadline()
			if !limited {
				return errors.New("no time limit")
			}
			d.events = append(d.events, strings.Join(append([]string{path}, args...), " ")+" < "+input)
			return d.fail[filepath.Base(path)]
		},
		Set: func(text string) tea.Cmd {
			return func() tea.Msg { d.events = append(d.events, "osc52 "+text); return nil }
		},
		Raw: func(seq any) tea.Cmd {
			return func() tea.Msg {
				d.events = append(d.events, strings.ReplaceAll(seq.(string), "\x1b", "␛"))
				return nil
			}
		},
	})
}

// finish runs a command with the commands it brings, as a program would, and
// gives the last message.
func finish(cmd tea.Cmd) (last tea.Msg) {
	msg := cmd()
	if v := reflect.ValueOf(msg); v.IsValid() && v.Kind() == reflect.Slice {
		for i := range v.Len() {
			last = finish(v.Index(i).Interface().(tea.Cmd))
		}
		return last
	}
	return msg
}

func TestCopy(t *testing.T) {
	all := []string{"wl-copy", "xclip", "xsel", "pbcopy", "tmux"}
	broken := map[string]error{"wl-copy": errors.New("failed: exit status 1"), "tmux": errors.New("unknown flag -w\x1b[31m")}
	const wl = "/bin/wl-copy --type text/plain;charset=utf-8 < v"
	tests := []struct {
		name     string
		os       string
		env      []string
		programs []string
		fail     map[string]error
		events   []string
		words    string
	}{
		{"wayland", "linux", []string{"WAYLAND_DISPLAY=wayland-0", "DISPLAY=:0"}, all, nil, []string{wl}, "Copied the id with wl-copy"},
		{"wayland without wl-copy", "linux", []string{"WAYLAND_DISPLAY=w", "DISPLAY=:0"}, all[1:], nil, []string{"/bin/xclip -selection clipboard -in < v"}, "Copied the id with xclip"},
		{"x11", "linux", []string{"DISPLAY=:0"}, []string{"wl-copy", "xsel"}, nil, []string{"/bin/xsel --clipboard --input < v"}, "Copied the id with xsel"},
		{"no display", "linux", []string{"TERM=xterm-256color"}, all, nil, []string{"osc52 v"}, "Copied the id by the terminal (OSC 52)"},
		{"no program", "linux", []string{"DISPLAY=:0"}, nil, nil, []string{"osc52 v"}, "Copied the id by the terminal (OSC 52)"},
		{"mac", "darwin", []string{"TERM_PROGRAM=Apple_Terminal"}, all, nil, []string{"/bin/pbcopy < v"}, "Copied the id with pbcopy"},
		{"mac over ssh", "darwin", []string{"SSH_TTY=/dev/ttys1"}, all, nil, []string{"osc52 v"}, "Copied the id by the terminal (OSC 52)"},
		{"ssh with a display", "linux", []string{"SSH_CONNECTION=a b", "DISPLAY=localhost:10.0", "WAYLAND_DISPLAY=w"}, all, nil, []string{"osc52 v"}, "Copied the id by the terminal (OSC 52)"},
		{"the program fails", "linux", []string{"WAYLAND_DISPLAY=w"}, all, broken, []string{wl, "osc52 v"}, "Copied the id by the terminal (OSC 52)"},
		{"nothing works", "linux", []string{"WAYLAND_DISPLAY=w", "TERM=linux"}, all, broken, []string{wl}, "Could not copy the id: wl-copy: failed: exit status 1"},
		{"console", "linux", []string{"TERM=linux"}, all, nil, nil, "Could not copy the id: no clipboard can be reached from here"},
		{"apple without pbcopy", "darwin", []string{"TERM_PROGRAM=Apple_Terminal"}, nil, nil, nil, "Could not copy the id: no clipboard can be reached from here"},
		{"tmux", "linux", []string{"TMUX=/tmp/x", "TERM=tmux-256color"}, all, nil, []string{"/bin/tmux load-buffer -w - < v"}, "Copied the id with tmux"},
		{"tmux at a desk", "linux", []string{"TMUX=/tmp/x", "WAYLAND_DISPLAY=w"}, all, nil, []string{wl, "/bin/tmux load-buffer -w - < v"}, "Copied the id with wl-copy and tmux"},
		{"tmux over ssh", "linux", []string{"TMUX=/tmp/x", "SSH_TTY=x", "WAYLAND_DISPLAY=w"}, all, nil, []string{"/bin/tmux load-buffer -w - < v"}, "Copied the id with tmux"},
		{
			"old tmux", "linux",
			[]string{"TMUX=/tmp/x"},
			all, broken,
			[]string{"/bin/tmux load-buffer -w - < v", "osc52 v", "␛Ptmux;␛␛]52;c;dg==\a␛\\"},
			"Copied the id by the terminal (OSC 52) · if it did not arrive: tmux set -g set-clipboard on",
		},
		{
			"tmux at the other end of ssh", "linux",
			[]string{"TERM=screen-256color", "SSH_TTY=x"},
			all, nil,
			[]string{"osc52 v", "␛Ptmux;␛␛]52;c;dg==\a␛\\"},
			"Copied the id by the terminal (OSC 52) · if it did not arrive: tmux set -g set-clipboard on",
		},
		{"screen", "linux", []string{"STY=1.x", "TERM=screen"}, all, nil, []string{"␛P␛]52;c;dg==\a␛\\"}, "Copied the id by the terminal (OSC 52)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := &desk{programs: tt.programs, fail: tt.fail}
			msg := finish(d.board(tt.os, tt.env...).Copy("id", "v"))
			require.IsType(t, clipboard.Copied{}, msg)
			done := msg.(clipboard.Copied)
			assert.Equal(t, tt.words, done.Words())
			assert.Equal(t, tt.events, d.events)
			assert.Equal(t, strings.HasPrefix(tt.words, "Copied"), done.OK())
			assert.Equal(t, strings.Contains(tt.words, " with "), done.Sure)
			assert.NotContains(t, done.Words(), "\x1b")
		})
	}
}

// tmux keeps what it copied, so that a secret would stay in its buffers.
func TestASecretIsForgottenByTmux(t *testing.T) {
	d := &desk{programs: []string{"tmux"}}
	finish(d.board("linux", "TMUX=x").CopySecret("token", "v"))
	assert.Equal(t, []string{"/bin/tmux load-buffer -b usher-secret -w - < v", "/bin/tmux delete-buffer -b usher-secret < "}, d.events)

	d = &desk{}
	finish(d.board("linux", "TMUX=x").CopySecret("token", "v"))
	assert.Equal(t, []string{"␛Ptmux;␛␛]52;c;dg==\a␛\\"}, d.events, "only what tmux does not keep")
}

// Nothing is looked for or run before the command is.
func TestCopyWaitsForTheCommand(t *testing.T) {
	d := &desk{programs: []string{"wl-copy"}}
	cmd := d.board("linux", "WAYLAND_DISPLAY=w").Copy("id", "v")
	assert.Empty(t, d.events)
	finish(cmd)
	assert.Len(t, d.events, 1)
}

func TestLargeTextsAreWarnedOf(t *testing.T) {
	d := &desk{}
	msg := finish(d.board("linux").Copy("record", strings.Repeat("x", 80_000)))
	assert.Equal(t, "Copied the record by the terminal (OSC 52) · it is large: some terminals cut it", msg.(clipboard.Copied).Words())
}

// script makes a program out of shell lines.
func script(t *testing.T, lines string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "wl-copy"), []byte("#!/bin/sh\n"+lines+"\n"), 0o700))
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	return dir
}

func machine() *clipboard.Board {
	return clipboard.New(clipboard.Options{OS: "linux", Environ: []string{"WAYLAND_DISPLAY=w", "TERM=dumb"}})
}

func TestARealProgramReadsTheText(t *testing.T) {
	dir := script(t, `cat > "`+"$(dirname \"$0\")"+`/out"; echo noise; echo noise >&2`)
	done := finish(machine().Copy("id", "käse\u00a0")).(clipboard.Copied)
	assert.Equal(t, "Copied the id with wl-copy", done.Words())
	got, err := os.ReadFile(filepath.Join(dir, "out"))
	require.NoError(t, err)
	assert.Equal(t, "käse\u00a0", string(got))
}

// wl-copy leaves a process behind that serves the clipboard; copying does not
// wait for it.
func TestAProcessLeftBehindIsNotWaitedFor(t *testing.T) {
	script(t, "cat > /dev/null; sleep 5 &")
	start := time.Now()
	done := finish(machine().Copy("id", "v")).(clipboard.Copied)
	assert.True(t, done.OK())
	assert.Less(t, time.Since(start), 2*time.Second)
}

func TestAProgramThatHangsIsGivenUp(t *testing.T) {
	if testing.Short() {
		t.Skip("takes two seconds")
	}
	script(t, "exec sleep 20")
	start := time.Now()
	done := finish(machine().Copy("id", "v")).(clipboard.Copied)
	assert.Equal(t, "Could not copy the id: wl-copy: no answer within 2s", done.Words())
	assert.Less(t, time.Since(start), 4*time.Second)
}

func TestAProgramThatFails(t *testing.T) {
	script(t, "exit 3")
	done := finish(machine().Copy("id", "v")).(clipboard.Copied)
	assert.Equal(t, "Could not copy the id: wl-copy: failed: exit status 3", done.Words())
}
