package crash

import (
	"fmt"

	"golang.org/x/sys/unix"
)

const (
	readTermios  = unix.TCGETS
	writeTermios = unix.TCSETS
)

// smallPipe makes a pipe as small as it can be: a process that dies with a
// long message then waits until its beginning has been read.
func smallPipe(fd uintptr) {
	_, _ = unix.FcntlInt(fd, unix.F_SETPIPE_SZ, 4096)
}

func redirect(from, to int) error {
	if err := unix.Dup3(from, to, 0); err != nil {
		return fmt.Errorf("redirect descriptor %d: %w", to, err)
	}
	return nil
}
