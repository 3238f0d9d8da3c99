//go:build unix

package crash

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"regexp"
	"runtime/debug"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Some faults cannot be caught: a panic in a goroutine of a library (the
// drawing one of Bubble Tea is such), a fatal error of the runtime, a kill.
// For these a second process stands by. It holds the other end of the
// process's standard error, where the runtime writes its last words, and puts
// the terminal back when it reads them.

const (
	// monitorVariable makes a process a monitor; its value is a watch.
	monitorVariable = "USHER_MONITOR"
	// standby is the time after which the monitor is started: it must not
	// cost the first frame anything.
	standby = 100 * time.Millisecond
	// farewell is what the monitor is told at an orderly end.
	farewell = "\x00orderly\x00"
	// lastWords is the most that is kept of what a process says when it dies.
	lastWords = 256 << 10
)

// watch is what a monitor must know.
type watch struct {
	State   *state
	Dir     string
	Version string
}

// Watch starts a monitor for a terminal, a moment later. The function that it
// returns ends the monitor, and must be called once the terminal is restored.
func (r *Reporter) Watch(t *Terminal) (stop func()) {
	if t == nil {
		return func() {}
	}
	stopping, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		timer := time.NewTimer(standby)
		defer timer.Stop()
		select {
		case <-stopping:
			return
		case <-timer.C:
		}
		// Without a monitor everything else still works.
		if m, err := startMonitor(watch{State: t.saved, Dir: r.dir, Version: r.version}, t.out); err == nil {
			<-stopping
			m.end()
		}
	}()
	return func() { close(stopping); <-stopped }
}

// standing is a monitor that runs.
type standing struct {
	cmd    *exec.Cmd
	pipe   *os.File
	stderr int // the standard error that there was
}

func startMonitor(w watch, out *os.File) (*standing, error) {
	config, err := json.Marshal(w)
	if err != nil {
		return nil, fmt.Errorf("describe the terminal: %w", err)
	}
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find the program: %w", err)
	}
	read, write, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("make a pipe: %w", err)
	}
	defer read.Close()
	smallPipe(write.Fd())
	// It must outlive every context of this process.
	cmd := exec.CommandContext(context.Background(), self)
	cmd.Env = []string{monitorVariable + "=" + string(config), "TERM=" + os.Getenv("TERM"), "GOMAXPROCS=1"}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = read, out, out
	m := &standing{cmd: cmd, pipe: write}
	if m.stderr, err = unix.FcntlInt(2, unix.F_DUPFD_CLOEXEC, 3); err != nil {
		write.Close()
		return nil, fmt.Errorf("keep the standard error: %w", err)
	}
	if err := cmd.Start(); err != nil {
		write.Close()
		return nil, fmt.Errorf("start the monitor: %w", err)
	}
	// A monitor that is gone must not take the process with it.
	signal.Ignore(syscall.SIGPIPE)
	// All goroutines: the message is then longer than the pipe, and this
	// process still there while the terminal is put back.
	debug.SetTraceback("all")
	if err := redirect(int(write.Fd()), 2); err != nil {
		m.end()
		return nil, fmt.Errorf("redirect the standard error: %w", err)
	}
	return m, nil
}

func (m *standing) end() {
	_ = redirect(m.stderr, 2)
	_ = unix.Close(m.stderr)
	_, _ = io.WriteString(m.pipe, farewell)
	m.pipe.Close()
	_ = m.cmd.Wait()
}

// Monitor is the whole life of a process that was started as a monitor; was
// tells whether this one is.
func Monitor() (was bool, code int) {
	raw, ok := os.LookupEnv(monitorVariable)
	if !ok {
		return false, 0
	}
	var w watch
	if err := json.Unmarshal([]byte(raw), &w); err != nil || w.State == nil {
		return true, 1
	}
	signal.Ignore(syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGTSTP, syscall.SIGTTOU)
	w.stand(os.Stdin, os.Stdout)
	return true, 0
}

// dying is how the runtime begins its last words.
func dying() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^(panic: |fatal error: |SIG[A-Z]+: |runtime: )`)
}

// stand reads until the watched process says farewell or is gone.
func (w watch) stand(words io.Reader, out *os.File) {
	var heard []byte
	restored := false
	buf := make([]byte, 4096)
	for {
		n, err := words.Read(buf)
		if room := lastWords - len(heard); room > 0 {
			heard = append(heard, buf[:min(n, room)]...)
		}
		if bytes.HasSuffix(heard, []byte(farewell)) {
			return
		}
		if !restored && dying().Match(heard) {
			restored = true
			writeRestore(out)
			_ = w.State.write(out)
		}
		if err != nil {
			break
		}
	}
	if !restored { // killed without a word
		writeRestore(out)
		if inForeground(out) {
			_ = w.State.write(out)
		}
		fmt.Fprint(out, "usher: it was killed\n")
		return
	}
	w.report(heard, out)
}

func (w watch) report(heard []byte, out io.Writer) {
	if at := dying().FindIndex(heard); at != nil {
		heard = heard[at[0]:]
	}
	first, stack, _ := bytes.Cut(heard, []byte("\n"))
	r := NewReporter(w.Dir, w.Version)
	r.caught("a library's goroutine or the runtime", string(first), stack)
	fmt.Fprintf(out, "usher: %v\n", r.Err())
}
