// Package phone brings phone numbers into the form the API knows, E.164.
//
// It reads numbers by the rules of Google's libphonenumber and with its
// metadata: regions.txt is made out of a Go port of it by the tests, which
// also compare the two. The port itself is not linked into the program: its
// start-up alone takes longer than the dashboard's first frame may.
package phone

import (
	_ "embed"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// table has a line for each region, sorted by calling code, the main region
// of a code first: code, region, international prefix, national prefix,
// its transformation, possible lengths, the same for local calls, pattern.
//
//go:embed regions.txt
var table string

// The fields of a line of the table.
const (
	fieldCode = iota
	fieldRegion
	fieldInternational
	fieldNational
	fieldTransform
	fieldLengths
	fieldLocal
	fieldPattern
	fields
)

// Bounds of a number in digits: of the whole by E.164, and of what follows
// the calling code.
const (
	minDigits, maxDigits = 7, 15
	minNational          = 2
)

// Region reads numbers as they are written in one country. The zero value
// knows no country and reads international numbers only. A Region remembers
// the plans it met, so it belongs to one goroutine.
type Region struct {
	line          []string
	met           map[string]*Region // by calling code
	international *regexp.Regexp
	national      *regexp.Regexp
	pattern       *regexp.Regexp
}

// In makes the reader for a region, an ISO 3166 code such as AT; false for a
// region that is not known. The empty region is known: the zero Region.
func In(region string) (*Region, bool) {
	if region == "" {
		return &Region{}, true
	}
	region = strings.ToUpper(region)
	if len(region) != 2 || strings.ContainsFunc(region, func(r rune) bool { return r < 'A' || r > 'Z' }) {
		return &Region{}, false
	}
	at := strings.Index(table, "\t"+region+"\t")
	if at < 0 {
		return &Region{}, false
	}
	return compile(lineAt(strings.LastIndexByte(table[:at], '\n') + 1)), true
}

// byCode is the main region of a calling code, nil for none.
func (r *Region) byCode(code string) *Region {
	if known, ok := r.met[code]; ok {
		return known
	}
	var found *Region
	if at := strings.Index(table, "\n"+code+"\t"); at >= 0 {
		found = compile(lineAt(at + 1))
	}
	if r.met == nil {
		r.met = map[string]*Region{}
	}
	r.met[code] = found
	return found
}

func lineAt(i int) []string {
	line, _, _ := strings.Cut(table[i:], "\n")
	return strings.Split(line, "\t")
}

func compile(line []string) *Region {
	r := &Region{line: line, pattern: regexp.MustCompile(`^(?:` + line[fieldPattern] + `)$`)}
	if p := line[fieldInternational]; p != "" {
		r.international = regexp.MustCompile(`^(?:` + p + `)`)
	}
	if p := line[fieldNational]; p != "" {
		r.national = regexp.MustCompile(`^(?:` + p + `)`)
	}
	return r
}

// Number is a number that was read.
type Number struct {
	// E164 is "+" and up to 15 digits.
	E164 string
	// Plausible says that the number fits the plan of its country: it may
	// exist. A number that is not plausible was written with its calling code
	// and can still be one, such as the numbers for tests.
	Plausible bool
}

// Parse reads a number as a person writes it. Numbers that are neither
// international nor fit the region's plan are refused.
func (r *Region) Parse(text string) (Number, bool) {
	digits, plus := normal(text)
	if !plus && r.international != nil {
		if m := r.international.FindStringIndex(digits); m != nil && m[1] < len(digits) && digits[m[1]] != '0' {
			digits, plus = digits[m[1]:], true
		}
	} else if rest, idd := strings.CutPrefix(digits, "00"); idd && !plus && r.line == nil {
		digits, plus = rest, true // what nearly all countries dial
	}
	if plus {
		return r.foreign(digits)
	}
	if r.line == nil {
		return Number{}, false
	}
	// The calling code may stand there without a sign.
	code := r.line[fieldCode]
	if rest, ok := strings.CutPrefix(digits, code); ok {
		rest = r.strip(rest)
		if !r.pattern.MatchString(digits) && r.pattern.MatchString(rest) || len(digits) > r.longest() {
			return fitting(number(code, rest, r))
		}
	}
	return fitting(number(code, r.significant(digits), r))
}

// fitting refuses a number that is not plausible.
func fitting(n Number, ok bool) (Number, bool) {
	if !n.Plausible {
		return Number{}, false
	}
	return n, ok
}

// foreign reads the digits of a number that begins with its calling code.
func (r *Region) foreign(digits string) (Number, bool) {
	for n := 1; n <= 3 && n < len(digits); n++ {
		if there := r.byCode(digits[:n]); there != nil {
			return number(digits[:n], there.significant(digits[n:]), there)
		}
	}
	return Number{}, false
}

func number(code, national string, r *Region) (Number, bool) {
	if n := len(code) + len(national); len(national) < minNational || n < minDigits || n > maxDigits {
		return Number{}, false
	}
	return Number{E164: "+" + code + national, Plausible: r.pattern.MatchString(national)}, true
}

// significant is the number without the prefix for calls inside the country,
// unless what is left could not be called.
func (r *Region) significant(digits string) string {
	stripped := r.strip(digits)
	lengths := r.lengths(fieldLengths)
	if lengths[len(stripped)] {
		return stripped
	}
	if len(stripped) > r.longest() && !r.lengths(fieldLocal)[len(stripped)] {
		return stripped
	}
	return digits
}

// strip takes the national prefix off and puts in what the region's rule
// wants instead; a number that was callable stays so.
func (r *Region) strip(digits string) string {
	if r.national == nil {
		return digits
	}
	m := r.national.FindStringSubmatchIndex(digits)
	if m == nil {
		return digits
	}
	stripped := digits[m[1]:]
	if rule := r.line[fieldTransform]; rule != "" && len(m) > 2 && m[len(m)-2] >= 0 {
		stripped = string(r.national.ExpandString(nil, rule, digits, m)) + digits[m[1]:]
	}
	if r.pattern.MatchString(digits) && !r.pattern.MatchString(stripped) {
		return digits
	}
	return stripped
}

// lengths are the possible numbers of digits.
func (r *Region) lengths(field int) map[int]bool {
	out := map[int]bool{}
	for s := range strings.SplitSeq(r.line[field], " ") {
		if n, err := strconv.Atoi(s); err == nil {
			out[n] = true
		}
	}
	return out
}

func (r *Region) longest() int {
	most := 0
	for n := range r.lengths(fieldLengths) {
		most = max(most, n)
	}
	return most
}

// normal is the digits of a text, in ASCII whatever their script, and whether
// a plus sign stands before them.
func normal(text string) (digits string, plus bool) {
	var b strings.Builder
	for _, c := range text {
		if d, ok := digit(c); ok {
			b.WriteByte('0' + d)
		} else if (c == '+' || c == '\uff0b') && b.Len() == 0 {
			plus = true
		}
	}
	return b.String(), plus
}

// digit is the value of a decimal digit of any script.
func digit(c rune) (byte, bool) {
	if c >= '0' && c <= '9' {
		return byte(c - '0'), true
	}
	if c < 0x80 || !unicode.Is(unicode.Nd, c) {
		return 0, false
	}
	for _, r := range unicode.Nd.R16 {
		if c >= rune(r.Lo) && c <= rune(r.Hi) {
			return byte((c - rune(r.Lo)) % 10), true
		}
	}
	for _, r := range unicode.Nd.R32 {
		if c >= rune(r.Lo) && c <= rune(r.Hi) {
			return byte((c - rune(r.Lo)) % 10), true
		}
	}
	return 0, false
}
