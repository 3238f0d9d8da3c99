package ui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"

	"usher/internal/crash"
)

// fps is the frame rate asked for. Bubble Tea draws at a clock; 120 frames a
// second show a key 4 ms earlier than its default of 60.
const fps = 120

// Run shows the dashboard until the person quits, ctx ends, or a signal
// comes; the terminal is restored in every case. A fault in the program
// itself is returned as a *[crash.Panic] when ctx carries a crash.Reporter.
func Run(ctx context.Context, opts Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	app := New(ctx, opts)
	// The first page is asked for before the program's loop starts, so that
	// its answer and the first frame overlap.
	app.measure()
	var first []tea.Cmd
	for _, cmd := range app.page.Init() {
		first = append(first, early(ctx, cmd))
	}
	app.first = tea.Batch(first...)
	program := tea.NewProgram(crash.Guard(ctx, app), programOptions(ctx, opts)...)
	reporter := crash.From(ctx)
	if reporter != nil {
		reporter.OnPanic(program.Kill)
	}
	_, err := program.Run()
	leave(app)
	if reporter != nil && reporter.Err() != nil {
		return reporter.Err()
	}
	if err != nil && !errors.Is(err, tea.ErrInterrupted) && ctx.Err() == nil {
		return fmt.Errorf("running the dashboard: %w", err)
	}
	return context.Cause(ctx)
}

// lastChanges is how long a change under way may still take once the
// dashboard has ended; its outcome is written to the audit log in either case.
const lastChanges = 5 * time.Second

func leave(app *App) {
	ctx, cancel := context.WithTimeout(context.Background(), lastChanges)
	defer cancel()
	if save := app.savePlace(); save != nil {
		save()
	}
	app.bulk.Shutdown(ctx)
	app.runner.Shutdown(ctx)
}

func programOptions(ctx context.Context, opts Options) []tea.ProgramOption {
	out := []tea.ProgramOption{tea.WithContext(ctx), tea.WithFPS(fps), tea.WithoutSignalHandler()}
	if opts.Input != nil {
		out = append(out, tea.WithInput(opts.Input))
	}
	if opts.Output != nil {
		out = append(out, tea.WithOutput(opts.Output))
	}
	if opts.Environ != nil {
		out = append(out, tea.WithEnvironment(opts.Environ))
	}
	return out
}

// measure sizes the dashboard before the program tells it: its first frame is
// then drawn at once. A terminal that cannot be asked is told later.
func (a *App) measure() {
	out := a.terminal()
	if out == nil {
		return
	}
	if w, h, err := term.GetSize(out.Fd()); err == nil {
		a.width, a.height = w, h
		a.relayout()
	}
}

// terminal is where the dashboard is drawn; nil where that is no file.
func (a *App) terminal() *os.File {
	if a.opts.Output == nil {
		return os.Stdout
	}
	f, _ := a.opts.Output.(*os.File)
	return f
}

// early starts a command now and gives a command that waits for its message.
func early(ctx context.Context, cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	reply := make(chan tea.Msg, 1)
	crash.Go(ctx, "first page", func() { reply <- cmd() })
	return func() tea.Msg { return <-reply }
}
