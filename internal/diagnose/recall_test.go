package diagnose_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/diagnose"
)

// slip makes one slip of the finger at place i of an address.
func slip(r *rand.Rand, s string) string {
	letters := []rune(s)
	i := r.IntN(len(letters) - 1)
	for letters[i] == '@' || letters[i+1] == '@' {
		i = r.IntN(len(letters) - 1)
	}
	other := rune('a' + r.IntN(26))
	switch r.IntN(4) {
	case 0:
		letters[i], letters[i+1] = letters[i+1], letters[i]
	case 1:
		letters = append(letters[:i], letters[i+1:]...)
	case 2:
		letters = append(letters[:i], append([]rune{other}, letters[i:]...)...)
	default:
		letters[i] = other
	}
	return string(letters)
}

// Most slips anywhere in an address are found among thousands of users with
// eight requests; names that hundreds share are where one is missed.
func TestMostSlipsAreFound(t *testing.T) {
	d := newDesk(t, 20_000)
	us, err := d.client.Users.List(t.Context(), api.ListUsersParams{Limit: 400, Offset: 300})
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(1, 2))
	tried, found := 0, 0
	for _, u := range us {
		address := u.PrimaryEmail().Unsafe()
		if len(address) < 12 || tried == 60 {
			continue
		}
		typed := slip(r, address)
		if typed == address {
			continue
		}
		tried++
		f, errs := diagnose.NoUser(t.Context(), d.source, typed, time.Now())
		require.Empty(t, errs)
		hit := false
		for _, g := range diagnose.Explain(&f) {
			hit = hit || g.Person >= 0 && f.People[g.Person].ID == u.ID
		}
		if hit {
			found++
		} else {
			t.Logf("missed: %s for %s", typed, address)
		}
	}
	require.Equal(t, 60, tried)
	assert.GreaterOrEqual(t, found*100/tried, 90, "%d of %d", found, tried)
	t.Logf("%d of %d found", found, tried)
}
