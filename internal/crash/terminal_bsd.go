//go:build unix && !linux

package crash

import (
	"fmt"

	"golang.org/x/sys/unix"
)

const (
	readTermios  = unix.TIOCGETA
	writeTermios = unix.TIOCSETA
)

func smallPipe(uintptr) {}

func redirect(from, to int) error {
	if err := unix.Dup2(from, to); err != nil {
		return fmt.Errorf("redirect descriptor %d: %w", to, err)
	}
	return nil
}
