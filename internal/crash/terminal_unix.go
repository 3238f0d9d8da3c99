//go:build unix

package crash

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// state is how the terminal driver treats what is typed and printed.
type state struct{ Termios unix.Termios }

func readState(f *os.File) (*state, error) {
	t, err := unix.IoctlGetTermios(int(f.Fd()), readTermios)
	if err != nil {
		return nil, fmt.Errorf("read the terminal's state: %w", err)
	}
	return &state{*t}, nil
}

func (s *state) write(f *os.File) error {
	if err := unix.IoctlSetTermios(int(f.Fd()), writeTermios, &s.Termios); err != nil {
		return fmt.Errorf("restore the terminal's state: %w", err)
	}
	return nil
}

// inForeground reports whether nobody else speaks for the terminal: a shell
// that has taken it back has set it to its liking.
func inForeground(f *os.File) bool {
	group, err := unix.IoctlGetInt(int(f.Fd()), unix.TIOCGPGRP)
	return err != nil || group == unix.Getpgrp()
}
