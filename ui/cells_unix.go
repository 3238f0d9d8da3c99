//go:build unix

package ui

import (
	"os"

	"golang.org/x/sys/unix"
)

// cellPixels is the size of a cell in pixels as the terminal's driver knows
// it; zeros where it does not.
func cellPixels(out *os.File) (w, h int) {
	size, err := unix.IoctlGetWinsize(int(out.Fd()), unix.TIOCGWINSZ)
	if err != nil || size.Col == 0 || size.Row == 0 {
		return 0, 0
	}
	return int(size.Xpixel) / int(size.Col), int(size.Ypixel) / int(size.Row)
}
