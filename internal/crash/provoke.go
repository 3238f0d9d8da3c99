package crash

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// ProvokeVariable is the environment variable that names a Provocation for a
// demo dashboard, so that the built binary's way out can be tested.
const ProvokeVariable = "USHER_DEBUG_PANIC"

// Provocation is a place where a Guard panics at the first key that is
// pressed.
type Provocation string

// The places. Renderer makes Bubble Tea's own drawing goroutine panic, which
// nothing in the process can catch.
const (
	ProvokeUpdate    Provocation = "update"
	ProvokeView      Provocation = "view"
	ProvokeCommand   Provocation = "command"
	ProvokeGoroutine Provocation = "goroutine"
	ProvokeRenderer  Provocation = "renderer"
)

// ParseProvocation reads the value of ProvokeVariable; "" is none.
func ParseProvocation(s string) (Provocation, error) {
	switch p := Provocation(s); p {
	case "", ProvokeUpdate, ProvokeView, ProvokeCommand, ProvokeGoroutine, ProvokeRenderer:
		return p, nil
	}
	return "", fmt.Errorf("%s=%q: want update, view, command, goroutine or renderer", ProvokeVariable, s)
}

type provocationKey struct{}

// WithProvocation makes the Guards of a context panic at p.
func WithProvocation(ctx context.Context, p Provocation) context.Context {
	return context.WithValue(ctx, provocationKey{}, p)
}

func provoked(ctx context.Context) Provocation {
	p, _ := ctx.Value(provocationKey{}).(Provocation)
	return p
}

const provokedText = "provoked panic"

func (g *guard) provokeOn(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(tea.KeyPressMsg); !ok {
		return nil
	}
	switch g.provoke {
	case ProvokeUpdate:
		panic(provokedText)
	case ProvokeCommand:
		// Two batches deep: parts must be guarded as well.
		fail := func() tea.Msg { panic(provokedText) }
		return g.wrap(tea.Batch(tea.Sequence(fail, nil, fail), fail))
	case ProvokeGoroutine:
		Go(With(context.Background(), g.report), "goroutine", func() { panic(provokedText) })
	case ProvokeView, ProvokeRenderer:
		g.armed = true
	}
	return nil
}

func (g *guard) provokedView() (tea.View, bool) {
	if g.provoke == ProvokeView {
		panic(provokedText)
	}
	// A control sequence with 33 parameters: more than the parser in the
	// renderer of Bubble Tea 2.1.1 has room for.
	v := g.model.View()
	v.Content = "\x1b[" + strings.Repeat("1;", 32) + "1mx"
	return v, true
}
