package query

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"usher/api"
)

// dates is a range of moments as it was written: relative ones and days get
// their place in time when a [Plan] is made.
type dates struct {
	never    bool // no moment at all
	from, to point
}

// point is one end of a range: the begin or the end of what was written.
type point struct {
	set     bool
	literal literal
	end     bool
}

// literal is a moment as a person writes it: 3h, today, 2026-01-31.
type literal struct {
	n      int    // of units ago, or of days ago
	unit   string // m, h, d, w, mo, y; "day" for today and yesterday
	layout string // of text; "" for relative ones
	text   string
}

// relativeForm is a distance from now.
var relativeForm = regexp.MustCompile(`^([0-9]{1,5})(min|mo|m|h|d|w|y)$`)

// readLiteral reads one moment.
func readLiteral(s string) (literal, bool) {
	low := strings.ToLower(s)
	switch low {
	case "today":
		return literal{unit: "day", text: low}, true
	case "yesterday":
		return literal{unit: "day", n: 1, text: low}, true
	}
	if m := relativeForm.FindStringSubmatch(low); m != nil {
		n, _ := strconv.Atoi(m[1])
		unit := m[2]
		if unit == "min" {
			unit = "m"
		}
		return literal{n: n, unit: unit, text: strconv.Itoa(n) + unit}, true
	}
	text := strings.Replace(strings.ToUpper(s), " ", "T", 1)
	for _, layout := range []string{
		"2006", "2006-01", "2006-01-02", "2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z07:00",
	} {
		if t, err := time.Parse(layout, text); err == nil && t.Year() >= 1 {
			return literal{layout: layout, text: text}, true
		}
	}
	return literal{}, false
}

// relative reports whether the literal is a distance from now: a point, not a
// span.
func (l literal) relative() bool { return l.layout == "" && l.unit != "day" }

// span is the time that the literal covers, up to but without its end.
func (l literal) span(now time.Time, zone *time.Location) (start, end time.Time) {
	if l.layout == "" {
		return l.ago(now.In(zone))
	}
	start, err := time.ParseInLocation(l.layout, l.text, zone)
	if err != nil {
		return now, now // it was read with this layout before
	}
	switch {
	case l.layout == "2006":
		end = start.AddDate(1, 0, 0)
	case l.layout == "2006-01":
		end = start.AddDate(0, 1, 0)
	case l.layout == "2006-01-02":
		end = start.AddDate(0, 0, 1)
	case strings.Contains(l.text, "."):
		end = start.Truncate(time.Millisecond).Add(time.Millisecond)
	case strings.Contains(l.layout, ":05"):
		end = start.Add(time.Second)
	default:
		end = start.Add(time.Minute)
	}
	return start, end
}

// ago is the span of a literal that is relative to now.
func (l literal) ago(now time.Time) (start, end time.Time) {
	switch l.unit {
	case "day":
		y, m, d := now.Date()
		return time.Date(y, m, d-l.n, 0, 0, 0, 0, now.Location()), time.Date(y, m, d-l.n+1, 0, 0, 0, 0, now.Location())
	case "m":
		now = now.Add(-time.Duration(l.n) * time.Minute)
	case "h":
		now = now.Add(-time.Duration(l.n) * time.Hour)
	case "d":
		now = now.AddDate(0, 0, -l.n)
	case "w":
		now = now.AddDate(0, 0, -7*l.n)
	case "mo":
		now = now.AddDate(0, -l.n, 0)
	case "y":
		now = now.AddDate(-l.n, 0, 0)
	}
	return now, now
}

// when is a range of Unix milliseconds: from ≤ t < to.
type when struct{ from, to int64 }

// always is the range without ends.
func always() when { return when{math.MinInt64, math.MaxInt64} }

func (w when) holds(ms int64) bool { return w.from <= ms && ms < w.to }

func (w when) empty() bool { return w.from >= w.to }

// at places a range in time.
func (d dates) at(e *Env) when {
	w := always()
	now := e.Now.Truncate(time.Minute)
	if d.from.set {
		w.from = d.from.at(now, e.zone())
	}
	if d.to.set {
		w.to = d.to.at(now, e.zone())
	}
	return w
}

func (p point) at(now time.Time, zone *time.Location) int64 {
	start, end := p.literal.span(now, zone)
	if p.end {
		return end.UnixMilli()
	}
	return start.UnixMilli()
}

// dateHelp ends what is said about a date that cannot be read.
const dateHelp = "Dates are 30d, today, 2026-01-31, with < or > before them, or a range such as 2026-01-01..2026-02-01."

// readDates reads the value of created:, active:, signin: and updated:.
func readDates(_ *parser, t *term, v *value) complaint {
	low := strings.ToLower(v.text)
	if low == "never" {
		if t.row.Name != "active" && t.row.Name != "signin" {
			return complaint{what: fmt.Sprintf("Every user has a time for “%s”; never goes with active: and signin:.", t.row.Name)}
		}
		v.text, v.dates = low, dates{never: true}
		return complaint{}
	}
	if from, to, ok := strings.Cut(v.text, ".."); ok {
		return readRange(v, strings.TrimSpace(from), strings.TrimSpace(to))
	}
	sign := operatorAt(v.text)
	l, ok := readLiteral(strings.TrimSpace(v.text[len(sign):]))
	if !ok || sign != "" && sign[0] != '<' && sign[0] != '>' {
		return complaint{what: fmt.Sprintf("“%s” is no date. %s", v.text, dateHelp), suggest: otherDate(v.text)}
	}
	if l.relative() && sign == "" {
		sign = "<"
	}
	v.text = sign + l.text
	switch {
	case sign == "":
		v.dates = dates{from: point{set: true, literal: l}, to: point{set: true, literal: l, end: true}}
	case l.relative() == (sign[0] == '<'):
		// Less than 3h ago is after that; after a day is after its end.
		v.dates = dates{from: point{set: true, literal: l, end: sign == ">"}}
	default:
		v.dates = dates{to: point{set: true, literal: l, end: sign == "<="}}
	}
	return complaint{}
}

