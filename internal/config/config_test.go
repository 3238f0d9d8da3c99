package config

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.yaml")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func env(pairs ...string) func(string) (string, bool) {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return func(name string) (string, bool) { v, ok := m[name]; return v, ok }
}

func TestDefaults(t *testing.T) {
	c, err := Load(Inputs{Lookup: env(), File: filepath.Join(t.TempDir(), "none.yaml")})
	require.NoError(t, err)
	assert.Equal(t, 50, c.PageSize)
	assert.Equal(t, Rate{Person: 50, Background: 10}, c.Rate)
	assert.True(t, c.Mouse)
	assert.False(t, c.ReadOnly)
	assert.Empty(t, c.Path)
	for _, s := range Settings() {
		assert.Equal(t, DefaultOrigin, c.Origin(s.Name), s.Name)
		assert.NoError(t, s.set(c, orElse(s.Value(c), map[string]string{"api_url": "https://x.example", "app_id": "app_1"}[s.Name])), s.Name)
	}
}

func orElse(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func TestPrecedence(t *testing.T) {
	path := write(t, strings.Join([]string{
		"# comment", "page_size: 20", "theme: light", "palette: colorblind", "mouse: false", "rate:", "  person: 30",
		"zone: UTC", "keys:", "  user.ban: [ctrl+b, B]", "  search: \"/\"",
	}, "\n"))
	c, err := Load(Inputs{
		File:   path,
		Lookup: env("USHER_PAGE_SIZE", "30", "USHER_THEME", "dark", "NO_COLOR", "1", "USER", "ann", "CLERK_SECRET_KEY", "sk_test_x"),
		Flags:  map[string]string{"page-size": "40"},
	})
	require.NoError(t, err)
	assert.Equal(t, 40, c.PageSize)
	assert.Equal(t, Origin("--page-size"), c.Origin("page_size"))
	assert.Equal(t, ThemeDark, c.Theme)
	assert.Equal(t, Origin("USHER_THEME"), c.Origin("theme"))
	assert.Equal(t, PaletteColorblind, c.Palette, "a palette that was chosen outweighs NO_COLOR")
	assert.False(t, c.Mouse)
	assert.Equal(t, Rate{Person: 30, Background: 10}, c.Rate)
	assert.Equal(t, Origin(path+":7"), c.Origin("rate.person"))
	assert.Equal(t, "UTC", c.Zone.String())
	assert.Equal(t, map[string][]string{"user.ban": {"ctrl+b", "B"}, "search": {"/"}}, c.Keys)
	assert.Equal(t, "ann", c.Operator)
	assert.Equal(t, path, c.Path)
	assert.Equal(t, "sk_test_x", c.SecretKey.Reveal())
}

func TestNoColor(t *testing.T) {
	c, err := Load(Inputs{Lookup: env("NO_COLOR", "1")})
	require.NoError(t, err)
	assert.Equal(t, PaletteNone, c.Palette)
	assert.Equal(t, Origin("NO_COLOR"), c.Origin("palette"))
}

func TestComplaints(t *testing.T) {
	tests := []struct{ name, file, flag, value, want string }{
		{name: "unknown setting with a suggestion", file: "page_sise: 3", want: `config.yaml:1: no setting is called "page_sise"; did you mean "page_size"?`},
		{name: "unknown setting without", file: "\nbananas: 3", want: `config.yaml:2: no setting is called "bananas"; there are api_url,`},
		{name: "unknown member", file: "rate:\n  persons: 3", want: `config.yaml:2: no setting of rate is called "persons"; did you mean "person"?`},
		{name: "a secret in the file", file: "secret_key: sk_test_1", want: `no setting is called "secret_key"`},
		{name: "bad number", file: "page_size: many", want: `config.yaml:1: page_size is "many", want a number from 1 to 500`},
		{name: "out of range", flag: "page-size", value: "501", want: "--page-size: page_size is 501, want 1 to 500"},
		{name: "bad word", file: "theme: pink", want: `config.yaml:1: theme is "pink", want auto, dark, light`},
		{name: "bad boolean", flag: "mouse", value: "perhaps", want: "want true or false"},
		{name: "list for a value", file: "theme:\n  - dark", want: "config.yaml:2: want a single value here"},
		{name: "value for a group", file: "rate: 3", want: "config.yaml:1: want names with values here"},
		{name: "bad syntax names the line", file: "theme: dark\n  page: [", want: "config.yaml:1: mapping value is not allowed"},
		{name: "http to elsewhere", flag: "api-url", value: "http://api.clerk.example", want: "travels only over https"},
		{name: "no url", flag: "api-url", value: "api.clerk.example", want: "no URL"},
		{name: "ftp", flag: "api-url", value: "ftp://api.clerk.example", want: "want an https URL"},
		{name: "url with a password", flag: "api-url", value: "https://a:b@api.clerk.example", want: "must not carry"},
		{name: "zone", flag: "zone", value: "Mars/Base", want: "Europe/Berlin"},
		{name: "application id", flag: "app-id", value: "app_1/../x", want: "begins with app_"},
		{name: "operator", flag: "operator", value: "a\x1b[31m", want: "control characters"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := Inputs{Lookup: env()}
			if tt.file != "" {
				in.File = write(t, tt.file)
			}
			if tt.flag != "" {
				in.Flags = map[string]string{tt.flag: tt.value}
			}
			_, err := Load(in)
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func TestAllComplaintsAtOnce(t *testing.T) {
	_, err := Load(Inputs{Lookup: env("USHER_THEME", "pink"), Flags: map[string]string{"page-size": "0"}})
	require.ErrorContains(t, err, "USHER_THEME")
	require.ErrorContains(t, err, "--page-size")
}

func TestAFileThatWasAskedForMustExist(t *testing.T) {
	_, err := Load(Inputs{Lookup: env(), File: filepath.Join(t.TempDir(), "no.yaml"), MustExist: true})
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestEmptyFiles(t *testing.T) {
	for _, text := range []string{"", "\n", "# nothing\n", "theme:\n", "keys:\n"} {
		_, err := Load(Inputs{Lookup: env(), File: write(t, text)})
		assert.NoErrorf(t, err, "%q", text)
	}
}

func TestLoopbackURLs(t *testing.T) {
	for _, u := range []string{"http://127.0.0.1:4010", "http://[::1]:4010/base", "http://localhost:1", "https://api.clerk.com"} {
		c, err := Load(Inputs{Lookup: env("CLERK_API_URL", u)})
		require.NoError(t, err, u)
		assert.Equal(t, u, c.APIURL)
	}
}

func TestSecretNeverPrints(t *testing.T) {
	const key = "sk_live_verysecret"
	c, err := Load(Inputs{Lookup: env(SecretKeyVariable, key)})
	require.NoError(t, err)
	asJSON, err := json.Marshal(c)
	require.NoError(t, err)
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "config", c, "key", c.SecretKey)
	for _, text := range []string{
		fmt.Sprint(c), fmt.Sprintf("%+v %#v %s %q %x", *c, *c, c.SecretKey, c.SecretKey, c.SecretKey),
		string(asJSON), log.String(),
	} {
		assert.NotContains(t, text, "verysecret")
		assert.NotContains(t, text, fmt.Sprintf("%x", "verysecret"))
	}
	assert.Contains(t, log.String(), "key=[secret]")
	assert.Empty(t, Secret{}.String())
}

func TestInstances(t *testing.T) {
	c, err := Load(Inputs{Lookup: env(), File: write(t, `instances:
  # the team's own
  dev: {key_env: DEV_KEY, api_url: "http://127.0.0.1:4010/v1"}
  live:
    key_command: op read op://support/live
    app_id: app_1
    read_only: true
`)})
	require.NoError(t, err)
	require.Len(t, c.Instances, 2)
	assert.Equal(t, "DEV_KEY", c.Instances[0].KeyEnv)
	live, ok := c.Instance("live")
	require.True(t, ok)
	assert.Equal(t, []string{"op", "read", "op://support/live"}, live.KeyCommand)
	at := c.At(live, "sk_live_x")
	assert.Equal(t, "app_1", at.AppID)
	assert.True(t, at.ReadOnly)
	assert.Equal(t, "sk_live_x", at.SecretKey.Reveal())
	assert.False(t, c.ReadOnly, "the common values stay")
	assert.False(t, c.SecretKey.Set())
}

func TestWrongInstances(t *testing.T) {
	for text, want := range map[string]string{
		"instances:\n  dev: x":                                              "config.yaml:2: want names with values here",
		"instances:\n  dev:\n    kye_env: A":                                `did you mean "key_env"?`,
		"instances:\n  dev:\n    api_url: https://x.example":                "needs either key_env",
		"instances:\n  dev:\n    key_env: A\n    key_command: b":            "needs either key_env",
		"instances:\n  demo:\n    key_env: A":                               "is taken",
		"instances:\n  dev:\n    key_env: A\n    api_url: http://x.example": "only over https",
		"instances:\n  dev:\n    key_env: A\n    app_id: x":                 "begins with app_",
		"instances:\n  dev:\n    key_env: A\n    read_only: perhaps":        "want true or false",
	} {
		_, err := Load(Inputs{Lookup: env(), File: write(t, text)})
		require.ErrorContains(t, err, want, text)
	}
	for _, text := range []string{"key_env: sk_live_abcdefghij", "key_command: echo sk_live_abcdefghij", "key_command: [sh, -c, 'x=sk_live_abcdefghij']"} {
		_, err := Load(Inputs{Lookup: env(), File: write(t, "instances:\n  dev:\n    "+text)})
		require.ErrorContains(t, err, "rotate the key")
		assert.NotContains(t, err.Error(), "abcdefghij")
	}
}
