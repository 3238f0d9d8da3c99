//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package drafts

import (
	"io/fs"
	"os"
	"syscall"
)

// tryLock takes the lock of f until f is closed, without waiting; it reports
// whether it was free. The kernel frees it when the program ends in any way.
func tryLock(f *os.File) bool {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}

// mine reports whether a file belongs to this person.
func mine(info fs.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(st.Uid) == os.Getuid()
}
