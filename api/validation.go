package api

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ValidationError refuses a call before it reaches the network. Field is the
// API's name of the parameter.
type ValidationError struct {
	Op      string
	Field   string
	Problem string
}

// Error names the operation, the field and the problem. It never repeats the
// value.
func (e *ValidationError) Error() string {
	return fmt.Sprintf("%s: %s: %s", e.Op, e.Field, e.Problem)
}

const (
	maxFilterValues = 100
	maxPageSize     = 500
	maxBulkUsers    = 50
	maxTextLen      = 8 << 10
)

// checker collects the first problem of a call.
type checker struct {
	op  string
	err *ValidationError
}

func (c *checker) fail(field, format string, args ...any) {
	if c.err == nil {
		c.err = &ValidationError{Op: c.op, Field: field, Problem: fmt.Sprintf(format, args...)}
	}
}

// text refuses what no server could understand; "" is allowed.
func (c *checker) text(field, s string) {
	switch {
	case !utf8.ValidString(s):
		c.fail(field, "is not valid UTF-8")
	case strings.IndexByte(s, 0) >= 0:
		c.fail(field, "holds a NUL character")
	case len(s) > maxTextLen:
		c.fail(field, "has %d bytes, at most %d are sent", len(s), maxTextLen)
	}
}

func (c *checker) required(field, s string) {
	if strings.TrimSpace(s) == "" {
		c.fail(field, "is required")
		return
	}
	c.text(field, s)
}

func (c *checker) requiredID(field string, id ID) {
	switch {
	case id == "":
		c.fail(field, "is required")
	case !id.Valid():
		c.fail(field, "is not an id")
	}
}

func (c *checker) optionalID(field string, id ID) {
	if id != "" && !id.Valid() {
		c.fail(field, "is not an id")
	}
}

func (c *checker) values(field string, vs []string) {
	if len(vs) > maxFilterValues {
		c.fail(field, "has %d values, at most %d are allowed", len(vs), maxFilterValues)
	}
	for _, v := range vs {
		c.required(field, v)
	}
}

func (c *checker) oneOf(field, v string, allowed ...string) {
	if v == "" {
		return
	}
	for _, a := range allowed {
		if v == a {
			return
		}
	}
	c.fail(field, "must be one of %s", strings.Join(allowed, ", "))
}

func (c *checker) between(field string, n, low, high int) {
	if n < low || n > high {
		c.fail(field, "must be from %d to %d, not %d", low, high, n)
	}
}

// result is nil as an error when nothing is wrong.
func (c *checker) result() error {
	if c.err == nil {
		return nil
	}
	return c.err
}

func itoa(n int) string { return strconv.Itoa(n) }
