//go:build unix

// Package terminal runs a program on a pseudo-terminal with an emulated screen,
// as a person at a keyboard would: for the end-to-end tests of the built binary
// and for the pictures in the documents.
package terminal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// Session is a program that runs, or has run, on a terminal of its own. It is
// safe for concurrent use.
type Session struct {
	cmd    *exec.Cmd
	master *os.File
	slave  *os.File
	before unix.Termios

	mu      sync.Mutex
	screen  *emulator
	raw     []byte
	changed chan struct{}
	closed  bool

	exited chan struct{}
	code   int
}

// Options say how a program is started.
type Options struct {
	Width, Height int // 120×40 when 0
	// Env is the whole environment of the program, without TERM.
	Env []string
}

// Start starts a program. The context bounds its life.
func Start(ctx context.Context, o Options, name string, args ...string) (*Session, error) {
	if o.Width == 0 {
		o.Width, o.Height = 120, 40
	}
	master, slave, err := pty.Open()
	if err != nil {
		return nil, fmt.Errorf("open a pseudo-terminal: %w", err)
	}
	if err := pty.Setsize(master, &pty.Winsize{Cols: uint16(o.Width), Rows: uint16(o.Height)}); err != nil {
		return nil, fmt.Errorf("size the pseudo-terminal: %w", err)
	}
	before, err := unix.IoctlGetTermios(int(slave.Fd()), readTermios)
	if err != nil {
		return nil, fmt.Errorf("read the pseudo-terminal: %w", err)
	}
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	cmd.Env = append(slices.Clone(o.Env), "TERM=xterm-256color", "COLORTERM=truecolor")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	s := &Session{
		cmd: cmd, master: master, slave: slave, before: *before,
		changed: make(chan struct{}), exited: make(chan struct{}), code: -1,
	}
	s.screen = newEmulator(o.Width, o.Height, func(answer string) { _, _ = master.WriteString(answer) })
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	go s.output()
	go s.end()
	return s, nil
}

// output feeds what the program prints to the screen.
func (s *Session) output() {
	buf := make([]byte, 32<<10)
	for {
		n, err := s.master.Read(buf)
		s.mu.Lock()
		if n > 0 {
			s.raw = append(s.raw, buf[:n]...)
			s.screen.write(buf[:n])
		}
		s.closed = s.closed || err != nil
		close(s.changed)
		s.changed = make(chan struct{})
		s.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (s *Session) end() {
	err := s.cmd.Wait()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		s.code = exit.ExitCode()
		if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
			s.code = 128 + int(status.Signal())
		}
	} else if err == nil {
		s.code = 0
	}
	close(s.exited)
}

// Close ends the program, if it still runs, and the terminal.
func (s *Session) Close() {
	_ = s.cmd.Process.Kill()
	<-s.exited
	s.slave.Close()
	s.master.Close()
}

// Signal sends the program a signal.
func (s *Session) Signal(sig syscall.Signal) error {
	if err := s.cmd.Process.Signal(sig); err != nil {
		return fmt.Errorf("signal %v: %w", sig, err)
	}
	return nil
}

// Send writes bytes as if they were typed.
func (s *Session) Send(text string) error {
	if _, err := s.master.WriteString(text); err != nil {
		return fmt.Errorf("type %q: %w", text, err)
	}
	return nil
}

// Press presses keys by their names; see Bytes.
func (s *Session) Press(keys ...string) error {
	for _, k := range keys {
		if err := s.Send(Bytes(k)); err != nil {
			return err
		}
	}
	return nil
}

// Paste pastes a text as a terminal with bracketed paste does.
func (s *Session) Paste(text string) error { return s.Send("\x1b[200~" + text + "\x1b[201~") }

// Resize changes the size of the terminal.
func (s *Session) Resize(width, height int) error {
	s.mu.Lock()
	s.screen.resize(width, height)
	s.mu.Unlock()
	if err := pty.Setsize(s.master, &pty.Winsize{Cols: uint16(width), Rows: uint16(height)}); err != nil {
		return fmt.Errorf("resize the pseudo-terminal: %w", err)
	}
	return nil
}

