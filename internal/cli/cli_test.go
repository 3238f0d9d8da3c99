package cli

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/api"
	"usher/internal/audit"
	"usher/internal/crash"
	"usher/internal/emulator"
	"usher/internal/guard"
	"usher/styles"
	"usher/ui"
)

const testKey = "sk_test_abcdefghijklmnopqrstuvwxyz"

// call is one run of usher in a test, and what came of it.
type call struct {
	code     int
	out, err string
	opts     *ui.Options
	program  *Program
}

func run(t *testing.T, env map[string]string, args ...string) call {
	t.Helper()
	return runWith(t, t.Context(), env, nil, args...)
}

func runWith(t *testing.T, ctx context.Context, env map[string]string, dashboard error, args ...string) call {
	t.Helper()
	var out, errs bytes.Buffer
	c := call{}
	c.program = &Program{
		Version: "v1.2.3", Args: args, Out: &out, Err: &errs,
		Lookup:    func(name string) (string, bool) { v, ok := env[name]; return v, ok },
		ConfigDir: t.TempDir(), StateDir: filepath.Join(t.TempDir(), "state"),
		Terminal: &crash.Terminal{},
		Dashboard: func(_ context.Context, opts ui.Options) error {
			c.opts = &opts
			return dashboard
		},
		quick: true,
	}
	c.code = c.program.Run(ctx)
	c.out, c.err = out.String(), errs.String()
	return c
}

func TestWrongUse(t *testing.T) {
	tests := []struct {
		name string
		env  map[string]string
		args []string
		want string
	}{
		{"publishable key", map[string]string{"CLERK_SECRET_KEY": "pk_test_abcdefghijkl"}, nil, "publishable key"},
		{"truncated key", map[string]string{"CLERK_SECRET_KEY": "sk_test_ab"}, nil, "truncated"},
		{"malformed key", map[string]string{"CLERK_SECRET_KEY": "hunter2hunter2"}, nil, "CLERK_SECRET_KEY"},
		{"key as an argument", nil, []string{testKey}, "must not be an argument"},
		{"key as a flag", nil, []string{"--key=sk_live_abcdefghijklm"}, "must not be an argument"},
		{"url without key", map[string]string{"CLERK_API_URL": "https://api.example"}, nil, "CLERK_SECRET_KEY is not"},
		{"http to elsewhere", map[string]string{"CLERK_SECRET_KEY": testKey, "CLERK_API_URL": "http://api.example"}, nil, "only over https"},
		{"unknown flag", nil, []string{"--nope"}, "unknown flag: --nope"},
		{"mistyped command", nil, []string{"audti"}, `did you mean "audit"?`},
		{"unknown command", nil, []string{"bananas"}, `no command "bananas"`},
		{"bad setting", nil, []string{"--page-size", "0"}, "--page-size: page_size is 0, want 1 to 500"},
		{"too many sample users", nil, []string{"--demo", "--demo-users", "2000000"}, "want 1 to 1000000"},
		{"file that is not there", nil, []string{"--config", "/nowhere/config.yaml"}, "read configuration"},
		{"bad provocation", map[string]string{"USHER_DEBUG_PANIC": "all"}, []string{"--demo"}, "want update, view"},
		{"emulator for everyone", nil, []string{"emulator", "--addr", "0.0.0.0:0"}, "--allow-remote"},
		{"emulator without port", nil, []string{"emulator", "--addr", "localhost"}, "want host:port"},
		{"emulator with a publishable key", nil, []string{"emulator", "--key", "pk_test_abcdefghijkl"}, "--key: this is a publishable key"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := run(t, tt.env, tt.args...)
			assert.Equal(t, exitUsage, c.code)
			assert.Contains(t, c.err, tt.want)
			assert.Contains(t, c.err, "usher: ")
			assert.NotContains(t, c.err+c.out, "abcdefghijkl", "a key is never repeated")
			assert.Nil(t, c.opts, "the dashboard was not started")
		})
	}
}

func TestDemo(t *testing.T) {
	c := run(t, map[string]string{"USER": "ann", "CLERK_SECRET_KEY": testKey, "CLERK_API_URL": "https://api.example"},
		"--demo", "--demo-users", "30", "--theme", "light", "--palette", "16", "--no-mouse", "--no-restore", "--live=30s", "--page-size", "7", "--zone", "UTC")
	require.Equal(t, exitOK, c.code, c.err)
	assert.Equal(t, ui.Demo, c.opts.Environment)
	assert.Equal(t, styles.Theme{Mode: styles.Light, Palette: styles.ANSI16}, c.opts.Theme)
	assert.False(t, c.opts.AutoTheme)
	assert.False(t, c.opts.Mouse)
	assert.False(t, c.opts.Restore)
	assert.Equal(t, 30*time.Second, c.opts.Live)
	assert.Equal(t, 7, c.opts.PageSize)
	assert.Equal(t, "UTC", c.opts.Zone.String())
	assert.Equal(t, "v1.2.3", c.opts.Version)
	users, err := c.opts.Client.Users.List(t.Context(), api.ListUsersParams{Limit: 100})
	require.NoError(t, err)
	assert.Len(t, users, 30, "the demo answers, not the instance of the key")
	_, err = os.Stat(c.program.StateDir)
	require.ErrorIs(t, err, os.ErrNotExist, "a demo leaves nothing behind")
}

