// Package crash sees to it that a fault in the program never leaves a broken
// terminal or a silent end behind: panics are caught where they happen, the
// dashboard is asked to end, and what is known goes into a report file.
//
// The Reporter travels in the context, so that several dashboards in one
// process keep their faults apart.
package crash

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"
)

// ExitCode is the exit status after a fault in the program itself
// (EX_SOFTWARE of sysexits.h).
const ExitCode = 70

// Reporter keeps the first panic of one dashboard. It is safe for concurrent
// use.
type Reporter struct {
	dir     string
	version string
	secrets []string
	now     func() time.Time

	mu    sync.Mutex
	first *Panic
	stop  func()
}

// NewReporter makes a Reporter that writes reports to dir, which is created
// when it is needed. Secrets are blanked wherever they appear in a report.
func NewReporter(dir, version string, secrets ...string) *Reporter {
	return &Reporter{dir: dir, version: version, secrets: secrets, now: time.Now}
}

// Panic is the error of a dashboard that ended because of a fault.
type Panic struct {
	// Where names the place that was caught: Update, View, a command, a
	// goroutine's name.
	Where string
	// Summary is the panic's value in one inert line without secrets.
	Summary string
	// Path is the report file; "" if none could be written.
	Path string
	// Problem says why there is no report file.
	Problem error
}

// Error is what a person is told.
func (p *Panic) Error() string {
	msg := fmt.Sprintf("a fault in usher itself ended it (%s: %s)", p.Where, p.Summary)
	if p.Path == "" {
		return fmt.Sprintf("%s; no report could be written: %v", msg, p.Problem)
	}
	return msg + "\nThe report holds no keys and no user's data: " + p.Path
}

// Unwrap gives the reason why there is no report.
func (p *Panic) Unwrap() error { return p.Problem }

// Err is the first panic as a *Panic, nil while there was none.
func (r *Reporter) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.first == nil {
		return nil
	}
	return r.first
}

// OnPanic sets what is called, once and in a goroutine of its own, when
// something has panicked: it should end the dashboard. A panic before that
// call counts too.
func (r *Reporter) OnPanic(stop func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.first != nil {
		go stop()
		return
	}
	r.stop = stop
}

// caught records a recovered panic value; only the first is reported, those
// that follow are mostly its echoes.
func (r *Reporter) caught(where string, value any, stack []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.first != nil {
		return
	}
	r.first = &Panic{Where: where, Summary: r.summary(value)}
	r.first.Path, r.first.Problem = r.write(where, value, stack)
	if r.stop != nil {
		go r.stop()
	}
}

// rescue is deferred around foreign calls.
func (r *Reporter) rescue(where string, then func()) {
	v := recover()
	if v == nil {
		return
	}
	r.caught(where, v, debug.Stack())
	if then != nil {
		then()
	}
}

type contextKey struct{}

// With puts a Reporter into a context.
func With(ctx context.Context, r *Reporter) context.Context {
	return context.WithValue(ctx, contextKey{}, r)
}

// From is the Reporter of a context, nil if it has none.
func From(ctx context.Context) *Reporter {
	r, _ := ctx.Value(contextKey{}).(*Reporter)
	return r
}

// Go runs f in a goroutine whose panic ends the dashboard in order instead of
// the process in disorder. All goroutines outside the libraries start here.
func Go(ctx context.Context, name string, f func()) {
	r := From(ctx)
	go func() {
		if r != nil {
			defer r.rescue(name, nil)
		}
		f()
	}()
}

// Is reports whether err came from a fault in the program.
func Is(err error) bool {
	_, ok := errors.AsType[*Panic](err)
	return ok
}