// Bytes is what a terminal sends for a key; a name that is none is sent as it
// is.
func Bytes(key string) string {
	if letter, ok := strings.CutPrefix(key, "ctrl+"); ok && len(letter) == 1 {
		return string(rune(letter[0] & 0x1f))
	}
	switch key {
	case "enter":
		return "\r"
	case "esc":
		return "\x1b"
	case "tab":
		return "\t"
	case "shift+tab":
		return "\x1b[Z"
	case "space":
		return " "
	case "backspace":
		return "\x7f"
	case "up":
		return "\x1b[A"
	case "down":
		return "\x1b[B"
	case "right":
		return "\x1b[C"
	case "left":
		return "\x1b[D"
	case "pgup":
		return "\x1b[5~"
	case "pgdown":
		return "\x1b[6~"
	}
	return key
}

// Until waits until the screen meets a condition; the error shows the screen.
func (s *Session) Until(what string, limit time.Duration, met func(screen string) bool) error {
	deadline := time.NewTimer(limit)
	defer deadline.Stop()
	for {
		s.mu.Lock()
		text, changed, closed := s.screen.text(), s.changed, s.closed
		s.mu.Unlock()
		if met(text) {
			return nil
		}
		if closed {
			return fmt.Errorf("waiting for %s: the program has ended; the screen:\n%s", what, text)
		}
		select {
		case <-changed:
		case <-s.exited:
			// What it printed last may still be on its way.
			select {
			case <-changed:
			case <-deadline.C:
				return fmt.Errorf("waiting for %s: the program has ended; the screen:\n%s", what, text)
			}
		case <-deadline.C:
			return fmt.Errorf("waiting for %s: not within %s; the screen:\n%s", what, limit, text)
		}
	}
}

// Expect waits until a text is on the screen.
func (s *Session) Expect(want string, limit time.Duration) error {
	return s.Until(fmt.Sprintf("%q", want), limit, func(screen string) bool { return strings.Contains(screen, want) })
}

// Gone waits until a text is no longer on the screen.
func (s *Session) Gone(text string, limit time.Duration) error {
	return s.Until(fmt.Sprintf("%q to go", text), limit, func(screen string) bool { return !strings.Contains(screen, text) })
}

// Wait waits for the end of the program and gives its exit code, 128 and the
// number of the signal that ended it.
func (s *Session) Wait(limit time.Duration) (int, error) {
	select {
	case <-s.exited:
		return s.code, nil
	case <-time.After(limit):
		return -1, fmt.Errorf("still running after %s; the screen:\n%s", limit, s.Text())
	}
}

// Watchers is the number of processes that the program has started and that
// have come to ignore a hang-up; it knows them on Linux only.
func (s *Session) Watchers() int {
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", s.cmd.Process.Pid))
	n := 0
	for _, path := range threads {
		raw, _ := os.ReadFile(path)
		for pid := range strings.FieldsSeq(string(raw)) {
			status, _ := os.ReadFile("/proc/" + pid + "/status")
			if m := regexp.MustCompile(`(?m)^SigIgn:.*([13579bdf])$`).Find(status); m != nil {
				n++ // SIGHUP is the lowest bit
			}
		}
	}
	return n
}

// Raw is everything that the program has printed.
func (s *Session) Raw() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return string(s.raw)
}

// ModesLeft are the private modes that are not as they were at the start; a
// hidden cursor counts as mode 25, no wrapping as mode 7.
func (s *Session) ModesLeft() []int {
	s.mu.Lock()
	defer s.mu.Unlock()
	left := s.screen.modesLeft()
	slices.Sort(left)
	return left
}

// Restored reports whether the terminal driver is set as it was at the start.
func (s *Session) Restored() (bool, error) {
	now, err := unix.IoctlGetTermios(int(s.slave.Fd()), readTermios)
	if err != nil {
		return false, fmt.Errorf("read the pseudo-terminal: %w", err)
	}
	return *now == s.before, nil
}
