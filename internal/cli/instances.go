package cli

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"usher/api"
	"usher/internal/config"
	"usher/internal/misspelt"
	"usher/internal/safetext"
	"usher/ui"
)

// choose is the name of the instance to open: what was asked for, else the key
// of the environment, else the instance that was open last, else the first one
// of the file, else the demo.
func (p *Program) choose(c *config.Config, d demo) (string, error) {
	name := c.Open
	switch {
	case d.wanted:
		return config.DemoInstance, nil
	case name != "":
	case c.SecretKey.Set():
		return config.KeyInstance, nil
	case len(c.Instances) > 0:
		name = p.lastInstance()
		if _, known := c.Instance(name); !known && name != config.DemoInstance {
			name = c.Instances[0].Name
		}
		return name, nil
	case c.APIURL != "":
		return "", usagef("%s is set, but CLERK_SECRET_KEY is not: set it, or use --demo", c.Origin("api_url"))
	default:
		return config.DemoInstance, nil
	}
	if _, known := c.Instance(name); known || name == config.DemoInstance || name == config.KeyInstance && c.SecretKey.Set() {
		return name, nil
	}
	if name == config.KeyInstance {
		return "", usagef("%s asks for the instance of the environment, but %s is not set", c.Origin("instance"), config.SecretKeyVariable)
	}
	names := instanceNames(c)
	if near := misspelt.Nearest(name, names); near != "" {
		return "", usagef("%s: no instance is called %q; did you mean %q?", c.Origin("instance"), name, near)
	}
	return "", usagef("%s: no instance is called %q; there are %s", c.Origin("instance"), name, strings.Join(names, ", "))
}

// instanceNames are all that can be opened.
func instanceNames(c *config.Config) []string {
	var names []string
	for _, in := range c.Instances {
		names = append(names, in.Name)
	}
	if c.SecretKey.Set() {
		names = append(names, config.KeyInstance)
	}
	return append(names, config.DemoInstance)
}

// at is the configuration for the instance with a name, its key read.
func (p *Program) at(ctx context.Context, c *config.Config, name string) (*config.Config, error) {
	in, known := c.Instance(name)
	if !known {
		return c, nil
	}
	key, err := p.instanceKey(ctx, in)
	if err != nil {
		return nil, err
	}
	return c.At(in, key), nil
}

// keyCommandTime is how long a program may take to print a key: it may ask the
// person for a password first.
const keyCommandTime = 2 * time.Minute

// instanceKey reads the secret key of an instance. Nothing that a program
// printed stands in an error: it may be the key.
func (p *Program) instanceKey(ctx context.Context, in config.Instance) (string, error) {
	if in.KeyEnv != "" {
		key, ok := p.Lookup(in.KeyEnv)
		if !ok || key == "" {
			return "", usagef("%s: instance %q takes its key from %s, which is not set", in.Origin, in.Name, in.KeyEnv)
		}
		return key, nil
	}
	ctx, cancel := context.WithTimeout(ctx, keyCommandTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, in.KeyCommand[0], in.KeyCommand[1:]...) //nolint:gosec // the person's own configuration
	var out bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, &limited{to: &out, left: 4096}, p.Err
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return "", usagef("%s: the key_command of instance %q, %s, gave no key: %w", in.Origin, in.Name, in.KeyCommand[0], err)
	}
	key := strings.TrimSpace(out.String())
	if key == "" {
		return "", usagef("%s: the key_command of instance %q, %s, printed nothing", in.Origin, in.Name, in.KeyCommand[0])
	}
	return key, nil
}

// limited takes the first bytes of what a program prints.
type limited struct {
	to   io.Writer
	left int
}

func (l *limited) Write(b []byte) (int, error) {
	keep := min(len(b), l.left)
	l.left -= keep
	if _, err := l.to.Write(b[:keep]); err != nil {
		return 0, fmt.Errorf("keep what a program prints: %w", err)
	}
	return len(b), nil
}