// Each instance has its own history, which tells neither key nor address.
func TestStateIsKeptPerInstance(t *testing.T) {
	c := run(t, map[string]string{"CLERK_SECRET_KEY": testKey}, "--private-history")
	require.Equal(t, exitOK, c.code, c.err)
	assert.True(t, c.opts.State.History().Add("banned:yes"))
	assert.False(t, c.opts.State.History().Add("alice@acme.example"), "the option reached the store")
	require.NoError(t, c.opts.State.History().Flush())
	found, err := filepath.Glob(filepath.Join(c.program.StateDir, "instances", "*", "history.json"))
	require.NoError(t, err)
	require.Len(t, found, 1)
	assert.Regexp(t, "^[0-9a-f]{12}$", filepath.Base(filepath.Dir(found[0])))
	assert.Empty(t, c.opts.Problem)
}

func TestWithoutAKeyThereIsTheDemo(t *testing.T) {
	c := run(t, nil, "--demo-users", "30")
	require.Equal(t, exitOK, c.code, c.err)
	assert.Equal(t, ui.Demo, c.opts.Environment)
	assert.True(t, c.opts.AutoTheme)
}

func TestInstance(t *testing.T) {
	tests := []struct {
		name, key        string
		args             []string
		want             ui.Environment
		readOnly, forced bool
	}{
		{"development", testKey, nil, ui.Development, false, false},
		{"production starts read-only", "sk_live_abcdefghijklmnop", nil, ui.Production, true, false},
		{"read-only by flag", testKey, []string{"--read-only"}, ui.Development, true, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := run(t, map[string]string{"CLERK_SECRET_KEY": tt.key}, tt.args...)
			require.Equal(t, exitOK, c.code, c.err)
			assert.Equal(t, tt.want, c.opts.Environment)
			assert.Equal(t, tt.readOnly, c.opts.Gate.ReadOnly())
			assert.Equal(t, tt.forced, c.opts.Gate.Forced())
			assert.Equal(t, api.DefaultBaseURL, c.opts.Client.BaseURL())
			_, err := os.Stat(c.program.auditPath())
			require.NoError(t, err, "the audit log is tried at the start")
		})
	}
}

// Nothing that the client sends can go around the gate.
func TestClientIsGuarded(t *testing.T) {
	c := run(t, nil, "--demo", "--demo-users", "30", "--read-only")
	users, err := c.opts.Client.Users.List(t.Context(), api.ListUsersParams{Limit: 1})
	require.NoError(t, err)
	_, err = c.opts.Client.Users.Ban(t.Context(), users[0].ID)
	refused, ok := errors.AsType[*guard.Refused](err)
	require.True(t, ok, "%v", err)
	assert.Equal(t, guard.ReadOnly, refused.Reason)
}

func TestUnwritableAuditLog(t *testing.T) {
	env := map[string]string{"CLERK_SECRET_KEY": testKey}
	var out, errs bytes.Buffer
	blocker := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(blocker, nil, 0o600))
	p := &Program{
		Args: nil, Out: &out, Err: &errs, Lookup: func(n string) (string, bool) { v, ok := env[n]; return v, ok },
		ConfigDir: t.TempDir(), StateDir: filepath.Join(blocker, "state"), Terminal: &crash.Terminal{}, quick: true,
		Dashboard: func(context.Context, ui.Options) error { return nil },
	}
	assert.Equal(t, exitError, p.Run(t.Context()))
	assert.Contains(t, errs.String(), "without an audit log nothing may be changed")
	p.Args = []string{"--read-only"}
	assert.Equal(t, exitOK, p.Run(t.Context()), "reading needs no log")
}

func TestKeyBindings(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "c.yaml")
	require.NoError(t, os.WriteFile(path, []byte("keys:\n  user.ban: [ctrl+x]\n"), 0o600))
	c := run(t, nil, "--demo", "--demo-users", "5", "--config", path)
	require.Equal(t, exitOK, c.code, c.err)
	assert.Equal(t, []string{"ctrl+x"}, c.opts.Keys.Action("user.ban").Keys())

	require.NoError(t, os.WriteFile(path, []byte("keys:\n  user.bann: [ctrl+x]\n"), 0o600))
	c = run(t, nil, "--demo", "--config", path)
	assert.Equal(t, exitUsage, c.code)
	assert.Contains(t, c.err, "user.bann")
	assert.Contains(t, c.err, path)
}

