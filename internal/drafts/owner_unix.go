//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package drafts

import (
	"io/fs"
	"os"
	"syscall"
)

// mine reports whether a file belongs to this person.
func mine(info fs.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(st.Uid) == os.Getuid()
}
