package users

import (
	"fmt"
	"testing"
	"time"

	"usher/api"
)

// million is the cache after a person went through a million rows: the ends of
// 20,000 requests, and the records of the last ones.
func million(b *testing.B) *pages {
	b.Helper()
	p := newPages(50, true)
	p.total = 1_000_000
	for start := 0; start < p.total; start += 50 {
		s := &span{start: start, n: 50, first: rowID(start), last: rowID(start + 49)}
		p.kept = append(p.kept, s)
		p.index[s.first], p.index[s.last] = place{span: s}, place{span: s, i: 49}
	}
	for start := 500_000; start < 500_600; start += 50 {
		p.put(ask{start: start, end: start + 50, after: rowID(start - 1)}, rowUsers(start), time.Time{})
	}
	return p
}

func rowID(row int) api.ID { return api.ID(fmt.Sprintf("user_%024d", row)) }

func rowUsers(start int) []*api.User {
	out := make([]*api.User, 50)
	for i := range out {
		out[i] = &api.User{ID: rowID(start + i)}
	}
	return out
}

// BenchmarkPages is what the list asks its cache for, after a person went
// through a million rows.
func BenchmarkPages(b *testing.B) {
	p := million(b)
	b.Run("Len", func(b *testing.B) {
		for b.Loop() {
			_ = p.length()
		}
	})
	b.Run("Row", func(b *testing.B) {
		row := 0
		for b.Loop() {
			row++
			if _, ok := p.at(500_000 + row%600); !ok {
				b.Fatal(row)
			}
		}
	})
	b.Run("Find", func(b *testing.B) {
		id := rowID(500_123)
		for b.Loop() {
			if row, ok := p.find(id); !ok || row != 500_123 {
				b.Fatal(row)
			}
		}
	})
	b.Run("Window", func(b *testing.B) {
		for b.Loop() {
			if _, ok := p.missing(500_200, 500_240); ok {
				b.Fatal("all are loaded")
			}
		}
	})
	b.Run("Plan", func(b *testing.B) {
		for b.Loop() {
			if a := p.plan(hole{700_010, 700_050}, true); a.after == "" {
				b.Fatal("a neighbour is known")
			}
		}
	})
	b.Run("PutAndEvict", func(b *testing.B) {
		answers := make([][]*api.User, 100)
		for i := range answers {
			answers[i] = rowUsers(600_000 + 50*i)
		}
		i := 0
		for b.Loop() {
			start := 600_000 + 50*(i%100)
			p.put(ask{start: start, end: start + 50, after: rowID(start - 1), extra: 1}, answers[i%100], time.Time{})
			i++
		}
	})
}
