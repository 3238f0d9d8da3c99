package strength

import (
	"math"
	"slices"
)

// kind is what a part of a password is guessed as.
type kind int

const (
	bruteForce kind = iota
	knownPassword
	dictionary
	name
	personal
	keys
	sequence
	repetition
	date
)

// part is a piece of a password, from one letter to before another, with the
// decimal logarithm of the guesses that it takes.
type part struct {
	kind     kind
	from, to int
	guesses  float64
}

// guesser looks for the cheapest way to guess one password.
type guesser struct {
	known map[string]entry
	own   map[string]bool
}

// perPart is what a guesser loses by not knowing how many parts there are.
const perPart = 4.0

// cheapest cuts the letters into the parts that take the fewest guesses, as
// zxcvbn does: the product of the parts, times the ways to order them, plus the
// shorter combinations that are tried before.
func (g *guesser) cheapest(letters []rune, whole bool) (guesses float64, parts []part) {
	n := len(letters)
	ending := make([][]part, n+1)
	for _, p := range g.parts(letters, whole) {
		ending[p.to] = append(ending[p.to], p)
	}
	// product[i][k] is the least product for the first i letters in k parts.
	product := make([][]float64, n+1)
	last := make([][]part, n+1)
	for i := range product {
		product[i], last[i] = slices.Repeat([]float64{math.Inf(1)}, n+1), make([]part, n+1)
	}
	product[0][0] = 0
	for i := 1; i <= n; i++ {
		for from := range i {
			ending[i] = append(ending[i], part{bruteForce, from, i, brute(i - from)})
		}
		for _, p := range ending[i] {
			for k := 1; k <= i; k++ {
				// Two brute parts in a row are one.
				if p.kind == bruteForce && p.from > 0 && last[p.from][k-1].kind == bruteForce {
					continue
				}
				if cost := product[p.from][k-1] + p.guesses; cost < product[i][k] {
					product[i][k], last[i][k] = cost, p
				}
			}
		}
	}
	best, count, order := math.Inf(1), 0, 0.0
	for k := 1; k <= n; k++ {
		order += log10(float64(k))
		if total := sum(product[n][k]+order, perPart*float64(k-1)); total < best {
			best, count = total, k
		}
	}
	for i, k := n, count; k > 0; k-- {
		p := last[i][k]
		parts, i = append(parts, p), p.from
	}
	slices.Reverse(parts)
	return best, parts
}

// sum adds two numbers that are given and returned as logarithms.
func sum(a, b float64) float64 {
	if math.IsInf(a, 1) {
		return a
	}
	high, low := max(a, b), min(a, b)
	return high + math.Log10(1+math.Pow(10, low-high))
}

// brute is what letters without any sense take: ten guesses each, for letters
// are never quite without sense.
func brute(n int) float64 {
	if n == 1 {
		return log10(12)
	}
	return float64(n)
}

// parts finds everything in the letters that is cheaper than brute force.
func (g *guesser) parts(letters []rune, whole bool) []part {
	out := slices.Concat(g.words(letters), rows(letters), sequences(letters), dates(letters))
	if whole { // what is repeated is not looked at for repetitions again
		out = append(out, g.repetitions(letters)...)
	}
	return out
}

// repetitions finds a piece that stands twice or more in a row.
func (g *guesser) repetitions(letters []rune) []part {
	var out []part
	for from := range letters {
		for size := 1; from+2*size <= len(letters); size++ {
			unit, times := letters[from:from+size], 1
			for to := from + (times+1)*size; to <= len(letters) && slices.Equal(unit, letters[to-size:to]); to += size {
				times++
			}
			if times < 2 || size == 1 && times < 3 {
				continue
			}
			base, _ := g.cheapest(unit, false)
			out = append(out, part{repetition, from, from + times*size, base + log10(float64(times))})
		}
	}
	return out
}
