package clipboard

import "strings"

// Terminal is how the terminal is asked.
type Terminal int

// The ways.
const (
	NoTerminal Terminal = iota // it is known not to understand
	Plain                      // OSC 52 as it is
	Tmux                       // inside tmux
	Screen                     // inside GNU Screen
)

// Program is a program that copies what it reads.
type Program struct {
	Name string
	Path string
	Args []string
}

// Plan is how a copy would go: by all the programs; when none of them does it,
// by the terminal.
type Plan struct {
	Programs []Program
	Terminal Terminal
	// Hint is for a copy by the terminal that did not arrive.
	Hint string
}

// Plan looks at the environment and for the programs. It asks the file system,
// so call it outside of Update.
func (b *Board) Plan() Plan {
	var p Plan
	for _, want := range b.wanted() {
		if path, err := b.o.Look(want.Name); err == nil {
			want.Path = path
			p.Programs = append(p.Programs, want)
			break // they all lead to the same clipboard
		}
	}
	p.Terminal, p.Hint = b.terminal()
	if p.Terminal == Tmux {
		// The person may sit at another machine than the one tmux was started
		// on; tmux knows the terminals that look at it now.
		if path, err := b.o.Look("tmux"); err == nil && b.env["TMUX"] != "" {
			p.Programs = append(p.Programs, Program{Name: "tmux", Path: path, Args: []string{"load-buffer", "-w", "-"}})
		}
	}
	return p
}

// remote reports whether the person sits at another machine.
func (b *Board) remote() bool {
	return b.env["SSH_CONNECTION"] != "" || b.env["SSH_TTY"] != "" || b.env["SSH_CLIENT"] != "" || b.env["MOSH_CONNECTION"] != ""
}

// wanted are the programs that would reach the clipboard of this machine's
// display, the best first.
func (b *Board) wanted() []Program {
	switch {
	case b.remote(), b.o.OS == "":
		return nil
	case b.o.OS == "darwin":
		return []Program{{Name: "pbcopy"}}
	}
	var out []Program
	if b.env["WAYLAND_DISPLAY"] != "" {
		out = append(out, Program{Name: "wl-copy", Args: []string{"--type", "text/plain;charset=utf-8"}})
	}
	if b.env["DISPLAY"] != "" {
		out = append(out,
			Program{Name: "xclip", Args: []string{"-selection", "clipboard", "-in"}},
			Program{Name: "xsel", Args: []string{"--clipboard", "--input"}})
	}
	return out
}

// terminal tells how the terminal is asked, and what to say when nothing
// arrives.
func (b *Board) terminal() (t Terminal, hint string) {
	term := b.env["TERM"]
	switch {
	case b.env["TMUX"] != "" || strings.HasPrefix(term, "tmux"):
		return Tmux, "if it did not arrive: tmux set -g set-clipboard on"
	case b.env["STY"] != "":
		return Screen, ""
	case strings.HasPrefix(term, "screen"):
		// What tmux and Screen call themselves also over ssh.
		return Tmux, "if it did not arrive: tmux set -g set-clipboard on"
	case term == "linux" || term == "dumb" || b.env["TERM_PROGRAM"] == "Apple_Terminal" && !b.remote():
		return NoTerminal, ""
	}
	return Plain, ""
}
