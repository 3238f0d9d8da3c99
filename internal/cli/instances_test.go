package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/crash"
	"usher/ui"
)

const instancesFile = `instances:
  dev:
    key_env: DEV_KEY
    api_url: https://dev.example
  live:
    key_env: LIVE_KEY
    app_id: app_live
  vault:
    key_command: [sh, -c, "printf %s%s sk_ test_fromthevault1234567890"]
    read_only: true
  broken:
    key_command: sh -c false
`

func instanceKeys() map[string]string {
	return map[string]string{
		"DEV_KEY": "sk_test_abcdefghijklmnopqrstuvwxyz", "LIVE_KEY": "sk_live_abcdefghijklmnopqrstuvwxyz", "USER": "ann",
	}
}

// opened runs usher with the instances above; script is what the person
// switches to, one dashboard after the other.
func opened(t *testing.T, env map[string]string, last string, script []string, args ...string) (shown []ui.Options, c call) {
	t.Helper()
	var out, errs bytes.Buffer
	c.program = &Program{
		Version: "v1.2.3", Args: args, Out: &out, Err: &errs,
		Lookup:    func(name string) (string, bool) { v, ok := env[name]; return v, ok },
		ConfigDir: t.TempDir(), StateDir: filepath.Join(t.TempDir(), "state"), Terminal: &crash.Terminal{}, quick: true,
	}
	require.NoError(t, os.WriteFile(c.program.defaultConfig(), []byte(instancesFile), 0o600))
	if last != "" {
		require.NoError(t, os.MkdirAll(c.program.StateDir, 0o700))
		require.NoError(t, os.WriteFile(c.program.lastInstancePath(), []byte(last+"\n"), 0o600))
	}
	c.program.Dashboard = func(_ context.Context, opts ui.Options) error {
		shown = append(shown, opts)
		if n := len(shown); n <= len(script) {
			opts.SwitchTo(script[n-1])
		}
		return nil
	}
	c.code = c.program.Run(t.Context())
	c.out, c.err = out.String(), errs.String()
	return shown, c
}

func TestWhichInstanceIsOpened(t *testing.T) {
	with := func(name, value string) map[string]string {
		env := map[string]string{name: value}
		for k, v := range instanceKeys() {
			env[k] = v
		}
		return env
	}
	tests := []struct {
		name string
		env  map[string]string
		last string
		args []string
		want string // the name that the header shows
		kind ui.Environment
	}{
		{"the first of the file", instanceKeys(), "", nil, "dev", ui.Development},
		{"the one open last", instanceKeys(), "live", nil, "live", ui.Production},
		{"one that is gone", instanceKeys(), "old", nil, "dev", ui.Development},
		{"the demo, last", instanceKeys(), "demo", nil, "acme-dev", ui.Demo},
		{"asked for", instanceKeys(), "live", []string{"--instance", "vault"}, "vault", ui.Development},
		{"by the environment", with("USHER_INSTANCE", "live"), "", nil, "live", ui.Production},
		{"a key in the environment", with("CLERK_SECRET_KEY", testKey), "live", nil, "", ui.Development},
		{"asked for beside a key", with("CLERK_SECRET_KEY", testKey), "", []string{"--instance", "live"}, "live", ui.Production},
		{"the demo", with("CLERK_SECRET_KEY", testKey), "", []string{"--demo"}, "acme-dev", ui.Demo},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			shown, c := opened(t, tt.env, tt.last, nil, tt.args...)
			require.Equal(t, exitOK, c.code, c.err)
			require.Len(t, shown, 1)
			assert.Equal(t, tt.want, shown[0].InstanceName)
			assert.Equal(t, tt.kind, shown[0].Environment)
			assert.Equal(t, tt.kind == ui.Production || tt.want == "vault", shown[0].Gate.ReadOnly(), "production starts read-only")
		})
	}
}

func TestSwitchingInstances(t *testing.T) {
	shown, c := opened(t, instanceKeys(), "", []string{"live", "broken"})
	require.Equal(t, exitOK, c.code, c.err)
	require.Len(t, shown, 3)
	assert.Equal(t, "dev", shown[0].InstanceName)
	assert.Equal(t, "live", shown[1].InstanceName)
	assert.Equal(t, "app_live", shown[1].AppID)
	assert.True(t, shown[1].Gate.ReadOnly())
	assert.Equal(t, "live", shown[2].InstanceName, "an instance that cannot be opened leaves the one before")
	assert.Contains(t, shown[2].Problem, `the key_command of instance "broken", sh, gave no key`)
	assert.Equal(t, "live", c.program.lastInstance(), "it comes back at the next start")
	assert.NotEqual(t, shown[0].Audit, shown[1].Audit)

	shown, c = opened(t, instanceKeys(), "", []string{"broken", "broken"}, "--instance", "dev")
	require.Equal(t, exitOK, c.code, c.err)
	require.Len(t, shown, 3, "a second try is one more try")
}

func TestInstanceRefused(t *testing.T) {
	for name, want := range map[string]string{
		"lvie": `did you mean "live"?`, "nothing-like-it": "there are dev, live, vault, broken, demo", "environment": "CLERK_SECRET_KEY is not set",
		"broken": "gave no key",
	} {
		shown, c := opened(t, instanceKeys(), "", nil, "--instance", name)
		assert.Equal(t, exitUsage, c.code, name)
		assert.Contains(t, c.err, want)
		assert.Empty(t, shown)
	}
	_, c := opened(t, map[string]string{"DEV_KEY": "hunter2hunter2"}, "", nil, "--instance", "dev")
	assert.Contains(t, c.err, "DEV_KEY: ")
	assert.NotContains(t, c.err, "hunter2")
	_, c = opened(t, nil, "", nil)
	assert.Contains(t, c.err, `instance "dev" takes its key from DEV_KEY, which is not set`)
}

func TestInstancesAreListed(t *testing.T) {
	_, c := opened(t, instanceKeys(), "live", nil, "instances")
	require.Equal(t, exitOK, c.code, c.err)
	assert.Regexp(t, `dev +development +DEV_KEY +https://dev.example`, c.out)
	assert.Regexp(t, `live +production +LIVE_KEY .*opened by usher`, c.out)
	assert.NotContains(t, c.out, "abcdefghijkl", "no key is shown")
}
