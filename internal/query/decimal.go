package query

import (
	"encoding/json"
	"strconv"
	"strings"
)

// decimal is a number as JSON writes it, compared without losing a digit.
type decimal struct {
	negative bool
	digits   string // without zeros around
	point    int64  // how many digits stand before the decimal point
}

// readDecimal reads a JSON number; nil for anything else.
func readDecimal(s string) *decimal {
	if s == "" || !json.Valid([]byte(s)) || s[0] != '-' && (s[0] < '0' || s[0] > '9') {
		return nil
	}
	d := &decimal{negative: s[0] == '-'}
	s = strings.TrimPrefix(s, "-")
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		exponent, err := strconv.ParseInt(strings.TrimPrefix(s[i+1:], "+"), 10, 32)
		if err != nil {
			return nil // no number that anybody keeps
		}
		d.point, s = exponent, s[:i]
	}
	whole, fraction, _ := strings.Cut(s, ".")
	d.point += int64(len(whole))
	all := whole + fraction
	d.digits = strings.TrimLeft(all, "0")
	d.point -= int64(len(all) - len(d.digits))
	d.digits = strings.TrimRight(d.digits, "0")
	if d.digits == "" {
		return &decimal{}
	}
	return d
}

// compare is -1, 0 or 1 as d is less than, equal to or greater than o.
func (d *decimal) compare(o *decimal) int {
	switch {
	case d.sign() != o.sign():
		if d.sign() < o.sign() {
			return -1
		}
		return 1
	case d.digits == "":
		return 0
	}
	order := 0
	if d.point != o.point {
		order = 1
		if d.point < o.point {
			order = -1
		}
	} else {
		order = strings.Compare(d.digits, o.digits)
	}
	return order * d.sign()
}

func (d *decimal) sign() int {
	switch {
	case d.digits == "":
		return 0
	case d.negative:
		return -1
	}
	return 1
}
