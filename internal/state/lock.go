package state

import (
	"errors"
	"os"
	"time"

	"usher/internal/disk"
)

// How long the lock is waited for: changes of others take milliseconds, and a
// stopped program must not stop this one.
const (
	lockTries = 100
	lockPause = 20 * time.Millisecond
)

// hold takes the lock of f until f is closed. Where there are no locks, every
// change still begins with what the file holds and replaces it as a whole, so
// that at worst a search that two dashboards stored in the same moment is lost.
func hold(f *os.File) {
	for range lockTries {
		if !errors.Is(disk.Lock(f), disk.ErrHeld) {
			return
		}
		<-time.After(lockPause)
	}
}
