//go:build !unix

package crash

import (
	"errors"
	"os"
)

// state is empty: Bubble Tea restores the console by itself, and nothing can
// do so after it here.
type state struct{}

func readState(*os.File) (*state, error) { return nil, errors.ErrUnsupported }

func (*state) write(*os.File) error { return nil }

// Watch does nothing on this platform.
func (r *Reporter) Watch(*Terminal) (stop func()) { return func() {} }

// Monitor does nothing on this platform.
func Monitor() (was bool, code int) { return false, 0 }
