//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package state

import (
	"errors"
	"os"
	"syscall"
	"time"
)

// How long the lock is waited for: changes of others take milliseconds, and a
// stopped program must not stop this one.
const (
	lockTries = 100
	lockPause = 20 * time.Millisecond
)

// hold takes the lock of f until f is closed.
func hold(f *os.File) {
	for range lockTries {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			return
		}
		<-time.After(lockPause)
	}
}
