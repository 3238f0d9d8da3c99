package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// benchPage is a page of n users of the size the service sends.
func benchPage(tb testing.TB, n int) []byte {
	tb.Helper()
	user, err := os.ReadFile("testdata/user_full.json")
	require.NoError(tb, err)
	var compact bytes.Buffer
	require.NoError(tb, json.Compact(&compact, user))
	page := []byte("[")
	for i := range n {
		if i > 0 {
			page = append(page, ',')
		}
		page = append(page, bytes.Replace(compact.Bytes(), []byte("user_2NNFull"), fmt.Appendf(nil, "user_%d", i), 1)...)
	}
	return append(page, ']')
}

func BenchmarkDecodePage(b *testing.B) {
	for _, n := range []int{50, 100, 500} {
		page := benchPage(b, n)
		b.Run(fmt.Sprintf("users=%d", n), func(b *testing.B) {
			b.SetBytes(int64(len(page)))
			b.ReportAllocs()
			for b.Loop() {
				v, err := parse(page)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := decodeUsers(v); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkListURL(b *testing.B) {
	yes := true
	p := ListUsersParams{
		UserFilter: UserFilter{
			Query: "ada lovelace", EmailAddress: []string{"a@example.com", "b+c@example.com"},
			OrganizationID: Exclude("org_1"), Banned: &yes, CreatedAtAfter: time.UnixMilli(1),
		},
		Limit: 50, Order: Order{Field: OrderCreatedAt, Desc: true}, StartingAfter: "user_1",
	}
	b.ReportAllocs()
	for b.Loop() {
		r := newRequest(opGetUserList)
		p.encode(r)
		if r.err != nil {
			b.Fatal(r.err)
		}
		_ = r.query.Encode()
	}
}

func BenchmarkNew(b *testing.B) {
	key, err := ParseKey(testKey)
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := New(key); err != nil {
			b.Fatal(err)
		}
	}
}
