package config

import (
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
)

// Instance is an entry of `instances:` in the file: an instance that can be
// opened by its name. Where its secret key is found is told, never the key.
type Instance struct {
	Name string
	// KeyEnv is the environment variable that holds the secret key.
	KeyEnv string
	// KeyCommand is a program with its arguments that prints the secret key,
	// such as that of a password manager. It is run without a shell.
	KeyCommand []string
	// APIURL and AppID are as in [Config]; "" means those of the settings.
	APIURL, AppID string
	// ReadOnly refuses every change on this instance.
	ReadOnly bool
	// Origin is the line of the file that it begins on.
	Origin Origin
}

// The names of the instances that need no entry.
const (
	// DemoInstance is the sample data.
	DemoInstance = "demo"
	// KeyInstance is that of the key in [SecretKeyVariable].
	KeyInstance = "environment"
)

// maxInstanceName bounds a name, in characters.
const maxInstanceName = 40

// Instance is the configured instance with a name.
func (c *Config) Instance(name string) (Instance, bool) {
	for _, in := range c.Instances {
		if in.Name == name {
			return in, true
		}
	}
	return Instance{}, false
}

// At is the configuration with what belongs to an instance in the place of the
// common values. The key was read from where the instance says.
func (c *Config) At(in Instance, key string) *Config {
	at := *c
	at.SecretKey = Secret{raw: key}
	if in.APIURL != "" {
		at.APIURL = in.APIURL
	}
	if in.AppID != "" {
		at.AppID = in.AppID
	}
	at.ReadOnly = c.ReadOnly || in.ReadOnly
	return &at
}

// readInstances reads the instances, in the order of the file.
func (f *file) readInstances(n ast.Node) {
	f.each(n, "instances", nil, func(name string, node ast.Node) {
		in := Instance{Name: name, Origin: f.at(node)}
		before := len(f.problems)
		f.each(node, "instances."+name, []string{"key_env", "key_command", "api_url", "app_id", "read_only"}, func(member string, node ast.Node) {
			f.readInstance(&in, member, node)
		})
		if len(f.problems) == before {
			f.checkInstance(node, in)
		}
		f.instances = append(f.instances, in)
	})
}

func (f *file) readInstance(in *Instance, member string, n ast.Node) {
	if member == "key_command" {
		in.KeyCommand = f.command(n)
		return
	}
	text, ok := f.text(n)
	if !ok {
		return
	}
	var scratch Config
	var err error
	switch member {
	case "key_env":
		in.KeyEnv = text
	case "api_url":
		in.APIURL, err = text, checkURL(text)
	case "app_id":
		in.AppID, err = text, setAppID(&scratch, text)
	case "read_only":
		err = boolean(func(*Config) *bool { return &in.ReadOnly })(&scratch, text)
	}
	if err != nil {
		f.complain(n, "%s %s", member, err)
	}
}

// command is a program with its arguments: a list, or words with blanks
// between them.
func (f *file) command(n ast.Node) []string {
	if list, ok := f.resolve(n).(*ast.SequenceNode); ok {
		return f.list(list)
	}
	text, _ := f.text(n)
	return strings.Fields(text)
}

func (f *file) checkInstance(n ast.Node, in Instance) {
	odd := func(r rune) bool { return r < ' ' || r == 0x7f }
	switch {
	case strings.TrimSpace(in.Name) == "" || utf8.RuneCountInString(in.Name) > maxInstanceName || strings.ContainsFunc(in.Name, odd):
		f.complain(n, "an instance needs a name of 1 to %d printable characters", maxInstanceName)
	case in.Name == DemoInstance || in.Name == KeyInstance:
		f.complain(n, "the name %q is taken: it stands for the sample data or the key of the environment", in.Name)
	case LooksLikeKey(in.KeyEnv):
		f.complain(n, "key_env of %q holds a key: write the name of a variable that holds it, and rotate the key", in.Name)
	case (in.KeyEnv == "") == (len(in.KeyCommand) == 0):
		f.complain(n, "instance %q needs either key_env, the name of a variable that holds its secret key, or key_command, a program that prints it", in.Name)
	}
	for _, arg := range in.KeyCommand {
		if LooksLikeKey(arg) {
			f.complain(n, "key_command of %q holds a key: name a program that prints it, and rotate the key", in.Name)
		}
	}
}

// LooksLikeKey reports whether a text holds what may be a secret key.
func LooksLikeKey(text string) bool {
	for _, form := range []string{"sk_test_", "sk_live_", "ak_"} {
		if at := strings.Index(text, form); at == 0 || at > 0 && !wordByte(text[at-1]) {
			return true
		}
	}
	return false
}

func wordByte(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z'
}
