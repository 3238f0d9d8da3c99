package api

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"time"
)

// Time is a moment in Unix milliseconds, the unit of every *_at field of the
// API. 0 means absent or null.
type Time int64

// TimeOf converts t; the zero time becomes 0.
func TimeOf(t time.Time) Time {
	if t.IsZero() {
		return 0
	}
	return Time(t.UnixMilli())
}

// IsZero reports whether the moment is absent.
func (t Time) IsZero() bool { return t == 0 }

// Time converts to the standard type, in the local zone; 0 gives the zero time.
func (t Time) Time() time.Time {
	if t == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(t))
}

// UnmarshalJSON accepts integers, integral floats, numbers in strings and
// RFC 3339 strings; anything else is absent.
func (t *Time) UnmarshalJSON(b []byte) error {
	*t = 0
	s := strings.Trim(string(bytes.TrimSpace(b)), `"`)
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		*t = Time(n)
		return nil
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil && math.Abs(f) < 1<<53 {
		*t = Time(f)
		return nil
	}
	if at, err := time.Parse(time.RFC3339Nano, s); err == nil {
		*t = TimeOf(at)
	}
	return nil
}
