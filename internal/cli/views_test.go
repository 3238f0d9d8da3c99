package cli

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"usher/internal/config"
	"usher/ui/users"
)

func loaded(t *testing.T, text string) (*Program, *config.Config) {
	t.Helper()
	p := &Program{ConfigDir: t.TempDir(), Lookup: func(string) (string, bool) { return "", false }}
	if text != "" {
		require.NoError(t, os.WriteFile(p.defaultConfig(), []byte(text), 0o600))
	}
	c, err := config.Load(config.Inputs{File: p.defaultConfig(), Lookup: p.Lookup})
	require.NoError(t, err)
	return p, c
}

func TestViewsGoToTheFileAndToTheNextDashboard(t *testing.T) {
	p, c := loaded(t, "")
	opts, err := p.options(c)
	require.NoError(t, err)
	assert.Empty(t, opts.Views, "the built-in ones")
	v := users.View{Name: "Spam", Query: "email~spam", Columns: users.ParseColumns("name,email:30,public.plan")}
	saved, err := opts.SaveViews(users.AddView(v, -1))
	require.NoError(t, err)
	assert.Equal(t, v, saved[len(saved)-1])
	next, err := p.options(c)
	require.NoError(t, err)
	assert.Equal(t, saved, next.Views, "another instance of the same run")

	fresh, err := config.Load(config.Inputs{File: p.defaultConfig(), Lookup: p.Lookup})
	require.NoError(t, err)
	assert.Equal(t, saved, viewsOf(fresh.Views), "another run")
}

func TestViewsThatCouldNotBeSavedAreKeptForTheNextDashboard(t *testing.T) {
	p, c := loaded(t, "theme: dark\n")
	require.NoError(t, os.Chmod(p.defaultConfig(), 0o400))
	opts, err := p.options(c)
	require.NoError(t, err)
	_, err = opts.SaveViews(users.AddView(users.View{Name: "Spam"}, 0))
	require.ErrorContains(t, err, "is read-only")
	next, err := p.options(c)
	require.NoError(t, err)
	assert.Equal(t, "Spam", next.Views[0].Name)
	assert.Len(t, next.Views, len(users.BuiltIn())+1)
}

func TestAColumnThatThereIsNotPointsAtItsLine(t *testing.T) {
	p, c := loaded(t, "# x\nviews:\n  - name: A\n    columns: [name, emial]\n  - name: B\n    columns: [public.]\n")
	_, err := p.options(c)
	require.ErrorContains(t, err, `config.yaml:3: view "A": there is no column called "emial"; did you mean "email"?`)
	require.ErrorContains(t, err, `config.yaml:5: view "B": there is no column called “public.”`)
}

func TestConfigShowsTheViews(t *testing.T) {
	rows := viewRows(&config.Config{})
	assert.Equal(t, []string{"views.2", "Banned: banned:yes", "default"}, rows[1])
	rows = viewRows(&config.Config{Views: []config.View{{Name: "A\x1b[31m", Query: "x", Columns: []string{"name"}, Origin: "f:3"}}})
	assert.Equal(t, "f:3", rows[0][2])
	assert.NotContains(t, rows[0][1], "\x1b")
	assert.Contains(t, rows[0][1], "x (name)")
}
