package ui_test

import (
	"fmt"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"usher/api"
	"usher/internal/audit"
	"usher/internal/emulator"
	"usher/internal/guard"
	"usher/ui"
	"usher/ui/users"
)

// bench is a dashboard whose replies are taken at once; timers never fire.
type bench struct{ app tea.Model }

func newBench(b *testing.B, people int) *bench {
	b.Helper()
	server := emulator.New(emulator.Options{Users: people, Seed: 1})
	key, err := api.ParseKey(emulator.DemoKey)
	if err != nil {
		b.Fatal(err)
	}
	gate := guard.New(guard.Options{})
	client, err := api.New(key, api.WithTransport(guard.NewTransport(server.Transport(), gate)), api.WithRateLimit(api.Unlimited()))
	if err != nil {
		b.Fatal(err)
	}
	app := ui.New(b.Context(), ui.Options{Client: client, Gate: gate, Audit: audit.NewMemory(audit.Options{}).Log, Zone: time.UTC})
	r := &bench{app: app}
	r.send(tea.WindowSizeMsg{Width: 120, Height: 40})
	r.run(app.Init())
	return r
}

// send gives the model a message and takes what its commands answer.
func (r *bench) send(msg tea.Msg) {
	var cmd tea.Cmd
	r.app, cmd = r.app.Update(msg)
	r.run(cmd)
}

// run takes the answers of requests; a command that is a timer is left to
// itself.
func (r *bench) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	reply := make(chan tea.Msg, 1)
	go func() { reply <- cmd() }()
	select {
	case msg := <-reply:
		switch msg := msg.(type) {
		case tea.BatchMsg:
			for _, c := range msg {
				r.run(c)
			}
		case users.Msg:
			r.send(msg)
		}
	case <-time.After(20 * time.Millisecond):
	}
}

// press is a key without its commands: what a frame costs.
func (r *bench) press(k rune) {
	r.app, _ = r.app.Update(tea.KeyPressMsg{Code: k, Text: string(k)})
	_ = r.app.View()
}

// BenchmarkKey is what a key costs between the read and the renderer: Update
// and View. It must not grow with the number of users.
func BenchmarkKey(b *testing.B) {
	for _, people := range []int{250, 5_000, 1_000_000} {
		b.Run(fmt.Sprintf("users=%d", people), func(b *testing.B) {
			r := newBench(b, people)
			i := 0
			for b.Loop() {
				k := 'j'
				if i++; i/30%2 == 1 {
					k = 'k'
				}
				r.press(k)
			}
		})
	}
}

// BenchmarkFirstPage is the demo from nothing to its first page of users, without
// the process start.
func BenchmarkFirstPage(b *testing.B) {
	for b.Loop() {
		server := emulator.New(emulator.Options{Users: 5_000, Seed: 1})
		key, _ := api.ParseKey(emulator.DemoKey)
		gate := guard.New(guard.Options{})
		client, err := api.New(key, api.WithTransport(guard.NewTransport(server.Transport(), gate)), api.WithRateLimit(api.Unlimited()))
		if err != nil {
			b.Fatal(err)
		}
		got, err := client.Users.List(b.Context(), api.ListUsersParams{Limit: 50})
		if err != nil || len(got) != 50 {
			b.Fatal(err, len(got))
		}
	}
}