// keySource tells where an instance's key comes from.
func keySource(c *config.Config, name string) string {
	in, known := c.Instance(name)
	switch {
	case !known:
		return config.SecretKeyVariable
	case in.KeyEnv != "":
		return in.KeyEnv
	}
	return fmt.Sprintf("what %s printed for instance %q", in.KeyCommand[0], name)
}

// offers are the instances that the dashboard can switch to.
func (p *Program) offers(c *config.Config, open string) []ui.Instance {
	var out []ui.Instance
	for _, in := range c.Instances {
		o := ui.Instance{Name: in.Name, Open: in.Name == open}
		if in.KeyEnv == "" {
			o.About = "key from " + filepath.Base(in.KeyCommand[0])
		} else {
			key, _ := p.Lookup(in.KeyEnv)
			o.About, o.Off = p.keyKind(key, in.KeyEnv)
		}
		out = append(out, o)
	}
	if c.SecretKey.Set() {
		o := ui.Instance{Name: config.KeyInstance, Open: open == config.KeyInstance}
		o.About, o.Off = p.keyKind(c.SecretKey.Reveal(), config.SecretKeyVariable)
		out = append(out, o)
	}
	return append(out, ui.Instance{Name: config.DemoInstance, About: "sample data", Open: open == config.DemoInstance})
}

// keyKind tells what kind of instance a key belongs to, or why it cannot be
// used.
func (p *Program) keyKind(key, from string) (about, off string) {
	if key == "" {
		return "", from + " is not set"
	}
	parsed, err := api.ParseKey(key)
	if err != nil {
		return "", from + " holds no usable key"
	}
	return string(parsed.Environment()), ""
}

// lastInstancePath is the file with the name of the instance that was open
// last.
func (p *Program) lastInstancePath() string { return filepath.Join(p.StateDir, "instance") }

func (p *Program) lastInstance() string {
	b, err := os.ReadFile(p.lastInstancePath())
	if err != nil || len(b) > 1024 {
		return ""
	}
	return strings.TrimSpace(string(b))
}

// rememberInstance keeps the name of the open instance where there is a choice.
// Trouble with it costs nothing but the choice.
func (p *Program) rememberInstance(c *config.Config, name string) {
	if len(c.Instances) == 0 || p.lastInstance() == name {
		return
	}
	if os.MkdirAll(p.StateDir, 0o700) == nil {
		_ = os.WriteFile(p.lastInstancePath(), []byte(name+"\n"), 0o600)
	}
}

func (p *Program) instances() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "instances",
		Short: "Show the instances that can be opened by name",
		Long: `Show the instances that can be opened by name.

They stand in the configuration file, each with the variable that holds its
secret key or the program that prints it; the key itself is in no file:

  instances:
    acme-dev:
      key_env: ACME_DEV_KEY
    acme:
      key_command: [op, read, "op://support/acme/key"]
      app_id: app_2abc

Open one with usher --instance acme, or with @ in the dashboard.`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := p.load(cmd)
			if err != nil {
				return err
			}
			return p.showInstances(c)
		},
	}
	addSettings(cmd)
	return cmd
}

func (p *Program) showInstances(c *config.Config) error {
	open, err := p.choose(c, demo{})
	if err != nil {
		return err
	}
	t := Table{Title: "Instances", Header: []string{"Name", "Kind", "Key", "API", ""}}
	for _, o := range p.offers(c, open) {
		row := []string{safetext.String(o.Name), safetext.String(cmp.Or(o.Off, o.About)), "", cmp.Or(c.APIURL, api.DefaultBaseURL), ""}
		switch in, known := c.Instance(o.Name); {
		case known:
			row[2] = safetext.String(cmp.Or(in.KeyEnv, strings.Join(in.KeyCommand, " ")))
			row[3] = cmp.Or(in.APIURL, row[3])
		case o.Name == config.KeyInstance:
			row[2] = config.SecretKeyVariable
		default:
			row[3] = "in this process"
		}
		if o.Open {
			row[4] = "opened by usher"
		}
		t.Rows = append(t.Rows, row)
	}
	t.Plain(p.Out)
	return nil
}
