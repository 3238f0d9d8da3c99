package cli

import (
	"context"
	"os/exec"
	"slices"
	"strings"
)

// editor opens files in the person's own editor, which VISUAL or EDITOR names;
// nil where neither does. The words may be quoted; no shell reads them.
func (p *Program) editor() func(path string) *exec.Cmd {
	for _, name := range []string{"VISUAL", "EDITOR"} {
		v, _ := p.Lookup(name)
		words := shellWords(v)
		if len(words) == 0 {
			continue
		}
		return func(path string) *exec.Cmd {
			args := append(slices.Clone(words[1:]), path)
			// The person ends their editor, not usher.
			return exec.CommandContext(context.Background(), words[0], args...) //nolint:gosec // what the person chose
		}
	}
	return nil
}

// shellWords splits a command at blanks that are not quoted. A backslash takes
// the next letter as it is, but not inside of single quotes; a quote that is
// not closed reaches to the end.
func shellWords(s string) []string {
	var out []string
	var word strings.Builder
	var quote rune
	begun, escaped := false, false
	for _, r := range s {
		switch {
		case escaped:
			word.WriteRune(r)
			escaped = false
		case r == '\\' && quote != '\'':
			escaped, begun = true, true
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '"' || r == '\'':
			quote, begun = r, true
		case strings.ContainsRune(" \t\n", r):
			if begun {
				out = append(out, word.String())
				word.Reset()
			}
			begun = false
		default:
			word.WriteRune(r)
			begun = true
		}
	}
	if begun {
		out = append(out, word.String())
	}
	return out
}
