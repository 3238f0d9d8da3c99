package emulator

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"sync"
	"testing"
	"time"
)

// sizes are the numbers of users that the benchmarks run with.
var sizes = []int{5_000, 10_000, 1_000_000}

func BenchmarkNew(b *testing.B) {
	for _, users := range sizes {
		b.Run(fmt.Sprint("users=", users), func(b *testing.B) {
			for b.Loop() {
				s := New(Options{Users: users})
				b.StopTimer() // or servers would index one beside the other
				s.store.sample.columns()
				b.StartTimer()
			}
		})
		// Until the first search can be answered, too.
		b.Run(fmt.Sprint("indexed/users=", users), func(b *testing.B) {
			var s *Server
			for b.Loop() {
				s = New(Options{Users: users})
				s.store.sample.columns()
			}
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			b.ReportMetric(float64(m.HeapAlloc)/(1<<20), "heap-MB")
			runtime.KeepAlive(s)
		})
	}
}

// shared keeps one server of each size for all benchmarks of a process.
var shared = func() func(users int) *Server {
	var mu sync.Mutex
	made := map[int]*Server{}
	return func(users int) *Server {
		mu.Lock()
		defer mu.Unlock()
		if made[users] == nil {
			made[users] = New(Options{Users: users})
			made[users].store.sample.columns()
		}
		return made[users]
	}
}()

// run measures one GET request against each size.
func run(b *testing.B, name string, path func(s *Server) string) {
	for _, users := range sizes {
		b.Run(fmt.Sprintf("%s/users=%d", name, users), func(b *testing.B) {
			s := shared(users)
			target := path(s)
			for b.Loop() {
				r := httptest.NewRequest(http.MethodGet, target, nil)
				r.Header.Set("Authorization", "Bearer "+DemoKey)
				w := httptest.NewRecorder()
				s.ServeHTTP(w, r)
				if w.Code != http.StatusOK {
					b.Fatal(w.Body)
				}
			}
		})
	}
}

func fixed(path string) func(*Server) string { return func(*Server) string { return path } }

func BenchmarkList(b *testing.B) {
	run(b, "first", fixed("/v1/users?limit=50"))
	run(b, "cursor", func(s *Server) string {
		middle := s.store.sample.user(slot(s.store.sample.users / 2))
		return "/v1/users?limit=50&starting_after=" + middle.ID
	})
	run(b, "deep-offset", func(s *Server) string { return fmt.Sprintf("/v1/users?limit=50&offset=%d", s.store.sample.users*9/10) })
	run(b, "query-rare", fixed("/v1/users?limit=50&query=brzeczyszczykiewicz"))
	run(b, "query-one-letter", fixed("/v1/users?limit=50&query=a"))
	run(b, "query-id", fixed("/v1/users?limit=50&query=user_3"))
	run(b, "query-none", fixed("/v1/users?limit=50&query=nobody+at+all"))
	run(b, "email-query", fixed("/v1/users?limit=50&email_address_query=acme.example"))
	run(b, "name-query", fixed("/v1/users?limit=50&name_query="+url.QueryEscape("соколов")))
	run(b, "exact-email", fixed("/v1/users?email_address=alice%40acme.example"))
	run(b, "organization", func(s *Server) string { return "/v1/users?organization_id=" + s.store.sample.orgs[0].ID })
	run(b, "order-by-name", fixed("/v1/users?limit=50&order_by=-last_name"))
	run(b, "order-by-active", fixed("/v1/users?limit=50&order_by=-last_active_at&offset=1000"))
}

func BenchmarkCount(b *testing.B) {
	run(b, "all", fixed("/v1/users/count"))
	run(b, "query", fixed("/v1/users/count?query=smith"))
	run(b, "banned", fixed("/v1/users/count?banned=true"))
	run(b, "dormant", fixed(fmt.Sprint("/v1/users/count?last_active_at_before=", time.Now().Add(-90*24*time.Hour).UnixMilli())))
	run(b, "organization", func(s *Server) string { return "/v1/users/count?organization_id=" + s.store.sample.orgs[0].ID })
}
