package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"usher/internal/crash"
)

// signalError is the cause of a context that a signal has ended.
type signalError struct{ signal syscall.Signal }

func (e signalError) Error() string { return "ended by " + e.signal.String() }

// untilSignal gives a context that ends with SIGINT, SIGTERM or SIGHUP, so
// that the dashboard can put the terminal back. A second signal does not wait
// for it any longer.
func untilSignal(parent context.Context, terminal *crash.Terminal) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	done := make(chan struct{})
	crash.Go(ctx, "signals", func() {
		select {
		case s := <-signals:
			cancel(signalError{s.(syscall.Signal)}) // on every platform it is one
		case <-done:
			return
		}
		select {
		case s := <-signals:
			terminal.Restore()
			os.Exit(exitSignal + int(s.(syscall.Signal))) //nolint:forbidigo // the orderly way out is stuck
		case <-done:
		}
	})
	return ctx, func() {
		signal.Stop(signals)
		close(done)
		cancel(nil)
	}
}
