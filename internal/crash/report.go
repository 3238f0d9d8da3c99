package crash

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"unicode"
)

// summaryLimit is the number of runes of a panic's value that are kept: enough
// for a runtime error, too little for a page of user data.
const summaryLimit = 300

// private are the shapes of what must not stand in a report: keys and tokens
// of the API, bearer tokens, signed tokens, e-mail addresses, phone numbers.
func private() *regexp.Regexp {
	return regexp.MustCompile(`\b(?:sk|pk|ak|oat|mt)_[A-Za-z0-9_-]{6,}` +
		`|(?i:bearer)\s+\S+` +
		`|\beyJ[A-Za-z0-9_.-]{10,}` +
		`|[^\s"'<>=:,;()/@]+@[^\s"'<>,;()/@]+\.\pL{2,}` + // not a module@v1.2.3
		`|\+\d{7,15}\b`)
}

const blank = "[removed]"

// scrub removes secrets and personal data from a text.
func (r *Reporter) scrub(s string) string {
	for _, secret := range r.secrets {
		if secret != "" {
			s = strings.ReplaceAll(s, secret, blank)
		}
	}
	return private().ReplaceAllString(s, blank)
}

// summary is a panic's value as one inert line.
func (r *Reporter) summary(value any) string {
	s := strings.Map(func(c rune) rune {
		if unicode.IsGraphic(c) && c != unicode.ReplacementChar {
			return c
		}
		return ' '
	}, r.scrub(text(value)))
	if runes := []rune(s); len(runes) > summaryLimit {
		s = string(runes[:summaryLimit]) + "…"
	}
	return s
}

// text prints a panic's value; a String method that panics itself must not
// hide the first fault.
func text(value any) (s string) {
	defer func() {
		if recover() != nil {
			s = fmt.Sprintf("a value of type %T", value)
		}
	}()
	return fmt.Sprint(value)
}

// write puts a report into a file that only its owner can read.
func (r *Reporter) write(where string, value any, stack []byte) (string, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "usher %s, %s %s/%s\n", r.version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	fmt.Fprintf(&b, "%s\nTERM=%s\n\n", r.now().UTC().Format("2006-01-02 15:04:05 MST"), os.Getenv("TERM"))
	fmt.Fprintf(&b, "panic in %s: %s\n\n%s\n", where, r.summary(value), r.scrub(string(stack)))
	return r.save(b.String())
}

func (r *Reporter) save(report string) (string, error) {
	if r.dir == "" {
		return "", fmt.Errorf("write crash report: %w", os.ErrNotExist)
	}
	if err := os.MkdirAll(r.dir, 0o700); err != nil {
		return "", fmt.Errorf("make directory for crash report: %w", err)
	}
	name := filepath.Join(r.dir, fmt.Sprintf("crash-%s-%d.txt", r.now().UTC().Format("20060102-150405"), os.Getpid()))
	if err := os.WriteFile(name, []byte(report), 0o600); err != nil {
		return "", fmt.Errorf("write crash report: %w", err)
	}
	return name, nil
}
