//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package disk

import (
	"errors"
	"os"
)

// Lock takes no lock here: it cannot be told whether another program holds f.
func Lock(*os.File) error { return errors.ErrUnsupported }
