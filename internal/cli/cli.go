// Package cli is the command line: the commands, what they print, and the exit
// code that tells how it went.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/adrg/xdg"
	"github.com/spf13/cobra"

	"usher/internal/crash"
	"usher/ui"
)

// The exit codes. A signal ends usher with 128 and its number, as in a shell.
const (
	exitOK     = 0
	exitError  = 1
	exitUsage  = 2
	exitCrash  = crash.ExitCode
	exitSignal = 128
)

// Program is one run of usher: everything that it takes from its surroundings.
type Program struct {
	Version string
	Args    []string
	Out     io.Writer
	Err     io.Writer
	// Lookup reads an environment variable.
	Lookup func(name string) (string, bool)
	// ConfigDir and StateDir are where the files of usher live.
	ConfigDir string
	StateDir  string
	// Terminal is the terminal as it was found; nil when the output is none.
	Terminal *crash.Terminal
	// Dashboard shows the dashboard until it ends.
	Dashboard func(ctx context.Context, opts ui.Options) error

	// path is the configuration file that a flag names.
	path string
	// views are those of the last dashboard, for the next one.
	views keptViews
	// quick leaves out the monitor, in tests: it would start the test binary.
	quick bool
}

// Execute runs the command that the process was started with and returns its
// exit code.
func Execute(version string) int {
	if done, code := crash.Monitor(); done {
		return code
	}
	p := &Program{
		Version: version, Args: os.Args[1:], Out: os.Stdout, Err: os.Stderr, Lookup: os.LookupEnv,
		ConfigDir: filepath.Join(xdg.ConfigHome, "usher"), StateDir: filepath.Join(xdg.StateHome, "usher"),
		Terminal: crash.SaveTerminal(), Dashboard: ui.Run,
	}
	ctx, stop := untilSignal(context.Background(), p.Terminal)
	defer stop()
	return p.Run(ctx)
}

// Run runs one command and returns its exit code. What went wrong is on Err.
func (p *Program) Run(ctx context.Context) int {
	err := p.refuseKeyArgument()
	if err == nil {
		root := p.root()
		root.SetArgs(p.Args)
		err = root.ExecuteContext(ctx)
	}
	code := exitCode(ctx, err)
	if _, silent := errors.AsType[signalError](err); err != nil && !silent {
		fmt.Fprintf(p.Err, "usher: %s\n", message(err))
	}
	return code
}

// usageError is an error in how usher was called or configured.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

func usage(err error) error {
	if err == nil {
		return nil
	}
	return usageError{err}
}

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// exitCode tells how it went; a signal outweighs the errors it brings about,
// a fault in usher outweighs all.
func exitCode(ctx context.Context, err error) int {
	signal, signalled := errors.AsType[signalError](context.Cause(ctx))
	_, misused := errors.AsType[usageError](err)
	switch {
	case crash.Is(err):
		return exitCrash
	case signalled:
		return exitSignal + int(signal.signal)
	case err == nil:
		return exitOK
	case misused:
		return exitUsage
	}
	return exitError
}

// message is an error for a person: joined errors, a line each, indented
// under the first.
func message(err error) string {
	return strings.ReplaceAll(strings.TrimSpace(err.Error()), "\n", "\n  ")
}

// root is the whole tree of commands.
func (p *Program) root() *cobra.Command {
	root := p.dashboard()
	root.SetOut(p.Out)
	root.SetErr(p.Err)
	root.SuggestionsMinimumDistance = 2
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usagef("%w\nsee %s --help", err, cmd.CommandPath())
	})
	root.PersistentFlags().StringVar(&p.path, "config", "", "configuration file (default "+p.defaultConfig()+")")
	root.AddCommand(p.instances(), p.emulator(), p.keys(), p.audit(), p.config(), p.version())
	return root
}

func (p *Program) defaultConfig() string { return filepath.Join(p.ConfigDir, "config.yaml") }

// noArgs refuses arguments with a hint at what was meant.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		return usagef("%s has no command %q; did you mean %q?", cmd.CommandPath(), args[0], near[0])
	}
	return usagef("%s has no command %q\nsee %s --help", cmd.CommandPath(), args[0], cmd.CommandPath())
}
