// Package strength estimates how hard a password is to guess, and makes
// strong ones. The estimate is that of zxcvbn: the password is cut into what an
// attacker would try (known passwords, words, names, keys in a row, sequences,
// repetitions, dates) and the cheapest way to put it together counts.
//
// It is our own because the Go ports of zxcvbn parse their lists when a program
// starts, which costs every start of usher 100 ms. Here nothing is read before
// the first password.
package strength

import (
	_ "embed" // the lists
	"math"
	"strings"
	"sync"
)

// Levels is the number of levels above the weakest.
const Levels = 4

// Strength is what a password is worth.
type Strength struct {
	// Level is 0 (guessed at once) to [Levels] (out of reach).
	Level int
	// Word names the level; Why says in a few words what makes it weak, "" where
	// nothing stands out.
	Word, Why string
	// Guesses is the decimal logarithm of the number of guesses it takes.
	Guesses float64
}

//go:embed words.txt
var lists string

// Meter rates passwords. Its zero value is ready; the lists are read with the
// first password. It may be used from several goroutines.
type Meter struct {
	once  sync.Once
	known map[string]entry
}

// entry is the place of a word in its list.
type entry struct {
	rank int
	kind kind
}

// longest is how many letters count; what comes behind adds nothing, and the
// time for the estimate grows fast with it.
const longest = 40

// Rate estimates a password. own are texts that belong to the person, such as
// names and addresses: a guesser tries them first.
func (m *Meter) Rate(password string, own []string) Strength {
	if password == "" {
		return Strength{Word: word(0)}
	}
	m.once.Do(m.read)
	letters := []rune(password)
	letters = letters[:min(len(letters), longest)]
	g := &guesser{known: m.known, own: ownWords(own)}
	guesses, parts := g.cheapest(letters, true)
	s := Strength{Guesses: guesses, Level: level(guesses)}
	s.Word = word(s.Level)
	if s.Level < Levels-1 {
		s.Why = why(parts, len(letters))
	}
	return s
}

func (m *Meter) read() {
	m.known = map[string]entry{}
	k, rank := knownPassword, 0
	for line := range strings.Lines(lists) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "# "):
		case strings.HasPrefix(line, ">"):
			rank = 0
			k = kindOfList(line[1:])
		default:
			rank++
			m.known[line] = entry{rank, k}
		}
	}
}

func kindOfList(title string) kind {
	switch title {
	case "names", "surnames":
		return name
	case "words":
		return dictionary
	}
	return knownPassword
}

// ownWords cuts the person's texts into the parts that may stand in a
// password.
func ownWords(own []string) map[string]bool {
	out := map[string]bool{}
	for _, text := range own {
		text = strings.ToLower(text)
		for _, part := range append(strings.FieldsFunc(text, func(r rune) bool {
			return strings.ContainsRune("@.-_+ \t\n", r)
		}), text) {
			if len([]rune(part)) >= 3 {
				out[part] = true
			}
		}
	}
	return out
}

// level follows zxcvbn: 10^3 guesses are tried even against a guarded sign-in,
// 10^10 are hard against a stolen, slowly hashed one.
func level(guesses float64) int {
	for i, bound := range []float64{3, 6, 8, 10} {
		if guesses < bound {
			return i
		}
	}
	return Levels
}

func word(level int) string {
	return []string{"very weak", "weak", "fair", "good", "strong"}[level]
}

// why names the part that makes guessing cheapest for its length.
func why(parts []part, letters int) string {
	worst, most := part{}, 0.0
	for _, p := range parts {
		// What brute force would have cost, less what it costs this way.
		saved := float64(p.to-p.from) - p.guesses
		if p.kind != bruteForce && saved > most {
			worst, most = p, saved
		}
	}
	whole := worst.to-worst.from == letters
	switch worst.kind {
	case knownPassword:
		if whole {
			return "one of the best known passwords"
		}
		return "contains a well-known password"
	case personal:
		return "contains the person's own name or address"
	case dictionary:
		return "made of common words"
	case name:
		return "contains a common name"
	case keys:
		return "keys that lie in a row"
	case sequence:
		return "a sequence such as abc or 123"
	case repetition:
		return "repeats itself"
	case date:
		return "contains a year or a date"
	}
	if letters < 10 {
		return "short"
	}
	return ""
}

func log10(n float64) float64 { return math.Log10(max(n, 1)) }
