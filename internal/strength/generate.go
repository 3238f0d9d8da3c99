package strength

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

const (
	// alphabet has no letters that are taken for one another when they are
	// read out or copied by hand.
	alphabet = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"
	groups   = 5
	perGroup = 4
)

// Generate makes a password of five groups of four letters and digits, about
// 114 bits, with a small and a capital letter, a digit and a sign in it, as
// policies ask for. random must be fit for secrets, such as crypto/rand.Reader.
func Generate(random io.Reader) (string, error) {
	for range 100 { // nearly always the first has all kinds
		s, err := draw(random)
		if err != nil {
			return "", err
		}
		if strings.ContainsAny(s, "23456789") && strings.ToUpper(s) != s && strings.ToLower(s) != s {
			return s, nil
		}
	}
	return "", errors.New("make a password: the random source is not random")
}

func draw(random io.Reader) (string, error) {
	var b strings.Builder
	one := make([]byte, 1)
	for n := 0; n < groups*perGroup; {
		if _, err := io.ReadFull(random, one); err != nil {
			return "", fmt.Errorf("read the random source: %w", err)
		}
		// Values above the last whole multiple would favour the first letters.
		if int(one[0]) >= 256/len(alphabet)*len(alphabet) {
			continue
		}
		if n > 0 && n%perGroup == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(alphabet[int(one[0])%len(alphabet)])
		n++
	}
	return b.String(), nil
}
