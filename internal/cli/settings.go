package cli

import (
	"errors"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"usher/internal/config"
)

// addSettings gives a command a flag for every setting.
func addSettings(cmd *cobra.Command) {
	for _, s := range config.Settings() {
		flag := cmd.Flags().VarPF(new(given), s.Flag, "", s.Help)
		if s.Switch {
			flag.NoOptDefVal = "true"
		}
	}
	for _, name := range switchedOff() {
		no := cmd.Flags().VarPF(new(given), "no-"+name, "", map[string]string{
			"mouse": "leave the mouse to the terminal", "restore": "begin at the head of the list",
		}[name])
		no.NoOptDefVal = "true"
	}
}

// switchedOff are the switches that are on by default, which --no-… turns off.
func switchedOff() []string { return []string{"mouse", "restore"} }

// given is a flag's value as it was typed; config reads it, so that a value is
// checked in one place wherever it comes from.
type given string

func (g *given) String() string     { return string(*g) }
func (g *given) Set(s string) error { *g = given(s); return nil }
func (g *given) Type() string       { return "" }

// load gathers the settings for a command.
func (p *Program) load(cmd *cobra.Command) (*config.Config, error) {
	flags := map[string]string{}
	cmd.Flags().Visit(func(f *pflag.Flag) { flags[f.Name] = f.Value.String() })
	for _, name := range switchedOff() {
		if flags["no-"+name] == "true" {
			flags[name] = "false"
		}
	}
	in := config.Inputs{File: p.path, MustExist: p.path != "", Lookup: p.Lookup, Flags: flags}
	if in.File == "" {
		in.File = p.defaultConfig()
	}
	c, err := config.Load(in)
	return c, usage(err)
}

// refuseKeyArgument refuses a secret key among the arguments, wherever it
// stands, before cobra could repeat it in a message. The emulator's key is a
// made-up one and may be an argument.
func (p *Program) refuseKeyArgument() error {
	for _, arg := range p.Args {
		if arg == "emulator" {
			return nil
		}
		if regexp.MustCompile(`(^|[^A-Za-z0-9])(sk|ak)_(test|live)_`).MatchString(arg) || strings.HasPrefix(arg, "ak_") {
			return usage(errors.New("a secret key must not be an argument: every program on this machine can read the arguments of the others, " +
				"and the shell keeps them in its history.\n" +
				"Put it into the environment instead:  read -rs CLERK_SECRET_KEY && export CLERK_SECRET_KEY\n" +
				"If others use this machine, treat the key as known and rotate it"))
		}
	}
	return nil
}
