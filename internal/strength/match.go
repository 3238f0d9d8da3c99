package strength

import (
	"math"
	"slices"
	"strings"
	"unicode"
)

// shortest is the least number of letters that a word or a row has.
const shortest = 3

// words finds known passwords, words and names, also written backwards or
// with digits and signs for letters.
func (g *guesser) words(letters []rune) []part {
	lower := []rune(strings.ToLower(string(letters)))
	if len(lower) != len(letters) {
		lower = letters // a letter whose small form is two letters
	}
	plain := unleet(lower)
	var out []part
	for from := range lower {
		for to := from + shortest; to <= len(lower); to++ {
			capitals := capitalized(letters[from:to])
			try := func(s []rune, extra float64) {
				text := string(s)
				if g.own[text] {
					out = append(out, part{personal, from, to, capitals + extra})
				}
				if e, ok := g.known[text]; ok {
					out = append(out, part{e.kind, from, to, log10(float64(e.rank)) + capitals + extra})
				}
			}
			try(lower[from:to], 0)
			try(reversed(lower[from:to]), log10(2))
			if n := differing(lower[from:to], plain[from:to]); n > 0 {
				try(plain[from:to], float64(n)*log10(2))
			}
		}
	}
	return out
}

func reversed(s []rune) []rune {
	out := slices.Clone(s)
	slices.Reverse(out)
	return out
}

// unleet turns signs and digits into the letters they are written for.
func unleet(s []rune) []rune {
	const signs, letters = "4@8(3691!|0$57+2%", "aabcegbiiiossttzx"
	out := slices.Clone(s)
	for i, r := range out {
		if at := strings.IndexRune(signs, r); at >= 0 {
			out[i] = rune(letters[at])
		}
	}
	return out
}

func differing(a, b []rune) int {
	n := 0
	for i := range a {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

// capitalized is what capital letters add: little where they stand at an end
// or everywhere.
func capitalized(s []rune) float64 {
	upper, lower := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r):
			lower++
		}
	}
	switch {
	case upper == 0:
		return 0
	case lower == 0, upper == 1 && (unicode.IsUpper(s[0]) || unicode.IsUpper(s[len(s)-1])):
		return log10(2)
	}
	ways := 0.0
	for i := 1; i <= min(upper, lower); i++ {
		ways += choose(upper+lower, i)
	}
	return log10(ways)
}

// choose is the number of ways to take k of n.
func choose(n, k int) float64 {
	out := 1.0
	for i := 1; i <= k; i++ {
		out = out * float64(n-k+i) / float64(i)
	}
	return out
}

// keyboards are the rows of the keyboards that are walked along, each row
// half a key further right than the one above.
func keyboards() [][]string {
	return [][]string{
		{"1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"},
		{"1234567890ß´", "qwertzuiopü+", "asdfghjklöä", "yxcvbnm,.-"},
		{"789", "456", "123"},
	}
}

// rows finds walks over neighbouring keys.
func rows(letters []rune) []part {
	lower := []rune(strings.ToLower(string(letters)))
	if len(lower) != len(letters) {
		return nil
	}
	var out []part
	for _, rows := range keyboards() {
		places := map[rune][2]int{}
		for y, row := range rows {
			for x, r := range []rune(row) {
				places[r] = [2]int{x, y}
			}
		}
		out = append(out, walks(lower, letters, places)...)
	}
	return out
}

func walks(lower, letters []rune, places map[rune][2]int) []part {
	const starts, ways = 47, 4.6 // keys, and neighbours of a key on average
	var out []part
	for from := 0; from+1 < len(lower); {
		to, turns, before := from+1, 0, [2]int{9, 9}
		for ; to < len(lower); to++ {
			step, near := neighbours(places, lower[to-1], lower[to])
			if !near {
				break
			}
			if step != before {
				turns, before = turns+1, step
			}
		}
		if n := to - from; n >= shortest {
			guesses := 0.0
			for i := 2; i <= n; i++ {
				for j := 1; j <= min(turns, i-1); j++ {
					guesses += choose(i-1, j-1) * starts * math.Pow(ways, float64(j))
				}
			}
			out = append(out, part{keys, from, to, log10(guesses) + capitalized(letters[from:to])})
		}
		from = to
	}
	return out
}

// neighbours gives the step between two keys that lie side by side.
func neighbours(places map[rune][2]int, a, b rune) (step [2]int, near bool) {
	p, there := places[a]
	q, here := places[b]
	dx, dy := q[0]-p[0], q[1]-p[1]
	switch {
	case !there || !here || a == b, dy < -1, dy > 1:
		return step, false
	case dy == 0 && (dx == 1 || dx == -1), dy == 1 && (dx == 0 || dx == -1), dy == -1 && (dx == 0 || dx == 1):
		return [2]int{dx, dy}, true
	}
	return step, false
}

// sequences finds letters that go on by the same step.
func sequences(letters []rune) []part {
	var out []part
	for from := 0; from+1 < len(letters); {
		step, to := letters[from+1]-letters[from], from+2
		for to < len(letters) && letters[to]-letters[to-1] == step {
			to++
		}
		if n := to - from; n >= shortest && step != 0 && step >= -5 && step <= 5 {
			guesses := 26.0
			switch {
			case strings.ContainsRune("aAzZ019", letters[from]):
				guesses = 4
			case unicode.IsDigit(letters[from]):
				guesses = 10
			}
			if step < 0 {
				guesses *= 2
			}
			out = append(out, part{sequence, from, to, log10(guesses * float64(n))})
		}
		from = to - 1
	}
	return out
}

// dates finds years of this and the last century, and days in them, with or
// without signs between.
func dates(letters []rune) []part {
	const years, days = 120, 365
	var out []part
	for from := range letters {
		for size := 4; size <= 10 && from+size <= len(letters); size++ {
			digits, signs := apart(letters[from : from+size])
			switch {
			case signs == 0 && size == 4 && century(digits):
				out = append(out, part{date, from, from + size, log10(years)})
			case !aDay(digits, signs):
			case signs == 0:
				out = append(out, part{date, from, from + size, log10(years * days)})
			case signs == 2:
				out = append(out, part{date, from, from + size, log10(years * days * 4)})
			}
		}
	}
	return out
}

// apart takes the digits out of a text; signs is -1 where it is no date.
func apart(s []rune) (digits string, signs int) {
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits += string(r)
		case strings.ContainsRune("./-_ ", r) && i > 0 && i < len(s)-1:
			signs++
		default:
			return "", -1
		}
	}
	return digits, signs
}

func century(digits string) bool {
	return strings.HasPrefix(digits, "19") || strings.HasPrefix(digits, "20")
}

// aDay reports whether digits are a day, a month and a year in some order.
func aDay(digits string, signs int) bool {
	if signs != 0 && signs != 2 {
		return false
	}
	switch len(digits) {
	case 8:
		return century(digits) || century(digits[4:])
	case 6:
		return signs == 2 || century(digits[2:]) || century(digits)
	}
	return false
}