// readRange reads a..b with one end or two.
func readRange(v *value, from, to string) complaint {
	ends := [2]point{}
	for i, s := range []string{from, to} {
		if s == "" || s == "*" {
			continue
		}
		l, ok := readLiteral(s)
		if !ok {
			c := complaint{what: fmt.Sprintf("“%s” is no date. %s", s, dateHelp)}
			if o := otherDate(s); o != "" {
				both := [2]string{from, to}
				both[i] = o
				c.suggest = both[0] + ".." + both[1]
			}
			return c
		}
		ends[i] = point{set: true, literal: l, end: i == 1}
	}
	a, b := ends[0], ends[1]
	switch {
	case !a.set && !b.set:
		return complaint{what: "A range needs a date on one side at least. " + dateHelp}
	case a.set && b.set && a.literal.relative() && b.literal.relative() && shorter(a.literal, b.literal):
		a.literal, b.literal = b.literal, a.literal // 7d..30d is an age
	case a.set && b.set && a.literal.layout != "" && b.literal.layout != "":
		w := dates{from: a, to: b}.at(&Env{})
		if w.empty() {
			return complaint{what: "This range ends before it begins.", suggest: b.literal.text + ".." + a.literal.text}
		}
	}
	v.dates = dates{from: a, to: b}
	v.text = a.literal.text + ".." + b.literal.text
	return complaint{}
}

// shorter reports whether a is nearer to now than b.
func shorter(a, b literal) bool {
	now := time.Unix(0, 0).UTC()
	x, _ := a.ago(now)
	y, _ := b.ago(now)
	return x.After(y)
}

var (
	slashed = regexp.MustCompile(`^([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})$`)
	dotted  = regexp.MustCompile(`^([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})$`)
	short   = regexp.MustCompile(`^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})$`)
)

// otherDate is a date in another usual form as this language has it; "" for
// none.
func otherDate(s string) string {
	sign := operatorAt(s)
	s = s[len(sign):]
	var y, m, d string
	if f := slashed.FindStringSubmatch(s); f != nil {
		y, m, d = f[1], f[2], f[3]
	} else if f := short.FindStringSubmatch(s); f != nil {
		y, m, d = f[1], f[2], f[3]
	} else if f := dotted.FindStringSubmatch(s); f != nil {
		y, m, d = f[3], f[2], f[1]
	} else {
		return ""
	}
	text := fmt.Sprintf("%s-%02s-%02s", y, m, d)
	if _, ok := readLiteral(text); !ok {
		return ""
	}
	return sign + text
}

func bindDates(c *check, i int, e *Env) {
	if c.when == nil {
		c.when = make([]when, len(c.values))
	}
	c.when[i] = c.values[i].dates.at(e)
}

// hull is the range that holds all values of a condition; false when never is
// among them, which no range holds.
func (c *check) hull() (when, bool) {
	out := when{math.MaxInt64, math.MinInt64}
	for i, w := range c.when {
		if c.values[i].dates.never {
			return always(), false
		}
		out.from, out.to = min(out.from, w.from), max(out.to, w.to)
	}
	return out, true
}

// askDates narrows one pair of parameters. A range that is wider than the
// condition is still a help.
func askDates(into *when, c *check) bool {
	w, ok := c.hull()
	if !ok || c.negated {
		return false
	}
	into.from, into.to = max(into.from, w.from), min(into.to, w.to)
	return len(c.values) == 1
}

func askCreated(r *requesting, c *check) bool { return askDates(&r.created, c) }
func askActive(r *requesting, c *check) bool  { return askDates(&r.active, c) }
func askSignIn(r *requesting, c *check) bool  { return askDates(&r.signIn, c) }

func holdsCreated(c *check, i int, u *api.User) bool { return c.date(i, u.CreatedAt) }
func holdsSignIn(c *check, i int, u *api.User) bool  { return c.date(i, u.LastSignInAt) }
func holdsUpdated(c *check, i int, u *api.User) bool { return c.date(i, u.UpdatedAt) }

func (c *check) date(i int, t api.Time) bool {
	if c.values[i].dates.never {
		return t.IsZero()
	}
	return !t.IsZero() && c.when[i].holds(int64(t))
}

// oneDay is the precision of last_active_at, in milliseconds.
const oneDay = int64(24 * time.Hour / time.Millisecond)

// holdsActive knows the day of a user's activity only, while the server knows
// the moment: any moment of that day counts.
func holdsActive(c *check, i int, u *api.User) bool {
	t := int64(u.LastActiveAt)
	if t == 0 || c.values[i].dates.never || t%oneDay != 0 {
		return c.date(i, u.LastActiveAt)
	}
	w := c.when[i]
	return t < w.to && (w.from < math.MinInt64+oneDay || t > w.from-oneDay)
}
