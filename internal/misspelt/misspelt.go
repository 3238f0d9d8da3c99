// Package misspelt measures how far a word is from another, and finds the one
// that was probably meant.
package misspelt

import "strings"

// longest is the number of letters that are compared.
const longest = 64

// Distance is the number of letters changed, lost, added, or swapped with
// their neighbour between two words. Of very long words the beginnings are
// compared.
func Distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	x, y = x[:min(len(x), longest)], y[:min(len(y), longest)]
	older, old, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range old {
		old[j] = j
	}
	for i := range x {
		row[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			row[j+1] = min(old[j]+cost, old[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], older[j-1]+1)
			}
		}
		older, old, row = old, row, older
	}
	return old[len(y)]
}

// Slips is how many slips are believed in a word: at most two, and not more
// than every third letter.
func Slips(word string) int { return min((len(word)+1)/3, 2) }

// Nearest is the candidate that a mistyped word most likely means, whatever
// its capital letters, "" if none is near.
func Nearest(word string, candidates []string) string {
	if len(word) > longest {
		return ""
	}
	word = strings.ToLower(word)
	best, least := "", longest
	for _, c := range candidates {
		if d := Distance(word, strings.ToLower(c)); d < least && d <= Slips(c) {
			best, least = c, d
		}
	}
	return best
}
