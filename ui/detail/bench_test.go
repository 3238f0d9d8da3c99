package detail

import (
	"fmt"
	"testing"
	"time"

	"usher/api"
	"usher/keymap"
	"usher/styles"
)

func benchPane(b *testing.B) *Pane {
	b.Helper()
	p := New(Deps{Styles: styles.New(styles.Theme{}), Keys: keymap.Default(), Now: func() time.Time { return at }, Zone: cet})
	p.SetSize(56, 36)
	return p
}

// What a frame costs when nothing has changed.
func BenchmarkViewAgain(b *testing.B) {
	for _, id := range []TabID{Overview, Identities, JSON} {
		b.Run(string(id), func(b *testing.B) {
			p := benchPane(b)
			p.SetUser(alice(), at)
			p.SelectTab(id)
			b.ReportAllocs()
			for b.Loop() {
				_ = p.View()
			}
		})
	}
}

// What a frame costs when another user has come.
func BenchmarkViewNextUser(b *testing.B) {
	users := make([]*api.User, 64)
	for i := range users {
		users[i] = alice()
		users[i].ID = api.ID(fmt.Sprintf("user_%d", i))
	}
	for _, bc := range []struct {
		name  string
		tab   TabID
		glide bool
	}{{"gliding", Overview, true}, {"overview", Overview, false}, {"identities", Identities, false}, {"json", JSON, false}} {
		b.Run(bc.name, func(b *testing.B) {
			p := benchPane(b)
			p.SelectTab(bc.tab)
			p.Glide(bc.glide)
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				i++
				p.SetUser(users[i%len(users)], at)
				_ = p.View()
			}
		})
	}
}