func TestExitCodes(t *testing.T) {
	signalled, cancel := context.WithCancelCause(t.Context())
	cancel(signalError{syscall.SIGTERM})
	tests := []struct {
		name string
		ctx  context.Context
		err  error
		want int
		says string
	}{
		{"well", t.Context(), nil, 0, ""},
		{"failed", t.Context(), errors.New("no network"), 1, "usher: no network\n"},
		{"fault", t.Context(), &crash.Panic{Where: "View", Summary: "x", Path: "/p"}, 70, "a fault in usher itself"},
		{"signal", signalled, signalError{syscall.SIGTERM}, 143, ""},
		{"signal, and the program says nothing", signalled, nil, 143, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := runWith(t, tt.ctx, nil, tt.err, "--demo", "--demo-users", "5")
			assert.Equal(t, tt.want, c.code)
			if tt.says == "" {
				assert.Empty(t, c.err)
			} else {
				assert.Contains(t, c.err, tt.says)
			}
		})
	}
}

func TestNoTerminal(t *testing.T) {
	var errs bytes.Buffer
	p := &Program{Args: []string{"--demo"}, Out: &bytes.Buffer{}, Err: &errs, Lookup: func(string) (string, bool) { return "", false }}
	assert.Equal(t, exitError, p.Run(t.Context()))
	assert.Contains(t, errs.String(), "needs a terminal")
}

func TestVersionAndHelp(t *testing.T) {
	for _, args := range [][]string{{"--version"}, {"version"}} {
		c := run(t, nil, args...)
		assert.Equal(t, exitOK, c.code)
		assert.Contains(t, c.out, "usher v1.2.3")
	}
	c := run(t, nil, "--help")
	assert.Equal(t, exitOK, c.code)
	for _, want := range []string{"emulator", "audit", "keys", "config", "completion", "--demo-users", "--read-only", "--api-url"} {
		assert.Contains(t, c.out, want)
	}
	c = run(t, nil, "completion", "bash")
	assert.Equal(t, exitOK, c.code)
	assert.Contains(t, c.out, "usher")
}

func TestConfigCommand(t *testing.T) {
	c := run(t, map[string]string{"CLERK_SECRET_KEY": testKey, "USHER_THEME": "dark", "USER": "ann"}, "config", "--page-size", "9")
	require.Equal(t, exitOK, c.code, c.err)
	assert.NotContains(t, c.out, testKey)
	assert.Contains(t, c.out, "of a development instance, from CLERK_SECRET_KEY")
	assert.Regexp(t, `page_size\s+9\s+--page-size`, c.out)
	assert.Regexp(t, `theme\s+dark\s+USHER_THEME`, c.out)
	assert.Regexp(t, `operator\s+ann\s+USER`, c.out)
	assert.Contains(t, run(t, map[string]string{"CLERK_SECRET_KEY": "pk_test_xxxxxxxxx"}, "config").out, "unusable: ")
}

func TestKeysCommand(t *testing.T) {
	c := run(t, nil, "keys")
	require.Equal(t, exitOK, c.code, c.err)
	assert.Regexp(t, `/\s+search\s+search`, c.out)
	assert.Regexp(t, `Ban\s+B\s+a b\s+:ban\s+y and a reason\s+user\.ban`, c.out)
}

func TestAuditCommand(t *testing.T) {
	c := run(t, nil, "audit")
	assert.Equal(t, exitOK, c.code)
	assert.Contains(t, c.out, "Nothing was changed.")

	var out, errs bytes.Buffer
	p := &Program{Args: []string{"audit", "--action", "user."}, Out: &out, Err: &errs, Lookup: os.LookupEnv, StateDir: t.TempDir()}
	log, err := audit.Open(p.auditPath(), audit.Options{Who: audit.Who{Operator: "ann", Environment: "production"}})
	require.NoError(t, err)
	_, err = log.Intent(audit.Plan{
		Action: "user.ban", User: "user_1", Reason: "spam \x1b[2J\u202e", Allowed: []audit.Request{{Method: "POST", Path: "/users/user_1/ban"}},
	})
	require.NoError(t, err)
	require.Equal(t, exitOK, p.Run(t.Context()), errs.String())
	assert.Regexp(t, `intent\s+ann\s+production\s+user\.ban\s+user_1`, out.String())
	assert.NotContains(t, out.String(), "\x1b")
	assert.NotContains(t, out.String(), "\u202e")

	out.Reset()
	p.Args = []string{"audit", "--user", "user_2"}
	require.Equal(t, exitOK, p.Run(t.Context()))
	assert.Contains(t, out.String(), "Nothing was changed.")
}

func TestMarkdown(t *testing.T) {
	var b strings.Builder
	Table{Header: []string{"Keys", "Does"}, Rows: [][]string{{"a |", "either | or"}, {"", "none"}}}.Markdown(&b)
	assert.Equal(t, "| Keys | Does |\n| --- | --- |\n| `a` `\\|` | either \\| or |\n|  | none |\n", b.String())
}

func TestEmulatorKeyIsTheDemos(t *testing.T) {
	key, err := api.ParseKey(emulator.DemoKey)
	require.NoError(t, err)
	assert.Equal(t, api.Development, key.Environment())
}
