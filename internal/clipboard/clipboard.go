// Package clipboard puts a text on the clipboard of the person at the
// keyboard, and says by which way it went.
//
// Two ways lead there. A program of this machine, such as wl-copy, is certain,
// but reaches the person only when the clipboard is on this machine: not over
// ssh. The terminal can be asked (OSC 52); that works over ssh, but nothing
// tells whether it did. Inside tmux, which by default keeps that request to
// itself, tmux is asked to do it.
package clipboard

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"usher/internal/safetext"
)

// timeout is how long a program may take to copy.
const timeout = 2 * time.Second

// maxTerminal is the size in bytes up to which terminals take a request; some
// drop or cut what is larger.
const maxTerminal = 70_000

// Options of a Board. Every field has a default.
type Options struct {
	// OS is the operating system, as runtime.GOOS; "" looks for no program but
	// that of tmux.
	OS string
	// Environ is the environment of the terminal, as os.Environ gives it; nil
	// means the process's own.
	Environ []string
	// Set asks the terminal by OSC 52; nil means tea.SetClipboard.
	Set func(text string) tea.Cmd
	// Raw writes a sequence to the terminal; nil means tea.Raw.
	Raw func(sequence any) tea.Cmd
	// Look finds a program; nil means exec.LookPath.
	Look func(name string) (path string, err error)
	// Run runs a program with a text as its input until it ends or ctx does;
	// nil means to run it.
	Run func(ctx context.Context, path string, args []string, input string) error
}

// Board copies to the clipboard.
type Board struct {
	o   Options
	env map[string]string
}

// New makes a Board. It starts nothing and looks for nothing.
func New(o Options) *Board {
	if o.Environ == nil {
		o.Environ = os.Environ()
	}
	if o.Set == nil {
		o.Set = tea.SetClipboard
	}
	if o.Raw == nil {
		o.Raw = tea.Raw
	}
	if o.Look == nil {
		o.Look = exec.LookPath
	}
	if o.Run == nil {
		o.Run = run
	}
	b := &Board{o: o, env: make(map[string]string, len(o.Environ))}
	for _, e := range o.Environ {
		if name, value, ok := strings.Cut(e, "="); ok {
			b.env[name] = value
		}
	}
	return b
}

// Copied is the message that tells how a copy went. Its texts are safe to
// draw.
type Copied struct {
	// What was copied, such as "user id".
	What string
	// How are the ways that it went: "wl-copy", "tmux", "the terminal (OSC 52)".
	How []string
	// Sure says that a program confirmed it; the terminal never does.
	Sure bool
	// Err joins what went wrong on the way; a copy may have succeeded all the
	// same, see OK.
	Err error
	// Hint says what to do when the text did not arrive; "" for nothing.
	Hint string
}

// OK reports whether the text went at least one way.
func (c Copied) OK() bool { return len(c.How) > 0 }

// Words are for the toast: "Copied the user id with wl-copy", "Copied the user
// id by the terminal (OSC 52)".
func (c Copied) Words() string {
	if !c.OK() {
		why := "no clipboard can be reached from here"
		if c.Err != nil {
			why = safetext.String(c.Err.Error())
		}
		return "Could not copy the " + c.What + ": " + why
	}
	by := " by "
	if c.Sure {
		by = " with "
	}
	words := "Copied the " + c.What + by + strings.Join(c.How, " and ")
	if c.Hint != "" {
		words += " · " + c.Hint
	}
	return words
}

// Copy gives the command that copies a text; its message is a [Copied]. What
// names the text in words. The text goes out as it is: make it with
// safetext.Clipboard.
func (b *Board) Copy(what, text string) tea.Cmd { return b.copy(what, text, false) }

// CopySecret is [Board.Copy] for what must not be kept: tmux, which remembers
// every copy, is made to forget this one.
func (b *Board) CopySecret(what, text string) tea.Cmd { return b.copy(what, text, true) }

func (b *Board) copy(what, text string, secret bool) tea.Cmd {
	return func() tea.Msg {
		p := b.Plan()
		done := Copied{What: what}
		for _, prog := range p.Programs {
			if err := b.through(prog, text, secret); err != nil {
				done.Err = errors.Join(done.Err, fmt.Errorf("%s: %w", prog.Name, err))
				continue
			}
			done.How, done.Sure = append(done.How, prog.Name), true
		}
		if done.OK() || p.Terminal == NoTerminal {
			return done
		}
		done.How, done.Hint = []string{"the terminal (OSC 52)"}, p.Hint
		if len(text) > maxTerminal {
			done.Hint = "it is large: some terminals cut it"
		}
		cmds := append(b.ask(p.Terminal, text, secret), func() tea.Msg { return done })
		return tea.Sequence(cmds...)()
	}
}

// through copies with a program.
func (b *Board) through(p Program, text string, secret bool) error {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	if !secret || p.Name != "tmux" {
		return b.o.Run(ctx, p.Path, p.Args, text)
	}
	err := b.o.Run(ctx, p.Path, append([]string{p.Args[0], "-b", secretBuffer}, p.Args[1:]...), text)
	if err != nil {
		return err
	}
	return b.o.Run(ctx, p.Path, []string{"delete-buffer", "-b", secretBuffer}, "")
}

// secretBuffer is the buffer of tmux that a secret passes through.
const secretBuffer = "usher-secret"

// ask are the commands that ask the terminal.
func (b *Board) ask(t Terminal, text string, secret bool) []tea.Cmd {
	switch t {
	case Tmux:
		// tmux hands the wrapped one through when allow-passthrough is on; the
		// plain one it takes when set-clipboard is on, and keeps a copy.
		wrapped := b.o.Raw(ansi.TmuxPassthrough(ansi.SetSystemClipboard(text)))
		if secret {
			return []tea.Cmd{wrapped}
		}
		return []tea.Cmd{b.o.Set(text), wrapped}
	case Screen:
		return []tea.Cmd{b.o.Raw(ansi.ScreenPassthrough(ansi.SetSystemClipboard(text), screenLimit))}
	default:
		return []tea.Cmd{b.o.Set(text)}
	}
}

// screenLimit is the longest sequence in bytes that GNU Screen hands through.
const screenLimit = 768

// run runs a program. Neither of its outputs is read: wl-copy and xclip leave
// a process behind that would hold them open.
func run(ctx context.Context, path string, args []string, input string) error {
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Stdin = strings.NewReader(input)
	cmd.WaitDelay = timeout / 4
	err := cmd.Run()
	if ctx.Err() != nil {
		return fmt.Errorf("no answer within %s", timeout)
	}
	if err != nil {
		return fmt.Errorf("failed: %w", err)
	}
	return nil
}
