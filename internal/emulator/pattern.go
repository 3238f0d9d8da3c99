package emulator

import (
	"regexp"
	"sync"
)

// pattern is a regular expression that is compiled when it is first used: the
// demo starts in the same process, and compiling all of them would cost its
// first frame half a millisecond.
type pattern func() *regexp.Regexp

func lazy(expr string) pattern {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// MatchString reports whether s contains a match.
func (p pattern) MatchString(s string) bool { return p().MatchString(s) }
